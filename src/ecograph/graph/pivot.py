"""Statements become rows: every property of a row in a column of its table.

What a graph says is staged as cells (row, property, value), then each table is one grouping of
its cells.  A cell with several values takes the least, a column of lists all of them, sorted.
A value that is not of the kind of its column is left out.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from pyoxigraph import BlankNode, NamedNode

from ecograph.base.database import DuckDatabase, name_of, quoted
from ecograph.base.namespaces import ECO, ECO_BASE, ID_BASE, RDF_TYPE, VOC_BASE
from ecograph.base.progress import progress
from ecograph.graph.cited_graph import CitedGraph
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
_AT_ONCE = 250_000  # rows of a table that are grouped at once: texts are held while they are


def column_types(spec: TableSpec) -> dict[str, str]:
    """The columns of a table with their types in SQL."""
    own = {c.name: _type(c) for c in _held(spec)}
    return {"id": "VARCHAR"} | own | _AFTER


def _held(spec: TableSpec) -> list[Column]:
    """The columns that a table has of its own, and the modality where that is derived."""
    own = [c for c in spec.columns.values() if c.name not in _NOT_HELD]
    return [*own, _MODALITY] if has_modality(spec) else own


def pivot(stage: DuckDatabase, database: DuckDatabase) -> None:
    """Makes all tables of the statements that are staged (staging.py) in a database."""
    stage.make("wider_table", {"class": "VARCHAR", "above": "VARCHAR"}, _tables_above())
    listed = ", ".join(map(quoted, _properties()))
    stage.run(f"CREATE TYPE property AS ENUM ({listed})")  # compared far faster than texts
    stage.run(_TAGGED.replace("$properties", listed) + _CITED)
    rows: dict[str, int] = dict(stage.rows(_COUNTED))
    for spec in table_specs().values():
        database.make(spec.name, column_types(spec))
        if spec.class_name in rows:
            _group(stage, spec, rows[spec.class_name], f"{database.path[0]}.{name_of(spec.name)}")
    stage.run("DROP TABLE tagged; DROP TABLE cited; DROP TYPE property; DROP TABLE wider_table;")


def _group(stage: DuckDatabase, spec: TableSpec, rows: int, target: str) -> None:
    """Makes the rows of a table, sorted by id, a part of them at once."""
    parts = 1 + rows // _AT_ONCE
    for part in range(parts):
        made = "CREATE TABLE grouped AS" if part == 0 else "INSERT INTO grouped"
        whose = f"cell.class = {quoted(spec.class_name)} AND hash(cell.row) % {parts} = {part}"
        stage.run(f"{made} {_grouping(spec, whose)}")
    stage.run(f"INSERT INTO {target} FROM grouped ORDER BY id; DROP TABLE grouped;")


_COUNTED = "SELECT class, count(DISTINCT row) FROM tagged GROUP BY class"
# A row may be of several classes, and then stands in several tables.
# A class that follows from a narrower one of the row is none of them.
_TAGGED = f"""
CREATE TABLE tagged AS
WITH kind AS (
    SELECT DISTINCT s, bare(class) AS class FROM typed
    WHERE is_iri(s) AND starts_with(class, '<{ECO_BASE}')
),
narrowest AS (
    FROM kind ANTI JOIN (
        SELECT kind.s, above AS class FROM kind JOIN wider_table USING (class)
    ) USING (s, class)
)
SELECT substr(kind.class, {len(ECO_BASE) + 1}) AS class, bare(said.s) AS row,
       said.p::property AS property, is_iri(said.o) AS is_iri,
       CASE WHEN is_iri(said.o) THEN bare(said.o) ELSE lexical(said.o) END AS value,
       CASE WHEN NOT is_iri(said.o) THEN language(said.o) END AS language
FROM narrowest kind JOIN said USING (s)
WHERE said.p IN ($properties) AND (is_iri(said.o) OR is_literal(said.o));
"""

# Each citation with its source, of which is known what kind it is, and where in it.
_CITED = """
CREATE TABLE cited AS
WITH source AS (
    SELECT typed.s, min(said.o) AS source FROM typed JOIN said USING (s)
    WHERE typed.class = eco('Citation') AND is_iri(typed.s) AND said.p = eco('source')
    AND said.o IN (SELECT s FROM said WHERE p = eco('kind') AND is_iri(o))
    GROUP BY typed.s
),
place AS (
    SELECT s, min(lexical(o)) FILTER (p = eco('locator')) AS locator,
           min(TRY_CAST(lexical(o) AS BIGINT)) FILTER (p = eco('paragraph')) AS paragraph,
           min(TRY_CAST(lexical(o) AS BIGINT)) FILTER (p = eco('spanStart')) AS first,
           min(TRY_CAST(lexical(o) AS BIGINT)) FILTER (p = eco('spanEnd')) AS last
    FROM said
    WHERE p IN (eco('locator'), eco('paragraph'), eco('spanStart'), eco('spanEnd'))
    AND is_literal(o) GROUP BY s
)
SELECT bare(source.s) AS citation, bare(source) AS source, locator,
       CASE WHEN first IS NOT NULL AND last IS NOT NULL THEN paragraph END AS paragraph,
       CASE WHEN paragraph IS NOT NULL THEN first || '..' || last END AS span
FROM source LEFT JOIN place USING (s);
"""


def _tables_above() -> list[tuple[str, str]]:
    """Each class of a table with the classes above it that have tables themselves."""
    above = inherited_classes()
    return [(iri, wider) for iri, all_ in above.items() for wider in all_ if wider in above]


def _type(column: Column) -> str:
    return "VARCHAR[]" if column.many else _TYPES.get(column.type, "VARCHAR")


def _properties() -> list[str]:
    """The properties of all columns, as N-Quads write them."""
    held = {c.iri for s in table_specs().values() for c in s.columns.values()}
    held |= {ECO_BASE + name for name in ("citation", "baseValue", "evidence")}
    return [f"<{iri}>" for iri in sorted(held | {RDF_TYPE.value})]


def stage_remote(stage: DuckDatabase, graph: CitedGraph) -> None:
    """Stages what tables need of an endpoint: a query a class of which there is something."""
    present = {c.value for (c,) in graph.ask_for("cited_classes")}
    classes = [ECO[s.class_name] for s in table_specs().values()]
    asked = [ECO[s.class_name] for s in table_specs().values() if s.kind == "registry"]
    asked += [of for of in classes if of.value in present and of not in asked]
    tell, total = progress(f"reading tables of {graph.name}"), len(asked) + 1
    for done, of in enumerate((*asked, ECO.Citation), 1):
        rows = list(_remote_rows(graph.ask_for("statement_cells", **{"class": of})))
        if cells := list(zip(*rows, strict=True)):
            stage.fill("said", dict(zip(("s", "p", "o"), map(list, cells), strict=True)))
        tell(done, total)


def _remote_rows(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[str, str, str]]:
    for row, name, value in rows:
        if isinstance(row, NamedNode) and not isinstance(value, BlankNode):
            yield str(row), str(name), str(value)


def _grouping(spec: TableSpec, whose: str) -> str:
    """The rows of one table, from the cells of its class; `whose` says which."""
    own = _held(spec)
    cells = [f"{_cell(c)} AS {name_of(c.name)}" for c in own]
    cells.append(f"min(TRY_CAST(cell.value AS DOUBLE)) {_of(ECO_BASE + 'baseValue')} AS base_value")
    cells.append(f"min(cell.value) {_of(ECO_BASE + 'citation')} AS cited_as")
    cells.append(f"{_cell(_EVIDENCE)} AS known_by")  # what says nothing of it is not firm
    names = ", ".join(f"held.{name_of(c.name)}" for c in own)
    return f"""
        WITH held AS (
            SELECT cell.row, {", ".join(cells)}
            FROM tagged cell WHERE {whose} GROUP BY cell.row)
        SELECT {_key("held.row")} AS id, {names}, held.base_value,
               coalesce({_key("cited.source")}, ''), {_key("coalesce(held.cited_as, '')")},
               cited.paragraph, cited.span,
               cited.locator,
               coalesce(held.known_by, 'editorial')
        FROM held LEFT JOIN cited ON cited.citation = held.cited_as"""


def _of(iri: str, condition: str = "true") -> str:
    named = quoted(f"<{iri}>")
    return f"FILTER (cell.property = {named} AND {condition})"


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
        "boolean": "cell.value IN ('true', '1')",
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
