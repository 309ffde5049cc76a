"""Communities, brokerage, mixing, robustness and paths against brute force and published values."""

from fractions import Fraction
from itertools import combinations, pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ecograph.base.errors import UnknownName, UsageError
from ecograph.networks.brokerage import ROLES, roles, structural_holes
from ecograph.networks.communities import by_size, communities, modularity, rand_index
from ecograph.networks.engines import reference
from ecograph.networks.engines.simple_graph import simplify
from ecograph.networks.mixing import mixing
from ecograph.networks.network import from_networkx
from ecograph.networks.paths import dominators, shortest_paths
from ecograph.networks.resilience import breaks, by_current_degree, curve, robustness
from ecograph.networks.scores import statements_between
from networks_help import close, network, networks

KARATE = from_networkx(nx.karate_club_graph(), "karate")
PLAIN = from_networkx(nx.Graph(nx.karate_club_graph().edges()), "karate")


# ----------------------------------------------------------------- communities


@pytest.mark.parametrize("engine", ["auto", "networkx"])
def test_communities_of_the_karate_club(engine):
    """The best known modularity is 0.4198 (Brandes et al. 2008)."""
    found = communities(PLAIN, engine=engine, seed=1)
    assert 0.41 < found.modularity <= 0.4198
    assert found.sizes() == sorted(found.sizes(), reverse=True)
    again = communities(PLAIN, engine=engine, seed=1)
    assert (again.label == found.label).all() and again.agreement == found.agreement
    assert 0.7 < found.agreement <= 1
    assert found.method.parameters["algorithm"] == ("louvain" if engine == "networkx" else "leiden")


def test_two_cliques():
    found = communities(from_networkx(nx.barbell_graph(5, 0)), seed=0)
    assert found.sizes() == [5, 5]
    assert (found.stability == 1).all() and found.agreement == 1
    assert {m.definition for m in found.measurements()} == {"community", "community-stability"}


def test_communities_without_edges_and_wrong_ones():
    found = communities(network([], nodes="abc"))
    assert found.label.tolist() == [1, 2, 3] and found.agreement is None
    with pytest.raises(UsageError, match="at least one run"):
        communities(PLAIN, runs=0)


@given(found=networks(), seed=st.integers(0, 3), weighted=st.booleans())
@settings(max_examples=80, deadline=None)
def test_modularity_equals_networkx(found, seed, weighted):
    assume(found.size)
    simple = simplify(found, weighted=found.weighted, directed=False)
    label = np.random.default_rng(seed).integers(0, 3, simple.n)
    parts = [set(np.flatnonzero(label == x).tolist()) for x in set(label.tolist())]
    expected = nx.community.modularity(reference.graph(simple), parts, weight="weight")
    assert modularity(simple, label) == pytest.approx(expected)


def test_rand_index():
    """Hubert & Arabie (1985): 1 for the same partition, 0 as by chance."""
    a = np.array([0, 0, 1, 1])
    assert rand_index(a, np.array([5, 5, 2, 2])) == 1
    assert rand_index(a, np.array([0, 1, 0, 1])) == pytest.approx(-0.5)
    assert by_size(np.array([7, 3, 3, 9])).tolist() == [2, 1, 1, 3]


# ------------------------------------------------------------------- brokerage


def brute_roles(found, groups):
    simple = simplify(found).without_loops()
    has = set(zip(simple.source.tolist(), simple.target.tolist(), strict=True))
    if not simple.directed:
        has |= {(b, a) for a, b in has}
    counts = np.zeros((len(found), 6))
    for a, b in has:
        for b2, c in has:
            if b != b2 or a == c or (a, c) in has:
                continue
            ga, gb, gc = groups[a], groups[b], groups[c]
            if None in (ga, gb, gc):
                k = 5
            elif ga == gb == gc:
                k = 0
            elif ga == gc:
                k = 1
            elif gb == gc:
                k = 2
            elif ga == gb:
                k = 3
            else:
                k = 4
            counts[b, k] += 1 if simple.directed else 0.5
    return counts


@given(found=networks(least=2, most=8), data=st.data())
@settings(max_examples=150, deadline=None)
def test_roles_equal_brute_force(found, data):
    size = len(found)
    groups = data.draw(
        st.lists(st.sampled_from(["x", "y", "z", None]), min_size=size, max_size=size)
    )
    assume(len({g for g in groups if g}) > 1)
    assert close(roles(found, groups).counts, brute_roles(found, groups))


def test_each_role():
    """The five triads of Gould & Fernandez (1989), figure 1."""
    for groups, role in (
        ("xxx", "coordinator"), ("xyx", "consultant"), ("xyy", "gatekeeper"),
        ("xxy", "representative"), ("xyz", "liaison"),
    ):  # fmt: skip
        path = network([("a", "b"), ("b", "c")], directed=True, nodes=["d"])
        found = roles(path, [*groups, "w"])
        assert found.counts[1].tolist() == [*(float(r == role) for r in ROLES), 0.0]
    closed = network([("a", "b"), ("b", "c"), ("a", "c")], directed=True)
    assert not roles(closed, list("xyz")).counts.any()


def test_brokerage_needs_two_groups():
    with pytest.raises(UsageError, match="all nodes are of one sector"):
        roles(PLAIN, ["x"] * len(PLAIN), by="sector")
    with pytest.raises(UsageError, match="no node has a known sector"):
        roles(PLAIN, [None] * len(PLAIN), by="sector")


def test_structural_holes():
    found = structural_holes(network([("h", x) for x in "abcd"], nodes=["z"]))
    assert found.constraint[:5].tolist() == [1, 1, 1, 1, 0.25]
    assert np.isnan(found.constraint[5]) and np.isnan(found.efficiency[5])
    assert (found.method.known, found.method.total) == (5, 6)
    assert len(found.measurements()) == 15


# ---------------------------------------------------------------------- mixing


@given(found=networks(least=2), data=st.data())
@settings(max_examples=100, deadline=None)
def test_assortativity_equals_networkx(found, data):
    simple = simplify(found).without_loops()
    groups = data.draw(st.lists(st.sampled_from("xyz"), min_size=simple.n, max_size=simple.n))
    assume(simple.m)
    G = reference.graph(simple)
    nx.set_node_attributes(G, dict(enumerate(groups)), "g")
    mixed = mixing(found, groups)
    at = {name: i for i, name in enumerate(mixed.groups)}
    matrix = nx.attribute_mixing_matrix(G, "g", mapping=at, normalized=False)
    assert close(mixed.matrix, matrix)
    if mixed.assortativity is not None:
        expected = nx.attribute_assortativity_coefficient(G, "g")
        assert mixed.assortativity == pytest.approx(expected)
    if mixed.by_degree is not None:
        expected = nx.degree_assortativity_coefficient(G)
        assert mixed.by_degree == pytest.approx(expected, abs=1e-9)


def test_mixing_leaves_out_what_is_unknown():
    found = network([("a", "b"), ("b", "c")], directed=True)
    mixed = mixing(found, ["x", "y", None])
    assert mixed.matrix.tolist() == [[0, 1], [0, 0]] and mixed.within == 0
    assert mixed.method.parameters["edges_known"] == 1
    with pytest.raises(UsageError, match="no edge has a known group"):
        mixing(found, [None, None, None])


# ------------------------------------------------------------------ resilience


def test_robustness_of_a_star():
    """Schneider et al. (2011): R of a star with 5 nodes is 0.16."""
    star = network([("h", x) for x in "abcd"])
    found = robustness(star)
    assert found.r == pytest.approx(0.16)
    assert found.curve.tolist() == [1.0, 0.2, 0.2, 0.2, 0.2, 0.0]
    assert found.network.ids[found.order[0]] == "h" and found.halved == 1
    assert robustness(star, "betweenness").r == pytest.approx(0.16)
    random = robustness(star, "random", runs=30, seed=1)
    assert random.r > found.r and random.spread > 0
    assert random.method.error == pytest.approx(random.spread / np.sqrt(30))
    assert robustness(star, "random", runs=30, seed=1).r == random.r
    with pytest.raises(UnknownName, match="did you mean random"):
        robustness(star, "randon")


@given(found=networks(), seed=st.integers(0, 9))
@settings(max_examples=100, deadline=None)
def test_curve_equals_removing_one_by_one(found, seed):
    simple = simplify(found, directed=False).without_loops()
    G = reference.graph(simple)
    order = np.random.default_rng(seed).permutation(simple.n)
    expected = [max(map(len, nx.connected_components(G)))]
    for v in order.tolist():
        G.remove_node(v)
        expected.append(max(map(len, nx.connected_components(G)), default=0))
    assert close(curve(simple, order), np.array(expected) / simple.n)


@given(found=networks())
@settings(max_examples=100, deadline=None)
def test_current_degree_equals_counting_anew(found):
    simple = simplify(found, directed=False).without_loops()
    G = reference.graph(simple)
    for v in by_current_degree(simple).tolist():
        assert v == min(G, key=lambda x: (-G.degree(x), x))
        G.remove_node(v)


@given(found=networks(most=8))
@settings(max_examples=100, deadline=None)
def test_breaks_equal_brute_force(found):
    simple = simplify(found, directed=False).without_loops()
    G = reference.graph(simple)
    parts = [set(p) for p in nx.connected_components(G)]

    def cut_off(H, part):
        left = [len(p) for p in nx.connected_components(H.subgraph(part & set(H)))]
        return sum(left) - max(left, default=0), len(left)

    points, bridges = {}, {}
    for part in parts:
        for v in part:
            H = G.copy()
            H.remove_node(v)
            n, pieces = cut_off(H, part)
            if pieces > 1:
                points[(v,)] = n
        for a, b in combinations(sorted(part), 2):
            if G.has_edge(a, b):
                H = G.copy()
                H.remove_edge(a, b)
                n, pieces = cut_off(H, part)
                if pieces > 1:
                    bridges[a, b] = n
    for engine in ("fast", "networkx"):
        mine = breaks(found, engine=engine)
        assert {p.nodes: p.cut_off for p in mine.points} == points
        assert {p.nodes: p.cut_off for p in mine.bridges} == bridges
        assert list(mine.components) == sorted(map(len, parts), reverse=True)
    for one, edges in zip(
        mine.bridges, statements_between(found, [b.nodes for b in mine.bridges]), strict=True
    ):
        assert {tuple(sorted((found.source[e], found.target[e]))) for e in edges} == {one.nodes}


# ----------------------------------------------------------------------- paths


@given(found=networks(least=2, most=7), directed=st.booleans(), k=st.integers(1, 6))
@settings(max_examples=200, deadline=None)
def test_paths_equal_all_simple_paths(found, directed, k):
    weighted = found.weighted
    mine = shortest_paths(found, "n0", "n1", k=k, directed=directed, weighted=weighted)
    simple = simplify(found, weighted=weighted, directed=directed).without_loops()
    G = reference.graph(simple)
    held = []
    for p in nx.all_simple_paths(G, 0, 1):
        length = sum(1 / Fraction(G[a][b]["weight"]) for a, b in pairwise(p))
        held.append((float(f"{float(length):.12g}"), tuple(p)))
    assert [(p.length, p.nodes) for p in mine.paths] == sorted(held)[:k]
    every = set.intersection(*(set(p) for _, p in held)) - {0, 1} if held else set()
    assert set(mine.on_every) == every
    for path in mine.paths:
        for (a, b), step in zip(pairwise(path.nodes), path.steps, strict=True):
            assert step
            ends = {(int(found.source[e]), int(found.target[e])) for e in step}
            assert ends <= {(a, b)} if simple.directed else ends <= {(a, b), (b, a)}


def test_paths_refuse_what_is_not_there():
    found = network([("alpha", "beta")], nodes=["gamma"])
    with pytest.raises(UnknownName, match="did you mean alpha"):
        shortest_paths(found, "alpa", "beta")
    with pytest.raises(UsageError, match="two different entities"):
        shortest_paths(found, "beta", "beta")
    assert shortest_paths(found, "alpha", "gamma").paths == ()


def test_dominators_of_a_supply_chain():
    """Two sources; everything after the refiner is reached only through it."""
    edges = [
        ("m1", "refiner"),
        ("m2", "refiner"),
        ("refiner", "a"),
        ("refiner", "b"),
        ("a", "c"),
        ("b", "c"),
    ]
    found = network(edges, directed=True)
    mine = dominators(found)
    assert [found.ids[i] for i in mine.order()] == ["refiner"]
    assert mine.dominated[found.ids.index("refiner")] == 3
    assert mine.reached == 6
    start = dominators(found, "m1")
    assert start.reached == 5 and start.dominated.sum() == 3
    assert {m.about: m.value for m in mine.measurements()} == {"refiner": 3.0}


@given(found=networks(directed=True))
@settings(max_examples=100, deadline=None)
def test_dominated_equals_brute_force(found):
    simple = simplify(found).without_loops()
    G = reference.graph(simple)
    sources = [v for v in G if G.in_degree(v) == 0]
    assume(sources)
    reached = set().union(*({s} | nx.descendants(G, s) for s in sources))
    mine = dominators(found)
    assert mine.reached == len(reached)
    for v in G:
        H = G.copy()
        H.remove_node(v)
        left = set().union(*({s} | nx.descendants(H, s) for s in sources if s != v))
        lost = reached - left - {v} if v in reached else set()
        assert mine.dominated[v] == len(lost)


def test_dominators_need_direction_and_a_source():
    with pytest.raises(UsageError, match="has no direction"):
        dominators(PLAIN)
    with pytest.raises(UsageError, match="name a node to start from"):
        dominators(network([("a", "b"), ("b", "a")], directed=True))
