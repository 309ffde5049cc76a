"""What an award gives, whether its policy is in force, and where and until when one applies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ecograph.base.database import Database
from ecograph.base.periods import read_period
from ecograph.base.results import Both

STATES = ("in-force", "draft", "not-yet", "ended")


@dataclass(frozen=True)
class Call:
    """Who takes applications for an award, from when until when, as written, and where."""

    statement: str
    office: str | None
    opens: str | None
    closes: str | None
    written: str | None
    no_application: bool
    apply_at: str | None

    def is_over(self, as_of: date) -> bool:
        """Whether it has closed by a day."""
        period = read_period(self.closes or "")
        return period is not None and period.last < as_of


@dataclass(frozen=True)
class Gift:
    """What an award gives: its name in zh and en, the amount as written, and by its cells.

    `value` is in `unit`, `share` is a part of something, of 1; both as `qualifier` says.
    """

    name: Both
    written: str
    value: float | None = None
    unit: str | None = None
    qualifier: str | None = None
    share: float | None = None


@dataclass(frozen=True)
class Terms:
    """What an award of a policy gives and how one gets it.

    `state` is one of STATES, None where nobody says whether the policy is in force; `gives` is
    what is given; `call` is the one that is open, else the next, else the last.
    """

    policy: str
    award: str
    state: str | None
    until: str | None
    gives: tuple[Gift, ...]
    call: Call | None
    statements: tuple[str, ...]


def terms_of(
    database: Database, policies: Sequence[str], as_of: date
) -> dict[tuple[str, str], Terms]:
    """The terms of each award of policies by policy and award, on a day.

    `database` is what `verdicts` gives.
    """
    asked = {"policies": list(policies)}
    standing = {
        policy: (state, until)
        for policy, state, until in database.rows("SELECT policy, state, until FROM standing")
    }
    gives: dict[tuple[str, str], list[tuple[str, Gift]]] = {}
    for policy, award, key, zh, en, *amount in database.rows(
        "SELECT policy, award, id, label_zh, label_en, value_written, value, unit, qualifier, "
        "share FROM award "
        "WHERE list_contains($policies, policy) AND is_firm(evidence, source) "
        "AND modality <> 'lacking' ORDER BY policy, award, id",
        asked,
    ):
        named = (zh or en or "", en or zh or "")
        gives.setdefault((policy, award), []).append((key, Gift(named, *amount)))
    calls = _calls(database)
    found = {}
    for policy, award in database.rows("SELECT policy, award FROM offer ORDER BY ALL"):
        given = gives.get((policy, award), [])
        state, until = standing.get(policy, (None, None))
        open_ = _best([*calls.get((policy, award), ()), *calls.get((policy, None), ())], as_of)
        found[policy, award] = Terms(
            policy,
            award,
            state,
            until,
            tuple(gift for _, gift in given),
            open_,
            tuple(key for key, _ in given) + ((open_.statement,) if open_ else ()),
        )
    return found


def _calls(database: Database) -> dict[tuple[str, str | None], list[Call]]:
    """The calls by policy and award, None for those that are of all awards of the policy."""
    found: dict[tuple[str, str | None], list[Call]] = {}
    rows: list[tuple[Any, ...]] = database.rows(
        "SELECT policy, award, id, office, valid_from, valid_to, value_written, "
        "coalesce(no_application, false), apply_at FROM call "
        "WHERE is_firm(evidence, source) AND modality <> 'lacking' ORDER BY ALL"
    )
    for policy, award, *call in rows:
        found.setdefault((policy, award), []).append(Call(*call))
    return found


def _best(calls: Sequence[Call], as_of: date) -> Call | None:
    """The call that is open or opens next, else the last one."""
    held = [c for c in calls if not c.is_over(as_of)]
    if held:
        return min(held, key=lambda c: (c.opens or "", c.statement))
    return max(calls, key=lambda c: (c.closes or "", c.statement), default=None)
