"""Wrong words are told before a query is answered; a query that needs no hint gets none."""

import pytest

from ecograph.graph.opening import open_graph
from ecograph.sparql.answering import hints_on
from ecograph.sparql.competency import questions

XIAMEN = open_graph("xiamen")


def hints(query: str) -> list[str]:
    return [hint.at(query)[1] for hint in hints_on(XIAMEN, query)]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "SELECT ?x { ?x eco:makess ?y }",
            "eco:makess is no property of the graph or the ontology",
        ),
        ("SELECT ?x { ?x a eco:Firma }", "did you mean eco:Firm"),
        ("SELECT ?x { ?x a eco:Company }", "did you mean eco:Firm"),
        ("SELECT ?x { ?x eco:name ?y }", "did you mean rdfs:label"),
        ('SELECT ?x { ?x eco:period "2022" }', 'did you mean "2022"^^xsd:gYear?'),
        ("SELECT ?x { ?x eco:period 2022 }", 'did you mean "2022"^^xsd:gYear?'),
        ('SELECT ?x { ?x eco:modality "exists" }', "did you mean voc:modality-exists?"),
        ("SELECT ?x { ?x eco:modality eco:exists }", "did you mean voc:modality-exists?"),
        ("SELECT ?x { ?x eco:modality voc:exists }", "did you mean voc:modality-exists?"),
        ('SELECT ?x { ?x rdfs:label "厦门大学" }', 'did you mean "厦门大学"@zh?'),
        ("SELECT ?x { ?x eco:maker id:tianma-xiamn }", "the graph has no id:tianma-xiamn"),
        ("SELECT ?f { ?f a eco:Firm ; eco:period ?y }", "no eco:Firm of the graph has eco:period"),
        ("SELECT ?x ?z { ?x a eco:Firm }", "no pattern binds ?z"),
        ("SELECT ?a ?b { ?a eco:partOf+ ?b }", "both ends of the path eco:partOf+ are open"),
        ("SELECT ?n { ?f a eco:Firm ; rdfs:label ?n }", "select ?fLabel instead"),
        ("SELECT ?x { ?x eco:value 3 }", 'did you mean "3"^^xsd:decimal?'),
        ("SELECT ?x { VALUES ?x { id:xiamen id:xiamn } ?x a eco:City }", "did you mean id:xiamen"),
        (
            "SELECT ?x { ?x a eco:City FILTER(?x IN (id:xiamn)) }",
            "the graph has no id:xiamn; did you mean id:xiamen",
        ),
        (
            "SELECT ?x { ?x eco:modality ?m FILTER(?m = voc:modality-exist) }",
            "did you mean voc:modality-exists",
        ),
        (
            "SELECT ?x { ?x eco:unit voc:unit-krw-100m }",
            "did you mean <https://w3id.org/ecograph/vocab/xiamen/unit-krw-100m>?",
        ),
        ("SELECT ?x { ?x eco:unit voc:unit-wan-yuan }", "did you mean voc:unit-cny-10k?"),
        ("SELECT ?x { ?x eco:unit voc:unit-10k-cny }", "did you mean voc:unit-cny-10k?"),
        ("SELECT ?x { ?x eco:unit voc:unit-亿元 }", "did you mean voc:unit-cny-100m?"),
        ("SELECT ?x { ?x foaf:name ?y }", "foaf:name is no property of the graph"),
        ("SELECT ?x { ?x id:xiamen ?y }", "id:xiamen is no property of the graph"),
        ("SELECT ?x { ?x a eco:Firm ; eco:locatedIn id:xiamen }", "eco:isIn finds them too"),
        ("SELECT ?x { ?x eco:locatedIn+ id:xiamen }", "eco:isIn finds them too"),
        ("SELECT ?x { ?x eco:locatedIn ?c . ?c a eco:Country }", "leads to each place around it"),
        (
            'SELECT ?s { ?s eco:period ?p FILTER(?p >= "2020"^^xsd:gYear) }',
            "use eco:periodEarliest",
        ),
        ("SELECT ?s { ?s eco:period ?p FILTER(YEAR(?p) = 2020) }", "which do not compare"),
        ("SELECT ?s { ?s eco:period ?p FILTER(2020 <= ?p) }", "which do not compare"),
        ('SELECT ?s { ?s eco:periodEarliest ?p FILTER(?p > "2020-01-01") }', "with days alone"),
        ("SELECT ?s { ?s eco:periodLatest ?p FILTER(?p < 2020) }", "with days alone"),
        ('SELECT ?x { ?x rdfs:label "厦钨"@zh }', "another name (skos:altLabel) of"),
        ('SELECT ?x { ?x eco:publisher "厦门市科学技术局" }', "finds them too"),
        ('SELECT ?c { ?c a eco:Criterion ; eco:award "rd-gazelle" }', 'under eco:award "scope"'),
        (
            'SELECT ?c { ?c a eco:Criterion ; eco:award ?k FILTER(CONTAINS(?k, "tape")) }',
            'under eco:award "scope"',
        ),
        ('SELECT ?s { ?s eco:publisher "DIGITIMES" }', "4 other values are like it"),
        (
            "SELECT ?c { ?a a eco:Award ; eco:policy ?p ; eco:award ?k . "
            "?c a eco:Criterion ; eco:policy ?p ; eco:award ?k }",
            "asked for by the code of one award, they are missing",
        ),
        ("SELECT ?x { ?x a id:xiamen }", "id:xiamen is no class of the graph"),
    ],
)
def test_what_cannot_be_right_is_said_with_its_place_and_a_mend(query: str, said: str) -> None:
    (hint,) = hints(query)
    assert hint.startswith("line 1, column ") and said in hint


@pytest.mark.parametrize("query", [q.query for q in questions()], ids=[q.name for q in questions()])
def test_a_shipped_question_needs_no_hint(query: str) -> None:
    assert hints(query) == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x ?xLabel { ?x a eco:Place }",
        "SELECT ?x { ?x eco:isIn id:xiamen }",
        "SELECT ?x ?p { ?x a eco:Firm ; eco:locatedIn ?p }",
        "SELECT ?x { ?x eco:locatedIn/eco:partOf* id:xiamen }",
        "SELECT ?a ?b { ?a eco:partOf+ ?b . ?b a eco:City }",
        "SELECT * { ?s ?p ?o } LIMIT 5",
        'SELECT ?x { ?x eco:period "2022"^^xsd:gYear }',
        'SELECT ?x { ?x eco:period "2021/2023" }',
        'SELECT ?f ?n { ?f a eco:Firm ; rdfs:label ?n FILTER(LANG(?n) = "zh") }',
        "SELECT ?f ?v { { ?f a eco:Firm } UNION { ?f a eco:Observation . ?f eco:value ?v } }",
        "SELECT ?c { ?c a eco:Certification OPTIONAL { ?c eco:validTo ?to } }",
        "DESCRIBE id:xiamen",
        'SELECT ?c { ?c a eco:Criterion ; eco:award ?k FILTER(?k IN ("rd-gazelle", "scope")) }',
        'SELECT ?a { ?a a eco:Award ; eco:award "rd-gazelle" }',
        "SELECT ?c ?k { ?c a eco:Criterion ; eco:award ?k }",
        'SELECT ?s { ?s eco:period ?p FILTER(STR(?p) >= "2020") }',
        "SELECT ?s { ?s eco:period ?p FILTER(BOUND(?p)) }",
        'SELECT ?s { ?s eco:periodEarliest ?p FILTER(?p >= "2020-01-01"^^xsd:date) }',
        "SELECT ?s { ?s eco:periodEarliest ?p FILTER(YEAR(?p) >= 2020) }",
        "SELECT (STRAFTER(STR(?f), STR(id:)) AS ?key) { ?f a eco:Firm }",
        "SELECT ?p { ?p a owl:ObjectProperty FILTER(STRSTARTS(STR(?p), STR(eco:))) }",
        "SELECT ?c (COUNT(?f) AS ?n) { ?f eco:participatesIn ?c } GROUP BY ?c",
    ],
)
def test_what_is_right_gets_no_hint(query: str) -> None:
    assert hints(query) == []


def test_hints_are_in_both_languages() -> None:
    query = "SELECT ?x { ?x eco:makess ?y }"
    (hint,) = hints_on(XIAMEN, query)
    zh, en = hint.at(query)
    assert hint.place(query) == (1, 16)
    assert (
        zh.startswith("第 1 行第 16 字：eco:makess 不是")
        and "是不是" in zh
        and "did you mean" in en
    )


def test_a_region_without_names_for_things_is_no_trouble() -> None:
    query = "SELECT ?x { ?x a eco:Person }"
    assert [hint.at(query)[1] for hint in hints_on(open_graph("tiny"), query)] == [
        "line 1, column 18: the graph has nothing of class eco:Person"
    ]
