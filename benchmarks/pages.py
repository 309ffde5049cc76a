"""How soon a page is drawn, in Chromium with the network cut, beside pyvis's own page.

    python benchmarks/pages.py [--quick]

For each size: an invented network with the degrees of a real one (ends drawn by rank, weight
rank^-0.8), the same for both.  "drawn" is the time from opening the file until the first frame
after the last node is on the canvas; "filter" the time of one filter switched off.  pyvis's page
is its default (`write_html`, in line) with its two requests to the network answered at once by
nothing; --quick leaves it out, for it needs minutes.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, sync_playwright
from pyvis.network import Network
from report import add_option, report

from ecograph.pages.view import write_network

CHROMIUM = "/usr/bin/chromium"
SIZES = ((1_000, 3_000), (10_000, 30_000), (50_000, 150_000))
ROUNDS = 3
PATIENCE = 180_000  # milliseconds


def invented(count: int, edges: int, seed: int = 1) -> Network:
    """A network with few large and many small hubs, without positions."""
    rng = np.random.default_rng(seed)
    weight = 1 / np.arange(1, count + 1) ** 0.8
    ends = np.column_stack(
        [rng.choice(count, edges, p=weight / weight.sum()), rng.integers(0, count, edges)]
    ).tolist()
    net = Network(directed=True)
    groups = ("Firm", "Product", "Lab", "Fund", "Policy")
    net.nodes = [
        {"id": f"n{i}", "label": f"企业{i}", "group": groups[i % 5], "shape": "dot"}
        for i in range(count)
    ]
    net.node_ids = [n["id"] for n in net.nodes]
    net.node_map = {n["id"]: n for n in net.nodes}
    net.edges = [
        {"from": f"n{a}", "to": f"n{b}", "arrows": "to", "title": "supplies"}
        for a, b in ends
        if a != b
    ]
    return net


def ours(browser: Browser, page_file: Path) -> tuple[float, float]:
    """Milliseconds until drawn, and of one filter."""
    page = browser.new_context(offline=True, viewport={"width": 1400, "height": 900}).new_page()
    page.goto(page_file.as_uri(), wait_until="commit")
    page.wait_for_selector("html[data-ready]", state="attached", timeout=PATIENCE)
    drawn = page.evaluate("performance.getEntriesByName('ecograph-drawn')[0].startTime")
    spent = page.evaluate(
        """() => new Promise((done) => {
            const start = performance.now();
            document.getElementById('class-1').click();
            const end = () => done(performance.now() - start);
            requestAnimationFrame(() => requestAnimationFrame(end));
        })"""
    )
    page.context.close()
    return drawn, spent


def theirs(browser: Browser, page_file: Path) -> float | None:
    """Milliseconds until pyvis's page has drawn, None where it takes more than PATIENCE."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.route("http*://**", lambda route: route.fulfill(status=200, body=""))
    page.add_init_script(
        "window.drawn = 0; const watch = () => { if (window.network && !window.seen) { seen = 1;"
        "network.once('stabilizationIterationsDone', () => requestAnimationFrame("
        "() => { drawn = performance.now(); })); } else if (!window.seen) setTimeout(watch, 5); };"
        "watch();"
    )
    try:
        page.goto(page_file.as_uri(), wait_until="commit")
        page.wait_for_function("window.drawn > 0", timeout=PATIENCE)
        return float(page.evaluate("window.drawn"))
    except Exception as error:  # the page hangs: report it as such
        if "Timeout" not in type(error).__name__:
            raise
        return None
    finally:
        context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="without pyvis")
    add_option(parser)
    given = parser.parse_args()
    rows: list[tuple[object, ...]] = []
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        for count, edges in SIZES:
            path = Path(folder) / f"ours-{count}.html"
            start = time.perf_counter()
            size = write_network(invented(count, edges), path)
            spent = time.perf_counter() - start
            runs = [ours(browser, path) for _ in range(ROUNDS)]
            drawn, filtered = (statistics.median(r[k] for r in runs) for k in (0, 1))
            other = None
            if not given.quick and count <= 10_000:
                theirs_path = Path(folder) / f"theirs-{count}.html"
                net = invented(count, edges)
                theirs_path.write_text(Network.generate_html(_with_lines(net)), encoding="utf-8")
                other = theirs(browser, theirs_path)
                told = f"{other:.0f}" if other else f"> {PATIENCE}"
            else:
                told = "not run"
            ratio = f"{(other or PATIENCE) / drawn:.0f}x" if told != "not run" else ""
            kilobytes = f"{size / 1024:.0f}"
            shown = (f"{drawn:.0f}", f"{filtered:.0f}")
            rows.append((count, edges, kilobytes, spent, *shown, told, ratio))
        browser.close()
    heads = ("nodes", "edges", "page, KB", "written, s", "drawn, ms", "filter, ms", "pyvis, ms")
    report("pages", (*heads, "ratio"), rows, given.write)


def _with_lines(net: Network) -> Network:
    net.cdn_resources = "in_line"
    return net


if __name__ == "__main__":
    main()
