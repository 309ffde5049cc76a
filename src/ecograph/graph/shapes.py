"""Makes the shapes that follow from the tables: how many values of a property, of what form.

They are written to ontology/shapes/generated.ttl.  A shape that stands in another file there is
written by hand and is not made: it says what the tables cannot, such as a pattern or a bound.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from pyoxigraph import NamedNode, RdfFormat, Store

from ecograph.base.namespaces import ECO_BASE, PREFIXES
from ecograph.base.periods import DATATYPES, DAY_FORM
from ecograph.base.resources import ontology_dir
from ecograph.base.results import Both
from ecograph.graph.shape_messages import message, none_message
from ecograph.tables.schema import Column, code_lists, open_lists, superclasses, table_specs

FILE = "generated.ttl"
Columns = tuple[Column, ...]  # of one property: one column, or one a language

_HEAD = """\
# Written from tables.toml and core/ by `python docs/generate_shapes.py`; not to be edited.
@prefix eco: <https://w3id.org/ecograph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix voc: <https://w3id.org/ecograph/vocab/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
_PERIODS = (
    *(f"sh:datatype xsd:{name}" for name in DATATYPES),
    f'sh:datatype xsd:string ; sh:pattern "^{DAY_FORM}/{DAY_FORM}$"',
)


@dataclass(frozen=True)
class _Shape:
    """What is asked of one property of what is of a class."""

    class_name: str
    iri: str
    constraints: tuple[str, ...]
    message: Both

    @property
    def name(self) -> str:
        return _name(self.class_name, self.iri)


def generated() -> str:
    """The shapes in Turtle, in the order of the tables."""
    by_class: dict[str, dict[str, _Shape]] = {}
    for shape in _shapes():  # what many tables share comes with each of them, and is the same
        by_class.setdefault(shape.class_name, {})[shape.iri] = shape
    parts = [_HEAD]
    for class_name, shapes in by_class.items():
        names = ",\n        ".join(f"eco:{s.name}" for s in shapes.values())
        parts.append(
            f"eco:{class_name}Shape a sh:NodeShape ;\n"
            f"    sh:targetClass eco:{class_name} ;\n"
            f"    sh:property {names} .\n"
        )
        parts += map(_turtle, shapes.values())
    return "\n".join(parts)


def _shapes() -> Iterator[_Shape]:
    for class_name, properties in _properties().items():
        for iri, columns in properties.items():
            common = columns[0].common_to
            if common is None:
                if not _is_as_above(class_name, iri):
                    yield from _whole(class_name, iri)
                continue
            yield from _whole(common, iri)
            if _least(columns) > _least(_widest(common, iri)):
                yield from _present(class_name, iri)
        yield from _narrowed_to_none(class_name)


@cache
def _properties() -> dict[str, dict[str, Columns]]:
    """For each class of a table its properties; an id and a citation have shapes of their own."""
    found: dict[str, dict[str, Columns]] = {}
    for spec in table_specs().values():
        held = found.setdefault(spec.class_name, {})
        for column in spec.columns.values():
            if column.type != "id" and column.common_to != "Citation":
                held[column.iri] = (*held.get(column.iri, ()), column)
    return found


def _widest(class_name: str, iri: str) -> Columns:
    """The columns of a property as the tables of a class and of all below it admit them.

    The shape of a class holds for the classes below it too.
    """
    below = [
        properties.get(iri, ())
        for name, properties in _properties().items()
        if class_name in superclasses()[name]
    ]
    having = [columns for columns in below if columns]

    def wide(place: int, column: Column) -> Column:
        same = [columns[place] for columns in having]
        return replace(
            column,
            argument=tuple(dict.fromkeys(a for c in same for a in c.argument)),
            required=len(having) == len(below) and all(c.required for c in same),
            many=any(c.many for c in same),
        )

    return tuple(wide(place, column) for place, column in enumerate(having[0]))


def _above(class_name: str) -> list[str]:
    """The classes above one that have a table."""
    return [n for n in _properties() if n != class_name and n in superclasses()[class_name]]


def _is_as_above(class_name: str, iri: str) -> bool:
    """Whether the shapes of the classes above hold the property to the same form already."""
    above = [_widest(n, iri) for n in _above(class_name) if iri in _properties()[n]]
    return bool(above) and all(columns == _properties()[class_name][iri] for columns in above)


def _file(class_name: str, iri: str) -> str | None:
    """The table that a shape speaks of; None where it speaks for the tables of several classes."""
    shared = (
        class_name in _above(name) and _is_as_above(name, iri)
        for name, properties in _properties().items()
        if iri in properties
    )
    names = [s.name for s in table_specs().values() if s.class_name == class_name]
    return f"{names[0]}.csv" if names and not any(shared) else None


def _least(columns: Columns) -> int:
    """How many values at least; words in several languages are asked for in one of them."""
    return int(any(c.required for c in columns))


def _whole(class_name: str, iri: str) -> Iterator[_Shape]:
    """How many values of a property, and of what form."""
    if any(_stands_by_hand(_name(name, iri)) for name in superclasses()[class_name]):
        return
    columns = _widest(class_name, iri)
    constraints = [f"sh:minCount {_least(columns)}"] if _least(columns) else []
    if not columns[0].many:
        constraints.append(f"sh:maxCount {len(columns)}")
    constraints += _form(columns)
    said = message(class_name, columns, _file(class_name, iri))
    yield _Shape(class_name, iri, tuple(constraints), said)


def _present(class_name: str, iri: str) -> Iterator[_Shape]:
    """That a shared column is filled, where its table asks more than the shape of them all."""
    columns = _properties()[class_name][iri]
    if not _stands_by_hand(_name(class_name, iri)) and not _asked_with_another(class_name, iri):
        said = message(class_name, columns, _file(class_name, iri))
        yield _Shape(class_name, iri, (f"sh:minCount {_least(columns)}",), said)


def _narrowed_to_none(class_name: str) -> Iterator[_Shape]:
    """That a class has no codes where the class above it has a list and its own table has none.

    Codes only: what else the class above has, its subclasses have too.
    """
    for above in _above(class_name):
        for iri, columns in _properties()[above].items():
            own = columns[0].type == "concept" and columns[0].common_to is None
            if own and iri not in _properties()[class_name]:
                said = none_message(class_name, columns[0])
                yield _Shape(class_name, iri, ("sh:maxCount 0",), said)


def _form(columns: Columns) -> list[str]:
    """What each value must be."""
    column = columns[0]
    match column.type:
        case "ref" if len(column.argument) == 1:
            return [f"sh:class eco:{column.argument[0]}"]
        case "ref":
            return ["sh:or " + _listed(f"[ sh:class eco:{name} ]" for name in column.argument)]
        case "concept":
            keys = ((scheme, key) for scheme in column.argument for key in code_lists()[scheme])
            listed = "sh:in " + _listed(f"voc:{scheme}-{key}" for scheme, key in keys)
            added = [f"voc:{scheme}" for scheme in column.argument if scheme in open_lists()]
            if not added:
                return [listed]
            in_list = f"sh:path skos:inScheme ; sh:minCount 1 ; sh:in ( {' '.join(added)} )"
            deeper = listed.replace("\n", "\n    ")
            return ["sh:or " + _listed(iter([f"[ {deeper} ]", f"[ sh:property [ {in_list} ] ]"]))]
        case "decimal" | "integer" | "boolean":
            return [f"sh:datatype xsd:{column.type}"]
        case "period":
            return ["sh:or " + _listed(f"[ {form} ]" for form in _PERIODS)]
        case "text" if column.tag:
            tags = " ".join(f'"{c.tag}"' for c in columns)
            once = [] if column.many else ["sh:uniqueLang true"]
            return [*once, f"sh:languageIn ( {tags} )"]
        case _:
            return ["sh:datatype xsd:string"]


def _listed(parts: Iterator[str]) -> str:
    return "(\n" + "".join(f"        {part}\n" for part in parts) + "    )"


def _name(class_name: str, iri: str) -> str:
    return f"{class_name}Shape-{iri.rsplit('#', 1)[-1]}"


def _turtle(shape: _Shape) -> str:
    prefix = next(p for p, base in PREFIXES.items() if shape.iri.startswith(base))
    lines = [
        f"sh:path {prefix}:{shape.iri.removeprefix(PREFIXES[prefix])}",
        *shape.constraints,
        "sh:severity sh:Violation",
        'sh:message "{}"@zh,\n        "{}"@en .\n'.format(*shape.message),
    ]
    return f"eco:{shape.name} a sh:PropertyShape ;\n    " + " ;\n    ".join(lines)


@cache
def _by_hand() -> Store:
    store = Store()
    for path in sorted((ontology_dir() / "shapes").glob("*.ttl")):
        if path.name != FILE:
            store.load(path=str(path), format=RdfFormat.TURTLE)
    return store


def _stands_by_hand(name: str) -> bool:
    return any(_by_hand().quads_for_pattern(NamedNode(ECO_BASE + name), None, None))


def _asked_with_another(class_name: str, iri: str) -> bool:
    """Whether a shape by hand asks for a property of all that have another one, required here."""
    sh, store = PREFIXES["sh"], _by_hand()
    required = {p for p, columns in _properties()[class_name].items() if _least(columns)}
    return any(
        getattr(target.object, "value", None) in required
        for part in store.quads_for_pattern(None, NamedNode(sh + "path"), NamedNode(iri))
        for shape in store.quads_for_pattern(None, NamedNode(sh + "property"), part.subject)
        for target in store.quads_for_pattern(
            shape.subject, NamedNode(sh + "targetSubjectsOf"), None
        )
    )
