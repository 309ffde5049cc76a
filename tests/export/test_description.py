"""The description of a dataset counts what is there."""

from pyoxigraph import NamedNode, Store

from ecograph.base.namespaces import PREFIXES
from ecograph.export.description import describe_dataset
from ecograph.graph.opening import CitedGraph, open_graph
from ecograph.sparql.competency import questions

VOID = PREFIXES["void"]


def test_counts_are_of_distinct_statements_without_the_ontology(tiny: CitedGraph) -> None:
    assert tiny.store is not None
    outside = {"https://w3id.org/ecograph/ontology", "https://w3id.org/ecograph/vocab"}
    distinct = {q.triple for q in tiny.store if getattr(q.graph_name, "value", "") not in outside}
    said = {
        (q.predicate.value, q.object.value)
        for q in describe_dataset(tiny)
        if q.subject == NamedNode("https://w3id.org/ecograph/id/dataset-tiny")
    }
    assert (VOID + "triples", str(len(distinct))) in said
    assert (PREFIXES["dcterms"] + "license", "https://creativecommons.org/licenses/by/4.0/") in said


def test_class_partitions_equal_a_query(xiamen: CitedGraph) -> None:
    firms = xiamen.select("SELECT (COUNT(DISTINCT ?f) AS ?n) WHERE { ?f a eco:Firm }")[0][0].value
    part = NamedNode("https://w3id.org/ecograph/id/dataset-xiamen-class-Firm")
    counted = [
        q.object.value
        for q in describe_dataset(xiamen)
        if q.subject == part and q.predicate.value == VOID + "entities"
    ]
    assert counted == [firms]


def test_sources_and_their_licences_are_named(xiamen: CitedGraph) -> None:
    subjects = {q.subject.value for q in describe_dataset(xiamen) if "licence" in q.predicate.value}
    named = {s.rsplit("/", 1)[-1] for s in subjects}
    assert {s for s in named if not s.startswith("web-")} == {
        *("editorial", "feature-2024", "paper-2023", "search-2026-11")
    }
    assert len(named) > 500  # pages of the public record


# The queries by which SIB's sparql-editor configures itself from an endpoint, in our words.
COMPLETES = """SELECT DISTINCT ?subjectClass ?prop ?objectClass ?objectDatatype WHERE {
  { ?cp void:class ?subjectClass ; void:propertyPartition ?pp . ?pp void:property ?prop .
    OPTIONAL { { ?pp void:classPartition [ void:class ?objectClass ] } UNION
      { ?pp <http://ldf.fi/void-ext#datatypePartition>
          [ <http://ldf.fi/void-ext#datatype> ?objectDatatype ] } } }
  UNION { ?linkset void:subjectsTarget [ void:class ?subjectClass ] ; void:linkPredicate ?prop ;
    void:objectsTarget [ void:class ?objectClass ] } }"""
EXAMPLES = """SELECT DISTINCT ?sq ?comment ?query WHERE {
  ?sq a sh:SPARQLExecutable ; rdfs:label|rdfs:comment ?comment ;
    sh:select|sh:ask|sh:construct|sh:describe ?query }"""
DECLARED = "SELECT DISTINCT ?prefix ?namespace { [] sh:prefix ?prefix ; sh:namespace ?namespace }"


def test_an_editor_completes_from_it() -> None:
    store = Store()
    store.extend(describe_dataset(open_graph("tiny")))
    rows = [
        tuple(None if t is None else t.value.rsplit("#", 1)[-1] for t in row)
        for row in store.query(COMPLETES, prefixes=PREFIXES)
    ]
    assert ("Supply", "supplier", "Firm", None) in rows
    assert ("Supply", "value", None, "decimal") in rows
    assert ("Firm", "label", None, "langString") in rows
    assert not any(row[0] == "Entity" for row in rows)  # what is wider says it again


def test_its_examples_run_with_its_prefixes() -> None:
    graph = open_graph("tiny")
    store = Store()
    store.extend(describe_dataset(graph))
    declared = {p.value: n.value for p, n in store.query(DECLARED, prefixes=PREFIXES)}
    assert declared == PREFIXES
    rows = store.query(EXAMPLES, prefixes=PREFIXES)
    found = {sq.value: text.value for sq, _, text in rows}
    assert len(found) == len(questions())
    for text in list(found.values())[:10]:
        graph.store.query(text, use_default_graph_as_union=True)  # type: ignore[union-attr]
