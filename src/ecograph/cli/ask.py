"""Ask: query."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ecograph.cli.forms import command_of
from ecograph.cli.operations import ExcelOption
from ecograph.cli.output import (
    Language,
    LanguageOption,
    TimeoutOption,
    language_of,
    output_file,
    say,
)
from ecograph.operations.query import QUERY

if TYPE_CHECKING:
    from ecograph.graph.cited_graph import CitedGraph
    from ecograph.sparql.answering import Reply

GROUP = "Ask"
MOST_ROWS = 1000  # of a table on a terminal, where nothing else is asked for
_FILES = (".csv", ".tsv", ".json", ".xml", ".xlsx", ".parquet")  # of solutions


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


GraphsOption = Annotated[
    list[str],
    typer.Option(
        "--graph",
        "-g",
        envvar="ECOGRAPH_GRAPH",
        help="A shipped region, a folder of tables, an RDF file, a store, or an endpoint's URL; "
        "may be repeated.",
    ),
]
FormatOption = Annotated[
    QueryFormat | None, typer.Option("--format", "-f", help="How to print it.")
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", callback=output_file, help="Write a file instead, as its name says."
    ),
]


def query(
    values: dict[str, Any],
    *,
    graph: list[str],
    format: QueryFormat | None,
    excel: bool,
    output: Path | None,
    lang: Language | None,
    timeout: float,
) -> None:
    """Answers a query, and says what is to be said of it on stderr."""
    from ecograph.graph.opening import open_graphs
    from ecograph.sparql.answering import ask, hints_on

    language, standard = language_of(lang), _standard(format, output)
    opened = open_graphs(graph)
    sparql = _read(opened, values.get("text", []), values.get("question"), language)
    explained, cite = not values.get("no_hints"), bool(values.get("cite"))
    for hint in hints_on(opened, sparql) if explained else ():
        say(hint.at(sparql)[language != "zh"])
    top, page = values.get("top"), values.get("page", 1)
    cut = cite or top is not None or page > 1 or excel
    asked = None if cut or standard in (None, "rows") else standard
    reply = ask(
        opened,
        sparql,
        language=language,
        format=asked,
        cite=cite,
        explain=explained,
        timeout=timeout,
    )
    for note in filter(None, (reply.answer.part, *(n[language != "zh"] for n in reply.notes))):
        say(note)
    if top is None and output is None and standard is None:
        top = MOST_ROWS
    _give(opened, _cut(reply, top, page, language), standard, language, output, cut, excel)


def _give(
    graph: "CitedGraph",
    reply: "Reply",
    standard: str | None,
    language: str,
    output: Path | None,
    cut: bool,
    excel: bool,
) -> None:
    """Writes or prints an answer."""
    if output is not None:
        _write(graph, reply, output, language)
    elif reply.answer.kind == "boolean" and standard is None:
        sys.stdout.write("yes\n" if reply.truth else "no\n")
    elif reply.answer.kind == "solutions" and standard is None:
        _print_table(graph, reply, language)
    else:
        _print(graph, reply, standard, language, cut=cut, excel=excel)


def _standard(format: QueryFormat | None, output: Path | None) -> str | None:
    """The format that the engine is asked for; None for a table, `rows` where a file is of rows."""
    if output is None:
        return None if format in (None, QueryFormat.TABLE) else str(format)
    suffix = output.suffix.lower()
    if suffix in _FILES:
        return "rows"
    from ecograph.base.errors import UsageError
    from ecograph.graph.opening import RDF_FORMATS, WRITABLE

    if suffix not in WRITABLE:
        known = ", ".join((*_FILES, *WRITABLE))
        raise UsageError(f"{output}: ends in none of {known}; choose one of these")
    return RDF_FORMATS[suffix]


def _read(graph: "CitedGraph", words: list[str], number: int | None, language: str) -> str:
    """The query: of the command line, a file, standard input, or a question with what it is of."""
    from ecograph.base.errors import UsageError

    if number is not None:
        from ecograph.sparql.competency import question

        return question(number).of(words, graph, language)
    if len(words) != 1:
        raise UsageError(
            "give a query in one pair of quotes, a file that ends in .rq, - for standard input, "
            "or --question and a number"
        )
    if words[0] == "-":
        return _from_stdin()
    if not words[0].endswith(".rq"):
        return words[0]
    from ecograph.base.files import read_text

    return read_text(Path(words[0]))


def _from_stdin() -> str:
    from ecograph.base.errors import UsageError
    from ecograph.sparql.guard import MOST_CHARACTERS

    data = sys.stdin.buffer.read(4 * MOST_CHARACTERS + 4)
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise UsageError(f"standard input is no UTF-8 ({error.reason})") from None


def _cut(reply: "Reply", top: int | None, page: int, language: str) -> "Reply":
    """The rows of a page; says which they are where that is not all."""
    from dataclasses import replace

    from ecograph.base.words import word

    if not top or (page == 1 and len(reply.rows) <= top):
        return reply
    first = (page - 1) * top
    kept = slice(first, first + top)
    rows, count = reply.rows[kept], len(reply.rows)
    shown = {"first": first + 1, "last": first + len(rows), "of": count}
    if not rows:
        note = word("note.no_such_page", of=count, last=max(1, -(-count // top)))
    elif first + top >= count:
        note = word("note.last_page_shown", **shown)
    else:
        note = word("note.page_shown", **shown, next=page + 1)
    say(note[language != "zh"])
    return replace(reply, rows=rows, traces=reply.traces and reply.traces[kept])


def _labels(graph: "CitedGraph") -> Any:
    from ecograph.graph.facts import fact_index

    return fact_index(graph).labels


def _print_table(graph: "CitedGraph", reply: "Reply", language: str) -> None:
    from ecograph.base.table_text import as_text, in_full
    from ecograph.base.words import column_heads
    from ecograph.sparql.reply_tables import reply_table

    found = reply_table(reply, lambda: _labels(graph), language, brief=True)
    cited = found.columns[len(reply.columns) :]
    heads = [*reply.columns, *column_heads(cited, language)]  # a name of the asker stays as it is
    sys.stdout.write(as_text(in_full(found), "table", language=language, heads=heads))


def _print(
    graph: "CitedGraph",
    reply: "Reply",
    format: str | None,
    language: str,
    *,
    cut: bool,
    excel: bool,
) -> None:
    """Prints the answer in a standard format; with --excel as a person's spreadsheet opens it."""
    from ecograph.base.errors import UsageError
    from ecograph.base.table_text import as_csv
    from ecograph.sparql.reply_tables import reply_table, serialized

    if excel and format != "csv":
        raise UsageError("--excel: is for --format csv")
    if excel and reply.answer.kind == "solutions":
        found = reply_table(reply, lambda: _labels(graph), language)
        sys.stdout.write(as_csv(found, mark=True))
        return
    data = reply.answer.data
    if cut and reply.answer.kind == "solutions":
        if format not in ("csv", "tsv", "json", "xml"):
            raise UsageError(f"{format} cannot hold solutions; choose one of csv, tsv, json, xml")
        data = serialized(reply, format, language)
    sys.stdout.buffer.write(data if data.endswith(b"\n") else data + b"\n")


def _write(graph: "CitedGraph", reply: "Reply", path: Path, language: str) -> None:
    """Writes the answer into a file, in the form that its name says."""
    from ecograph.base.errors import UsageError
    from ecograph.base.files import write_bytes
    from ecograph.base.table_text import as_csv
    from ecograph.sparql.reply_tables import reply_table, serialized

    suffix = path.suffix.lower()
    if reply.answer.kind == "triples":
        if suffix in _FILES:
            raise UsageError(f"{path}: the answer is triples; let the name end in .ttl or .nt")
        write_bytes(path, reply.answer.data)
        say(f"{path}: written")
        return
    if suffix not in _FILES or reply.answer.kind == "boolean":
        raise UsageError(f"{path}: cannot hold the answer, which is {reply.answer.kind}")
    found = reply_table(reply, lambda: _labels(graph), language)
    if suffix in (".json", ".xml"):
        write_bytes(path, serialized(reply, suffix[1:], language))
    elif suffix == ".xlsx":
        from ecograph.base.workbook import Sheet, workbook_bytes

        rows = [list(row) for row in found.rows]
        write_bytes(path, workbook_bytes([Sheet("query", found.columns, rows)]))
    elif suffix == ".parquet":
        from ecograph.graph.table_files import write_parquet

        write_parquet(found, path)
    else:
        delimiter = "\t" if suffix == ".tsv" else ","
        write_bytes(path, as_csv(found, delimiter, mark=suffix == ".csv").encode())
    say(f"{path}: {len(found.rows)} rows")


_COMMON: dict[str, tuple[Any, Any]] = {
    "graph": (GraphsOption, ["xiamen"]),
    "format": (FormatOption, None),
    "excel": (ExcelOption, False),
    "output": (OutputOption, None),
    "lang": (LanguageOption, None),
    "timeout": (TimeoutOption, 60),
}
COMMANDS = {"query": command_of(QUERY, _COMMON, query)}
