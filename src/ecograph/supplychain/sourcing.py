"""Where a product that a place needs is known to come from, and how much of it, as far as is known.

Shares of countries come from the first of these that there is: the values of the supplies to the
place (of those that are recorded); the shares of a country in the supply of the product (of the
narrowest market that the place is in, in the latest period); the shares of makers in its output.
A share is at least what is known; the rest of the whole (`rest`) is nobody knows whose.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ecograph.base.errors import UsageError
from ecograph.base.results import Interval
from ecograph.measures.concentration import checked_shares, part, single_source
from ecograph.supplychain.exposure import Downstream, Exposure
from ecograph.supplychain.need_states import Need
from ecograph.supplychain.supply_use import SupplyUse, sql_text


@dataclass(frozen=True)
class Sourcing:
    """Where a product that a place needs is known to come from.

    `origins` are the countries (or areas) of its known sources; `fewest` of them hold at least,
    where a text joins some by or, and `most` countries at most, None where one is an area, which
    may be any number of countries, also one that is named.  `areas` are those.  `shares` are what
    each origin has at least, `rest` is what nobody knows whose it is; no shares where none is
    known.  `share_basis` is value, supply-share, production-share or None; `share_coverage` the
    part of the supplies that state a value.
    `single` says `single known source` where one is known: that there is no other cannot be known
    from a graph.  `said` are the ids of the statements that call it a chokepoint.
    """

    product: str
    states: tuple[str, ...]
    origins: tuple[str, ...]
    fewest: int
    most: int | None
    areas: frozenset[str]
    single: str | None
    shares: dict[str, float]
    rest: float
    share_basis: str | None
    share_coverage: float | None
    local_share: Interval | None
    substitutes: tuple[str, ...]
    said: tuple[str, ...]
    exposure: Exposure

    @property
    def spread(self) -> float:
        """What areas have of the shares."""
        return math.fsum(share for origin, share in self.shares.items() if origin in self.areas)


@dataclass(frozen=True)
class _Shares:
    """What each origin has at least of the supply of a product, and what of it is local.

    `near` is what comes from a place that this one is in, and so may be local.
    """

    by_origin: Mapping[str, float] = field(default_factory=dict)
    rest: float = 0.0
    local: float = 0.0
    near: float = 0.0

    @property
    def local_share(self) -> Interval | None:
        """What is local, between what is known to be and what may be."""
        if not self.by_origin:
            return None
        most = min(1.0, self.local + self.near + self.rest)
        return Interval(min(self.local, most), most)


def sourcing_of(
    downstream: Downstream, by_product: Mapping[str, list[Need]]
) -> dict[str, Sourcing]:
    """Where each product comes from, by product; the needs are those of the place."""
    supply_use, place = downstream.supply_use, downstream.place
    areas = set(supply_use.tables.column("area", "id"))
    source = _known_sources(supply_use, by_product, areas)
    valued, coverage = _by_value(supply_use, place, by_product)
    supplied, made = _supply_shares(supply_use, place), _production_shares(supply_use, place)
    substitutes, said = _substitutes(supply_use), _stated_chokepoints(supply_use)
    found = {}
    for product, needs in sorted(by_product.items()):
        bases = (("value", valued), ("supply-share", supplied), ("production-share", made))
        basis, shares = next(
            ((name, of[product]) for name, of in bases if product in of), (None, _Shares())
        )
        makers, origins, fewest, most = source.get(product, (0, (), 0, 0))
        found[product] = Sourcing(
            product=product,
            states=tuple(sorted({n.state for n in needs})),
            origins=origins,
            fewest=fewest,
            most=most,
            areas=frozenset(areas.intersection([*origins, *shares.by_origin])),
            single=single_source(makers, complete=False),
            shares=dict(shares.by_origin),
            rest=shares.rest,
            share_basis=basis,
            share_coverage=coverage.get(product),
            local_share=shares.local_share,
            substitutes=tuple(sorted(substitutes.get(product, ()))),
            said=tuple(sorted(said.get(product, ()))),
            exposure=downstream.of(product),
        )
    return found


def _known_sources(
    supply_use: SupplyUse, products: Iterable[str], areas: set[str]
) -> dict[str, tuple[int, tuple[str, ...], int, int | None]]:
    """For each of the products how many sources are known, their countries or areas, and how many
    countries those are at least and at most: of alternatives that a text joins by or, one."""
    rows = supply_use.ask(
        "SELECT s.product, s.maker, c.origin, a.alternatives "
        "FROM relation_source s LEFT JOIN relation_country_of c ON c.entity = s.maker "
        "LEFT JOIN alternative a ON a.maker = s.maker AND a.product = s.product "
        "WHERE list_contains($products::VARCHAR[], s.product) ORDER BY ALL",
        products=sorted(products),
    )
    makers: dict[str, set[str]] = {}
    sure: dict[str, set[str]] = {}
    groups: dict[str, dict[str, set[str]]] = {}
    for product, maker, origin, group in rows:
        makers.setdefault(product, set()).add(maker)
        if origin is not None and group is None:
            sure.setdefault(product, set()).add(origin)
        elif origin is not None:
            groups.setdefault(product, {}).setdefault(group, set()).add(origin)
    found = {}
    for product, who in makers.items():
        certain, either = sure.get(product, set()), groups.get(product, {}).values()
        every = certain.union(*either)
        fewest = len(certain - areas) or int(bool(every))
        most = None if every & areas else len(every)
        found[product] = len(who), tuple(sorted(every)), fewest, most
    return found


def _by_value(
    supply_use: SupplyUse, place: str, by_product: Mapping[str, list[Need]]
) -> tuple[dict[str, _Shares], dict[str, float]]:
    """Shares by the values of the supplies to the place, and the part of them that state one."""
    needs = [(n.product, n.needed_by) for own in by_product.values() for n in own]
    bounds: dict[str, dict[tuple[str, bool], tuple[float, float]]] = {}
    counts: dict[str, tuple[int, int]] = {}
    for product, origin, here, lows, highs, supplies in supply_use.ask(
        sql_text("supplies_by_origin"),
        place=place,
        products=[product for product, _ in needs],
        users=[needed_by for _, needed_by in needs],
    ):
        known, of = counts.get(product, (0, 0))
        counts[product] = known + len(lows), of + supplies
        if origin is not None and lows:
            bounds.setdefault(product, {})[origin, here] = math.fsum(lows), math.fsum(highs)
    found = {product: _shares_between(of) for product, of in bounds.items()}
    coverage = {product: known / of for product, (known, of) in counts.items()}
    return {p: s for p, s in found.items() if s.by_origin}, coverage


def _shares_between(bounds: Mapping[tuple[str, bool], tuple[float, float]]) -> _Shares:
    """What each origin has at least, of amounts between bounds; nothing where all may be 0."""
    by_origin: dict[str, float] = {}
    local = 0.0
    for (origin, here), (low, _) in bounds.items():
        others = math.fsum(high for key, (_, high) in bounds.items() if key != (origin, here))
        share = part(low, others) or 0.0
        by_origin[origin] = by_origin.get(origin, 0.0) + share
        local += share if here else 0.0
    if not any(high > 0 for _, high in bounds.values()):
        return _Shares()
    return _Shares(dict(sorted(by_origin.items())), _rest(by_origin), local)


def _rest(by_origin: Mapping[str, float]) -> float:
    """What of the whole is nobody knows whose."""
    rest = 1 - math.fsum(by_origin.values())
    return rest if rest > 1e-9 else 0.0


def _supply_shares(supply_use: SupplyUse, place: str) -> dict[str, _Shares]:
    """Stated shares of countries in the supply of a product."""
    rows = supply_use.ask(sql_text("supply_shares"), place=place)
    return _as_shares(
        (product, f"{key}, share", share, origin, here, near)
        for key, product, share, origin, here, near in rows
    )


def _production_shares(supply_use: SupplyUse, place: str) -> dict[str, _Shares]:
    """Stated shares of makers in a product's output."""
    rows = supply_use.ask(sql_text("production_shares"), place=place)
    return _as_shares(
        (product, f"production of {product} by {maker}: share", share, origin, here, False)
        for product, maker, share, origin, here in rows
    )


def _as_shares(
    rows: Iterable[tuple[str, str, float, str | None, bool, bool]],
) -> dict[str, _Shares]:
    """Shares by product of rows (product, what it is, share, origin, is here, may be here)."""
    held: dict[str, list[tuple[float, str | None, bool, bool]]] = {}
    for product, what, share, origin, here, near in rows:
        if not 0 <= share <= 1:
            raise UsageError(f"{what} {share:g} is not a fraction in [0, 1]; write 61 % as 0.61")
        held.setdefault(product, []).append((share, origin, here, near))
    found = {}
    for product, of in held.items():
        by_origin: dict[str, float] = {}
        for share, origin, _, _ in of:
            if origin is not None:
                by_origin[origin] = by_origin.get(origin, 0.0) + share
        if by_origin:
            checked_shares(by_origin.values())
            local = math.fsum(share for share, _, here, _ in of if here)
            around = math.fsum(share for share, _, _, near in of if near)
            found[product] = _Shares(by_origin, _rest(by_origin), local, around)
    return found


def _substitutes(supply_use: SupplyUse) -> dict[str, set[str]]:
    """For each input, others of the same substitute group of some requirer that somebody makes."""
    found: dict[str, set[str]] = {}
    for product, other in supply_use.ask(
        "SELECT DISTINCT one.input, other.input FROM requirement one JOIN requirement other "
        "USING (requirer, substitute_group) WHERE one.input <> other.input "
        "AND one.modality = 'exists' AND is_firm(one.evidence, one.source) "
        "AND other.modality = 'exists' AND is_firm(other.evidence, other.source) "
        "AND other.input IN (SELECT product FROM relation_source)"
    ):
        found.setdefault(product, set()).add(other)
    return found


def _stated_chokepoints(supply_use: SupplyUse) -> dict[str, set[str]]:
    """For each product or technology, the statements that call it a chokepoint."""
    found: dict[str, set[str]] = {}
    for product, key in supply_use.ask(
        "SELECT concerned, id FROM concern WHERE role = 'chokepoint' AND modality = 'exists' "
        "AND is_firm(evidence, source)"
    ):
        found.setdefault(product, set()).add(key)
    return found
