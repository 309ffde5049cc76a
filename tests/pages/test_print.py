"""Pages on paper: A4, light, whole, heads on each sheet, with title, legend and sources."""

import unicodedata
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

pytestmark = pytest.mark.page

A4 = (595, 842)


def plain(text: str) -> str:
    """A text without ligatures, which fonts print and readers do not type."""
    return unicodedata.normalize("NFKC", text)


def _printed(page: Page, path: Path) -> PdfReader:
    page.pdf(path=path, prefer_css_page_size=True, print_background=True)
    return PdfReader(path)


def _size(reader: PdfReader) -> list[tuple[int, int]]:
    return [(round(float(p.mediabox.width)), round(float(p.mediabox.height))) for p in reader.pages]


def _near(size: tuple[int, int], wanted: tuple[int, int]) -> bool:
    return all(abs(a - b) <= 2 for a, b in zip(size, wanted, strict=True))


@pytest.mark.parametrize(
    ("name", "upright"),
    [
        ("index.html", True),
        ("entities/b1.html", True),
        ("chains/pump-chain.html", False),
        ("firms.html", False),
    ],
)
def test_a_page_is_printed_whole_on_a4(show, pages, tmp_path, name, upright) -> None:
    page = show(pages / "atlas" / name, "#lang=en", dark=True).page
    reader = _printed(page, tmp_path / "page.pdf")
    wanted = A4 if upright else A4[::-1]
    assert all(_near(size, wanted) for size in _size(reader))
    told = "\n".join(plain(p.extract_text()) for p in reader.pages)
    assert page.locator("h1").inner_text().split("\n")[0].strip() in told
    assert "Licences of the sources" in told and f"address of this page: {name}" in told
    page.emulate_media(media="print")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= page.viewport_size["width"]  # type: ignore[index]


def test_the_picture_of_a_chain_is_printed_in_strips_with_its_legend(show, pages, tmp_path) -> None:
    page = show(pages / "atlas" / "chains" / "pump-chain.html", "#lang=en").page
    boxes = page.locator(".picture > .scroll svg.layers .box").count()
    reader = _printed(page, tmp_path / "page.pdf")
    told = "\n".join(plain(p.extract_text()) for p in reader.pages)
    assert page.locator(".printed .box").count() == boxes
    assert page.locator(".printed .closed").count() == 0  # though one was closed on the screen
    heads = page.locator("details.whole-names th .en").all_text_contents()
    assert heads[3] in told and told.count("Alpha Pumps") > 3  # the table with whole names is open
    assert page.locator("details.whole-names[open]").count() == 0  # and as it was again
    for label in page.locator(".legend li").all_inner_texts()[:3]:
        assert " ".join(label.split()[:-1])[:20] in told
    assert "motor" in told and "Gaps" in told


def test_the_heads_of_a_long_table_stand_on_each_sheet(show, pages, tmp_path) -> None:
    page = show(pages / "atlas" / "firms.html", "#lang=en").page
    page.evaluate(
        """() => {
          const body = document.querySelector("table[data-name=local] tbody");
          const rows = [...body.rows];
          for (let i = 0; i < 40; i++) body.append(...rows.map((row) => row.cloneNode(true)));
        }"""
    )
    reader = _printed(page, tmp_path / "page.pdf")
    sheets = [plain(p.extract_text()) for p in reader.pages]
    full = [text for text in sheets if "Alpha Pumps" in text]
    assert len(full) > 2 and all("Introductions" in text for text in full)


@pytest.mark.parametrize("name", ["view.html", "chain.html", "atlas/networks/overview.html"])
def test_a_network_is_printed_as_a_picture_with_title_and_legend(
    show, pages, tmp_path, name
) -> None:
    page = show(pages / name, "#lang=en&tab=network", dark=True).page
    reader = _printed(page, tmp_path / "page.pdf")
    assert len(reader.pages) <= 2 and _near(_size(reader)[0], A4[::-1])
    told = plain(reader.pages[0].extract_text())
    assert page.locator("#title").inner_text() in told
    for word in ("Firm", "exists", "Sources:", "missing"):
        assert word in told, (word, told)
