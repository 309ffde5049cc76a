"""Describes a graph as a dataset: VoID and DCAT, with licence, sources and counts."""

from collections import Counter
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from ecograph.base.errors import UsageError
from ecograph.base.namespaces import (
    ECO,
    ECO_BASE,
    GRAPH_ONTOLOGY,
    GRAPH_VOCABULARY,
    ID_BASE,
    PREFIXES,
    RDF_TYPE,
    RDFS_LABEL,
    entity,
)
from ecograph.base.version import __version__
from ecograph.graph.cited_graph import CitedGraph, require_ecograph

LICENCE = NamedNode("https://creativecommons.org/licenses/by/4.0/")


def describe_dataset(graph: CitedGraph) -> list[Quad]:
    """The description of a graph that is open here, as statements in the default graph.

    Counts are of distinct statements without the ontology and the code lists.
    Raises UsageError for an endpoint, Unreadable for a graph of another ontology.
    """
    if graph.store is None:
        raise UsageError(f"{graph.name}: an endpoint describes itself; open a graph that is here")
    require_ecograph(graph)
    ours = {GRAPH_ONTOLOGY, GRAPH_VOCABULARY}
    triples = {q.triple for q in graph.store if q.graph_name not in ours}
    kinds = (t.object for t in triples if t.predicate == RDF_TYPE)
    classes = Counter(kind.value for kind in kinds if isinstance(kind, NamedNode))
    properties = Counter(t.predicate.value for t in triples)
    regions = [q.subject for q in graph.store.quads_for_pattern(None, RDF_TYPE, ECO.Region)]
    region = regions[0] if len(regions) == 1 else None
    name = region.value.removeprefix(f"{ID_BASE}region") if isinstance(region, NamedNode) else ""
    dataset = entity(f"dataset{name}")
    quads = list(_head(dataset, len(triples), len({t.subject for t in triples})))
    if region is not None:
        for label in graph.store.quads_for_pattern(region, RDFS_LABEL, None):
            quads.append(Quad(dataset, _term("dcterms:title"), label.object))
    for source in graph.store.quads_for_pattern(None, RDF_TYPE, ECO.Source):
        quads.append(Quad(dataset, _term("dcterms:source"), source.subject))
        for name in ("licence", "kind", "date"):
            for fact in graph.store.quads_for_pattern(source.subject, ECO[name], None):
                quads.append(fact)
    quads += _partitions(dataset, "classPartition", "class", "entities", classes)
    quads += _partitions(dataset, "propertyPartition", "property", "triples", properties)
    return [Quad(*q.triple) for q in quads]


def _name(iri: str) -> str:
    """The name of a term of ours; before that of another vocabulary stands its prefix."""
    if iri.startswith(ECO_BASE):
        return iri.removeprefix(ECO_BASE)
    held = [(base, prefix) for prefix, base in PREFIXES.items() if iri.startswith(base)]
    base, prefix = max(held, default=("", ""))
    tail = iri.removeprefix(base) if base else iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
    return f"{prefix}-{tail}" if prefix else tail


def _head(dataset: NamedNode, triples: int, entities: int) -> Iterator[Quad]:
    for kind in ("void:Dataset", "dcat:Dataset"):
        yield Quad(dataset, RDF_TYPE, _term(kind))
    yield Quad(dataset, _term("dcterms:license"), LICENCE)
    yield Quad(dataset, _term("dcterms:creator"), Literal("ecograph contributors"))
    yield Quad(dataset, _term("dcat:version"), Literal(__version__))
    yield Quad(dataset, _term("void:vocabulary"), NamedNode(ECO_BASE))
    yield Quad(dataset, _term("void:uriSpace"), Literal(ID_BASE))
    yield Quad(dataset, _term("void:triples"), _count(triples))
    yield Quad(dataset, _term("void:distinctSubjects"), _count(entities))


def _partitions(
    dataset: NamedNode, link: str, what: str, counted: str, counts: Counter[str]
) -> Iterator[Quad]:
    for iri, count in sorted(counts.items()):
        name = _name(iri)
        part = entity(f"{dataset.value.removeprefix(ID_BASE)}-{what}-{name}")
        yield Quad(dataset, _term(f"void:{link}"), part)
        yield Quad(part, _term(f"void:{what}"), NamedNode(iri))
        yield Quad(part, _term(f"void:{counted}"), _count(count))


def _count(number: int) -> Literal:
    return Literal(number)


def _term(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)
