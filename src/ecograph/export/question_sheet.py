"""A questionnaire as an Excel workbook: a sheet for each who would know, a line for each question.

What is answered is chosen from a list; why it matters and what it would change stand beside it.
The workbook carries its questions, and the words of its lists, on a hidden sheet, so that it can be
read back (`answer_sheet`) whatever words a later version has.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecograph.base.files import write_bytes
from ecograph.base.words import word
from ecograph.base.workbook import sheet_name, workbook_of

if TYPE_CHECKING:
    from ecograph.graph.labels import Labels
    from ecograph.supplychain.asking import AskingResult, Question

# What can be answered to a question of each kind.
ANSWERS = {
    "maker": ("yes", "planned", "no", "unknown"),
    "supplier": ("here", "country", "abroad", "own", "unneeded", "unknown"),
    "place": ("given", "unknown"),
    "origin": ("given", "unknown"),
    "status": ("yes", "no", "unknown"),
    "figure": ("given", "unknown"),
    "district": ("given", "unknown"),
}
COLUMNS = ("key", "question", "why", "changes", "answer", "who", "remark")
HIDDEN = "ecograph"  # the sheet that says what was asked
RESPONDENT, DATE, HEAD = 1, 2, 4  # rows of a sheet, from 0: who answers, when, the heads
_WIDTHS = {"key": 14, "question": 44, "why": 34, "changes": 34, "answer": 16, "who": 30}
_MOST_ROWS = 1000  # rows that a list of answers is offered in


def write_questions(
    result: "AskingResult",
    questions: Sequence["Question"],
    path: Path,
    labels: "Labels",
    language: str,
) -> int:
    """Writes a questionnaire about these questions, in zh or en; gives how many are asked of.

    Raises MissingExtra without `pip install 'ecograph[xlsx]'`, Unwritable.
    """
    by_addressee: dict[str, list[Question]] = {}
    for question in questions:
        by_addressee.setdefault(question.addressee, []).append(question)

    def fill(book: Any) -> None:
        names: set[str] = {HIDDEN}
        for addressee, asked in by_addressee.items():
            title = _addressee(addressee, labels, language)
            sheet = book.add_worksheet(sheet_name(title, names))
            _fill(book, sheet, title, [_row(q, result, labels, language) for q in asked], language)
        hidden = book.add_worksheet(HIDDEN)
        hidden.hide()
        for number, row in enumerate(_hidden(str(result.method.place), questions, language)):
            for column, cell in enumerate(row):
                hidden.write_string(number, column, cell)

    write_bytes(path, workbook_of(fill))
    return len(by_addressee)


def _hidden(place: str, questions: Iterable["Question"], language: str) -> list[tuple[str, ...]]:
    """The place, the words of the sheets, what each question is about, and the mark of it all."""
    answers = sorted({a for offered in ANSWERS.values() for a in offered})
    rows = [
        ("place", place),
        ("heads", *(_text(c, language) for c in COLUMNS)),
        *(("answer", a, _text(f"answer_{a}", language)) for a in answers),
        *(
            ("question", q.key, q.kind, q.product, q.about or "", " ".join(offered(q)))
            for q in questions
        ),
    ]
    return [("check", mark_of(rows)), *rows]


def mark_of(rows: Iterable[Sequence[str]]) -> str:
    """What the rows of a hidden sheet are known by; another once anything in them is changed."""
    plain = [list(row) for row in rows]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()[:12]


def offered(question: "Question") -> tuple[str, ...]:
    """The answers to choose from; an industry makes nothing itself."""
    held = ANSWERS[question.kind]
    return tuple(a for a in held if not (a == "own" and question.by_industry))


def _text(name: str, language: str, **given: Any) -> str:
    return word(f"sheet.{name}", **given)[language != "zh"]


def _addressee(key: str, labels: "Labels", language: str) -> str:
    """What who would know is called: an office by its word, anybody else by the label."""
    from ecograph.supplychain.asking import OFFICES

    return _text(f"office_{key}", language) if key in OFFICES else labels.of(key, language)


def question_text(question: "Question", labels: "Labels", place: str, language: str) -> str:
    """A question in words."""
    from ecograph.supplychain.asking import what_is_asked

    about = labels.of(question.about, language) if question.about else ""
    if question.about == question.addressee:
        about = _text("you", language)
    return _text(
        question.wording,
        language,
        product=what_is_asked(question, labels)[language != "zh"],
        about=about,
        place=labels.of(place, language),
    )


def what_changes(question: "Question", language: str) -> str:
    """What an answer would change, in words."""
    parts = []
    for name in ("linked", "potential"):
        if value := getattr(question, name):
            parts.append(_text(f"change_{name}", language, points=f"{100 * value:.1f}"))
    for name in ("gaps", "tests"):
        if number := getattr(question, name):
            parts.append(_text(f"change_{name}", language, number=number))
    if question.settles:
        parts.append(_text("change_settles", language, number=question.settles))
    return ("；" if language == "zh" else "; ").join(parts)


def _why(question: "Question", language: str) -> str:
    if question.awards:
        return _text("why_awards", language, awards=question.awards)
    return _text("why_line", language, needs=question.needs, exposed=question.exposed)


Line = tuple[tuple[str, ...], tuple[str, ...]]


def _row(question: "Question", result: "AskingResult", labels: "Labels", language: str) -> Line:
    """The answers to a question, and its cells up to the answer."""
    asked = question_text(question, labels, str(result.method.place), language)
    cells = (question.key, asked, _why(question, language), what_changes(question, language))
    return offered(question), cells


def _fill(book: Any, sheet: Any, title: str, rows: list[Line], language: str) -> None:
    """Lays a sheet out: who answers, when, the heads, the questions with their lists."""
    bold, wrap = (
        book.add_format({"bold": True}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    fill = book.add_format({"bg_color": "#FFF7D6", "text_wrap": True, "border": 1})
    sheet.write_string(0, 0, _text("title", language, who=title), bold)
    for row, name in ((RESPONDENT, "respondent"), (DATE, "date")):
        sheet.write_string(row, 0, _text(name, language), bold)
        sheet.write_blank(row, 1, None, fill)
    sheet.write_string(DATE, 2, _text("date_form", language))
    for column, name in enumerate(COLUMNS):
        sheet.write_string(HEAD, column, _text(name, language), bold)
        sheet.set_column(column, column, _WIDTHS.get(name, 24))
    answer = COLUMNS.index("answer")
    for number, (answers, cells) in enumerate(rows, HEAD + 1):
        for column, cell in enumerate(cells):
            sheet.write_string(number, column, cell, wrap)
        for column in range(answer, len(COLUMNS)):
            sheet.write_blank(number, column, None, fill)
        words = [_text(f"answer_{a}", language) for a in answers]
        said = {"validate": "list", "source": words, "ignore_blank": True}
        sheet.data_validation(number, answer, number, answer, said)
    sheet.freeze_panes(HEAD + 1, 2)
