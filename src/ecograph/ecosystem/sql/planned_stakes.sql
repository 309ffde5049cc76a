-- Holdings that were only planned and of which nothing says that they came about: no holding of the
-- pair of that share, none that began later, on $as_of.

SELECT p.shareholder AS owner, p.company AS owned, p.share::DOUBLE AS low, p.share::DOUBLE AS high,
       p.id AS statement, level_of(p.evidence) AS level, p.valid_from AS since
FROM shareholding p
WHERE p.modality = 'planned' AND is_firm(p.evidence, p.source) AND p.share IS NOT NULL
  AND coalesce(p.valid_from, '') <= $as_of
  AND NOT EXISTS (
    FROM shareholding h
    WHERE h.shareholder = p.shareholder AND h.company = p.company AND h.id <> p.id
      AND is_firm(h.evidence, h.source) AND h.modality IN ('exists', 'past')
      AND (h.share = p.share OR coalesce(h.valid_from, '') > coalesce(p.valid_from, '')))
ORDER BY owned, since DESC NULLS LAST, share DESC, owner
