"""Where the rows of an answer are said: the statements behind each, with document and place.

A row is asked for again with its values filled in, so that every pattern that it matched is known
whole.  A triple of a statement is said where the statement is; a plain relation where the
statements are that it follows from; a triple of an entity where the graph that holds it cites.
Rows that are sums, and the steps of paths, are not traced.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode

from ecograph.base.evidence import EVIDENCE, WEAKEST, level_of
from ecograph.base.namespaces import ECO, ECO_BASE, RDF_TYPE, RDFS_LABEL, VOC_BASE, key_of
from ecograph.base.results import Both
from ecograph.graph.citation import Citation
from ecograph.graph.cited_graph import CitedGraph
from ecograph.sparql.patterns import Asked, Group, Pattern, Row, Term
from ecograph.tables.schema import shortcuts

if TYPE_CHECKING:
    from ecograph.graph.facts import FactIndex

BATCH = 200  # rows that one query asks for again
MOST_MATCHED = 200_000  # solutions that it may give
_MATCHED = ("optional", "union", "group", "graph")  # parts whose patterns a row may have matched
_NAMING = (RDF_TYPE.value, RDFS_LABEL.value)  # what says less of a row than anything else


@dataclass(frozen=True)
class Trace:
    """Where a row is said: places, how sure at least, which modalities, doubts, statements.

    `why_not` is given where it is not traced.
    """

    places: tuple[Citation, ...] = ()
    evidence: str | None = None
    modalities: tuple[str, ...] = ()
    doubts: tuple[Both, ...] = ()
    statements: tuple[str, ...] = ()
    why_not: str | None = None


@dataclass
class _Gathered:
    """What is found for a row, each once."""

    places: dict[Citation, None] = field(default_factory=dict)
    levels: list[int] = field(default_factory=list)
    modalities: dict[str, None] = field(default_factory=dict)
    doubts: dict[Both, None] = field(default_factory=dict)
    statements: dict[str, None] = field(default_factory=dict)


def why_not_traced(asked: Asked | None) -> str | None:
    """Why no row of a query can be traced: a key of words; None where they can."""
    if asked is None or asked.form != "SELECT":
        return "unread"
    if asked.aggregates:
        return "sums"
    if any(part.kind == "select" for group in asked.where.within() for part in group.parts):
        return "sums"
    if not any(p.predicate.kind != "path" for p in _patterns(asked.where)):
        return "paths"
    return None


def fixed_columns(asked: Asked, columns: Sequence[str]) -> list[str]:
    """The columns whose values can be filled in: a variable that BIND binds must be free there."""
    free = {n for g in asked.where.within() for p in g.parts if p.kind == "bind" for n in p.names}
    return [c for c in columns if c in asked.where.bound() and c not in free]


def again(asked: Asked, rows: Sequence[Row], given: Sequence[str]) -> str:
    """The query for all that rows matched: the values of `given` are filled in."""
    held = [" ".join(_as_given(row.get(c)) for c in given) for row in rows]
    values = "".join(f"({line}) " for line in dict.fromkeys(held))
    first = f"VALUES ({' '.join(f'?{c}' for c in given)}) {{ {values}}} " if given else ""
    inside = asked.text[asked.where.start + 1 : asked.where.end - 1]
    select = " ".join(f"?{name}" for name in sorted(asked.where.bound())) or "*"
    head = f"{asked.text[: asked.head]} SELECT DISTINCT {select} {asked.dataset}"
    return f"{head} {{ {first}{inside}\n}} LIMIT {MOST_MATCHED}"


def _as_given(term: Any) -> str:
    return "UNDEF" if term is None else str(term)


def can_be_asked_again(row: Row) -> bool:
    """Whether a row can be written into a query: a blank node cannot."""
    return not any(isinstance(term, BlankNode) for term in row.values())


def traces(
    graph: CitedGraph,
    index: "FactIndex",
    asked: Asked,
    rows: Sequence[Row],
    columns: Sequence[str],
    matched: Iterable[Row],
) -> list[Trace]:
    """The trace of each row, from all that they `matched`."""
    bound = [c for c in columns if c in asked.where.bound()]  # names are bound too
    of_row: dict[tuple[Any, ...], list[Row]] = {}
    for solution in matched:
        of_row.setdefault(tuple(solution.get(c) for c in bound), []).append(solution)
    tracer = _Tracer(graph, index)
    patterns = [p for p in _patterns(asked.where) if p.predicate.kind != "path"]
    return [
        tracer.trace(patterns, of_row.get(tuple(row.get(c) for c in bound), [])) for row in rows
    ]


def _patterns(group: Group) -> Iterator[Pattern]:
    for part in group.parts:
        yield from part.patterns
        if part.kind in _MATCHED:
            for inner in part.groups:
                yield from _patterns(inner)


class _Tracer:
    """Looks triples up, and keeps what it found for each."""

    def __init__(self, graph: CitedGraph, index: "FactIndex") -> None:
        assert graph.store is not None
        self._graph, self._store, self._index = graph, graph.store, index
        self._kept: dict[Any, tuple[Any, ...]] = {}

    def trace(self, patterns: Sequence[Pattern], solutions: Iterable[Row]) -> Trace:
        """The trace of a row that these solutions are of."""
        triples = {t for s in solutions for p in patterns if (t := _filled(p, s)) is not None}
        telling = {t for t in triples if t[1].value not in _NAMING or self._is_statement(t[0])}
        found = _Gathered()
        for triple in sorted(telling, key=str) or sorted(triples, key=str):
            self._add(triple, found)
        if not found.places and not found.statements:
            for triple in sorted(triples - telling, key=str):
                self._add(triple, found)
        if not found.places and not found.statements:
            return Trace(why_not="uncited")
        return Trace(
            tuple(sorted(found.places, key=str)),
            None if not found.levels else EVIDENCE[max(found.levels)],
            tuple(found.modalities),
            tuple(found.doubts),
            tuple(found.statements),
        )

    def _add(self, triple: tuple[Any, Any, Any], found: _Gathered) -> None:
        for places, evidence, modality, doubts, statement in self._sayings(triple):
            found.places.update(dict.fromkeys(places))
            if evidence:
                found.levels.append(level_of(evidence))
            if modality:
                found.modalities[modality] = None
            found.doubts.update(dict.fromkeys(doubts))
            if statement:
                found.statements[statement] = None

    def _sayings(self, triple: tuple[Any, Any, Any]) -> tuple[Any, ...]:
        if triple not in self._kept:
            self._kept[triple] = tuple(self._look(*triple))
        return self._kept[triple]

    def _look(self, s: Any, p: Any, o: Any) -> Iterator[tuple[Any, ...]]:
        """Who says a triple: places, evidence, modality, doubts, statement."""
        if not isinstance(s, NamedNode):
            return
        if p.value in shortcuts():
            for (statement,) in self._graph.ask_for("traced", from_=s, plain=p, to_=o):
                yield self._of_statement(statement)
        elif p == ECO.isIn:
            yield from self._of_inclusion(s, o)
        elif self._is_statement(s):
            yield self._of_statement(s)
        else:
            graphs = (q.graph_name for q in self._store.quads_for_pattern(s, p, o))
            names = [g.value for g in graphs if isinstance(g, NamedNode)]
            places = [self._index.places[n] for n in names if n in self._index.places]
            if places or self._one(s, "citation") is not None:
                known = _key(self._one(s, "evidence")) or WEAKEST
                yield places or self._cited(s), known, None, self._doubts(s), None

    def _of_inclusion(self, inner: NamedNode, outer: Any) -> Iterator[tuple[Any, ...]]:
        """Who says that something is in a place: locations, else what a place is said to be of."""
        located = [s for (s,) in self._graph.ask_for("traced_in", from_=inner, to_=outer)]
        yield from map(self._of_statement, located)
        for quad in self._store.quads_for_pattern(inner, ECO.partOf, None):
            whole = quad.object
            if located or not isinstance(whole, NamedNode):
                continue
            further = self._store.quads_for_pattern(whole, ECO.isIn, outer)
            if whole == outer or next(further, None) is not None:
                yield from self._look(inner, ECO.partOf, whole)

    def _of_statement(self, statement: NamedNode) -> tuple[Any, ...]:
        return (
            self._cited(statement),
            _key(self._one(statement, "evidence")),
            _key(self._one(statement, "modality")),
            self._doubts(statement),
            key_of(statement.value),
        )

    def _is_statement(self, s: Any) -> bool:
        quads = self._store.quads_for_pattern(s, RDF_TYPE, ECO.Statement)
        return next(quads, None) is not None

    def _one(self, s: NamedNode, name: str) -> Any:
        found = next(self._store.quads_for_pattern(s, NamedNode(ECO_BASE + name), None), None)
        return found.object if found else None

    def _cited(self, s: NamedNode) -> list[Citation]:
        cited = self._store.quads_for_pattern(s, ECO.citation, None)
        names = [q.object.value for q in cited if isinstance(q.object, NamedNode)]
        places = self._index.places
        return sorted((places[n] for n in names if n in places), key=str)

    def _doubts(self, s: NamedNode) -> tuple[Both, ...]:
        return tuple(d.basis for d in self._index.doubts.get(s.value, ()))


def _key(term: Any) -> str | None:
    """The key of a code: exists of voc:modality-exists."""
    if not isinstance(term, NamedNode) or not term.value.startswith(VOC_BASE):
        return None
    return term.value.removeprefix(VOC_BASE).partition("-")[2]


def _filled(pattern: Pattern, row: Row) -> tuple[Any, Any, Any] | None:
    """A pattern with the values of a row; None where it did not match."""
    terms = tuple(_term(t, row) for t in pattern.terms)
    return None if None in terms else (terms[0], terms[1], terms[2])


def _term(term: Term, row: Row) -> Any:
    if term.kind == "variable":
        return row.get(term.value)
    if term.kind == "iri":
        return NamedNode(term.value)
    if term.kind != "literal":
        return None
    if term.language:
        return Literal(term.value, language=term.language)
    return Literal(term.value, datatype=NamedNode(term.datatype))
