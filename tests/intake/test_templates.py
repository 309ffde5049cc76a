"""What a region begins with is whole: it is checked, built and drawn as it stands."""

import csv
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from ecograph.base.errors import UsageError
from ecograph.base.words import word
from ecograph.cli import app
from ecograph.graph.opening import open_graph
from ecograph.graph.validation import check_region
from ecograph.intake.templates import EXAMPLES, begin_region, read_example
from ecograph.pages.atlas import write_atlas
from ecograph.tables.csv_rows import with_rows, without_rows
from ecograph.tables.reading import read_region
from ecograph.tables.schema import code_lists, table_specs


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("workbook", [False, True])
def test_a_new_region_conforms_without_a_warning(
    tmp_path: Path, example: str, workbook: bool
) -> None:
    files = begin_region(tmp_path / "new", example, workbook=workbook)
    assert {p.name for p in (tmp_path / "new").iterdir()} == set(files)
    report = check_region(str(tmp_path / "new"))
    assert report.findings == ()
    tables = {t.spec.name for t in read_example(example)[1]}
    assert {spec.name for spec, _ in read_region(tmp_path / "new").rows()} == tables
    assert read_region(tmp_path / "new").synthetic


def test_both_ways_make_the_same_graph(tmp_path: Path) -> None:
    for name, workbook in (("a", False), ("b", True)):
        begin_region(tmp_path / name / "new", workbook=workbook)
    one, other = (open_graph(str(tmp_path / name / "new")).store for name in "ab")
    assert one is not None and other is not None and set(one) == set(other) and len(one) > 300


def test_the_same_workbook_is_written_each_time(tmp_path: Path) -> None:
    for name in "ab":
        begin_region(tmp_path / name / "new", workbook=True)
        for sheet in (tmp_path / name / "new").glob("*.xlsx"):
            sheet.rename(tmp_path / f"{name}.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_the_commands_that_are_named_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["new", "quanzhou"])
    assert done.exit_code == 0, done.output
    named = [line.split()[1:] for line in done.stderr.splitlines() if "  ecograph " in line]
    assert [words[0] for words in named] == ["check", "atlas"]
    for words in named:
        done = CliRunner().invoke(app, words)
        assert done.exit_code == 0, done.output
    assert (tmp_path / "quanzhou-atlas" / "index.html").is_file()


def test_a_region_without_chains_says_so_on_its_first_page(tmp_path: Path) -> None:
    begin_region(tmp_path / "new", "supply")
    write_atlas(open_graph(str(tmp_path / "new")), tmp_path / "atlas")
    text = (tmp_path / "atlas" / "index.html").read_text(encoding="utf-8")
    assert all(said in text for said in word("start.no_chains"))


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x", encoding="utf-8")
    for path in (tmp_path, tmp_path / "mine"):
        with pytest.raises(UsageError, match="there is something already; name a new folder"):
            begin_region(path)
    assert [p.name for p in tmp_path.iterdir()] == ["mine"]


def test_every_column_is_explained_and_every_key_is_listed(tmp_path: Path) -> None:
    begin_region(tmp_path / "new")
    keys = (tmp_path / "new" / "lists.md").read_text(encoding="utf-8")
    for path in (tmp_path / "new").glob("*.csv"):
        rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
        told = [row[0] for row in rows if row[0].startswith("#")]
        spec = table_specs()[path.stem]
        assert rows[len(told)] == list(spec.columns)
        assert [line[2:].partition(":")[0] for line in told[2:]] == list(spec.columns)
        assert all(line.partition(":")[2].strip() for line in told[2:])
        for column in spec.columns.values():
            if column.type == "concept":
                assert all(f"| `{key}` |" in keys for key in code_lists()[column.argument[0]])


def test_what_can_be_chosen_in_the_workbook_is_what_a_cell_may_hold(tmp_path: Path) -> None:
    begin_region(tmp_path / "new", workbook=True)
    book = openpyxl.load_workbook(tmp_path / "new" / "tables.xlsx")
    firm = book["firm"]
    head = {cell.value: cell for cell in firm[1]}
    assert head["ladder"].comment is not None and "unicorn" in head["ladder"].comment.text
    (rule,) = [
        r
        for r in firm.data_validations.dataValidation
        if head["kind"].column_letter in str(r.sqref)
    ]
    name = rule.formula1.removeprefix("=")
    ((sheet, where),) = book.defined_names[name].destinations
    offered = [cell.value for (cell,) in book[sheet][where.replace("$", "")]]
    assert offered == list(code_lists()["firm-kind"])


def test_rows_are_put_behind_the_comments_and_taken_out_again(tmp_path: Path) -> None:
    begin_region(tmp_path / "new")
    text = (tmp_path / "new" / "firm.csv").read_text(encoding="utf-8")
    row = {"id": "mine", "label_zh": "甲", "source": "example"}
    more, line = with_rows(text, [row], table_specs()["firm"].columns)
    assert more.startswith(text) and more.splitlines()[line - 1].startswith("mine,甲,")
    assert without_rows(more, lambda r: r["id"] == "mine") == text
