"""A query answered for a person: with hints, names, why an answer is empty, and its sources."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

from ecograph.base.errors import CannotDo, EcographError, QueryError, UsageError
from ecograph.base.namespaces import GRAPH_ONTOLOGY, RDF_TYPE
from ecograph.base.results import Both
from ecograph.base.words import word
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.partitions import partitions_of
from ecograph.sparql.execution import Answer, Most, run_query
from ecograph.sparql.hint import Hint, written_at
from ecograph.sparql.hints import hints_of, not_grouped
from ecograph.sparql.known_terms import known_of
from ecograph.sparql.label_service import label_columns, with_labels
from ecograph.sparql.left_out import language_tests, left_out, left_out_query
from ecograph.sparql.patterns import Asked, Pattern, Row, Term
from ecograph.sparql.reader import read_query

if TYPE_CHECKING:
    from ecograph.sparql.tracing import Trace

MOST_TRACED = 10_000  # rows
PROBE = 10.0  # seconds that telling why an answer is empty may take


@dataclass(frozen=True)
class Reply:
    """The answer to a query, and what is to be said of it.

    `answer` holds it as the engine gave it; `columns` and `rows` are those of solutions, `truth`
    of ASK; `traces` one for each row, None where they were not asked for; `notes` are said after
    the answer: why it is empty, how many rows could not be traced.
    """

    answer: Answer
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    truth: bool | None = None
    traces: "tuple[Trace, ...] | None" = None
    notes: tuple[Both, ...] = ()


def hints_on(graph: CitedGraph, query: str) -> list[Hint]:
    """The hints on a query, each with its place; none of an endpoint, nor where it is not read."""
    asked = read_query(query) if graph.store is not None else None
    if asked is None:
        return []
    return [*hints_of(asked, known_of(graph), label_columns(asked))]


def ask(
    graph: CitedGraph,
    query: str,
    *,
    language: str = "en",
    format: str | None = None,
    cite: bool = False,
    explain: bool = True,
    timeout: float = 60,
    most: Most | None = None,
) -> Reply:
    """Answers a query; names that it asks for are in the language, zh or en.

    `format` and `most` are those of `run_query`; with `cite` each row is traced to where it is
    said, with `explain` an empty answer says what emptied it.
    Raises UsageError where rows of an endpoint are to be cited, and what run_query raises.
    """
    _require_traceable(graph, cite)
    started = time.monotonic()
    asked = read_query(query)
    plain = query if asked is None else with_labels(asked, language)
    own = _asks_data_alone(graph, asked)
    try:
        given = None if cite else format
        answer = run_query(graph, plain, given, timeout, own_data=own, most=most)
    except QueryError:
        _say_of_the_query_as_written(graph, query, asked, timeout)
        raise
    columns, rows, truth = _read(answer) if cite or format is None else ((), (), None)
    notes: list[Both] = [word("hint.own_data")] if own else []
    if explain and asked is not None:
        empty, seconds = _is_empty(answer, truth), min(PROBE, timeout)
        notes += _explained(graph, asked, seconds, cited=cite, empty=empty)
    found: tuple[Trace, ...] | None = None
    if cite:
        named = asked if plain == query else read_query(plain)
        left = timeout - (time.monotonic() - started)
        found, told = _traced(graph, asked, named, rows, columns, max(left, 1.0))
        notes += told
    return Reply(answer, columns, rows, truth, found, tuple(notes))


def _require_traceable(graph: CitedGraph, cite: bool) -> None:
    if cite and graph.store is None:
        raise UsageError(f"{graph.name}: rows of an endpoint cannot be traced; open the graph here")


def _explained(
    graph: CitedGraph, asked: Asked, seconds: float, *, cited: bool, empty: bool
) -> Iterator[Both]:
    """Why an answer is empty, what it leaves out, what to heed in it; of an endpoint nothing."""
    if graph.store is None:
        yield word("hint.endpoint")
        return
    yield from _why_empty(graph, asked, seconds) if empty else ()
    yield from _left_out(graph, asked, seconds)
    yield from _caveats(graph, asked, seconds, cited=cited, empty=empty)


def _asks_data_alone(graph: CitedGraph, asked: Asked | None) -> bool:
    """Whether a query names no term but rdf:type, and the ontology lies beside the data.

    Then it is about the data that were opened.
    """
    if asked is None or not graph.has_graph(GRAPH_ONTOLOGY.value):
        return False
    patterns = list(asked.where.patterns())
    compared = (part.iris for group in asked.where.within() for part in group.parts)
    return (
        bool(patterns)
        and not any(compared)
        and all(p.graph is None and all(map(_is_no_term, p.terms)) for p in patterns)
    )


def _is_no_term(term: Term) -> bool:
    """Whether what stands in a pattern is a variable or a value, or rdf:type."""
    return term.kind not in ("iri", "path") or term.value == RDF_TYPE.value


def _say_of_the_query_as_written(
    graph: CitedGraph, query: str, asked: Asked | None, timeout: float
) -> None:
    """Raises QueryError about what was written, not about what the label service made of it."""
    if asked is not None:
        for hint in not_grouped(asked, label_columns(asked)):
            raise QueryError(f"the query does not parse: {hint.at(query)[1]}") from None
    run_query(graph, query, None, timeout)


def _read(answer: Answer) -> tuple[tuple[str, ...], tuple[Row, ...], bool | None]:
    """The columns and the rows of solutions, or the truth of ASK."""
    if answer.kind == "triples":
        return (), (), None
    found = parse_query_results(answer.data, format=QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean):
        return (), (), bool(found)
    assert isinstance(found, QuerySolutions)
    columns = tuple(v.value for v in found.variables)
    return columns, tuple(dict(zip(columns, row, strict=True)) for row in found), None


def _is_empty(answer: Answer, truth: bool | None) -> bool:
    """Whether an answer has no row, whatever form it is in."""
    if answer.kind == "boolean":
        return truth is False
    data = answer.data
    if answer.kind == "triples":
        return not data.strip() or b"\n" not in data.strip()
    if data[:1] == b"{":
        return b'"bindings":[]' in data
    if data[:1] == b"<":
        return b"<result>" not in data
    return data.count(b"\n") <= 1


def _why_empty(graph: CitedGraph, asked: Asked, seconds: float) -> Iterator[Both]:
    """What emptied an answer, and whether the graph says otherwise or says nothing."""
    from ecograph.sparql.emptiness import emptied_by, probe, steps_of

    steps = steps_of(asked)
    if not steps:
        return
    try:
        row = _read(run_query(graph, probe(asked, steps), None, seconds))[1][0]
        left = [row[f"step{n}"].value == "true" for n in range(1, len(steps) + 1)]
        at = emptied_by(steps, left)
        if at is None:
            return
        step = steps[at]
        key = "emptied_first" if not any(left[:at]) else "emptied"
        text = " ".join(step.text.split())
        yield word(f"hint.{key}", place=written_at(asked.text, step.start), text=text)
        yield from _said_otherwise(graph, asked, steps, at, seconds)
    except EcographError:  # it is no more than a help
        return


def _left_out(graph: CitedGraph, asked: Asked, seconds: float) -> Iterator[Both]:
    """What filters on languages leave out, with an example of it."""
    tests = language_tests(asked)
    for row in _help(graph, left_out_query(asked, tests), seconds) if tests else ():
        yield from left_out(tests, row)


def _help(graph: CitedGraph, query: str, seconds: float) -> tuple[Row, ...]:
    """The rows of a query by which an answer is explained; none where it has no answer in time."""
    try:
        return _read(run_query(graph, query, None, seconds))[1]
    except EcographError:
        return ()


def _caveats(
    graph: CitedGraph, asked: Asked, seconds: float, *, cited: bool, empty: bool
) -> Iterator[Both]:
    """What the answer rests on that its rows do not show."""
    from ecograph.sparql.caveats import caveat_query, caveats, told_of

    plain = asked
    if _tests_names(asked):
        plain = read_query(with_labels(asked, "en")) or asked
    held = caveats(plain, cited=cited, empty=empty)
    if held:
        yield from told_of(held, _help(graph, caveat_query(plain, held), seconds))


def _tests_names(asked: Asked) -> bool:
    """Whether the pattern itself looks at names of the label service."""
    names = label_columns(asked)
    where = asked.text[asked.where.start : asked.where.end]
    return any(f"?{name}" in where for name in names)


def _said_otherwise(
    graph: CitedGraph, asked: Asked, steps: list[Any], at: int, seconds: float
) -> Iterator[Both]:
    """Whether what is missing is stated of what does not exist, or not at all."""
    from ecograph.sparql.emptiness import named_first, pointing_at, widened

    wider = widened(asked, steps, at)
    if wider is not None and _read(run_query(graph, wider[0], None, seconds))[2]:
        yield word("hint.other_modality", term=wider[1])
    elif steps[at].kind == "triples" and _is_known(graph, steps[at].pattern):
        yield word("hint.silence")
        if other := pointing_at(asked, steps[at]):
            rows = _help(graph, other[0], seconds)
            if told := named_first(rows):
                yield word("hint.pointing", entity=other[1], relations=", ".join(told))


def _is_known(graph: CitedGraph, pattern: Pattern | None) -> bool:
    """Whether the graph has what a pattern asks with: of a mistyped word it cannot be silent."""
    if pattern is None or pattern.predicate.kind != "iri":
        return False
    used = partitions_of(graph)
    if pattern.predicate.value == RDF_TYPE.value and pattern.object.kind == "iri":
        return pattern.object.value in used.entities
    return pattern.predicate.value in used.values


def _traced(
    graph: CitedGraph,
    asked: Asked | None,
    named: Asked | None,
    rows: tuple[Row, ...],
    columns: tuple[str, ...],
    seconds: float,
) -> "tuple[tuple[Trace, ...], list[Both]]":
    """The trace of each row, and what is to be said of those that have none.

    `named` is the query with the names that it asks for.
    """
    from ecograph.graph.facts import fact_index
    from ecograph.sparql import tracing

    why = tracing.why_not_traced(asked)
    if why is None and len(rows) > MOST_TRACED:
        why = "many"
    if why is not None or asked is None or named is None:
        told = word(f"trace.{why}", most=MOST_TRACED)
        return tuple(tracing.Trace(why_not=why) for _ in rows), [told]
    index, deadline = fact_index(graph), time.monotonic() + seconds
    given = tracing.fixed_columns(asked, columns)
    found: list[Trace] = []
    for start in range(0, len(rows), tracing.BATCH):
        batch = rows[start : start + tracing.BATCH]
        left = deadline - time.monotonic()
        askable = [row for row in batch if tracing.can_be_asked_again(row)]
        matched: tuple[Row, ...] = ()
        if askable:
            if left <= 0:
                raise CannotDo("the rows could not all be traced in time; give --timeout")
            matched = _read(run_query(graph, tracing.again(named, askable, given), None, left))[1]
        found += tracing.traces(graph, index, named, batch, columns, matched)
    silent = sum(t.why_not is not None for t in found)
    notes = [word("trace.some", n=silent, of=len(found))] if silent else []
    return tuple(found), notes
