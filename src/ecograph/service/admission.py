"""Who is answered next: as many at once as there are places, each client in its turn.

A client never has all places, so that one who asks much or long holds up itself alone.  Who would
wait too long is told at once to come back.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager

from ecograph.service.problems_told import Problem


class Admission:
    """The places, who has them, and who waits for one."""

    def __init__(self, places: int, most_waiting: int = 64, patience: float = 30.0) -> None:
        self.places, self.most_waiting, self.patience = places, most_waiting, patience
        self.most_each = max(places // 2, 1)
        self._taken: dict[Hashable, int] = {}
        self._waiting: dict[Hashable, deque[asyncio.Future[None]]] = {}

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(map(len, self._waiting.values()))

    @property
    def taken(self) -> int:
        """How many places are taken."""
        return sum(self._taken.values())

    @asynccontextmanager
    async def place(self, client: Hashable) -> AsyncIterator[None]:
        """A place for a client, when its turn comes.  Raises Problem where it would not in time."""
        await self._enter(client)
        try:
            yield
        finally:
            self._leave(client)

    async def _enter(self, client: Hashable) -> None:
        if not self._waiting.get(client) and self._may_enter(client):
            self._taken[client] = self._taken.get(client, 0) + 1
            return
        own = self._waiting.get(client, ())
        if self.waiting >= self.most_waiting or len(own) >= max(self.most_waiting // 4, 1):
            raise Problem(503, "too many are waiting; ask again in a few seconds")
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(turn)
        try:
            await asyncio.wait_for(asyncio.shield(turn), self.patience)
        except BaseException as error:
            if turn.done() and not turn.cancelled():
                self._leave(client)  # its turn came at the same moment
            else:
                turn.cancel()
                self._forget(client, turn)
            if isinstance(error, TimeoutError):
                raise Problem(503, "all places stayed taken; ask again in a few seconds") from None
            raise

    def _leave(self, client: Hashable) -> None:
        self._taken[client] -= 1
        if not self._taken[client]:
            del self._taken[client]
        self._call_next()

    def _may_enter(self, client: Hashable) -> bool:
        return self.taken < self.places and self._taken.get(client, 0) < self.most_each

    def _call_next(self) -> None:
        """Gives the places that are free to those who wait, of each client one after the other."""
        for client in list(self._waiting):
            if not self._may_enter(client):
                continue
            turns = self._waiting.pop(client)
            turn = turns.popleft()
            if turns:
                self._waiting[client] = turns  # behind the others
            self._taken[client] = self._taken.get(client, 0) + 1
            turn.set_result(None)

    def _forget(self, client: Hashable, turn: "asyncio.Future[None]") -> None:
        turns = self._waiting.get(client, deque())
        if turn in turns:
            turns.remove(turn)
        if not turns:
            self._waiting.pop(client, None)
