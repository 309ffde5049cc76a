"""Where entities stand: positions computed once, when a page is made, the same every time.

Parts that hang together are laid out each by itself and packed side by side, the largest first;
entities without an edge stand in rows below.  A part of up to `DENSE` nodes is laid out by stress
majorisation (Gansner, Koren and North 2004) on all shortest paths, from a classical scaling; a
larger one starts from pivots (Brandes and Pich 2007) and is spread by local repulsion.
"""

import math
from collections.abc import Sequence

import numpy as np

from ecograph.networks.engines import pivots
from ecograph.networks.engines.simple_graph import SimpleGraph, subset
from ecograph.networks.engines.structure import components
from ecograph.networks.engines.triangles import degrees
from ecograph.networks.network import Floats, Ints

DENSE = 800
ASPECT = 1.25  # how much wider than high a drawing is, as the place for it is between its panels
PAIR = 70.0  # between two that are joined with nothing else
UNIT = 100.0  # the length of an edge, in the units of the page
GAP = 190.0  # between two parts, so that it is seen what hangs together


def positions(count: int, edges: Sequence[tuple[int, int]]) -> Floats:
    """The places of nodes 0..count-1, a row (x, y) each, whole numbers.

    Direction, parallel edges and edges to itself make no difference.  The same input gives the
    same output; nothing in it is random.
    """
    if count == 0:
        return np.zeros((0, 2))
    simple = simple_graph(count, edges)
    parts: dict[int, list[int]] = {}
    for node, part in enumerate(components(simple, strong=False).tolist()):
        parts.setdefault(part, []).append(node)
    ordered = sorted(parts.values(), key=lambda p: (-len(p), p[0]))
    blocks = [(p, _one_part(subset(simple, np.array(p)))) for p in ordered if len(p) > 1]
    alone = [p[0] for p in ordered if len(p) == 1]
    placed = np.zeros((count, 2))
    _pack(placed, blocks)
    _rows(placed, alone, blocks)
    return np.round(placed)


def simple_graph(count: int, edges: Sequence[tuple[int, int]]) -> SimpleGraph:
    """Nodes 0..count-1 and what they are joined by: each pair once, without direction or loops."""
    joined = np.array([(min(p), max(p)) for p in edges if p[0] != p[1]], dtype=np.int64)
    joined = np.unique(joined.reshape(-1, 2), axis=0)
    return SimpleGraph(count, joined[:, 0], joined[:, 1], np.ones(len(joined)), False, False)


def _one_part(part: SimpleGraph) -> Floats:
    if part.n == 2:
        return np.array([[0.0, 0.0], [PAIR, 0.0]])
    if part.n <= DENSE:
        distance = pivots.distances(part, np.arange(part.n))
        spots = _stress(distance, _scaled(distance, distance))
    else:
        spots = _spread(_from_pivots(part), part)
    return _apart(_upright(spots * UNIT))


def _scaled(distance: Floats, to_pivots: Floats) -> Floats:
    """Two coordinates that keep squared distances best (classical scaling)."""
    squared = to_pivots**2
    centred = squared - squared.mean(0) - squared.mean(1)[:, None] + squared.mean()
    _, vectors = np.linalg.eigh(centred.T @ centred)
    spots: Floats = -0.5 * centred @ vectors[:, [-1, -2]]
    for axis in range(2):  # the sign of an eigenvector is free: fix it
        column = spots[:, axis]
        if column[np.argmax(np.abs(column) > 1e-9)] < 0:
            spots[:, axis] = -column
    scale = np.abs(spots).max()
    return spots / scale * distance.max() / 2 if scale > 0 else spots


def _stress(distance: Floats, spots: Floats, rounds: int = 120) -> Floats:
    """Spots whose distances come near the given ones, near pairs weighing most."""
    size = len(spots)
    turn = np.arange(size) * 2.399963  # the golden angle: parts equal twins that share a spot
    spots = spots + 0.05 * np.column_stack([np.cos(turn), np.sin(turn)])
    weight = np.zeros_like(distance)
    np.divide(1.0, distance**2, out=weight, where=distance > 0)
    total = weight.sum(1)
    wanted = weight * distance
    for _ in range(rounds):
        pull = wanted / np.maximum(_between(spots), 1e-9)
        drawn = weight @ spots + pull.sum(1)[:, None] * spots - pull @ spots
        moved: Floats = drawn / total[:, None]
        shift = np.abs(moved - spots).max()
        spots = moved
        if shift < 1e-3:
            break
    return spots


def _between(spots: Floats) -> Floats:
    """The distance of each spot from each."""
    x, y = (spots[:, None, axis] - spots[None, :, axis] for axis in range(2))
    x *= x
    y *= y
    x += y
    return np.sqrt(x, out=x)


def _from_pivots(part: SimpleGraph, count: int = 60) -> Floats:
    """Classical scaling on the distances to pivots, each as far as can be from those before."""
    pivot = int(np.argmax(degrees(part)))
    nearest = np.full(part.n, np.inf)
    columns = []
    for _ in range(min(count, part.n)):
        column = pivots.distances(part, np.array([pivot]))[0]
        columns.append(column)
        nearest = np.minimum(nearest, column)
        pivot = int(np.argmax(nearest))
    table = np.column_stack(columns)
    return _drawn_in(_scaled(table, table))


def _drawn_in(spots: Floats) -> Floats:
    """Brings in what lies far out, so that long tails leave room for the rest."""
    spots = spots - np.median(spots, axis=0)
    reach = np.maximum(np.quantile(np.abs(spots), 0.9, axis=0), 1e-9)
    far = np.abs(spots) / reach
    drawn: Floats = np.where(
        far > 1, np.sign(spots) * reach * (1 + 0.35 * np.log(far.clip(1))), spots
    )
    return drawn


def _spread(spots: Floats, part: SimpleGraph, rounds: int = 60) -> Floats:
    """Springs along edges and repulsion between near entities (Fruchterman and Reingold 1991)."""
    size = len(spots)
    turn = np.arange(size) * 2.399963
    area = math.sqrt(size) * 1.4
    spots = spots / max(np.abs(spots).max(), 1e-9) * area
    spots = spots + 0.4 * np.column_stack([np.cos(turn), np.sin(turn)])
    source, target, _ = part.both_ways()
    degree = np.maximum(degrees(part), 1).astype(float)
    for round_ in range(rounds):
        force = np.zeros_like(spots)
        near = near_pairs(spots, 2.2)
        if len(near) > 60 * size:  # too crowded to look at each pair: take them evenly
            near = near[:: len(near) // (60 * size) + 1]
        step = spots[near[:, 0]] - spots[near[:, 1]]
        length = np.maximum(np.sqrt((step**2).sum(1)), 0.05)[:, None]
        push = step / length**2 * 1.2
        _add(force, near[:, 0], push)
        _add(force, near[:, 1], -push)
        step = spots[target] - spots[source]
        _add(force, source, step * 0.5 / np.sqrt(degree[source])[:, None])
        length = np.maximum(np.sqrt((force**2).sum(1)), 1e-9)[:, None]
        heat = 1.2 * (1 - round_ / rounds) + 0.02
        spots = spots + force / length * np.minimum(length, heat)
    return spots


def near_pairs(spots: Floats, reach: float) -> Ints:
    """The pairs of spots not further apart than `reach`: rows (i, j).

    Spots are sorted by square cells of that width, so that each is compared only with those that
    follow in its own cell and the one above, and with three cells of the column to the right.
    """
    cell = np.floor((spots - spots.min(0)) / reach).astype(np.int64)
    wide = int(cell[:, 1].max()) + 2
    key = cell[:, 0] * wide + cell[:, 1]
    order = np.argsort(key, kind="stable")
    key, spots = key[order], spots[order]
    here = np.arange(len(spots))
    found = []
    for begins, ends in (
        (here + 1, np.searchsorted(key, key + 1, side="right")),
        (np.searchsorted(key, key + wide - 1), np.searchsorted(key, key + wide + 1, side="right")),
    ):
        count = ends - begins
        one = np.repeat(here, count)
        other = np.arange(len(one)) + np.repeat(begins - np.cumsum(count) + count, count)
        close = ((spots[one] - spots[other]) ** 2).sum(1) <= reach**2
        found.append(np.column_stack([order[one[close]], order[other[close]]]))
    return np.concatenate(found)


def _add(force: Floats, index: Ints, step: Floats) -> None:
    for axis in range(2):
        force[:, axis] += np.bincount(index, weights=step[:, axis], minlength=len(force))


def _apart(spots: Floats, least: float = 46.0, rounds: int = 40) -> Floats:
    """Pushes entities apart that would overlap."""
    size = len(spots)
    turn = np.arange(size) * 2.399963
    spots = spots + 0.01 * np.column_stack([np.cos(turn), np.sin(turn)])
    for _ in range(rounds):
        near = near_pairs(spots, least)
        if not len(near):
            break
        step = spots[near[:, 0]] - spots[near[:, 1]]
        length = np.maximum(np.sqrt((step**2).sum(1)), 1e-6)[:, None]
        push = step / length * (least - length) * 0.5
        _add(spots, near[:, 0], push)
        _add(spots, near[:, 1], -push)
    return spots


def _upright(spots: Floats) -> Floats:
    """Turned so that the longest side lies level, as screens do."""
    centred = spots - spots.mean(0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    turned: Floats = centred @ vectors[:, ::-1]
    for axis in range(2):
        column = turned[:, axis]
        if column[np.argmax(np.abs(column) > 1e-6)] < 0:
            turned[:, axis] = -column
    return turned


def _pack(placed: Floats, blocks: list[tuple[list[int], Floats]]) -> None:
    """Puts the parts on shelves from left to right, in a wide rectangle."""
    sizes = [np.ptp(spots, axis=0) + GAP for _, spots in blocks]
    room = sum(float(w * h) for w, h in sizes)
    width = max([math.sqrt(room * ASPECT), *(float(s[0]) for s in sizes)], default=0.0)
    x = y = shelf = 0.0
    for (nodes, spots), (wide, high) in zip(blocks, sizes, strict=True):
        if x > 0 and x + wide > width:
            x, y, shelf = 0.0, y + shelf, 0.0
        placed[nodes] = spots - spots.min(0) + (x, y)
        x, shelf = x + float(wide), max(shelf, float(high))


def _rows(placed: Floats, alone: list[int], blocks: list[tuple[list[int], Floats]]) -> None:
    held = [n for nodes, _ in blocks for n in nodes]
    top = float(placed[held][:, 1].max()) + GAP if held else 0.0
    width = float(np.ptp(placed[held][:, 0])) if held else 0.0
    across = max(int(width // UNIT), math.ceil(math.sqrt(len(alone) * ASPECT)), 1)
    for i, node in enumerate(alone):
        placed[node] = (i % across * UNIT, top + i // across * UNIT)
