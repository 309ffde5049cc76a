"""Reads networks that other programs write: GraphML, GEXF, node-link JSON, lists of edges."""

import csv
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

    read = {".graphml": _graphml, ".gexf": _gexf, ".json": _node_link}
    try:
        G = read.get(path.suffix.lower(), _edge_list)(path)
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
                quads.append(Quad(iri, RDF_TYPE, NamedNode(_term(value))))
            else:
                quads.append(Quad(iri, NamedNode(_term(name)), _literal(value)))
        if not held:
            quads.append(Quad(iri, RDF_TYPE, NamedNode(PREFIXES["rdfs"] + "Resource")))
    for source, target, held in drawn.edges(data=True):
        joins = NamedNode(_term(held["predicate"]))
        quads.append(Quad(NamedNode(source), joins, NamedNode(target)))
    store.bulk_extend(quads)
    return store


def _keyed(G: "nx.Graph") -> Any:
    return ((s, t, None, held) for s, t, held in G.edges(data=True))


def _iri(node: Hashable) -> str:
    """What a node is called: its name where that is an IRI, else an IRI made of it."""
    text = str(node)
    return text if _IRI.fullmatch(text) else _BASE + _UNSAFE.sub(lambda m: quote(m[0]), text)


def _term(name: object) -> str:
    """The IRI of a class or a predicate."""
    return _iri(str(name))


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
    """A line an edge: under a header with source and target, or two names and a weight."""
    import networkx as nx

    text = read_text(path)
    first = text.partition("\n")[0]
    sign = next((s for s in "\t,;" if s in first), None)
    rows = (
        list(csv.reader(text.splitlines(), delimiter=sign))
        if sign
        else [line.split() for line in text.splitlines()]
    )
    rows = [row for row in rows if row and not row[0].startswith("#")]
    if not rows:
        raise Unreadable(f"{path}: has no edge; write a line an edge: source,target,weight")
    head = [name.strip().lower() for name in rows[0]]
    ends = next((pair for pair in _ENDS if set(pair) <= set(head)), None)
    if ends is None and path.suffix.lower() in (".csv", ".tsv"):
        raise Unreadable(f"{path}: has no columns source and target; name two columns so")
    names = head if ends else ["source", "target", "weight"]
    source, target = ends or ("source", "target")
    G = nx.MultiDiGraph()
    for row in rows[1:] if ends else rows:
        held = dict(zip(names, (cell.strip() for cell in row), strict=False))
        if not held.get(source) or not held.get(target):
            raise Unreadable(f"{path}: the line {shorten(','.join(row), 80)} has no two ends")
        rest = {k: v for k, v in held.items() if k not in (source, target) and v}
        G.add_edge(held[source], held[target], **rest)
    return G
