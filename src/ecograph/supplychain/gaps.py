"""The gaps of one place, ranked by a priority whose every component is shown.

priority = Σ weight · component / Σ weight, each component in [0, 1]
    demand      what the needs for it weigh / most of any product in the place; see input_weights:
                where no source weighs inputs, the number of needs
    exposure    local products and chains downstream of it / all of them
    output      the most that one exposed chain is stated to put out in a year / most for any gap
    severity    needs that are external-foreign, mainly-outside, no-known-maker or stated-lack (1)
                or external-domestic (0.5) / needs whose state is known
    chokepoint  chokepoint tests that hold / tests that could be decided
    labs        1 where a local laboratory, university or firm researches, develops or masters it
    support     1 where a fund, policy, programme or measure is aimed at it or its chain
    relatedness density of the product around the place (see relatedness)
A component that is not known counts 0 in the lower and 1 in the upper bound of the priority;
gaps are ranked by the lower bound, which is what is known for certain, those first of which a
document says that something there is needed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.evidence import WEAKEST, firmest_first, is_documented
from ecograph.base.results import Interval, Measurement, Method, Parameter, between
from ecograph.base.words import word
from ecograph.measures.amounts import Amounts
from ecograph.measures.relatedness import FEWEST_PLACES
from ecograph.supplychain.chokepoints import Chokepoint, judge
from ecograph.supplychain.counting import needs_for_gaps
from ecograph.supplychain.exposure import Downstream, Exposure
from ecograph.supplychain.input_weights import input_weights
from ecograph.supplychain.insufficient import insufficient_makers
from ecograph.supplychain.known_counts import peers_of, place_densities, place_quotients
from ecograph.supplychain.nearby import instruments_near, labs_near
from ecograph.supplychain.need_states import KINDS, STATES, Need, gap_kinds, of_products
from ecograph.supplychain.needs import (
    Note,
    chain_members,
    chain_products,
    place_needs,
    place_notes,
    require_place,
)
from ecograph.supplychain.outputs import Outputs, stated_outputs
from ecograph.supplychain.possible import Possible, possible_makers
from ecograph.supplychain.statements import Statement, gap_statements
from ecograph.supplychain.supply_use import SupplyUse, method_of

WEIGHTS: dict[str, float] = {
    "demand": 0.20,
    "exposure": 0.20,
    "output": 0.05,
    "severity": 0.20,
    "chokepoint": 0.15,
    "labs": 0.08,
    "support": 0.07,
    "relatedness": 0.05,
}
SEVERITY = {
    "external-foreign": 1.0,
    "no-known-maker": 1.0,
    "stated-lack": 1.0,
    "mainly-outside": 1.0,
    "external-domestic": 0.5,
}
_Kind = tuple[str, int, int, float | None]  # the kind, known local sources, industries of them, LQ
EXTENSION_DENSITY = 0.4
EXTENSION_INPUTS = 0.5  # this part of the inputs is made locally


@dataclass(frozen=True)
class Gap:
    """One product in one place: its kind, its needs by state, what it exposes, its priority.

    `components` are those of the module's head, None where not known; `coverage` is the part of
    the needs whose state is known; `evidence` are those that its needs rest on, the firmest first;
    `documented` counts the needs that documents are behind; `doubts` are the ids of those
    on what its needs rest on.  `possibly` are products that may be the same, and `possible_makers`
    those who make them in the place, where nobody there is known to make the product itself.
    `output` is the most that one exposed chain is stated to put out in a year, in `output_unit`.
    `insufficient` are those there who make it but too little or of a lower grade, each with why.
    """

    product: str
    input_class: str
    kind: str
    needs: int
    documented: int
    counts: dict[str, int]
    users: tuple[str, ...]
    origins: tuple[str, ...]
    local_makers: int
    local_industries: int
    lq: float | None
    exposure: Exposure
    output: float | None
    output_unit: str | None
    labs: tuple[str, ...]
    instruments: tuple[str, ...]
    tests: dict[str, bool | None]
    components: dict[str, float | None]
    priority: Interval
    coverage: float | None
    evidence: tuple[str, ...]
    statements: tuple[Statement, ...]
    doubts: tuple[str, ...]
    possibly: tuple[str, ...] = ()
    possible_makers: tuple[str, ...] = ()
    insufficient: tuple[tuple[str, str], ...] = ()

    @property
    def kind_if(self) -> str | None:
        """The kind where what it may be the same as is the same: somebody here then makes it."""
        return "broken" if self.possible_makers and self.kind != "broken" else None


@dataclass(frozen=True)
class GapResult:
    """The gaps of a place: those that documents are behind first, then by priority and id."""

    method: Method
    gaps: tuple[Gap, ...]
    notes: tuple[Note, ...]

    def measurements(self) -> list[Measurement]:
        """The priority of each gap, about its product."""
        return [between("gap.priority", g.product, g.priority) for g in self.gaps]


def gaps_of(
    supply_use: SupplyUse,
    place: str,
    *,
    inputs: str = "all",
    chain: str | None = None,
    kinds: tuple[str, ...] = KINDS,
) -> GapResult:
    """The ranked gaps of a place, of a chain with its sub-chains where one is given.

    Raises UnknownName, and UsageError where no need is known there.
    """
    require_place(supply_use, place)
    for kind in kinds:
        if kind not in KINDS:
            raise UnknownName("kind of gap", kind, KINDS)
    needs = _require_needs(supply_use, place, inputs)
    makers = peers_of(supply_use, place)
    kind_of = _kinds(supply_use, place, inputs, makers)
    densities = place_densities(makers, place)
    wanted = None if chain is None else chain_products(supply_use, chain)
    members = frozenset() if chain is None else chain_members(supply_use, chain)
    gaps = _with_priorities(supply_use, place, needs, kind_of, densities)
    chosen = [
        g
        for g in gaps
        if g.kind in kinds
        and (wanted is None or g.product in wanted or members.intersection(g.users))
    ]
    known = sum(g.needs - g.counts["unknown"] for g in chosen)
    parameters: dict[str, Parameter] = {"inputs": inputs, "chain": chain, "kinds": ",".join(kinds)}
    parameters |= {f"weight_{name}": weight for name, weight in WEIGHTS.items()}
    return GapResult(
        method_of(supply_use, "gap", place, parameters, (known, sum(g.needs for g in chosen))),
        tuple(chosen),
        (*supply_use.notes, *place_notes(supply_use, place), *_notes(len(makers.places))),
    )


def _require_needs(supply_use: SupplyUse, place: str, inputs: str) -> list[Need]:
    """The needs of a place; raises UsageError where there is none."""
    needs = place_needs(supply_use, place, inputs)
    if not needs:
        advice = "give another place, or add rows to requirement, production or supply"
        if supply_use.evidence != WEAKEST:
            advice = f"let in less sure statements: evidence {WEAKEST}"
        raise UsageError(f"{place}: no need is known there, so no gap can be; {advice}")
    return needs


def _notes(places: int) -> list[Note]:
    if places < 2:
        return [word("note.no_quotients")]
    if places < FEWEST_PLACES:
        return [word("note.few_places", places=places, least=FEWEST_PLACES)]
    return []


def _kinds(supply_use: SupplyUse, place: str, inputs: str, makers: Amounts) -> dict[str, _Kind]:
    """Of each needed product the kind, local sources, how many are industries, and the LQ."""
    quotients = place_quotients(makers, place)
    rows = gap_kinds(supply_use, [place], inputs=inputs, quotients=quotients)
    return {r["product"]: (r["kind"], r["n_local"], r["n_local_industries"], r["lq"]) for r in rows}


def _with_priorities(
    supply_use: SupplyUse,
    place: str,
    needs: list[Need],
    kinds: dict[str, _Kind],
    densities: dict[str, float],
) -> list[Gap]:
    by_product: dict[str, list[Need]] = {}
    users: dict[str, set[str]] = {}
    for need in needs:
        users.setdefault(need.product, set()).add(need.needed_by)
    for need in needs_for_gaps(supply_use, needs):
        by_product.setdefault(need.product, []).append(need)
    downstream = Downstream(supply_use, place)
    around = _Surroundings(
        kinds=kinds,
        densities=densities,
        downstream=downstream,
        judged={c.sourcing.product: c for c in judge(downstream, of_products(needs))},
        outputs=stated_outputs(supply_use),
        labs=labs_near(supply_use, place),
        instruments=instruments_near(supply_use),
        statements={},
        users={},
    )
    for product in _extensions(supply_use, downstream, by_product, densities):
        by_product[product] = []
    of_users = {product: users.get(product, set()) for product in by_product}
    around = replace(around, users=of_users, statements=gap_statements(supply_use, of_users))
    gaps = [_describe_gap(product, own, around) for product, own in sorted(by_product.items())]
    possible, short = possible_makers(supply_use, place), insufficient_makers(supply_use, place)
    gaps = [_with_possible_makers(gap, possible) for gap in gaps]
    gaps = [replace(gap, insufficient=short.get(gap.product, ())) for gap in gaps]
    weights = input_weights(supply_use, [n for held in by_product.values() for n in held])
    return _ranked(gaps, downstream.total, {p: weights.sum(n) for p, n in by_product.items()})


@dataclass(frozen=True)
class _Surroundings:
    """What a gap of one place is judged by, each by product."""

    kinds: dict[str, _Kind]
    densities: dict[str, float]
    downstream: Downstream
    judged: dict[str, Chokepoint]
    outputs: Outputs
    labs: dict[str, tuple[str, ...]]
    instruments: dict[str, tuple[str, ...]]
    statements: dict[str, tuple[Statement, ...]]
    users: dict[str, set[str]]


def _describe_gap(product: str, needs: list[Need], around: _Surroundings) -> Gap:
    """The gap of one product; what is relative to the other gaps is not yet known."""
    otherwise = "lack" if needs and needs[0].input_class == "asset" else "extension"
    kind, local, industries, lq = around.kinds.get(product, (otherwise, 0, 0, None))
    check = around.judged.get(product)
    exposure = check.sourcing.exposure if check else around.downstream.of(product)
    outputs = around.outputs.by_chain
    stated = [outputs[c] for c in exposure.chains if c in outputs]
    return Gap(
        product=product,
        input_class=needs[0].input_class if needs else "product",
        kind=kind,
        needs=len(needs),
        documented=sum(is_documented(n.evidence) for n in needs),
        counts=dict.fromkeys(STATES, 0) | Counter(n.state for n in needs),
        users=tuple(sorted(around.users.get(product, ()))),
        origins=check.sourcing.origins if check else (),
        local_makers=local - industries,
        local_industries=industries,
        lq=lq,
        exposure=exposure,
        output=max(stated, default=None),
        output_unit=around.outputs.unit if stated else None,
        labs=around.labs.get(product, ()),
        instruments=around.instruments.get(product, ()),
        tests=check.tests if check else {},
        components=_components(needs, check, around.densities.get(product)),
        priority=Interval(0.0, 1.0),
        coverage=_coverage(needs),
        evidence=firmest_first(n.evidence for n in needs),
        statements=around.statements.get(product, ()),
        doubts=_doubts(needs, around.statements.get(product, ())),
    )


def _doubts(needs: list[Need], statements: Iterable[Statement]) -> tuple[str, ...]:
    """The doubts on why each need is one, and on what is said of the product."""
    of_needs = {d for need in needs for d in need.doubts}
    return tuple(sorted(of_needs.union(*(s.doubts for s in statements))))


def _with_possible_makers(gap: Gap, possible: Possible) -> Gap:
    """What may be the same as a product that nobody here is known to make, and who makes that."""
    others, makers = possible.get(gap.product, ((), ()))
    return gap if gap.local_makers else replace(gap, possibly=others, possible_makers=makers)


def _coverage(held: list[Need]) -> float | None:
    return sum(n.state != "unknown" for n in held) / len(held) if held else None


def _components(
    held: list[Need], check: Chokepoint | None, density: float | None
) -> dict[str, float | None]:
    known = [n.state for n in held if n.state != "unknown"]
    decided = [t for t in check.tests.values() if t is not None] if check else []
    return {
        "severity": sum(SEVERITY.get(s, 0.0) for s in known) / len(known) if known else None,
        "chokepoint": sum(decided) / len(decided) if decided else None,
        "relatedness": density,
    }


def _share(part: float, whole: float) -> float:
    """A part of the whole; of nothing it is nothing."""
    return part / whole if whole else 0.0


def _ranked(gaps: list[Gap], reachable: int, demands: Mapping[str, float]) -> list[Gap]:
    """Fills in the components that are relative to all gaps, and sorts: documented ones first."""
    most = max(demands.values(), default=0.0)
    richest = max((g.output or 0.0 for g in gaps), default=0.0)
    weights, whole = tuple(WEIGHTS.items()), sum(WEIGHTS.values())
    found = []
    for gap in gaps:
        relative: dict[str, float | None] = {
            "demand": demands[gap.product] / most if most else None,
            "exposure": gap.exposure.size / reachable if reachable else None,
            "output": None if gap.output is None else _share(gap.output, richest),
            "labs": 1.0 if gap.labs else 0.0,
            "support": 1.0 if gap.instruments else 0.0,
        }
        held = gap.components | relative
        components = {name: held[name] for name in WEIGHTS}
        bounds = [
            sum(w * _given(components[n], unknown) for n, w in weights) for unknown in (0.0, 1.0)
        ]
        priority = Interval(bounds[0] / whole, bounds[1] / whole)
        found.append(replace(gap, components=components, priority=priority))
    return sorted(
        found, key=lambda g: (not g.documented, -g.priority.low, -g.priority.high, g.product)
    )


def _given(component: float | None, unknown: float) -> float:
    return unknown if component is None else component


def _extensions(
    supply_use: SupplyUse,
    downstream: Downstream,
    needed: dict[str, list[Need]],
    densities: dict[str, float],
) -> list[str]:
    """Products neither made nor needed in the place that lie near to what it makes.

    Near: a density of EXTENSION_DENSITY or more, or at least EXTENSION_INPUTS of the recorded
    inputs are made in the place.
    """
    made = set(downstream.local_makers)
    inputs: dict[str, set[str]] = {}
    for requirer, needed_input, *_ in supply_use.rows("requires"):
        inputs.setdefault(requirer, set()).add(needed_input)
    near = {p for p, d in densities.items() if d >= EXTENSION_DENSITY}
    near |= {p for p, qs in inputs.items() if len(qs & made) / len(qs) >= EXTENSION_INPUTS}
    return sorted(near - made - set(needed))
