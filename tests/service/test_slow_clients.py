"""Clients that send or read slowly, or not at all, are dropped, and others are answered."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import quote, urlsplit

import pytest
from service_help import Server, serving

# The same server, with less patience.
HASTY = """
from ecograph.service import bodies, connections, running
connections.HEAD_SECONDS = bodies.BODY_SECONDS = running.IDLE_SECONDS = 1
connections.DRAIN_SECONDS = 2
"""
HOST = b"Host: 127.0.0.1\r\n"


@pytest.fixture(scope="module")
def hasty() -> Iterator[Server]:
    with serving("--graph", "tiny", before=HASTY) as running:
        yield running


def connected(server: Server) -> socket.socket:
    """A connection to the server, which is told nothing yet."""
    place = urlsplit(server.address)
    return socket.create_connection((place.hostname, place.port), timeout=30)


def seconds_until_closed(connection: socket.socket) -> float:
    """How long it takes until the server has hung up."""
    start = time.monotonic()
    try:
        while connection.recv(65536):
            pass
    except ConnectionError:
        pass
    return time.monotonic() - start


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET /sparql HTTP/1.1\r\n" + HOST + b"X-Slow: ",
        b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n",  # answered, and then idle
        b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\nGET /heal",  # and half of another
    ],
    ids=["nothing", "half a head", "idle", "half of another"],
)
def test_who_sends_no_head_is_dropped(hasty: Server, sent: bytes) -> None:
    with closing(connected(hasty)) as slow:
        slow.sendall(sent)
        assert seconds_until_closed(slow) < 10
    assert hasty.get("/healthz").status_code == 200


def test_a_head_that_drips_is_dropped(hasty: Server) -> None:
    with closing(connected(hasty)) as slow:
        slow.sendall(b"GET /healthz HTTP/1.1\r\n" + HOST)
        with pytest.raises(ConnectionError):
            for _ in range(100):
                slow.sendall(b"X-Drip: 1\r\n")
                time.sleep(0.1)


def test_a_body_that_drips_is_told_so(hasty: Server) -> None:
    with closing(connected(hasty)) as slow:
        slow.sendall(
            b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Type: application/sparql-query\r\n"
            b"Content-Length: 1000\r\n\r\nASK"
        )
        assert slow.recv(4096).startswith(b"HTTP/1.1 408")
        assert seconds_until_closed(slow) < 10


def test_who_does_not_read_is_dropped(hasty: Server) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 30000"
    with closing(connected(hasty)) as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.sendall(f"GET /sparql?query={quote(query)} HTTP/1.1\r\n".encode() + HOST + b"\r\n")
        time.sleep(6)
        got = 0
        try:
            while piece := slow.recv(1024**2):
                got += len(piece)
        except ConnectionError:
            pass
    assert 0 < got < len(hasty.ask(query).content)
    assert hasty.get("/healthz").status_code == 200
