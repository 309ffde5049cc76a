-- The bodies of each stage of incubation, and the chains that each is for.  Variables as in
-- places.sql of supply and use.

CREATE TABLE stage_body AS
WITH sorted AS (
    SELECT id AS body, kind, source, evidence FROM lab
    UNION ALL SELECT id, kind, source, evidence FROM platform
    UNION ALL SELECT id, kind, source, evidence FROM park
    UNION ALL SELECT holder, status, source, evidence FROM certification
    WHERE modality = 'exists' AND status = 'new-rd-institution'
),
state AS (
    SELECT existing, modality, valid_from FROM existence WHERE is_firm(evidence, source)
    QUALIFY row_number() OVER (PARTITION BY existing ORDER BY list_position(
        ['exists', 'underway', 'planned', 'recommended', 'past', 'lacking'], modality)) = 1
)
SELECT s.body, s.kind AS stage, coalesce(any_value(state.modality), 'exists') AS modality,
       any_value(state.valid_from) AS since, min(level_of(s.evidence)) AS level
FROM sorted s LEFT JOIN state ON state.existing = s.body
WHERE s.kind IN (SELECT unnest($stages::VARCHAR[])) AND is_firm(s.evidence, s.source)
GROUP BY s.body, s.kind;

-- A chain that it takes part in or is aimed at; or that what it works on, or whom it incubates,
-- belongs to.
CREATE TABLE body_chain AS
WITH thing AS (
    SELECT id, unnest(chain) AS chain FROM product UNION SELECT id, unnest(chain) FROM technology
    UNION SELECT id, id FROM industry_chain
),
serves AS (
    SELECT participant AS body, chain, id AS statement, level_of(evidence) AS level
    FROM participation WHERE modality <> 'lacking' AND is_firm(evidence, source)
    UNION ALL
    SELECT t.instrument, thing.chain, t.id, level_of(t.evidence)
    FROM targeting t JOIN thing ON thing.id = t.target
    WHERE t.modality <> 'lacking' AND is_firm(t.evidence, t.source)
    UNION ALL
    SELECT r.researcher, thing.chain, r.id, level_of(r.evidence)
    FROM research r JOIN thing ON thing.id = r.topic
    WHERE r.modality <> 'lacking' AND is_firm(r.evidence, r.source)
    UNION ALL
    SELECT d.developer, thing.chain, d.id, level_of(d.evidence)
    FROM development d JOIN thing ON thing.id = d.developed
    WHERE d.modality <> 'lacking' AND is_firm(d.evidence, d.source)
    UNION ALL
    SELECT i.incubator, p.chain, i.id, greatest(level_of(i.evidence), level_of(p.evidence))
    FROM incubation i JOIN participation p ON p.participant = i.incubated
    WHERE i.modality <> 'lacking' AND is_firm(i.evidence, i.source)
      AND is_firm(p.evidence, p.source)
)
SELECT body, chain, list(DISTINCT statement ORDER BY statement) AS statements, min(level) AS level
FROM serves WHERE body IN (SELECT body FROM stage_body) GROUP BY body, chain;
