"""Builds a graph: a file of RDF, or an on-disk store with its columns."""

from pathlib import Path

from ecograph.base.errors import UsageError
from ecograph.base.files import writing
from ecograph.base.owned import owned_folder
from ecograph.graph.columns import read_tables, write_columnar
from ecograph.graph.opening import (
    MARKER,
    CitedGraph,
    marker_facts,
    rdf_suffix,
    speaks_ecograph,
    write_store,
)
from ecograph.graph.rdf_files import check_target, write_rdf

BUILT = "build-"  # the folders of a store that hold it, one at rest


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


def build_store(graph: CitedGraph, path: Path) -> None:
    """An on-disk store with its columnar tables beside it.

    It is built whole in a folder of its own inside `path`; then the marker names that folder, in
    one step.  Readers find the old store until then, and whoever has it open keeps it.
    Raises CannotDo where another build is going on or the folder holds what is not ours.
    """
    with owned_folder(path, MARKER) as owned, writing(path):
        owned.sweep(keep=owned.about.get("folder"))
        made = owned.new_folder(BUILT)
        write_store(graph, made)
        if speaks_ecograph(graph):
            (made / "tables").mkdir()
            write_columnar(read_tables(graph), made / "tables")
        owned.about = marker_facts(graph, made.name)
        owned.settled = True
        owned.save()
        owned.sweep(keep=made.name)
        owned.save()
