"""Shapes: each speaks both languages; each by hand has an example that violates it alone, and so
has each kind of constraint that is made from the tables."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import rdflib
from pyshacl import validate
from rdflib.namespace import OWL, RDF, SH

from ecograph.base.namespaces import ECO_BASE
from ecograph.base.resources import ontology_dir
from ecograph.graph.shapes import FILE
from rdf_help import read_ontology

EXAMPLES = sorted((ontology_dir() / "shapes" / "examples").glob("*.ttl"))
NO_CONSTRAINT = {"type", "path", "severity", "message"}


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return read_ontology("shapes")


def local(term: object) -> str:
    return str(term).rsplit("#", 1)[-1]


@cache
def violated() -> dict[str, set[tuple[str, str]]]:
    """The shapes and the kinds of constraint that each example violates: all of them validated at
    once, since none shares a node with another."""
    owner: dict[object, str] = {}
    data = read_ontology("core")
    for path in EXAMPLES:
        example = rdflib.Graph().parse(path)
        for subject in set(example.subjects()):
            assert subject not in owner, f"{path.name} and {owner[subject]} share {subject}"
            owner[subject] = path.stem
        data += example
    shapes = read_ontology("shapes")
    _, results, _ = validate(data, shacl_graph=shapes, inference="none", advanced=False)
    found: dict[str, set[tuple[str, str]]] = {path.stem: set() for path in EXAMPLES}
    for result in results.subjects(RDF.type, SH.ValidationResult):
        shape, kind = (
            local(results.value(result, link))
            for link in (SH.sourceShape, SH.sourceConstraintComponent)
        )
        found[owner[results.value(result, SH.focusNode)]].add((shape, kind))
    return found


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_an_example_violates_its_shape_and_no_other(path: Path) -> None:
    assert {shape for shape, _ in violated()[path.stem]} == {path.stem}
    head = path.read_text(encoding="utf-8").split("\n", 1)[0]
    assert head == f"# violates: eco:{path.stem}"


def telling(shapes: rdflib.Graph) -> Iterator[object]:
    """The shapes that can be violated: those of a property, and those with a message."""
    yield from set(shapes.subjects(RDF.type, SH.PropertyShape)) | set(shapes.subjects(SH.message))


def test_every_shape_by_hand_has_an_example(shapes: rdflib.Graph) -> None:
    made = {local(s) for s in telling(rdflib.Graph().parse(ontology_dir() / "shapes" / FILE))}
    assert {local(s) for s in telling(shapes)} - made <= {p.stem for p in EXAMPLES}


def test_every_kind_of_constraint_made_from_the_tables_has_an_example() -> None:
    made = rdflib.Graph().parse(ontology_dir() / "shapes" / FILE)
    used = {local(link) for shape in telling(made) for link in made.predicates(shape)}  # type: ignore[arg-type]
    kinds = {f"{link[0].upper()}{link[1:]}ConstraintComponent" for link in used - NO_CONSTRAINT}
    names = {local(s) for s in telling(made)}
    assert kinds == {k for found in violated().values() for shape, k in found if shape in names}


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
    core = read_ontology("core")
    classes = {c for c in core.subjects(RDF.type, OWL.Class) if str(c).startswith(ECO_BASE)}
    aimed = set(shapes.objects(None, SH.targetClass))
    assert {local(c) for c in classes - aimed} == set()


def test_the_shapes_are_shapes() -> None:
    """By SHACL's own shapes for shapes."""
    conforms, _, text = validate(
        rdflib.Graph(), shacl_graph=read_ontology("shapes"), meta_shacl=True, inference="none"
    )
    assert conforms, text
