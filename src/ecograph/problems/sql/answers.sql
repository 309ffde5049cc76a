-- What answers problems, who carries it out and what exists of it: statements in every modality.
-- Variables as in places.sql of supply and use; $documents are the sources of which the text is held.

-- A problem with those that it is part of, itself included.
CREATE TABLE whole AS
WITH RECURSIVE reached AS (
    SELECT id AS part, id AS whole FROM problem
    UNION
    SELECT r.part, p.part_of FROM reached r JOIN problem p ON p.id = r.whole
    WHERE p.part_of IS NOT NULL
)
FROM reached;

-- A measure with those that it is made of, itself included.
CREATE TABLE made_of AS
WITH RECURSIVE reached AS (
    SELECT id AS whole, id AS part FROM measure
    UNION
    SELECT r.whole, m.id FROM reached r JOIN measure m ON m.part_of = r.part
)
FROM reached;

CREATE TABLE answer AS
SELECT problem, measure, id AS statement, modality, level_of(evidence) AS level,
       list_contains($documents, source) AS documented
FROM response WHERE is_firm(evidence, source);

CREATE TABLE carried AS
SELECT measure, actor, id AS statement, modality, level_of(evidence) AS level
FROM implementation WHERE is_firm(evidence, source);

-- What carries a measure out, or a part of it; a policy that answers a problem is there itself.
CREATE TABLE realised AS
SELECT DISTINCT m.whole AS measure, r.realiser, r.id AS statement, r.modality, r.period,
       level_of(r.evidence) AS level, m.whole <> m.part AS in_part
FROM realisation r JOIN (FROM made_of UNION SELECT measure, measure FROM realisation) m
  ON m.part = r.measure
WHERE is_firm(r.evidence, r.source);
