"""Every measure with rustworkx, graspologic-native and numpy; equal to `reference` to 1e-9.

Everything that adds floats in an order of threads runs on one thread, so that the same input
gives the same output to the last digit.
"""

import numpy as np

from ecograph.networks.engines import has_igraph, lengths
from ecograph.networks.engines.pivots import dependencies, tallies
from ecograph.networks.engines.simple_graph import SimpleGraph
from ecograph.networks.engines.spectral import eigenvector, katz, pagerank
from ecograph.networks.engines.structure import (
    blocks,
    communities,
    components,
    core,
    dominators,
)
from ecograph.networks.engines.triangles import clustering, constraint, effective_size
from ecograph.networks.network import Floats

__all__ = [
    "betweenness", "blocks", "closeness", "clustering", "communities", "components", "constraint",
    "core", "dependencies", "dominators", "effective_size", "eigenvector", "harmonic", "katz",
    "pagerank",
]  # fmt: skip

MOST_OF_IGRAPH = 10**9


def betweenness(simple: SimpleGraph, *, igraph: bool | None = None) -> Floats:
    """Exact betweenness, normalised: rustworkx, with distances numpy; igraph if it is there."""
    if simple.n < 3:
        return np.zeros(simple.n)
    plain = simple.without_loops()
    pairs = float((simple.n - 1) * (simple.n - 2))
    if (has_igraph() if igraph is None else igraph) and igraph_tells_apart(plain):
        return np.asarray(_by_igraph(plain) / pairs)
    if simple.weighted:
        return np.asarray(dependencies(plain, [np.arange(simple.n)])[0] / pairs)
    import rustworkx

    scores = rustworkx.betweenness_centrality(
        plain.by_rustworkx, normalized=True, parallel_threshold=simple.n + 1
    )
    return np.array([scores[i] for i in range(simple.n)], dtype=np.float64)


def igraph_tells_apart(simple: SimpleGraph) -> bool:
    """Whether igraph, to which lengths equal to ten digits are equal, takes no way for another.

    Whole lengths differ by 1 or more, so it does where the longest way has nine digits.
    """
    if not simple.weighted or not simple.m:
        return True
    return simple.n * max(lengths.whole_lengths(simple.strength)[0]) <= MOST_OF_IGRAPH


def _by_igraph(simple: SimpleGraph) -> Floats:
    """The sum of the dependencies of all nodes on each."""
    import igraph

    ends = np.column_stack([simple.source, simple.target])
    G = igraph.Graph(simple.n, ends, directed=simple.directed)
    length = lengths.whole_lengths(simple.strength)[0] if simple.weighted else None
    found = G.betweenness(directed=simple.directed, weights=length)
    return np.array(found, dtype=np.float64) * (1 if simple.directed else 2)


def closeness(simple: SimpleGraph) -> Floats:
    """Closeness by inward distances, Wasserman-Faust."""
    reached, far, _ = tallies(simple, [np.arange(simple.n)])[0]
    others = max(simple.n - 1, 1)
    return np.asarray(np.divide(reached**2 / others, far, out=np.zeros(simple.n), where=far > 0))


def harmonic(simple: SimpleGraph) -> Floats:
    """Harmonic centrality by inward distances."""
    return np.asarray(tallies(simple, [np.arange(simple.n)])[0, 2])
