"""The tables of a graph: the way back of to_rdf, for any graph that says where things are from.

A row is what a graph says of an entity or a statement in the citation that it was first said in;
what other citations add becomes rows of supplement, naming and support, as it was.  The order of
several values in a cell, and the ids of namings and supports, are not in a graph and are made anew.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from ecograph.base.errors import UsageError
from ecograph.base.namespaces import (
    ECO,
    ECO_BASE,
    GRAPH_EDITORIAL,
    PREFIXES,
    RDF_TYPE,
    VOC_BASE,
    code_of,
    is_of_region,
    key_of,
)
from ecograph.graph.citation import Citation
from ecograph.graph.cited_graph import CitedGraph, own_quads, require_ecograph
from ecograph.graph.facts import citations_of
from ecograph.tables.schema import (
    CONCEPT,
    Column,
    TableSpec,
    concept_spec,
    superclasses,
    table_specs,
)

Row = dict[str, str]
Cells = dict[str, list[tuple[NamedNode | Literal, str]]]  # by property: a value and its graph
_ALIAS = PREFIXES["skos"] + "altLabel"
_CITED = ("source", "paragraph", "span", "locator")


@dataclass
class GraphTables:
    """The rows of each table by their ids, and what the region is: id, labels, place, synthetic."""

    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
    about: dict[str, str | bool] = field(default_factory=dict)

    def put(self, table: str, row: Row) -> None:
        """Adds a row."""
        key = f"{row['scheme']}/{row['key']}" if table == CONCEPT else row["id"]
        self.rows.setdefault(table, {})[key] = row


def require_statements(graph: CitedGraph) -> Store:
    """The statements of a graph that tables are written of.  Raises UsageError for an endpoint."""
    if graph.store is None:
        raise UsageError(f"{graph.name}: an endpoint is not written as tables; open its data here")
    return graph.store


def tables_of_graph(graph: CitedGraph) -> GraphTables:
    """All tables of a graph, rows in the order of their ids.

    Raises UsageError for an endpoint, Unreadable where the graph has nothing of the ontology.
    """
    store = require_statements(graph)
    require_ecograph(graph)
    said = _said(store)
    places = citations_of(graph)
    found = GraphTables()
    filled = _filled(said)
    for subject in sorted(said):
        cells = said[subject]
        spec = _spec_of(cells)
        if spec is not None:
            own = _own_graph(spec, cells)
            row = _row(spec, subject, cells, own, filled.get(subject, frozenset()))
            cited = own if own in places else _first_citation(cells)
            found.put(spec.name, row | _citation(places, cited))
            for extra in _further(spec, subject, cells, cited, places, filled):
                found.put(*extra)
        elif is_of_region(subject):
            found.put(CONCEPT, _concept(subject, cells, places))
        elif any(value == ECO.Region for value, _ in cells.get(RDF_TYPE.value, ())):
            found.about = _about(subject, cells)
    return found


def _said(store: Store) -> dict[str, Cells]:
    """What is said of each subject, by property; the ontology and what follows are left out."""
    found: dict[str, Cells] = {}
    for quad in own_quads(store):
        graph = "" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name.value)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, (NamedNode, Literal)):
            of = found.setdefault(quad.subject.value, {})
            of.setdefault(quad.predicate.value, []).append((quad.object, graph))
    return found


def _spec_of(cells: Cells) -> TableSpec | None:
    """The table of the narrowest class of a subject."""
    names = {
        value.value.removeprefix(ECO_BASE)
        for value, _ in cells.get(RDF_TYPE.value, ())
        if value.value.startswith(ECO_BASE)
    }
    above = {wider for name in names for wider in superclasses().get(name, ()) if wider != name}
    specs = {spec.class_name: spec for spec in table_specs().values()}
    own = sorted(name for name in names - above if name in specs)
    return specs[own[0]] if own else None


def _own_graph(spec: TableSpec, cells: Cells) -> str:
    """The graph in which a row is said: that of its class."""
    class_ = ECO_BASE + spec.class_name
    return min(graph for value, graph in cells[RDF_TYPE.value] if value.value == class_)


def _row(
    spec: TableSpec, subject: str, cells: Cells, own: str, filled: frozenset[tuple[str, str]]
) -> Row:
    """The cells of a row, without its citation; what a supplement fills in is not its own."""
    graphs = (own, GRAPH_EDITORIAL.value)
    row = {"id": key_of(subject)}
    for column in spec.columns.values():
        if column.type == "id" or column.name in _CITED:
            continue
        values = [
            text
            for value, graph in cells.get(column.iri, ())
            if graph in graphs and (text := _text(column, value)) is not None
        ]
        values = sorted({v for v in values if (column.name, v) not in filled})
        if values:
            row[column.name] = "|".join(values) if column.many else values[0]
    return row


def _text(column: Column, value: NamedNode | Literal) -> str | None:
    """A value as a cell of a column writes it; None where the column has no such."""
    match column.type:
        case "ref":
            return key_of(value.value) if isinstance(value, NamedNode) else None
        case "concept":
            code = code_of(value.value)
            scheme = f"{column.argument[0]}-"
            return code.removeprefix(scheme) if code.startswith(scheme) else None
        case "text" if column.tag:
            told = isinstance(value, Literal) and (value.language or column.tag) == column.tag
            return value.value if told else None
    return value.value if isinstance(value, Literal) else None


def _citation(places: Mapping[str, Citation], cited: str) -> Row:
    """The four columns of a citation."""
    at = places.get(cited)
    if at is None:
        return {}
    told = {"source": at.document, "locator": at.locator or "", "span": at.span or ""}
    told["paragraph"] = "" if at.paragraph is None else str(at.paragraph)
    return {name: text for name, text in told.items() if text}


def _first_citation(cells: Cells) -> str:
    """The citation of a row that stands in no graph of its own: the first by its name."""
    return min((value.value for value, _ in cells.get(ECO.citation.value, ())), default="")


def _filled(said: Mapping[str, Cells]) -> dict[str, frozenset[tuple[str, str]]]:
    """The columns and values that supplements fill in, by the entity."""
    found: dict[str, set[tuple[str, str]]] = {}
    for cells in said.values():
        if _is_a(cells, "Supplement"):
            entity, column, value = (
                next((v.value for v, _ in cells.get(ECO_BASE + name, ())), "")
                for name in ("entity", "filledColumn", "filledValue")
            )
            found.setdefault(entity, set()).add((column, value))
    return {entity: frozenset(held) for entity, held in found.items()}


def _is_a(cells: Cells, class_name: str) -> bool:
    class_ = ECO_BASE + class_name
    return any(value.value == class_ for value, _ in cells.get(RDF_TYPE.value, ()))


def _further(
    spec: TableSpec,
    subject: str,
    cells: Cells,
    cited: str,
    places: Mapping[str, Citation],
    filled: Mapping[str, frozenset[tuple[str, str]]],
) -> Iterator[tuple[str, Row]]:
    """The names that other citations give an entity, and the other places that say a row."""
    key = key_of(subject)
    names: dict[str, dict[str, list[str]]] = {}
    for value, graph in cells.get(_ALIAS, ()) if spec.kind == "entity" else ():
        if graph in places and graph not in (cited, GRAPH_EDITORIAL.value):
            alias = f"alt_{getattr(value, 'language', None) or 'zh'}"
            if (alias, value.value) not in filled.get(subject, ()):
                names.setdefault(graph, {}).setdefault(alias, []).append(value.value)
    for n, (graph, told) in enumerate(sorted(names.items()), 1):
        row = {"id": f"naming-{key}-{n}", "entity": key}
        row |= {alias: "|".join(sorted(held)) for alias, held in told.items()}
        yield "naming", row | _citation(places, graph)
    others = {v.value for v, _ in cells.get(ECO.citation.value, ())} - {cited}
    for n, other in enumerate(sorted(others & places.keys()), 1):
        row = {"id": f"support-{key}-{n}", "statement": key}
        yield "support", row | _citation(places, other)


def _concept(subject: str, cells: Cells, places: Mapping[str, Citation]) -> Row:
    """The row of a key that a region adds to a code list."""
    skos = PREFIXES["skos"]
    values = {name: [v.value for v, _ in held] for name, held in cells.items()}
    scheme = next(iter(values.get(skos + "inScheme", ())), "").removeprefix(VOC_BASE)
    row = {"scheme": scheme, "key": next(iter(values.get(skos + "notation", ())), "")}
    for broader in values.get(skos + "broader", ()):
        row["broader"] = code_of(broader).removeprefix(f"{scheme}-")
    for column in concept_spec().columns.values():
        if column.tag:
            told = [text for v, _ in cells.get(column.iri, ()) if (text := _text(column, v))]
            row |= {column.name: told[0]} if told else {}
    if scheme == "unit":
        base, multiplier = (
            next(iter(values.get(ECO_BASE + name, ())), "") for name in ("baseUnit", "multiplier")
        )
        row |= {"base_unit": base, "multiplier": multiplier} if base != row["key"] else {}
    return row | _citation(places, _first_citation(cells))


def _about(subject: str, cells: Cells) -> dict[str, str | bool]:
    """What region.toml says."""
    about: dict[str, str | bool] = {"id": key_of(subject).removeprefix("region-")}
    for value, _ in cells.get(PREFIXES["rdfs"] + "label", ()):
        about[f"label_{getattr(value, 'language', None) or 'en'}"] = value.value
    for value, _ in cells.get(ECO_BASE + "place", ()):
        about["place"] = key_of(value.value)
    if any(value.value == "true" for value, _ in cells.get(ECO_BASE + "synthetic", ())):
        about["synthetic"] = True
    return about


def closed_over(tables: GraphTables, wanted: Iterable[str]) -> GraphTables:
    """The rows with these ids and all that they need: what they refer to, their sources.

    What is said about any of them goes along: doubts, further names and values, codes.
    """
    home = {key: name for name, rows in tables.rows.items() for key in rows if name != CONCEPT}
    kept, todo = set[str](), set(wanted) & home.keys()
    place = tables.about.get("place")
    todo |= {str(place)} if place in home else set()
    about = [n for n in tables.rows if n != CONCEPT and table_specs()[n].kind == "about"]
    pointing: dict[str, list[str]] = {}
    for name in about:
        for key, row in tables.rows[name].items():
            for end in ("statement", "entity"):
                pointing.setdefault(row.get(end, ""), []).append(key)
    while todo:
        key = todo.pop()
        if key in kept:
            continue
        kept.add(key)
        row = tables.rows[home[key]][key]
        needed = {k for k in _referred(home, home[key], row) if k in home}
        todo |= (needed | set(pointing.get(key, ()))) - kept
    chosen = {
        name: {key: row for key, row in rows.items() if name == CONCEPT or key in kept}
        for name, rows in tables.rows.items()
    }
    return GraphTables({name: rows for name, rows in chosen.items() if rows}, tables.about)


def _referred(home: Mapping[str, str], table: str, row: Row) -> Iterator[str]:
    """What a row refers to, a supplement also by the value that it fills in."""
    for column in table_specs()[table].columns.values():
        if column.type == "ref":
            yield from row.get(column.name, "").split("|")
    if table == "supplement" and row.get("entity") in home:
        columns = table_specs()[home[row["entity"]]].columns
        filled = columns.get(row.get("filled_column", ""))
        if filled is not None and filled.type == "ref":
            yield row.get("filled_value", "")
