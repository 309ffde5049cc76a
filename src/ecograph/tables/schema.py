"""What the tables' columns mean: ontology/tables.toml as frozen dataclasses."""

import re
import tomllib
from collections.abc import Iterable
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
WHOLE_POLICY = "scope"  # the award whose criteria hold for all awards of a policy
ANY_MODALITY = "AnyModality"  # after a shortcut's name: what it is derived from need not exist


_SAYING = ("said_by", "source")  # columns that are not what a statement is about
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
    shortcut_to: tuple[str, ...] = ()

    @property
    def ends(self) -> tuple[str, tuple[str, ...]]:
        """The column that the shortcut leads from, and those that it leads to."""
        first, second = self.roles
        return first, self.shortcut_to or (second,)

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
        """The first two columns of the table's own that refer to something."""
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
            to = tuple(forms.pop("shortcut_to", "").split())
            name = "sources" if class_name == "Source" else snake(class_name)
            columns = {n: _column(n, f, toml, shared[kind].get(n)) for n, f in forms.items()}
            found[name] = TableSpec(name, class_name, kind, columns, shortcut, to)
    return found


def table_names() -> tuple[str, ...]:
    """The names of all tables that are made of a graph: those of the city, and the code lists."""
    return (*table_specs(), CONCEPT)


def both_ends(spec: TableSpec) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns that a statement leads from and to; none of a table that is of no statements.

    Who said it is no end.
    """
    if spec.kind != "statement":
        return (), ()
    own = [c.name for c in spec.columns.values() if c.type == "ref" and c.name not in _SAYING]
    if spec.shortcut:
        first, others = spec.ends
        return (first,), others
    return tuple(own[:1]), tuple(own[1:2])


@cache
def plain_relations() -> frozenset[str]:
    """The shortcuts of whole classes of statements, each of which is there in any modality too."""
    return frozenset(ECO_BASE + s.shortcut for s in table_specs().values() if s.shortcut)


@cache
def shortcuts() -> frozenset[str]:
    """The properties that are derived from statements, and say nothing of their own."""
    plain = plain_relations()
    narrower = {
        t.object.value
        for t in statements_of("vocab")
        if t.predicate.value == ECO_BASE + "shortcut" and isinstance(t.object, NamedNode)
    }
    return frozenset(plain | {p + ANY_MODALITY for p in plain} | narrower)


def belongs_elsewhere(table: str, column: str, class_name: str) -> str | None:
    """Where that belongs which a column does not take, in words; None where nothing is known."""
    told: dict[str, str] = _toml()["elsewhere"]
    keys = (f"{table} {column} {wider}" for wider in sorted(superclasses()[class_name]))
    return next((told[key] for key in keys if key in told), None)


def renamed(table: str) -> str | None:
    """What a table that had another name is called now."""
    found: str | None = _toml()["renamed"].get(table)
    return found


def renamed_column(column: str) -> str:
    """What a column that had another name is called now; else its name."""
    found: str = _toml()["renamed_columns"].get(column, column)
    return found


def moved(column: str) -> str | None:
    """What to do with a column that tables had; None where there never was one."""
    found: str | None = _toml()["moved"].get(column)
    return found


@cache
def modalities() -> tuple[str, ...]:
    """The modalities from the strongest to the weakest, as an entity takes them."""
    return tuple(_toml()["existence"]["modalities"])


def has_modality(spec: TableSpec) -> bool:
    """Whether what a table lists may exist or only be planned, so that it has a modality."""
    return bool(superclasses()[spec.class_name] & set(_toml()["existence"]["classes"]))


@cache
def bounds() -> dict[str, tuple[str, str]]:
    """For each property of periods, the derived ones of the first and the last day of them."""
    columns = (c for s in table_specs().values() for c in s.columns.values())
    return {c.iri: (c.iri + "Earliest", c.iri + "Latest") for c in columns if c.type == "period"}


@cache
def derived() -> frozenset[str]:
    """All properties that are derived and say nothing of their own: no facts of a document."""
    days = (day for pair in bounds().values() for day in pair)
    return shortcuts() | {ECO_BASE + name for name in ("baseValue", "from", "isIn", "to")} | {*days}


@cache
def superclasses() -> dict[str, frozenset[str]]:
    """For each class of the ontology, itself and all above it (local names)."""
    parents: dict[str, set[str]] = {}
    for child, parent in _subclasses("core"):
        parents.setdefault(child.removeprefix(ECO_BASE), set()).add(parent.removeprefix(ECO_BASE))
    classes = set(parents) | {p for ps in parents.values() for p in ps}
    classes |= {spec.class_name for spec in table_specs().values()}
    return {name: frozenset({name} | _above(name, parents)) for name in classes}


@cache
def inherited_classes() -> dict[str, tuple[str, ...]]:
    """For each class of the tables, the IRIs of all above it, those of other vocabularies too."""
    parents: dict[str, set[str]] = {}
    for child, parent in (*_subclasses("core"), *_subclasses("alignments")):
        parents.setdefault(child, set()).add(parent)
    return {
        ECO_BASE + spec.class_name: tuple(sorted(_above(ECO_BASE + spec.class_name, parents)))
        for spec in table_specs().values()
    }


def own_classes(iris: Iterable[str]) -> list[str]:
    """Those of the classes of something that a table is of, and that no narrower one implies."""
    above = inherited_classes()
    known = {iri for iri in iris if iri in above}
    return sorted(known - {wider for iri in known for wider in above[iri]})


def _subclasses(folder: str) -> list[tuple[str, str]]:
    return [
        (triple.subject.value, triple.object.value)  # type: ignore[union-attr]
        for triple in statements_of(folder)
        if triple.predicate == _SUBCLASS and isinstance(triple.object, NamedNode)
    ]


def _above(name: str, parents: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    todo = [name]
    while todo:
        new = parents.get(todo.pop(), set()) - seen
        seen |= new
        todo.extend(new)
    return seen


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
    said = _said_of_units("baseUnit")
    return {key: said.get(f"{VOC_BASE}unit-{key}", key) for key in code_lists()["unit"]}


@cache
def unit_factors() -> dict[str, float]:
    """How many of its base unit each unit of the ontology is."""
    said = _said_of_units("multiplier")
    return {key: float(said.get(f"{VOC_BASE}unit-{key}", 1)) for key in code_lists()["unit"]}


def _said_of_units(name: str) -> dict[str, str]:
    """What the code list says of each unit, by its IRI."""
    asked = NamedNode(ECO_BASE + name)
    return {
        triple.subject.value: triple.object.value  # type: ignore[union-attr]
        for triple in statements_of("vocab")
        if triple.predicate == asked and isinstance(triple.object, Literal)
    }
