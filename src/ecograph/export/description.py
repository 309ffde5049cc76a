"""Describes a graph as a dataset: VoID and DCAT, with licence, sources, counts and examples."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from ecograph.base.errors import UsageError
from ecograph.base.namespaces import (
    ECO,
    ECO_BASE,
    GRAPH_ONTOLOGY,
    GRAPH_VOCABULARY,
    ID_BASE,
    PREFIXES,
    RDF_TYPE,
    RDFS_LABEL,
    entity,
    prefix_header,
)
from ecograph.base.version import __version__
from ecograph.graph.cited_graph import CitedGraph, require_ecograph
from ecograph.graph.partitions import NO_LITERALS, partitions_of
from ecograph.graph.terms import is_narrow
from ecograph.sparql.competency import Question, questions
from ecograph.sparql.label_service import with_labels
from ecograph.sparql.reader import read_query

_VOID_EXT = "http://ldf.fi/void-ext#"  # types of values, which VoID itself has no word for
_VOID_EXT_PARTITION = NamedNode(_VOID_EXT + "datatypePartition")
_VOID_EXT_TYPE = NamedNode(_VOID_EXT + "datatype")
_COMMENT = NamedNode(PREFIXES["rdfs"] + "comment")
_ANY_URI = NamedNode(PREFIXES["xsd"] + "anyURI")
LICENCE = NamedNode("https://creativecommons.org/licenses/by/4.0/")


def describe_dataset(graph: CitedGraph) -> list[Quad]:
    """The description of a graph that is open here, as statements in the default graph.

    Counts are of distinct statements without the ontology and the code lists.
    Raises UsageError for an endpoint, Unreadable for a graph of another ontology.
    """
    if graph.store is None:
        raise UsageError(f"{graph.name}: an endpoint describes itself; open a graph that is here")
    require_ecograph(graph)
    ours = {GRAPH_ONTOLOGY, GRAPH_VOCABULARY}
    triples = {q.triple for q in graph.store if q.graph_name not in ours}
    kinds = (t.object for t in triples if t.predicate == RDF_TYPE)
    classes = Counter(kind.value for kind in kinds if isinstance(kind, NamedNode))
    properties = Counter(t.predicate.value for t in triples)
    regions = [q.subject for q in graph.store.quads_for_pattern(None, RDF_TYPE, ECO.Region)]
    region = regions[0] if len(regions) == 1 else None
    name = region.value.removeprefix(f"{ID_BASE}region") if isinstance(region, NamedNode) else ""
    dataset = entity(f"dataset{name}")
    quads = list(_head(dataset, len(triples), len({t.subject for t in triples})))
    if region is not None:
        for label in graph.store.quads_for_pattern(region, RDFS_LABEL, None):
            quads.append(Quad(dataset, _term("dcterms:title"), label.object))
    for source in graph.store.quads_for_pattern(None, RDF_TYPE, ECO.Source):
        quads.append(Quad(dataset, _term("dcterms:source"), source.subject))
        for name in ("licence", "kind", "date"):
            for fact in graph.store.quads_for_pattern(source.subject, ECO[name], None):
                quads.append(fact)
    quads += _partitions(dataset, "classPartition", "class", "entities", classes)
    quads += _partitions(dataset, "propertyPartition", "property", "triples", properties)
    quads += _properties_of_classes(dataset, graph, [c for c in classes if is_narrow(c)])
    quads += _examples()
    return [Quad(*q.triple) for q in quads]


def _name(iri: str) -> str:
    """The name of a term of ours; before that of another vocabulary stands its prefix."""
    if iri.startswith(ECO_BASE):
        return iri.removeprefix(ECO_BASE)
    held = [(base, prefix) for prefix, base in PREFIXES.items() if iri.startswith(base)]
    base, prefix = max(held, default=("", ""))
    tail = iri.removeprefix(base) if base else iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
    return f"{prefix}-{tail}" if prefix else tail


def _head(dataset: NamedNode, triples: int, entities: int) -> Iterator[Quad]:
    for kind in ("void:Dataset", "dcat:Dataset"):
        yield Quad(dataset, RDF_TYPE, _term(kind))
    yield Quad(dataset, _term("dcterms:license"), LICENCE)
    yield Quad(dataset, _term("dcterms:creator"), Literal("ecograph contributors"))
    yield Quad(dataset, _term("dcat:version"), Literal(__version__))
    yield Quad(dataset, _term("void:vocabulary"), NamedNode(ECO_BASE))
    yield Quad(dataset, _term("void:uriSpace"), Literal(ID_BASE))
    yield Quad(dataset, _term("void:triples"), _count(triples))
    yield Quad(dataset, _term("void:distinctSubjects"), _count(entities))


def _partitions(
    dataset: NamedNode, link: str, what: str, counted: str, counts: Counter[str]
) -> Iterator[Quad]:
    for iri, count in sorted(counts.items()):
        name = _name(iri)
        part = entity(f"{dataset.value.removeprefix(ID_BASE)}-{what}-{name}")
        yield Quad(dataset, _term(f"void:{link}"), part)
        yield Quad(part, _term(f"void:{what}"), NamedNode(iri))
        yield Quad(part, _term(f"void:{counted}"), _count(count))


def _properties_of_classes(
    dataset: NamedNode, graph: CitedGraph, classes: Sequence[str]
) -> Iterator[Quad]:
    """Within the partition of each class its properties, with the classes or types of values.

    Editors that complete queries read them (`void:propertyPartition` of a class partition, with a
    `void:classPartition` or a `void-ext:datatypePartition`).  Classes that follow from narrower
    ones are left out.
    """
    used = partitions_of(graph)
    start = dataset.value.removeprefix(ID_BASE)
    for class_ in sorted(classes):
        whole = entity(f"{start}-class-{_name(class_)}")
        of: dict[str, set[str]] = {}
        for p, value_class, _ in graph.ask_for("object_classes", **{"class": NamedNode(class_)}):
            if is_narrow(value_class.value):
                of.setdefault(p.value, set()).add(value_class.value)
        for property_, count in used.properties.get(class_, {}).items():
            part = entity(f"{start}-class-{_name(class_)}-property-{_name(property_)}")
            yield Quad(whole, _term("void:propertyPartition"), part)
            yield Quad(part, _term("void:property"), NamedNode(property_))
            yield Quad(part, _term("void:triples"), _count(count))
            for value_class in sorted(of.get(property_, ())):
                inner = entity(f"{start}-of-class-{_name(value_class)}")
                yield Quad(part, _term("void:classPartition"), inner)
                yield Quad(inner, _term("void:class"), NamedNode(value_class))
            for form in used.values[property_]:
                if form.form not in NO_LITERALS:
                    inner = entity(f"{start}-of-type-{_name(form.form)}")
                    yield Quad(part, _VOID_EXT_PARTITION, inner)
                    yield Quad(inner, _VOID_EXT_TYPE, NamedNode(form.form))


def _examples() -> Iterator[Quad]:
    """The shipped questions as queries that can be run, and the prefixes that they use."""
    prefixes = entity("prefixes")
    for prefix, namespace in sorted(PREFIXES.items()):
        declared = entity(f"prefix-{prefix}")
        yield Quad(prefixes, _term("sh:declare"), declared)
        yield Quad(declared, _term("sh:prefix"), Literal(prefix))
        yield Quad(declared, _term("sh:namespace"), Literal(namespace, datatype=_ANY_URI))
    for one in questions():
        node = entity(f"question-{one.number}")
        for kind in ("sh:SPARQLExecutable", "sh:SPARQLSelectExecutable"):
            yield Quad(node, RDF_TYPE, _term(kind))
        for language in ("zh", "en"):
            yield Quad(node, _COMMENT, Literal(one.text[language], language=language))
        yield Quad(node, _term("sh:prefixes"), prefixes)
        yield Quad(node, _term("sh:select"), Literal(prefix_header() + _plain(one)))


def _plain(question: Question) -> str:
    """A question as SPARQL that any engine answers: with the names that it asks for spelled out."""
    query = question.asked_in("en")
    asked = read_query(query)
    return query if asked is None else with_labels(asked, "en")


def _count(number: int) -> Literal:
    return Literal(number)


def _term(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)
