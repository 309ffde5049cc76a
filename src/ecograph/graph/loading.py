"""Statements into a store: those of tables or of a file, the ontology, and what is derived."""

from typing import Any

from pyoxigraph import NamedNode, Quad, Store

from ecograph.base.namespaces import GRAPH_INFERRED, PREFIXES
from ecograph.base.resources import query_text
from ecograph.graph import to_rdf as lift
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.period_bounds import replace_bounds
from ecograph.tables.reading import Region


def graph_of(region: Region, name: str, kind: str = "tables") -> CitedGraph:
    """The graph of the tables of a region."""
    store = Store()
    store.bulk_extend(lift.lift(region))
    return CitedGraph(name, kind, store=complete(store))


def _holds(store: Store, quad: Quad) -> bool:
    found = store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
    return next(iter(found), None) is not None


def _within(triples: Any, graph: NamedNode) -> list[Quad]:
    return [Quad(t.subject, t.predicate, t.object, graph) for t in triples]


def complete(store: Store) -> Store:
    """The same store with the ontology, and with what is derived from both.

    A triple in two graphs is counted twice in the union of all graphs.
    """
    store.bulk_extend([q for q in lift.ontology() if not _holds(store, q)])
    for name in ("shortcuts", "base_values"):
        derived = store.query(query_text(name), prefixes=PREFIXES, use_default_graph_as_union=True)
        found = _within(derived, GRAPH_INFERRED)
        store.bulk_extend([q for q in found if not _holds(store, q)])
    replace_bounds(store)
    return store
