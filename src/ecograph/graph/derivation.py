"""What follows from statements: shortcuts, ends, superclasses, modality of entities, base values.

A triple stands in one graph only, since the union of graphs would count it twice.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, QueryTriples, Store

from ecograph.base.evidence import EVIDENCE
from ecograph.base.namespaces import (
    ECO,
    GRAPH_INFERRED,
    GRAPH_REGISTRY,
    PREFIXES,
    RDF_TYPE,
    concept,
    inferred_from,
)
from ecograph.base.resources import query_text
from ecograph.graph.inclusion import FIRM, inclusions
from ecograph.tables.schema import (
    ANY_MODALITY,
    both_ends,
    has_modality,
    inherited_classes,
    modalities,
    table_specs,
)

_SYMMETRIC = NamedNode(PREFIXES["owl"] + "SymmetricProperty")
Ends = tuple[NamedNode, NamedNode, NamedNode]


def derive(store: Store) -> None:
    """Adds to a store, which holds the ontology, what follows from its statements."""
    for found in _DERIVED:
        add_new(store, found(store))


def add_new(store: Store, found: Iterable[Quad]) -> None:
    """Adds those of the statements that no graph of the store has yet."""
    kinds: dict[tuple[Any, Any], bool] = {}  # of a store from tables nothing is derived yet

    def is_said(quad: Quad) -> bool:
        kind = (quad.predicate, quad.object if quad.predicate == RDF_TYPE else None)
        if kind not in kinds:
            kinds[kind] = _is_held(store, None, *kind)
        return kinds[kind] and _is_held(store, quad.subject, quad.predicate, quad.object)

    store.bulk_extend([q for q in found if not is_said(q)])


def _is_held(store: Store, subject: Any, predicate: Any, value: Any) -> bool:
    return next(iter(store.quads_for_pattern(subject, predicate, value)), None) is not None


def _shortcuts(store: Store) -> list[Quad]:
    """Each in the graph of the surest statement that it follows from; then one without doubt."""
    symmetric = {t.subject for t in store.quads_for_pattern(None, RDF_TYPE, _SYMMETRIC)}
    doubted = {s for (s,) in _solutions(store, query_text("doubted"))}
    levels = {concept("evidence", e): level for level, e in enumerate(EVIDENCE)}
    best: dict[Ends, tuple[int, bool]] = {}
    for statement, evidence, ends in _amount_to(store):
        # what says nothing of its evidence is not firm
        known = (levels.get(evidence, len(EVIDENCE) - 1), statement in doubted)
        best[ends] = min(best.get(ends, known), known)
        if ends[1] in symmetric:
            back = ends[::-1]
            best[back] = min(best.get(back, known), known)
    graphs = _graphs()
    told = [quad for known in sorted(set(best.values())) for quad in _told(*known, graphs[known])]
    return told + [Quad(*ends, graphs[known]) for ends, known in best.items()]


def _graphs() -> dict[tuple[int, bool], NamedNode]:
    """The graphs of derived relations by the level of their evidence and whether it is doubted."""
    return {
        (level, doubt): inferred_from(evidence, doubt)
        for level, evidence in enumerate(EVIDENCE)
        for doubt in (False, True)
    }


def _amount_to(store: Store) -> Iterator[tuple[NamedNode, NamedNode, Ends]]:
    """Statements with their evidence and the plain relations that they amount to.

    ?a eco:makes ?b where it exists, eco:makesAnyModality always, eco:subsidiaryOf by its role.
    """
    exists = concept("modality", "exists")
    text = query_text("shortcuts")
    for spec in table_specs().values():
        if not spec.shortcut:
            continue
        plain, wide = ECO[spec.shortcut], ECO[spec.shortcut + ANY_MODALITY]
        start, ends = spec.ends
        for end in ends:
            given = text.replace("?given", str(ECO[spec.class_name]))
            given = given.replace("?from", f"<{spec.columns[start].iri}>")
            given = given.replace("?to", f"<{spec.columns[end].iri}>")
            for statement, first, other, modality, evidence, role in _solutions(store, given):
                yield statement, evidence, (first, wide, other)
                if modality == exists:
                    yield statement, evidence, (first, plain, other)
                    if role is not None:
                        yield statement, evidence, (first, role, other)


def _ends(store: Store) -> Iterator[Quad]:
    """From what to what each statement is, by two properties that are the same for all of them."""
    text = query_text("role_of")
    for spec in table_specs().values():
        for role, columns in zip((ECO["from"], ECO.to), both_ends(spec), strict=True):
            for name in columns:
                given = text.replace("?given", str(ECO[spec.class_name]))
                given = given.replace("?role", f"<{spec.columns[name].iri}>")
                for statement, end in _solutions(store, given):
                    yield Quad(statement, role, end, GRAPH_INFERRED)


def _told(level: int, doubted: bool, graph: NamedNode) -> Iterator[Quad]:
    """What a graph of shortcuts says of itself: their evidence, and whether they are doubted."""
    yield Quad(graph, RDF_TYPE, ECO.DerivedGraph, GRAPH_REGISTRY)
    yield Quad(graph, ECO.evidence, concept("evidence", EVIDENCE[level]), GRAPH_REGISTRY)
    yield Quad(graph, ECO.doubted, Literal(doubted), GRAPH_REGISTRY)


def _base_values(store: Store) -> list[Quad]:
    derived = store.query(
        query_text("base_values"), prefixes=PREFIXES, use_default_graph_as_union=True
    )
    assert isinstance(derived, QueryTriples)
    return [Quad(t.subject, t.predicate, t.object, GRAPH_INFERRED) for t in derived]


def _superclasses(store: Store) -> Iterator[Quad]:
    """What is of a class is of all classes above it, those of other vocabularies too."""
    for below, above in inherited_classes().items():
        wider = [NamedNode(iri) for iri in above]
        rows = {q.subject for q in store.quads_for_pattern(None, RDF_TYPE, NamedNode(below))}
        for row in rows:
            yield from (Quad(row, RDF_TYPE, iri, GRAPH_INFERRED) for iri in wider)


def _inclusions(store: Store) -> Iterator[Quad]:
    """In which places all is that sits somewhere, and all places are, at every level.

    It stands in the graph of the location statements that it follows from; that one place is a
    part of another counts as firm.
    """
    graphs = _graphs()
    levels = {graph: known for known, graph in graphs.items()}
    direct: dict[NamedNode, list[tuple[NamedNode, tuple[int, bool]]]] = {}
    for inner, outer, graph in _solutions(store, query_text("located_in")):
        if isinstance(inner, NamedNode) and isinstance(outer, NamedNode):
            known = FIRM if graph is None else levels.get(graph, (len(EVIDENCE) - 1, False))
            direct.setdefault(inner, []).append((outer, known))
    places = {q.subject for q in store.quads_for_pattern(None, RDF_TYPE, ECO.Place)}
    for entity, place, known in inclusions(direct):
        of_places = entity in places and known == FIRM
        yield Quad(entity, ECO.isIn, place, GRAPH_INFERRED if of_places else graphs[known])


# The place of a modality in the order, the level of evidence, whether it is doubted.
_Strength = tuple[int, int, bool]


def _existences(store: Store) -> Iterator[Quad]:
    """The modality of what is said to exist, to be planned and so on: the strongest said of it."""
    return _of_modality(store, list(_solutions(store, query_text("existences"))))


def _modalities(store: Store) -> Iterator[Quad]:
    """The modality of what else may only be planned: the strongest of the statements it is in."""
    doubted = {s for (s,) in _solutions(store, query_text("doubted"))}
    statements: list[tuple[Any, Any]] = []
    for spec in table_specs().values():
        if has_modality(spec):
            for row in store.quads_for_pattern(None, RDF_TYPE, ECO[spec.class_name]):
                if not _is_held(store, row.subject, ECO.modality, None):
                    statements += _strongest(store, row.subject, doubted)
    return _of_modality(store, statements)


def _strongest(store: Store, entity: Any, doubted: set[Any]) -> Iterator[tuple[Any, Any]]:
    """The statements that an entity is in; no more once one states without doubt that it exists."""
    exists, stated = concept("modality", "exists"), concept("evidence", "stated")
    for quad in store.quads_for_pattern(None, None, entity):
        if _is_held(store, quad.subject, RDF_TYPE, ECO.Statement):
            yield entity, quad.subject
            if (
                quad.subject not in doubted
                and _is_held(store, quad.subject, ECO.modality, exists)
                and _is_held(store, quad.subject, ECO.evidence, stated)
            ):
                return


def _of_modality(store: Store, statements: Iterable[tuple[Any, Any]]) -> Iterator[Quad]:
    """The modality of entities, from the statements that they are in, the strongest of them.

    It stands in the graph of the surest of those; what is of no known modality has none.
    """
    order: dict[Any, int] = {concept("modality", key): i for i, key in enumerate(modalities())}
    levels: dict[Any, int] = {concept("evidence", e): level for level, e in enumerate(EVIDENCE)}
    doubted = {s for (s,) in _solutions(store, query_text("doubted"))}
    best: dict[Any, _Strength] = {}
    for entity, statement in statements:
        said = next(iter(store.quads_for_pattern(statement, ECO.modality, None)), None)
        if said is None or said.object not in order:
            continue
        by = next(iter(store.quads_for_pattern(statement, ECO.evidence, None)), None)
        level = levels.get(by.object if by else None, len(EVIDENCE) - 1)
        known = (order[said.object], level, statement in doubted)
        best[entity] = min(best.get(entity, known), known)
    named = [concept("modality", key) for key in modalities()]
    for entity, (place, level, doubt) in best.items():
        graph = inferred_from(EVIDENCE[level], doubt)
        yield from _told(level, doubt, graph)
        yield Quad(entity, ECO.modality, named[place], graph)


def _solutions(store: Store, text: str) -> Any:
    found = store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    return found


_DERIVED = (
    _shortcuts,
    _ends,
    _base_values,
    _superclasses,
    _inclusions,
    _existences,
    _modalities,
)
