-- What sits directly in what, with the graph that says so, a tenant in its park; what a place is
-- part of, with none.
SELECT DISTINCT s AS inner, o AS outer, g FROM (
    SELECT s, o, g FROM said WHERE p = eco('locatedIn') AND g IS NOT NULL
    UNION ALL
    SELECT s, o, g FROM said WHERE p = eco('tenantOf') AND g IS NOT NULL
    AND o IN (SELECT s FROM typed WHERE class = eco('Park'))
    UNION ALL
    SELECT s, o, NULL FROM said WHERE p = eco('partOf')
    AND s IN (SELECT s FROM typed WHERE class = eco('Place'))
) WHERE is_iri(s) AND is_iri(o);
