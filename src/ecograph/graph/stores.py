"""On-disk stores: the statements, and the tables and names beside them; how they are opened."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from ecograph.base.errors import Unreadable
from ecograph.base.files import read_text, writing
from ecograph.graph.cited_graph import CitedGraph

MARKER = "ecograph.json"
FORMAT_VERSION = 9
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
