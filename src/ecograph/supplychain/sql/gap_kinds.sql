-- The gap of each pair of place and product that has a need there; after need_states.sql.
-- $peers are the places that location quotients compare; null leaves them out.

-- LQ = (X_rp / sum over p of X_rp) / (sum over r of X_rp / sum X) (Balassa 1965), X_rp being the
-- organisations known to make p in r. With fewer than two places that make anything it is null:
-- it would be 1.
made AS (
    SELECT l.place, m.product, count(*) AS n
    FROM relation_makes m JOIN relation_located l ON m.maker = l.entity
    WHERE NOT m.by_industry AND list_contains($peers::VARCHAR[], l.place)
    GROUP BY ALL
),
quotient AS (
    SELECT place, product,
           CASE WHEN (SELECT count(DISTINCT place) FROM made) > 1 THEN
               (n / sum(n) OVER (PARTITION BY place))
               / (sum(n) OVER (PARTITION BY product) / sum(n) OVER ()) END AS lq
    FROM made
),
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
                WHEN n_local = 0 THEN 'missing'
                WHEN n_linked_local = 0 THEN 'broken'
                WHEN n_local - n_local_industries BETWEEN 1 AND $weak_makers
                  OR coalesce(lq, $weak_quotient) < $weak_quotient THEN 'weak'
                ELSE 'strong' END AS kind
    FROM gap LEFT JOIN quotient USING (place, product)
)
