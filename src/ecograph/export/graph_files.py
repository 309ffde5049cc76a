"""Writes statements as RDF: sorted, so that one changed fact is one changed line or block."""

import gzip
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import Quad, Triple, serialize

from ecograph.errors import CannotDo, UsageError
from ecograph.files import write_bytes, write_text
from ecograph.namespaces import PREFIXES
from ecograph.projection.frames import read_frames, write_columnar
from ecograph.store import (
    MARKER,
    RDF_FORMATS,
    CitedGraph,
    marker_text,
    rdf_suffix,
    speaks_ecograph,
    write_store,
)

BUILT = "build-"  # the folders of a store that hold it, one at rest
LOCK = ".building"
_WITH_GRAPHS = (".trig", ".nq", ".jsonld")


def build_to(graph: CitedGraph, path: Path) -> None:
    """The whole graph as a file where the name ends in a known suffix, else as a store.

    Raises UsageError, CannotDo where the folder exists and is not a store of ours.
    """
    if graph.store is None:
        raise UsageError(f"{graph.name}: an endpoint is not built; give tables or an RDF file")
    if rdf_suffix(path):
        write_rdf(graph.store, path)
        return
    if path.exists() and not _is_ours(path):
        raise CannotDo(
            f"{path}: exists and is no store of ecograph; give a new folder or a name like x.trig"
        )
    build_store(graph, path)


def _is_ours(path: Path) -> bool:
    """A store, an empty folder, or what a build that was killed left behind."""
    ours = path.is_dir() and all(
        p.name in (MARKER, LOCK) or p.name.startswith(BUILT) for p in path.iterdir()
    )
    return ours or (path / MARKER).is_file()


def build_store(graph: CitedGraph, path: Path) -> None:
    """An on-disk store with its columnar frames beside it.

    It is built whole in a folder of its own inside `path`; then the marker names that folder, in
    one step.  Readers find the old store until then, and whoever has it open keeps it.
    Raises CannotDo where another build is going on.
    """
    path.mkdir(parents=True, exist_ok=True)
    with _only_builder(path):
        made = Path(tempfile.mkdtemp(dir=path, prefix=BUILT))
        try:
            made.chmod(0o755)
            write_store(graph, made)
            if speaks_ecograph(graph):
                (made / "frames").mkdir()
                write_columnar(read_frames(graph), made / "frames")
            write_text(path / MARKER, marker_text(graph, made.name))
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
        for old in path.glob(f"{BUILT}*"):
            if old != made:
                shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _only_builder(path: Path) -> Iterator[None]:
    try:
        import fcntl
    except ImportError:  # not on Windows: two builds at once are not told apart there
        yield
        return
    with (path / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CannotDo(f"{path}: another ecograph is building it; wait for its end") from None
        yield


def write_rdf(statements: Iterable[Quad], path: Path) -> None:
    """Statements in the format that the name of the file says, also .gz.

    Formats without named graphs hold each statement once.
    Raises UsageError for an unknown suffix.
    """
    suffix = rdf_suffix(path)
    if suffix not in RDF_FORMATS or suffix == ".rdf":
        known = ", ".join(s for s in RDF_FORMATS if s != ".rdf")
        raise UsageError(f"{path}: ends in none of {known}; choose one of these")
    data = rdf_bytes(statements, suffix)
    if path.suffix == ".gz":
        data = gzip.compress(data, mtime=0)
    write_bytes(path, data)


def rdf_bytes(statements: Iterable[Quad], suffix: str) -> bytes:
    """Statements, sorted, in the format of a suffix such as .ttl."""
    if suffix in _WITH_GRAPHS:
        held: list[Quad] | list[Triple] = sorted(set(statements), key=_order)
    else:
        triples = {q.triple for q in statements}
        held = sorted(triples, key=lambda t: (str(t.subject), str(t.predicate), str(t.object)))
    return serialize(held, format=RDF_FORMATS[suffix], prefixes=PREFIXES) or b""


def _order(quad: Quad) -> tuple[str, str, str, str]:
    return str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)
