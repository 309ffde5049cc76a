"""Asks a SPARQL endpoint: within a deadline, a size, and only for what SPARQL answers with."""

import atexit
import os
import queue
import re
import threading
import time
import zlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ecograph.base.errors import TookTooLong, TooLarge, Unreadable, shorten, without_secrets
from ecograph.base.progress import progress
from ecograph.graph.plain_answers import plain_answer
from ecograph.graph.worker import Task, run_task

if TYPE_CHECKING:
    import httpx

MOST_BYTES = 512 * 1024**2  # of an answer, unpacked
MOST_RATIO = 200  # how far a packed answer may swell
MOST_ERROR = 4096  # bytes of what the server says of an error
MEMORY = 1024**3  # bytes to read an answer, and so often its size
MEMORY_RATIO = 20
TIMEOUT = 60.0
BUSY = (429, 502, 503, 504)  # what a server answers that may answer a little later
MOST_WAIT = 30  # seconds before it is asked again, whatever it asks for
# The media types that an answer may have, and the format that each is.
SOLUTIONS = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
}
TRIPLES = {
    "application/n-triples": "nt",
    "text/turtle": "turtle",
    "application/x-turtle": "turtle",
    "text/plain": "nt",
    "application/rdf+xml": "rdfxml",
    "application/ld+json": "jsonld",
}


@dataclass(frozen=True)
class Fetched:
    """What an endpoint answered: `format` is that of the data; `part` says why it is not all.

    `silent` is the answer of a server that cuts statements off and does not tell.
    """

    data: bytes
    format: str
    part: str | None = None
    silent: bool = False


class _Busy(Unreadable):
    """The server is busy, or hung up: it may answer in `wait` seconds."""

    wait: float | None = None


def shown_address(address: str) -> str:
    """An address as messages show it: without user, password, and what follows ?."""
    plain = without_secrets(address)
    try:
        parts = urlsplit(plain)
    except ValueError:
        return shorten(plain)
    scheme = f"{parts.scheme}:" if parts.scheme else ""
    return f"{scheme}//{parts.netloc}{parts.path}" + ("?…" if parts.query else "")


def read_answer(
    address: str, answer: Fetched, format: str | None, prefixes: dict[str, str], seconds: float
) -> tuple[dict[str, Any], bytes]:
    """What an endpoint answered, read to its end in the worker and written in a format.

    Raises Unreadable, TookTooLong, TooLarge, CannotDo.
    """
    shown = shown_address(address)
    memory = MEMORY + MEMORY_RATIO * len(answer.data)
    task = Task("results", f"{shown}: the answer", "narrow the query", max(seconds, 1), memory)
    given = plain_answer(answer.data, answer.format)
    head, data = run_task(task, given, given=answer.format, format=format, prefixes=prefixes)
    for key in ("syntax", "failed"):
        if key in head:
            raise Unreadable(
                f"{shown}: the answer is broken or cut off: {shorten(head[key], 200)}; ask again"
            )
    return head, data


def fetch(
    address: str, query: str, accepted: dict[str, str], timeout: float = TIMEOUT, tries: int = 1
) -> Fetched:
    """What an endpoint answers to a query; `accepted` are media types and their formats.

    The deadline holds for all of it: finding the host, waiting, and every byte.  A server that is
    busy or hangs up is asked so many times in all, if it can be within the deadline.
    Raises Unreadable, TookTooLong, TooLarge.
    """
    until = time.monotonic() + timeout
    for tried in range(1, tries):
        try:
            return _in_time(address, query, accepted, timeout, until)
        except _Busy as busy:
            wait = float(2**tried) / 2 if busy.wait is None else busy.wait
            if wait > min(MOST_WAIT, until - time.monotonic()):
                raise
            progress(f"{shown_address(address)} is busy, asked")(tried, tries)
            time.sleep(wait)
    return _in_time(address, query, accepted, timeout, until)


def _in_time(
    address: str, query: str, accepted: dict[str, str], timeout: float, until: float
) -> Fetched:
    outcome: queue.SimpleQueue[Fetched | BaseException] = queue.SimpleQueue()
    stop = threading.Event()

    def work() -> None:
        try:
            outcome.put(_fetch(address, query, accepted, timeout, stop))
        except BaseException as error:
            outcome.put(error)

    threading.Thread(target=work, daemon=True).start()
    try:
        found = outcome.get(timeout=max(until - time.monotonic(), 0))
    except queue.Empty:
        raise TookTooLong(
            f"{shown_address(address)}: no whole answer in {timeout:g} s; narrow the query or "
            "give more time"
        ) from None
    finally:
        stop.set()
    if isinstance(found, BaseException):
        try:
            raise found
        finally:
            del found  # its traceback would hold itself, and what callers have in hand
    return found


_CLIENTS: "dict[int, httpx.Client]" = {}  # by process: one that was forked makes its own


def _client() -> "httpx.Client":
    """What keeps the connections of this process for the next query; for all of its threads."""
    import httpx

    owner = os.getpid()
    if owner not in _CLIENTS:
        atexit.register(_CLIENTS.setdefault(owner, httpx.Client()).close)
    return _CLIENTS[owner]


def _fetch(
    address: str, query: str, accepted: dict[str, str], timeout: float, stop: threading.Event
) -> Fetched:
    import httpx

    shown = shown_address(address)
    headers = {
        "Accept": ", ".join(f"{t};q={1 - i / 10:.1f}" for i, t in enumerate(accepted)),
        "Accept-Encoding": "gzip",
    }
    try:
        with _client().stream(  # as a form, which all servers take: some hang on other bodies
            "POST", address, data={"query": query}, headers=headers, timeout=timeout
        ) as answer:
            if answer.status_code not in (200, 206):
                raise _refused(answer, shown)
            media = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            if media not in accepted:
                raise Unreadable(
                    f"{shown}: answers {shorten(media) or 'something without a type'}, which is "
                    "no answer to a query; is this the address of a SPARQL query service?"
                )
            data = _read(answer, shown, stop)
    except httpx.TimeoutException:
        raise TookTooLong(f"{shown}: no answer in {timeout:g} s; give more time") from None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError, zlib.error) as error:
        hung_up = httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError
        why = shorten(str(error).replace(address, shown), 200)
        kind = _Busy if isinstance(error, hung_up) else Unreadable
        raise kind(f"{shown}: does not answer as a SPARQL endpoint: {why}") from None
    return Fetched(data, accepted[media], *_part_of(answer, accepted[media]))


def _part_of(answer: Any, format: str) -> tuple[str | None, bool]:
    """Why an answer is not whole, None if nothing says so; whether the server would not say so."""
    headers = answer.headers
    limit, cut = headers.get("X-SPARQL-MaxRows"), headers.get("X-Ecograph-Truncated")
    if answer.status_code == 206 or limit or cut:
        rows = f", at most {shorten(limit, 20)} rows" if limit else ""
        rows = f" ({shorten(cut)})" if cut else rows
        return f"the server gave a part of the answer only{rows}; ask for less at once", False
    if format in ("nt", "turtle") and not _says_its_end(answer):
        said = "the server did not say where its answer ends, so it may be cut off; ask for rows"
        return said, False
    statements = format in TRIPLES.values()
    return None, statements and headers.get("Server", "").startswith("Virtuoso")


def _says_its_end(answer: Any) -> bool:
    """Whether a body that is cut between two lines would be found out."""
    headers = answer.headers
    packed = headers.get("Content-Encoding", "identity").lower() not in ("identity", "")
    chunked = "chunked" in headers.get("Transfer-Encoding", "").lower()
    return packed or chunked or "Content-Length" in headers


def _read(answer: Any, shown: str, stop: threading.Event, most: int = MOST_BYTES) -> bytes:
    """The body, unpacked by us, within its bounds; a packed body must come to its own end."""
    coding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip", ""):
        raise Unreadable(f"{shown}: answers in the coding {shorten(coding)}; only gzip was asked")
    packed = coding not in ("identity", "")
    unpack = zlib.decompressobj(wbits=31)
    held, sent = bytearray(), 0
    for piece in answer.iter_raw(64 * 1024):
        sent += len(piece)
        room = min(most, 1024**2 + MOST_RATIO * sent) if packed else most
        while packed and piece:
            held += unpack.decompress(piece, max(room - len(held) + 1, 1))
            piece = unpack.unconsumed_tail or unpack.unused_data
            if len(held) > room:
                break
            if unpack.eof and piece:  # a file of several members
                unpack = zlib.decompressobj(wbits=31)
        held += piece if not packed else b""
        if len(held) > room:
            raise TooLarge(
                f"{shown}: the answer has more than {room // 1024**2} MiB, or swells to more "
                f"than {MOST_RATIO} times what was sent; narrow the query"
            )
        if stop.is_set():
            break
    if packed and sent and not unpack.eof and not stop.is_set():
        raise Unreadable(f"{shown}: the packed answer is cut off; ask again")
    return bytes(held)


def _refused(answer: Any, shown: str) -> Unreadable:
    """The error of a server that does not answer, and when it asks to be asked again."""
    if answer.status_code not in BUSY:
        return Unreadable(f"{shown}: {_refusal(answer)}")
    busy = _Busy(f"{shown}: {_refusal(answer)}")
    after = answer.headers.get("Retry-After", "").strip()
    if re.fullmatch("[0-9]{1,9}", after):
        busy.wait = float(after)
    elif after:
        with suppress(ValueError, TypeError, OverflowError):  # it is no date either
            left = parsedate_to_datetime(after) - datetime.now(UTC)
            busy.wait = max(left.total_seconds(), 0)
    return busy


def _refusal(answer: Any) -> str:
    """What a server says that does not answer, in words of its own."""
    status = f"answers {answer.status_code} {answer.reason_phrase}".rstrip()
    if 300 <= answer.status_code < 400:
        where = shown_address(answer.headers.get("Location", ""))
        return f"{status}, it has moved to {where}; give that address"
    said = b""
    if answer.headers.get("Content-Encoding", "identity").lower() in ("identity", ""):
        for piece in answer.iter_raw(MOST_ERROR):
            said += piece
            if len(said) >= MOST_ERROR:
                break
    text = said[:MOST_ERROR].decode("utf-8", "replace")
    text = re.sub(r"(?is)<(script|style)\b.*?</\1>|<[^>]*>", " ", text)
    text = "".join(c for c in text if c.isprintable() or c.isspace())
    return f"{status}: {shorten(text, 300)}" if text.strip() else status
