-- How many organisations in each place of the class $class are known to make each product, or to
-- take part in each chain (those that may be one count once); after places.sql and trade.sql.  A place makes nothing itself, of an
-- industry no maker is named, and who makes a product as a trial or next to nothing does not count.
-- Where $wider, who makes a narrower product makes the wider one, and who takes part in a sub-chain
-- takes part in the chain.
WITH RECURSIVE
part_of AS (
    SELECT id AS chain, id AS whole FROM industry_chain
    UNION
    SELECT p.chain, c.part_of FROM part_of p JOIN industry_chain c ON c.id = p.whole
    WHERE c.part_of IS NOT NULL
),
known AS (
    SELECT maker AS who, coalesce(wide, made.product) AS activity
    FROM made LEFT JOIN wider ON $wider AND wider.product = made.product
    WHERE $of = 'product' AND NOT by_industry AND small IS NULL
    UNION ALL
    SELECT participant, whole FROM participation p JOIN part_of USING (chain)
    WHERE $of = 'chain' AND p.modality = 'exists' AND is_in(p.id, p.evidence, p.source)
      AND ($wider OR whole = chain)
)
SELECT l.place, k.activity, count(DISTINCT coalesce(s.first, k.who))::DOUBLE
FROM known k LEFT JOIN same_as s ON s.entity = k.who
JOIN relation_located l ON l.entity = k.who JOIN relation_place p USING (place)
WHERE p.class = $class AND k.who NOT IN (SELECT place FROM relation_place)
GROUP BY ALL ORDER BY ALL
