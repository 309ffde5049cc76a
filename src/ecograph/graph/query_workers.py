"""The workers that answer queries on a graph: those that are free stay for the next query."""

import os
import threading
import weakref
from typing import TYPE_CHECKING, Any

from pyoxigraph import RdfFormat

from ecograph.graph.worker import Task, Worker

if TYPE_CHECKING:
    from ecograph.graph.cited_graph import CitedGraph

MEMORY = 4 * 1024**3  # bytes that a query may take
MOST_FREE = os.cpu_count() or 2  # workers that wait for the next query
SECONDS = 60.0


class QueryWorkers:
    """The workers of a graph; as many answer at once as are asked at once."""

    def __init__(self, graph: "CitedGraph", memory: int, polite: bool = False) -> None:
        self.memory, self._polite = memory, polite
        self._store, self._statements = graph.path, graph.store
        self._free: list[Worker] = []
        self._lock, self._owner = threading.Lock(), os.getpid()
        weakref.finalize(self, _close_all, self._free)

    def ask(self, seconds: float, **asked: Any) -> tuple[dict[str, str], bytes]:
        """What came of a query with what is to be said of that, and the bytes of the answer.

        Raises TookTooLong, TooLarge, CannotDo.
        """
        worker = self._take()
        try:
            return worker.ask(seconds, **asked)
        finally:
            self._give_back(worker)

    def close(self) -> None:
        """Ends those that are free."""
        with self._lock:
            _close_all(self._free)

    def _take(self) -> Worker:
        with self._lock:
            if self._owner != os.getpid():  # those of the process that this one was forked from
                self._free.clear()
                self._owner = os.getpid()
            while self._free:
                worker = self._free.pop()
                if worker.usable:
                    return worker
                worker.close()
        return self._new()

    def _new(self) -> Worker:
        """Another worker: it opens the store, or is given the statements."""
        task = Task(
            *("query", "the query", "narrow it, or give --timeout", SECONDS, self.memory),
            deep=True,
            polite=self._polite,
        )
        store = self._store_on_disk()
        data = b""
        if store is None and self._statements is not None:
            data = self._statements.dump(format=RdfFormat.N_QUADS) or b""
        return Worker(task, data, store=store)

    def _give_back(self, worker: Worker) -> None:
        with self._lock:
            if worker.usable and len(self._free) < MOST_FREE:
                self._free.append(worker)
                return
        worker.close()

    def _store_on_disk(self) -> str | None:
        """Where a worker can open the store; None where it must be given the statements.

        A graph that was kept may have had to make room since: what is open here goes on without.
        """
        if self._store is None or not (self._store / "store" / "CURRENT").is_file():
            return None
        return str(self._store / "store")


def _close_all(workers: list[Worker]) -> None:
    while workers:
        workers.pop().close()
