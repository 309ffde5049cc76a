"""Writes statements as RDF: sorted, so that one changed fact is one changed line or block."""

import gzip
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Quad, Triple, serialize

from ecograph.errors import CannotDo, UsageError
from ecograph.files import new_folder, write_bytes
from ecograph.namespaces import PREFIXES
from ecograph.projection.frames import read_frames, write_columnar
from ecograph.store import MARKER, RDF_FORMATS, CitedGraph, rdf_suffix, write_store

_WITH_GRAPHS = (".trig", ".nq", ".jsonld")


def build_to(graph: CitedGraph, path: Path) -> None:
    """The whole graph as a file where the name ends in a known suffix, else as a store.

    Raises UsageError, CannotDo where the folder exists and is not a store of ours.
    """
    if rdf_suffix(path):
        assert graph.store is not None
        write_rdf(graph.store, path)
        return
    if path.exists() and not (path / MARKER).is_file():
        raise CannotDo(
            f"{path}: exists and is no store of ecograph; give a new folder or a name like x.trig"
        )
    build_store(graph, path)


def build_store(graph: CitedGraph, path: Path) -> None:
    """An on-disk store with its columnar frames beside it, built whole, then put in place."""
    with new_folder(path, replace=True) as folder:
        write_store(graph, folder)
        (folder / "frames").mkdir()
        write_columnar(read_frames(graph), folder / "frames")


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
