-- The gaps of all cities by hand, on the relations of supply and use (supply_use.COLUMNS).
WITH city AS (SELECT place, country FROM relation_place WHERE class = 'City'),
need AS (
  SELECT DISTINCT spot.place, spot.needed_by, pair.product FROM (
    SELECT m.maker AS needed_by, r.input AS product FROM relation_produces m
      JOIN relation_requires r ON m.product = r.requirer WHERE r.input_class = 'product'
    UNION SELECT needed_by, input FROM relation_chain_requires WHERE input_class = 'product'
    UNION SELECT needed_by, product FROM relation_consumes) pair
  JOIN relation_user_location spot USING (needed_by) JOIN city USING (place)),
local AS (
  SELECT l.place, s.product, count(*) AS n_local FROM relation_source s
    JOIN relation_located l ON s.maker = l.entity JOIN city USING (place) GROUP BY ALL),
linked AS (
  SELECT DISTINCT l.place, k.needed_by, k.product, 1 AS linked FROM relation_supplies k
    JOIN relation_located l ON k.seller = l.entity JOIN city USING (place)
    WHERE k.seller <> k.needed_by),
origin AS (
  SELECT s.product, count(*) FILTER (h.origin = 'farland') AS n_domestic,
    count(*) FILTER (h.origin <> 'farland') AS n_foreign
    FROM relation_source s JOIN relation_country_of h ON s.maker = h.entity GROUP BY ALL),
state AS (
  SELECT n.place, n.product, CASE
      WHEN linked.linked IS NOT NULL THEN 1
      WHEN coalesce(n_local, 0) > (own.maker IS NOT NULL)::int THEN 2
      WHEN coalesce(n_domestic, 0) > coalesce(n_local, 0) THEN 3
      WHEN n_foreign > 0 THEN 4 ELSE 6 END AS state, coalesce(n_local, 0) AS n_local
    FROM need n LEFT JOIN linked USING (place, needed_by, product)
    LEFT JOIN local USING (place, product) LEFT JOIN origin USING (product)
    LEFT JOIN (SELECT maker, product FROM relation_source WHERE NOT by_industry) own
      ON own.maker = n.needed_by AND own.product = n.product)
SELECT place, product, count(*) AS needs, count(*) FILTER (state = 1) AS linked,
  count(*) FILTER (state = 2) AS latent, count(*) FILTER (state = 3) AS domestic,
  count(*) FILTER (state = 4) AS abroad,
  CASE WHEN count(*) FILTER (state = 6) = count(*) THEN 'unknown'
  WHEN max(n_local) = 0 THEN 'missing'
  WHEN count(*) FILTER (state = 1) = 0 THEN 'broken'
  WHEN max(n_local) = 1 THEN 'weak' ELSE 'strong' END AS kind
FROM state GROUP BY ALL ORDER BY ALL
