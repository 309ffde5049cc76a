"""Pages in real Chromium with the network cut: safe, by keyboard, in two languages."""

import json
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pyvis.network import Network

from ecograph.graph.opening import open_graph
from ecograph.pages.atlas import write_atlas
from ecograph.pages.view import write_network, write_view
from pages_help import download, search, spot_of
from rdf_help import add_rows, statement

pytestmark = pytest.mark.page

PHONE = {"width": 390, "height": 780}
HOSTILE = (
    "</script><script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "\"'><svg onload=window.hit=1>",
    "javascript:window.hit=1",
    "{{7*7}}${7*7}",
    "\u202eevil\u202c\u2028\u2029",
    "=HYPERLINK(1)",
    "很" * 10_000,
)
KINDS = {
    "start": "index.html",
    "gaps": "gaps.html",
    "helpers": "helpers.html",
    "firms": "firms.html",
    "check": "check.html",
    "about": "about.html",
    "atlas-chain": "chains/pump-chain.html",
    "entity": "entities/b1.html",
    "network": "networks/overview.html",
    "compare": "compare.html",
}


def page_of(pages: Path, kind: str) -> Path:
    """The page of a kind: one that is alone, or of the atlas."""
    return pages / "atlas" / KINDS[kind] if kind in KINDS else pages / f"{kind}.html"


def _axe(page: Page, web: Path) -> list[str]:
    """The findings of axe-core, its best practices among them."""
    source = web / "node_modules" / "axe-core" / "axe.min.js"
    page.evaluate(source.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:200]} {v['nodes'][0]['failureSummary'][:300]}"
        for v in found["violations"]
    ]


# ----------------------------------------------------------- every page kind


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", ["view", "chain", *KINDS])
def test_a_page_asks_nothing_and_is_accessible(show, pages, web, kind, language, dark) -> None:
    path = page_of(pages, kind)
    opened = show(path, f"#lang={language}&sel=b1", dark=dark)
    assert not opened.outside and not opened.complaints
    assert _axe(opened.page, web) == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", ["view", "chain", *KINDS])
def test_a_page_is_in_one_language_and_fits_a_phone(show, pages, kind, language) -> None:
    path = page_of(pages, kind)
    page = show(path, f"#lang={language}&sel=b1", size=PHONE).page
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    shown = page.evaluate(
        "[...document.querySelectorAll('.zh, .en')].filter(e => e.getClientRects().length)"
        ".map(e => e.classList.contains('zh') ? 'zh' : 'en')"
    )
    assert set(shown) == {language}
    assert page.evaluate("document.documentElement.lang")[:2] == language
    chinese = any("\u4e00" <= c <= "\u9fff" for c in page.title())
    assert chinese == (language == "zh")


@pytest.mark.parametrize("locale", ["zh-CN", "zh-TW", "en-GB", "de-DE"])
def test_a_page_opens_in_the_language_of_its_reader(show, pages, tmp_path, locale) -> None:
    page = show(pages / "view.html", locale=locale).page
    assert (page.evaluate("document.documentElement.lang")[:2] == "zh") == (locale[:2] == "zh")
    view = tmp_path / "english.html"
    write_view(open_graph("tiny"), view, language="en")
    page = show(view, locale=locale).page
    assert page.evaluate("document.documentElement.lang") == "en"


@pytest.mark.parametrize("kind", KINDS)
def test_the_language_and_theme_go_along_to_other_pages(show, pages, kind) -> None:
    page = show(pages / "atlas" / KINDS[kind]).page
    page.click("#lang")
    page.click("#theme")
    page.click("text=Start" if kind == "network" else "a.site >> visible=true")
    page.wait_for_selector("html[data-ready]", state="attached")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.url.split("#")[0].endswith("index.html")


# ------------------------------------------------------------------- safety


def _hostile_region(folder: Path) -> Path:
    """The invented region with hostile names in every firm and product."""
    region = Path(shutil.copytree(Path(open_region()), folder / "region"))
    for table in ("firm", "product"):
        path = region / f"{table}.csv"
        lines = path.read_text(encoding="utf-8").splitlines()
        for i, line in enumerate(lines[1:], 1):
            cells = line.split(",")
            bad = HOSTILE[(i + len(table)) % len(HOSTILE)].replace('"', '""')
            cells[1] = cells[2] = f'"{bad}"'
            lines[i] = ",".join(cells)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return region


def open_region() -> Path:
    """The folder of the invented region."""
    from ecograph.tables.reading import region_folder

    return region_folder("tiny")


def test_hostile_names_stay_text(show, tmp_path) -> None:
    graph = open_graph(str(_hostile_region(tmp_path)))
    write_view(graph, tmp_path / "view.html")
    write_atlas(graph, tmp_path / "atlas")
    opened = show(tmp_path / "view.html", "#sel=b1&tab=entities")
    for path in [tmp_path / "view.html", *sorted((tmp_path / "atlas").rglob("*.html"))]:
        opened.page.goto(path.as_uri() + "#sel=b1&tab=entities")
        opened.page.wait_for_selector("html[data-ready], main table", state="attached")
        assert opened.page.evaluate("window.hit") is None, path
        assert not opened.outside and not opened.complaints, path
        assert opened.page.evaluate(
            "[...document.querySelectorAll('a')].every(a => !/^javascript:/i.test(a.href))"
        )
        high = opened.page.evaluate("document.documentElement.scrollHeight")
        assert high < 12_000, (path, high)


@pytest.mark.parametrize("bad", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_networks_of_others_stay_text(show, tmp_path, bad) -> None:
    net = Network(heading=bad)
    net.nodes = [
        {"id": bad, "label": bad, "group": bad, "title": bad},
        {"id": "other", "label": "other", "group": "Firm"},
    ]
    net.edges = [{"from": bad, "to": "other", "title": bad}]
    write_network(net, tmp_path / "net.html")
    opened = show(tmp_path / "net.html")
    page = opened.page
    page.fill("#q", bad[:8].strip() or "x")
    page.keyboard.press("Enter")
    page.click("#tab-entities")
    page.click("#tab-edges")
    assert page.evaluate("window.hit") is None
    assert not opened.outside and not opened.complaints
    assert page.locator("#sheet-edges tbody tr").count() == 1
    assert page.evaluate("document.querySelector('#sheet-edges').scrollHeight") < 3000


def test_an_injected_script_is_stopped_by_the_policy(show, pages) -> None:
    page = show(pages / "view.html").page
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.hit=1\">');"
        "const s = document.createElement('script'); s.textContent = 'window.hit=2';"
        "document.body.append(s);"
    )
    page.wait_for_timeout(100)
    assert page.evaluate("window.hit") is None


# ------------------------------------------------------------------ controls


def _status(page: Page) -> str:
    return page.locator("#status").inner_text()


def test_the_controls_say_what_is_shown_after_a_change_of_colour(show, pages) -> None:
    page = show(pages / "view.html", "#lang=en&off=c.Firm").page
    for choice, chosen in (("#colour", "community"), ("#size", "same")):
        page.select_option(choice, chosen)
        page.wait_for_timeout(50)
        assert page.locator(choice).input_value() == chosen
        checked = page.locator("#filter-class input:not(:checked)")
        assert checked.count() == 1 and not page.is_checked("label:has-text('Firm') input")
    page.click("#undo")
    assert page.locator("#size").input_value() == "degree"


def test_enter_in_an_empty_search_chooses_nothing(show, pages) -> None:
    page = show(pages / "view.html", "#lang=en").page
    search(page, "Delta Motors")
    page.keyboard.press("Escape")
    page.click("#detail button:has-text('Clear')")
    page.focus("#q")
    page.keyboard.press("Enter")
    assert "sel=" not in page.url


@pytest.mark.parametrize("words", ["虚构甲泵", "xugoujia", "xgjb", "alpha", "甲泵業"])
def test_search_by_name_pinyin_initials_and_old_script(show, pages, words) -> None:
    page = show(pages / "view.html").page
    page.keyboard.press("/")
    page.keyboard.insert_text(words)
    page.keyboard.press("Enter")
    assert page.locator("#detail h2").inner_text() == "虚构甲泵业"
    assert "sel=b1" in page.url


def test_filters_focus_and_undo(show, pages) -> None:
    page = show(pages / "view.html", "#lang=en").page
    first = _status(page)
    assert "14 of 14 entities" in first and "29 of 29" not in first
    assert "Not drawn by default" in page.locator("#quiet").inner_text()
    page.click("#all-relation")
    assert _status(page) == "14 of 14 entities and 29 of 29 connections shown"
    page.click("label:has-text('Firm') input")
    assert "10 of 14" in _status(page) and "c.Firm" in page.url
    page.click("#undo")
    page.reload()
    assert _status(page) == "14 of 14 entities and 29 of 29 connections shown"
    page.click("#undo")  # what could be undone before the page was loaded again
    assert _status(page) == first
    search(page, "Delta Motors")
    page.click("#detail button.main")
    assert "Focus: Delta Motors" in page.locator("#banner").inner_text()
    within = _status(page)
    page.select_option("#banner select", "2")
    assert _status(page) != within
    page.click("#reset")
    assert _status(page) == first
    page.select_option("#colour", "community")
    assert all(box.is_checked() for box in page.locator("#filter-class input").all())
    page.click("#none-class")
    assert page.locator("#empty").is_visible()
    page.click("#reset-empty")
    assert _status(page) == first
    page.locator("#filter-class .only[aria-label$=Fund]").evaluate("press => press.click()")
    assert _status(page) == "1 of 14 entities and 0 of 29 connections shown"


def test_escape_steps_back_one_thing_at_a_time(show, pages) -> None:
    page = show(pages / "view.html", "#lang=en&focus=s2&sel=s2").page
    assert page.locator("#banner").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#banner").is_visible()
    assert page.locator("#detail h2").inner_text() == "Delta Motors"
    page.keyboard.press("Escape")
    assert page.locator("#detail h2").inner_text() == "Detail"


def test_gaps_are_marked_and_can_be_shown_alone(show, pages) -> None:
    page = show(pages / "view.html", "#lang=en").page
    marks = page.locator("#marks .check").all_inner_texts()
    assert any("missing: " in row for row in marks), marks
    before = _drawing_over(page)
    page.locator("#marks button").first.click()
    assert "mark=" in page.url and _drawing_over(page) != before
    assert page.locator("#marks button").first.get_attribute("aria-pressed") == "true"
    page.keyboard.press("Escape")
    assert "mark=" not in page.url and _drawing_over(page) == before


def test_a_pointer_is_told_the_sentence(show, pages) -> None:
    page = show(pages / "view.html", "#lang=en&at=0.-900.s1").page  # away from the others
    page.keyboard.press("0")
    page.click("#zoom-fit")
    x, y = spot_of(page, "s1")
    page.mouse.move(x, y)
    page.wait_for_selector(".pointed:not([hidden])")
    told = page.locator(".pointed").inner_text()
    assert told.splitlines()[0].endswith("Gamma Seals · Firm")
    assert "Supply" in told


def test_a_node_stays_where_it_is_dropped(show, pages) -> None:
    page = show(pages / "view.html", "#lang=en").page
    x, y = spot_of(page, "s1")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=4)
    page.mouse.up()
    assert "at=" in page.url and "entities moved: 1" in page.locator("#moved").inner_text()
    page.reload()
    assert spot_of(page, "s1") != (x, y)
    page.click("#moved-back")
    assert "at=" not in page.url and not page.locator("#moved").is_visible()


def test_the_address_holds_the_state(show, pages) -> None:
    first = show(pages / "view.html", "#lang=en").page
    first.click("label:has-text('Supply') input")
    first.select_option("#size", "same")
    search(first, "pump")
    second = show(pages / "view.html", "#" + first.url.split("#")[1]).page
    assert _status(second) == _status(first)
    assert second.locator("#size").input_value() == "same"
    assert second.locator("#detail h2").inner_text() == "pump"
    broken = show(
        pages / "view.html", "#off=c.%00~t.no~~&sel=nobody&hops=x&path=a~b&open=999&tab=zz"
    )
    assert not broken.complaints


def test_a_path_between_two(show, pages) -> None:
    page = show(pages / "view.html", "#lang=en").page
    page.click("summary:has-text('Path between two')")
    page.fill("#from", "Delta Motors")
    page.fill("#to", "River Fund")
    page.click("#find-path")
    detail = page.locator("#detail").inner_text()
    assert "path 1 of 5, steps: 4" in detail and "run through cities" in detail
    assert "path=s2%7Eriver-fund" in page.url
    page.click("#detail button:has-text('path 2')")
    assert "path 2 of 5" in page.locator("#detail").inner_text() and "nth=1" in page.url
    for button in page.locator("#detail ul .plain").all_inner_texts():
        assert button not in ("Rivertown", "pump chain")
    page.click("#none-relation")
    assert "No path along" in page.locator("#detail").inner_text()


def test_the_detail_tells_where_things_are_said(show, pages) -> None:
    page = show(pages / "view.html", "#lang=en&sel=s1").page
    detail = page.locator("#detail").inner_text()
    assert "invented data for examples and tests" in detail
    assert "Supply" in detail and "600,000 yuan" in detail
    page.click("#detail button:has-text('Alpha Pumps')")
    assert page.locator("#detail h2").inner_text() == "Alpha Pumps"


def test_the_detail_tells_evidence_and_doubts(show, tiny_folder, tmp_path) -> None:
    why = {"basis_zh": "推", "basis_en": "read", "evidence": "implied"}
    loc = statement(id="loc", located="s1", place="hillside") | why
    add_rows(tiny_folder, "location", loc)
    add_rows(tiny_folder, "doubt", {
        "id": "d", "statement": "loc", "kind": "ambiguous", "confidence": "high",
        "basis_zh": "不明", "basis_en": "unclear", "source": "invented",
    })  # fmt: skip
    graph = open_graph(str(tiny_folder))
    for network in (None, "supply"):  # there an edge, here a fact of the node
        write_view(graph, tmp_path / "page.html", network=network)
        page = show(tmp_path / "page.html", "#lang=en&sel=s1&off=t.Location").page
        rows = page.locator("#detail li").all_inner_texts()
        doubted = [row for row in rows if "Doubtful: ambiguous: unclear" in row]
        assert doubted and all("Hillside" in row and "implied" in row for row in doubted)
        assert [row for row in rows if "implied" in row and row not in doubted] == []
    write_view(graph, tmp_path / "page.html")
    page = show(tmp_path / "page.html", "#lang=en&tab=edges&off=t.Location").page
    rows = [r for r in page.locator("#sheet-edges tbody tr").all_inner_texts() if "unclear" in r]
    assert len(rows) == 1 and "Hillside" in rows[0] and "implied" in rows[0]


def _drawing_over(page: Page) -> str:
    """What is drawn above the nodes and lines: names, signs, what is picked out."""
    return page.evaluate("document.querySelector('#overlay').toDataURL()")


def _drawing(page: Page) -> str:
    """The drawing as it is once the frame after this one is out."""
    return page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>"
        " done(document.querySelector('#canvas canvas').toDataURL()))))"
    )


def test_the_page_of_a_chain_is_its_picture_then_its_network(show, tmp_path) -> None:
    write_view(open_graph("tiny"), tmp_path / "chain.html", chain="pump-chain")
    opened = show(tmp_path / "chain.html", "#lang=en")
    page = opened.page
    assert page.locator("#sheet-chain svg.layers").is_visible()
    assert not page.locator(".controls").is_visible()
    page.locator("svg.layers .box").first.click()
    note = page.locator("#beside .product-note:visible")
    name = note.locator("h3 a").inner_text()
    note.locator("h3 a").click()
    page.locator("#canvas").wait_for()  # the network is laid out first
    assert page.locator("#detail h2").inner_text() == name
    page.click("#tab-chain")
    assert page.locator("#sheet-chain").is_visible()
    assert not opened.complaints and not opened.outside


def test_everything_by_keyboard(show, pages) -> None:
    page = show(pages / "view.html", "#lang=en").page
    page.focus("#canvas")
    seen = _drawing(page)
    for key, back in (("+", "-"), ("ArrowLeft", "ArrowRight"), ("ArrowUp", "ArrowDown")):
        page.keyboard.press(key)
        assert _drawing(page) != seen, key
        page.keyboard.press(back)
        assert _drawing(page) == seen, back
    page.keyboard.press("n")
    first = page.locator("#detail h2").inner_text()
    assert first in page.locator("#spoken").inner_text()
    page.keyboard.press("n")
    assert page.locator("#detail h2").inner_text() != first
    page.keyboard.press("p")
    assert page.locator("#detail h2").inner_text() == first
    page.keyboard.press("f")
    assert page.locator("#banner").is_visible()
    page.keyboard.press("u")
    assert not page.locator("#banner").is_visible()
    page.keyboard.press("Escape")
    assert first not in page.locator("#detail").inner_text()
    page.focus("#tab-network")
    page.keyboard.press("ArrowRight")
    assert page.locator("#sheet-entities").is_visible()
    page.keyboard.press("Tab")
    reached = set()
    for _ in range(200):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
    assert {"q", "lang", "theme", "class-0", "relation-0", "size", "png", "detail"} <= reached


def test_the_tables_hold_what_is_drawn(show, pages) -> None:
    page = show(pages / "view.html", "#lang=en&tab=entities").page
    page.click("#all-relation")
    assert page.locator("#sheet-entities tbody tr").count() == 14
    page.click("#sheet-entities th:has-text('number of') button")
    counts = [int(x) for x in page.locator("#sheet-entities td.number").all_inner_texts()]
    assert counts == sorted(counts, reverse=True)
    page.click("#tab-edges")
    assert page.locator("#sheet-edges tbody tr").count() == 29


def test_what_is_taken_away(show, pages, tmp_path) -> None:
    page = show(pages / "view.html", "#lang=en&off=c.City").page
    taken = {}
    for button in ("png", "svg", "csv-entities", "csv-edges"):
        with page.expect_download() as waiting:
            page.click(f"#{button}")
        taken[button] = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(taken[button])
    assert taken["png"].read_bytes()[:4] == b"\x89PNG" and taken["png"].stat().st_size > 5000
    svg = taken["svg"].read_text(encoding="utf-8")
    assert svg.count("<title>") == 12 and "Alpha Pumps" in svg and "<script" not in svg
    entities = taken["csv-entities"].read_text(encoding="utf-8-sig").splitlines()
    assert len(entities) == 1 + 11 and entities[0].endswith("id,class,label_zh,label_en")
    edges = taken["csv-edges"].read_text(encoding="utf-8-sig").splitlines()
    assert edges[0].startswith("From,Connection,To,Value,Real-world status,Evidence,Source")
    assert any("supply-s1-b1-seal,s1,Supply,b1,exists,stated,invented" in row for row in edges)
    assert any(row.startswith("Gamma Seals,Supply,") for row in edges)


def test_print_shows_the_drawing_as_an_image(show, pages) -> None:
    page = show(pages / "view.html").page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#print-image").is_visible()
    assert not page.locator(".controls").is_visible()


def test_too_much_to_draw_opens_with_communities(show, tmp_path) -> None:
    rings, size = 26, 500
    net = Network()
    net.nodes = [{"id": i, "label": f"n{i}", "group": "Firm"} for i in range(rings * size)]
    net.edges = [
        {"from": r * size + i, "to": r * size + (i + step) % size}
        for r in range(rings)
        for i in range(size)
        for step in (1, 2)
    ] + [{"from": r * size, "to": (r + 1) % rings * size} for r in range(rings)]
    write_network(net, tmp_path / "net.html")
    opened = show(tmp_path / "net.html", "#lang=en")
    page = opened.page
    communities = download(page, "svg").count("<title>") - 1
    assert "Expand all" in page.locator("#banner").inner_text()
    assert rings < communities < 1000
    page.click("#detail li button >> nth=0")
    opened_members = int(page.locator("#detail li .count").first.inner_text().split(":")[0])
    assert download(page, "svg").count("<title>") - 1 == communities - 1 + opened_members
    assert "open=0" in page.url
    assert "<title>n777</title>" not in download(page, "svg")
    search(page, "n777")
    assert "<title>n777</title>" in download(page, "svg")
    assert not opened.complaints


# --------------------------------------------------------------------- atlas


def test_the_search_of_the_atlas_leads_to_a_entity(show, pages) -> None:
    page = show(pages / "atlas" / "index.html", "#lang=en").page
    page.keyboard.press("/")
    page.wait_for_selector("html[data-searchable]", state="attached")
    page.keyboard.type("bhdj")
    page.keyboard.press("Escape")
    page.keyboard.type("xgddj")
    page.keyboard.press("Enter")
    page.wait_for_url("**/entities/s2.html*")
    assert "lang=en" in page.url and "Delta Motors" in page.locator("h1").inner_text()


def test_a_chain_lights_up_what_belongs_together(show, pages) -> None:
    page = show(pages / "atlas" / "chains" / "pump-chain.html", "#lang=en").page
    page.hover("[data-key='motor'] rect")
    assert page.locator("svg.layers .box.on").count() == 2  # with the pump that needs it
    assert page.locator("svg.layers .lines .need").count() == 1
    page.focus("[data-key='pump'] a")
    assert page.locator("svg.layers .box.on").count() == 3  # with its two inputs
    bands = page.locator("svg.layers .band-name .head.en").all_text_contents()
    assert bands == ["upstream", "midstream"]
    assert "from" in page.locator("[data-key='motor']").text_content()  # its origins


def test_a_chosen_product_tells_who_could_mend_it(show, pages) -> None:
    page = show(pages / "atlas" / "chains" / "pump-chain.html", "#lang=en").page
    assert page.locator("#beside .hint").is_visible()
    page.click("[data-key='motor'] rect")
    assert page.locator("#about-motor").is_visible()
    assert not page.locator("#beside .hint").is_visible()
    assert "Needed by" in page.locator("#about-motor").inner_text()
    assert "product=motor" in page.url
    page.reload()
    assert page.locator("#about-motor").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#beside .hint").is_visible() and "product" not in page.url


def test_a_segment_closes_and_what_is_below_moves_up(show, pages) -> None:
    page = show(pages / "atlas" / "chains" / "pump-chain.html", "#lang=en").page
    high = page.locator("svg.layers").bounding_box()["height"]
    head = page.locator(".segment-head").first
    head.focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-expanded") == "false"
    assert page.locator("svg.layers").bounding_box()["height"] < high
    page.keyboard.press("Enter")
    assert page.locator("svg.layers").bounding_box()["height"] == high


def test_a_question_is_answered_offline(show, pages) -> None:
    opened = show(pages / "atlas" / "index.html", "#lang=en")
    page = opened.page
    page.keyboard.press("/")
    page.wait_for_selector("html[data-searchable]", state="attached")
    page.keyboard.type("who makes motor?")
    rows = page.locator("#hits li").all_inner_texts()
    assert "Local makers" in rows[0]
    page.fill("#q", "水泵需要什么")
    assert page.locator("#hits li").count() > 1
    page.keyboard.press("Enter")  # an answer is there to be read
    assert page.url.split("#")[0].endswith("index.html") and page.locator("#hits").is_visible()
    assert page.locator("#hits [aria-selected=true]").count() == 1  # and Enter marked a row of it
    page.keyboard.press("Enter")
    page.wait_for_url("**/entities/*")
    assert not opened.outside and not opened.complaints


def test_what_no_name_contains_finds_what_is_like_it(show, pages) -> None:
    page = show(pages / "atlas" / "index.html", "#lang=en").page
    page.keyboard.press("/")
    page.wait_for_selector("html[data-searchable]", state="attached")
    page.keyboard.type("motors of Delta in 2022")
    rows = page.locator("#hits li").all_inner_texts()
    assert rows[0] == "no exact match; similar names" and "Delta Motors" in rows[1]


def test_gaps_are_filtered_and_their_kinds_explained(show, pages) -> None:
    page = show(pages / "atlas" / "gaps.html", "#lang=en").page
    form = page.locator("form.filters").first
    option = form.locator("[name=kind] option").nth(1)
    named, count = option.inner_text().strip().rsplit(" ", 1)  # made elsewhere (2)
    rows = page.locator("table.findings").first.locator("tbody tr:visible")
    form.locator("[name=kind]").select_option(option.get_attribute("value"))
    assert f"({rows.count()})" == count
    assert all(named in row for row in rows.all_inner_texts())
    form.locator("[name=words]").fill("nothing of this name")
    assert rows.count() == 0 and page.locator("[data-none]").first.is_visible()
    form.locator("button").click()
    badge = page.locator("table.findings .badge").first
    assert len(badge.get_attribute("title")) > 20
    assert not any("\u4e00" <= c <= "\u9fff" for c in badge.get_attribute("title"))


def test_a_link_to_a_part_of_a_page_keeps_the_language(show, pages) -> None:
    page = show(pages / "atlas" / "index.html", "#lang=en", size={"width": 900, "height": 260}).page
    page.click(".asked li:nth-child(3) a")
    page.wait_for_url("**/helpers.html*")
    page.wait_for_selector("html[data-ready]", state="attached")
    assert "lang=en" in page.url
    top = page.evaluate("document.getElementById('knowledge').getBoundingClientRect().top")
    assert top < 200
    page.click("p a[href='#local']")
    assert "lang=en" in page.url


def test_from_a_thing_to_the_network_and_back(show, pages) -> None:
    page = show(pages / "atlas" / "entities" / "b1.html", "#lang=en").page
    page.click("text=See it in the network")
    page.wait_for_selector("html[data-ready]", state="attached")
    assert "Focus: Alpha Pumps" in page.locator("#banner").inner_text()
    page.click("text=Open its page")
    page.wait_for_url("**/entities/b1.html*")


def test_unknown_is_written_as_unknown(show, pages) -> None:
    page = show(pages / "atlas" / "index.html", "#lang=en").page
    shown = page.locator("main").inner_text()
    assert "unknown" in shown and "0%–0%" not in shown and "NaN" not in shown
    marker = json.loads((pages / "atlas" / "ecograph-atlas.json").read_text(encoding="utf-8"))
    assert "index.html" in marker["files"]


def test_a_network_in_scripts_beside_its_page_is_the_same(
    show, tiny, tmp_path, monkeypatch
) -> None:
    """The tables of the page, its search and its keys, in both languages."""
    write_atlas(tiny, tmp_path / "whole")
    monkeypatch.setattr("ecograph.pages.atlas.MOST_INSIDE", 600)
    write_atlas(tiny, tmp_path / "parts")
    assert len(list((tmp_path / "parts/networks").glob("overview.*.js"))) > 5
    told = []
    for name in ("whole", "parts"):
        opened = show(tmp_path / name / "networks/overview.html", "#lang=en")
        page = opened.page
        search(page, "Alpha Pumps")
        detail = page.inner_text("#detail")
        page.keyboard.press("Escape")
        page.click("#tab-edges")
        told.append((page.inner_text("#status"), detail, page.inner_text("#sheet-edges")))
        page.click("#lang")
        told[-1] += (page.inner_text("#sheet-edges"), download(page, "csv-edges"))
        assert not opened.complaints and not opened.outside
    assert told[0] == told[1] and "Alpha Pumps" in told[0][1]
    sizes = [p.stat().st_size for p in (tmp_path / "parts/networks").glob("*.js")]
    assert max(sizes) < 3000
