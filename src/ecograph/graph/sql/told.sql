-- What the graphs of derived relations say of themselves: their evidence, and whether they are
-- doubted.
CREATE TABLE found AS
WITH used AS (FROM known_graph WHERE g IN (SELECT g FROM derived))
SELECT g AS s, rdf_type() AS p, eco('DerivedGraph') AS o, id('graph-registry') AS g FROM used
UNION ALL SELECT g, eco('evidence'), evidence, id('graph-registry') FROM used
UNION ALL SELECT g, eco('doubted'), doubted, id('graph-registry') FROM used;
