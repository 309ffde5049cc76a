"""Puts the rows of answers into the tables of a region, or takes them back; all or nothing."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ecograph.base.errors import DataError, Finding, UsageError
from ecograph.base.written_together import finish_writing, write_all
from ecograph.export.answer_rows import (
    AnswerRows,
    Known,
    Row,
    firm_of,
    rows_of_answers,
    source_of,
)
from ecograph.export.answer_sheet import Answers, read_answers
from ecograph.graph.data import Data, open_data
from ecograph.graph.validation import check_region
from ecograph.tables.csv_rows import with_rows, without_rows
from ecograph.tables.schema import table_specs

_REGION = "region.toml"
Progress = Callable[[str], None] | None


def take_answers(
    path: Path, folder: Path, *, undo: bool = False, progress: Progress = None
) -> list[str]:
    """Puts the answers of a questionnaire into the tables of a folder, or takes them out (`undo`).

    Gives the names of the files that change.
    Raises DataError, UsageError, Unreadable, Unwritable, MissingExtra.
    """
    answers = read_answers(path)
    if undo:
        return take_out_of(folder, answers, progress)
    finish_writing(folder)
    return take_into(folder, rows_in(answers, open_data(str(folder))), answers, progress)


def rows_in(answers: Answers, data: Data) -> AnswerRows:
    """The rows that answers make, by the names that a graph knows.

    Raises DataError, and UsageError where the graph does not have the place that was asked about.
    """
    places = data.tables.places_of
    if answers.place not in data.tables.class_of:
        raise UsageError(
            f"the questionnaire is about {answers.place}, which is not in this data; "
            "take it into the region for which ask-next wrote it"
        )
    around = places.get(answers.place, frozenset())
    country = next((c for c in data.tables.column("country", "id") if c in around), None)
    sources = _sources(answers)
    added = {key for key, source in data.tables.rows("firm", "id", "source") if source in sources}
    measured_by = {
        property_: key
        for key, property_ in sorted(data.tables.rows("indicator", "id", "measured_property"))[::-1]
        if property_
    }
    known = Known(data.find, places, country, frozenset(added), measured_by)
    return rows_of_answers(answers, known)


def _sources(answers: Answers) -> frozenset[str]:
    return frozenset(map(source_of, answers.answers))


def take_into(
    folder: Path, made: AnswerRows, answers: Answers, progress: Progress = None
) -> list[str]:
    """Adds the rows to the tables of a folder, instead of those of the same workbook before.

    The whole is checked first; gives the names of the files that change.
    Raises UsageError where the folder is no region, DataError where the rows do not conform.
    """
    texts = _without(folder, answers)
    first: dict[str, tuple[int, list[Row]]] = {}
    for table, rows in [("sources", [*made.sources.values()]), *made.rows.items()]:
        if rows:
            name = f"{table}.csv"
            ordered = sorted(rows, key=lambda r: r["id"])
            columns = table_specs()[table].columns
            texts[name], line = with_rows(texts.get(name, ""), ordered, columns)
            first[name] = line, ordered
    return _put(folder, texts, first, progress)


def take_out_of(folder: Path, answers: Answers, progress: Progress = None) -> list[str]:
    """Takes the rows of these answers out of the tables of a folder; gives the files that change.

    Raises UsageError where the folder is no region, DataError where something rests on them.
    """
    return _put(folder, _without(folder, answers), {}, progress)


def _without(folder: Path, answers: Answers) -> dict[str, str]:
    """The texts of the tables without the rows that these answers have made.

    A row is theirs by its id; what somebody else has written with the same citation stays.
    """
    if not (folder / _REGION).is_file():
        raise UsageError(
            f"{folder}: is no folder of tables, for it has no {_REGION}; "
            "give the folder of your region, such as a copy of a shipped one"
        )
    sources = _sources(answers)
    starts = tuple(f"{source}-" for source in sources)

    def of_statement(row: Row) -> bool:
        return row.get("id", "").startswith(starts) and row.get("source") in sources

    def of_firm(row: Row) -> bool:
        names = (row.get("label_zh", ""), row.get("label_en", ""))
        return row.get("source") in sources and row.get("id", "") in [*map(firm_of, names)]

    def of_source(row: Row) -> bool:
        return row.get("id") in sources

    found = {}
    for path in sorted(folder.glob("*.csv")):
        gone = {"sources": of_source, "firm": of_firm}.get(path.stem, of_statement)
        try:
            text = path.read_bytes().decode()
        except UnicodeDecodeError:
            raise UsageError(f"{path}: is not UTF-8; save it as UTF-8, then try again") from None
        found[path.name] = without_rows(text, gone)
    return found


def _put(
    folder: Path,
    texts: dict[str, str],
    first: dict[str, tuple[int, list[Row]]],
    progress: Progress,
) -> list[str]:
    """Writes what differs, once the whole has been checked in a folder of its own."""
    changed = [n for n, text in texts.items() if not _is(folder / n, text)]
    if not changed:
        return []
    with tempfile.TemporaryDirectory(prefix="ecograph-") as beside:
        trial = Path(beside) / folder.resolve().name
        trial.mkdir()
        for path in folder.iterdir():
            if path.suffix in (".csv", ".toml", ".txt", ".xlsx") and path.is_file():
                shutil.copy2(path, trial / path.name)
        for name in changed:
            (trial / name).write_bytes(texts[name].encode())
        errors = [
            f for f in check_region(str(trial), progress=progress).findings if f.severity == "error"
        ]
    if errors:
        raise DataError([_of_answer(f, first) for f in errors])
    write_all(folder, {name: texts[name].encode() for name in changed})
    return changed


def _of_answer(finding: Finding, first: dict[str, tuple[int, list[Row]]]) -> Finding:
    """A finding on a row that an answer makes, with the sheet and the key of the question."""
    line, rows = first.get(finding.file, (0, []))
    number = (finding.row or 0) - line
    if not rows or not 0 <= number < len(rows):
        return finding
    said = rows[number].get("locator", "")
    return replace(finding, problem=f"{finding.problem} (answer: {said})") if said else finding


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()
