"""Ask: query."""

import sys
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from ecograph.cli.output import (
    GraphOption,
    Language,
    LanguageOption,
    TimeoutOption,
    language_of,
    say,
)

GROUP = "Ask"
MOST_CELLS = 100_000  # of a table on a terminal


class QueryFormat(StrEnum):
    """The forms in which a query's answer is printed."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XML = "xml"
    TURTLE = "turtle"
    TRIG = "trig"
    NT = "nt"
    NQ = "nq"
    JSONLD = "jsonld"


def query(
    text: Annotated[
        str | None, typer.Argument(help="A SPARQL query, or a file that ends in .rq.")
    ] = None,
    question: Annotated[
        int | None, typer.Option("--question", "-q", help="The number of a question instead.")
    ] = None,
    graph: GraphOption = "xiamen",
    format: Annotated[
        QueryFormat | None, typer.Option("--format", "-f", help="How to print it.")
    ] = None,
    lang: LanguageOption = None,
    timeout: TimeoutOption = 60,
) -> None:
    """Answer a SPARQL query; the prefixes eco: id: voc: rdfs: skos: prov: xsd: are known.

    Example: ecograph query "SELECT ?firm ?name { ?firm a eco:Firm ; rdfs:label ?name }"
    """
    from ecograph.graph.opening import open_graph
    from ecograph.sparql.execution import run_query

    sparql = _read(text, question, lang)
    asked = None if format in (None, QueryFormat.TABLE) else str(format)
    answer = run_query(open_graph(graph), sparql, asked, timeout)
    if answer.part:
        say(answer.part)
    if asked is None and answer.kind != "triples":
        sys.stdout.write(_as_table(answer.data))
    else:
        sys.stdout.buffer.write(answer.data)
        if not answer.data.endswith(b"\n"):
            sys.stdout.buffer.write(b"\n")


def _read(text: str | None, number: int | None, lang: Language | None) -> str:
    from ecograph.base.errors import UsageError
    from ecograph.base.files import read_text

    if (text is None) == (number is None):
        raise UsageError("give a query, a file that ends in .rq, or --question and a number")
    if number is not None:
        from ecograph.sparql.competency import question

        return question(number).asked_in(language_of(lang))
    if lang is not None:
        raise UsageError("--lang is for --question: a query of your own names its language itself")
    assert text is not None
    if not text.endswith(".rq"):
        return text
    return read_text(Path(text))


def _as_table(data: bytes) -> str:
    from pyoxigraph import QueryBoolean, QueryResultsFormat, parse_query_results

    from ecograph.base.results import table
    from ecograph.base.table_text import as_text
    from ecograph.sparql.rows import short_iri

    results = parse_query_results(data, format=QueryResultsFormat.JSON)
    if isinstance(results, QueryBoolean):
        return "yes\n" if results else "no\n"

    def short(term: object) -> str | None:
        return None if term is None else short_iri(str(getattr(term, "value", term)))

    columns = [v.value for v in results.variables]
    most = max(1, MOST_CELLS // max(1, len(columns)))
    rows = [[short(t) for t in solution] for solution in islice(results, most + 1)]
    if len(rows) > most:
        rows.pop()
        say(f"the first {most} rows are shown; --format csv gives all")
    return as_text(table(columns, rows), "table")


COMMANDS = {"query": query}
