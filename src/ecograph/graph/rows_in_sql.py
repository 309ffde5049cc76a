"""Rows of text as statements, in SQL: what to_rdf.lift makes of them, far faster.

It is for tables that are made at once and hold nothing odd: each row cites a source as a whole,
each key is one of the ontology's, what has names has a Chinese one, and no cell holds a list.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from pyoxigraph import NamedNode

from ecograph.base.database import Database, name_of, quoted
from ecograph.base.namespaces import (
    ECO,
    GRAPH_EDITORIAL,
    ID_BASE,
    PREFIXES,
    RDF_TYPE,
    SKOS_NOTATION,
    VOC_BASE,
    concept,
)
from ecograph.base.periods import datatype_of
from ecograph.graph.citation import Citation, mint
from ecograph.graph.to_rdf import known_by
from ecograph.tables.editorial import EDITORIAL
from ecograph.tables.identifiers import schemes
from ecograph.tables.schema import Column, TableSpec, table_specs

_GRAPH = quoted(str(mint(Citation(""))).rstrip(">")) + " || source || '>'"
_XSD = PREFIXES["xsd"]
_PERIODS = ("2024", "2024-06", "2024-06-15")  # one of each length; an interval is a plain text


def write_rows(tables: Database, table: str, columns: Collection[str], path: Path) -> None:
    """Writes the statements of the rows of a table as N-Quads; `columns` are those that it has."""
    spec = table_specs()[table]
    lines = ", ".join(_lines(spec, [c for n, c in spec.columns.items() if n in columns]))
    tables.run(
        f"COPY (SELECT unnest(list_filter([{lines}], lambda x: x IS NOT NULL)) "
        f"FROM {name_of(table)}) TO {quoted(path)} "
        f"(FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01')"
    )


def _lines(spec: TableSpec, columns: list[Column]) -> Iterator[str]:
    """The statements of a row, each as a text, NULL where a cell is empty."""
    if spec.name in _OF_OTHERS:
        yield from _OF_OTHERS[spec.name](columns)
    if spec.name in ("naming", "support"):  # it is wholly said by what it adds
        return
    yield _line(_entity("id"), RDF_TYPE, f"'{ECO[spec.class_name]}'")
    for column in columns:
        if column.type != "id" and column.name != "source":
            ours = column.editorial
            yield _line(_entity("id"), NamedNode(column.iri), _term(column, column.name), ours)
    if "evidence" not in spec.columns:
        editorial = f"source = '{EDITORIAL}'"
        known = [concept("evidence", key) for key in (EDITORIAL, known_by(spec))]
        of = f"CASE WHEN {editorial} THEN '{known[0]}' ELSE '{known[1]}' END"
        yield _line(_entity("id"), ECO.evidence, of)
    yield _line(_entity("id"), ECO.citation, _GRAPH)


def _line(subject: str, predicate: NamedNode, value: str, ours: bool = False) -> str:
    graph = f"'{GRAPH_EDITORIAL}'" if ours else _GRAPH
    return f"{subject} || ' {predicate} ' || {value} || ' ' || {graph} || ' .'"


def _entity(column: str) -> str:
    return f"'<{ID_BASE}' || {name_of(column)} || '>'"


def _term(column: Column, name: str) -> str:
    """The term of a cell of a column, whichever column it stands in."""
    cell = name_of(name)
    match column.type:
        case "ref":
            return _entity(name)
        case "concept":
            return f"'<{VOC_BASE}{column.argument[0]}-' || {cell} || '>'"
        case "decimal" | "integer" | "boolean":
            return f"""'"' || {cell} || '"^^<{_XSD}{column.type}>'"""
        case "period":
            kinds = " ".join(
                f"WHEN {len(like)} THEN '^^<{_XSD}{datatype_of(like)}>'" for like in _PERIODS
            )
            return f"""{_literal(cell)} || CASE length({cell}) {kinds} ELSE '' END"""
        case _:
            return _literal(cell) + (f" || '@{column.tag}'" if column.tag else "")


def _literal(cell: str) -> str:
    r"""A text in quotes, with \ before what N-Quads do not take."""
    for sign, spelt in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        cell = f"replace({cell}, {quoted(sign)}, {quoted(spelt)})"
    return f"""'"' || {cell} || '"'"""


# ------------------------------------------------------ what rows say of others


def _named(columns: list[Column]) -> Iterator[str]:
    for column in columns:
        if column.name in ("alt_zh", "alt_en"):
            yield _line(_entity("entity"), NamedNode(column.iri), _term(column, column.name))


def _filled_in(_: list[Column]) -> Iterator[str]:
    """Periods that supplements fill in; other columns are not the same in all tables."""
    entities = [s for s in table_specs().values() if s.kind == "entity"]
    held = {c.name: c for s in entities for c in s.columns.values() if c.type == "period"}
    for name, column in sorted(held.items()):
        value = f"CASE WHEN filled_column = '{name}' THEN {_term(column, 'filled_value')} END"
        yield _line(_entity("entity"), NamedNode(column.iri), value)


def _coded(_: list[Column]) -> Iterator[str]:
    for key, scheme in schemes().items():
        code = f"""CASE WHEN scheme = '{key}' THEN '"' || code || '"^^{scheme.datatype}' END"""
        yield _line(_entity("entity"), SKOS_NOTATION, code)


def _supported(_: list[Column]) -> Iterator[str]:
    yield _line(_entity("statement"), ECO.citation, _GRAPH)


_OF_OTHERS = {
    "naming": _named,
    "supplement": _filled_in,
    "identifier": _coded,
    "support": _supported,
}
