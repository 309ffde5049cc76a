"""Regions that were read before: their graphs, kept by a digest of all that they are made from.

A kept graph is a store as `ecograph build` makes it, without Parquet.  It stands in a
folder of ours under the platform's cache folder, or ECOGRAPH_CACHE.  With ECOGRAPH_NO_CACHE
nothing is kept and nothing that was kept is used.  What cannot be kept is read anew each time.
"""

import hashlib
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ecograph.base.errors import CannotDo, DataWarning, EcographError
from ecograph.base.files import read_bytes
from ecograph.base.resources import ontology_dir
from ecograph.base.version import __version__
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.stores import MARKER, open_store, read_marker, remove_store
from ecograph.tables.region_file import OTHER_KINDS
from ecograph.tables.schema import table_names

if TYPE_CHECKING:
    from ecograph.tables.reading import Region

MOST_KEPT = 20  # graphs; those that were not used for longest go first
MOST_BYTES = 1024**3  # of a region's files; what is larger is built once, with `ecograph build`
_PROGRAM = ("base", "graph", "tables")  # rooms that decide what a graph holds


def cache_folder() -> Path | None:
    """Where graphs are kept; None where nothing is to be kept or there is no such folder."""
    if os.environ.get("ECOGRAPH_NO_CACHE"):
        return None
    if named := os.environ.get("ECOGRAPH_CACHE"):
        return Path(named)
    with suppress(RuntimeError):  # nobody's home
        if sys.platform == "win32":
            local = os.environ.get("LOCALAPPDATA")
            return Path(local) / "ecograph" / "cache" if local else None
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / "ecograph"
        named = os.environ.get("XDG_CACHE_HOME")
        return (Path(named) if named else Path.home() / ".cache") / "ecograph"
    return None


def entry_of(folder: Path) -> Path | None:
    """Where the graph of a region's folder is kept, or would be."""
    root = cache_folder()
    if root is None:
        return None
    digest = hashlib.sha256(f"{__version__}\n".encode())
    try:
        left = MOST_BYTES
        read = set(table_names())
        for path in sorted(folder.iterdir()):
            digest.update(f"{path.name}\n".encode("utf-8", "surrogateescape"))
            table = path.suffix == ".csv" and path.stem in read
            if table or path.name == "region.toml" or path.suffix.lower() in OTHER_KINDS:
                data = read_bytes(path, left)
                left -= len(data)
                digest.update(hashlib.sha256(data).digest())
        for path in _made_by():
            about = path.stat()
            digest.update(f"{path} {about.st_size} {about.st_mtime_ns}\n".encode())
    except (OSError, EcographError):  # the reader of the tables says what is wrong
        return None
    return root / digest.hexdigest()[:32]


def _made_by() -> Iterator[Path]:
    """The files of the ontology and of the program that decide what a graph holds."""
    yield ontology_dir() / "tables.toml"
    for name in ("core", "vocab", "alignments"):
        yield from sorted((ontology_dir() / name).glob("*.ttl"))
    package = Path(__file__).resolve().parents[1]
    for name in _PROGRAM:
        yield from sorted((package / name).rglob("*.py"))
        yield from sorted((package / name).rglob("*.rq"))
        yield from sorted((package / name).rglob("*.sql"))


def find_kept(entry: Path, name: str, kind: str) -> CitedGraph | None:
    """The graph that is kept there, warning of what its region warned of; None where none is."""
    if not (entry / MARKER).is_file():
        return None
    with suppress(EcographError, OSError):
        graph = open_store(entry)
        for text in read_marker(entry).get("warnings", ()):
            warnings.warn(str(text), DataWarning, stacklevel=2)
        os.utime(entry / MARKER)
        return replace(graph, name=name, kind=kind)
    return None


def keep(
    entry: Path, region: "Region", name: str, kind: str, warned: list[str]
) -> CitedGraph | None:
    """Keeps the graph of a region for this time and the next; None where that cannot be done."""
    from ecograph.graph.store_building import build_region

    with suppress(EcographError, OSError):
        entry.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        build_region(region, entry, name=name, parquet=False, about={"warnings": warned})
        _make_room(entry.parent)
        return replace(open_store(entry), name=name, kind=kind)
    return None


def _make_room(root: Path) -> None:
    """Removes the graphs that were not used for longest, as long as there are too many."""
    markers = [path / MARKER for path in root.iterdir() if (path / MARKER).is_file()]
    oldest_first = sorted(markers, key=lambda m: (m.stat().st_mtime_ns, str(m)))
    for marker in oldest_first[: max(len(oldest_first) - MOST_KEPT, 0)]:
        with suppress(CannotDo):  # somebody is writing there
            remove_store(marker.parent)
