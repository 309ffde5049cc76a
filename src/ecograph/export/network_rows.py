"""A network as rows that every format can hold, sorted, made one at a time.

None of the formats holds everything: None and numbers that are no numbers are left out, lists are
joined with |, control characters are dropped, an attribute of several types becomes text, and a
name that a format takes for its own gets eco_ before it.
"""

import math
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from ecograph.graph.labels import in_language

Cell = str | int | float | bool
Row = dict[str, Cell]
Types = dict[str, type]  # the one type of each attribute, in the order in which they appear
Network = Any  # nx.MultiDiGraph, or nx.MultiGraph where edges have no direction

# networkx gives these a meaning of their own.
_READERS_TAKE = frozenset(
    ("node_for_adding", "self", "u_for_edge", "u_of_edge", "v_for_edge", "v_of_edge")
)


@dataclass(frozen=True, eq=False)
class Rows:
    """The nodes and edges of a network as they are written, labelled in a language."""

    network: Network
    language: str

    @cached_property
    def graph(self) -> Row:
        """What is said of the network itself."""
        return _attributes(self.network.graph)

    @property
    def directed(self) -> bool:
        """Whether its edges have a direction."""
        return bool(self.network.is_directed())

    @cached_property
    def node_types(self) -> Types:
        """The type of each attribute of nodes; every node has a label."""
        return _one_type_each(row for _, row in self._labelled())

    @cached_property
    def edge_types(self) -> Types:
        """The type of each attribute of edges."""
        return _one_type_each(_of_each_shape(data for *_, data in self._in_order()))

    def nodes(self) -> Iterator[tuple[str, Row]]:
        """The name and the attributes of each node, sorted by name."""
        same = _as_one_type(self.node_types)
        return ((name, same(row)) for name, row in self._labelled())

    def edges(self) -> Iterator[tuple[str, str, str, Row]]:
        """The ends, the key and the attributes of each edge, by its first node."""
        same = _as_one_type(self.edge_types)
        return ((s, t, k, same(_attributes(data))) for s, t, k, data in self._in_order())

    @cached_property
    def _nodes(self) -> list[tuple[str, list[Any]]]:
        """The nodes by the name that they are written with, which several may share."""
        found: dict[str, list[Any]] = {}
        for node in sorted(self.network, key=str):
            found.setdefault(clean(str(node)), []).append(node)
        return list(found.items())

    def _labelled(self) -> Iterator[tuple[str, Row]]:
        """Each name with its attributes, of which the label is the last."""
        for name, nodes in self._nodes:
            row: Row = {}
            for data in (self.network.nodes[node] for node in nodes):
                known = {tag: str(data.get(f"label_{tag}") or "") for tag in ("zh", "en")}
                given = data.get("label")
                label = in_language(known, self.language, name) if given in (None, "") else given
                row |= _attributes(data) | {"label": clean(str(label))}
            yield name, row

    def _in_order(self) -> Iterator[tuple[str, str, str, Mapping[Any, Any]]]:
        """Edges by their first node, then by the first key that leads to the other, then by key."""
        names = [name for name, _ in self._nodes]
        edges, ends, order = self._edge_order
        before: tuple[str, str, str] | None = None
        held: Mapping[Any, Any] = {}
        for row in order:
            a, b = ends[row]
            _, _, key, data = edges[row]
            this = (names[a], names[b], clean(str(key)))
            if this == before:  # two keys that are written the same
                held = {**held, **data}
                continue
            if before:
                yield *before, held
            before, held = this, data
        if before:
            yield *before, held

    @cached_property
    def _edge_order(self) -> tuple[list[Any], list[tuple[int, int]], list[int]]:
        """The edges, the numbers of their ends, and the order in which they are written."""
        number = {node: i for i, (_, nodes) in enumerate(self._nodes) for node in nodes}
        edges = list(self.network.edges(keys=True, data=True))
        ends = [(number[edge[0]], number[edge[1]]) for edge in edges]
        keys = [str(edge[2]) for edge in edges]
        by_key = sorted(range(len(edges)), key=lambda i: (keys[i], ends[i]))
        if not self.directed:
            ends = [(min(pair), max(pair)) for pair in ends]
        place = [0] * len(edges)
        first: dict[tuple[int, int], int] = {}
        for at, i in enumerate(by_key):
            place[i] = at
            first.setdefault(ends[i], at)
        by_key.sort(key=lambda i: (ends[i][0], first[ends[i]], place[i]))
        return edges, ends, by_key


def clean(text: str) -> str:
    """A text that XML can hold: no control character but tab and line end, no half character."""
    if text.isprintable():
        return text
    return "".join(
        c
        for c in text
        if c in "\t\n" or (unicodedata.category(c) not in ("Cc", "Cs") and c not in "\ufffe\uffff")
    )


def renamed(data: Mapping[str, Any], taken: Iterable[str]) -> dict[str, Any]:
    """The same with eco_ before the names that a format takes for its own."""
    return {f"eco_{k}" if k in taken else k: v for k, v in data.items()}


def _attributes(data: Mapping[Any, Any]) -> Row:
    """What of the attributes can be written, sorted by name."""
    held: Row = {}
    for key, value in data.items():
        if value is None:
            continue
        cell = value if type(value) is str and value.isprintable() else _cell(value)
        if type(cell) is float and not math.isfinite(cell):
            continue
        name = key if type(key) is str and key.isprintable() else clean(str(key))
        held[f"eco_{name}" if name in _READERS_TAKE else name] = cell
    return {name: held[name] for name in _sorted_names(tuple(held))}


@lru_cache(1024)
def _sorted_names(names: tuple[str, ...]) -> list[str]:
    return sorted(names)


def _cell(value: Any) -> Cell:
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return "|".join(clean(str(v)) for v in value)
    if isinstance(value, set | frozenset):
        return "|".join(sorted(clean(str(v)) for v in value))
    return clean(str(value))


def _of_each_shape(rows: Iterable[Mapping[Any, Any]]) -> Iterator[Row]:
    """The attributes of the first of all rows that have the same names and types."""
    seen: set[tuple[Any, ...]] = set()
    for data in rows:
        shape = (*data, *map(type, data.values()))
        if shape not in seen:
            row = _attributes(data)
            yield row
            if len(row) == sum(value is not None for value in data.values()):
                seen.add(shape)  # else a number that is none was left out, and the next may be one


def _one_type_each(rows: Iterable[Row]) -> Types:
    """The type of each attribute: of several, a float where all are numbers, else text."""
    found: dict[str, set[type]] = {}
    for row in rows:
        for name, value in row.items():
            found.setdefault(name, set()).add(type(value))
    return {
        name: next(iter(types)) if len(types) == 1 else float if types == {int, float} else str
        for name, types in found.items()
    }


def _as_one_type(types: Types) -> Callable[[Row], Row]:
    """Makes each cell one of the type of its attribute."""

    def same(row: Row) -> Row:
        for name, value in row.items():
            if type(value) is not types[name]:
                row[name] = types[name](value)
        return row

    return same
