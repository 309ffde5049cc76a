"""The awards that a firm could have: which conditions it meets, which fail, what is not known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ecograph.base.results import Both, Method, Parameter
from ecograph.base.words import word as text
from ecograph.eligibility.eligible import (
    EligibilityResult,
    eligible,
    firms_of,
    newest_day,
    policies_with_conditions,
)
from ecograph.eligibility.verdicts import Check, Eligibility, last_day
from ecograph.graph.data import Data
from ecograph.operations.eligibility_rows import (
    apply_text,
    award_text,
    conditions_text,
    criteria_by_id,
    gives_text,
    in_reach,
    state_text,
)
from ecograph.operations.shown import Shown
from ecograph.pages.gaps import named
from ecograph.pages.site_data import SiteData

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, eq=False)
class Awards:
    """The verdicts on all firms of a place, by firm, and what their words are made of."""

    result: EligibilityResult
    by_firm: dict[str, list[Eligibility]]
    criteria: dict[str, dict[str, Any]]
    shown: tuple[Shown, Shown]

    def open_to(self, firm: str) -> list[Eligibility]:
        """Those that a firm is eligible for, then those of which it meets a telling condition."""
        held = self.by_firm.get(firm, ())
        may = [e for e in held if e.verdict == "undecidable" and in_reach(e, self.criteria)]
        return [*(e for e in held if e.verdict == "eligible"), *may]

    def is_over(self, e: Eligibility) -> bool:
        """Whether the last call of an award that is recorded has closed."""
        call = self.result.terms[e.policy, e.award].call
        return call is not None and call.is_over(self.result.as_of)


def awards_in(site_data: SiteData) -> Awards | None:
    """Who of the place can have which award on the day of the newest source; None without any."""
    if site_data.place is None:
        return None
    database, cut = site_data.supply_use.database, site_data.told.graph.cut
    policies = policies_with_conditions(database)
    day = newest_day(site_data.tables, cut.sources)
    if not policies or not day:
        return None
    parameters: dict[str, Parameter] = {"as_of": day}
    place, least, whose = site_data.place, cut.evidence, cut.sources
    method = Method("eligibility", place, parameters, evidence=least, sources=whose)
    firms = firms_of(database, site_data.place)
    result = eligible(database, method, policies, firms, last_day(day))
    by_firm: dict[str, list[Eligibility]] = {}
    for verdict in result.eligibilities:
        by_firm.setdefault(verdict.body, []).append(verdict)
    data = Data(site_data.told.graph)
    zh, en = (Shown(data, language, brief=True) for language in LANGUAGES)
    return Awards(result, by_firm, criteria_by_id(data), (zh, en))


def award_sheet(site_data: SiteData, awards: Awards, firm: str) -> dict[str, Any] | None:
    """The awards of a firm: those of which something telling is met, those that it fails, the rest.

    None of a firm that is not in the place, of which no verdict is made.
    """
    held = awards.by_firm.get(firm)
    if held is None:
        return None
    open_ = awards.open_to(firm)
    failed = [e for e in held if e.verdict == "not"]
    return {
        "as_of": awards.result.as_of.isoformat(),
        "open": [_row(site_data, awards, e) for e in sorted(open_, key=awards.is_over)],
        "failed": [_row(site_data, awards, e) for e in failed],
        "rest": len(held) - len(open_) - len(failed),
        "all": len(held),
    }


def _row(site_data: SiteData, awards: Awards, e: Eligibility) -> dict[str, Any]:
    terms, as_of = awards.result.terms[e.policy, e.award], awards.result.as_of
    zh, en = awards.shown
    facts = sorted({c.fact for c in (*e.met, *e.failed) if c.fact})
    return {
        **named(site_data, e.policy, "../"),
        "award": (award_text(terms, zh), award_text(terms, en)),
        "verdict": e.verdict,
        "verdict_label": text(f"eligibility.{e.verdict}"),
        "met": _conditions(awards, e.met, facts=True),
        "failed": _conditions(awards, e.failed, facts=True),
        "missing": _conditions(awards, [c for c in e.missing if not c.meets], facts=False),
        "gives": (gives_text(terms, zh) or "", gives_text(terms, en) or ""),
        "state": (state_text(terms, zh), state_text(terms, en)),
        "apply": (apply_text(terms, as_of, zh) or "", apply_text(terms, as_of, en) or ""),
        "facts": facts,
    }


def _conditions(awards: Awards, checks: Iterable[Check], *, facts: bool) -> Both:
    held: Sequence[Check] = list(checks)
    zh, en = (conditions_text(held, awards.criteria, s, facts) or "" for s in awards.shown)
    return zh, en
