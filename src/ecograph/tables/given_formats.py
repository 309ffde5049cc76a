"""Reads tables in files of every usual kind: text, workbooks, JSON, Parquet, databases."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from ecograph.base.database import DuckDatabase, name_of, new_database
from ecograph.base.errors import Unreadable, UsageError, shorten
from ecograph.base.files import open_file, read_text
from ecograph.tables.given_files import PLAIN, GivenRecord, GivenTable, Layout, table_of
from ecograph.tables.given_text import SUFFIXES as OF_TEXT
from ecograph.tables.given_text import text_table
from ecograph.tables.xlsx_files import sheet_rows, unsaved_formulas

_LONGEST_LINE = 16 * 1024**2  # bytes of a line of JSON
_SQLITE, _DUCKDB = (".sqlite", ".sqlite3", ".db"), (".duckdb", ".ddb")


def given_tables(path: Path, layout: Layout = PLAIN) -> list[GivenTable]:
    """The tables of a file that have a header: one, or those of a workbook or a database.

    Raises UsageError for a file of another kind or a sheet that it has not, Unreadable,
    MissingExtra for workbooks without `pip install 'ecograph[xlsx]'`.
    """
    suffix = path.suffix.lower()
    if suffix not in _READERS:
        known = ", ".join(_READERS)
        raise UsageError(f"{path}: ends in none of {known}; save it as one of these")
    return _READERS[suffix](path, layout)


def _workbook(path: Path, layout: Layout) -> list[GivenTable]:
    sheets, unsaved = sheet_rows(path), unsaved_formulas(path)
    found = []
    for name in _chosen(path, "sheet", sheets, layout):
        rows = partial(_of_sheet, sheets[name], unsaved[name])
        table = table_of(path, name if len(sheets) > 1 else None, "xlsx", rows, layout)
        found += [] if table is None else [table]
    return found


def _of_sheet(
    rows: Callable[[], Iterator[tuple[int, list[str]]]], unsaved: frozenset[int]
) -> Iterator[GivenRecord]:
    why = "holds a formula without its value: open and save the workbook in a spreadsheet"
    for n, cells in rows():
        yield GivenRecord(n, tuple(c or None for c in cells), why if n in unsaved else None)


def _chosen(path: Path, kind: str, names: Iterable[str], layout: Layout) -> list[str]:
    """The sheets or tables that are asked for, all where none is.  Raises UsageError."""
    known = list(names)
    if layout.sheet is None:
        return known
    if layout.sheet not in known:
        raise UsageError(f"{path}: has no {kind} {layout.sheet}; it has {', '.join(known)}")
    return [layout.sheet]


# ------------------------------------------------------------------ JSON


def _json_lines(path: Path, layout: Layout) -> list[GivenTable]:
    """Objects, a line each; where the file is one value, as a JSON file is read."""
    begin = None if layout.records else next(iter(_objects(path)), None)
    if begin is None or begin.wrong is not None:
        return _json(path, layout)
    return _of_objects(path, "jsonl", lambda: _objects(path), layout)


def _objects(path: Path) -> Iterator[GivenRecord]:
    """Each line as a record of one cell: the object, or the line where it is none."""
    with open_file(path) as data:
        for number, line in enumerate(iter(lambda: data.readline(_LONGEST_LINE), b""), 1):
            if not line.strip(b" \t\r\n\xef\xbb\xbf"):
                continue
            try:
                held = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
            except (ValueError, RecursionError) as error:
                text = line.decode("utf-8", "replace").strip()
                yield GivenRecord(number, (text,), f"is no JSON: {shorten(str(error), 100)}")
                continue
            wrong = None if isinstance(held, dict) else "is no JSON object"
            yield GivenRecord(number, (held,), wrong)


def _json(path: Path, layout: Layout) -> list[GivenTable]:
    """The objects of a list: the whole file, or what `records` leads to, or the only list in it."""
    try:
        held = json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        why = shorten(str(error), 100)
        raise Unreadable(f"{path}: is no JSON: {why}; write a list of objects") from None
    way = layout.records.split(".") if layout.records else []
    for step in way:
        if not isinstance(held, dict) or step not in held:
            raise UsageError(f"{path}: has nothing at {layout.records}: {step} is missing")
        held = held[step]
    if isinstance(held, dict) and not way:
        lists = [v for v in held.values() if isinstance(v, list)]
        held = lists[0] if len(lists) == 1 else [held]
    if not isinstance(held, list):
        raise Unreadable(f"{path}: is no list of objects; say with records where it stands")
    rows = [
        GivenRecord(n, (one,), None if isinstance(one, dict) else "is no JSON object")
        for n, one in enumerate(held, 1)
    ]
    return _of_objects(path, "json", lambda: iter(rows), layout)


def _of_objects(
    path: Path, written: str, objects: Callable[[], Iterator[GivenRecord]], layout: Layout
) -> list[GivenTable]:
    """Objects as rows under all the names that they have, in the order in which they come."""
    header: dict[str, None] = {}
    for one in objects():
        if one.wrong is None:
            header.update(dict.fromkeys(one.cells[0]))
    names = tuple(header)

    def rows() -> Iterator[GivenRecord]:
        yield GivenRecord(0, names)
        for one in objects():
            if one.wrong is None:
                cells = tuple(_plain(one.cells[0].get(name)) for name in names)
                yield GivenRecord(one.number, cells)
            else:
                yield one

    if not names:
        return []
    table = table_of(path, None, written, rows, layout_of_rows(layout))
    return [] if table is None else [table]


def layout_of_rows(layout: Layout) -> Layout:
    """The same where the names are known: they stand in row 0."""
    return Layout(header=0, fill_down=layout.fill_down, totals=layout.totals)


def _plain(value: Any) -> Any:
    """A value as a cell: a text for a number or a truth value; lists and objects as they are."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        return value.strip() or None
    return value or None


# ------------------------------------------------------------------ Parquet and databases


def _parquet(path: Path, layout: Layout) -> list[GivenTable]:
    with open_file(path):
        pass  # what is no file is told so
    named = str(path).replace("[", "[[]").replace("*", "[*]").replace("?", "[?]")
    return _of_duckdb(path, None, "parquet", layout, "read_parquet($path)", {"path": named})


def _duckdb(path: Path, layout: Layout) -> list[GivenTable]:
    database = _attached(path)
    rows = database.rows(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = $base UNION "
        "SELECT schema_name, view_name FROM duckdb_views() WHERE database_name = $base "
        "AND NOT internal ORDER BY ALL",
        {"base": _catalog(database)},
    )
    names = {n if schema == "main" else f"{schema}.{n}": (schema, n) for schema, n in rows}
    return [
        table
        for name in _chosen(path, "table", names, layout)
        for table in _of_duckdb(
            path, name if len(names) > 1 else None, "duckdb", layout, "", names[name]
        )
    ]


def _catalog(database: DuckDatabase) -> str:
    """How an attached database is called."""
    return database.path[-1].partition(".")[0]


def _attached(path: Path) -> DuckDatabase:
    import duckdb

    with open_file(path):
        pass
    try:
        return new_database().attach(path)
    except duckdb.Error as error:
        why = shorten(str(error), 200)
        raise Unreadable(f"{path}: is no database of DuckDB: {why}; export it") from None


def _of_duckdb(
    path: Path,
    name: str | None,
    written: str,
    layout: Layout,
    function: str,
    asked: dict[str, str] | tuple[str, str],
) -> list[GivenTable]:
    """The rows of a file or a table that DuckDB reads, as texts and lists.

    `asked` are the values of a function that reads a file, or the schema and name of a table.
    """
    import duckdb

    def run() -> Any:
        if isinstance(asked, dict):
            return new_database().connection.execute(f"FROM {function}", asked)
        database = _attached(path)
        relation = ".".join(map(name_of, (_catalog(database), *asked)))
        return database.connection.execute(f"FROM {relation}")

    try:
        header = tuple(column[0] for column in run().description or ())
    except duckdb.Error as error:
        why = shorten(str(error), 200)
        raise Unreadable(f"{path}: cannot be read as {written}: {why}; save it again") from None

    def rows() -> Iterator[GivenRecord]:
        yield GivenRecord(0, header)
        held = run()
        number = 0
        while some := held.fetchmany(10_000):
            for row in some:
                number += 1
                yield GivenRecord(number, tuple(map(_cell, row)))

    table = table_of(path, name, written, rows, layout_of_rows(layout))
    return [] if table is None else [table]


def _cell(value: Any) -> Any:
    """A value of a database as a cell."""
    if value is None or isinstance(value, (str, bool, int, float, list, dict)):
        return _plain(value)
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


@contextmanager
def _settled(path: Path) -> Iterator[Path]:
    """A database of SQLite with what was written beside it and not yet into it.

    Raises Unreadable.
    """
    import sqlite3

    beside = path.with_name(f"{path.name}-wal")
    if not beside.is_file() or beside.stat().st_size == 0:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="ecograph-") as folder:
        copy = Path(folder) / "copy.sqlite"
        shutil.copyfile(path, copy)
        shutil.copyfile(beside, copy.with_name(f"{copy.name}-wal"))
        with closing(sqlite3.connect(copy)) as held:
            held.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        yield copy


def _sqlite(path: Path, layout: Layout) -> list[GivenTable]:
    import sqlite3

    def ask(query: str) -> Iterator[tuple[Any, ...]]:
        with _settled(path) as settled:
            address = f"{settled.resolve().as_uri()}?mode=ro&immutable=1"
            with closing(sqlite3.connect(address, uri=True)) as held:
                held.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
                yield from held.execute(query)

    with open_file(path):
        pass
    try:
        query = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"
        names = [n for (n,) in ask(query) if not n.startswith("sqlite_")]
        found = []
        for name in _chosen(path, "table", names, layout):
            columns = tuple(row[1] for row in ask(f"PRAGMA table_xinfo({name_of(name)})"))
            rows = _of_sqlite(ask, name, columns)
            called = name if len(names) > 1 else None
            table = table_of(path, called, "sqlite", rows, layout_of_rows(layout))
            found += [] if table is None else [table]
    except sqlite3.Error as error:
        raise Unreadable(f"{path}: is no database of SQLite: {error}; export it") from None
    return found


def _of_sqlite(
    ask: Callable[[str], Iterator[tuple[Any, ...]]], name: str, columns: tuple[str, ...]
) -> Callable[[], Iterator[GivenRecord]]:
    def rows() -> Iterator[GivenRecord]:
        yield GivenRecord(0, columns)
        for number, row in enumerate(ask(f"SELECT * FROM {name_of(name)}"), 1):
            yield GivenRecord(number, tuple(map(_cell, row)))

    return rows


_READERS: dict[str, Callable[[Path, Layout], list[GivenTable]]] = {
    **dict.fromkeys(OF_TEXT, text_table),
    ".xlsx": _workbook,
    ".xlsm": _workbook,
    ".json": _json_lines,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".parquet": _parquet,
    **dict.fromkeys(_DUCKDB, _duckdb),
    **dict.fromkeys(_SQLITE, _sqlite),
}
