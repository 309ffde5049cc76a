"""Small networks for the tests of the network analyses."""

import networkx as nx
import numpy as np
from hypothesis import strategies as st

from ecograph.networks.network import Network, from_networkx


def network(edges, *, directed=False, nodes=()):
    """A network of edges (a, b) or (a, b, weight); nodes of their own are isolated."""
    G = nx.MultiDiGraph() if directed else nx.MultiGraph()
    G.add_nodes_from(nodes)
    for a, b, *weight in edges:
        G.add_edge(a, b, **({"weight": weight[0]} if weight else {}))
    return from_networkx(G, "test")


@st.composite
def networks(
    draw, *, least=1, most=9, weighted=None, directed=None, exact=False, ring=False
) -> Network:
    """Any small network: parallel edges, loops, several components, weights.

    With `ring` a ring goes through all nodes, so that each reaches each.

    With `exact` the lengths of all paths are exact in binary: no parallel edges whose strengths
    add up, and strengths that are powers of two.  igraph takes sums of lengths that differ by
    rounding for equal, networkx does not, so that ties may go either way without it.
    """
    n = draw(st.integers(least, most))
    as_weighted = draw(st.booleans()) if weighted is None else weighted
    G = (
        nx.MultiDiGraph()
        if (draw(st.booleans()) if directed is None else directed)
        else nx.MultiGraph()
    )
    G.add_nodes_from(f"n{i}" for i in range(n))
    node = st.integers(0, n - 1)
    weight = st.sampled_from(
        [0.25, 0.5, 1.0, 2.0] if exact else [0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 7.0]
    )
    drawn = st.tuples(node, node, weight)
    once = {"unique_by": lambda e: tuple(sorted(e[:2]))} if exact else {}
    for a, b, w in draw(st.lists(drawn, max_size=3 * n, **once)):
        G.add_edge(f"n{a}", f"n{b}", **({"weight": w} if as_weighted else {}))
    for i in range(n if ring else 0):
        G.add_edge(f"n{i}", f"n{(i + 1) % n}", **({"weight": 1.0} if as_weighted else {}))
    return from_networkx(G, "random")


def close(a, b, tolerance=1e-9):
    """Whether two arrays are equal to a tolerance, nan equal to nan."""
    return np.allclose(np.asarray(a), np.asarray(b), rtol=tolerance, atol=tolerance, equal_nan=True)
