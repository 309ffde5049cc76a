"""The benchmarks run: on a small nation, whose answers they compare with those by hand."""

import json
import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = ROOT / "benchmarks"


def run(words: Sequence[str]) -> str:
    """What a script prints."""
    command = [sys.executable, *words]
    done = subprocess.run(command, cwd=BENCHMARKS, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Imports a module of the benchmarks."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))

    def module(name: str) -> ModuleType:
        return __import__(name)

    return module


def test_matching_gives_what_is_found_by_hand() -> None:
    said = run(["matching.py", "--small", "--repeat", "1"])
    assert "DuckDB by hand" in said and "SPARQL by hand, on disk" in said


def test_a_nation_goes_from_tables_to_a_query(tmp_path: Path) -> None:
    rows = tmp_path / "rows.json"
    stages = ["synth", "build from tables", "query of a city"]
    run(["nation.py", "--small", "--rounds", "1", "--rows", str(rows), "--stages", *stages])
    *_, sizes, growth = [one["rows"] for one in json.loads(rows.read_text(encoding="utf-8"))]
    assert [row[0] for row in sizes] == [row[0] for row in growth] == stages
    assert all(isinstance(row[8], float) for row in sizes[1:]), "beside what is done by hand"


def test_a_ratio_tells_what_was_missed_and_what_was_not_measured(named: Any) -> None:
    ratio = named("report").Ratio
    assert ratio("part", "what", 3.0, "other", 2.0, "s", goal=1.2).cells()[-2:] == (
        "1.5",
        "1.2 x **missed**",
    )
    assert ratio("part", "what", 1.0, unit="s", most=2).cells()[-2:] == ("", "2 s")
    told = ratio("part", "what", 1.0, "other", unit="s", goal=1, why="it is not installed")
    assert told.cells()[-2:] == ("not measured: it is not installed", "1 x")


def test_rows_come_back_from_a_file(named: Any) -> None:
    report = named("report")
    ratio = report.Ratio("part", "what", 3.0, "other", 2.0, "s", why="why")
    detail = report.Detail("section", "told", ("a", "b"), ((1, "x|y"), (None, 0.5)))
    for one in (ratio, detail):
        assert report.from_json(json.loads(json.dumps(report.as_json(one)))) == one
    assert detail.lines()[-2:] == ["| 1 | x\\|y |", "|  | 0.5 |"]


def test_a_section_is_replaced_and_nothing_else(named: Any, tmp_path: Path) -> None:
    write_section, path = named("report").write_section, tmp_path / "README.md"
    path.write_text("a\n<!-- one -->\nold\n<!-- / -->\nb\n<!-- two -->\n<!-- / -->\n")
    write_section("one", ["new"], path)
    assert path.read_text() == (
        "a\n<!-- one -->\n\nnew\n\n<!-- / -->\nb\n<!-- two -->\n<!-- / -->\n"
    )
    with pytest.raises(ValueError, match="three"):
        write_section("three", [], path)


def test_each_script_is_run_and_each_section_is_there(named: Any) -> None:
    scripts = named("every").SCRIPTS
    entries = {
        path.stem
        for path in BENCHMARKS.glob("*.py")
        if "\n    main(measure, __doc__" in path.read_text(encoding="utf-8")
    }
    assert set(scripts) == entries
    text = (BENCHMARKS / "README.md").read_text(encoding="utf-8")
    assert all(f"`{script}.py`" in text for script in scripts)
    sections = ("ratios", "nation", "remedies", "networks", "projection", "pages")
    assert all(f"<!-- {section} -->" in text for section in sections)


def test_the_exponent_is_that_of_the_power(named: Any) -> None:
    growth, sizes = named("growth"), (10**5, 10**6, 10**7)
    assert growth.exponent([(n, 3 * n**1.5) for n in sizes]) == pytest.approx(1.5)
    assert 1.05 < growth.of_n_log_n(sizes) < 1.1


@pytest.mark.parametrize(("power", "marked"), [(1.0, False), (1.3, True)])
def test_what_grows_faster_is_marked_whatever_it_takes_to_start(
    named: Any, power: float, marked: bool
) -> None:
    line = [(n, 2 + 1e-5 * n**power) for n in (30_000, 200_000, 2_000_000, 20_000_000)]
    found, usual, over, mark = named("nation")._growth(line)
    assert found == pytest.approx(power, abs=0.05) and usual == pytest.approx(1.07, abs=0.02)
    assert over.endswith("20,000,000") and (mark is not None) == marked


def test_the_plot_is_drawn_with_every_name(named: Any) -> None:
    lines = {f"stage {i} & more": [(10**4, 1.0 + i), (10**6, 50.0)] for i in range(20)}
    drawn = ElementTree.fromstring(named("growth").plot(lines))
    texts = [e for e in drawn.iter("{http://www.w3.org/2000/svg}text") if e.text in lines]
    assert len(texts) == 20
    at = sorted(float(e.attrib["y"]) for e in texts)
    assert all(b - a >= 12 for a, b in pairwise(at)) and at[-1] < 640


def test_the_plot_of_the_documents_is_xml_with_a_ground() -> None:
    path = ROOT / "docs" / "growth.svg"
    drawn = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    assert drawn[0].text and drawn[1].attrib["fill"] == "#fff"
