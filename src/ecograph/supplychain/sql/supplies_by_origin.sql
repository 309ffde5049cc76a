-- The known supplies that answer needs, by product, origin and whether the seller is in the place:
-- the bounds of the stated values, in order, and the number of supplies. $products and $users are
-- the pairs of the needs. An origin is null where it is not known, or not one.
WITH asked AS (
    SELECT DISTINCT unnest($products::VARCHAR[]) AS product, unnest($users::VARCHAR[]) AS needed_by),
one_origin AS (
    SELECT entity, min(origin) AS origin FROM relation_country_of
    WHERE origin IS NOT NULL GROUP BY entity HAVING count(*) = 1
)
SELECT product, origin, seller IN (SELECT entity FROM relation_located WHERE place = $place) AS here,
       coalesce(list(value_low ORDER BY value_low) FILTER (value_low IS NOT NULL), []),
       coalesce(list(value_high ORDER BY value_high) FILTER (value_low IS NOT NULL), []),
       count(*)
FROM relation_supplies JOIN asked USING (product, needed_by)
LEFT JOIN one_origin ON one_origin.entity = seller
GROUP BY ALL ORDER BY product, origin, here
