"""The benchmarks run: on a small nation, whose answers they compare with those by hand."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

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
    sections = ("ratios", "remedies", "networks", "projection", "pages")
    assert all(f"<!-- {section} -->" in text for section in sections)
