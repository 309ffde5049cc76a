-- Stated shares of makers in the output of a product, with their origin, null where it is not known
-- or not one, and whether they are in the place; of the latest period.
WITH one_origin AS (
    SELECT entity, min(origin) AS origin FROM relation_country_of
    WHERE origin IS NOT NULL GROUP BY entity HAVING count(*) = 1
)
SELECT product, maker, share, origin,
       maker IN (SELECT entity FROM relation_located WHERE place = $place)
FROM production LEFT JOIN one_origin ON one_origin.entity = maker
WHERE share IS NOT NULL AND modality = 'exists' AND is_firm(evidence, source)
QUALIFY coalesce(period, '') = max(coalesce(period, '')) OVER (PARTITION BY product)
ORDER BY id
