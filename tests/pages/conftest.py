"""Pages opened in real Chromium with the network cut, and what npm has for checking them."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from ecograph.graph.opening import open_graph
from ecograph.pages.atlas import write_atlas
from ecograph.pages.view import write_view
from pages_help import WATCH

WIDE = {"width": 1300, "height": 850}
WEB = Path(__file__).with_name("web")
SETUP = Path(__file__).parents[1] / "setup_web.sh"


@pytest.fixture(scope="session")
def web() -> Path:
    """The folder tests/pages/web with what it needs from npm; skips where that is not to be had."""
    done = shutil.which("npm") and subprocess.run(["sh", SETUP], capture_output=True, text=True)
    if not done or done.returncode:
        reason = f"tests/setup_web.sh: {done.stderr if done else 'npm is not installed'}"
        if os.environ.get("ECOGRAPH_PAGES_REQUIRED"):
            pytest.fail(reason)
        pytest.skip(reason)
    return WEB


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of the invented region: all of it, its chain, its atlas."""
    folder = tmp_path_factory.mktemp("pages")
    write_view(open_graph("tiny"), folder / "view.html")
    write_view(open_graph("tiny"), folder / "chain.html", chain="pump-chain")
    write_atlas(open_graph("tiny"), folder / "atlas")
    return folder


@dataclass
class Opened:
    """A page, and what it asked for and complained of."""

    page: Page
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def outside(self) -> list[str]:
        """Requests beyond the files themselves."""
        return [a for a in self.asked if not a.startswith(("file:", "data:", "blob:"))]


@pytest.fixture
def show(browser: Browser) -> Iterator[object]:
    """Opens a file in a context of its own without a network."""
    contexts = []

    def opener(
        path: Path,
        state: str = "",
        size: dict[str, int] = WIDE,
        dark: bool = False,
        locale: str = "zh-CN",
    ) -> Opened:
        context = browser.new_context(
            offline=True,
            locale=locale,
            viewport=size,  # type: ignore[arg-type]
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            accept_downloads=True,
            bypass_csp=False,
        )
        contexts.append(context)
        context.add_init_script(WATCH)
        opened = Opened(context.new_page())
        opened.page.on("request", lambda r: opened.asked.append(r.url))
        opened.page.on("console", lambda m: opened.complaints.append(m.text))
        opened.page.on("pageerror", lambda e: opened.complaints.append(e.message))
        opened.page.goto(path.as_uri() + state)
        opened.page.wait_for_selector("html[data-ready], main table", state="attached")
        return opened

    yield opener
    for context in contexts:
        context.close()
