"""Documents: repaired the documented way, searched in any script, found by checksum."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecograph.base.errors import DataError, UnknownName, Unreadable
from ecograph.tables.documents import (
    Document,
    Repair,
    cite,
    normalise,
    read_document_table,
    read_documents,
)
from ecograph.tables.reading import read_region, region_at
from rdf_help import add_document

TEXT = "第一段。\n廈門市印發(fā)《方案》，投資２０億元 ，增長 3.5% ??傮w向好。\n\n末段"


def document(*repairs: Repair) -> Document:
    return Document("paper", Path("paper.txt"), tuple(TEXT.split("\n")), repairs)


def test_a_paragraph_is_repaired() -> None:
    """Simplified, half width, without pinyin and white space; what is lost stays until repaired."""
    assert document().repaired(2).text == "厦门市印发《方案》,投资20亿元,增长3.5%??傮w向好。"


def test_a_repair_on_record_is_applied() -> None:
    at = TEXT.split("\n")[1].index("??傮")
    found = document(Repair(2, at, at + 4, "。总体")).repaired(2)
    assert found.text.endswith("3.5%。总体向好。")


def test_each_character_knows_where_it_stood() -> None:
    paragraph = TEXT.split("\n")[1]
    whole = document().repaired(2)
    for i, char in enumerate(whole.text):
        found = paragraph[whole.offsets[i] : whole.ends[i]]
        assert normalise(found) == char or char in "傮?", (char, found)


def test_words_are_found_in_any_script() -> None:
    paragraph = TEXT.split("\n")[1]
    for words in ("印发《方案》", "印發《方案》", "印發(fā)《方案》", " 印 发《方案》"):
        ((number, first, last),) = document().find(words)
        assert (number, paragraph[first:last]) == (2, "印發(fā)《方案》")
        assert document().read(number, first, last) == "印发《方案》"


def test_words_are_found_each_time_they_stand() -> None:
    found = Document("d", Path("d"), ("甲乙甲", "甲")).find("甲")
    assert found == [(1, 0, 1), (1, 2, 3), (2, 0, 1)]
    assert Document("d", Path("d"), ("甲甲甲",)).find("甲甲") == [(1, 0, 2), (1, 1, 3)]
    assert document().find("不在") == [] == document().find("")
    assert document().find("段", paragraph=4) == [(4, 1, 2)]


def test_only_paragraphs_with_text_count() -> None:
    assert document().known_paragraphs == (1, 2, 4)
    assert document().holds(4, 2) and not document().holds(4, 3)
    assert not document().holds(0, 1) and not document().holds(5, 0)


@given(st.text("厦廈門门發发(fāā)市20２０．. \u3000，,ﬁ㎡龘𠮷", max_size=30))
def test_normalising_again_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert not any(c.isspace() for c in once)


@given(st.text("厦廈門發(fā)２0 ，𠮷ﬁ", min_size=1, max_size=30), st.data())
def test_spans_lead_back(text: str, data: st.DataObject) -> None:
    """What is read at the span of found words is the words."""
    held = Document("d", Path("d"), (text,))
    whole = held.repaired(1)
    if not whole.text:
        return
    start = data.draw(st.integers(0, len(whole.text) - 1))
    end = data.draw(st.integers(start + 1, len(whole.text)))
    first, last = whole.span(start, end)
    assert 0 <= first < last <= len(text)
    assert whole.text[start:end] in held.read(1, first, last)


def test_documents_are_found_by_checksum_whatever_their_name(
    tiny_folder: Path, tmp_path: Path
) -> None:
    beside = tmp_path / "documents"
    add_document(tiny_folder, beside, "paper", TEXT)
    (beside / "paper.txt").rename(beside / "renamed by a browser (1).txt")
    (beside / "other.txt").write_text("something else", encoding="utf-8")
    read = read_documents(read_region(tiny_folder), beside)
    assert list(read) == ["paper"] and read["paper"].paragraphs == tuple(TEXT.split("\n"))
    assert cite(read, "paper", "廈門市") == [(2, 0, 3)]
    with pytest.raises(UnknownName, match="paper"):
        cite(read, "papper", "x")


def test_a_changed_or_missing_document_is_named(tiny_folder: Path, tmp_path: Path) -> None:
    beside = tmp_path / "documents"
    add_document(tiny_folder, beside, "paper", TEXT)
    (beside / "paper.txt").write_text(TEXT + " ", encoding="utf-8")
    for folder in (beside, tmp_path / "nowhere"):
        with pytest.raises(Unreadable, match=r"no file with the checksum of paper \(paper\.txt"):
            read_documents(read_region(tiny_folder), folder)


def test_repairs_of_a_region_reach_its_documents(tiny_folder: Path, tmp_path: Path) -> None:
    add_document(tiny_folder, tmp_path / "documents", "paper", "甲??乙")
    (tiny_folder / "repair.csv").write_text(
        "source,paragraph,span,repaired\npaper,1,1..3,。和\n", encoding="utf-8"
    )
    read = read_documents(read_region(tiny_folder), tmp_path / "documents")
    assert read["paper"].repaired(1).text == "甲。和乙"


WRONG = {
    "no source": (",1,1..3,x", "source: is missing"),
    "no paragraph": ("paper,,1..3,x", "paragraph: is missing"),
    "a word for a paragraph": ("paper,one,1..3,x", "paragraph: one is no paragraph"),
    "paragraph nought": ("paper,0,1..3,x", "paragraph: 0 is no paragraph"),
    "a hyphen": ("paper,1,1-3,x", "span: 1-3 is no span"),
    "an empty span": ("paper,1,3..3,x", "span: 3..3 is no span"),
    "nothing to repair with": ("paper,1,1..3,", "repaired: is missing"),
    "too few cells": ("paper,1", "has 2 cells where the header has 4"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_row_of_repairs_is_named(tiny_folder: Path, case: str) -> None:
    row, said = WRONG[case]
    text = f"source,paragraph,span,repaired\npaper,1,1..3,x\n{row}\n"
    (tiny_folder / "repair.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_document_table(tiny_folder, "repair")
    assert "repair.csv row 3" in str(caught.value) and said in str(caught.value)


def test_no_table_of_repairs_is_no_repairs(tiny_folder: Path) -> None:
    assert read_document_table(tiny_folder, "repair") == []


@pytest.mark.documents
def test_the_shipped_documents_are_here(documents_folder: Path) -> None:
    read = read_documents(region_at("xiamen"), documents_folder)
    assert list(read) == ["feature-2024", "paper-2023"]
    for one in read.values():
        for number in one.known_paragraphs:
            whole = one.repaired(number)
            assert len(whole.text) == len(whole.offsets) == len(whole.ends)


@pytest.mark.parametrize("written", ["印發(fā)", "印發（fā）", "印發(ｆā)", "印發（ﬁ）"])
def test_pinyin_in_brackets_of_any_width_is_left_out(written: str) -> None:
    assert normalise(written) == "印发"
