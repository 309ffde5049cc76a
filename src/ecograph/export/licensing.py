"""What of a graph its sources let pass on under given licences."""

from collections.abc import Iterable
from typing import Any

from pyoxigraph import NamedNode, Quad, Store

from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.namespaces import (
    ECO,
    GRAPH_INFERRED,
    GRAPH_ONTOLOGY,
    GRAPH_REGISTRY,
    GRAPH_VOCABULARY,
    RDF_TYPE,
    entity,
)
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.facts import citations_of
from ecograph.graph.licences import licences_of
from ecograph.graph.loading import complete
from ecograph.tables.schema import derived

_OURS = frozenset((GRAPH_ONTOLOGY, GRAPH_VOCABULARY))


def _is_made_anew(quad: Quad) -> bool:
    """Whether it is of the ontology or follows from statements, of which some may go."""
    graph = getattr(quad.graph_name, "value", "")
    inferred = graph.startswith(GRAPH_INFERRED.value) or quad.predicate.value in derived()
    return quad.graph_name in _OURS or inferred


def licensed_graph(graph: CitedGraph, licences: Iterable[str]) -> CitedGraph:
    """The graph with only what sources of these licences say.

    An entity that another source names stays where something that is kept is about it, with its
    class and what else a kept source says of it.
    Raises UnknownName for a licence that no source has, UsageError for an endpoint.
    """
    if graph.store is None:
        raise UsageError(f"{graph.name}: an endpoint is not exported by licence; open it here")
    sources = _sources_of(graph, licences)
    places = citations_of(graph)
    kept = {NamedNode(iri) for iri, place in places.items() if place.document in sources}
    barred = {NamedNode(iri) for iri in places} - kept
    barred |= {entity(s) for s in {p.document for p in places.values()} - sources}
    said, types = _said(graph.store, kept, barred)
    subjects = _reached(said, types)
    store = Store()
    store.bulk_extend(q for s in subjects for q in said.get(s, ()))
    for subject in subjects:
        own = said.get(subject, ())
        if not any(q.predicate == RDF_TYPE for q in own):
            store.bulk_extend(types.get(subject, ()))
    return CitedGraph(graph.name, "tables", store=complete(store))


def _sources_of(graph: CitedGraph, licences: Iterable[str]) -> set[str]:
    """The sources that have one of the licences, whatever its case."""
    known = licences_of(graph)
    names = {name.casefold(): name for name in known.values()}
    wanted = {licence.casefold() for licence in licences}
    for licence in licences:
        if licence.casefold() not in names:
            few = f"the sources have {', '.join(sorted(names.values()))}"
            raise UnknownName("licence of a source", licence, names.values(), few)
    return {key for key, licence in known.items() if licence.casefold() in wanted}


Quads = dict[Any, list[Quad]]  # by their subject


def _said(store: Store, kept: set[NamedNode], barred: set[NamedNode]) -> tuple[Quads, Quads]:
    """What kept citations say, and the class of everything as a statement of the registry.

    What stands in no graph of a citation is said by the citations of its subject.
    """
    cited = {q.subject for q in store.quads_for_pattern(None, ECO.citation, None)}
    ours = {
        q.subject for q in store.quads_for_pattern(None, ECO.citation, None) if q.object in kept
    }
    said: Quads = {}
    types: Quads = {}
    for quad in store:
        subject, graph = quad.subject, quad.graph_name
        if subject in barred or _is_made_anew(quad):
            continue
        if quad.predicate == RDF_TYPE:
            plain = Quad(subject, RDF_TYPE, quad.object, GRAPH_REGISTRY)
            types.setdefault(subject, []).append(plain)
        if graph in kept or (graph not in barred and (subject not in cited or subject in ours)):
            said.setdefault(subject, []).append(quad)
    return said, types


def _reached(said: Quads, types: Quads) -> list[Any]:
    """The subjects whose class is said, and all that what is said of them is about, sorted."""
    todo = [s for s, quads in said.items() if any(q.predicate == RDF_TYPE for q in quads)]
    reached = set(todo)
    while todo:
        for quad in said.get(todo.pop(), ()):
            if quad.object in types and quad.object not in reached:
                reached.add(quad.object)
                todo.append(quad.object)
    return sorted(reached, key=str)
