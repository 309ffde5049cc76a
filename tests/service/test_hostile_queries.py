"""What a stranger can send: 200 in a row, and others are answered, nothing is left behind."""

import socket
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from service_help import Server, children_of, resident, serving

TRIPLES = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
STAR = " . ".join(f"?s ?p{i} ?o{i}" for i in range(300))
HOSTILE = {
    "product": f"SELECT * {{ {TRIPLES} }} ORDER BY ?a ?d ?g",
    "distinct": f"SELECT DISTINCT ?a ?d ?g {{ {TRIPLES} }}",
    "groups": f"SELECT ?a ?d (COUNT(*) AS ?n) {{ {TRIPLES} }} GROUP BY ?a ?d ?g",
    "triples": f"CONSTRUCT {{ ?a ?e ?i }} {{ {TRIPLES} }}",
    "count": f"ASK {{ {TRIPLES} FILTER(?a = ?nothing) }}",
    "path": "SELECT (COUNT(*) AS ?n) { ?x (!<urn:a>)+ ?y }",
    "stars": "SELECT (COUNT(*) AS ?n) { ?x (((((!<urn:a>)*)*)*)*)* ?y }",
    "either": "SELECT (COUNT(*) AS ?n) { ?x (eco:from|!eco:from)+ ?y . ?y (^eco:to|!eco:to)* ?z }",
    "star": f"SELECT * {{ {STAR} }}",
    "groups in groups": "SELECT * { " + "{" * 4000 + "}" * 4000 + " }",
    "brackets": "SELECT (" + "(" * 8000 + "1" + ")" * 8000 + " AS ?x) {}",
    "sums": "SELECT (" + "+".join("1" * 8000) + " AS ?x) {}",
    "nots": "ASK { FILTER(" + "!" * 16000 + "true) }",
    "exists": "ASK { " + "FILTER(EXISTS{" * 1000 + "})" * 1000 + "}",
    "strings": "SELECT (STRLEN(GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g)))) AS ?n) { "
    + f"{TRIPLES} }}",
    "regex": "SELECT * { ?s ?p ?o FILTER(REGEX(STR(?o), '(a+)+(b*)*(a{1,900}){1,900}$')) }",
    "elsewhere": "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "loading": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "writing": "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "long": "ASK { ?s ?p '" + "x" * 100_000 + "' }",
}
REFUSED = (400, 403, 413, 503, 507)


@pytest.fixture(scope="module")
def hasty() -> Iterator[Server]:
    """A server that gives a query half a second."""
    with serving("--graph", "tiny", "--timeout", "0.5", "--rows", "1000") as running:
        yield running


def as_client(server: Server, number: int) -> httpx.Client:
    """A client with an address of its own."""
    transport = httpx.HTTPTransport(local_address=f"127.0.0.{number}")
    return httpx.Client(transport=transport, base_url=server.address, timeout=60)


@pytest.mark.parametrize("name", HOSTILE)
def test_each_is_ended_and_the_next_query_is_answered(hasty: Server, name: str) -> None:
    answer = hasty.post("/sparql", data={"query": HOSTILE[name]})
    assert answer.status_code in (200, *REFUSED), answer.text[:500]
    assert hasty.ask("ASK {}").json()["boolean"] is True


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_two_hundred_in_a_row_leave_nothing_behind(hasty: Server) -> None:
    before, files = resident(hasty.process.pid), temporary_files()
    held = [*islice(cycle(HOSTILE.values()), 200)]

    def send(queries: list[str]) -> list[int]:
        with as_client(hasty, 2) as client:
            return [client.post("/sparql", data={"query": q}).status_code for q in queries]

    with ThreadPoolExecutor(4) as pool, as_client(hasty, 3) as other:
        sent = [pool.submit(send, held[i::4]) for i in range(4)]
        asked = 0
        while not all(one.done() for one in sent):
            answer = other.get("/sparql", params={"query": "ASK {}"})
            assert answer.status_code == 200, answer.text
            asked += 1
        statuses = [status for one in sent for status in one.result()]
    assert len(statuses) == 200 and 500 not in statuses and asked > 10
    assert resident(hasty.process.pid) - before < 64 * 1024**2
    assert temporary_files() <= files
    assert len(hasty.workers()) <= 12
    assert hasty.ask("ASK {}").status_code == 200


def temporary_files() -> set[str]:
    """What stands in the folder for temporary files."""
    return {p.name for p in Path("/tmp").glob("*ecograph*")}


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_worker_of_a_client_that_is_gone_is_ended() -> None:
    with serving("--graph", "tiny", "--timeout", "60") as running:
        running.ask("ASK {}")
        with pytest.raises(httpx.TimeoutException):
            query = {"query": HOSTILE["groups"]}
            httpx.post(f"{running.address}/sparql", data=query, timeout=1)
        busy = ticks_of(running)
        time.sleep(1)
        assert ticks_of(running) - busy < 50  # hundredths of a second; a busy one takes 100


def ticks_of(server: Server) -> int:
    """The processor time of the workers that run, in hundredths of a second."""
    total = 0
    for worker in server.workers():
        after = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
        total += int(after[11]) + int(after[12])
    return total


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_no_worker_outlives_the_server() -> None:
    with serving("--graph", "tiny") as running:
        running.ask("ASK {}")
        running.get("/api/gaps")
        workers = running.workers()
        below = [w for worker in workers for w in children_of(worker)]
        assert workers
        running.process.kill()
        running.process.wait()
        deadline = time.monotonic() + 10
        while any(Path(f"/proc/{w}").exists() for w in (*workers, *below)):
            assert time.monotonic() < deadline
            time.sleep(0.1)


def test_what_is_no_http_is_no_trouble(hasty: Server) -> None:
    place = urlsplit(hasty.address)
    for sent in (
        b"\x16\x03\x01\x02\x00",
        b"nonsense\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\0" * 999,
    ):
        with closing(socket.create_connection((place.hostname, place.port), timeout=30)) as raw:
            raw.sendall(sent)
            raw.shutdown(socket.SHUT_WR)
            said = b"".join(iter(lambda: raw.recv(4096), b""))
            assert not said or said.startswith(b"HTTP/1.1 4")
    assert hasty.ask("ASK {}").status_code == 200


def test_a_body_that_lies_about_its_length_is_refused(hasty: Server) -> None:
    place = urlsplit(hasty.address)
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        b"Content-Type: application/sparql-query\r\nContent-Length: 99999999999\r\n\r\nASK {}"
    )
    with closing(socket.create_connection((place.hostname, place.port), timeout=30)) as raw:
        raw.sendall(head)
        assert raw.recv(4096).startswith(b"HTTP/1.1 413")
