-- From what to what each statement is, by two properties that are the same for all of them.
-- Table: role_of (class, role, property).
CREATE TABLE found AS
SELECT said.s, role_of.role AS p, said.o, inferred.g
FROM typed JOIN role_of USING (class)
JOIN said ON said.s = typed.s AND said.p = role_of.property, inferred
WHERE is_iri(said.o);
