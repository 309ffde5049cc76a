"""RDF of other vocabularies as tables that an import reads: one for each class.

A record is a resource: its IRI, and a column for each predicate; of names in several languages one
for each.  What the alignments of the ontology say is ours tells a draft which table a class is and
which statement a predicate; the rest stands in the draft by name.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode

from ecograph.base.errors import UsageError
from ecograph.base.namespaces import ECO_BASE, PREFIXES, RDF_TYPE
from ecograph.base.ontology import statements_of
from ecograph.graph.any_rdf import MAIN_NAMES, key_of_node, name_rank, short_name
from ecograph.graph.opening import RDF_FORMATS, rdf_suffix, read_rdf
from ecograph.tables.given_files import PLAIN, GivenRecord, GivenTable, Layout, table_of
from ecograph.tables.given_formats import given_tables
from ecograph.tables.schema import TableSpec, inherited_classes, superclasses, table_specs

IRI = "iri"  # the column with what a resource is called
NO_CLASS = "rdfs:Resource"  # the table of what has no class
_MATCHES = (PREFIXES["rdfs"] + "subClassOf", PREFIXES["skos"] + "closeMatch")
_SAME = (PREFIXES["rdfs"] + "subPropertyOf", PREFIXES["skos"] + "closeMatch")
Cells = dict[str, list[str]]


def tables_in_file(path: Path, layout: Layout = PLAIN) -> list[GivenTable]:
    """The tables of a file of any kind that an import reads.

    Raises what given_tables raises.
    """
    if rdf_suffix(path) in RDF_FORMATS:
        return _of_rdf(path, layout)
    return given_tables(path, layout)


def _of_rdf(path: Path, layout: Layout) -> list[GivenTable]:
    """A table for each class of an RDF file, in the order of their names."""
    by_class = _records(path)
    names = sorted(by_class)
    if layout.sheet is not None:
        if layout.sheet not in by_class:
            raise UsageError(f"{path}: has no class {layout.sheet}; it has {', '.join(names)}")
        names = [layout.sheet]
    found = []
    for name in names:
        columns = sorted({column for _, cells in by_class[name] for column in cells})
        rows = partial(_rows, [IRI, *columns], by_class[name])
        of_rows = Layout(header=0, fill_down=layout.fill_down, totals=False)
        table = table_of(path, name if len(by_class) > 1 else None, "rdf", rows, of_rows)
        found += [] if table is None else [table]
    return found


def _rows(columns: list[str], records: list[tuple[str, Cells]]) -> Iterator[GivenRecord]:
    yield GivenRecord(0, tuple(columns))
    for number, (iri, cells) in enumerate(records, 1):
        values: list[Any] = [iri]
        for column in columns[1:]:
            held = cells.get(column, [])
            values.append(held[0] if len(held) == 1 else held or None)
        yield GivenRecord(number, tuple(values))


def _records(path: Path) -> dict[str, list[tuple[str, Cells]]]:
    """The resources of a file by the short names of their classes, each with its values."""
    cells: dict[str, Cells] = defaultdict(dict)
    classes: dict[str, set[str]] = defaultdict(set)
    for quad in read_rdf(path):
        subject, value = key_of_node(quad.subject), quad.object
        if quad.predicate == RDF_TYPE and isinstance(value, NamedNode):
            classes[subject].add(short_name(value.value))
            continue
        column = short_name(quad.predicate.value)
        if isinstance(value, Literal):
            column += f"@{value.language}" if value.language else ""
            text = value.value
        elif isinstance(value, (NamedNode, BlankNode)):
            text = key_of_node(value)
        else:
            continue
        held = cells[subject].setdefault(column, [])
        if text not in held:
            held.append(text)
    found: dict[str, list[tuple[str, Cells]]] = {}
    for subject in sorted({*cells, *classes}):
        ordered = {column: sorted(values) for column, values in cells[subject].items()}
        for name in sorted(classes[subject]) or [NO_CLASS]:
            found.setdefault(name, []).append((subject, ordered))
    return found


# ------------------------------------------------------------------ what the alignments say


def table_of_class(name: str) -> str | None:
    """The table of ours that a class of another vocabulary, by its short name, is aligned with."""
    found = _tables_by_class().get(name)
    if found is None and re.search("organi[sz]ation", name, re.I):
        return "organization"  # org:FormalOrganization and the like are narrower than aligned ones
    return found


@cache
def _tables_by_class() -> dict[str, str]:
    """The widest table of ours for each aligned class: not all of theirs is of a narrower one."""
    above, found = superclasses(), dict[str, list[TableSpec]]()
    specs = [spec for spec in table_specs().values() if spec.kind == "entity"]
    for spec in specs:
        for wider in inherited_classes()[ECO_BASE + spec.class_name]:
            found.setdefault(short_name(wider), []).append(spec)
        found.setdefault(f"eco:{spec.class_name}", []).append(spec)
    by_iri = {ECO_BASE + spec.class_name: spec for spec in specs}
    for ours, match, theirs in _aligned():
        if match == _MATCHES[1] and ours in by_iri:
            found.setdefault(short_name(theirs), []).append(by_iri[ours])
    order = list(table_specs())
    return {
        name: min(held, key=lambda s: (len(above[s.class_name]), order.index(s.name))).name
        for name, held in found.items()
    }


def name_column(column: str) -> str | None:
    """The column of ours that a predicate which gives a name is, by its language; else None."""
    predicate, _, tag = column.partition("@")
    rank = name_rank(predicate.rpartition(":")[2])
    if rank is None:
        return None
    kind = "label" if rank < MAIN_NAMES else "alt"
    language = tag.partition("-")[0].lower()
    return f"{kind}_{language}" if language in ("zh", "en") else kind


def properties_like(name: str) -> list[str]:
    """The local names of our properties that a predicate, by its short name, is aligned with."""
    found = (
        ours.removeprefix(ECO_BASE)
        for ours, match, theirs in _aligned()
        if match in _SAME and ours.startswith(ECO_BASE) and short_name(theirs) == name
    )
    own = [name.removeprefix("eco:")] if name.startswith("eco:") else []
    return [*own, *sorted(set(found))]


@cache
def _aligned() -> tuple[tuple[str, str, str], ...]:
    """The alignments: a term of ours, how it matches, a term of theirs."""
    return tuple(
        (t.subject.value, t.predicate.value, t.object.value)
        for t in statements_of("alignments")
        if isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode)
    )


def statement_of_shortcut(name: str) -> TableSpec | None:
    """The table of statements that one of our properties, or a wider one, is the short form of."""
    names = {name, *_wider_properties().get(name, ())}
    return next((s for s in table_specs().values() if s.shortcut in names), None)


@cache
def _wider_properties() -> dict[str, frozenset[str]]:
    """The properties right above each of ours."""
    found: dict[str, set[str]] = {}
    for triple in statements_of("core"):
        if triple.predicate.value == _SAME[0]:
            ends = (getattr(t, "value", "") for t in (triple.subject, triple.object))
            narrow, wide = (end.removeprefix(ECO_BASE) for end in ends)
            found.setdefault(narrow, set()).add(wide)
    return {name: frozenset(above) for name, above in found.items()}
