"""The page of what is not known: what to ask whom, in the order of what an answer would tell.

It can be printed and taken along: beside each question there is room for the answer.
"""

from typing import Any

from ecograph.base.results import Both
from ecograph.base.words import word as text
from ecograph.pages.gaps import named
from ecograph.pages.site_data import SiteData
from ecograph.supplychain.asking import OFFICES, Question, questions_of, what_is_asked

MOST_QUESTIONS = 1000
MOST_NAMED = 3
_WORKS_ON = (("research", "researcher", "topic"), ("development", "developer", "developed"))


def check_context(site_data: SiteData) -> dict[str, Any]:
    """What the template of the page shows: the questions by who would know."""
    place = site_data.place
    found = (
        questions_of(site_data.supply_use, place, of_place=site_data.all_needs) if place else None
    )
    by_addressee: dict[str, list[Question]] = {}
    for question in (found.questions if found else ())[:MOST_QUESTIONS]:
        by_addressee.setdefault(question.addressee, []).append(question)
    ordered = sorted(by_addressee.items(), key=lambda a: (-sum(q.narrows for q in a[1]), a[0]))
    return {
        "title": text("atlas.check_page"),
        "count": sum(map(len, by_addressee.values())),
        "left": max(0, len(found.questions) - MOST_QUESTIONS) if found else 0,
        "width": {k: f"{100 * w:.0f}" for k, w in (found.width if found else {}).items()},
        "groups": [
            {
                "who": _addressee(site_data, who),
                "firm": who not in OFFICES,
                "questions": [_question(site_data, q, str(place)) for q in asked],
            }
            for who, asked in ordered
        ],
        "references": [],
    }


def _addressee(site_data: SiteData, key: str) -> dict[str, Any]:
    """Who would know: an office by its word, anybody else with its page."""
    if key in OFFICES:
        return {"label": text(f"sheet.office_{key}"), "href": None}
    return named(site_data, key, "")


def _question(site_data: SiteData, question: Question, place: str) -> dict[str, Any]:
    return {
        "key": question.key,
        "about": question.product,
        "asked": _worded(site_data, question, place),
        "product": named(site_data, question.product, "") if question.product else None,
        "needs": question.needs,
        "narrows": _points(100 * question.narrows),
        "order": question.narrows,
    }


def _points(value: float) -> str:
    """How many points, nothing where it narrows no rate: it then decides a kind or a test."""
    if value == 0:
        return ""
    return f"{value:.1f}" if value >= 0.05 else "<0.1"


def _worded(site_data: SiteData, question: Question, place: str) -> Both:
    """The question in zh and en; who is asked about itself is asked as you."""
    labels = site_data.tables.labels
    about = site_data.label(question.about) if question.about else ("", "")
    if question.about == question.addressee:
        about = text("sheet.you")
    product, where = what_is_asked(question, labels), site_data.label(place)
    zh, en = (
        text(f"sheet.{question.wording}", product=product[i], about=about[i], place=where[i])[i]
        for i in (0, 1)
    )
    known = workers_on(site_data, question.product) if question.kind == "maker" else []
    if known:
        names = [site_data.label(who) for who in known[:MOST_NAMED]]
        both = ("、".join(n[0] for n in names), ", ".join(n[1] for n in names))
        told = text("check.worked_on", names=both)
        return zh + told[0], en + told[1]
    return (zh, en)


def workers_on(site_data: SiteData, product: str) -> list[str]:
    """Who in the place researches or develops it, which is not yet to make or to master it."""
    held = {
        row[who]
        for table, who, what in _WORKS_ON
        for row in site_data.rows(table)
        if row[what] == product and row["modality"] in ("exists", "underway")
    }
    return sorted(k for k in held if site_data.place in site_data.tables.places_of.get(k, ()))
