"""The document, paragraph and characters of a row are the same in the CSV and on every page."""

import csv
import shutil
from pathlib import Path

import pytest

from ecograph.graph.columns import Tables, read_tables
from ecograph.graph.opening import CitedGraph, open_graph
from ecograph.networks.building import build_network
from ecograph.networks.network import records
from ecograph.networks.specs import read_spec
from ecograph.pages.atlas import write_atlas
from ecograph.pages.view import write_view
from ecograph.tables.reading import region_folder
from pages_help import download
from rdf_help import add_rows, statement

NEWS, PAPER = "news-2024-01-02", "paper-x"  # an id that ends as the name of a place could
CITED = {
    "supply-s1-b1-seal": (PAPER, "7", "3..12"),
    "supply-s2-b1-motor": (NEWS, "", ""),
    "participation-b1": (PAPER, "8", "20..31"),
    "participation-b2": (NEWS, "", ""),
}


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented region, with rows that cite a paper by place and a piece of news as a whole."""
    folder = tmp_path_factory.mktemp("cited") / "region"
    shutil.copytree(region_folder("tiny"), folder)
    source = {"licence": "CC BY 4.0", "date": "2024-01-02"}
    add_rows(
        folder,
        "sources",
        {
            "id": NEWS,
            "label_zh": "某消息",
            "label_en": "Some news",
            "kind": "news-feature",
            "address": "https://example.org/news",
            **source,
        },
        {"id": PAPER, "label_zh": "某论文", "label_en": "Some paper", "kind": "paper", **source},
    )
    for table in ("supply", "participation"):
        path = folder / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        for row in rows:
            if row["id"] in CITED:
                row["source"], row["paragraph"], row["span"] = CITED[row["id"]]
        with path.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, rows[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    indicator = {"id": "ind-x", "label_zh": "某指标", "label_en": "Some figure", "unit": "count"}
    indicator |= {"definition_zh": "某物的个数", "definition_en": "a number of something"}
    add_rows(folder, "indicator", indicator | {"additive": "true", "source": "editorial"})
    observed = {"indicator": "ind-x", "period": "2024", "unit": "count", "qualifier": "exact"}
    for place, number, document, paragraph, span in (
        ("rivermouth", "41", PAPER, "9", "1..3"),
        ("hillside", "42", NEWS, "", ""),
    ):
        row = {"id": f"obs-{place}", "about": place, "value_written": number, "value": number}
        where = {"source": document, "paragraph": paragraph, "span": span}
        add_rows(folder, "observation", statement(**observed, **row) | where)
    return folder


@pytest.fixture(scope="module")
def graph(region: Path) -> CitedGraph:
    return open_graph(str(region))


@pytest.fixture(scope="module")
def tables(graph: CitedGraph) -> Tables:
    return read_tables(graph)


@pytest.fixture(scope="module")
def pages(graph: CitedGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    write_view(graph, folder / "view.html")
    write_view(graph, folder / "network.html", network="supply")
    write_atlas(graph, folder / "atlas")
    return folder


def test_frames_hold_the_cells(tables: Tables) -> None:
    held = {
        row["id"]: (row["source"], str(row["paragraph"] or ""), row["span"] or "")
        for table in ("supply", "participation")
        for row in tables.records(table)
    }
    assert {key: held[key] for key in CITED} == CITED


def test_the_edges_of_a_network_hold_the_cells(tables: Tables) -> None:
    network = build_network(tables, read_spec("supply"))
    for row in records(network.edges):
        place = (row["document"], str(row["paragraph"] or ""), row["span"] or "")
        assert place == CITED[row["id"]]


@pytest.mark.page
@pytest.mark.parametrize("name", ["view.html", "network.html", "atlas/networks/overview.html"])
def test_the_lines_of_a_network_page_hold_the_cells(show, pages: Path, name: str) -> None:
    page = show(pages / name, "#lang=en&sel=b1").page
    held = list(csv.DictReader(download(page, "csv-edges").splitlines()))
    lines = {r["statement"]: (r["cited"], r["Paragraph"], r["Characters"]) for r in held}
    drawn = {key: place for key, place in CITED.items() if key in lines}
    assert len(drawn) >= 2 and {key: lines[key] for key in drawn} == drawn
    said = page.locator("#detail .cite[title=supply-s1-b1-seal]").all_inner_texts()
    assert set(said) == {"Some paper · ¶7 · characters 3..12"}
    said = page.locator("#detail .cite[title=supply-s2-b1-motor]").all_inner_texts()
    assert set(said) == {"Some news"}


@pytest.mark.page
def test_facts_of_several_documents_keep_each_place_with_its_document(show, pages: Path) -> None:
    page = show(pages / "view.html", "#lang=en&sel=rivermouth").page
    assert "Some paper · ¶9 · characters 1..3" in page.locator("#detail").inner_text()
    page = show(pages / "view.html", "#lang=en&sel=hillside").page
    detail = page.locator("#detail").inner_text()
    assert "Some news" in detail and "Some news · ¶" not in detail


@pytest.mark.page
def test_the_facts_of_a_thing_hold_the_cells(show, pages: Path) -> None:
    page = show(pages / "atlas" / "entities" / "b1.html", "#lang=en").page
    numbers = _numbers(page)
    for key in ("supply-s1-b1-seal", "supply-s2-b1-motor", "participation-b1"):
        cite = page.locator(f"tr[id='{key}'] .cite").first.inner_text()
        assert cite == _written(CITED[key], numbers), key


@pytest.mark.page
def test_the_actors_of_a_chain_hold_the_cells(show, pages: Path) -> None:
    page = show(pages / "atlas" / "chains" / "pump-chain.html", "#lang=en").page
    numbers = _numbers(page)
    shown = page.locator("main").inner_text()
    for key in ("participation-b1", "participation-b2"):
        assert _written(CITED[key], numbers) in shown, key


@pytest.mark.page
def test_the_comparison_holds_the_cells(show, pages: Path) -> None:
    page = show(pages / "atlas" / "compare.html", "#lang=en").page
    numbers = _numbers(page)
    cells = page.locator("table.compare td").all_inner_texts()
    assert sorted(" ".join(cell.split()) for cell in cells) == [
        "41 " + _written((PAPER, "9", "1..3"), numbers),
        "42 " + _written((NEWS, "", ""), numbers),
    ]


def _numbers(page) -> dict[str, str]:
    """The number by which a page cites each of the two documents."""
    titles = page.evaluate(
        "[...document.querySelectorAll('.cite[title]')].map("
        "e => [e.innerText, e.dataset.two ?? e.title])"
    )
    names = {"Some paper": PAPER, "Some news": NEWS}
    return {
        names[title.split("\n")[1]]: text[1 : text.index("]")]
        for text, title in titles
        if "\n" in title and title.split("\n")[1] in names and text.startswith("[")
    }


def _written(cited: tuple[str, str, str], numbers: dict[str, str]) -> str:
    document, paragraph, span = cited
    words = [f"[{numbers[document]}]"]
    words += [f"¶{paragraph}"] if paragraph else []
    words += [f"characters {span}"] if span else []
    return " · ".join(words)
