-- The facts that undecidable verdicts lack, by how many each would settle alone; after
-- verdicts.sql.  $figures are the properties of which a figure can be asked.
WITH held AS (
    SELECT DISTINCT p.offer, p.of_group, r.body FROM part p JOIN result r USING (test)
    WHERE r.holds
),
figures AS (
    SELECT DISTINCT measured_property AS property FROM indicator
    WHERE list_contains($figures, measured_property)
),
open AS (
    SELECT v.offer, v.body, p.of_group, t.demanded_status, t.property,
           CASE WHEN t.property = 'located' THEN 'district'
                WHEN t.property = 'certificate' AND t.demanded_status IS NOT NULL
                THEN 'status'
                WHEN f.property IS NOT NULL THEN 'figure' END AS kind
    FROM verdict v JOIN part p USING (offer) LEFT JOIN test t USING (test)
    LEFT JOIN figures f ON f.property = t.property
    LEFT JOIN result r ON r.test = p.test AND r.body = v.body
    LEFT JOIN held h ON h.offer = v.offer AND h.of_group = p.of_group AND h.body = v.body
    WHERE v.verdict = 'undecidable' AND r.holds IS NULL AND h.body IS NULL
      AND v.policy NOT IN (SELECT policy FROM standing WHERE state IN ('ended', 'not-yet'))
),
missing AS (
    SELECT offer, body, kind,
           CASE kind WHEN 'status' THEN demanded_status WHEN 'figure' THEN property
                WHEN 'district' THEN NULL ELSE of_group END AS asked
    FROM open
),
of_award AS (
    SELECT DISTINCT offer, body, kind, asked,
           count(DISTINCT (kind, asked)) OVER (PARTITION BY offer, body) AS facts
    FROM missing
)
SELECT body, kind, asked, count(*) FILTER (facts = 1) AS settles, count(*) AS awards
FROM of_award WHERE kind IS NOT NULL GROUP BY ALL
ORDER BY settles DESC, awards DESC, body, kind, asked
