"""Reads the rows of a table of amounts that a user gives: CSV, Excel or Parquet."""

import re
from pathlib import Path

from ecograph.base.errors import Finding, Unreadable, UsageError, shorten
from ecograph.base.files import kind_of, read_text
from ecograph.tables.csv_files import Record, Records, records_of
from ecograph.tables.xlsx_files import read_sheet

SUFFIXES = (".csv", ".xlsx", ".parquet")


def read_rows(path: Path, findings: list[Finding]) -> Records:
    """The header and the rows of a table; adds what is wrong with a row to `findings`.

    A byte order mark and line ends of another kind, as spreadsheets write them, are fine.
    Raises UsageError for a file of another kind, Unreadable, MissingExtra.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError(f"{path}: ends in none of {', '.join(SUFFIXES)}; save it as one of these")
    if suffix == ".csv":
        text = read_text(path).replace("\r\n", "\n").replace("\r", "\n")
        return records_of(path.name, text, findings)
    return read_sheet(path) if suffix == ".xlsx" else _read_parquet(path)


def _read_parquet(path: Path) -> Records:
    """The rows of a Parquet file, counted from 1."""
    import duckdb

    from ecograph.graph.database import new_database

    if kind_of(path) != "file":
        raise Unreadable(f"{path}: is no file; give the name of one")
    named = re.sub(r"([*?\[])", r"[\1]", str(path))  # else DuckDB looks for files like it
    try:
        held = new_database().connection.execute(
            "SELECT COLUMNS(*)::VARCHAR FROM read_parquet($path)", {"path": named}
        )
        header = tuple(column[0] for column in held.description or ())
        rows = held.fetchall()
    except duckdb.Error as error:
        raise Unreadable(
            f"{path}: is no Parquet: {shorten(str(error), 200)}; save it again"
        ) from None
    return Records(
        header,
        tuple(Record(n, tuple(c or "" for c in row)) for n, row in enumerate(rows, 1)),
    )
