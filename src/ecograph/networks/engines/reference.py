"""Every measure with networkx: the definitions that the fast engine is held to."""

from collections.abc import Sequence
from typing import Any

import networkx as nx
import numpy as np
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python

from ecograph.networks.engines import lengths
from ecograph.networks.engines.simple_graph import SimpleGraph
from ecograph.networks.network import Floats, Ints


def graph(simple: SimpleGraph, *, whole: bool = False) -> nx.Graph:
    """The edges as DiGraph or Graph on 0..n-1, edges with weight (strength) and distance.

    Distances are `whole` numbers where it counts whether two ways are equally long, for networkx
    compares sums as they are.
    """
    G = nx.DiGraph() if simple.directed else nx.Graph()
    G.add_nodes_from(range(simple.n))
    exact = whole and simple.weighted
    distance = lengths.whole_lengths(simple.strength)[0] if exact else simple.distance.tolist()
    columns = (c.tolist() for c in (simple.source, simple.target, simple.strength))
    G.add_edges_from(
        (s, t, {"weight": w, "distance": d}) for s, t, w, d in zip(*columns, distance, strict=True)
    )
    return G


def dominators(simple: SimpleGraph, start: int) -> dict[int, int]:
    """networkx.immediate_dominators: of each node that is reached, without the start."""
    found = nx.immediate_dominators(graph(simple), start)
    return {int(v): int(d) for v, d in found.items() if v != start}


def _values(simple: SimpleGraph, scores: Any) -> Floats:
    return np.array([scores[i] for i in range(simple.n)], dtype=np.float64)


def _distance(simple: SimpleGraph) -> str | None:
    return "distance" if simple.weighted else None


def _weight(simple: SimpleGraph) -> str | None:
    return "weight" if simple.weighted else None


def betweenness(simple: SimpleGraph) -> Floats:
    """networkx.betweenness_centrality, normalised."""
    G = graph(simple.without_loops(), whole=True)
    return _values(simple, nx.betweenness_centrality(G, weight=_distance(simple)))


def dependencies(simple: SimpleGraph, parts: Sequence[Ints]) -> Floats:
    """For each part of the pivots the sum of their dependencies on every node, not scaled."""
    G = graph(simple.without_loops(), whole=True)
    found = [
        nx.betweenness_centrality_subset(
            G, sources=part.tolist(), targets=list(G), normalized=False, weight=_distance(simple)
        )
        for part in parts
    ]
    return np.array([_values(simple, f) for f in found]) * (1 if simple.directed else 2)


def closeness(simple: SimpleGraph) -> Floats:
    """networkx.closeness_centrality: inward distances, Wasserman-Faust."""
    G = graph(simple.without_loops())
    return _values(simple, nx.closeness_centrality(G, distance=_distance(simple)))


def harmonic(simple: SimpleGraph) -> Floats:
    """networkx.harmonic_centrality: inward distances, not normalised."""
    G = graph(simple.without_loops())
    return _values(simple, nx.harmonic_centrality(G, distance=_distance(simple)))


def pagerank(simple: SimpleGraph, damping: float) -> Floats:
    """The pagerank of networkx that needs no scipy, which gives it no public name."""
    found = _pagerank_python(
        graph(simple), alpha=damping, tol=1e-14, max_iter=10_000, weight=_weight(simple)
    )
    return _values(simple, found)


def katz(simple: SimpleGraph, alpha: float) -> Floats:
    """networkx.katz_centrality."""
    found = nx.katz_centrality(
        graph(simple), alpha=alpha, tol=1e-13, max_iter=100_000, weight=_weight(simple)
    )
    return _values(simple, found)


def eigenvector(simple: SimpleGraph) -> Floats:
    """networkx.eigenvector_centrality of a (strongly) connected graph."""
    found = nx.eigenvector_centrality(
        graph(simple), max_iter=200_000, tol=1e-12, weight=_weight(simple)
    )
    return _values(simple, found)


def core(simple: SimpleGraph) -> Floats:
    """networkx.core_number of the undirected graph without loops."""
    return _values(simple, nx.core_number(graph(simple.undirected().without_loops())))


def clustering(simple: SimpleGraph) -> Floats:
    """networkx.clustering of the undirected graph; with weights Onnela's."""
    plain = simple.undirected().without_loops()
    return _values(simple, nx.clustering(graph(plain), weight=_weight(simple)))


def constraint(simple: SimpleGraph) -> Floats:
    """networkx.constraint of the undirected simple graph, node by node.

    Asked for all nodes at once, networkx would take scipy where it is installed.
    """
    G = graph(simple.undirected().without_loops())
    return _values(simple, nx.constraint(G, nodes=list(G), weight=_weight(simple)))


def effective_size(simple: SimpleGraph) -> Floats:
    """networkx.effective_size of the undirected simple graph, node by node.

    Asked for all nodes at once with weights, networkx 3.6 divides by the largest weight of the
    wrong end of an edge (and makes an n x n matrix); asked for named nodes it follows Burt.
    """
    G = graph(simple.undirected().without_loops())
    return _values(simple, nx.effective_size(G, nodes=list(G), weight=_weight(simple)))


def components(simple: SimpleGraph, *, strong: bool) -> Ints:
    """The number of each node's component, in the order of their first nodes."""
    G = graph(simple)
    if not simple.directed:
        parts = nx.connected_components(G)
    else:
        parts = nx.strongly_connected_components(G) if strong else nx.weakly_connected_components(G)
    label = np.zeros(simple.n, dtype=np.int64)
    for number, part in enumerate(sorted(parts, key=min)):
        label[list(part)] = number
    return label


def blocks(simple: SimpleGraph) -> tuple[Ints, Ints]:
    """networkx.biconnected_components of the undirected graph: nodes, and the block of each."""
    found = list(nx.biconnected_components(graph(simple.undirected().without_loops())))
    nodes = np.array([node for block in found for node in sorted(block)], dtype=np.int64)
    return nodes, np.repeat(np.arange(len(found)), [len(block) for block in found])


def communities(simple: SimpleGraph, *, resolution: float, seed: int) -> Ints:
    """networkx.louvain_communities of the undirected graph (networkx has no Leiden of its own)."""
    G = graph(simple.undirected())
    found = nx.community.louvain_communities(G, weight="weight", resolution=resolution, seed=seed)
    label = np.zeros(simple.n, dtype=np.int64)
    for number, part in enumerate(sorted(found, key=min)):
        label[list(part)] = number
    return label
