"""`ecograph centrality` against networkx and igraph: every measure, on graphs of every kind."""

import math
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import ecograph.cli.commands
import ecograph.graph.data
import network_peers as peers
from ecograph.base.errors import UsageError
from ecograph.networks.centrality import MEASURES
from ecograph.networks.engines import fast, has_igraph
from surface_help import document, rows_of, supply_region

GRAPHS = peers.graphs()
UNDIRECTED = ("core", "clustering", "constraint", "effective-size", "efficiency")
UNWEIGHTED = ("degree", "in-degree", "out-degree", "core")
KEEP = """
label_zh = "供应"
label_en = "supply"
nodes = ["Organization"]
isolated = "keep"
[[edges]]
table = "supply"
source = "supplier"
target = "buyer"
weight = "base_value"
unit = "money"
"""


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every graph is the supply network of a city of its own."""
    folder = tmp_path_factory.mktemp("peers") / "region"
    held = list(GRAPHS.values())
    edges = [edge for _, own in held for edge in own]
    located = [{"located": key, "place": city(i)} for i, (nodes, _) in enumerate(held)
               for key in nodes]  # fmt: skip
    cities = ["rivermouth", *map(city, range(len(held)))]
    supply_region(
        folder,
        edges,
        firm=[{"id": key} for nodes, _ in held for key in nodes],
        city=[{"id": key, "part_of": "farland"} for key in cities],
        location=located,
    )
    (folder.parent / "keep.toml").write_text(KEEP, encoding="utf-8")
    return folder


def city(number: int) -> str:
    return f"city-{number:02}"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A region is opened once and a command made once; igraph does not count for us."""
    for module, name in ((ecograph.graph.data, "open_data"), (ecograph.cli.commands, "whole")):
        monkeypatch.setattr(module, name, cache(getattr(module, name)))
    monkeypatch.setattr(fast, "has_igraph", lambda: False)
    yield


def variants(measure: str) -> Iterator[tuple[bool, bool]]:
    """Whether direction and weights count, wherever it makes a difference."""
    for directed in (True,) if measure in UNDIRECTED else (True, False):
        for weighted in (False,) if measure in UNWEIGHTED else (False, True):
            yield directed, weighted or measure.endswith("strength")


def test_the_graphs_are_of_every_kind() -> None:
    assert len(GRAPHS) >= 30
    edges = {name: [(a, b) for a, b, _ in own] for name, (_, own) in GRAPHS.items()}
    assert sum(any(a == b for a, b in own) for own in edges.values()) >= 4
    assert sum(len(set(own)) < len(own) for own in edges.values()) >= 4
    assert sum(len({v for e in edges[name] for v in e}) < len(nodes)
               for name, (nodes, _) in GRAPHS.items()) >= 4  # fmt: skip
    assert {len(nodes) for nodes, _ in GRAPHS.values()} >= {1, 2}


@pytest.mark.skipif(not has_igraph(), reason="igraph is not installed")
@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_has_two_peers(measure: str) -> None:
    G = peers.simple(*GRAPHS["random-2"], directed=True, weighted=False)
    G.graph["weighted"] = False
    given = {"damping": 0.85, "alpha": 0.1}
    assert peers.by_networkx(G, measure, given)
    assert peers.by_igraph(G, measure, given) or peers.by_formula(G, measure, given)


@pytest.mark.parametrize("name", GRAPHS)
def test_centrality_equals_its_peers(name: str, region: Path, quick: None) -> None:
    nodes, edges = GRAPHS[name]
    alone = len({end for edge in edges for end in edge[:2]}) < len(nodes)
    network = region.parent / "keep.toml" if alone else "supply"
    where = ["-g", region, "--place", city(list(GRAPHS).index(name)), "-n", network, "--top", "0"]
    for measure in MEASURES:
        for directed, weighted in variants(measure):
            G = peers.simple(nodes, edges, directed=directed, weighted=weighted)
            G.graph["weighted"] = weighted
            asked = ["--weighted"] * weighted + ["--undirected"] * (not directed)
            if measure == "eigenvector" and len(peers.largest(G)) == 1 < len(nodes):
                with pytest.raises(UsageError, match="no two nodes reach each other"):
                    document("centrality", measure, *where, *asked)
                continue
            answer = document("centrality", measure, *where, *asked)
            given = answer["method"]["parameters"]
            values = {row["id"]: row["value"] for row in answer["rows"]}
            found = [peers.by_networkx(G, measure, given), peers.by_formula(G, measure, given)]
            if has_igraph():
                found.append(peers.by_igraph(G, measure, given))
            for expected in filter(None, found):
                known = {v: x for v, x in expected.items() if not math.isnan(x)}
                assert values == pytest.approx(known, rel=1e-9, abs=1e-9), (measure, asked)


def test_networkx_as_engine_gives_the_same(region: Path, quick: None) -> None:
    for name in ("random-2", "parallel-1", "scale-free-1", "star-both"):
        where = ["-g", region, "--place", city(list(GRAPHS).index(name)), "-n", "supply"]
        for measure in MEASURES:
            for asked in ([], ["--weighted", "--undirected"]):
                both = [
                    {r["id"]: r["value"] for r in rows_of(
                        "centrality", measure, *where, *asked, "--top", "0", "--engine", engine)}
                    for engine in ("fast", "networkx")
                ]  # fmt: skip
                assert both[0] == pytest.approx(both[1], rel=1e-9, abs=1e-9), (name, measure)
