-- The first and the last day of every period, over all values where there are several.
-- Tables: period_of (property, earliest, latest), days (period, first, last).
CREATE TABLE found AS
WITH day AS (
    SELECT said.s, earliest, latest, min(days.first) AS first, max(days.last) AS last
    FROM said JOIN period_of ON period_of.property = said.p JOIN days ON days.period = said.o
    GROUP BY ALL
)
SELECT s, p, '"' || day || '"^^<http://www.w3.org/2001/XMLSchema#date>' AS o, inferred.g
FROM (SELECT s, earliest AS p, first AS day FROM day UNION ALL SELECT s, latest, last FROM day),
     inferred;
