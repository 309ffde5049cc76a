"""Policy finds firm: whether the conditions of an award hold for somebody, fail, or cannot be told.

A condition is true, false or unknown; of a group one true condition is enough, and it fails where
all fail; an award is met where all groups are, failed where one fails, else undecidable: what is
not known is never taken for a no (three-valued logic of Kleene 1952, *Introduction to
Metamathematics*, §64).  The conditions of the award `scope` hold for all awards of a policy.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from ecograph.graph.database import Database

SCOPE = "scope"  # the award whose conditions every award of the policy has
SURELY = 1  # the least sure evidence that decides: what is implied; never what is only ours
VERDICTS = ("eligible", "undecidable", "not")


@dataclass(frozen=True)
class Check:
    """One condition for one body: whether it holds, None where nobody knows, and the fact."""

    criterion: str
    group: str
    holds: bool | None
    fact: str | None
    level: int | None


@dataclass(frozen=True)
class Eligibility:
    """Whether a body can have an award: the verdict, with every condition that was looked at.

    `failed` are the ids of the conditions that decide a no, `missing` of those of which no fact is
    known where that is what is in the way.
    """

    policy: str
    award: str
    body: str
    verdict: str
    checks: tuple[Check, ...]
    failed: tuple[str, ...]
    missing: tuple[str, ...]


def eligibilities(
    database: Database,
    policies: Sequence[str],
    bodies: Sequence[str],
    as_of: str = "9999",
) -> list[Eligibility]:
    """Each award of the policies for each of the bodies, by policy, award and body.

    `database` has the tables and the relations of places and products; `as_of` is a day, month or
    year as it is written: facts of later are left out, and what ended before has ended.
    """
    text = (Path(__file__).parent / "sql" / "verdicts.sql").read_text(encoding="utf-8")
    asked = {"policies": list(policies), "bodies": list(bodies), "surely": SURELY, "as_of": as_of}
    by_award: dict[tuple[str, str, str], list[Check]] = {}
    for policy, award, group, criterion, body, holds, fact, level in database.rows(text, asked):
        check = Check(criterion, group, holds, fact, level)
        by_award.setdefault((policy, award, body), []).append(check)
    found = []
    for (policy, award, body), checks in sorted(by_award.items()):
        awards = {a for p, a, _ in by_award if p == policy} if award == SCOPE else {award}
        if award == SCOPE and awards != {SCOPE}:
            continue  # its conditions stand with those of each award
        scope = by_award.get((policy, SCOPE, body), []) if award != SCOPE else []
        found.append(_judged(policy, award, body, [*scope, *checks]))
    return found


def _judged(policy: str, award: str, body: str, checks: list[Check]) -> Eligibility:
    """The verdict on an award by its conditions."""
    ordered = sorted(checks, key=lambda c: (c.group, c.criterion))
    failed: list[str] = []
    missing: list[str] = []
    for _, of_group in groupby(ordered, key=lambda c: c.group):
        held = list(of_group)
        met = any_of(c.holds for c in held)
        if met is False:
            failed += [c.criterion for c in held]
        elif met is None:
            missing += [c.criterion for c in held if c.holds is None]
    verdict = "not" if failed else "undecidable" if missing else "eligible"
    return Eligibility(policy, award, body, verdict, tuple(ordered), tuple(failed), tuple(missing))


def any_of(values: Iterable[bool | None]) -> bool | None:
    """Whether one of them is true; None where that is not known.

    >>> any_of([False, None]), any_of([False, True]), any_of([False])
    (None, True, False)
    """
    held = list(values)
    if True in held:
        return True
    return None if None in held else False
