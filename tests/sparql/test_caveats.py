"""What stands behind an answer that its rows do not show is said beside it, where there is any."""

import pytest

from ecograph.graph.opening import open_graph
from ecograph.sparql.answering import ask

XIAMEN = open_graph("xiamen")
SUPPLY = "?s a eco:Supply ; eco:supplier ?x"
SINCE = 'FILTER(?d >= "2020-01-01"^^xsd:date)'


def notes(query: str, *, cite: bool = False) -> list[str]:
    return [en for _, en in ask(XIAMEN, query, cite=cite).notes]


def number(query: str) -> int:
    (row,) = ask(XIAMEN, query, explain=False).rows
    return int(row["n"].value)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (f"SELECT ?x {{ {SUPPLY} }}", "of the ?s that matched say what does not exist (past "),
        (f"SELECT ?x {{ {SUPPLY} }}", "of the ?s that matched are doubted"),
        (f"SELECT (COUNT(?x) AS ?n) {{ {SUPPLY} }}", "of the ?s that matched are doubted"),
        ("SELECT ?x { ?s eco:supplier ?x }", "say what does not exist"),
        ("ASK { ?s eco:supplier ?x }", "say what does not exist"),
        ("SELECT ?n ?key ?of { ?n eco:supplier ?key ; eco:product ?of }", "of the ?n that matched"),
        (
            "SELECT ?a { ?a eco:supplies ?b }",
            "of the eco:supplies that matched follow from doubted",
        ),
        ("SELECT ?a { ?a eco:supplies ?b }", "eco:suppliesAnyModality gives them too"),
        (
            "SELECT ?p { id:xiamen-university eco:develops ?p }",
            "would match that the graph states, but not as existing",
        ),
        (f"SELECT ?i {{ ?i a eco:Investment ; eco:periodEarliest ?d {SINCE} }}", "more ?i match"),
        (
            f"SELECT ?i {{ ?i a eco:Investment OPTIONAL {{ ?i eco:periodEarliest ?d }} {SINCE} }}",
            "more ?i match but for the time: they have no eco:periodEarliest",
        ),
        (
            "SELECT ?i { ?i a eco:Investment ; eco:period ?p BIND(STR(?p) AS ?y) "
            'FILTER(?y >= "2020") }',
            "more ?i match but for the time: they have no eco:period",
        ),
        ("SELECT (MAX(?v) AS ?m) { ?i a eco:Investment ; eco:value ?v }", "?v is in more than one"),
        ("SELECT ?v { ?i a eco:Investment ; eco:value ?v } ORDER BY ?v", "?v is in more than one"),
        ("SELECT ?v { ?i a eco:Investment ; eco:baseValue ?v FILTER(?v > 9) }", "(yuan, "),
        (
            "SELECT ?v ?u { ?i a eco:Investment ; eco:baseValue ?v ; eco:unit ?u } ORDER BY ?v",
            "(yuan, ",
        ),
        (
            "SELECT ?v ?u { ?i a eco:Investment ; eco:value ?v ; eco:unit ?u } ORDER BY ?v",
            "?v is in more than one",
        ),
        (
            "SELECT ?v ?p { ?o a eco:Observation ; eco:value ?v ; eco:period ?p ; "
            'eco:periodEarliest ?d FILTER(?d = "2024-01-01"^^xsd:date) } ORDER BY ?v',
            "?v is of periods of unlike length (a year ",
        ),
        (
            "SELECT ?xLabel { ?s a eco:Supply ; eco:supplier ?x "
            'FILTER(CONTAINS(?xLabel, "Xiamen")) }',
            "of the ?s that matched are doubted",
        ),
    ],
)
def test_what_rows_do_not_show_is_said(query: str, said: str) -> None:
    assert any(said in note for note in notes(query))


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT ?x {{ {SUPPLY} ; eco:modality voc:modality-exists MINUS {{ ?d a eco:Doubt ; "
        "eco:statement ?s } }",
        "SELECT ?f { ?f a eco:Firm }",
        "SELECT ?f { ?f eco:requiresAnyModality ?p ; eco:requires ?q }",
        "SELECT ?s { ?s a eco:Statement }",
        "SELECT ?s ?m ?d { ?s a eco:Supply ; eco:modality ?m OPTIONAL { ?d a eco:Doubt ; "
        "eco:statement ?s } }",
        "SELECT ?u (SUM(?v) AS ?m) { ?i a eco:Investment ; eco:value ?v ; eco:unit ?u ; "
        "eco:modality ?x MINUS { ?d a eco:Doubt ; eco:statement ?i } } GROUP BY ?u",
        "SELECT ?u ?v { ?i a eco:Investment ; eco:value ?v ; eco:unit ?u ; eco:modality ?m "
        "MINUS { ?d a eco:Doubt ; eco:statement ?i } } ORDER BY ?u ?v",
        "SELECT ?v { ?o a eco:Observation ; eco:value ?v ; eco:unit voc:unit-count ; "
        'eco:modality ?m ; eco:period "2022"^^xsd:gYear '
        "MINUS { ?d a eco:Doubt ; eco:statement ?o } } ORDER BY ?v",
        "SELECT ?e { ?e a eco:Place OPTIONAL { ?e eco:validFrom ?d } "
        'FILTER(!BOUND(?d) || ?d > "2020"^^xsd:gYear) }',
    ],
)
def test_a_query_that_asks_for_it_itself_is_told_nothing(query: str) -> None:
    assert notes(query) == []


def test_cited_rows_say_it_themselves() -> None:
    query = f"SELECT ?x {{ {SUPPLY} }}"
    assert len(notes(query)) == 2 and not any("doubt" in n for n in notes(query, cite=True))


def test_the_numbers_are_those_of_the_graph() -> None:
    unreal = number(
        "SELECT (COUNT(?s) AS ?n) { ?s a eco:Supply ; eco:supplier ?x ; eco:modality ?m "
        "FILTER(?m != voc:modality-exists) }"
    )
    doubted = number(
        "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a eco:Supply ; eco:supplier ?x . "
        "?d a eco:Doubt ; eco:statement ?s }"
    )
    undated = number(
        "SELECT (COUNT(?s) AS ?n) { ?s a eco:Supply FILTER NOT EXISTS { ?s eco:period ?p } }"
    )
    told = notes(f"SELECT ?x {{ {SUPPLY} }}")
    assert [note.split()[0] for note in told] == [str(unreal), str(doubted)]
    since = 'SELECT ?s { ?s a eco:Supply ; eco:period ?p FILTER(STR(?p) >= "2020") }'
    assert notes(since)[0].startswith(f"{undated} more ?s match")


def test_values_of_one_unit_can_be_compared() -> None:
    held = "?o a eco:Observation ; eco:indicator id:ind-rd-intensity ; eco:value ?v"
    assert number(f"SELECT (COUNT(?v) AS ?n) {{ {held} }}") > 5
    assert not any("unit" in n for n in notes(f"SELECT (MAX(?v) AS ?x) {{ {held} }}"))
    by = "SELECT ?i (SUM(?v) AS ?x) { ?o a eco:Observation ; eco:indicator ?i ; eco:value ?v }"
    mixed = notes(f"{by} GROUP BY ?i")
    assert any("?v is in more than one unit" in n for n in mixed)
