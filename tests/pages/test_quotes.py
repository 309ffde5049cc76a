"""The words of citations: on pages only where the reader has the document, whole and marked."""

import csv
import hashlib
import shutil
from pathlib import Path

import pytest

from ecograph.base.errors import Unreadable
from ecograph.graph.citation import Citation
from ecograph.graph.opening import CitedGraph, open_graph
from ecograph.pages.atlas import write_atlas
from ecograph.pages.quotes import quotes_from, quotes_of, sentence_at
from ecograph.pages.site_data import read_site_data
from ecograph.pages.view import write_view
from ecograph.tables.reading import region_folder
from rdf_help import add_rows

LINE = "头一句不是。虚构甲泵业向虚构乙泵业供应密封件，每年60万元。末一句<b>也不是</b>。"
WORDS = "供应密封件"


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    (folder / "paper.txt").write_text(f"题\n{LINE}\n", encoding="utf-8")
    (folder / "other.txt").write_text("别的\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def graph(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> CitedGraph:
    """The invented region, of which one row cites a paper that the reader has."""
    folder = tmp_path_factory.mktemp("quoted") / "region"
    shutil.copytree(region_folder("tiny"), folder)
    checksum = hashlib.sha256((documents / "paper.txt").read_bytes()).hexdigest()
    source = {"licence": "CC BY 4.0", "date": "2024-01-02", "kind": "paper"}
    add_rows(
        folder,
        "sources",
        {
            **source,
            **{"id": "paper-x", "label_zh": "某论文", "label_en": "Some paper"},
            **{"sha256": checksum, "file": "paper.txt"},
        },
        {
            **source,
            **{"id": "paper-y", "label_zh": "另一篇", "label_en": "Another"},
            **{"sha256": "0" * 64, "file": "lost.txt"},
        },
    )
    path = folder / "supply.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    start = LINE.index(WORDS)
    for row in rows:
        if row["id"] == "supply-s1-b1-seal":
            row["source"], row["paragraph"] = "paper-x", "2"
            row["span"] = f"{start}..{start + len(WORDS)}"
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return open_graph(str(folder))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("供应密封件", ("虚构甲泵业向虚构乙泵业", "供应密封件", "，每年60万元。")),
        ("头一句", ("", "头一句", "不是。")),
        (
            "万元。末一",
            ("虚构甲泵业向虚构乙泵业供应密封件，每年60", "万元。末一", "句<b>也不是</b>。"),
        ),
    ],
)
def test_a_quote_is_the_sentences_that_a_span_lies_in(words, told) -> None:
    start = LINE.index(words)
    assert sentence_at(LINE, start, start + len(words)) == told


def test_a_place_that_the_document_has_not_is_not_quoted() -> None:
    texts = {"d": ["short"]}
    places = [
        Citation("d", 1, 2, 99),
        Citation("d", 7, 0, 1),
        Citation("e", 1, 0, 1),
        Citation("d"),
    ]
    assert quotes_of(places, texts) == {}
    assert quotes_of([Citation("d", 1, 1, 3)], texts) == {"d 1 1..3": ("s", "ho", "rt")}


def test_what_is_missing_is_named_and_nothing_at_all_is_an_error(
    graph, documents, tmp_path
) -> None:
    quotes, missing = quotes_from(read_site_data(graph), documents)
    assert [q[1] for q in quotes.values()] == [WORDS] and missing == ["paper-y"]
    with pytest.raises(Unreadable, match="none of the documents"):
        quotes_from(read_site_data(graph), tmp_path)


def test_no_page_holds_the_words_unasked(graph, tmp_path) -> None:
    write_atlas(graph, tmp_path / "atlas")
    write_view(graph, tmp_path / "view.html")
    assert not (tmp_path / "atlas" / "assets" / "quotes.js").exists()
    for page in [tmp_path / "view.html", *(tmp_path / "atlas").rglob("*.*")]:
        assert "每年60万元" not in page.read_text(encoding="utf-8"), page


@pytest.mark.page
@pytest.mark.parametrize(
    "where", ["atlas/entities/b1.html", "atlas/networks/overview.html", "view"]
)
def test_a_citation_opens_the_words(show, graph, documents, tmp_path, where) -> None:
    if where == "view":
        path = tmp_path / "view.html"
        write_view(graph, path, documents=documents)
    else:
        write_atlas(graph, tmp_path / "atlas", documents=documents)
        path = tmp_path / where
    opened = show(path, "#lang=en&sel=b1")
    page = opened.page
    page.locator("a.where[data-document=paper-x]").first.click()
    box = page.locator("dialog.citation")
    box.locator("mark").wait_for()
    assert box.locator("mark").inner_text() == WORDS
    told = box.inner_text()
    assert "Some paper" in told and "¶2" in told and "每年60万元。" in told
    page.keyboard.press("Escape")
    assert not box.is_visible() and "sel=b1" in page.url
    page.locator("a.where[data-document=invented]").first.click()
    assert box.is_visible() and box.locator("mark").count() == 0
    assert not opened.outside and not opened.complaints
