-- Whether each policy is in force on $as_of, and until when; after facts.sql.

CREATE TABLE standing AS
WITH said AS (
    SELECT existing AS policy, valid_from, valid_to, modality FROM existence
    WHERE is_firm(evidence, source)
    UNION ALL
    SELECT policy, valid_from, valid_to, modality FROM criterion
    WHERE is_firm(evidence, source) AND policy NOT IN (SELECT existing FROM existence)
)
SELECT policy, min(valid_from) AS since, max(valid_to) AS until,
       CASE WHEN first_date(min(valid_from)) > $as_of THEN 'not-yet'
            WHEN last_date(max(valid_to)) < $as_of THEN 'ended'
            WHEN max(valid_to) IS NOT NULL AND list_contains(list(modality), 'past') THEN 'in-force'
            WHEN list_contains(list(modality), 'exists') THEN 'in-force'
            WHEN list_contains(list(modality), 'past') THEN 'ended'
            WHEN list_contains(list(modality), 'planned')
              OR list_contains(list(modality), 'recommended')
              OR list_contains(list(modality), 'underway') THEN 'draft'
       END AS state
FROM said GROUP BY policy;
