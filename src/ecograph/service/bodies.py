"""Bodies as they come and go: within a size and a time, packed, and sent in pieces."""

import asyncio
import gzip
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ecograph.service.problems_told import Problem
from ecograph.service.served import Served

BODY_SECONDS = 15.0  # until a request is there as a whole
PIECE = 64 * 1024
PACKED_FROM = 1024  # bytes from which an answer is packed


async def read_body(request: Request, most: int) -> bytes:
    """The body of a request.  Raises Problem where it is too large or too slow."""
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem(415, "a packed body is not read; send it as it is")
    written = request.headers.get("content-length", "")
    if written.isdecimal() and int(written) > most:
        raise _too_large(most)
    try:
        return await asyncio.wait_for(_read(request, most), BODY_SECONDS)
    except TimeoutError:
        late = f"the body was not there within {BODY_SECONDS:g} s"
        raise Problem(408, late, {"Connection": "close"}) from None


async def _read(request: Request, most: int) -> bytes:
    held = bytearray()
    async for piece in request.stream():
        held += piece
        if len(held) > most:
            raise _too_large(most)
    return bytes(held)


def _too_large(most: int) -> Problem:
    said = f"the body is larger than {most // 1024} KiB; send a shorter query"
    return Problem(413, said, {"Connection": "close"})


def packed(request: Request, body: bytes) -> tuple[bytes, dict[str, str]]:
    """A body as the client can take it, and the headers that say so."""
    headers = {"Vary": "Accept, Accept-Encoding, Accept-Language"}
    wanted = request.headers.get("accept-encoding", "").lower()
    if len(body) < PACKED_FROM or "gzip" not in wanted or "gzip;q=0" in wanted.replace(" ", ""):
        return body, headers
    return gzip.compress(body, 1, mtime=0), headers | {"Content-Encoding": "gzip"}


class Sent(Response):
    """A body that goes out piece by piece, so that a client that does not read is found out."""

    def __init__(
        self, served: Served, body: bytes, media: str, headers: dict[str, str], status: int = 200
    ) -> None:
        super().__init__(body, status, headers, media)
        self._served = served

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends it."""
        body = memoryview(bytes(self.body))
        with _held(self._served, len(body)):
            await send(
                {
                    "type": "http.response.start",
                    "status": self.status_code,
                    "headers": self.raw_headers,
                }
            )
            for start in range(0, max(len(body), 1), PIECE):
                more = start + PIECE < len(body)
                piece = bytes(body[start : start + PIECE])
                await send({"type": "http.response.body", "body": piece, "more_body": more})


@contextmanager
def _held(served: Served, size: int) -> Iterator[None]:
    """Counts a body on its way.  Raises Problem where there are too many of them."""
    held = served.on_the_way
    if held.bytes + size > max(served.limits.held, size):
        raise Problem(503, "too many answers are on their way; ask again in a few seconds")
    held.bytes += size
    try:
        yield
    finally:
        held.bytes -= size
