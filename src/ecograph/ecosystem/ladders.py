"""Ladders of firms and of talent: rungs, how many stand on each, who, and by which conditions.

Which statuses form a ladder, and in which order, is said of the concepts in the ontology
(`eco:branch`, `eco:rung`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from ecograph.base.database import Database
from ecograph.base.namespaces import ECO_BASE, VOC_BASE
from ecograph.base.ontology import statements_of
from ecograph.base.results import Measurement, Method
from ecograph.base.validity import has_run_out

LADDERS = {"firms": "firm-ladder", "talent": "talent-ladder"}
BRANCHES = ("quality", "technology", "growth", "scale", "capital", "centre", "talent")


@dataclass(frozen=True)
class Count:
    """How many have a status in a place, as written, and when."""

    place: str
    period: str | None
    written: str
    value: float | None
    statement: str


@dataclass(frozen=True)
class Holder:
    """Who has a status, since when, by which statement.

    `lapsed` says that it was granted longer ago than it holds, and that nothing says of a renewal.
    """

    holder: str
    since: str | None
    statement: str
    level: int
    lapsed: bool = False


@dataclass(frozen=True)
class Rung:
    """A rung: the last counts of the place, who is known to stand there, what grants it.

    `granting` are the policy and award by whose conditions one gets there.
    """

    branch: str
    step: int
    status: str
    counts: tuple[Count, ...]
    holders: tuple[Holder, ...]
    granting: tuple[tuple[str, str], ...]
    statements: tuple[str, ...]


@dataclass(frozen=True)
class LadderResult:
    """The rungs of firms or of talent, by branch and step."""

    method: Method
    rungs: tuple[Rung, ...]

    def measurements(self) -> list[Measurement]:
        """Nothing: counts are observations of the sources already."""
        return []


@cache
def rungs_of(scheme: str) -> tuple[tuple[str, int, str], ...]:
    """Branch, step and key of each concept of a code list that is a rung, in order."""
    branch, step = NamedNode(ECO_BASE + "branch"), NamedNode(ECO_BASE + "rung")
    prefix = f"{VOC_BASE}{scheme}-"
    found: dict[str, dict[NamedNode, str]] = {}
    for triple in statements_of("vocab"):
        if triple.predicate not in (branch, step) or not isinstance(triple.subject, NamedNode):
            continue
        if isinstance(triple.object, Literal) and triple.subject.value.startswith(prefix):
            held = found.setdefault(triple.subject.value.removeprefix(prefix), {})
            held[triple.predicate] = triple.object.value
    rungs = [(held[branch], int(held[step]), key) for key, held in found.items()]
    return tuple(sorted(rungs, key=lambda r: (BRANCHES.index(r[0]), r[1], r[2])))


def ladders_of(
    database: Database,
    method: Method,
    places: Sequence[str],
    of: str,
    as_of: str,
    rung: str | None = None,
) -> LadderResult:
    """The rungs of a ladder, one of LADDERS, for a place with the parks and districts in it.

    `database` has the tables and relations of supply and use.  The coverage of `method` is filled
    in: rungs of which a count, a holder or a condition is known, of all.
    """
    rungs = [r for r in rungs_of(LADDERS[of]) if rung is None or r[2] == rung]
    layer = database.layer()
    text = (Path(__file__).parent / "sql" / "ladders.sql").read_text(encoding="utf-8")
    keys = [key for _, _, key in rungs]
    layer.run(
        text, {"rungs": keys, "talent": of == "talent", "places": list(places), "as_of": as_of}
    )
    counts, holders = _counts(layer, places), _holders(layer, as_of)
    grants, cited = _grants(layer)
    found = tuple(
        Rung(
            *(branch, step, key),
            tuple(counts.get(key, ())),
            tuple(holders.get(key, ())),
            tuple(grants.get(key, ())),
            tuple(cited.get(key, ())),
        )
        for branch, step, key in rungs
    )
    known = sum(bool(r.counts or r.holders or r.granting) for r in found)
    return LadderResult(replace(method, known=known, total=len(found)), found)


def _counts(layer: Database, places: Sequence[str]) -> dict[str, list[Count]]:
    """The last counts of each status, the place itself first."""
    found: dict[str, list[Count]] = {}
    for status, *count in layer.rows(
        "SELECT status, about, period, value_written, value, statement FROM counted "
        "WINDOW last_first AS (PARTITION BY status, about ORDER BY period DESC, statement) "
        "QUALIFY row_number() OVER last_first = 1 "
        "ORDER BY status, list_position($places, about), statement",
        {"places": list(places)},
    ):
        found.setdefault(status, []).append(Count(*count))
    return found


def _holders(layer: Database, as_of: str) -> dict[str, list[Holder]]:
    found: dict[str, list[Holder]] = {}
    for status, *holder in layer.rows(
        "SELECT status, holder, since, statement, level FROM standing_on ORDER BY ALL"
    ):
        held = Holder(*holder)
        held = replace(held, lapsed=has_run_out(status, held.since or "", None, as_of))
        found.setdefault(status, []).append(held)
    return found


def _grants(layer: Database) -> tuple[dict[str, list[tuple[str, str]]], dict[str, list[str]]]:
    """The awards that grant each status, and their statements."""
    grants: dict[str, list[tuple[str, str]]] = {}
    cited: dict[str, list[str]] = {}
    for key, policy, award, statements in layer.rows(
        "SELECT rung, policy, award, statements FROM granting ORDER BY ALL"
    ):
        grants.setdefault(key, []).append((policy, award))
        cited.setdefault(key, []).extend(statements)
    return grants, cited
