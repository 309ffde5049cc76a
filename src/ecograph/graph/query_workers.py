"""The workers that answer queries on a graph."""

from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat

from ecograph.graph.worker import Task, Worker
from ecograph.graph.worker_pool import WorkerPool

if TYPE_CHECKING:
    from ecograph.graph.cited_graph import CitedGraph

MEMORY = 4 * 1024**3  # bytes that a query may take
SECONDS = 60.0


def query_workers(
    graph: "CitedGraph",
    memory: int,
    *,
    mend: str = "narrow it, or give --timeout",
    polite: bool = False,
    spare: int = 0,
) -> WorkerPool:
    """Workers for a graph that is open here, each with so many bytes of memory.

    They open its store, or are given its statements.  See Task for `mend` and `polite`, WorkerPool
    for `spare`.
    """
    task = Task(
        *("query", "the query", mend, SECONDS, memory),
        deep=True,
        polite=polite,
    )
    path, statements = graph.path, graph.store  # not the graph, which is to end with its pool

    def make() -> Worker:
        store = _store_on_disk(path)
        data = b""
        if store is None and statements is not None:
            data = statements.dump(format=RdfFormat.N_QUADS) or b""
        return Worker(task, data, store=store)

    return WorkerPool(make, spare)


def _store_on_disk(path: Path | None) -> str | None:
    """Where a worker can open the store; None where it must be given the statements.

    A graph that was kept may have had to make room since: what is open here goes on without it.
    """
    if path is None or not (path / "store" / "CURRENT").is_file():
        return None
    return str(path / "store")
