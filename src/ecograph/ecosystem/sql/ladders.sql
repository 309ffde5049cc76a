-- Statuses that form ladders: how many have them, who does, which awards grant them.  $rungs are
-- the keys, $talent says that they are rungs of talent.

CREATE TABLE counted AS
SELECT CASE WHEN $talent THEN i.counted_talent ELSE i.counted_status END AS status,
       o.about, o.period, o.value_written, o.base_value AS value, o.qualifier, o.id AS statement,
       level_of(o.evidence) AS level
FROM observation o JOIN indicator i ON i.id = o.indicator
WHERE status IN (SELECT unnest($rungs::VARCHAR[])) AND o.modality = 'exists'
  AND is_firm(o.evidence, o.source) AND o.about IN (SELECT unnest($places::VARCHAR[]));

-- Policies that are over: said to be past, or that ended before $as_of.
CREATE TABLE over AS
SELECT existing FROM existence WHERE is_firm(evidence, source)
GROUP BY existing
HAVING bool_and(modality = 'past') OR max(coalesce(valid_to, '9999')) < left($as_of, length(max(coalesce(valid_to, '9999'))));

CREATE TABLE granting AS
SELECT CASE WHEN $talent THEN talent ELSE status END AS rung, policy, award,
       list(id ORDER BY id) AS statements
FROM award
WHERE policy NOT IN (FROM over) AND rung IN (SELECT unnest($rungs::VARCHAR[])) AND is_firm(evidence, source)
  AND modality <> 'lacking'
GROUP BY ALL;

-- By a certificate, or by what a source calls the firm itself.
CREATE TABLE standing_on AS
SELECT c.status, c.holder, c.since, c.statement, c.level
FROM (SELECT status, holder, coalesce(valid_from, period) AS since, id AS statement,
             level_of(evidence) AS level
      FROM certification WHERE modality = 'exists' AND is_firm(evidence, source)
      UNION ALL
      SELECT unnest(ladder), id, NULL, id, level_of(evidence) FROM firm
      WHERE is_firm(evidence, source)) c
WHERE NOT $talent AND c.status IN (SELECT unnest($rungs::VARCHAR[]))
  AND c.holder IN (SELECT entity FROM relation_located
                   WHERE place IN (SELECT unnest($places::VARCHAR[])))
QUALIFY row_number() OVER (PARTITION BY c.status, c.holder ORDER BY c.since DESC NULLS LAST, c.statement) = 1;
