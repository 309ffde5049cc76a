-- How many pairs of each place and product may be supplied from the place, or be made in it, for all
-- that is known: after need_states.sql.  What leaves it open leaves it open for a wider product too:
-- who is found for the narrower one makes and supplies the wider one.

unsettled AS (
    SELECT place, needed_by, product FROM state
    WHERE code = 7 OR (code = 4 AND stated_absent = 0)
),
may_supply AS (
    SELECT DISTINCT place, needed_by, coalesce(wide, unsettled.product) AS product
    FROM unsettled LEFT JOIN wider USING (product)
),
may_make AS (SELECT DISTINCT place, product FROM may_supply),
possible_match AS (
    SELECT s.place, s.product,
           count(*) FILTER (s.code = 0 OR may_supply.needed_by IS NOT NULL) AS may_link,
           count(*) FILTER (s.code IN (0, 1) OR may_make.product IS NOT NULL) AS may_meet
    FROM state s LEFT JOIN may_supply USING (place, needed_by, product)
    LEFT JOIN may_make USING (place, product)
    GROUP BY ALL
)
