-- What was found, but for what a graph says already: a triple in two graphs would count twice in
-- the union of all graphs.
CREATE TABLE fresh AS
SELECT DISTINCT s, p, o, g
FROM found ANTI JOIN (
    SELECT s, p, o FROM said
    WHERE p IN (SELECT p FROM found)
    AND (p <> rdf_type() OR o IN (SELECT o FROM found WHERE p = rdf_type()))
) held USING (s, p, o);
INSERT INTO said FROM fresh;
INSERT INTO derived FROM fresh;
DROP TABLE fresh;
DROP TABLE found;
