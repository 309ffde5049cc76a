"""Chokepoint (卡脖子) candidates: each test with its threshold, and what other thresholds say.

A test holds, does not hold, or cannot be decided from what is known; it is never guessed.
    n75        the least number of countries whose shares reach 75 % is at most the threshold
               (ETO/CSET chip supply chain explorer)
    geodep     HHI of external origins above 0.4 and external above local (CEPII; EC SWD(2021)352
               uses HHI of extra-EU origins > 0.4, share > 0.5)
    city       HHI_external > 0.4, local share < 0.2, no substitute, downstream reach >= threshold
    few-origins  for products without shares: external-foreign with at most 3 origin countries
"""

from collections.abc import Callable
from dataclasses import dataclass

from ecograph.base.errors import UsageError
from ecograph.base.evidence import is_in
from ecograph.base.results import Measurement, Method, Parameter
from ecograph.graph.containment import existing
from ecograph.measures.concentration import (
    effective_suppliers,
    hhi,
    n_reaching,
    shares_of,
    single_source,
)
from ecograph.supplychain.exposure import Downstream, Exposure
from ecograph.supplychain.needs import (
    Need,
    chain_members,
    chain_products,
    place_needs,
    require_place,
)
from ecograph.supplychain.statements import statement_rows
from ecograph.supplychain.supply_use import SupplyUse, origins_of

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
    needs = place_needs(supply_use, place, inputs)
    if chain is not None:
        members, products = chain_members(supply_use, chain), chain_products(supply_use, chain)
        needs = [n for n in needs if n.buyer in members or n.product in products]
    found = judge(supply_use, place, needs, held)
    parameters: dict[str, Parameter] = {"inputs": inputs, "chain": chain, **held}
    known = sum(1 for c in found if any(t is not None for t in c.tests.values()))
    return ChokepointResult(
        Method("chokepoint", place, parameters, known, len(found), supply_use.evidence),
        tuple(found),
        tuple(_sweep(found, held)),
    )


def judge(
    supply_use: SupplyUse, place: str, needs: list[Need], thresholds: dict[str, float] | None = None
) -> list[Chokepoint]:
    """Every needed product with its tests: most tests held first, then foreign, then by reach."""
    held = THRESHOLDS if thresholds is None else thresholds
    by_product: dict[str, list[Need]] = {}
    for need in needs:
        by_product.setdefault(need.product, []).append(need)
    sourced = sourcing_of(supply_use, place, by_product)
    found = []
    for product, sourcing in sourced.items():
        external = _external(supply_use, place, sourcing)
        found.append(
            Chokepoint(
                sourcing=sourcing,
                tests={name: test(sourcing, external, held) for name, test in _TEST_OF.items()},
                external=external,
                hhi_external=hhi(shares_of(external).values()) if external else None,
                n75=n_reaching(sourcing.shares.values()) if sourcing.shares else None,
                effective=effective_suppliers(sourcing.shares.values()),
                evidence=tuple(sorted({n.evidence for n in by_product[product]})),
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


def sourcing_of(
    supply_use: SupplyUse, place: str, by_product: dict[str, list[Need]]
) -> dict[str, Sourcing]:
    """Where each product comes from, by product."""
    origins = origins_of(supply_use)
    here = {e for e, p, _ in supply_use.rows("located") if p == place}
    downstream = Downstream(supply_use, place)
    source: dict[str, set[str]] = {}
    for maker, product, _, _ in supply_use.rows("source"):
        source.setdefault(product, set()).add(maker)
    amounts, coverage, local = _amounts(supply_use, by_product, origins, here)
    made = _production_shares(supply_use, origins, here)
    found = {}
    for product, needs in sorted(by_product.items()):
        basis: str | None = "value"
        held, local_part = amounts.get(product, {}), local.get(product, 0.0)
        if not held:
            basis, (held, local_part) = "production-share", made.get(product, ({}, 0.0))
        shares = shares_of(held)
        total = sum(held.values())
        known = {o for m in source.get(product, ()) for o in origins.get(m, ())}
        found[product] = Sourcing(
            product=product,
            states=tuple(sorted({n.state for n in needs})),
            origins=tuple(sorted(known)),
            single=single_source(len(source.get(product, ())), complete=False),
            shares=shares,
            share_basis=basis if shares else None,
            share_coverage=coverage.get(product),
            local_share=local_part / total if total > 0 else None,
            substitutes=tuple(sorted(_substitutes(supply_use, product, source))),
            exposure=downstream.of(product),
        )
    return found


Amounts = dict[str, dict[str, float]]


def _amounts(
    supply_use: SupplyUse,
    by_product: dict[str, list[Need]],
    origins: dict[str, set[str]],
    here: set[str],
) -> tuple[Amounts, dict[str, float], dict[str, float]]:
    """Yuan by product and origin that buyers of the place take; shares with a value; local yuan."""
    buyers = {(n.buyer, n.product) for needs in by_product.values() for n in needs}
    amounts: Amounts = {}
    local: dict[str, float] = {}
    supplies: dict[str, list[bool]] = {}
    for seller, buyer, product, value, _ in supply_use.rows("supplies"):
        if (buyer, product) not in buyers:
            continue
        supplies.setdefault(product, []).append(value is not None)
        if value is None or len(origins.get(seller, ())) != 1:
            continue
        origin = next(iter(origins[seller]))
        of = amounts.setdefault(product, {})
        of[origin] = of.get(origin, 0.0) + value
        if seller in here:
            local[product] = local.get(product, 0.0) + value
    return amounts, {p: sum(f) / len(f) for p, f in supplies.items()}, local


def _production_shares(
    supply_use: SupplyUse, origins: dict[str, set[str]], here: set[str]
) -> dict[str, tuple[dict[str, float], float]]:
    """Stated shares of makers in a product's output, by origin, and the part made here."""
    table = supply_use.tables["production"]
    columns = (table[c].to_pylist() for c in ("maker", "product", "share", "modality", "evidence"))
    found: dict[str, tuple[dict[str, float], float]] = {}
    for maker, product, share, modality, evidence in zip(*columns, strict=True):
        if share is None or modality != "exists":
            continue
        if not is_in(evidence, supply_use.evidence):
            continue
        if not 0 <= share <= 1:
            raise UsageError(
                f"production of {product} by {maker}: share {share:g} is not a fraction in "
                "[0, 1]; write 61 % as 0.61"
            )
        if len(origins.get(maker, ())) == 1:
            held, local = found.get(product, ({}, 0.0))
            origin = next(iter(origins[maker]))
            held[origin] = held.get(origin, 0.0) + share
            found[product] = held, local + (share if maker in here else 0.0)
    return found


def _substitutes(supply_use: SupplyUse, product: str, source: dict[str, set[str]]) -> set[str]:
    """Other inputs of the same substitute group, for some requirer, that somebody makes."""
    groups: dict[tuple[str, str], set[str]] = {}
    for row in existing(statement_rows(supply_use.tables, "requirement", supply_use.evidence)):
        if row["substitute_group"] is not None:
            key = row["requirer"], row["substitute_group"]
            groups.setdefault(key, set()).add(row["input"])
    return {
        other
        for members in groups.values()
        if product in members
        for other in members - {product}
        if source.get(other)
    }


def _external(supply_use: SupplyUse, place: str, sourcing: Sourcing) -> dict[str, float]:
    """The shares of origins that are not the place's own country."""
    country = next((c for p, _, c in supply_use.rows("place") if p == place), None)
    return {o: s for o, s in sourcing.shares.items() if o != country}


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
