-- Who makes, needs and supplies what: the other relations of supply_use.COLUMNS; after places.sql.
-- A level is that of the row; what rests on several rows has the highest of theirs, what holds in
-- several ways the lowest.

-- What is said of an industry names no maker, but says that the product is made.  Who makes it as a
-- trial or next to nothing (`small`) needs its inputs, but is no source of it; who has it made by
-- others (`factoryless`) is a source of it, but does not need them.
CREATE TABLE made AS
WITH said AS (
    SELECT maker, product, false AS by_industry, scale, coalesce(factoryless, false) AS factoryless,
           id, evidence, source, modality FROM production
    UNION ALL
    SELECT industry, product, true, NULL, false, id, evidence, source, modality FROM industry_output
)
SELECT maker, product, by_industry,
       CASE WHEN scale IN ('pilot', 'negligible') THEN scale END AS small,
       bool_and(factoryless) AS factoryless, min(level_of(evidence)) AS level
FROM said WHERE modality = 'exists' AND is_in(id, evidence, source) GROUP BY ALL;

-- Values in different currencies have no sum: those count that are in that of most of them.  What is
-- no money at all, a percentage or a number of pieces, is no value of a supply, nor is what is only
-- ordered or agreed.  More than and less than stay bounds; about and nearly are taken as the figure.
CREATE TABLE supplied AS
WITH counted AS (
    FROM supply WHERE modality = 'exists' AND product IS NOT NULL AND is_in(id, evidence, source)),
unit AS (SELECT key, base_unit FROM concept WHERE scheme = 'unit'),
valued AS (
    SELECT c.*, CASE WHEN base_value IS NOT NULL THEN coalesce(base_unit, c.unit, '') END AS base
    FROM counted c LEFT JOIN unit ON unit.key = c.unit),
usual AS (
    SELECT base FROM valued WHERE base = '' OR list_contains(getvariable('currencies'), base)
    GROUP BY base ORDER BY count(*) DESC, base LIMIT 1),
stated AS (
    SELECT *, CASE WHEN base = (FROM usual) AND coalesce(kind, 'delivery') = 'delivery'
                   THEN base_value END AS amount FROM valued)
SELECT id, coalesce(kind, 'delivery') = 'delivery' AS is_delivery,
       supplier, origin, coalesce(supplier, origin) AS seller,
       coalesce(buyer, used_in) AS needed_by, product,
       CASE WHEN qualifier IN ('lt', 'max') AND amount IS NOT NULL THEN 0
            ELSE amount END AS value_low,
       CASE WHEN qualifier IN ('gt', 'ge', 'min') AND amount IS NOT NULL
            THEN 'infinity'::DOUBLE ELSE amount END AS value_high,
       alternatives, origin_outside, extent, level_of(evidence) AS level
FROM stated;

-- What comes from a supplier or a place next to nothing (`negligible`) closes no need.
CREATE TABLE delivered AS
FROM supplied WHERE seller IS NOT NULL AND extent IS DISTINCT FROM 'negligible';

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

-- Who makes it with means of its own, and so needs its inputs.
CREATE TABLE relation_produces AS
SELECT maker, coalesce(wide, product) AS product,
       min(greatest(made.level, coalesce(wider.level, 0)))::TINYINT AS level
FROM made LEFT JOIN wider USING (product)
WHERE NOT factoryless
GROUP BY ALL ORDER BY ALL;

-- Who makes a product on so small a scale that no need is met by it.
CREATE TABLE relation_small AS
SELECT maker, coalesce(wide, product) AS product, min(small) AS small,
       min(greatest(made.level, coalesce(wider.level, 0)))::TINYINT AS level
FROM made LEFT JOIN wider USING (product)
WHERE small IS NOT NULL
GROUP BY ALL ORDER BY ALL;

-- Who or where a product is known to come from: makers, masters, suppliers, origins.
CREATE TABLE relation_source AS
WITH sourced AS (
    SELECT maker, product, by_industry, level FROM made WHERE small IS NULL
    UNION ALL SELECT holder, product, false, level FROM mastered
    UNION ALL SELECT supplier, product, false, level FROM delivered WHERE supplier IS NOT NULL
    UNION ALL SELECT origin, product, false, level FROM delivered WHERE origin IS NOT NULL
    UNION ALL
    SELECT origin, product, false, level_of(evidence) FROM supply_share
    WHERE modality = 'exists' AND is_in(id, evidence, source)
      AND extent IS DISTINCT FROM 'negligible' AND coalesce(share, 1) > 0
)
SELECT maker, coalesce(wide, product) AS product, by_industry,
       min(greatest(sourced.level, coalesce(wider.level, 0)))::TINYINT AS level
FROM sourced LEFT JOIN wider USING (product)
GROUP BY ALL ORDER BY ALL;

-- The products of which a document, not the public record, tells a source or that there is none here.
CREATE TABLE documented_source AS
WITH said AS (
    SELECT product, id, evidence, source, modality FROM production
    UNION ALL SELECT product, id, evidence, source, modality FROM industry_output
    UNION ALL SELECT mastered, id, evidence, source, modality FROM mastery
    UNION ALL SELECT product, id, evidence, source, modality FROM supply
    WHERE supplier IS NOT NULL OR origin IS NOT NULL OR origin_outside IS NOT NULL
)
SELECT DISTINCT coalesce(wide, s.product) AS product
FROM said s LEFT JOIN wider ON wider.product = s.product
WHERE is_in(id, evidence, source) AND NOT list_contains(getvariable('public'), source);

-- Where a maker was looked for in the public record and none was found; who was looked for in a
-- place was looked for in what lies in it.
CREATE TABLE relation_sought_in_vain AS
SELECT DISTINCT p.place, i.sought AS product
FROM inquiry i JOIN above p ON p.whole = i.place
WHERE i.role = 'maker' AND NOT i.found AND i.modality = 'exists' AND is_in(i.id, i.evidence, i.source);

CREATE TABLE relation_consumes AS
SELECT needed_by, product, min(level)::TINYINT AS level
FROM supplied WHERE needed_by IS NOT NULL AND product IS NOT NULL GROUP BY ALL ORDER BY ALL;

-- A row a statement and each wider product; only the product's own relation has the value.
CREATE TABLE relation_supplies AS
SELECT id AS supply, seller, needed_by, coalesce(wide, product) AS product,
       CASE WHEN coalesce(wide, product) = product THEN value_low END AS value_low,
       CASE WHEN coalesce(wide, product) = product THEN value_high END AS value_high,
       greatest(s.level, coalesce(wider.level, 0))::TINYINT AS level
FROM delivered s LEFT JOIN wider USING (product)
ORDER BY ALL;

CREATE TABLE required AS
SELECT id, requirer, input, substitute_group, specification, at_least, at_most,
       coalesce(weight, share) AS weight, weight IS NULL AS by_share, source,
       CASE WHEN input IN (SELECT id FROM technology) THEN 'technology' ELSE 'product' END AS input_class,
       essential, level_of(evidence)::TINYINT AS level, requirer IN (FROM chain) AS of_chain
FROM requirement WHERE modality = 'exists' AND is_in(id, evidence, source) AND requirer <> input;

-- What nobody is matched over: anybody has it from a shop, or it is a group of many things.
CREATE TABLE too_wide AS
SELECT id AS product FROM product WHERE breadth IN ('commodity', 'group');

CREATE TABLE relation_requires AS
SELECT DISTINCT requirer, input, input_class, essential, level
FROM required WHERE NOT of_chain ORDER BY ALL;

-- The alternatives that a producer has no use for: what it makes is a narrower product that requires
-- another of the group, as a maker of LFP cells needs no other cathode that batteries may have.
CREATE TABLE relation_settled AS
SELECT DISTINCT n.maker, any_of.requirer, other.input
FROM required own
JOIN relation_produces n ON n.product = own.requirer
JOIN wider w ON w.product = n.product AND w.wide <> n.product
JOIN required any_of ON any_of.requirer = w.wide AND any_of.input = own.input
JOIN required other ON other.requirer = any_of.requirer
                   AND other.substitute_group = any_of.substitute_group AND other.input <> own.input
WHERE own.substitute_group IS NULL
ORDER BY ALL;

CREATE TABLE relation_chain_requires AS
SELECT DISTINCT requirer AS needed_by, input, input_class, level
FROM required WHERE of_chain ORDER BY ALL;

-- Of all that goes into what somebody makes, how much a product is: the mean over what it makes and
-- has weighed inputs.  Weights of one source and measure alone compare; of several, the mean.
CREATE TABLE relation_input_share AS
WITH weighed AS (
    SELECT requirer, input, source, by_share, max(weight) AS weight
    FROM required WHERE weight > 0 GROUP BY ALL
),
part AS (
    SELECT requirer, input,
           weight / sum(weight) OVER (PARTITION BY requirer, source, by_share) AS share
    FROM weighed
),
share AS (SELECT requirer, input, avg(share) AS share FROM part GROUP BY ALL),
used AS (
    SELECT m.maker AS needed_by, m.product AS requirer
    FROM relation_produces m SEMI JOIN share s ON s.requirer = m.product
    UNION
    SELECT DISTINCT requirer, requirer FROM required SEMI JOIN share USING (requirer)
    WHERE of_chain
)
SELECT needed_by, input AS product, sum(share) / any_value(many) AS share
FROM (SELECT *, count(*) OVER (PARTITION BY needed_by) AS many FROM used)
JOIN share USING (requirer) GROUP BY ALL ORDER BY ALL;

-- The sources of a product that do not meet the grade that somebody needs it in, or (`open`) of which
-- it is not known.  A maker does what lies between its bounds, and what lies beyond one that is not
-- given is not known; a need admits all that lies between its own.  Who is known to deliver it to
-- them meets it unless said otherwise, and so does a place of origin.
CREATE TABLE graded AS
SELECT DISTINCT m.maker AS needed_by, r.input AS product, r.specification, r.at_least, r.at_most
FROM required r JOIN relation_produces m ON m.product = r.requirer
WHERE r.specification IS NOT NULL AND NOT r.of_chain
UNION
SELECT requirer, input, specification, at_least, at_most
FROM required WHERE specification IS NOT NULL AND of_chain;

CREATE TABLE relation_unfit AS
WITH grade AS (
    SELECT maker, coalesce(wide, product) AS product, specification,
           coalesce(at_least, at_most) AS sure_low, coalesce(at_most, at_least) AS sure_high,
           coalesce(at_least, '-infinity'::DOUBLE) AS low,
           coalesce(at_most, 'infinity'::DOUBLE) AS high
    FROM production LEFT JOIN wider USING (product)
    WHERE specification IS NOT NULL AND modality = 'exists' AND is_in(id, evidence, source)
),
judged AS (
    SELECT g.needed_by, g.product, s.maker, g.specification, CASE
               WHEN bool_or(made.sure_high >= coalesce(g.at_least, '-infinity'::DOUBLE)
                        AND made.sure_low <= coalesce(g.at_most, 'infinity'::DOUBLE)) THEN 1
               WHEN bool_and(made.high < coalesce(g.at_least, '-infinity'::DOUBLE)
                          OR made.low > coalesce(g.at_most, 'infinity'::DOUBLE)) THEN -1
               ELSE 0 END AS verdict
    FROM graded g JOIN relation_source s ON s.product = g.product AND s.maker <> g.needed_by
    LEFT JOIN grade made ON made.maker = s.maker AND made.product = g.product
                        AND made.specification = g.specification
    GROUP BY g.needed_by, g.product, s.maker, g.specification, g.at_least, g.at_most
)
SELECT j.needed_by, j.product, j.maker, min(verdict) = 0 AS open
FROM judged j
LEFT JOIN relation_supplies d
       ON d.needed_by = j.needed_by AND d.product = j.product AND d.seller = j.maker
GROUP BY ALL
HAVING min(verdict) < 0 OR (min(verdict) = 0 AND count(d.seller) = 0)
ORDER BY ALL;

-- Sources that a text joins by or, each with the others of its group; one that is known otherwise
-- as well is no mere alternative.
CREATE TABLE alternative AS
WITH sure AS (
    SELECT maker, product FROM made WHERE small IS NULL
    UNION SELECT holder, product FROM mastered
    UNION SELECT seller, product FROM delivered WHERE alternatives IS NULL
)
SELECT DISTINCT seller AS maker, coalesce(wide, product) AS product, alternatives
FROM delivered s LEFT JOIN wider USING (product)
ANTI JOIN sure ON sure.maker = s.seller AND sure.product = s.product
WHERE alternatives IS NOT NULL
ORDER BY ALL;

-- What a source says is not made in a place; of a chain: where the regions centre.  Of `mainly` only
-- the main part is said not to come from there; `delivered` says that somebody elsewhere delivers it.
-- That a part of it comes from elsewhere says nothing of the rest.
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
           true AS delivered, level
    FROM supplied
    WHERE origin_outside IS NOT NULL AND coalesce(extent, 'all') IN ('all', 'main', 'mostly')
    UNION ALL
    SELECT product, centre.place, false, false, level_of(evidence) FROM lacking CROSS JOIN centre
    WHERE is_in(id, evidence, source) AND holder IN (FROM chain)
    UNION ALL
    SELECT product, holder, false, false, level_of(evidence) FROM lacking
    WHERE is_in(id, evidence, source) AND holder NOT IN (FROM chain)
      AND holder IN (SELECT place FROM above)
)
SELECT product, place, mainly, delivered, min(level)::TINYINT AS level
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
