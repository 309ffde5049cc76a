"""Runs the service until it is told to end."""

import logging
import socket
from collections.abc import Callable

import uvicorn

from ecograph.base.errors import CannotDo
from ecograph.service.connections import BoundedConnection
from ecograph.service.gate import LOG
from ecograph.service.http_app import make_app
from ecograph.service.served import Served

IDLE_SECONDS = 15
ENDING_SECONDS = 5
MOST_HEAD = 512 * 1024  # bytes that are read before an address is said to be too long


def run_service(served: Served, host: str, port: int, said: Callable[[str], None]) -> None:
    """Serves at an address until it is told to end; says where, once it can be asked.

    Raises CannotDo where it cannot listen there.
    """
    listening = _listen(host, port)
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    LOG.setLevel(logging.INFO if served.told else logging.WARNING)
    served.queries.make_ready()
    served.answers.make_ready()
    config = uvicorn.Config(
        make_app(served),
        http=BoundedConnection,
        ws="none",
        lifespan="off",
        loop="asyncio",
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=ENDING_SECONDS,
        limit_concurrency=served.limits.connections,
        h11_max_incomplete_event_size=MOST_HEAD,
    )
    shown = f"[{host}]" if ":" in host else host
    said(f"http://{shown}:{listening.getsockname()[1]}/")
    try:
        uvicorn.Server(config).run([listening])
    finally:
        listening.close()
        served.close()


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens.  Raises CannotDo."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=256)
    except (OSError, OverflowError) as error:
        raise CannotDo(
            f"{host}:{port}: cannot be listened to: {error}; give another --port"
        ) from None
