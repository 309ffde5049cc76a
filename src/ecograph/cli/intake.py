"""Graph: a new region, and data of other people brought in."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ecograph.cli.output import say

GROUP = "Graph"


class Example(StrEnum):
    """The examples that a region can begin from."""

    city = "city"
    chain = "chain"
    supply = "supply"


def new(
    folder: Annotated[Path, typer.Argument(help="The folder to write; there must be nothing yet.")],
    from_example: Annotated[
        Example,
        typer.Option(help="What it is about: a city, an industry chain, a firm and its suppliers."),
    ] = Example.city,
    xlsx: Annotated[
        bool, typer.Option("--xlsx", help="One workbook with lists to choose from, not csv files.")
    ] = False,
) -> None:
    """Begin a region of your own: tables with comments and example rows, ready to be checked.

    Example: ecograph new quanzhou --from-example city
    """
    from ecograph.intake.templates import begin_region

    files = begin_region(folder, from_example.value, workbook=xlsx)
    say(f"{folder}: {len(files)} files")
    for line in (f"check {folder}", f"atlas --graph {folder} -o {folder.name}-atlas"):
        say(f"  ecograph {line}")


COMMANDS = {"new": new}
