"""How fast an atlas and GraphML are written, beside pyvis and networkx in the same run.

    python benchmarks/outputs.py [--firms 2900] [--edges 200000]

Seconds are of the processor.  "pyvis" writes a page of the neighbours of an entity, as its users
would for each; "networkx" is write_graphml_lxml.  With 2,900 firms an atlas has 5,000 pages.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx
from apart import apart, most_memory
from pyvis.network import Network
from report import Ratio, main

from ecograph.export.nation_files import write_nation
from ecograph.export.network_files import write_network
from ecograph.graph.opening import open_graph
from ecograph.pages.atlas import write_atlas

THEIRS = 50  # pages of pyvis


def seconds(work: Callable[[], object]) -> float:
    """What a piece of work takes of the processor."""
    start = time.process_time()
    work()
    return time.process_time() - start


def pyvis_pages(folder: Path) -> None:
    """Pages of sixteen neighbours each, everything inside them."""
    for number in range(THEIRS):
        net = Network(directed=True, cdn_resources="in_line")
        net.add_nodes([f"n{i}" for i in range(17)])
        for i in range(1, 17):
            net.add_edge("n0", f"n{i}")
        (folder / f"pyvis-{number}.html").write_text(net.generate_html(), encoding="utf-8")


def atlas(folder: Path, firms: int) -> Iterator[Ratio]:
    """Seconds of all pages and of one, and the largest."""
    write_nation(folder / "nation.nq", firms, seed=7, form="nq")
    graph = open_graph(folder / "nation.nq")
    made: list[Any] = []
    spent = seconds(lambda: made.append(write_atlas(graph, folder / "atlas")))
    theirs = seconds(lambda: pyvis_pages(folder)) / THEIRS * 1000
    largest = max((folder / "atlas").rglob("*.html"), key=lambda p: p.stat().st_size)
    pages = made[0].pages
    yield Ratio("outputs", f"an atlas of {pages:,} pages", spent, unit="CPU s", most=60)
    ours = spent / pages * 1000
    yield Ratio("outputs", "a page of it", ours, "a page of pyvis", theirs, "CPU ms", goal=1)
    size = largest.stat().st_size / 1e6
    yield Ratio("outputs", "its largest page", size, unit="MB", most=1.5)


def written(writer: str, edges: int) -> tuple[float, float, float]:
    """Seconds of writing GraphML by ours or networkx, the memory that grows, the file in MB."""
    G = nx.MultiDiGraph(name="many")
    for i in range(edges):
        data = {"weight": i / 7, "document": "paper", "paragraph": i % 300, "modality": "exists"}
        G.add_edge(f"firm-{i % 9973}", f"firm-{i % 7919}", key=f"supply-{i:07d}", **data)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "network.graphml"
        write = write_network if writer == "ours" else nx.write_graphml_lxml
        before = most_memory()
        spent = seconds(lambda: write(G, path))
        return spent, most_memory() - before, path.stat().st_size / 1e6


def graphml(edges: int) -> Iterator[Ratio]:
    """Seconds and memory beside networkx on the same network."""
    ours, grown, size = apart(written, "ours", edges)
    theirs, other, _ = apart(written, "networkx", edges)
    told = f"GraphML of {edges:,} edges ({size:.0f} MB)"
    yield Ratio("outputs", told, ours, "networkx", theirs, "CPU s", goal=1)
    yield Ratio("outputs", f"{told}, memory", grown, "networkx", other, "MB", goal=1)


def options(parser: argparse.ArgumentParser) -> None:
    """How many firms and edges."""
    parser.add_argument("--firms", type=int, help="else 2,900, or 150 where it is small")
    parser.add_argument("--edges", type=int, help="else 200,000, or 10,000 where it is small")


def measure(given: argparse.Namespace) -> Iterator[Ratio]:
    """The rows of both."""
    firms = given.firms or (150 if given.small else 2_900)
    yield from graphml(given.edges or (10_000 if given.small else 200_000))
    with tempfile.TemporaryDirectory() as name:
        yield from atlas(Path(name), firms)


if __name__ == "__main__":
    main(measure, __doc__, options)
