-- The statements that gaps rest on: what is said of each product and of narrower ones, and why the
-- users need it. $products are the gaps, $needed and $users the pairs of their needs.
-- A requirement counts where a user is or makes what requires the product.
WITH asked AS (SELECT DISTINCT unnest($products::VARCHAR[]) AS product),
narrower AS (
    SELECT product, product AS narrow FROM asked
    UNION SELECT wider.wide, wider.product FROM wider JOIN asked ON wider.wide = asked.product
),
need AS (
    SELECT DISTINCT unnest($needed::VARCHAR[]) AS product, unnest($users::VARCHAR[]) AS needed_by),
requirer AS (
    SELECT product, needed_by AS requirer FROM need
    UNION SELECT need.product, m.product
    FROM need JOIN relation_produces m ON m.maker = need.needed_by
),
about AS (
    SELECT 'supply' AS name, id, citation, evidence, modality, product, source FROM supply
    UNION ALL SELECT 'production', id, citation, evidence, modality, product, source FROM production
    UNION ALL SELECT 'industry_output', id, citation, evidence, modality, product, source
    FROM industry_output
    UNION ALL SELECT 'mastery', id, citation, evidence, modality, mastered, source FROM mastery
)
SELECT e.asset, 'endowment', e.id, e.citation, e.evidence, e.modality
FROM endowment e JOIN asked ON asked.product = e.asset
WHERE e.modality = 'lacking' AND is_firm(e.evidence, e.source)
UNION
SELECT c.concerned, 'concern', c.id, c.citation, c.evidence, c.modality
FROM concern c JOIN asked ON asked.product = c.concerned
WHERE c.role = 'shortage' AND is_firm(c.evidence, c.source)
UNION
SELECT n.product, a.name, a.id, a.citation, a.evidence, a.modality
FROM narrower n JOIN about a ON a.product = n.narrow WHERE is_firm(a.evidence, a.source)
UNION
SELECT q.product, 'requirement', r.id, r.citation, r.evidence, r.modality
FROM requirement r JOIN requirer q ON q.product = r.input AND q.requirer = r.requirer
WHERE is_firm(r.evidence, r.source)
ORDER BY ALL
