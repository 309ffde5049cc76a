"""What the tables' columns mean: ontology/tables.toml as frozen dataclasses."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from pyoxigraph import Literal, NamedNode

from ecograph.base.namespaces import ECO_BASE, PREFIXES, VOC_BASE
from ecograph.base.ontology import statements_of
from ecograph.base.resources import ontology_dir

_SUBCLASS = NamedNode(PREFIXES["rdfs"] + "subClassOf")
_IN_SCHEME = NamedNode(PREFIXES["skos"] + "inScheme")
_NOTATION = NamedNode(PREFIXES["skos"] + "notation")


CONCEPT = "concept"  # concept.csv


@dataclass(frozen=True)
class Column:
    """A column: its type, and the property that its cells become."""

    name: str
    type: str
    argument: tuple[str, ...]
    iri: str
    required: bool
    many: bool
    editorial: bool
    common_to: str | None = None  # the class of all that have the column, where tables share it

    @property
    def tag(self) -> str | None:
        """The language tag of a text column."""
        return self.argument[0] if self.type == "text" and self.argument else None


@dataclass(frozen=True)
class TableSpec:
    """A table: its class, its columns in order, and the shortcut its statements yield."""

    name: str
    class_name: str
    kind: str
    columns: dict[str, Column]
    shortcut: str | None

    @property
    def required(self) -> list[tuple[Column, ...]]:
        """What each row must have: a column, or one at least of those of a text in languages."""
        asked: dict[str, tuple[Column, ...]] = {}
        for column in self.columns.values():
            if column.required:
                name = column.iri if column.tag else column.name
                asked[name] = (*asked.get(name, ()), column)
        return list(asked.values())

    @property
    def roles(self) -> tuple[str, str]:
        """The two columns that a shortcut joins: the first two that are the table's own."""
        own = [c.name for c in self.columns.values() if c.type == "ref"]
        return own[0], own[1]


def snake(name: str) -> str:
    """IndustryChain -> industry_chain."""
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()


def camel(name: str) -> str:
    """part_of -> partOf."""
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def _column(name: str, form: str, toml: dict[str, Any], common_to: str | None) -> Column:
    words = form.split()
    flags = {w for w in words[1:] if w in ("required", "list")}
    word = name.removesuffix("_zh").removesuffix("_en") if words[0] == "text" else name
    prefixed = toml["property"].get(word, f"eco:{camel(word)}")
    prefix, local = prefixed.split(":")
    return Column(
        name=name,
        type=words[0],
        argument=tuple(w for w in words[1:] if w not in flags),
        iri=PREFIXES[prefix] + local,
        required="required" in flags,
        many="list" in flags,
        editorial=name in toml["editorial"]["columns"],
        common_to=common_to,
    )


def _common(toml: dict[str, Any]) -> dict[str, dict[str, str]]:
    """For each kind of table the columns that it shares, and the class of all that have them."""
    common = toml["common"]
    citation = dict.fromkeys(common["citation"], "Citation")
    ends = [*common["statement_end"], *toml["shared"]["columns"]]
    return {
        "entity": dict.fromkeys(common["entity"], "Entity") | citation,
        "statement": dict.fromkeys(ends, "Statement") | citation,
        "about": citation,
        "registry": {},
    }


@cache
def _toml() -> dict[str, Any]:
    return tomllib.loads((ontology_dir() / "tables.toml").read_text(encoding="utf-8"))


@cache
def open_lists() -> tuple[str, ...]:
    """The code lists to which a region may add keys."""
    return tuple(_toml()["open"]["code_lists"])


@cache
def concept_spec() -> TableSpec:
    """The table of the keys that a region adds; it is no table of the city."""
    toml = _toml()
    forms = toml[CONCEPT] | toml["common"]["citation"]
    forms["source"] = forms["source"].removesuffix(" required")
    columns = {name: _column(name, form, toml, None) for name, form in forms.items()}
    return TableSpec(CONCEPT, "Concept", "registry", columns, None)


@cache
def table_specs() -> dict[str, TableSpec]:
    """All tables by name, in the order of tables.toml."""
    toml = _toml()
    common = toml["common"]
    before = {"entity": common["entity"], "statement": common["statement"]}
    before |= {"about": common["statement"], "registry": {}}
    after = {"entity": common["citation"], "about": common["citation"], "registry": {}}
    after["statement"] = common["statement_end"] | common["citation"]
    shared = _common(toml)
    found = {}
    for kind in before:
        for class_name, own in toml[kind].items():
            forms = before[kind] | own | after[kind]
            shortcut = forms.pop("shortcut", None)
            name = "sources" if class_name == "Source" else snake(class_name)
            columns = {n: _column(n, f, toml, shared[kind].get(n)) for n, f in forms.items()}
            found[name] = TableSpec(name, class_name, kind, columns, shortcut)
    return found


def table_names() -> tuple[str, ...]:
    """The names of all tables that are made of a graph: those of the city, and the code lists."""
    return (*table_specs(), CONCEPT)


@cache
def shortcuts() -> frozenset[str]:
    """The properties that are derived from statements, and say nothing of their own."""
    return frozenset(ECO_BASE + s.shortcut for s in table_specs().values() if s.shortcut)


@cache
def superclasses() -> dict[str, frozenset[str]]:
    """For each class of the ontology, itself and all above it (local names)."""
    parents: dict[str, set[str]] = {}
    for triple in statements_of("core"):
        if triple.predicate == _SUBCLASS and isinstance(triple.object, NamedNode):
            child = triple.subject.value.removeprefix(ECO_BASE)  # type: ignore[union-attr]
            parents.setdefault(child, set()).add(triple.object.value.removeprefix(ECO_BASE))

    def above(name: str) -> frozenset[str]:
        seen = {name}
        todo = [name]
        while todo:
            for parent in parents.get(todo.pop(), ()):
                if parent not in seen:
                    seen.add(parent)
                    todo.append(parent)
        return frozenset(seen)

    classes = set(parents) | {p for ps in parents.values() for p in ps}
    classes |= {spec.class_name for spec in table_specs().values()}
    return {name: above(name) for name in classes}


@cache
def code_lists() -> dict[str, tuple[str, ...]]:
    """The keys of each code list in ontology/vocab/, in the order they are written."""
    lists: dict[str, list[str]] = {}
    scheme: dict[str, str] = {}
    notation: dict[str, str] = {}
    for triple in statements_of("vocab"):
        subject = triple.subject.value  # type: ignore[union-attr]
        if triple.predicate == _IN_SCHEME and isinstance(triple.object, NamedNode):
            scheme[subject] = triple.object.value.removeprefix(VOC_BASE)
        elif triple.predicate == _NOTATION and isinstance(triple.object, Literal):
            notation[subject] = triple.object.value
    for iri, name in scheme.items():
        lists.setdefault(name, []).append(notation[iri])
    return {name: tuple(keys) for name, keys in lists.items()}


@cache
def unit_bases() -> dict[str, str]:
    """The base unit of each unit of the ontology, itself where none is said."""
    base = NamedNode(ECO_BASE + "baseUnit")
    said = {
        triple.subject.value: triple.object.value  # type: ignore[union-attr]
        for triple in statements_of("vocab")
        if triple.predicate == base and isinstance(triple.object, Literal)
    }
    return {key: said.get(f"{VOC_BASE}unit-{key}", key) for key in code_lists()["unit"]}
