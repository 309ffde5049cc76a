-- Whether each of $bodies meets each condition of $policies: true, false, or null where no fact tells.
-- A fact counts that is stated or implied and let in, never one that is only ours; of a value the
-- last one by $as_of.  A row says of a condition and a body: the verdict, the statement that decides
-- it and what it says, and how sure it is.

WITH body AS (SELECT unnest($bodies::VARCHAR[]) AS body),
condition AS (
    SELECT id, policy, award, any_group, property, comparison, value_written, base_value, demanded,
           demanded_status
    FROM criterion
    WHERE policy IN (SELECT unnest($policies::VARCHAR[])) AND is_firm(evidence, source)
      AND modality <> 'lacking'
),
-- Where somebody is, is not, and may be: below all the narrowest places that are known of it; in
-- a park it may be where it is in the same place as the park, or may be.
is_at AS (
    SELECT entity, place, min(level) AS level
    FROM (SELECT entity, place, level FROM relation_located
          UNION ALL SELECT located, place, level FROM stated_location)
    WHERE level <= $surely GROUP BY ALL
),
narrowest AS (
    SELECT i.entity AS park, i.place FROM is_at i JOIN leaf USING (entity, place)
    WHERE i.entity IN (SELECT id FROM park)
),
may_be AS (
    SELECT entity, place FROM relation_possible_location
    UNION
    SELECT l.entity, n.park FROM narrowest n JOIN is_at l USING (place) WHERE l.entity <> n.park
    UNION
    SELECT l.entity, n.park FROM narrowest n JOIN relation_possible_location l USING (place)
),
placed AS (
    SELECT c.id, b.body, CASE WHEN i.entity IS NOT NULL THEN true
                              WHEN p.entity IS NOT NULL OR k.entity IS NULL THEN NULL
                              ELSE false END AS holds,
           i.level AS level
    FROM condition c CROSS JOIN body b
    LEFT JOIN is_at i ON i.entity = b.body AND i.place = c.demanded
    LEFT JOIN (SELECT DISTINCT entity FROM is_at) k ON k.entity = b.body
    LEFT JOIN may_be p ON p.entity = b.body AND p.place = c.demanded
    WHERE c.property = 'located' AND c.demanded IS NOT NULL
),
-- What somebody makes is known, what it does not make is not; the same of its industry.
makes AS (
    SELECT p.maker AS body, w.wide AS thing, arg_min(p.id, (p.level + w.level, p.id)) AS fact,
           min(greatest(p.level, w.level)) AS level
    FROM (SELECT *, level_of(evidence) AS level FROM production
          WHERE modality = 'exists' AND is_firm(evidence, source)) p
    JOIN wider w USING (product)
    WHERE greatest(p.level, w.level) <= $surely GROUP BY p.maker, w.wide
),
does AS (
    FROM makes
    UNION ALL
    SELECT m.body, u.chain, arg_min(m.fact, m.fact), min(m.level)
    FROM makes m JOIN (SELECT id, unnest(chain) AS chain, level_of(evidence) AS level FROM product) u
      ON u.id = m.thing AND u.level <= $surely
    GROUP BY m.body, u.chain
    UNION ALL
    SELECT participant, chain, min(id), min(level_of(evidence)) FROM participation
    WHERE modality = 'exists' AND is_firm(evidence, source) AND level_of(evidence) <= $surely
    GROUP BY participant, chain
),
doing AS (
    SELECT c.id, b.body, true AS holds, arg_min(d.fact, (d.level, d.fact)) AS fact,
           min(d.level) AS level
    FROM condition c JOIN does d ON d.thing = c.demanded JOIN body b ON b.body = d.body
    WHERE c.property IN ('product', 'chain') GROUP BY c.id, b.body
),
-- A status that was granted holds until the day it ends; that none is recorded says nothing.
status AS (
    SELECT holder AS body, status, level_of(evidence) AS level, id,
           modality = 'exists' AND coalesce(valid_from, '') <= $as_of
             AND coalesce(valid_to, '9999') >= $as_of AS held
    FROM certification
    WHERE modality IN ('exists', 'past') AND is_firm(evidence, source)
      AND level_of(evidence) <= $surely
),
certified AS (
    SELECT c.id, s.body, bool_or(s.held) AS holds,
           arg_min(s.id, (NOT s.held, s.level, s.id)) AS fact,
           arg_min(s.level, (NOT s.held, s.level, s.id)) AS level
    FROM condition c JOIN status s ON s.status = c.demanded_status JOIN body b ON b.body = s.body
    WHERE c.property = 'certificate' GROUP BY c.id, s.body
),
-- Values with their bounds: more than, at least, less than, at most; about is within a tenth.
measured AS (
    SELECT o.about AS body, i.measured_property AS property, o.id, o.base_value AS value,
           level_of(o.evidence) AS level, coalesce(o.period, '') AS period,
           CASE WHEN o.qualifier IN ('lt', 'max') THEN '-infinity'::DOUBLE
                WHEN o.qualifier IN ('approx', 'nearly') THEN 0.9 * o.base_value
                ELSE o.base_value END AS low,
           CASE WHEN o.qualifier IN ('gt', 'ge', 'min') THEN 'infinity'::DOUBLE
                WHEN o.qualifier = 'approx' THEN 1.1 * o.base_value
                ELSE o.base_value END AS high,
           coalesce(o.qualifier, '') IN ('gt') AS above,
           coalesce(o.qualifier, '') IN ('lt', 'nearly') AS below
    FROM observation o JOIN indicator i ON i.id = o.indicator JOIN body b ON b.body = o.about
    WHERE i.measured_property IS NOT NULL AND o.base_value IS NOT NULL AND o.modality = 'exists'
      AND is_firm(o.evidence, o.source) AND level_of(o.evidence) <= $surely
      AND coalesce(o.period, '') <= $as_of
),
latest AS (
    SELECT * FROM measured
    QUALIFY row_number() OVER (PARTITION BY body, property ORDER BY period DESC, level, id) = 1
),
compared AS (
    SELECT c.id, l.body, l.id AS fact, l.level,
           CASE c.comparison
           WHEN 'ge' THEN CASE WHEN l.low >= c.base_value THEN true
                WHEN l.high < c.base_value OR (l.high <= c.base_value AND l.below) THEN false END
           WHEN 'gt' THEN CASE
                WHEN l.low > c.base_value OR (l.low >= c.base_value AND l.above) THEN true
                WHEN l.high <= c.base_value THEN false END
           WHEN 'le' THEN CASE WHEN l.high <= c.base_value THEN true
                WHEN l.low > c.base_value OR (l.low >= c.base_value AND l.above) THEN false END
           WHEN 'lt' THEN CASE
                WHEN l.high < c.base_value OR (l.high <= c.base_value AND l.below) THEN true
                WHEN l.low >= c.base_value THEN false END
           WHEN 'eq' THEN CASE WHEN l.low = c.base_value AND l.high = c.base_value THEN true
                WHEN l.low > c.base_value OR l.high < c.base_value THEN false END
           END AS holds
    FROM condition c JOIN latest l ON l.property = c.property
    WHERE c.base_value IS NOT NULL
),
decided AS (
    SELECT id, body, holds, NULL AS fact, level FROM placed
    UNION ALL SELECT id, body, holds, fact, level FROM doing
    UNION ALL SELECT id, body, holds, fact, level FROM certified
    UNION ALL SELECT id, body, holds, fact, level FROM compared
)
SELECT c.policy, c.award, c.award || '/' || coalesce(c.any_group, c.id) AS of_group, c.id, b.body, d.holds, d.fact,
       d.level
FROM condition c CROSS JOIN body b LEFT JOIN decided d ON d.id = c.id AND d.body = b.body
ORDER BY ALL
