"""How near each product is to what a place already makes, by its known makers."""

import numpy as np

from ecograph.measures.relatedness import density, location_quotient
from ecograph.supplychain.supply_use import SupplyUse


def place_densities(supply_use: SupplyUse, place: str) -> tuple[dict[str, float], int]:
    """The density of every product around a place, and the number of places it rests on.

    The places are those of the same class that make anything; a product is present where its
    LQ by known makers is at least 1.  Empty with fewer than two places.
    """
    kinds = {p: kind for p, kind, _ in supply_use.rows("place")}
    chains = set(supply_use.tables["industry_chain"]["id"].to_pylist())
    at: dict[str, list[str]] = {}
    for entity, where, _ in supply_use.rows("located"):
        if kinds.get(where) == kinds[place] and entity not in kinds and entity not in chains:
            at.setdefault(entity, []).append(where)
    pairs = [(w, p) for m, p, _, _ in supply_use.rows("makes") for w in at.get(m, ())]
    places, products = sorted({w for w, _ in pairs}), sorted({p for _, p in pairs})
    if len(places) < 2 or place not in places:
        return {}, len(places)
    amounts = np.zeros((len(places), len(products)))
    row, column = ({k: i for i, k in enumerate(ks)} for ks in (places, products))
    for where, product in pairs:
        amounts[row[where], column[product]] += 1
    present = np.nan_to_num(location_quotient(amounts)) >= 1
    mine = density(present)[row[place]]
    return {p: float(mine[i]) for p, i in column.items() if not np.isnan(mine[i])}, len(places)
