"""A filter on the language of a name says what it leaves out, if it leaves out anything."""

import pytest

from ecograph.base.namespaces import PREFIXES
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.opening import open_graph
from ecograph.sparql.answering import ask
from ecograph.sparql.competency import questions
from ecograph.sparql.left_out import language_tests, left_out_query
from ecograph.sparql.reader import read_query

XIAMEN = open_graph("xiamen")
NAMES = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<urn:s> <urn:supplier> <urn:both>, <urn:english> ; <urn:why> "because"@en .
<urn:both> rdfs:label "甲"@zh, "A"@en . <urn:english> rdfs:label "B"@en .
<urn:swiss> rdfs:label "丙"@zh-hans . <urn:nobody> <urn:p> 1 .
"""


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> CitedGraph:
    path = tmp_path_factory.mktemp("names") / "names.ttl"
    path.write_text(NAMES, encoding="utf-8")
    return open_graph(str(path))


def notes(graph: CitedGraph, query: str) -> list[str]:
    return [en for _, en in ask(graph, query).notes]


@pytest.mark.parametrize(
    ("query", "mend"),
    [
        (
            'SELECT ?n { ?s <urn:supplier> ?x . ?x rdfs:label ?n FILTER(LANG(?n) = "zh") }',
            "?xLabel",
        ),
        (
            "SELECT ?n { ?s <urn:supplier> ?x . ?x rdfs:label ?n FILTER(lang( $n )='zh') }",
            "?xLabel",
        ),
        (
            "SELECT (COUNT(?x) AS ?k) { ?s <urn:supplier> ?x . ?x rdfs:label ?n "
            'FILTER(langMatches(lang(?n), "zh")) }',
            "?xLabel",
        ),
        (
            'SELECT ?n { ?s <urn:supplier>/rdfs:label ?n FILTER(LANG(?n) = "zh") }',
            "write <urn:supplier> ?x and select ?xLabel",
        ),
        (
            "SELECT ?n { ?s a ?c OPTIONAL { ?s <urn:supplier>/rdfs:label ?n "
            'FILTER(LANG(?n) = "zh") } } '.replace("?s a ?c", "?s <urn:why> ?w"),
            "write <urn:supplier> ?x and select ?xLabel",
        ),
        (
            "SELECT ?n ?m { ?s <urn:supplier> ?x, ?y . ?x rdfs:label ?n . ?y rdfs:label ?m "
            'FILTER(LANG(?n) = "en" && LANG(?m) = "zh") }',
            "?yLabel",
        ),
    ],
)
def test_what_has_a_name_in_another_language_only_is_told(
    names: CitedGraph, query: str, mend: str
) -> None:
    (told,) = notes(names, query)
    assert "has no name in zh, such as urn:english;" in told
    assert mend in told


def test_a_text_that_is_no_name_is_told_too(names: CitedGraph) -> None:
    (told,) = notes(names, 'SELECT * { ?s <urn:why> ?w FILTER(LANG(?w) = "zh" || ?s = <urn:x>) }')[
        -1:
    ]
    assert told == ("the filter on ?w leaves out what is not written in zh, such as urn:s")


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?n { ?x rdfs:label ?n FILTER(LANG(?n) = "zh") } VALUES ?x { <urn:both> }',
        'SELECT ?n { VALUES ?x { <urn:both> } ?x rdfs:label ?n FILTER(LANG(?n) = "zh") }',
        "SELECT ?n { VALUES ?x { <urn:swiss> } ?x rdfs:label ?n "
        'FILTER(langMatches(LANG(?n),"zh")) }',
        'SELECT ?x { ?x <urn:p> 1 OPTIONAL { ?x rdfs:label ?n FILTER(LANG(?n) = "zh") } }',
        'SELECT ?n { ?x rdfs:label ?n FILTER(STR(?n) = "甲") }',
        "SELECT ?xLabel { ?s <urn:supplier> ?x }",
    ],
)
def test_nothing_is_told_where_nothing_is_left_out(names: CitedGraph, query: str) -> None:
    assert notes(names, query) == []


def test_no_hints_are_none(names: CitedGraph) -> None:
    query = 'SELECT ?n { ?s <urn:supplier>/rdfs:label ?n FILTER(LANG(?n) = "zh") }'
    assert ask(names, query, explain=False).notes == ()


@pytest.mark.parametrize("query", [q.query for q in questions()], ids=[q.name for q in questions()])
def test_a_shipped_question_leaves_out_nothing(query: str) -> None:
    asked = read_query(query)
    assert asked is not None
    assert XIAMEN.store is not None
    if tests := language_tests(asked):
        left = left_out_query(asked, tests)
        rows = XIAMEN.store.query(left, prefixes=PREFIXES, use_default_graph_as_union=True)
        assert list(rows) == []
