"""A command for each operation: its options, checks and help come from the catalogue."""

import sys
import time
from collections.abc import Callable
from inspect import Parameter as Argument
from inspect import Signature
from pathlib import Path
from typing import Annotated, Any

import typer

from ecograph.cli.output import (
    FormatOption,
    GraphOption,
    Language,
    LanguageOption,
    RowFormat,
    language_of,
    result_file,
    say,
    system_language,
    write_out,
)
from ecograph.cli.signals import end_at_once, end_tidily
from ecograph.operations.catalogue import Operation, Parameter, answer
from ecograph.operations.every import OPERATIONS
from ecograph.operations.progress import LISTENER

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
EVERY = 2.0  # seconds between two words on how far work is


def register(app: typer.Typer) -> None:
    """Adds the commands of all operations."""
    for operation in OPERATIONS.values():
        command = command_of(operation)
        app.command(name=operation.name, rich_help_panel=operation.group)(command)


def command_of(operation: Operation) -> Callable[..., None]:
    """A function that typer makes a command of."""

    def command(**given: Any) -> None:
        common = {name: given.pop(name) for name in _COMMON}
        values = {name: value for name, value in given.items() if value not in (None, [])}
        run(operation, values, **common)

    listed = bool(operation.list_of)
    arguments = [_argument(p, listed) for p in sorted(operation.parameters, key=_order)]
    arguments += [Argument(n, Argument.KEYWORD_ONLY, default=d, annotation=a)
                  for n, (a, d) in _COMMON.items()]  # fmt: skip
    command.__signature__ = Signature(arguments)  # type: ignore[attr-defined]
    command.__annotations__ = {a.name: a.annotation for a in arguments}
    command.__doc__ = _help(operation)
    return command


_COMMON: dict[str, tuple[Any, Any]] = {
    "graph": (GraphOption, "xiamen"),
    "format": (FormatOption, RowFormat.TABLE),
    "excel": (ExcelOption, False),
    "output": (OutputOption, None),
    "lang": (LanguageOption, None),
}


def _help(operation: Operation) -> str:
    chosen = system_language() != "zh"
    parts = [operation.help[chosen], operation.more[chosen], f"Example: {operation.example}"]
    return "\n\n".join(p for p in parts if p)


def _order(parameter: Parameter) -> int:
    return parameter.place or 99


def _argument(parameter: Parameter, listed: bool) -> Argument:
    """A parameter as typer reads it; what can be listed is listed where it is not given."""
    text = parameter.help[system_language() != "zh"]
    kind: Any = list[parameter.type] if parameter.many else parameter.type  # type: ignore[name-defined]
    default = () if parameter.many else None if parameter.required else parameter.default
    about: dict[str, Any] = {"help": text}
    if parameter.choices:
        about |= {"metavar": "|".join(parameter.choices), "autocompletion": _offering(parameter)}
    if parameter.type in (int, float) and parameter.low is not None:
        about |= {"min": parameter.type(parameter.low), "max": parameter.type(parameter.high or 0)}
    if parameter.required and not (listed and parameter.place == 1):
        kept: Any = Argument.empty
    else:
        kept = None if default in (None, ()) else default
        kind = kind | None if kept is None else kind
    if parameter.place is not None:
        annotation: Any = Annotated[kind, typer.Argument(**about)]
    else:
        flags = ["--" + parameter.name.rstrip("_").replace("_", "-")]
        flags += [f"-{parameter.short}"] if parameter.short else []
        annotation = Annotated[kind, typer.Option(*flags, **about)]
    return Argument(parameter.name, Argument.KEYWORD_ONLY, default=kept, annotation=annotation)


def _offering(parameter: Parameter) -> Callable[[str], list[str]]:
    def offer(incomplete: str) -> list[str]:
        return [c for c in parameter.choices if c.startswith(incomplete)]

    return offer


def run(
    operation: Operation,
    values: dict[str, Any],
    *,
    graph: str,
    format: RowFormat = RowFormat.TABLE,
    excel: bool = False,
    output: Path | None = None,
    lang: Language | None = None,
) -> None:
    """Answers, prints or writes the rows, and says what a reader should know on stderr."""
    from ecograph.graph.data import open_data

    asked = values.get(operation.parameters[_first(operation)].name) if operation.list_of else ""
    if operation.list_of and asked in (None, "list"):
        operation, values = OPERATIONS[operation.list_of], {}
    language = language_of(lang)
    LISTENER.set(_listener())
    end_at_once()
    result = answer(operation, open_data(graph), values)
    end_tidily()
    for note in result.notes:
        say(note[language != "zh"])
    table = result.table(language, brief=format is RowFormat.TABLE and output is None)
    if table.total is not None:
        shown, total = len(table.rows), table.total
        zh = f"列出 {shown} 行，共 {total} 行；--top 0 列出全部"
        say(zh if language == "zh" else f"{shown} of {total} rows; --top 0 gives all")
    if output is not None:
        write_out(result, output, language)
        say(f"{output}: {len(table.rows)} rows")
        return
    from ecograph.base.table_text import as_text

    about = result.about(language)
    sys.stdout.write(as_text(table, format.value, about, language, mark=excel))


def _first(operation: Operation) -> int:
    """Where the parameter stands that commands take first."""
    return next(i for i, p in enumerate(operation.parameters) if p.place == 1)


def _listener() -> Callable[[str, int, int], None]:
    """Says how far long work is: as a bar on a terminal, else in a line now and then."""
    last = [time.monotonic()]

    def report(what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - last[0] < EVERY or done >= total:
            return
        last[0] = now
        filled = 20 * done // max(total, 1)
        bar = f"[{'#' * filled}{'.' * (20 - filled)}] " if sys.stderr.isatty() else ""
        say(f"{bar}{what}: {done} of {total}")

    return report
