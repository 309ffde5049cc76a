"""Graph: a new region, and data of other people brought in."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ecograph.cli.output import (
    FormatOption,
    LanguageOption,
    RowFormat,
    language_of,
    print_rows,
    say,
)

GROUP = "Graph"
MOST_ASKED = 10_000  # rows of which an import tells what they answer


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


FilesArgument = Annotated[
    list[Path],
    typer.Argument(help="Tables: .csv .tsv .txt .xlsx .json .jsonl .parquet .sqlite .duckdb."),
]
IntoOption = Annotated[Path | None, typer.Option(help="The folder of the region, or a new one.")]
MapOption = Annotated[
    Path | None, typer.Option(help="What the columns are (.toml); else as kept, or as drafted.")
]
SuggestOption = Annotated[
    bool, typer.Option("--suggest", help="Write the draft of a map to stdout, no more.")
]
WithdrawOption = Annotated[
    bool, typer.Option("--withdraw", help="Take out rows that the files have no more.")
]


def import_files(
    files: FilesArgument,
    into: IntoOption = None,
    map: MapOption = None,
    suggest: SuggestOption = False,
    withdraw: WithdrawOption = False,
    format: FormatOption = RowFormat.TABLE,
    lang: LanguageOption = None,
) -> None:
    """Bring other people's tables into a region by a map of their columns.

    What cannot be taken is told with its reason in import/<source>-rejects.csv, names that may mean
    something known in import/names.csv to be decided; the map is kept beside them. Importing again
    changes what has changed.

    Example: ecograph import list.csv --into quanzhou --map list.toml
    """
    from ecograph.base.errors import UsageError
    from ecograph.intake.import_map import map_of
    from ecograph.intake.importing import import_files as bring_in
    from ecograph.intake.report_text import COLUMNS, report_rows, told_of

    language = language_of(lang)
    if suggest:
        from ecograph.intake.suggestion import suggested_map

        sys.stdout.write(suggested_map(files, language))
        return
    if into is None:
        raise UsageError("--into is missing: name the folder of the region, or a new one")
    text, name = _map_text(files, map, into, language)
    asked = map_of(text, name)
    done = bring_in(files, asked, into, withdraw=withdraw, map_text=text)
    print_rows(COLUMNS, report_rows(done), format, language)
    for line in told_of(done, into):
        say(line[language != "zh"])
    _say_what_it_answers(into, sum(t.new + t.changed + t.same for t in done.tables), language)


def _say_what_it_answers(folder: Path, rows: int, language: str) -> None:
    """How many questions the data answer, where that is told soon; else how it can be asked."""
    from ecograph.base.words import word

    if rows > MOST_ASKED:
        say(word("import.then", folder=folder)[language != "zh"])
        return
    from ecograph.graph.data import open_data
    from ecograph.operations.catalogue import answer
    from ecograph.operations.every import operation

    result = answer(operation("coverage"), open_data(str(folder)), {})
    for note in result.notes:
        say(note[language != "zh"])
    say(word("import.then", folder=folder)[language != "zh"])


def _map_text(files: list[Path], named: Path | None, into: Path, language: str) -> tuple[str, str]:
    """The map that is named, else the one that was kept beside the tables, else a draft."""
    from ecograph.base.files import read_text
    from ecograph.base.words import word
    from ecograph.intake.importing import kept_map
    from ecograph.intake.suggestion import draft_key, suggested_map
    from ecograph.tables.region_file import OF_IMPORTS

    if named is not None:
        return read_text(named), named.name
    if (kept := kept_map(into, [path.name for path in files])) is not None:
        say(word("import.kept", file=kept)[language != "zh"])
        return read_text(kept), kept.name
    text = suggested_map(files, language)
    draft = into / OF_IMPORTS / f"{draft_key(files)}.toml"
    say(word("import.drafted", file=draft)[language != "zh"])
    return text, draft.name


COMMANDS = {"new": new, "import": import_files}
