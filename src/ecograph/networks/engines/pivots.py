"""Measures that rest on the shortest paths from some starting nodes (pivots), or all; numpy.

Brandes & Pich (2007), Int. J. Bifurcation and Chaos 17:2303. Pivots are drawn once, by seed, and
every engine uses the same ones, so that engines agree to the last digits and not in the mean.
Several pivots are worked on at once: cell j * n + i belongs to node i as seen from pivot j.
"""

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from ecograph.networks.engines import lengths
from ecograph.networks.engines.lengths import Remainders
from ecograph.networks.engines.simple_graph import SimpleGraph, leaving, once
from ecograph.networks.network import Floats, Ints

MEMORY = 400_000_000  # bytes for one block of pivots
NEAR = 1e-9  # of a distance: ways that differ by more are not equally long
WORD = 64  # pivots that share a number of so many bits

Bits = npt.NDArray[np.uint64]
Rows = tuple[Ints, Ints, Floats]  # begins, ends, lengths, as of SimpleGraph.rows
Report = Callable[[int, int], None]
Steps = list[tuple[Ints, Ints]]  # edges on shortest paths, as cells, those nearer first


def draw(n: int, count: int, seed: int) -> Ints:
    """`count` different nodes of n, in the order in which they are drawn."""
    return np.random.default_rng(seed).permutation(n)[:count]


def _blocks(simple: SimpleGraph, parts: list[Ints]) -> Iterator[tuple[Ints, Ints]]:
    """Blocks of pivots that fit into memory, with the number of the part of each."""
    size = 8 * 8 * max(simple.n + simple.m * (1 if simple.directed else 2), 1)
    width = int(np.clip(MEMORY // size, 1, 64))
    pivots = np.concatenate(parts)
    part = np.repeat(np.arange(len(parts)), [len(p) for p in parts])
    for begin in range(0, len(pivots), width):
        yield pivots[begin : begin + width], part[begin : begin + width]


# ------------------------------------------------------------------ what lies between


def dependencies(simple: SimpleGraph, parts: list[Ints]) -> Floats:
    """For each part of the pivots the sum of their dependencies on every node, parts x nodes.

    The dependency is Brandes' and is not scaled.
    """
    plain = simple.without_loops()
    total = np.zeros((len(parts), simple.n))
    rows, remainder = plain.rows(plain.distance), _remainders(plain)
    for block, part in _blocks(plain, parts):
        steps = _by_distance(rows, remainder, block) if simple.weighted else _by_levels(rows, block)
        found = _accumulate(simple.n, block, steps)
        first = np.flatnonzero(np.diff(part, prepend=-1))
        total[part[first]] += np.add.reduceat(found, first, axis=0)
    return total


def _accumulate(n: int, pivots: Ints, steps: Steps) -> Floats:
    """The dependency of each pivot on each node, pivots x nodes (Brandes 2001)."""
    k = len(pivots)
    starts = np.arange(k) * n + pivots
    paths, found = np.zeros(k * n), np.zeros(k * n)
    paths[starts] = 1.0
    for a, b in steps:
        np.add.at(paths, b, paths[a])
    for a, b in reversed(steps):
        np.add.at(found, a, paths[a] / paths[b] * (1.0 + found[b]))
    found[starts] = 0.0
    return found.reshape(k, n)


def _by_levels(rows: Rows, pivots: Ints) -> Steps:
    """The edges on shortest paths where each has length 1, breadth first."""
    begins, ends, _ = rows
    n, k = len(begins) - 1, len(pivots)
    level = np.full(k * n, -1, dtype=np.int32)
    mark = np.empty(k * n, dtype=np.int64)
    cells = np.arange(k) * n + pivots
    level[cells] = 0
    steps: Steps = []
    while len(cells):
        row, edge = leaving(begins, cells % n)
        a = cells[row]
        b = a - a % n + ends[edge]
        on = level[b] < 0
        a, b = a[on], b[on]
        cells = once(b, mark)
        level[cells] = len(steps) + 1
        steps.append((a, b))
    return steps


def _remainders(simple: SimpleGraph) -> Remainders:
    """The remainder of the length of each edge, in the order of `SimpleGraph.rows`."""
    if not simple.weighted or not simple.m:
        return np.zeros(0, dtype=np.uint64)
    _, _, edge = simple.rows(np.arange(simple.m, dtype=np.float64))
    return simple.remainders[edge.astype(np.int64)]


def _by_distance(rows: Rows, remainder: Remainders, pivots: Ints) -> Steps:
    """The edges on shortest paths by length, each after those that lead to its start."""
    begins, ends, length = rows
    n, k = len(begins) - 1, len(pivots)
    reach = _reach(rows, pivots)
    cells = np.flatnonzero(np.isfinite(reach))
    row, edge = leaving(begins, cells % n)
    a = cells[row]
    b = a - a % n + ends[edge]
    far = reach[a] + length[edge]
    near = (far <= reach[b] * (1 + NEAR)) & (reach[a] < reach[b])
    a, b, far, step = a[near], b[near], far[near], remainder[edge[near]]
    first = far == reach[b]
    key = _keys(k * n, a[first], b[first], step[first])
    tight = lengths.add(key[a], step) == key[b]
    a, b = a[tight], b[tight]
    waiting = np.bincount(b, minlength=k * n)
    first = np.zeros(k * n + 1, dtype=np.int64)
    np.cumsum(np.bincount(a, minlength=k * n), out=first[1:])
    mark = np.empty(k * n, dtype=np.int64)
    cells = np.arange(k) * n + pivots
    steps: Steps = []
    while len(cells):
        _, edge = leaving(first, cells)
        ahead = b[edge]
        steps.append((a[edge], ahead))
        np.subtract.at(waiting, ahead, 1)
        cells = once(ahead[waiting[ahead] == 0], mark)
    return steps


def _keys(size: int, a: Ints, b: Ints, step: Remainders) -> Remainders:
    """The remainder of the distance of each cell, along one of the edges a -> b that lead to it.

    Each cell knows what it is from some cell before it, which is twice as far away in each round.
    """
    before, key = np.arange(size), np.zeros(size, dtype=np.uint64)
    before[b], key[b] = a, step
    while True:
        further = before[before]
        if (further == before).all():
            return key
        key, before = lengths.add(key, key[before]), further


# ------------------------------------------------------------------------ how far


def distances(simple: SimpleGraph, pivots: Ints) -> Floats:
    """How far each node is from each pivot, pivots x nodes; inf where there is no path."""
    return _reach(simple.rows(simple.distance), pivots).reshape(len(pivots), simple.n)


def _reach(rows: Rows, pivots: Ints) -> Floats:
    """The least distance of each cell: what came nearer tells its neighbours, until nothing does.

    Each is a sum from the pivot on, so the least is the same in whatever order they are found.
    """
    begins, ends, length = rows
    n = len(begins) - 1
    reach = np.full(len(pivots) * n, np.inf)
    mark = np.empty(len(reach), dtype=np.int64)
    cells = np.arange(len(pivots)) * n + pivots
    reach[cells] = 0.0
    while len(cells):
        row, edge = leaving(begins, cells % n)
        a = cells[row]
        b = a - a % n + ends[edge]
        far = reach[a] + length[edge]
        nearer = far < reach[b]
        b, far = b[nearer], far[nearer]
        np.minimum.at(reach, b, far)
        cells = once(b, mark)
    return reach


def tallies(simple: SimpleGraph, parts: list[Ints], report: Report | None = None) -> Floats:
    """Of each node, by part: how many pivots reach it, their distances, and 1 / their distances.

    Added up, parts x 3 x nodes; a pivot does not reach itself.
    """
    plain = simple.without_loops()
    total = np.zeros((len(parts), 3, simple.n))
    count, done = sum(map(len, parts)), 0
    walk = _tally_by_distance if simple.weighted else _tally_by_bits
    for number in walk(plain, parts, total):
        done += number
        if report:
            report(done, count)
    return total


def _tally_by_distance(simple: SimpleGraph, parts: list[Ints], total: Floats) -> Iterator[int]:
    """Adds up block by block; yields the number of pivots of each."""
    rows = simple.rows(simple.distance)
    for block, part in _blocks(simple, parts):
        reach = _reach(rows, block).reshape(len(block), simple.n)
        reached = np.isfinite(reach) & (reach > 0)
        near = np.divide(1.0, reach, out=np.zeros_like(reach), where=reached)
        for i in np.unique(part).tolist():
            own = part == i
            total[i, 0] += reached[own].sum(axis=0)
            total[i, 1] += np.where(reached[own], reach[own], 0.0).sum(axis=0)
            total[i, 2] += near[own].sum(axis=0)
        yield len(block)


def _tally_by_bits(simple: SimpleGraph, parts: list[Ints], total: Floats) -> Iterator[int]:
    """The same without lengths: breadth first from 64 pivots at once, each with a bit of a word.

    Then et al. (2014), Proc. VLDB 8:449.
    """
    words = [
        (i, part[begin : begin + WORD])
        for i, part in enumerate(parts)
        for begin in range(0, len(part), WORD)
    ]
    s, t, _ = simple.both_ways()
    order = np.argsort(t, kind="stable")
    s, t = s[order], t[order]
    width = int(np.clip(MEMORY // (8 * 6 * max(simple.n + len(s), 1)), 1, 64))
    for begin in range(0, len(words), width):
        some = words[begin : begin + width]
        seen = np.zeros((simple.n, len(some)), dtype=np.uint64)
        for column, (_, pivots) in enumerate(some):
            seen[pivots, column] = np.uint64(1) << np.arange(len(pivots), dtype=np.uint64)
        part = np.array([i for i, _ in some])
        first = np.flatnonzero(np.r_[True, part[1:] != part[:-1]])
        for level, (nodes, came) in enumerate(_waves(s, t, seen), 1):
            number = np.add.reduceat(np.bitwise_count(came), first, axis=1, dtype=np.float64).T
            for row, factor in enumerate((1.0, float(level), 1.0 / level)):
                total[part[first][:, None], row, nodes] += number * factor
        yield sum(len(pivots) for _, pivots in some)


def _waves(s: Ints, t: Ints, seen: Bits) -> Iterator[tuple[Ints, Bits]]:
    """The nodes that are reached after 1, 2, ... steps, with the bits that reach them then.

    Edges s -> t are sorted by t; `seen` has the bits of the start, and takes on what is reached.
    """
    front, live = seen.copy(), np.asarray(seen.any(axis=1))
    while live.any():
        on = live[s]
        source, target = s[on], t[on]
        if not len(target):
            return
        first = np.flatnonzero(np.r_[True, target[1:] != target[:-1]])
        nodes = target[first]
        came = np.bitwise_or.reduceat(front[source], first, axis=0) & ~seen[nodes]
        some = came.any(axis=1)
        nodes, came = nodes[some], came[some]
        yield nodes, came
        seen[nodes] |= came
        front[nodes] = came
        live[:] = False
        live[nodes] = True
