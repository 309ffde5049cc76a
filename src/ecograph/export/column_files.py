"""The tables that analyses read, as Parquet with typed columns: for Spark, DuckDB and pandas."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ecograph.base.database import name_of, quoted
from ecograph.base.files import placed, require_new_folder
from ecograph.base.progress import progress
from ecograph.graph.columns import REGION, REGION_COLUMNS, Tables, read_tables
from ecograph.graph.data import Data
from ecograph.tables.schema import table_names


@dataclass(frozen=True)
class WrittenColumns:
    """What was written: the folder, and how many rows each table has."""

    folder: Path
    rows: Mapping[str, int]


def write_columns(data: Data, folder: Path) -> WrittenColumns:
    """Writes each table of a graph as a Parquet file into a new or empty folder.

    A table has a row for each entity or statement, sorted by id, with what follows from it: the
    value in the base unit, the citation.  Beside those of the schema stand `concept`, the code
    lists, and `region`, the places that the graph centres on and whether its data are invented.
    All is written or nothing.
    Raises UsageError for a folder that holds something, Unreadable, Unwritable.
    """
    require_new_folder(folder)
    tables = read_tables(data.graph)
    database = tables.database.layer()
    database.make(REGION, REGION_COLUMNS, _regions(data, tables))
    names = (*table_names(), REGION)
    tell = progress("writing tables")
    rows: dict[str, int] = {}
    with placed(folder) as made:
        made.mkdir()
        for done, name in enumerate(names):
            tell(done, len(names))
            path = quoted(made / f"{name}.parquet")
            database.run(f"COPY {name_of(name)} TO {path} (FORMAT parquet)")
            [(rows[name],)] = database.rows(f"SELECT count(*) FROM {name_of(name)}")
        tell(len(names), len(names))
    database.drop()
    return WrittenColumns(folder, rows)


def _regions(data: Data, tables: Tables) -> list[tuple[str, bool]]:
    """The places that the graph centres on, and whether any of its data are invented."""
    invented = any(value.value == "true" for (value,) in data.graph.ask_for("view_synthetic"))
    return [(place, invented) for place in tables.centres]
