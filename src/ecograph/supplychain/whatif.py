"""What-if: the difference that a scenario makes to every indicator, and the cascade, step by step.

Both sides are computed in the same way from tables; the graph itself is never changed.
"""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from ecograph.base.evidence import weakest
from ecograph.base.results import Interval, Measurement, Method, Parameter
from ecograph.base.words import word
from ecograph.supplychain.availability import (
    Step,
    Structure,
    available,
    criticality,
    requirement_cycles,
    structure_of,
)
from ecograph.supplychain.chokepoints import judge
from ecograph.supplychain.exposure import Downstream
from ecograph.supplychain.need_states import KINDS, STATES, Need, gap_kinds, of_products
from ecograph.supplychain.needs import Note, needs_of, require_place
from ecograph.supplychain.scenario import Scenario, apply_scenario, removed_entities
from ecograph.supplychain.supply_use import SupplyUse, build_supply_use, method_of


@dataclass(frozen=True)
class Change:
    """One indicator before and after; None where it cannot be known."""

    indicator: str
    before: Interval | None
    after: Interval | None

    @property
    def difference(self) -> float | None:
        """After minus before, of the lower bounds."""
        if self.before is None or self.after is None:
            return None
        return self.after.low - self.before.low


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
    """The changes, the cascade of products that fail, and what is exposed.

    `cascade` reads the unknown in favour (a product without known source stays available),
    `cascade_against` against; `lost` is the lost share of the place's products and chains.
    """

    method: Method
    scenario: Scenario
    changes: tuple[Change, ...]
    cascade: tuple[Step, ...]
    cascade_against: tuple[Step, ...]
    lost: Interval
    changed_needs: tuple[NeedChange, ...]
    notes: tuple[Note, ...]

    def measurements(self) -> list[Measurement]:
        """The difference of each indicator, about the place."""
        place = str(self.method.place)
        return [
            Measurement(f"whatif.{c.indicator}", place, c.difference)
            for c in self.changes
            if c.difference is not None
        ]


def whatif(
    supply_use: SupplyUse, place: str, scenario: Scenario, *, inputs: str = "all"
) -> WhatIfResult:
    """The difference that a scenario makes in a place.  Raises UnknownName, UsageError."""
    require_place(supply_use, place)
    gone = removed_entities(supply_use.tables, scenario)
    after = build_supply_use(
        apply_scenario(supply_use.tables, scenario),
        supply_use.region_places,
        supply_use.evidence,
        supply_use.sources,
    )
    lost = _tell_lost(supply_use, after, place)
    changes, needs = _compare(supply_use, after, place, inputs, lost)
    structure = structure_of(supply_use)
    before = available(structure)[0]
    steps = available(structure, gone)[1]
    known = sum(1 for n in needs if n.after not in (None, "unknown"))
    parameters: dict[str, Parameter] = {"scenario": scenario.id, "inputs": inputs}
    parameters["removed"] = len(gone)
    method = method_of(supply_use, "whatif", place, parameters, (known, len(needs)))
    return WhatIfResult(
        method=method,
        scenario=scenario,
        changes=changes,
        cascade=_new_steps(steps, structure, before, against=False),
        cascade_against=_new_steps(
            available(structure, gone, against=True)[1],
            structure,
            available(structure, against=True)[0],
            against=True,
        ),
        lost=criticality(structure, gone, _finals(supply_use, place)),
        changed_needs=tuple(n for n in needs if n.before != n.after),
        notes=_notes(structure, supply_use),
    )


def _finals(supply_use: SupplyUse, place: str) -> dict[str, float]:
    """What is made in the place, and the chains there that require something; equal weights."""
    downstream = Downstream(supply_use, place)
    return dict.fromkeys([*downstream.local_makers, *downstream.local_chains], 1.0)


def _new_steps(
    steps: tuple[Step, ...], structure: Structure, before: frozenset[str], *, against: bool
) -> tuple[Step, ...]:
    """The cascade without what was not available in the first place."""
    kept = [tuple(f for f in step.failed if f[0] in before) for step in steps]
    return tuple(Step(i, f) for i, f in enumerate((k for k in kept if k), start=1))


def _notes(structure: Structure, supply_use: SupplyUse) -> tuple[Note, ...]:
    cycles = [
        word("note.requirement_cycle", cycle=", ".join(cycle))
        for cycle in requirement_cycles(structure)
    ]
    return (*supply_use.notes, *cycles)


def _tell_lost(before: SupplyUse, after: SupplyUse, place: str) -> frozenset[str]:
    """The products that lost all their known sources.

    They are known to lack one in the place; they did not become unknown.
    """
    had, has = (
        {p for (p,) in m.ask("SELECT DISTINCT product FROM relation_source")}
        for m in (before, after)
    )
    lost = frozenset(had - has)
    count = len(lost)
    rows: dict[str, list[Any]] = {"product": sorted(lost), "place": [place] * count}
    rows |= {"mainly": [False] * count, "level": [0] * count}
    after.database.fill("relation_stated_absent", rows)
    return lost


def _compare(
    before: SupplyUse, after: SupplyUse, place: str, inputs: str, lost: frozenset[str]
) -> tuple[tuple[Change, ...], list[NeedChange]]:
    none: frozenset[str] = frozenset()
    sides = [_indicators(m, place, inputs, gone) for m, gone in ((before, none), (after, lost))]
    names = list(dict.fromkeys([*sides[0][0], *sides[1][0]]))
    changes = tuple(Change(n, sides[0][0].get(n), sides[1][0].get(n)) for n in names)
    pairs = sorted(set(sides[0][1]) | set(sides[1][1]))
    needs = [_change(pair, sides[0][1].get(pair), sides[1][1].get(pair)) for pair in pairs]
    return changes, needs


def _change(pair: tuple[str, str], before: Need | None, after: Need | None) -> NeedChange:
    held = [n for n in (before, after) if n is not None]
    return NeedChange(
        *pair,
        before=before.state if before else None,
        after=after.state if after else None,
        evidence=weakest(*(n.evidence for n in held)),
        doubts=tuple(sorted({d for n in held for d in n.doubts})),
    )


def _indicators(
    supply_use: SupplyUse, place: str, inputs: str, lost: frozenset[str]
) -> tuple[dict[str, Interval | None], dict[tuple[str, str], Need]]:
    """Every indicator of a place, and each of its needs."""
    kinds = Counter(row["kind"] for row in gap_kinds(supply_use, [place], inputs=inputs))
    if not kinds:
        return {"needs": Interval(0, 0)}, {}
    result = needs_of(supply_use, place, inputs=inputs)
    held: dict[str, Interval | None] = {"needs": _exactly(len(result.counted))}
    held |= {rate.definition: rate.interval for rate in result.rates}
    held |= {f"needs.{state}": _exactly(result.counts[state]) for state in STATES}
    held |= {f"gaps.{kind}": _exactly(kinds[kind]) for kind in _KINDS}
    judged = judge(Downstream(supply_use, place), of_products(result.needs))
    held["chokepoint.candidates"] = _exactly(sum(c.candidate for c in judged))
    structure = structure_of(supply_use)
    structure = replace(structure, sources={**structure.sources, **dict.fromkeys(lost, _LOST)})
    finals = _finals(supply_use, place)
    alive = [
        sum(p in available(structure, _LOST, against=a)[0] for p in finals) for a in (False, True)
    ]
    held["available.products"] = Interval(min(alive), max(alive))
    return held, {(n.needed_by, n.product): n for n in result.needs}


_LOST = frozenset({"*"})  # stands for the sources that a product had, and no id is like it
_KINDS = tuple(kind for kind in KINDS if kind != "extension")  # which is no gap of a need


def _exactly(value: float) -> Interval:
    return Interval(value, value)
