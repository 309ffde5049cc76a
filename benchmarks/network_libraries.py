"""Network analyses by other libraries, each called as its manual says, from the same arrays."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from drawn_edges import arrays

SAMPLES = 64
ROUNDS = 10  # of Leiden


def igraph_graph(m: int, *, directed: bool = True) -> Any:
    """The edges as igraph holds them."""
    import igraph

    n, s, t = arrays(m)
    G = igraph.Graph(n, np.column_stack([s, t]), directed=directed)
    return G if directed else G.simplify()


def networkit_graph(m: int, *, directed: bool = True) -> Any:
    """The edges as networkit holds them."""
    import networkit

    n, s, t = arrays(m)
    if not directed:
        key = np.unique(np.minimum(s, t) * n + np.maximum(s, t))
        s, t = key // n, key % n
    ends = (s.astype(np.uint64), t.astype(np.uint64))
    return networkit.GraphFromCoo((np.ones(len(s)), ends), n=n, directed=directed)


def rustworkx_graph(m: int) -> Any:
    """The edges as rustworkx holds them."""
    import rustworkx

    n, s, t = arrays(m)
    G = rustworkx.PyDiGraph(multigraph=False)
    G.add_nodes_from(range(n))
    G.extend_from_edge_list(list(zip(s.tolist(), t.tolist(), strict=True)))
    return G


def hand(m: int, library: str, name: str) -> Callable[[], Any]:
    """The library's call, graph included; the arrays are drawn beforehand."""
    n, *_ = arrays(m)
    if library == "networkit":
        return _networkit(m, name)
    if library == "rustworkx":
        import rustworkx as rx

        return {
            "betweenness": lambda: rx.betweenness_centrality(rustworkx_graph(m)),
            "pagerank": lambda: rx.pagerank(rustworkx_graph(m)),
            "katz": lambda: rx.katz_centrality(rustworkx_graph(m), alpha=0.01),
        }[name]
    sample = np.random.default_rng(0).permutation(n)[:SAMPLES].tolist()
    return {
        "betweenness": lambda: igraph_graph(m).betweenness(),
        "betweenness-64": lambda: igraph_graph(m).betweenness(sources=sample),
        "pagerank": lambda: igraph_graph(m).pagerank(),
        "core": lambda: igraph_graph(m, directed=False).coreness(),
        "clustering": lambda: igraph_graph(m, directed=False).transitivity_local_undirected(),
        "communities": lambda: igraph_graph(m, directed=False).community_leiden(
            objective_function="modularity", n_iterations=ROUNDS
        ),
        "constraint": lambda: igraph_graph(m, directed=False).constraint(),
        "eigenvector": lambda: _eigenvector_by_igraph(igraph_graph(m, directed=False)),
        "cut points": lambda: _cut_by_igraph(igraph_graph(m, directed=False)),
    }[name]


def _eigenvector_by_igraph(G: Any) -> list[float]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what lies outside the largest component
        return G.eigenvector_centrality()


def _cut_by_igraph(G: Any) -> tuple[list[int], list[int]]:
    return G.articulation_points(), G.bridges()


def _networkit(m: int, name: str) -> Callable[[], Any]:
    import networkit as nk

    c = nk.centrality

    def transposed(G: Any) -> Any:
        return nk.graphtools.transpose(G)

    run = {
        "betweenness-64": lambda G: c.EstimateBetweenness(G, SAMPLES).run().scores(),
        "closeness": lambda G: (
            c.Closeness(transposed(G), True, c.ClosenessVariant.GENERALIZED).run().scores()
        ),
        "core": lambda G: c.CoreDecomposition(G).run().scores(),
        "clustering": lambda G: c.LocalClusteringCoefficient(G, True).run().scores(),
        "communities": _networkit_leiden,
        "cut points": lambda G: nk.components.BiconnectedComponents(G).run().getComponents(),
    }[name]

    def call() -> Any:
        G = networkit_graph(m, directed=name in ("betweenness-64", "closeness"))
        return run(G)  # G must outlive the run: networkit does not hold it

    return call


def _networkit_leiden(G: Any) -> list[float]:
    import networkit as nk

    nk.setNumberOfThreads(1)
    nk.setSeed(0, False)
    found = nk.community.ParallelLeiden(G, iterations=ROUNDS).run().getPartition()
    return [nk.community.Modularity().getQuality(found, G)]


def networkx_call(m: int, name: str) -> Callable[[], np.ndarray]:
    """networkx with building its graph; the values in the order of the nodes."""
    import networkx as nx

    n, s, t = arrays(m)

    def graph(directed: bool) -> Any:
        G = nx.DiGraph() if directed else nx.Graph()
        G.add_nodes_from(range(n))
        G.add_edges_from(zip(s.tolist(), t.tolist(), strict=True))
        return G

    from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python as pagerank

    from ecograph.networks.engines import pivots

    sample = pivots.draw(n, SAMPLES, 0).tolist()
    calls: dict[str, Callable[[], Any]] = {
        "betweenness": lambda: nx.betweenness_centrality(graph(True)),
        "betweenness-64": lambda: _scaled(
            nx.betweenness_centrality_subset(graph(True), sample, range(n)), n
        ),
        "closeness": lambda: nx.closeness_centrality(graph(True)),
        "pagerank": lambda: pagerank(graph(True)),
        "pagerank, strict": lambda: pagerank(graph(True), tol=1e-13, max_iter=1000),
        "katz": lambda: nx.katz_centrality(graph(True), alpha=0.01),
        "core": lambda: nx.core_number(graph(False)),
        "clustering": lambda: nx.clustering(graph(False)),
        "constraint": lambda: nx.constraint(graph(False)),
        "communities": lambda: {
            0: nx.community.modularity(
                G := graph(False), nx.community.louvain_communities(G, seed=0)
            )
        },
        "cut points": lambda: {0: len(list(nx.articulation_points(graph(False))))},
    }

    def call() -> np.ndarray:
        found = calls[name]()
        return np.array([found[i] for i in range(len(found))], dtype=float)

    return call


def _scaled(found: dict[int, float], n: int) -> dict[int, float]:
    return {v: x * n / SAMPLES / ((n - 1) * (n - 2)) for v, x in found.items()}
