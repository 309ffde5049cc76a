"""Workers that stay for the next request: one that is free answers it, else another is started."""

import os
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from ecograph.graph.worker import Worker

MOST_FREE = os.cpu_count() or 2  # workers that wait for the next request


class WorkerPool:
    """Workers of one kind, which `make` starts; as many answer at once as are asked at once.

    `spare` are started anew when others had to be ended, so that the next request waits for none.
    """

    def __init__(self, make: Callable[[], Worker], spare: int = 0) -> None:
        self._make, self._spare = make, spare
        self._free: list[Worker] = []
        self._lock, self._owner = threading.Lock(), os.getpid()
        weakref.finalize(self, _close_all, self._free)

    def ask(
        self, seconds: float, started: Callable[[Worker], None] | None = None, **asked: Any
    ) -> tuple[dict[str, str], bytes]:
        """What came of a request with what is to be said of that, and the bytes of the answer.

        `started` is told which worker it is, so that it can be ended from another thread.
        Raises TookTooLong, TooLarge, CannotDo.
        """
        worker = self._take() or self._make()
        try:
            if started is not None:
                started(worker)
            return worker.ask(seconds, **asked)
        finally:
            self._give_back(worker)
            self.make_ready()

    def make_ready(self) -> None:
        """Starts those that are to be spare and are not there, as far as that can be done."""
        for _ in range(self._spare - len(self._free)):
            with suppress(OSError):
                self._give_back(self._make())

    def close(self) -> None:
        """Ends those that are free."""
        with self._lock:
            _close_all(self._free)

    def _take(self) -> Worker | None:
        with self._lock:
            if self._owner != os.getpid():  # those of the process that this one was forked from
                self._free.clear()
                self._owner = os.getpid()
            while self._free:
                worker = self._free.pop()
                if worker.usable:
                    return worker
                worker.close()
        return None

    def _give_back(self, worker: Worker) -> None:
        with self._lock:
            if worker.usable and len(self._free) < MOST_FREE:
                self._free.append(worker)
                return
        worker.close()


def _close_all(workers: list[Worker]) -> None:
    while workers:
        workers.pop().close()
