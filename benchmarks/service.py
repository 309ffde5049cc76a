"""How long a client of a served graph waits while another sends what takes all of it.

    python benchmarks/service.py [--seconds N]

Xiamen is served as it is by default, but for two seconds a query.  One client asks short questions,
one after the other; another, with an address of its own, sends on four connections at once queries
that never end or take all memory.  The ratio is of the medians with and without the other; "grown"
is by how much the memory of the server is larger afterwards.  Beside it stands the same query asked
of the engine in this process, and of a notebook's worker.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

import httpx
from report import add_option, report

from ecograph.base.namespaces import PREFIXES
from ecograph.graph.opening import open_graph
from ecograph.sparql.execution import run_query

MAIN = "from ecograph.cli import main; main()"
SHORT = "SELECT ?firm ?product { ?firm a eco:Firm ; eco:makes ?product } LIMIT 50"
TRIPLES = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
HOSTILE = (
    f"SELECT * {{ {TRIPLES} }} ORDER BY ?a ?d ?g",
    f"SELECT DISTINCT ?a ?d ?g {{ {TRIPLES} }}",
    f"SELECT ?a ?d (COUNT(*) AS ?n) {{ {TRIPLES} }} GROUP BY ?a ?d ?g",
    "SELECT (COUNT(*) AS ?n) { ?x (!<urn:a>)+ ?y }",
    f"CONSTRUCT {{ ?a ?e ?i }} {{ {TRIPLES} }}",
)
CONNECTIONS = 4
GOAL = 3.0


@contextmanager
def served() -> Iterator[tuple[str, int]]:
    """The address of a server, and its process."""
    words = [sys.executable, "-c", MAIN, "serve", "--port", "0", "--timeout", "2"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        found = None
        while found is None:
            found = re.search(r"http://\S+(?=/$)", process.stderr.readline().strip())
        try:
            yield found[0], process.pid
        finally:
            process.terminate()


def client(address: str, number: int) -> httpx.Client:
    """A client with an address of its own."""
    transport = httpx.HTTPTransport(local_address=f"127.0.0.{number}")
    return httpx.Client(transport=transport, base_url=address, timeout=60)


def median(ask: Callable[[], object], seconds: float) -> float:
    """The median of how long it takes, in milliseconds, asked again and again."""
    taken: list[float] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(taken) < 5:
        start = time.perf_counter()
        ask()
        taken.append(1000 * (time.perf_counter() - start))
        time.sleep(0.02)
    return statistics.median(taken)


@contextmanager
def attacked(address: str) -> Iterator[list[int]]:
    """What the other client got, as long as it sends."""
    statuses: list[int] = []
    stop = threading.Event()

    def send(number: int) -> None:
        with client(address, 2) as other:
            for query in cycle(HOSTILE[number:] + HOSTILE[:number]):
                if stop.is_set():
                    return
                statuses.append(other.post("/sparql", data={"query": query}).status_code)

    threads = [threading.Thread(target=send, args=(n,)) for n in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    try:
        yield statuses
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def resident(process: int) -> float:
    """The memory that a process holds, in MiB."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


def main() -> None:
    """Prints a row a way of asking, as a Markdown table."""
    parser = argparse.ArgumentParser(description="How long others wait under hostile queries.")
    parser.add_argument("--seconds", type=float, default=30, help="how long each is asked")
    add_option(parser)
    options = parser.parse_args()
    graph = open_graph("xiamen")
    assert graph.store is not None
    engine = median(lambda: [*graph.store.query(SHORT, prefixes=PREFIXES)], 2)  # type: ignore
    worker = median(lambda: run_query(graph, SHORT), 2)
    with served() as (address, process), client(address, 1) as one:

        def ask() -> None:
            one.get("/sparql", params={"query": SHORT}).raise_for_status()

        alone = median(ask, options.seconds / 3)
        before = resident(process)
        with attacked(address) as statuses:
            beside = median(ask, options.seconds)
        grown = resident(process) - before
    rows = [
        ("engine in this process", engine, None, None, None),
        ("worker of a notebook", worker, worker / engine, None, None),
        ("over HTTP, alone", alone, alone / engine, None, None),
        (f"over HTTP, beside {len(statuses)} hostile queries", beside, None, beside / alone, GOAL),
    ]
    columns = ("asked", "median ms", "ratio to the engine", "ratio to alone", "goal")
    report("service", columns, rows, options.write)
    print(f"the server has grown by {grown:.0f} MiB")


if __name__ == "__main__":
    main()
