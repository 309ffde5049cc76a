"""Statements into a store: those of tables or of a file, the ontology, and what is derived."""

from pyoxigraph import NamedNode, Store

from ecograph.base.namespaces import RDF_TYPE
from ecograph.graph import to_rdf as lift
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.derivation import add_new, derive
from ecograph.graph.period_bounds import replace_bounds
from ecograph.graph.terms import ontology_terms
from ecograph.tables.reading import Region


def graph_of(region: Region, name: str, kind: str = "tables") -> CitedGraph:
    """The graph of the tables of a region."""
    store = Store()
    store.bulk_extend(lift.lift(region))
    return CitedGraph(name, kind, store=complete(store))


def is_ours(store: Store) -> bool:
    """Whether anything in a store is of a class or said by a property of the ontology."""
    terms = [t for t in ontology_terms().values() if t.kind in ("class", "property")]
    for term in terms:
        node = NamedNode(term.iri)
        asked = (None, RDF_TYPE, node) if term.kind == "class" else (None, node, None)
        if next(iter(store.quads_for_pattern(*asked)), None) is not None:
            return True
    return False


def complete(store: Store) -> Store:
    """The same store with the ontology, and with what is derived from both.

    A triple in two graphs is counted twice in the union of all graphs.
    """
    add_new(store, lift.ontology())
    derive(store)
    replace_bounds(store)
    return store
