"""What changed between two graphs or two days: facts, their effect on indicators, and why."""

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ecograph.base.resources import graph_data_dir
from ecograph.graph.data import open_data
from ecograph.operations.differences import Side, diff, differences


@pytest.fixture
def region(tmp_path: Path) -> Path:
    """A copy of the invented region."""
    return Path(shutil.copytree(graph_data_dir() / "tiny", tmp_path / "later"))


def rows_of(path: Path) -> tuple[list[dict[str, str]], list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return rows, list(rows[0])


def write(path: Path, rows: list[dict[str, str]], columns: list[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_a_graph_and_itself_differ_in_nothing() -> None:
    side = Side(open_data("tiny"))
    found = differences(side, side)
    assert (found.changes, found.effects) == ((), ())
    assert diff(side, side).rows() == []


def test_a_withdrawn_a_changed_and_a_new_fact(region: Path) -> None:
    rows, columns = rows_of(region / "production.csv")
    gone = rows.pop(0)
    rows[0]["modality"] = "planned"
    new = {**rows[0], "id": "production-new", "modality": "exists"}
    write(region / "production.csv", sorted([*rows, new], key=lambda r: r["id"]), columns)
    found = differences(Side(open_data("tiny")), Side(open_data(str(region))))
    kinds = {c.key: c.kind for c in found.changes}
    assert kinds == {gone["id"]: "withdrawn", rows[0]["id"]: "changed", "production-new": "added"}
    (changed,) = (c for c in found.changes if c.kind == "changed")
    assert ("modality", "exists", "planned") in changed.cells


def test_what_it_did_to_the_indicators_and_why(region: Path) -> None:
    rows, columns = rows_of(region / "supply.csv")
    gone = rows.pop(0)
    write(region / "supply.csv", rows, columns)
    found = differences(Side(open_data("tiny")), Side(open_data(str(region))))
    assert found.effects
    causes = {c.key for e in found.effects for c in e.because}
    assert gone["id"] in causes
    back = differences(Side(open_data(str(region))), Side(open_data("tiny")))
    assert {(e.definition, e.about) for e in back.effects} == {
        (e.definition, e.about) for e in found.effects
    }
    assert {c.kind for c in back.changes} == {"added"}


def test_two_days_of_one_graph() -> None:
    data = open_data("xiamen")
    found = differences(Side(data, "2018"), Side(data, "2022"))
    assert found.changes
    assert {c.kind for c in found.changes} <= {"added", "withdrawn", "changed"}
    assert not differences(Side(data, "2022"), Side(data, "2022")).changes


def run(*words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-c", "from ecograph.cli import main; main()", "diff", *words],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert "error of ours" not in done.stderr
    return done


def test_on_the_command_line(region: Path, tmp_path: Path) -> None:
    rows, columns = rows_of(region / "supply.csv")
    write(region / "supply.csv", rows[1:], columns)
    done = run("tiny", str(region), "--format", "csv", "--only", "facts")
    assert rows[0]["id"] in done.stdout
    assert "withdrawn 1" in done.stderr or "撤回 1" in done.stderr
    target = tmp_path / "changes.csv"
    run("tiny", str(region), "-o", str(target))
    assert rows[0]["id"] in target.read_text(encoding="utf-8")
    same = run("tiny", "tiny")
    assert "0" in same.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("tiny@soon", "tiny"), "is no date"),
        (("nowhere", "tiny"), "nowhere"),
        (("tiny", "tiny", "--only", "hopes"), "neither facts nor indicators"),
    ],
)
def test_what_cannot_be_compared_is_said(words: tuple[str, ...], said: str) -> None:
    assert said in run(*words, code=2).stderr
