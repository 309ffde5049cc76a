"""On-disk stores: the statements, and the tables and names beside them."""

import json
from collections.abc import Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from ecograph.base.errors import Unreadable
from ecograph.base.files import read_text, writing
from ecograph.graph.cited_graph import CitedGraph, speaks_ecograph

MARKER = "ecograph.json"
FORMAT_VERSION = 9
_BATCH = 500_000  # statements; the loader keeps as many as it is given in memory
BUILT = "build-"  # the folders of a store that hold it, one at rest


def open_store(path: Path) -> CitedGraph:
    """The graph of an on-disk store.  Raises Unreadable."""
    marker = read_marker(path)
    version, held = marker.get("format"), marker.get("folder")
    if version != FORMAT_VERSION:
        made = f"is a store of format {version}" if version else "holds no store that was finished"
        raise Unreadable(
            f"{path}: {made}, this program reads format {FORMAT_VERSION}; "
            "build it again with `ecograph build`"
        )
    if not isinstance(held, str) or Path(held).name != held or held in ("", ".", ".."):
        raise Unreadable(f"{path}: its {MARKER} names no folder in it; build it again")
    try:
        store = Store.read_only(str(path / held / "store"))
    except OSError as error:
        raise Unreadable(f"{path}: cannot be opened: {error}; build it again") from None
    return CitedGraph(str(path), "store", store=store, path=path / held)


def read_marker(path: Path) -> dict[str, Any]:
    """What the marker of a store says.  Raises Unreadable."""
    try:
        found = json.loads(read_text(path / MARKER))
        if not isinstance(found, dict):
            raise ValueError("it is no object")
    except (ValueError, RecursionError, Unreadable) as error:
        raise Unreadable(
            f"{path}: its {MARKER} cannot be read ({error}); build it again into a new folder"
        ) from None
    return found


def write_store(graph: CitedGraph, folder: Path) -> None:
    """All statements as an on-disk store in a folder that exists."""
    assert graph.store is not None
    store = Store(str(folder / "store"))
    quads = iter(graph.store)
    for _ in range(0, len(graph.store), _BATCH):
        store.bulk_extend(islice(quads, _BATCH))
    store.flush()
    store.optimize()


def marker_facts(graph: CitedGraph, folder: str) -> dict[str, str | int]:
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
    """An on-disk store, its names and its tables beside it, for others as Parquet too.

    It is built whole in a folder of its own inside `path`; then the marker names that folder, in
    one step.  Readers find the old store until then, and whoever has it open keeps it.  What is
    in `about` stands in the marker too.
    Raises CannotDo where another build is going on or the folder holds what is not ours.
    """
    from ecograph.base.owned import owned_folder
    from ecograph.graph.columns import read_tables
    from ecograph.graph.naming import all_named, write_names
    from ecograph.graph.partitions import partitions_of, write_partitions
    from ecograph.graph.table_files import write_tables
    from ecograph.tables.schema import table_names

    with owned_folder(path, MARKER) as owned, writing(path):
        owned.sweep(keep=owned.about.get("folder"))
        made = owned.new_folder(BUILT)
        write_store(graph, made)
        write_partitions(partitions_of(graph), made)
        if speaks_ecograph(graph):
            write_tables(read_tables(graph).database, table_names(), made, parquet=parquet)
            write_names(all_named(graph), made)
        owned.about = {**(about or {}), **marker_facts(graph, made.name)}
        owned.settled = True
        owned.save()
        owned.sweep(keep=made.name)
        owned.save()


def remove_store(path: Path) -> None:
    """Deletes a store of ours, and its folder where nothing else is in it.

    Raises CannotDo where a build is going on there.
    """
    from ecograph.base.owned import owned_folder

    with owned_folder(path, MARKER) as owned, writing(path):
        owned.settled = True
        owned.sweep()
        (path / MARKER).unlink()
    with suppress(OSError):
        path.rmdir()
