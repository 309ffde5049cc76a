"""Which awards fit which bodies of a place: the answer, and how much of it is known."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ecograph.base.database import Database
from ecograph.base.results import Measurement, Method
from ecograph.eligibility.terms import Terms, terms_of
from ecograph.eligibility.verdicts import (
    VERDICTS,
    Eligibility,
    eligibilities,
    verdicts,
)
from ecograph.graph.columns import Tables

_OVER = ("ended", "not-yet", "draft")  # states of policies that give nothing on the day


@dataclass(frozen=True)
class EligibilityResult:
    """Who can have what: who meets the conditions first, then of whom the most is met so far.

    `terms` are by policy and award; `over` are the policies left out for they are not in force on
    the day, `bodies` how many were looked at.
    """

    method: Method
    as_of: date
    eligibilities: tuple[Eligibility, ...]
    terms: Mapping[tuple[str, str], Terms]
    over: tuple[str, ...]
    bodies: int

    def counts(self) -> Counter[str]:
        """How many have each verdict."""
        return Counter(e.verdict for e in self.eligibilities)

    def measurements(self) -> list[Measurement]:
        """How many of the bodies meet the conditions of some award of each policy."""
        who: dict[str, set[str]] = {}
        for e in self.eligibilities:
            who.setdefault(e.policy, set()).update([e.body] if e.verdict == "eligible" else [])
        return [Measurement("eligibility", p, len(held)) for p, held in sorted(who.items())]


def eligible(
    database: Database,
    method: Method,
    policies: Sequence[str],
    bodies: Sequence[str],
    as_of: date,
    *,
    over: bool = False,
) -> EligibilityResult:
    """Who of the bodies can have which award of the policies on a day.

    `database` has the tables and relations of supply and use; `method` says what was asked, its
    coverage is filled in here.  Without `over` policies that are not in force on the day are left
    out.
    """
    layer = verdicts(database, policies, bodies, as_of)
    terms = terms_of(layer, policies, as_of)
    gone = sorted({p for (p, _), t in terms.items() if t.state in _OVER and not over})
    held = [e for e in eligibilities(layer) if e.policy not in gone]
    held.sort(key=lambda e: _order(e, terms[e.policy, e.award]))
    known = sum(e.verdict != "undecidable" for e in held)
    counted = replace(method, known=known, total=len(held))
    return EligibilityResult(counted, as_of, tuple(held), terms, tuple(gone), len(bodies))


def _order(e: Eligibility, terms: Terms) -> tuple[int, bool, int, int, str, str, str]:
    """Eligible before undecidable before not; in force first; then how much fits."""
    place = VERDICTS.index(e.verdict)
    return (
        *(place, terms.state != "in-force", -e.supported, len(e.missing)),
        *(e.policy, e.award, e.body),
    )


def firms_of(database: Database, place: str, chains: Collection[str] | None = None) -> list[str]:
    """The firms in a place; of chains those that take part in one or make something of it."""
    rows = database.rows(
        "SELECT id FROM (SELECT id FROM firm UNION ALL SELECT id FROM bank) "
        "WHERE id IN (SELECT entity FROM relation_located WHERE place = $place) "
        "AND ($chains IS NULL "
        "OR id IN (SELECT participant FROM participation "
        "          WHERE list_contains($chains, chain) AND is_firm(evidence, source)) "
        "OR id IN (SELECT maker FROM relation_makes m JOIN product ON product.id = m.product "
        "          WHERE list_has_any(product.chain, $chains))) ORDER BY id",
        {"place": place, "chains": None if chains is None else sorted(chains)},
    )
    return [key for (key,) in rows]


def policies_with_conditions(database: Database) -> list[str]:
    """All policies, programmes and other instruments of which conditions are recorded."""
    rows = database.rows(
        "SELECT DISTINCT policy FROM criterion WHERE is_firm(evidence, source) ORDER BY policy"
    )
    return [key for (key,) in rows]


def newest_day(tables: Tables, sources: str) -> str:
    """When the newest of the sources that count is of: as of when the graph can speak."""
    counted = {*tables.counted_sources(sources)}
    dates = (d for key, d in tables.rows("sources", "id", "date") if d and key in counted)
    return max(dates, default="")
