"""The description of a dataset counts what is there."""

from pyoxigraph import NamedNode

from ecograph.base.namespaces import PREFIXES
from ecograph.export.description import describe_dataset
from ecograph.graph.opening import CitedGraph

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
