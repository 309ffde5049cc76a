"""Turns the rows of a region into statements, each in the named graph of its citation."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from ecograph.base.namespaces import (
    ECO,
    GRAPH_EDITORIAL,
    GRAPH_ONTOLOGY,
    GRAPH_REGISTRY,
    GRAPH_VOCABULARY,
    PREFIXES,
    RDF_TYPE,
    RDFS_LABEL,
    SKOS_NOTATION,
    VOC_BASE,
    concept,
    entity,
)
from ecograph.base.periods import datatype_of
from ecograph.base.resources import ontology_dir
from ecograph.graph.citation import Citation, mint
from ecograph.graph.codes import mapping_triples, notation
from ecograph.tables.cells import parse_span
from ecograph.tables.reading import Region
from ecograph.tables.rows import Row
from ecograph.tables.schema import (
    ANY_MODALITY,
    Column,
    TableSpec,
    code_lists,
    concept_spec,
    table_specs,
)

Code = Callable[[str, str], NamedNode]  # the concept of a code list and a key
_XSD = PREFIXES["xsd"]
_PREF_LABEL = NamedNode(PREFIXES["skos"] + "prefLabel")
_MADE_UP = re.compile(r"[0-9a-f]{24,32}")  # as the parser names a blank node


def lift(region: Region) -> Iterator[Quad]:
    """The statements of a region: rows, citations, and what the region is."""
    yield from _describe(region)
    homes = _homes_of_supplemented(region)
    code = partial(_code, region)
    for row in region.concepts:
        yield from _cited(list(_describe_concept(row, code)), *_citation(row))
    ours = editorial_sources(region)
    told: set[Triple] = set()  # codes that another row has told already
    for spec, row in region.rows():
        if spec.name == "support":
            continue
        cited, graph = _citation(row)
        if spec.name in ("naming", "supplement") and graph is not None:
            yield from _added(spec, row, homes, graph, code)
            yield from describe_citation(cited, graph)
            if spec.name == "naming":  # it is wholly said by the name that it adds
                continue
        if spec.name in ("identifier", "crosswalk") and graph is not None:
            yield from _coded(spec, row, graph, told)
        triples = list(_triples(spec, row, code))
        if graph is not None and "evidence" not in spec.columns:  # it is named there
            known = "editorial" if row.one("source") in ours else known_by(spec)
            triples.append(Triple(triples[0].subject, ECO.evidence, concept("evidence", known)))
        yield from _cited(triples, cited, graph)
    for row in region.tables["support"].rows if "support" in region.tables else ():
        # Only its citation: a triple in two graphs is counted twice in the union of all graphs.
        cited, graph = _citation(row)
        if graph is not None:
            yield Quad(entity(str(row.one("statement"))), ECO.citation, graph, graph)
            yield from describe_citation(cited, graph)


def _homes_of_supplemented(region: Region) -> dict[str, TableSpec]:
    """The tables of the rows that supplements fill in."""
    held = region.tables.get("supplement")
    if held is None or not held.rows:
        return {}
    filled = {str(row.one("entity")) for row in held.rows}
    keys = ((str(row.one("id")), spec) for spec, row in region.rows())
    return {key: spec for key, spec in keys if key in filled}


def known_by(spec: TableSpec) -> str:
    """How a row of a document is known: that two may be one, or a value wrong, is our judgement."""
    return "implied" if spec.name in ("doubt", "possible_identity") else "stated"


def editorial_sources(region: Region) -> frozenset[str]:
    """The sources of a region that are no documents but our own knowledge."""
    rows = region.tables["sources"].rows if "sources" in region.tables else ()
    return frozenset(str(r.one("id")) for r in rows if r.one("kind") == "editorial")


def _added(
    spec: TableSpec, row: Row, homes: dict[str, TableSpec], graph: NamedNode, code: Code
) -> Iterator[Quad]:
    """What a naming or a supplement adds to another row, in the graph of its own citation."""
    key = str(row.one("entity"))
    if spec.name == "naming":
        columns = [spec.columns[c] for c in ("alt_zh", "alt_en") if c in row.cells]
        said = [(column, row.cells[column.name]) for column in columns]
    else:
        column = homes[key].columns[str(row.one("filled_column"))]
        said = [(column, row.cells["filled_value"])]
    for column, values in said:
        for term in terms(column, values, code):
            yield Quad(entity(key), NamedNode(column.iri), term, graph)


def _coded(spec: TableSpec, row: Row, graph: NamedNode, told: set[Triple]) -> Iterator[Quad]:
    """The code of an entity or the mapping of two codes, in the graph of the first to tell it."""
    if spec.name == "identifier":
        code = notation(str(row.one("scheme")), str(row.one("code")))
        said = [Triple(entity(str(row.one("entity"))), SKOS_NOTATION, code)]
    else:
        said = list(mapping_triples(row))
    yield from (_within(t, graph) for t in said if t not in told)
    told.update(said)


def ontology() -> Iterator[Quad]:
    """The ontology, its alignments and the code lists, in graphs of their own."""
    for folder, graph in (
        ("core", GRAPH_ONTOLOGY),
        ("alignments", GRAPH_ONTOLOGY),
        ("vocab", GRAPH_VOCABULARY),
    ):
        for path in sorted((ontology_dir() / folder).glob("*.ttl")):
            blank: dict[str, BlankNode] = {}
            for quad in parse(path=str(path), format=RdfFormat.TURTLE):
                named = name_blank(quad, blank, f"{folder}-{path.stem}-")
                yield Quad(named.subject, named.predicate, named.object, graph)
                if folder == "vocab" and named.predicate == RDFS_LABEL:  # as SKOS names concepts
                    yield Quad(named.subject, _PREF_LABEL, named.object, graph)
    for spec in table_specs().values():
        if spec.shortcut:
            first, others = spec.ends
            subject = ECO[spec.class_name]
            yield Quad(subject, ECO.shortcut, ECO[spec.shortcut], GRAPH_ONTOLOGY)
            wide = ECO[spec.shortcut + ANY_MODALITY]
            yield Quad(subject, ECO.shortcutAnyModality, wide, GRAPH_ONTOLOGY)
            ends = [(ECO.shortcutFrom, first), *((ECO.shortcutTo, other) for other in others)]
            for end, role in ends:
                target = NamedNode(spec.columns[role].iri)
                yield Quad(subject, end, target, GRAPH_ONTOLOGY)


def name_blank(quad: Quad, names: dict[str, BlankNode], prefix: str) -> Quad:
    """The same statement with its blank nodes named in the order they come, the same each time.

    Names that stand in a file stay; the parser makes up a new one for each `[]` it reads.
    """

    def stable(term: Any) -> Any:
        if isinstance(term, BlankNode) and _MADE_UP.fullmatch(term.value):
            return names.setdefault(term.value, BlankNode(f"{prefix}{len(names)}"))
        return term

    return Quad(stable(quad.subject), quad.predicate, stable(quad.object), quad.graph_name)


def _code(region: Region, scheme: str, key: str) -> NamedNode:
    """The concept that a key means in a region: one of the ontology, or one of its own."""
    own = key not in code_lists()[scheme]
    return concept(scheme, key, region.name if own else None)


def _describe_concept(row: Row, code: Code) -> Iterator[Triple]:
    """What a region says of a key that it adds to a code list."""
    scheme, key = str(row.one("scheme")), str(row.one("key"))
    subject = code(scheme, key)
    skos = PREFIXES["skos"]
    yield Triple(subject, RDF_TYPE, NamedNode(skos + "Concept"))
    yield Triple(subject, NamedNode(skos + "inScheme"), NamedNode(VOC_BASE + scheme))
    yield Triple(subject, SKOS_NOTATION, Literal(key))
    if (broader := row.one("broader")) is not None:
        yield Triple(subject, NamedNode(skos + "broader"), code(scheme, broader))
    for name in ("label_zh", "label_en", "definition_zh", "definition_en"):
        column = concept_spec().columns[name]
        for term in terms(column, row.cells.get(name, ())):
            yield Triple(subject, NamedNode(column.iri), term)
            if column.iri == RDFS_LABEL.value:
                yield Triple(subject, _PREF_LABEL, term)
    if scheme == "unit":
        decimal = NamedNode(_XSD + "decimal")
        yield Triple(subject, ECO.baseUnit, Literal(row.one("base_unit") or key))
        yield Triple(
            subject, ECO.multiplier, Literal(row.one("multiplier") or "1", datatype=decimal)
        )


def terms(
    column: Column, values: Iterable[str], code: Code = concept
) -> Iterator[NamedNode | Literal]:
    """The RDF terms of a cell; `code` gives the concept of a key."""
    for value in values:
        match column.type:
            case "ref":
                yield entity(value)
            case "concept":
                yield code(column.argument[0], value)
            case "text" if column.tag:
                yield Literal(value, language=column.tag)
            case "decimal" | "integer" | "boolean":
                yield Literal(value, datatype=_datatype(column.type))
            case "period" if datatype := datatype_of(value):
                yield Literal(value, datatype=_datatype(datatype))
            case _:
                yield Literal(value)


@cache
def _datatype(name: str) -> NamedNode:
    return NamedNode(_XSD + name)


@cache
def _said_by(table: str) -> tuple[NamedNode, dict[str, tuple[Column, NamedNode]]]:
    """The class of the rows of a table, and the columns that say something with their properties.

    Made once: a million rows ask for them.
    """
    spec = table_specs()[table]
    columns = {
        c.name: (c, NamedNode(c.iri))
        for c in spec.columns.values()
        if c.type != "id" and c.name not in ("source", "paragraph", "span", "locator")
    }
    return ECO[spec.class_name], columns


def _triples(spec: TableSpec, row: Row, code: Code) -> Iterator[Triple]:
    class_, columns = _said_by(spec.name)
    subject = entity(str(row.one("id")))
    yield Triple(subject, RDF_TYPE, class_)
    for name, values in row.cells.items():
        if said := columns.get(name):
            for term in terms(said[0], values, code):
                yield Triple(subject, said[1], term)


def _cited(
    triples: list[Triple], cited: Citation | None, graph: NamedNode | None
) -> Iterator[Quad]:
    if graph is None:  # a row of sources.csv, or a key that nobody is cited for: the registry
        yield from (_within(t, GRAPH_REGISTRY) for t in triples)
        return
    first = _first_language(triples)
    for triple in triples:
        ours = triple.predicate in _editorial() and not _is_name(triple, first)
        yield _within(triple, GRAPH_EDITORIAL if ours else graph)
    yield Quad(triples[0].subject, ECO.citation, graph, graph)
    yield from describe_citation(cited, graph)


def _within(triple: Triple, graph: NamedNode) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


@cache
def _editorial() -> frozenset[NamedNode]:
    """The properties whose statements are ours, whatever document the row cites."""
    columns = [c for spec in table_specs().values() for c in spec.columns.values()]
    return frozenset(NamedNode(c.iri) for c in columns if c.editorial)


def _first_language(triples: list[Triple]) -> str:
    """The language in which the document names it; a name in another language is ours."""
    labels = (t.object for t in triples if t.predicate == RDFS_LABEL)
    known = {term.language for term in labels if isinstance(term, Literal)}
    return "en" if known == {"en"} else "zh"


def _is_name(triple: Triple, language: str) -> bool:
    """A label or an alias in a language."""
    names = (RDFS_LABEL.value, PREFIXES["skos"] + "altLabel")
    term = triple.object
    named = triple.predicate.value in names
    return named and isinstance(term, Literal) and term.language == language


def _citation(row: Row) -> tuple[Citation | None, NamedNode | None]:
    """What a row cites, and the graph of it."""
    cited = _cited_by(row)
    return cited, None if cited is None else mint(cited)


def _cited_by(row: Row) -> Citation | None:
    source, paragraph, span = row.one("source"), row.one("paragraph"), row.one("span")
    if source is None:
        return None
    if paragraph is None or span is None:
        return Citation(source, locator=row.one("locator"))
    return Citation(source, int(paragraph), *parse_span(span))


def describe_citation(cited: Citation | None, citation: NamedNode) -> Iterator[Quad]:
    """What the registry says of a citation: the document, and where in it."""
    assert cited is not None
    facts: list[tuple[NamedNode, NamedNode | Literal]] = [
        (RDF_TYPE, ECO.Citation),
        (ECO.source, entity(cited.document)),
    ]
    places = (cited.paragraph, cited.start, cited.end)
    for said, number in zip((ECO.paragraph, ECO.spanStart, ECO.spanEnd), places, strict=True):
        if number is not None:
            facts.append((said, Literal(number)))
    if cited.locator is not None:
        facts.append((ECO.locator, Literal(cited.locator)))
    yield from (Quad(citation, p, o, GRAPH_REGISTRY) for p, o in facts)


def _describe(region: Region) -> Iterator[Quad]:
    editorial = entity("editorial")
    yield Quad(GRAPH_EDITORIAL, RDF_TYPE, ECO.Citation, GRAPH_REGISTRY)
    yield Quad(GRAPH_EDITORIAL, ECO.source, editorial, GRAPH_REGISTRY)
    subject = entity(f"region-{region.name}")
    label = NamedNode(PREFIXES["rdfs"] + "label")
    yield Quad(subject, RDF_TYPE, ECO.Region, GRAPH_REGISTRY)
    for tag, text in region.labels.items():
        yield Quad(subject, label, Literal(text, language=tag), GRAPH_REGISTRY)
    yield Quad(subject, ECO.place, entity(region.place), GRAPH_REGISTRY)
    yield Quad(subject, ECO.synthetic, Literal(region.synthetic), GRAPH_REGISTRY)
