"""What stands near a product or technology: local bodies that know it, instruments aimed at it."""

from ecograph.supplychain.statements import statement_rows
from ecograph.supplychain.supply_use import SupplyUse, entities_in

_KNOWING = {
    "research": ("researcher", "topic"),
    "development": ("developer", "developed"),
    "mastery": ("holder", "mastered"),
}

# That something belongs to a chain is as sure as its row, or as what fills the cell in.
_OF_CHAINS = """
SELECT DISTINCT o.id, o.chain
FROM (SELECT id, unnest(chain) AS chain, evidence, source FROM {table}) o
LEFT JOIN supplement s
  ON s.entity = o.id AND s.filled_column = 'chain' AND s.filled_value = o.chain
WHERE is_firm(coalesce(s.evidence, o.evidence), coalesce(s.source, o.source)) ORDER BY ALL
"""


def labs_near(supply_use: SupplyUse, place: str) -> dict[str, tuple[str, ...]]:
    """For each product or technology, the local bodies that research, develop or master it."""
    here = entities_in(supply_use, place) - {place}
    found: dict[str, set[str]] = {}
    for table, columns in _KNOWING.items():
        for who, what, modality in statement_rows(supply_use, table, *columns, "modality"):
            if modality in ("exists", "underway") and who in here:
                found.setdefault(what, set()).add(who)
    return {k: tuple(sorted(v)) for k, v in found.items()}


def instruments_near(supply_use: SupplyUse) -> dict[str, tuple[str, ...]]:
    """For each product or technology, what is aimed at it or at a chain it belongs to."""
    aimed: dict[str, set[str]] = {}
    columns = ("target", "instrument", "modality")
    for target, instrument, modality in statement_rows(supply_use, "targeting", *columns):
        if modality != "lacking":
            aimed.setdefault(target, set()).add(instrument)
    found = dict(aimed)
    for table in ("product", "technology"):
        for key, chain in supply_use.ask(_OF_CHAINS.format(table=table)):
            found[key] = found.get(key, set()) | aimed.get(chain, set())
    return {k: tuple(sorted(v)) for k, v in found.items() if v}
