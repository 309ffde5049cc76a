"""How near each product is to what a place already makes, by its known makers."""

import numpy as np

from ecograph.measures.relatedness import density, location_quotient
from ecograph.supplychain.supply_use import SupplyUse


def place_densities(supply_use: SupplyUse, place: str) -> tuple[dict[str, float], int]:
    """The density of every product around a place, and the number of places it rests on.

    The places are those of the same class that make anything; a product is present where its
    LQ by known makers is at least 1.  Empty with fewer than two places.
    """
    made = supply_use.ask(
        "SELECT l.place, m.product, count(*) FROM relation_makes m "
        "JOIN relation_located l ON l.entity = m.maker JOIN relation_place p USING (place) "
        "WHERE p.class = (SELECT class FROM relation_place WHERE place = $place) "
        "AND NOT m.by_industry AND m.maker NOT IN (SELECT place FROM relation_place) GROUP BY ALL",
        place=place,
    )
    places, products = sorted({w for w, _, _ in made}), sorted({p for _, p, _ in made})
    if len(places) < 2 or place not in places:
        return {}, len(places)
    amounts = np.zeros((len(places), len(products)))
    row, column = ({k: i for i, k in enumerate(ks)} for ks in (places, products))
    for where, product, count in made:
        amounts[row[where], column[product]] = count
    present = np.nan_to_num(location_quotient(amounts)) >= 1
    mine = density(present)[row[place]]
    return {p: float(mine[i]) for p, i in column.items() if not np.isnan(mine[i])}, len(places)
