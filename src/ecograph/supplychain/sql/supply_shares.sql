-- Stated shares of origins in the supply of a product: what each has at least, its country (null where
-- it is not one), whether it is in the place, and whether the place may be part of it.  They are of
-- the narrowest market that the place is in, else of the world, and of the latest period.
WITH one_origin AS (
    SELECT entity, min(origin) AS origin FROM relation_country_of
    WHERE origin IS NOT NULL GROUP BY entity HAVING count(*) = 1
),
around AS (
    SELECT whole, count(*) AS places FROM above
    WHERE whole IN (SELECT whole FROM above WHERE place = $place) GROUP BY whole
),
said AS (
    SELECT s.*, coalesce(a.places, 1e18) AS width, coalesce(s.period, '') AS time
    FROM supply_share s LEFT JOIN around a ON a.whole = s.market
    WHERE modality = 'exists' AND is_firm(evidence, source)
      AND (s.market IS NULL OR a.whole IS NOT NULL)
      AND (s.share IS NOT NULL OR s.extent IN ('all', 'negligible'))
)
SELECT id, product,
       CASE WHEN share IS NULL THEN (extent = 'all')::INT
            WHEN qualifier IN ('lt', 'max') THEN 0 ELSE share END,
       one_origin.origin,
       said.origin IN (SELECT entity FROM relation_located WHERE place = $place),
       said.origin <> $place AND said.origin IN (SELECT whole FROM around)
FROM said LEFT JOIN one_origin ON one_origin.entity = said.origin
QUALIFY width = min(width) OVER (PARTITION BY product)
    AND time = max(time) OVER (PARTITION BY product, width)
ORDER BY id
