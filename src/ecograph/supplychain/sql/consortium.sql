-- What is known of those who could sit in a consortium ($who), for chains $chains: stated roles,
-- statuses, work together.  One row each: who, what it is (reason), about whom or what, statement.

SELECT participant AS who, 'leads' AS reason, chain AS about, id AS statement,
       level_of(evidence) AS level
FROM participation
WHERE participant IN (SELECT unnest($who::VARCHAR[])) AND role IN ('leading', 'representative')
  AND list_contains($chains, chain) AND modality = 'exists' AND is_firm(evidence, source)
UNION ALL
SELECT holder, 'status', status, id, level_of(evidence) FROM certification
WHERE holder IN (SELECT unnest($who::VARCHAR[])) AND modality = 'exists'
  AND status IN ('single-champion', 'little-giant', 'key-little-giant', 'tech-leading', 'listed',
                 'national-technology-centre', 'new-rd-institution', 'postdoctoral-station')
  AND is_firm(evidence, source)
UNION ALL
SELECT m.member, 'consortium', m.body, m.id, level_of(m.evidence)
FROM membership m JOIN consortium c ON c.id = m.body
WHERE m.member IN (SELECT unnest($who::VARCHAR[])) AND m.modality = 'exists'
  AND is_firm(m.evidence, m.source)
UNION ALL
SELECT c.one, 'worked', c.other, c.id, level_of(c.evidence)
FROM (SELECT *, partner AS one, other_partner AS other FROM collaboration
      UNION ALL SELECT *, other_partner, partner FROM collaboration) c
WHERE c.one IN (SELECT unnest($who::VARCHAR[])) AND c.other IN (SELECT unnest($who::VARCHAR[]))
  AND c.modality IN ('exists', 'past', 'underway') AND is_firm(c.evidence, c.source)
ORDER BY ALL
