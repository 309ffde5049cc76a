"""What changed between two graphs or two days: diff."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecograph.cli.operations import ExcelOption, OutputOption, show
from ecograph.cli.output import FormatOption, LanguageOption, RowFormat

if TYPE_CHECKING:
    from ecograph.operations.differences import Side

GROUP = "Graph"


def diff(
    before: Annotated[
        str, typer.Argument(help="The earlier graph, or GRAPH@DATE for what was in force then.")
    ],
    after: Annotated[str, typer.Argument(help="The later one.")],
    only: Annotated[
        str | None, typer.Option("--only", help="Only facts, or only indicators.")
    ] = None,
    format: FormatOption = RowFormat.TABLE,
    excel: ExcelOption = False,
    output: OutputOption = None,
    lang: LanguageOption = None,
) -> None:
    """Tell what changed between two graphs or two days, and what it did to the indicators.

    Example: ecograph diff xiamen@2022 xiamen@2024 --only indicators
    """
    from ecograph.operations.differences import diff as differences

    result = differences(_side(before), _side(after), only)
    show(result, format, excel=excel, output=output, lang=lang)


def _side(typed: str) -> "Side":
    """A graph, or GRAPH@DATE; a file whose name has an @ in it is a file.

    In an address what stands behind the last @ may be the host.
    """
    from ecograph.graph.data import open_data
    from ecograph.graph.opening import is_address
    from ecograph.operations.differences import Side

    name, at, day = typed.rpartition("@")
    is_date = not is_address(typed) or re.fullmatch(r"[12]\d{3}(-\d\d){0,2}", day)
    if at and is_date and not Path(typed).exists():
        return Side(open_data(name), day)
    return Side(open_data(typed))


COMMANDS = {"diff": diff}
