"""Builds a graph: a file of RDF, or an on-disk store."""

from pathlib import Path

from ecograph.base.errors import UsageError
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.opening import open_graph, rdf_suffix, read_tables_in, tables_named
from ecograph.graph.rdf_files import check_target, write_rdf
from ecograph.graph.store_building import build_region, build_store


def build(name: str, path: Path) -> int:
    """Builds what a name means, as build_to does; returns how many statements it has.

    Tables become a store by way of files, so that memory does not bound their number.
    Raises what open_graph and build_to raise.
    """
    check_target(path)  # before a million statements are read
    folder = None if rdf_suffix(path) else tables_named(name)
    if folder is not None:
        region, _ = read_tables_in(folder, name)
        return build_region(region, path, name=name)
    graph = open_graph(name)
    build_to(graph, path)
    return len(graph.store or ())


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
