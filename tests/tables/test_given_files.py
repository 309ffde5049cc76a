"""Tables that others made: every kind of file gives the same records, and none is lost."""

import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import openpyxl
import pytest

from ecograph.base.errors import EcographError, Unreadable, UsageError
from ecograph.tables.given_files import LONGEST_CELL, PLAIN, GivenTable, Layout
from ecograph.tables.given_formats import given_tables

HEAD = ("企业名称", "成立日期", "注册资本")
ROWS = [("甲泵业", "2015-03", "5,000万元"), ("乙电子", None, "1.2"), ("丙", "2001", None)]


def one(path: Path, layout: Layout = PLAIN) -> GivenTable:
    (table,) = given_tables(path, layout)
    return table


def cells(table: GivenTable) -> list[tuple[object, ...]]:
    return [record.cells for record in table.records()]


def as_text(delimiter: str, encoding: str, ends: str = "\n") -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        rows = [[f'"{c}"' if c and delimiter in c else c or "" for c in r] for r in [HEAD, *ROWS]]
        path = folder / ("x.tsv" if delimiter == "\t" else "x.csv")
        path.write_bytes(ends.join(delimiter.join(r) for r in rows).encode(encoding))
        return path

    return write


def as_xlsx(folder: Path) -> Path:
    book = openpyxl.Workbook()
    for row in [("名单（虚构）",), HEAD, *ROWS]:
        book.active.append(row)
    book.save(folder / "x.xlsx")
    return folder / "x.xlsx"


def as_json(folder: Path, name: str = "x.json", nested: bool = False) -> Path:
    objects = [{k: v for k, v in zip(HEAD, row, strict=True) if v} for row in ROWS]
    held = {"code": 0, "data": {"rows": objects}} if nested else objects
    (folder / name).write_text(json.dumps(held, ensure_ascii=False, indent=1), encoding="utf-8")
    return folder / name


def as_json_lines(folder: Path) -> Path:
    lines = (json.dumps(dict(zip(HEAD, row, strict=True))) for row in ROWS)
    (folder / "x.jsonl").write_text("\n".join(lines), encoding="utf-8-sig")
    return folder / "x.jsonl"


def as_sqlite(folder: Path) -> Path:
    with sqlite3.connect(folder / "x.sqlite") as held:
        held.execute(f"CREATE TABLE firms ({', '.join(HEAD)})")
        held.executemany("INSERT INTO firms VALUES (?, ?, ?)", ROWS)
    held.close()
    return folder / "x.sqlite"


def as_duckdb(folder: Path) -> Path:
    with duckdb.connect(str(folder / "x.duckdb")) as held:
        held.execute(f"CREATE TABLE firms ({', '.join(f'{h} VARCHAR' for h in HEAD)})")
        held.executemany("INSERT INTO firms VALUES (?, ?, ?)", ROWS)
    return folder / "x.duckdb"


def as_parquet(folder: Path) -> Path:
    with duckdb.connect(str(as_duckdb(folder))) as held:
        held.execute(f"COPY (FROM firms) TO '{folder / '[x].parquet'}'")
    return folder / "[x].parquet"


@pytest.mark.parametrize(
    "write",
    [
        *(as_text(",", e) for e in ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be")),
        *(as_text(d, "gb18030", "\r\n") for d in "\t;|"),
        as_text(",", "utf-8", "\r"),
        *(as_xlsx, as_json, as_json_lines, as_sqlite, as_duckdb, as_parquet),
    ],
)
def test_every_kind_of_file_gives_the_same(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    table = one(write(tmp_path))
    assert table.header == HEAD
    assert cells(table) == ROWS == cells(table)


def test_where_the_records_of_a_json_file_stand_can_be_said(tmp_path: Path) -> None:
    path = as_json(tmp_path, nested=True)
    assert cells(one(path, Layout(records="data.rows"))) == ROWS
    with pytest.raises(UsageError, match=r"nothing at data\.no: no is"):
        given_tables(path, Layout(records="data.no"))


def test_titles_blank_rows_and_totals_are_left_out_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    lines = [
        "附件1：名单,,",
        "单位：万元,,",
        "序号,企业,产值",
        "1,甲,5",
        ",,",
        "合 计：,,5",
        "Total,,5",
    ]
    path.write_text("\n".join(lines), encoding="gb18030")
    table = one(path)
    assert (table.header, table.header_row) == (("序号", "企业", "产值"), 3)
    assert cells(table) == [("1", "甲", "5")]
    assert table.left_out == {"above": 2, "blank": 1, "totals": 2}
    assert len(cells(one(path, Layout(totals=False)))) == 3
    assert one(path, Layout(header=4)).header == ("1", "甲", "5")


def test_blank_cells_are_filled_down_only_where_that_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("parent,factory\nA,a1\n,a2\nB,b1\n", encoding="utf-8")
    assert [c[0] for c in cells(one(path))] == ["A", None, "B"]
    assert [c[0] for c in cells(one(path, Layout(fill_down=("parent",))))] == ["A", "A", "B"]
    with pytest.raises(UsageError, match="no column group to fill down; it has parent, factory"):
        one(path, Layout(fill_down=("group",)))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('2,"open,4', "opens a quote that does not end"),
        ("2,b,4,5", "has 4 cells where the header has 3"),
        (f"2,{'x' * 140_000},4", "holds a cell of more than 131072"),
        ("2,b\x00,4", "holds a NUL"),
    ],
)
def test_a_wrong_row_is_told_and_the_rest_is_read(tmp_path: Path, line: str, why: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(f"a,b,c\n1,b,3\n{line}\n5,b,6\n7,b,8\n", encoding="utf-8")
    held = list(one(path).records())
    assert [(r.number, r.wrong is not None) for r in held] == [
        (2, False),
        (3, True),
        (4, False),
        (5, False),
    ]
    assert why in str(held[1].wrong)
    assert csv_limit() == LONGEST_CELL


def csv_limit() -> int:
    import csv

    return csv.field_size_limit()


def test_a_byte_that_is_no_text_is_told_of_its_row(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("名,数\n甲,1\n乙".encode() + b"\xff,2\n" + "丙,3\n".encode())
    assert [r.wrong for r in one(path).records()] == [
        None,
        "holds the byte 0xff, which is no utf-8",
        None,
    ]


def test_lines_of_json_that_are_none_are_told(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text('{"a": 1}\n{"a": \n[1]\n{"a": 1e308, "b": ["x"]}\n', encoding="utf-8")
    held = list(one(path).records())
    assert [r.number for r in held] == [1, 2, 3, 4]
    assert "is no JSON" in str(held[1].wrong) and "no JSON object" in str(held[2].wrong)
    assert held[3].cells == ("1e+308", ["x"])


def test_a_sheet_is_chosen_by_its_name(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "一"
    book.active.append(["a"])
    book.create_sheet("二").append(["b"])
    book.save(tmp_path / "x.xlsx")
    assert [t.called for t in given_tables(tmp_path / "x.xlsx")] == ["x.xlsx:一", "x.xlsx:二"]
    assert one(tmp_path / "x.xlsx", Layout(sheet="二")).header == ("b",)
    with pytest.raises(UsageError, match="has no sheet 三; it has 一, 二"):
        given_tables(tmp_path / "x.xlsx", Layout(sheet="三"))


def bomb(folder: Path) -> Path:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (1 << 20))
    raw = bytearray(data.getvalue())
    at = raw.index(b"PK\x01\x02")
    raw[at + 24 : at + 28] = (2**31).to_bytes(4, "little")  # what it says it unpacks to
    (folder / "bomb.xlsx").write_bytes(raw)
    return folder / "bomb.xlsx"


def test_hostile_files_are_refused_in_a_sentence(tmp_path: Path) -> None:
    for name, content in (
        ("x.xlsx", b"PK no zip"),
        ("x.parquet", b"PAR1"),
        ("x.duckdb", b"no database at all"),
        ("x.sqlite", b"SQLite format 3\x00 no"),
        ("x.json", b"[" * 100_000),
        ("x.json", b"3"),
        ("x.exe", b""),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(EcographError, match=name):
            given_tables(tmp_path / name)
    (tmp_path / "folder.csv").mkdir()
    for path in (bomb(tmp_path), tmp_path / "none.csv", tmp_path / "folder.csv"):
        with pytest.raises(Unreadable):
            given_tables(path)
