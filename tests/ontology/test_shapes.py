"""Shapes: each has an example that violates it alone, speaks both languages, fits the tables."""

from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
import rdflib
from pyshacl import validate
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, SH

from ecograph.base.namespaces import ECO_BASE, VOC_BASE
from ecograph.base.resources import ontology_dir
from ecograph.tables.schema import code_lists, superclasses, table_specs

EXAMPLES = sorted((ontology_dir() / "shapes" / "examples").glob("*.ttl"))
# What a row's id, citation and names become is checked by shapes of their own.
EVERY_ROW = {"id", "source", "paragraph", "span"}


def read(*folders: str) -> rdflib.Graph:
    graph = rdflib.Graph()
    for folder in folders:
        for path in sorted((ontology_dir() / folder).glob("*.ttl")):
            graph.parse(path)
    return graph


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return read("shapes")


def local(term: object) -> str:
    return str(term).rsplit("#", 1)[-1]


@cache
def violated() -> dict[str, set[str]]:
    """The shapes that each example violates: all of them validated at once, since none shares a
    node with another."""
    owner: dict[object, str] = {}
    data = read("core")
    for path in EXAMPLES:
        example = rdflib.Graph().parse(path)
        for subject in set(example.subjects()):
            assert subject not in owner, f"{path.name} and {owner[subject]} share {subject}"
            owner[subject] = path.stem
        data += example
    _, results, _ = validate(data, shacl_graph=read("shapes"), inference="none", advanced=False)
    found: dict[str, set[str]] = {path.stem: set() for path in EXAMPLES}
    for result in results.subjects(RDF.type, SH.ValidationResult):
        focus, shape = results.value(result, SH.focusNode), results.value(result, SH.sourceShape)
        found[owner[focus]].add(local(shape))
    return found


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_an_example_violates_its_shape_and_no_other(path: Path) -> None:
    assert violated()[path.stem] == {path.stem}
    head = path.read_text(encoding="utf-8").split("\n", 1)[0]
    assert head == f"# violates: eco:{path.stem}"


def telling(shapes: rdflib.Graph) -> Iterator[object]:
    """The shapes that can be violated: those of a property, and those with a message."""
    yield from set(shapes.subjects(RDF.type, SH.PropertyShape)) | set(shapes.subjects(SH.message))


def test_every_shape_has_an_example(shapes: rdflib.Graph) -> None:
    assert {local(s) for s in telling(shapes)} == {p.stem for p in EXAMPLES}


def test_every_shape_tells_in_both_languages_what_to_do(shapes: rdflib.Graph) -> None:
    for shape in telling(shapes):
        said = {m.language: str(m) for m in shapes.objects(shape, SH.message)}  # type: ignore[attr-defined, arg-type]
        assert set(said) == {"zh", "en"}, shape
        assert shapes.value(shape, SH.severity) in (SH.Violation, SH.Warning), shape  # type: ignore[arg-type]
        assert ";" in said["en"] and ("；" in said["zh"] or "请" in said["zh"]), said


def test_every_shape_is_named(shapes: rdflib.Graph) -> None:
    for shape in telling(shapes):
        assert str(shape).startswith(ECO_BASE) and "Shape" in local(shape), shape


def test_every_class_has_a_shape(shapes: rdflib.Graph) -> None:
    core = read("core")
    classes = {c for c in core.subjects(RDF.type, OWL.Class) if str(c).startswith(ECO_BASE)}
    aimed = set(shapes.objects(None, SH.targetClass))
    assert {local(c) for c in classes - aimed} == set()


def test_code_lists_of_shapes_are_those_of_the_vocabulary(shapes: rdflib.Graph) -> None:
    """Shapes write the keys out, so they must not fall behind."""
    checked = set()
    for shape, listed in shapes.subject_objects(SH["in"]):
        keys = [str(k).removeprefix(VOC_BASE) for k in Collection(shapes, listed)]
        schemes = {
            scheme: [f"{scheme}-{k}" for k in code_lists()[scheme]] for scheme in code_lists()
        }
        if str(next(iter(Collection(shapes, listed)))).startswith(VOC_BASE):
            if not isinstance(shape, rdflib.URIRef):  # a condition, which names some of the keys
                assert set(keys) <= set(chain(*schemes.values())), shape
                continue
            told = [name for name, whole in schemes.items() if whole[0] in keys]
            assert sorted(keys) == sorted(k for name in told for k in schemes[name]), shape
            checked |= set(told)
    used = {
        column.argument[0]
        for spec in table_specs().values()
        for column in spec.columns.values()
        if column.type == "concept"
    }
    assert used == checked


def constraints(shapes: rdflib.Graph, class_name: str) -> dict[str, list[object]]:
    """The property shapes of a class and of all above it, by the property they speak of."""
    aimed = [
        shape
        for name in superclasses()[class_name]
        for shape in shapes.subjects(SH.targetClass, rdflib.URIRef(ECO_BASE + name))
    ]
    required = (
        c.iri
        for s in table_specs().values()
        for c in s.columns.values()
        if c.required and s.class_name == class_name
    )
    for iri in required:  # what is asked of everything that has a value
        aimed += shapes.subjects(SH.targetSubjectsOf, rdflib.URIRef(iri))
    found: dict[str, list[object]] = {}
    for shape in aimed:
        for part in shapes.objects(shape, SH.property):
            found.setdefault(str(shapes.value(part, SH.path)), []).append(part)
    return found


def least(shapes: rdflib.Graph, parts: list[object], severity: rdflib.URIRef) -> int:
    """How many values the shapes of a property ask for, at a severity."""
    counts = [
        int(str(shapes.value(p, SH.minCount) or 0))  # type: ignore[arg-type]
        for p in parts
        if shapes.value(p, SH.severity) == severity  # type: ignore[arg-type]
    ]
    return max(counts, default=0)


@pytest.mark.parametrize("name", [s.name for s in table_specs().values()])
def test_every_column_is_held_by_a_shape(shapes: rdflib.Graph, name: str) -> None:
    spec = table_specs()[name]
    held = constraints(shapes, spec.class_name)
    for column in spec.columns.values():
        if column.name in EVERY_ROW or "definition" in column.iri or name == "naming":
            continue
        parts = held.get(column.iri, [])
        assert parts, f"{name}.{column.name} is held by no shape"
        asked = least(shapes, parts, SH.Violation)
        if column.required and column.tag is None:
            assert asked >= 1, f"{name}.{column.name} is required but its shape has no minCount"
        if not column.required:
            assert asked == 0, f"{name}.{column.name} may be empty but its shape has a minCount"


@pytest.mark.parametrize("name", [s.name for s in table_specs().values()])
def test_the_classes_of_a_reference_are_those_of_its_shape(shapes: rdflib.Graph, name: str) -> None:
    spec = table_specs()[name]
    held = constraints(shapes, spec.class_name)
    for column in spec.columns.values():
        if column.type != "ref" or column.name in EVERY_ROW:
            continue
        told: set[str] = set()
        for part in held.get(column.iri, []):
            told |= {local(c) for c in shapes.objects(part, SH["class"])}  # type: ignore[arg-type]
            for one in shapes.objects(part, SH["or"]):  # type: ignore[arg-type]
                for option in Collection(shapes, one):
                    told |= {local(c) for c in shapes.objects(option, SH["class"])}
        assert told >= set(column.argument), f"{name}.{column.name}: {told} {column.argument}"


def test_the_shapes_are_shapes() -> None:
    """By SHACL's own shapes for shapes."""
    conforms, _, text = validate(
        rdflib.Graph(), shacl_graph=read("shapes"), meta_shacl=True, inference="none"
    )
    assert conforms, text
