"""How every command prints: rows to stdout as table, csv, tsv or json; the rest to stderr."""

import csv
import io
import json
import math
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from ecograph.export.spreadsheet import MARK, guard

Cell = str | int | float | bool | None
MOST_WIDTH = 56


class RowFormat(StrEnum):
    """The forms in which a command prints rows."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"


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
    Language, typer.Option("--lang", envvar="ECOGRAPH_LANG", help="Language of the labels.")
]


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


def rdf_file(path: Path | None) -> Path | None:
    """An option's file, which must end as an RDF file does.

    Raises UsageError, Unwritable.
    """
    if path is not None:
        from ecograph.base.errors import UsageError
        from ecograph.graph.opening import WRITABLE, rdf_suffix

        if rdf_suffix(path) not in WRITABLE:
            raise UsageError(f"{path}: ends in none of {', '.join(WRITABLE)}; choose one of these")
    return output_file(path)


TimeoutOption = Annotated[
    float,
    typer.Option(min=0.1, max=86_400, callback=number, help="Seconds until a query is ended."),
]
TopOption = Annotated[int, typer.Option(min=0, max=10**9, help="How many rows; 0 is all.")]
RdfOption = Annotated[
    Path | None,
    typer.Option(callback=rdf_file, help="Also write the result as RDF (.ttl .trig .nq .jsonld)."),
]


def say(message: str) -> None:
    """A message to the person, on stderr; where nobody listens any more, it is lost."""
    with suppress(OSError):
        print("\n".join(plain(line) for line in message.split("\n")), file=sys.stderr)  # noqa: T201


def print_rows(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]], format: RowFormat, **about: Any
) -> None:
    """Rows to stdout; `about` (definition, parameters, coverage) goes along in json."""
    sys.stdout.write(format_rows(columns, rows, format, **about))


def format_rows(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]], format: RowFormat, **about: Any
) -> str:
    """Rows as the text of a table, csv, tsv or json."""
    held = [list(row) for row in rows]
    if format is RowFormat.JSON:
        dicts = [dict(zip(columns, map(_for_json, row), strict=True)) for row in held]
        document = {"schema_version": 1, **about, "columns": list(columns), "rows": dicts}
        return json.dumps(document, ensure_ascii=False, indent=1, default=str) + "\n"
    if format is RowFormat.TABLE:
        return _aligned(columns, held)
    out = io.StringIO()
    writer = csv.writer(
        out, delimiter="\t" if format is RowFormat.TSV else ",", lineterminator="\n"
    )
    writer.writerow(columns)
    writer.writerows([[_for_spreadsheet(c) for c in row] for row in held])
    return out.getvalue()


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Rows as a CSV file that spreadsheets open in the right encoding (with a mark)."""
    from ecograph.base.files import write_text

    write_text(path, MARK + format_rows(columns, rows, RowFormat.CSV))


def _for_json(cell: Cell) -> Cell:
    """A cell as JSON can hold it: a number that is none is unknown."""
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell


def _for_spreadsheet(cell: Cell) -> Cell:
    if isinstance(cell, float):
        return f"{cell:.12g}" if math.isfinite(cell) else ""
    return guard(cell)


def plain(cell: Cell) -> str:
    """A cell as a terminal may show it: no control and no direction characters."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return ""
        return f"{cell:.4g}" if abs(cell) < 1000 else f"{cell:.0f}"
    return "".join(c for c in str(cell) if unicodedata.category(c) not in ("Cc", "Cf"))


def _cut(text: str) -> str:
    """A cell of a table, cut with … where it is wide; the other formats hold it whole."""
    while _width(text) > MOST_WIDTH:
        text = text[: len(text) - max(2, (_width(text) - MOST_WIDTH) // 2)] + "…"
    return text


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _aligned(columns: Sequence[str], rows: list[list[Cell]]) -> str:
    cells = [list(columns)] + [[_cut(plain(c)) for c in row] for row in rows]
    widths = [max(_width(row[i]) for row in cells) for i in range(len(columns))]
    right = [
        bool(rows) and all(isinstance(r[i], int | float) or r[i] is None for r in rows)
        for i in range(len(columns))
    ]
    lines = []
    for row in cells:
        padded = [
            " " * (w - _width(c)) + c if r else c + " " * (w - _width(c))
            for c, w, r in zip(row, widths, right, strict=True)
        ]
        lines.append("  ".join(padded).rstrip())
    lines.insert(1, "  ".join("-" * w for w in widths))
    return "\n".join(lines) + "\n"
