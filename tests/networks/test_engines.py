"""Every fast measure equals networkx on random graphs: directed, weighted, parallel, loops."""

from dataclasses import replace
from fractions import Fraction
from functools import partial

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecograph.base.errors import UnknownName, UsageError
from ecograph.networks.engines import (
    choose,
    fast,
    has_igraph,
    lengths,
    pivots,
    reference,
    spectral,
    triangles,
)
from ecograph.networks.engines.simple_graph import simplify
from ecograph.networks.network import from_networkx
from networks_help import close, network, networks

FAST = {
    "betweenness": partial(fast.betweenness, igraph=False),
    "closeness": fast.closeness,
    "harmonic": fast.harmonic,
    "core": fast.core,
    "clustering": triangles.clustering,
    "constraint": triangles.constraint,
    "effective_size": triangles.effective_size,
}


def simple_graph_of(found):
    return simplify(found, weighted=found.weighted)


@pytest.mark.parametrize("name", FAST)
@given(found=networks())
@settings(max_examples=150, deadline=None)
def test_fast_equals_networkx(name, found):
    simple = simple_graph_of(found)
    assert close(FAST[name](simple), getattr(reference, name)(simple))


@pytest.mark.skipif(not has_igraph(), reason="igraph is not installed")
@given(found=networks(exact=True))
@settings(max_examples=150, deadline=None)
def test_igraph_betweenness_equals_networkx(found):
    simple = simple_graph_of(found)
    assert close(fast.betweenness(simple, igraph=True), reference.betweenness(simple))


@given(found=networks())
@settings(max_examples=150, deadline=None)
def test_pagerank_equals_networkx(found):
    simple = simple_graph_of(found)
    assert close(spectral.pagerank(simple, 0.85), reference.pagerank(simple, 0.85))


@given(found=networks())
@settings(max_examples=100, deadline=None)
def test_katz_equals_networkx(found):
    simple = simple_graph_of(found)
    alpha = spectral.katz_alpha(simple)
    assert close(spectral.katz(simple, alpha), reference.katz(simple, alpha), 1e-7)


@given(found=networks(least=2, most=7, ring=True))
@settings(max_examples=100, deadline=None)
def test_eigenvector_equals_networkx_where_connected(found):
    simple = simple_graph_of(found)
    assert close(spectral.eigenvector(simple), reference.eigenvector(simple), 1e-6)


@given(found=networks(), seed=st.integers(0, 5))
@settings(max_examples=150, deadline=None)
def test_sampled_dependencies_equal_networkx_for_the_same_pivots(found, seed):
    simple = simple_graph_of(found)
    drawn = pivots.draw(simple.n, 1 + simple.n // 2, seed)
    parts = [drawn[:1], drawn[1:]]
    found = pivots.dependencies(simple, parts)
    assert close(found, reference.dependencies(simple, parts))


def members(found):
    """The sorted nodes of each block, from nodes and the number of the block of each."""
    nodes, number = found
    assert sorted(set(number.tolist())) == list(range(number.max(initial=-1) + 1))
    return sorted(sorted(nodes[number == i].tolist()) for i in range(number.max(initial=-1) + 1))


@given(found=networks())
@settings(max_examples=150, deadline=None)
def test_structure_equals_networkx(found):
    simple = simple_graph_of(found)
    for strong in (False, True):
        mine = fast.components(simple, strong=strong)
        assert (mine == reference.components(simple, strong=strong)).all()
    assert members(fast.blocks(simple)) == members(reference.blocks(simple))


@given(found=networks(directed=True))
@settings(max_examples=100, deadline=None)
def test_dominators_equal_networkx(found):
    simple = simple_graph_of(found)
    assert fast.dominators(simple, 0) == reference.dominators(simple, 0)


@given(found=networks())
@settings(max_examples=60, deadline=None)
def test_distances_equal_networkx(found):
    simple = simple_graph_of(found).without_loops()
    G = reference.graph(simple)
    found = pivots.distances(simple, np.arange(simple.n))
    for source in range(simple.n):
        expected = nx.single_source_dijkstra_path_length(
            G, source, weight="distance" if simple.weighted else None
        )
        row = [expected.get(i, np.inf) for i in range(simple.n)]
        assert close(found[source], row)


@given(found=networks(most=8, directed=True))
@settings(max_examples=100, deadline=None)
def test_closed_paths_are_all_and_each_once(found):
    simple = simple_graph_of(found).without_loops()
    has = set(zip(simple.source.tolist(), simple.target.tolist(), strict=True))
    expected = sorted(
        (a, b, c) for a, b in has for b2, c in has if b == b2 and c != a and (a, c) in has
    )
    mine = sorted(
        t for part in triangles.closed_paths(simple)
        for t in zip(*(x.tolist() for x in part), strict=True)
    )  # fmt: skip
    assert mine == expected


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("weighted", [False, True])
def test_fast_equals_networkx_at_hundreds_of_edges(directed, weighted):
    make = np.random.default_rng(5)
    G = nx.MultiDiGraph() if directed else nx.MultiGraph()
    for a, b, w in zip(
        make.zipf(1.6, 400) % 120,
        make.integers(0, 120, 400),
        make.random(400) + 0.1,
        strict=True,
    ):
        G.add_edge(f"n{a}", f"n{b}", weight=float(w))
    simple = simplify(from_networkx(G), weighted=weighted)
    for name, measure in FAST.items():
        assert close(measure(simple), getattr(reference, name)(simple), 1e-8), name
    alpha = spectral.katz_alpha(simple)
    assert close(spectral.katz(simple, alpha), reference.katz(simple, alpha), 1e-6)
    assert close(spectral.pagerank(simple, 0.85), reference.pagerank(simple, 0.85))


def test_eigenvector_of_a_large_graph_equals_networkx():
    G = nx.barabasi_albert_graph(400, 3, seed=1)
    simple = simplify(from_networkx(G))
    assert close(spectral.eigenvector(simple), reference.eigenvector(simple), 1e-6)
    directed = nx.DiGraph(G.to_directed())
    directed.remove_edges_from([e for i, e in enumerate(sorted(directed.edges)) if i % 5 == 0])
    part = directed.subgraph(max(nx.strongly_connected_components(directed), key=len))
    simple = simplify(from_networkx(part))
    assert close(spectral.eigenvector(simple), reference.eigenvector(simple), 1e-6)


def test_alpha_of_katz_rests_on_the_largest_eigenvalue():
    """Several strong components, one a ring, which has several eigenvalues of that size."""
    G = nx.gnp_random_graph(360, 0.008, seed=4, directed=True)
    G.add_edges_from((360 + i, 360 + (i + 1) % 40) for i in range(40))
    simple = simplify(from_networkx(G))
    largest = np.abs(np.linalg.eigvals(nx.to_numpy_array(G))).max()
    assert spectral.spectral_radius(simple) == pytest.approx(largest, rel=1e-6)
    ring = simplify(from_networkx(nx.cycle_graph(400, create_using=nx.DiGraph)))
    assert spectral.spectral_radius(ring) == pytest.approx(1)
    tree = simplify(from_networkx(nx.DiGraph([(i // 2, i) for i in range(1, 400)])))
    assert spectral.spectral_radius(tree) == 0


def test_published_constraint():
    """Burt (1992); values recomputed by hand: star, triangle, paw."""
    star = simple_graph_of(network([("h", x) for x in "abcd"]))
    assert close(triangles.constraint(star), [1, 1, 1, 1, 0.25])
    triangle = simple_graph_of(network([("a", "b"), ("b", "c"), ("a", "c")]))
    assert close(triangles.constraint(triangle), [1.125] * 3)
    paw = simple_graph_of(network([("0", "1"), ("0", "2"), ("1", "2"), ("0", "3")]))
    assert np.round(triangles.constraint(paw), 4).tolist() == [0.6111, 1.0069, 1.0069, 1.0]
    assert close(triangles.effective_size(paw), [3 - 2 / 3, 1, 1, 1])


def test_leiden_is_the_same_every_time_and_finds_two_cliques():
    G = nx.barbell_graph(6, 0)
    simple = simplify(from_networkx(G))
    first = fast.communities(simple, resolution=1.0, seed=3)
    assert (fast.communities(simple, resolution=1.0, seed=3) == first).all()
    nodes = sorted(G, key=str)  # as a network orders its nodes
    cliques = [{first[i] for i, v in enumerate(nodes) if (v < 6) == left} for left in (True, False)]
    assert [len(c) for c in cliques] == [1, 1] and cliques[0] != cliques[1]


def test_leiden_leaves_nodes_without_edges_alone():
    G = nx.barbell_graph(5, 0)
    G.add_nodes_from(range(10, 14))
    simple = simplify(from_networkx(G))
    label = fast.communities(simple, resolution=1.0, seed=0)
    assert sorted(np.bincount(label).tolist()) == [1, 1, 1, 1, 5, 5]
    assert label[0] == 0  # numbered by their first nodes


def test_parallel_strengths_add_and_unknown_ones_are_counted():
    found = network([("a", "b", 2.0), ("a", "b", 3.0), ("b", "c", None)], directed=True)
    simple = simplify(found, weighted=True)
    assert (simple.m, simple.strength.tolist(), simple.unknown) == (1, [5.0], 1)
    assert simplify(found).m == 2
    turned = simplify(found, weighted=True, reverse=True)
    assert turned.source.tolist() == [1]


@pytest.mark.parametrize("weight", [0.0, -1.0, float("inf")])
def test_weights_that_are_not_above_zero_are_refused(weight):
    with pytest.raises(UsageError, match=r"not above 0, first edge-0"):
        simplify(network([("a", "b", weight)]), weighted=True)


def test_engine_names():
    assert (choose("auto"), choose("fast"), choose("networkx")) == ("fast", "fast", "networkx")
    with pytest.raises(UnknownName, match="did you mean networkx"):
        choose("network")


def test_katz_refuses_an_alpha_that_is_too_large():
    simple = simplify(network([("a", "b"), ("b", "c"), ("c", "a")]))
    with pytest.raises(UsageError, match="largest eigenvalue"):
        spectral.katz(simple, 1.0)


# ------------------------------------------------- paths of equal length are equal

# Strengths of the edges of s-a-t and s-b-t whose distances add up to the same number.
EQUAL = [
    (10, 5, 4, 20), (3, 6, 4, 4), (7, 14, 28, 5.6), (0.3, 0.6, 0.4, 0.4), (12, 4, 6, 6),
    (34, 34, 17.25, 1173), (51, 0.51, 51, 0.51), (1.9, 3.8, 2.85, 2.28), (1270, 2540, 1905, 1524),
]  # fmt: skip


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize(("sa", "at", "sb", "bt"), EQUAL)
def test_two_ways_of_one_length_share_what_goes_between(sa, at, sb, bt, directed):
    """Each of a and b is on half of the shortest paths of the only pair that is not joined."""
    assert abs(1 / sa + 1 / at - 1 / sb - 1 / bt) < 1e-12
    G = nx.MultiDiGraph() if directed else nx.MultiGraph()
    for x, y, w in (("s", "a", sa), ("a", "t", at), ("s", "b", sb), ("b", "t", bt)):
        G.add_edge(x, y, weight=float(w))
    found = from_networkx(G)
    simple = simplify(found, weighted=True)
    place = {key: i for i, key in enumerate(found.ids)}
    engines = [reference.betweenness, lambda s: fast.betweenness(s, igraph=False)]
    if has_igraph():
        engines.append(lambda s: fast.betweenness(s, igraph=True))
    for engine in engines:
        values = engine(simple)
        assert (
            values[place["a"]]
            == values[place["b"]]
            == pytest.approx((0.5 if directed else 1.0) / 6)
        )


@given(networks(most=12), st.integers(0, 10**6))
@settings(max_examples=150, deadline=None)
def test_engines_agree_where_many_paths_are_equally_long(found, seed):
    """Strengths of a few small numbers make many ties, which rounding used to break."""
    draw = np.random.default_rng(seed)
    weight = draw.choice([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 10.0, 12.0, 20.0], size=len(found.weight))
    simple = simplify(replace(found, weight=weight, weighted=True), weighted=True)
    expected = reference.betweenness(simple)
    assert close(fast.betweenness(simple, igraph=False), expected)
    pairs = max((simple.n - 1) * (simple.n - 2), 1)
    alone = pivots.dependencies(simple, [np.arange(simple.n)])[0] / pairs
    assert close(alone, expected) or simple.n < 3
    assert close(fast.closeness(simple), reference.closeness(simple))


STRENGTHS = {
    "to 40": [1.0 * x for x in range(1, 41)],
    "of a prime": [17.0, 34.0, 51.0, 68.0, 0.17, 0.34, 0.51],
    "in money": [1270e4, 2540e4, 3170e4, 6340e4, 950.5e4, 1901e4],
    "far apart": [1e-5, 2e-5, 3e3, 1e6, 2e6, 4e6],
    "thirds": [1 / 3, 2 / 3, 1 / 6, 1 / 7, 2 / 7, 3 / 7],
}


@pytest.mark.parametrize("igraph", [False, True])
@pytest.mark.parametrize("kind", STRENGTHS)
def test_betweenness_counts_by_exact_lengths(kind, igraph):
    """Against networkx on fractions; to igraph itself lengths equal to ten digits are equal."""
    if igraph and not has_igraph():
        pytest.skip("igraph is not installed")
    for seed in range(25):
        draw = np.random.default_rng(seed)
        n = int(draw.integers(3, 12))
        G = nx.DiGraph() if seed % 2 else nx.Graph()
        for a, b in draw.integers(0, n, (2 * n, 2)).tolist():
            if a != b:
                G.add_edge(f"n{a:02}", f"n{b:02}", weight=float(draw.choice(STRENGTHS[kind])))
        for *_, data in G.edges(data=True):
            data["distance"] = 1 / Fraction(data["weight"]).limit_denominator(10**6)
        exact = nx.betweenness_centrality(G, weight="distance")
        found = from_networkx(G)
        simple = simplify(found, weighted=True)
        expected = [exact[key] for key in found.ids]
        assert close(fast.betweenness(simple, igraph=igraph), expected)
        assert close(reference.betweenness(simple), expected)


@given(st.lists(st.fractions(Fraction(1, 99), 99, max_denominator=99), min_size=1, max_size=9))
@settings(deadline=None)
def test_lengths_are_exact(ratios):
    strength = np.array([float(r) for r in ratios])
    held, parts = lengths.whole_lengths(strength)
    assert [Fraction(x, parts) for x in held] == [1 / r for r in ratios]
    total = lengths.remainders(strength[:1])
    for x in strength[1:]:
        total = lengths.add(total, lengths.remainders(np.array([x])))
    whole = sum(1 / r for r in ratios)
    assert int(total[0]) == whole.numerator * pow(whole.denominator, -1, lengths.PRIME) % (
        lengths.PRIME
    )


def test_strengths_without_anything_in_common_have_lengths_too():
    strength = np.random.default_rng(1).random(3000) + 0.1
    held, parts = lengths.whole_lengths(strength)
    assert parts.bit_length() < 100
    assert close([x / parts for x in held], 1 / strength, 1e-13)


def test_no_length_is_too_short_to_count():
    """The way through b is longer than that from a to c by less than floating point can say."""
    G = nx.DiGraph([("a", "b", {"weight": 1e-9}), ("b", "c", {"weight": 1e12})])
    found = from_networkx(G)
    assert fast.betweenness(simplify(found, weighted=True), igraph=False).tolist() == [0, 0.5, 0]
