"""Peers of the measures: networkx and igraph on simple graphs, both given whole distances.

Nothing here is taken from the program: edges of a table become graphs of the peers by the rules
that `ecograph measures` states. Of two ways of one length neither library may see one as shorter,
so distances are whole numbers: the least common multiple of the strengths over each strength.
"""

import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from math import lcm, nan, sqrt
from typing import Any

import networkx as nx
import numpy as np

Edge = tuple[str, str, float | None]
Values = dict[str, float]
MOST_OF_IGRAPH = 10**9  # lengths equal to ten digits are equal to igraph

POOLS: dict[str, list[float | None]] = {
    "ties": [1, 2, 3, 4, 6, 12],
    "primes": [17, 34, 51, 68],
    "decimals": [0.1, 0.2, 0.25, 0.05, 0.5],
    "money": [12.7e6, 25.4e6, 6.35e6, 19.05e6],
    "ones": [1],
    "unknown": [2, 4, None],
}


def families() -> Iterator[tuple[str, int, list[tuple[int, int]]]]:
    """Seeded graphs of many kinds: a name, the number of nodes, directed edges of node numbers."""
    for i, (n, p) in enumerate(((8, 0.2), (12, 0.15), (15, 0.3), (20, 0.1), (25, 0.08), (10, 0.6))):
        yield f"random-{i}", n, list(nx.gnp_random_graph(n, p, seed=i, directed=True).edges)
    for seed in range(3):
        yield f"attachment-{seed}", 22, _turn(nx.barabasi_albert_graph(22, 2, seed=seed), seed)
        G = nx.scale_free_graph(20, seed=seed)  # with loops and parallel edges
        yield f"scale-free-{seed}", 20, [(a, b) for a, b, _ in G.edges]
        yield f"tree-{seed}", 17, _turn(nx.random_labeled_tree(17, seed=seed), seed)
        yield f"apart-{seed}", 18, _turn(nx.disjoint_union_all(_parts(seed)), seed)
        yield f"loops-{seed}", 12, [*_turn(nx.gnm_random_graph(12, 20, seed=seed), seed),
                                    *((v, v) for v in range(seed, 12, 3))]  # fmt: skip
        yield f"parallel-{seed}", 10, 2 * _turn(nx.gnm_random_graph(10, 16, seed=seed), seed)
    for name, G in (("grid", nx.grid_2d_graph(4, 4)), ("hypercube", nx.hypercube_graph(4))):
        yield name, 16, list(nx.convert_node_labels_to_integers(G, ordering="sorted").edges)
    yield "star-out", 7, [(0, v) for v in range(1, 7)]
    yield "star-in", 7, [(v, 0) for v in range(1, 7)]
    yield "star-both", 6, [e for v in range(1, 6) for e in ((0, v), (v, 0))]
    yield "ring", 9, [(v, (v + 1) % 9) for v in range(9)]
    yield "path", 8, [(v, v + 1) for v in range(7)]
    yield "complete", 6, [(a, b) for a in range(6) for b in range(6) if a != b]
    yield "two", 2, [(0, 1)]
    yield "two-both-ways", 2, [(0, 1), (1, 0)]
    yield "two-apart", 2, []
    yield "one", 1, []
    yield "one-loop", 1, [(0, 0)]


def _turn(G: nx.Graph, seed: int) -> list[tuple[int, int]]:
    """The edges, each in a direction of its own."""
    draw = random.Random(seed)
    return [(a, b) if draw.random() < 0.5 else (b, a) for a, b in G.edges]


def _parts(seed: int) -> list[nx.Graph]:
    """Parts of 18 nodes: a thicket, a ring, a path, and three nodes alone."""
    thicket = nx.gnm_random_graph(7, 11, seed=seed)
    return [thicket, nx.cycle_graph(5), nx.path_graph(3), nx.empty_graph(3)]


def graphs() -> dict[str, tuple[list[str], list[Edge]]]:
    """Each family by name: its nodes and its edges with strengths from one of the POOLS."""
    found = {}
    for i, (name, n, ends) in enumerate(families()):
        pool = list(POOLS.values())[i % len(POOLS)]
        draw = random.Random(i)
        nodes = [f"g{i:02}n{v:02}" for v in range(n)]
        edges = [(nodes[a], nodes[b], draw.choice(pool)) for a, b in ends]
        found[name] = nodes, edges
    return found


# --------------------------------------------------------------------- simple graphs


def simple(nodes: list[str], edges: list[Edge], *, directed: bool, weighted: bool) -> nx.Graph:
    """At most one edge a pair: strengths of parallel ones add up, each 1 without weights.

    Edges have strength (a fraction), weight (the same, rounded) and distance (a whole number);
    the graph has `scale`, how many of distance make 1.
    """
    G = nx.DiGraph() if directed else nx.Graph()
    G.add_nodes_from(nodes)
    for a, b, value in edges:
        if weighted and value is None:
            continue
        strength = Fraction(str(value)) if weighted else Fraction(1)
        if G.has_edge(a, b) and weighted:
            strength += G[a][b]["strength"]
        G.add_edge(a, b, strength=strength)
    scale = lcm(1, *(d["strength"].numerator for *_, d in G.edges(data=True)))
    for *_, data in G.edges(data=True):
        data["weight"] = float(data["strength"])
        data["distance"] = int(scale / data["strength"])
    G.graph["scale"] = scale
    return G


def without_loops(G: nx.Graph) -> nx.Graph:
    """The same without edges of a node with itself."""
    H = G.copy()
    H.remove_edges_from(list(nx.selfloop_edges(G)))
    return H


def around(G: nx.Graph) -> nx.Graph:
    """Without direction and loops: the strengths of both directions add up, or count 1."""
    H = nx.Graph()
    H.add_nodes_from(G)
    for a, b, data in G.edges(data=True):
        if a != b:
            added = data["weight"] + (H[a][b]["weight"] if H.has_edge(a, b) else 0)
            H.add_edge(a, b, weight=added if G.graph["weighted"] else 1.0)
    return H


def igraph_of(G: nx.Graph) -> Any:
    """The same graph of igraph, nodes in the order of networkx."""
    import igraph

    at = {v: i for i, v in enumerate(G)}
    edges = [(at[a], at[b]) for a, b in G.edges]
    found = igraph.Graph(len(at), edges, directed=G.is_directed())
    for key in ("weight", "distance"):
        found.es[key] = [d.get(key, 1) for *_, d in G.edges(data=True)]
    return found


def _named(G: nx.Graph, values: Any) -> Values:
    return dict(zip(G, map(float, values), strict=True))


# ----------------------------------------------------------------------- networkx


def by_networkx(G: nx.Graph, measure: str, asked: dict[str, Any]) -> Values:
    """A measure by networkx; the measures of Burt and clustering without direction and loops."""
    plain, scale = without_loops(G), G.graph["scale"]
    undirected = around(G)
    match measure:
        case "degree" | "strength":
            return dict(G.degree(weight=_weight(measure)))
        case "in-degree" | "in-strength":
            return dict((G.in_degree if G.is_directed() else G.degree)(weight=_weight(measure)))
        case "out-degree" | "out-strength":
            return dict((G.out_degree if G.is_directed() else G.degree)(weight=_weight(measure)))
        case "betweenness":
            return nx.betweenness_centrality(plain, weight="distance")
        case "closeness":
            found = nx.closeness_centrality(plain, distance="distance")
            return {v: x * scale for v, x in found.items()}
        case "harmonic":
            found = nx.harmonic_centrality(plain, distance="distance")
            return {v: x * scale for v, x in found.items()}
        case "pagerank":
            matrix = nx.google_matrix(G, asked["damping"], weight="weight")  # pagerank needs scipy
            return _named(G, _stationary(matrix))
        case "katz":
            return nx.katz_centrality(
                G, asked["alpha"], tol=1e-13, max_iter=100_000, weight="weight"
            )
        case "eigenvector":
            return _in_largest(G, lambda part: _named(part, _leading_vector(part)))
        case "core":
            return dict(nx.core_number(undirected))
        case "clustering":
            return dict(nx.clustering(undirected, weight="weight"))
        case "constraint":
            return dict(nx.constraint(undirected, nodes=list(G), weight="weight"))
        case "effective-size":
            # for all nodes at once networkx 3.6 divides by the weight of the wrong end
            return dict(nx.effective_size(undirected, nodes=list(G), weight="weight"))
        case "efficiency":
            size = nx.effective_size(undirected, nodes=list(G), weight="weight")
            return {v: x / (undirected.degree(v) or nan) for v, x in size.items()}
    raise AssertionError(f"{measure}: has no peer")


def _weight(measure: str) -> str | None:
    return "weight" if measure.endswith("strength") else None


def largest(G: nx.Graph) -> list[str]:
    """The nodes of the largest part of those that reach each other, the first of equal ones."""
    parts = nx.strongly_connected_components(G) if G.is_directed() else nx.connected_components(G)
    return sorted(max(parts, key=lambda part: (len(part), [-ord(c) for c in min(part)])))


def _in_largest(G: nx.Graph, measure: Callable[[nx.Graph], Values]) -> Values:
    inside = largest(G)
    own = nx.DiGraph() if G.is_directed() else nx.Graph()
    own.add_nodes_from(inside)
    own.add_edges_from((a, b, d) for a, b, d in G.edges(data=True) if {a, b} <= set(inside))
    found = {v: 1.0} if len(inside) == 1 and (v := inside[0]) else measure(own)
    return {v: found.get(v, nan) for v in G}


def _stationary(matrix: Any) -> Any:
    """The distribution that a matrix of transitions leaves as it is."""
    values, vectors = np.linalg.eig(np.asarray(matrix).T)
    x = np.abs(np.real(vectors[:, np.argmin(np.abs(values - 1))]))
    return x / x.sum()


def _leading_vector(G: nx.Graph) -> Any:
    """The eigenvector of the largest eigenvalue, of length 1; networkx would need scipy."""
    values, vectors = np.linalg.eig(nx.to_numpy_array(G, weight="weight").T)
    x = np.abs(np.real(vectors[:, np.argmax(values.real)]))
    return x / np.linalg.norm(x)


# ------------------------------------------------------------------------- igraph


def by_igraph(G: nx.Graph, measure: str, asked: dict[str, Any]) -> Values | None:
    """A measure by igraph; None for what igraph does not have, or defines otherwise."""
    g, plain, scale = igraph_of(G), igraph_of(without_loops(G)), G.graph["scale"]
    low = igraph_of(around(G))
    mode = measure.split("-")[0] if measure.startswith(("in-", "out-")) else "all"
    weights = "weight" if measure.endswith("strength") else None
    match measure:
        case "degree" | "in-degree" | "out-degree" | "strength" | "in-strength" | "out-strength":
            return _named(G, g.strength(mode=mode, loops=True, weights=weights))
        case "betweenness":
            if len(G) * max(plain.es["distance"], default=0) > MOST_OF_IGRAPH:
                return None
            pairs = max((len(G) - 1) * (len(G) - 2), 1) / (1 if G.is_directed() else 2)
            found = plain.betweenness(directed=G.is_directed(), weights="distance")
            return _named(G, np.array(found) / pairs)
        case "closeness":
            return _named(G, _wasserman_faust(plain, scale))
        case "harmonic":
            found = plain.harmonic_centrality(mode="in", weights="distance", normalized=False)
            return _named(G, scale * np.array(found))
        case "pagerank":  # of both directions, for igraph counts a loop without direction twice
            both = igraph_of(G.to_directed())
            return _named(G, both.pagerank(damping=asked["damping"], weights="weight"))
        case "eigenvector":
            return _in_largest(G, _leading_vector_of_igraph)
        case "core":
            return _named(G, low.coreness())
        case "clustering":  # with weights igraph has another definition, Barrat's
            return None if G.graph["weighted"] else _named(
                G, low.transitivity_local_undirected(mode="zero")
            )  # fmt: skip
        case "constraint":
            return _named(G, low.constraint(weights="weight"))
    return None


def _leading_vector_of_igraph(G: nx.Graph) -> Values:
    """Of both directions, as for PageRank, and of length 1 instead of the largest value 1."""
    g = igraph_of(G.to_directed())
    x = np.array(g.eigenvector_centrality(directed=True, weights="weight", scale=True))
    return _named(G, x / np.linalg.norm(x))


def _wasserman_faust(g: Any, scale: int) -> Any:
    """Closeness from the distances of igraph: its own does not scale by the share reached."""
    n = g.vcount()
    far = np.array(g.distances(weights="distance", mode="in")) / scale
    reached = np.isfinite(far) & (far > 0)
    count, total = reached.sum(axis=1), np.where(reached, far, 0).sum(axis=1)
    return np.divide(count**2 / max(n - 1, 1), total, out=np.zeros(n), where=total > 0)


# -------------------------------------------------------------------- brute force


def by_formula(G: nx.Graph, measure: str, asked: dict[str, Any]) -> Values | None:
    """What is read off the formula of a paper, for the measures that igraph lacks."""
    if measure == "katz":
        A = nx.to_numpy_array(G, weight="weight")
        x = np.linalg.solve(np.eye(len(G)) - asked["alpha"] * A.T, np.ones(len(G)))
        return _named(G, x / sqrt(float(x @ x)))
    if measure in ("effective-size", "efficiency"):
        return {v: _burt(around(G), v, measure) for v in G}
    return None


def _burt(G: nx.Graph, i: str, measure: str) -> float:
    """Burt (1992: 52): sum over j of 1 - the sum over q of p(i, q) m(j, q)."""
    near = set(G[i])
    if not near:
        return nan
    total = sum(d["weight"] for d in G[i].values())
    size = 0.0
    for j in near:
        top = max(d["weight"] for d in G[j].values())
        both = near & set(G[j])
        size += 1 - sum(G[i][q]["weight"] / total * G[j][q]["weight"] / top for q in both)
    return size / len(near) if measure == "efficiency" else size
