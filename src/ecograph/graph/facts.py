"""Everything the graph says of one entity, each fact with where it is said and how surely."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pyoxigraph import Literal, NamedNode

from ecograph.base.evidence import EVIDENCE, WEAKEST, is_in
from ecograph.base.namespaces import (
    ECO,
    ECO_BASE,
    GRAPH_EDITORIAL,
    PREFIXES,
    RDF_TYPE,
    RDFS_LABEL,
    SKOS_NOTATION,
    concept,
    entity,
    inferred_from,
    key_of,
)
from ecograph.base.results import Both
from ecograph.graph.citation import Citation
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.labels import Labels, in_both
from ecograph.graph.licences import licences_of
from ecograph.tables.schema import derived, own_classes, table_specs

_LABEL_IRIS = frozenset({PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "altLabel"})
_NOT_VALUES = frozenset({RDF_TYPE.value}).union(
    ECO_BASE + p for p in ("citation", "modality", "evidence", "saidBy", "basis")
)
Values = tuple[tuple[str, NamedNode | Literal], ...]  # properties with their values
BATCH = 2000  # entities that one query asks for


@dataclass(frozen=True)
class Doubt:
    """A doubt that stands beside a fact; `basis` is why, in Chinese and in English."""

    kind: str
    basis: Both
    suggested: str | None
    confidence: str


@dataclass(frozen=True)
class Fact:
    """A fact: its statement, the property each value has in it, and where it is said.

    `statement` is None for what is said of the entity itself; `role` is the property by which
    the entity takes part; `values` are (property IRI, term) pairs without the entity itself;
    `basis` is why it is read so, in Chinese and in English.
    """

    statement: str | None
    class_name: str | None
    role: str | None
    values: Values
    modality: str | None
    evidence: str | None
    said_by: str | None
    basis: Both | None
    places: tuple[Citation, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True)
class FactIndex:
    """What is read once to tell the facts of many entities: places, doubts and labels.

    `editorial` are the ids of the sources that are no documents, `licences` the licence of each
    source that has one.
    """

    places: dict[str, Citation]
    doubts: dict[str, tuple[Doubt, ...]]
    labels: Labels
    editorial: frozenset[str]
    licences: Mapping[str, str]


def _in_both(texts: Iterable[Literal]) -> Both:
    return in_both({t.language or "": t.value for t in sorted(texts, key=str)})


def citations_of(graph: CitedGraph) -> dict[str, Citation]:
    """Every citation of a graph by its IRI."""
    return {
        c.value: Citation(
            key_of(s.value),
            int(p.value) if p else None,
            int(a.value) if a else None,
            int(b.value) if b else None,
            at.value if at else None,
            url.value if url else None,
        )
        for c, s, p, a, b, at, url in graph.ask_for("citations")
    }


def fact_index(graph: CitedGraph) -> FactIndex:
    """The places, doubts and labels of a graph."""
    places = citations_of(graph)
    reasons: dict[tuple[Any, ...], list[Literal]] = {}
    for doubt, about, kind, basis, suggested, confidence in graph.ask_for("doubts"):
        reasons.setdefault((about, doubt, kind, suggested, confidence), []).append(basis)
    doubts: dict[str, list[Doubt]] = {}
    for (about, _, kind, suggested, confidence), basis in reasons.items():
        told = suggested.value if suggested else None
        doubts.setdefault(about.value, []).append(
            Doubt(_tail(kind), _in_both(basis), told, _tail(confidence))
        )
    labels: dict[str, dict[str, str]] = {}
    for named, label in graph.ask_for("labels"):
        labels.setdefault(named.value, {}).setdefault(label.language or "", label.value)
    ordered = {k: tuple(sorted(d, key=lambda x: (x.kind, x.basis))) for k, d in doubts.items()}
    editorial = {key_of(source.value) for (source,) in graph.ask_for("editorial_sources")}
    return FactIndex(places, ordered, Labels(labels), frozenset(editorial), licences_of(graph))


def facts_about(graph: CitedGraph, key: str, index: FactIndex | None = None) -> list[Fact]:
    """All facts of the entity with this id: what it is, then what it takes part in, sorted."""
    return facts_of(graph, [key], index or fact_index(graph))[key]


def facts_of(graph: CitedGraph, keys: Iterable[str], index: FactIndex) -> dict[str, list[Fact]]:
    """The facts of many entities as facts_about tells them, in two queries for each BATCH.

    Of a graph that is cut by evidence none is less sure than that: a name of ours is no fact.
    """
    ordered = sorted(set(keys))
    found: dict[str, list[Fact]] = {}
    for start in range(0, len(ordered), BATCH):
        batch = {entity(key): key for key in ordered[start : start + BATCH]}
        own, known = _read_own(graph, batch)
        taken = _read_statements(graph, batch)
        for about, key in batch.items():
            evidence = known.get(about, WEAKEST)  # what says nothing of it is not firm
            facts = [
                _own_fact(about, *what, cited, evidence, index)
                for what, cited in own[about].items()
            ]
            facts = [f for f in facts if is_in(f.evidence or WEAKEST, graph.cut.evidence)]
            facts.sort(key=lambda f: (f.role not in _LABEL_IRIS, str(f.role), str(f.values)))
            told = [_statement_fact(about, *one, index) for one in taken[about].items()]
            found[key] = facts + sorted(told, key=lambda f: (f.class_name or "", f.statement or ""))
    return found


Own = dict[tuple[str, Any], set[str]]  # property and value -> the citations that say it
Cells = list[tuple[str, Any]]  # the properties and values of a statement


def _read_own(
    graph: CitedGraph, batch: Mapping[NamedNode, str]
) -> tuple[dict[NamedNode, Own], dict[NamedNode, str]]:
    """What is said of entities themselves and by which citations, and how they are known."""
    known: dict[NamedNode, str] = {}
    found: dict[NamedNode, Own] = {about: {} for about in batch}
    named_at: dict[NamedNode, set[str]] = {about: set() for about in batch}
    for about, predicate, value, citation in graph.ask_for("own_facts", entities=tuple(batch)):
        if predicate.value == ECO_BASE + "citation":
            named_at[about].add(value.value)
        elif predicate.value == ECO_BASE + "evidence":
            known[about] = _tail(value)
        elif predicate.value not in derived() and not _goes_without_saying(predicate, value):
            cited = found[about].setdefault((predicate.value, value), set())
            cited |= {citation.value} if citation is not None else set()
    for about, own in found.items():
        _drop_inherited_classes(own)
        labels = [v for p, v in own if p == RDFS_LABEL.value and isinstance(v, Literal)]
        chinese = [label for label in labels if label.language == "zh"]
        for (predicate, value), cited in own.items():
            # every place that names an entity says what it is
            if predicate == RDF_TYPE.value or value in (chinese or labels):
                cited |= named_at[about]
    return found, known


def _read_statements(
    graph: CitedGraph, batch: Mapping[NamedNode, str]
) -> dict[NamedNode, dict[str, Cells]]:
    """The statements that entities take part in, each read once for all of them."""
    cells: dict[str, Cells] = {}
    taken: dict[NamedNode, dict[str, Cells]] = {about: {} for about in batch}
    for statement, predicate, value in graph.ask_for("facts_of", entities=tuple(batch)):
        own = cells.setdefault(statement.value, [])
        own.append((predicate.value, value))
        if value in taken:
            taken[value][statement.value] = own
    classes = {
        statement: own_classes(v.value for p, v in own if p == RDF_TYPE.value)
        for statement, own in cells.items()
    }
    return {
        about: {
            statement: [cell for cell in own if cell[0] != RDF_TYPE.value]
            + [(RDF_TYPE.value, NamedNode(iri)) for iri in classes[statement]]
            for statement, own in of.items()
            if _statement_classes().intersection(classes[statement])  # an entity has a modality too
        }
        for about, of in taken.items()
    }


@cache
def _statement_classes() -> frozenset[str]:
    """The classes of what is told of an entity: statements, and that it may be another one."""
    specs = table_specs()
    told = [s for s in specs.values() if s.kind == "statement"] + [specs["possible_identity"]]
    return frozenset(ECO_BASE + s.class_name for s in told)


def _goes_without_saying(predicate: NamedNode, value: Any) -> bool:
    """Whether it only says of what may be planned that it is there."""
    return bool(predicate == ECO.modality and value == concept("modality", "exists"))


def _drop_inherited_classes(own: Own) -> None:
    """Takes out the classes that follow from the one that an entity is said to be of."""
    held = [value for predicate, value in own if predicate == RDF_TYPE.value]
    kept = own_classes(value.value for value in held)
    for value in held:
        if kept and value.value not in kept:
            del own[RDF_TYPE.value, value]


def _rests_on(graphs: set[str]) -> str:
    """The evidence of what is derived, by the graph that it stands in; implied where none says."""
    known = (e for e in EVIDENCE for d in (False, True) if inferred_from(e, d).value in graphs)
    return next(known, "implied")


def _own_fact(
    entity: NamedNode,
    predicate: str,
    value: Any,
    cited: set[str],
    evidence: str,
    index: FactIndex,
) -> Fact:
    places = {index.places[c] for c in cited if c in index.places}
    if GRAPH_EDITORIAL.value in cited:
        places.add(Citation("editorial"))
    if predicate == ECO.modality.value:
        evidence = _rests_on(cited)
    elif places and index.editorial.issuperset(p.document for p in places):
        evidence = WEAKEST  # no document says it, though one may name the entity
    return Fact(
        statement=None,
        class_name=None,
        role=_role(predicate, value),
        values=((predicate, value),),
        modality=None,
        evidence=evidence,
        said_by=None,
        basis=None,
        places=tuple(sorted(places, key=str)),
        doubts=index.doubts.get(entity.value, ()) if predicate == RDF_TYPE.value else (),
    )


def _role(predicate: str, value: Any) -> str:
    """What a value is of an entity: of a code the scheme, which its datatype is."""
    coded = predicate == SKOS_NOTATION.value and isinstance(value, Literal)
    return str(value.datatype.value) if coded else predicate


def _statement_fact(
    entity: NamedNode, iri: str, held: list[tuple[str, Any]], index: FactIndex
) -> Fact:
    by_predicate: dict[str, list[Any]] = {}
    for predicate, value in held:
        by_predicate.setdefault(predicate, []).append(value)

    def one(name: str) -> Any:
        return next(iter(by_predicate.get(ECO_BASE + name, [])), None)

    roles = sorted(p for p, values in by_predicate.items() if entity in values and _is_role(p))
    values = sorted(
        (
            (predicate, value)
            for predicate, value in held
            if value != entity and predicate not in _NOT_VALUES and predicate not in derived()
        ),
        key=lambda pair: (pair[0], str(pair[1])),
    )
    said_by = one("saidBy")
    cited = [c.value for c in by_predicate.get(ECO_BASE + "citation", [])]
    return Fact(
        statement=key_of(iri),
        class_name=_tail(next(iter(by_predicate.get(RDF_TYPE.value, [])), None)) or None,
        role=roles[0] if roles else ECO.saidBy.value,
        values=tuple(values),
        modality=_tail(one("modality")),
        evidence=_tail(one("evidence")),
        said_by=key_of(said_by.value) if said_by else None,
        basis=_in_both(by_predicate[ECO_BASE + "basis"])
        if ECO_BASE + "basis" in by_predicate
        else None,
        places=tuple(sorted({index.places[c] for c in cited if c in index.places}, key=str)),
        doubts=index.doubts.get(iri, ()),
    )


def _is_role(predicate: str) -> bool:
    """Whether who has it in a statement takes part in that, and does not only say it."""
    return predicate not in (RDF_TYPE.value, ECO_BASE + "saidBy") and predicate not in derived()


def _tail(term: Any) -> str:
    """The key of a concept or the name of a class: the last part of its IRI."""
    if term is None:
        return ""
    name = str(term.value).rsplit("/", 1)[-1].rsplit("#", 1)[-1]
    for scheme in ("modality", "evidence", "doubt-kind", "confidence"):
        name = name.removeprefix(f"{scheme}-")
    return name
