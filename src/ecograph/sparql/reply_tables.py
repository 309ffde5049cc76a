"""The answer to a query as a table, with where each row is said, and in the standard formats."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from pyoxigraph import (
    Literal,
    QueryResultsFormat,
    QuerySolutions,
    parse_query_results,
)

from ecograph.base.results import Cell, Table, table
from ecograph.base.words import word
from ecograph.graph._worker import json_term
from ecograph.sparql.rows import python_value

if TYPE_CHECKING:
    from ecograph.graph.labels import Labels
    from ecograph.sparql.answering import Reply
    from ecograph.sparql.tracing import Trace

# What is said of the source of a row, in columns of their own; the n-th place of each column
# belong together.
CITED = (
    "cited_document",
    "cited_paragraph",
    "cited_span",
    "cited_locator",
    "cited_address",
    "cited_evidence",
    "cited_modality",
    "cited_doubt",
    "cited_statement",
)
_FORMATS = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "xml": QueryResultsFormat.XML,
}


def reply_table(
    reply: "Reply", labels: "Callable[[], Labels]", language: str, *, brief: bool = False
) -> Table:
    """The rows of solutions; with their sources where these were asked for.

    IRIs have known prefixes.  A `brief` table names documents and codes in the language and leaves
    out addresses, statements and what no row has.
    """
    columns = list(reply.columns)
    rows: list[list[Cell]] = [[python_value(row.get(c)) for c in columns] for row in reply.rows]
    if reply.traces is None:
        return table(columns, rows)
    cited = [_cells(t, labels() if brief else None, language) for t in reply.traces]
    kept = list(range(len(CITED)))
    if brief:
        left = ("cited_address", "cited_statement")
        kept = [i for i, c in enumerate(CITED) if c not in left and any(row[i] for row in cited)]
    columns += [CITED[i] for i in kept]
    whole = zip(rows, cited, strict=True)
    return table(columns, ([*row, *(c[i] for i in kept)] for row, c in whole))


def _cells(trace: "Trace", labels: "Labels | None", language: str) -> list[str | None]:
    """The cells of CITED of a row; names of documents and codes where labels are given."""
    from ecograph.graph.facts_text import for_each_place

    if trace.why_not is not None:
        return [word("trace.not")[language != "zh"], *([None] * (len(CITED) - 1))]
    places = trace.places

    def named(scheme: str, key: str | None) -> str | None:
        return labels.code(scheme, key, language) if labels and key else key

    return [
        for_each_place(labels.of(p.document, language) if labels else p.document for p in places),
        for_each_place(None if p.paragraph is None else str(p.paragraph) for p in places),
        for_each_place(p.span for p in places),
        for_each_place(p.locator for p in places),
        for_each_place(p.address for p in places),
        named("evidence", trace.evidence),
        "; ".join(filter(None, (named("modality", m) for m in trace.modalities))) or None,
        "; ".join(d[language != "zh"] for d in trace.doubts) or None,
        " ".join(trace.statements) or None,
    ]


def serialized(reply: "Reply", format: str, language: str) -> bytes:
    """Solutions in csv, tsv, json or xml, with their sources where these were asked for."""
    variables = [*reply.columns, *(CITED if reply.traces is not None else ())]
    bindings = []
    for i, row in enumerate(reply.rows):
        held = {c: json_term(t) for c, t in row.items() if t is not None}
        if reply.traces is not None:
            cells = _cells(reply.traces[i], None, language)
            held |= {c: json_term(Literal(v)) for c, v in zip(CITED, cells, strict=True) if v}
        bindings.append(held)
    document = {"head": {"vars": variables}, "results": {"bindings": bindings}}
    data = json.dumps(document, ensure_ascii=False).encode()
    if format == "json":
        return data
    found = parse_query_results(data, format=QueryResultsFormat.JSON)
    assert isinstance(found, QuerySolutions)
    return found.serialize(format=_FORMATS[format]) or b""
