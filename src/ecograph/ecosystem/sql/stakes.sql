-- Who holds a part of whom on $as_of, with the least and the most that it can be: a share that is
-- written, else what the kind of holding says, else anything above nothing.  Of one pair the last.
-- (A month or year holds from its first day to its last.)

WITH said AS (
    SELECT shareholder AS owner, company AS owned, share, kind, id AS statement,
           level_of(evidence) AS level, valid_from, valid_to, 0 AS order_
    FROM shareholding WHERE modality = 'exists' AND is_firm(evidence, source)
    UNION ALL
    SELECT investor, investee, NULL, 'invested', id, level_of(evidence),
           coalesce(valid_from, period), valid_to, 1
    FROM investment WHERE modality = 'exists' AND is_firm(evidence, source)
),
bounded AS (
    SELECT owner, owned, statement, level, valid_from, order_,
           CASE WHEN share IS NOT NULL THEN share WHEN kind = 'controlling' THEN 0.5 ELSE 0 END
               AS low,
           CASE WHEN share IS NOT NULL THEN share WHEN kind = 'minority' THEN 0.5 ELSE 1 END AS high
    FROM said
    WHERE coalesce(valid_from, '') <= $as_of AND coalesce(valid_to, '9999') >= left($as_of, 4)
)
SELECT owner, owned, low::DOUBLE AS low, high::DOUBLE AS high, statement, level, valid_from
FROM bounded
QUALIFY row_number() OVER (
    PARTITION BY owner, owned ORDER BY order_, valid_from DESC NULLS LAST, statement) = 1
ORDER BY owner, owned
