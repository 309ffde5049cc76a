"""Measures estimated from the shortest paths of some starting nodes (pivots); numpy and scipy.

Brandes & Pich (2007), Int. J. Bifurcation and Chaos 17:2303. Pivots are drawn once, by seed, and
every engine uses the same ones, so that engines agree to the last digits and not in the mean.
"""

from collections.abc import Iterator

import numpy as np
import scipy.sparse as sp
from scipy.sparse import csgraph

from ecograph.networks.engines import has_igraph
from ecograph.networks.engines.simple_graph import SimpleGraph
from ecograph.networks.network import Floats, Ints

MEMORY = 400_000_000  # bytes for one block of pivots


def draw(n: int, count: int, seed: int) -> Ints:
    """`count` different nodes of n, in the order in which they are drawn."""
    return np.random.default_rng(seed).permutation(n)[:count]


def dependencies(simple: SimpleGraph, parts: list[Ints], *, igraph: bool | None = None) -> Floats:
    """For each part of the pivots the sum of their dependencies on every node, parts x nodes.

    The dependency is Brandes' and is not scaled. Takes igraph where it is installed and quicker
    (with weights, or for one part), unless told.
    """
    plain = simple.without_loops()
    if igraph is None:
        igraph = has_igraph() and (simple.weighted or len(parts) == 1)
    if igraph:
        import igraph as ig

        ends = np.column_stack([plain.source, plain.target])
        G = ig.Graph(plain.n, ends, directed=simple.directed)
        length = plain.distance if simple.weighted else None
        found = np.array(
            [
                G.betweenness(directed=simple.directed, weights=length, sources=part.tolist())
                for part in parts
            ]
        )
        return found * (1 if simple.directed else 2)
    one = _by_distance if simple.weighted else _by_levels
    total = np.zeros((len(parts), simple.n))
    for block, part in _blocks(simple.n, parts):
        one(plain, block, part, total)
    return total


def _blocks(n: int, parts: list[Ints]) -> Iterator[tuple[Ints, Ints]]:
    """Blocks of pivots that fit into memory, with the number of the part of each."""
    width = int(np.clip(MEMORY // (8 * 6 * max(n, 1)), 1, 64))
    pivots = np.concatenate(parts)
    part = np.repeat(np.arange(len(parts)), [len(p) for p in parts])
    for begin in range(0, len(pivots), width):
        yield pivots[begin : begin + width], part[begin : begin + width]


def _by_levels(simple: SimpleGraph, pivots: Ints, part: Ints, total: Floats) -> None:
    """All pivots of a block at once, level by level: one sparse product a level.

    Cell j * n + node belongs to pivot j; a level is the cells that are that far away.
    """
    n, k = simple.n, len(pivots)
    forth, back = simple.matrix(), simple.matrix(into=True)
    level = np.full(n * k, -1, dtype=np.int32)
    paths = np.zeros(n * k)
    cells = np.arange(k) * n + pivots
    level[cells], paths[cells] = 0, 1.0
    levels: list[Ints] = []
    while len(cells):
        at, count = _step(forth, cells, paths[cells], k)
        new = level[at] < 0
        cells = at[new]
        level[cells], paths[cells] = len(levels) + 1, count[new]
        levels.append(cells)
    dependency = np.zeros(n * k)
    sums = total.ravel()
    for number in range(len(levels) - 1, 0, -1):
        cells = levels[number]
        at, share = _step(back, cells, (1.0 + dependency[cells]) / paths[cells], k)
        before = level[at] == number
        cells = at[before]
        dependency[cells] = share[before] * paths[cells]
        row = cells // n
        np.add.at(sums, part[row] * n + (cells - row * n), dependency[cells])


def _step(step: sp.csr_array, cells: Ints, values: Floats, k: int) -> tuple[Ints, Floats]:
    """The k x n matrix that holds `values` in these cells, times `step`; cells stand by row."""
    n = step.shape[0]
    rows = cells // n
    begins = np.zeros(k + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows, minlength=k), out=begins[1:])
    product = sp.csr_array((values, cells - rows * n, begins), shape=(k, n)) @ step
    return np.repeat(np.arange(k) * n, np.diff(product.indptr)) + product.indices, product.data


def _by_distance(simple: SimpleGraph, pivots: Ints, part: Ints, total: Floats) -> None:
    """Pivot by pivot: the edges on shortest paths form an acyclic graph, which is iterated over."""
    n = simple.n
    s, t, w = simple.both_ways()
    length = simple.on_grid(w)
    matrix = sp.csr_array((length, (s, t)), shape=(n, n))
    for pivot, row in zip(pivots.tolist(), part.tolist(), strict=True):
        reach = csgraph.dijkstra(matrix, indices=pivot)
        with np.errstate(invalid="ignore"):
            tight = np.isfinite(reach[s]) & (reach[s] + length == reach[t])
        held = (np.ones(int(tight.sum())), (t[tight], s[tight]))
        forth = sp.csr_array(held, shape=(n, n))
        start = np.zeros(n)
        start[pivot] = 1.0
        paths = _settle(forth, start)
        paths[paths == 0] = 1.0
        inverse = np.where(np.isfinite(reach), 1.0 / paths, 0.0)
        back = sp.csr_array(forth.T)
        # share = (1 + dependency) / paths solves share = 1/paths + back @ share
        share = _settle(back, inverse)
        dependency = share * paths - 1.0
        dependency[~np.isfinite(reach)] = 0.0
        dependency[pivot] = 0.0
        total[row] += dependency


def _settle(step: sp.csr_array, start: Floats) -> Floats:
    """start + step start + step step start + ... of an acyclic step: ends by itself."""
    total, term = start.copy(), start
    while True:
        term = step @ term
        if not term.any():
            return total
        total += term


def distances(simple: SimpleGraph, parts: list[Ints]) -> Iterator[tuple[Floats, Ints]]:
    """Blocks (nodes x pivots) of the distances from pivots, inf where there is no path.

    They are in steps of the grid of the graph without loops.  With each block, the number of the
    part of each of its pivots.
    """
    plain = simple.without_loops()
    forth = plain.matrix()
    lengths = plain.matrix(values=plain.distance) if simple.weighted else None
    for block, part in _blocks(simple.n, parts):
        if lengths is None:
            yield _levels(forth, block), part
        else:
            yield np.atleast_2d(csgraph.dijkstra(lengths, indices=block)).T, part


def _levels(forth: sp.csr_array, pivots: Ints) -> Floats:
    """The number of steps from each pivot, breadth first, all pivots at once."""
    n, k = forth.shape[0], len(pivots)
    reach = np.full(n * k, np.inf)
    cells = np.arange(k) * n + pivots
    reach[cells] = 0.0
    steps = 0
    while len(cells):
        steps += 1
        at, _ = _step(forth, cells, np.ones(len(cells)), k)
        cells = at[np.isinf(reach[at])]
        reach[cells] = steps
    return reach.reshape(k, n).T
