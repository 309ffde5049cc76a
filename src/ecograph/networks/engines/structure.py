"""Components, blocks, dominators, cores, communities; rustworkx, graspologic-native, numpy."""

from itertools import chain

import numpy as np

from ecograph.networks.engines.simple_graph import SimpleGraph, leaving, once
from ecograph.networks.network import Floats, Ints

LEIDEN_ROUNDS = 10  # after which modularity hardly rises (docs/decisions/0004)


def core(simple: SimpleGraph) -> Floats:
    """Core number of the undirected graph without loops: what has few neighbours goes first.

    Batagelj & Zaversnik (2011), Adv. Data Anal. Classif. 5:129.
    """
    begins, ends, _ = simple.undirected().without_loops().rows()
    degree = np.diff(begins)
    found, mark = np.zeros(simple.n), np.empty(simple.n, dtype=np.int64)
    left, k = np.arange(simple.n), 0
    while len(left):
        k = max(k, int(degree[left].min()))
        gone = left[degree[left] <= k]
        while len(gone):
            found[gone], degree[gone] = k, -1
            _, edge = leaving(begins, gone)
            near = ends[edge]
            near = near[degree[near] >= 0]
            np.subtract.at(degree, near, 1)
            gone = once(near[degree[near] <= k], mark)
        left = left[degree[left] >= 0]
    return found


def components(simple: SimpleGraph, *, strong: bool) -> Ints:
    """The number of each node's component, in the order of their first nodes.

    Strong ones by rustworkx. Others: of two parts that an edge joins, that of the higher first
    node goes into that of the lower one.
    """
    if simple.directed and strong:
        return _strong_components(simple)
    first = np.arange(simple.n)
    s, t = simple.source, simple.target
    while len(s):
        a, b = first[s], first[t]
        apart = a != b
        s, t, a, b = s[apart], t[apart], a[apart], b[apart]
        np.minimum.at(first, np.maximum(a, b), np.minimum(a, b))
        while not ((above := first[first]) == first).all():
            first = above
    return np.asarray((np.cumsum(first == np.arange(simple.n)) - 1)[first])


def _strong_components(simple: SimpleGraph) -> Ints:
    import rustworkx

    parts = rustworkx.strongly_connected_components(simple.by_rustworkx)
    label = np.empty(simple.n, dtype=np.int64)
    nodes = np.fromiter(chain.from_iterable(parts), dtype=np.int64, count=simple.n)
    label[nodes] = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    return in_order(label)


def in_order(label: Ints) -> Ints:
    """The same parts, numbered in the order of their first nodes."""
    _, first, back = np.unique(label, return_index=True, return_inverse=True)
    number = np.empty(len(first), dtype=np.int64)
    number[np.argsort(first)] = np.arange(len(first))
    return np.asarray(number[back])


def blocks(simple: SimpleGraph) -> tuple[Ints, Ints]:
    """The biconnected components of two nodes and more: their nodes, block by block; rustworkx.

    With each node the number of its block, from 0 up without gaps.
    """
    import rustworkx

    plain = simple.undirected().without_loops()
    found = rustworkx.biconnected_components(plain.by_rustworkx)
    number = np.fromiter(found.values(), dtype=np.int64, count=len(found))
    ends = np.fromiter(chain.from_iterable(found.keys()), dtype=np.int64, count=2 * len(found))
    key = np.sort(np.repeat(number, 2) * max(simple.n, 1) + ends)
    new = np.ones(len(key), dtype=bool)
    new[1:] = key[1:] != key[:-1]
    block, node = np.divmod(key[new], max(simple.n, 1))
    return node, np.cumsum(np.diff(block, prepend=block[:1]) > 0)


def communities(simple: SimpleGraph, *, resolution: float, seed: int) -> Ints:
    """Leiden (Traag et al. 2019) on the undirected graph; graspologic-native."""
    import graspologic_native

    plain = simple.undirected()
    source, target = (map(str, column.tolist()) for column in (plain.source, plain.target))
    edges = list(zip(source, target, plain.strength.tolist(), strict=True))
    _, found = graspologic_native.leiden(
        edges, starting_communities=None, resolution=resolution, randomness=0.001,
        iterations=LEIDEN_ROUNDS, use_modularity=True, seed=seed, trials=1,
    )  # fmt: skip
    # a node without edges is not found: it is a community of its own
    label = np.array([found.get(str(i), plain.n + i) for i in range(plain.n)], dtype=np.int64)
    return in_order(label)


def dominators(simple: SimpleGraph, start: int) -> dict[int, int]:
    """The immediate dominator of each node that is reached, without the start; rustworkx."""
    import rustworkx

    found = rustworkx.immediate_dominators(simple.by_rustworkx, start)
    return {v: d for v, d in found.items() if v != start}
