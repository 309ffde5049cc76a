-- How firmly each statement is known: twice the level of its surest evidence, one more where it is
-- doubted; and what a relation, an end or a class follows from.
-- Tables: level (evidence, level), weakest (known).
CREATE TABLE strength AS
WITH doubted AS (
    SELECT DISTINCT about.o AS s FROM typed JOIN said about USING (s)
    WHERE typed.class = eco('Doubt') AND about.p = eco('statement')
),
known AS (
    SELECT said.s, min(coalesce(level.level, weakest.level)) AS level
    FROM said LEFT JOIN level ON level.evidence = said.o, weakest
    WHERE said.p = eco('evidence') GROUP BY said.s
)
SELECT coalesce(known.s, doubted.s) AS s,
       2 * coalesce(known.level, weakest.level) + (doubted.s IS NOT NULL)::INT AS known
FROM known FULL JOIN doubted ON doubted.s = known.s, weakest;
