"""Published values through the commands: Burt, Gould and Fernandez, ways of one length."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from ecograph.networks.engines import fast
from surface_help import document, invoke, rows_of, supply_region

# Borgatti 1997, Connections 20(1): 35, after Burt 1992: 56; the strengths, and the values of A and
# of constraint, are those that networkx has from UCINET and igraph
BORGATTI = [
    ("a", "b", 2), ("a", "f", 3), ("a", "g", 5), ("a", "e", 2), ("e", "g", 8),
    ("f", "g", 3), ("b", "g", 4), ("b", "d", 1), ("d", "g", 3), ("g", "c", 10),
]  # fmt: skip
ROLES = ("coordinator", "consultant", "gatekeeper", "representative", "liaison")


def located(places: dict[str, str]) -> dict[str, list[dict[str, str]]]:
    """Tables that put each firm in a city."""
    return {
        "city": [{"id": c, "part_of": "farland"} for c in {"rivermouth", *places.values()}],
        "location": [{"located": firm, "place": c} for firm, c in places.items()],
    }


def by_id(name: str, rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {row["id"]: row[name] for row in rows}


# --------------------------------------------------------------------------- Burt


@pytest.fixture(scope="module")
def triangles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Borgatti's example, and beside it the two directed triads of networkx."""
    ends = (("0", "1"), ("0", "2"), ("1", "0"), ("2", "1"))
    triads = [
        (f"{name}{a}", f"{name}{b}", w)
        for name, weights in (("t", (1, 1, 1, 1)), ("w", (2, 2, 1, 1)))
        for (a, b), w in zip(ends, weights, strict=True)
    ]
    return supply_region(tmp_path_factory.mktemp("burt") / "r", [*BORGATTI, *triads])


@pytest.mark.parametrize(
    ("asked", "measure", "expected", "within"),
    [
        ([], "effective-size", {"g": 4.67, "a": 2.50, "c": 1}, 0.005),
        ([], "efficiency", {"g": 0.78}, 0.005),
        ([], "constraint", {"g": 0.400, "a": 0.595, "c": 1}, 0.0005),
        (["--weighted"], "effective-size", {"g": 5.47, "a": 2.475, "c": 1}, 0.005),
        (["--weighted"], "constraint", {"g": 0.299, "a": 0.795, "c": 1}, 0.0005),
        # both directions add up
        (["--weighted"], "constraint", {"t0": 1.003, "t1": 1.003, "t2": 1.389}, 0.0005),
        (["--weighted"], "effective-size", {"t0": 1.167, "t1": 1.167, "t2": 1}, 0.0005),
        (["--weighted"], "constraint", {"w0": 0.840, "w1": 1.143, "w2": 1.378}, 0.0005),
        (["--weighted"], "effective-size", {"w0": 1.567, "w1": 1.083, "w2": 1}, 0.0005),
    ],
)
def test_burt(
    asked: list[str], measure: str, expected: dict[str, float], within: float, triangles: Path
) -> None:
    where = ["-g", triangles, "-n", "supply", *asked, "--top", "0"]
    found = by_id("value", rows_of("centrality", measure, *where))
    assert {v: found[v] for v in expected} == pytest.approx(expected, abs=within)
    beside_roles = rows_of("brokerage", "--by", "community", *where)
    assert by_id(measure.replace("-", "_"), beside_roles) == pytest.approx(found)


def test_effective_size_of_the_karate_club(tmp_path: Path) -> None:
    """6.4672 by Burt's formula; networkx 3.6.1 for all nodes at once gives 6.7517."""
    G = nx.karate_club_graph()
    region = supply_region(
        tmp_path / "r", [(f"k{a:02}", f"k{b:02}", w) for a, b, w in G.edges(data="weight")]
    )
    rows = rows_of(
        "centrality", "effective-size", "-g", region, "-n", "supply", "--weighted", "--top", "0"
    )
    assert round(by_id("value", rows)["k01"], 4) == 6.4672


# ------------------------------------------------------------ Gould and Fernandez


def test_the_five_triads_of_gould_and_fernandez(tmp_path: Path) -> None:
    """1989, figure 1: a -> b -> c by the groups of the three."""
    triads = {
        "coordinator": "xxx", "consultant": "xyx", "gatekeeper": "xyy",
        "representative": "xxy", "liaison": "xyz",
    }  # fmt: skip
    edges, places = [], {}
    for role, groups in triads.items():
        a, b, c = (f"{role}-{end}" for end in "abc")
        edges += [(a, b), (b, c), (b, a)]  # a -> b -> a is no way from one to another
        places |= dict(zip((a, b, c), (f"city-{g}" for g in groups), strict=True))
    region = supply_region(tmp_path / "r", edges, **located(places))
    rows = rows_of("brokerage", "-g", region, "-n", "supply", "--by", "place", "--top", "0")
    for row in rows:
        role, end = row["id"].rsplit("-", 1)
        assert {r: row[r] for r in ROLES} == {r: float(end == "b" and r == role) for r in ROLES}
    assert len(rows) == 15


def test_roles_of_a_published_example(tmp_path: Path) -> None:
    """The example of the manual of the R package cograph, whose values are those of sna."""
    edges = [("a", "b"), ("a", "c"), ("b", "c"), ("b", "d"), ("c", "d"), ("d", "a")]
    places = {"a": "one", "b": "one", "c": "two", "d": "two"}
    region = supply_region(tmp_path / "r", edges, **located(places))
    rows = rows_of("brokerage", "-g", region, "-n", "supply", "--by", "place")
    assert {r: [v for _, v in sorted(by_id(r, rows).items())] for r in ROLES} == {
        "coordinator": [0, 0, 0, 0],
        "consultant": [1, 0, 0, 1],
        "representative": [0, 1, 0, 1],
        "gatekeeper": [1, 0, 1, 0],
        "liaison": [0, 0, 0, 0],
    }


def test_loops_change_nothing_and_are_told(tmp_path: Path) -> None:
    places = {end: f"city-{'xy'[end > 'c']}" for end in "abcdefg"}
    plain = supply_region(tmp_path / "plain", BORGATTI, **located(places))
    looped = supply_region(
        tmp_path / "looped", [*BORGATTI, ("g", "g", 9), ("a", "a", 1)], **located(places)
    )
    for command in (["brokerage", "--by", "place"], ["centrality", "constraint"],
                    ["centrality", "betweenness"]):  # fmt: skip
        without, having = (
            document(*command, "-g", region, "-n", "supply", "--weighted")
            for region in (plain, looped)
        )
        assert having["rows"] == without["rows"]
        assert having["method"]["parameters"]["loops_left_out"] == 2
        assert "loops_left_out" not in without["method"]["parameters"]
        told = invoke(*command, "-g", looped, "-n", "supply", "--lang", "en").stderr
        assert "nodes with an edge to themselves, which is not counted: 2" in told
    strength = document("centrality", "strength", "-g", looped, "-n", "supply")
    assert "loops_left_out" not in strength["method"]["parameters"]
    assert by_id("value", strength["rows"])["g"] == 33 + 2 * 9


# --------------------------------------------------------------------------- ties


@pytest.mark.parametrize("engine", ["fast", "igraph", "networkx"])
@pytest.mark.parametrize("scale", [1, 1.7, 12.7e6])
def test_ways_of_one_length_share_what_lies_between(
    scale: float, engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1/10 + 1/5 and 1/4 + 1/20 are equal, though not in floating point."""
    if engine == "fast":
        monkeypatch.setattr(fast, "has_igraph", lambda: False)
    strengths = (("s", "a", 10), ("a", "t", 5), ("s", "b", 4), ("b", "t", 20))
    edges = [(x, y, round(w * scale, 6)) for x, y, w in strengths]
    region = supply_region(tmp_path / "r", edges)
    where = ["-g", region, "-n", "supply", "--weighted"]
    where += ["--engine", "networkx" if engine == "networkx" else "fast"]
    both = by_id("value", rows_of("centrality", "betweenness", *where, "--undirected"))
    assert both == pytest.approx({"s": 0, "a": 1 / 6, "b": 1 / 6, "t": 1 / 3}, abs=1e-12)
    way = by_id("value", rows_of("centrality", "betweenness", *where))
    assert way == pytest.approx({"s": 0, "a": 1 / 12, "b": 1 / 12, "t": 0}, abs=1e-12)
