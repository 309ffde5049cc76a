"""How every command prints: rows to stdout as table, csv, tsv or json; the rest to stderr."""

import math
import os
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ecograph.base.errors import without_secrets

if TYPE_CHECKING:
    from ecograph.base.progress import Report
    from ecograph.base.results import Cell
    from ecograph.operations.result import Result

EVERY = 5.0  # seconds between two words on how far work is
SOON = 1.0  # seconds until a bar stands on a terminal
REDRAWN = 0.2  # seconds between two states of a bar on a terminal
_BAR: list[int] = []  # how wide the bar is that stands on the terminal


class RowFormat(StrEnum):
    """The forms in which a command prints rows."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    MD = "md"


class Language(StrEnum):
    """The languages of labels."""

    ZH = "zh"
    EN = "en"


GraphOption = Annotated[
    str,
    typer.Option(
        "--graph",
        "-g",
        envvar="ECOGRAPH_GRAPH",
        help="A shipped region, a folder of tables, an RDF file, a store, or an endpoint's URL.",
    ),
]
FormatOption = Annotated[RowFormat, typer.Option("--format", "-f", help="How to print the rows.")]
LanguageOption = Annotated[
    Language | None,
    typer.Option(
        "--lang", envvar="ECOGRAPH_LANG", help="Language of what people read; else the system's."
    ),
]
_TABLES = (".csv", ".tsv", ".json", ".xlsx")


def system_language() -> str:
    """zh where the environment speaks Chinese, else en."""
    names = ("ECOGRAPH_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    spoken = next((os.environ[n] for n in names if os.environ.get(n)), "")
    return "zh" if spoken.lower().startswith("zh") else "en"


def language_of(lang: Language | None) -> str:
    """The language asked for, else the system's."""
    return system_language() if lang is None else lang.value


def number(value: float | None) -> float | None:
    """An option's value, which must be a number: `nan` is between no bounds."""
    if value is not None and not math.isfinite(value):
        raise typer.BadParameter(f"{value} is no number.")
    return value


def output_file(path: Path | None) -> Path | None:
    """An option's file, when it can be written there; found out before any work is done.

    Raises Unwritable.
    """
    if path is not None and str(path) != "-":
        from ecograph.base.files import check_writable

        check_writable(path)
    return path


def page_file(path: Path | None) -> Path | None:
    """An option's file, which must be a page.

    Raises UsageError, Unwritable.
    """
    if path is not None and path.suffix.lower() not in (".html", ".htm"):
        from ecograph.base.errors import UsageError

        raise UsageError(f"{path}: a page is written; give a name that ends in .html")
    return output_file(path)


def workbook_file(path: Path | None) -> Path | None:
    """An option's file, which must be an Excel workbook.

    Raises UsageError, Unwritable.
    """
    if path is not None and path.suffix.lower() != ".xlsx":
        from ecograph.base.errors import UsageError

        raise UsageError(f"{path}: a workbook is written; give a name that ends in .xlsx")
    return output_file(path)


def result_file(path: Path | None) -> Path | None:
    """An option's file, which must end as one of a result does.

    Raises UsageError, Unwritable.
    """
    if path is not None:
        from ecograph.base.errors import UsageError
        from ecograph.graph.opening import WRITABLE, rdf_suffix

        if path.suffix.lower() not in _TABLES and rdf_suffix(path) not in WRITABLE:
            known = ", ".join((*_TABLES, *WRITABLE))
            raise UsageError(f"{path}: ends in none of {known}; choose one of these")
    return output_file(path)


TimeoutOption = Annotated[
    float,
    typer.Option(min=0.1, max=86_400, callback=number, help="Seconds until a query is ended."),
]


def say(message: str) -> None:
    """A message to the person, on stderr; where nobody listens any more, it is lost."""
    from ecograph.base.table_text import plain

    _wipe_bar()
    with suppress(OSError):
        shown = "\n".join(plain(line) for line in without_secrets(message).split("\n"))
        print(shown, file=sys.stderr)  # noqa: T201


def print_rows(
    columns: Sequence[str],
    rows: "Iterable[Sequence[Cell]]",
    format: RowFormat,
    language: str = "en",
    **about: Any,
) -> None:
    """Rows to stdout; `about` goes along in json."""
    from ecograph.base.results import table
    from ecograph.base.table_text import as_text

    sys.stdout.write(as_text(table(columns, rows), format.value, about, language))


def write_out(result: "Result", path: Path, language: str) -> None:
    """A result into a file, in the form that its name says; see result_file.

    Raises MissingExtra, Unwritable.
    """
    suffix = path.suffix.lower()
    if suffix == ".csv":
        result.to_csv(path, language, mark=True)
    elif suffix == ".tsv":
        result.to_csv(path, language)
    elif suffix == ".json":
        result.to_json(path, language)
    elif suffix == ".xlsx":
        result.to_xlsx(path, language)
    else:
        result.to_rdf(path)


def progress() -> "Report":
    """Says how far long work is: on a terminal as a bar in one line, else in a line now and then.

    What is over soon is not told.
    """
    terminal = sys.stderr.isatty()
    last = time.monotonic() + (SOON - REDRAWN if terminal else 0)

    def report(what: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if 0 < total <= done:
            _wipe_bar()
        elif now - last >= (REDRAWN if terminal else EVERY):
            last = now
            _draw_bar(what, done, total)

    return report


def _draw_bar(what: str, done: int, total: int) -> None:
    counted = f"{what}: {done:,} of {total:,}" if total else f"{what}: {done:,}"
    if not sys.stderr.isatty():
        say(counted)
        return
    filled = min(20 * done // max(total, 1), 20)
    bar = f"[{'#' * filled}{'.' * (20 - filled)}] " if total else ""
    with suppress(OSError):
        _wipe_bar()
        sys.stderr.write(f"{bar}{counted}")
        sys.stderr.flush()
    _BAR.append(len(bar + counted) * 2)  # a Chinese sign is two wide


def _wipe_bar() -> None:
    """Takes the bar off the terminal, before another line is written."""
    while _BAR:
        with suppress(OSError):
            sys.stderr.write("\r" + " " * min(_BAR.pop(), 79) + "\r")
