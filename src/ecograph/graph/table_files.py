"""Tables on disk beside a store: a Parquet file each, for others to read, or one Arrow file."""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq

from ecograph.base.errors import Unreadable, shorten

FOLDER = "tables"
FILE = "tables.arrow"
_NAME = b"name"  # of a table, in the metadata of its schema


def write_tables(tables: Mapping[str, pa.Table], folder: Path, *, one_file: bool = False) -> None:
    """Writes tables by their name into a folder that exists."""
    if one_file:
        with (folder / FILE).open("wb") as out:
            for name, table in tables.items():
                schema = table.schema.with_metadata({_NAME: name.encode()})
                with pa.ipc.new_stream(out, schema) as writer:
                    writer.write_table(table)
        return
    (folder / FOLDER).mkdir()
    for name, table in tables.items():
        pq.write_table(table, folder / FOLDER / f"{name}.parquet")


def read_tables_in(folder: Path) -> dict[str, pa.Table] | None:
    """The tables in a folder by their name; None where there are none.

    Raises Unreadable.
    """
    try:
        if (folder / FILE).is_file():
            return _read_stream(folder / FILE)
        if (folder / FOLDER).is_dir():
            paths = sorted((folder / FOLDER).glob("*.parquet"))
            return {path.stem: pq.ParquetFile(path).read() for path in paths}
    except (OSError, pa.ArrowException) as error:
        raise Unreadable(f"{folder}: cannot be read: {shorten(str(error), 200)}") from None
    return None


def _read_stream(path: Path) -> dict[str, pa.Table]:
    found = {}
    with pa.memory_map(str(path)) as source:
        while source.tell() < source.size():
            with pa.ipc.open_stream(source) as reader:
                table = reader.read_all()
            name = (table.schema.metadata or {}).get(_NAME, b"").decode()
            found[name] = table.replace_schema_metadata(None)
    return found
