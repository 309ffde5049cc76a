-- Who is where, at every level: the relations of supply_use.COLUMNS that are about places.
-- Variables: least (of the evidence let in), evidence (its list), sources (documents, public or
-- all), counted (those sources), public (those of the public record), currencies (base units that are money), assumed (rows of a
-- scenario), centres (where the chains are at home).

-- The level of an evidence, 0 the firmest; whether a source counts, whether something is firm
-- enough, and whether a statement is let in.
CREATE MACRO level_of(given) AS list_position(getvariable('evidence'), given) - 1;
CREATE MACRO counts(named) AS
    getvariable('sources') = 'all' OR list_contains(getvariable('counted'), named);
CREATE MACRO is_firm(given, named) AS level_of(given) <= getvariable('least') AND counts(named);
CREATE MACRO is_in(statement, given, named) AS
    is_firm(given, named) OR list_contains(getvariable('assumed'), statement);

CREATE TABLE chain AS SELECT id AS chain FROM industry_chain;
CREATE TABLE centre AS SELECT DISTINCT unnest(getvariable('centres')) AS place;

-- Places, and those they are directly part of.
CREATE TABLE part AS
SELECT id AS place, 'Country' AS class, part_of FROM country
UNION ALL SELECT id, 'Area', part_of FROM area
UNION ALL SELECT id, 'Province', part_of FROM province
UNION ALL SELECT id, 'CityCluster', part_of FROM city_cluster
UNION ALL SELECT id, 'City', part_of FROM city
UNION ALL SELECT id, 'District', part_of FROM district;

-- Each place with itself and all that it is in.
CREATE TABLE above AS
WITH RECURSIVE
whole AS (SELECT place, unnest(part_of) AS whole FROM part),
reached AS (
    SELECT place, place AS whole FROM part
    UNION SELECT place, place FROM centre
    UNION SELECT reached.place, whole.whole FROM reached JOIN whole ON whole.place = reached.whole
)
FROM reached;

-- Who sits where, a tenant in its park.
CREATE TABLE site AS
SELECT id, located, place, evidence, source FROM location WHERE modality = 'exists'
UNION ALL
SELECT id, member, body, evidence, source FROM membership
WHERE modality = 'exists' AND role = 'tenant' AND body IN (SELECT id FROM park);

-- Who is in which place, also by way of a park, on the firmest way; then at every level above.
CREATE TABLE stated_location AS
SELECT located, place, min(level_of(evidence)) AS level
FROM site WHERE is_in(id, evidence, source)
GROUP BY ALL;

CREATE TABLE at_level AS
WITH RECURSIVE inside AS (
    SELECT located AS entity, place, level FROM stated_location WHERE place <> located
    UNION
    SELECT i.entity, s.place, greatest(i.level, s.level)
    FROM inside i JOIN stated_location s ON s.located = i.place WHERE s.place <> i.entity
)
SELECT entity, whole AS place, min(level) AS level FROM inside JOIN above USING (place) GROUP BY ALL;

CREATE TABLE known_location AS
SELECT entity, place, min(level) AS level
FROM (FROM at_level UNION ALL SELECT place, whole, 0 FROM above)
GROUP BY ALL;

-- Chains are at home where the regions centre.
CREATE TABLE at_home AS
SELECT chain AS entity, whole AS place, 0 AS level
FROM chain CROSS JOIN centre JOIN above USING (place) GROUP BY ALL;

CREATE TABLE relation_located AS
SELECT entity, place, min(level)::TINYINT AS level
FROM (FROM known_location UNION ALL FROM at_home)
GROUP BY ALL ORDER BY ALL;

-- The narrowest places known of each, and where it may be: below all of these.
CREATE TABLE leaf AS
SELECT entity, place FROM at_level
WHERE entity NOT IN (FROM chain)
  AND NOT EXISTS (
    SELECT 1 FROM at_level narrower JOIN above ON above.place = narrower.place
    WHERE narrower.entity = at_level.entity AND above.whole = at_level.place
      AND narrower.place <> at_level.place)
UNION ALL
SELECT DISTINCT place, place FROM above WHERE place NOT IN (SELECT located FROM stated_location)
UNION ALL
SELECT chain, place FROM chain CROSS JOIN centre;

CREATE TABLE relation_possible_location AS
SELECT leaf.entity, above.place
FROM leaf JOIN above ON above.whole = leaf.place AND above.place <> leaf.place
JOIN (SELECT entity, count(*) AS n FROM leaf GROUP BY entity) known ON known.entity = leaf.entity
GROUP BY leaf.entity, above.place, known.n HAVING count(*) = known.n
ORDER BY ALL;

-- The countries of each, else its areas, else null. An area that is in no recorded country is
-- abroad for every country.
CREATE TABLE relation_country_of AS
WITH origin AS (
    SELECT l.entity, l.place, class = 'Country' AS is_country
    FROM relation_located l JOIN part USING (place) WHERE class IN ('Country', 'Area')
),
has AS (SELECT entity, bool_or(is_country) AS has_country FROM origin GROUP BY entity)
SELECT DISTINCT l.entity, o.place AS origin
FROM (SELECT DISTINCT entity FROM relation_located) l
LEFT JOIN has USING (entity)
LEFT JOIN origin o ON o.entity = l.entity AND o.is_country = has.has_country
ORDER BY ALL;

CREATE TABLE relation_place AS
SELECT above.place, coalesce(any_value(own.class), 'Place') AS class,
       CASE WHEN count(c.place) = 1 THEN min(c.place) END AS country
FROM above LEFT JOIN part own ON own.place = above.place
LEFT JOIN part c ON c.place = above.whole AND c.class = 'Country'
GROUP BY above.place ORDER BY ALL;
