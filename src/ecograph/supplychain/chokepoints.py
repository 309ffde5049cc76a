"""Chokepoint (卡脖子) candidates: each test with its threshold, and what other thresholds say.

A test holds, does not hold, or cannot be decided from what is known; it is never guessed.
    n75        the least number of countries whose shares reach 75 % is at most the threshold
               (ETO/CSET chip supply chain explorer)
    geodep     HHI of external origins above 0.4 and external above local (CEPII; EC SWD(2021)352
               uses HHI of extra-EU origins > 0.4, share > 0.5)
    city       HHI_external > 0.4, local share < 0.2, no substitute, downstream reach >= threshold
    few-origins  for products without shares: external-foreign with at most 3 origin countries
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from ecograph.base.errors import UsageError
from ecograph.base.evidence import firmest_first
from ecograph.base.results import Measurement, Method, Parameter
from ecograph.measures.concentration import (
    effective_suppliers,
    hhi,
    n_reaching,
    shares_of,
    single_source,
)
from ecograph.supplychain.exposure import Downstream, Exposure
from ecograph.supplychain.need_states import Need, of_products
from ecograph.supplychain.needs import chain_members, chain_products, place_needs, require_place
from ecograph.supplychain.supply_use import SupplyUse, method_of, sql_text

THRESHOLDS: dict[str, float] = {
    "n75": 2,
    "geodep_hhi": 0.4,
    "city_hhi": 0.4,
    "city_local_share": 0.2,
    "city_reach": 1,
    "few_origins": 3,
}
SWEEPS: dict[str, tuple[float, ...]] = {
    "n75": (1, 2, 3, 4),
    "geodep": (0.3, 0.4, 0.5, 0.6, 0.8),
    "city": (0.3, 0.4, 0.5, 0.6, 0.8),
    "few-origins": (1, 2, 3, 4, 5),
}
TESTS = tuple(SWEEPS)


@dataclass(frozen=True)
class Sourcing:
    """Where a product that a place needs is known to come from.

    `shares` are by origin country (or area), summing to 1, and empty where no value and no
    share is known; `share_basis` is value, production-share or None; `share_coverage` the part
    of the supplies that state a value.  `single` says `single known source` where one is known:
    that there is no other cannot be known from a graph.
    """

    product: str
    states: tuple[str, ...]
    origins: tuple[str, ...]
    single: str | None
    shares: dict[str, float]
    share_basis: str | None
    share_coverage: float | None
    local_share: float | None
    substitutes: tuple[str, ...]
    exposure: Exposure


@dataclass(frozen=True)
class Chokepoint:
    """One product: each test True, False or None (undecidable), and the numbers behind it."""

    sourcing: Sourcing
    tests: dict[str, bool | None]
    external: dict[str, float]
    hhi_external: float | None
    n75: int | None
    effective: float | None
    evidence: tuple[str, ...]
    doubts: tuple[str, ...]
    input_class: str
    needs: int

    @property
    def candidate(self) -> bool:
        """At least one test holds.  The label is always candidate, never more."""
        return any(self.tests.values())


@dataclass(frozen=True)
class ChokepointResult:
    """The products that a place needs from elsewhere, candidates first, and the sweeps.

    `sweep` gives for each test and threshold how many products it would hold for, and for how
    many it could be decided.
    """

    method: Method
    chokepoints: tuple[Chokepoint, ...]
    sweep: tuple[tuple[str, float, int, int], ...]

    def measurements(self) -> list[Measurement]:
        """HHI of external origins and the number of tests that hold, by product."""
        found = []
        for c in self.chokepoints:
            if c.hhi_external is not None:
                found.append(Measurement("hhi.external", c.sourcing.product, c.hhi_external))
            held = sum(1 for t in c.tests.values() if t)
            found.append(Measurement("chokepoint.tests", c.sourcing.product, held))
        return found


def chokepoints_of(
    supply_use: SupplyUse,
    place: str,
    *,
    inputs: str = "all",
    chain: str | None = None,
    thresholds: dict[str, float] | None = None,
) -> ChokepointResult:
    """The chokepoint candidates among what a place needs, of a chain of it where one is given.

    Raises UnknownName, UsageError for an unknown threshold.
    """
    require_place(supply_use, place)
    given = thresholds or {}
    for name in given:
        if name not in THRESHOLDS:
            raise UsageError(f"no threshold is called {name}; there are {', '.join(THRESHOLDS)}")
    held = THRESHOLDS | given
    needs = of_products(place_needs(supply_use, place, inputs))
    if chain is not None:
        members, products = chain_members(supply_use, chain), chain_products(supply_use, chain)
        needs = [n for n in needs if n.needed_by in members or n.product in products]
    found = judge(Downstream(supply_use, place), needs, held)
    parameters: dict[str, Parameter] = {"inputs": inputs, "chain": chain, **held}
    known = sum(1 for c in found if any(t is not None for t in c.tests.values()))
    return ChokepointResult(
        method_of(supply_use, "chokepoint", place, parameters, (known, len(found))),
        tuple(found),
        tuple(_sweep(found, held)),
    )


def judge(
    downstream: Downstream, needs: list[Need], thresholds: dict[str, float] | None = None
) -> list[Chokepoint]:
    """Every needed product with its tests: most tests held first, then foreign, then by reach."""
    supply_use, place = downstream.supply_use, downstream.place
    held = THRESHOLDS if thresholds is None else thresholds
    by_product: dict[str, list[Need]] = {}
    for need in needs:
        by_product.setdefault(need.product, []).append(need)
    sourced = sourcing_of(downstream, by_product)
    country = next((c for p, _, c in supply_use.rows("place") if p == place), None)
    found = []
    for product, sourcing in sourced.items():
        external = {o: s for o, s in sourcing.shares.items() if o != country}
        found.append(
            Chokepoint(
                sourcing=sourcing,
                tests={name: test(sourcing, external, held) for name, test in _TEST_OF.items()},
                external=external,
                hhi_external=hhi(shares_of(external).values()) if external else None,
                n75=n_reaching(sourcing.shares.values()) if sourcing.shares else None,
                effective=effective_suppliers(sourcing.shares.values()),
                evidence=firmest_first(n.evidence for n in by_product[product]),
                doubts=tuple(sorted({d for n in by_product[product] for d in n.doubts})),
                input_class=by_product[product][0].input_class,
                needs=len(by_product[product]),
            )
        )
    return sorted(
        found,
        key=lambda c: (
            -sum(1 for t in c.tests.values() if t),
            "external-foreign" not in c.sourcing.states,
            -c.sourcing.exposure.size,
            -c.needs,
            c.sourcing.product,
        ),
    )


def sourcing_of(downstream: Downstream, by_product: dict[str, list[Need]]) -> dict[str, Sourcing]:
    """Where each product comes from, by product."""
    supply_use, place = downstream.supply_use, downstream.place
    source = _known_sources(supply_use, by_product)
    amounts = _amounts(supply_use, place, by_product)
    made = _production_shares(supply_use, place)
    substitutes = _substitutes(supply_use)
    found = {}
    for product, needs in sorted(by_product.items()):
        basis, held = "value", amounts.get(product, _Amounts())
        if not held.by_origin:
            basis, coverage = "production-share", held.coverage
            held = replace(made.get(product, _Amounts()), coverage=coverage)
        makers, origins = source.get(product, (0, ()))
        shares = shares_of(held.by_origin)
        total = sum(held.by_origin.values())
        found[product] = Sourcing(
            product=product,
            states=tuple(sorted({n.state for n in needs})),
            origins=origins,
            single=single_source(makers, complete=False),
            shares=shares,
            share_basis=basis if shares else None,
            share_coverage=held.coverage,
            local_share=held.local / total if total > 0 else None,
            substitutes=tuple(sorted(substitutes.get(product, ()))),
            exposure=downstream.of(product),
        )
    return found


@dataclass(frozen=True)
class _Amounts:
    """What is known of how much of a product comes from where.

    Amounts by origin, where that is one country or area; what of them is local; the part of the
    supplies that state a value, None where there is no supply.
    """

    by_origin: dict[str, float] = field(default_factory=dict)
    local: float = 0.0
    coverage: float | None = None


def _known_sources(
    supply_use: SupplyUse, products: Iterable[str]
) -> dict[str, tuple[int, tuple[str, ...]]]:
    """For each of the products, how many sources are known, and the countries or areas of them."""
    rows = supply_use.ask(
        "SELECT s.product, count(DISTINCT s.maker), list_sort(list(DISTINCT c.origin)) "
        "FROM relation_source s LEFT JOIN relation_country_of c ON c.entity = s.maker "
        "WHERE list_contains($products::VARCHAR[], s.product) GROUP BY s.product",
        products=sorted(products),
    )
    return {p: (n, tuple(o for o in origins if o is not None)) for p, n, origins in rows}


def _amounts(
    supply_use: SupplyUse, place: str, by_product: dict[str, list[Need]]
) -> dict[str, _Amounts]:
    """Yuan by product and origin that the users of the place take."""
    needs = [(n.product, n.needed_by) for own in by_product.values() for n in own]
    by_origin: dict[str, dict[str, float]] = {}
    local: dict[str, float] = {}
    stated: dict[str, list[int]] = {}
    for product, origin, here, values, supplies in supply_use.ask(
        sql_text("supplies_by_origin"),
        place=place,
        products=[product for product, _ in needs],
        users=[needed_by for _, needed_by in needs],
    ):
        counts = stated.setdefault(product, [0, 0])
        counts[0] += len(values)
        counts[1] += supplies
        if origin is not None and values:
            of, amount = by_origin.setdefault(product, {}), math.fsum(values)
            of[origin] = of.get(origin, 0.0) + amount
            local[product] = local.get(product, 0.0) + (amount if here else 0.0)
    return {
        product: _Amounts(by_origin.get(product, {}), local.get(product, 0.0), known / of)
        for product, (known, of) in stated.items()
    }


def _production_shares(supply_use: SupplyUse, place: str) -> dict[str, _Amounts]:
    """Stated shares of makers in a product's output, by origin, and the part made here."""
    by_origin: dict[str, dict[str, float]] = {}
    local: dict[str, float] = {}
    for product, maker, share, origin, here in supply_use.ask(
        sql_text("production_shares"), place=place
    ):
        if not 0 <= share <= 1:
            raise UsageError(
                f"production of {product} by {maker}: share {share:g} is not a fraction in "
                "[0, 1]; write 61 % as 0.61"
            )
        if origin is not None:
            of = by_origin.setdefault(product, {})
            of[origin] = of.get(origin, 0.0) + share
            local[product] = local.get(product, 0.0) + (share if here else 0.0)
    return {product: _Amounts(held, local[product]) for product, held in by_origin.items()}


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


def _test_n75(s: Sourcing, external: dict[str, float], held: dict[str, float]) -> bool | None:
    if not s.shares:
        return None
    count = n_reaching(s.shares.values())
    return bool(external) and count is not None and count <= held["n75"]


def _test_geodep(s: Sourcing, external: dict[str, float], held: dict[str, float]) -> bool | None:
    if not s.shares:
        return None
    index = hhi(shares_of(external).values())
    outside = sum(external.values())
    return index is not None and index > held["geodep_hhi"] and outside > 1 - outside


def _test_city(s: Sourcing, external: dict[str, float], held: dict[str, float]) -> bool | None:
    if not s.shares or s.local_share is None:
        return None
    index = hhi(shares_of(external).values())
    return (
        index is not None
        and index > held["city_hhi"]
        and s.local_share < held["city_local_share"]
        and not s.substitutes
        and s.exposure.size >= held["city_reach"]
    )


def _test_few(s: Sourcing, external: dict[str, float], held: dict[str, float]) -> bool | None:
    if s.shares or "unknown" in s.states:
        return None
    if set(s.states) != {"external-foreign"}:
        return False
    return 0 < len(s.origins) <= held["few_origins"]


Test = Callable[[Sourcing, dict[str, float], dict[str, float]], bool | None]
_TEST_OF: dict[str, Test] = {
    "n75": _test_n75,
    "geodep": _test_geodep,
    "city": _test_city,
    "few-origins": _test_few,
}
_THRESHOLD_OF = {
    "n75": "n75",
    "geodep": "geodep_hhi",
    "city": "city_hhi",
    "few-origins": "few_origins",
}


def _sweep(found: list[Chokepoint], held: dict[str, float]) -> list[tuple[str, float, int, int]]:
    rows = []
    for name, values in SWEEPS.items():
        for value in values:
            changed = held | {_THRESHOLD_OF[name]: value}
            verdicts = [_TEST_OF[name](c.sourcing, c.external, changed) for c in found]
            decided = [v for v in verdicts if v is not None]
            rows.append((name, value, sum(decided), len(decided)))
    return rows
