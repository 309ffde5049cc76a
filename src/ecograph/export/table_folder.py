"""The tables of a graph, or of a part of it, as a folder that is a region: csv, xlsx or parquet."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ecograph.base.errors import Unreadable
from ecograph.base.files import require_new_folder
from ecograph.base.namespaces import ECO_BASE
from ecograph.base.results import table
from ecograph.base.workbook import Sheet, workbook_bytes
from ecograph.base.written_together import write_all
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.labels import Labels
from ecograph.graph.table_files import parquet_bytes
from ecograph.graph.to_tables import GraphTables, Row, closed_over, tables_of_graph
from ecograph.tables.region_file import METADATA
from ecograph.tables.schema import CONCEPT, Column, concept_spec, table_names, table_specs

Form = Literal["csv", "xlsx", "parquet"]
_XSD = {"decimal": "decimal", "integer": "integer", "boolean": "boolean"}


@dataclass(frozen=True)
class WrittenTables:
    """What was written: the folder, how many rows each table has, how many files there are."""

    folder: Path
    rows: Mapping[str, int]
    files: int


def write_table_folder(
    graph: CitedGraph, folder: Path, form: Form = "csv", part: frozenset[str] | None = None
) -> WrittenTables:
    """Writes the tables of a graph into a new or empty folder, which can be opened as a region.

    `part` are ids of entities and statements; what they refer to and their sources go along.
    Beside csv stands what the columns mean, as CSVW.  Raises UsageError for a folder that holds
    something, Unreadable for a graph without place, Unwritable, MissingExtra.
    """
    require_new_folder(folder)
    tables = tables_of_graph(graph)
    if part is not None:
        tables = closed_over(tables, part)
    files = {"region.toml": _region_text(tables, graph.name).encode()}
    held = {name: _ordered(tables, name) for name in table_names() if tables.rows.get(name)}
    if form == "csv":
        files |= {f"{name}.csv": _csv(*table) for name, table in held.items()}
        files[METADATA] = _metadata({name: columns for name, (columns, _) in held.items()})
    elif form == "xlsx":
        files["tables.xlsx"] = workbook_bytes([_sheet(n, *table) for n, table in held.items()])
    else:
        files |= {f"{name}.parquet": _parquet(*table) for name, table in held.items()}
    write_all(folder, files)
    return WrittenTables(folder, {n: len(rows) for n, (_, rows) in held.items()}, len(files))


def _ordered(tables: GraphTables, name: str) -> tuple[list[Column], list[Row]]:
    """The columns of a table that are required or that a row fills, and its rows in order."""
    spec = concept_spec() if name == CONCEPT else table_specs()[name]
    rows = [row for _, row in sorted(tables.rows[name].items())]
    filled = {column for row in rows for column in row}
    columns = [c for c in spec.columns.values() if c.required or c.name in filled]
    return columns, rows


def _region_text(tables: GraphTables, name: str) -> str:
    """The region.toml of the folder.  Raises Unreadable where the graph does not say a place."""
    about = tables.about
    if "place" not in about:
        raise Unreadable(f"{name}: does not say on which place it centres: eco:Region, eco:place")
    lines = []
    for key in ("id", "label_zh", "label_en", "place"):
        if key in about:
            lines.append(f"{key} = {json.dumps(about[key], ensure_ascii=False)}")
    if about.get("synthetic"):
        lines.append("synthetic = true")
    return "\n".join(lines) + "\n"


def _csv(columns: list[Column], rows: list[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([c.name for c in columns])
    writer.writerows([[row.get(c.name, "") for c in columns] for row in rows])
    return out.getvalue().encode()


def _sheet(name: str, columns: list[Column], rows: list[Row]) -> Sheet:
    heads = tuple(c.name for c in columns)
    return Sheet(name, heads, [[row.get(c.name) for c in columns] for row in rows])


def _parquet(columns: list[Column], rows: list[Row]) -> bytes:
    """A Parquet file of texts, as the cells are."""
    cells = [[row.get(c.name) for c in columns] for row in rows]
    return parquet_bytes(table([c.name for c in columns], cells))


# ------------------------------------------------------------------ CSV on the Web


def _metadata(held: Mapping[str, list[Column]]) -> bytes:
    """What tables and columns mean, as a table group of CSVW."""
    group = {
        "@context": "http://www.w3.org/ns/csvw",
        "tables": [_table(name, columns, held) for name, columns in held.items()],
    }
    return (json.dumps(group, ensure_ascii=False, indent=1) + "\n").encode()


def _table(name: str, columns: list[Column], held: Mapping[str, list[Column]]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "url": f"{name}.csv",
        "tableSchema": {
            "columns": [_column(c) for c in columns],
            "primaryKey": ["scheme", "key"] if name == CONCEPT else "id",
        },
    }
    if name != CONCEPT:
        found["schema:about"] = ECO_BASE + table_specs()[name].class_name
        sources = "source" in {c.name for c in columns} and "sources" in held
        if sources:
            reference = {"resource": "sources.csv", "columnReference": "id"}
            keys = [{"columnReference": "source", "reference": reference}]
            found["tableSchema"]["foreignKeys"] = keys
    return found


def _column(column: Column) -> dict[str, Any]:
    label = Labels({}).of_term
    said: dict[str, Any] = {"name": column.name, "titles": [column.name]}
    texts = {tag: label(column.iri, tag) for tag in ("zh", "en")}
    said["dc:description"] = [{"@value": text, "@language": tag} for tag, text in texts.items()]
    said["propertyUrl"] = column.iri
    said["datatype"] = _XSD.get(column.type, "string")
    if column.required:
        said["required"] = True
    if column.many:
        said["separator"] = "|"
    if column.tag:
        said["lang"] = column.tag
    return said
