-- What the graph knows of innovation, industry, talent and capital in $chains of $place: for each
-- how many are known to be so, of how many, by which statements.

CREATE TABLE here AS
SELECT entity FROM relation_located WHERE place = $place;

CREATE TABLE thing AS
SELECT id, 'product' AS sort, unnest(chain) AS chain FROM product
UNION SELECT id, 'technology', unnest(chain) FROM technology;

-- Innovation: technologies of the chain, and products researched, that a body here works on or has.
CREATE TABLE known_innovation AS
WITH works AS (
    SELECT researcher AS who, topic AS thing, id FROM research
    WHERE modality IN ('exists', 'underway') AND is_firm(evidence, source)
    UNION ALL SELECT developer, developed, id FROM development
    WHERE modality IN ('exists', 'underway') AND is_firm(evidence, source)
    UNION ALL SELECT holder, mastered, id FROM mastery
    WHERE modality = 'exists' AND is_firm(evidence, source)
)
SELECT t.chain, count(DISTINCT t.id) FILTER (w.id IS NOT NULL) AS known, count(DISTINCT t.id) AS total,
       list(DISTINCT w.id) FILTER (w.id IS NOT NULL) AS statements
FROM thing t LEFT JOIN works w ON w.thing = t.id AND w.who IN (FROM here)
WHERE t.sort = 'technology' AND list_contains($chains, t.chain) GROUP BY t.chain;

-- Industry: segments of the chain with a maker here.
CREATE TABLE known_industry AS
WITH made AS (
    SELECT p.segment, m.maker FROM relation_makes m JOIN product p ON p.id = m.product
    WHERE p.segment IS NOT NULL AND NOT m.by_industry AND m.maker IN (FROM here)
),
of_chain AS (
    SELECT DISTINCT unnest(chain) AS chain, segment FROM product WHERE segment IS NOT NULL
)
SELECT c.chain, count(DISTINCT c.segment) FILTER (made.maker IS NOT NULL) AS known,
       count(DISTINCT c.segment) AS total
FROM of_chain c LEFT JOIN made USING (segment)
WHERE list_contains($chains, c.chain) GROUP BY c.chain;

-- Capital: firms of the chain here of which an investor, lender or holder is known.
CREATE TABLE known_capital AS
WITH firms AS (
    SELECT DISTINCT participant AS firm, chain FROM participation
    WHERE modality = 'exists' AND is_firm(evidence, source) AND participant IN (FROM here)
      AND participant IN (SELECT id FROM firm)
),
money AS (
    SELECT investee AS firm, id FROM investment
    WHERE modality = 'exists' AND is_firm(evidence, source)
    UNION ALL SELECT recipient, id FROM financing
    WHERE modality = 'exists' AND is_firm(evidence, source)
    UNION ALL SELECT company, id FROM shareholding
    WHERE modality = 'exists' AND is_firm(evidence, source)
)
SELECT f.chain, count(DISTINCT f.firm) FILTER (m.id IS NOT NULL) AS known,
       count(DISTINCT f.firm) AS total,
       list(DISTINCT m.id) FILTER (m.id IS NOT NULL) AS statements
FROM firms f LEFT JOIN money m USING (firm)
WHERE list_contains($chains, f.chain) GROUP BY f.chain;

-- Talent: what is said of the talent of the chain here, in numbers.
CREATE TABLE known_talent AS
SELECT o.about AS chain, count(*) AS known, list(o.id) AS statements
FROM observation o JOIN indicator i ON i.id = o.indicator
WHERE i.counted_talent IS NOT NULL AND o.modality = 'exists' AND is_firm(o.evidence, o.source)
  AND list_contains($chains, o.about) GROUP BY o.about;
