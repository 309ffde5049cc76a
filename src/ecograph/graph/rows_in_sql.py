"""Rows of text as statements, in SQL: what to_rdf.lift makes of them, far faster.

It is for tables that are made at once and hold nothing odd: each row cites a source as a whole,
each key is one of the ontology's, what has a name or another name has one in both languages, and
no cell holds a list.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from pyoxigraph import NamedNode

from ecograph.base.database import DuckDatabase, name_of, quoted
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

Text = tuple[str, ...]  # a text as its parts, each in SQL
_XSD = PREFIXES["xsd"]
_PERIODS = ("2024", "2024-06", "2024-06-15")  # one of each length; an interval is a plain text
_GRAPH: Text = (quoted(str(mint(Citation(""))).rstrip(">")), "source", "'>'")
_NAMES = ("alt_zh", "alt_en")


def write_rows(tables: DuckDatabase, table: str, columns: Collection[str], path: Path) -> None:
    """Writes the statements of the rows of a table as N-Quads; `columns` are those that it has.

    A row becomes one text of several lines, put together at once.
    """
    spec = table_specs()[table]
    held = [column for name, column in spec.columns.items() if name in columns]
    lines = ", chr(10), ".join(", ".join(line) for line in _always(spec))
    given = ", ".join(
        f"CASE WHEN {when} THEN concat({', '.join(line)}, chr(10)) ELSE '' END"
        for when, line in _where_given(spec, held)
    )
    text = ", ".join(filter(None, (given, lines)))  # what ends a row ends the last line
    tables.run(
        f"COPY (SELECT concat({text}) FROM {name_of(table)}) TO {quoted(path)} "
        "(FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01')"
    )


def _always(spec: TableSpec) -> Iterator[Text]:
    """The statements that every row of a table makes."""
    if spec.name == "naming":  # it is wholly said by the names that it adds
        for name in _NAMES:
            column = spec.columns[name]
            yield _line(_entity("entity"), column.iri, _term(column, name))
        return
    if spec.name == "support":
        yield _line(_entity("statement"), ECO.citation.value, _GRAPH)
        return
    yield _line(_entity("id"), RDF_TYPE.value, (f"'{ECO[spec.class_name]}'",))
    yield _line(_entity("id"), ECO.citation.value, _GRAPH)
    if "evidence" not in spec.columns:
        known = [concept("evidence", key) for key in (EDITORIAL, known_by(spec))]
        of = f"CASE source WHEN '{EDITORIAL}' THEN '{known[0]}' ELSE '{known[1]}' END"
        yield _line(_entity("id"), ECO.evidence.value, (of,))


def _where_given(spec: TableSpec, columns: list[Column]) -> Iterator[tuple[str, Text]]:
    """The statements that rows make where a cell is not empty, each behind what must hold."""
    if spec.name in ("naming", "support"):
        return
    yield from _OF_OTHERS.get(spec.name, lambda: ())()
    for column in columns:
        if column.type != "id" and column.name != "source":
            graph = (f"'{GRAPH_EDITORIAL}'",) if column.editorial else _GRAPH
            line = _line(_entity("id"), column.iri, _term(column, column.name), graph)
            yield f"{name_of(column.name)} IS NOT NULL", line


def _filled_in() -> Iterator[tuple[str, Text]]:
    """Periods that supplements fill in; other columns are not the same in all tables."""
    entities = [s for s in table_specs().values() if s.kind == "entity"]
    held = {c.name: c for s in entities for c in s.columns.values() if c.type == "period"}
    for name, column in sorted(held.items()):
        line = _line(_entity("entity"), column.iri, _term(column, "filled_value"))
        yield f"filled_column = '{name}'", line


def _coded() -> Iterator[tuple[str, Text]]:
    """What each code identifies."""
    for key, scheme in schemes().items():
        code = ("""'"'""", "code", f"""'"^^{scheme.datatype}'""")
        yield f"scheme = '{key}'", _line(_entity("entity"), SKOS_NOTATION.value, code)


_OF_OTHERS = {"supplement": _filled_in, "identifier": _coded}


def _line(subject: Text, predicate: str, value: Text, graph: Text = _GRAPH) -> Text:
    return (*subject, f"' {NamedNode(predicate)} '", *value, "' '", *graph, "' .'")


def _entity(column: str) -> Text:
    return f"'<{ID_BASE}'", name_of(column), "'>'"


def _term(column: Column, name: str) -> Text:
    """The term of a cell of a column, whichever column it stands in."""
    cell = name_of(name)
    match column.type:
        case "ref":
            return _entity(name)
        case "concept":
            return f"'<{VOC_BASE}{column.argument[0]}-'", cell, "'>'"
        case "decimal" | "integer" | "boolean":
            return """'"'""", cell, f"""'"^^<{_XSD}{column.type}>'"""
        case "period":
            kinds = " ".join(
                f"WHEN {len(like)} THEN '^^<{_XSD}{datatype_of(like)}>'" for like in _PERIODS
            )
            return (*_literal(cell), f"CASE length({cell}) {kinds} ELSE '' END")
        case _:
            return (*_literal(cell), f"'@{column.tag}'") if column.tag else _literal(cell)


def _literal(cell: str) -> Text:
    r"""A text in quotes, with \ before what N-Quads do not take."""
    for sign, spelt in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        cell = f"replace({cell}, {quoted(sign)}, {quoted(spelt)})"
    return """'"'""", cell, """'"'"""
