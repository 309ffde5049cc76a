"""Remedies, what to ask next and answers on the command line."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import networkx as nx
import openpyxl
import pytest
from pyoxigraph import Store

from ecograph.base.namespaces import ECO
from ecograph.base.resources import graph_data_dir


def run(*words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-c", "from ecograph.cli import main; main()", *words],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert "error of ours" not in done.stderr
    return done


def test_every_known_gap_has_remedies_or_says_what_was_searched() -> None:
    rows = json.loads(run("remedies", "--top", "0", "--format", "json").stdout)["rows"]
    gaps = {r["gap"] for r in rows}
    assert len(gaps) > 100
    for row in rows:
        assert row["who"] or row["path"]  # who, or what was searched
    assert {(g, k) for g in gaps for k in ("local", "knowledge", "money", "policy", "outside")} <= {
        (r["gap"], r["remedy"]) for r in rows
    }
    fitting = {
        r["gap"] for r in rows if r["who"] and r["remedy"] in ("knowledge", "money", "policy")
    }
    assert len(fitting) > 100  # of 12 known gaps none named one before the public record
    cited = [r for r in rows if r["who"]]
    assert all(r["statements"] for r in cited)


def test_all_modalities_of_instruments_are_told_apart() -> None:
    rows = json.loads(
        run("remedies", "--kind", "policy", "--most", "0", "--top", "0", "--format", "json").stdout
    )["rows"]
    assert {"exists", "planned", "recommended", "past"} <= {r["modality"] for r in rows}


def test_nobody_is_looked_for_elsewhere_where_somebody_here_makes_it() -> None:
    rows = json.loads(run("remedies", "--graph", "tiny", "--format", "json").stdout)["rows"]
    outside = {r["gap"]: r for r in rows if r["remedy"] == "outside"}
    assert (outside["motor"]["who"], outside["seal"]["who"]) == ("s2", None)
    assert outside["seal"]["path"] == "not looked for: somebody here makes it"
    money = {r["gap"]: r["path"] for r in rows if r["remedy"] == "money"}
    assert money["motor"].startswith("nothing found up to distance 3; the graph has 1 of the kind")


def test_the_filters_and_what_is_wrong_with_them() -> None:
    assert "driver-ic" in run("remedies", "--gap", "驱动IC", "--format", "csv").stdout
    of_lab = run("remedies", "--by", "tan-kah-kee-laboratory", "--format", "json", "--top", "0")
    assert {r["who"] for r in json.loads(of_lab.stdout)["rows"]} == {"tan-kah-kee-laboratory"}
    run("remedies", "--gap", "nothing", code=2)
    run("remedies", "--gap", "xiamen", code=2)
    run("remedies", "--kind", "magic", code=2)
    run("remedies", "--gap", "驱动IC", "--chain", "平板显示", code=2)
    run("remedies", "--firm", "驱动IC", code=2)
    run("remedies", "--chain", "culture-tourism-chain", "--evidence", "stated")


def test_a_gap_and_its_remedies_are_exported_with_their_citations(tmp_path: Path) -> None:
    run("export", "--gap", "display-glass-substrate", "-o", str(tmp_path / "gap.graphml"))
    run(
        "export",
        "--gap",
        "display-glass-substrate",
        "--remedies",
        "-o",
        str(tmp_path / "all.graphml"),
    )
    gap, both = (nx.read_graphml(tmp_path / n) for n in ("gap.graphml", "all.graphml"))
    assert "neg-xiamen" in both and 0 < len(gap) < len(both)
    run("export", "--gap", "display-glass-substrate", "--remedies", "-o", str(tmp_path / "all.ttl"))
    store = Store()
    store.load(path=str(tmp_path / "all.ttl"))
    assert list(store.quads_for_pattern(None, ECO.citation, None))
    run("export", "--gap", "display-glass-substrate", "--seed", "tianma", "-o", "x.ttl", code=2)
    run("export", "--gap", "display-glass-substrate", "--hops", "3", "-o", "x.ttl", code=2)
    nothing = ("export", "--remedies", "--chain", "culture-tourism-chain")
    assert "no gap is known there" in run(*nothing, "-o", "x.ttl", code=2).stderr
    assert not [n for n, degree in gap.degree if degree == 0]  # who needs it hangs on what it makes
    run("export", "--chain", "平板显示", "--remedies", "-o", str(tmp_path / "chain.graphml"))
    assert len(nx.read_graphml(tmp_path / "chain.graphml")) > len(both)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_sheet_out_and_back(tmp_path: Path, language: str) -> None:
    sheet = tmp_path / "q.xlsx"
    said = run(
        "ask-next", "--chain", "平板显示", "--top", "10", "--sheet", str(sheet), "--lang", language
    )
    assert (
        said.stdout.count("\n") == 12
        and ("10 个问题" if language == "zh" else "questions: 10") in said.stderr
    )
    run("ask-next", "--sheet", str(sheet), code=2)  # it may hold answers
    run("ask-next", "--sheet", str(tmp_path / "q.txt"), code=2)
    one = str(tmp_path / "one.xlsx")
    run("ask-next", "--sheet", one, "--output", one, code=2)
    book = openpyxl.load_workbook(sheet)
    for page in book.worksheets[:-1]:
        page["B2"], page["B3"] = "invented", "2026-11-26"
        for row in range(6, page.max_row + 1):
            kind = str(page.cell(row, 1).value).split("-")[0]
            no, abroad = ("没有", "境外") if language == "zh" else ("no", "abroad")
            page.cell(row, 5).value = {"maker": no, "supplier": abroad}.get(kind)
    book.save(tmp_path / "a.xlsx")
    region = Path(shutil.copytree(graph_data_dir() / "xiamen", tmp_path / "region"))
    shown = json.loads(run("take-answers", str(tmp_path / "a.xlsx"), "--format", "json").stdout)
    assert {r["table"] for r in shown["rows"]} == {"sources", "mastery", "supply"}

    def width() -> float:
        told = run(
            "needs",
            "--chain",
            "平板显示",
            "--inputs",
            "all",
            "--graph",
            str(region),
            "--format",
            "json",
        )
        rows = {r["measure"]: r for r in json.loads(told.stdout)["rows"]}
        return float(rows["lmr.potential"]["high"] - rows["lmr.potential"]["low"])

    before = width()
    run("take-answers", str(tmp_path / "a.xlsx"), "--into", str(region))
    assert width() < before - 0.05
    run("take-answers", str(tmp_path / "a.xlsx"), "--into", str(region), "--undo")
    for path in (graph_data_dir() / "xiamen").glob("*.csv"):
        assert path.read_bytes() == (region / path.name).read_bytes(), path.name
    run("take-answers", str(tmp_path / "a.xlsx"), "--undo", code=2)
    run("take-answers", str(sheet), "--into", str(tmp_path), code=1)  # nothing is answered
