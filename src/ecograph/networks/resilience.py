"""Robustness when nodes are removed; the single nodes and edges that hold parts together.

Direction is ignored throughout: what is asked is whether a network falls apart.
"""

import heapq
from dataclasses import dataclass
from itertools import chain

import numpy as np
import scipy.sparse as sp
from scipy.sparse import csgraph

from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.results import Measurement, Method
from ecograph.networks.centrality import MEASURES, Report, centrality
from ecograph.networks.engines import choose, fast, reference
from ecograph.networks.engines.simple_graph import SimpleGraph, simplify
from ecograph.networks.network import Floats, Ints, Network
from ecograph.networks.scores import method_of, ranking, require_nodes

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


@dataclass(frozen=True, slots=True)
class Break:
    """A node, or an edge of two nodes, without which `cut_off` nodes lose the rest."""

    cut_off: int
    nodes: tuple[int, ...]


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
    simple = simplify(network, directed=False).without_loops()
    if removal == "random":
        orders = _draw_orders(simple.n, runs, seed)
    elif removal == "degree":
        orders = [by_current_degree(simple)]
    else:
        values = centrality(network, removal, weighted=weighted, engine=engine, seed=seed).values
        first = ranking(values)
        orders = [np.concatenate([first, np.setdiff1d(np.arange(simple.n), first)])]
    curves = []
    for number, order in enumerate(orders, 1):
        curves.append(curve(simple, order))
        if report:
            report(number, len(orders))
    return _sum_up_curves(
        network, simple, removal, seed if removal == "random" else None, orders, curves
    )


def _draw_orders(n: int, runs: int, seed: int) -> list[Ints]:
    """So many orders of all nodes, by seed."""
    if runs < 1:
        raise UsageError(f"{runs} runs: take at least one")
    make = np.random.default_rng(seed)
    return [make.permutation(n) for _ in range(runs)]


def _sum_up_curves(
    network: Network,
    simple: SimpleGraph,
    removal: str,
    seed: int | None,
    orders: list[Ints],
    curves: list[Floats],
) -> Robustness:
    """What the curves of all orders come to; without a seed there is but one."""
    runs = len(orders)
    mean = np.mean(curves, axis=0)
    each = [float(c[1:].mean()) for c in curves]
    spread = float(np.std(each, ddof=1)) if runs > 1 else None
    method = method_of(
        network, simple, "robustness", removal=removal, seed=seed,
        runs=None if seed is None else runs,
        error=None if spread is None else float(spread / np.sqrt(runs)),
    )  # fmt: skip
    halved = int(np.argmax(mean < mean[0] / 2))
    return Robustness(method, network, float(np.mean(each)), mean, orders[0], spread, halved)


def by_current_degree(simple: SimpleGraph) -> Ints:
    """The nodes by degree among those that are left, highest first, ties by number."""
    s, t, _ = simple.both_ways()
    order = np.argsort(s, kind="stable")
    begins = np.searchsorted(s[order], np.arange(simple.n + 1)).tolist()
    neighbours = t[order].tolist()
    degree = np.bincount(s, minlength=simple.n).tolist()
    heap = [(-d, v) for v, d in enumerate(degree)]
    heapq.heapify(heap)
    gone = [False] * simple.n
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


def curve(simple: SimpleGraph, order: Ints) -> Floats:
    """The share of all nodes in the largest component after 0, 1, ... n removals in this order.

    Worked backwards: nodes come back and components merge. Of the edges only a spanning forest of
    those that come back first is needed.
    """
    n = simple.n
    removed = np.empty(n, dtype=np.int64)
    removed[order] = np.arange(n)
    back = n - np.minimum(removed[simple.source], removed[simple.target])
    matrix = sp.csr_array((back.astype(np.float64), (simple.source, simple.target)), shape=(n, n))
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
    simple = simplify(network, directed=False).without_loops()
    chosen = choose(engine, simple.m)
    source = reference if chosen == "networkx" else fast
    label = source.components(simple, strong=False)
    sizes = np.bincount(label, minlength=1)
    points, bridges = _tree(source.blocks(simple), label, sizes)
    method = method_of(network, simple, "cut-point", engine=chosen, components=len(sizes))
    return Breaks(
        method,
        network,
        tuple(sorted(sizes.tolist(), reverse=True)),
        tuple(sorted((Break(c, (v,)) for c, v in points), key=_worst)),
        tuple(sorted((Break(c, pair) for c, pair in bridges), key=_worst)),
    )


def _worst(found: Break) -> tuple[int, tuple[int, ...]]:
    return -found.cut_off, found.nodes


def _tree(
    blocks: list[list[int]], label: Ints, sizes: Ints
) -> tuple[list[tuple[int, int]], list[tuple[int, tuple[int, int]]]]:
    """Cut points and bridges, with what each cuts off, from the tree of cut points and blocks.

    Its first nodes are the cut points, then the blocks, then a root that joins the components.
    """
    if not blocks:
        return [], []
    flat = np.fromiter(chain.from_iterable(blocks), dtype=np.int64)
    length = np.fromiter(map(len, blocks), dtype=np.int64, count=len(blocks))
    owner = np.repeat(np.arange(len(blocks)), length)
    is_cut = np.bincount(flat, minlength=len(label)) > 1
    cuts = np.flatnonzero(is_cut)
    number = np.cumsum(is_cut) - 1
    shared = is_cut[flat]
    of_block = label[flat[np.cumsum(length) - length]]
    _, first = np.unique(of_block, return_index=True)
    root = len(cuts) + len(blocks)
    one = np.concatenate([number[flat[shared]], np.full(len(first), root)])
    other = len(cuts) + np.concatenate([owner[shared], first])
    tree = sp.csr_array((np.ones(len(one)), (one, other)), shape=(root + 1, root + 1))
    order, parent = csgraph.breadth_first_order(tree, root, directed=False)
    own = length - np.bincount(owner[shared], minlength=len(blocks))
    weight, heaviest = _weigh(order, parent, np.concatenate([np.ones(len(cuts)), own, [0]]))
    whole = sizes[label[cuts]]
    below = np.maximum(heaviest[: len(cuts)], whole - weight[: len(cuts)])
    points = list(zip((whole - 1 - below).tolist(), cuts.tolist(), strict=True))
    bridges = []
    for b in np.flatnonzero(length == 2).tolist():
        one_end, other_end = blocks[b]
        if parent[len(cuts) + b] != root:
            side = weight[len(cuts) + b]
        else:
            side = weight[number[one_end]] if is_cut[one_end] else 1
        pair = (min(one_end, other_end), max(one_end, other_end))
        bridges.append((int(min(side, sizes[of_block[b]] - side)), pair))
    return points, bridges


def _weigh(order: Ints, parent: Ints, own: Floats) -> tuple[Ints, Ints]:
    """The nodes below each node of a tree, itself included, and below its heaviest child."""
    weight = own.astype(np.int64).tolist()
    heaviest = [0] * len(weight)
    above = parent.tolist()
    for x in reversed(order[1:].tolist()):
        w, p = weight[x], above[x]
        weight[p] += w
        if w > heaviest[p]:
            heaviest[p] = w
    return np.array(weight), np.array(heaviest)
