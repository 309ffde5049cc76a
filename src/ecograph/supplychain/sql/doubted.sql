-- The doubted statements that say who makes, masters or supplies a product, or who needs it; by the
-- product and by who does; after trade.sql.  What is doubted of a narrower product is of the wider.
WITH doubted AS (SELECT id AS doubt, statement FROM doubt),
source AS (
    SELECT id, product, maker AS who, evidence, source FROM production
    UNION ALL SELECT id, product, industry, evidence, source FROM industry_output
    UNION ALL SELECT id, mastered, holder, evidence, source FROM mastery
    UNION ALL SELECT id, product, supplier, evidence, source FROM supply
    UNION ALL SELECT id, product, origin, evidence, source FROM supply
    UNION ALL SELECT id, product, origin_outside, evidence, source FROM supply
),
need AS (
    SELECT id, input AS product, requirer, evidence, source FROM requirement
    UNION ALL SELECT id, product, coalesce(buyer, used_in), evidence, source FROM supply
),
user_of AS (
    SELECT product AS requirer, maker AS who FROM relation_produces
    UNION SELECT requirer, requirer FROM need
)
SELECT 'source' AS role, coalesce(wide, s.product) AS product, s.who, d.doubt
FROM source s JOIN doubted d ON d.statement = s.id LEFT JOIN wider ON wider.product = s.product
WHERE s.who IS NOT NULL AND is_firm(s.evidence, s.source)
UNION
SELECT 'need', n.product, u.who, d.doubt
FROM need n JOIN doubted d ON d.statement = n.id JOIN user_of u USING (requirer)
WHERE is_firm(n.evidence, n.source)
UNION
-- why somebody needs an input is also that it makes what requires it
SELECT 'need', r.input, made.who, d.doubt
FROM source made JOIN doubted d ON d.statement = made.id
JOIN wider ON wider.product = made.product
JOIN relation_requires r ON r.requirer = wider.wide
WHERE made.who IS NOT NULL AND is_firm(made.evidence, made.source)
ORDER BY ALL
