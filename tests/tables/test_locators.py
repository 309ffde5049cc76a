"""Locators: a data set or register is cited by its row, a document by paragraph and span."""

from pathlib import Path

import pytest

from ecograph.base.errors import DataError, Finding
from ecograph.graph.citation import Citation, citation_of, mint
from ecograph.graph.columns import read_tables
from ecograph.graph.opening import open_graph
from ecograph.graph.validation import ask_check, check_queries
from ecograph.tables.documents import read_documents
from ecograph.tables.reading import read_region
from rdf_help import add_document, add_rows, statement

SOURCE = {"id": "register", "label_en": "register", "kind": "register", "licence": "CC0"}
ROW = statement(id="x", maker="b1", product="motor", source="register")


def findings(folder: Path) -> list[Finding]:
    with pytest.raises(DataError) as caught:
        read_region(folder)
    return list(caught.value.findings)


def test_a_row_of_a_register_is_cited_from_the_table_to_the_columns(tiny_folder: Path) -> None:
    add_rows(tiny_folder, "sources", SOURCE)
    add_rows(tiny_folder, "production", ROW | {"locator": "页1 行 41"})
    graph = open_graph(str(tiny_folder))
    row = next(r for r in read_tables(graph).records("production") if r["id"] == "x")
    assert citation_of(row) == Citation("register", locator="页1 行 41")
    assert (row["paragraph"], row["span"]) == (None, None)
    assert row["citation"] == mint(citation_of(row)).value.removeprefix(
        "https://w3id.org/ecograph/id/"
    )
    assert row["citation"].isascii()


def test_no_two_locators_are_one_citation() -> None:
    locators = ["row 1", "row-1", "row%201", "Row 1", "1", "1-2-3", "行1"]
    minted = {mint(Citation("a", locator=text)).value for text in locators}
    assert len(minted) == len(locators)
    assert mint(Citation("a", 1, 2, 3)).value not in minted


def test_a_row_may_be_named_without_an_address_and_must_where_there_is_none(
    tiny_folder: Path,
) -> None:
    add_rows(tiny_folder, "sources", SOURCE)
    add_rows(tiny_folder, "production", ROW)
    (found,) = findings(tiny_folder)
    assert (found.file, found.column, found.value) == ("production.csv", "evidence", "stated")
    assert found.mend == "give the source an address in sources.csv, or the row a locator"


def test_a_document_is_cited_by_paragraph_and_span(tiny_folder: Path, tmp_path: Path) -> None:
    add_document(tiny_folder, tmp_path / "documents", "paper", "丙密封做电机")
    add_rows(tiny_folder, "production", ROW | {"source": "paper", "locator": "row 4"})
    (found,) = findings(tiny_folder)[:1]
    assert (found.column, found.value) == ("locator", "row 4")
    assert found.mend == "say where by paragraph and span"


def test_what_is_no_data_set_has_no_rows(tiny_folder: Path) -> None:
    add_rows(tiny_folder, "production", ROW | {"source": "invented", "locator": "row 4"})
    (found,) = findings(tiny_folder)
    assert "kind dataset, register or press" in found.mend


def test_a_register_has_no_paragraphs(tiny_folder: Path) -> None:
    add_rows(tiny_folder, "sources", SOURCE | {"address": "https://example.org"})
    add_rows(tiny_folder, "production", ROW | {"paragraph": "1", "span": "0..2"})
    assert [f.column for f in findings(tiny_folder)] == ["paragraph", "span"]


def test_a_kind_of_the_region_below_a_data_set_has_rows_too(tiny_folder: Path) -> None:
    text = "scheme,key,label_en,broader\nsource-kind,ledger,ledger,open-data\n"
    text += "source-kind,open-data,open data,dataset\n"
    (tiny_folder / "concept.csv").write_text(text, encoding="utf-8")
    add_rows(tiny_folder, "sources", SOURCE | {"kind": "ledger"})
    add_rows(tiny_folder, "production", ROW | {"locator": "row 4"})
    assert read_region(tiny_folder).tables["production"].rows[-1].one("locator") == "row 4"


def test_a_data_set_with_a_checksum_is_no_document(tiny_folder: Path, tmp_path: Path) -> None:
    add_rows(tiny_folder, "sources", SOURCE | {"sha256": "0" * 64, "file": "register.csv"})
    add_rows(tiny_folder, "production", ROW | {"locator": "row 4"})
    assert read_documents(read_region(tiny_folder), tmp_path) == {}
    tables = read_tables(open_graph(str(tiny_folder)))
    assert "register" in tables.counted_sources("public")
    assert "register" not in tables.counted_sources("documents")


def test_no_source_has_the_name_of_a_row_of_another(tiny_folder: Path) -> None:
    add_rows(tiny_folder, "sources", SOURCE, SOURCE | {"id": "register-at-row-1"})
    with pytest.raises(DataError, match="is what a citation of register would be called"):
        read_region(tiny_folder)


def test_what_is_stated_in_a_row_is_stated_somewhere(tiny_folder: Path) -> None:
    add_rows(tiny_folder, "sources", SOURCE)
    add_rows(tiny_folder, "person", {"id": "p", "label_en": "P", "source": "register"})
    query = next(q for q in check_queries() if q.name == "stated-nowhere")
    assert len(ask_check(open_graph(str(tiny_folder)), query)) == 1
    person = tiny_folder / "person.csv"
    text = person.read_text(encoding="utf-8").replace("register,,,", "register,,,row 1")
    person.write_text(text, encoding="utf-8")
    assert ask_check(open_graph(str(tiny_folder)), query) == []
