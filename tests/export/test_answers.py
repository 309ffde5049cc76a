"""A questionnaire out and back: what is asked, what is answered, and what does not fit."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ecograph.base import written_together
from ecograph.base.errors import DataError, DataWarning, Unreadable, Unwritable, UsageError
from ecograph.base.resources import graph_data_dir
from ecograph.export.answer_rows import (
    AnswerRows,
    Known,
    rows_of_answers,
    source_of,
    summary,
)
from ecograph.export.answer_sheet import Answers, read_answers
from ecograph.export.answers_into import rows_in, take_answers
from ecograph.export.question_sheet import ANSWERS, COLUMNS, HIDDEN, mark_of, write_questions
from ecograph.graph.data import open_data
from ecograph.operations.asking import OPERATIONS
from ecograph.operations.catalogue import answer
from ecograph.supplychain.asking import Question

Change = Callable[[Any], None]


# What tiny has no question of: who makes two of its products, and who supplies one.
MAKERS = [
    Question(
        key=f"maker-{product}", kind="maker", product=product, about=None, addressee="industry",
        linked=0.0, potential=0.1, needs=1, gaps=0, tests=0, exposed=0,
    )
    for product in ("motor", "pump")
]  # fmt: skip
OF_POLICIES = [
    replace(
        MAKERS[0], key=f"{kind}-b1", kind=kind, product=asked, about="b1", addressee="b1",
        potential=0.0, needs=0, settles=1, awards=2,
    )
    for kind, asked in (("status", "little-giant"), ("figure", "revenue"), ("district", ""))
]  # fmt: skip
SUPPLIER = replace(MAKERS[0], key="supplier-b1-motor", kind="supplier", about="b1", addressee="b1")


@pytest.fixture(scope="module", params=["zh", "en"])
def sheet(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = open_data("tiny")
    result = answer(OPERATIONS[0], data, {"top": 0}).value
    path = tmp_path_factory.mktemp(request.param) / "questions.xlsx"
    questions = [*result.questions, *MAKERS, SUPPLIER, *OF_POLICIES]
    assert write_questions(result, questions, path, data.labels, request.param) > 0
    return path


def filled(sheet: Path, tmp_path: Path, change: Change) -> Path:
    """The questionnaire with some cells changed."""
    book = openpyxl.load_workbook(sheet)
    for name in book.sheetnames:
        if name != HIDDEN:
            book[name]["B2"], book[name]["B3"] = "虚构的答复人", "2026-11-26"
    change(book)
    path = tmp_path / "answers.xlsx"
    book.save(path)
    return path


def line(book: Any, key: str) -> tuple[Any, int]:
    """Where a question stands."""
    for sheet in book.worksheets:
        for row in range(6, sheet.max_row + 1):
            if sheet.title != HIDDEN and sheet.cell(row, 1).value == key:
                return sheet, row
    raise AssertionError(key)


def offered(sheet: Any, row: int) -> list[str]:
    """The answers in the list of a cell."""
    [found] = [
        v for v in sheet.data_validations.dataValidation if f"E{row}" in str(v.sqref).split()
    ]
    return str(found.formula1).strip('"').split(",")


def choose(key: str, choice: str, who: str = "") -> Change:
    def change(book: Any) -> None:
        sheet, row = line(book, key)
        number = ANSWERS[key.split("-")[0]].index(choice)
        sheet.cell(row, 5).value = offered(sheet, row)[number]
        sheet.cell(row, 6).value = who or None

    return change


def all_of(*changes: Change) -> Change:
    def change(book: Any) -> None:
        for each in changes:
            each(book)

    return change


def taken(path: Path, region: Path | None = None) -> tuple[Answers, AnswerRows]:
    answers = read_answers(path)
    return answers, rows_in(answers, open_data("tiny" if region is None else str(region)))


def asked(sheet: Path) -> list[list[str]]:
    hidden = openpyxl.load_workbook(sheet)[HIDDEN]
    rows = [
        ["" if c is None else str(c) for c in row] for row in hidden.iter_rows(values_only=True)
    ]
    return [row for row in rows if row[0] == "question"]


def keys(sheet: Path) -> list[str]:
    return [row[1] for row in asked(sheet)]


def one(sheet: Path, kind: str) -> str:
    return next(k for k in keys(sheet) if k.startswith(f"{kind}-"))


def test_every_question_is_in_the_sheet_of_who_would_know_with_its_list(sheet: Path) -> None:
    book = openpyxl.load_workbook(sheet)
    assert book[HIDDEN].sheet_state == "hidden"
    for _, key, kind, *_, codes in (row[:6] for row in asked(sheet)):
        of, row = line(book, key)
        assert len(offered(of, row)) == len(codes.split())
        assert set(codes.split()) <= set(ANSWERS[kind])
        assert all(of.cell(row, c).value for c in (2, 3))
    assert len(COLUMNS) == 7


def test_each_answer_makes_the_row_that_it_says(sheet: Path, tmp_path: Path) -> None:
    key = next(k for k in keys(sheet) if k.startswith("origin-"))
    product = key.removeprefix("origin-")
    answers, made = taken(
        filled(sheet, tmp_path, choose(key, "given", "Farland 60%; Hillside: 40 ％"))
    )
    rows = made.rows
    assert [(r["origin"], r["share"], r["product"]) for r in rows["supply_share"]] == [
        ("farland", "0.6", product),
        ("hillside", "0.4", product),
    ]
    source = source_of(answers.answers[0])
    assert all(r["source"] == source for r in rows["supply_share"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s, r: s.cell(r, 5).__setattr__("value", "maybe"), "E: maybe cannot be answered"),
        (lambda s, r: s.cell(r, 1).__setattr__("value", "mine"), "A: mine is no question"),
        (lambda s, r: s.__setitem__("B3", "soon"), "B: soon is no day"),
        (lambda s, r: s.__setitem__("B3", "2999-01-01"), "B: 2999-01-01 is yet to come"),
        (lambda s, r: s.__setitem__("B3", "0001-01-01"), "B: 0001-01-01 is too long ago"),
        (lambda s, r: s.__setitem__("B3", "2026-11-26garbage"), "is no day"),
        (lambda s, r: s.__setitem__("B3", "20261126"), "is no day"),
        (lambda s, r: s.__setitem__("B2", None), "B: is empty"),
        (lambda s, r: s.cell(r, 6).__setattr__("value", "x" * 140_000), "is too long"),
        (lambda s, r: s.__setitem__("C5", "text"), "is not the row of heads"),
        (lambda s, r: s.cell(r, 6).__setattr__("value", None), "F: is empty"),
    ],
)
def test_what_does_not_fit_is_said_with_its_place(
    sheet: Path, tmp_path: Path, change: Callable[[Any, int], None], said: str
) -> None:
    key = next(k for k in keys(sheet) if k.startswith("origin-"))

    def both(book: Any) -> None:
        choose(key, "given", "Farland 60%")(book)
        change(*line(book, key))

    with pytest.raises(DataError) as error:
        read_answers(filled(sheet, tmp_path, both))
    assert "answers.xlsx, sheet" in str(error.value)
    assert said in str(error.value).replace("\n", " ")


@pytest.mark.parametrize(
    ("kind", "choice", "who", "said"),
    [
        ("origin", "given", "mostly abroad", "mostly abroad is no country with its share"),
        ("origin", "given", "Narnia 40%", "Narnia is no country or place that the graph has"),
        ("origin", "given", "Farland 60%; farland 30%", "names a country twice"),
        ("origin", "given", "Farland 90%; Hillside 60%", "comes to 150 %"),
        ("maker", "yes", ";；;", "is no name"),
        ("maker", "yes", "none", "none is no name"),
        ("maker", "yes", "12345", "12345 is no name"),
        ("maker", "yes", "motor", "motor is no organisation in the graph"),
        ("maker", "yes", "Delta Motors", "Delta Motors is not known to be in"),
        ("supplier", "abroad", "Rivermouth", "Rivermouth is not there"),
    ],
)
def test_what_an_answer_cannot_mean_is_said(
    sheet: Path, tmp_path: Path, kind: str, choice: str, who: str, said: str
) -> None:
    path = filled(sheet, tmp_path, choose(one(sheet, kind), choice, who))
    with pytest.raises(DataError) as error:
        taken(path)
    assert said in str(error.value)
    assert "answers.xlsx, sheet" in str(error.value)


@pytest.mark.parametrize(
    ("kind", "choice", "who", "table", "cells"),
    [
        ("status", "yes", "2024年11月", "certification", ("2024-11", "exists")),
        ("status", "no", "", "certification", (None, "lacking")),
        ("figure", "given", "2025 4.11亿元", "observation", ("4.11", "cny-100m")),
        ("figure", "given", "2025年：41,100 万元", "observation", ("41100", "cny-10k")),
        ("district", "given", "Rivermouth", "location", ("rivermouth", "exists")),
    ],
)
def test_what_policies_ask_becomes_rows(
    sheet: Path,
    tmp_path: Path,
    kind: str,
    choice: str,
    who: str,
    table: str,
    cells: tuple[Any, Any],
) -> None:
    answers = read_answers(filled(sheet, tmp_path, choose(f"{kind}-b1", choice, who)))
    known = Known(
        lambda name, _: name.lower(),
        {"rivermouth": frozenset()},
        None,
        measured_by={"revenue": "i"},
    )
    made = rows_of_answers(answers, known)
    ((name, (row,)),) = made.rows.items()
    columns = {
        "certification": ("valid_from", "modality"),
        "observation": ("value", "unit"),
        "location": ("place", "modality"),
    }[table]
    assert (name, tuple(row.get(c) for c in columns)) == (table, cells)
    assert row[{"certification": "holder", "observation": "about"}.get(table, "located")] == "b1"


@pytest.mark.parametrize(
    ("kind", "choice", "who", "said"),
    [
        ("status", "yes", "long ago", "long ago is no date"),
        ("status", "yes", "2024-13", "2024-13 is no date"),
        ("figure", "given", "4.11亿元", "4.11亿元 is no figure with its year"),
        ("figure", "given", "2025 4.11", "2025 4.11 is no figure with its year"),
        ("figure", "given", "2025 4.11亿元", "is no figure"),  # tiny has no indicator of revenue
    ],
)
def test_what_policies_ask_and_does_not_fit_is_said(
    sheet: Path, tmp_path: Path, kind: str, choice: str, who: str, said: str
) -> None:
    with pytest.raises(DataError) as error:
        taken(filled(sheet, tmp_path, choose(f"{kind}-b1", choice, who)))
    assert said in str(error.value)


def test_a_question_is_answered_once(sheet: Path, tmp_path: Path) -> None:
    key = one(sheet, "maker")

    def twice(book: Any) -> None:
        choose(key, "no")(book)
        of, row = line(book, key)
        below = of.max_row + 1
        of.cell(below, 1).value = key
        of.cell(below, 5).value = offered(of, row)[2]

    with pytest.raises(DataError, match="is answered more than once"):
        read_answers(filled(sheet, tmp_path, twice))


def test_what_comes_from_elsewhere_says_so_even_where_a_name_is_given(
    sheet: Path, tmp_path: Path
) -> None:
    key = one(sheet, "supplier")
    for choice in ("country", "abroad"):
        _, made = taken(filled(sheet, tmp_path, choose(key, choice, "Some New Firm")))
        rows = made.rows["supply"]
        assert [r for r in rows if r.get("origin_outside") and r["extent"] == "all"]
        assert [r for r in rows if r.get("supplier", "").startswith("firm-")]
        assert made.new_firms == ["Some New Firm"]
    _, made = taken(filled(sheet, tmp_path, choose(key, "abroad", "Farland")))
    assert {r.get("origin") for r in made.rows["supply"]} == {"farland", None}


def test_what_is_no_questionnaire_is_said(sheet: Path, tmp_path: Path) -> None:
    def bare(book: Any) -> None:
        del book[HIDDEN]

    with pytest.raises(UsageError, match="is no questionnaire of ecograph"):
        read_answers(filled(sheet, tmp_path, bare))
    with pytest.raises(DataError, match="no question is answered"):
        read_answers(filled(sheet, tmp_path, lambda _: None))

    def changed(book: Any) -> None:
        book[HIDDEN].cell(book[HIDDEN].max_row, 3).value = "foo"

    with pytest.raises(UsageError, match="was changed"):
        read_answers(filled(sheet, tmp_path, changed))
    path = filled(sheet, tmp_path, choose(one(sheet, "maker"), "no"))
    with pytest.raises(UsageError, match="which is not in this data"):
        rows_in(read_answers(path), open_data("xiamen"))
    (tmp_path / "text.xlsx").write_text("no workbook")
    with pytest.raises(Unreadable, match="is no workbook"):
        read_answers(tmp_path / "text.xlsx")


@pytest.fixture
def region(tmp_path: Path) -> Path:
    return Path(shutil.copytree(graph_data_dir() / "tiny", tmp_path / "region"))


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())}


def test_sheets_are_read_in_the_words_that_they_were_written_with(
    sheet: Path, tmp_path: Path
) -> None:
    """A workbook that was sent out before a word of ours changed can still be taken."""
    key = one(sheet, "maker")

    def older(book: Any) -> None:
        hidden = book[HIDDEN]
        words = {}
        for row in hidden.iter_rows():
            if row[0].value == "answer":
                words[row[2].value] = f"older {row[2].value}"
                row[2].value = words[row[2].value]
            if row[0].value == "heads":
                row[1].value = "Older"
        rows = [
            ["" if c is None else str(c) for c in row] for row in hidden.iter_rows(values_only=True)
        ]
        widths = {"place": 2, "answer": 3, "heads": len(COLUMNS) + 1, "question": 6}
        hidden["B1"] = mark_of([r[: widths[r[0]]] for r in rows[1:]])
        for of in book.worksheets[:-1]:
            of["A5"] = "Older"
        of, row = line(book, key)
        of.cell(row, 5).value = f"older {offered(of, row)[ANSWERS['maker'].index('no')]}"

    answers = read_answers(filled(sheet, tmp_path, older))
    assert [a.choice for a in answers.answers] == ["no"]


def test_sheets_that_are_none_of_it(sheet: Path, tmp_path: Path) -> None:
    def more(book: Any) -> None:
        choose(one(sheet, "maker"), "no")(book)
        book.create_sheet("Empty")

    assert len(read_answers(filled(sheet, tmp_path, more)).answers) == 1

    def notes(book: Any) -> None:
        more(book)
        book.create_sheet("Notes")["A1"] = "call them"

    with pytest.raises(DataError, match="delete the sheet if it is none of the questionnaire"):
        read_answers(filled(sheet, tmp_path, notes))


def test_answers_go_in_and_out_without_a_trace(sheet: Path, tmp_path: Path, region: Path) -> None:
    """Whatever order, quotes, empty lines and empty columns the tables have."""
    production = region / "production.csv"
    lines = production.read_text(encoding="utf-8").splitlines()
    quoted = [lines[0], '"' + lines[2].replace(",", '","') + '"', "", lines[1], *lines[3:]]
    production.write_text("".join(f"{x}\n" for x in quoted), encoding="utf-8")
    key, maker = one(sheet, "origin"), one(sheet, "maker")
    path = filled(
        sheet, tmp_path, all_of(choose(key, "given", "Farland 100%"), choose(maker, "yes", "新厂"))
    )
    before = contents(region)
    assert set(take_answers(path, region)) == {
        "sources.csv", "supply_share.csv", "production.csv", "firm.csv", "location.csv",
    }  # fmt: skip
    assert take_answers(path, region) == []  # a second time changes nothing
    assert "虚构的答复人" in (region / "sources.csv").read_text(encoding="utf-8")
    take_answers(path, region, undo=True)
    after = contents(region)
    assert {n: b for n, b in after.items() if n in before} == before
    assert [n for n in after if n not in before] in ([], ["supply_share.csv"])


def test_two_workbooks_of_one_respondent_leave_each_other_alone(
    sheet: Path, tmp_path: Path, region: Path
) -> None:
    data = open_data("tiny")
    result = answer(OPERATIONS[0], data, {"top": 0}).value
    held, paths = MAKERS, []
    for number, question in enumerate(held):
        written = tmp_path / f"q{number}.xlsx"
        write_questions(result, [question], written, data.labels, "en")
        folder = tmp_path / str(number)
        folder.mkdir()
        paths.append(filled(written, folder, choose(question.key, "no")))
        assert take_answers(paths[-1], region)
    text = (region / "mastery.csv").read_text(encoding="utf-8")
    assert all(q.product in text for q in held)
    take_answers(paths[0], region, undo=True)
    text = (region / "mastery.csv").read_text(encoding="utf-8")
    assert held[0].product not in text and held[1].product in text


def test_another_day_is_the_same_workbook(sheet: Path, tmp_path: Path, region: Path) -> None:
    key = one(sheet, "maker")
    take_answers(filled(sheet, tmp_path, choose(key, "no")), region)

    def later(book: Any) -> None:
        choose(key, "no")(book)
        for of in book.worksheets[:-1]:
            of["B3"] = "2026-11-25"

    take_answers(filled(sheet, tmp_path, later), region)
    assert (region / "sources.csv").read_text(encoding="utf-8").count("虚构的答复人") == 3


def test_what_somebody_else_wrote_with_the_same_citation_stays(
    sheet: Path, tmp_path: Path, region: Path
) -> None:
    path = filled(sheet, tmp_path, choose(one(sheet, "maker"), "yes", "Alpha Pumps"))
    take_answers(path, region)
    source = source_of(read_answers(path).answers[0])
    production = region / "production.csv"
    text = production.read_text(encoding="utf-8")
    header = text.splitlines()[0].split(",")
    mine = {
        "id": "mine",
        "maker": "b1",
        "product": "pump",
        "evidence": "stated",
        "source": source,
        "locator": "x",
    }
    mine |= {"modality": "exists"} if "modality" in header else {}
    production.write_text(text + ",".join(mine.get(c, "") for c in header) + "\n", encoding="utf-8")
    take_answers(path, region)
    assert "\nmine," in production.read_text(encoding="utf-8")
    with pytest.raises(DataError, match="is not registered"):
        take_answers(path, region, undo=True)  # the row of theirs would cite nothing


def test_all_files_or_none(
    sheet: Path, tmp_path: Path, region: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = filled(sheet, tmp_path, choose(one(sheet, "maker"), "yes", "New Works"))
    before = contents(region)
    write, calls = written_together.write_bytes, []

    def fails(target: Path, data: bytes) -> None:
        calls.append(target.name)
        if len(calls) == 3:
            raise Unwritable(f"{target}: cannot be written")
        write(target, data)

    monkeypatch.setattr(written_together, "write_bytes", fails)
    with pytest.raises(Unwritable):
        take_answers(path, region)
    assert len(calls) == 3
    assert contents(region) == before


def test_rows_that_do_not_conform_change_nothing(sheet: Path, tmp_path: Path, region: Path) -> None:
    path = filled(sheet, tmp_path, choose(one(sheet, "maker"), "yes", "New Works"))
    with (region / "region.toml").open("a", encoding="utf-8") as out:
        out.write("\n")
    location = region / "location.csv"
    text = location.read_text(encoding="utf-8")
    location.write_text(text + text.splitlines()[-1] + "\n", encoding="utf-8")  # twice
    before = contents(region)
    with pytest.raises(DataError), pytest.warns(DataWarning, match="is used twice"):
        take_answers(path, region)
    assert contents(region) == before
    with pytest.raises(UsageError, match=r"is no folder of tables"):
        take_answers(path, tmp_path, undo=True)


def test_a_remark_is_not_lost_in_silence(sheet: Path, tmp_path: Path) -> None:
    key = one(sheet, "maker")

    def remarked(book: Any) -> None:
        choose(key, "no")(book)
        of, row = line(book, key)
        of.cell(row, 7).value = "ask again next year"

    answers, made = taken(filled(sheet, tmp_path, remarked))
    assert any("remarks make no rows" in en and "1" in en for _, en in summary(made, answers))
