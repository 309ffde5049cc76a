"""A network: nodes by their ids, edges as integer arrays, and its two ways out.

`to_networkx` gives the MultiDiGraph that people work with, `edge_statements` the statements of
the edges as RDF, so that graph -> network -> graph keeps every edge.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ecograph.base.errors import TooLarge, UsageError
from ecograph.graph.labels import in_language

if TYPE_CHECKING:
    import networkx as nx

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Objects = npt.NDArray[np.object_]
Columns = dict[str, Objects]  # of equal length; None where a cell is not known

# What an edge carries beside its ends and weight.
EDGE_COLUMNS = (
    "id",
    "predicate",
    "table",
    "source_column",
    "target_column",
    "modality",
    "evidence",
    "document",
    "paragraph",
    "span",
    "locator",
    "citation",
    "doubts",
)
_READ_COLUMNS = (*EDGE_COLUMNS, "via")
MOST_EDGES = 4_000_000
NODE_COLUMNS = ("label_zh", "label_en", "class")


def objects(values: Iterable[Any]) -> Objects:
    """Values as an array of Python objects."""
    held = list(values)
    found = np.empty(len(held), dtype=np.object_)
    found[:] = held
    return found


def take(columns: Columns, chosen: npt.NDArray[Any]) -> Columns:
    """The chosen rows, by a mask or by their numbers."""
    return {name: values[chosen] for name, values in columns.items()}


def records(columns: Columns) -> Iterator[dict[str, Any]]:
    """The rows as dictionaries."""
    for cells in zip(*columns.values(), strict=True):
        yield dict(zip(columns, cells, strict=True))


@dataclass(frozen=True, eq=False, repr=False)
class Network:
    """A projection of a graph.

    nodes     id, label_zh, label_en, class; sorted by id; row i is node i
    edges     one row an edge, columns EDGE_COLUMNS (one-mode projections also have `via`)
    source    node at the start of each edge, int64
    target    node at its end, int64
    weight    strength of each edge, float64, nan where it is not known
    isolated  ids of the entities of the kept classes that no edge touches and that are no nodes
    left_out  how many statements were not taken, by reason
    parameters  how it was built: network, place, as_of, evidence; with as_of, how many statements
              are dated_in, dated_out and undated
    licences  the licence of each source that edges and nodes cite, also those that a projection
              has gone through
    """

    name: str
    nodes: Columns
    edges: Columns
    source: Ints
    target: Ints
    weight: Floats
    directed: bool = True
    weighted: bool = False
    label_zh: str = ""
    label_en: str = ""
    isolated: tuple[str, ...] = ()
    left_out: dict[str, int] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)
    licences: dict[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Network {self.name}: {len(self)} nodes, {self.size} edges>"

    def __len__(self) -> int:
        """The number of nodes."""
        return len(self.nodes["id"])

    @property
    def size(self) -> int:
        """The number of edges, parallel ones counted each."""
        return len(self.source)

    @cached_property
    def ids(self) -> list[str]:
        """The id of each node."""
        return list(self.nodes["id"])

    @cached_property
    def classes(self) -> list[str | None]:
        """The class of each node, None where it is not known."""
        return list(self.nodes["class"])

    @property
    def doubted(self) -> Ints:
        """For each node how many of its edges rest on a statement that is doubted."""
        held = np.array([bool(d) for d in self.edges["doubts"]], dtype=bool)
        ends = np.concatenate([self.source[held], self.target[held]])
        return np.bincount(ends, minlength=len(self)).astype(np.int64)

    @property
    def unknown_weights(self) -> int:
        """The number of edges whose weight is not known."""
        return int(np.isnan(self.weight).sum())

    def labels(self, language: str) -> list[str]:
        """The label of each node in zh or en, by the rule of `labels.in_language`."""
        columns = (self.nodes[c] for c in ("label_zh", "label_en", "id"))
        return [
            in_language({"zh": zh, "en": en}, language, key)
            for zh, en, key in zip(*columns, strict=True)
        ]


def keep_touched_nodes(
    network: Network, may_stand_alone: npt.NDArray[np.bool_], keep_isolated: bool
) -> Network:
    """The network with only the nodes that an edge touches, numbered anew.

    Of the others, those that may stand alone stay nodes with `keep_isolated`; without it their
    ids go into `isolated`.
    """
    touched = np.zeros(len(network), dtype=bool)
    touched[network.source] = touched[network.target] = True
    alone = ~touched & may_stand_alone
    is_node = touched | alone if keep_isolated else touched
    number = np.cumsum(is_node) - 1
    own = network.nodes["id"][alone]
    return replace(
        network,
        nodes=take(network.nodes, is_node),
        source=number[network.source],
        target=number[network.target],
        isolated=tuple(sorted([*network.isolated, *(() if keep_isolated else own)])),
    )


def to_networkx(network: Network) -> "nx.MultiDiGraph":
    """The network as a MultiDiGraph (MultiGraph where undirected), edges keyed by statement id.

    Nodes carry label_zh, label_en, class; edges carry weight, EDGE_COLUMNS and the licence of their
    document, in a projection all licences. What is not known is left away: an edge of unknown
    weight has no `weight`.
    Raises TooLarge above MOST_EDGES edges, of which a million take about 1.6 GB.
    """
    import networkx as nx

    if network.size > MOST_EDGES:
        raise TooLarge(
            f"{network.name}: {network.size} edges are more than networkx can hold here "
            f"({MOST_EDGES}); narrow it with a place or a date, or read the tables beside the store"
        )
    G = nx.MultiDiGraph() if network.directed else nx.MultiGraph()
    G.graph.update(
        {"name": network.name, **{k: v for k, v in network.parameters.items() if v is not None}}
    )
    every = sorted(set(network.licences.values()))
    if every:
        G.graph["licence"] = every
    joined = " | ".join(every) if "via" in network.edges else None
    ids = network.ids
    rows = records({c: network.nodes[c] for c in NODE_COLUMNS})
    G.add_nodes_from((i, _known(row)) for i, row in zip(ids, rows, strict=True))
    ends = zip(network.source.tolist(), network.target.tolist(), strict=True)
    weights = network.weight.tolist()
    for (s, t), w, row in zip(ends, weights, records(network.edges), strict=True):
        row |= {"weight": w, "licence": network.licences.get(row["document"], joined or None)}
        G.add_edge(ids[s], ids[t], key=row["id"], **_known(row))
    return G


def _known(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in row.items() if v is not None and v == v}


def from_networkx(G: "nx.Graph", name: str = "graph") -> Network:
    """A network of a networkx graph of any kind: its nodes by name, its edges one a row.

    A weight that is missing is unknown where any edge has one, and 1 where none has.
    Raises UsageError where two nodes have the same name or a weight is no number.
    """
    ordered = sorted(G.nodes, key=str)
    ids = [str(node) for node in ordered]
    if len(set(ids)) < len(ids):
        raise UsageError("two nodes have the same name as text; give every node a name of its own")
    index = {node: i for i, node in enumerate(ordered)}
    node_rows = [
        {"id": i} | _attributes(G.nodes[v], NODE_COLUMNS) for i, v in zip(ids, ordered, strict=True)
    ]
    edges = _list_edges(G)
    edge_rows = [_read_edge(n, key, data) for n, (_, _, key, data) in enumerate(edges)]
    weighted = any(data.get("weight") is not None for *_, data in edges)
    return Network(
        name=str(G.graph.get("name") or name),
        nodes=_make_columns(node_rows, ("id", *NODE_COLUMNS)),
        edges=_make_columns(edge_rows, _READ_COLUMNS),
        source=np.array([index[u] for u, *_ in edges], dtype=np.int64),
        target=np.array([index[v] for _, v, *_ in edges], dtype=np.int64),
        weight=np.array([_weight(data, weighted) for *_, data in edges], dtype=np.float64),
        directed=G.is_directed(),
        weighted=weighted,
        parameters={"network": str(G.graph.get("network") or name)},
    )


def _list_edges(G: "nx.Graph") -> list[tuple[Any, Any, Any, dict[str, Any]]]:
    """The two nodes, the key (None without parallel edges) and the data of each edge."""
    if G.is_multigraph():
        return list(G.edges(keys=True, data=True))
    return [(u, v, None, data) for u, v, data in G.edges(data=True)]


def _read_edge(number: int, key: Any, data: dict[str, Any]) -> dict[str, Any]:
    name = data.get("id", key if isinstance(key, str) else f"edge-{number}")
    named = {"id": str(name), "paragraph": _whole(data.get("paragraph"))}
    return _attributes(data, _READ_COLUMNS) | named


def _make_columns(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> Columns:
    return {c: objects(r[c] for r in rows) for c in columns}


def _attributes(data: dict[str, Any], columns: tuple[str, ...]) -> dict[str, Any]:
    return {c: None if data.get(c) is None else str(data[c]) for c in columns}


def _whole(value: Any) -> int | None:
    return int(value) if isinstance(value, int | str) and str(value).isdecimal() else None


def _weight(data: dict[str, Any], weighted: bool) -> float:
    value = data.get("weight")
    if value is None:
        return float("nan") if weighted else 1.0
    try:
        return float(value)
    except (TypeError, ValueError):
        raise UsageError(
            f"the weight {value!r} is no number; weights are numbers above 0"
        ) from None
