"""Workers that stay for the next query: they are replaced, and leave nothing behind."""

import gc
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from ecograph.base.errors import QueryRefused, TookTooLong
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.query_workers import query_workers
from ecograph.graph.worker import Worker
from ecograph.sparql.execution import Most, run_query

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
P = NamedNode("urn:p")


@pytest.fixture
def graph() -> CitedGraph:
    store = Store()
    store.extend(
        Quad(NamedNode(f"urn:s{i}"), P, Literal(f'<&\n"{i}" 厦门'), NamedNode(f"urn:g{i % 2}"))
        for i in range(1000)
    )
    return CitedGraph("made", "file", store=store)


def children() -> set[int]:
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(path.read_text().rpartition(")")[2].split()[1]) == os.getpid():
                found.add(int(path.parent.name))
    return found


def test_one_worker_answers_one_query_after_the_other(graph: CitedGraph) -> None:
    before = children()
    run_query(graph, "ASK {}")
    worker = children() - before
    assert len(worker) == 1
    for _ in range(20):
        run_query(graph, "ASK { ?s ?p ?o }")
    assert children() - before == worker


def test_a_worker_that_was_ended_is_replaced(graph: CitedGraph) -> None:
    with pytest.raises(TookTooLong):
        run_query(graph, ENDLESS, timeout=0.3)
    assert run_query(graph, "ASK {}").data == b'{"head":{},"boolean":true}'


def test_a_worker_that_was_killed_between_two_queries_costs_no_answer(graph: CitedGraph) -> None:
    before = children()
    run_query(graph, "ASK {}")
    for pid in children() - before:
        os.kill(pid, 9)
    time.sleep(0.2)
    assert run_query(graph, "ASK {}").kind == "boolean"


def test_queries_asked_at_once_have_a_worker_each(graph: CitedGraph) -> None:
    ended: list[str] = []

    def ask() -> None:
        with suppress(TookTooLong):
            run_query(graph, ENDLESS, timeout=5)
        ended.append("one")

    threads = [threading.Thread(target=ask) for _ in range(3)]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    assert run_query(graph, "ASK {}", timeout=30).kind == "boolean"
    assert not ended
    for thread in threads:
        thread.join()
    assert time.monotonic() - start < 15  # one after the other they would take as long


def test_workers_end_with_their_graph(graph: CitedGraph) -> None:
    before = children()
    mine = CitedGraph("short", "file", store=graph.store)
    run_query(mine, "ASK {}")
    assert children() - before
    del mine
    gc.collect()
    assert not children() - before


def test_a_worker_that_a_thread_started_outlives_the_thread(graph: CitedGraph) -> None:
    before = children()
    thread = threading.Thread(target=lambda: run_query(graph, "ASK {}"))
    thread.start()
    thread.join()
    worker = children() - before
    assert len(worker) == 1
    time.sleep(0.2)
    assert run_query(graph, "ASK {}").kind == "boolean"
    assert children() - before == worker


PARENT = """
import os, sys, time
from pyoxigraph import Store
from ecograph.graph.cited_graph import CitedGraph
from ecograph.sparql.execution import run_query
graph = CitedGraph("made", "file", store=Store())
run_query(graph, "ASK {}")
print(next(iter(graph.workers._free))._process.pid, flush=True)
time.sleep(60)
"""


def test_workers_die_with_their_parent() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as p:
        assert p.stdout is not None
        worker = int(p.stdout.readline())
        p.kill()
        p.wait()
    for _ in range(100):
        if not Path(f"/proc/{worker}").exists():
            return
        time.sleep(0.05)
    raise AssertionError("the worker lives on")


@pytest.mark.parametrize("format", ["json", "xml", "csv", "tsv"])
def test_only_so_many_rows_are_given_and_that_is_said(graph: CitedGraph, format: str) -> None:
    query = "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s"
    part = run_query(graph, query, format, most=Most(7, 10**6))
    assert part.part is not None and "first 7 rows" in part.part
    whole = run_query(graph, query + " LIMIT 7", format)
    assert whole.part is None and whole.kind == "solutions"
    if format in ("json", "csv"):
        assert part.data == whole.data
        return
    of = {"xml": QueryResultsFormat.XML, "tsv": QueryResultsFormat.TSV}[format]
    rows = [[*map(tuple, parse_query_results(d, format=of))] for d in (part.data, whole.data)]
    assert rows[0] == rows[1] and len(rows[0]) == 7


def test_as_many_rows_as_are_allowed_are_all(graph: CitedGraph) -> None:
    assert run_query(graph, "SELECT * { ?s ?p ?o } LIMIT 7", most=Most(7, 10**6)).part is None
    few = run_query(graph, "SELECT * { ?s ?p ?o }", "json", most=Most(10**6, 2000))
    assert few.part is not None and len(few.data) < 20_000


def test_triples_are_cut_too(graph: CitedGraph) -> None:
    made = run_query(graph, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "nt", most=Most(5, 10**6))
    assert made.kind == "triples" and made.part
    assert len([*parse(made.data, format=RdfFormat.N_TRIPLES)]) == 5


def test_the_graphs_asked_may_be_named_beside_the_query(graph: CitedGraph) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    every = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"

    def number(query: str, *of: list[str]) -> int:
        data = run_query(graph, query, "csv", graphs=(of[0], of[1]) if of else None).data
        return int(data.split()[1])

    assert number(count) == 1000
    assert number(count, ["urn:g0"], []) == 500
    assert number(every, ["urn:g0"], ["urn:g1"]) == 500
    assert number(every, ["urn:g0"], []) == 0


@pytest.mark.parametrize("iri", ["urn:gone", "file:///etc/passwd", "no iri"])
def test_a_graph_that_is_not_there_is_refused(graph: CitedGraph, iri: str) -> None:
    with pytest.raises(QueryRefused, match=r"no graph of this store.*list the graphs"):
        run_query(graph, "SELECT * { ?s ?p ?o }", graphs=([], [iri]))
    with pytest.raises(QueryRefused, match=r"no graph of this store.*list the graphs"):
        run_query(graph, "SELECT * FROM <urn:gone> { ?s ?p ?o }")


def test_a_polite_worker_goes_after_a_long_query(graph: CitedGraph) -> None:
    workers = query_workers(graph, 10**9, polite=True)
    run_query(graph, "ASK {}", workers=workers)
    assert len(workers._free) == 1
    with pytest.raises(TookTooLong):
        run_query(graph, ENDLESS, timeout=1, workers=workers)
    assert not workers._free
    workers.close()


LARGE_PARENT = """
from pyoxigraph import Store
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.query_workers import query_workers
from ecograph.graph.worker import Worker
from ecograph.sparql.execution import run_query
graph = CitedGraph("made", "file", store=Store())
workers = query_workers(graph, 1024**3)
held = b"x" * 700 * 1024**2
run_query(graph, "ASK {}", workers=workers)
print(len(workers._free))
"""


def test_a_worker_stays_however_large_its_parent_is() -> None:
    """Linux counts the largest size of a parent as that of the process that it starts."""
    done = subprocess.run([sys.executable, "-c", LARGE_PARENT], capture_output=True, text=True)
    assert done.stdout == "1\n", done.stderr


GROWN = """
import resource
from ecograph.graph._worker import has_grown
most = 1024**3
resource.setrlimit(resource.RLIMIT_AS, (most, most))
before = has_grown(most)
held = bytearray(600 * 1024**2)
print(before, has_grown(most))
"""


def test_a_worker_goes_when_half_of_its_memory_is_taken() -> None:
    done = subprocess.run([sys.executable, "-c", GROWN], capture_output=True, text=True)
    assert done.stdout == "False True\n", done.stderr


def test_a_worker_that_two_close_at_once_closes_nothing_of_others(graph: CitedGraph) -> None:
    for _ in range(20):
        workers: list[Worker] = []
        pool = query_workers(graph, 2 * 1024**3)
        run_query(graph, "ASK {}", workers=pool, started=workers.append)
        closed: list[int] = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "close", closed.append)
            both = [threading.Thread(target=workers[0].close) for _ in range(2)]
            for thread in both:
                thread.start()
            for thread in both:
                thread.join()
        assert len(closed) == 1
        os.close(closed[0])
