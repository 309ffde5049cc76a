-- The gap of each pair of place and product that has a need there; after need_states.sql.
-- The table quotient has location quotients; what has none there is not judged by it.

-- The known local makers, those that may be one counted once: it is a weak link if they are.
apart AS (
    SELECT h.place, s.product, count(DISTINCT coalesce(same.first, s.maker)) AS n_apart
    FROM relation_source s JOIN here h ON h.entity = s.maker
    LEFT JOIN same_as same ON same.entity = s.maker
    WHERE NOT s.by_industry
    GROUP BY ALL
),
-- What a document says of where a product is from, it says of the region; the public record is
-- asked: only who looked for a maker in the place, and found none, can tell that there is none.
told AS (SELECT DISTINCT product FROM documented_source),
sought AS (SELECT DISTINCT place, product FROM relation_sought_in_vain),
gap AS (
    SELECT place, product, count(*) AS needs,
           count(*) FILTER (code = 0) AS n_linked_local,
           count(*) FILTER (code = 1) AS n_latent_local,
           count(*) FILTER (code = 2) AS n_external_domestic,
           count(*) FILTER (code = 3) AS n_external_foreign,
           count(*) FILTER (code = 4) AS n_mainly_outside,
           count(*) FILTER (code = 5) AS n_no_known_maker,
           count(*) FILTER (code = 7) AS n_unknown,
           max(n_local) AS n_local, max(n_local_industries) AS n_local_industries
    FROM state
    GROUP BY ALL
),
kind AS (
    SELECT gap.*, lq,
           CASE WHEN n_unknown = needs THEN 'unknown'
                WHEN n_local = 0 AND n_mainly_outside > 0
                  AND n_external_domestic + n_external_foreign + n_no_known_maker = 0 THEN 'outside'
                WHEN n_local = 0 AND told.product IS NULL AND sought.product IS NULL THEN 'elsewhere'
                WHEN n_local = 0 THEN 'missing'
                WHEN n_linked_local = 0 THEN 'broken'
                WHEN least(n_local - n_local_industries, n_apart) BETWEEN 1 AND $weak_makers
                  OR coalesce(lq, $weak_quotient) < $weak_quotient THEN 'weak'
                ELSE 'strong' END AS kind
    FROM gap LEFT JOIN quotient USING (place, product) LEFT JOIN apart USING (place, product)
    LEFT JOIN told USING (product) LEFT JOIN sought USING (place, product)
)
