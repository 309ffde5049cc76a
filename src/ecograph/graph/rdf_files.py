"""Writes statements as RDF: sorted, so that one changed fact is one changed line or block."""

import gzip
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from ecograph.base.errors import UsageError
from ecograph.base.files import check_writable, write_bytes
from ecograph.base.namespaces import PREFIXES
from ecograph.graph.opening import WRITABLE, rdf_suffix

_FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
}
_WITH_GRAPHS = (".trig", ".nq", ".jsonld")


def check_target(path: Path) -> None:
    """Whether a graph can be written to a place: a file of a known suffix, or a store.

    Raises UsageError, Unwritable.
    """
    suffix = rdf_suffix(path)
    if suffix and suffix not in WRITABLE:
        raise UsageError(
            f"{path}: ends in none of {', '.join(WRITABLE)}; choose one of these, or a name "
            "without a dot for an on-disk store"
        )
    if suffix:
        check_writable(path)


def write_rdf(statements: Iterable[Quad], path: Path) -> None:
    """Statements in the format that the name of the file says, also .gz.

    Formats without named graphs hold each statement once.
    Raises UsageError for an unknown suffix.
    """
    check_target(path)
    data = rdf_bytes(statements, rdf_suffix(path))
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
    return serialize(held, format=_FORMATS[suffix], prefixes=PREFIXES) or b""


def _order(quad: Quad) -> tuple[str, str, str, str]:
    return str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)
