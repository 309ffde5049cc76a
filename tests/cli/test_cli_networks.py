"""The commands of the network group on the tiny region: rows, method, files, messages."""

import csv
import io
import json
import re
import signal

import pytest
from typer.testing import CliRunner

from ecograph.base.errors import EcographError, UnknownName, UsageError
from ecograph.cli import app
from ecograph.cli.signals import end_at_once, end_tidily


@pytest.fixture(autouse=True)
def python_hears_interrupts():
    yield
    end_tidily()


def run(*words):
    result = CliRunner().invoke(app, [*words])
    if isinstance(result.exception, EcographError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout, result.stderr


def rows(*words):
    out, _ = run(*words, "--graph", "tiny", "--format", "csv")
    return list(csv.DictReader(io.StringIO(out)))


def document(*words):
    return json.loads(run(*words, "--graph", "tiny", "--format", "json")[0])


def test_project_lists_networks_in_both_languages():
    assert "supplier to buyer" in run("project")[0]
    assert "供应方" in run("project", "--lang", "zh")[0]


def test_project_says_what_is_in_a_network():
    held = {r["what"]: r["count"] for r in rows("project", "supply")}
    assert held == {
        "nodes": "3",
        "edges": "2",
        "edges of unknown weight": "0",
        "entities without an edge": "2",
    }
    held = rows("project", "supply", "--place", "河口")
    assert held[-1] == {"what": "statements left out: outside the place", "count": "1"}


@pytest.mark.parametrize("ending", ["graphml", "gexf", "json"])
def test_project_writes_files(tmp_path, ending):
    target = tmp_path / f"G.{ending}"
    _, said = run("project", "supply", "-o", str(target), "-g", "tiny")
    assert "nodes 3, edges 2" in said
    assert "supply-s1-b1-seal" in target.read_text(encoding="utf-8")


def test_graphml_holds_the_same_network(tmp_path):
    import networkx as nx

    run("project", "actors", "-o", str(tmp_path / "G.graphml"), "-g", "tiny")
    G = nx.read_graphml(tmp_path / "G.graphml", force_multigraph=True)
    assert (len(G), G.size()) == (5, 3)
    edge = G.edges["s1", "b1", "supply-s1-b1-seal"]
    assert edge["predicate"] == "eco:supplies" and edge["document"] == "invented"


def test_a_network_of_ones_own(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(
        'label_zh = "研究"\nlabel_en = "research"\nnodes = ["Lab", "Product"]\n'
        '[[edges]]\ntable = "research"\nsource = "researcher"\ntarget = "topic"\n',
        encoding="utf-8",
    )
    held = rows("centrality", "degree", "--network", str(own))
    assert [r["id"] for r in held] == ["flow-lab", "motor"]


def test_centrality():
    held = rows("centrality", "betweenness", "--network", "supply", "--undirected")
    assert [(r["rank"], r["id"], r["label"], r["value"]) for r in held] == [
        ("1", "b1", "Alpha Pumps", "1"),
        ("2", "s1", "Gamma Seals", "0"),
        ("2", "s2", "Delta Motors", "0"),
    ]
    held = rows("centrality", "out-strength", "--network", "supply", "--lang", "zh", "--top", "1")
    assert held[0]["label"] == "虚构丙密封" and held[0]["value"] == "600000" and len(held) == 1


def test_centrality_as_json_carries_its_method():
    found = document("centrality", "katz", "--network", "supply", "--evidence", "stated")
    assert found["method"]["definition"] == "katz"
    assert found["method"]["evidence"] == "stated"
    assert found["method"]["parameters"]["alpha"] == 0.5
    assert (found["method"]["known"], found["method"]["total"]) == (3, 5)
    assert found["label"] == "Katz centrality" and found["definition"]


def test_samples_and_stability():
    out, said = run(
        "centrality", "closeness", "-g", "tiny", "--samples", "3", "--seed", "5", "--stability", "4"
    )
    assert "error" in out and "rank, best" in out
    assert "sampled; starting nodes: 3, seed 5" in said and "Kendall tau" in said


def test_measures_are_listed():
    assert "中介中心性" in run("centrality", "list", "--lang", "zh")[0]


def test_communities_and_mixing():
    held = rows("communities")
    assert [(r["community"], r["id"]) for r in held] == [
        ("1", "b1"), ("1", "s1"), ("1", "s2"), ("2", "b2"), ("2", "river-fund"),
    ]  # fmt: skip
    found = document("communities", "--engine", "networkx", "--runs", "2")
    assert found["method"]["parameters"]["algorithm"] == "louvain"
    held = rows("mixing", "--by", "class")
    assert held == [
        {"from": "Firm", "Firm": "2", "Fund": "0"},
        {"from": "Fund", "Firm": "1", "Fund": "0"},
    ]


def test_brokerage():
    held = rows("brokerage", "--by", "place", "--undirected", "--lang", "en")
    best = held[0]
    assert best["id"] == "b1" and best["place"] == "Rivermouth"
    assert best["gatekeeper"] == best["representative"] == "0.5"
    assert best["constraint"] == "0.5"
    assert rows("brokerage", "--by", "community")


def test_robustness():
    held = {r["removal"]: r for r in rows("robustness")}
    assert held["degree"]["R"] == "0.2"
    assert float(held["random"]["spread"]) > 0
    assert [r["id"] for r in rows("robustness", "--show", "points")] == ["b1"]
    bridges = rows("robustness", "--show", "bridges")
    assert bridges[0]["statements"] == "supply-s1-b1-seal"
    assert rows("robustness", "--show", "components")[0] == {"component": "1", "nodes": "3"}
    curve = rows("robustness", "--show", "curve", "--removal", "pagerank")
    assert [r["largest_share"] for r in curve][:2] == ["0.6", "0.4"]
    curve = rows("robustness", "--show", "curve", "--removal", "random", "--runs", "3")
    assert curve[1]["id"] == ""


def test_paths_by_name():
    held = rows("paths", "虚构丙密封", "Delta Motors", "--network", "supply")
    assert [r["relation"] for r in held] == ["eco:supplies →", "eco:supplies ←"]
    assert held[0]["statement"] == "supply-s1-b1-seal" and held[0]["source"] == "invented"
    _, said = run("paths", "s1", "s2", "-g", "tiny")
    assert "on every path: Alpha Pumps" in said
    _, said = run("paths", "s1", "river-fund", "-g", "tiny")
    assert "no path in this network between Gamma Seals and River Fund" in said


def test_single_points_of_failure():
    held = rows("paths", "pump-plan", "--network", "policy")
    assert held == [
        {
            "id": "pump-chain",
            "label": "pump chain",
            "class": "IndustryChain",
            "dominated": "3",
            "dominated_share": "0.6",
        }
    ]
    every = rows("paths", "all", "--network", "policy")
    assert rows("paths", "b1", "--network", "policy", "--reverse")[0]["id"] == "pump-chain"
    assert [(r["id"], r["dominated"]) for r in every] == [("pump-plan", "4"), ("pump-chain", "3")]


@pytest.mark.parametrize(
    "words",
    [
        ("centrality", "pagerank"), ("communities",), ("brokerage", "--by", "place"),
        ("robustness", "--show", "points"), ("paths", "all", "-n", "policy"),
    ],
)  # fmt: skip
def test_results_as_rdf(tmp_path, words):
    from pyoxigraph import RdfFormat, parse

    target = tmp_path / "result.trig"
    run(*words, "-g", "tiny", "-o", str(target))
    quads = list(parse(target.read_bytes(), format=RdfFormat.TRIG))
    kinds = {q.object.value for q in quads if q.predicate.value.endswith("#type")}
    assert "http://purl.org/linked-data/cube#Observation" in kinds
    text = target.read_text(encoding="utf-8")
    run(*words, "-g", "tiny", "-o", str(target))
    assert target.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("words", "error", "message"),
    [
        (("centrality", "betweeness"), UnknownName, "did you mean betweenness"),
        (("centrality", "degree", "-n", "suply"), UnknownName, "did you mean supply"),
        (("centrality", "degree", "--engine", "igraph"), UnknownName, "give one of auto, networkx"),
        (("centrality", "degree", "--place", "Rivermuth"), UnknownName, "did you mean Rivermouth"),
        (("centrality", "degree", "--modality", "lacking"), UsageError, "has no node"),
        (("centrality", "eigenvector"), UsageError, "no two nodes reach each other"),
        (("robustness", "--removal", "x"), UnknownName, "it may be degree, random"),
        (("brokerage", "-n", "supply"), UsageError, "all nodes are of one class"),
        (("paths", "s1", "flow-lab"), UsageError, "has no edge in the network actors"),
        (("paths", "s1", "motor"), UnknownName, "take another network"),
        (("paths", "s1", "-n", "firm-product-firm"), UsageError, "has no direction"),
    ],
)  # fmt: skip
def test_what_is_refused(words, error, message):
    with pytest.raises(error, match=message):
        run(*words, "-g", "tiny")


def test_interrupts():
    end_at_once()
    assert signal.getsignal(signal.SIGINT) == signal.SIG_DFL
    run("centrality", "degree", "-g", "tiny")  # heard by Python again once rows are written
    assert signal.getsignal(signal.SIGINT) == signal.default_int_handler


@pytest.mark.parametrize(
    ("option", "value"),
    [
        *((option, "0.5") for option in ("--evidence", "--modality", "--as-of")),
        *(("--as-of", value) for value in ("2022.3", "2022/2024", "2022-13", "2022-02-30")),
    ],
)
def test_a_network_refuses_what_is_no_value_of_an_option(option, value):
    with pytest.raises(UsageError, match=re.escape(value)):
        run("project", "supply", "-g", "tiny", option, value)


def test_as_of_says_how_the_undated_were_counted():
    asked = ("--as-of", "2025年6月")
    _, said = run("centrality", "degree", "-n", "supply", "-g", "tiny", *asked, "--lang", "en")
    assert "statements in force as of 2025-06: dated and in force 2; " in said
    assert "dated and not in force, left out 0; undated, kept all the same 0" in said
    _, said = run("project", "supply", "-g", "tiny", *asked, "--lang", "zh")
    assert "截至 2025-06 有效的陈述" in said and "未注明时间、一律计入 0 条" in said
    method = document("centrality", "degree", "-n", "supply", *asked)["method"]["parameters"]
    counted = {"as_of": "2025-06", "dated_in": 2, "dated_out": 0, "undated": 0}
    assert counted.items() <= method.items()
    assert counted.items() <= document("project", "supply", *asked)["parameters"].items()
    _, said = run("centrality", "degree", "-n", "supply", "-g", "tiny")
    assert "undated" not in said
