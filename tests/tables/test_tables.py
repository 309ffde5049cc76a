"""Reading tables: every kind of bad input names file, row, column, value and mend."""

import csv
import os
import time
from pathlib import Path

import duckdb
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecograph.base.errors import DataError, DataWarning, Finding, UnknownName, Unreadable
from ecograph.graph.opening import open_graph
from ecograph.graph.validation import check_region
from ecograph.tables.cells import parse_span
from ecograph.tables.reading import LEFT_OUT, read_region, read_what_conforms, region_at
from ecograph.tables.schema import code_lists, superclasses, table_specs
from rdf_help import add_rows, statement

HEADER = (
    "id,label_zh,label_en,alt_zh,alt_en,kind,ladder,founded,source,paragraph,span\n"  # firm.csv
)


def findings(folder: Path) -> list[Finding]:
    with pytest.raises(DataError) as caught:
        read_region(folder)
    assert caught.value.exit_code == 1
    return list(caught.value.findings)


def spoil(folder: Path, table: str, old: str, new: str) -> None:
    path = folder / table
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


CASES = {
    "unknown column": (
        "firm.csv",
        "founded,",
        "foundd,",
        ("firm.csv", 1, "foundd", "unknown column", "founded"),
    ),
    "missing id": ("firm.csv", "\nb1,", "\n,", ("firm.csv", 2, "id", "is missing", "id")),
    "duplicate id": ("firm.csv", "\nb2,", "\nb1,", ("firm.csv", 3, "id", "used twice", "row 2")),
    "id of another table": (
        "firm.csv",
        "\nb2,",
        "\npump,",
        ("product.csv", 3, "id", "used twice", "firm.csv"),
    ),
    "bad id": ("firm.csv", "\nb2,", "\nB 2,", ("firm.csv", 3, "id", "is no id", "a-z")),
    "reference to nothing": (
        "production.csv",
        ",pump,",
        ",pumpp,",
        ("production.csv", 2, "product", "refers to nothing", "pump"),
    ),
    "wrong class": (
        "production.csv",
        ",pump,",
        ",hillside,",
        ("production.csv", 2, "product", "is of class City", "another row"),
    ),
    "an industry as maker": (
        "production.csv",
        ",b1,",
        ",pump-chain,",
        ("production.csv", 2, "maker", "is of class IndustryChain", "industry_output.csv"),
    ),
    "a product as buyer": (
        "supply.csv",
        ",b1,",
        ",pump,",
        ("supply.csv", 2, "buyer", "is of class Product", "the column used_in"),
    ),
    "two levels of evidence": (
        "supply.csv",
        ",exists,stated,",
        ",exists,stated|implied,",
        ("supply.csv", 2, "evidence", "holds several keys", "a second fact is a second row"),
    ),
    "no role": (
        "participation.csv",
        ",leading,",
        ",,",
        ("participation.csv", 2, "role", "is missing", "write one of representative, leading"),
    ),
    "no number": (
        "supply.csv",
        ",60,",
        ",sixty,",
        ("supply.csv", 2, "value", "is no number", "digits"),
    ),
    "infinite": (
        "supply.csv",
        ",60,",
        ",inf,",
        ("supply.csv", 2, "value", "no finite number", "empty"),
    ),
    "share": (
        "requirement.csv",
        ",0.3,",
        ",61,",
        ("requirement.csv", 2, "share", "is not a fraction in [0, 1]", "write 0.61"),
    ),
    "weight": (
        "requirement.csv",
        ",0.3,",
        ",0.3,0",
        ("requirement.csv", 2, "weight", "is not more than 0", "take the row out"),
    ),
    "a paragraph alone": (
        "supply.csv",
        "2025,,,exists,stated,,,,invented,,",
        "2025,,,exists,stated,,,,invented,3,",
        ("supply.csv", 2, "span", "is missing", "paragraph and span, or neither"),
    ),
    "a span alone": (
        "supply.csv",
        "2025,,,exists,stated,,,,invented,,",
        "2025,,,exists,stated,,,,invented,,3..12",
        ("supply.csv", 2, "paragraph", "is missing", "paragraph and span, or neither"),
    ),
    "unregistered source": (
        "firm.csv",
        ",invented,",
        ",invnted,",
        ("firm.csv", 2, "source", "is not registered", "invented"),
    ),
    "spreadsheet date": (
        "policy.csv",
        ",2025,",
        ",3/1/2025,",
        ("policy.csv", 2, "issued", "changed by a spreadsheet", "2022-03-01"),
    ),
    "spreadsheet serial": (
        "policy.csv",
        ",2025,",
        ",45717,",
        ("policy.csv", 2, "issued", "changed by a spreadsheet", "2022"),
    ),
    "mangled span": (
        "firm.csv",
        "invented,,",
        "invented,1,12-Mar",
        ("firm.csv", 2, "span", "changed by a spreadsheet", "3..12"),
    ),
    "empty span": (
        "firm.csv",
        "invented,,",
        "invented,1,5..5",
        ("firm.csv", 2, "span", "empty span", "after the first"),
    ),
    "code list": (
        "firm.csv",
        ",leading,",
        ",leader,",
        ("firm.csv", 2, "ladder", "not in the code list firm-ladder", "leading"),
    ),
    "boolean": (
        "requirement.csv",
        ",true,",
        ",yes,",
        ("requirement.csv", 2, "essential", "neither true nor false", "true or false"),
    ),
    "cells": (
        "firm.csv",
        "Alpha Pumps",
        "Alpha, Pumps",
        ("firm.csv", 2, None, "12 cells", "quotes"),
    ),
    "no name": (
        "firm.csv",
        "虚构甲泵业,Alpha Pumps",
        ",",
        ("firm.csv", 2, "label_zh", "is missing", "fill it in, or label_en"),
    ),
    "required": (
        "production.csv",
        ",b1,",
        ",,",
        ("production.csv", 2, "maker", "is missing", "fill it in"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_input_names_place_and_mend(tiny_folder: Path, case: str) -> None:
    table, old, new, (file, row, column, problem, mend) = CASES[case]
    spoil(tiny_folder, table, old, new)
    found = findings(tiny_folder)
    hits = [f for f in found if f.file == file and f.row == row and f.column == column]
    assert any(problem in f.problem and mend in f.mend for f in hits), [str(f) for f in found]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_whatever_spreadsheets_save_is_read(tiny_folder: Path, encoding: str, ends: str) -> None:
    plain = [dict(row.cells) for _, row in read_region(tiny_folder).rows()]
    for path in tiny_folder.glob("*.csv"):
        text = path.read_text(encoding="utf-8").replace("\n", ends)
        path.write_bytes(text.encode(encoding))
    region = read_region(tiny_folder)
    assert [dict(row.cells) for _, row in region.rows()] == plain
    files = {p.name: p.read_bytes().isascii() for p in tiny_folder.glob("*.csv")}
    if encoding == "utf-8-sig":
        expected = set()
    elif encoding == "gb18030":  # of which ASCII is a part, as it is of UTF-8
        expected = {name for name, ascii_ in files.items() if not ascii_}
    else:
        expected = set(files)
    assert {f.file for f in region.warnings} == expected
    assert all("was read as" in f.problem for f in region.warnings)


def test_a_broken_sign_names_the_row(tiny_folder: Path) -> None:
    path = tiny_folder / "firm.csv"
    raw = path.read_bytes()
    at = raw.rindex("虚".encode())
    path.write_bytes(raw[:at] + raw[at + 1 :])
    first = findings(tiny_folder)[0]
    assert (first.file, first.row) == ("firm.csv", raw[:at].count(b"\n") + 1)
    assert "neither UTF-8" in first.problem and "write the sign again" in first.mend


def test_all_findings_come_at_once_and_five_are_shown(tiny_folder: Path) -> None:
    for old, new in ((",60,", ",x,"), (",40,", ",y,")):
        spoil(tiny_folder, "supply.csv", old, new)
    spoil(tiny_folder, "production.csv", ",pump,", ",zzz,")
    text = (tiny_folder / "firm.csv").read_text(encoding="utf-8")
    text = text.replace("invented", "nobody")
    (tiny_folder / "firm.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="and 2 more") as caught:
        read_region(tiny_folder)
    assert len(caught.value.findings) == 7


def test_unknown_table_is_named(tiny_folder: Path) -> None:
    (tiny_folder / "firms.csv").write_text(HEADER, encoding="utf-8")
    assert findings(tiny_folder)[0].mend == "rename it to firm.csv"


def test_place_of_the_region_must_exist(tiny_folder: Path) -> None:
    spoil(tiny_folder, "region.toml", "rivermouth", "nowhere")
    assert [f.column for f in findings(tiny_folder)] == ["place"]


def test_a_folder_without_description_is_no_region(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"region\.toml"):
        read_region(tmp_path)


def test_unknown_region_suggests_the_nearest() -> None:
    with pytest.raises(UnknownName, match="tiny"):
        from ecograph.tables.reading import region_folder

        region_folder("tinny")


@pytest.mark.parametrize("name", ["tiny", "xiamen"])
def test_shipped_tables_are_sorted_and_in_the_declared_order(name: str) -> None:
    region = region_at(name)
    for table in region.tables.values():
        path = region.folder / f"{table.spec.name}.csv"
        raw = path.read_bytes()
        assert b"\r" not in raw and raw.endswith(b"\n")
        header = raw.decode("utf-8").split("\n", 1)[0].split(",")
        declared = list(table.spec.columns)
        assert header == [c for c in declared if c in header], path.name
        optional = {"address", "locator"}  # where no document has one
        if table.spec.name == "sources":
            optional |= {"basis_zh", "basis_en", "publisher", "grade", "stored"}
        optional |= {"alt_en"} if table.spec.name == "naming" else set()
        assert set(declared) - set(header) <= optional, path.name
        keys = [row.one("id") for row in table.rows]
        assert keys == sorted(keys, key=str), path.name


def test_every_statement_of_xiamen_cites_a_place_or_is_editorial() -> None:
    region = region_at("xiamen")
    for spec, row in region.rows():
        if "source" in spec.columns and row.one("source") != "editorial":
            placed = row.one("paragraph") and row.one("span")
            assert placed or row.one("locator"), (spec.name, row.number)


def test_schema_speaks_the_ontology() -> None:
    classes = superclasses()
    for spec in table_specs().values():
        above = classes[spec.class_name]
        if spec.kind == "entity":
            assert "Entity" in above, spec.class_name
        if spec.kind == "statement":
            assert "Statement" in above, spec.class_name
        for column in spec.columns.values():
            if column.type == "ref":
                assert set(column.argument) <= set(classes), (spec.name, column.name)
            if column.type == "concept":
                assert column.argument[0] in code_lists(), (spec.name, column.name)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_spans_read_back(start: int, length: int) -> None:
    assert parse_span(f"{start}..{start + length}") == (start, start + length)


# ------------------------------------------------------ everything is accounted for

OTHER_NAMES = [
    *("firm.CSV", "Firm.csv", "firm.tsv", "firm.csv.gz", "firm.xls", "firm.txt"),
    *("firm.csv.txt", "firm.csv.md", "__firm.csv", "firm.csv.old"),
]


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_a_table_by_another_name_is_an_error(tiny_folder: Path, name: str) -> None:
    (tiny_folder / "firm.csv").rename(tiny_folder / name)
    found = next(f for f in findings(tiny_folder) if f.file == name)
    assert "is not read" in found.problem and "save it as firm.csv" in found.mend


def as_workbook(folder: Path, *tables: str, name: str = "tables.xlsx") -> None:
    book = openpyxl.Workbook()
    book.active.title = "README"
    book.active.append(["what the sheets are"])
    for table in tables:
        path = folder / f"{table}.csv"
        sheet = book.create_sheet(table)
        sheet.append([f"# {table}: what is above the header is a comment"])
        for row in csv.reader(path.read_text(encoding="utf-8").splitlines()):
            sheet.append(row)
        path.unlink()
    book.save(folder / name)


def as_parquet(folder: Path, table: str) -> None:
    path = folder / f"{table}.csv"
    copy = f"COPY (FROM read_csv('{path}', all_varchar=true)) TO '{path.with_suffix('.parquet')}'"
    duckdb.sql(copy)
    path.unlink()


def test_tables_may_be_sheets_or_parquet(tiny_folder: Path) -> None:
    plain = [(spec.name, row.cells) for spec, row in read_region(tiny_folder).rows()]
    (tiny_folder / "concept.csv").write_text(
        "scheme,key,label_zh,label_en\nfirm-kind,gmbh,有限责任公司,GmbH\n", encoding="utf-8"
    )
    concepts = read_region(tiny_folder).concepts
    as_workbook(tiny_folder, "firm", "supply", "sources", "concept")
    as_parquet(tiny_folder, "product")
    region = read_region(tiny_folder)
    assert [(spec.name, row.cells) for spec, row in region.rows()] == plain
    assert not region.warnings
    assert [row.cells for row in region.concepts] == [row.cells for row in concepts] != []
    assert region.file_of("firm") == "tables.xlsx:firm" and region.file_of("lab") == "lab.csv"


def test_a_row_of_a_sheet_is_named_by_its_sheet(tiny_folder: Path) -> None:
    spoil(tiny_folder, "firm.csv", ",leading,", ",leader,")
    as_workbook(tiny_folder, "firm", "supply")
    (found,) = findings(tiny_folder)
    assert (found.file, found.row, found.column) == ("tables.xlsx:firm", 3, "ladder")


def test_a_table_stands_in_one_file(tiny_folder: Path) -> None:
    text = (tiny_folder / "firm.csv").read_text(encoding="utf-8")
    as_workbook(tiny_folder, "firm", "supply")
    (tiny_folder / "firm.csv").write_text(text, encoding="utf-8")
    (found,) = findings(tiny_folder)
    assert found.problem == "holds the table firm, which firm.csv holds too"


def test_a_broken_workbook_by_the_name_of_a_table_is_an_error(tiny_folder: Path) -> None:
    (tiny_folder / "firm.xlsx").write_bytes(b"PK no zip")
    (found,) = findings(tiny_folder)
    assert (found.file, found.severity) == ("firm.xlsx", "error")
    assert "is no workbook" in found.problem


@pytest.mark.parametrize("sign", ["\t", ";"])
def test_comments_and_other_signs_between_cells(tiny_folder: Path, sign: str) -> None:
    plain = [row.cells for _, row in read_region(tiny_folder).rows()]
    for path in tiny_folder.glob("*.csv"):
        rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write('# above the header,"a comment"\n#\n')
            csv.writer(file, delimiter=sign, lineterminator="\n").writerows(rows)
    assert [row.cells for _, row in read_region(tiny_folder).rows()] == plain


@pytest.mark.parametrize("name", ["supplier.xlsx", "notes.docx", "drafts"])
def test_what_is_no_table_is_warned_of(tiny_folder: Path, name: str) -> None:
    if "." in name:
        (tiny_folder / name).write_bytes(b"x")
    else:
        (tiny_folder / name).mkdir()
    region = read_region(tiny_folder)
    (found,) = region.warnings
    assert (found.file, found.severity) == (name, "warning") and "was not read" in found.problem
    with pytest.warns(DataWarning, match=name):
        open_graph(str(tiny_folder))
    assert found in check_region(str(tiny_folder)).findings


@pytest.mark.parametrize("name", ["README.md", "notes.txt", ".DS_Store", "~$firm.xlsx", ".git"])
def test_notes_and_hidden_files_are_no_data(tiny_folder: Path, name: str) -> None:
    (tiny_folder / name).write_bytes(b"x")
    assert read_region(tiny_folder).warnings == ()


def test_a_column_named_twice(tiny_folder: Path) -> None:
    path = tiny_folder / "firm.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    text = "\n".join([head + ",label_zh", *(f"{r},重名" for r in rows)]) + "\n"
    path.write_text(text, encoding="utf-8")
    (found,) = findings(tiny_folder)
    assert (found.file, found.row, found.column) == ("firm.csv", 1, "label_zh")
    assert "stands twice in the header" in found.problem and "keep one" in found.mend


@pytest.mark.parametrize(
    ("text", "row", "said"),
    [
        ('zz,"未闭合\n', 6, "opens a quote that does not end"),
        ('zz,"a"b,c\n', 6, "has a quote inside of a cell"),
        ("zz," + "x" * 131_073 + "\n", 6, "more than 131072 characters"),
        ('zz,"' + "x\n" * 70_000, 6, "more than 131072 characters"),
    ],
)
def test_a_record_that_cannot_be_read(tiny_folder: Path, text: str, row: int, said: str) -> None:
    with (tiny_folder / "firm.csv").open("a", encoding="utf-8") as out:
        out.write(text)
    found = findings(tiny_folder)[0]
    assert (found.file, found.row) == ("firm.csv", row)
    assert said in found.problem and "no row from here on is read" in found.mend


def test_a_stray_quote_that_swallows_a_row(tiny_folder: Path) -> None:
    path = tiny_folder / "firm.csv"
    head, first, second, *rest = path.read_text(encoding="utf-8").splitlines()
    quoted = first.replace("虚构甲泵业", '"虚构甲泵业'), second.replace("虚构乙泵业", '虚构乙泵业"')
    assert quoted != (first, second)
    path.write_text("\n".join([head, *quoted, *rest]) + "\n", encoding="utf-8")
    found = findings(tiny_folder)[0]
    assert (found.file, found.row) == ("firm.csv", 2) and "looks like a row" in found.problem


@pytest.mark.parametrize(
    ("table", "old", "new", "said"),
    [
        ("firm.csv", "invented,,", f"invented,1,1..{'9' * 5000}", "is no span"),
        ("firm.csv", "invented,,", f"invented,{'9' * 30},1..2", "has too many digits"),
        ("supply.csv", ",60,", f",{'9' * 400},", "has too many digits"),
        ("region.toml", 'id = "tiny"', f"id = 0x{'f' * 5000}", "is not what stands there"),
    ],
)
def test_numbers_without_end(tiny_folder: Path, table: str, old: str, new: str, said: str) -> None:
    spoil(tiny_folder, table, old, new)
    assert said in findings(tiny_folder)[0].problem


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",exists,stated,", ",exists,editorial,", "is for what no document says, and invented"),
        ("invented,,\n", "editorial,,\n", "is for what a document says, and editorial is none"),
    ],
)
def test_evidence_fits_the_source(tiny_folder: Path, old: str, new: str, said: str) -> None:
    spoil(tiny_folder, "supply.csv", old, new)
    finding = findings(tiny_folder)[0]
    assert (finding.file, finding.row, finding.column) == ("supply.csv", 2, "evidence")
    assert said in finding.problem and "write" in finding.mend


def test_what_is_stated_can_be_read_somewhere(tiny_folder: Path) -> None:
    sources = tiny_folder / "sources.csv"
    text = sources.read_text(encoding="utf-8").replace(",synthetic,", ",news-feature,")
    sources.write_text(text, encoding="utf-8")
    found = [f for f in findings(tiny_folder) if f.column == "evidence"]
    assert found and "nobody is told where to read invented" in found[0].problem
    assert "give the source an address" in found[0].mend
    head, *rows = text.splitlines()
    told = [f"{head},address", *(f"{r},https://example.org/{n}" for n, r in enumerate(rows))]
    sources.write_text("\n".join(told) + "\n", encoding="utf-8")
    read_region(tiny_folder)


def test_many_wrong_names_are_found_quickly(tiny_folder: Path) -> None:
    path = tiny_folder / "location.csv"
    head = path.read_text(encoding="utf-8").splitlines()[0].split(",")
    row = {"located": "b1", "place": "nowhere", "modality": "exists", "evidence": "stated"}
    row |= {"source": "invented"}
    rows = (",".join((row | {"id": f"x{n}"}).get(c, "") for c in head) for n in range(5000))
    path.write_text("\n".join([",".join(head), *rows]) + "\n", encoding="utf-8")
    started = time.process_time()
    assert len(findings(tiny_folder)) == 5000
    assert time.process_time() - started < 5


def test_the_row_of_a_record_of_several_lines_is_its_first(tiny_folder: Path) -> None:
    path = tiny_folder / "firm.csv"
    text = path.read_text(encoding="utf-8").replace("Alpha Pumps", '"Alpha\nPumps"')
    path.write_text(text.replace("\nb2,", "\nB 2,"), encoding="utf-8")
    assert (findings(tiny_folder)[0].row, findings(tiny_folder)[0].value) == (4, "B 2")


def test_a_pipe_in_the_place_of_a_table(tiny_folder: Path) -> None:
    (tiny_folder / "fund.csv").unlink()
    os.mkfifo(tiny_folder / "fund.csv")
    found = next(f for f in findings(tiny_folder) if f.file == "fund.csv")
    assert "is a pipe" in found.problem and found.mend == "put a file in its place"


def test_a_character_that_is_not_seen(tiny_folder: Path) -> None:
    spoil(tiny_folder, "firm.csv", "Alpha Pumps", "Alpha\x00Pumps")
    (found,) = findings(tiny_folder)
    assert (found.row, found.column, found.mend) == (2, "label_en", "delete it")
    assert "U+0000" in found.problem


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("synthetic = true", 'synthetic = "no"', "synthetic"),
        ("synthetic = true", "synthetic = 1", "synthetic"),
        ('id = "tiny"', 'id = "../../x"', "id"),
        ('id = "tiny"', "id = 3", "id"),
        ('id = "tiny"', 'id = "a\\u0000b"', "id"),
        ("label_en = ", 'label_en = "a\\u0000b" # ', "label_en"),
        ("label_en = ", 'label_en = "" # ', "label_en"),
        ("label_en = ", "label_en = [] # ", "label_en"),
        ("synthetic = ", "syntetic = ", "syntetic"),
        ("synthetic = true", "synthetic = true\n[[[", None),
        ("synthetic = true", "x = " + "[" * 100_000, None),
        ("synthetic = true", "x = " + "1" * 5000, None),
        ("synthetic = true", "\x00", None),
    ],
)
def test_region_toml_is_typed(tiny_folder: Path, old: str, new: str, column: str | None) -> None:
    spoil(tiny_folder, "region.toml", old, new)
    (found,) = findings(tiny_folder)
    assert (found.file, found.column) == ("region.toml", column) and found.mend


def test_no_document_has_the_name_of_another_ones_citation(tiny_folder: Path) -> None:
    """Else `x-1-2-3` cited whole and paragraph 1, characters 2..3 of `x` would be one citation."""
    same = {"label_zh": "甲", "label_en": "a", "kind": "paper", "licence": "free"}
    add_rows(tiny_folder, "sources", same | {"id": "x"}, same | {"id": "x-1-2-3"})
    with pytest.raises(DataError, match="is what a citation of x would be called"):
        read_region(tiny_folder)


def test_the_source_editorial_is_there_unless_a_region_writes_its_own(tiny_folder: Path) -> None:
    own = "editorial,英文名称与定义由编者给出,English names and definitions by the editors,"
    rows = {row.one("id"): row for row in read_region(tiny_folder).tables["sources"].rows}
    assert rows["editorial"].one("licence") == "CC BY 4.0"
    spoil(tiny_folder, "sources.csv", f"{own}editorial,2026-11-22,CC BY 4.0,,\n", "")
    rows = {row.one("id"): row for row in read_region(tiny_folder).tables["sources"].rows}
    assert rows["editorial"].one("kind") == "editorial"
    assert rows["editorial"].one("label_zh") and rows["editorial"].one("label_en")
    after = check_region(str(tiny_folder))
    assert after.findings == ()
    assert after.checked["rows"] == check_region("tiny").checked["rows"] - 1  # those of the files


def test_a_region_of_general_knowledge_needs_no_sources(tmp_path: Path) -> None:
    text = 'id = "r"\nlabel_zh = "城"\nlabel_en = "R"\nplace = "r-city"\n'
    (tmp_path / "region.toml").write_text(text, encoding="utf-8")
    row = {"id": "r-city", "label_zh": "城", "label_en": "R", "source": "editorial"}
    add_rows(tmp_path, "city", row)
    assert not [f for f in check_region(str(tmp_path)).findings if f.severity == "error"]


def test_the_name_editorial_is_taken(tiny_folder: Path) -> None:
    spoil(tiny_folder, "firm.csv", "\nb2,", "\neditorial,")
    assert any(
        (f.file, f.row, f.problem) == ("firm.csv", 3, "is taken") for f in findings(tiny_folder)
    )


def test_editorial_is_of_its_kind(tiny_folder: Path) -> None:
    spoil(tiny_folder, "sources.csv", "editors,editorial,", "editors,paper,")
    (found,) = findings(tiny_folder)
    assert (found.file, found.row, found.column) == ("sources.csv", 2, "kind")


def test_a_column_of_old_is_read_with_a_warning(tiny_folder: Path) -> None:
    spoil(tiny_folder, "supply.csv", ",evidence,", ",certainty,")
    spoil(tiny_folder, "city.csv", "part_of,", "admin_code,")
    region = read_region(tiny_folder)
    said = {(f.file, f.column): (f.severity, f.mend) for f in region.warnings}
    assert said["supply.csv", "certainty"] == ("warning", "rename it to evidence")
    severity, mend = said["city.csv", "admin_code"]
    assert severity == "warning" and mend is not None and "identifier.csv" in mend
    assert {row.one("evidence") for row in region.tables["supply"].rows} == {"stated"}


def test_what_is_implied_says_why(tiny_folder: Path) -> None:
    page = {"id": "page", "kind": "paper", "licence": "CC BY 4.0", "address": "https://example.org"}
    add_rows(tiny_folder, "sources", page | {"label_zh": "页", "label_en": "page"})
    row = statement(id="dev", developer="b1", developed="pump", evidence="implied", source="page")
    add_rows(tiny_folder, "development", row, row | {"id": "why", "basis_en": "it says so"})
    (found,) = (f for f in findings(tiny_folder) if f.file == "development.csv")
    assert (found.row, found.column) == (2, "evidence") and "does not say why" in found.problem
    assert "basis_zh or basis_en" in found.mend


def test_what_conforms_is_read_and_the_rest_is_told(tiny_folder: Path) -> None:
    path = tiny_folder / "firm.csv"
    head, first, *others = path.read_text(encoding="utf-8").splitlines()
    key = first.partition(",")[0]
    path.write_text("\n".join([head, first.replace(",invented", ",nowhere"), *others, ""]))
    with pytest.raises(DataError):
        read_region(tiny_folder)
    region = read_what_conforms(tiny_folder)
    assert key not in {row.one("id") for row in region.tables["firm"].rows}
    told = [f for f in region.warnings if LEFT_OUT in f.mend]
    assert (told[0].file, told[0].row, told[0].column) == ("firm.csv", 2, "source")
    left = {(f.file, f.row) for f in told}
    whole = sum(1 for _ in read_region_rows(tiny_folder))
    assert whole - len(left) == sum(row.number > 0 for _, row in region.rows())
    assert any(f.value == key for f in told[1:])  # what refers to the firm goes with it


def read_region_rows(folder: Path) -> list[str]:
    """The rows of all tables of a folder, but for their headers."""
    tables = (p for p in folder.glob("*.csv") if p.stem in table_specs())
    return [line for p in tables for line in p.read_text(encoding="utf-8").splitlines()[1:]]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("region.toml", 'place = "', 'place = "not-'),
        ("firm.csv", "id,label_zh", "id,lable_zh"),
        ("supply.csv", "id,supplier,", 'id,"supplier,'),
    ],
)
def test_what_is_wrong_with_more_than_rows_is_an_error(
    tiny_folder: Path, file: str, old: str, new: str
) -> None:
    path = tiny_folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError):
        read_what_conforms(tiny_folder)
