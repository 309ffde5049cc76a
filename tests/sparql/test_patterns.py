"""Queries are read as they are written; what is written in a way not known here is not read."""

import pytest

from ecograph.sparql.competency import questions
from ecograph.sparql.reader import read_query


def told(query: str) -> list[tuple[str, ...]]:
    """The triples of a query in short: variables, ends of IRIs, literals."""
    asked = read_query(query)
    assert asked is not None
    return [
        tuple(t.value.rsplit("#", 1)[-1].rsplit("/", 1)[-1] for t in p.terms)
        for p in asked.where.patterns()
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?x { ?x a eco:Firm }", [("x", "type", "Firm")]),
        (
            "SELECT * { ?x a eco:Firm. ?x eco:makes ?y. }",
            [("x", "type", "Firm"), ("x", "makes", "y")],
        ),
        (
            'SELECT ?x { ?x eco:a "b"@zh, 2022 ; eco:c true; . }',
            [("x", "a", "b"), ("x", "a", "2022"), ("x", "c", "true")],
        ),
        ("ASK { [] eco:a [ eco:b ?z ] }", [("_:2", "b", "z"), ("_:1", "a", "_:2")]),
        ("SELECT ?x { { ?x eco:a ?y } UNION { ?x eco:b ?y } }", [("x", "a", "y"), ("x", "b", "y")]),
        (
            "SELECT ?x { OPTIONAL { ?x eco:a -1.5e3 } FILTER(?x > 2 && !(?x < 1)) }",
            [("x", "a", "-1.5e3")],
        ),
        (
            "PREFIX p: <http://x/> SELECT ?a WHERE { GRAPH ?g { <urn:s> p:o.b ?a } }",
            [("urn:s", "o.b", "a")],
        ),
    ],
)
def test_triples_are_found_wherever_they_stand(query: str, expected: list[tuple[str, ...]]) -> None:
    assert told(query) == expected


def test_paths_are_known_by_their_steps() -> None:
    asked = read_query("SELECT ?x { ?x ^eco:a/(eco:b|eco:c)+ ?y ; a/rdfs:subClassOf* eco:T }")
    assert asked is not None
    first, second = asked.where.patterns()
    assert first.predicate.kind == "path" and first.predicate.many
    assert [s.value.rsplit("#", 1)[-1] for s in first.predicate.parts] == ["a", "b", "c"]
    assert second.predicate.value == "a/rdfs:subClassOf*"


def test_columns_say_what_they_are_made_of() -> None:
    asked = read_query(
        "SELECT DISTINCT ?a (COUNT(?b) AS ?n) (?a AS ?c) FROM eco:g FROM NAMED eco:h "
        "{ ?a eco:p ?b BIND(1 AS ?k) VALUES (?v ?w) { (1 2) } } GROUP BY ?a ?c"
    )
    assert asked is not None and asked.distinct and asked.aggregates
    assert asked.grouping is not None and asked.grouping.names == {"a", "c"}
    assert [(c.name, c.aggregate, c.of) for c in asked.columns or ()] == [
        ("a", False, None),
        ("n", True, frozenset({"b"})),
        ("c", False, frozenset({"a"})),
    ]
    assert asked.dataset == "FROM eco:g FROM NAMED eco:h"
    assert asked.where.bound() == {"a", "b", "k", "v", "w"}


def test_a_part_stands_where_its_text_does() -> None:
    query = "SELECT ?x {\n  ?x a eco:Firm .\n  FILTER(?x != id:a)\n  MINUS { ?x eco:b ?y } }"
    asked = read_query(query)
    assert asked is not None
    assert [query[p.start : p.end] for p in asked.where.parts] == [
        "?x a eco:Firm",
        "FILTER(?x != id:a)",
        "MINUS { ?x eco:b ?y }",
    ]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "SELECT ?x",
        "SELECT ?x { ?x ",
        "SELECT ?x { ?x nobody:knows ?y }",
        "SELECT ?x { (1 2) eco:a ?x }",
        "SELECT ?x { ?x eco:a << eco:b eco:c eco:d >> }",
        "DESCRIBE id:xiamen",
        "SELECT ?x { SERVICE <urn:x> { ?x a ?y } }",
        "nonsense { }",
    ],
)
def test_what_is_not_known_is_not_read(query: str) -> None:
    assert read_query(query) is None


def test_all_shipped_questions_are_read() -> None:
    assert all(read_query(q.query) is not None for q in questions())


@pytest.mark.parametrize("stop", [".", " .", ". ", " . ", " "])
@pytest.mark.parametrize("word", ["OPTIONAL", "optional", "FILTER"])
def test_a_stop_may_stand_at_the_next_word(stop: str, word: str) -> None:
    tail = "(?x = 1)" if word == "FILTER" else "{ ?x eco:kind ?k }"
    asked = read_query(f"SELECT ?x {{ ?x a ?c{stop}{word} {tail} }}")
    assert asked is not None
    assert [part.kind for part in asked.where.parts] == ["triples", word.lower()]
