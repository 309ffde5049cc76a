"""Policy finds firm on the command line: rows for machines, shapes, and what is refused."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest


def run(*words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-c", "from ecograph.cli import main; main()", "eligible", *words],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert "error of ours" not in done.stderr
    return done


def test_a_firm_finds_its_policies() -> None:
    text = run("--firm", "厦门天马微电子有限公司", "--lang", "zh", "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) > 20
    assert {r["verdict_label"] for r in rows} <= {"符合", "不符合", "暂无法判定"}
    assert all(r["not_known"] for r in rows if r["verdict"] == "undecidable")
    assert all(r["failed"] for r in rows if r["verdict"] == "not")


def test_the_order_is_the_same_every_time() -> None:
    words = ("--chain", "生物医药", "--format", "csv", "--top", "0")
    assert run(*words).stdout == run(*words).stdout


def test_shapes_are_written_and_said(tmp_path: Path) -> None:
    target = tmp_path / "conditions.ttl"
    done = run("--policy", "policy-haicang-st-funds-2022", "--shacl", str(target), "--lang", "en")
    assert "SHACL shapes and facts; awards: 7" in done.stderr
    assert "sh:targetNode" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--shacl", "shapes.xlsx"), "let the name end in .ttl"),
        (("--shacl", "x.ttl", "-o", "x.ttl"), "give the shapes another name"),
        (("--as-of", "soon"), "'soon': is no date"),
        (("--firm", "无此企业"), "无此企业"),
        (("--verdict", "perhaps"), "perhaps"),
    ],
)
def test_what_cannot_be_meant_is_refused(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    done = run("--policy", "policy-haicang-st-funds-2022", *words, code=2)
    assert said in done.stderr
    assert not [*Path().glob("shapes.xlsx"), *Path().glob("x.ttl")]
