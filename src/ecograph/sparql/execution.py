"""The guarded executor: a user's query is read by the guard, then answered with bounds.

On a graph here a worker answers it; an endpoint's answer is read by a worker.
"""

import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from ecograph.base.errors import CannotDo, QueryError, QueryRefused, near_names, shorten
from ecograph.base.namespaces import (
    GRAPH_INFERRED,
    PREFIXES,
    prefix_header,
)
from ecograph.graph.cited_graph import BESIDE, CitedGraph
from ecograph.graph.endpoint import SOLUTIONS, TRIPLES, fetch, read_answer, shown_address
from ecograph.sparql.guard import LIST_GRAPHS, guard, tokens_of
from ecograph.sparql.reader import read_query

if TYPE_CHECKING:
    from ecograph.graph.worker import Worker
    from ecograph.graph.worker_pool import WorkerPool


@dataclass(frozen=True)
class Answer:
    """What a query gave: `kind` is solutions, boolean or triples; `data` in the asked format.

    `part` says why it is not all of the answer.
    """

    kind: str
    data: bytes
    part: str | None = None


@dataclass(frozen=True)
class Most:
    """How much of an answer is given: so many rows or triples, of so many characters in all."""

    rows: int
    characters: int


def run_query(
    graph: CitedGraph,
    query: str,
    format: str | None = None,
    timeout: float = 60,
    *,
    own_data: bool = False,
    most: Most | None = None,
    graphs: tuple[Sequence[str], Sequence[str]] | None = None,
    base: str | None = None,
    workers: "WorkerPool | None" = None,
    started: "Callable[[Worker], None] | None" = None,
) -> Answer:
    """Answers a user's query within `timeout` seconds.

    `format` is csv, tsv, json or xml for solutions; turtle, trig, nt, nq or jsonld for triples;
    None is json and turtle.  Without FROM, the union of all graphs is asked, with `own_data` but
    the ontology and its lists; else the data set that FROM names (docs/sparql.md), or `graphs`:
    default and named ones.  IRIs are relative to `base`; `most` of the answer is given; `workers`
    answer instead of those of the graph, `started` is told which of them does.
    Raises QueryRefused, QueryError, TookTooLong, TooLarge, CannotDo.
    """
    if graph.store is None:
        return _run_remote(str(graph.endpoint), query, format, timeout)
    reading = guard(query, None if graphs else graph.has_graph)
    union = not (reading.graphs or graphs)
    head, answer = (workers or graph.workers).ask(
        timeout,
        started,
        query=query + " " * 24,  # see _unexpected: room for the longest keyword
        format=format,
        prefixes=PREFIXES,
        left_out=_beside(graph) if own_data and union else (),
        base=base,
        most_rows=most and most.rows,
        most_characters=most and most.characters,
        union=union,
        graphs=_checked(graph, graphs),
    )
    return _answered(query, head, answer, most)


def _checked(
    graph: CitedGraph, graphs: tuple[Sequence[str], Sequence[str]] | None
) -> tuple[tuple[str, ...], ...] | None:
    """Graphs that a request names.

    Raises QueryRefused for one that is not there: nothing is fetched from its address.
    """
    for iri in chain(*graphs or ()):
        if not graph.has_graph(iri):
            told = f"{shorten(iri)} is no graph of this store, and nothing is fetched; "
            raise QueryRefused(told + LIST_GRAPHS)
    return None if graphs is None else tuple(map(tuple, graphs))


def _answered(query: str, head: dict[str, str], answer: bytes, most: Most | None) -> Answer:
    """What a worker made of a query.  Raises what it found wrong."""
    if "syntax" in head:
        raise QueryError(_explain_syntax(query, head["syntax"]))
    if "refused" in head:
        raise QueryError(head["refused"])
    if "failed" in head:
        raise CannotDo(f"the query could not be answered: {head['failed']}")
    part = None
    if most is not None and "part" in head:
        part = (
            f"only the first {most.rows} rows, or {most.characters} characters of them, are "
            "given; ask for less, or with LIMIT and OFFSET"
        )
    return Answer(head["part" if part else "kind"], answer, part)


def _beside(graph: CitedGraph) -> tuple[str, ...]:
    """How the names of graphs begin that are no data: of a file also what follows from it."""
    return (*BESIDE, GRAPH_INFERRED.value) if graph.kind == "file" else BESIDE


def _run_remote(address: str, query: str, format: str | None, timeout: float) -> Answer:
    """Asks for JSON or N-Triples whatever is wanted, and has them read to their end."""
    guard(query)
    started = time.monotonic()
    accepted = TRIPLES if query_kind(query) == "triples" else SOLUTIONS
    found = fetch(address, prefix_header() + query, accepted, timeout)
    left = timeout - (time.monotonic() - started)
    head, data = read_answer(address, found, format, PREFIXES, left)
    if "refused" in head:
        raise QueryError(head["refused"])
    part = found.part
    if found.silent:
        part = _cut_silently(address, query, timeout - (time.monotonic() - started))
    return Answer(head["kind"], data, part and f"{shown_address(address)}: {part}")


def _cut_silently(address: str, query: str, seconds: float) -> str | None:
    """Why statements are not whole that a server cuts off without a word; None where they are.

    The rows that they were made of are asked for: of rows it tells.
    """
    asked = read_query(query)
    if asked is not None and asked.form == "CONSTRUCT" and seconds > 0:
        behind = asked.text[asked.where.start :]
        rows = f"{asked.text[: asked.head]} SELECT (1 AS ?one) {asked.dataset} WHERE {behind}"
        with suppress(CannotDo):
            return fetch(address, prefix_header() + rows, SOLUTIONS, seconds).part
    return "this server may cut statements off without a word; ask with CONSTRUCT, or for rows"


def query_kind(query: str) -> str:
    """What a query gives, by its first word: solutions, boolean or triples."""
    kinds = {"SELECT": "solutions", "ASK": "boolean", "CONSTRUCT": "triples", "DESCRIBE": "triples"}
    for token in tokens_of(query):
        if token.kind == "word" and token.text.upper() in kinds:
            return kinds[token.text.upper()]
    raise QueryError(
        "the query has none of SELECT, ASK, CONSTRUCT, DESCRIBE; see ecograph query --help"
    )


def _explain_syntax(query: str, said: str) -> str:
    match = re.match(r"error at (\d+):(\d+): (.*)", said, re.DOTALL)
    if match is None:
        return f"the query does not parse: {said}"
    position, message = _unknown_prefix(query) or _unexpected(query, match)
    line = query.count("\n", 0, position) + 1
    start = query.rfind("\n", 0, position) + 1
    text = query[start:].partition("\n")[0]
    wide = (east_asian_width(c) in "WF" for c in query[start:position])
    caret = "".join("\u3000" if w else " " for w in wide) + "^"
    place = f"line {line}, column {position - start + 1}"
    return f"the query does not parse at {place}: {message}\n  {text}\n  {caret}"


def _unexpected(query: str, said: "re.Match[str]") -> tuple[int, str]:
    """Where the parser stopped, and what it found there.

    It tries a keyword by taking as many characters as the keyword has, and reports the place
    behind them: the place itself is before the shortest keyword that it reports.
    """
    before = "".join(query.splitlines(keepends=True)[: int(said[1]) - 1])
    stopped = len(before) + int(said[2]) - 1
    wanted = re.findall(r'"(?:\\.|[^"])+"|\[[^\]]*\]|\w+', said[3].removeprefix("expected one of"))
    if not any(w[0] == '"' for w in wanted):
        stopped -= min(
            (len(w) for w in wanted if re.match(r"\w", w) and w != "expected"), default=0
        )
    stopped = min(max(stopped, 0), len(query))
    signs = [w for w in wanted if w[0] == '"']
    hint = f"; expected one of {', '.join(signs)}" if signs else ""
    found = next(tokens_of(query, stopped), None)
    if found is None:
        return len(query.rstrip()), f"it ends too early{hint}"
    after = "" if signs else " or what follows it"  # a sign behind a keyword is not reported
    return found.start, f"{shorten(found.text, 30)}{after} is not expected here{hint}"


def _unknown_prefix(query: str) -> tuple[int, str] | None:
    """Where a prefix stands that nobody declared, and what to say of it."""
    reading = guard(query)
    known = PREFIXES | reading.prefixes
    for token in reading.tokens:
        prefix = token.text.partition(":")[0]
        if token.kind == "name" and prefix not in known:
            near = near_names(prefix, known)
            hint = f"; did you mean {near[0]}:?" if near else ""
            return token.start, f"the prefix {prefix}: is not declared{hint}"
    return None
