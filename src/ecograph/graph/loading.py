"""Statements into a store: those of tables or of a file, the ontology, and what is derived."""

from pyoxigraph import Store

from ecograph.graph import to_rdf as lift
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.derivation import add_new, derive
from ecograph.graph.period_bounds import replace_bounds
from ecograph.tables.reading import Region


def graph_of(region: Region, name: str, kind: str = "tables") -> CitedGraph:
    """The graph of the tables of a region."""
    store = Store()
    store.bulk_extend(lift.lift(region))
    return CitedGraph(name, kind, store=complete(store))


def complete(store: Store) -> Store:
    """The same store with the ontology, and with what is derived from both.

    A triple in two graphs is counted twice in the union of all graphs.
    """
    add_new(store, lift.ontology())
    derive(store)
    replace_bounds(store)
    return store
