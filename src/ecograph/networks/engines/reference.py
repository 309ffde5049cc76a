"""Every measure with networkx: the definitions that the fast engine is held to."""

from collections.abc import Sequence
from typing import Any

import networkx as nx
import numpy as np

from ecograph.networks.engines.links import Links
from ecograph.networks.network import Floats, Ints


def graph(links: Links) -> nx.Graph:
    """The links as DiGraph or Graph on 0..n-1, edges with weight (strength) and distance."""
    G = nx.DiGraph() if links.directed else nx.Graph()
    G.add_nodes_from(range(links.n))
    columns = (links.source, links.target, links.strength, links.distance)
    G.add_edges_from(
        (s, t, {"weight": w, "distance": d})
        for s, t, w, d in zip(*(c.tolist() for c in columns), strict=True)
    )
    return G


def dominators(links: Links, start: int) -> dict[int, int]:
    """networkx.immediate_dominators: of each node that is reached, without the start."""
    found = nx.immediate_dominators(graph(links), start)
    return {int(v): int(d) for v, d in found.items() if v != start}


def _values(links: Links, scores: Any) -> Floats:
    return np.array([scores[i] for i in range(links.n)], dtype=np.float64)


def _distance(links: Links) -> str | None:
    return "distance" if links.weighted else None


def _weight(links: Links) -> str | None:
    return "weight" if links.weighted else None


def betweenness(links: Links) -> Floats:
    """networkx.betweenness_centrality, normalised."""
    return _values(links, nx.betweenness_centrality(graph(links), weight=_distance(links)))


def dependencies(links: Links, parts: Sequence[Ints]) -> Floats:
    """For each part of the pivots the sum of their dependencies on every node, not scaled."""
    G = graph(links)
    found = [
        nx.betweenness_centrality_subset(
            G, sources=part.tolist(), targets=list(G), normalized=False, weight=_distance(links)
        )
        for part in parts
    ]
    return np.array([_values(links, f) for f in found]) * (1 if links.directed else 2)


def closeness(links: Links) -> Floats:
    """networkx.closeness_centrality: inward distances, Wasserman-Faust."""
    return _values(links, nx.closeness_centrality(graph(links), distance=_distance(links)))


def harmonic(links: Links) -> Floats:
    """networkx.harmonic_centrality: inward distances, not normalised."""
    return _values(links, nx.harmonic_centrality(graph(links), distance=_distance(links)))


def pagerank(links: Links, damping: float) -> Floats:
    """networkx.pagerank."""
    found = nx.pagerank(
        graph(links), alpha=damping, tol=1e-12, max_iter=1000, weight=_weight(links)
    )
    return _values(links, found)


def katz(links: Links, alpha: float) -> Floats:
    """networkx.katz_centrality."""
    found = nx.katz_centrality(
        graph(links), alpha=alpha, tol=1e-13, max_iter=100_000, weight=_weight(links)
    )
    return _values(links, found)


def eigenvector(links: Links) -> Floats:
    """networkx.eigenvector_centrality of a (strongly) connected graph."""
    found = nx.eigenvector_centrality(
        graph(links), max_iter=200_000, tol=1e-12, weight=_weight(links)
    )
    return _values(links, found)


def core(links: Links) -> Floats:
    """networkx.core_number of the undirected graph without loops."""
    return _values(links, nx.core_number(graph(links.undirected().without_loops())))


def clustering(links: Links) -> Floats:
    """networkx.clustering of the undirected graph; with weights Onnela's."""
    plain = links.undirected().without_loops()
    return _values(links, nx.clustering(graph(plain), weight=_weight(links)))


def constraint(links: Links) -> Floats:
    """networkx.constraint of the undirected simple graph."""
    plain = links.undirected().without_loops()
    return _values(links, nx.constraint(graph(plain), weight=_weight(links)))


def effective_size(links: Links) -> Floats:
    """networkx.effective_size of the undirected simple graph, node by node.

    Asked for all nodes at once with weights, networkx 3.6 divides by the largest weight of the
    wrong end of a tie (and makes an n x n matrix); asked for named nodes it follows Burt.
    """
    G = graph(links.undirected().without_loops())
    return _values(links, nx.effective_size(G, nodes=list(G), weight=_weight(links)))


def components(links: Links, *, strong: bool) -> Ints:
    """The number of each node's component, in the order of their first nodes."""
    G = graph(links)
    if not links.directed:
        parts = nx.connected_components(G)
    else:
        parts = nx.strongly_connected_components(G) if strong else nx.weakly_connected_components(G)
    label = np.zeros(links.n, dtype=np.int64)
    for number, part in enumerate(sorted(parts, key=min)):
        label[list(part)] = number
    return label


def blocks(links: Links) -> list[list[int]]:
    """networkx.biconnected_components of the undirected graph."""
    found = nx.biconnected_components(graph(links.undirected().without_loops()))
    return [list(block) for block in found]


def communities(links: Links, *, resolution: float, seed: int) -> Ints:
    """networkx.louvain_communities of the undirected graph (networkx has no Leiden of its own)."""
    G = graph(links.undirected())
    found = nx.community.louvain_communities(G, weight="weight", resolution=resolution, seed=seed)
    label = np.zeros(links.n, dtype=np.int64)
    for number, part in enumerate(sorted(found, key=min)):
        label[list(part)] = number
    return label
