"""A query answered for a person or an agent: rows with names, sources, hints, what is left out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ecograph.base.errors import UsageError
from ecograph.base.results import Table
from ecograph.operations.catalogue import filled, param
from ecograph.operations.parts import Part
from ecograph.operations.query import which_question, with_sources
from ecograph.service.replies import Reply, Wanted, rows_reply, source_rows
from ecograph.sparql.execution import Most
from ecograph.sparql.guard import MOST_CHARACTERS

if TYPE_CHECKING:
    from ecograph.graph.data import Data
    from ecograph.sparql import answering

MOST_SKIPPED = 100_000  # rows before those that are given, and they
MOST_TEXT = 16 * 1024**2  # characters of an answer


@dataclass(frozen=True)
class AskedQuery:
    """What is asked in SPARQL: a query, or one of the shipped questions."""

    query: str | None = param(
        "一条 SPARQL 查询；前缀 eco: id: voc: rdfs: skos: prov: xsd: 已知，?xLabel 是 ?x 的名称",
        "A SPARQL query; the prefixes eco: id: voc: rdfs: skos: prov: xsd: are known, ?xLabel is "
        "the name of ?x.",
        None,
        longest=MOST_CHARACTERS,
    )
    question: int | None = which_question()
    of: tuple[str, ...] = param(
        "question 问的对象，如 city=杭州",
        "What the question is asked of, as city=杭州.",
        (),
    )
    cite: bool = with_sources()


QUERY = Part(
    "query",
    (
        "回答一条 SPARQL 查询或一个随附的问题，附名称、提示、出处",
        "Answer a SPARQL query or a shipped question, with names, hints and sources.",
    ),
    AskedQuery,
    "/api/query?question=4",
)


def query_reply(data: "Data", values: Mapping[str, Any], wanted: Wanted, seconds: float) -> Reply:
    """The answer to a query as JSON, CSV or tab-separated values; what was asked goes along.

    Raises UsageError, UnknownName, and what a query raises.
    """
    from ecograph.sparql.answering import ask

    chosen = filled(QUERY, data, values)
    query = _asked(data, chosen, wanted.language)
    most = Most(min(wanted.skip + wanted.bound, MOST_SKIPPED), MOST_TEXT)
    given = {"language": wanted.language, "cite": chosen["cite"], "timeout": seconds, "most": most}
    reply = ask(data.graph, query, **given)
    if wanted.media != "application/json" and reply.answer.kind != "solutions":
        raise UsageError(f"{wanted.media} cannot hold the answer, which is {reply.answer.kind}")
    table = wanted.of(_table(data, reply, wanted.language))
    about = _about(data, query, reply, wanted.language)
    if reply.answer.part:  # nobody has counted them
        about |= {"truncated": True}
        table = replace(table, total=None)
    return rows_reply(table, about, wanted)


def _asked(data: "Data", chosen: dict[str, Any], language: str) -> str:
    """The query that is asked.  Raises UsageError, UnknownName."""
    from ecograph.sparql.competency import question

    if (chosen["query"] is None) == (chosen["question"] is None):
        raise UsageError("give either query, in SPARQL, or question, a number of `questions`")
    if chosen["question"] is not None:
        return question(chosen["question"]).of(chosen["of"], data.graph, language)
    if chosen["of"]:
        raise UsageError("of: goes with question; a query says itself what it is asked of")
    return str(chosen["query"])


def _table(data: "Data", reply: "answering.Reply", language: str) -> Table:
    from ecograph.sparql.reply_tables import reply_table

    return reply_table(reply, lambda: data.labels, language)


def _about(data: "Data", query: str, reply: "answering.Reply", language: str) -> dict[str, Any]:
    """What goes along with rows."""
    part = reply.answer.part
    notes = [note[language != "zh"] for note in reply.notes] + ([part] if part else [])
    held: dict[str, Any] = {
        "operation": QUERY.name,
        "graph": data.name,
        "digest": data.digest,
        "kind": reply.answer.kind,
        "query": query,
        "hints": _hints(data, query, language),
        "notes": notes,
        "sources": source_rows(data, {*_documents(reply)}, language),
    }
    if reply.truth is not None:
        held["boolean"] = reply.truth
    if reply.answer.kind == "triples":
        held["turtle"] = reply.answer.data.decode()
    return held


def _hints(data: "Data", query: str, language: str) -> list[dict[str, Any]]:
    """The hints on a query, each with its line and column."""
    from ecograph.sparql.answering import hints_on

    return [
        dict(zip(("line", "column"), hint.place(query), strict=True))
        | {"text": hint.told[language != "zh"]}
        for hint in hints_on(data.graph, query)
    ]


def _documents(reply: "answering.Reply") -> Iterator[str]:
    """The documents in which the rows are said, where they were traced."""
    for trace in reply.traces or ():
        yield from (place.document for place in trace.places)
