-- Whether each of $bodies meets the conditions of each award of $policies on $as_of; after facts.sql.
--
-- A condition that two awards share is one test, and only what is known of it has a row: `result`
-- is true or false, and what has no row, or null, is not known.  Of a group one true test is enough, and it
-- fails where all fail; an award is met where all groups are, failed where one fails.

CREATE TABLE condition AS
SELECT id AS criterion, policy, award, award || '/' || coalesce(any_group, id) AS of_group,
       property, comparison, base_value, unit, demanded, demanded_status, demanded_kind,
       coalesce(over_years, 1) AS over_years, years_taken, decides,
       dense_rank() OVER (ORDER BY property, comparison, base_value, unit, demanded,
           demanded_status, demanded_kind, over_years, years_taken, decides,
           CASE WHEN coalesce(demanded, demanded_status, demanded_kind, base_value::VARCHAR) IS NULL
                THEN id END) AS test
FROM criterion
WHERE policy IN (SELECT unnest($policies::VARCHAR[])) AND is_firm(evidence, source)
  AND modality <> 'lacking' AND held_on($as_of, valid_from, valid_to);

-- The awards; of a policy that names none it is only known whom it is for, not what it asks else.
CREATE TABLE offer AS
WITH named AS (
    SELECT policy, award FROM condition
    UNION
    SELECT policy, award FROM award
    WHERE policy IN (SELECT policy FROM condition) AND is_firm(evidence, source)
      AND modality <> 'lacking' AND held_on($as_of, valid_from, valid_to)
)
SELECT row_number() OVER (ORDER BY policy, award) AS offer, policy, award,
       award <> 'scope' AND (policy, award) IN (SELECT (policy, award) FROM condition) AS conditioned
FROM named
WHERE award <> 'scope' OR policy NOT IN (SELECT policy FROM named WHERE award <> 'scope');

CREATE TABLE part AS
SELECT o.offer, c.of_group, c.criterion, c.test
FROM offer o JOIN condition c ON c.policy = o.policy AND c.award IN (o.award, 'scope')
UNION ALL  -- of which no condition of its own is recorded: what more is asked is not known
SELECT offer, 'unrecorded', NULL, NULL FROM offer WHERE NOT conditioned;

CREATE TABLE test AS SELECT DISTINCT ON (test) * FROM condition ORDER BY test, criterion;

-- The figures that tests look at: the last one, or those of several years taken together.  A ratio
-- of totals lies between the lowest and the highest ratio of a year.
CREATE TABLE compared_figure AS
WITH spanned AS (
    SELECT t.test, y.body, max(y.fact) AS fact, max(y.level) AS level,
           string_agg(y.written, ' + ' ORDER BY period) AS written,
           min(period) || '/' || max(period) AS period,
           CASE t.years_taken WHEN 'sum' THEN sum(low) WHEN 'mean' THEN avg(low)
                WHEN 'total' THEN min(low)
                ELSE CASE WHEN t.comparison IN ('ge', 'gt') THEN min(low) ELSE max(low) END
                END AS low,
           CASE t.years_taken WHEN 'sum' THEN sum(high) WHEN 'mean' THEN avg(high)
                WHEN 'total' THEN max(high)
                ELSE CASE WHEN t.comparison IN ('ge', 'gt') THEN min(high) ELSE max(high) END
                END AS high,
           bool_or(above) AS above, bool_or(below) AS below
    FROM test t JOIN yearly y USING (property)
    WHERE t.over_years > 1 AND y.before < t.over_years
    GROUP BY t.test, t.years_taken, t.comparison, t.over_years, y.body
    HAVING count(*) = t.over_years
)
SELECT f.*, t.property, t.comparison, t.over_years, t.years_taken
FROM (SELECT t.test, f.body, f.fact, f.level, f.written, f.period, f.low, f.high, f.above, f.below
      FROM test t JOIN figure f USING (property) WHERE t.over_years = 1
      UNION ALL BY NAME FROM spanned) f
JOIN test t USING (test);

CREATE TABLE result AS
WITH placed AS (
    SELECT t.test, b.body,
           CASE WHEN i.entity IS NOT NULL THEN true WHEN m.entity IS NULL THEN false END AS holds,
           NULL AS fact, CASE WHEN i.entity IS NULL THEN k.place ELSE t.demanded END AS said,
           NULL AS since, coalesce(i.level, k.level) AS level
    FROM test t CROSS JOIN body b
    JOIN (SELECT entity, min(place) AS place, max(level) AS level FROM narrowest GROUP BY entity) k
      ON k.entity = b.body
    LEFT JOIN is_at i ON i.entity = b.body AND i.place = t.demanded
    LEFT JOIN may_be m ON m.entity = b.body AND m.place = t.demanded
    WHERE t.property = 'located' AND t.demanded IS NOT NULL
),
does AS (
    SELECT t.test, d.body, true AS holds, d.fact, d.thing AS said, NULL AS since, d.level
    FROM test t JOIN doing d ON d.thing = t.demanded JOIN body USING (body)
    WHERE t.property IN ('product', 'chain')
),
certified AS (
    SELECT t.test, h.body, h.held AS holds, h.fact, h.status AS said, h.since, h.level
    FROM test t JOIN holding h ON h.status = t.demanded_status JOIN body USING (body)
    WHERE t.property = 'certificate'
),
sorted AS (
    SELECT t.test, k.body, k.holds, k.fact, k.kind AS said, NULL AS since, k.level
    FROM test t JOIN kind k ON k.kind = t.demanded_kind JOIN body USING (body)
    WHERE t.property = 'kind'
),
against AS (
    SELECT f.*,
           CASE WHEN t.property <> 'age' THEN t.base_value
                WHEN t.unit = 'month' THEN t.base_value / 12 ELSE t.base_value END AS asked
    FROM compared_figure f JOIN test t USING (test)
),
compared AS (
    SELECT test, body,
           CASE comparison
           WHEN 'ge' THEN CASE WHEN low >= asked THEN true
                WHEN high < asked OR (high <= asked AND below) THEN false END
           WHEN 'gt' THEN CASE WHEN low > asked OR (low >= asked AND above) THEN true
                WHEN high <= asked THEN false END
           WHEN 'le' THEN CASE WHEN high <= asked THEN true
                WHEN low > asked OR (low >= asked AND above) THEN false END
           WHEN 'lt' THEN CASE WHEN high < asked OR (high <= asked AND below) THEN true
                WHEN low >= asked THEN false END
           WHEN 'eq' THEN CASE WHEN low = asked AND high = asked THEN true
                WHEN low > asked OR high < asked THEN false END
           WHEN 'is' THEN CASE WHEN asked IS NULL AND low > 0 THEN true
                WHEN asked IS NULL AND high <= 0 THEN false END
           END AS holds,
           fact, written AS said, period AS since, level
    FROM against
),
every AS (FROM placed UNION ALL FROM does UNION ALL FROM certified UNION ALL FROM sorted
          UNION ALL FROM compared)
SELECT e.test, e.body,
       CASE WHEN t.decides IS NULL OR t.decides = CASE WHEN meets THEN 'yes' ELSE 'no' END
            THEN meets END AS holds,
       meets, e.fact, e.said, e.since, e.level
FROM (SELECT every.*, CASE WHEN comparison = 'not' THEN NOT holds ELSE holds END AS meets
      FROM every JOIN (SELECT test, comparison FROM test) USING (test)) e
JOIN test t USING (test);

CREATE TABLE judged AS
WITH sized AS (SELECT offer, of_group, count(*) AS tests FROM part GROUP BY ALL),
of_group AS (
    SELECT p.offer, p.of_group, r.body, bool_or(r.holds) AS met,
           count(*) FILTER (NOT r.holds) = any_value(s.tests) AS failed
    FROM part p JOIN result r USING (test) JOIN sized s USING (offer, of_group)
    WHERE r.holds IS NOT NULL GROUP BY p.offer, p.of_group, r.body
)
SELECT offer, body, bool_or(failed) AS failed, count(*) FILTER (met) AS met
FROM of_group GROUP BY offer, body;

CREATE TABLE verdict AS
SELECT o.offer, o.policy, o.award, b.body,
       CASE WHEN j.failed THEN 'not' WHEN j.met = g.groups THEN 'eligible'
            ELSE 'undecidable' END AS verdict
FROM offer o CROSS JOIN body b
JOIN (SELECT offer, count(DISTINCT of_group) AS groups FROM part GROUP BY offer) g USING (offer)
LEFT JOIN judged j ON j.offer = o.offer AND j.body = b.body;
