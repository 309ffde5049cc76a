"""The one opener: a region, a folder of tables, an RDF file, an on-disk store, an endpoint."""

import gzip
import re
import warnings
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import BytesIO
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import (
    BlankNode,
    Quad,
    RdfFormat,
    Store,
    parse,
)

from ecograph.base.errors import (
    CannotDo,
    DataWarning,
    Finding,
    UnknownName,
    Unreadable,
    UsageError,
    near_names,
    shorten,
)
from ecograph.base.files import kind_of, read_bytes
from ecograph.base.resources import graph_data_dir, shipped_regions
from ecograph.graph.cache import entry_of, find_kept, keep
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.stores import MARKER, open_store

if TYPE_CHECKING:
    import networkx as nx

    from ecograph.tables.reading import Region

MOST_BYTES = 2 * 1024**3  # what a file from outside may hold once unpacked
MOST_TOLD = 8  # warnings of a folder
MOST_RATIO = 200  # how far a packed file may swell
SECONDS_A_FILE = 60.0  # to read it, and a second a megabyte
MEMORY_A_FILE = 1024**3  # bytes to read it, and so often its size
MEMORY_RATIO = 20

# Suffixes, and what the worker calls their formats.
RDF_FORMATS = {
    ".ttl": "turtle",
    ".trig": "trig",
    ".nt": "nt",
    ".nq": "nq",
    ".jsonld": "jsonld",
    ".rdf": "rdfxml",
    ".n3": "n3",
    ".owl": "rdfxml",  # or Turtle, as its first sign says
}

_XML = re.compile(rb"\s*<([?!]|(\w+:)?RDF\b)")
_MARK = b"\xef\xbb\xbf"
_LINES = {".nt": RdfFormat.N_TRIPLES, ".nq": RdfFormat.N_QUADS}

WRITABLE = tuple(s for s in RDF_FORMATS if s not in (".rdf", ".n3", ".owl"))


def open_graph(name: str | PathLike[str]) -> CitedGraph:
    """The graph that `--graph` names, or that lies at a path.

    Raises UnknownName, Unreadable, DataError.
    """
    name = fspath(name)
    if is_address(name):
        from ecograph.graph.endpoint import shown_address

        return CitedGraph(shown_address(name.strip()), "endpoint", endpoint=name.strip())
    if (folder := tables_named(name)) is not None:
        return open_tables(folder, name, "region" if name in shipped_regions() else "tables")
    path = Path(name)
    if kind_of(path / MARKER) == "file":
        return open_store(path)
    if kind_of(path) == "file":
        from ecograph.graph.loading import complete_file, is_ours

        if (drawn := _drawn(path)) is not None:
            from ecograph.graph.drawn_files import store_of

            return CitedGraph(name, "network", store=store_of(drawn), drawn=drawn)
        store = _load_rdf(path)  # what has no term of the ontology is asked as it is
        return CitedGraph(name, "file", store=complete_file(store) if is_ours(store) else store)
    if "/" in name or path.suffix:
        near = near_names(path.name, _beside(path))
        hint = f"; did you mean {near[0]}?" if near else ""
        raise Unreadable(f"{shorten(name, 200)}: there is no such file or folder{hint}")
    advice = "give a region, a folder of tables, an RDF file, a store or the URL of an endpoint"
    raise UnknownName("graph", name, shipped_regions(), advice)


def is_address(name: str) -> bool:
    """Whether a name is the address of an endpoint."""
    return re.match(r"\s*https?:/", name, re.IGNORECASE) is not None


def _drawn(path: Path) -> "nx.Graph | None":
    """The network that a file holds; None for a file of RDF."""
    from ecograph.graph.drawn_files import SUFFIXES, read_drawn

    suffix = path.suffix.lower()
    return read_drawn(path) if suffix in SUFFIXES else None


def open_graphs(names: Sequence[str]) -> CitedGraph:
    """Several graphs as one, for what is asked of them together; one alone as open_graph opens it.

    Raises UsageError for an endpoint among several, and what open_graph raises.
    """
    opened = [open_graph(name) for name in names]
    if len(opened) == 1:
        return opened[0]
    together = Store()
    for graph in opened:
        if graph.store is None:
            raise UsageError(f"{graph.name}: an endpoint is asked alone; take out the others")
        together.bulk_extend(graph.store)
    return CitedGraph(" + ".join(g.name for g in opened), "file", store=together)


def _beside(path: Path) -> list[str]:
    with suppress(OSError, ValueError):
        return [p.name for p in path.parent.iterdir() if p.name != path.name]
    return []


def open_tables(folder: Path, name: str, kind: str = "tables") -> CitedGraph:
    """The graph of a folder of tables; warns of what in the folder was not read.

    Raises Unreadable, DataError.
    """
    entry = entry_of(folder)
    if entry is not None and (kept := find_kept(entry, name, kind)) is not None:
        return kept
    from ecograph.graph.loading import graph_of

    region, warned = read_tables_in(folder, name)
    unchanged = entry is not None and entry == entry_of(folder)  # no table changed meanwhile
    kept = keep(entry, region, name, kind, warned) if entry is not None and unchanged else None
    return kept or graph_of(region, name, kind)


def read_tables_in(folder: Path, name: str) -> tuple["Region", list[str]]:
    """The tables in a folder that conform, with the warnings of what was not read, which are given.

    Raises Unreadable, DataError.
    """
    from ecograph.tables.reading import read_what_conforms

    region = read_what_conforms(folder)
    warned = _told(region.warnings, name)
    for text in warned:
        warnings.warn(text, DataWarning, stacklevel=3)
    return region, warned


def tables_named(name: str) -> Path | None:
    """The folder of tables that a name means, of a shipped region too; None where it means none."""
    if name in shipped_regions():
        return graph_data_dir() / name
    path = Path(name)
    return path if kind_of(path) == "folder" and kind_of(path / MARKER) != "file" else None


def _told(warned: Sequence[Finding], name: str) -> list[str]:
    """What of a folder was not read; of many rows the first few."""
    told = [str(finding) for finding in warned]
    if len(told) > MOST_TOLD:
        more = f"{name}: … and {len(told) - MOST_TOLD} more; ecograph check {name} lists them"
        told = [*told[:MOST_TOLD], more]
    return told


# ------------------------------------------------------------------ RDF files


def rdf_suffix(path: Path) -> str:
    """The suffix that names the format: .ttl for graph.ttl and for graph.ttl.gz."""
    suffixes = [s.lower() for s in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def read_rdf(path: Path) -> Iterator[Quad]:
    """The statements of an RDF file, read by the worker; nothing in it reaches anything else.

    Raises Unreadable, which names the line where the parser stopped.
    """
    return _named(*_read_by_worker(path))


def _named(data: bytes, format_: RdfFormat) -> Iterator[Quad]:
    from ecograph.graph.to_rdf import name_blank

    blank: dict[str, BlankNode] = {}
    for quad in parse(data, format=format_):
        yield name_blank(quad, blank, "unnamed")


def _load_rdf(path: Path) -> Store:
    """As read_rdf, into a store: at once where no blank node needs a name that lasts."""
    store = Store()
    data, format_ = _read_by_worker(path)
    if b"_:" in data:
        store.bulk_extend(_named(data, format_))
    else:
        store.bulk_load(data, format=format_)
    return store


def _read_by_worker(path: Path) -> tuple[bytes, RdfFormat]:
    """The statements of a file that the worker read to its end, a line each."""
    from ecograph.graph.worker import Task, run_task

    suffix = rdf_suffix(path)
    if suffix not in RDF_FORMATS:
        raise Unreadable(
            f"{path}: the name ends in {suffix or 'nothing'}, so its format is not known; "
            f"name it with one of {', '.join(RDF_FORMATS)} (also with .gz)"
        )
    data = _read_packed(path)
    given = RDF_FORMATS[suffix]
    if suffix == ".owl" and not _XML.match(data.removeprefix(_MARK)):
        given = "turtle"
    if given != "rdfxml":
        data = data.removeprefix(_MARK)  # as Notepad saves it
    seconds = SECONDS_A_FILE + len(data) / 1e6
    memory = MEMORY_A_FILE + MEMORY_RATIO * len(data)
    task = Task("rdf", f"{path}", "divide it, or convert it to N-Triples", seconds, memory)
    try:
        head, quads = run_task(task, data, given=given)
    except CannotDo as error:
        raise Unreadable(str(error)) from None
    if "harmful" in head:
        raise Unreadable(f"{path}: {head['harmful']}")
    for key in ("syntax", "failed"):
        if key in head:
            raise Unreadable(f"{path}: is not readable as {suffix}: {shorten(head[key], 300)}")
    if suffix in _LINES:
        return data, _LINES[suffix]
    return quads, RdfFormat.N_QUADS


def _read_packed(path: Path) -> bytes:
    """The content of a file, unpacked where its name ends in .gz."""
    data = read_bytes(path, MOST_BYTES)
    if path.suffix.lower() != ".gz":
        return data
    most = min(MOST_BYTES, max(len(data), 1) * MOST_RATIO)
    try:
        with gzip.open(BytesIO(data)) as packed:
            unpacked = packed.read(most + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable(f"{path}: cannot be unpacked: {error}; pack it again") from None
    if len(unpacked) > most:
        raise Unreadable(
            f"{path}: swells to more than {MOST_RATIO} times its size; unpack it first"
        )
    return unpacked
