"""Who may make a product: the makers of what may be the same (a possible identity)."""

from ecograph.supplychain.supply_use import SupplyUse, local_sources

# by product: the products that may be the same and are made here, and who makes them
Possible = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]


def possible_makers(supply_use: SupplyUse, place: str) -> Possible:
    """For each product that may be the same as others made in a place, those and their makers."""
    same: dict[str, set[str]] = {}
    for one, other in supply_use.tables.rows("possible_identity", "entity", "other"):
        same.setdefault(one, set()).add(other)
        same.setdefault(other, set()).add(one)
    makers = local_sources(supply_use, place)
    found: Possible = {}
    for product, others in same.items():
        made = tuple(sorted(o for o in others if makers.get(o)))
        if made:
            found[product] = (made, tuple(sorted({m for o in made for m in makers[o]})))
    return found
