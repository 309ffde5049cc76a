"""Robustness when nodes are removed; the single nodes and edges that hold parts together.

Direction is ignored throughout: what is asked is whether a network falls apart.
"""

import heapq
from dataclasses import dataclass
from itertools import chain

import numpy as np

from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.results import Measurement, Method
from ecograph.networks.centrality import MEASURES, centrality
from ecograph.networks.engines import choose, measures
from ecograph.networks.engines.pivots import Report
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

    Worked backwards: nodes come back and components merge.
    """
    n = simple.n
    removed = np.empty(n, dtype=np.int64)
    removed[order] = np.arange(n)
    back = n - np.minimum(removed[simple.source], removed[simple.target])
    when = np.argsort(back, kind="stable")
    ends = list(zip(simple.source[when].tolist(), simple.target[when].tolist(), strict=True))
    times = back[when].tolist()
    parent, size = list(range(n)), [1] * n
    largest = np.zeros(n + 1)
    top, edge = 0, 0
    for step in range(1, n + 1):  # node order[n - step] comes back
        top = max(top, 1)
        while edge < len(ends) and times[edge] == step:
            a, b = ends[edge]
            a, b = _root(parent, a), _root(parent, b)
            edge += 1
            if a == b:
                continue
            if size[a] < size[b]:
                a, b = b, a
            parent[b] = a
            size[a] += size[b]
            top = max(top, size[a])
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
    chosen = choose(engine)
    source = measures(chosen)
    label = source.components(simple, strong=False)
    sizes = np.bincount(label, minlength=1)
    points, bridges = _tree(source.blocks(simple), label, sizes)
    method = method_of(network, simple, "cut-point", engine=chosen, components=len(sizes))
    return Breaks(
        method,
        network,
        tuple(sorted(sizes.tolist(), reverse=True)),
        _worst_first(*points),
        _worst_first(*bridges),
    )


def _worst_first(cut_off: Ints, *nodes: Ints) -> tuple[Break, ...]:
    """Breaks by what they cut off, the most first, equal ones by their nodes."""
    order = np.lexsort((*reversed(nodes), -cut_off))
    each = zip(*(column[order].tolist() for column in nodes), strict=True)
    return tuple(map(Break, cut_off[order].tolist(), each))


def _tree(
    memberships: tuple[Ints, Ints], label: Ints, sizes: Ints
) -> tuple[tuple[Ints, Ints], tuple[Ints, Ints, Ints]]:
    """What each cuts off with cut points, and with bridges, from the tree of cut points and blocks.

    Its first nodes are the cut points, then the blocks, then a root that joins the components.
    """
    flat, owner = memberships
    if not len(flat):
        return (flat, flat), (flat, flat, flat)
    length = np.bincount(owner)
    begins = np.cumsum(length) - length
    is_cut = np.bincount(flat, minlength=len(label)) > 1
    cuts = np.flatnonzero(is_cut)
    number = np.cumsum(is_cut) - 1
    shared = is_cut[flat]
    of_block = label[flat[begins]]
    _, first = np.unique(of_block, return_index=True)
    root = len(cuts) + len(length)
    one = np.concatenate([number[flat[shared]], np.full(len(first), root)])
    other = len(cuts) + np.concatenate([owner[shared], first])
    order, parent = _walk(one, other, root)
    own = length - np.bincount(owner[shared], minlength=len(length))
    weight, heaviest = _weigh(order, parent, np.concatenate([np.ones(len(cuts)), own, [0]]))
    whole = sizes[label[cuts]]
    below = np.maximum(heaviest[: len(cuts)], whole - weight[: len(cuts)])
    pairs = np.flatnonzero(length == 2)
    one_end, other_end = flat[begins[pairs]], flat[begins[pairs] + 1]
    # a bridge at the root has what is below its one end on one side
    top = np.where(is_cut[one_end], weight[np.maximum(number[one_end], 0)], 1)
    side = np.where(parent[len(cuts) + pairs] == root, top, weight[len(cuts) + pairs])
    off = np.minimum(side, sizes[of_block[pairs]] - side)
    points = whole - 1 - below, cuts
    return points, (off, np.minimum(one_end, other_end), np.maximum(one_end, other_end))


def _walk(one: Ints, other: Ints, root: int) -> tuple[Ints, Ints]:
    """The nodes of a tree of edges from its root on, parents first, and the parent of each."""
    import rustworkx

    tree = rustworkx.PyGraph()
    tree.add_nodes_from(range(root + 1))
    tree.extend_from_edge_list(list(zip(one.tolist(), other.tolist(), strict=True)))
    steps = np.fromiter(chain.from_iterable(rustworkx.dfs_edges(tree, root)), dtype=np.int64)
    parent = np.full(root + 1, -1, dtype=np.int64)
    parent[steps[1::2]] = steps[::2]
    return steps[1::2], parent


def _weigh(order: Ints, parent: Ints, own: Floats) -> tuple[Ints, Ints]:
    """The nodes below each node of a tree, itself included, and below its heaviest child."""
    weight = own.astype(np.int64).tolist()
    heaviest = [0] * len(weight)
    above = parent.tolist()
    for x in reversed(order.tolist()):
        w, p = weight[x], above[x]
        weight[p] += w
        if w > heaviest[p]:
            heaviest[p] = w
    return np.array(weight), np.array(heaviest)
