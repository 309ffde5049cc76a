"""What-if: the difference that a scenario makes to every indicator, and the cascade, step by step.

Both sides are computed in the same way from tables; the graph itself is never changed.  What is
not known of a need, a product or a test before and after is taken to be the same then as now, so
that a difference says only what the scenario changes.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from ecograph.base.evidence import weakest
from ecograph.base.results import Measurement, Method, Parameter, between
from ecograph.base.words import word
from ecograph.supplychain.availability import (
    Gone,
    Step,
    Structure,
    cascade,
    lost_in,
    requirement_cycles,
    structure_of,
)
from ecograph.supplychain.chokepoints import Chokepoint, judge
from ecograph.supplychain.differences import Amount, Change, Parts, compared
from ecograph.supplychain.exposure import Downstream
from ecograph.supplychain.final_products import final_products
from ecograph.supplychain.need_states import KINDS, STATES, Need, gap_kinds, of_products
from ecograph.supplychain.needs import Note, needs_of, place_notes, require_place
from ecograph.supplychain.scenario import Scenario, apply_scenario, removed_entities
from ecograph.supplychain.supply_use import SupplyUse, build_supply_use, method_of


@dataclass(frozen=True)
class NeedChange:
    """A need whose state may differ: its states before and after, None where it is no need then.

    `evidence` is the weakest that either rests on, `doubts` are the ids of those on them.
    """

    needed_by: str
    product: str
    before: str | None
    after: str | None
    evidence: str
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class WhatIfResult:
    """The changes, the cascade of products that fail, and the needs whose state changes.

    `cascade` reads the unknown in favour (an input of which nobody says that it is essential is
    not), `cascade_against` against; `finals` are the final products of the place before.
    """

    method: Method
    scenario: Scenario
    changes: tuple[Change, ...]
    cascade: tuple[Step, ...]
    cascade_against: tuple[Step, ...]
    finals: tuple[str, ...]
    changed_needs: tuple[NeedChange, ...]
    notes: tuple[Note, ...]

    def measurements(self) -> list[Measurement]:
        """Each indicator before and after, and the difference, about the place."""
        place = str(self.method.place)
        return [
            between(f"whatif.{when}.{c.indicator}", place, interval)
            for c in self.changes
            for when, interval in (
                ("before", c.before),
                ("after", c.after),
                ("difference", c.difference),
            )
            if interval is not None
        ]


def whatif(
    supply_use: SupplyUse,
    place: str,
    scenario: Scenario,
    *,
    inputs: str = "all",
    chain: str | None = None,
) -> WhatIfResult:
    """The difference that a scenario makes in a place, or in a chain of it.

    Raises UnknownName, UsageError.
    """
    require_place(supply_use, place)
    after = _after(supply_use, scenario)
    _tell_lost(supply_use, after, place)
    now, then = (_side(each, place, inputs, chain) for each in (supply_use, after))
    needs = _changes(now, then)
    structure, gone = _joined(structure_of(supply_use), structure_of(after))
    falls = [cascade(structure, gone, against=against) for against in (False, True)]
    finals, finals_then = (final_products(each.downstream, chain) for each in (now, then))
    new = finals_then - now.downstream.local_makers.keys() - now.downstream.local_chains
    changes = [*_compared(now, then, gone), *_what_is_left(falls, finals, new)]
    known = sum(1 for n in needs if n.after not in (None, "unknown"))
    parameters: dict[str, Parameter] = {"scenario": scenario.id, "inputs": inputs, "chain": chain}
    parameters["removed"] = len(removed_entities(supply_use.tables, scenario))
    method = method_of(supply_use, "whatif", place, parameters, (known, len(needs)))
    return WhatIfResult(
        method=method,
        scenario=scenario,
        changes=tuple(changes),
        cascade=falls[0],
        cascade_against=falls[1],
        finals=tuple(sorted(finals)),
        changed_needs=tuple(n for n in needs if n.before != n.after),
        notes=(*place_notes(supply_use, place), *_notes(structure, supply_use)),
    )


def _after(supply_use: SupplyUse, scenario: Scenario) -> SupplyUse:
    """Supply and use under the scenario, from what counts before."""
    tables = apply_scenario(supply_use.tables, scenario)
    counts = (supply_use.evidence, supply_use.sources)
    return build_supply_use(tables, supply_use.region_places, *counts)


def _joined(before: Structure, after: Structure) -> tuple[Structure, Gone]:
    """The structure before with what is new in it, and the sources that are gone after."""
    gone: dict[str, frozenset[str]] = {}
    sources = dict(before.sources)
    for product in before.sources.keys() | after.sources:
        had, has = (frozenset().union(*of.sources.get(product, ())) for of in (before, after))
        if had - has:
            gone[product] = had - has
        if has - had:
            new = (frozenset({source}) for source in sorted(has - had))
            sources[product] = (*sources.get(product, ()), *new)
    return Structure(sources, before.inputs), gone


def _notes(structure: Structure, supply_use: SupplyUse) -> tuple[Note, ...]:
    cycles = [
        word("note.requirement_cycle", cycle=", ".join(cycle))
        for cycle in requirement_cycles(structure)
    ]
    return (*supply_use.notes, *cycles, word("note.same_unknown"))


def _tell_lost(before: SupplyUse, after: SupplyUse, place: str) -> None:
    """Writes down which products lost all their known sources.

    They are known to lack one in the place; they did not become unknown.
    """
    had, has = (
        {p for (p,) in m.ask("SELECT DISTINCT product FROM relation_source")}
        for m in (before, after)
    )
    lost = frozenset(had - has)
    count = len(lost)
    rows: dict[str, list[Any]] = {"product": sorted(lost), "place": [place] * count}
    rows |= {"mainly": [False] * count, "delivered": [False] * count, "level": [0] * count}
    after.database.fill("relation_stated_absent", rows)


def _change(pair: tuple[str, str], before: Need | None, after: Need | None) -> NeedChange:
    held = [n for n in (before, after) if n is not None]
    return NeedChange(
        *pair,
        before=before.state if before else None,
        after=after.state if after else None,
        evidence=weakest(*(n.evidence for n in held)),
        doubts=tuple(sorted({d for n in held for d in n.doubts})),
    )


@dataclass(frozen=True)
class _Side:
    """The needs of a place on one side, its indicators, and what is judged a chokepoint."""

    downstream: Downstream
    needs: dict[tuple[str, str], Need]
    amounts: dict[str, Amount | None]
    verdicts: dict[Hashable, tuple[float, float]]


_KINDS = tuple(kind for kind in KINDS if kind != "extension")  # which is no gap of a need


def _side(supply_use: SupplyUse, place: str, inputs: str, chain: str | None) -> _Side:
    downstream = Downstream(supply_use, place)
    result = needs_of(supply_use, place, inputs=inputs, chain=chain, may_be_none=True)
    needed = {n.product for n in result.needs}
    kinds = {r["product"]: r["kind"] for r in gap_kinds(supply_use, [place], inputs=inputs)}
    kinds = {product: kind for product, kind in kinds.items() if product in needed}
    lacking = (n.product for n in result.needs if n.state == "stated-lack")
    kinds = dict.fromkeys(lacking, "lack") | kinds
    counted = {(n.needed_by, n.product): n for n in result.counted}
    amounts: dict[str, Amount | None] = {"needs": _count(counted)}
    amounts |= _rates(result.counted)
    value = next(rate.interval for rate in result.rates if rate.definition == "lmr.value")
    valued = None if value is None else Amount({"value": (value.low, value.high)})
    amounts["lmr.value"] = valued
    for state in STATES:
        amounts[f"needs.{state}"] = _count(p for p, n in counted.items() if n.state == state)
    for kind in _KINDS:
        amounts[f"gaps.{kind}"] = _count(p for p, held in kinds.items() if held == kind)
    judged = judge(downstream, of_products(result.needs))
    return _Side(
        downstream,
        {(n.needed_by, n.product): n for n in result.needs},
        amounts,
        {c.sourcing.product: _may_be(c) for c in judged},
    )


def _count(names: Iterable[object]) -> Amount:
    return Amount(dict.fromkeys(names, (1.0, 1.0)))


def _rates(counted: tuple[Need, ...]) -> dict[str, Amount | None]:
    """The rates that count needs, each need with whether it is met and whether it may be."""
    if not counted:
        return {"lmr.links": None, "lmr.potential": None}
    pairs = [((n.needed_by, n.product), n) for n in counted]
    linked: Parts = {pair: (n.linked_part, float(n.may_link)) for pair, n in pairs}
    met: Parts = {pair: (n.met_part, float(n.may_meet)) for pair, n in pairs}
    whole = len(counted)
    return {"lmr.links": Amount(linked, whole), "lmr.potential": Amount(met, whole)}


def _may_be(chokepoint: Chokepoint) -> tuple[float, float]:
    """Whether a product is a candidate, and whether it may be for all that is known."""
    sure = chokepoint.candidate
    return float(sure is True), float(sure is not False)


def _changes(now: _Side, then: _Side) -> list[NeedChange]:
    """Every need of either side, with its state before and after."""
    return [
        _change(pair, now.needs.get(pair), then.needs.get(pair))
        for pair in sorted(now.needs.keys() | then.needs)
    ]


def _compared(now: _Side, then: _Side, gone: Gone) -> list[Change]:
    """The indicators of both sides; what lost a source is no less of a chokepoint for it."""
    names = list(dict.fromkeys([*now.amounts, *then.amounts]))
    changes = [compared(n, now.amounts.get(n), then.amounts.get(n)) for n in names]
    kept = {
        p: max(now.verdicts[p], then.verdicts.get(p, (0.0, 0.0)))
        for p in gone.keys() & now.verdicts.keys()
    }
    verdicts = [Amount(now.verdicts), Amount(then.verdicts | kept)]
    return [*changes, compared("chokepoint.candidates", *verdicts)]


def _what_is_left(
    falls: list[tuple[Step, ...]], finals: frozenset[str], new: frozenset[str]
) -> list[Change]:
    """How many final products can still be made, with the new ones; what part before cannot."""
    surely, maybe = (lost_in(steps) for steps in falls)
    left: Parts = {p: (float(p not in maybe), float(p not in surely)) for p in finals | new}
    changes = [compared("available.products", _count(finals), Amount(left))]
    lost: Parts = {p: (float(p in surely), float(p in maybe)) for p in finals}
    sides = (Amount({}, len(finals)), Amount(lost, len(finals))) if finals else (None, None)
    return [*changes, compared("lost.share", *sides)]
