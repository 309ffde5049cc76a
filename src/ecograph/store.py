"""The one opener: a region, a folder of tables, an RDF file, an on-disk store, an endpoint."""

import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.parsers import expat

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from ecograph import lift
from ecograph._resources import query_text, shipped_regions
from ecograph.errors import TookTooLong, UnknownName, Unreadable, near_names
from ecograph.namespaces import (
    ECO_BASE,
    GRAPH_INFERRED,
    GRAPH_ONTOLOGY,
    GRAPH_VOCABULARY,
    PREFIXES,
    prefix_header,
)
from ecograph.tables import read_region, region_folder

MARKER = "ecograph.json"
FORMAT_VERSION = 1
MOST_BYTES = 2 * 1024**3  # what a file from outside may hold once unpacked
MOST_RATIO = 200  # how far a packed file may swell
MOST_XML_RATIO = 20  # how far the entities of an XML file may swell it
MOST_DEPTH = 1000  # how deep elements, or statements in statements, may nest

RDF_FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
}


@dataclass(frozen=True)
class CitedGraph:
    """An open graph: statements in a store here, or behind the address of an endpoint.

    `kind` is region, tables, file, store or endpoint; `path` is where an on-disk store is.
    """

    name: str
    kind: str
    store: Store | None = None
    path: Path | None = None
    endpoint: str | None = None

    def select(self, query: str, **bound: NamedNode | Literal) -> list[tuple[Any, ...]]:
        """The rows of a query of ours, each as long as the SELECT clause, None where unbound.

        A name in `bound` gives a variable, which the SELECT clause does not list, its value.
        """
        for name, term in bound.items():
            query = re.sub(rf"[?$]{name}\b", str(term).replace("\\", r"\\"), query)
        if self.store is None:
            return _select_remote(str(self.endpoint), query)
        solutions = self.store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
        assert isinstance(solutions, QuerySolutions)
        return [tuple(solution) for solution in solutions]

    def ask_for(self, name: str, **bound: NamedNode | Literal) -> list[tuple[Any, ...]]:
        """The rows of a query from queries/, by its name."""
        return self.select(query_text(name), **bound)

    def graph_names(self) -> set[str]:
        """The IRIs of the named graphs of a store here."""
        if self.store is None:
            return set()
        return {g.value for g in self.store.named_graphs() if isinstance(g, NamedNode)}


def open_graph(name: str = "xiamen") -> CitedGraph:
    """The graph that `--graph` names.

    Raises UnknownName, Unreadable, DataError.
    """
    if name.startswith(("http://", "https://")):
        return CitedGraph(name, "endpoint", endpoint=name)
    if name in shipped_regions():
        return open_tables(region_folder(name), name, "region")
    path = Path(name)
    if (path / MARKER).is_file():
        return _open_store(path)
    if path.is_dir():
        return open_tables(path, name, "tables")
    if path.is_file():
        return CitedGraph(name, "file", store=_load(read_rdf(path), with_ontology=True))
    if "/" in name or path.suffix:
        near = near_names(path.name, _beside(path))
        hint = f"; did you mean {near[0]}?" if near else ""
        raise Unreadable(f"{name}: there is no such file or folder{hint}")
    advice = "give a region, a folder of tables, an RDF file, a store or the URL of an endpoint"
    raise UnknownName("graph", name, shipped_regions(), advice)


def _beside(path: Path) -> list[str]:
    return [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []


def open_tables(folder: Path, name: str, kind: str = "tables") -> CitedGraph:
    """The graph of a folder of tables."""
    region = read_region(folder)
    return CitedGraph(name, kind, store=_load(lift.lift(region), with_ontology=True))


def _holds(store: Store, quad: Quad) -> bool:
    found = store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
    return next(iter(found), None) is not None


def _within(triples: Any, graph: NamedNode) -> list[Quad]:
    return [Quad(t.subject, t.predicate, t.object, graph) for t in triples]


def _load(quads: Iterable[Quad], *, with_ontology: bool, store: Store | None = None) -> Store:
    """A store with these statements and, from them, what is derived."""
    store = Store() if store is None else store
    store.bulk_extend(quads)
    if with_ontology:  # a triple in two graphs is counted twice in the union of all graphs
        store.bulk_extend([q for q in lift.ontology() if not _holds(store, q)])
    for name in ("shortcuts", "base_values"):
        derived = store.query(query_text(name), prefixes=PREFIXES, use_default_graph_as_union=True)
        found = _within(derived, GRAPH_INFERRED)
        store.bulk_extend([q for q in found if not _holds(store, q)])
    return store


def require_ecograph(graph: CitedGraph) -> None:
    """Raises Unreadable where the graph has nothing of the ecograph ontology."""
    if graph.store is not None and not speaks_ecograph(graph):
        held = sum(q.graph_name not in (GRAPH_ONTOLOGY, GRAPH_VOCABULARY) for q in graph.store)
        raise Unreadable(
            f"{graph.name}: has {held} statements but none says that something is of a class "
            f"of <{ECO_BASE}> and none has a citation; map it to the ontology first "
            "(ontology/README.md lists the classes), or use only `ecograph query` on it"
        )


def speaks_ecograph(graph: CitedGraph) -> bool:
    """Whether anything in a graph that is open here has a citation."""
    assert graph.store is not None
    citation = NamedNode(ECO_BASE + "citation")
    return next(iter(graph.store.quads_for_pattern(None, citation, None)), None) is not None


# ------------------------------------------------------------------ RDF files


def rdf_suffix(path: Path) -> str:
    """The suffix that names the format: .ttl for graph.ttl and for graph.ttl.gz."""
    suffixes = [s.lower() for s in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def read_rdf(path: Path) -> Iterator[Quad]:
    """The statements of an RDF file; nothing in it reaches the network or the disk.

    Raises Unreadable, which names the line where the parser stopped.
    """
    suffix = rdf_suffix(path)
    if suffix not in RDF_FORMATS:
        raise Unreadable(
            f"{path}: the name ends in {suffix or 'nothing'}, so its format is not known; "
            f"name it with one of {', '.join(RDF_FORMATS)} (also with .gz)"
        )
    data = _read_bytes(path)
    if problem := _swells(data) if suffix == ".rdf" else _nests(data):
        raise Unreadable(f"{path}: {problem}")
    blank: dict[str, BlankNode] = {}
    try:
        for quad in parse(data, format=RDF_FORMATS[suffix]):
            yield lift.name_blank(quad, blank, "unnamed")
    except (SyntaxError, ValueError, OSError) as error:
        raise Unreadable(f"{path}: is not readable as {suffix}: {error}") from None


def _read_bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if path.suffix.lower() != ".gz":
            if size > MOST_BYTES:
                raise Unreadable(f"{path}: holds {size} bytes; build an on-disk store from it")
            return path.read_bytes()
        most = min(MOST_BYTES, max(size, 1) * MOST_RATIO)
        with gzip.open(path) as packed:
            data = packed.read(most + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable(f"{path}: cannot be read: {error}") from None
    if len(data) > most:
        raise Unreadable(
            f"{path}: swells to more than {MOST_RATIO} times its size; unpack it first"
        )
    return data


def _swells(data: bytes) -> str | None:
    """What in an XML file would swell without end or take the parser too long; None if nothing."""
    entities: dict[str, str] = {}
    depth = 0

    def declared(name: str, _: bool, value: str | None, *__: Any) -> None:
        if value is None or "&" in value or "%" in value:
            raise _SwellError("declares an XML entity made of entities or of another file")
        entities[name] = value

    def start(*_: Any) -> None:
        nonlocal depth
        depth += 1
        if depth == 1:  # the declarations are all read, nothing is expanded yet
            swollen = sum(len(v) * data.count(f"&{n};".encode()) for n, v in entities.items())
            if swollen > MOST_XML_RATIO * len(data):
                raise _SwellError(f"swells to more than {MOST_XML_RATIO} times its size")
        if depth > MOST_DEPTH:
            raise _SwellError(f"nests XML elements deeper than {MOST_DEPTH}")

    def end(*_: Any) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = declared
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(data, True)
    except _SwellError as error:
        return f"{error}; convert it to Turtle"
    except expat.ExpatError as error:
        return f"is not readable as XML: {error}"
    return None


class _SwellError(Exception):
    """A file that is small and means harm."""


def _nests(data: bytes) -> str | None:
    """Statements about statements about statements would end the process."""
    depth = 0
    for sign in re.finditer(rb"<<\(|\)>>", data):
        depth += 1 if sign[0] == b"<<(" else -1
        if depth > MOST_DEPTH:
            return f"nests statements in statements deeper than {MOST_DEPTH}; write them plainly"
    return None


# --------------------------------------------------------------- on-disk store


def _open_store(path: Path) -> CitedGraph:
    try:
        marker = json.loads((path / MARKER).read_text(encoding="utf-8"))
        held = path / marker["folder"]
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise Unreadable(
            f"{path}: its {MARKER} cannot be read ({error}); build it again with `ecograph build`"
        ) from None
    if marker.get("format") != FORMAT_VERSION:
        raise Unreadable(
            f"{path}: is a store of format {marker.get('format')}, this program reads "
            f"{FORMAT_VERSION}; build it again with `ecograph build`"
        )
    try:
        store = Store.read_only(str(held / "store"))
    except OSError as error:
        raise Unreadable(f"{path}: cannot be opened: {error}") from None
    return CitedGraph(str(path), "store", store=store, path=held)


def write_store(graph: CitedGraph, folder: Path) -> None:
    """All statements as an on-disk store in a folder that exists."""
    assert graph.store is not None
    store = Store(str(folder / "store"))
    store.bulk_extend(graph.store)
    store.flush()
    store.optimize()


def marker_text(graph: CitedGraph, folder: str) -> str:
    """What the marker of a store says: in which of its folders the statements are."""
    assert graph.store is not None
    held = {"format": FORMAT_VERSION, "folder": folder, "statements": len(graph.store)}
    return json.dumps(held | {"name": graph.name}, indent=1, ensure_ascii=False) + "\n"


# ------------------------------------------------------------------- endpoint


def fetch_endpoint(endpoint: str, query: str, accept: str, timeout: float = 60) -> bytes:
    """What an endpoint answers to a query.

    Raises Unreadable, TookTooLong.
    """
    import httpx

    try:
        answer = httpx.post(
            endpoint,
            content=query.encode(),
            headers={"Content-Type": "application/sparql-query", "Accept": accept},
            timeout=timeout,
        )
        answer.raise_for_status()
    except httpx.TimeoutException:
        raise TookTooLong(f"{endpoint}: no answer in {timeout:g} s") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Unreadable(f"{endpoint}: does not answer as a SPARQL endpoint: {error}") from None
    return answer.content


def _select_remote(endpoint: str, query: str) -> list[tuple[Any, ...]]:
    data = fetch_endpoint(endpoint, prefix_header() + query, "application/sparql-results+json")
    try:
        results = parse_query_results(data, format=QueryResultsFormat.JSON)
        return [tuple(solution) for solution in results]  # type: ignore[union-attr]
    except (SyntaxError, ValueError) as error:
        raise Unreadable(f"{endpoint}: answers no SPARQL results: {error}") from None
