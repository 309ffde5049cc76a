"""Which tables a folder holds: CSV files, sheets of workbooks, Parquet files, one of a name."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from ecograph.base.errors import EcographError, Finding, MissingExtra, near_names
from ecograph.tables.csv_files import Record, Records, check_header, read_records
from ecograph.tables.given_files import GivenTable, Layout
from ecograph.tables.region_file import METADATA, OF_IMPORTS, OTHER_KINDS
from ecograph.tables.schema import renamed

# Tables that speak of the documents, not of the city, with the columns they have beside the
# place; documents.py reads them.
DOCUMENT_TABLES = {"repair": ("repaired",), "left_out": ("reason",)}
_NO_TABLES = ("readme", "说明", "lists", "代码表")  # sheets of a template that hold no rows


@dataclass(frozen=True)
class Held:
    """A table in a folder: how findings name its file, and its records; None if they have none."""

    file: str
    records: Records | None


def tables_in(folder: Path, specs: Collection[str], findings: list[Finding]) -> dict[str, Held]:
    """The tables of a folder by their names, those of documents left out.

    A table that stands in two files is an error; what else lies there is named, but for notes
    (.md, .txt), hidden files and the lock files of spreadsheets.
    """
    found: dict[str, Held] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix == ".csv" and path.stem in specs:
            _add(found, path.stem, path.name, read_records(path, findings), findings)
        elif path.suffix.lower() in OTHER_KINDS and not path.name.startswith((".", "~$")):
            for name, file, records in _of_other_kind(path, specs, findings):
                _add(found, name, file, records, findings)
        elif told := _not_read(path, specs):
            findings.append(told)
    return found


def _add(
    found: dict[str, Held],
    name: str,
    file: str,
    records: Records | None,
    findings: list[Finding],
) -> None:
    if name in found:
        problem = f"holds the table {name}, which {found[name].file} holds too"
        mend = "keep one of them, and move the other away"
        findings.append(Finding(file, None, None, None, problem, mend))
    else:
        found[name] = Held(file, records)


def _of_other_kind(
    path: Path, specs: Collection[str], findings: list[Finding]
) -> Iterator[tuple[str, str, Records]]:
    """The tables of a workbook or a Parquet file, each with its name and how findings name it."""
    from ecograph.tables.given_formats import given_tables

    try:
        tables = given_tables(path, Layout(totals=False))
    except MissingExtra as error:
        problem, mend = "was not read", str(error).partition("; ")[2] or str(error)
        findings.append(Finding(path.name, None, None, None, problem, mend))
        return
    except EcographError as error:
        problem, _, mend = str(error).removeprefix(f"{path}: ").partition("; ")
        how = "error" if path.stem.lower() in specs else "warning"
        told = f"was not read: it {problem}"
        findings.append(Finding(path.name, None, None, None, told, mend or "mend it", how))
        return
    for table in tables:
        name = (table.name or path.stem).strip().lower()
        if name in specs:
            yield name, table.called, _records(table, findings)
        elif name not in _NO_TABLES:
            near = near_names(name, specs)
            mend = f"call it {near[0]}" if near else "call it as the table it is, or move it away"
            what = "was not read: it is no table"
            findings.append(Finding(table.called, None, None, None, what, mend, "warning"))


def _records(table: GivenTable, findings: list[Finding]) -> Records:
    """The records of a table as those of a CSV file."""
    check_header(table.called, table.header, findings, table.header_row)

    def rows() -> Iterator[Record]:
        for record in table.records():
            if record.wrong is not None:
                wrong = (None, None, record.wrong, "mend the row")
                findings.append(Finding(table.called, record.number, *wrong))
            else:
                yield Record(record.number, tuple(str(c or "") for c in record.cells))

    return Records(table.header, rows(), table.header_row)


def _not_read(path: Path, specs: Collection[str]) -> Finding | None:
    """What to say of a file beside the tables: an error where it would be a table but for its name.

    Notes (.md, .txt), hidden files and the lock files of spreadsheets are no data.
    """
    name, lower = path.name, path.name.lower()
    beside = tuple(DOCUMENT_TABLES)
    held = name in ("region.toml", METADATA) or (path.suffix == ".csv" and path.stem in beside)
    if held or name.startswith((".", "~$")) or (name == OF_IMPORTS and path.is_dir()):
        return None
    stem = lower.lstrip("_").partition(".")[0]
    notes = lower.endswith(".md") and ".csv" not in lower
    if not path.is_dir() and not notes and (stem in specs or stem in beside):
        mend = f"save it as {stem}.csv (CSV UTF-8) or {stem}.xlsx, or move it away"
        what = f"is not read: tables end in .csv, {' or '.join(OTHER_KINDS)}"
        return Finding(name, None, None, None, what, mend)
    if lower.endswith((".md", ".txt")) and ".csv" not in lower:
        return None
    if lower.endswith(".csv"):
        near = [r] if (r := renamed(stem)) else near_names(stem, (*specs, *beside))
        mend = f"rename it to {near[0]}.csv" if near else "see ontology/tables.toml for the names"
        return Finding(name, None, None, None, "is no known table", mend)
    what = "is a folder and was not read" if path.is_dir() else "was not read: it is no table"
    mend = "save what belongs to the region as tables, or move it away"
    return Finding(name, None, None, None, what, mend, "warning")
