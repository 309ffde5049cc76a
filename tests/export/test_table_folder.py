"""The tables of a graph: the way back loses nothing, and a part of it is a region of its own."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from ecograph.base.errors import Unreadable, UsageError
from ecograph.export.graph_files import build_to
from ecograph.export.subgraph_files import selected
from ecograph.export.table_folder import write_table_folder
from ecograph.graph.opening import open_graph
from ecograph.graph.validation import check_region
from ecograph.networks.subgraph import Selection
from ecograph.tables.reading import Region, read_region, region_at

MADE_ANEW = ("naming", "support")  # whose ids are in no graph


def told(region: Region) -> dict[str, Counter[tuple[tuple[str, tuple[str, ...]], ...]]]:
    """The rows of each table, however they are sorted; decimals without zeros at their end."""
    found: dict[str, Counter[tuple[tuple[str, tuple[str, ...]], ...]]] = {}
    for spec, row in region.rows():
        cells = {
            name: tuple(sorted(_plain(spec.columns[name].type, v) for v in values))
            for name, values in row.cells.items()
            if not (name == "id" and spec.name in MADE_ANEW)
        }
        found.setdefault(spec.name, Counter())[tuple(sorted(cells.items()))] += 1
    for row in region.concepts:
        found.setdefault("concept", Counter())[tuple(sorted(row.cells.items()))] += 1
    return found


def _plain(kind: str, value: str) -> str:
    return value.rstrip("0").rstrip(".") if kind == "decimal" and "." in value else value


@pytest.mark.parametrize("name", ["tiny", "xiamen"])
def test_tables_come_back_as_they_were(tmp_path: Path, name: str) -> None:
    write_table_folder(open_graph(name), tmp_path / "out")
    back = read_region(tmp_path / "out")
    was = region_at(name)
    assert (back.name, back.labels, back.place, back.synthetic) == (
        was.name, was.labels, was.place, was.synthetic,
    )  # fmt: skip
    assert told(back) == told(was)


def test_one_key_of_two_code_lists_is_two_rows(tiny_folder: Path, tmp_path: Path) -> None:
    lines = ["scheme,key,label_zh,label_en,source"]
    lines += [f"{scheme},deep-sea,深海,deep sea,editorial" for scheme in ("lab-kind", "fund-kind")]
    (tiny_folder / "concept.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    write_table_folder(open_graph(str(tiny_folder)), tmp_path / "out")
    assert (
        told(read_region(tmp_path / "out"))["concept"] == told(read_region(tiny_folder))["concept"]
    )
    assert len(read_region(tmp_path / "out").concepts) == 2


@pytest.mark.parametrize("form", ["xlsx", "parquet"])
def test_other_forms_hold_the_same(tmp_path: Path, form: str) -> None:
    write_table_folder(open_graph("tiny"), tmp_path / form, form)  # type: ignore[arg-type]
    assert told(read_region(tmp_path / form)) == told(region_at("tiny"))


@pytest.mark.parametrize("suffix", [".trig", ".ttl", ".nq", ".jsonld"])
def test_a_file_of_the_graph_gives_the_same_tables(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"tiny{suffix}"
    build_to(open_graph("tiny"), path)
    write_table_folder(open_graph(str(path)), tmp_path / "out")
    assert told(read_region(tmp_path / "out")) == told(region_at("tiny"))


def test_a_part_is_a_region_that_conforms(tmp_path: Path) -> None:
    graph = open_graph("xiamen")
    part = selected(graph, Selection(chain="平板显示"))
    write_table_folder(graph, tmp_path / "part", "csv", part)
    errors = [f for f in check_region(str(tmp_path / "part")).findings if f.severity == "error"]
    assert errors == []
    region, whole = read_region(tmp_path / "part"), region_at("xiamen")
    kept = {row.one("id") for _, row in region.rows()}
    assert part <= kept
    doubts = {r.one("statement"): r.one("id") for r in whole.tables["doubt"].rows}
    assert {doubts[key] for key in kept & doubts.keys()} <= kept  # a doubt travels along


def test_what_columns_mean_stands_beside_them(tmp_path: Path) -> None:
    write_table_folder(open_graph("tiny"), tmp_path / "out")
    group = json.loads((tmp_path / "out/csv-metadata.json").read_text(encoding="utf-8"))
    assert group["@context"] == "http://www.w3.org/ns/csvw"
    for table in group["tables"]:
        with (tmp_path / "out" / table["url"]).open(encoding="utf-8", newline="") as file:
            head = next(csv.reader(file))
        assert [c["name"] for c in table["tableSchema"]["columns"]] == head
    (supply,) = (t for t in group["tables"] if t["url"] == "supply.csv")
    columns = {c["name"]: c for c in supply["tableSchema"]["columns"]}
    assert columns["value"]["datatype"] == "decimal"
    assert columns["buyer"]["propertyUrl"].endswith("ontology#buyer")


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="holds something already"):
        write_table_folder(open_graph("tiny"), tmp_path / "out")
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_a_graph_of_another_vocabulary_has_no_tables_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "other.ttl"
    path.write_text('<http://example.org/a> <http://example.org/p> "x" .')
    with pytest.raises(Unreadable, match="map it to the ontology"):
        write_table_folder(open_graph(str(path)), tmp_path / "out")
    assert not (tmp_path / "out").exists()
