"""What an open graph holds of memory, beside pyoxigraph and rdflib with the same statements.

    python benchmarks/memory.py [--firms 1270]

Each is opened in a process of its own and asked one short query: Xiamen as it is kept, an invented
nation as a store on disk and as a file in memory.  Memory is what the process holds (resident), and
the worker of ours that answers.  A statement takes what came since the libraries were imported.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from apart import apart, held_memory
from report import Ratio, main
from spent import MAIN

QUERY = "SELECT ?x { ?x a <https://w3id.org/ecograph/ontology#Firm> } LIMIT 10"


@dataclass(frozen=True)
class Held:
    """The memory of a process in MB: before it has a graph, and once that is open and asked."""

    statements: int
    before: float
    asked: float

    @property
    def bytes_each(self) -> float:
        """What a statement takes."""
        return (self.asked - self.before) * 1024**2 / self.statements


def ours(name: str) -> Held:
    """A graph as it is opened, and a query by our executor."""
    from ecograph.graph.opening import open_graph
    from ecograph.sparql.execution import run_query

    before = held_memory()
    graph = open_graph(name)
    run_query(graph, QUERY)
    assert graph.store is not None
    return Held(len(graph.store), before, held_memory())


def pyoxigraph(path: str, on_disk: bool) -> Held:
    """The store that ours reads, or the statements of a file in memory."""
    from pyoxigraph import RdfFormat, Store

    before = held_memory()
    store = Store.read_only(path) if on_disk else Store()
    if not on_disk:
        store.bulk_load(path=path, format=RdfFormat.N_QUADS)
    list(store.query(QUERY, use_default_graph_as_union=True))
    return Held(len(store), before, held_memory())


def rdflib(path: str) -> Held:
    """The statements of a file, by rdflib."""
    from rdflib import Dataset

    before = held_memory()
    held = Dataset(default_union=True)
    held.parse(path, format="nquads")
    list(held.query(QUERY))
    return Held(len(held), before, held_memory())


def dump(name: str, path: str) -> str:
    """Writes the statements of a graph into a file; gives where its store is, if it is on disk."""
    from pyoxigraph import RdfFormat

    from ecograph.graph.opening import open_graph

    graph = open_graph(name)
    assert graph.store is not None
    graph.store.dump(path, format=RdfFormat.N_QUADS)
    return str(graph.path / "store") if graph.path else ""


def options(parser: argparse.ArgumentParser) -> None:
    """How large the nation is."""
    parser.add_argument("--firms", type=int, help="else 1,270, or 127 where it is small")


def measure(given: argparse.Namespace) -> Iterator[Ratio]:
    """Xiamen and a nation on disk, the nation in memory."""
    firms = given.firms or (127 if given.small else 1_270)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for words in (("synth", "-o", "nation", "--firms", str(firms)),
                      ("synth", "-o", "nation.nq", "--firms", str(firms)),
                      ("build", "nation", "-o", "store")):  # fmt: skip
            command = [sys.executable, "-c", MAIN, *words]
            subprocess.run(command, check=True, cwd=folder, capture_output=True)
        told = f"an invented nation of {firms:,} firms"
        yield from beside("Xiamen as it is kept", "xiamen", folder)
        yield from beside(f"{told}, a store", str(folder / "store"), folder)
        yield from beside(f"{told}, a file", str(folder / "nation.nq"), folder)


def beside(told: str, name: str, folder: Path) -> Iterator[Ratio]:
    """The memory of ours beside that of the others with the same statements."""
    path = str(folder / "statements.nq")
    store = apart(dump, name, path)
    mine: Held = apart(ours, name)
    others: list[tuple[str, Any]] = [
        ("pyoxigraph in memory", apart(pyoxigraph, path, False)),
        ("rdflib in memory", apart(rdflib, path)),
    ]
    if store:
        others.insert(0, ("pyoxigraph on our store", apart(pyoxigraph, store, True)))
    told = f"{told}, {mine.statements:,} statements"
    for peer, held in others:
        if held.statements != mine.statements:
            raise ValueError(f"{told}: {peer} has {held.statements:,}")
        yield Ratio("memory", told, mine.asked, peer, held.asked, "MB")
        yield Ratio("memory", f"{told}, each", mine.bytes_each, peer, held.bytes_each, "bytes")


if __name__ == "__main__":
    main(measure, __doc__, options)
