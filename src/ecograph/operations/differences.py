"""What changed between two graphs, or two days of one: facts, and what they did to indicators."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ecograph.base.errors import EcographError, UsageError
from ecograph.base.results import Cell, Measurement, Table, table
from ecograph.base.words import definition_text, word
from ecograph.graph.changes import Change, changes_of
from ecograph.operations.catalogue import answer
from ecograph.operations.every import operation
from ecograph.operations.result import Found, Result
from ecograph.operations.supply_chain import dated, supply_use_of, where

if TYPE_CHECKING:
    from ecograph.base.results import Both
    from ecograph.graph.columns import Tables
    from ecograph.graph.data import Data
    from ecograph.operations.shown import Shown

MEASURED = ("needs", "gaps", "chokepoints", "incubation")  # questions whose values are compared
ONLY = ("facts", "indicators")
_FEW = 3  # facts that a cell of a terminal names


@dataclass(frozen=True)
class Effect:
    """An indicator whose value differs, and the changes that name what it is about."""

    definition: str
    about: str
    before: Measurement | None
    after: Measurement | None
    because: tuple[Change, ...]


@dataclass(frozen=True)
class Differences:
    """What changed: facts, then values of indicators; `not_measured` says of which questions."""

    changes: tuple[Change, ...]
    effects: tuple[Effect, ...]
    not_measured: tuple[str, ...]


@dataclass(frozen=True)
class Side:
    """A graph, on a day or as it is."""

    data: "Data"
    as_of: str | None = None

    @property
    def tables(self) -> "Tables":
        """Its tables, as of the day where one is given."""
        return self.data.tables if self.as_of is None else dated(self.data, self.as_of).tables

    @property
    def name(self) -> str:
        """What it is called."""
        return self.data.name if self.as_of is None else f"{self.data.name}@{self.as_of}"


def differences(before: Side, after: Side) -> Differences:
    """What changed from one graph, or day, to another.  Raises UsageError where a day is none."""
    changes = changes_of(before.tables, after.tables)
    effects: list[Effect] = []
    failed = []
    for name in MEASURED if changes else ():
        try:
            was, now = _values(before, name), _values(after, name)
        except EcographError:
            failed.append(name)
            continue
        for key in sorted(was.keys() | now.keys()):
            old, new = was.get(key), now.get(key)
            if _bounds(old) != _bounds(new):
                effects.append(Effect(*key, old, new, ()))
    moved = _moved_needs(before, after) if "needs" not in failed and effects else {}
    explained = [_because(e, changes, moved) for e in effects]
    explained.sort(key=lambda e: (e.definition, not e.because, -_moved_by(e), e.about))
    return Differences(changes, tuple(explained), tuple(failed))


def _moved_by(effect: Effect) -> float:
    """By how much the bounds moved."""
    bounds = [_bounds(m) or (None, None, None) for m in (effect.before, effect.after)]
    return sum(
        abs((new or 0.0) - (old or 0.0)) for old, new in zip(bounds[0], bounds[1], strict=True)
    )


def _values(side: Side, name: str) -> dict[tuple[str, str], Measurement]:
    given: dict[str, Any] = {} if side.as_of is None else {"as_of": side.as_of}
    found = answer(operation(name), side.data, given).found
    measurements: Iterable[Measurement] = found.measurements() if found.measurements else ()
    return {(m.definition, m.about): m for m in measurements}


def _bounds(m: Measurement | None) -> tuple[float | None, ...] | None:
    if m is None:
        return None
    return tuple(None if v is None else round(v, 9) for v in (m.value, m.low, m.high))


def _moved_needs(before: Side, after: Side) -> dict[str, frozenset[str]]:
    """Of each place with needs what those that came, went or have another state are about."""
    from ecograph.supplychain.needs import place_needs

    states = []
    for side in (before, after):
        asked = _Dated(side.as_of)
        place = where(side.data, None)
        needs = place_needs(supply_use_of(side.data, asked), place, "all")
        states.append({(n.needed_by, n.product): n.state for n in needs})
    was, now = states
    moved = {k for k in was.keys() | now.keys() if was.get(k) != now.get(k)}
    return {place: frozenset(x for pair in moved for x in pair)}


@dataclass(frozen=True)
class _Dated:
    """What counts: all, as of a day."""

    as_of: str | None
    evidence: str = "editorial"
    sources: str = "all"


def _because(
    effect: Effect, changes: tuple[Change, ...], moved: dict[str, frozenset[str]]
) -> Effect:
    """The effect with the changes that name what it is about; of a place, what its needs are."""
    keys = moved.get(effect.about, frozenset((effect.about,)))
    because = tuple(
        c for c in changes if c.mentions(keys) and c.table not in ("sources", "support")
    )
    return Effect(effect.definition, effect.about, effect.before, effect.after, because)


def diff(before: Side, after: Side, only: str | None = None) -> Result:
    """The differences as a result: facts by table and id, then indicators with their reasons.

    Raises UsageError.
    """
    if only is not None and only not in ONLY:
        raise UsageError(f"only: {only} is neither facts nor indicators")
    found = differences(before, after)
    counts = Counter(c.kind for c in found.changes)
    notes: list[Both] = [
        word(
            "note.diff",
            before=before.name,
            after=after.name,
            added=counts["added"],
            withdrawn=counts["withdrawn"],
            changed=counts["changed"],
            effects=len(found.effects),
        )
    ]
    if found.not_measured:
        notes.append(word("note.not_measured", names=", ".join(found.not_measured)))
    held = Found(found, lambda shown: _rows(found, shown, only), notes=tuple(notes))
    return Result("diff", after.name, after.data, held)


def _rows(found: Differences, shown: "Shown", only: str | None) -> Table:
    columns = ["what", "change", "of_what", "about", "about_label", "before", "after", "because"]
    if shown.brief:
        columns.remove("about")
    rows: list[list[Cell]] = []
    if only != "indicators":
        rows += [_fact(c, shown) for c in found.changes]
    if only != "facts":
        rows += [_effect(e, shown) for e in found.effects]
    return table(columns, rows)


def _fact(change: Change, shown: "Shown") -> list[Cell]:
    told = [c for c in change.cells if c[0] not in ("citation",)]
    changed = change.kind == "changed"
    row: list[Cell] = [
        _word("fact", shown),
        _word(change.kind, shown),
        change.table,
        *_about(change.key, change, shown),
        "; ".join(f"{c}={_said(b)}" for c, b, _ in told) if changed else None,
        "; ".join(f"{c}={_said(a)}" for c, _, a in told if changed or a is not None) or None,
        None,
    ]
    if change.kind == "withdrawn":
        row[-3] = "; ".join(f"{c}={_said(b)}" for c, b, _ in told if b is not None)
        row[-2] = None
    return row


def _about(key: str, change: Change | None, shown: "Shown") -> list[Cell]:
    """What it is about: an entity by its label, a statement by what it joins."""
    label = shown.of(key)
    if label == key and change is not None:
        joined = sorted(n for n in change.names if n != key and shown.of(n) != n)
        label = shown.all(joined[:_FEW]) or key
    return [label] if shown.brief else [key, label]


def _said(value: Any) -> str:
    if value is None:
        return "–"
    return "|".join(map(str, value)) if isinstance(value, list) else str(value)


def _effect(effect: Effect, shown: "Shown") -> list[Cell]:
    kind = "added" if effect.before is None else "withdrawn" if effect.after is None else "changed"
    because = [c.key for c in effect.because]
    few = because[:_FEW] if shown.brief else because
    more = f" +{len(because) - len(few)}" if len(because) > len(few) else ""
    label = definition_text(effect.definition, shown.language)[0]
    return [
        *(
            _word("indicator", shown),
            _word(kind, shown),
            label if shown.brief else effect.definition,
        ),
        *_about(effect.about, None, shown),
        *(_number(effect.before), _number(effect.after)),
        (" ".join(few) + more) or _word("by_others", shown),
    ]


def _number(m: Measurement | None) -> str | None:
    if m is None:
        return None
    if m.value is not None and m.low in (None, m.value):
        return f"{m.value:g}"
    return f"{m.low or 0:g}–{m.high if m.high is not None else 1:g}"


def _word(name: str, shown: "Shown") -> str:
    return shown.text(word(f"diff.{name}")) if shown.brief else name
