"""The page of problems: what answers each, who acts, what exists since; and what stands alone."""

from functools import cache
from typing import Any

from ecograph.base.evidence import EVIDENCE
from ecograph.base.results import Both, Method
from ecograph.base.words import word as text
from ecograph.graph.citation import citation_of
from ecograph.pages.page import capital
from ecograph.pages.site_data import SiteData, href_to
from ecograph.problems.answers import (
    NONE,
    STATES,
    Answer,
    MeasureState,
    Problem,
    problems_of,
)

_HURT = "sufferer"  # the role of whom a problem hurts


def problem_context(site_data: SiteData) -> dict[str, Any]:
    """What the template of the page of problems shows."""
    documents = site_data.tables.counted_sources("documents")
    result = problems_of(site_data.supply_use.database, documents, Method("problem.answers"))
    of_state = {
        state: [_problem(site_data, p) for p in result.problems if p.state == state]
        for state in STATES
    }
    alone = [m for m, answered in result.measures if not answered]
    nobody = [m for m, _ in result.measures if not any(a.who for a in m.acts)]
    return {
        "title": text("atlas.problems"),
        "references": site_data.references(_numbers(site_data, result.problems)),
        "groups": [
            {"label": capital(text(f"problem.{state}")), "state": state, "problems": held}
            for state, held in of_state.items()
            if held
        ],
        "count": len(result.problems),
        "alone": [_measure(site_data, m) for m in alone],
        "nobody": [_measure(site_data, m) for m in nobody],
        "measures": len(result.measures),
    }


def _numbers(site_data: SiteData, problems: tuple[Problem, ...]) -> set[int]:
    rows = _rows(site_data)
    statements = {
        s
        for p in problems
        for a in p.answers
        for s in (
            a.statement,
            *(r.statement for r in a.measure.realised),
            *(act.statement for act in a.measure.acts),
        )
    }
    numbers = site_data.numbers()
    return {numbers[rows[s]["source"]] for s in statements if s in rows}


def _real_state(site_data: SiteData, state: str) -> Both:
    """How real a measure is; unknown where nobody says more than that it answers something."""
    return text("atlas.unknown") if state == NONE else site_data.code("modality", state)


def _named(site_data: SiteData, key: str) -> dict[str, Any]:
    return {"label": site_data.label(key), "href": href_to(site_data, key, "")}


def _problem(site_data: SiteData, problem: Problem) -> dict[str, Any]:
    """A problem as the template shows it."""
    return {
        **_named(site_data, problem.problem),
        "part_of": _named(site_data, problem.part_of) if problem.part_of else None,
        "concerned": [_named(site_data, who) for who, role in problem.concerned if role == _HURT],
        "answers": [_answer(site_data, a, problem.problem) for a in problem.answers],
    }


def _answer(site_data: SiteData, answer: Answer, problem: str) -> dict[str, Any]:
    return {
        **_measure(site_data, answer.measure),
        "of": None if answer.of == problem else _named(site_data, answer.of),
        "modality": answer.modality,
        "modality_label": site_data.code("modality", answer.modality),
        "evidence": EVIDENCE[answer.level],
        "evidence_label": text(f"evidence.{EVIDENCE[answer.level]}"),
        "place": _said_at(site_data, answer.statement),
        "documented": answer.documented,
    }


def _measure(site_data: SiteData, measure: MeasureState) -> dict[str, Any]:
    """A measure with who does it and what exists of it."""
    return {
        **_named(site_data, measure.measure),
        "state": measure.state,
        "state_label": _real_state(site_data, measure.state),
        "acts": [
            {
                **_named(site_data, a.who),
                **_real(site_data, a.modality, a.level),
                "period": "",
                "in_part": False,
                "place": _said_at(site_data, a.statement),
            }
            for a in measure.acts
            if a.who
        ],
        "realised": [
            {
                **_named(site_data, r.what),
                **_real(site_data, r.modality, r.level),
                "period": r.period or "",
                "in_part": r.in_part,
                "place": _said_at(site_data, r.statement),
            }
            for r in measure.realised
        ],
    }


def _real(site_data: SiteData, modality: str, level: int) -> dict[str, Any]:
    """How real and how sure it is."""
    return {
        "modality": modality,
        "modality_label": site_data.code("modality", modality),
        "evidence": EVIDENCE[level],
        "evidence_label": text(f"evidence.{EVIDENCE[level]}"),
    }


def _said_at(site_data: SiteData, statement: str) -> dict[str, Any] | None:
    row = _rows(site_data).get(statement)
    return None if row is None else site_data.said_at(citation_of(row))


@cache
def _rows(site_data: SiteData) -> dict[str, dict[str, Any]]:
    """The statements of measures by their ids."""
    tables = ("response", "implementation", "realisation")
    return {row["id"]: row for table in tables for row in site_data.rows(table)}
