"""Tables on disk beside a store: a database file that is read, and Parquet files for others."""

from collections.abc import Iterable
from pathlib import Path

from ecograph.base.errors import Unreadable, shorten
from ecograph.graph.database import Database, name_of, new_database, quoted

FOLDER = "tables"
FILE = "tables.duckdb"
_BLOCK = 16384  # bytes, the least there is: most tables of a region are small


def write_tables(
    database: Database, names: Iterable[str], folder: Path, *, parquet: bool = True
) -> None:
    """Writes tables into a folder that exists; with `parquet` also as a file each."""
    connection = database.connection
    connection.execute(f"ATTACH {quoted(folder / FILE)} AS written (BLOCK_SIZE {_BLOCK})")
    if parquet:
        (folder / FOLDER).mkdir()
    for name in names:
        table = name_of(name)
        connection.execute(f"CREATE TABLE written.main.{table} AS FROM {table}")
        if parquet:
            path = folder / FOLDER / f"{name}.parquet"
            connection.execute(f"COPY {table} TO {quoted(path)} (FORMAT parquet)")
    connection.execute("DETACH written")


def open_tables_in(folder: Path) -> Database | None:
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
