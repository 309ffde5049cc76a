"""Who owns whom, to the top: shares multiplied along each way, what is not known as bounds.

The part that an owner has in a company is the sum over all ways, of the product of the shares on
each; a share of which nothing is said is between nothing and all.  Ways that come back to where
they were are left out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import prod
from pathlib import Path

from ecograph.base.database import Database
from ecograph.base.results import Measurement, Method

MOST_STEPS = 8  # of one way; longer ones multiply to next to nothing
MOST_WAYS = 10_000  # between all owners and one company


@dataclass(frozen=True)
class Step:
    """A holding: who holds how much of whom at least and at most, since when, by which statement.

    `since` is the year or day that the statement gives, None where it gives none.
    """

    owner: str
    owned: str
    low: float
    high: float
    statement: str
    level: int
    since: str | None


@dataclass(frozen=True)
class Stake:
    """How much of a company an owner has, directly and through others, at least and at most.

    `top` says that nobody is known to own the owner; `ways` are the chains of holdings, the
    shortest first.
    """

    owner: str
    owned: str
    low: float
    high: float
    top: bool
    ways: tuple[tuple[Step, ...], ...]


@dataclass(frozen=True)
class OwnershipResult:
    """The owners of a company, or what an owner has, the largest part first; `cut` says that ways
    were left out for there are too many.

    `direct` is what its direct owners have together, at least and at most (of an owner: None);
    `planned` are direct holdings that were only planned, the last first.
    """

    method: Method
    about: str
    stakes: tuple[Stake, ...]
    cut: bool
    direct: tuple[float, float] | None = None
    planned: tuple[Step, ...] = ()

    def measurements(self) -> list[Measurement]:
        """The part that each owner has, or that is owned of each company."""
        return [
            Measurement(
                "ownership",
                s.owner if s.owned == self.about else s.owned,
                s.low if s.low == s.high else None,
                s.low,
                s.high,
            )
            for s in self.stakes
        ]


def ownership_of(
    database: Database, method: Method, about: str, as_of: str, *, down: bool = False
) -> OwnershipResult:
    """The owners of a company on a day, or with `down` what an owner has.

    The coverage of `method` is filled in: holdings on the ways whose share is known, of all.
    """
    beside: dict[str, list[Step]] = {}
    owned: set[str] = set()
    for row in database.rows(_sql("stakes"), {"as_of": as_of}):
        step = Step(*row)
        beside.setdefault(step.owner if down else step.owned, []).append(step)
        owned.add(step.owned)
    ways, cut = _ways(beside, about, down)
    of_ends: dict[str, list[tuple[Step, ...]]] = {}
    for way in ways:
        of_ends.setdefault(way[-1].owned if down else way[-1].owner, []).append(way)
    stakes = [_stake(about, end, held, down, end not in owned) for end, held in of_ends.items()]
    stakes.sort(key=lambda s: (-s.low, -s.high, len(s.ways[0]), s.owner, s.owned))
    steps = {s.statement: s for way in ways for s in way}
    known = sum(s.low == s.high for s in steps.values())
    planned = tuple(
        step
        for step in (Step(*row) for row in database.rows(_sql("planned_stakes"), {"as_of": as_of}))
        if about == (step.owner if down else step.owned)
    )
    whole = replace(method, known=known, total=len(steps))
    direct = None if down else _together(beside.get(about, ()))
    return OwnershipResult(whole, about, tuple(stakes), cut, direct, planned)


def _sql(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def _together(steps: Iterable[Step]) -> tuple[float, float]:
    """What direct owners have together: never more than all."""
    held = list(steps)
    return min(1.0, sum(s.low for s in held)), min(1.0, sum(s.high for s in held))


def _ways(
    beside: Mapping[str, list[Step]], about: str, down: bool
) -> tuple[list[tuple[Step, ...]], bool]:
    """Every way from a company up, or from an owner down; whether some are left out."""
    found: list[tuple[Step, ...]] = []
    open_: list[tuple[tuple[Step, ...], frozenset[str]]] = [((), frozenset((about,)))]
    cut = False
    while open_:
        way, passed = open_.pop(0)
        end = about if not way else way[-1].owned if down else way[-1].owner
        for step in beside.get(end, ()):
            to = step.owned if down else step.owner
            if to in passed:
                continue
            if len(found) >= MOST_WAYS or len(way) >= MOST_STEPS:
                cut = True
                continue
            found.append((*way, step))
            open_.append(((*way, step), passed | {to}))
    return found, cut


def _stake(about: str, end: str, ways: list[tuple[Step, ...]], down: bool, top: bool) -> Stake:
    low = sum(prod(s.low for s in way) for way in ways)
    high = min(1.0, sum(prod(s.high for s in way) for way in ways))
    owner, owned = (about, end) if down else (end, about)
    return Stake(owner, owned, min(low, high), high, top, tuple(sorted(ways, key=len)))
