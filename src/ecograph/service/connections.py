"""Connections that may not be held for ever: slow heads, slow readers and idle ones are dropped."""

import asyncio
import socket
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 10.0  # until the head of a request is there
DRAIN_SECONDS = 20.0  # until a client has taken what was sent


class BoundedConnection(H11Protocol):
    """A connection of uvicorn with deadlines that uvicorn itself has not."""

    _head: asyncio.TimerHandle | None = None
    _drain: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Waits for the first head; what is sent goes out at once."""
        if (connected := transport.get_extra_info("socket")) is not None:
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Waits no more for a head that is there, and for the rest of one that has begun."""
        if self._is_between() and self._head is None:
            self._await_head()
        super().data_received(data)
        if not self._is_between():
            self._stop_awaiting_head()

    def pause_writing(self) -> None:
        """Waits for a client that does not take what it asked for."""
        super().pause_writing()
        self._stop_draining()
        self._drain = self.loop.call_later(DRAIN_SECONDS, self._abort)

    def resume_writing(self) -> None:
        """Waits no more."""
        super().resume_writing()
        self._stop_draining()

    def timeout_keep_alive_handler(self) -> None:
        """Closes an idle connection, and drops it where the client does not take the rest."""
        super().timeout_keep_alive_handler()
        self.loop.call_later(DRAIN_SECONDS, self._abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """Waits for nothing any more."""
        self._stop_awaiting_head()
        self._stop_draining()
        super().connection_lost(exc)

    def _is_between(self) -> bool:
        """Whether no request is being answered."""
        return self.cycle is None or self.cycle.response_complete

    def _await_head(self) -> None:
        self._head = self.loop.call_later(HEAD_SECONDS, self._abort)

    def _abort(self) -> None:
        self.transport.abort()

    def _stop_awaiting_head(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _stop_draining(self) -> None:
        if self._drain is not None:
            self._drain.cancel()
            self._drain = None
