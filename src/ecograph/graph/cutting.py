"""A graph cut down to what counts: by licence, by evidence and by whose word it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pyoxigraph import NamedNode, Quad, Store

from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.evidence import EVIDENCE, WEAKEST, is_in
from ecograph.base.namespaces import (
    ECO,
    ECO_BASE,
    GRAPH_INFERRED,
    GRAPH_ONTOLOGY,
    GRAPH_REGISTRY,
    GRAPH_VOCABULARY,
    RDF_TYPE,
    RDFS_LABEL,
    concept,
    entity,
    is_of_region,
    key_of,
)
from ecograph.graph.cited_graph import WHOLE, CitedGraph, Cut
from ecograph.graph.columns import read_tables
from ecograph.graph.facts import citations_of
from ecograph.graph.licences import licences_of
from ecograph.graph.loading import complete
from ecograph.tables.schema import derived, inherited_classes, table_specs

_OURS = frozenset((GRAPH_ONTOLOGY, GRAPH_VOCABULARY))
_CLAIMS = frozenset({"statement", "entity", "place", "chain"})
_NOTES = frozenset({"about", "judged"})
_JUDGED = frozenset({"doubt", "possible_identity"})  # our judgement by their kind, not a claim


def cut_graph(graph: CitedGraph, cut: Cut) -> CitedGraph:
    """The graph with only what counts, and what follows from that; itself where all of it does.

    A statement counts by its evidence and its first citation, as in the columns; what else is said
    of an entity by the citation that says it. What does not count leaves an entity only where
    something that does is about it, with its class, its names and, of places and chains, what they
    are part of. Doubts stay with what they are about. A licence keeps only what citations of its
    sources say, names and all.
    Raises UnknownName for a licence that no source has, UsageError for an endpoint.
    """
    if cut == WHOLE:
        return graph
    if graph.store is None:
        raise UsageError(
            f"{graph.name}: an endpoint is not cut by licence, evidence or sources; build a store "
            "or export a file from its data and open that"
        )
    rules = _rules_of(graph, cut)
    said, types = _said(graph.store, rules)
    subjects = _reached(said, types)
    if not any(_is_of(q, _CLAIMS) for s in subjects for q in said.get(s, ())):
        raise UsageError(f"{graph.name}: nothing in it counts with {cut}; let in more")
    left_out = sum(
        1
        for subject in types.keys() - frozenset(subjects)
        if any(_is_of(q, frozenset({"statement"})) for q in types[subject])
    )
    store = Store()
    store.bulk_extend(q for s in subjects for q in said.get(s, ()))
    for subject in subjects:
        if not any(q.predicate == RDF_TYPE for q in said.get(subject, ())):
            store.bulk_extend(types.get(subject, ()))
    kept = complete(store)
    return CitedGraph(graph.name, "tables", store=kept, cut=cut, left_out=left_out)


def require_counted(graph: CitedGraph, keys: Iterable[str | None]) -> None:
    """Raises UsageError where an entity is not among what counts in a graph that was cut."""
    if graph.cut == WHOLE:
        return
    known = read_tables(graph).class_of
    for key in keys:
        if key is not None and key not in known:
            raise UsageError(f"{key}: nothing said of it counts with {graph.cut}; let in more")


@dataclass(frozen=True)
class _Rules:
    """What decides whether something counts.

    `document` is the source of each citation; `licensed` are the citations that the licences let
    pass, and `barred` what they do not: citations and sources; `counted` the sources whose word
    counts, and `ours` those that are editorial.
    """

    cut: Cut
    document: Mapping[Any, str]
    licensed: frozenset[NamedNode]
    barred: frozenset[NamedNode]
    counted: frozenset[str]
    ours: frozenset[str]

    def counts(self, citation: Any, evidence: str) -> bool:
        """Whether what a citation says with this evidence is firm, and its word counts."""
        document = self.document.get(citation, "")
        firm = WEAKEST if document in self.ours else evidence
        return is_in(firm, self.cut.evidence) and (not document or document in self.counted)


def _rules_of(graph: CitedGraph, cut: Cut) -> _Rules:
    places = {NamedNode(iri): place.document for iri, place in citations_of(graph).items()}
    sources = _of_licences(graph, cut.licences) if cut.licences else frozenset(places.values())
    licensed = frozenset(c for c, document in places.items() if document in sources)
    barred = places.keys() - licensed
    barred |= {entity(s) for s in frozenset(places.values()) - sources}
    counted = frozenset(places.values())
    if cut.sources != "all":
        counted &= frozenset(read_tables(graph).counted_sources(cut.sources))
    ours = {key_of(source.value) for (source,) in graph.ask_for("editorial_sources")}
    return _Rules(cut, places, licensed, frozenset(barred), counted, frozenset(ours))


def _of_licences(graph: CitedGraph, licences: Iterable[str]) -> frozenset[str]:
    """The sources that have one of the licences, whatever its case."""
    known = licences_of(graph)
    names = {name.casefold(): name for name in known.values()}
    wanted = {licence.casefold() for licence in licences}
    for licence in licences:
        if licence.casefold() not in names:
            few = f"the sources have {', '.join(sorted(names.values()))}"
            raise UnknownName("licence of a source", licence, names.values(), few)
    return frozenset(key for key, licence in known.items() if licence.casefold() in wanted)


Quads = dict[Any, list[Quad]]  # by their subject


@dataclass(frozen=True)
class _Known:
    """What is known of the subjects of a store: their kind, their citations, their evidence."""

    kind: dict[Any, str]
    cited: dict[Any, list[Any]]
    evidence: dict[Any, str]


def _said(store: Store, rules: _Rules) -> tuple[Quads, Quads]:
    """What counts, and the class of everything as a statement of the registry.

    What stands in no graph of a citation is said by the citations of its subject.
    """
    known = _known(store)
    said: Quads = {}
    types: Quads = {}
    for quad in store:
        subject = quad.subject
        if subject in rules.barred or _is_made_anew(quad):
            continue
        if quad.predicate == RDF_TYPE:
            plain = Quad(subject, RDF_TYPE, quad.object, GRAPH_REGISTRY)
            types.setdefault(subject, []).append(plain)
        if _is_licensed(quad, known, rules) and _counts(quad, known, rules):
            said.setdefault(subject, []).append(quad)
    return said, types


def _is_made_anew(quad: Quad) -> bool:
    """Whether it is of the ontology or follows from statements, of which some may go."""
    graph = getattr(quad.graph_name, "value", "")
    inferred = graph.startswith(GRAPH_INFERRED.value) or quad.predicate.value in derived()
    of_inferred = str(getattr(quad.subject, "value", "")).startswith(GRAPH_INFERRED.value)
    return quad.graph_name in _OURS or inferred or of_inferred


def _known(store: Store) -> _Known:
    levels: dict[Any, str] = {concept("evidence", e): e for e in EVIDENCE}
    found = _Known({}, {}, {})
    for quad in store.quads_for_pattern(None, RDF_TYPE, None):
        if (kind := _kinds().get(quad.object)) is not None:
            found.kind[quad.subject] = kind
    for quad in store.quads_for_pattern(None, ECO.citation, None):
        found.cited.setdefault(quad.subject, []).append(quad.object)
    for quad in store.quads_for_pattern(None, ECO.evidence, None):
        if quad.object in levels:
            found.evidence[quad.subject] = levels[quad.object]
    for cited in found.cited.values():
        cited.sort(key=str)
    return found


@cache
def _kinds() -> dict[Any, str]:
    """What the rows of each class are: statement, judged, about, place, chain, entity, registry."""
    kinds: dict[Any, str] = {}
    for spec in table_specs().values():
        iri = ECO_BASE + spec.class_name
        kind = "judged" if spec.name in _JUDGED else spec.kind
        if ECO_BASE + "Place" in inherited_classes().get(iri, ()):
            kind = "place"
        kinds[NamedNode(iri)] = "chain" if spec.name == "industry_chain" else kind
    return kinds


def _is_licensed(quad: Quad, known: _Known, rules: _Rules) -> bool:
    """Whether a citation that the licences let pass says it."""
    cited = known.cited.get(quad.subject)
    if quad.graph_name in rules.licensed or cited is None:
        return quad.graph_name not in rules.barred
    return quad.graph_name not in rules.barred and not rules.licensed.isdisjoint(cited)


def _counts(quad: Quad, known: _Known, rules: _Rules) -> bool:
    """Whether it is sure enough and said by somebody whose word counts."""
    subject, graph = quad.subject, quad.graph_name
    kind = known.kind.get(subject)
    if kind is None or kind == "registry" or is_of_region(str(getattr(subject, "value", ""))):
        return True  # citations, sources, what the region is, codes of its own
    first = next(iter(known.cited.get(subject, ())), None)
    evidence = known.evidence.get(subject, WEAKEST)
    if kind == "statement" or kind in _NOTES:
        how = "stated" if kind == "judged" else evidence
        # what supports a statement goes without its source
        supports = quad.predicate != ECO.citation or rules.counts(quad.object, how)
        return supports and rules.counts(first, how)
    is_part = quad.predicate == ECO.partOf and kind in ("place", "chain")
    if is_part or quad.predicate in (RDFS_LABEL, ECO.breadth):
        return True  # else it could not be called anything, and nothing asked of a place
    if graph in rules.document:
        return rules.counts(graph, "stated")
    return rules.counts(first, evidence)


def _reached(said: Quads, types: Quads) -> list[Any]:
    """The subjects whose class is said, and all that what is said of them is about, sorted.

    What is about others, such as a doubt, is among them only where all of those are.
    """
    own = {s for s, quads in said.items() if any(q.predicate == RDF_TYPE for q in quads)}
    notes = {s for s in own if any(_is_of(q, _NOTES) for q in types.get(s, ()))}
    reached = own - notes
    todo = list(reached)
    while todo:
        for quad in said.get(todo.pop(), ()):
            if quad.object in types and quad.object not in reached:
                reached.add(quad.object)
                todo.append(quad.object)
    for note in notes:
        if all(q.object in reached for q in said[note] if q.object in types):
            reached.add(note)
    return sorted(reached, key=str)


def _is_of(quad: Quad, kinds: frozenset[str]) -> bool:
    """Whether it says that something is of a class of rows of these kinds."""
    return quad.predicate == RDF_TYPE and _kinds().get(quad.object) in kinds
