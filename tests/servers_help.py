"""SPARQL servers that tests start on this machine with a graph in them, and stop again."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

INI = """
[Database]
DatabaseFile = v.db
TransactionFile = v.trx
ErrorLogFile = v.log
LockFile = v.lck
xa_persistent_file = v.pxa
[TempDatabase]
DatabaseFile = t.db
TransactionFile = t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 20000
ThreadsPerQuery = 1
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = {rows}
"""


def missing_servers() -> dict[str, str | None]:
    """The servers, by the names of their markers, and why a test cannot have them."""
    virtuoso_is_here = shutil.which("virtuoso-t") and shutil.which("isql-vt")
    return {
        "oxigraph": None if _oxigraph() else "the server oxigraph is not installed",
        "virtuoso": None if virtuoso_is_here else "Virtuoso is not installed",
    }


def _oxigraph() -> str | None:
    """The program of the package `oxigraph`: beside the Python that runs the tests, or in PATH."""
    beside = str(Path(sys.executable).parent)
    return shutil.which("oxigraph", path=os.pathsep.join((beside, os.environ.get("PATH", ""))))


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running(words: list[str], folder: Path, address: str) -> Iterator[str]:
    """A server, once it answers, until the tests are done with it."""
    with (folder / "out.log").open("wb") as log:
        server = subprocess.Popen(words, cwd=folder, stdout=log, stderr=log)
    try:
        for _ in range(300):
            try:
                httpx.post(address, data={"query": "ASK {}"}, timeout=5)
                break
            except httpx.HTTPError:
                assert server.poll() is None, (folder / "out.log").read_text()
                time.sleep(0.1)
        yield address
    finally:
        server.kill()
        server.wait()


@contextmanager
def oxigraph(folder: Path, _: int) -> Iterator[str]:
    """The server of our own engine, with the graph in it."""
    program = _oxigraph()
    assert program is not None
    load = [program, "load", "--location", "store", "--file", "graph.nq"]
    subprocess.run(load, cwd=folder, check=True, capture_output=True)
    bound = f"127.0.0.1:{free_port()}"
    words = [program, "serve-read-only", "--location", "store", "--bind", bound]
    with running([*words, "--union-default-graph"], folder, f"http://{bound}/query") as address:
        yield address


@contextmanager
def virtuoso(folder: Path, most_rows: int) -> Iterator[str]:
    """Virtuoso, which gives only so many rows at once, with the graph in it."""
    sql, http = free_port(), free_port()
    (folder / "v.ini").write_text(INI.format(sql=sql, http=http, rows=most_rows))
    words = ["virtuoso-t", "-f", "+configfile", "v.ini"]
    with running(words, folder, f"http://127.0.0.1:{http}/sparql") as address:
        load = "DB.DBA.TTLP_MT (file_to_string_output ('graph.nq'), '', 'urn:load', 512);\n"
        isql = ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", "VERBOSE=OFF", "ERRORS=STDOUT"]
        done = subprocess.run(isql, cwd=folder, input=load.encode(), capture_output=True)
        assert b"Error" not in done.stdout, done.stdout.decode()
        yield address


SERVERS = {"oxigraph": oxigraph, "virtuoso": virtuoso}
