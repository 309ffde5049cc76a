-- The sources of each product as sets of alternatives, of each of which one holds at least; after
-- trade.sql.  A source that is certain is a set of its own; where a place or an industry is the
-- source, those who are named and are in it may be who is meant.
WITH sure AS (
    SELECT product, maker, by_industry FROM relation_source s
    ANTI JOIN alternative a ON a.maker = s.maker AND a.product = s.product
),
meant AS (
    SELECT s.product, s.maker, other.maker AS other
    FROM sure s JOIN relation_source other USING (product)
    WHERE s.by_industry AND NOT other.by_industry
      AND other.maker NOT IN (SELECT place FROM relation_place)
    UNION ALL
    SELECT s.product, s.maker, other.maker
    FROM sure s JOIN relation_source other USING (product)
    JOIN relation_located l ON l.entity = other.maker AND l.place = s.maker
    UNION ALL
    SELECT product, maker, maker FROM sure
)
SELECT DISTINCT product, list_sort(list_distinct(list(other))) AS alternatives
FROM meant GROUP BY product, maker
UNION
SELECT product, list_sort(list_distinct(list(maker)))
FROM alternative GROUP BY product, alternatives
ORDER BY ALL
