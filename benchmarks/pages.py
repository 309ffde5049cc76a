"""How soon a page is drawn and how it drags, in Chromium with the network cut, beside others.

    python benchmarks/pages.py [--quick]

For each size: an invented network with the degrees of a real one (ends drawn by rank, weight
rank^-0.8) at random places, the same for all.  The others are pyvis's own page without its physics
(with it, 1,000 nodes take more than a minute) and a page with cytoscape.js and its preset layout.
"drawn" is the time from opening the file until the second frame after the last node is on the
canvas; "a move" how long the drawing takes to follow a move of the pointer while it is dragged;
"filter" the time of one class switched off until the second frame.  Of more than 1,500 nodes a page
of ours shows communities first; the comparison is with all of them opened, what readers meet is
told apart.  --quick leaves out the others.
"""

import argparse
import json
import shutil
import statistics
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
from machine import CYTOSCAPE
from playwright.sync_api import Browser, Page, sync_playwright
from pyvis.network import Network
from report import Detail, Ratio, main

from ecograph.pages.view import write_network

CYTOSCAPE_SCRIPT = CYTOSCAPE / "dist" / "cytoscape.min.js"
SIZES = ((1_000, 3_000), (5_000, 15_000), (10_000, 30_000), (20_000, 60_000))
ROUNDS = 3
MOVES = 20
PATIENCE = 180_000  # milliseconds
EVERY = "#open=" + "~".join(map(str, range(2000)))  # the state of a page with all nodes open
FIRST = ("drawn, ms", "a move, ms", "filter, ms")
TWO_FRAMES = "requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())))"
FILTER = """() => new Promise((done) => {
  const start = performance.now();
  document.getElementById("class-1").click();
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
})"""
MOVE = f"""(step) => new Promise((done) => {{
  const at = document.elementFromPoint(700 - step, 450);
  const kind = {{ bubbles: true, clientX: 700 - step, clientY: 450, buttons: 1 }};
  at.dispatchEvent(new PointerEvent("pointermove", kind));
  at.dispatchEvent(new MouseEvent("mousemove", kind));
  {TWO_FRAMES};
}})"""


def invented(count: int, edges: int, seed: int = 1) -> Network:
    """A network with few large and many small hubs, at random places."""
    rng = np.random.default_rng(seed)
    weight = 1 / np.arange(1, count + 1) ** 0.8
    ends = np.column_stack(
        [rng.choice(count, edges, p=weight / weight.sum()), rng.integers(0, count, edges)]
    ).tolist()
    side = 60 * count**0.5
    spots = (rng.random((count, 2)) * side).astype(int).tolist()
    net = Network(directed=True, cdn_resources="in_line", height="880px")
    groups = ("Firm", "Product", "Lab", "Fund", "Policy")
    net.nodes = [
        {"id": f"n{i}", "label": f"企业{i}", "group": groups[i % 5], "shape": "dot"}
        | {"x": spots[i][0], "y": spots[i][1], "physics": False}
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


def write_pyvis(net: Network, path: Path) -> None:
    """The page of pyvis, without its physics; it marks the second frame after it has drawn."""
    net.toggle_physics(False)
    net.options.edges.smooth.enabled = False
    html = net.generate_html()
    mark = "network.once('afterDrawing', () => " + TWO_FRAMES.replace("done(", "mark(") + ");"
    path.write_text(
        html.replace(
            "network = new vis.Network(container, data, options);",
            "network = new vis.Network(container, data, options);"
            f"const mark = (at) => {{ window.drawnAt = at; }}; {mark}",
        ),
        encoding="utf-8",
    )


def write_cytoscape(net: Network, path: Path) -> None:
    """A page with cytoscape.js and the same places; it marks the second frame after the first."""
    elements = [
        {"data": {"id": n["id"], "label": n["label"]}, "position": {"x": n["x"], "y": n["y"]}}
        for n in net.nodes
    ] + [{"data": {"source": e["from"], "target": e["to"]}} for e in net.edges]
    script = CYTOSCAPE_SCRIPT.read_text(encoding="utf-8")
    path.write_text(
        f"""<!doctype html><meta charset=utf-8>
<style>#cy {{ width: 1380px; height: 880px; }}</style><div id=cy></div>
<script>{script}</script><script>
const mark = (at) => {{ window.drawnAt = at; }};
const cy = cytoscape({{ container: document.getElementById("cy"), elements: {json.dumps(elements)},
  layout: {{ name: "preset" }},
  style: [{{ selector: "node", style: {{ label: "data(label)", width: 10, height: 10 }} }},
    {{ selector: "edge", style: {{ "target-arrow-shape": "triangle", width: 1,
      "curve-style": "straight" }} }}] }});
cy.ready(() => {TWO_FRAMES.replace("done(", "mark(")});
</script>""",
        encoding="utf-8",
    )


def opened(browser: Browser, address: str) -> Page:
    """A page in a context of its own, without a network."""
    context = browser.new_context(offline=True, viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.goto(address, wait_until="commit")
    return page


def ours(browser: Browser, path: Path, state: str) -> tuple[float, float, float]:
    """Milliseconds until drawn, of a move while dragged, of one filter."""
    page = opened(browser, path.as_uri() + state)
    page.wait_for_selector("html[data-ready]", state="attached", timeout=PATIENCE)
    drawn = page.evaluate("performance.getEntriesByName('ecograph-drawn')[0].startTime")
    moves = dragged(page)
    spent = page.evaluate(FILTER)
    page.context.close()
    return drawn, moves, spent


def theirs(browser: Browser, path: Path) -> tuple[float, float] | None:
    """Milliseconds until drawn and of a move; None where it takes more than PATIENCE."""
    page = opened(browser, path.as_uri())
    try:
        page.wait_for_function("window.drawnAt > 0", timeout=PATIENCE)
        return float(page.evaluate("window.drawnAt")), dragged(page)
    except Exception as error:  # the page hangs: report it as such
        if "Timeout" not in type(error).__name__:
            raise
        return None
    finally:
        page.context.close()


def dragged(page: Page) -> float:
    """Milliseconds until the ground has followed a move of the pointer."""
    page.mouse.move(700, 450)
    page.mouse.down()
    spent = page.evaluate(
        f"""async () => {{
          const move = {MOVE};
          const start = performance.now();
          for (let i = 1; i <= {MOVES}; i++) await move(i * 4);
          return performance.now() - start;
        }}"""
    )
    page.mouse.up()
    return float(spent) / MOVES


def median(run: Callable[[], tuple[float, ...]]) -> list[float]:
    """The medians of several runs."""
    return [
        statistics.median(column) for column in zip(*(run() for _ in range(ROUNDS)), strict=True)
    ]


def options(parser: argparse.ArgumentParser) -> None:
    """Whether the others are left out."""
    parser.add_argument("--quick", action="store_true", help="without the others")


def measure(given: argparse.Namespace) -> Iterator[Ratio | Detail]:
    """Ours beside each other, then what readers of ours meet."""
    chromium = shutil.which("chromium")
    if chromium is None:
        yield Ratio("pages", "pages in Chromium", why="Chromium is not installed")
        return
    first: list[tuple[object, ...]] = []
    sizes = SIZES[:1] if given.small else SIZES
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        for count, edges in sizes:
            path = Path(folder) / f"ours-{count}.html"
            write_network(invented(count, edges), path)
            met, whole = (median(partial(ours, browser, path, s)) for s in ("", EVERY))
            first.append((count, *met, *whole))
            for peer in () if given.quick else ("pyvis", "cytoscape"):
                yield from beside(browser, Path(folder), (count, edges), peer, whole)
        browser.close()
    heads = ("nodes", *FIRST, *(f"all open: {name}" for name in FIRST))
    yield Detail("pages", "What readers of a page of ours meet first.", heads, tuple(first))


def beside(
    browser: Browser, folder: Path, size: tuple[int, int], peer: str, whole: list[float]
) -> Iterator[Ratio]:
    """Ours with all nodes open beside the page of another, drawn and dragged."""
    told = f"{size[0]:,} nodes, {size[1]:,} edges"
    what = (f"{told}: drawn", f"{told}: a move")
    if peer == "cytoscape" and not CYTOSCAPE_SCRIPT.is_file():
        why = "cytoscape.js is not installed"
        yield Ratio("pages", what[0], whole[0], "cytoscape.js", unit="ms", why=why)
        return
    path = folder / f"{peer}-{size[0]}.html"
    (write_pyvis if peer == "pyvis" else write_cytoscape)(invented(*size), path)
    named = "pyvis, physics off" if peer == "pyvis" else "cytoscape.js"
    found = theirs(browser, path)
    if found is None:
        why = f"nothing is drawn in {PATIENCE // 1000} s"
        yield Ratio("pages", what[0], whole[0], named, unit="ms", why=why)
        return
    for name, one, other in zip(what, whole, found, strict=False):
        yield Ratio("pages", name, one, named, other, "ms")


if __name__ == "__main__":
    main(measure, __doc__, options)
