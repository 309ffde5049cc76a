-- What is known of bodies by a day that conditions look at: $bodies, $as_of (a day), $fresh (the
-- first day of which a figure still tells), $surely (the least sure evidence that decides; never
-- what is only ours).  Facts, not verdicts: verdicts.sql compares them.

CREATE MACRO first_date(written) AS left(split_part(written, '/', 1) || '-01-01', 10);
CREATE MACRO last_date(written) AS
    CASE length(split_part(written, '/', -1))
    WHEN 4 THEN split_part(written, '/', -1) || '-12-31'
    WHEN 7 THEN last_day((split_part(written, '/', -1) || '-01')::DATE)::VARCHAR
    ELSE split_part(written, '/', -1) END;
-- Whether what was written from and to may hold on a day; an end that is not said has not come.
CREATE MACRO held_on(day, since, until) AS
    coalesce(first_date(since) <= day, true) AND coalesce(last_date(until) >= day, true);
-- A statement that decides: let in, and firm enough whatever else is let in.
CREATE MACRO decides(evidence, source, surely) AS
    is_firm(evidence, source) AND level_of(evidence) <= surely;
-- Whole months, and the part of one that is begun.
CREATE MACRO years_from(born, day) AS
    (date_sub('month', born, day)
     + date_diff('day', born + to_months(date_sub('month', born, day)::INTEGER), day) / 31) / 12;

CREATE TABLE body AS SELECT DISTINCT unnest($bodies::VARCHAR[]) AS body;

-- Where somebody is: below all the narrowest places that are known of it.
CREATE TABLE is_at AS
SELECT entity, place, min(level) AS level
FROM (SELECT entity, place, level FROM relation_located
      UNION ALL SELECT located, place, level FROM stated_location)
WHERE level <= $surely GROUP BY ALL;

CREATE TABLE narrowest AS SELECT entity, place, level FROM is_at JOIN leaf USING (entity, place);

-- Where it may be; in a park it may be where it is in the same place as the park, or may be.
CREATE TABLE may_be AS
WITH park_at AS (SELECT n.entity AS park, n.place FROM narrowest n JOIN park p ON p.id = n.entity)
SELECT entity, place FROM relation_possible_location
UNION
SELECT i.entity, park FROM park_at JOIN is_at i USING (place) WHERE i.entity <> park
UNION
SELECT l.entity, park FROM park_at JOIN relation_possible_location l USING (place);

-- What somebody makes is known, what it does not make is not; the same of its industry.
CREATE TABLE making AS
SELECT p.maker AS body, w.wide AS product, arg_min(p.id, (p.level + w.level, p.id)) AS fact,
       min(greatest(p.level, w.level)) AS level,
       bool_or(NOT coalesce(factoryless, false) AND NOT coalesce(intangible, false)) AS tangible
FROM (SELECT *, level_of(evidence) AS level FROM production
      WHERE modality = 'exists' AND decides(evidence, source, $surely)) p
JOIN wider w USING (product) JOIN product made ON made.id = p.product
WHERE w.level <= $surely GROUP BY p.maker, w.wide;

CREATE TABLE doing AS
SELECT body, thing, arg_min(d.fact, (d.level, d.fact)) AS fact, min(d.level) AS level
FROM (SELECT body, product AS thing, fact, level FROM making
      UNION ALL
      SELECT m.body, u.thing, m.fact, m.level
      FROM making m JOIN (SELECT id AS product, unnest(list_append(chain, segment)) AS thing
                          FROM product WHERE level_of(evidence) <= $surely) u USING (product)
      UNION ALL
      SELECT participant, unnest([chain, segment]), id, level_of(evidence) FROM participation
      WHERE modality = 'exists' AND decides(evidence, source, $surely)) d
WHERE thing IS NOT NULL GROUP BY body, thing;

-- A status that was granted holds until it ends, or lapses unless renewed; that none is recorded
-- says nothing.
CREATE TABLE granted AS
SELECT c.holder AS body, c.status, c.id AS fact, level_of(c.evidence) AS level,
       coalesce(c.valid_from, c.period) AS since,
       CASE WHEN c.modality = 'lacking' THEN false
            WHEN c.modality = 'past' OR last_date(c.valid_to) < $as_of THEN false
            WHEN v.years IS NULL OR c.valid_to IS NOT NULL THEN true
            WHEN first_date(dated) > strftime($as_of::DATE - to_years(v.years), '%Y-%m-%d') THEN true
       END AS held
FROM (SELECT c.*, coalesce(c.valid_from, c.period, s.date) AS dated
      FROM certification c LEFT JOIN sources s ON s.id = c.source) c
LEFT JOIN valid_years v USING (status)
WHERE c.modality IN ('exists', 'past', 'lacking') AND decides(c.evidence, c.source, $surely)
  AND coalesce(first_date(dated) <= $as_of, true);

CREATE TABLE holding AS
SELECT body, status, arg_min(g.fact, (ranked, g.level, g.fact)) AS fact,
       arg_min(g.level, (ranked, g.level, g.fact)) AS level,
       arg_min(g.since, (ranked, g.level, g.fact)) AS since,
       CASE min(ranked) WHEN 0 THEN true WHEN 1 THEN NULL ELSE false END AS held
FROM (SELECT *, CASE WHEN held THEN 0 WHEN held IS NULL THEN 1 ELSE 2 END AS ranked FROM granted) g
GROUP BY body, status;

-- Figures with their bounds: more than, at least, less than, at most; about is within a tenth.
-- What is of a year must be of a whole one.  Shares and growth follow from two figures.
CREATE TABLE every_figure AS
WITH given AS (
    SELECT o.about AS body, i.measured_property AS property, o.id AS fact, o.period,
           level_of(o.evidence) AS level, coalesce(o.qualifier, 'exact') AS qualifier,
           o.base_value AS value,
           o.value_written AS written
    FROM observation o JOIN indicator i ON i.id = o.indicator
    WHERE i.measured_property IS NOT NULL AND o.base_value IS NOT NULL AND o.modality = 'exists'
      AND o.place IS NULL AND decides(o.evidence, o.source, $surely)
      AND last_date(o.period) <= $as_of AND last_date(o.period) >= $fresh
      AND (length(o.period) = 4
           OR i.measured_property NOT IN ('revenue', 'rd-spending', 'rd-intensity'))
),
bounded AS (
    SELECT * EXCLUDE (value, qualifier),
           CASE WHEN qualifier IN ('lt', 'max') THEN '-infinity'::DOUBLE
                WHEN qualifier IN ('approx', 'nearly') THEN 0.9 * value ELSE value END AS low,
           CASE WHEN qualifier IN ('gt', 'ge', 'min') THEN 'infinity'::DOUBLE
                WHEN qualifier = 'approx' THEN 1.1 * value ELSE value END AS high,
           qualifier = 'gt' AS above, qualifier IN ('lt', 'nearly') AS below
    FROM given
),
-- of one property and period the surest
once AS (
    FROM bounded
    QUALIFY row_number() OVER (PARTITION BY body, property, period ORDER BY level, fact) = 1
),
ratio AS (
    SELECT a.body, r.property, a.fact, a.period, greatest(a.level, b.level) AS level,
           a.written || ' / ' || b.written AS written,
           100 * greatest(a.low, 0) / b.high - r.less AS low,
           CASE WHEN b.low > 0 THEN 100 * a.high / b.low - r.less ELSE 'infinity' END AS high,
           a.above OR b.below AS above, a.below OR b.above AS below
    FROM (VALUES ('rd-intensity', 'rd-spending', 'revenue', 0, 0),
                 ('rd-staff-share', 'rd-staff', 'staff', 0, 0),
                 ('revenue-growth', 'revenue', 'revenue', 1, 100))
         r(property, of_what, by_what, earlier, less)
    JOIN once a ON a.property = r.of_what
    JOIN once b ON b.property = r.by_what AND b.body = a.body
      AND left(b.period, 4)::INTEGER = left(a.period, 4)::INTEGER - r.earlier
      AND length(b.period) = length(a.period)
    WHERE b.high > 0
),
born AS (
    SELECT b.id AS body, founded, coalesce(s.source, b.source) AS source
    FROM (SELECT id, founded, source FROM firm UNION ALL SELECT id, founded, source FROM bank
          UNION ALL SELECT id, founded, source FROM lab
          UNION ALL SELECT id, founded, source FROM organization) b
    LEFT JOIN supplement s ON s.entity = b.id AND s.filled_column = 'founded'
    WHERE founded IS NOT NULL AND counts(coalesce(s.source, b.source))
      AND coalesce(s.source, b.source) <> 'editorial'
),
age AS (
    SELECT body, 'age' AS property, NULL AS fact, founded AS period, 0 AS level, founded AS written,
           years_from(least(last_date(founded), $as_of)::DATE, $as_of::DATE) AS low,
           years_from(first_date(founded)::DATE, $as_of::DATE) AS high,
           false AS above, false AS below
    FROM born WHERE first_date(founded) <= $as_of
),
every AS (FROM once UNION ALL BY NAME FROM ratio UNION ALL BY NAME FROM age)
FROM every SEMI JOIN body USING (body);

-- The last of each; and of several years those before it, as far as they are known without a hole.
CREATE TABLE figure AS
FROM every_figure
QUALIFY row_number() OVER (
    PARTITION BY body, property ORDER BY last_date(period) DESC, level, fact NULLS LAST) = 1;

CREATE TABLE yearly AS
SELECT *, max(period) OVER (PARTITION BY body, property)::INTEGER - period::INTEGER AS before
FROM every_figure WHERE length(period) = 4 AND property <> 'age';

-- What kind of body it is, where that is known.
CREATE TABLE kind AS
WITH company AS (SELECT id, label_zh FROM firm UNION ALL SELECT id, label_zh FROM bank),
named AS (
    SELECT id, unnest(list_append(coalesce(alt_zh, []), label_zh)) AS name FROM firm
    UNION ALL SELECT id, label_zh FROM bank
    UNION ALL SELECT entity, alt_zh FROM naming
)
SELECT id AS body, 'firm' AS kind, true AS holds, NULL AS fact, 0 AS level FROM company
UNION ALL SELECT id, unnest(['firm', 'industrial-firm', 'incubator']), false, NULL, 0
FROM university
UNION ALL SELECT id, 'university', true, NULL, 0 FROM university
UNION ALL SELECT id, unnest(['university', 'research-institute']), false, NULL, 0 FROM company
UNION ALL SELECT id, 'research-institute', true, NULL, 0 FROM lab
UNION ALL SELECT DISTINCT id, 'legal-person', true, NULL, 0
FROM named WHERE name LIKE '%公司' AND name NOT LIKE '%分公司' AND id IN (SELECT id FROM company)
UNION ALL SELECT id, 'legal-person', true, NULL, 0 FROM university
UNION ALL SELECT body, 'industrial-firm', true, min(m.fact), min(m.level) FROM making m
WHERE tangible AND body IN (SELECT id FROM company) GROUP BY body
UNION ALL SELECT r.body, 'sme', false, r.fact, greatest(r.level, s.level)
FROM figure r JOIN figure s USING (body)
WHERE r.property = 'revenue' AND r.low >= 40000 AND s.property = 'staff' AND s.low >= 1000
UNION ALL SELECT id, 'sme', false, NULL, level_of(evidence) FROM firm
WHERE list_contains(ladder, 'global-500') AND decides(evidence, source, $surely);
