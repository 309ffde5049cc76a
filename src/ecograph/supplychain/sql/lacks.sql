-- What a source says that $place lacks or has too little of: facilities, services, kinds of firms; by
-- the chains that suffer from it, else the place itself, with the statements that say so.
-- A chain lacks what it lacks where the regions centre.
WITH here AS (
    SELECT $place AS entity UNION SELECT chain FROM chain WHERE $place IN (FROM centre)
),
suffers AS (
    SELECT problem, concerned AS party, id, citation, evidence, modality
    FROM concern JOIN here ON here.entity = concerned
    WHERE role = 'sufferer' AND modality = 'exists' AND is_firm(evidence, source)
),
short AS (
    SELECT problem, concerned AS asset, id, citation, evidence, modality
    FROM concern
    WHERE role = 'shortage' AND modality = 'exists' AND is_firm(evidence, source)
),
lacking AS (
    SELECT holder, asset, id, citation, evidence, modality
    FROM endowment JOIN here ON here.entity = holder
    WHERE modality = 'lacking' AND is_firm(evidence, source)
      AND NOT EXISTS (FROM endowment later
          WHERE later.holder = endowment.holder AND later.asset = endowment.asset
            AND later.modality = 'exists' AND is_firm(later.evidence, later.source)
            AND endowment.valid_to IS NOT NULL AND later.valid_from >= endowment.valid_to)
),
-- Who feels it: the chains among those that have the problem, else the place.
felt AS (
    SELECT DISTINCT short.asset, party FROM short JOIN suffers USING (problem)
    WHERE party IN (FROM chain)
    UNION SELECT asset, holder FROM lacking WHERE holder IN (FROM chain)
),
known AS (
    SELECT asset FROM lacking UNION SELECT asset FROM short SEMI JOIN suffers USING (problem)
),
lack AS (
    FROM felt SEMI JOIN known USING (asset)
    UNION ALL SELECT asset, $place FROM known ANTI JOIN felt USING (asset)
)
SELECT l.party, l.asset, 'endowment' AS name, e.id, e.citation, e.evidence, e.modality
FROM lack l JOIN lacking e USING (asset)
UNION
SELECT l.party, l.asset, 'concern', s.id, s.citation, s.evidence, s.modality
FROM lack l JOIN short s USING (asset)
SEMI JOIN suffers USING (problem)
ORDER BY ALL
