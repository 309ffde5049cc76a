"""Every competency question gives, on the shipped region, the answer written from the documents."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, QuerySolutions

from ecograph.base.namespaces import PREFIXES
from ecograph.base.resources import ontology_dir
from ecograph.graph.cited_graph import CitedGraph, Cut
from ecograph.graph.cutting import cut_graph
from ecograph.sparql.answering import ask
from ecograph.sparql.competency import SIMPLE, Question, questions
from ecograph.sparql.label_service import with_labels
from ecograph.sparql.reader import read_query
from ecograph.sparql.tracing import again, fixed_columns, why_not_traced
from ecograph.tables.schema import table_specs

FOLDER = ontology_dir() / "competency"
QUERIES = sorted(FOLDER.glob("*.rq"))
HEAD = re.compile(r"^# (Question|Question-zh|Systems|Ordered|Sources): (\S.*)$")

# Classes that no question names, and why.
EXEMPT = {
    "District": "neither document names a district",
    "Naming": "is read as an alternative label, which question 88 asks for",
    "Support": "is read as a further citation of the row it supports",
    "Supplement": "is read as a cell of the row it fills",
    "Identifier": "is read as a notation of its entity, which find and show ask for",
    "Crosswalk": "is read as a mapping of concepts; no shipped region has one",
    "SupplyShare": "neither document states a country's share of a supply",
    "Source": "is reached through citations, not by its class",
}

# What these answer is ours: sums, shares, counts, comparisons, and what is of core technology.
OURS = {13, 19, 28, 38, 42, 57, 61, 67, 72, 73, 122}

# The documents are silent on these, so their right answer has no row.
SILENT = {21, 62, 81, 82, 83}


@pytest.fixture(scope="session")
def graphs(xiamen: CitedGraph) -> dict[str, CitedGraph]:
    """Xiamen as the two documents have it, of which most answers are, and with all sources."""
    return {"documents": cut_graph(xiamen, Cut(sources="documents")), "all": xiamen}


def head_of(path: Path) -> dict[str, str]:
    """The lines before the query, by their key."""
    found = (HEAD.match(line) for line in path.read_text(encoding="utf-8").splitlines())
    return {match[1]: match[2] for match in found if match}


def expected_of(path: Path) -> tuple[list[str], list[list[str]]]:
    """The variables and the rows of the expected answer."""
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


def plain_of(query: str, language: str) -> str:
    """The query with the names that it asks for spelled out."""
    asked = read_query(query)
    assert asked is not None
    return with_labels(asked, language)


def solutions(
    graph: CitedGraph, query: str, language: str = "zh"
) -> tuple[list[str], list[dict[str, Any]]]:
    """The variables and the rows that the graph gives."""
    assert graph.store is not None
    plain = plain_of(query, language)
    found = graph.store.query(plain, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return names, [dict(zip(names, row, strict=True)) for row in found]


def answer(
    graph: CitedGraph, query: str, language: str = "zh"
) -> tuple[list[str], list[list[str]]]:
    """The variables and the rows that the graph gives, as text, unbound as empty."""
    names, rows = solutions(graph, query, language)
    return names, [["" if t is None else t.value for t in row.values()] for row in rows]


def test_every_query_has_its_answer() -> None:
    answers = {path.stem for path in FOLDER.glob("*.csv")}
    assert {path.stem for path in QUERIES} == answers
    assert len(QUERIES) >= 60
    assert {path.suffix for path in FOLDER.iterdir()} == {".rq", ".csv", ".toml"}


def test_numbers_are_whole() -> None:
    assert all(re.fullmatch(r"(0[1-9]|[1-9]\d+)_[a-z0-9_]+", path.stem) for path in QUERIES)
    own = [q.number for q in questions() if q.systems != SIMPLE]
    assert own == list(range(1, len(QUERIES) + 1))


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_head(path: Path) -> None:
    head = head_of(path)
    assert set(head) - {"Sources"} == {"Question", "Question-zh", "Systems", "Ordered"}
    assert head.get("Sources", "all") == "all"
    assert head["Question"].isascii()
    assert re.search(r"[\u4e00-\u9fff]", head["Question-zh"])
    assert head["Ordered"] in ("yes", "no")
    systems = [int(number) for number in head["Systems"].split(", ")]
    assert systems == sorted(set(systems))
    assert re.search(r"\} ORDER BY [^{}]+$", path.read_text(encoding="utf-8"))


def test_all_systems_are_asked_about() -> None:
    asked = {int(n) for path in QUERIES for n in head_of(path)["Systems"].split(", ")}
    assert asked == set(range(1, 19))


def test_all_classes_are_asked_about() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in QUERIES)
    named = set(re.findall(r"\beco:([A-Z]\w+)", text))
    classes = {spec.class_name for spec in table_specs().values()}
    assert classes - named == set(EXEMPT)


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_names_are_known(path: Path, xiamen: CitedGraph) -> None:
    """A mistyped name would find nothing, which looks like a document that is silent."""
    query = path.read_text(encoding="utf-8")
    for prefix, local in set(re.findall(r"\b(eco|id|voc):([\w-]+)", query)):
        term = NamedNode(PREFIXES[prefix] + local)
        assert xiamen.select("SELECT ?p { ?term ?p ?o } LIMIT 1", term=term), f"{prefix}:{local}"


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_answer(path: Path, graphs: dict[str, CitedGraph]) -> None:
    header, expected = expected_of(path)
    graph = graphs[head_of(path).get("Sources", "documents")]
    names, rows = answer(graph, path.read_text(encoding="utf-8"))
    assert names == header
    if head_of(path)["Ordered"] == "yes":
        assert rows == expected
    else:
        assert sorted(rows) == sorted(expected)


def test_silence_is_an_empty_answer() -> None:
    empty = {int(path.stem.partition("_")[0]) for path in QUERIES if not expected_of(path)[1]}
    assert empty == SILENT


def test_through_the_executor(graphs: dict[str, CitedGraph]) -> None:
    path = QUERIES[0]
    query = path.read_text(encoding="utf-8")
    given = ask(graphs["documents"], query, language="zh", format="csv").answer
    header, *rows = csv.reader(io.StringIO(given.data.decode()))
    assert (header, rows) == expected_of(path)


@pytest.mark.parametrize("number", [36, 93, 126])
def test_its_rows_can_be_cited(number: int, graphs: dict[str, CitedGraph]) -> None:
    """A row that has columns of BIND, of OPTIONAL and of UNION is traced to its source."""
    one = next(q for q in questions() if q.number == number)
    reply = ask(graphs["all"], one.query, language="zh", cite=True)
    assert reply.traces and all(trace.places for trace in reply.traces)


@pytest.mark.parametrize("one", questions(), ids=lambda one: one.name)
def test_what_its_rows_matched_can_be_asked(one: Question, graphs: dict[str, CitedGraph]) -> None:
    asked, named = read_query(one.query), read_query(plain_of(one.query, "zh"))
    assert asked is not None and named is not None
    if why_not_traced(asked) is None:
        names, rows = solutions(graphs["documents"], one.query, "zh")
        matched = again(named, rows[:3], fixed_columns(asked, names))
        assert len(solutions(graphs["documents"], matched)[1]) >= len(rows[:3])


PLACES = ["document", "paragraph", "span", "evidence", "modality", "doubt"]

# What these rest on has no modality: that a part, a segment or a person is named, or that two may
# be one.
WITHOUT_MODALITY = {11, 30, 62, 77, 93}


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_an_answer_says_where_how_surely_and_whether_it_is_doubted(path: Path) -> None:
    header, rows = expected_of(path)
    without = {"modality"} if int(path.stem.partition("_")[0]) in WITHOUT_MODALITY else set()
    places = [name for name in PLACES if name not in without]
    assert [name.removesuffix("Label") for name in header[-len(places) :]] == places
    for row in rows:
        said = dict(zip(places, row[-len(places) :], strict=True))
        assert said["document"] and said["evidence"], row


@pytest.mark.parametrize("one", [q for q in questions() if q.number in OURS], ids=lambda q: q.name)
def test_what_is_ours_is_not_said_to_be_stated(
    one: Question, graphs: dict[str, CitedGraph]
) -> None:
    names, rows = answer(graphs["documents"], one.query)
    at = [name.removesuffix("Label") for name in names].index("evidence")
    assert {row[at] for row in rows} == {"由原文推得"}


@pytest.mark.parametrize("one", questions(), ids=lambda one: one.name)
def test_a_question_has_the_same_answers_in_both_languages(
    one: Question, graphs: dict[str, CitedGraph]
) -> None:
    """Of the documents: what the public record has in one language only has one name."""
    assert one.asked_in("zh") == one.query
    documents = graphs["documents"]
    chinese, english = (answer(documents, one.asked_in(tag), tag)[1] for tag in ("zh", "en"))
    assert len(chinese) == len(english)
    assert '"zh"' not in one.asked_in("en")
