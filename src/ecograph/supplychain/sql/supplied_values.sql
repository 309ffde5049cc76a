-- The bounds of the value of each known supply that answers a need, and whether its seller is here (in the place),
-- possible (may be there) or elsewhere. $users and $products are the pairs of the needs.
WITH asked AS (
    SELECT DISTINCT unnest($users::VARCHAR[]) AS needed_by, unnest($products::VARCHAR[]) AS product)
SELECT value_low, value_high,
       CASE WHEN seller IN (SELECT entity FROM relation_located WHERE place = $place) THEN 'here'
            WHEN seller IN (SELECT entity FROM relation_possible_location WHERE place = $place)
              OR seller NOT IN (SELECT entity FROM relation_located) THEN 'possible'
            ELSE 'elsewhere' END
FROM relation_supplies JOIN asked USING (needed_by, product)
WHERE value_low IS NOT NULL
