"""How fast an atlas and GraphML are written, beside pyvis and networkx in the same run.

    python benchmarks/outputs.py [--firms 2900] [--edges 200000]

Seconds are of the processor.  "pyvis" writes a page of the neighbours of an entity, as its users
would for each; "networkx" is write_graphml_lxml.  With 2,900 firms an atlas has 5,000 pages.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
from pyvis.network import Network
from report import add_option, report

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


def atlas(folder: Path, firms: int) -> list[tuple[Any, ...]]:
    """Pages a second, the largest, and all of them."""
    write_nation(folder / "nation.nq", firms, seed=7, form="nq")
    graph = open_graph(folder / "nation.nq")
    made: list[Any] = []
    spent = seconds(lambda: made.append(write_atlas(graph, folder / "atlas")))
    theirs = seconds(lambda: pyvis_pages(folder))
    largest = max((folder / "atlas").rglob("*.html"), key=lambda p: p.stat().st_size)
    a_page, other = spent / made[0].pages, theirs / THEIRS
    pages = made[0].pages
    return [
        (f"an atlas of {pages} pages, CPU s", spent, None, None, "60 s"),
        ("a page of it, beside one of pyvis, ms", a_page * 1000, other * 1000, a_page / other, ""),
        ("its largest page, MB", largest.stat().st_size / 1e6, None, None, "1.5 MB"),
    ]


def graphml(folder: Path, edges: int) -> list[tuple[Any, ...]]:
    """Seconds, megabytes and memory, beside networkx on the same network."""
    G = nx.MultiDiGraph(name="many")
    for i in range(edges):
        data = {"weight": i / 7, "document": "paper", "paragraph": i % 300, "modality": "exists"}
        G.add_edge(f"firm-{i % 9973}", f"firm-{i % 7919}", key=f"supply-{i:07d}", **data)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ours = seconds(lambda: write_network(G, folder / "ours.graphml"))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    theirs = seconds(lambda: nx.write_graphml_lxml(G, folder / "theirs.graphml"))
    size = (folder / "ours.graphml").stat().st_size / 1e6
    told = f"GraphML of {edges} edges ({size:.0f} MB), beside networkx, CPU s"
    return [
        (told, ours, theirs, ours / theirs, ""),
        ("memory that grows while it is written, MB", grown, None, None, ""),
    ]


def main() -> None:
    """Prints the rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=2_900)
    parser.add_argument("--edges", type=int, default=200_000)
    add_option(parser)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        rows = graphml(Path(name), asked.edges)  # first, for memory is counted by its peak
        rows += atlas(Path(name), asked.firms)
    report("outputs", ("what", "ours", "beside", "ratio", "goal"), rows, asked.write)


if __name__ == "__main__":
    main()
