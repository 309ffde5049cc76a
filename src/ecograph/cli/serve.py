"""Share: serve."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecograph.cli.output import GraphOption, TimeoutOption, say

if TYPE_CHECKING:
    from ecograph.graph.cited_graph import CitedGraph

GROUP = "Share"
EDITOR_SCRIPT = "build/yasgui.min.js"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
LEAST_TOKEN = 16  # characters

HostOption = Annotated[
    str, typer.Option(help="The address to listen at; others than this machine's ask a token.")
]
PortOption = Annotated[
    int, typer.Option(min=0, max=65535, help="The port to listen at; 0 takes a free one.")
]
RowsOption = Annotated[
    int, typer.Option(min=1, max=10**7, help="How many rows of an answer are given at most.")
]
TokenOption = Annotated[
    Path | None,
    typer.Option(help="A file with a token that must be told; or ECOGRAPH_TOKEN holds it."),
]
CorsOption = Annotated[
    list[str] | None,
    typer.Option(help="A web page's origin that may ask, as https://example.org; or *."),
]
NameOption = Annotated[
    list[str] | None,
    typer.Option(help="A name by which the service is asked besides its address."),
]
AtlasOption = Annotated[
    Path | None,
    typer.Option(help="A folder that `ecograph atlas -o FOLDER` wrote; given under /atlas/."),
]
EditorOption = Annotated[
    Path | None,
    typer.Option(help="A folder node_modules/@zazuko/yasgui of npm; given as an editor, /editor."),
]
LogOption = Annotated[bool, typer.Option(help="Write the queries to stderr.")]


def serve(
    graph: GraphOption = "xiamen",
    host: HostOption = "127.0.0.1",
    port: PortOption = 8080,
    timeout: TimeoutOption = 10.0,
    rows: RowsOption = 100_000,
    token_file: TokenOption = None,
    cors: CorsOption = None,
    name: NameOption = None,
    atlas: AtlasOption = None,
    editor: EditorOption = None,
    log_queries: LogOption = False,
) -> None:
    """Serve a graph over HTTP: SPARQL, the questions as JSON, entities at their addresses.

    Only reads; every query is bounded in time, memory and rows. A browser opens a page that asks;
    `/sparql` takes the SPARQL 1.1 Protocol, `/api` lists the questions, `/openapi.json` describes
    them. Asked from other machines it wants a token, as `Authorization: Bearer …` or as a password.

    Example: ecograph serve --graph xiamen --port 8080
    """
    from ecograph.base.errors import MissingExtra

    try:
        from ecograph.service.running import run_service
    except ImportError:
        raise MissingExtra(
            "starlette and uvicorn are not installed; pip install 'ecograph[serve]'"
        ) from None
    from ecograph.service.served import Limits, Served

    token = _token(token_file, host)
    opened = _open(graph, atlas, editor)
    origins = tuple(o.rstrip("/") for o in cors or ())
    limits = Limits(seconds=timeout, rows=rows)
    hosts = _hosts(host, name or [])
    served = Served(graph, opened, limits, token, origins, hosts, atlas, editor, log_queries)
    run_service(served, host, port, lambda place: say(f"{opened.name}: {place}"))


def _hosts(host: str, names: list[str]) -> tuple[str, ...]:
    """The names that the service answers to; none of them means any."""
    if host not in LOOPBACK and not names:
        return ()
    return (*LOOPBACK, host, *(name.lower() for name in names))


def _open(name: str, atlas: Path | None, editor: Path | None) -> "CitedGraph":
    """The graph.  Raises UsageError for an endpoint, and for a folder that is not what is said."""
    from ecograph.base.errors import UsageError
    from ecograph.graph.opening import open_graph

    if atlas is not None:
        from ecograph.pages.atlas import MARKER

        if not (atlas / MARKER).is_file():
            raise UsageError(f"{atlas}: is no atlas; ecograph atlas --graph {name} -o {atlas}")
    if editor is not None and not (editor / EDITOR_SCRIPT).is_file():
        mend = "npm install @zazuko/yasgui, and give node_modules/@zazuko/yasgui"
        raise UsageError(f"{editor}: has no {EDITOR_SCRIPT}; {mend}")
    opened = open_graph(name)
    if opened.store is None:
        raise UsageError(f"{opened.name}: is served already; give a graph that is here")
    return opened


def _token(path: Path | None, host: str) -> str | None:
    """The token that must be told; None where none is asked for.

    Raises UsageError where it is too short, or missing where others can ask, Unreadable.
    """
    from ecograph.base.errors import UsageError
    from ecograph.base.files import read_text

    told = read_text(path).strip() if path is not None else os.environ.get("ECOGRAPH_TOKEN", "")
    if path is None and not told:
        if host in LOOPBACK:
            return None
        mend = "give --token-file, or set ECOGRAPH_TOKEN"
        raise UsageError(f"--host {host}: other machines could ask without a token; {mend}")
    if len(told) < LEAST_TOKEN or not told.isascii() or not told.isprintable():
        where = path if path is not None else "ECOGRAPH_TOKEN"
        raise UsageError(f"{where}: a token has {LEAST_TOKEN} printable ASCII characters at least")
    return told


COMMANDS = {"serve": serve}
