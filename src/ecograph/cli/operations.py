"""A command for each operation: its options, checks and help come from the catalogue."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ecograph.base.spark_session import SPARK, is_spark
from ecograph.base.words import word
from ecograph.cli.forms import command_of
from ecograph.cli.output import (
    FormatOption,
    GraphOption,
    Language,
    LanguageOption,
    RowFormat,
    language_of,
    result_file,
    say,
    write_out,
)
from ecograph.cli.signals import end_at_once, end_tidily
from ecograph.operations.catalogue import Operation, answer
from ecograph.operations.spark import takes_spark

if TYPE_CHECKING:
    from ecograph.base.results import Table
    from ecograph.graph.data import Data
    from ecograph.operations.result import Result

OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        callback=result_file,
        help="Write a file instead: .csv .tsv .json .xlsx, or the values as RDF (.ttl .trig …).",
    ),
]
ExcelOption = Annotated[
    bool, typer.Option("--excel", help="With csv: a byte order mark, so that Excel reads it right.")
]


COMMON: dict[str, tuple[Any, Any]] = {
    "graph": (GraphOption, "xiamen"),
    "format": (FormatOption, RowFormat.TABLE),
    "excel": (ExcelOption, False),
    "output": (OutputOption, None),
    "lang": (LanguageOption, None),
}


def command(operation: Operation) -> Callable[..., None]:
    """A function that typer makes the command of an operation of."""
    return command_of(operation, COMMON, partial(run, operation))


def run(
    operation: Operation,
    values: dict[str, Any],
    *,
    graph: str,
    format: RowFormat = RowFormat.TABLE,
    excel: bool = False,
    output: Path | None = None,
    lang: Language | None = None,
) -> "Result":
    """Answers, prints or writes the rows, and says what a reader should know on stderr."""
    asked = values.get(operation.parameters[_first(operation)].name) if operation.list_of else ""
    if operation.list_of and asked in (None, "list"):
        from ecograph.operations.every import operation as operation_named

        operation, values = operation_named(operation.list_of), {}
    end_at_once()
    result = answer(operation, *_opened(operation, graph, values))
    end_tidily()
    show(result, format, excel=excel, output=output, lang=lang)
    return result


def _opened(
    operation: Operation, graph: str, values: dict[str, Any]
) -> "tuple[Data, dict[str, Any]]":
    """The graph where it is to be asked, and the values; an address of Spark is said by name."""
    from ecograph.graph.data import open_data

    engine = str(values.get("engine", ""))
    if not (is_spark(engine) and takes_spark(operation.parameters)):
        return open_data(graph), values
    from ecograph.graph.spark_data import open_on_spark

    return open_on_spark(graph, engine), {**values, "engine": SPARK}


def show(
    result: "Result",
    format: RowFormat,
    *,
    excel: bool = False,
    output: Path | None = None,
    lang: Language | None = None,
) -> None:
    """Prints or writes the rows of a result, and says what a reader should know on stderr."""
    language = language_of(lang)
    for note in result.notes:
        say(note[language != "zh"])
    table = result.table(
        language, brief=format in (RowFormat.TABLE, RowFormat.MD) and output is None
    )
    if table.total is not None:
        shown, total = len(table.rows), table.total
        say(word("note.rows_shown", shown=shown, total=total)[language != "zh"])
    if output is not None:
        write_out(result, output, language)
        say(f"{output}: {len(table.rows)} rows")
    else:
        _print(result, table, format, language, excel)


def _print(result: "Result", table: "Table", format: RowFormat, language: str, excel: bool) -> None:
    from ecograph.base.table_text import as_text

    if format in (RowFormat.CSV, RowFormat.TSV) and result.licences:
        said = " | ".join(result.licences)
        say(word("note.licence", licences=said)[language != "zh"])
    if format is RowFormat.MD and result.found.card is not None:
        sys.stdout.write(result.found.card(language))
        return
    about = result.about(language) if format is RowFormat.JSON else {}
    wrap = result.found.wrapped
    sys.stdout.write(as_text(table, format.value, about, language, mark=excel, wrap=wrap))


def _first(operation: Operation) -> int:
    """Where the parameter stands that commands take first."""
    return next(i for i, p in enumerate(operation.parameters) if p.place == 1)
