"""What stands near a product or technology: local bodies that know it, instruments aimed at it."""

from ecograph.graph.containment import pairs
from ecograph.supplychain.statements import statement_rows
from ecograph.supplychain.supply_use import SupplyUse, entities_in

_KNOWING = {
    "research": ("researcher", "topic"),
    "development": ("developer", "developed"),
    "mastery": ("holder", "mastered"),
}


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
        for key, chain in pairs(supply_use.tables, table, "id", "chain"):
            found[key] = found.get(key, set()) | aimed.get(chain, set())
    return {k: tuple(sorted(v)) for k, v in found.items() if v}
