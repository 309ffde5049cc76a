"""Answers for people: names in one language, why nothing was found, where each row is said."""

from pathlib import Path

import pytest

from ecograph.base.errors import QueryError, UsageError
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.opening import open_graph, open_graphs
from ecograph.sparql.answering import ask
from ecograph.sparql.label_service import label_columns, with_labels
from ecograph.sparql.reader import read_query
from ecograph.sparql.reply_tables import CITED, reply_table, serialized

XIAMEN = open_graph("xiamen")
TINY = open_graph("tiny")


def values(graph: CitedGraph, query: str, **given: object) -> list[tuple[str | None, ...]]:
    reply = ask(graph, query, **given)  # type: ignore[arg-type]
    return [tuple(None if t is None else t.value for t in row.values()) for row in reply.rows]


# ------------------------------------------------------------------ names


@pytest.mark.parametrize(("language", "name"), [("zh", "厦门大学"), ("en", "Xiamen University")])
def test_a_name_is_in_the_language_once(language: str, name: str) -> None:
    query = "SELECT ?x ?xLabel { ?x a eco:University VALUES ?x { id:xiamen-university } }"
    assert [row[1] for row in values(XIAMEN, query, language=language)] == [name]


def test_what_has_no_name_in_the_language_is_called_by_the_other_one(tmp_path: Path) -> None:
    path = tmp_path / "names.ttl"
    path.write_text(
        '<urn:a> rdfs:label "Delta Motors"@en, "Delta"@de . <urn:b> rdfs:label "plain", "later" .'
        '<urn:c> rdfs:label "甲"@zh, "丙"@zh . <urn:d> <urn:p> 1 .'.replace(
            "rdfs:label", "<http://www.w3.org/2000/01/rdf-schema#label>"
        ),
        encoding="utf-8",
    )
    query = "SELECT ?xLabel { VALUES ?x { <urn:a> <urn:b> <urn:c> <urn:d> } }"
    named = [row[0] for row in values(open_graph(str(path)), query, language="zh")]
    assert named == ["Delta Motors [en]", "later", "丙", "urn:d"]
    named = [row[0] for row in values(open_graph(str(path)), query, language="en")]
    assert named == ["Delta Motors", "later", "丙 [zh]", "urn:d"]


def test_names_can_be_sorted_grouped_and_filtered_by() -> None:
    query = (
        "SELECT ?cLabel (COUNT(?f) AS ?n) { ?f a eco:Firm ; eco:participatesIn ?c "
        'FILTER(CONTAINS(?cLabel, "显示")) } GROUP BY ?cLabel ORDER BY ?cLabel'
    )
    found = values(XIAMEN, query, language="zh")
    assert [row[0] for row in found] == ["平板显示"] and int(found[0][1] or 0) > 5


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("SELECT ?xLabel { ?x a eco:Firm }", ("xLabel",)),
        ("SELECT ?xLabel { ?x rdfs:label ?xLabel }", ()),  # the query's own
        ("SELECT ?yLabel { ?x a eco:Firm }", ()),  # of nothing
        ("SELECT ?x { ?x a eco:Firm } ORDER BY ?xLabel", ("xLabel",)),
        ("SELECT ?x { { SELECT ?x { ?x a eco:Firm } LIMIT 3 } } ORDER BY ?xLabel", ("xLabel",)),
    ],
)
def test_only_names_of_what_is_bound_are_added(query: str, columns: tuple[str, ...]) -> None:
    asked = read_query(query)
    assert asked is not None and label_columns(asked) == columns
    assert (with_labels(asked, "zh") == query) == (not columns)
    assert ask(TINY, query).answer.kind == "solutions"


def test_rows_grouped_by_an_entity_are_grouped_by_its_name() -> None:
    where = "{ ?f eco:locatedIn ?d . ?d a eco:District }"
    named = values(XIAMEN, f"SELECT ?d ?dLabel (COUNT(?f) AS ?n) {where} GROUP BY ?d ORDER BY ?d")
    plain = values(XIAMEN, f"SELECT ?d (COUNT(?f) AS ?n) {where} GROUP BY ?d ORDER BY ?d")
    assert len(named) == 6 and [(d, n) for d, _, n in named] == plain
    having = f"SELECT ?dLabel (COUNT(?f) AS ?n) {where} GROUP BY ?d HAVING (COUNT(?f) > 20)"
    assert {len(row) for row in values(XIAMEN, having)} == {2}
    assert values(XIAMEN, f"SELECT ?dLabel {where} GROUP BY ?d ?dLabel") != []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "SELECT ?d ?x (COUNT(?f) AS ?n) { ?f eco:locatedIn ?d, ?x } GROUP BY ?d",
            "?x is selected",
        ),
        ("SELECT ?x (COUNT(?f) AS ?n) { ?f eco:locatedIn ?x }", "line 1, column 8: ?x is selected"),
        ("SELECT ?xLabel (COUNT(?f) AS ?n) { ?f eco:locatedIn ?x } GROUP BY ?f", "?xLabel is"),
        ("SELECT ?xLabel { ?f eco:locatedIn ?x FILTER(NOPE(?x)) }", "at line 1, column"),
    ],
)
def test_a_query_that_does_not_parse_is_told_as_it_was_written(query: str, said: str) -> None:
    with pytest.raises(QueryError) as error:
        ask(TINY, query)
    assert "does not parse" in str(error.value) and said in str(error.value)


def test_what_an_optional_left_open_has_no_name() -> None:
    held = "?c a eco:Consortium OPTIONAL { ?c eco:%s ?f }"
    for property_ in ("founded", "worksOn"):
        pattern = held % property_
        named = values(XIAMEN, f"SELECT ?c ?f ?fLabel {{ {pattern} }}")
        plain = values(XIAMEN, f"SELECT ?c ?f {{ {pattern} }}")
        assert sorted((c, f or "") for c, f, _ in named) == sorted((c, f or "") for c, f in plain)
        assert any(f is None for _, f, _ in named)
        assert all((f is None) == (label is None) for _, f, label in named)


def test_a_name_of_a_sub_select_alone() -> None:
    query = "SELECT ?x ?xLabel { SELECT ?x { ?x a eco:Firm } ORDER BY ?x LIMIT 2 }"
    assert len(values(TINY, query, language="en")) == 2


# ------------------------------------------------------------------ nothing found


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "SELECT ?x { ?x a eco:Lab . ?x eco:incubates id:xiamen }",
            [
                "no row: ?x eco:incubates id:xiamen (line 1, column 31) has no match",
                "does not say so",
                "relations that do point at id:xiamen: eco:isIn ",
            ],
        ),
        (
            "SELECT ?x { ?x eco:has id:asset-national-laboratory }",
            ["nothing in the graph matches", "eco:hasAnyModality also gives what is planned"],
        ),
        (
            "SELECT ?x { ?x eco:tenantOf id:haicang-semiconductor-base }",
            ["nothing in the graph matches", "eco:role/eco:shortcut eco:tenantOf"],
        ),
        (
            "SELECT ?x { id:tusfung-singapore-park eco:isIn ?x }",
            ["nothing in the graph matches", "eco:locatedInAnyModality/eco:isIn? also gives"],
        ),
        (
            "SELECT ?x { ?x eco:memberOf id:xiamen-torch-zone }",
            ["nothing in the graph matches", "does not say so", "point at id:xiamen-torch-zone: "],
        ),
        (
            'SELECT ?x { ?x a eco:Firm ; rdfs:label ?n FILTER(?n = "no such name") }',
            ['no row: FILTER(?n = "no such name")'],
        ),
        (
            "ASK { id:xiamen a eco:Firm }",
            ["nothing in the graph matches id:xiamen a eco:Firm", "does not say"],
        ),
        ("SELECT ?x { ?x eco:makess ?y }", ["nothing in the graph matches ?x eco:makess ?y"]),
        (
            "SELECT ?x { ?x a eco:Firm OPTIONAL { ?x eco:no ?y } MINUS { ?x a eco:Firm } }",
            ["no row: MINUS"],
        ),
    ],
)
def test_an_empty_answer_says_what_emptied_it(query: str, said: list[str]) -> None:
    notes = [en for _, en in ask(XIAMEN, query).notes]
    assert len(notes) == len(said)
    assert all(part in note for part, note in zip(said, notes, strict=True))


@pytest.mark.parametrize("format", [None, "csv", "tsv", "json", "xml"])
def test_emptiness_is_seen_in_every_format(format: str | None) -> None:
    assert ask(TINY, "SELECT ?x { ?x a eco:Person }", format=format).notes
    assert not ask(TINY, "SELECT ?x { ?x a eco:Firm }", format=format).notes
    assert not ask(TINY, "SELECT ?x { ?x a eco:Person }", format=format, explain=False).notes


# ------------------------------------------------------------------ sources


def test_a_row_says_where_its_statement_is_said() -> None:
    query = """SELECT ?value { ?o a eco:Observation ; eco:about id:xiamen ; eco:value ?value ;
      eco:indicator id:ind-rd-intensity ; eco:period "2022"^^xsd:gYear }"""
    reply = ask(XIAMEN, query, cite=True)
    assert reply.traces is not None
    (trace,) = [t for t in reply.traces if any(p.document == "paper-2023" for p in t.places)]
    assert [(p.paragraph, p.span) for p in trace.places if p.document == "paper-2023"] == [
        (8, "28..49")
    ]
    assert trace.evidence == "stated" and trace.modalities == ("exists",) and trace.statements


def test_a_plain_relation_is_traced_to_its_statements() -> None:
    query = (
        "SELECT ?firmLabel { id:tan-kah-kee-laboratory eco:incubates ?firm } ORDER BY ?firmLabel"
    )
    reply = ask(XIAMEN, query, language="en", cite=True)
    assert reply.rows and reply.traces is not None
    for trace in reply.traces:
        assert trace.places and all(s.startswith("incubation-") for s in trace.statements)


def test_a_symmetric_relation_is_traced_from_both_ends() -> None:
    one = ask(XIAMEN, "SELECT ?a ?b { ?a eco:collaboratesWith ?b } ORDER BY ?a ?b", cite=True)
    assert one.traces is not None and all(t.statements for t in one.traces)


def test_what_is_said_of_an_entity_itself_cites_its_graph() -> None:
    reply = ask(TINY, "SELECT ?p { ?p a eco:Product ; eco:chain ?c } ORDER BY ?p", cite=True)
    assert reply.traces is not None and all(t.places and not t.statements for t in reply.traces)


def test_a_doubt_travels_with_the_row() -> None:
    query = "SELECT ?o { ?o a eco:Observation . ?d eco:statement ?o } ORDER BY ?o"
    reply = ask(XIAMEN, query, cite=True)
    assert reply.traces is not None and all(t.doubts for t in reply.traces)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("SELECT (COUNT(*) AS ?n) { ?x a eco:Firm }", "sums"),
        ("SELECT ?c (COUNT(?f) AS ?n) { ?f eco:participatesIn ?c } GROUP BY ?c", "sums"),
        ("SELECT ?x { ?x eco:partOf+ id:china }", "paths"),
        ("SELECT ?x { { SELECT ?x { ?x a eco:Firm } LIMIT 1 } }", "sums"),
    ],
)
def test_sums_and_paths_are_not_traced_and_say_so(query: str, why: str) -> None:
    reply = ask(XIAMEN, query, cite=True)
    assert reply.traces and {t.why_not for t in reply.traces} == {why} and reply.notes


def test_rows_with_nothing_cited_say_so() -> None:
    reply = ask(TINY, "SELECT ?c { ?c a owl:Class } LIMIT 2", cite=True)
    assert reply.traces and all(t.why_not == "uncited" for t in reply.traces)
    assert "2 of 2" in reply.notes[0][1]


def test_distinct_rows_have_the_sources_of_all_that_they_stand_for() -> None:
    query = "SELECT DISTINCT ?mLabel { ?x a eco:Production ; eco:maker ?m } ORDER BY ?mLabel"
    reply = ask(TINY, query, language="en", cite=True)
    assert reply.traces and sum(len(t.statements) for t in reply.traces) == len(
        ask(TINY, "SELECT ?x { ?x a eco:Production }").rows
    )


def test_sources_stand_in_columns_of_every_format() -> None:
    reply = ask(TINY, "SELECT ?a ?b { ?a eco:supplies ?b } ORDER BY ?a", cite=True)
    wide = reply_table(reply, lambda: None, "en")  # type: ignore[arg-type, return-value]
    assert wide.columns == ("a", "b", *CITED) and all(row[2] for row in wide.rows)
    for format in ("csv", "tsv", "xml", "json"):
        assert b"cited_document" in serialized(reply, format, "en")


def test_an_endpoint_cannot_be_traced() -> None:
    with pytest.raises(UsageError, match="cannot be traced"):
        ask(CitedGraph("far", "endpoint", endpoint="http://127.0.0.1:9/"), "ASK {}", cite=True)


# ------------------------------------------------------------------ several graphs


def test_several_graphs_are_asked_as_one(tmp_path: Path) -> None:
    more = tmp_path / "more.ttl"
    more.write_text(
        "@prefix id: <https://w3id.org/ecograph/id/> . id:b1 <urn:score> 7 .", encoding="utf-8"
    )
    query = "SELECT ?n ?bLabel { ?b a eco:Firm ; <urn:score> ?n }"
    together = open_graphs(["tiny", str(more)])
    assert values(together, query, language="en") == [("7", "Alpha Pumps")]
    assert together.name == f"tiny + {more}"
    with pytest.raises(UsageError, match="an endpoint is asked alone"):
        open_graphs(["tiny", "http://127.0.0.1:9/"])
