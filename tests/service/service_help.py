"""A server of the tests: `ecograph serve` as it is run, on a port that was free."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

START_SECONDS = 120
MAIN = "from ecograph.cli import main; main()"


@dataclass
class Server:
    """A running server: where it is asked, its process, what it has said."""

    address: str
    process: "subprocess.Popen[str]"
    said: list[str] = field(default_factory=list)

    def get(self, path: str, **more: object) -> httpx.Response:
        """What it answers to a GET."""
        return httpx.get(self.address + path, timeout=90, **more)  # type: ignore[arg-type]

    def post(self, path: str, **more: object) -> httpx.Response:
        """What it answers to a POST."""
        return httpx.post(self.address + path, timeout=90, **more)  # type: ignore[arg-type]

    def ask(self, query: str, **more: object) -> httpx.Response:
        """What it answers to a query."""
        return self.get("/sparql", params={"query": query}, **more)

    def workers(self) -> list[int]:
        """The processes that it has started."""
        return children_of(self.process.pid)


@contextmanager
def serving(*options: str, before: str = "", **environment: str) -> Iterator[Server]:
    """A server with these options; `before` is a program that runs before it."""
    command = [sys.executable, "-c", before + MAIN, "serve", "--port", "0", *options]
    process = subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env=os.environ | environment,
    )
    server = Server("", process)
    ready = threading.Event()

    def listen() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            server.said.append(line)
            if found := re.search(r"http://\S+(?=/$)", line.strip()):
                server.address = found[0]
                ready.set()
        ready.set()

    listening = threading.Thread(target=listen, daemon=True)
    listening.start()
    try:
        assert ready.wait(START_SECONDS) and server.address, server.said
        yield server
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()
        process.wait()
        listening.join()
        assert process.stderr is not None
        process.stderr.close()


def children_of(parent: int) -> list[int]:
    """The processes that a process has started and that still run, on Linux."""
    found = []
    for path in Path("/proc").iterdir():
        if path.name.isdecimal():
            with suppress(OSError):
                after = (path / "stat").read_text().rpartition(")")[2].split()
                if int(after[1]) == parent and after[0] != "Z":
                    found.append(int(path.name))
    return found


def resident(process: int) -> int:
    """The bytes of memory that a process holds, on Linux."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
