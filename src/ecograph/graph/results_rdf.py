"""Results as RDF: observations with definition, parameters, run and provenance.

Everything lies in one named graph, whose name is a hash of what it holds but for the day, so that
the same result has the same name.  The observations are `qb:Observation` and `schema:Observation`,
not `eco:Observation`: what is computed is never mistaken for what a document states.  The data set
is a cube: what is measured of what are its dimensions, the bounds between which the value lies its
measures; the value itself, where it is known, is an attribute.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad

from ecograph.base.namespaces import ID_BASE, PREFIXES, RDF_TYPE, RDFS_LABEL, SKOS_NOTATION, entity
from ecograph.base.results import Measurement, Method, Parameter
from ecograph.base.version import __version__
from ecograph.base.words import definition_text, definitions, word


def results_as_rdf(
    method: Method,
    measurements: Iterable[Measurement],
    graph_name: str | None = None,
    licences: Sequence[str] = (),
    digest: str | None = None,
    day: date | None = None,
) -> list[Quad]:
    """The quads of a result, sorted: a data set, its run, its parameters, its observations.

    `graph_name` names the cited graph that was analysed, `licences` those of its sources, `digest`
    is the SHA-256 of its tables, `day` that of the run: no time of day is recorded.  What is only
    known to lie between bounds has these and no value.
    """
    ordered = sorted(set(measurements), key=_sort_key)
    key = _hash(method, ordered, graph_name, [*licences, digest])
    graph = entity(f"result-{key}")
    facts = _describe(method, key, graph, graph_name)
    facts += _structure(graph)
    facts += [(graph, _term("dcterms", "rights"), Literal(name)) for name in licences]
    if day is not None:
        facts.append(
            (graph, _term("dcterms", "created"), Literal(str(day), datatype=_term("xsd", "date")))
        )
    if digest is not None:
        facts += _used(key, graph_name, digest)
    for definition in sorted({method.definition} | {m.definition for m in ordered}):
        facts += _define(definition)
    for number, measured in enumerate(ordered):
        facts += _observe(measured, entity(f"result-{key}-{number}"), graph, method.place)
    return sorted({Quad(s, p, o, graph) for s, p, o in facts}, key=str)


# The parts of the cube: the property that names them, their class, which they are.
_COMPONENTS = (
    ("dimension", "DimensionProperty", ("observationAbout", "variableMeasured")),
    ("measure", "MeasureProperty", ("minValue", "maxValue")),
    ("attribute", "AttributeProperty", ("value", "location")),
)
Fact = tuple[NamedNode, NamedNode, NamedNode | Literal]


def _term(prefix: str, name: str) -> NamedNode:
    return NamedNode(PREFIXES[prefix] + name)


def _sort_key(measured: Measurement) -> tuple[str, str, str]:
    return measured.about, measured.definition, repr(measured)


def _hash(
    method: Method,
    measurements: list[Measurement],
    graph_name: str | None,
    data: Sequence[str | None],
) -> str:
    held = [
        [method.definition, method.place, sorted(method.parameters.items())],
        [method.known, method.total, method.evidence, method.sources, method.seed, method.error],
        [[m.definition, m.about, m.value, m.low, m.high] for m in measurements],
        [graph_name, *data],
    ]
    return hashlib.sha256(json.dumps(held, default=str).encode()).hexdigest()[:16]


def _structure(graph: NamedNode) -> list[Fact]:
    """The structure of the cube: its dimensions, measures and attributes."""
    structure = entity("cube-of-results")
    facts: list[Fact] = [
        (graph, _term("qb", "structure"), structure),
        (structure, RDF_TYPE, _term("qb", "DataStructureDefinition")),
    ]
    for kind, class_, names in _COMPONENTS:
        for name in names:
            component = entity(f"cube-of-results-{_slug(name)}")
            facts += [
                (structure, _term("qb", "component"), component),
                (component, RDF_TYPE, _term("qb", "ComponentSpecification")),
                (component, _term("qb", kind), _term("schema", name)),
                (_term("schema", name), RDF_TYPE, _term("qb", class_)),
            ]
    return facts


def _used(key: str, graph_name: str | None, digest: str) -> list[Fact]:
    """The data that the run used, known by the SHA-256 of its tables."""
    data = entity(f"data-{digest[:16]}")
    facts: list[Fact] = [
        (entity(f"run-{key}"), _term("prov", "used"), data),
        (data, RDF_TYPE, _term("prov", "Entity")),
        (data, _term("schema", "sha256"), Literal(digest)),
    ]
    return [*facts, *([(data, RDFS_LABEL, Literal(graph_name))] if graph_name else [])]


def _describe(method: Method, key: str, graph: NamedNode, graph_name: str | None) -> list[Fact]:
    run, software = entity(f"run-{key}"), entity(f"ecograph-{_slug(__version__)}")
    facts: list[Fact] = [
        (graph, RDF_TYPE, _term("qb", "DataSet")),
        (graph, RDF_TYPE, _term("prov", "Entity")),
        (graph, _term("prov", "wasGeneratedBy"), run),
        (graph, _term("schema", "variableMeasured"), _measure(method.definition)),
        (run, RDF_TYPE, _term("prov", "Activity")),
        (run, _term("prov", "wasAssociatedWith"), software),
        (software, RDF_TYPE, _term("prov", "SoftwareAgent")),
        (software, RDFS_LABEL, Literal(f"ecograph {__version__}")),
    ]
    if method.place is not None:
        facts.append((graph, _term("schema", "spatialCoverage"), entity(method.place)))
    if graph_name is not None and re.fullmatch(r"[a-z0-9][a-z0-9-]*", graph_name):
        facts.append((run, _term("prov", "used"), entity(f"region-{graph_name}")))
    given: dict[str, Parameter] = dict(method.parameters)
    given |= {"known": method.known, "total": method.total, "evidence": method.evidence}
    given |= {"sources": method.sources, "seed": method.seed, "error": method.error}
    for name, value in sorted(given.items()):
        if value is None:
            continue
        node = entity(f"run-{key}-{_slug(name)}")
        facts += [
            (run, _term("schema", "additionalProperty"), node),
            (run, _term("prov", "used"), node),
            (node, RDF_TYPE, _term("prov", "Entity")),
            (node, RDF_TYPE, _term("schema", "PropertyValue")),
            (node, _term("schema", "name"), Literal(name)),
            (node, _term("schema", "value"), Literal(value)),
        ]
    return facts


def _define(definition: str) -> list[Fact]:
    node = _measure(definition)
    facts: list[Fact] = [
        (node, RDF_TYPE, _term("schema", "StatisticalVariable")),
        (node, SKOS_NOTATION, Literal(definition)),
    ]
    for language in ("zh", "en"):
        told = _told(definition, language)
        if told is not None:
            label, text = told
            facts += [
                (node, RDFS_LABEL, Literal(label, language=language)),
                (node, _term("skos", "definition"), Literal(text, language=language)),
            ]
    return facts


def _told(definition: str, language: str) -> tuple[str, str] | None:
    """The label and the words of a definition; of a scenario's indicator, on which side it is."""
    if definition in definitions():
        return definition_text(definition, language)
    for side in ("before", "after", "difference"):
        start = f"whatif.{side}."
        if definition.startswith(start):
            of = definition.removeprefix(start)
            known = definition_text(of, language) if of in definitions() else (of, "")
            said = word(f"whatif.{side}", indicator=known[0])[language != "zh"]
            return said, known[1] or said
    return None


def _observe(
    measured: Measurement, node: NamedNode, graph: NamedNode, place: str | None
) -> list[Fact]:
    low, high = (measured.value if b is None else b for b in (measured.low, measured.high))
    facts: list[Fact] = [
        (node, RDF_TYPE, _term("schema", "Observation")),
        (node, _term("schema", "observationAbout"), entity(measured.about)),
        (node, _term("schema", "variableMeasured"), _measure(measured.definition)),
    ]
    if place is not None:
        facts.append((node, _term("schema", "location"), entity(place)))
    # what nothing is known of is no observation of a cube
    if low is not None and high is not None:
        facts.append((node, RDF_TYPE, _term("qb", "Observation")))
        facts.append((node, _term("qb", "dataSet"), graph))
    for name, number in (("value", measured.value), ("minValue", low), ("maxValue", high)):
        if number is not None:
            facts.append((node, _term("schema", name), Literal(float(number))))
    return facts


def _measure(definition: str) -> NamedNode:
    return NamedNode(f"{ID_BASE}measure-{_slug(definition)}")


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
