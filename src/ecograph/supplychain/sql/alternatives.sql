-- The inputs that may stand for each other (a substitute group of what requires them), by who makes
-- that or is it, and the inputs that are needed in any case (`own`); $users are those asked about.
WITH needing AS (
    SELECT maker AS needed_by, product AS requirer FROM relation_produces
    UNION SELECT chain, chain FROM chain
),
required AS (
    SELECT n.needed_by, r.input AS product, r.requirer, r.substitute_group
    FROM requirement r JOIN needing n USING (requirer)
    WHERE r.modality = 'exists' AND is_in(r.id, r.evidence, r.source)
      AND list_contains($users::VARCHAR[], n.needed_by)
)
SELECT needed_by, product, requirer || '/' || substitute_group AS alternative, false AS own
FROM required WHERE substitute_group IS NOT NULL
UNION
SELECT needed_by, product, NULL, true FROM (
    SELECT needed_by, product FROM required WHERE substitute_group IS NULL
    UNION SELECT needed_by, product FROM relation_consumes
)
ORDER BY ALL
