"""The shapes made from the tables: pySHACL finds each value that a column does not admit, by the
shape of that column alone, and no fault in any value that it admits.

The values are made from the types of the columns, never from the shapes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

import pytest
import rdflib
from pyshacl import validate
from rdflib.namespace import RDF, SH, XSD

from ecograph.base.namespaces import ECO_BASE, ID_BASE, VOC_BASE
from ecograph.base.resources import ontology_dir
from ecograph.graph import shapes
from ecograph.tables.schema import Column, TableSpec, code_lists, superclasses, table_specs
from rdf_help import read_ontology

ECO = rdflib.Namespace(ECO_BASE)
ID = rdflib.Namespace(ID_BASE)
VOC = rdflib.Namespace(VOC_BASE)
Term = rdflib.URIRef | rdflib.Literal
Row = dict[Column, list[Term]]

NUMBERS = {"decimal": ("0.5", "1.0"), "integer": ("1", "2"), "boolean": ("true", "false")}
PERIODS = {"2022": XSD.gYear, "2022-03": XSD.gYearMonth, "2022-03-01": XSD.date, "2021/2023": None}
# Codes that a shape written by hand holds to a pattern.
CODES = {
    "sha256": ("0" * 64, "1" * 64),
    "address": ("https://example.org/a", "https://example.org/b"),
}


def columns_of(spec: TableSpec) -> list[Column]:
    """Those that become properties of the row; the others are its id and its citation."""
    return [c for c in spec.columns.values() if c.type != "id" and c.common_to != "Citation"]


def is_below(spec: TableSpec, classes: tuple[str, ...]) -> bool:
    return bool(superclasses()[spec.class_name] & set(classes))


def local(iri: object) -> str:
    return str(iri).rsplit("#", 1)[-1]


def admitted(column: Column, place: int) -> list[Term]:
    """Every class and every code that a column admits, every way to write it; two values or more.

    Columns side by side name other rows, because the two ends of a statement may have to differ.
    """
    match column.type:
        case "ref":
            first, *others = [
                s.class_name for s in table_specs().values() if is_below(s, column.argument)
            ]
            n = place % 2 * 2
            return [ID[f"{first}-{n}"], ID[f"{first}-{n + 1}"], *(ID[f"{o}-{n}"] for o in others)]
        case "concept":
            (scheme,) = column.argument
            return [VOC[f"{scheme}-{key}"] for key in code_lists()[scheme]]
        case "decimal" | "integer" | "boolean":
            return [rdflib.Literal(n, datatype=XSD[column.type]) for n in NUMBERS[column.type]]
        case "period":
            return [rdflib.Literal(text, datatype=kind) for text, kind in PERIODS.items()]
        case _:
            texts = CODES.get(column.name, ("alpha", "beta"))
            return [
                rdflib.Literal(f"{t} {column.name}" if column.tag else t, column.tag) for t in texts
            ]


def barred(column: Column) -> Iterator[tuple[str, Term]]:
    """Values that a column does not admit, and what is wrong with each."""
    match column.type:
        case "ref":
            name = next(
                s.class_name for s in table_specs().values() if not is_below(s, column.argument)
            )
            yield f"of class {name}", ID[f"{name}-0"]
        case "concept":
            every = [
                c for s in table_specs().values() for c in columns_of(s) if c.iri == column.iri
            ]
            used = {c.argument[0] for c in every if c.type == "concept"}
            scheme = next(name for name in code_lists() if name not in used)
            yield f"of code list {scheme}", VOC[f"{scheme}-{code_lists()[scheme][0]}"]
        case "decimal" | "integer" | "boolean" | "period":
            yield "words", rdflib.Literal("last spring")
            yield "another datatype", rdflib.Literal("5", datatype=XSD.double)
        case _ if column.tag:
            yield "no language", rdflib.Literal("alpha")
            yield "another language", rdflib.Literal("alpha", "fr")
        case _:
            yield "a language", rdflib.Literal("alpha", "zh")
            yield "a number", rdflib.Literal(5)


def of_the_class_above(spec: TableSpec) -> Iterator[Column]:
    """The code lists of a class above, which are not for the rows of this table."""
    for above in table_specs().values():
        if above is not spec and is_below(spec, (above.class_name,)):
            yield from (c for c in columns_of(above) if c.type == "concept" and not c.common_to)


@dataclass
class Cases:
    """Rows as statements: right ones, and wrong ones with what is wrong and the property."""

    graph: rdflib.Graph = field(default_factory=rdflib.Graph)
    right: dict[str, list[rdflib.URIRef]] = field(default_factory=dict)
    bare: dict[str, rdflib.URIRef] = field(default_factory=dict)
    wrong: dict[str, list[tuple[str, rdflib.URIRef, str]]] = field(default_factory=dict)

    def add(self, spec: TableSpec, key: object, row: Row) -> rdflib.URIRef:
        node = ID[f"{spec.class_name}-{key}"]
        self.graph.add((node, RDF.type, ECO[spec.class_name]))
        if spec.kind != "registry":
            self.graph.add((node, ECO.citation, ID.cited))
        for column, values in row.items():
            for value in values:
                self.graph.add((node, rdflib.URIRef(column.iri), value))
        return node

    def add_right(self, spec: TableSpec) -> Row:
        """Rows that hold between them all that each column admits, and one hardly filled."""
        every = {c: admitted(c, place) for place, c in enumerate(columns_of(spec))}
        rows: list[Row] = [
            {c: [values[n % len(values)]] for c, values in every.items()}
            for n in range(max(4, *map(len, every.values())))
        ]
        self.right[spec.name] = [self.add(spec, n, row) for n, row in enumerate(rows)]
        self.bare[spec.name] = self.add(
            spec, "bare", {c: values for c, values in rows[0].items() if c.required}
        )
        return rows[0]

    def add_wrong(self, spec: TableSpec, column: Column, what: str, row: Row) -> None:
        held = self.wrong.setdefault(spec.name, [])
        node = self.add(spec, f"wrong-{len(held)}", row)
        held.append((f"{column.name}: {what}", node, column.iri))


@cache
def cases() -> Cases:
    made = Cases()
    made.graph.parse(
        data=f"<{ID.cited}> a <{ECO.Citation}> ; <{ECO.source}> <{ID['Source-0']}> ;"
        f" <{ECO.paragraph}> 1 ; <{ECO.spanStart}> 0 ; <{ECO.spanEnd}> 4 ."
    )
    held: set[Column] = set()
    for spec in table_specs().values():
        row = made.add_right(spec)
        for place, column in enumerate(columns_of(spec)):
            if column.required:  # words in several languages are asked for in one of them
                same = {c: [] for c in row if c.iri == column.iri}
                made.add_wrong(spec, column, "missing", {**row, **same})
            if column.common_to and column in held:  # one shape holds it in every table
                continue
            held.add(column)
            if not column.many:
                two = admitted(column, place)[:2]
                made.add_wrong(spec, column, "one too many", row | {column: two})
                for other in (c for c in row if c.iri == column.iri and c != column):
                    lopsided = row | {column: two, other: []}
                    made.add_wrong(spec, column, f"two and no {other.name}", lopsided)
            for what, value in barred(column):
                made.add_wrong(spec, column, what, row | {column: [value]})
        for column in of_the_class_above(spec):
            others = {c: values for c, values in row.items() if c.iri != column.iri}
            value = admitted(column, 0)[:1]
            made.add_wrong(spec, column, "a code of the class above", others | {column: value})
    return made


@cache
def violated() -> dict[rdflib.URIRef, set[str]]:
    """The shapes that each row violates; what is only warned of is no matter of columns."""
    data = read_ontology("core") + cases().graph
    _, results, _ = validate(
        data, shacl_graph=read_ontology("shapes"), inference="none", advanced=False
    )
    found: dict[rdflib.URIRef, set[str]] = {}
    for result in results.subjects(SH.resultSeverity, SH.Violation):
        focus, shape = results.value(result, SH.focusNode), results.value(result, SH.sourceShape)
        found.setdefault(rdflib.URIRef(str(focus)), set()).add(local(shape))
    return found


@cache
def made_shapes() -> set[str]:
    graph = rdflib.Graph().parse(ontology_dir() / "shapes" / shapes.FILE)
    return {local(s) for s in graph.subjects(RDF.type, SH.PropertyShape)}


def test_the_file_is_what_the_tables_give() -> None:
    written = (ontology_dir() / "shapes" / shapes.FILE).read_text(encoding="utf-8")
    assert written == shapes.generated(), "run python docs/generate_shapes.py"


@pytest.mark.parametrize("name", table_specs())
def test_what_a_table_admits_violates_no_shape(name: str) -> None:
    assert {n: violated()[n] for n in cases().right[name] if n in violated()} == {}
    # What must stand together, such as one party of a financing, is written by hand.
    assert violated().get(cases().bare[name], set()) & made_shapes() == set()


@pytest.mark.parametrize("name", table_specs())
def test_what_a_column_does_not_admit_violates_its_shape_and_no_other(name: str) -> None:
    spec = table_specs()[name]
    # A class above may hold the property too; a value asks for its unit wherever it stands.
    classes = superclasses()[spec.class_name] | {"Measured"}
    for what, node, iri in cases().wrong[name]:
        found = violated().get(node, set())
        told = [s for s in table_specs().values() if iri in {c.iri for c in columns_of(s)}]
        assert found, f"{name}.{what} violates no shape"
        assert found <= {f"{c}Shape-{local(iri)}" for c in classes}, f"{name}.{what}: {found}"
        most = 1 + sum(s != spec and is_below(spec, (s.class_name,)) for s in told)
        assert len(found) <= most, f"{name}.{what} is told more than once: {found}"


def test_every_shape_is_violated_by_a_case() -> None:
    nodes = [node for listed in cases().wrong.values() for _, node, _ in listed]
    assert made_shapes() <= set().union(*(violated().get(node, set()) for node in nodes))


def test_the_shape_of_a_class_admits_what_the_tables_below_it_admit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Universities have no such column and firms may fill it twice, so that neither count holds."""
    specs = dict(table_specs())
    for name, change in (("organization", {"required": True}), ("firm", {"many": True})):
        founded = replace(specs[name].columns["founded"], **change)
        columns = specs[name].columns | {"founded": founded}
        specs[name] = replace(specs[name], columns=columns)
    monkeypatch.setattr(shapes, "table_specs", lambda: specs)
    shapes._properties.cache_clear()
    try:
        graph = rdflib.Graph().parse(data=shapes.generated())
    finally:
        shapes._properties.cache_clear()
    for name, most in (("Organization", None), ("Bank", 1), ("Lab", 1)):
        shape = ECO[f"{name}Shape-founded"]
        assert graph.value(shape, SH.message) and graph.value(shape, SH.minCount) is None
        assert graph.value(shape, SH.maxCount) == (most and rdflib.Literal(most)), name
    assert graph.value(ECO["FirmShape-founded"], SH.message) is None  # it is as above
