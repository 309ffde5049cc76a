"""How many organisations of each place are known to make a product or to take part in a chain.

What is known of a place is the least that is there: a pair without a known organisation is not
known, which is nan in the matrix.
"""

import numpy as np

from ecograph.measures.amounts import Amounts, amounts_of
from ecograph.measures.relatedness import density, location_quotient, presence
from ecograph.supplychain.supply_use import SupplyUse, sql_text


def known_counts(
    supply_use: SupplyUse, kind: str, of: str = "product", *, wider: bool = True
) -> Amounts:
    """The matrix of the places of a class (`kind`, such as City) by `of`: product or chain.

    With `wider`, who makes a narrower product makes the wider one, and who takes part in a
    sub-chain takes part in the chain; without it each counts as it is stated, so that the
    activities of a place are parts of one whole.
    """
    asked = {"class": kind, "of": of, "wider": wider}
    return amounts_of(supply_use.database.rows(sql_text("known_counts"), asked))


def peers_of(supply_use: SupplyUse, place: str) -> Amounts:
    """The matrix of the places of the same class as a place, by products."""
    classes = {key: kind for key, kind, _ in supply_use.rows("place")}
    return known_counts(supply_use, classes[place])


def place_quotients(makers: Amounts, place: str) -> dict[tuple[str, str], float]:
    """The LQ of each product of which a maker is known in a place, by place and product.

    Empty with fewer than two places; none is said of a product without a known maker there.
    """
    if len(makers.places) < 2 or place not in makers.places:
        return {}
    own = location_quotient(makers.values)[makers.places.index(place)]
    known = zip(makers.activities, own.tolist(), strict=True)
    return {(place, product): lq for product, lq in known if not np.isnan(lq)}


def place_densities(makers: Amounts, place: str) -> dict[str, float]:
    """The density of every product around a place; empty with fewer than two places."""
    if len(makers.places) < 2 or place not in makers.places:
        return {}
    own = density(presence(makers.values))[makers.places.index(place)]
    near = zip(makers.activities, own.tolist(), strict=True)
    return {product: value for product, value in near if not np.isnan(value)}
