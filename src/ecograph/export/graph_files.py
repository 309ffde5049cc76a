"""Builds a graph: a file of RDF, or an on-disk store."""

from pathlib import Path

from ecograph.base.errors import UsageError
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.opening import rdf_suffix
from ecograph.graph.rdf_files import check_target, write_rdf
from ecograph.graph.stores import build_store


def build_to(graph: CitedGraph, path: Path) -> None:
    """The whole graph as a file where the name ends in a known suffix, else as a store.

    Raises UsageError, CannotDo where the folder holds what is not ours.
    """
    if graph.store is None:
        raise UsageError(f"{graph.name}: an endpoint is not built; give tables or an RDF file")
    check_target(path)
    if rdf_suffix(path):
        write_rdf(graph.store, path)
    else:
        build_store(graph, path)
