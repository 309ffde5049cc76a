"""The measures with rustworkx, networkit and scipy; equal to `reference` to 1e-9.

Everything that adds floats in an order of threads runs on one thread, so that the same input
gives the same output to the last digit.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from scipy.sparse import csgraph

from ecograph.networks.engines import has_igraph, pivots
from ecograph.networks.engines.simple_graph import SimpleGraph
from ecograph.networks.network import Floats, Ints


@contextmanager
def _one_thread(networkit: Any) -> Iterator[None]:
    before = networkit.getMaxNumberOfThreads()
    networkit.setNumberOfThreads(1)
    try:
        yield
    finally:
        networkit.setNumberOfThreads(before)


def networkit_graph(simple: SimpleGraph, values: Floats | None = None) -> Any:
    """The edges as a networkit graph; `values` are its edge weights.

    Keep it in a variable while it is worked on: some of networkit's algorithms do not hold it.
    """
    import networkit

    weights = np.ones(simple.m) if values is None else np.ascontiguousarray(values)
    ends = (simple.source.astype(np.uint64), simple.target.astype(np.uint64))
    return networkit.GraphFromCoo(
        (weights, ends), n=simple.n, directed=simple.directed, weighted=values is not None
    )


def rustworkx_graph(simple: SimpleGraph) -> Any:
    """The edges as a rustworkx graph without edge values."""
    import rustworkx

    kind = rustworkx.PyDiGraph if simple.directed else rustworkx.PyGraph
    G = kind(multigraph=False, node_count_hint=simple.n, edge_count_hint=simple.m)
    G.add_nodes_from(range(simple.n))
    G.extend_from_edge_list(list(zip(simple.source.tolist(), simple.target.tolist(), strict=True)))
    return G


def betweenness(simple: SimpleGraph, *, igraph: bool | None = None) -> Floats:
    """Exact betweenness, normalised: rustworkx, with distances networkit; igraph if it is there."""
    if simple.n < 3:
        return np.zeros(simple.n)
    plain = simple.without_loops()
    if has_igraph() if igraph is None else igraph:
        found = pivots.dependencies(plain, [np.arange(simple.n)], igraph=True)[0]
        return np.asarray(found / float((simple.n - 1) * (simple.n - 2)))
    if simple.weighted:
        import networkit

        G = networkit_graph(plain, plain.distance)
        with _one_thread(networkit):
            found = np.array(networkit.centrality.Betweenness(G).run().scores())
        return np.asarray(found / ((simple.n - 1) * (simple.n - 2)))  # both ways where undirected
    import rustworkx

    scores = rustworkx.betweenness_centrality(
        rustworkx_graph(plain), normalized=True, parallel_threshold=simple.n + 1
    )
    return np.array([scores[i] for i in range(simple.n)], dtype=np.float64)


def closeness(simple: SimpleGraph) -> Floats:
    """Closeness by inward distances, Wasserman-Faust; networkit."""
    import networkit

    if simple.n < 2 or not simple.m:
        return np.zeros(simple.n)
    kind = networkit.centrality.ClosenessVariant.GENERALIZED
    plain = simple.without_loops().reversed()
    G = networkit_graph(plain, plain.distance if simple.weighted else None)
    scores = np.array(networkit.centrality.Closeness(G, True, kind).run().scores())
    return np.asarray(np.nan_to_num(scores * plain.grid, nan=0.0, posinf=0.0))


def harmonic(simple: SimpleGraph) -> Floats:
    """Harmonic centrality by inward distances; networkit."""
    import networkit

    if simple.n < 2 or not simple.m:
        return np.zeros(simple.n)
    plain = simple.without_loops().reversed()
    G = networkit_graph(plain, plain.distance if simple.weighted else None)
    scores = np.array(networkit.centrality.HarmonicCloseness(G, False).run().scores())
    return np.asarray(scores * plain.grid)


def core(simple: SimpleGraph) -> Floats:
    """Core number of the undirected graph without loops; networkit."""
    import networkit

    G = networkit_graph(simple.undirected().without_loops())
    return np.array(networkit.centrality.CoreDecomposition(G).run().scores())


def components(simple: SimpleGraph, *, strong: bool) -> Ints:
    """The number of each node's component, in the order of their first nodes; scipy."""
    if not simple.n:
        return np.zeros(0, dtype=np.int64)
    connection = "strong" if strong and simple.directed else "weak"
    _, label = csgraph.connected_components(simple.matrix(), directed=True, connection=connection)
    return in_order(label)


def in_order(label: Any) -> Ints:
    """The same parts, numbered in the order of their first nodes."""
    _, first, back = np.unique(label, return_index=True, return_inverse=True)
    number = np.empty(len(first), dtype=np.int64)
    number[np.argsort(first)] = np.arange(len(first))
    return np.asarray(number[back])


def blocks(simple: SimpleGraph) -> list[list[int]]:
    """The biconnected components of two nodes and more, as lists of nodes; networkit."""
    import networkit

    G = networkit_graph(simple.undirected().without_loops())
    found = networkit.components.BiconnectedComponents(G).run().getComponents()
    return [block for block in found if len(block) > 1]


def communities(simple: SimpleGraph, *, resolution: float, seed: int) -> Ints:
    """Leiden (Traag et al. 2019) on the undirected graph; networkit.

    networkit's Leiden differs from run to run on several threads, and is the same every time on
    one thread with a seed: so it is run that way.
    """
    import networkit

    plain = simple.undirected()
    G = networkit_graph(plain, plain.strength if simple.weighted else None)
    with _one_thread(networkit):
        networkit.setSeed(seed, False)
        run = networkit.community.ParallelLeiden(G, iterations=10, gamma=resolution).run()
    return in_order(run.getPartition().getVector())


def dominators(simple: SimpleGraph, start: int) -> dict[int, int]:
    """The immediate dominator of each node that is reached, without the start; rustworkx."""
    import rustworkx

    found = rustworkx.immediate_dominators(rustworkx_graph(simple), start)
    return {v: d for v, d in found.items() if v != start}
