"""Statements become rows: every property of a row in a column of its table.

What a graph says is staged as cells (row, property, value), then each table is one grouping of
its cells.  A cell with several values takes the least, a column of lists all of them, sorted.
A value that is not of the kind of its column is left out.
"""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, NamedNode, QueryResultsFormat, QuerySolutions, Store

from ecograph.base.database import Database, name_of, quoted
from ecograph.base.namespaces import ECO, ECO_BASE, ID_BASE, RDF_TYPE, VOC_BASE, code_of, key_of
from ecograph.base.resources import query_text
from ecograph.graph.citation import Citation
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.facts import citations_of
from ecograph.tables.schema import Column, TableSpec, has_modality, inherited_classes, table_specs

_TYPES = {"decimal": "DOUBLE", "integer": "BIGINT", "boolean": "BOOLEAN"}
_NOT_HELD = frozenset({"id", "source", "paragraph", "span", "locator", "evidence"})
# What is derived of an entity that may exist or only be planned.
_MODALITY = Column("modality", "concept", ("modality",), ECO_BASE + "modality", False, False, False)
_EVIDENCE = Column("evidence", "concept", ("evidence",), ECO_BASE + "evidence", True, False, False)
# What every table has after its own columns: the value in the base unit, the first citation, and
# how it is known.
_AFTER = {
    "base_value": "DOUBLE",
    "source": "VARCHAR",
    "citation": "VARCHAR",
    "paragraph": "BIGINT",
    "span": "VARCHAR",
    "locator": "VARCHAR",
    "evidence": "VARCHAR",
}
_STAGES = {
    "cell": {"row": "VARCHAR", "property": "property", "value": "VARCHAR", "is_iri": "BOOLEAN",
             "language": "VARCHAR"},
    "cited": {"citation": "VARCHAR", "source": "VARCHAR", "kind": "VARCHAR",
              "paragraph": "BIGINT", "span": "VARCHAR", "locator": "VARCHAR"},
}  # fmt: skip
_LONGEST = 64 * 1024**2  # bytes of a row of cells


def column_types(spec: TableSpec) -> dict[str, str]:
    """The columns of a table with their types in SQL."""
    own = {c.name: _type(c) for c in _held(spec)}
    return {"id": "VARCHAR"} | own | _AFTER


def _held(spec: TableSpec) -> list[Column]:
    """The columns that a table has of its own, and the modality where that is derived."""
    own = [c for c in spec.columns.values() if c.name not in _NOT_HELD]
    return [*own, _MODALITY] if has_modality(spec) else own


def create_table(database: Database, name: str, types: Mapping[str, str]) -> None:
    """An empty table."""
    columns = ", ".join(f"{name_of(c)} {t}" for c, t in types.items())
    database.connection.execute(f"CREATE TABLE {name_of(name)} ({columns})")


def pivot(graph: CitedGraph, database: Database) -> None:
    """Makes all tables of a graph in a database."""
    stage = database.layer()
    listed = ", ".join(map(quoted, _properties()))
    stage.run(f"CREATE TYPE property AS ENUM ({listed})")  # compared far faster than texts
    for name, types in _STAGES.items():
        create_table(stage, name, types)
    if graph.store is not None:
        _stage_here(graph.store, stage)
    else:
        _stage_remote(graph, stage)
    stage.fill("cited", _columns(_cited(graph), tuple(_STAGES["cited"])))
    create_table(stage, "wider", {"class": "VARCHAR", "above": "VARCHAR"})
    stage.fill("wider", _columns(_tables_above(), ("class", "above")))
    stage.run(_TAGGED)
    present = {name for (name,) in stage.rows("SELECT DISTINCT class FROM tagged")}
    for spec in table_specs().values():
        create_table(database, spec.name, column_types(spec))
        if spec.class_name in present:
            query = _grouping(spec)
            stage.connection.execute(
                f"INSERT INTO {database.path[0]}.{name_of(spec.name)} {query}",
                {"class": spec.class_name},
            )
    stage.connection.execute(f"DROP SCHEMA {stage.path[0]} CASCADE")


# A row may be of several classes, and then stands in several tables.
# A class that follows from a narrower one of the row is none of them.
_TAGGED = f"""
CREATE TABLE kind AS
SELECT DISTINCT row, value FROM cell
WHERE property = '{RDF_TYPE.value}' AND starts_with(value, '{ECO_BASE}');
CREATE TABLE tagged AS
SELECT substr(class.value, {len(ECO_BASE) + 1}) AS class, cell.*
FROM (FROM kind ANTI JOIN
      (SELECT kind.row, wider.above AS value FROM kind JOIN wider ON wider.class = kind.value)
      USING (row, value)) class
JOIN cell ON cell.row = class.row;
DROP TABLE cell;
"""


def _tables_above() -> list[tuple[str, str]]:
    """Each class of a table with the classes above it that have tables themselves."""
    above = inherited_classes()
    return [(iri, wider) for iri, all_ in above.items() for wider in all_ if wider in above]


def _type(column: Column) -> str:
    return "VARCHAR[]" if column.many else _TYPES.get(column.type, "VARCHAR")


def _properties() -> list[str]:
    held = {c.iri for s in table_specs().values() for c in s.columns.values()}
    held |= {ECO_BASE + name for name in ("citation", "baseValue", "evidence")}
    return sorted(held | {RDF_TYPE.value})


def _stage_here(store: Store, stage: Database) -> None:
    """The cells of a store, by way of a file: the store writes and the database reads fast."""
    solutions = store.query(query_text("cells"), use_default_graph_as_union=True)
    assert isinstance(solutions, QuerySolutions)
    columns = ", ".join(f"'{c}': 'VARCHAR'" for c in _STAGES["cell"])
    with tempfile.TemporaryDirectory(prefix="ecograph-") as folder:
        path = Path(folder) / "cells.csv"
        solutions.serialize(str(path), QueryResultsFormat.CSV)
        stage.connection.execute(
            "INSERT INTO cell SELECT row, TRY_CAST(property AS property) AS held, "
            "coalesce(value, ''), is_iri = 'true', language FROM read_csv("
            f"{quoted(path)}, columns = {{{columns}}}, header = true, auto_detect = false, "
            f"delim = ',', quote = '\"', escape = '\"', new_line = '\\r\\n', nullstr = '', "
            f"max_line_size = {_LONGEST}, parallel = false) WHERE held IS NOT NULL"
        )


def _stage_remote(graph: CitedGraph, stage: Database) -> None:
    """A query a class, but none for a class of which there is nothing."""
    present = {c.value for (c,) in graph.ask_for("cited_classes")}
    for spec in table_specs().values():
        of = ECO[spec.class_name]
        if spec.kind == "registry" or of.value in present:
            rows = list(_remote_cells(graph.ask_for("statement_cells", **{"class": of})))
            stage.fill("cell", _columns(rows, tuple(_STAGES["cell"])))


def _remote_cells(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    known = frozenset(_properties())
    for row, name, value in rows:
        if name.value in known and not isinstance(value, BlankNode):
            language = getattr(value, "language", None)
            yield row.value, name.value, value.value, isinstance(value, NamedNode), language


def _cited(graph: CitedGraph) -> list[tuple[Any, ...]]:
    """Each citation with its source, the kind of that, and where in it."""
    places = citations_of(graph)
    found: dict[str, tuple[Any, ...]] = {}
    for citation, source, kind in graph.ask_for("citation_kinds"):
        at = places.get(citation.value, Citation(""))
        named = code_of(kind.value).removeprefix("source-kind-")
        found[citation.value] = (
            citation.value, key_of(source.value), named, at.paragraph, at.span,
            at.locator,
        )  # fmt: skip
    return [found[key] for key in sorted(found)]


def _columns(rows: Iterable[tuple[Any, ...]], names: tuple[str, ...]) -> dict[str, list[Any]]:
    cells = list(zip(*rows, strict=True)) or [()] * len(names)
    return {name: list(held) for name, held in zip(names, cells, strict=True)}


def _grouping(spec: TableSpec) -> str:
    """The rows of one table, from the cells of its class."""
    own = _held(spec)
    cells = [f"{_cell(c)} AS {name_of(c.name)}" for c in own]
    cells.append(f"min(TRY_CAST(cell.value AS DOUBLE)) {_of(ECO_BASE + 'baseValue')} AS base_value")
    cells.append(f"min(cell.value) {_of(ECO_BASE + 'citation')} AS cited_as")
    cells.append(f"{_cell(_EVIDENCE)} AS known_by")  # what says nothing of it is not firm
    names = ", ".join(f"held.{name_of(c.name)}" for c in own)
    return f"""
        WITH held AS (
            SELECT cell.row, {", ".join(cells)}
            FROM tagged cell WHERE cell.class = $class GROUP BY cell.row)
        SELECT {_key("held.row")}, {names}, held.base_value, coalesce(cited.source, ''),
               {_key("coalesce(held.cited_as, '')")}, cited.paragraph, cited.span,
               cited.locator,
               coalesce(held.known_by, 'editorial')
        FROM held LEFT JOIN cited ON cited.citation = held.cited_as
        ORDER BY held.row"""


def _of(iri: str, condition: str = "true") -> str:
    return f"FILTER (cell.property = {quoted(iri)} AND {condition})"


def _cell(column: Column) -> str:
    """The value of a column in a group of cells."""
    value, condition = _value(column)
    if column.many:
        found = f"list_sort(list(DISTINCT {value}) {_of(column.iri, condition)})"
        return f"coalesce({found}, [])"
    return f"min({value}) {_of(column.iri, condition)}"


def _value(column: Column) -> tuple[str, str]:
    """A value as its column has it, and what must hold of the cell."""
    if column.type == "ref":
        return _key("cell.value"), "cell.is_iri"
    if column.type == "concept":
        return _code("cell.value", column.argument[0]), "cell.is_iri"
    if column.tag is not None:
        return "cell.value", f"NOT cell.is_iri AND cell.language = {quoted(column.tag)}"
    value = {
        "decimal": "TRY_CAST(cell.value AS DOUBLE)",
        "integer": "CASE WHEN regexp_full_match(cell.value, '[+-]?[0-9]+') "
        "THEN TRY_CAST(cell.value AS BIGINT) END",
        "boolean": "cell.value = 'true'",
    }.get(column.type, "cell.value")
    return value, "NOT cell.is_iri"


def _key(name: str) -> str:
    return _without(name, ID_BASE)


def _code(name: str, scheme: str) -> str:
    """The key of a concept: of the ontology, or of a region, whose IRI names the region too."""
    own = quoted(f"^{VOC_BASE}[^/]+/{scheme}-(.+)$")
    found = (
        f"WHEN starts_with({name}, {quoted(VOC_BASE)}) THEN regexp_replace({name}, {own}, '\\1')"
    )
    return _without(name, f"{VOC_BASE}{scheme}-").replace("ELSE", f"{found} ELSE", 1)


def _without(name: str, prefix: str) -> str:
    after = f"substr({name}, {len(prefix) + 1})"
    return f"CASE WHEN starts_with({name}, {quoted(prefix)}) THEN {after} ELSE {name} END"
