"""What `coverage` says of each question, against what the command of the question says of itself.

Both are asked as people ask them: by the command line, of a region, of the invented region, and
of a region that has nothing but its place.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ecograph.cli import app
from ecograph.graph.data import Data, open_data
from ecograph.graph.opening import CitedGraph
from ecograph.networks.specs import spec_names
from ecograph.operations.catalogue import answer
from ecograph.operations.coverage import BY
from ecograph.operations.every import operation
from ecograph.supplychain.chokepoints import TESTS

GRAPHS = ("xiamen", "tiny", "empty")
COUNTED = (
    {},
    {"--evidence": "stated"},
    {"--sources": "documents"},
    {"--evidence": "implied", "--sources": "documents"},
)
COMMANDS = {
    "lmr": ("needs",),
    "gap": ("gaps",),
    "chokepoint": ("chokepoints",),
    "introduction": ("introduce",),
    "attraction": ("attract",),
    "remedy": ("remedies",),
    "question": ("ask-next",),
}
FIELDS = ("answer", "known", "counted", "share", "documented", "editorial")


@pytest.fixture(scope="session")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What stands after --graph, by what the tests call it."""
    folder = tmp_path_factory.mktemp("regions") / "nowhere"
    folder.mkdir()
    names = 'id = "nowhere"\nlabel_zh = "空地"\nlabel_en = "Nowhere"\nplace = "nowhere-city"\n'
    (folder / "region.toml").write_text(names, encoding="utf-8")
    rows = "id,label_zh,label_en,source\nnowhere-city,空城,Empty city,editorial\n"
    (folder / "city.csv").write_text(rows, encoding="utf-8")
    return {"xiamen": "xiamen", "tiny": "tiny", "empty": str(folder)}


def run(*arguments: str, fails: bool = False) -> Any:
    """A command in this process; what it is refused for where it fails."""
    found = CliRunner().invoke(app, list(arguments))
    assert bool(found.exit_code) is fails, found.output
    return str(found.exception) if fails else found


def told(*arguments: str) -> dict[str, Any]:
    """What a command gives as JSON."""
    held: dict[str, Any] = json.loads(run(*arguments, "--format", "json").stdout)
    return held


def options(given: dict[str, str]) -> list[str]:
    return [word for both in given.items() for word in both]


def covered(graph: str, given: dict[str, str]) -> dict[str, dict[str, Any]]:
    """The rows of `coverage` by their questions."""
    rows = told("coverage", "--graph", graph, "--top", "0", *options(given))["rows"]
    found = {row["question"]: row for row in rows}
    assert len(found) == len(rows)
    return found


def same(row: dict[str, Any], line: dict[str, Any]) -> None:
    """A row of `coverage` says what a command says of itself, its line too."""
    assert row["question"] == line["question"]
    assert row["of"] == line["total"]
    assert {f: row[f] for f in FIELDS} == {f: line[f] for f in FIELDS}
    each = [
        f"{m['empty']}/{m['of']} {m['table']}.{m['column']}".removesuffix(".")
        if m["of"]
        else m["table"]
        for m in line["missing"]
    ]
    assert row["missing"].split("; ") == (each or [""])


# ------------------------------------------------------- what each command says


@pytest.mark.parametrize("given", COUNTED, ids=lambda g: " ".join(options(g)) or "all")
@pytest.mark.parametrize("graph", GRAPHS)
def test_the_supply_chain_says_the_same(
    graphs: dict[str, str], graph: str, given: dict[str, str]
) -> None:
    rows = covered(graphs[graph], given)
    for question, command in COMMANDS.items():
        asked = (*command, "--graph", graphs[graph], *options(given))
        if not rows[question]["of"] and question in ("lmr", "gap", "remedy"):
            assert "no need is known there" in run(*asked, fails=True)
            assert rows[question]["missing"]
            continue
        held = told(*asked)
        same(rows[question], held["coverage"])
        assert (held["method"]["known"], held["method"]["total"]) == (
            rows[question]["known"],
            rows[question]["of"],
        )


@pytest.mark.parametrize("given", [{}, {"--evidence": "stated"}], ids=["all", "stated"])
@pytest.mark.parametrize("graph", GRAPHS)
def test_networks_say_the_same(graphs: dict[str, str], graph: str, given: dict[str, str]) -> None:
    rows = covered(graphs[graph], given)
    for name in spec_names():
        asked = ("--graph", graphs[graph], *options(given))
        row = rows[f"network.{name}"]
        held = told("project", name, *asked)
        same(row, held["coverage"])
        assert {"what": "edges", "count": row["known"]} in held["rows"]
        asked = ("centrality", "degree", "--network", name, *asked)
        if rows[f"centrality.{name}"]["known"]:
            same(rows[f"centrality.{name}"], told(*asked)["coverage"])
        else:
            assert "has no node" in run(*asked, fails=True)


@pytest.mark.parametrize("graph", ["xiamen", "tiny"])
def test_a_scenario_starts_from_what_is_covered(graphs: dict[str, str], graph: str) -> None:
    scenario = Path(graphs["empty"]).with_name(f"{graph}.toml")
    text = 'id = "none"\nlabel_zh = "无"\nlabel_en = "nothing"\n[remove]\nentities = []\n'
    scenario.write_text(text, encoding="utf-8")
    held = told("whatif", str(scenario), "--graph", graph)
    same(covered(graph, {})["whatif"], held["coverage"])


@pytest.mark.parametrize("graph", GRAPHS)
def test_each_test_for_chokepoints_is_counted_from_its_verdicts(
    graphs: dict[str, str], graph: str
) -> None:
    rows = covered(graphs[graph], {})
    held = told("chokepoints", "--all", "--top", "0", "--graph", graphs[graph])["rows"]
    for name in TESTS:
        verdicts = [row[f"test_{name}"] for row in held]
        row = rows[f"chokepoint.{name}"]
        assert (row["known"], row["of"]) == (sum(v != "undecidable" for v in verdicts), len(held))


def test_measures_that_nobody_carries_out_are_those_of_the_question() -> None:
    row = covered("xiamen", {})["actors"]
    held = json.loads(run("query", "--question", "114", "--format", "json").stdout)
    unnamed = {b["measureLabel"]["value"] for b in held["results"]["bindings"]}
    assert len(unnamed) == row["of"] - row["known"]


# ---------------------------------------------------------------- what people read


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("graph", GRAPHS)
def test_a_minute_is_enough(graphs: dict[str, str], graph: str, language: str) -> None:
    found = run("coverage", "--graph", graphs[graph], "--lang", language)
    rows = found.stdout.splitlines()[2:]
    assert len(rows) <= 40
    [summary] = found.stderr.splitlines()
    said = ("question" if language == "en" else "个问题") in summary
    assert said and str(len(rows)) in summary


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_line_of_a_command_names_what_to_fill_in(language: str) -> None:
    found = run("needs", "--lang", language).stderr.splitlines()
    row = covered("xiamen", {})["lmr"]
    said = f"已知 {row['known']}/{row['of']}", f"known: {row['known']} of {row['of']} "
    assert found[-1].startswith(said[language == "en"]) and "production.product" in found[-1]
    [of_value] = [line for line in found if "supply.value" in line]
    value = covered("xiamen", {})["lmr.value"]
    said = f"已知 {value['known']}/{value['of']}", f"known: {value['known']} of {value['of']} "
    assert said[language == "en"] in of_value


@pytest.mark.parametrize("graph", GRAPHS)
def test_what_is_not_answered_says_which_table_is_missing(
    graphs: dict[str, str], graph: str
) -> None:
    for row in covered(graphs[graph], {}).values():
        wants = row["answer"] != "yes" and row["of"] != row["known"]
        assert bool(row["missing"]) or not wants, row


def test_where_nothing_is_known_no_share_is_given(graphs: dict[str, str]) -> None:
    for row in covered(graphs["empty"], {}).values():
        assert row["answer"] == "no" and row["known"] == 0
        assert row["share"] is None or row["of"]


# ------------------------------------------------------------- what counts, and by what


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("graph", GRAPHS)
def test_every_view_is_a_table(graphs: dict[str, str], graph: str, by: str) -> None:
    held = told("coverage", "--by", by, "--graph", graphs[graph], "--top", "0")
    assert held["rows"] or (graph, by) in {
        ("tiny", "contradiction"),
        ("empty", "contradiction"),
        ("empty", "year"),
    }


def by(data: Data, what: str, **given: str) -> Iterator[dict[str, Any]]:
    rows = answer(operation("coverage"), data, {"by": what, "top": 0, **given}).rows()
    return iter(rows)


def test_statements_that_do_not_count_are_in_no_view() -> None:
    data = open_data("xiamen")
    of = {
        evidence: sum(row["statements"] for row in by(data, "year", evidence=evidence))
        for evidence in ("stated", "implied", "editorial")
    }
    assert 0 < of["stated"] < of["implied"] < of["editorial"]
    assert all(row["editorial"] == 0 for row in by(data, "year", evidence="implied"))
    columns = {(r["table"], r["column"]): r for r in by(data, "column", evidence="stated")}
    assert columns["Statement", "valid_from"]["of"] == of["stated"]
    places = {r["place"]: r for r in by(data, "place", evidence="stated")}
    stated = answer(operation("needs"), data, {"evidence": "stated"}).method
    assert stated is not None
    xiamen = places["xiamen"]
    assert (xiamen["known"], xiamen["needs"]) == (stated.known, stated.total)
    classes = {r["class"]: r for r in by(data, "class", evidence="stated")}
    every = {r["class"]: r for r in by(data, "class")}
    assert classes["Product"]["entities"] == every["Product"]["entities"]
    assert classes["Product"]["in_statements"] < every["Product"]["in_statements"]


def test_a_place_is_asked_about(tiny: CitedGraph) -> None:
    found = answer(operation("coverage"), Data(tiny), {"place": "hillside"})
    rows = {row["question"]: row for row in found.rows()}
    method = answer(operation("chokepoints"), Data(tiny), {"place": "hillside"}).method
    assert method is not None
    assert (rows["chokepoint"]["known"], rows["chokepoint"]["of"]) == (method.known, method.total)


OF_A_CHAIN = ("needs", "gaps", "chokepoints", "introduce", "attract", "criticality", "whatif")


@pytest.mark.parametrize("command", OF_A_CHAIN)
@pytest.mark.parametrize("chain", ["flat-panel-display-chain", "biomedicine-chain"])
def test_the_line_of_a_command_on_a_chain_is_of_that_chain(command: str, chain: str) -> None:
    scenario = ["cut-foreign-display-inputs"] if command == "whatif" else []
    whole, part = (told(command, *scenario, *of)["coverage"] for of in ([], ["--chain", chain]))
    if command == "criticality":  # what is lost may be lost through any product
        assert part == whole
        return
    assert 0 < part["total"] < whole["total"]
    assert 0 <= part["documented"] <= part["known"] <= part["total"]
    assert part["editorial"] == part["known"] - part["documented"]
