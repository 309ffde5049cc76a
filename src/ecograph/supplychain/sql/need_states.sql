-- Needs and their states, from the relations of supply and use (supply_use.COLUMNS).
-- $places are the places asked about, null for all; $class keeps places of a class, null keeps all;
-- $inputs is product, technology or all. A level is the place of an evidence in the list of them:
-- what rests on several rows has the highest of theirs, what holds in several ways the lowest.

asked AS MATERIALIZED (
    SELECT place, coalesce(country, '') AS country
    FROM relation_place
    WHERE ($places::VARCHAR[] IS NULL OR list_contains($places::VARCHAR[], place))
      AND ($class::VARCHAR IS NULL OR class = $class)
),
country AS (SELECT DISTINCT country FROM asked),

-- Who produces something needs its direct inputs; who is stated to buy something, or what it is stated
-- to go into, needs that.
required AS (
    SELECT m.maker AS needed_by, r.input AS product, r.input_class,
           greatest(m.level, r.level) AS level
    FROM relation_produces m JOIN relation_requires r ON m.product = r.requirer
    ANTI JOIN relation_settled s
           ON s.maker = m.maker AND s.requirer = r.requirer AND s.input = r.input
    UNION ALL
    SELECT needed_by, input, input_class, level FROM relation_chain_requires
    UNION ALL
    SELECT needed_by, product, 'product', level FROM relation_consumes
),
need AS (
    SELECT needed_by, product, max(input_class) AS input_class, min(level) AS level
    FROM required
    WHERE ($inputs = 'all' OR input_class = $inputs) AND product NOT IN (FROM too_wide)
    GROUP BY needed_by, product
),
local_need AS (
    SELECT a.place, a.country, n.needed_by, n.product, n.input_class,
           greatest(n.level, l.level) AS level
    FROM need n JOIN relation_user_location l USING (needed_by) JOIN asked a USING (place)
),

-- Who is in which place asked about, and whether it is in that place's country. What has no
-- recorded country is taken as being in the country, as a region's own places are unless they
-- say otherwise; the notes of a result tell of it.
side AS (
    SELECT o.entity, c.country, max(o.origin IS NULL OR o.origin = c.country) AS domestic,
           coalesce(min(l.level) FILTER (o.origin = c.country), min(l.level), 0) AS level
    FROM relation_country_of o CROSS JOIN country c
    LEFT JOIN relation_located l ON l.entity = o.entity AND l.place = o.origin
    GROUP BY o.entity, c.country
),
here AS (
    SELECT l.entity, a.place, a.country, l.level
    FROM relation_located l JOIN asked a USING (place)
),

-- Sources that a text joins by or with others on another side of the place: here, elsewhere in the
-- country, abroad.
side_of_alternative AS (
    SELECT a.place, alt.product, alt.maker, alt.alternatives,
           CASE WHEN h.entity IS NOT NULL THEN 0 WHEN side.domestic THEN 1 ELSE 2 END AS side
    FROM asked a CROSS JOIN alternative alt
    LEFT JOIN here h ON h.place = a.place AND h.entity = alt.maker
    LEFT JOIN side ON side.entity = alt.maker AND side.country = a.country
),
either AS (
    SELECT s.place, s.product, s.maker FROM side_of_alternative s
    JOIN (SELECT place, product, alternatives FROM side_of_alternative
          GROUP BY ALL HAVING min(side) <> max(side)) USING (place, product, alternatives)
),

-- The known supply relations to the user from sellers in the place.
supplied AS (
    SELECT h.place, s.needed_by, s.product, min(greatest(s.level, h.level)) AS level
    FROM relation_supplies s JOIN here h ON s.seller = h.entity
    ANTI JOIN relation_unfit u
           ON u.needed_by = s.needed_by AND u.product = s.product AND u.maker = s.seller AND NOT u.open
    ANTI JOIN either e ON e.place = h.place AND e.product = s.product AND e.maker = s.seller
    WHERE s.seller <> s.needed_by
    GROUP BY ALL
),
-- Who makes a product itself, and so is no new supplier to itself.
own AS (SELECT DISTINCT maker AS needed_by, product FROM relation_source WHERE NOT by_industry),
-- The sources in the place.
local_source AS (
    SELECT h.place, s.product, count(*) AS n,
           count(*) FILTER (s.by_industry) AS industries,
           count(*) FILTER (side.domestic) AS domestic,
           min(greatest(s.level, h.level)) AS level
    FROM relation_source s JOIN here h ON s.maker = h.entity
    JOIN side ON side.entity = h.entity AND side.country = h.country
    GROUP BY ALL
),
-- All sources, as the country of the place sees them.
every_source AS (
    SELECT s.product, c.country, count(*) AS n,
           count(*) FILTER (side.domestic) AS domestic,
           count(*) FILTER (NOT side.domestic) AS abroad,
           min(greatest(s.level, side.level)) FILTER (side.domestic) AS domestic_level,
           min(greatest(s.level, side.level)) FILTER (NOT side.domestic) AS foreign_level
    FROM relation_source s CROSS JOIN country c
    LEFT JOIN side ON side.entity = s.maker AND side.country = c.country
    GROUP BY ALL
),
-- Sources known only to be somewhere around the place; one in an area that the country is in, and
-- so not in the country for all that is known, may be here as well as abroad.
possible AS (
    SELECT p.place, s.product, count(*) FILTER (side.domestic) AS domestic,
           count(*) FILTER (NOT side.domestic) AS wider
    FROM relation_source s JOIN relation_possible_location p ON s.maker = p.entity
    JOIN asked a ON a.place = p.place
    JOIN side ON side.entity = s.maker AND side.country = a.country
    GROUP BY ALL
),
-- What documents say is not made in the place, or in one around it; of `mainly` it is only the main
-- part that is not, and some may be.  Who delivers it is elsewhere (`delivered`), or even abroad.
stated_absent AS (
    SELECT a.place, t.product, count(*) FILTER (NOT t.mainly) AS n,
           bool_and(t.mainly) AS mainly, bool_or(t.delivered) AS delivered,
           bool_or(t.delivered AND t.place = a.country) AS abroad, min(t.level) AS level
    FROM relation_stated_absent t JOIN relation_located l ON t.place = l.place
    JOIN asked a ON a.place = l.entity
    GROUP BY ALL
),

-- Sources that are no certain ones of a need: those that do not meet its grade, or (`open`) may not;
-- and those that are mere alternatives.
set_aside AS MATERIALIZED (
    SELECT place, country, needed_by, product, maker, bool_and(open) AS open
    FROM (
        SELECT d.place, d.country, d.needed_by, d.product, u.maker, u.open
        FROM local_need d JOIN relation_unfit u USING (needed_by, product)
        UNION ALL
        SELECT d.place, d.country, d.needed_by, d.product, e.maker, true
        FROM local_need d JOIN either e USING (place, product)
    )
    GROUP BY ALL
),
aside AS (
    SELECT x.place, x.needed_by, x.product,
           count(*) FILTER (x.open) AS may_fit,
           count(*) FILTER (h.entity IS NOT NULL) AS n_here,
           count(*) FILTER (h.entity IS NOT NULL AND s.by_industry) AS n_industries,
           count(*) FILTER (h.entity IS NULL AND side.domestic
                            AND (p.entity IS NULL OR t.n > 0)) AS n_domestic,
           count(*) FILTER (h.entity IS NULL AND NOT side.domestic AND p.entity IS NULL) AS n_abroad,
           count(*) - n_here - n_domestic - n_abroad AS n_around
    FROM set_aside x JOIN relation_source s USING (product, maker)
    LEFT JOIN here h ON h.entity = x.maker AND h.place = x.place
    LEFT JOIN side ON side.entity = x.maker AND side.country = x.country
    LEFT JOIN relation_possible_location p ON p.entity = x.maker AND p.place = x.place
    LEFT JOIN stated_absent t ON t.place = x.place AND t.product = x.product
    GROUP BY ALL
),

-- The levels of the sources that are not only around the place, where some are: there the levels
-- above are those of sources that do not count.  Those in the place and around it are counted off
-- from all of each level: there are far fewer of them than of all others.
side_of_source AS MATERIALIZED (
    SELECT s.product, s.maker, s.level AS said, side.country, side.domestic,
           greatest(s.level, side.level) AS level
    FROM relation_source s JOIN side ON side.entity = s.maker
),
around AS MATERIALIZED (
    SELECT p.place, p.product, coalesce(t.n, 0) AS stated_absent
    FROM possible p LEFT JOIN stated_absent t USING (place, product)
),
tally AS (
    SELECT around.place, every.product, every.domestic, every.level, every.n
    FROM around JOIN asked a USING (place)
    JOIN (SELECT product, country, domestic, level, count(*) AS n
          FROM side_of_source GROUP BY ALL) AS every
      ON every.product = around.product AND every.country = a.country
    UNION ALL
    SELECT around.place, s.product, s.domestic, s.level, -1
    FROM around JOIN here h USING (place)
    JOIN side_of_source s
      ON s.maker = h.entity AND s.country = h.country AND s.product = around.product
    UNION ALL
    SELECT around.place, s.product, s.domestic, s.level, -1
    FROM around JOIN asked a USING (place)
    JOIN relation_possible_location p ON p.place = around.place
    JOIN side_of_source s
      ON s.maker = p.entity AND s.country = a.country AND s.product = around.product
    WHERE stated_absent = 0 OR NOT s.domestic
),
certain AS (
    SELECT place, product,
           min(level) FILTER (domestic) AS domestic_level,
           min(level) FILTER (NOT domestic) AS foreign_level
    FROM (SELECT place, product, domestic, level FROM tally GROUP BY ALL HAVING sum(n) > 0)
    GROUP BY ALL
),

-- The same for who makes the product itself, or has sources set aside: for each need by itself.
told_apart AS (
    SELECT d.place, d.needed_by, d.product,
           min(greatest(s.level, h.level)) FILTER (h.entity IS NOT NULL) AS local_level,
           min(greatest(s.level, side.level)) FILTER (h.entity IS NULL AND side.domestic
                            AND (p.entity IS NULL OR d.stated_absent > 0)) AS domestic_level,
           min(greatest(s.level, side.level)) FILTER (h.entity IS NULL AND NOT side.domestic
                            AND p.entity IS NULL) AS foreign_level
    FROM (
        SELECT d.place, d.country, d.needed_by, d.product, coalesce(t.n, 0) AS stated_absent
        FROM local_need d
        LEFT JOIN own o USING (needed_by, product)
        LEFT JOIN stated_absent t USING (place, product)
        LEFT JOIN aside USING (place, needed_by, product)
        WHERE o.needed_by IS NOT NULL OR aside.product IS NOT NULL
    ) AS d
    JOIN relation_source s ON s.product = d.product AND s.maker <> d.needed_by
    ANTI JOIN set_aside x ON x.place = d.place AND x.needed_by = d.needed_by
                         AND x.product = d.product AND x.maker = s.maker
    LEFT JOIN here h ON h.entity = s.maker AND h.place = d.place
    LEFT JOIN side ON side.entity = s.maker AND side.country = d.country
    LEFT JOIN relation_possible_location p ON p.entity = s.maker AND p.place = d.place
    GROUP BY ALL
),

counted AS (
    SELECT d.place, d.needed_by, d.product, d.input_class, d.level,
           u.level AS supply_level,
           x.needed_by IS NOT NULL AS apart,
           c.product IS NOT NULL AS certain,
           CASE WHEN apart THEN x.local_level ELSE h.level END AS local_level,
           CASE WHEN apart THEN x.domestic_level WHEN certain THEN c.domestic_level
                ELSE e.domestic_level END AS domestic_level,
           CASE WHEN apart THEN x.foreign_level WHEN certain THEN c.foreign_level
                ELSE e.foreign_level END AS foreign_level,
           t.level AS stated_absent_level,
           o.needed_by IS NOT NULL AS own,
           coalesce(h.n, 0) - coalesce(aside.n_here, 0) AS n_local,
           coalesce(h.industries, 0) - coalesce(aside.n_industries, 0) AS n_local_industries,
           coalesce(t.n, 0) AS stated_absent,
           coalesce(t.mainly, false) AS mainly,
           coalesce(t.delivered, false) AS delivered,
           coalesce(t.abroad, false) AS abroad,
           CASE WHEN t.n > 0 THEN 0 ELSE coalesce(p.domestic, 0) END AS open,
           coalesce(p.wider, 0) AS open_wider,
           coalesce(e.domestic, 0) - coalesce(h.domestic, 0) - open - coalesce(aside.n_domestic, 0)
               AS n_domestic,
           coalesce(e.abroad, 0) - (coalesce(h.n, 0) - coalesce(h.domestic, 0)) - open_wider
               - coalesce(aside.n_abroad, 0) AS n_foreign,
           coalesce(e.n, 0) - coalesce(e.domestic, 0) - coalesce(e.abroad, 0) + open + open_wider
               - coalesce(aside.n_around, 0) + coalesce(aside.may_fit, 0) AS n_unplaced
    FROM local_need d
    LEFT JOIN supplied u USING (place, needed_by, product)
    LEFT JOIN own o USING (needed_by, product)
    LEFT JOIN local_source h USING (place, product)
    LEFT JOIN every_source e USING (product, country)
    LEFT JOIN possible p USING (place, product)
    LEFT JOIN stated_absent t USING (place, product)
    LEFT JOIN certain c USING (place, product)
    LEFT JOIN told_apart x USING (place, needed_by, product)
    LEFT JOIN aside USING (place, needed_by, product)
),
-- The state as its position in STATES: numbers are several times faster to count than words.
coded AS (
    SELECT *, CASE
        WHEN supply_level IS NOT NULL THEN 0
        WHEN n_local > own::INT THEN 1
        WHEN n_domestic > 0 THEN 2
        WHEN n_foreign > 0 THEN 3
        WHEN mainly THEN 4
        WHEN n_unplaced > 0 THEN 7
        WHEN abroad THEN 3
        WHEN delivered THEN 4
        WHEN stated_absent > 0 THEN 5
        ELSE 7 END AS code
    FROM counted
),
-- The level of the need, or of what its state rests on where that is higher.
state AS (
    SELECT place, needed_by, product, input_class, code,
           greatest(level, coalesce(CASE code
               WHEN 0 THEN supply_level
               WHEN 1 THEN local_level
               WHEN 2 THEN domestic_level
               WHEN 3 THEN coalesce(foreign_level, stated_absent_level)
               WHEN 4 THEN stated_absent_level
               WHEN 5 THEN stated_absent_level END, 0)) AS level,
           n_local, n_local_industries, n_domestic, n_foreign, n_unplaced, stated_absent, own
    FROM coded
)
