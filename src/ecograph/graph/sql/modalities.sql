-- The statements in which is what may only be planned and says nothing of it itself.
-- Table: may_be_planned (class).
CREATE TABLE claim AS
WITH entity AS (
    SELECT DISTINCT s FROM typed WHERE class IN (FROM may_be_planned)
    AND s NOT IN (SELECT s FROM said WHERE p = eco('modality'))
)
SELECT DISTINCT said.o AS entity, said.s
FROM said JOIN entity ON entity.s = said.o
WHERE said.s IN (SELECT s FROM typed WHERE class = eco('Statement'));
