"""Builds on-disk stores: the statements, and beside them their names, classes and tables."""

import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from ecograph.base.database import DuckDatabase, new_database
from ecograph.base.files import writing
from ecograph.base.owned import owned_folder
from ecograph.base.progress import progress
from ecograph.graph.cited_graph import CitedGraph, speaks_ecograph
from ecograph.graph.concepts import add_concepts
from ecograph.graph.loading import STEPS, load_region
from ecograph.graph.naming import all_named, write_names
from ecograph.graph.partitions import partitions_in, write_partitions
from ecograph.graph.pivot import pivot
from ecograph.graph.staging import stage_store, staging
from ecograph.graph.stores import BUILT, FORMAT_VERSION, MARKER
from ecograph.graph.table_files import written_tables
from ecograph.tables.reading import Region

_BATCH = 500_000  # statements; the loader keeps as many as it is given in memory


def _marker_facts(graph: CitedGraph, folder: str) -> dict[str, str | int]:
    """What the marker of a store says of it: in which of its folders the statements are."""
    assert graph.store is not None
    count = len(graph.store)
    return {"format": FORMAT_VERSION, "folder": folder, "statements": count, "name": graph.name}


def build_store(
    graph: CitedGraph,
    path: Path,
    *,
    parquet: bool = True,
    about: Mapping[str, Any] | None = None,
) -> None:
    """An on-disk store of a graph, its names and its tables beside it, for others as Parquet too.

    It is built whole in a folder of its own inside `path`; then the marker names that folder, in
    one step.  Readers find the old store until then, and whoever has it open keeps it.  What is
    in `about` stands in the marker too.
    Raises CannotDo where another build is going on or the folder holds what is not ours.
    """
    assert graph.store is not None
    held = graph.store

    def load(store: Store, stage: DuckDatabase, _: Path) -> None:
        quads = iter(held)
        for _batch in range(0, len(held), _BATCH):
            store.bulk_extend(islice(quads, _BATCH))
        stage_store(stage, held)

    _build(graph.name, path, load, parquet, about)


def build_region(
    region: Region,
    path: Path,
    *,
    name: str,
    parquet: bool = True,
    about: Mapping[str, Any] | None = None,
) -> int:
    """As build_store, of the tables of a region, by way of files: memory does not bound its size.

    Returns how many statements it has.
    """
    return _build(name, path, partial(load_region, region), parquet, about)


def _build(
    name: str,
    path: Path,
    load: Callable[[Store, DuckDatabase, Path], None],
    parquet: bool,
    about: Mapping[str, Any] | None,
) -> int:
    with owned_folder(path, MARKER) as owned, writing(path):
        owned.sweep(keep=owned.about.get("folder"))
        made = owned.new_folder(BUILT)
        with tempfile.TemporaryDirectory(prefix="ecograph-", dir=made) as spare:
            store = Store(str(made / "store"))
            database = new_database(Path(spare))
            with staging(database, Path(spare)) as stage:
                load(store, stage, Path(spare))
                store.flush()
                store.optimize()
                graph = CitedGraph(name, "store", store=store)
                progress("writing tables")(STEPS - 1, STEPS)
                _write_beside(graph, stage, made, parquet=parquet)
                progress("writing tables")(STEPS, STEPS)
            database.connection.close()
        owned.about = {**(about or {}), **_marker_facts(graph, made.name)}
        owned.settled = True
        owned.save()
        owned.sweep(keep=made.name)
        owned.save()
    return len(store)


def _write_beside(graph: CitedGraph, stage: DuckDatabase, folder: Path, *, parquet: bool) -> None:
    """What stands beside the statements of a store: what classes they use, names, tables."""
    write_partitions(partitions_in(stage), folder)
    if speaks_ecograph(graph):
        with written_tables(stage, folder, parquet=parquet) as database:
            pivot(stage, database)
            add_concepts(database, graph)
        write_names(all_named(graph), folder)
