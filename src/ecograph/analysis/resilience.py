"""Robustness curves when nodes are removed, and the single nodes and ties that hold parts together.

Direction is ignored throughout: what is asked is whether a network falls apart.
"""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.sparse import csgraph

from ecograph.analysis.centrality import MEASURES, Report, centrality
from ecograph.analysis.engines import choose, fast, reference
from ecograph.analysis.engines.links import Links, simplify
from ecograph.analysis.results import Measurement, Method
from ecograph.analysis.scores import method_of, ranking, require_nodes, statements_between
from ecograph.errors import UnknownName, UsageError
from ecograph.projection.network import Floats, Ints, Network

REMOVALS = ("degree", "random", *(m for m in MEASURES if m != "degree"))


@dataclass(frozen=True, eq=False)
class Robustness:
    """How the largest component shrinks.

    r       mean of `curve` over the removals (Schneider et al. 2011)
    curve   share of all nodes in the largest component after 0, 1, ... n removals
    order   the nodes in the order of removal; of the first run where random
    spread  standard deviation of r over the runs; None where it is not random
    halved  removals until the largest component is below half of what it was
    """

    method: Method
    network: Network
    r: float
    curve: Floats
    order: Ints
    spread: float | None
    halved: int

    def measurements(self) -> list[Measurement]:
        """Nothing about single nodes: r is of the network as a whole."""
        return []


@dataclass(frozen=True, order=True)
class Break:
    """A node, or a tie of two nodes, without which `cut_off` nodes lose the rest.

    edges  the numbers of the statements between the two
    """

    cut_off: int
    nodes: tuple[int, ...]
    edges: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Breaks:
    """Components, cut points and bridges, the most harmful first, ties by id."""

    method: Method
    network: Network
    components: tuple[int, ...]
    points: tuple[Break, ...]
    bridges: tuple[Break, ...]

    def measurements(self) -> list[Measurement]:
        """How many nodes each cut point cuts off."""
        ids = self.network.ids
        return [Measurement("cut-point", ids[p.nodes[0]], float(p.cut_off)) for p in self.points]


def robustness(
    network: Network,
    removal: str = "degree",
    *,
    runs: int = 20,
    seed: int = 0,
    weighted: bool = False,
    engine: str = "auto",
    report: Report | None = None,
) -> Robustness:
    """The robustness curve and R.

    `degree` removes the node of highest current degree, which is counted anew after each removal;
    `random` takes the mean of `runs` orders by seed; any other measure removes in its first order.
    Ties go by id.
    Raises UnknownName, UsageError.
    """
    if removal not in REMOVALS:
        raise UnknownName("removal", removal, REMOVALS, "it may be " + ", ".join(REMOVALS))
    require_nodes(network)
    links = simplify(network, directed=False).without_loops()
    n = links.n
    if removal == "random":
        if runs < 1:
            raise UsageError(f"{runs} runs: take at least one")
        make = np.random.default_rng(seed)
        orders = [make.permutation(n) for _ in range(runs)]
    elif removal == "degree":
        orders = [by_current_degree(links)]
    else:
        values = centrality(network, removal, weighted=weighted, engine=engine, seed=seed).values
        first = ranking(values)
        orders = [np.concatenate([first, np.setdiff1d(np.arange(n), first)])]
    curves = []
    for number, order in enumerate(orders, 1):
        curves.append(curve(links, order))
        if report:
            report(number, len(orders))
    mean = np.mean(curves, axis=0)
    each = [float(c[1:].mean()) for c in curves]
    random = removal == "random"
    method = method_of(
        network, links, "robustness", removal=removal, seed=seed if random else None,
        runs=len(orders) if random else None,
        error=float(np.std(each, ddof=1) / np.sqrt(runs)) if random and runs > 1 else None,
    )  # fmt: skip
    halved = int(np.argmax(mean < mean[0] / 2))
    spread = float(np.std(each, ddof=1)) if random and runs > 1 else None
    return Robustness(method, network, float(np.mean(each)), mean, orders[0], spread, halved)


def by_current_degree(links: Links) -> Ints:
    """The nodes by degree among those that are left, highest first, ties by number."""
    s, t, _ = links.both_ways()
    order = np.argsort(s, kind="stable")
    begins = np.searchsorted(s[order], np.arange(links.n + 1)).tolist()
    neighbours = t[order].tolist()
    degree = np.bincount(s, minlength=links.n).tolist()
    heap = [(-d, v) for v, d in enumerate(degree)]
    heapq.heapify(heap)
    gone = [False] * links.n
    found = []
    while heap:
        d, v = heapq.heappop(heap)
        if gone[v] or -d != degree[v]:
            continue
        gone[v] = True
        found.append(v)
        for w in neighbours[begins[v] : begins[v + 1]]:
            if not gone[w]:
                degree[w] -= 1
                heapq.heappush(heap, (-degree[w], w))
    return np.array(found, dtype=np.int64)


def curve(links: Links, order: Ints) -> Floats:
    """The share of all nodes in the largest component after 0, 1, ... n removals in this order.

    Worked backwards: nodes come back and components merge. Of the links only a spanning forest of
    those that come back first is needed.
    """
    n = links.n
    removed = np.empty(n, dtype=np.int64)
    removed[order] = np.arange(n)
    back = n - np.minimum(removed[links.source], removed[links.target])
    matrix = sp.csr_array((back.astype(np.float64), (links.source, links.target)), shape=(n, n))
    forest = csgraph.minimum_spanning_tree(matrix).tocoo()
    when = np.argsort(forest.data, kind="stable")
    ends = list(zip(forest.row[when].tolist(), forest.col[when].tolist(), strict=True))
    times = forest.data[when].astype(np.int64).tolist()
    parent, size = list(range(n)), [1] * n
    largest = np.zeros(n + 1)
    top, edge = 0, 0
    for step in range(1, n + 1):  # node order[n - step] comes back
        top = max(top, 1)
        while edge < len(ends) and times[edge] == step:
            a, b = (_root(parent, x) for x in ends[edge])
            if size[a] < size[b]:
                a, b = b, a
            parent[b] = a
            size[a] += size[b]
            top = max(top, size[a])
            edge += 1
        largest[n - step] = top
    return largest / n


def _root(parent: list[int], node: int) -> int:
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node


def breaks(network: Network, *, engine: str = "auto") -> Breaks:
    """Components, cut points and bridges with the number of nodes that each cuts off.

    `cut_off` counts the nodes of its component that end up outside the largest part left.
    Raises UsageError.
    """
    require_nodes(network)
    links = simplify(network, directed=False).without_loops()
    chosen = choose(engine, links.m)
    source = reference if chosen == "networkx" else fast
    label = source.components(links, strong=False)
    sizes = np.bincount(label, minlength=1)
    points, bridges = _tree(source.blocks(links), links.n, sizes[label])
    edges = statements_between(network, [(a, b) for _, (a, b) in bridges])
    method = method_of(network, links, "cut-point", engine=chosen, components=len(sizes))
    return Breaks(
        method,
        network,
        tuple(sorted(sizes.tolist(), reverse=True)),
        tuple(sorted((Break(c, (v,)) for c, v in points), key=_worst)),
        tuple(
            sorted(
                (Break(c, ab, tuple(e)) for (c, ab), e in zip(bridges, edges, strict=True)),
                key=_worst,
            )
        ),
    )


def _worst(found: Break) -> tuple[int, tuple[int, ...]]:
    return -found.cut_off, found.nodes


Cut = list[tuple[int, int]]


def _tree(
    blocks: list[list[int]], n: int, whole: Ints
) -> tuple[Cut, list[tuple[int, tuple[int, int]]]]:
    """Cut points and bridges from the tree of blocks, with what each cuts off.

    Tree nodes 0..n-1 are nodes, n.. are blocks; `whole` is the size of each node's component.
    """
    within: list[list[int]] = [[] for _ in range(n + len(blocks))]
    for number, block in enumerate(blocks, n):
        within[number] = block
        for v in block:
            within[v].append(number)
    parent = [-1] * len(within)
    seen = [False] * len(within)
    weight = [1] * n + [0] * len(blocks)
    order: list[int] = []
    for root in range(n):
        if not seen[root]:
            order += _walk(root, within, parent, seen)
    heaviest = [0] * len(within)
    for x in reversed(order):
        if parent[x] >= 0:
            weight[parent[x]] += weight[x]
            heaviest[parent[x]] = max(heaviest[parent[x]], weight[x])
    points = []
    for v in range(n):
        if len(within[v]) > 1:
            above = int(whole[v]) - weight[v] if parent[v] >= 0 else 0
            points.append((int(whole[v]) - 1 - max(heaviest[v], above), v))
    bridges = []
    for number, block in enumerate(blocks, n):
        if len(block) == 2:
            lower = weight[number]
            total = int(whole[block[0]])
            bridges.append((min(lower, total - lower), (block[0], block[1])))
    return points, bridges


def _walk(root: int, within: list[list[int]], parent: list[int], seen: list[bool]) -> Iterable[int]:
    """A tree from its root, parents before children."""
    seen[root] = True
    order = [root]
    for x in order:
        for y in within[x]:
            if not seen[y]:
                seen[y] = True
                parent[y] = x
                order.append(y)
    return order
