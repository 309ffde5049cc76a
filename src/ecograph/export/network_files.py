"""Writes networks: GraphML, GEXF, CSV, Cytoscape JSON, node-link JSON, Neo4j CSV.

Every file is written as it is made: what it takes besides the network does not grow with the file.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, count
from pathlib import Path
from typing import Any

from ecograph.base.errors import UsageError
from ecograph.base.files import write_pieces
from ecograph.base.owned import made_together
from ecograph.base.spreadsheet import MARK, guard
from ecograph.export.network_rows import Cell, Network, Rows, Types, renamed
from ecograph.export.network_xml import gexf, graphml

MARKER = "ecograph-files.json"  # lists what formats of several files made in a folder
_EDGE_TAKES = ("id", "key", "source", "target")
Texts = dict[str, Iterable[str]]  # the text of each file in pieces, "" where there is one


def write_network(
    G: Network, path: Path, format: str | None = None, language: str = "en"
) -> tuple[Path, ...]:
    """Writes a network in `format`, else in the format that the name says; gives the files.

    csv writes NAME-nodes.csv and NAME-edges.csv, neo4j NAME-neo4j-nodes.csv and
    NAME-neo4j-relationships.csv.  The marker beside them lists what we wrote, and a file there
    that it does not list is never replaced.  Nodes get a `label` in the language, zh or en.
    Raises UsageError, CannotDo, Unwritable.
    """
    texts = WRITERS[format_named(path, format)](Rows(G, language))
    if "" in texts:
        write_pieces(path, (piece.encode() for piece in texts[""]))
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
    texts = WRITERS[format_named(Path(), format)](Rows(G, language))
    return {name: "".join(pieces) for name, pieces in texts.items()}


def _lines(
    header: list[str], rows: Iterable[list[Any]], cell: Callable[[Cell], Cell]
) -> Iterator[str]:
    """The lines of a CSV file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in chain([header], rows):
        writer.writerow([cell(c) for c in row])
        if out.tell() > 2**16:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def _csv(rows: Rows) -> Texts:
    taken = ("source", "target", "statement")
    node_keys = sorted(renamed(rows.node_types, ("id",)))
    edge_keys = sorted(renamed(rows.edge_types, taken))
    nodes = ([n, *_cells(renamed(d, ("id",)), node_keys)] for n, d in rows.nodes())
    edges = ([*ends, *_cells(renamed(d, taken), edge_keys)] for *ends, d in rows.edges())
    return {
        "nodes": chain([MARK], _lines(["id", *node_keys], nodes, guard)),
        "edges": chain([MARK], _lines([*taken, *edge_keys], edges, guard)),
    }


def _cells(data: Mapping[str, Cell], keys: Iterable[str]) -> list[Cell]:
    return [data.get(key, "") for key in keys]


def _neo4j(rows: Rows) -> Texts:
    """The two files that neo4j-admin database import takes."""
    node_types = renamed(rows.node_types, ("id",))
    edge_types = renamed(rows.edge_types, ("statement",))
    node_keys = sorted(node_types.keys() - {"class"})
    edge_keys = sorted(edge_types.keys() - {"predicate"})
    nodes = (
        [name, *_cells(renamed(data, ("id",)), node_keys), data.get("class", "Entity")]
        for name, data in rows.nodes()
    )
    edges = (
        [s, t, d.get("predicate", "relatedTo"), k, *_cells(renamed(d, ("statement",)), edge_keys)]
        for s, t, k, d in rows.edges()
    )
    node_header = ["id:ID", *_typed(node_keys, node_types), ":LABEL"]
    edge_header = [":START_ID", ":END_ID", ":TYPE", "statement", *_typed(edge_keys, edge_types)]
    return {
        "neo4j-nodes": _lines(node_header, nodes, _small_boolean),
        "neo4j-relationships": _lines(edge_header, edges, _small_boolean),
    }


def _typed(keys: Iterable[str], types: Types) -> list[str]:
    names = {int: ":long", float: ":double", bool: ":boolean"}
    return [key.replace(":", "_") + names.get(types[key], "") for key in keys]


def _small_boolean(value: Cell) -> Cell:
    return str(value).lower() if isinstance(value, bool) else value


def _cytoscape(rows: Rows) -> Texts:
    """The document that cytoscape.js' `cy.json()` takes: every element has an id of its own."""

    def nodes() -> Iterator[str]:
        for name, data in rows.nodes():
            own = {"id": name, "value": name, "name": name}
            yield f'{{\n    "data": {_object(renamed(data, own) | own, 4)}\n   }}'

    def edges() -> Iterator[str]:
        taken = {name for name, _ in rows.nodes()}
        for source, target, key, data in rows.edges():
            numbered = (f"{key}~{n}" for n in count(2))
            free = key if key not in taken else next(i for i in numbered if i not in taken)
            taken.add(free)
            own = {"source": source, "target": target, "key": key, "id": free}
            data = renamed(data, _EDGE_TAKES) | own
            yield f'{{\n    "data": {_object(data, 4)}\n   }}'

    said = json.dumps(list(rows.graph.items()), ensure_ascii=False, indent=1).replace("\n", "\n ")
    elements = chain(
        ['{\n  "edges": '], _list(edges(), 2), [',\n  "nodes": '], _list(nodes(), 2), ["\n }"]
    )
    document = {"data": [said], "directed": [_encode(rows.directed)], "elements": elements}
    return {"": _document(document | {"multigraph": ["true"]})}


def _node_link(rows: Rows) -> Texts:
    nodes = (_object(renamed(data, ("id",)) | {"id": name}, 2) for name, data in rows.nodes())
    edges = (
        _object(renamed(data, _EDGE_TAKES) | {"source": source, "target": target, "key": key}, 2)
        for source, target, key, data in rows.edges()
    )
    document = {
        "directed": [_encode(rows.directed)],
        "edges": _list(edges, 1),
        "graph": [_object(rows.graph, 1)],
        "multigraph": ["true"],
        "nodes": _list(nodes, 1),
    }
    return {"": _document(document)}


_encode = json.JSONEncoder(ensure_ascii=False).encode


def _object(data: Mapping[str, Cell], depth: int) -> str:
    """A JSON object, sorted, a line an entry, as json.dumps lays it out at this depth."""
    if not data:
        return "{}"
    lines = (f"{' ' * depth} {_encode(k)}: {_encode(v)}" for k, v in sorted(data.items()))
    return "{\n" + ",\n".join(lines) + "\n" + " " * depth + "}"


def _list(items: Iterator[str], depth: int) -> Iterator[str]:
    """A JSON list, an item a line."""
    first = next(items, None)
    if first is None:
        yield "[]"
        return
    start = "\n" + " " * (depth + 1)
    yield f"[{start}{first}"
    for item in items:
        yield f",{start}{item}"
    yield "\n" + " " * depth + "]"


def _document(parts: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """A JSON object whose values come in pieces."""
    before = "{\n"
    for key, pieces in parts.items():
        yield f'{before} "{key}": '
        yield from pieces
        before = ",\n"
    yield "\n}\n"


WRITERS: dict[str, Callable[[Rows], Texts]] = {
    "graphml": lambda rows: {"": graphml(rows)},
    "gexf": lambda rows: {"": gexf(rows)},
    "csv": _csv,
    "neo4j": _neo4j,
    "cytoscape": _cytoscape,
    "json": _node_link,
    "node-link": _node_link,
}
