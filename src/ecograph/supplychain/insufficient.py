"""Who in a place makes a product and meets no need of it: too little of it, or of a lower grade."""

from ecograph.supplychain.need_states import Need
from ecograph.supplychain.supply_use import SupplyUse

# by product: who makes it, and why that closes no need (pilot, negligible, below-grade,
# grade-unknown)
Insufficient = dict[str, tuple[tuple[str, str], ...]]
Unfit = frozenset[tuple[str, str, str]]  # who needs it, what, and a source that does not do


def insufficient_makers(supply_use: SupplyUse, place: str) -> Insufficient:
    """The makers of each product in a place whose making meets no need, or not some need, there.

    What they make may close a need once they make more of it or better, which others do not.
    """
    rows = supply_use.ask(
        "SELECT s.product, s.maker, s.small FROM relation_small s "
        "WHERE s.maker IN (SELECT entity FROM relation_located WHERE place = $place) "
        "AND (s.maker, s.product) NOT IN (SELECT maker, product FROM relation_source) "
        "UNION SELECT u.product, u.maker, "
        "CASE WHEN bool_and(u.open) THEN 'grade-unknown' ELSE 'below-grade' END "
        "FROM relation_unfit u JOIN relation_user_location l USING (needed_by) "
        "WHERE l.place = $place "
        "AND u.maker IN (SELECT entity FROM relation_located WHERE place = $place) "
        "GROUP BY u.product, u.maker ORDER BY ALL",
        place=place,
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for product, maker, why in rows:
        found.setdefault(product, []).append((maker, why))
    return {product: tuple(makers) for product, makers in found.items()}


def unfit_sources(supply_use: SupplyUse) -> Unfit:
    """The sources that do not meet the grade of a need, or of which it is not known."""
    return frozenset((user, product, maker) for user, product, maker, _ in supply_use.rows("unfit"))


def meets(unfit: Unfit, need: Need, source: str) -> bool:
    """Whether a source of a product, for all that is known of its grade, meets a need of it."""
    return (need.needed_by, need.product, source) not in unfit
