-- Which instruments reach which rungs of firms and which industries.  An instrument is aimed at a
-- rung or an industry, an award asks for a status or an industry, a fund invested in a firm that
-- has a status or works in an industry.

CREATE TABLE instrument AS
SELECT id, 'fund' AS sort FROM fund
UNION ALL SELECT id, 'product' FROM financial_product WHERE coalesce(kind, '') <> 'profile'
UNION ALL SELECT id, 'policy' FROM policy WHERE coalesce(kind, '') <> 'recognition'
UNION ALL SELECT id, 'policy' FROM programme
UNION ALL SELECT id, 'product' FROM platform WHERE kind IN ('credit', 'supply-chain-finance');

CREATE TABLE thing AS
SELECT id, unnest(chain) AS chain FROM product UNION SELECT id, unnest(chain) FROM technology
UNION SELECT id, id FROM industry_chain;

CREATE TABLE reaches AS
SELECT instrument, sort, rung, chain, how, statement, modality, level
FROM (
    SELECT t.instrument, a.firm_status AS rung, thing.chain, 'aimed' AS how, t.id AS statement,
           t.modality, level_of(t.evidence) AS level
    FROM targeting t LEFT JOIN asset_type a ON a.id = t.target
    LEFT JOIN thing ON thing.id = t.target
    WHERE is_firm(t.evidence, t.source) AND (a.firm_status IS NOT NULL OR thing.chain IS NOT NULL)
    UNION ALL
    SELECT c.policy, c.demanded_status, thing.chain, 'asks', c.id, c.modality, level_of(c.evidence)
    FROM criterion c LEFT JOIN thing ON thing.id = c.demanded AND c.property IN ('chain', 'product')
    WHERE is_firm(c.evidence, c.source) AND c.comparison <> 'not'
      AND (c.demanded_status IS NOT NULL OR thing.chain IS NOT NULL)
    UNION ALL
    SELECT i.investor, s.status, p.chain, 'invested', i.id, i.modality,
           greatest(level_of(i.evidence), coalesce(level_of(p.evidence), 0))
    FROM investment i
    LEFT JOIN certification s ON s.holder = i.investee AND s.modality = 'exists'
    LEFT JOIN participation p ON p.participant = i.investee AND p.modality = 'exists'
    WHERE is_firm(i.evidence, i.source) AND (s.status IS NOT NULL OR p.chain IS NOT NULL)
) JOIN instrument ON instrument.id = instrument
WHERE modality <> 'lacking' AND instrument NOT IN (
    SELECT existing FROM existence WHERE is_firm(evidence, source)
    GROUP BY existing HAVING bool_and(modality = 'past'));
