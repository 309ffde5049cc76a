"""Writes networks: GraphML, GEXF, CSV, Cytoscape JSON, node-link JSON, Neo4j CSV.

None of these formats holds everything: None is left out, lists are joined with |, control
characters are dropped, and attribute names that a format takes for its own are renamed.
"""

import csv
import io
import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx

from ecograph.errors import UsageError
from ecograph.export.spreadsheet import MARK, guard
from ecograph.files import write_text

# networkx moves these out of the attributes of a GEXF file.
_GEXF_TAKES = frozenset({"pid", "start", "end", "viz", "for", "type", "spells", "slices"})
Cell = str | int | float | bool


def write_network(G: "nx.MultiDiGraph[str]", path: Path, format: str | None = None) -> None:
    """A network in `format`, else in the format that the name of the file says.

    csv writes two files, PATH-nodes.csv and PATH-edges.csv; neo4j likewise.
    Raises UsageError.
    """
    chosen = format or path.suffix.lstrip(".").lower()
    for name, text in network_texts(G, chosen).items():
        target = path.with_name(f"{path.stem}-{name}.csv") if name else path
        write_text(target, text)


def network_texts(G: "nx.MultiDiGraph[str]", format: str) -> dict[str, str]:
    """The texts of a network in a format, by their name where there are several.

    Raises UsageError.
    """
    if format not in WRITERS:
        raise UsageError(f"{format or 'no'} format; choose one of {', '.join(WRITERS)}")
    return WRITERS[format](_plain(G))


def _plain(G: "nx.MultiDiGraph[str]") -> "nx.MultiDiGraph[str]":
    """A copy, sorted, whose attributes every format can hold."""
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    plain.graph.update({str(k): _cell(v) for k, v in G.graph.items() if v is not None})
    for node, data in sorted(G.nodes(data=True)):
        plain.add_node(clean(str(node)), **_attributes(data))
    edges = sorted(G.edges(keys=True, data=True), key=lambda e: (str(e[2]), str(e[0]), str(e[1])))
    for source, target, key, data in edges:
        plain.add_edge(clean(str(source)), clean(str(target)), key=str(key), **_attributes(data))
    return plain


def _attributes(data: dict[str, Any]) -> dict[str, Cell]:
    return {clean(str(k)): _cell(v) for k, v in sorted(data.items()) if v is not None}


def _cell(value: Any) -> Cell:
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return "|".join(clean(str(v)) for v in value)
    return clean(str(value))


def clean(text: str) -> str:
    """A text that XML can hold: no control character but tab and line end, no surrogate."""
    return "".join(c for c in text if c in "\t\n" or unicodedata.category(c) not in ("Cc", "Cs"))


def _graphml(G: "nx.MultiDiGraph[str]") -> dict[str, str]:
    return {"": "\n".join(nx.generate_graphml(G)) + "\n"}


def _gexf(G: "nx.MultiDiGraph[str]") -> dict[str, str]:
    renamed: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, data in G.nodes(data=True):
        label = data.get("label_en") or data.get("label_zh") or node
        renamed.add_node(node, **(_for_gexf(data) | {"label": label}))
    for source, target, key, data in G.edges(keys=True, data=True):
        renamed.add_edge(source, target, key=key, **(_for_gexf(data) | {"statement": key}))
    text = "\n".join(nx.generate_gexf(renamed)) + "\n"
    # the date of writing would make the same network two different files
    return {"": "\n".join(line for line in text.split("\n") if "<meta lastmodified" not in line)}


def _for_gexf(data: dict[str, Cell]) -> dict[str, Cell]:
    return {f"eco_{k}" if k in _GEXF_TAKES else k: v for k, v in data.items()}


def _rows(header: list[str], rows: list[list[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def _csv(G: "nx.MultiDiGraph[str]") -> dict[str, str]:
    node_keys = sorted({k for _, d in G.nodes(data=True) for k in d})
    edge_keys = sorted({k for *_, d in G.edges(data=True) for k in d})
    nodes = [[n, *(guard(d.get(k, "")) for k in node_keys)] for n, d in G.nodes(data=True)]
    edges = [
        [s, t, key, *(guard(d.get(k, "")) for k in edge_keys)]
        for s, t, key, d in G.edges(keys=True, data=True)
    ]
    return {
        "nodes": MARK + _rows(["id", *node_keys], nodes),
        "edges": MARK + _rows(["source", "target", "statement", *edge_keys], edges),
    }


def _neo4j(G: "nx.MultiDiGraph[str]") -> dict[str, str]:
    """The two files that neo4j-admin database import takes."""
    node_keys = sorted({k for _, d in G.nodes(data=True) for k in d} - {"class"})
    edge_keys = sorted({k for *_, d in G.edges(data=True) for k in d} - {"predicate"})
    types = {int: ":long", float: ":double", bool: ":boolean"}

    def header(keys: list[str], rows: list[dict[str, Cell]]) -> list[str]:
        kinds = [{type(r[k]) for r in rows if k in r} for k in keys]
        return [
            k + (types.get(next(iter(s)), "") if len(s) == 1 else "")
            for k, s in zip(keys, kinds, strict=True)
        ]

    node_data = [d for _, d in G.nodes(data=True)]
    edge_data = [d for *_, d in G.edges(data=True)]
    nodes = [
        [n, *(d.get(k, "") for k in node_keys), d.get("class", "Entity")]
        for n, d in G.nodes(data=True)
    ]
    edges = [
        [s, t, d.get("predicate", "relatedTo"), key, *(d.get(k, "") for k in edge_keys)]
        for s, t, key, d in G.edges(keys=True, data=True)
    ]
    return {
        "nodes": _rows(["id:ID", *header(node_keys, node_data), ":LABEL"], nodes),
        "edges": _rows(
            [":START_ID", ":END_ID", ":TYPE", "statement", *header(edge_keys, edge_data)], edges
        ),
    }


def _json(document: Any) -> dict[str, str]:
    return {"": json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"}


def _cytoscape(G: "nx.MultiDiGraph[str]") -> dict[str, str]:
    return _json(nx.cytoscape_data(G))


def _node_link(G: "nx.MultiDiGraph[str]") -> dict[str, str]:
    return _json(nx.node_link_data(G, edges="edges"))


WRITERS: dict[str, Callable[["nx.MultiDiGraph[str]"], dict[str, str]]] = {
    "graphml": _graphml,
    "gexf": _gexf,
    "csv": _csv,
    "neo4j": _neo4j,
    "cytoscape": _cytoscape,
    "json": _node_link,
    "node-link": _node_link,
}
