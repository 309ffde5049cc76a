"""Reads networks that other programs write: GraphML, GEXF, node-link JSON, lists of edges."""

import json
import re
from collections.abc import Hashable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad, Store

from ecograph.base.errors import Unreadable, shorten
from ecograph.base.files import read_bytes, read_text
from ecograph.base.namespaces import PREFIXES, RDF_TYPE, RDFS_LABEL
from ecograph.tables.given_files import Layout
from ecograph.tables.given_text import text_table

if TYPE_CHECKING:
    import networkx as nx

SUFFIXES = (".graphml", ".gexf", ".json", ".edgelist", ".csv", ".tsv")
_ENTITIES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.I)
_BASE = "urn:network:"  # of what has no IRI of its own
_IRI = re.compile(r"(https?|urn):[^\s<>\"{}|\\^`]+")
_UNSAFE = re.compile(r"[^\w.~-]+")  # letters of any script stay as they are
_CHINESE = re.compile("[㐀-鿿]")
_LABELS = ("label_zh", "label_en", "label", "name", "title", "labels")
_CLASSES = ("class", "type", "kind", "category", "group")
_JOINING = ("predicate", "relation", "label", "type", "kind", "name")
_ENDS = (("source", "target"), ("from", "to"), ("来源", "目标"), ("起点", "终点"), ("源", "目标"))
_WEIGHTS = ("weight", "权重", "value")


def read_drawn(path: Path) -> "nx.MultiDiGraph | nx.MultiGraph":
    """The network of a file: nodes with label_zh, label_en and class, edges with their weights.

    Nodes are called by an IRI: their own, else one made of their name.  Raises Unreadable.
    """
    import networkx as nx

    read = {".graphml": _graphml, ".gexf": _gexf, ".json": _node_link, ".edgelist": _edge_list}
    try:
        G = read.get(path.suffix.lower(), _edge_table)(path)
    except Unreadable:
        raise
    except Exception as error:  # whatever a broken file makes its reader raise
        why = shorten(f"{type(error).__name__}: {error}", 200)
        raise Unreadable(f"{path}: is no network that can be read ({why}); save it again") from None
    found = nx.MultiDiGraph() if G.is_directed() else nx.MultiGraph()
    names = {node: _iri(node) for node in G}
    for node, held in G.nodes(data=True):
        found.add_node(names[node], **_node(str(node), held))
    edges = G.edges(keys=True, data=True) if G.is_multigraph() else _keyed(G)
    for n, (source, target, _, held) in enumerate(edges):
        found.add_edge(names[source], names[target], key=f"edge-{n}", **_edge(n, held))
    return found


def store_of(drawn: "nx.Graph") -> Store:
    """The same as statements, which can be asked: names, classes, what else is said, the edges."""
    store = Store()
    quads = []
    for node, held in drawn.nodes(data=True):
        iri = NamedNode(node)
        for name, value in held.items():
            if name in ("label_zh", "label_en"):
                quads.append(Quad(iri, RDFS_LABEL, Literal(value, language=name[-2:])))
            elif name == "class":
                quads.append(Quad(iri, RDF_TYPE, NamedNode(_iri(value))))
            else:
                quads.append(Quad(iri, NamedNode(_iri(name)), _literal(value)))
        if not held:
            quads.append(Quad(iri, RDF_TYPE, NamedNode(PREFIXES["rdfs"] + "Resource")))
    for source, target, held in drawn.edges(data=True):
        joins = NamedNode(_iri(held["predicate"]))
        quads.append(Quad(NamedNode(source), joins, NamedNode(target)))
    store.bulk_extend(quads)
    return store


def _keyed(G: "nx.Graph") -> Any:
    return ((s, t, None, held) for s, t, held in G.edges(data=True))


def _iri(node: Hashable) -> str:
    """What a node, a class or a predicate is called: its name as an IRI, else one made of it."""
    text = str(node)
    return text if _IRI.fullmatch(text) else _BASE + _UNSAFE.sub(lambda m: quote(m[0]), text)


def _node(name: str, held: dict[str, Any]) -> dict[str, Any]:
    """What a node says of itself, under the names that networks here have."""
    told = {k: v for k, v in held.items() if _is_plain(v)}
    found: dict[str, Any] = {}
    for column in _LABELS:
        if (text := str(told.pop(column, "") or "").strip()) and column in ("label_zh", "label_en"):
            found[column] = text
        elif text:
            found.setdefault("label_zh" if _CHINESE.search(text) else "label_en", text)
    if "label_zh" not in found and "label_en" not in found:
        found["label_zh" if _CHINESE.search(name) else "label_en"] = name
    for column in _CLASSES:
        if (text := str(told.get(column, "") or "")) and "class" not in found:
            found["class"] = text
    return found | {k: v for k, v in told.items() if k not in _CLASSES}


def _edge(number: int, held: dict[str, Any]) -> dict[str, Any]:
    """What an edge says, under the names that networks here have."""
    told = {k: v for k, v in held.items() if _is_plain(v)}
    joins = next((str(told[c]) for c in _JOINING if told.get(c)), "joins")
    weight = next((v for c in _WEIGHTS if _is_number(v := told.get(c))), None)
    named = {"id": str(told.get("id") or f"edge-{number}"), "predicate": joins}
    return told | named | ({} if weight is None else {"weight": float(weight)})


def _is_plain(value: Any) -> bool:
    return isinstance(value, (str, int, float, bool)) and value == value


def _is_number(value: Any) -> bool:
    try:
        return value is not None and float(value) == float(value)
    except (TypeError, ValueError):
        return False


def _literal(value: Any) -> Literal:
    return Literal(value) if isinstance(value, (bool, int, float)) else Literal(str(value))


# ------------------------------------------------------------------ the formats


def _xml(path: Path) -> BytesIO:
    raw = read_bytes(path)
    if _ENTITIES.search(raw):
        raise Unreadable(
            f"{path}: declares entities, which are not read; take out what stands in <!…>"
        )
    return BytesIO(raw)


def _graphml(path: Path) -> "nx.Graph":
    import networkx as nx

    return nx.read_graphml(_xml(path), force_multigraph=True)


def _gexf(path: Path) -> "nx.Graph":
    import networkx as nx

    raw = _xml(path).read()
    for version in (b"1.3", b"1.2"):  # of these the reader knows the draft alone
        raw = raw.replace(b"http://gexf.net/" + version + b'"', b'http://www.gexf.net/1.2draft"')
        raw = raw.replace(
            b"http://www.gexf.net/" + version + b'"', b'http://www.gexf.net/1.2draft"'
        )
    return nx.read_gexf(BytesIO(raw))


def _node_link(path: Path) -> "nx.Graph":
    """Nodes and links as networkx, d3 and Cytoscape write them."""
    import networkx as nx

    held = json.loads(read_text(path))
    if isinstance(held, dict) and isinstance(held.get("elements"), dict):
        return nx.cytoscape_graph({"data": [], "directed": True, "multigraph": True} | held)
    if not isinstance(held, dict) or not isinstance(held.get("nodes"), list):
        raise Unreadable(f"{path}: holds no nodes; a network in JSON has nodes and edges or links")
    edges = "edges" if "edges" in held else "links"
    if edges not in held:
        raise Unreadable(f"{path}: has nodes and neither edges nor links")
    return nx.node_link_graph(
        {"directed": True, "multigraph": True, "graph": {}} | held, edges=edges
    )


def _edge_list(path: Path) -> "nx.Graph":
    """A line an edge: two names and perhaps a weight, parted by commas, tabs or spaces."""
    import networkx as nx

    G = nx.MultiDiGraph()
    for line in read_text(path).splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        parts = re.split(r"[,;\t]" if re.search(r"[,;\t]", line) else r"\s+", line.strip())
        cells = zip(("source", "target", "weight"), map(str.strip, parts), strict=False)
        _join(G, dict(cells), ("source", "target"), f"{path}: the line {shorten(line, 80)}")
    if not G:
        raise Unreadable(f"{path}: has no edge; write a line an edge: source,target,weight")
    return G


def _edge_table(path: Path) -> "nx.Graph":
    """A row an edge, in the columns source and target and whatever else there is."""
    import networkx as nx

    G = nx.MultiDiGraph()
    for table in text_table(path, Layout(totals=False)):
        names = [name.lower() for name in table.header]
        ends = next((pair for pair in _ENDS if set(pair) <= set(names)), None)
        if ends is None:
            raise Unreadable(f"{path}: has no columns source and target; name two columns so")
        for record in table.records():
            where = f"{path}: the row {record.number}"
            if record.wrong is not None:
                raise Unreadable(f"{where} {record.wrong}; mend it")
            _join(G, dict(zip(names, record.cells, strict=True)), ends, where)
    if not G:
        raise Unreadable(f"{path}: has no edge; write a row an edge under source,target,weight")
    return G


def _join(G: "nx.MultiDiGraph", held: dict[str, Any], ends: tuple[str, str], where: str) -> None:
    """Adds an edge with what else its row says.  Raises Unreadable where it has no two ends."""
    source, target = (held.get(end) for end in ends)
    if not source or not target:
        raise Unreadable(f"{where} has no two ends; write both")
    G.add_edge(source, target, **{k: v for k, v in held.items() if k not in ends and v})
