"""Regions unlike the shipped ones: one language, another currency, no documents, keys of their own.

`regions/seaport` is in English alone, `regions/teahill` in Chinese alone; both are invented.
"""

import re
from pathlib import Path

import pytest
from pyoxigraph import Literal
from typer.testing import CliRunner

import ecograph
from ecograph.base.namespaces import RDFS_LABEL
from ecograph.cli import app
from ecograph.dataset import Dataset
from ecograph.graph.opening import open_graph
from ecograph.graph.validation import check_region

REGIONS = Path(__file__).resolve().parents[1] / "regions"
LANGUAGE = {"seaport": "en", "teahill": "zh"}
NAME = {"seaport": "keel", "teahill": "茶"}
OTHER = {"en": "zh", "zh": "en"}


def opened(name: str) -> Dataset:
    return ecograph.open(str(REGIONS / name))


def run(*words: str) -> str:
    done = CliRunner().invoke(app, [*words], catch_exceptions=False, env={"COLUMNS": "300"})
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("name", LANGUAGE)
def test_the_region_conforms(name: str) -> None:
    assert check_region(str(REGIONS / name)).findings == ()


@pytest.mark.parametrize("name", LANGUAGE)
def test_nothing_is_labelled_in_a_language_in_which_it_was_not_written(name: str) -> None:
    graph = open_graph(str(REGIONS / name))
    assert graph.store is not None
    tags = {
        quad.object.language
        for quad in graph.store.quads_for_pattern(None, RDFS_LABEL, None)
        if isinstance(quad.object, Literal)
        and "/id/" in quad.subject.value  # type: ignore[union-attr]
        and not quad.subject.value.endswith("/id/editorial")  # type: ignore[union-attr]
    }
    assert tags == {LANGUAGE[name]}


@pytest.mark.parametrize("name", LANGUAGE)
def test_what_stands_in_for_another_language_says_so(name: str) -> None:
    here, other = LANGUAGE[name], OTHER[LANGUAGE[name]]
    found = opened(name).gaps()
    plain = [str(row["product_label"]) for row in found.rows(here)]
    marked = [str(row["product_label"]) for row in found.rows(other)]
    assert marked == [f"{label} [{here}]" for label in plain] and plain
    assert not any("[" in label for label in plain)


def test_names_in_one_language_are_those_of_their_source() -> None:
    shown = {(r["fact"], r["value"]): r for r in opened("seaport").show("keel-works").rows("en")}
    name, alias = shown["name", "Keel Works"], shown["other name", "Keel Works Seaport"]
    assert (name["evidence"], name["source"]) == ("stated", "Company register of Northland")
    assert (name["locator"], name["paragraph"], name["address"]) == ("HRB 1012", None, None)
    assert (alias["locator"], alias["address"]) == ("row 42", "https://example.org/customs")


def test_words_of_a_statement_and_keys_of_the_region_are_shown_in_either_language() -> None:
    for language, mark in (("en", ""), ("zh", " [en]")):
        rows = opened("seaport").show("bright-hulls").rows(language)
        values = [str(row["value"]) for row in rows]
        assert any(v.endswith(f"managing director{mark}") for v in values)
        assert {f"limited company{mark}", f"hidden champion{mark}"} <= set(values)
        assert any(r["unit"] == f"million euros{mark}" and r["number"] == "12.4" for r in rows)
        assert any(f"another currency than the year after{mark}" in str(r["doubt"]) for r in rows)


def test_euros_are_summed_with_euros_alone() -> None:
    rates = {r["measure"]: r for r in opened("seaport").needs().rows("en")}
    assert (rates["lmr.value"]["count"], rates["lmr.value"]["of"]) == (500_000, 2_000_000)
    network = opened("seaport").network("investment")
    assert [d.get("weight") for *_, d in network.to_networkx().edges(data=True)] == [200_000.0]


def test_an_edge_carries_the_row_of_its_data_set() -> None:
    G = opened("seaport").network("supply").to_networkx()
    assert {data["locator"] for *_, data in G.edges(data=True)} == {"row 7", "row 41", "row 42"}


def test_an_exported_part_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "part.ttl"
    run("export", "--graph", str(REGIONS / "seaport"), "-o", str(path))
    for graph in (str(REGIONS / "seaport"), str(path)):
        output = run("show", "keel-works", "--graph", graph, "--lang", "en")
        assert "limited company" in output and "HRB 1012" in output


def test_the_pages_of_a_region_show_locators_labels_and_tiers(tmp_path: Path) -> None:
    run("atlas", "--graph", str(REGIONS / "seaport"), "-o", str(tmp_path / "out"))
    start = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "maritime chain" in start and "maritime chain [en]" in start
    page = (tmp_path / "out" / "entities" / "keel-works.html").read_text(encoding="utf-8")
    assert re.search(r"at HRB 1012", page) and "位置：HRB 1012" in page
    hulls = (tmp_path / "out" / "entities" / "bright-hulls.html").read_text(encoding="utf-8")
    assert "managing director [en]" in hulls
    network = (tmp_path / "out" / "networks" / "overview.html").read_text(encoding="utf-8")
    assert '"locator":[' in network and "row 41" in network


@pytest.mark.parametrize("name", LANGUAGE)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_that_people_start_with_says_something(name: str, language: str) -> None:
    graph = ("--graph", str(REGIONS / name), "--lang", language)
    for words in (("needs",), ("gaps",), ("coverage",), ("find", NAME[name]), ("networks",)):
        assert run(*words, *graph).strip()
