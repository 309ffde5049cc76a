"""Where entities stand: positions computed once, when a page is made, the same every time.

Parts that hang together are laid out each by itself and packed side by side, the largest first;
entities without an edge stand in rows below.  A part of up to `DENSE` nodes is laid out by stress
majorisation (Gansner, Koren and North 2004) on all shortest paths, from a classical scaling; a
larger one starts from pivots (Brandes and Pich 2007) and is spread by local repulsion.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

Floats = NDArray[np.float64]

DENSE = 800
UNIT = 100.0  # the length of an edge, in the units of the page
GAP = 130.0  # between two parts


def positions(count: int, edges: Sequence[tuple[int, int]]) -> Floats:
    """The places of nodes 0..count-1, a row (x, y) each, whole numbers.

    Direction, parallel edges and edges to itself make no difference.  The same input gives the
    same output; nothing in it is random.
    """
    if count == 0:
        return np.zeros((0, 2))
    pairs = np.array([(a, b) for a, b in edges if a != b], dtype=np.int64).reshape(-1, 2)
    both = np.concatenate([pairs, pairs[:, ::-1]])
    adjacency = csr_matrix((np.ones(len(both)), (both[:, 0], both[:, 1])), shape=(count, count))
    adjacency.data[:] = 1.0
    _, part_of = connected_components(adjacency, directed=False)
    parts: dict[int, list[int]] = {}
    for node, part in enumerate(part_of.tolist()):
        parts.setdefault(part, []).append(node)
    ordered = sorted(parts.values(), key=lambda p: (-len(p), p[0]))
    blocks = [(p, _one_part(adjacency[p][:, p])) for p in ordered if len(p) > 1]
    alone = [p[0] for p in ordered if len(p) == 1]
    placed = np.zeros((count, 2))
    _pack(placed, blocks)
    _rows(placed, alone, blocks)
    return np.round(placed)


def _one_part(adjacency: csr_matrix) -> Floats:
    size = adjacency.shape[0]
    if size == 2:
        return np.array([[0.0, 0.0], [UNIT, 0.0]])
    if size <= DENSE:
        distance = dijkstra(adjacency, unweighted=True)
        spots = _stress(distance, _scaled(distance, distance))
    else:
        spots = _from_pivots(adjacency)
        spots = _spread(spots, adjacency)
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
        pull = wanted / np.maximum(cdist(spots, spots), 1e-9)
        drawn = weight @ spots + pull.sum(1)[:, None] * spots - pull @ spots
        moved: Floats = drawn / total[:, None]
        shift = np.abs(moved - spots).max()
        spots = moved
        if shift < 1e-3:
            break
    return spots


def _from_pivots(adjacency: csr_matrix, count: int = 60) -> Floats:
    """Classical scaling on the distances to pivots, each as far as can be from those before."""
    size = adjacency.shape[0]
    pivot = int(np.argmax(np.diff(adjacency.indptr)))
    nearest = np.full(size, np.inf)
    columns = []
    for _ in range(min(count, size)):
        column = dijkstra(adjacency, unweighted=True, indices=pivot)
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


def _spread(spots: Floats, adjacency: csr_matrix, rounds: int = 60) -> Floats:
    """Springs along edges and repulsion between near entities (Fruchterman and Reingold 1991)."""
    size = len(spots)
    turn = np.arange(size) * 2.399963
    area = math.sqrt(size) * 1.4
    spots = spots / max(np.abs(spots).max(), 1e-9) * area
    spots = spots + 0.4 * np.column_stack([np.cos(turn), np.sin(turn)])
    coo = adjacency.tocoo()
    degree = np.maximum(np.diff(adjacency.indptr), 1).astype(float)
    for round_ in range(rounds):
        force = np.zeros_like(spots)
        near = cKDTree(spots).query_pairs(2.2, output_type="ndarray")
        if len(near) > 60 * size:  # too crowded to look at each pair: take them evenly
            near = near[np.lexsort((near[:, 1], near[:, 0]))][:: len(near) // (60 * size) + 1]
        step = spots[near[:, 0]] - spots[near[:, 1]]
        length = np.maximum(np.sqrt((step**2).sum(1)), 0.05)[:, None]
        push = step / length**2 * 1.2
        _add(force, near[:, 0], push)
        _add(force, near[:, 1], -push)
        step = spots[coo.col] - spots[coo.row]
        _add(force, coo.row, step * 0.5 / np.sqrt(degree[coo.row])[:, None])
        length = np.maximum(np.sqrt((force**2).sum(1)), 1e-9)[:, None]
        heat = 1.2 * (1 - round_ / rounds) + 0.02
        spots = spots + force / length * np.minimum(length, heat)
    return spots


def _add(force: Floats, index: NDArray[np.integer], step: Floats) -> None:
    for axis in range(2):
        force[:, axis] += np.bincount(index, weights=step[:, axis], minlength=len(force))


def _apart(spots: Floats, least: float = 46.0, rounds: int = 40) -> Floats:
    """Pushes entities apart that would overlap."""
    size = len(spots)
    turn = np.arange(size) * 2.399963
    spots = spots + 0.01 * np.column_stack([np.cos(turn), np.sin(turn)])
    for _ in range(rounds):
        near = cKDTree(spots).query_pairs(least, output_type="ndarray")
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
    width = max([math.sqrt(room * 1.7), *(float(s[0]) for s in sizes)], default=0.0)
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
    across = max(int(width // UNIT), math.ceil(math.sqrt(len(alone) * 1.7)), 1)
    for i, node in enumerate(alone):
        placed[node] = (i % across * UNIT, top + i // across * UNIT)
