-- What stands near a product that is lacking, and who or what could help with it, in every modality.
-- $products are the gaps, $place is where they are.  A row says of a gap: the kind of remedy, in which
-- `way` what it is about (`via`) is near the gap and by way of what (`through`), who does it by which
-- relation (`verb`), how far it is, and the statements that it rests on.
-- Distances: 0 the thing itself, 1 a narrower one or a technology that it needs, 2 a wider one or one
-- beside it, 3 one of the same inputs or segment, or its industry, 4 something else of its industry.
-- A row is as sure as the least sure step: that of what is near it, and that of who does what.

WITH asked AS (SELECT DISTINCT unnest($products::VARCHAR[]) AS gap),
here AS (SELECT entity FROM relation_located WHERE place = $place AND entity <> $place),
placed AS (SELECT place FROM relation_place),
-- What a product or technology is said to belong to, as sure as its row or as what fills the cell in.
cell AS (
    SELECT id AS entity, 'broader' AS filled, unnest(broader) AS value, evidence, source FROM product
    UNION ALL SELECT id, 'chain', unnest(chain), evidence, source FROM product
    UNION ALL SELECT id, 'chain', unnest(chain), evidence, source FROM technology
    UNION ALL SELECT id, 'segment', segment, evidence, source FROM product WHERE segment IS NOT NULL
),
belongs AS (
    SELECT c.entity, c.filled, c.value, min(level_of(coalesce(s.evidence, c.evidence))) AS level
    FROM cell c LEFT JOIN supplement s
      ON s.entity = c.entity AND s.filled_column = c.filled AND s.filled_value = c.value
    WHERE is_firm(coalesce(s.evidence, c.evidence), coalesce(s.source, c.source))
    GROUP BY ALL
),
direct AS (SELECT entity, value AS wide, level FROM belongs WHERE filled = 'broader'),
of_chain AS (SELECT entity, value AS chain, level FROM belongs WHERE filled = 'chain'),
of_segment AS (SELECT entity, value AS segment, level FROM belongs WHERE filled = 'segment'),
input_of AS (SELECT requirer, input, min(level) AS level FROM relation_requires GROUP BY ALL),
inputs AS (SELECT requirer, count(*) AS n FROM input_of GROUP BY ALL),
-- Made of much the same: at least three inputs in common, and a third of all that either needs.
kin AS (
    SELECT a.gap, other.requirer AS entity, min(other.input) AS through, count(*) AS common,
           arg_min(greatest(own.level, other.level), other.input) AS level
    FROM asked a JOIN input_of own ON own.requirer = a.gap
    JOIN input_of other ON other.input = own.input AND other.requirer <> a.gap
    GROUP BY a.gap, other.requirer
),
close_kin AS (
    SELECT k.gap, k.entity, k.through, k.level FROM kin k
    JOIN inputs i ON i.requirer = k.gap JOIN inputs j ON j.requirer = k.entity
    WHERE k.common >= 3 AND 3 * k.common >= i.n + j.n - k.common
),
every_near AS (
    SELECT gap, gap AS entity, 'same' AS way, NULL AS through, 0 AS distance, 0 AS level FROM asked
    UNION ALL
    SELECT gap, w.product, 'narrower', NULL, 1, w.level
    FROM asked JOIN wider w ON w.wide = gap AND w.product <> gap
    UNION ALL
    SELECT gap, r.input, 'technology', NULL, 1, r.level
    FROM asked JOIN relation_requires r ON r.requirer = gap AND r.input_class = 'technology'
    UNION ALL
    SELECT gap, w.wide, 'wider', NULL, 2, w.level
    FROM asked JOIN wider w ON w.product = gap AND w.wide <> gap
    WHERE w.wide NOT IN (FROM too_wide)
    UNION ALL
    SELECT a.gap, beside.entity, 'sibling', own.wide, 2, greatest(own.level, beside.level)
    FROM asked a JOIN direct own ON own.entity = a.gap JOIN direct beside USING (wide)
    WHERE beside.entity <> a.gap AND own.wide NOT IN (FROM too_wide)
    UNION ALL
    SELECT gap, entity, 'inputs', through, 3, level FROM close_kin
    UNION ALL
    SELECT a.gap, beside.entity, 'segment', own.segment, 3, greatest(own.level, beside.level)
    FROM asked a JOIN of_segment own ON own.entity = a.gap JOIN of_segment beside USING (segment)
    WHERE beside.entity <> a.gap
),
near AS (
    SELECT gap, entity, arg_min(way, (distance, level, way, through)) AS way,
           arg_min(through, (distance, level, way, through)) AS through, min(distance) AS distance,
           arg_min(level, (distance, level, way, through)) AS level
    FROM every_near GROUP BY gap, entity
),
-- The industries of a gap: of what is lacking as such (an asset) those that lack it.
chains AS (
    SELECT a.gap, c.chain, c.level FROM asked a JOIN of_chain c ON c.entity = a.gap
    UNION
    SELECT unnest($lacking::VARCHAR[]), unnest($lacked_by::VARCHAR[]), 0
),
-- Who needs the very thing is no remedy for it, whatever else it makes.
user_of AS (
    SELECT DISTINCT r.input AS gap, p.maker AS who
    FROM relation_requires r JOIN production p ON p.product = r.requirer
    WHERE p.modality <> 'lacking'
),
made AS (
    SELECT maker, product, arg_min(id, (modality, id)) AS id, min(modality) AS modality,
           level_of(arg_min(evidence, (modality, id))) AS level
    FROM production
    WHERE modality IN ('exists', 'underway') AND is_firm(evidence, source) GROUP BY maker, product
),

does AS (
    SELECT id, maker AS who, product AS entity, 'makes' AS verb, modality, evidence, source
    FROM production
    UNION ALL SELECT id, holder, mastered, 'masters', modality, evidence, source FROM mastery
    UNION ALL
    SELECT id, supplier, product, 'supplies', modality, evidence, source FROM supply
    WHERE supplier IS NOT NULL
),
knows AS (
    SELECT id, researcher AS who, topic AS entity, 'researches' AS verb, modality, evidence, source
    FROM research
    UNION ALL
    SELECT id, developer, developed, 'develops', modality, evidence, source FROM development
    UNION ALL SELECT id, holder, asset, 'has', modality, evidence, source FROM endowment
    UNION ALL SELECT id, partner, topic, 'collaborates', modality, evidence, source
    FROM collaboration WHERE topic IS NOT NULL
    UNION ALL SELECT id, other_partner, topic, 'collaborates', modality, evidence, source
    FROM collaboration WHERE topic IS NOT NULL
),
body AS (SELECT id FROM lab UNION ALL SELECT id FROM university UNION ALL SELECT id FROM platform),
purse AS (
    SELECT id FROM fund UNION ALL SELECT id FROM financial_product
    UNION ALL
    SELECT investor FROM investment WHERE modality IN ('exists', 'past')
    GROUP BY investor HAVING count(DISTINCT investee) >= 3
),
rule AS (
    SELECT id FROM policy UNION ALL SELECT id FROM programme
    UNION ALL  -- what a firm does is no policy
    SELECT id FROM measure WHERE id NOT IN (
        SELECT measure FROM implementation JOIN firm ON firm.id = actor)
),
-- What something does to an industry of the gap, or to something near it.
target AS (
    SELECT gap, way, through, entity AS via, distance, level FROM near
    UNION ALL SELECT gap, 'chain', NULL, chain, 3, level FROM chains
    UNION ALL
    SELECT gap, 'segment', NULL, segment, 3, level FROM asked JOIN of_segment ON entity = gap
),

found AS (
    SELECT n.gap, 'local' AS kind, n.way, n.through, n.entity AS via, d.who, d.verb, n.distance,
           d.modality, n.level, d.evidence, [d.id] AS statements, d.source
    FROM near n JOIN does d USING (entity) JOIN here h ON h.entity = d.who
    LEFT JOIN user_of u ON u.gap = n.gap AND u.who = d.who
    WHERE n.distance = 0 OR u.who IS NULL
    UNION ALL
    SELECT t.gap, 'knowledge', t.way, t.through, t.via, k.who, k.verb, t.distance,
           k.modality, t.level, k.evidence, [k.id], k.source
    FROM target t JOIN knows k ON k.entity = t.via
    WHERE t.way = 'chain' OR t.distance < 3 OR k.who IN (SELECT id FROM body)
    UNION ALL
    SELECT c.gap, 'knowledge', 'field', c.chain, k.entity, k.who, k.verb, 4,
           k.modality, greatest(c.level, f.level), k.evidence, [k.id], k.source
    FROM chains c JOIN of_chain f USING (chain) JOIN knows k ON k.entity = f.entity
    JOIN body b ON b.id = k.who
    UNION ALL
    SELECT n.gap, 'knowledge', n.way, n.through, n.entity, i.incubator, 'incubates', n.distance + 1,
           CASE WHEN i.modality = 'exists' THEN m.modality ELSE i.modality END,
           greatest(n.level, m.level), i.evidence, [i.id, m.id], i.source
    FROM near n JOIN made m ON m.product = n.entity JOIN incubation i ON i.incubated = m.maker
    WHERE n.distance <= 2
    UNION ALL
    SELECT c.gap, 'knowledge', 'chain', NULL, c.chain, p.participant, 'participates', 3,
           p.modality, c.level, p.evidence, [p.id], p.source
    FROM chains c JOIN participation p USING (chain) JOIN body b ON b.id = p.participant
    UNION ALL
    SELECT n.gap, 'money', n.way, n.through, n.entity, i.investor, 'invests', n.distance + 1,
           CASE WHEN i.modality = 'exists' THEN m.modality ELSE i.modality END,
           greatest(n.level, m.level), i.evidence, [i.id, m.id], i.source
    FROM near n JOIN made m ON m.product = n.entity JOIN investment i ON i.investee = m.maker
    JOIN purse f ON f.id = i.investor
    WHERE n.distance <= 2
    UNION ALL
    SELECT t.gap, CASE WHEN f.id IS NULL THEN 'policy' ELSE 'money' END, t.way, t.through, t.via,
           a.instrument, 'targets', t.distance, a.modality, t.level, a.evidence, [a.id], a.source
    FROM target t JOIN targeting a ON a.target = t.via
    LEFT JOIN purse f ON f.id = a.instrument LEFT JOIN rule r ON r.id = a.instrument
    WHERE f.id IS NOT NULL OR r.id IS NOT NULL
    UNION ALL
    SELECT t.gap, 'policy', t.way, t.through, t.via, k.policy, 'demands', t.distance,
           k.modality, t.level, k.evidence, [k.id], k.source
    FROM target t JOIN criterion k ON k.demanded = t.via
    UNION ALL
    SELECT n.gap, 'policy', n.way, n.through, n.entity, r.measure, 'addresses', n.distance,
           r.modality, greatest(n.level, level_of(c.evidence)), r.evidence, [r.id, c.id], r.source
    FROM near n JOIN concern c ON c.concerned = n.entity JOIN problem p ON p.id = c.problem
    JOIN response r ON r.problem IN (p.id, p.part_of)
    WHERE c.modality = 'exists' AND is_firm(c.evidence, c.source)
    UNION ALL
    SELECT n.gap, 'first-use', n.way, n.through, n.entity, s.supplier, 'supplies', n.distance,
           s.modality, n.level, s.evidence, [s.id], s.source
    FROM near n JOIN supply s ON s.product = n.entity JOIN here h ON h.entity = s.supplier
    LEFT JOIN here b ON b.entity = coalesce(s.buyer, s.used_in)
    WHERE n.distance <= 1 AND b.entity IS NULL AND coalesce(s.buyer, s.used_in) IS NOT NULL
      AND s.modality IN ('exists', 'past')
),
-- Whether what does it is there at all: a policy may be over, a laboratory planned.
being AS (
    SELECT existing, arg_max(modality, (coalesce(valid_from, ''), id)) AS modality,
           arg_max(id, (coalesce(valid_from, ''), id)) AS id,
           level_of(arg_max(evidence, (coalesce(valid_from, ''), id))) AS level
    FROM existence WHERE is_firm(evidence, source) GROUP BY existing
),
told AS (
    SELECT f.*, b.id AS being, b.level AS being_level, b.modality AS being_modality,
           list_position($modalities::VARCHAR[], b.modality)
             > list_position($modalities::VARCHAR[], f.modality) AS less
    FROM found f LEFT JOIN being b ON b.existing = f.who
    WHERE is_firm(f.evidence, f.source) AND f.modality <> 'lacking' AND f.who NOT IN (FROM placed)
),
-- Here is who is here, and of a rule whose issuer is.
at_home AS (
    SELECT entity FROM here
    UNION
    SELECT p.id FROM (SELECT id, unnest(issuer) AS issuer FROM policy) p
    JOIN here h ON h.entity = p.issuer
)
SELECT gap, told.kind, way, through, via, who, verb, distance,
       CASE WHEN less THEN being_modality ELSE modality END AS modality,
       greatest(level, level_of(told.evidence), coalesce(being_level, 0))::TINYINT,
       CASE WHEN being IS NULL THEN statements ELSE list_append(statements, being) END,
       h.entity IS NOT NULL AS local, s.date
FROM told LEFT JOIN at_home h ON h.entity = told.who LEFT JOIN sources s ON s.id = told.source
ORDER BY ALL;
