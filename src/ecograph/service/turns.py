"""Work for a client: when its turn comes, in a thread, given up when the client is gone."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from starlette.requests import Request

from ecograph.base.errors import CannotDo
from ecograph.graph.worker import Worker
from ecograph.service.admission import Admission
from ecograph.service.problems_told import Problem
from ecograph.service.served import Served

T = TypeVar("T")
Started = Callable[[Worker], None]


async def in_turn(
    served: Served, places: Admission, request: Request, work: Callable[[Started], T]
) -> T:
    """What `work` gives; it is told with which function to tell of its worker.

    Raises Problem, and what `work` raises.
    """
    async with places.place(client_of(request)):
        running: list[Worker] = []
        gone = asyncio.Event()

        def started(worker: Worker) -> None:
            running.append(worker)
            if gone.is_set():
                worker.close()

        loop = asyncio.get_running_loop()
        working: asyncio.Future[T] = loop.run_in_executor(served.threads, work, started)
        leaving: asyncio.Future[None] = asyncio.ensure_future(_leaves(request))
        try:
            both: list[asyncio.Future[Any]] = [working, leaving]
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                raise Problem(499, "the client is gone")
            return working.result()
        finally:
            leaving.cancel()
            gone.set()
            if not working.done():
                for worker in running:
                    await loop.run_in_executor(None, worker.close)
                with suppress(CannotDo, asyncio.CancelledError):
                    await working


async def _leaves(request: Request) -> None:
    """Waits until the client is gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def client_of(request: Request) -> str:
    """By what clients are told apart: the address that they come from."""
    return request.client.host if request.client else ""
