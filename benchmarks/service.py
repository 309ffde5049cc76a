"""How long a client of a served graph waits while another sends what takes all of it.

    python benchmarks/service.py [--seconds N]

Xiamen is served as it is by default, but for two seconds a query.  One client asks short questions,
one after the other; another, with an address of its own, sends on four connections at once queries
that never end or take all memory.  Times are medians, with and without the other.  Beside it stands
the same query asked of the engine in this process, and of a notebook's worker.
"""

import argparse
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle

import httpx
from apart import held_memory
from report import Ratio, main
from spent import MAIN

from ecograph.base.namespaces import PREFIXES
from ecograph.graph.opening import open_graph
from ecograph.sparql.execution import run_query

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


def options(parser: argparse.ArgumentParser) -> None:
    """How long each is asked."""
    parser.add_argument("--seconds", type=float, help="else 30, or 3 where it is small")


def measure(given: argparse.Namespace) -> Iterator[Ratio]:
    """A row a way of asking, and how much memory it takes."""
    seconds = given.seconds or (3.0 if given.small else 30.0)
    graph = open_graph("xiamen")
    assert graph.store is not None
    engine = median(lambda: [*graph.store.query(SHORT, prefixes=PREFIXES)], 2)  # type: ignore
    worker = median(lambda: run_query(graph, SHORT), 2)
    peer = "pyoxigraph in this process"
    yield Ratio("service", "a short query, worker of a notebook", worker, peer, engine, "ms")
    with served() as (address, process), client(address, 1) as one:

        def ask() -> None:
            one.get("/sparql", params={"query": SHORT}).raise_for_status()

        alone = median(ask, seconds / 3)
        yield Ratio("service", "the same over HTTP, alone", alone, peer, engine, "ms")
        before = held_memory(process)
        with attacked(address) as statuses:
            beside = median(ask, seconds)
        grown = held_memory(process)
    told = f"the same over HTTP, beside {len(statuses)} hostile queries"
    yield Ratio("service", told, beside, "over HTTP, alone", alone, "ms", goal=GOAL)
    told = "memory of the server and its workers after them"
    yield Ratio("service", told, grown, "before", before, "MB")


if __name__ == "__main__":
    main(measure, __doc__, options)
