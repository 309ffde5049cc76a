"""Paths that explain how two entities are connected, and the nodes that no path can avoid."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.results import Measurement, Method
from ecograph.networks.engines import choose, lengths, measures, pivots
from ecograph.networks.engines.simple_graph import SimpleGraph, simplify
from ecograph.networks.network import Floats, Ints, Network
from ecograph.networks.scores import method_of, ranking, require_nodes, statements_between

Ways = dict[int, dict[int, int]]  # node -> neighbour -> length in parts, neighbours sorted


@dataclass(frozen=True)
class Path:
    """A simple path: its nodes, its length, and the statements behind each step.

    steps  for each step the numbers of the edges between its two nodes, in either direction
           where direction is ignored
    """

    nodes: tuple[int, ...]
    length: float
    steps: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, eq=False)
class Paths:
    """The shortest paths between two nodes, and the nodes that lie on every path.

    Empty `paths`: the two are not connected in this network.
    """

    method: Method
    network: Network
    source: int
    target: int
    paths: tuple[Path, ...]
    on_every: tuple[int, ...]

    def measurements(self) -> list[Measurement]:
        """Nothing about single nodes."""
        return []


@dataclass(frozen=True, eq=False)
class Dominators:
    """The nodes that others are reached through and cannot be reached without.

    above      of each node its immediate dominator, -1 for none or where it is not reached
    dominated  of each node, how many others are reached only through it
    reached    how many nodes are reached from the start, or from all sources
    """

    method: Method
    network: Network
    above: Ints
    dominated: Ints
    reached: int

    def order(self) -> Ints:
        """The nodes that dominate any, from the most, ties by id."""
        found = ranking(self.dominated.astype(np.float64))
        return np.asarray(found[self.dominated[found] > 0])

    def measurements(self) -> list[Measurement]:
        """How many nodes each dominates."""
        ids = self.network.ids
        return [
            Measurement("dominated", ids[i], float(self.dominated[i]))
            for i in self.order().tolist()
        ]


def node_of(network: Network, key: str) -> int:
    """The number of the node with this id.

    Raises UnknownName with near ids; says where the entity is isolated in this network.
    """
    at = int(np.searchsorted(np.array(network.ids, dtype=object), key))
    if at < len(network) and network.ids[at] == key:
        return at
    if key in network.isolated:
        raise UsageError(f"{key}: has no edge in the network {network.name}; take another network")
    advice = f"it is of no class that {network.name} keeps, or is left out; take another network"
    raise UnknownName(f"node in the network {network.name}", key, network.ids, advice)


def shortest_paths(
    network: Network,
    source: str,
    target: str,
    *,
    k: int = 5,
    directed: bool = False,
    weighted: bool = False,
    engine: str = "auto",
) -> Paths:
    """The k shortest simple paths between two nodes (Yen 1971), equal ones in the order of ids.

    Length is the number of steps, or with `weighted` the sum of 1 / strength.
    Raises UnknownName, UsageError.
    """
    require_nodes(network)
    a, b = node_of(network, source), node_of(network, target)
    if a == b or k < 1:
        raise UsageError(f"{source}: paths need two different entities, and k of at least 1")
    simple = simplify(network, weighted=weighted, directed=directed).without_loops()
    found = list(_shortest(simple, a, b, k))
    edges = _edges_between(network, simple, [nodes for nodes, _ in found])
    paths = tuple(
        Path(
            nodes,
            float(f"{length:.12g}"),
            tuple(tuple(edges[step]) for step in pairwise(nodes)),
        )
        for nodes, length in found
    )
    every = _on_every(simple, a, b, engine) if found else ()
    method = method_of(network, simple, "paths", source=source, target=target, k=k)
    return Paths(method, network, a, b, paths, every)


def _edges_between(
    network: Network, simple: SimpleGraph, paths: list[tuple[int, ...]]
) -> dict[tuple[int, int], list[int]]:
    """The edges behind each step of some paths; where direction counts, those that run with it."""
    pairs = sorted({step for nodes in paths for step in pairwise(nodes)})
    edges = dict(zip(pairs, statements_between(network, pairs), strict=True))
    if not simple.directed:
        return edges
    return {(s, t): [e for e in own if network.source[e] == s] for (s, t), own in edges.items()}


def _shortest(
    simple: SimpleGraph, a: int, b: int, k: int
) -> Iterator[tuple[tuple[int, ...], float]]:
    """Yen's paths, on the nodes that a path of the length looked at can visit."""
    from_a, to_b = _distances(simple, a), _distances(simple.reversed(), b)
    through = from_a + to_b
    bound, longest = through[b], np.max(through[np.isfinite(through)], initial=0.0)
    if not np.isfinite(bound):
        return
    more = 1.0
    while True:
        near = np.flatnonzero(through <= bound * (1 + 1e-9))
        whole = bound >= longest
        found = []
        ways, parts = _ways(simple, near)
        for nodes, length in ((nodes, total / parts) for nodes, total in _yen(ways, a, b)):
            if not whole and length > bound * (1 + 1e-9):
                break
            found.append((nodes, length))
            if len(found) == k:
                break
        if len(found) == k or whole:
            yield from found
            return
        bound = bound + more if not simple.weighted else bound * 1.25
        more *= 2


def _distances(simple: SimpleGraph, node: int) -> Floats:
    return np.asarray(pivots.distances(simple, np.array([node]))[0])


def _ways(simple: SimpleGraph, nodes: Ints) -> tuple[Ways, int]:
    """The edges among some nodes, and how many of the parts that they are measured in make 1."""
    inside = np.zeros(simple.n, dtype=bool)
    inside[nodes] = True
    s, t, w = simple.both_ways()
    keep = inside[s] & inside[t]
    order = np.lexsort((t[keep], s[keep]))
    length, parts = lengths.whole_lengths(w[keep][order])
    ways: Ways = {v: {} for v in nodes.tolist()}
    for x, y, z in zip(s[keep][order].tolist(), t[keep][order].tolist(), length, strict=True):
        ways[x][y] = z
    return ways, parts


def _yen(ways: Ways, a: int, b: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """All simple paths from a to b by length, then by their nodes."""
    back: Ways = {v: {} for v in ways}
    for x, row in ways.items():
        for y, z in row.items():
            back[y][x] = z
    first = _best(ways, back, (a,), b, frozenset())
    waiting = [first] if first else []
    done: list[tuple[int, ...]] = []
    known = {first[1]} if first else set()
    while waiting:
        length, nodes = heapq.heappop(waiting)
        yield nodes, length
        done.append(nodes)
        for i in range(len(nodes) - 1):
            root = nodes[: i + 1]
            taken = frozenset(p[i + 1] for p in done if p[: i + 1] == root)
            other = _best(ways, back, root, b, taken)
            if other and other[1] not in known:
                known.add(other[1])
                heapq.heappush(waiting, other)


def _best(
    ways: Ways, back: Ways, root: tuple[int, ...], b: int, taken: frozenset[int]
) -> tuple[int, tuple[int, ...]] | None:
    """The shortest path that begins with `root` and goes on to none of `taken`; first by nodes."""
    closed = set(root)
    far = {b: 0}
    heap = [(0, b)]
    while heap:
        d, v = heapq.heappop(heap)
        if d > far[v]:
            continue
        for u, w in back[v].items():
            if u not in closed and (u not in far or d + w < far[u]):
                far[u] = d + w
                heapq.heappush(heap, (d + w, u))
    nodes = list(root)
    length = sum(ways[x][y] for x, y in pairwise(root))
    while nodes[-1] != b:
        here = nodes[-1]
        first = here == root[-1] and len(nodes) == len(root)
        steps = [
            (w + far[v], v)
            for v, w in ways[here].items()
            if v in far and v not in closed and not (first and v in taken)
        ]
        if not steps:
            return None
        _, v = min(steps)
        length += ways[here][v]
        nodes.append(v)
        closed.add(v)
    return length, tuple(nodes)


def _on_every(simple: SimpleGraph, a: int, b: int, engine: str) -> tuple[int, ...]:
    """The nodes between a and b that every path passes, from a to b."""
    above = _above(simple, a, engine)
    found = []
    at = above.get(b, a)
    while at != a:
        found.append(at)
        at = above[at]
    return tuple(reversed(found))


def _above(simple: SimpleGraph, start: int, engine: str) -> dict[int, int]:
    s, t, w = simple.both_ways()
    order = np.lexsort((t, s))
    arcs = replace(simple, source=s[order], target=t[order], strength=w[order], directed=True)
    found: dict[int, int] = measures(choose(engine)).dominators(arcs, start)
    return found


def dominators(
    network: Network, start: str | None = None, *, reverse: bool = False, engine: str = "auto"
) -> Dominators:
    """What is reached only through what, from a start, else from all nodes that no edge enters.

    Directed; `reverse` follows the edges against their direction.
    Raises UsageError where the network has no direction, or no node to start from.
    """
    require_nodes(network)
    if not network.directed:
        raise UsageError(
            f"{network.name}: has no direction, so nothing is reached through anything; "
            "use the cut points (ecograph robustness --show points)"
        )
    simple = simplify(network, reverse=reverse).without_loops()
    root = simple.n if start is None else node_of(network, start)
    grown = _with_root(simple, _find_sources(network, simple)) if start is None else simple
    above = _above(grown, root, engine)
    nearest = np.full(simple.n, -1, dtype=np.int64)
    for v, d in above.items():
        nearest[v] = d if d < simple.n else -1
    counts = np.zeros(simple.n + 1, dtype=np.int64)
    for v in _leaves_first(above):
        counts[above[v]] += counts[v] + 1
    counts[root] = 0  # that everything is reached from the start says nothing
    reached = len(above) + (start is not None)
    method = method_of(
        network, simple, "dominated", known=reached, start=start, reverse=reverse or None
    )
    return Dominators(method, network, nearest, counts[: simple.n], reached)


def _find_sources(network: Network, simple: SimpleGraph) -> Ints:
    """The nodes that no edge enters; raises UsageError where there is none."""
    found = np.flatnonzero(np.bincount(simple.target, minlength=simple.n) == 0)
    if not len(found):
        raise UsageError(
            f"{network.name}: every node has an edge that enters it; name a node to start from"
        )
    return found


def _with_root(simple: SimpleGraph, sources: Ints) -> SimpleGraph:
    """The edges and one more node, the last, with an edge to each source."""
    n = simple.n
    return replace(
        simple,
        n=n + 1,
        source=np.concatenate([simple.source, np.full(len(sources), n)]),
        target=np.concatenate([simple.target, sources]),
        strength=np.concatenate([simple.strength, np.ones(len(sources))]),
    )


def _leaves_first(above: dict[int, int]) -> list[int]:
    """The nodes of the dominator tree, children before parents."""
    below: dict[int, list[int]] = {}
    for v, d in above.items():
        below.setdefault(d, []).append(v)
    order = [d for d in below if d not in above]
    for v in order:
        order.extend(below.get(v, ()))
    return [v for v in reversed(order) if v in above]
