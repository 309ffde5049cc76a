"""Chokepoint (卡脖子) candidates: each test with its threshold, and what other thresholds say.

A test holds, does not hold, or cannot be decided from what is known; it is never guessed.
    n75        the least number of countries whose shares reach 75 % is at most the threshold
               (ETO/CSET chip supply chain explorer)
    geodep     HHI of external origins above 0.4 and external above local (CEPII; EC SWD(2021)352
               uses HHI of extra-EU origins > 0.4, share > 0.5)
    city       HHI_external > 0.4, local share < 0.2, no substitute, downstream reach >= threshold
    few-origins  for products without shares: external-foreign with at most 3 origin countries;
               of those that a text joins by or, one at least and all at most; an area such as
               Europe may be any number of countries
    stated     a source itself calls it a chokepoint or says that it depends on others; silence
               decides nothing
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ecograph.base.errors import UsageError
from ecograph.base.evidence import firmest_first
from ecograph.base.results import Interval, Measurement, Method, Parameter, between
from ecograph.base.words import word
from ecograph.measures.concentration import hhi_bounds, n_reaching_bounds
from ecograph.supplychain.exposure import Downstream
from ecograph.supplychain.need_states import Need, of_products
from ecograph.supplychain.needs import (
    Note,
    of_chain,
    place_needs,
    require_place,
)
from ecograph.supplychain.sourcing import Sourcing, sourcing_of
from ecograph.supplychain.supply_use import SupplyUse, method_of

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
TESTS = (*SWEEPS, "stated")


@dataclass(frozen=True)
class Chokepoint:
    """One product: each test True, False or None (undecidable), and the numbers behind it.

    `n75` is the least and the most that it can be, the most None where it may be any number.
    """

    sourcing: Sourcing
    tests: dict[str, bool | None]
    external: dict[str, float]
    hhi_external: Interval | None
    n75: tuple[int, int | None] | None
    evidence: tuple[str, ...]
    doubts: tuple[str, ...]
    input_class: str
    needs: int

    @property
    def candidate(self) -> bool | None:
        """At least one test holds; None where one that is undecidable may.

        The label is always candidate, never more.
        """
        if any(self.tests.values()):
            return True
        return None if None in self.tests.values() else False

    @property
    def tests_held(self) -> Interval:
        """How many tests hold, and how many may."""
        held = sum(1 for t in self.tests.values() if t)
        return Interval(held, held + sum(1 for t in self.tests.values() if t is None))


@dataclass(frozen=True)
class ChokepointResult:
    """The products that a place needs from elsewhere, candidates first, and the sweeps.

    `sweep` gives for each test and threshold how many products it would hold for, and for how
    many it could be decided; `undecided` are the tests that cannot be decided for any product.
    """

    method: Method
    chokepoints: tuple[Chokepoint, ...]
    sweep: tuple[tuple[str, float, int, int], ...]

    @property
    def undecided(self) -> tuple[str, ...]:
        """The tests that cannot be decided for any product."""
        return undecided(c.tests for c in self.chokepoints)

    def measurements(self) -> list[Measurement]:
        """HHI of external origins and the number of tests that hold, by product."""
        found = []
        for c in self.chokepoints:
            if (index := c.hhi_external) is not None:
                found.append(between("hhi.external", c.sourcing.product, index))
            found.append(between("chokepoint.tests", c.sourcing.product, c.tests_held))
        return found


def undecided(judged: Iterable[Mapping[str, bool | None]]) -> tuple[str, ...]:
    """The tests that cannot be decided for any of the products judged; none where none is."""
    held = [tests for tests in judged if tests]
    return tuple(t for t in TESTS if held and all(tests[t] is None for tests in held))


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
    given = {name.replace("-", "_"): value for name, value in (thresholds or {}).items()}
    for name in given:
        if name not in THRESHOLDS:
            raise UsageError(f"no threshold is called {name}; there are {', '.join(THRESHOLDS)}")
    held = THRESHOLDS | given
    needs = of_chain(supply_use, of_products(place_needs(supply_use, place, inputs)), chain)
    found = judge(Downstream(supply_use, place), needs, held)
    parameters: dict[str, Parameter] = {"inputs": inputs, "chain": chain, **held}
    known = sum(1 for c in found if any(t is not None for t in c.tests.values()))
    return ChokepointResult(
        method_of(supply_use, "chokepoint", place, parameters, (known, len(found))),
        tuple(found),
        tuple(_sweep(found, held)),
    )


_BY_SHARES = ("n75", "geodep", "city")


def undecided_notes(tests: Iterable[str]) -> list[Note]:
    """The tests that no product can be judged by, told once with what would decide them."""
    held = list(tests)
    if not held:
        return []
    data = dict.fromkeys("shares" if t in _BY_SHARES else t for t in held)
    wanted = [word(f"note.decided_by_{key}") for key in data]
    named = [word(f"column.test_{t}") for t in held]
    return [word("note.undecided_tests", tests=_listed(named), data=_listed(wanted))]


def _listed(texts: list[Note]) -> Note:
    return "、".join(zh for zh, _ in texts), "; ".join(en for _, en in texts)


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
        shares = sourcing.shares
        found.append(
            Chokepoint(
                sourcing=sourcing,
                tests={name: test(sourcing, external, held) for name, test in _TEST_OF.items()},
                external=external,
                hhi_external=_concentration(sourcing, external) if shares else None,
                n75=_countries(sourcing) if shares else None,
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


External = dict[str, float]  # what each origin outside the country has at least
Thresholds = dict[str, float]


def _test_n75(s: Sourcing, external: External, held: Thresholds) -> bool | None:
    if not s.shares:
        return None
    fewest, most = _countries(s)
    few = _decided(most is not None and most <= held["n75"], fewest > held["n75"])
    return _all(_decided(any(external.values()), not external and s.rest == 0), few)


def _test_geodep(s: Sourcing, external: External, held: Thresholds) -> bool | None:
    if not s.shares:
        return None
    outside = sum(external.values())
    more = _decided(outside > 0.5, outside + s.rest <= 0.5)
    return _all(more, _is_concentrated(s, external, held["geodep_hhi"]))


def _test_city(s: Sourcing, external: External, held: Thresholds) -> bool | None:
    if s.local_share is None:
        return None
    least, most = s.local_share.low, s.local_share.high
    limit = held["city_local_share"]
    return _all(
        _is_concentrated(s, external, held["city_hhi"]),
        _decided(most < limit, least >= limit),
        not s.substitutes,
        s.exposure.size >= held["city_reach"],
    )


def _countries(s: Sourcing) -> tuple[int, int | None]:
    """n75 of the countries: what an area has may be of any number of them, or of one named."""
    return n_reaching_bounds(_named(s, s.shares), s.rest + s.spread)


def _concentration(s: Sourcing, external: External) -> Interval | None:
    """HHI of the countries outside, whosever the rest and the part of areas may be."""
    return hhi_bounds(_named(s, external), s.rest + s.spread)


def _named(s: Sourcing, shares: Mapping[str, float]) -> list[float]:
    """The shares of countries, without those of areas."""
    return [share for origin, share in shares.items() if origin not in s.areas]


def _is_concentrated(s: Sourcing, external: External, limit: float) -> bool | None:
    """Whether HHI of the external origins is above a limit, whosever the rest may be."""
    bounds = _concentration(s, external)
    return bounds is not None and _decided(bounds.low > limit, bounds.high <= limit)


def _test_few(s: Sourcing, _: External, held: Thresholds) -> bool | None:
    if {"linked-local", "latent-local", "external-domestic"}.intersection(s.states):
        return None if s.shares else False
    if s.shares or set(s.states) != {"external-foreign"} or not s.origins:
        return None
    few = s.most is not None and s.most <= held["few_origins"]
    return _decided(few, s.fewest > held["few_origins"])


def _test_stated(s: Sourcing, _: External, __: Thresholds) -> bool | None:
    return True if s.said else None


def _decided(holds: bool, fails: bool) -> bool | None:
    """True where it holds whatever is not known, False where it fails, None where it depends."""
    return True if holds else False if fails else None


def _all(*verdicts: bool | None) -> bool | None:
    """Whether all hold: one that fails decides, else one that is not known leaves it open."""
    if False in verdicts:
        return False
    return None if None in verdicts else True


_TEST_OF: dict[str, Callable[[Sourcing, External, Thresholds], bool | None]] = {
    "n75": _test_n75,
    "geodep": _test_geodep,
    "city": _test_city,
    "few-origins": _test_few,
    "stated": _test_stated,
}
_THRESHOLD_OF = {
    "n75": "n75",
    "geodep": "geodep_hhi",
    "city": "city_hhi",
    "few-origins": "few_origins",
}


def _sweep(found: Iterable[Chokepoint], held: Thresholds) -> list[tuple[str, float, int, int]]:
    rows = []
    for name, values in SWEEPS.items():
        for value in values:
            changed = held | {_THRESHOLD_OF[name]: value}
            verdicts = [_TEST_OF[name](c.sourcing, c.external, changed) for c in found]
            decided = [v for v in verdicts if v is not None]
            rows.append((name, value, sum(decided), len(decided)))
    return rows
