-- What is of a class is of all classes above it, those of other vocabularies too.
-- Table: wider (class, above).
CREATE TABLE found AS
SELECT typed.s, rdf_type() AS p, wider.above AS o, inferred.g
FROM typed JOIN wider USING (class), inferred;
