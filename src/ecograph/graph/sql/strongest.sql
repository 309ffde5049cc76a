-- The modality of entities from the statements that they are in (claim), the strongest of them; it
-- stands in the graph of the surest of those.  What is of no known modality has none.
-- Table: rank (modality, rank).
CREATE TABLE found AS
WITH best AS (
    SELECT entity, min(10 * rank.rank + coalesce(strength.known, 2 * weakest.level)) AS best
    FROM claim
    JOIN said ON said.s = claim.s AND said.p = eco('modality')
    JOIN rank ON rank.modality = said.o
    LEFT JOIN strength ON strength.s = claim.s, weakest
    GROUP BY entity
)
SELECT entity AS s, eco('modality') AS p, rank.modality AS o, known_graph.g
FROM best
JOIN rank ON rank.rank = best // 10
JOIN known_graph ON known_graph.known = best % 10;
DROP TABLE claim;
