"""Verification: what the rows state stands where they say, and nothing is passed over."""

from pathlib import Path

import pytest

from ecograph.tables.documents import read_documents
from ecograph.tables.reading import read_region, region_at
from ecograph.tables.verification import Verification, _compile_names, verify_region
from rdf_help import add_document, add_rows, statement

TEXT = "甲泵業2025年投資108億元，占51.5%，居全國第2位。\n另有３家企業。"
OBSERVED = {"indicator": "ind", "about": "b1", "unit": "count", "period": "2025"}


@pytest.fixture
def folder(tiny_folder: Path, tmp_path: Path) -> Path:
    """The invented region with a document of two paragraphs and an indicator."""
    add_document(tiny_folder, tmp_path / "documents", "paper", TEXT)
    row = {"id": "ind", "label_zh": "投资", "label_en": "investment", "additive": "true"}
    row |= {"definition_zh": "投资额", "definition_en": "sum invested", "source": "invented"}
    add_rows(tiny_folder, "indicator", row)
    return tiny_folder


def verified(folder: Path) -> Verification:
    region = read_region(folder)
    return verify_region(region, read_documents(region, folder.parent / "documents"))


def observe(folder: Path, **cells: str) -> Verification:
    row = statement(id="obs", source="paper", paragraph="1", span="0..30", **OBSERVED)
    add_rows(folder, "observation", row | cells)
    return verified(folder)


def test_a_number_in_its_span_is_proven(folder: Path) -> None:
    found = observe(folder, value_written="108亿元", value="108")
    assert (found.numbers_proven, found.unproven) == (1, ())


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"value_written": "109亿元", "value": "109"}, "another number"),
        ({"value_written": "8亿元", "value": "8"}, "a part of a longer number"),
        ({"value_written": "108亿元", "value": "1080"}, "a value that is not what is written"),
        ({"value_written": "108亿元", "value": "108", "span": "0..5"}, "another span"),
        ({"value_written": "3家", "value": "3"}, "another paragraph"),
        ({"value_written": "108亿元", "value": "108", "paragraph": "9"}, "no such paragraph"),
        ({"value_written": "108亿元", "value": "108", "span": "0..999"}, "past its end"),
    ],
)
def test_what_cannot_be_proven_is_listed(folder: Path, cells: dict[str, str], why: str) -> None:
    found = observe(folder, **cells)
    (one,) = found.unproven
    assert (one.table, one.row, one.key, one.kind) == ("observation", 2, "obs", "number"), why
    assert not found.holds


def test_full_width_and_traditional_numbers_are_proven(folder: Path) -> None:
    found = observe(folder, value_written="３家企業", value="3", paragraph="2", span="0..7")
    assert found.unproven == () and found.numbers_proven == 1


def test_numbers_in_chinese_are_proven_by_their_words(tiny_folder: Path, tmp_path: Path) -> None:
    add_document(tiny_folder, tmp_path / "documents", "paper", "建成近百項")
    row = statement(id="dev", supplier="s1", buyer="b1", product="seal", source="paper")
    row |= {
        "paragraph": "1",
        "span": "0..5",
        "value_written": "近百项",
        "value": "100",
        "unit": "count",
    }
    add_rows(tiny_folder, "supply", row)
    assert verified(tiny_folder).unproven == ()


def test_a_share_is_proven_as_a_part_or_per_cent(folder: Path) -> None:
    row = statement(shareholder="river-fund", company="b1", source="paper", paragraph="1")
    add_rows(
        folder,
        "shareholding",
        row | {"id": "a", "share": "0.515", "span": "0..30"},
        row | {"id": "b", "share": "0.15", "span": "0..30"},
    )
    assert [u.key for u in verified(folder).unproven] == ["b"]


def test_a_rank_is_proven(folder: Path) -> None:
    row = statement(ranked="b1", indicator="ind", scope="farland", source="paper", paragraph="1")
    row |= {"span": "0..30"}
    add_rows(folder, "ranking", row | {"id": "a", "rank": "2"}, row | {"id": "b", "rank": "1"})
    assert [u.key for u in verified(folder).unproven] == ["b"]  # not by the 1 of 108


def test_a_name_is_proven_by_any_of_its_names(folder: Path) -> None:
    row = statement(developer="b1", source="paper", paragraph="1")
    add_rows(
        folder,
        "development",
        row | {"id": "here", "developed": "pump", "span": "0..3"},
        row | {"id": "nowhere", "developer": "s2", "developed": "motor", "span": "0..3"},
    )
    found = verified(folder)
    assert [(u.key, u.kind) for u in found.unproven] == [("nowhere", "name")]
    assert found.names_proven == 1


def test_a_naming_proves_too(folder: Path) -> None:
    row = {"id": "n", "entity": "s2", "alt_zh": "企業", "source": "paper", "paragraph": "2"}
    add_rows(folder, "naming", row | {"span": "4..6"})
    add_rows(
        folder,
        "development",
        statement(
            id="d", developer="s2", developed="motor", source="paper", paragraph="2", span="0..7"
        ),
    )
    assert verified(folder).unproven == ()


def test_what_is_named_by_us_is_counted_apart(folder: Path) -> None:
    row = {"id": "p", "label_zh": "短缺", "label_en": "shortage", "source": "paper"}
    add_rows(folder, "problem", row | {"paragraph": "1", "span": "0..3"})
    found = verified(folder)
    assert (found.named_by_us, found.unproven) == (1, ())


def test_every_number_is_covered_or_listed(folder: Path) -> None:
    found = observe(folder, value_written="108亿元", value="108", span="8..15")
    first, second = found.paragraphs
    assert (first.numbers, first.numbers_covered) == (4, 2)  # 108, and 2025 by its period
    assert [u.split()[0] for u in first.uncovered] == ["51.5", "2"]
    assert [u.split()[0] for u in second.uncovered] == ["3"]
    assert not found.holds


def test_what_is_left_out_with_a_reason_is_accounted_for(folder: Path) -> None:
    text = "source,paragraph,span,reason\npaper,1,15..30,rank\npaper,2,0..7,other firms\n"
    (folder / "left_out.csv").write_text(text, encoding="utf-8")
    found = observe(folder, value_written="108亿元", value="108", span="8..15")
    assert found.holds, found


def test_names_that_no_row_covers_are_counted(folder: Path) -> None:
    found = observe(folder, value_written="108亿元", value="108", span="8..15")
    assert (found.paragraphs[0].names, found.paragraphs[0].names_covered) == (2, 1)


def test_a_row_of_a_source_without_a_document(folder: Path) -> None:
    row = statement(id="d", developer="b1", developed="pump", source="invented")
    add_rows(folder, "development", row | {"paragraph": "1", "span": "0..3"})
    assert [u.key for u in verified(folder).unproven] == ["d"]


@pytest.mark.documents
def test_every_stated_number_of_xiamen_is_proven(documents_folder: Path) -> None:
    region = region_at("xiamen")
    found = verify_region(region, read_documents(region, documents_folder))
    assert [u for u in found.unproven if u.kind == "number"] == []
    assert [u for p in found.paragraphs for u in p.uncovered] == []
    assert found.holds and found.numbers_proven > 100 and found.names_proven > 900


def test_a_region_without_names_of_two_characters_is_verified_too() -> None:
    assert _compile_names({"a": ("甲",)}).findall("甲泵業") == []
    assert _compile_names({"a": ("甲泵",)}).findall("甲泵業") == ["甲泵"]
