"""The workbook of an atlas and of a chain, as openpyxl reads it."""

import shutil
from pathlib import Path

import openpyxl
import pytest

from ecograph.base.errors import MissingExtra, UsageError
from ecograph.base.workbook import Sheet, workbook_bytes
from ecograph.graph.opening import open_graph
from ecograph.pages.atlas_workbook import write_workbook
from ecograph.pages.site_data import read_site_data
from ecograph.tables.reading import region_folder
from surface_help import invoke


def sheets_of(path: Path) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(path)
    return {s.title: [[c.value for c in row] for row in s.iter_rows()] for s in book}


@pytest.mark.parametrize(
    ("language", "gaps", "head"), [("zh", "缺口", "需方"), ("en", "Gaps", "Needed by")]
)
def test_a_sheet_a_table_with_names_heads_and_filters(tmp_path, language, gaps, head) -> None:
    path = tmp_path / "x.xlsx"
    told = write_workbook(open_graph("tiny"), path, language=language)
    book = openpyxl.load_workbook(path)
    assert [s.title for s in book] == told
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref
        heads = [cell.value for cell in sheet[1]]
        assert all(heads) and len(set(heads)) == len(heads), sheet.title
    rows = sheets_of(path)[gaps]
    assert head in rows[0]
    site_data = read_site_data(open_graph("tiny"))
    known = site_data.known_gaps
    assert len(rows) == 1 + len(known) >= 2
    shown = {site_data.label(g.product)[language != "zh"] for g in known}
    assert {row[0] for row in rows[1:]} == shown


def test_every_tie_names_its_source_and_its_ids(tmp_path) -> None:
    write_workbook(open_graph("tiny"), tmp_path / "x.xlsx", language="en")
    head, *rows = sheets_of(tmp_path / "x.xlsx")["Connections"]
    ties = [dict(zip(map(str, head), row, strict=True)) for row in rows]
    site_data = read_site_data(open_graph("tiny"))
    assert [t["id of the statement"] for t in ties] == [e.statement for e in site_data.edges]
    assert all(t["Source"] and t["id (from)"] for t in ties)
    assert not {t["From"] for t in ties} & {"s1", "b1"}  # names, not ids


def test_of_a_chain_only_what_concerns_it(tmp_path) -> None:
    path = tmp_path / "chain.xlsx"
    write_workbook(open_graph("tiny"), path, language="en", chain="pump chain")
    of_chain = sheets_of(path)
    write_workbook(open_graph("tiny"), tmp_path / "all.xlsx", language="en")
    of_all = sheets_of(tmp_path / "all.xlsx")
    assert dict(map(tuple, of_chain["About"]))["Scope"] == "pump chain"  # type: ignore[arg-type]
    assert 1 < len(of_chain["Connections"]) < len(of_all["Connections"])
    assert of_chain["Sources"]


def test_the_same_graph_gives_the_same_bytes(tmp_path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(open_graph("tiny"), tmp_path / name, language="zh")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_hostile_names_stay_text(tmp_path) -> None:
    folder = tmp_path / "region"
    shutil.copytree(region_folder("tiny"), folder)
    for path in folder.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("虚构甲泵业", "=HYPERLINK(1)"), encoding="utf-8")
    write_workbook(open_graph(str(folder)), tmp_path / "x.xlsx", language="zh")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    held = [c for s in book for row in s.iter_rows() for c in row if c.value == "=HYPERLINK(1)"]
    assert held and all(c.data_type == "s" for c in held)


def test_names_that_excel_forbids_are_mended_and_long_cells_cut(tmp_path) -> None:
    sheets = [
        Sheet("a/b:c[d]*?", ("h",), [["x" * 40_000]]),
        Sheet("很" * 40, ("h",), [[1.5], [None], [True]]),
        Sheet("很" * 40, (), [["k", "v"]]),
    ]
    (tmp_path / "x.xlsx").write_bytes(workbook_bytes(sheets))
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert [s.title for s in book] == ["a b c d", "很" * 31, "很" * 27 + " 2"]
    assert len(str(book.worksheets[0]["A2"].value)) == 32_767
    assert [row[0].value for row in book.worksheets[1].iter_rows()] == ["h", 1.5, None, True]


def test_without_the_extra_it_says_what_to_install(tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    with pytest.raises(MissingExtra, match="ecograph\\[xlsx\\]"):
        write_workbook(open_graph("tiny"), tmp_path / "x.xlsx", language="zh")


def test_the_option_of_the_commands(tmp_path) -> None:
    page, book = str(tmp_path / "x.html"), str(tmp_path / "x.xlsx")
    asked = ("view", "--graph", "tiny", "--chain", "pump-chain", "-o", page, "--xlsx", book)
    done = invoke(*asked, "--lang", "en")
    assert done.exit_code == 0 and "sheets (About, Gaps" in done.stderr
    done = invoke("view", "--graph", "tiny", "-o", page, "--xlsx", book)
    assert isinstance(done.exception, UsageError) and "--chain" in str(done.exception)
    done = invoke("view", "--graph", "tiny", "--chain", "pump-chain", "-o", page, "--xlsx", "x.xls")
    assert isinstance(done.exception, UsageError) and ".xlsx" in str(done.exception)
    done = invoke("atlas", "--graph", "tiny", "-o", str(tmp_path / "atlas"), "--xlsx", book)
    assert done.exit_code == 0 and Path(book).exists()
