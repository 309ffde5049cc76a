"""An invented nation as files: a folder of tables (CSV or Parquet) that is a region, or N-Quads."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pyoxigraph import RdfFormat, serialize

from ecograph.base.database import DuckDatabase, name_of, new_database, quoted
from ecograph.base.files import placed, require_new_folder
from ecograph.base.progress import progress
from ecograph.graph.citation import Citation, mint
from ecograph.graph.rows_in_sql import write_rows
from ecograph.graph.to_rdf import describe_citation, lift
from ecograph.synthetic.nation import HOME, NAME, Columns
from ecograph.synthetic.tables import invented_tables
from ecograph.tables.editorial import with_editorial
from ecograph.tables.reading import Region
from ecograph.tables.rows import Row, Table
from ecograph.tables.schema import TableSpec, table_specs

Form = Literal["csv", "parquet", "nq"]
_LABELS = {"zh": "虚构的国家", "en": "An invented nation"}
_ABOUT = f"""id = "{NAME}"
label_zh = "{_LABELS["zh"]}"
label_en = "{_LABELS["en"]}"
place = "{HOME}"
synthetic = true
"""
_WRITTEN = {
    "csv": "(FORMAT csv, HEADER true, DELIMITER ',', QUOTE '\"')",
    "parquet": "(FORMAT parquet)",
}
_CHUNK = 2**24  # bytes


@dataclass(frozen=True)
class WrittenNation:
    """What was written: where, of how many firms from which seed, how many rows.

    `statements` are the lines of N-Quads, None where tables were written.
    """

    path: Path
    firms: int
    seed: int
    rows: int
    statements: int | None = None


def write_nation(path: Path, firms: int, seed: int, form: Form = "csv") -> WrittenNation:
    """Writes an invented nation, marked as synthetic: the same bytes for the same size and seed.

    Tables go into a new or empty folder that is a region; N-Quads into a file.  All is written or
    nothing.  Raises UsageError for a folder that holds something or a number of firms that is out
    of bounds, Unwritable.
    """
    if form != "nq":
        require_new_folder(path)
    tables = invented_tables(firms, seed)
    with placed(path) as made:
        if form == "nq":
            rows, statements = _write_quads(tables, made)
            return WrittenNation(path, firms, seed, rows, statements)
        made.mkdir()
        database = new_database()
        rows = 0
        for spec, columns in _told(tables):
            rows += _hold(database, spec, columns)
            target = quoted(made / f"{spec.name}.{form}")
            database.run(f"COPY {name_of(spec.name)} TO {target} {_WRITTEN[form]}")
            database.run(f"DROP TABLE {name_of(spec.name)}")
        (made / "region.toml").write_text(_ABOUT, encoding="utf-8")
        return WrittenNation(path, firms, seed, rows)


def _told(
    tables: Iterator[tuple[TableSpec, Columns]],
) -> Iterator[tuple[TableSpec, Columns]]:
    tell, total = progress("inventing tables"), len(table_specs())
    for done, table in enumerate(tables):
        tell(done, total)
        yield table
    tell(total, total)


def _hold(database: DuckDatabase, spec: TableSpec, columns: Columns) -> int:
    """A table in a database, all columns of which are texts; the number of its rows."""
    arrays: dict[str, Any] = {n: c for n, c in columns.items() if not isinstance(c, str)}
    cells = (
        f"{quoted(c) if isinstance(c, str) else name_of(n)}::VARCHAR AS {name_of(n)}"
        for n, c in columns.items()
    )
    database.connection.register("given", arrays)
    database.run(f"CREATE TABLE {name_of(spec.name)} AS SELECT {', '.join(cells)} FROM given")
    database.connection.unregister("given")
    return len(next(iter(arrays.values())))


# -------------------------------------------------------------------- N-Quads


def _write_quads(tables: Iterator[tuple[TableSpec, Columns]], path: Path) -> tuple[int, int]:
    """Writes all statements; the numbers of rows and of statements."""
    database, part = new_database(), path.parent / "part.nq"
    rows, statements, cited = 0, 0, set[str]()
    with path.open("wb") as out:
        for spec, columns in _told(tables):
            if spec.name == "sources":
                said = list(lift(_region(spec, columns)))
                serialize(said, out, format=RdfFormat.N_QUADS)
                rows, statements = rows + len(columns["id"]), statements + len(said)
                continue
            rows += _hold(database, spec, columns)
            write_rows(database, spec.name, columns, part)
            with part.open("rb") as lines:
                for chunk in iter(lambda: lines.read(_CHUNK), b""):
                    statements += chunk.count(b"\n")
                    out.write(chunk)
            found = database.rows(f"SELECT DISTINCT source FROM {name_of(spec.name)}")
            cited.update(source for (source,) in found)
            database.run(f"DROP TABLE {name_of(spec.name)}")
        citations = [Citation(source) for source in sorted(cited)]
        facts = [fact for c in citations for fact in describe_citation(c, mint(c))]
        serialize(facts, out, format=RdfFormat.N_QUADS)
    return rows, statements + len(facts)


def _region(spec: TableSpec, columns: Columns) -> Region:
    """The region without its rows: what it is, and its sources."""
    cells = {n: [c] * len(columns["id"]) if isinstance(c, str) else c for n, c in columns.items()}
    rows = [
        Row(number, {name: (of[number],) for name, of in cells.items()})
        for number in range(len(columns["id"]))
    ]
    sources = with_editorial(Table(spec, tuple(rows)))
    return Region(Path(), NAME, _LABELS, HOME, synthetic=True, tables={"sources": sources})
