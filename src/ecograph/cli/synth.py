"""Graph: an invented nation, to try what a graph of any size takes."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ecograph.cli.output import say
from ecograph.synthetic.counts import LEAST_FIRMS, MOST_FIRMS

GROUP = "Graph"


class NationForm(StrEnum):
    """What an invented nation is written as."""

    csv = "csv"
    parquet = "parquet"
    nq = "nq"


def synth(
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help="A new folder of tables, or a file that ends in .nq."),
    ],
    firms: Annotated[
        int,
        typer.Option(min=LEAST_FIRMS, max=MOST_FIRMS, help="How many; about 80 statements each."),
    ] = 1000,
    seed: Annotated[
        int, typer.Option(min=0, max=2**32 - 1, help="Another seed gives another nation.")
    ] = 7,
    format: Annotated[
        NationForm | None, typer.Option("--format", "-f", help="Else by the name of the output.")
    ] = None,
) -> None:
    """Invent a nation of any size, marked as synthetic, to try the program on.

    All kinds of entities and statements, in Chinese and English; few cities,
    firms and products have most of what there is, as in real ones. The same
    size and seed give the same bytes.

    Example: ecograph synth --firms 2000 -o nation
    """
    from ecograph.export.nation_files import write_nation

    form = format or (NationForm.nq if output.suffix == ".nq" else NationForm.csv)
    made = write_nation(output, firms, seed, form.value)
    counted = "" if made.statements is None else f", {made.statements} statements"
    say(f"{output}: {made.firms} firms, {made.rows} rows{counted}; all of it is invented")


COMMANDS = {"synth": synth}
