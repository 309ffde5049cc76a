-- Who makes, needs and supplies what: the other relations of supply_use.COLUMNS; after places.sql.
-- A level is that of the row; what rests on several rows has the highest of theirs, what holds in
-- several ways the lowest.

-- What is said of an industry names no maker, but says that the product is made.
CREATE TABLE made AS
WITH said AS (
    SELECT maker, product, false AS by_industry, id, evidence, source, modality FROM production
    UNION ALL
    SELECT industry, product, true, id, evidence, source, modality FROM industry_output
)
SELECT maker, product, by_industry, min(level_of(evidence)) AS level
FROM said WHERE modality = 'exists' AND is_in(id, evidence, source) GROUP BY ALL;

-- Values in different currencies have no sum: those count that are in that of most of them.  What is
-- no money at all, a percentage or a number of pieces, is no value of a supply.
CREATE TABLE supplied AS
WITH counted AS (
    FROM supply WHERE modality = 'exists' AND is_in(id, evidence, source)),
unit AS (SELECT key, base_unit FROM concept WHERE scheme = 'unit'),
valued AS (
    SELECT c.*, CASE WHEN base_value IS NOT NULL THEN coalesce(base_unit, c.unit, '') END AS base
    FROM counted c LEFT JOIN unit ON unit.key = c.unit)
SELECT supplier, origin, coalesce(supplier, origin) AS seller,
       coalesce(buyer, used_in) AS needed_by, product,
       CASE WHEN base = (SELECT base FROM valued
                         WHERE base = '' OR list_contains(getvariable('currencies'), base)
                         GROUP BY base ORDER BY count(*) DESC, base LIMIT 1)
            THEN base_value END AS value,
       origin_outside, extent, level_of(evidence) AS level
FROM valued;

CREATE TABLE mastered AS
SELECT holder, mastered AS product, level_of(evidence) AS level
FROM mastery WHERE modality = 'exists' AND is_in(id, evidence, source);

-- Each product with itself and all wider ones: who makes a narrower product makes the wider one.
CREATE TABLE wider AS
WITH RECURSIVE
broader AS (SELECT id AS product, evidence, source, unnest(broader) AS wide FROM product),
direct AS (
    SELECT b.product, b.wide, level_of(coalesce(any_value(s.evidence), b.evidence)) AS level,
           coalesce(any_value(s.source), b.source) AS source
    FROM broader b LEFT JOIN supplement s
      ON s.entity = b.product AND s.filled_value = b.wide AND s.filled_column = 'broader'
    GROUP BY b.product, b.wide, b.evidence, b.source
),
reached AS (
    SELECT id AS product, id AS wide, 0::BIGINT AS level FROM product
    UNION
    SELECT r.product, d.wide, greatest(r.level, d.level)
    FROM reached r JOIN direct d ON d.product = r.wide
    WHERE d.level <= getvariable('least') AND counts(d.source) AND d.wide <> r.product
)
SELECT product, wide, min(level) AS level FROM reached GROUP BY ALL;

CREATE TABLE relation_makes AS
SELECT maker, coalesce(wide, product) AS product, by_industry,
       min(greatest(made.level, coalesce(wider.level, 0)))::TINYINT AS level
FROM made LEFT JOIN wider USING (product)
GROUP BY ALL ORDER BY ALL;

-- Who or where a product is known to come from: makers, masters, suppliers, origins.
CREATE TABLE relation_source AS
WITH sourced AS (
    FROM made
    UNION ALL SELECT holder, product, false, level FROM mastered
    UNION ALL SELECT supplier, product, false, level FROM supplied WHERE supplier IS NOT NULL
    UNION ALL SELECT origin, product, false, level FROM supplied WHERE origin IS NOT NULL
)
SELECT maker, coalesce(wide, product) AS product, by_industry,
       min(greatest(sourced.level, coalesce(wider.level, 0)))::TINYINT AS level
FROM sourced LEFT JOIN wider USING (product)
GROUP BY ALL ORDER BY ALL;

CREATE TABLE relation_consumes AS
SELECT needed_by, product, min(level)::TINYINT AS level
FROM supplied WHERE needed_by IS NOT NULL AND product IS NOT NULL GROUP BY ALL ORDER BY ALL;

-- Only the product's own relation has the value.
CREATE TABLE relation_supplies AS
SELECT DISTINCT seller, needed_by, coalesce(wide, product) AS product,
       CASE WHEN coalesce(wide, product) = product THEN value END AS value,
       greatest(s.level, coalesce(wider.level, 0))::TINYINT AS level
FROM supplied s LEFT JOIN wider USING (product)
WHERE seller IS NOT NULL
ORDER BY ALL;

CREATE TABLE required AS
SELECT requirer, input, CASE WHEN input IN (SELECT id FROM technology) THEN 'technology'
                        ELSE 'product' END AS input_class,
       essential, level_of(evidence)::TINYINT AS level, requirer IN (FROM chain) AS of_chain
FROM requirement WHERE modality = 'exists' AND is_in(id, evidence, source) AND requirer <> input;

CREATE TABLE relation_requires AS
SELECT DISTINCT requirer, input, input_class, essential, level
FROM required WHERE NOT of_chain ORDER BY ALL;

CREATE TABLE relation_chain_requires AS
SELECT DISTINCT requirer AS needed_by, input, input_class, level
FROM required WHERE of_chain ORDER BY ALL;

-- What a source says is not made in a place; of a chain: where the regions centre.  Of `mainly` only
-- the main part is said not to come from there.
CREATE TABLE relation_stated_absent AS
WITH lacking AS (
    SELECT holder, mastered AS product, id, evidence, source FROM mastery
    WHERE modality = 'lacking'
    UNION ALL
    SELECT maker, product, id, evidence, source FROM production WHERE modality = 'lacking'
    UNION ALL
    SELECT industry, product, id, evidence, source FROM industry_output
    WHERE modality = 'lacking'
),
absent AS (
    SELECT product, origin_outside AS place, coalesce(extent IN ('main', 'mostly'), false) AS mainly,
           level
    FROM supplied WHERE origin_outside IS NOT NULL
    UNION ALL
    SELECT product, centre.place, false, level_of(evidence) FROM lacking CROSS JOIN centre
    WHERE is_in(id, evidence, source) AND holder IN (FROM chain)
    UNION ALL
    SELECT product, holder, false, level_of(evidence) FROM lacking
    WHERE is_in(id, evidence, source) AND holder NOT IN (FROM chain)
      AND holder IN (SELECT place FROM above)
)
SELECT product, place, mainly, min(level)::TINYINT AS level
FROM absent GROUP BY ALL ORDER BY ALL;

-- Where each user is: firms where they are; chains, and products and entities that are named as
-- users but located nowhere, where the region is and where their participants or makers are.
CREATE TABLE relation_user_location AS
WITH stand_in AS (
    SELECT chain AS whole, participant AS member, level_of(evidence) AS level
    FROM participation WHERE modality = 'exists' AND is_in(id, evidence, source)
    UNION ALL SELECT product, maker, level FROM made WHERE product IN (SELECT id FROM product)
),
by_member AS (
    SELECT whole AS needed_by, l.place, greatest(s.level, l.level) AS level
    FROM stand_in s JOIN known_location l ON l.entity = s.member
    WHERE whole IN (FROM chain) OR whole IN (SELECT needed_by FROM supplied)
),
known AS (
    SELECT needed_by, place, min(level) AS level
    FROM (SELECT entity AS needed_by, place, level FROM relation_located UNION ALL FROM by_member)
    GROUP BY ALL
),
centred AS (
    SELECT DISTINCT s.needed_by, h.place
    FROM supplied s JOIN product p ON p.id = s.needed_by
    CROSS JOIN (SELECT DISTINCT place FROM at_home) h
)
SELECT needed_by, place, level::TINYINT AS level
FROM (FROM known UNION ALL
      SELECT needed_by, place, 0 FROM centred ANTI JOIN known USING (needed_by, place))
ORDER BY ALL;
