-- What is said of the existence of entities.
CREATE TABLE claim AS
SELECT DISTINCT of.o AS entity, typed.s
FROM typed JOIN said of USING (s)
WHERE typed.class = eco('Existence') AND of.p = eco('existing') AND NOT is_literal(of.o);
