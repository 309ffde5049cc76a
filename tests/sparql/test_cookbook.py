"""The simple questions: short, with an answer in both languages, and in the cookbook."""

import importlib.util
from pathlib import Path

import pytest

from ecograph.graph.opening import open_graph
from ecograph.sparql.answering import ask, hints_on
from ecograph.sparql.competency import SIMPLE, Question, questions

XIAMEN = open_graph("xiamen")
HELD = [q for q in questions() if q.systems == SIMPLE]
DOCS = Path(__file__).parents[2] / "docs"


def test_there_are_enough() -> None:
    assert len(HELD) >= 30
    relations = ("makes", "requires", "incubates", "targets", "supplies", "addressesAnyModality")
    assert all(any(f"eco:{r}" in q.query for q in HELD) for r in relations)


@pytest.mark.parametrize("one", HELD, ids=[str(q.number) for q in HELD])
def test_a_line_or_two_give_rows_without_a_hint(one: Question) -> None:
    assert len(one.query) < 260 and "\n" not in one.query
    assert hints_on(XIAMEN, one.query) == []
    for language in ("zh", "en"):
        reply = ask(XIAMEN, one.asked_in(language), language=language)
        assert reply.rows and not [en for _, en in reply.notes if not _may_be_said(en)]
        assert all(any(value is not None for value in row.values()) for row in reply.rows)


def _may_be_said(note: str) -> bool:
    """What a short query does not show: what is doubted, says no time, or does not exist (yet)."""
    return any(part in note for part in ("doubted", "match but for the time", "not as existing"))


def test_names_are_in_the_language_asked_for() -> None:
    query = next(q.query for q in HELD if q.number == 222)
    chinese, english = (ask(XIAMEN, query, language=tag).rows for tag in ("zh", "en"))
    assert len(chinese) == len(english) == 14
    assert {r["tierLabel"].value.split()[0] for r in english} == {"pillar", "strategic", "future"}


def test_the_cookbook_holds_all_of_them() -> None:
    spec = importlib.util.spec_from_file_location("cookbook", DOCS / "generate_cookbook.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (DOCS / "cookbook.md").read_text(encoding="utf-8") == module.text()
