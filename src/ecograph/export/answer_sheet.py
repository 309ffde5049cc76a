"""Reads a filled-in questionnaire: each answer with its question, who gave it and when.

What does not fit is said with its sheet, row, column and value, and how to mend it; nothing is
read from a workbook of which anything does not fit.  Heads and answers are understood in the words
that the workbook was written with.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import date as day
from pathlib import Path

from ecograph.base.errors import DataError, Finding, UsageError
from ecograph.export.question_sheet import COLUMNS, DATE, HEAD, HIDDEN, RESPONDENT, mark_of
from ecograph.tables.xlsx_files import read_sheets

_MOST_ROWS = 100_000
_LONGEST = 1000  # characters of a cell that somebody fills in
_ANSWER, _WHO, _REMARK = (COLUMNS.index(c) for c in ("answer", "who", "remark"))
_NAMED = {  # the answers that need a name beside them
    ("maker", "yes"),
    ("maker", "planned"),
    ("supplier", "here"),
    ("place", "given"),
    ("origin", "given"),
    ("status", "yes"),
    ("figure", "given"),
    ("district", "given"),
}
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})( 00:00:00)?")
_FIRST_DAY = day(2000, 1, 1)
Sheet = list[tuple[int, list[str]]]


@dataclass(frozen=True)
class Answer:
    """An answer to a question of a workbook, by whom, when, and where in it it stands."""

    key: str
    kind: str
    product: str
    about: str | None
    choice: str
    who: str
    remark: str
    respondent: str
    date: str
    workbook: str
    file: str
    sheet: str
    row: int


@dataclass(frozen=True)
class Answers:
    """The answers of a workbook about a place; `blank` is how many questions have none."""

    place: str
    answers: tuple[Answer, ...]
    blank: int


@dataclass(frozen=True)
class _Asked:
    """What the hidden sheet says; a question is by its key its kind, product, about and answers."""

    workbook: str
    place: str
    heads: tuple[str, ...]
    words: dict[str, str]
    questions: dict[str, tuple[str, str, str, tuple[str, ...]]]


def read_answers(path: Path) -> Answers:
    """The answers of a questionnaire that `ask-next --sheet` wrote.

    Raises DataError with every finding, UsageError where it is no questionnaire, Unreadable,
    MissingExtra without `pip install 'ecograph[xlsx]'`.
    """
    sheets = read_sheets(path, _MOST_ROWS)
    asked = _asked(path, sheets.pop(HIDDEN, []))
    findings: list[Finding] = []
    held: list[Answer] = []
    for name, rows in sheets.items():
        if any(any(cells) for _, cells in rows):
            held += _of_sheet(path.name, name, rows, asked, findings)
    answers = [a for a in held if a.choice]
    findings += _repeated(held)
    if not answers and not findings:
        mend = "choose an answer in column E of any sheet"
        findings.append(Finding(path.name, None, None, None, "no question is answered", mend))
    if findings:
        raise DataError(findings)
    return Answers(asked.place, tuple(answers), len(held) - len(answers))


def _asked(path: Path, rows: Sheet) -> _Asked:
    cells = [[*row] for _, row in rows]
    for row in cells:
        while row and not row[-1]:
            row.pop()
    if not cells or cells[0][:1] != ["check"]:
        raise UsageError(
            f"{path}: is no questionnaire of ecograph: the sheet {HIDDEN}, which says what was "
            "asked, is missing; fill in the workbook that ask-next --sheet wrote, and keep it whole"
        )
    said = [_as_written(row) for row in cells[1:]]
    if len(cells[0]) < 2 or mark_of(said) != cells[0][1]:
        raise UsageError(
            f"{path}: the sheet {HIDDEN}, which says what was asked, was changed; copy the answers "
            "into the workbook as ask-next --sheet wrote it"
        )
    return _Asked(
        workbook=cells[0][1],
        place=said[0][1],
        heads=tuple(said[1][1:]),
        words={row[2]: row[1] for row in said if row[0] == "answer"},
        questions={
            row[1]: (row[2], row[3], row[4], tuple(row[5].split()))
            for row in said
            if row[0] == "question"
        },
    )


def _as_written(row: list[str]) -> list[str]:
    """A row with the empty cells that a workbook does not keep."""
    width = {"question": 6, "answer": 3, "place": 2}.get(row[0] if row else "", 0)
    return row + [""] * (width - len(row))


def _of_sheet(
    file: str, name: str, rows: Sheet, asked: _Asked, findings: list[Finding]
) -> list[Answer]:
    """The answers of one sheet; what does not fit goes into the findings."""
    cells = dict(rows)
    if not _has_heads(file, name, cells.get(HEAD + 1, []), asked, findings):
        return []
    respondent, date = (_beside(cells.get(n + 1, [])) for n in (RESPONDENT, DATE))
    written = _DAY.fullmatch(date)
    found = []
    for number, row in rows:
        padded = row + [""] * (len(COLUMNS) - len(row))
        if number <= HEAD + 1 or not any(padded):
            continue
        choice = _choice(file, name, number, padded, asked, findings)
        if choice is not None:
            kind, product, about, _ = asked.questions[padded[0]]
            found.append(
                Answer(
                    key=padded[0],
                    kind=kind,
                    product=product,
                    about=about or None,
                    choice=choice,
                    who=padded[_WHO],
                    remark=padded[_REMARK],
                    respondent=respondent,
                    date=written[1] if written else date,
                    workbook=asked.workbook,
                    file=file,
                    sheet=name,
                    row=number,
                )
            )
    if any(a.choice for a in found):
        _check_who(file, name, respondent, date, findings)
    return found


def _has_heads(
    file: str, name: str, row: list[str], asked: _Asked, findings: list[Finding]
) -> bool:
    """Whether a row is that of the heads."""
    if tuple(row[: len(COLUMNS)]) == asked.heads:
        return True
    mend = (
        f"put back into row {HEAD + 1}: {', '.join(asked.heads)}; "
        "delete the sheet if it is none of the questionnaire"
    )
    findings.append(_finding(file, name, HEAD + 1, None, None, "is not the row of heads", mend))
    return False


def _beside(row: list[str]) -> str:
    return row[1] if len(row) > 1 else ""


def _check_who(file: str, name: str, respondent: str, date: str, findings: list[Finding]) -> None:
    """An answer is somebody's, of some day."""
    if not respondent or len(respondent) > _LONGEST:
        problem = "is too long" if respondent else "is empty"
        mend = "write who answers beside it: an answer is as good as who gives it"
        findings.append(_finding(file, name, RESPONDENT + 1, "B", None, problem, mend))
    problem = _wrong_day(date)
    if problem:
        mend = "write the day of the answer as year-month-day, such as 2026-11-26"
        findings.append(_finding(file, name, DATE + 1, "B", date[:40] or None, problem, mend))


def _wrong_day(text: str) -> str:
    """What is wrong with the day of an answer; nothing where it may be one."""
    written = _DAY.fullmatch(text)
    try:
        read = day.fromisoformat(written[1]) if written else None
    except ValueError:
        read = None
    if read is None:
        return "is no day" if text else "is empty"
    if read > datetime.now(UTC).date() + timedelta(days=1):  # it may be tomorrow there already
        return "is yet to come"
    return "is too long ago" if read < _FIRST_DAY else ""


def _choice(
    file: str, name: str, number: int, row: list[str], asked: _Asked, findings: list[Finding]
) -> str | None:
    """What is chosen in a row, empty where nothing is; None where something does not fit."""

    def wrong(column: str, value: str | None, problem: str, mend: str) -> None:
        short = value if value is None or len(value) <= 80 else f"{value[:80]}…"
        findings.append(_finding(file, name, number, column, short, problem, mend))

    if row[0] not in asked.questions:
        mend = "leave the keys in column A as they were; a question of your own belongs elsewhere"
        wrong("A", row[0] or None, "is no question", mend)
        return None
    kind, _, about, offered = asked.questions[row[0]]
    said, who = row[_ANSWER], row[_WHO]
    choice = asked.words.get(said, "") if said else ""
    if said and choice not in offered:
        words = {code: text for text, code in asked.words.items()}
        listed = " | ".join(words[a] for a in offered)
        wrong("E", said, "cannot be answered", f"choose one of the list: {listed}")
        return None
    if len(who) > _LONGEST:
        wrong("F", who, "is too long", f"write a name, of at most {_LONGEST} characters")
        return None
    announced = kind == "maker" and about
    if (kind, choice) in _NAMED and not who and not announced:
        wrong(
            "F", None, "is empty", "write into column F who or where it is, or the date or figure"
        )
        return None
    if not choice and (who or row[_REMARK]):
        wrong("E", None, "is empty", "choose an answer as well, or clear what stands beside it")
        return None
    return choice


def _repeated(held: list[Answer]) -> list[Finding]:
    """A question is answered once."""
    counts = Counter(a.key for a in held if a.choice)
    mend = "leave one row of each question"
    return [
        _finding(a.file, a.sheet, a.row, "A", a.key, "is answered more than once", mend)
        for a in held
        if counts[a.key] > 1
    ]


def _finding(
    file: str,
    sheet: str,
    row: int,
    column: str | None,
    value: str | None,
    problem: str,
    mend: str,
) -> Finding:
    return Finding(f"{file}, sheet {sheet}", row, column, value, problem, mend)
