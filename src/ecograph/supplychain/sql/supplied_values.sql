-- The bounds of the value of each supply that answers a need, null where no usable one is stated, and
-- whether its seller is here (in the place), possible (may be there, or is not named) or elsewhere.
-- What is only ordered or agreed is no supply yet.  $users and $products are the pairs of the needs.
WITH asked AS (
    SELECT DISTINCT unnest($users::VARCHAR[]) AS needed_by, unnest($products::VARCHAR[]) AS product)
SELECT value_low, value_high,
       CASE WHEN seller IN (SELECT entity FROM relation_located WHERE place = $place) THEN 'here'
            WHEN seller IS NULL
              OR seller IN (SELECT entity FROM relation_possible_location WHERE place = $place)
              OR seller NOT IN (SELECT entity FROM relation_located) THEN 'possible'
            ELSE 'elsewhere' END
FROM supplied JOIN asked USING (needed_by, product)
WHERE is_delivery AND (seller IS NOT NULL OR value_low IS NOT NULL)
