"""Measures estimated from the shortest paths of some starting nodes (pivots); numpy and scipy.

Brandes & Pich (2007), Int. J. Bifurcation and Chaos 17:2303. Pivots are drawn once, by seed, and
every engine uses the same ones, so that engines agree to the last digits and not in the mean.
"""

from collections.abc import Callable, Iterator

import numpy as np
import scipy.sparse as sp
from scipy.sparse import csgraph

from ecograph.analysis.engines import has_igraph
from ecograph.analysis.engines.links import Links
from ecograph.projection.network import Floats, Ints

MEMORY = 400_000_000  # bytes for one block of pivots


def draw(n: int, count: int, seed: int) -> Ints:
    """`count` different nodes of n, in the order in which they are drawn."""
    return np.random.default_rng(seed).permutation(n)[:count]


def dependencies(links: Links, pivots: Ints, *, igraph: bool | None = None) -> Floats:
    """The sum over the pivots of the dependency of each on every node (Brandes), not scaled.

    Takes igraph where it is installed, unless told not to.
    """
    plain = links.without_loops()
    if has_igraph() if igraph is None else igraph:
        import igraph as ig

        G = ig.Graph(
            plain.n, np.column_stack([plain.source, plain.target]), directed=links.directed
        )
        weights = plain.distance if links.weighted else None
        found = G.betweenness(directed=links.directed, weights=weights, sources=pivots.tolist())
        return np.array(found) * (1 if links.directed else 2)
    one = _by_distance if links.weighted else _by_levels
    total = np.zeros(links.n)
    for block in _blocks(links.n, pivots):
        total += one(plain, block)
    return total


def _blocks(n: int, pivots: Ints) -> Iterator[Ints]:
    width = int(np.clip(MEMORY // (8 * 6 * max(n, 1)), 1, 64))
    for begin in range(0, len(pivots), width):
        yield pivots[begin : begin + width]


def _by_levels(links: Links, pivots: Ints) -> Floats:
    """All pivots of a block at once, level by level: one sparse product a level."""
    n, k = links.n, len(pivots)
    forth, back = links.matrix(into=True), links.matrix()
    paths = np.zeros((n, k))
    paths[pivots, np.arange(k)] = 1.0
    front = paths.copy()
    levels = []
    while True:
        front = forth @ front
        front[paths > 0] = 0.0
        where = np.flatnonzero(front)
        if not len(where):
            break
        levels.append(where)
        paths.ravel()[where] = front.ravel()[where]
    share = np.zeros((n, k))  # (1 + dependency) / paths of the nodes of one level
    flat_paths, total = paths.ravel(), np.zeros(n)
    dependency = np.zeros(n * k)
    for number in range(len(levels) - 1, 0, -1):
        share.fill(0.0)
        flat = share.ravel()
        at = levels[number]
        flat[at] = (1.0 + dependency[at]) / flat_paths[at]
        pulled = (back @ share).ravel()
        before = levels[number - 1]
        dependency[before] = pulled[before] * flat_paths[before]
        total += np.bincount(before // k, weights=dependency[before], minlength=n)
    return total


def _by_distance(links: Links, pivots: Ints) -> Floats:
    """Pivot by pivot: the links on shortest paths form an acyclic graph, which is iterated over."""
    n = links.n
    s, t, w = links.both_ways()
    length = 1.0 / w
    matrix = sp.csr_array((length, (s, t)), shape=(n, n))
    total = np.zeros(n)
    for pivot in pivots.tolist():
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
        total += dependency
    return total


def _settle(step: sp.csr_array, start: Floats) -> Floats:
    """start + step start + step step start + ... of an acyclic step: ends by itself."""
    total, term = start.copy(), start
    while True:
        term = step @ term
        if not term.any():
            return total
        total += term


def distances(
    links: Links, pivots: Ints, report: Callable[[int], None] | None = None
) -> Iterator[Floats]:
    """Blocks (nodes x pivots) of the distances from pivots, inf where there is no path."""
    plain = links.without_loops()
    forth = plain.matrix(into=True)
    lengths = plain.matrix(values=plain.distance) if links.weighted else None
    done = 0
    for block in _blocks(links.n, pivots):
        if lengths is None:
            yield _levels(forth, block)
        else:
            yield np.atleast_2d(csgraph.dijkstra(lengths, indices=block)).T
        done += len(block)
        if report:
            report(done)


def _levels(forth: sp.csr_array, pivots: Ints) -> Floats:
    """The number of steps from each pivot, breadth first, all pivots at once."""
    shape = (forth.shape[0], len(pivots))
    reach = np.full(shape, np.inf)
    front = np.zeros(shape)
    reach[pivots, np.arange(len(pivots))] = 0.0
    front[pivots, np.arange(len(pivots))] = 1.0
    step = 0
    while front.any():
        step += 1
        new = ((forth @ front) > 0) & np.isinf(reach)
        reach[new] = step
        front = new.astype(np.float64)
    return reach
