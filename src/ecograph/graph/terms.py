"""The terms of the ontology: what each class, property, code list and code is, by its own words."""

from dataclasses import dataclass, field
from functools import cache

from pyoxigraph import Literal, NamedNode

from ecograph.base.namespaces import ECO_BASE, PREFIXES, RDF_TYPE
from ecograph.base.ontology import statements_of
from ecograph.tables.schema import Column, inherited_classes, table_specs

_KINDS = {
    PREFIXES["owl"] + "Class": "class",
    PREFIXES["owl"] + "ObjectProperty": "property",
    PREFIXES["owl"] + "DatatypeProperty": "property",
    PREFIXES["owl"] + "AnnotationProperty": "property",
    PREFIXES["skos"] + "ConceptScheme": "list",
    PREFIXES["skos"] + "Concept": "code",
}
_TEXTS = {
    PREFIXES["rdfs"] + "label": "labels",
    PREFIXES["rdfs"] + "comment": "comments",
    PREFIXES["skos"] + "definition": "comments",
    PREFIXES["skos"] + "example": "examples",
    PREFIXES["skos"] + "scopeNote": "scope",
}
_ABOVE = (PREFIXES["rdfs"] + "subClassOf", PREFIXES["rdfs"] + "subPropertyOf")


@dataclass(frozen=True)
class TermInfo:
    """What the ontology says of a term: its kind (class, property, list or code) and its words.

    Texts are by language; `above` are the wider terms that it names, `scheme` the list of a code.
    """

    iri: str
    kind: str
    labels: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)
    scope: dict[str, str] = field(default_factory=dict)
    above: tuple[str, ...] = ()
    domain: str | None = None
    range: str | None = None
    scheme: str | None = None


@cache
def ontology_terms() -> dict[str, TermInfo]:
    """Every term of the ontology by its IRI, in the order in which it is written."""
    kinds: dict[str, str] = {}
    texts: dict[str, dict[str, dict[str, str]]] = {}
    pointing: dict[str, dict[str, list[str]]] = {}
    for folder in ("core", "vocab"):
        for triple in statements_of(folder):
            if not isinstance(triple.subject, NamedNode):
                continue
            iri, predicate, value = triple.subject.value, triple.predicate.value, triple.object
            if triple.predicate == RDF_TYPE and isinstance(value, NamedNode):
                if value.value in _KINDS:
                    kinds[iri] = _KINDS[value.value]
            elif isinstance(value, Literal) and predicate in _TEXTS:
                held = texts.setdefault(iri, {}).setdefault(_TEXTS[predicate], {})
                held.setdefault(value.language or "", value.value)
            elif isinstance(value, NamedNode):
                pointing.setdefault(iri, {}).setdefault(predicate, []).append(value.value)
    return {
        iri: _info(iri, kind, texts.get(iri, {}), pointing.get(iri, {}))
        for iri, kind in kinds.items()
    }


def _info(
    iri: str, kind: str, texts: dict[str, dict[str, str]], pointing: dict[str, list[str]]
) -> TermInfo:
    def one(prefix: str, name: str) -> str | None:
        return next(iter(pointing.get(PREFIXES[prefix] + name, ())), None)

    above = tuple(a for wider in _ABOVE for a in pointing.get(wider, ()))
    domain, range_ = one("rdfs", "domain"), one("rdfs", "range")
    return TermInfo(
        iri, kind, **texts, above=above, domain=domain, range=range_, scheme=one("skos", "inScheme")
    )


@cache
def columns_of(class_name: str) -> tuple[Column, ...]:
    """The columns of the table of a class, one for each property; none where it has no table."""
    found: dict[str, Column] = {}
    for spec in table_specs().values():
        if spec.class_name == class_name:
            for column in spec.columns.values():
                if column.type != "id":
                    found.setdefault(column.iri, column)
    return tuple(found.values())


def value_form(column: Column) -> str:
    """What values a column's property has, as one writes them in a query.

    >>> value_form(columns_of("Firm")[0])
    """
    if column.type == "ref":
        return " | ".join(f"eco:{name}" for name in column.argument)
    if column.type == "concept":
        return f"voc:{column.argument[0]}-…"
    if column.type == "text":
        return '"…"@zh | "…"@en' if column.tag else '"…"'
    return {
        "decimal": "xsd:decimal",
        "integer": "xsd:integer",
        "boolean": "true | false",
        "period": '"2022"^^xsd:gYear | "2022-03"^^xsd:gYearMonth | "2022-03-01"^^xsd:date',
    }.get(column.type, '"…"')


def below(iri: str) -> list[str]:
    """The terms that name this one as wider, or are codes of this list."""
    return [t.iri for t in ontology_terms().values() if iri in t.above or t.scheme == iri]


def all_below(iri: str) -> list[str]:
    """The terms below this one, at any depth."""
    found: list[str] = []
    todo = [iri]
    while todo:
        for narrower in below(todo.pop()):
            if narrower not in found:
                found.append(narrower)
                todo.append(narrower)
    return found


def is_narrow(iri: str) -> bool:
    """Whether a class is one of a table, or of no ontology of ours: what is wider says it again."""
    return iri in _classes_of_tables() or iri not in _aligned()


@cache
def _classes_of_tables() -> frozenset[str]:
    return frozenset(ECO_BASE + s.class_name for s in table_specs().values())


@cache
def _aligned() -> frozenset[str]:
    """The classes above those of tables, those of other vocabularies too."""
    return frozenset(wider for all_ in inherited_classes().values() for wider in all_)
