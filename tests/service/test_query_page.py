"""The page that asks a served graph, in a browser that reaches that server and nothing else."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Request, expect
from service_help import Server, serving

pytestmark = pytest.mark.page
MAKERS = "SELECT ?firm ?firmLabel ?product ?productLabel { ?firm a eco:Firm ; eco:makes ?product }"
AXE = Path(__file__).parents[1] / "pages/web/node_modules/axe-core/axe.min.js"


@contextmanager
def watched(browser: Browser, server: Server) -> Iterator[Page]:
    """A page on which nothing may go wrong, and which may ask nothing of others."""
    opened = browser.new_page(locale="en-GB")
    wrong: list[str] = []

    def note_foreign(asked: Request) -> None:
        if not asked.url.startswith((server.address, "blob:", "data:")):
            wrong.append(asked.url)

    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    opened.on("request", note_foreign)
    yield opened
    opened.close()
    assert not wrong


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    with watched(browser, server) as opened:
        yield opened


YASGUI = Path(__file__).parents[1] / "pages/web/node_modules/@zazuko/yasgui"


@pytest.mark.skipif(not YASGUI.is_dir(), reason="YASGUI is not installed")
def test_an_editor_of_others_completes_from_the_graph_and_phones_nowhere(browser: Browser) -> None:
    with (
        serving("--graph", "tiny", "--editor", str(YASGUI)) as running,
        watched(browser, running) as page,
    ):
        page.goto(f"{running.address}/editor")
        page.click(".yasqe_queryButton")
        expect(page.locator(".yasr")).to_contain_text("Alpha Pumps")
        page.click(".CodeMirror-code")
        page.keyboard.press("Control+A")
        page.keyboard.type("PREFIX eco: <https://w3id.org/ecograph/ontology#>\nASK { ?x a eco:La")
        page.keyboard.press("Control+Space")
        expect(page.locator(".CodeMirror-hints")).to_contain_text("eco:Lab")
        assert running.get("/editor/../package.json").status_code == 404


def ask(page: Page, server: Server, query: str) -> None:
    """Opens the page with a query, and waits for the answer."""
    page.goto(f"{server.address}/query?query={quote(query)}")
    page.wait_for_selector("#run:not([aria-busy])")


def test_a_query_is_answered_with_rows_and_a_network(page: Page, server: Server) -> None:
    ask(page, server, MAKERS)
    rows = page.locator("#answer tbody tr")
    assert rows.count() > 2 and page.inner_text("#status") == f"rows: {rows.count()}"
    assert page.locator("#network canvas").count() == 1
    page.get_by_role("button", name="firmLabel").click()
    names = rows.locator("td:nth-child(2)").all_inner_texts()
    assert names == sorted(names)
    page.click("#lang")
    expect(page.locator("#status")).to_contain_text("行")
    assert page.inner_text("#run") == "运行"


def test_a_hint_leads_to_its_place(page: Page, server: Server) -> None:
    ask(page, server, "SELECT ?x {\n  ?x eco:makess ?y }")
    assert "eco:makes" in page.inner_text("#hints")
    page.get_by_role("button", name="line 2, column 6").click()
    at = page.evaluate("document.querySelector('#query').selectionStart")
    assert at == len("SELECT ?x {\n  ?x ")


def test_what_is_wrong_is_told_at_its_place(browser: Browser, server: Server) -> None:
    page = browser.new_page(locale="en-GB")
    ask(page, server, "SELECT ?x {\n ?x foo:bar ?y }")
    assert "the prefix foo:" in page.inner_text("#hints")
    assert page.get_by_role("button", name="line 2, column 5").count() == 1
    assert page.inner_text("#status") == "No answer"
    page.close()


def test_a_shipped_question_is_an_example(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/query")
    assert page.locator("#example option").count() > 150
    page.select_option("#example", "2")
    expect(page.locator("#status")).to_contain_text("row")
    assert page.input_value("#query").startswith("SELECT")


def test_an_answer_with_sources_is_kept_as_a_file(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/query")
    page.fill("#query", MAKERS)
    page.check("#cite")
    page.keyboard.press("Tab")
    page.focus("#query")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#sources li")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="csv", exact=True).click()
    text = waiting.value.path().read_text(encoding="utf-8")
    assert text.startswith("firm,firmLabel,product,productLabel,cited_document")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="json", exact=True).click()
    held = json.loads(waiting.value.path().read_text(encoding="utf-8"))
    assert len(held["rows"]) == page.locator("#answer tbody tr").count()


def test_an_entity_is_a_link_to_its_page(page: Page, server: Server) -> None:
    ask(page, server, "SELECT ?firm { ?firm a eco:Firm } ORDER BY ?firm LIMIT 1")
    page.click("#answer a")
    page.wait_for_selector("h1")
    assert "/ecograph/id/" in page.url and page.locator("table tbody tr").count() > 3
    page.click("#lang")
    assert page.locator("div.zh table").is_visible()
    assert not page.locator("div.en table").is_visible()


def test_hostile_values_stay_text(page: Page, server: Server) -> None:
    markup = "<img src=x onerror=alert(1)>"
    ask(
        page, server, f"SELECT ?x ?y {{ BIND('{markup}' AS ?x) BIND('javascript:alert(1)' AS ?y) }}"
    )
    assert markup in page.inner_text("#answer")
    assert page.locator("#answer img, #answer a").count() == 0


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed")
def test_pages_are_for_everybody(browser: Browser, server: Server) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    for path in (f"query?query={quote(MAKERS)}", "ecograph/vocab/modality-planned"):
        page.goto(f"{server.address}/{path}")
        page.wait_for_selector("table tbody tr:visible")
        page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
        found = page.evaluate(
            "axe.run().then((r) => r.violations.map((v) => [v.id, v.nodes.length]))"
        )
        assert found == []
    context.close()
