"""Reads and checks the tables of a region; collects every finding, then raises once."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from ecograph.base.errors import (
    DataError,
    Finding,
    UnknownName,
    Unreadable,
    near_names,
    shorten,
)
from ecograph.base.files import kind_of
from ecograph.base.periods import PERIOD_FORM, read_period, respelled
from ecograph.base.resources import graph_data_dir, shipped_regions
from ecograph.tables.citing import check_citation, check_sources
from ecograph.tables.csv_files import read_records
from ecograph.tables.identifiers import check_codes
from ecograph.tables.region_file import ID_FORM, is_control, read_about
from ecograph.tables.schema import Column, TableSpec, code_lists, superclasses, table_specs

SPAN_FORM = re.compile(r"([0-9]{1,9})\.\.([0-9]{1,9})")
MOST_NEAR = 50  # findings that come with near names
MOST_DIGITS = 18  # what whole numbers of 64 bits hold
NUMBER_FORM = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
# What a spreadsheet makes of a date or of a span: 3/1/2022, Mar-22, 3月12日, 44621
MANGLED_FORM = re.compile(
    r"\d{1,4}/\d{1,2}(/\d{1,4})?|\d{1,2}-[A-Z][a-z]{2}|[A-Z][a-z]{2}-\d{2,4}|\d{1,2}月\d{1,2}日|\d{5}"
)
# Tables that speak of the documents, not of the city, with the columns they have beside the
# place; documents.py reads them.
DOCUMENT_TABLES = {"repair": ("repaired",), "left_out": ("reason",)}


@dataclass(frozen=True)
class Row:
    """A row: its line in the file, and its cells that are not empty, split where listed."""

    number: int
    cells: dict[str, tuple[str, ...]]

    def one(self, column: str) -> str | None:
        """The only value of a cell, None where it is empty."""
        values = self.cells.get(column)
        return values[0] if values else None


@dataclass(frozen=True)
class Table:
    """A table as read: what its columns mean, and its rows in the order of the file."""

    spec: TableSpec
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Region:
    """The checked tables of one region."""

    folder: Path
    name: str
    label_zh: str
    label_en: str
    place: str
    synthetic: bool
    tables: dict[str, Table]
    warnings: tuple[Finding, ...] = ()

    def rows(self) -> Iterator[tuple[TableSpec, Row]]:
        """All rows with their tables, in the order of tables.toml and of the files."""
        for table in self.tables.values():
            for row in table.rows:
                yield table.spec, row


def region_folder(name: str) -> Path:
    """The folder of a shipped region by its name.

    Raises UnknownName.
    """
    if name not in shipped_regions():
        raise UnknownName("shipped region", name, shipped_regions())
    return graph_data_dir() / name


def region_at(name: str) -> Region:
    """The checked tables of a shipped region by its name, or of a folder."""
    return read_region(region_folder(name) if name in shipped_regions() else Path(name))


def read_region(folder: Path) -> Region:
    """The tables in a folder, checked whole.

    Raises Unreadable where there is no region.toml, DataError with every finding.
    """
    described = folder / "region.toml"
    if kind_of(described) != "file":
        raise Unreadable(
            f"{shorten(str(folder), 200)}: has no region.toml, so it is no folder of tables; "
            "start one as graph_data/README.md shows"
        )
    findings: list[Finding] = []
    about = read_about(described, findings)
    read: dict[str, Table] = {}
    specs = table_specs()
    warnings: list[Finding] = []
    for path in sorted(folder.iterdir()):
        if path.suffix == ".csv" and path.stem in specs:
            read[path.stem] = _read_table(path, specs[path.stem], findings)
        elif found := _not_read(path, specs):
            (findings if found.severity == "error" else warnings).append(found)
    ordered = {name: read[name] for name in specs if name in read}
    _check_across(ordered, about, findings)
    if findings:
        raise DataError(sorted(findings, key=lambda f: (f.file, f.row or 0, f.column or "")))
    return Region(
        folder=folder,
        name=about["id"],
        label_zh=about["label_zh"],
        label_en=about["label_en"],
        place=about["place"],
        synthetic=bool(about.get("synthetic", False)),
        tables=ordered,
        warnings=tuple(warnings),
    )


def _not_read(path: Path, specs: Collection[str]) -> Finding | None:
    """What to say of a file beside the tables: an error where it would be a table but for its name.

    Notes (.md, .txt), hidden files and the lock files of spreadsheets are no data.
    """
    name, lower = path.name, path.name.lower()
    held = name == "region.toml" or (path.suffix == ".csv" and path.stem in DOCUMENT_TABLES)
    if held or name.startswith((".", "~$")):
        return None
    stem = lower.lstrip("_").partition(".")[0]
    notes = lower.endswith(".md") and ".csv" not in lower
    if not path.is_dir() and not notes and (stem in specs or stem in DOCUMENT_TABLES):
        mend = f"save it as {stem}.csv (CSV UTF-8), or move it away"
        return Finding(name, None, None, None, "is not read: tables end in .csv", mend)
    if lower.endswith((".md", ".txt")) and ".csv" not in lower:
        return None
    if lower.endswith(".csv"):
        near = near_names(stem, specs)
        mend = f"rename it to {near[0]}.csv" if near else "see ontology/tables.toml for the names"
        return Finding(name, None, None, None, "is no known table", mend)
    what = "is a folder and was not read" if path.is_dir() else "was not read: it is no table"
    mend = "save what belongs to the region as tables, or move it away"
    return Finding(name, None, None, None, what, mend, "warning")


def parse_span(text: str) -> tuple[int, int]:
    """`3..12` as (3, 12): characters of the paragraph, the last not included."""
    match = SPAN_FORM.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return int(match[1]), int(match[2])


def _read_table(path: Path, spec: TableSpec, findings: list[Finding]) -> Table:
    records = read_records(path, findings)
    if records is None:
        return Table(spec, ())
    for name in dict.fromkeys(records.header):
        if name not in spec.columns:
            near = _few_near(name, spec.columns, findings)
            known = f"the columns are {', '.join(spec.columns)}"
            mend = f"rename it to {near[0]}" if near else known
            findings.append(Finding(path.name, 1, name, None, "is an unknown column", mend))
    for column in spec.columns.values():
        if column.required and column.name not in records.header:
            findings.append(
                Finding(path.name, 1, column.name, None, "is a missing column", "add it")
            )
    rows = []
    for record in records.rows:
        cells = dict(zip(records.header, record.cells, strict=True))
        values = _read_cells(path.name, record.number, spec, cells, findings)
        rows.append(Row(record.number, values))
    return Table(spec, tuple(rows))


def _read_cells(
    file: str, number: int, spec: TableSpec, cells: dict[str, str], findings: list[Finding]
) -> dict[str, tuple[str, ...]]:
    values: dict[str, tuple[str, ...]] = {}
    for column in spec.columns.values():
        cell = cells.get(column.name, "").strip()
        if not cell:
            if column.required and column.name in cells:
                mend = "give the row an id" if column.type == "id" else "fill it in"
                findings.append(Finding(file, number, column.name, None, "is missing", mend))
            continue
        if sign := next((c for c in cell if is_control(c)), None):
            problem = f"holds a character that is not seen (U+{ord(sign):04X})"
            findings.append(Finding(file, number, column.name, cell, problem, "delete it"))
        parts = tuple(p.strip() for p in cell.split("|")) if column.many else (cell,)
        for part in parts:
            wrong = _wrong_form(column, part)
            if wrong:
                findings.append(Finding(file, number, column.name, part, *wrong))
        values[column.name] = parts
    return values


def _wrong_form(column: Column, value: str) -> tuple[str, str] | None:
    """What is wrong with a cell, and its mend; None where it is right."""
    if not value:
        return "has an empty part", "take out the | that has nothing beside it"
    match column.type:
        case "id":
            if not ID_FORM.fullmatch(value):
                return "is no id", "use a-z, 0-9 and - only, e.g. xiamen-tungsten"
        case "decimal" | "integer":
            return _wrong_number(column, value)
        case "boolean":
            if value not in ("true", "false"):
                return "is neither true nor false", "write true or false"
        case "concept":
            keys = code_lists().get(column.argument[0], ())
            if value not in keys:
                near = near_names(value, keys)
                advice = f"write {near[0]}" if near else f"one of {', '.join(keys)}"
                return f"is not in the code list {column.argument[0]}", advice
        case "period":
            return _wrong_period(value)
        case "span":
            span = SPAN_FORM.fullmatch(value)
            if span is None:
                if MANGLED_FORM.fullmatch(value):
                    return "looks like a span changed by a spreadsheet", "write it as 3..12"
                return "is no span", "write first..last in characters, e.g. 3..12"
            if int(span[1]) >= int(span[2]):
                return "is an empty span", "the last character must come after the first"
    return None


def _wrong_period(value: str) -> tuple[str, str] | None:
    """One that is only spelled otherwise is refused too: what a table says is never changed."""
    if read_period(value):
        return None
    spelled = respelled(value)
    if read_period(spelled):
        return "is not how a period is written", f"write {spelled}"
    if not PERIOD_FORM.fullmatch(spelled):
        if MANGLED_FORM.fullmatch(value):
            return "looks like a date changed by a spreadsheet", "write it as 2022-03-01"
        return "is no period", "write 2022, 2022-03, 2022-03-01 or 2021/2023"
    if all(read_period(part) for part in spelled.split("/")):
        return "ends before it begins", "write the earlier one first, as 2021/2023"
    return "is not in the calendar", "write a month from 01 to 12 and a day it has"


def _wrong_number(column: Column, value: str) -> tuple[str, str] | None:
    if value.lstrip("+-").lower() in ("inf", "infinity", "nan"):
        return "is no finite number", "leave the cell empty where the number is unknown"
    if not NUMBER_FORM.fullmatch(value):
        if MANGLED_FORM.fullmatch(value):
            return "looks like a date changed by a spreadsheet", "write the number"
        return "is no number", "write digits with a decimal point, no unit and no comma"
    number = Decimal(value)
    if len(value) > MOST_DIGITS:
        return "has too many digits", f"write at most {MOST_DIGITS} signs"
    if column.type == "integer" and "." in value:
        return "is no whole number", "write a whole number"
    if column.name in ("paragraph", "rank") and number < 1:
        return "is less than 1", "count from 1"
    if column.name == "share" and not 0 <= number <= 1:
        part = f"write {(number / 100).normalize()}" if 1 < number <= 100 else "write the part of 1"
        return "is not a fraction in [0, 1]", part
    return None


def _check_across(read: dict[str, Table], about: dict[str, str], findings: list[Finding]) -> None:
    """What one table alone cannot show: ids used twice, references, sources, spans."""
    home: dict[str, tuple[str, int]] = {}
    class_of: dict[str, str] = {}
    sources: dict[str, Row] = {}
    for table in read.values():
        file = f"{table.spec.name}.csv"
        for row in table.rows:
            key = row.one("id")
            if key is None:
                continue
            if key in home:
                other, line = home[key]
                mend = f"it stands in {other} row {line} too; choose another"
                findings.append(Finding(file, row.number, "id", key, "is used twice", mend))
                continue
            home[key] = (file, row.number)
            class_of[key] = table.spec.class_name
            if table.spec.name == "sources":
                sources[key] = row
    check_sources(sources, home, findings)
    if about["place"] not in class_of:
        mend = "give the id of a row in a table of places"
        findings.append(
            Finding("region.toml", None, "place", about["place"], "refers to nothing", mend)
        )
    for table in read.values():
        for row in table.rows:
            _check_references(table.spec, row, class_of, findings)
            if table.spec.name == "supplement":
                _check_supplement(row, class_of, findings)
            elif table.spec.name in ("identifier", "crosswalk"):
                findings += check_codes(table.spec.name, row, class_of)
            check_citation(table.spec, row, sources, findings)


def _check_references(
    spec: TableSpec, row: Row, class_of: dict[str, str], findings: list[Finding]
) -> None:
    above = superclasses()
    for column in spec.columns.values():
        if column.type != "ref" or column.name == "source":
            continue
        for key in row.cells.get(column.name, ()):
            if key not in class_of:
                near = _few_near(key, class_of, findings)
                mend = f"did you mean {near[0]}?" if near else "add a row with this id"
                problem = "refers to nothing"
            elif not above[class_of[key]] & set(column.argument):
                problem = f"is a {class_of[key]}, not a {' or '.join(column.argument)}"
                mend = "refer to another row, or put the fact into another table"
            else:
                continue
            findings.append(
                Finding(f"{spec.name}.csv", row.number, column.name, key, problem, mend)
            )


def _few_near(name: str, known: Collection[str], findings: list[Finding]) -> list[str]:
    """The names nearest to a name; none where many were looked up already: it takes long."""
    return near_names(name, known) if len(findings) < MOST_NEAR else []


def _check_supplement(row: Row, class_of: dict[str, str], findings: list[Finding]) -> None:
    """A supplement fills in a column that the row's table has, with a value of its form."""
    home = class_of.get(str(row.one("entity")))
    spec = next((s for s in table_specs().values() if s.class_name == home), None)
    name, value = str(row.one("filled_column")), str(row.one("filled_value"))
    if spec is None:
        return
    column = spec.columns.get(name)
    if column is None:
        near = near_names(name, spec.columns)
        mend = f"did you mean {near[0]}?" if near else f"one of {', '.join(spec.columns)}"
        problem = f"is no column of {spec.name}.csv"
        findings.append(Finding("supplement.csv", row.number, "filled_column", name, problem, mend))
    elif column.type == "ref":
        filled = Row(row.number, {name: (value,)})
        _check_references(
            TableSpec("supplement", home or "", "about", {name: column}, None),
            filled,
            class_of,
            findings,
        )
    elif wrong := _wrong_form(column, value):
        findings.append(Finding("supplement.csv", row.number, "filled_value", value, *wrong))
