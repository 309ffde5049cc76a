"""Fixtures that all tests share: the tiny region, and what stands beside a checkout."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ecograph.graph.columns import Tables, read_tables
from ecograph.graph.opening import CitedGraph, open_graph
from servers_help import missing_servers

ROOT = Path(__file__).resolve().parents[1]
BESIDE = Path(os.environ.get("ECOGRAPH_SHARED", ROOT.parent / "shared"))


def pytest_configure(config: pytest.Config) -> None:
    """What is kept of regions is kept for this run alone; its workers share it."""
    if "ECOGRAPH_CACHE" not in os.environ:
        os.environ["ECOGRAPH_CACHE"] = tempfile.mkdtemp(prefix="ecograph-tests-")
        config.add_cleanup(lambda: shutil.rmtree(os.environ["ECOGRAPH_CACHE"], ignore_errors=True))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need a browser, a server or other files skip by name without them."""
    missing = {
        "documents": None if (BESIDE / "sources").is_dir() else "the documents are not here",
        "real": None if (BESIDE / "real").is_dir() else "the real data are not here",
        "page": None if shutil.which("chromium") else "Chromium is not installed",
        "spark": None if shutil.which("java") else "Java is not installed",
        **missing_servers(),
    }
    if missing["page"] and os.environ.get("ECOGRAPH_PAGES_REQUIRED"):
        pytest.exit("Chromium is missing: the page tests cannot run", returncode=3)
    for item in items:
        for name, reason in missing.items():
            if reason and item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def tiny() -> CitedGraph:
    """The graph of the invented region."""
    return open_graph("tiny")


@pytest.fixture(scope="session")
def tiny_tables(tiny: CitedGraph) -> Tables:
    """The tables of the invented region."""
    return read_tables(tiny)


@pytest.fixture(scope="session")
def xiamen() -> CitedGraph:
    """The graph of Xiamen."""
    return open_graph("xiamen")


@pytest.fixture(scope="session")
def xiamen_tables(xiamen: CitedGraph) -> Tables:
    """The tables of Xiamen."""
    return read_tables(xiamen)


@pytest.fixture(scope="session")
def documents_folder() -> Path:
    """The folder of the documents beside the checkout."""
    return BESIDE / "sources"


@pytest.fixture
def tiny_folder(tmp_path: Path) -> Path:
    """A copy of the invented region that a test may spoil."""
    return Path(shutil.copytree(ROOT / "graph_data" / "tiny", tmp_path / "region"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, started once for all tests of pages."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield found
        found.close()
