-- The plain relations that statements amount to: ?a eco:makes ?b where one exists,
-- eco:makesAnyModality always, eco:subsidiaryOf by its role; each in the graph of the surest
-- statement that it follows from, then of one without doubt.
-- Table: amounts_to (class, plain, wide, start, end), an end each.
CREATE TABLE found AS
WITH statement AS (
    SELECT DISTINCT typed.s, amounts_to.* EXCLUDE (class) FROM typed JOIN amounts_to USING (class)
),
pair AS (
    SELECT statement.s, plain, wide, a.o AS first, b.o AS other
    FROM statement
    JOIN said a ON a.s = statement.s AND a.p = statement.start
    JOIN said b ON b.s = statement.s AND b.p = statement."end"
    WHERE NOT is_literal(a.o)
),
existing AS (
    SELECT DISTINCT s FROM said WHERE p = eco('modality') AND o = voc('modality-exists')
),
narrower AS (
    SELECT role.s, short.o AS relation
    FROM said role JOIN said short ON short.s = role.o
    WHERE role.p = eco('role') AND short.p = eco('shortcut')
),
related AS (
    SELECT s, first, wide AS relation, other FROM pair
    UNION ALL SELECT s, first, plain, other FROM pair SEMI JOIN existing USING (s)
    UNION ALL
    SELECT s, first, relation, other
    FROM (FROM pair SEMI JOIN existing USING (s)) JOIN narrower USING (s)
),
mirrored AS (
    FROM related
    UNION ALL
    SELECT s, other, relation, first FROM related
    WHERE NOT is_literal(other) AND relation IN (
        SELECT s FROM typed WHERE class = '<http://www.w3.org/2002/07/owl#SymmetricProperty>')
),
best AS (
    SELECT first, relation, other, min(coalesce(strength.known, 2 * weakest.level)) AS known
    FROM mirrored LEFT JOIN strength USING (s), weakest
    GROUP BY ALL
)
SELECT first AS s, relation AS p, other AS o, known_graph.g
FROM best JOIN known_graph USING (known);
