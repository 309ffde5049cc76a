"""What rests on triangles: clustering, constraint, effective size, closed brokerage paths.

Every triangle is found once, from its node of least degree, so that hubs cost little
(Chiba & Nishizeki 1985, SIAM J. Comput. 14:210).
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from ecograph.networks.engines.simple_graph import SimpleGraph
from ecograph.networks.network import Floats, Ints

CHUNK = 4_000_000  # wedges held at a time: about 200 MB


def triangles(simple: SimpleGraph) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Chunks of triangles of an undirected graph without loops, as the numbers of three edges.

    The three edges of a triangle a, b, c (in order of degree) are a-b, a-c and b-c.
    """
    n, m = simple.n, simple.m
    if not m:
        return
    s, t = simple.source, simple.target
    degree = np.bincount(s, minlength=n) + np.bincount(t, minlength=n)
    rank = np.empty(n, dtype=np.int64)
    rank[np.lexsort((np.arange(n), degree))] = np.arange(n)
    low, high = np.minimum(rank[s], rank[t]), np.maximum(rank[s], rank[t])
    key = low * n + high
    order = np.argsort(key)
    key, low, high = key[order], low[order], high[order]
    ends = np.searchsorted(low, low, side="right")
    after = ends - np.arange(m) - 1  # how many edges of the same node follow this one
    reach = np.cumsum(after)
    begin = 0
    while begin < m:
        base = reach[begin - 1] if begin else 0
        end = max(int(np.searchsorted(reach, base + CHUNK, side="right")), begin + 1)
        first = np.repeat(np.arange(begin, end), after[begin:end])
        offset = np.arange(len(first)) - np.repeat(
            reach[begin:end] - after[begin:end] - base, after[begin:end]
        )
        second = first + 1 + offset
        wanted = high[first] * n + high[second]
        at = np.searchsorted(key, wanted)
        at[at == m] = 0
        closed = key[at] == wanted
        yield order[first[closed]], order[second[closed]], order[at[closed]]
        begin = end


def triangle_nodes(simple: SimpleGraph, found: tuple[Ints, Ints, Ints]) -> tuple[Ints, Ints, Ints]:
    """The nodes a, b, c of triangles given by the edges a-b, a-c, b-c."""
    ab, ac, _ = found
    s, t = simple.source, simple.target
    a = np.where((s[ab] == s[ac]) | (s[ab] == t[ac]), s[ab], t[ab])
    return a, s[ab] + t[ab] - a, s[ac] + t[ac] - a


def counts(simple: SimpleGraph) -> Ints:
    """The number of triangles that each node is in."""
    total = np.zeros(simple.n, dtype=np.int64)
    for found in triangles(simple):
        for node in triangle_nodes(simple, found):
            total += np.bincount(node, minlength=simple.n)
    return total


def clustering(simple: SimpleGraph) -> Floats:
    """Clustering coefficient; with weights the geometric mean of Onnela et al. (2005)."""
    plain = simple.undirected().without_loops()
    if plain.weighted and plain.m:
        size = np.cbrt(plain.strength / plain.strength.max())
        total = np.zeros(plain.n)
        for found in triangles(plain):
            product = size[found[0]] * size[found[1]] * size[found[2]]
            for node in triangle_nodes(plain, found):
                total += np.bincount(node, weights=product, minlength=plain.n)
    else:
        total = counts(plain).astype(np.float64)
    k = degrees(plain)
    return np.asarray(np.divide(2 * total, k * (k - 1), out=np.zeros(plain.n), where=k > 1))


def degrees(simple: SimpleGraph) -> Ints:
    """The number of neighbours of each node of an undirected graph without loops."""
    ends = np.concatenate([simple.source, simple.target])
    return np.bincount(ends, minlength=simple.n)


def constraint(simple: SimpleGraph) -> Floats:
    """Burt's constraint of the undirected simple graph; nan for a node without neighbours."""
    plain = simple.undirected().without_loops()
    s, t = plain.source, plain.target
    forward, backward = _proportions(plain)
    # around[i] of edge u-v: the sum over w of p(u, w) p(w, v); back the same from v to u
    around, back = np.zeros(plain.m), np.zeros(plain.m)
    for found in triangles(plain):
        a, b, c = triangle_nodes(plain, found)
        ab, ac, bc = found

        def p(edge: Ints, node: Ints) -> Floats:
            return np.where(s[edge] == node, forward[edge], backward[edge])

        for edge, u, uw, w, wv in (
            (ab, a, ac, c, bc), (ab, b, bc, c, ac), (ac, a, ab, b, bc),
            (ac, c, bc, b, ab), (bc, b, ab, a, ac), (bc, c, ac, a, ab),
        ):  # fmt: skip
            value = p(uw, u) * p(wv, w)
            along = s[edge] == u
            around += np.bincount(edge[along], weights=value[along], minlength=plain.m)
            back += np.bincount(edge[~along], weights=value[~along], minlength=plain.m)
    total = np.zeros(plain.n)
    total += np.bincount(s, weights=(forward + around) ** 2, minlength=plain.n)
    total += np.bincount(t, weights=(backward + back) ** 2, minlength=plain.n)
    total[degrees(plain) == 0] = np.nan
    return np.asarray(total)


def _proportions(simple: SimpleGraph) -> tuple[Floats, Floats]:
    """Of each edge, its share of the strength of its source and of its target."""
    total = np.zeros(simple.n)
    total += np.bincount(simple.source, weights=simple.strength, minlength=simple.n)
    total += np.bincount(simple.target, weights=simple.strength, minlength=simple.n)
    return simple.strength / total[simple.source], simple.strength / total[simple.target]


def effective_size(simple: SimpleGraph) -> Floats:
    """Burt's effective size; without weights n - 2t/n (Borgatti 1997). nan without neighbours."""
    plain = simple.undirected().without_loops()
    k = degrees(plain)
    if not plain.weighted:
        t = counts(plain)
        size = np.full(plain.n, np.nan)
        return np.asarray(np.divide(k * k - 2 * t, k, out=size, where=k > 0))
    s, ends = plain.source, plain.target
    forward, backward = _proportions(plain)
    top = np.zeros(plain.n)
    np.maximum.at(top, s, plain.strength)
    np.maximum.at(top, ends, plain.strength)
    size = k.astype(np.float64)
    for found in triangles(plain):
        a, b, c = triangle_nodes(plain, found)
        ab, ac, bc = found
        # of u, what its edge with w repeats of its edge with v: p(u, w) times m(v, w)
        for u, uw, v, vw in (
            (a, ac, b, bc), (a, ab, c, bc), (b, bc, a, ac),
            (b, ab, c, ac), (c, bc, a, ab), (c, ac, b, ab),
        ):  # fmt: skip
            share = np.where(s[uw] == u, forward[uw], backward[uw])
            marginal = plain.strength[vw] / top[v]
            size -= np.bincount(u, weights=share * marginal, minlength=plain.n)
    size[k == 0] = np.nan
    return size


def closed_paths(simple: SimpleGraph) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Chunks of paths a -> b -> c that an edge a -> c closes, of a directed graph without loops."""
    plain = simple.undirected()
    n = simple.n
    key = simple.source * max(n, 1) + simple.target

    def has(x: Ints, y: Ints) -> npt.NDArray[np.bool_]:
        at = np.searchsorted(key, x * n + y)
        at[at == len(key)] = 0
        return np.asarray(key[at] == x * n + y)

    for found in triangles(plain):
        x, y, z = triangle_nodes(plain, found)
        for a, b, c in ((x, y, z), (x, z, y), (y, x, z), (y, z, x), (z, x, y), (z, y, x)):
            keep = has(a, b) & has(b, c) & has(a, c)
            yield a[keep], b[keep], c[keep]
