"""Tables on disk beside a store: a database file that is read, and Parquet files for others."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ecograph.base.database import DuckDatabase, name_of, new_database, quoted
from ecograph.base.errors import Unreadable, shorten
from ecograph.base.files import write_bytes
from ecograph.base.results import Cell, Table

FOLDER = "tables"
FILE = "tables.duckdb"
_BLOCK = 16384  # bytes, the least there is: most tables of a region are small


@contextmanager
def written_tables(
    database: DuckDatabase, folder: Path, *, parquet: bool = True
) -> Iterator[DuckDatabase]:
    """A database whose tables come to stand in a folder; with `parquet` also as a file each."""
    written = database.create(folder / FILE, block=_BLOCK)
    yield written
    if parquet:
        (folder / FOLDER).mkdir()
        written.run("SET preserve_insertion_order = true")  # else the rows of large ones mix
        for (name,) in written.rows(_OWN, {"name": written.path[0].split(".")[0]}):
            path = folder / FOLDER / f"{name}.parquet"
            written.run(f"COPY {name_of(name)} TO {quoted(path)} (FORMAT parquet)")
    written.drop()


_OWN = "SELECT table_name FROM duckdb_tables() WHERE database_name = $name ORDER BY table_name"


def write_parquet(table: Table, path: Path) -> None:
    """A table as a Parquet file; see parquet_bytes.  Raises Unwritable."""
    write_bytes(path, parquet_bytes(table))


def parquet_bytes(table: Table) -> bytes:
    """A table as Parquet: whole numbers, numbers and truths keep their type."""
    kinds = [_kind(row[i] for row in table.rows) for i in range(len(table.columns))]
    names = _distinct(table.columns)
    database = new_database()
    rows = ([_cell(c, k) for c, k in zip(row, kinds, strict=True)] for row in table.rows)
    database.make("rows", dict(zip(names, kinds, strict=True)), rows)
    with tempfile.TemporaryDirectory(prefix="ecograph-") as folder:
        made = Path(folder) / "rows.parquet"
        database.run(f"COPY rows TO {quoted(made)} (FORMAT parquet)")
        return made.read_bytes()


def _kind(cells: Iterable[Cell]) -> str:
    """The type of a column that holds these cells."""
    types = {type(cell) for cell in cells if cell is not None}
    if types == {bool}:
        return "BOOLEAN"
    if types == {int}:
        return "BIGINT"
    return "DOUBLE" if types and types <= {int, float} else "VARCHAR"


def _cell(cell: Cell, kind: str) -> Cell:
    return None if cell is None else str(cell) if kind == "VARCHAR" else cell


def _distinct(names: Iterable[str]) -> list[str]:
    """Names of which no two differ by case alone, which SQL takes for one."""
    found: dict[str, str] = {}
    for name in names:
        number, free = 1, name
        while free.lower() in found:
            number += 1
            free = f"{name}_{number}"
        found[free.lower()] = free
    return list(found.values())


def open_tables_in(folder: Path) -> DuckDatabase | None:
    """A database with the tables in a folder behind it; None where there are none.

    Raises Unreadable.
    """
    import duckdb

    if not (folder / FILE).is_file():
        return None
    try:
        return new_database().attach(folder / FILE)
    except duckdb.Error as error:
        raise Unreadable(f"{folder}: cannot be read: {shorten(str(error), 200)}") from None
