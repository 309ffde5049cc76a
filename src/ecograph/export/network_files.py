"""Writes networks: GraphML, GEXF, CSV, Cytoscape JSON, node-link JSON, Neo4j CSV.

None of these formats holds everything: None and numbers that are no numbers are left out, lists
are joined with |, control characters are dropped, an attribute of several types becomes text, and
a name that a format takes for its own gets eco_ before it.
"""

import csv
import io
import json
import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from typing import Any

import networkx as nx

from ecograph.base.errors import UsageError
from ecograph.base.files import write_text
from ecograph.base.owned import made_together
from ecograph.base.spreadsheet import MARK, guard

MARKER = "ecograph-files.json"  # lists what formats of several files made in a folder

# networkx or the format itself gives these a meaning of their own.
_READERS_TAKE = frozenset(
    ("node_for_adding", "self", "u_for_edge", "u_of_edge", "v_for_edge", "v_of_edge")
)
_GEXF_TAKES = frozenset(
    (
        *("end", "for", "id", "key", "label", "networkx_key", "parents", "pid", "slices"),
        *("spells", "start", "statement", "type", "viz"),
    )
)
_EDGE_TAKES = ("id", "key", "source", "target")
Cell = str | int | float | bool
Network = Any  # nx.MultiDiGraph, or nx.MultiGraph where edges have no direction


def write_network(
    G: Network, path: Path, format: str | None = None, language: str = "en"
) -> tuple[Path, ...]:
    """Writes a network in `format`, else in the format that the name says; gives the files.

    csv writes NAME-nodes.csv and NAME-edges.csv, neo4j NAME-neo4j-nodes.csv and
    NAME-neo4j-relationships.csv.  The marker beside them lists what we wrote, and a file there
    that it does not list is never replaced.  Nodes get a `label` in the language, zh or en.
    Raises UsageError, CannotDo, Unwritable.
    """
    texts = network_texts(G, format_named(path, format), language)
    if "" in texts:
        write_text(path, texts[""])
        return (path,)
    names = {f"{path.stem}-{name}.csv": text for name, text in texts.items()}
    with made_together(path.parent, MARKER, alone=False, replaces=False) as made:
        for name, text in names.items():
            made.write(name, text)
    return tuple(path.with_name(name) for name in names)


def format_named(path: Path, format: str | None = None) -> str:
    """The format that is asked for, else the one that the name of the file says.

    Raises UsageError.
    """
    chosen = format or path.suffix.lstrip(".").lower()
    if chosen not in WRITERS:
        raise UsageError(f"{chosen or 'no'} format; choose one of {', '.join(WRITERS)}")
    return chosen


def network_texts(G: Network, format: str, language: str = "en") -> dict[str, str]:
    """The texts of a network in a format, by their name where there are several.

    Raises UsageError.
    """
    return WRITERS[format_named(Path(), format)](_plain(G, language))


def _like(G: Network) -> Network:
    return nx.MultiDiGraph() if G.is_directed() else nx.MultiGraph()


def _plain(G: Network, language: str) -> Network:
    """A copy, sorted, whose attributes every format can hold; its nodes are labelled."""
    labels = ("label", f"label_{language}", "label_zh" if language == "en" else "label_en")
    plain = _like(G)
    plain.graph.update(_attributes(G.graph))
    for node, data in sorted(G.nodes(data=True), key=lambda n: str(n[0])):
        name = clean(str(node))
        plain.add_node(name)
        plain.nodes[name].update(_attributes(data))
        label = next((data[k] for k in labels if data.get(k) not in (None, "")), name)
        plain.nodes[name]["label"] = clean(str(label))
    edges = sorted(G.edges(keys=True, data=True), key=lambda e: (str(e[2]), str(e[0]), str(e[1])))
    for source, target, key, data in edges:
        ends = clean(str(source)), clean(str(target)), clean(str(key))
        plain.add_edge(*ends)
        plain.edges[ends].update(_attributes(data))
    _one_type_each([d for _, d in plain.nodes(data=True)])
    _one_type_each([d for *_, d in plain.edges(data=True)])
    return plain


def _attributes(data: dict[Any, Any]) -> dict[str, Cell]:
    named = {clean(str(k)): _cell(v) for k, v in data.items() if v is not None}
    held = {k: v for k, v in named.items() if not isinstance(v, float) or math.isfinite(v)}
    return dict(sorted(_renamed(held, _READERS_TAKE).items()))


def _cell(value: Any) -> Cell:
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return "|".join(clean(str(v)) for v in value)
    if isinstance(value, set | frozenset):
        return "|".join(sorted(clean(str(v)) for v in value))
    return clean(str(value))


def _one_type_each(rows: list[dict[str, Cell]]) -> None:
    """Makes an attribute of several types a float where all are numbers, else text."""
    types: dict[str, set[type]] = {}
    for row in rows:
        for name, value in row.items():
            types.setdefault(name, set()).add(type(value))
    for row in rows:
        for name, value in row.items():
            if len(types[name]) > 1:
                row[name] = float(value) if types[name] == {int, float} else str(value)


def clean(text: str) -> str:
    """A text that XML can hold: no control character but tab and line end, no half character."""
    return "".join(
        c
        for c in text
        if c in "\t\n" or (unicodedata.category(c) not in ("Cc", "Cs") and c not in "\ufffe\uffff")
    )


def _renamed(data: dict[str, Cell], taken: Iterable[str]) -> dict[str, Cell]:
    return {f"eco_{k}" if k in taken else k: v for k, v in data.items()}


def _graphml(G: Network) -> dict[str, str]:
    return {"": "\n".join(nx.generate_graphml(G)) + "\n"}


def _gexf(G: Network) -> dict[str, str]:
    renamed = _like(G)
    for node, data in G.nodes(data=True):
        renamed.add_node(node)
        renamed.nodes[node].update(_renamed(data, _GEXF_TAKES - {"label"}))
    for source, target, key, data in G.edges(keys=True, data=True):
        taken = _GEXF_TAKES if _is_number(data.get("weight")) else _GEXF_TAKES | {"weight"}
        renamed.add_edge(source, target, key)
        renamed.edges[source, target, key].update(_renamed(data, taken) | {"statement": key})
    text = "\n".join(nx.generate_gexf(renamed)) + "\n"
    # the date of writing would make the same network two different files
    return {"": re.sub(r"\n *<meta .*?</meta>", "", text, flags=re.DOTALL)}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _rows(header: list[str], rows: list[list[Any]], cell: Callable[[Cell], Cell]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([cell(c) for c in row] for row in [header, *rows])
    return out.getvalue()


def _csv(G: Network) -> dict[str, str]:
    nodes = [(n, _renamed(d, ("id",))) for n, d in G.nodes(data=True)]
    taken = ("source", "target", "statement")
    edges = [(s, t, k, _renamed(d, taken)) for s, t, k, d in G.edges(keys=True, data=True)]
    node_keys = sorted({k for _, d in nodes for k in d})
    edge_keys = sorted({k for *_, d in edges for k in d})
    node_rows = [[n, *(d.get(k, "") for k in node_keys)] for n, d in nodes]
    edge_rows = [[*ends, *(d.get(k, "") for k in edge_keys)] for *ends, d in edges]
    return {
        "nodes": MARK + _rows(["id", *node_keys], node_rows, guard),
        "edges": MARK + _rows([*taken, *edge_keys], edge_rows, guard),
    }


def _neo4j(G: Network) -> dict[str, str]:
    """The two files that neo4j-admin database import takes."""
    nodes = [(n, _renamed(d, ("id",))) for n, d in G.nodes(data=True)]
    edges = [(s, t, k, _renamed(d, ("statement",))) for s, t, k, d in G.edges(keys=True, data=True)]
    node_keys = sorted({k for _, d in nodes for k in d} - {"class"})
    edge_keys = sorted({k for *_, d in edges for k in d} - {"predicate"})
    types = {int: ":long", float: ":double", bool: ":boolean"}

    def header(keys: list[str], rows: list[dict[str, Cell]]) -> list[str]:
        kinds = [next(type(r[k]) for r in rows if k in r) for k in keys]
        return [k.replace(":", "_") + types.get(t, "") for k, t in zip(keys, kinds, strict=True)]

    node_rows = [
        [n, *(d.get(k, "") for k in node_keys), d.get("class", "Entity")] for n, d in nodes
    ]
    edge_rows = [
        [s, t, d.get("predicate", "relatedTo"), key, *(d.get(k, "") for k in edge_keys)]
        for s, t, key, d in edges
    ]
    node_header = ["id:ID", *header(node_keys, [d for _, d in nodes]), ":LABEL"]
    edge_header = [":START_ID", ":END_ID", ":TYPE", "statement"]
    edge_header += header(edge_keys, [d for *_, d in edges])
    return {
        "neo4j-nodes": _rows(node_header, node_rows, _small_boolean),
        "neo4j-relationships": _rows(edge_header, edge_rows, _small_boolean),
    }


def _small_boolean(value: Cell) -> Cell:
    return str(value).lower() if isinstance(value, bool) else value


def _json(document: Any) -> dict[str, str]:
    return {"": json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"}


def _for_json(G: Network, node_takes: tuple[str, ...]) -> Network:
    renamed = _like(G)
    renamed.graph.update(G.graph)
    for node, data in G.nodes(data=True):
        renamed.add_node(node)
        renamed.nodes[node].update(_renamed(data, node_takes))
    for source, target, key, data in G.edges(keys=True, data=True):
        renamed.add_edge(source, target, key)
        renamed.edges[source, target, key].update(_renamed(data, _EDGE_TAKES))
    return renamed


def _cytoscape(G: Network) -> dict[str, str]:
    """The document that cytoscape.js' `cy.json()` takes: every element has an id of its own."""
    document = nx.cytoscape_data(_for_json(G, ("id", "name", "value")))
    taken = set(G.nodes)
    for edge in document["elements"]["edges"]:
        key = edge["data"]["key"]
        numbered = (f"{key}~{n}" for n in count(2))
        edge["data"]["id"] = (
            key if key not in taken else next(i for i in numbered if i not in taken)
        )
        taken.add(edge["data"]["id"])
    return _json(document)


def _node_link(G: Network) -> dict[str, str]:
    return _json(nx.node_link_data(_for_json(G, ("id",)), edges="edges"))


WRITERS: dict[str, Callable[[Network], dict[str, str]]] = {
    "graphml": _graphml,
    "gexf": _gexf,
    "csv": _csv,
    "neo4j": _neo4j,
    "cytoscape": _cytoscape,
    "json": _node_link,
    "node-link": _node_link,
}
