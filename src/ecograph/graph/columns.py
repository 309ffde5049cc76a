"""Columnar tables: every class of entities or statements as a table, one row each.

A table has the columns of its table in graph_data/ (ids as strings, numbers as floats) and
    base_value  float, the value in the base unit of its unit (yuan, count, ...)
    source, paragraph, span, citation    of its first citation
    evidence       stated (a document says it), implied (we read it from a document) or
                editorial (general knowledge, from no document)
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyoxigraph import Literal, NamedNode

from ecograph.base.errors import Unreadable
from ecograph.base.namespaces import ECO, ECO_BASE, RDF_TYPE, VOC_BASE, key_of
from ecograph.graph import containment
from ecograph.graph.citation import Citation
from ecograph.graph.cited_graph import CitedGraph, require_ecograph
from ecograph.graph.facts import citations_of
from ecograph.graph.labels import Labels, labels_of
from ecograph.graph.table_files import read_tables_in
from ecograph.tables.schema import Column, TableSpec, table_specs

_ARROW = {"decimal": pa.float64(), "integer": pa.int64(), "boolean": pa.bool_()}
_NAMED = ("id", "label_zh", "label_en")
_NOT_HELD = frozenset({"source", "paragraph", "span"})


@dataclass(frozen=True)
class Tables:
    """The tables of one graph by the name of their table: `tables["supply"]`.

    `centres` are the places that the regions of the graph centre on; `assumed` the rows of a
    scenario, which no document states.
    """

    name: str
    by_name: dict[str, pa.Table]
    centres: tuple[str, ...] = ()
    assumed: frozenset[str] = frozenset()

    def __getitem__(self, name: str) -> pa.Table:
        return self.by_name[name]

    @cached_property
    def entities(self) -> pa.Table:
        """All entities: id, class, label_zh, label_en; sorted by id."""
        parts = []
        for spec in table_specs().values():
            if spec.kind == "entity":
                table = self.by_name[spec.name].select(["id", "label_zh", "label_en"])
                named = pa.array([spec.class_name] * table.num_rows, pa.string())
                parts.append(table.append_column("class", named))
        return pa.concat_tables(parts).sort_by("id")

    @cached_property
    def class_of(self) -> dict[str, str]:
        """The class of each entity by its id."""
        return dict(
            zip(self.entities["id"].to_pylist(), self.entities["class"].to_pylist(), strict=True)
        )

    @cached_property
    def labels(self) -> Labels:
        """What entities and documents are called, in zh and en."""
        parts = [self.entities, *(self.by_name[n] for n in ("sources",) if n in self.by_name)]
        rows = [
            row
            for part in parts
            for row in zip(*(part[c].to_pylist() for c in _NAMED), strict=True)
        ]
        return labels_of(rows)

    @cached_property
    def places_of(self) -> dict[str, frozenset[str]]:
        """For each located entity and each place, all places that it is in, itself included."""
        return containment.places_of(self.by_name)

    @cached_property
    def chains_below(self) -> dict[str, frozenset[str]]:
        """For each chain, itself and all chains that are part of it."""
        return containment.chains_below(self.by_name)


def read_tables(graph: CitedGraph) -> Tables:
    """All tables of a graph: from the columnar tables beside a store, else from its statements.

    Raises Unreadable where the graph holds nothing of the ontology.
    """
    if graph.path is not None and (beside := _read_beside(graph, graph.path)):
        return beside
    require_ecograph(graph)
    specs = list(table_specs().values())
    cells = _cells_here(graph, specs) if graph.store is not None else _cells_remote(graph, specs)
    kinds = {
        c.value: (key_of(s.value), k.value.removeprefix(VOC_BASE + "source-kind-"))
        for c, s, k in graph.ask_for("citation_kinds")
    }
    places = citations_of(graph)
    tables = {spec.name: _table(spec, cells[spec.name], kinds, places) for spec in specs}
    return Tables(graph.name, tables, _centres(graph))


def _centres(graph: CitedGraph) -> tuple[str, ...]:
    return tuple(sorted(key_of(p.value) for (p,) in graph.ask_for("region_places")))


def _read_beside(graph: CitedGraph, folder: Path) -> Tables | None:
    """The tables beside a store; None where there are none, or where what was kept is no good.

    Raises Unreadable where a store that somebody built is no good.
    """
    again = "build it again with `ecograph build`"
    try:
        found = read_tables_in(folder)
        if found is None:
            return None
        for name, spec in table_specs().items():
            if name not in found:
                raise Unreadable(f"{folder}: cannot be read: the table {name} is missing")
            if found[name].schema != _table(spec, {}, {}, {}).schema:
                raise Unreadable(f"{folder}: its tables are another version's")
    except Unreadable as error:
        if graph.kind != "store":
            return None
        raise Unreadable(f"{error}; {again}") from None
    return Tables(graph.name, {name: found[name] for name in table_specs()}, _centres(graph))


Cells = dict[str, dict[str, list[Any]]]  # IRI of a row -> property -> terms


def _cells_here(graph: CitedGraph, specs: list[TableSpec]) -> dict[str, Cells]:
    """Read property by property: an order of magnitude faster than a query a class."""
    store = graph.store
    assert store is not None
    home: dict[str, Cells] = {}
    found: dict[str, Cells] = {spec.name: {} for spec in specs}
    for spec in specs:
        for quad in store.quads_for_pattern(None, RDF_TYPE, ECO[spec.class_name]):
            subject = str(getattr(quad.subject, "value", quad.subject))
            found[spec.name].setdefault(subject, {})
            home[subject] = found[spec.name]
    properties = {c.iri for s in specs for c in s.columns.values() if c.name not in _NOT_HELD}
    properties |= {ECO_BASE + "citation", ECO_BASE + "baseValue"}
    for name in sorted(properties):
        for quad in store.quads_for_pattern(None, NamedNode(name), None):
            subject = str(getattr(quad.subject, "value", quad.subject))
            if subject in home:
                home[subject][subject].setdefault(name, []).append(quad.object)
    return found


def _cells_remote(graph: CitedGraph, specs: list[TableSpec]) -> dict[str, Cells]:
    """A query a class, but none for a class of which there is nothing."""
    present = {c.value for (c,) in graph.ask_for("cited_classes")}
    found: dict[str, Cells] = {}
    for spec in specs:
        cells = found.setdefault(spec.name, {})
        if spec.kind != "registry" and ECO_BASE + spec.class_name not in present:
            continue
        for statement, name, value in graph.ask_for(
            "statement_cells", **{"class": ECO[spec.class_name]}
        ):
            cells.setdefault(statement.value, {}).setdefault(name.value, []).append(value)
    return found


def _table(
    spec: TableSpec, cells: Cells, kinds: dict[str, tuple[str, str]], places_of: dict[str, Citation]
) -> pa.Table:
    ordered = sorted(cells.items())
    columns: dict[str, Any] = {"id": pa.array([key_of(s) for s, _ in ordered], pa.string())}
    for column in spec.columns.values():
        if column.name in _NOT_HELD or column.type == "id":
            continue
        kind = pa.list_(pa.string()) if column.many else _ARROW.get(column.type, pa.string())
        columns[column.name] = pa.array([_cell(column, c) for _, c in ordered], kind)
    base = [c.get(ECO_BASE + "baseValue") for _, c in ordered]
    columns["base_value"] = pa.array([float(b[0].value) if b else None for b in base], pa.float64())
    cited = [
        min((t.value for t in c.get(ECO_BASE + "citation", ())), default="") for _, c in ordered
    ]
    known = [kinds.get(c, ("", "")) for c in cited]
    columns["source"] = pa.array([source for source, _ in known], pa.string())
    columns["citation"] = pa.array([key_of(c) for c in cited], pa.string())
    places = [places_of.get(c) for c in cited]
    columns["paragraph"] = pa.array([p.paragraph if p else None for p in places], pa.int64())
    columns["span"] = pa.array([p.span if p else None for p in places], pa.string())
    certainty = (
        columns["certainty"].to_pylist() if "certainty" in columns else ["stated"] * len(cited)
    )
    evidence = [
        "editorial" if k == "editorial" else c for (_, k), c in zip(known, certainty, strict=True)
    ]
    columns["evidence"] = pa.array(evidence, pa.string())
    return pa.table(columns)


def _cell(column: Column, cells: dict[str, list[Any]]) -> Any:
    values = sorted({v for t in cells.get(column.iri, ()) if (v := _value(column, t)) is not None})
    if column.many:
        return values
    return values[0] if values else None


def _value(column: Column, term: Any) -> Any:
    """The value of a term in a column; None for a term that is not of the column's kind."""
    if not isinstance(term, NamedNode if column.type in ("ref", "concept") else Literal):
        return None
    if isinstance(term, Literal) and column.tag is not None and term.language != column.tag:
        return None
    try:
        value = _plain(column, term)
    except ValueError:  # a number that is written as none
        return None
    return None if column.type == "integer" and abs(value) >= 2**63 else value


def _plain(column: Column, term: Any) -> Any:
    match column.type:
        case "ref":
            return key_of(term.value)
        case "concept":
            return term.value.removeprefix(f"{VOC_BASE}{column.argument[0]}-")
        case "decimal":
            return float(term.value)
        case "integer":
            return int(term.value)
        case "boolean":
            return term.value == "true"
        case _:
            return term.value
