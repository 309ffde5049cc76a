"""What to ask next, the questionnaire, and the answers taken back: ask-next, take-answers."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ecograph.cli.forms import command_of
from ecograph.cli.operations import COMMON, run
from ecograph.cli.output import (
    FormatOption,
    GraphOption,
    Language,
    LanguageOption,
    RowFormat,
    language_of,
    print_rows,
    say,
)
from ecograph.operations.asking import OPERATIONS as ASKING

if TYPE_CHECKING:
    from ecograph.base.results import Cell
    from ecograph.export.answer_rows import AnswerRows

GROUP = "Analyse"
_ASK = ASKING[0]

SheetOption = Annotated[
    Path | None,
    typer.Option("--sheet", help="Also write a questionnaire: an Excel workbook to be filled in."),
]


def _ask_next(values: dict[str, Any], *, sheet: Path | None, **common: Any) -> None:
    """Prints the questions, and writes the questionnaire where one is asked for."""
    from ecograph.base.errors import UsageError

    if sheet is not None and sheet.suffix.lower() != ".xlsx":
        raise UsageError(
            f"{sheet}: a questionnaire is an Excel workbook; let the name end in .xlsx"
        )
    if sheet is not None and sheet.exists():
        raise UsageError(
            f"{sheet}: is there already, and may hold answers; give another name, or delete it"
        )
    if sheet is not None and sheet == common["output"]:
        raise UsageError(
            f"{sheet}: is where the rows are to go; give the questionnaire another name"
        )
    result = run(_ASK, values, **common)
    if sheet is None:
        return
    from ecograph.base.words import word
    from ecograph.export.question_sheet import write_questions

    language, asked = language_of(common["lang"]), result.value.questions
    chosen = asked[: result.top] if result.top else asked
    number = write_questions(result.value, chosen, sheet, result.data.labels, language)
    said = word("sheet.written", path=sheet, questions=len(chosen), number=number)
    say(said[language != "zh"])


def take_answers(
    file: Annotated[Path, typer.Argument(help="The questionnaire, filled in.")],
    into: Annotated[
        Path | None,
        typer.Option("--into", help="The folder of tables to add the rows to; else shown only."),
    ] = None,
    undo: Annotated[
        bool, typer.Option("--undo", help="Take the rows of these answers out of it again.")
    ] = False,
    graph: GraphOption = "xiamen",
    format: FormatOption = RowFormat.TABLE,
    lang: LanguageOption = None,
) -> None:
    """Read a filled-in questionnaire as rows that cite who answered, into a region or out of it.

    Example: ecograph take-answers questions.xlsx --into my-region
    """
    from ecograph.base.errors import UsageError
    from ecograph.export.answer_rows import summary
    from ecograph.export.answer_sheet import read_answers
    from ecograph.export.answers_into import rows_in, take_into, take_out_of
    from ecograph.graph.data import open_data

    if undo and into is None:
        raise UsageError("--undo: say with --into which folder the rows are to be taken out of")
    answers = read_answers(file)
    if undo and into is not None:
        _say_changed(into, take_out_of(into, answers, say), lang)
        return
    made = rows_in(answers, open_data(graph if into is None else str(into)))
    for zh, en in summary(made, answers):
        say((zh, en)[language_of(lang) != "zh"])
    if into is None:
        print_rows(["table", "id", "cells"], _shown(made), format, language_of(lang))
        return
    _say_changed(into, take_into(into, made, answers, say), lang)


def _say_changed(folder: Path, names: list[str], lang: Language | None) -> None:
    from ecograph.base.words import word

    said = word("sheet.changed", names=", ".join(names)) if names else word("sheet.unchanged")
    say(f"{folder}: {said[language_of(lang) != 'zh']}")


def _shown(made: "AnswerRows") -> "list[list[Cell]]":
    """The rows that answers make, each with its table."""
    return [
        [table, row["id"], "; ".join(f"{c}={v}" for c, v in row.items() if v and c != "id")]
        for table, held in [("sources", [*made.sources.values()]), *sorted(made.rows.items())]
        for row in held
    ]


COMMANDS = {
    "ask-next": command_of(_ASK, {"sheet": (SheetOption, None), **COMMON}, partial(_ask_next)),
    "take-answers": take_answers,
}
