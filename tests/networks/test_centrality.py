"""Centrality: published values, sampling and its error, what is refused."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecograph.base.errors import TooLarge, UnknownName, UsageError
from ecograph.networks import centrality as module
from ecograph.networks.centrality import MEASURES, centrality
from ecograph.networks.engines import has_igraph, reference
from ecograph.networks.engines.simple_graph import simplify
from ecograph.networks.network import from_networkx
from ecograph.networks.scores import ranking, ranks
from ecograph.networks.stability import kendall, ranking_stability
from networks_help import close, network, networks

STAR = [("hub", x) for x in "abcd"]


def values(scores):
    return dict(zip(scores.network.ids, scores.values.tolist(), strict=True))


@pytest.mark.parametrize("engine", ["networkx", "fast"])
@pytest.mark.parametrize("measure", MEASURES)
def test_both_engines_on_the_karate_club(measure, engine):
    """Zachary (1977), as shipped by networkx: the two engines agree, node by node."""
    found = from_networkx(nx.karate_club_graph(), "karate")
    scores = centrality(found, measure, engine=engine)
    other = centrality(found, measure, engine="networkx")
    assert close(scores.values, other.values, 1e-6)
    assert scores.method.definition == measure
    assert scores.method.parameters["engine"] == engine


def test_published_values_of_the_karate_club():
    """networkx's documentation and Freeman's degree 17 of the instructor's rival, node 33."""
    found = from_networkx(nx.karate_club_graph(), "karate")
    assert values(centrality(found, "degree"))["33"] == 17
    assert values(centrality(found, "betweenness"))["0"] == pytest.approx(0.43763528138528146)
    assert values(centrality(found, "core"))["0"] == 4


def test_star():
    star = network(STAR)
    assert values(centrality(star, "betweenness"))["hub"] == 1
    assert values(centrality(star, "closeness"))["hub"] == 1
    assert values(centrality(star, "constraint"))["hub"] == 0.25
    assert values(centrality(star, "efficiency"))["hub"] == 1
    assert values(centrality(star, "clustering"))["hub"] == 0


def test_direction_and_reverse():
    chain = network([("a", "b"), ("b", "c")], directed=True)
    assert values(centrality(chain, "in-degree")) == {"a": 0, "b": 1, "c": 1}
    assert values(centrality(chain, "closeness"))["a"] == 0
    turned = centrality(chain, "closeness", reverse=True)
    assert values(turned)["c"] == 0
    assert turned.method.parameters["reverse"] is True
    assert values(centrality(chain, "degree", directed=False)) == {"a": 1, "b": 2, "c": 1}


def test_strength_adds_parallel_edges_and_leaves_out_unknown_weights():
    found = network([("a", "b", 2.0), ("a", "b", 3.0), ("b", "c", None)], directed=True)
    scores = centrality(found, "out-strength")
    assert values(scores) == {"a": 5, "b": 0, "c": 0}
    assert scores.method.parameters["unknown_weights"] == 1


def test_closeness_of_a_disconnected_graph_is_that_of_wasserman_and_faust():
    found = network([("a", "b"), ("c", "d"), ("d", "e")])
    held = values(centrality(found, "closeness"))
    assert held["a"] == pytest.approx(1 / 4)
    assert held["d"] == pytest.approx(2 / 4)


def test_eigenvector_outside_the_largest_component_is_not_defined():
    scores = centrality(network([("a", "b"), ("b", "c"), ("d", "e")]), "eigenvector")
    assert np.isnan(scores.values[3:]).all()
    assert (scores.method.known, scores.method.total) == (3, 5)
    assert scores.method.parameters["component"] == "largest of 2, 3 nodes"
    assert [scores.network.ids[i] for i in scores.order()] == ["b", "a", "c"]


@pytest.mark.parametrize("engine", ["networkx", "fast"])
def test_eigenvector_without_a_cycle_is_refused(engine):
    with pytest.raises(UsageError, match="no two nodes reach each other"):
        centrality(network([("a", "b")], directed=True), "eigenvector", engine=engine)


@given(found=networks())
@settings(max_examples=60, deadline=None)
def test_all_samples_are_exact(found):
    simple = simplify(found)
    for measure in module.BY_PATHS:
        if simple.n < 2:
            continue
        estimate, error = module.sampled(simple, measure, "fast", simple.n, 3)
        assert close(estimate, getattr(reference, measure)(simple))
        assert close(error, 0.0)


@pytest.mark.parametrize("measure", module.BY_PATHS)
@pytest.mark.parametrize("weighted", [False, True])
def test_sampled_values_are_near_and_the_error_says_how_near(measure, weighted):
    make = np.random.default_rng(1)
    G = nx.gnm_random_graph(300, 1500, seed=1, directed=True)
    for *_, data in G.edges(data=True):
        data["weight"] = float(make.random() + 0.5)
    found = from_networkx(G)
    exact = centrality(found, measure, weighted=weighted, engine="fast")
    some = centrality(found, measure, weighted=weighted, engine="fast", samples=100, seed=4)
    within = np.abs(some.values - exact.values) <= 3 * some.errors + 1e-12
    assert within.mean() > 0.85  # dependencies are skewed: some low values come with low errors
    assert some.method.seed == 4 and some.method.error == pytest.approx(some.errors.max())
    same = centrality(found, measure, weighted=weighted, engine="fast", samples=100, seed=4)
    assert (same.values == some.values).all()
    slow = centrality(found, measure, weighted=weighted, engine="networkx", samples=100, seed=4)
    assert close(slow.values, some.values)
    measured = next(some.measurements())
    assert measured.low < measured.value < measured.high


def test_large_networks_are_sampled_and_refused_exactly(monkeypatch):
    found = network([(str(i), str(i + 1)) for i in range(40)])
    monkeypatch.setattr(module, "EXACT_STEPS", 100)
    monkeypatch.setattr(module, "PIVOTS", 16)
    assert centrality(found, "betweenness").method.parameters["samples"] == 16
    monkeypatch.setattr(module, "MOST_STEPS", 100)
    with pytest.raises(TooLarge, match="take --samples 16"):
        centrality(found, "betweenness", samples=41)
    monkeypatch.setattr(module, "MOST_NETWORKX", 10)
    with pytest.raises(TooLarge, match="use engine fast"):
        centrality(found, "pagerank", engine="networkx")


def test_what_is_refused():
    star = network(STAR)
    with pytest.raises(UnknownName, match="did you mean betweenness"):
        centrality(star, "betweeness")
    with pytest.raises(UsageError, match="damping 1 is not between"):
        centrality(star, "pagerank", damping=1)
    with pytest.raises(UsageError, match="alpha"):
        centrality(star, "katz", alpha=-1)
    with pytest.raises(UsageError, match="largest eigenvalue"):
        centrality(star, "katz", alpha=10, engine="networkx")
    with pytest.raises(UsageError, match="1 samples"):
        centrality(star, "betweenness", samples=1)
    with pytest.raises(UsageError, match="has no node"):
        centrality(network([]), "degree")


@pytest.mark.parametrize("engine", ["networkx", "fast"])
@pytest.mark.parametrize("measure", MEASURES)
def test_one_node(measure, engine):
    scores = centrality(network([], nodes=["a"]), measure, engine=engine)
    undefined = measure in ("constraint", "effective-size", "efficiency")
    assert np.isnan(scores.values[0]) == undefined
    assert scores.method.known == (0 if undefined else 1)


@pytest.mark.parametrize("engine", ["networkx", "fast"])
@pytest.mark.parametrize("measure", [m for m in MEASURES if m != "eigenvector"])
def test_all_isolated(measure, engine):
    scores = centrality(network([], nodes="abc"), measure, engine=engine)
    assert len(scores.values) == 3


@given(found=networks(least=2))
@settings(max_examples=40, deadline=None)
def test_renaming_changes_no_value(found):
    G = nx.MultiDiGraph() if found.directed else nx.MultiGraph()
    names = {i: f"x{len(found) - i:02}" for i in range(len(found))}
    G.add_nodes_from(names.values())
    for s, t in zip(found.source.tolist(), found.target.tolist(), strict=True):
        G.add_edge(names[s], names[t])
    other = from_networkx(G)
    for measure in ("betweenness", "pagerank", "core", "constraint"):
        mine = centrality(found, measure, engine="fast").values
        assert close(mine, centrality(other, measure, engine="fast").values[::-1])


def test_ties_are_broken_by_id_and_noise_is_a_tie():
    held = np.array([0.1 + 0.2, 0.3, np.nan, 0.5, 0.0])
    assert ranking(held).tolist() == [3, 0, 1, 4]
    assert ranks(held).tolist() == [2, 2, 0, 1, 4]


def test_ranking_stability():
    scores = centrality(from_networkx(nx.karate_club_graph(), "karate"), "degree")
    found = ranking_stability(scores, dropout=0.1, runs=20, seed=2)
    again = ranking_stability(scores, dropout=0.1, runs=20, seed=2)
    assert (found.tau == again.tau).all()
    assert 0.6 < found.mean < 1
    assert found.method.definition == "ranking-stability"
    assert found.low[scores.network.ids.index("33")] == 1
    assert (found.low <= found.high).all()
    with pytest.raises(UsageError, match="dropout 1"):
        ranking_stability(scores, dropout=1.0)


def test_kendall():
    """Kendall (1945): ties in one ranking."""
    assert kendall(np.array([1.0, 2, 3]), np.array([1.0, 2, 3])) == 1
    assert kendall(np.array([1.0, 2, 3]), np.array([3.0, 2, 1])) == -1
    tied = kendall(np.array([1.0, 2, 2]), np.array([1.0, 2, 3]))
    assert tied == pytest.approx(2 / np.sqrt(2 * 3))
    assert np.isnan(kendall(np.array([1.0, 1]), np.array([1.0, 2])))
    assert np.isnan(kendall(np.array([1.0]), np.array([1.0])))


VALUES = st.sampled_from([0.0, 1.0, 2.0, 2.0 + 1e-14, 3.5, 7.0, np.nan])


@given(st.lists(st.tuples(VALUES, VALUES), max_size=12))
@settings(max_examples=200, deadline=None)
def test_kendall_equals_counting_pairs(values):
    """Kendall (1945): (concordant - discordant) / sqrt of the pairs tied in neither ranking."""
    a, b = np.array(values).reshape(-1, 2).T
    both = [(round(x, 9), round(y, 9)) for x, y in values if x == x and y == y]
    concordant = untied_a = untied_b = 0.0
    for (x, y), (v, w) in combinations(both, 2):
        concordant += np.sign(x - v) * np.sign(y - w)
        untied_a, untied_b = untied_a + (x != v), untied_b + (y != w)
    expected = concordant / np.sqrt(untied_a * untied_b) if untied_a * untied_b else np.nan
    assert close(kendall(a, b), expected)


def test_kendall_of_many_values_in_any_order():
    a = np.random.default_rng(3).permutation(5000).astype(float)
    falling = sum(int((a[i + 1 :] < a[i]).sum()) for i in range(len(a)))
    pairs = len(a) * (len(a) - 1) // 2
    assert kendall(np.arange(5000.0), a) == pytest.approx((pairs - 2 * falling) / pairs)


def test_igraph_is_advised_where_it_would_save_time(monkeypatch, without_igraph):
    star = network(STAR)
    assert not module.is_quicker_with_igraph(centrality(star, "betweenness"))
    monkeypatch.setattr(module, "SLOW_STEPS", 10)
    assert module.is_quicker_with_igraph(centrality(star, "betweenness"))
    assert not module.is_quicker_with_igraph(centrality(star, "betweenness", samples=3))
    assert not module.is_quicker_with_igraph(centrality(star, "closeness"))
    assert not module.is_quicker_with_igraph(centrality(star, "betweenness", engine="networkx"))


@pytest.mark.skipif(not has_igraph(), reason="igraph is not installed")
def test_igraph_is_not_advised_where_it_is(monkeypatch):
    monkeypatch.setattr(module, "SLOW_STEPS", 10)
    assert not module.is_quicker_with_igraph(centrality(network(STAR), "betweenness"))


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("samples", [None, 10])
def test_betweenness_is_the_same_without_igraph(weighted, samples, request):
    found = from_networkx(nx.karate_club_graph(), "karate")
    values = []
    for hide in (False, True):
        if hide:
            request.getfixturevalue("without_igraph")
            assert not has_igraph()
        values.append(
            centrality(found, "betweenness", weighted=weighted, samples=samples, seed=2).values
        )
    slow = centrality(
        found, "betweenness", weighted=weighted, samples=samples, seed=2, engine="networkx"
    )
    assert close(values[0], slow.values) and close(values[1], slow.values)
