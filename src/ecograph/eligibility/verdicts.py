"""Policy finds firm: whether the conditions of an award hold for somebody, fail, or cannot be told.

A condition is true, false or unknown; of a group one true condition is enough, and it fails where
all fail; an award is met where all groups are, failed where one fails, else undecidable: what is
not known is never taken for a no (three-valued logic of Kleene 1952, *Introduction to
Metamathematics*, §64).  The conditions of the award `scope` hold for all awards of a policy.  What
is known, and what of it decides, is said in sql/facts.sql and sql/verdicts.sql.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ecograph.base.database import Database
from ecograph.base.validity import valid_years
from ecograph.graph.as_of import typed_day

SURELY = 1  # the least sure evidence that decides: what is implied; never what is only ours
FRESH = 3  # years for which a figure tells: as long as most certificates are valid
VERDICTS = ("eligible", "undecidable", "not")


@dataclass(frozen=True)
class Check:
    """One condition for one body: whether it holds, None where nobody knows, and what is known.

    `meets` is what the fact says even where it is not enough to decide: a condition may ask more.

    `criterion` is None where no condition of the award itself is recorded; `fact` is the statement
    that tells, `said` what it says: a place, a thing, a status or a kind by its key, a figure as
    written; `since` is when it is of.
    """

    criterion: str | None
    group: str
    holds: bool | None
    meets: bool | None
    fact: str | None
    said: str | None
    since: str | None
    level: int | None


@dataclass(frozen=True)
class Eligibility:
    """Whether a body can have an award: one of VERDICTS, and every condition that was looked at."""

    policy: str
    award: str
    body: str
    verdict: str
    checks: tuple[Check, ...]

    @property
    def failed(self) -> tuple[Check, ...]:
        """The conditions that decide a no: all of a group that fails."""
        return tuple(c for of_group in self._groups if _any(of_group) is False for c in of_group)

    @property
    def missing(self) -> tuple[Check, ...]:
        """The conditions that nobody can tell of, in groups that none of the others meets."""
        return tuple(
            c
            for of_group in self._groups
            if _any(of_group) is None
            for c in of_group
            if c.holds is None
        )

    @property
    def met(self) -> tuple[Check, ...]:
        """The conditions that hold, or that hold as far as the facts go."""
        return tuple(c for c in self.checks if c.meets)

    @property
    def supported(self) -> int:
        """Of how many groups of conditions one is met as far as the facts go."""
        return sum(any(c.meets for c in of_group) for of_group in self._groups)

    @property
    def _groups(self) -> list[list[Check]]:
        held: dict[str, list[Check]] = {}
        for check in self.checks:
            held.setdefault(check.group, []).append(check)
        return list(held.values())


def _any(checks: Sequence[Check]) -> bool | None:
    """Whether one of them holds; None where that is not known."""
    values = [c.holds for c in checks]
    return True if True in values else None if None in values else False


def verdicts(
    database: Database, policies: Sequence[str], bodies: Sequence[str], as_of: date
) -> Database:
    """The verdict on each award of the policies for each of the bodies, as the table `verdict`.

    With the tables that it rests on, and `standing`, which policies are in force.

    `database` has the tables and the relations of places and products; facts of after `as_of` are
    left out, what ended before has ended, and a figure tells for FRESH years.
    """
    layer = database.layer()
    fresh = as_of.replace(year=as_of.year - FRESH, day=min(as_of.day, 28))
    asked = {
        "policies": list(policies),
        "bodies": list(bodies),
        "surely": SURELY,
        "as_of": as_of.isoformat(),
        "fresh": fresh.isoformat(),
    }
    layer.run("CREATE TABLE valid_years (status VARCHAR, years INTEGER)")
    years = valid_years()
    layer.fill("valid_years", {"status": [*years], "years": [*years.values()]})
    for name in ("facts", "standing", "verdicts"):
        layer.run((Path(__file__).parent / "sql" / f"{name}.sql").read_text("utf-8"), asked)
    return layer


def eligibilities(layer: Database) -> list[Eligibility]:
    """Each award for each body, by policy, award and body; of what `verdicts` gives."""
    rows = layer.rows(
        "SELECT v.policy, v.award, v.body, v.verdict, p.criterion, p.of_group, r.holds, r.meets, "
        "r.fact, r.said, r.since, r.level FROM verdict v JOIN part p USING (offer) "
        "LEFT JOIN result r ON r.test = p.test AND r.body = v.body "
        "ORDER BY v.policy, v.award, v.body, p.of_group, p.criterion"
    )
    found: dict[tuple[str, str, str], tuple[str, list[Check]]] = {}
    for policy, award, body, verdict, criterion, *known in rows:
        held = found.setdefault((policy, award, body), (verdict, []))
        held[1].append(Check(criterion, *known))
    return [Eligibility(*key, verdict, tuple(checks)) for key, (verdict, checks) in found.items()]


def last_day(as_of: str) -> date:
    """The last day of a day, month or year as it is typed.  Raises UsageError."""
    return typed_day(as_of).last
