"""Reads the rows of a table of amounts that a user gives: CSV, Excel or Parquet."""

import re
from pathlib import Path

from ecograph.base.errors import DataError, Finding, TooLarge, Unreadable, UsageError, shorten
from ecograph.base.files import kind_of, read_bytes
from ecograph.tables.csv_files import Record, Records, records_of, text_of
from ecograph.tables.xlsx_files import read_sheet

SUFFIXES = (".csv", ".xlsx", ".parquet")
MOST_ROWS = 2_000_000  # of a table, which take about 2 GB


def read_rows(path: Path, findings: list[Finding]) -> Records:
    """The header and the rows of a table; adds what is wrong with a row to `findings`.

    Raises UsageError for a file of another kind, DataError where it is no UTF-8, TooLarge above
    MOST_ROWS rows, Unreadable, MissingExtra.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError(f"{path}: ends in none of {', '.join(SUFFIXES)}; save it as one of these")
    if suffix == ".csv":
        return _read_csv(path, findings)
    records = (read_sheet if suffix == ".xlsx" else _read_parquet)(path, MOST_ROWS + 1)
    _refuse_many(path, len(records.rows))
    return records


def _read_csv(path: Path, findings: list[Finding]) -> Records:
    """The rows; a byte order mark and line ends of another kind are fine."""
    text = text_of(path.name, read_bytes(path), findings)
    if text is None:
        raise DataError(findings)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    _refuse_many(path, text.count("\n") - 1)  # before they take memory
    return records_of(path.name, text, findings)


def _refuse_many(path: Path, rows: int) -> None:
    if rows > MOST_ROWS:
        raise TooLarge(
            f"{path}: has more than {MOST_ROWS} rows; keep those of the year that is asked about, "
            "or take broader activities"
        )


def _read_parquet(path: Path, most: int) -> Records:
    """The first `most` rows of a Parquet file, counted from 1."""
    import duckdb

    from ecograph.graph.database import new_database

    if kind_of(path) != "file":
        raise Unreadable(f"{path}: is no file; give the name of one")
    named = re.sub(r"([*?\[])", r"[\1]", str(path))  # else DuckDB looks for files like it
    try:
        held = new_database().connection.execute(
            "SELECT COLUMNS(*)::VARCHAR FROM read_parquet($path) LIMIT $most",
            {"path": named, "most": most},
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
