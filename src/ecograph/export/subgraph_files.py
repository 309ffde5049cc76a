"""Exports a part of a graph in any format, RDF or network."""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import networkx as nx
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from ecograph.base.errors import CannotDo, UsageError
from ecograph.base.files import read_text, write_bytes
from ecograph.base.namespaces import (
    ECO,
    ID_BASE,
    PREFIXES,
    RDF_TYPE,
    RDFS_LABEL,
    entity,
    is_of_region,
    key_of,
)
from ecograph.export.network_files import WRITERS, network_texts, write_network
from ecograph.graph.any_rdf import is_other_rdf, key_of_node
from ecograph.graph.cited_graph import WHOLE, CitedGraph, Cut, own_quads
from ecograph.graph.columns import read_tables
from ecograph.graph.cutting import cut_graph, require_counted
from ecograph.graph.data import Data
from ecograph.graph.facts_text import counted
from ecograph.graph.naming import all_named, find_named
from ecograph.graph.opening import rdf_suffix
from ecograph.graph.rdf_files import rdf_bytes
from ecograph.graph.to_tables import require_statements
from ecograph.networks.network import to_networkx
from ecograph.networks.subgraph import (
    Selection,
    Subgraph,
    evidence_of,
    select,
    subgraph_network,
)
from ecograph.networks.whole import around, of_class, whole_network
from ecograph.sparql.execution import run_query
from ecograph.tables.schema import shortcuts

RDF_SUFFIX = {"turtle": ".ttl", "trig": ".trig", "nt": ".nt", "nq": ".nq", "jsonld": ".jsonld"}
TABLES = "tables"  # a folder of them


@dataclass(frozen=True)
class Done:
    """What was exported: one line that says it, and the bytes where they go to stdout."""

    summary: str
    data: bytes = b""


def export_subgraph(
    graph: CitedGraph,
    selection: Selection,
    path: Path,
    format: str | None = None,
    language: str = "en",
    cut: Cut = WHOLE,
) -> Done:
    """The part of a graph that a selection names (ids, labels or aliases), into a file.

    The nodes of a network get a `label` in the language, zh or en; only what counts is kept, and
    the statements counted that it leaves out.
    Raises UnknownName, UsageError.
    """
    chosen = format_of(path, format)
    require_exportable(graph, chosen, cut)
    if is_other_rdf(graph):
        return _export_resources(graph, selection, path, chosen, language)
    resolved = _resolved(graph, selection)
    part = select(read_tables(graph), resolved)
    told, other = dict[str, Any](), ""
    if cut != WHOLE:
        graph, whole = cut_graph(graph, cut), part
        require_counted(graph, (*resolved.seeds, resolved.chain, resolved.place))
        part = select(read_tables(graph), resolved)
        left = len(whole.statements - part.statements)
        other = f"left out with {cut}: {left} statements"
        if part != whole:
            told = {"evidence": cut.evidence, "sources": cut.sources, "left_out": left}
    tables = read_tables(graph)
    statements = counted(evidence_of(tables, part), ("条陈述", " statements"))[1]
    summary = "; ".join(filter(None, (f"{len(part.entities)} entities, {statements}", other)))
    if chosen in RDF_SUFFIX:
        quads = _statements_of(graph, part)
        return _finish_rdf(quads, path, chosen, summary, [other] if told else [])
    G = subgraph_network(tables, part)
    G.graph.update(told)
    alone = len(part.statements) - G.number_of_edges()
    summary += f"; {alone} of them join only one entity and are not in {chosen}" if alone else ""
    return _finish_network(G, path, chosen, summary, language)


def require_exportable(graph: CitedGraph, format: str, cut: Cut = WHOLE) -> None:
    """Raises UsageError for what is not exported of an endpoint, before all of it is read."""
    if graph.store is None:
        cut_graph(graph, cut)
        if format == TABLES:
            require_statements(graph)
        if format in RDF_SUFFIX:
            raise UsageError(f"{graph.name}: an endpoint is exported as RDF with --construct")


def selected(graph: CitedGraph, selection: Selection) -> frozenset[str]:
    """The ids of the entities and statements that a selection names.

    Raises UnknownName, UsageError.
    """
    part = select(read_tables(graph), _resolved(graph, selection))
    return part.entities | part.statements


def _export_resources(
    graph: CitedGraph, selection: Selection, path: Path, format: str, language: str
) -> Done:
    """A part of a graph of another vocabulary: resources, what they say, what joins them."""
    if selection.chain or selection.place:
        raise UsageError(
            f"{graph.name}: is of another vocabulary than ours; choose by --seed and --class"
        )
    data, network = Data(graph), whole_network(graph)
    resources = data.resources or {}
    kept = set(resources)
    if selection.seeds:
        kept = around(network, [data.find(seed) for seed in selection.seeds], selection.hops)
    if selection.class_name is not None:
        kept &= of_class(resources, selection.class_name)
    assert graph.store is not None
    quads = [q for q in own_quads(graph.store) if _joins_kept(q, kept)]
    summary = f"{len(kept)} resources, {len(quads)} statements"
    if format in RDF_SUFFIX:
        return _finish_rdf(quads, path, format, summary)
    if graph.drawn is not None:  # with its weights
        G = to_networkx(network)
        G.remove_nodes_from([node for node in network.ids if node not in kept])
        return _finish_network(G, path, format, summary, language)
    return _finish_network(_network_of(quads), path, format, summary, language)


def _joins_kept(quad: Quad, kept: set[str]) -> bool:
    """Whether a statement says something of what is kept: a value, a class, what is kept too."""
    if key_of_node(quad.subject) not in kept:
        return False
    plain = quad.predicate == RDF_TYPE or isinstance(quad.object, Literal)
    return plain or key_of_node(quad.object) in kept


def _resolved(graph: CitedGraph, selection: Selection) -> Selection:
    """The selection by ids.  Raises UnknownName, UsageError."""
    named = all_named(graph)
    return replace(
        selection,
        seeds=tuple(find_named(named, s).key for s in selection.seeds),
        chain=selection.chain and find_named(named, selection.chain, "IndustryChain").key,
        place=selection.place and find_named(named, selection.place, "Place").key,
    )


def format_of(path: Path, format: str | None = None) -> str:
    """The format that is asked for, else the one that the name of the file says.

    Raises UsageError.
    """
    if format:
        return format
    suffix = rdf_suffix(path)
    for name, known in RDF_SUFFIX.items():
        if suffix == known:
            return name
    if suffix.lstrip(".") in WRITERS and path.suffix != ".gz":
        return suffix.lstrip(".")
    known = ", ".join(sorted(set(RDF_SUFFIX) | set(WRITERS)))
    raise UsageError(f"{path}: the name does not say the format; give --format, one of {known}")


def _statements_of(graph: CitedGraph, part: Subgraph) -> list[Quad]:
    """Everything said of the chosen entities and statements, their citations and doubts."""
    assert graph.store is not None
    wanted: set[Any] = {entity(k) for k in part.entities | part.statements}
    for quad in list(graph.store.quads_for_pattern(None, ECO.statement, None)):
        if quad.object in wanted:
            wanted.add(quad.subject)
    quads = [q for q in graph.store if q.subject in wanted and _stays(q, part)]
    codes = {q.object for q in quads if isinstance(q.object, NamedNode)}
    for code in codes:
        if is_of_region(code.value):  # those of the ontology are everywhere
            quads += graph.store.quads_for_pattern(code, None, None)
    cited: set[Any] = {q.object for q in quads if q.predicate == ECO.citation}
    cited |= {q.graph_name for q in quads if isinstance(q.graph_name, NamedNode)}
    sources: set[Any] = {
        q.object for c in cited for q in graph.store.quads_for_pattern(c, ECO.source, None)
    }
    for subject in cited | sources:
        quads += graph.store.quads_for_pattern(subject, None, None)
    return quads


def _stays(quad: Quad, part: Subgraph) -> bool:
    """Derived relations stay only where both ends do."""
    follows = quad.predicate == ECO.isIn or quad.predicate.value in shortcuts()
    if not follows or not isinstance(quad.object, NamedNode):
        return True
    return key_of(quad.object.value) in part.entities


def _finish_rdf(
    quads: list[Quad], path: Path, format: str, summary: str, comments: Iterable[str] = ()
) -> Done:
    data = rdf_bytes(quads, RDF_SUFFIX[format])
    if format != "jsonld":
        lines = (f"# {' '.join(comment.split())}\n" for comment in comments)
        data = "".join(lines).encode() + data
    if str(path) == "-":
        return Done(summary, data)
    write_bytes(path, gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
    return Done(f"{path}: {summary}")


def _finish_network(
    G: "nx.MultiDiGraph[str]", path: Path, format: str, summary: str, language: str
) -> Done:
    if str(path) == "-":
        texts = network_texts(G, format, language)
        if len(texts) > 1:
            raise UsageError(f"{format} is two files; give -o a file name")
        return Done(summary, texts[""].encode())
    written = write_network(G, path, format, language)
    return Done(f"{', '.join(str(p) for p in written)}: {summary}")


def constructed_statements(graph: CitedGraph, query: str, timeout: float) -> list[Quad]:
    """The statements that a CONSTRUCT gives; a name that ends in .rq is read as a file."""
    text = read_text(Path(query)) if query.endswith(".rq") else query
    answer = run_query(graph, text, "nt", timeout)
    if answer.part:
        raise CannotDo(answer.part)
    return list(parse(answer.data, format=RdfFormat.N_TRIPLES))


def export_constructed(
    quads: list[Quad],
    path: Path,
    format: str | None = None,
    language: str = "en",
    licences: Iterable[str] = (),
) -> Done:
    """Constructed statements into a file: as RDF, or as a network of the entities they join.

    `licences` are those of the graph that was asked; a network carries them, and so do the comments
    of RDF that has comments.
    """
    chosen, named = format_of(path, format), sorted(set(licences))
    summary = f"{len(quads)} statements"
    if chosen in RDF_SUFFIX:
        return _finish_rdf(quads, path, chosen, summary, [f"licence: {one}" for one in named])
    G = _network_of(quads)
    if named:
        G.graph["licence"] = named
    return _finish_network(G, path, chosen, summary, language)


def _network_of(quads: list[Quad]) -> "nx.MultiDiGraph[str]":
    """Entities as nodes, with what is said of them in words; several values are joined with |."""
    G: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for quad in quads:
        subject, target = _short(quad.subject), quad.object
        G.add_node(subject)
        if isinstance(target, Literal):
            tag = f"_{target.language}" if target.language else ""
            name = "label" if quad.predicate == RDFS_LABEL else _short(quad.predicate)
            _also(G.nodes[subject], name + tag, target.value)
        elif quad.predicate == RDF_TYPE:
            _also(G.nodes[subject], "class", _short(target))
        else:
            key = f"{subject} {_short(quad.predicate)} {_short(target)}"
            G.add_edge(subject, _short(target), key=key, predicate=_short(quad.predicate))
    return G


def _also(data: dict[str, str], name: str, value: str) -> None:
    if value not in data.get(name, "").split("|"):
        data[name] = f"{data[name]}|{value}" if name in data else value


def _short(term: object) -> str:
    iri = term.value if isinstance(term, NamedNode) else str(term)
    for base in (ID_BASE, PREFIXES["eco"], PREFIXES["rdfs"], PREFIXES["skos"]):
        if iri.startswith(base):
            return iri.removeprefix(base)
    return iri
