"""Endpoints: what they answer is bounded, read to its end, and what they say is passed on."""

import gzip
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from urllib.parse import parse_qs

import pytest

from ecograph.base.errors import CannotDo, EcographError, TookTooLong, TooLarge, Unreadable
from ecograph.base.progress import LISTENER
from ecograph.graph.columns import read_tables
from ecograph.graph.endpoint import SOLUTIONS, fetch, shown_address
from ecograph.graph.opening import open_graph
from ecograph.graph.remote_rows import select_remote
from ecograph.sparql.execution import run_query

QUERY = "SELECT ?s { ?s ?p ?o }"
JSON = "application/sparql-results+json"
ROWS = {
    "head": {"vars": ["s"]},
    "results": {"bindings": [{"s": {"type": "uri", "value": "urn:a"}}] * 3},
}
Answer = Callable[[BaseHTTPRequestHandler], None]


def sends(body: bytes, media: str | None = JSON, status: int = 200, **headers: str) -> Answer:
    """A server that answers with this body."""

    def answer(to: BaseHTTPRequestHandler) -> None:
        to.send_response(status)
        if media:
            to.send_header("Content-Type", media)
        for name, value in headers.items():
            to.send_header(name.replace("_", "-"), value)
        to.end_headers()
        to.wfile.write(body)

    return answer


def drips(to: BaseHTTPRequestHandler) -> None:
    to.send_response(200)
    to.send_header("Content-Type", JSON)
    to.end_headers()
    for _ in range(100):
        to.wfile.write(b" ")
        to.wfile.flush()
        time.sleep(0.1)


def waits(_: BaseHTTPRequestHandler) -> None:
    time.sleep(10)


@contextmanager
def serving(answer: Answer, seen: list[str] | None = None) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.query = parse_qs(body.decode())["query"][0]
            if seen is not None:
                seen.append(self.headers.get("Authorization", ""))
            try:
                answer(self)
            except OSError:  # who asked has gone
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        server.shutdown()
        server.server_close()


def nested_terms(depth: int) -> bytes:
    """Solutions whose only term is a triple of triples of triples."""
    opened = '{"type":"triple","value":{"subject":{"type":"uri","value":"urn:a"},'
    opened += '"predicate":{"type":"uri","value":"urn:a"},"object":'
    term = opened * depth + '{"type":"uri","value":"urn:a"}' + "}}" * depth
    return f'{{"head":{{"vars":["s"]}},"results":{{"bindings":[{{"s":{term}}}]}}}}'.encode()


WHOLE = json.dumps(ROWS).encode()
XML = (
    b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="s"/></head>'
    b'<results><result><binding name="s"><uri>urn:a</uri></binding></result></results></sparql>'
)
BAD: dict[str, tuple[Answer, type[EcographError], str]] = {
    "a page": (sends(b"<html>hello", "text/html; charset=utf-8"), Unreadable, "text/html, which"),
    "no type": (sends(WHOLE, None), Unreadable, "something without a type"),
    "cut off": (sends(WHOLE[:-20]), Unreadable, "broken or cut off"),
    "cut off by the connection": (
        sends(WHOLE[:-20], Content_Length=str(len(WHOLE))),
        Unreadable,
        "does not answer as a SPARQL endpoint",
    ),
    "no JSON": (sends(b"nothing of the kind"), Unreadable, "broken or cut off"),
    "an error with words": (
        sends(b"Virtuoso 37000 Error SP030: near 'x'\x1b[2J", "text/plain", 400),
        Unreadable,
        r"answers 400 Bad Request: Virtuoso 37000 Error SP030: near 'x'\[2J$",
    ),
    "an error as a page": (
        sends(b"<html><style>x{}</style><h1>Too   many</h1> requests", "text/html", 429),
        Unreadable,
        "answers 429 Too Many Requests: Too many requests$",
    ),
    "a long error": (sends(b"x" * 10_000_000, "text/plain", 500), Unreadable, "500 .*…$"),
    "moved": (
        sends(b"", None, 301, Location="https://u:secret@other.example/sparql?key=secret"),
        Unreadable,
        r"moved to https://other\.example/sparql\?…; give that address",
    ),
    "a bomb": (
        sends(gzip.compress(b" " * 300_000_000), Content_Encoding="gzip"),
        TooLarge,
        "more than 200 times what was sent",
    ),
    "no gzip": (sends(WHOLE, Content_Encoding="gzip"), Unreadable, "does not answer"),
    "a packed answer without its end": (
        sends(gzip.compress(WHOLE)[:-8], Content_Encoding="gzip"),
        Unreadable,
        "the packed answer is cut off",
    ),
    "packed thrice": (
        sends(gzip.compress(gzip.compress(WHOLE)), Content_Encoding="gzip, gzip"),
        Unreadable,
        "answers in the coding gzip, gzip; only gzip was asked",
    ),
    "XML without its end": (
        sends(XML[:-22], "application/sparql-results+xml"),
        Unreadable,
        "broken or cut off",
    ),
    "nested terms": (sends(nested_terms(100_000)), CannotDo, "answer|nested"),
    "a drip": (drips, TookTooLong, "no whole answer in 1 s"),
    "silence": (waits, TookTooLong, "answer in 1 s"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_answer_is_told_in_time(case: str) -> None:
    answer, error, said = BAD[case]
    with serving(answer) as address:
        started = time.monotonic()
        with pytest.raises(error, match=said) as caught:
            run_query(
                open_graph(address),
                QUERY,
                "csv",
                timeout=1 if case in ("a drip", "silence") else 20,
            )
        assert time.monotonic() - started < 15 and caught.value.exit_code == 3
    assert "secret" not in str(caught.value) and "\x1b" not in str(caught.value)


def test_the_deadline_is_for_all_of_it() -> None:
    with serving(drips) as address:
        started = time.monotonic()
        with pytest.raises(TookTooLong):
            fetch(address, QUERY, SOLUTIONS, timeout=0.5)
        assert time.monotonic() - started < 2


@pytest.mark.parametrize("format", ["csv", "tsv", "json", "xml"])
def test_a_whole_answer_in_every_format(format: str) -> None:
    packed = sends(gzip.compress(WHOLE), f"{JSON}; charset=utf-8", Content_Encoding="gzip")
    as_xml = sends(XML, "application/sparql-results+xml")
    for answer, rows in (
        *((a, 3) for a in (sends(WHOLE), sends(WHOLE, "application/json"), packed)),
        (as_xml, 1),
    ):
        with serving(answer) as address:
            found = run_query(open_graph(address), QUERY, format)
            assert found.data.count(b"urn:a") == rows and found.part is None


def test_a_packed_answer_of_several_members() -> None:
    packed = gzip.compress(WHOLE[:40]) + gzip.compress(WHOLE[40:])
    with serving(sends(packed, Content_Encoding="gzip")) as address:
        assert run_query(open_graph(address), QUERY, "csv").data.count(b"urn:a") == 3


def test_statements_whose_end_is_not_said_may_be_cut_off() -> None:
    lines = b"<urn:a> <urn:b> <urn:c> .\n"
    query = "CONSTRUCT WHERE { ?s ?p ?o }"
    with serving(sends(lines, "application/n-triples")) as address:
        part = run_query(open_graph(address), query).part
        assert part is not None and "may be cut off" in part
    whole = sends(lines, "application/n-triples", Content_Length=str(len(lines)))
    with serving(whole) as address:
        assert run_query(open_graph(address), query).part is None


PART = {
    "status": sends(WHOLE, status=206),
    "limit": sends(WHOLE, X_SPARQL_MaxRows="3"),
}


@pytest.mark.parametrize("case", PART)
def test_a_part_of_the_answer_is_said_to_be_one(case: str) -> None:
    with serving(PART[case]) as address:
        part = run_query(open_graph(address), QUERY, "csv").part
        assert part is not None and "a part of the answer only" in part
        assert ("3 rows" in part) == (case == "limit")
        with pytest.raises(CannotDo, match=r"part of the answer only.*raise the limit"):
            read_tables(open_graph(address))  # an analysis of a part would be wrong


def test_a_password_is_used_and_not_shown() -> None:
    seen: list[str] = []
    with serving(sends(b"", None, 403), seen) as address:
        secret = address.replace("//", "//user:hush@") + "?key=hush"
        opened = open_graph(secret)
        with pytest.raises(Unreadable, match="403") as caught:
            run_query(opened, QUERY)
    assert seen == ["Basic dXNlcjpodXNo"]
    assert "hush" not in str(caught.value) + opened.name + repr(opened)
    with pytest.raises(Unreadable) as caught:
        run_query(open_graph("http://user:hush@127.0.0.1:9/sparql"), QUERY)
    assert "hush" not in str(caught.value)


def test_a_complaint_that_holds_the_address_is_told_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address = "http://user:hush@a.example/sparql?key=hush"

    def refuse(*_: object, **__: object) -> None:
        raise ValueError(f"cannot reach {address}")

    monkeypatch.setattr("httpx.Client.stream", refuse)
    with pytest.raises(Unreadable, match=r"cannot reach http://a\.example/sparql\?…") as caught:
        fetch(address, QUERY, SOLUTIONS)
    assert "hush" not in str(caught.value)


def test_addresses_as_they_are_shown() -> None:
    assert shown_address("https://a:b@c.example:8/d?e=f#g") == "https://c.example:8/d?…"
    assert shown_address("http://c.example/d") == "http://c.example/d"
    assert "b@" not in shown_address("http://a:b@[bad/")
    assert shown_address("http://a:b/c@d.example/e") == "http://d.example/e"
    assert shown_address("//a:b@c/d") == "//c/d"


# ------------------------------------------------------------------ all rows of our own queries


def limited(rows: int, most: int, header: str = "X-SPARQL-MaxRows", lasts: bool = True) -> Answer:
    """A server that gives `most` of its rows at once, and calls each full answer a part."""
    turns = cycle([0, 2])

    def answer(to: BaseHTTPRequestHandler) -> None:
        found = re.search(r"LIMIT (\d+) OFFSET (\d+)\s*$", to.query)  # type: ignore[attr-defined]
        limit, first = map(int, found.groups()) if found else (rows, 0)
        first = max(first - (0 if lasts else next(turns)), 0)
        given = range(first, min(rows, first + min(limit, most)))
        bindings = [{"s": {"type": "uri", "value": f"urn:{n}"}} for n in given]
        document = {"head": {"vars": ["s"]}, "results": {"bindings": bindings}}
        more = {header: str(most)} if len(given) == most else {}
        sends(json.dumps(document).encode(), **more)(to)

    return answer


@pytest.mark.parametrize("header", ["X-SPARQL-MaxRows", "X-Ecograph-Truncated"])
@pytest.mark.parametrize("rows", [0, 1, 4, 5, 6, 9, 10, 11, 13])
def test_all_rows_are_read_page_by_page(rows: int, header: str) -> None:
    with serving(limited(rows, 5, header)) as address:
        found = select_remote(address, QUERY)
    assert [s.value for (s,) in found] == [f"urn:{n}" for n in range(rows)]


def test_pages_whose_order_does_not_last_are_no_answer() -> None:
    said = r"part of the answer only.*raise the limit"
    with serving(limited(30, 5, lasts=False)) as address, pytest.raises(CannotDo, match=said):
        select_remote(address, QUERY)


def test_a_user_is_told_that_an_answer_was_cut() -> None:
    with serving(sends(WHOLE, X_Ecograph_Truncated="rows; 3")) as address:
        part = run_query(open_graph(address), QUERY, "csv").part
    assert part is not None and "a part of the answer only (rows; 3)" in part


# ------------------------------------------------------------------ busy servers


def busy(times: int, status: int = 503, **headers: str) -> tuple[Answer, list[int]]:
    """A server that answers only when it was asked so often, and when it was asked."""
    asked: list[int] = []

    def answer(to: BaseHTTPRequestHandler) -> None:
        asked.append(len(asked))
        if len(asked) > times:
            sends(WHOLE)(to)
        elif status:
            sends(b"Too busy", "text/plain", status, **headers)(to)
        else:  # it hangs up
            to.connection.close()

    return answer, asked


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_server_is_asked_again(status: int) -> None:
    answer, asked = busy(2, status, Retry_After="0")
    told: list[tuple[str, int, int]] = []
    token = LISTENER.set(lambda *said: told.append(said))
    try:
        with serving(answer) as address:
            assert len(select_remote(address, QUERY)) == 3
    finally:
        LISTENER.reset(token)
    assert len(asked) == 3
    assert [(done, total) for _, done, total in told] == [(1, 3), (2, 3)]
    assert all("is busy" in what for what, _, _ in told)


def test_a_server_that_hangs_up_is_asked_again() -> None:
    answer, asked = busy(1, 0)
    with serving(answer) as address:
        assert len(select_remote(address, QUERY)) == 3
    assert len(asked) == 2


def test_a_server_that_stays_busy_is_asked_three_times() -> None:
    answer, asked = busy(9, Retry_After="0")
    with serving(answer) as address, pytest.raises(Unreadable, match=r"503 .*Too busy"):
        select_remote(address, QUERY)
    assert len(asked) == 3


@pytest.mark.parametrize("as_date", [False, True])
def test_a_server_that_wants_a_long_wait_is_believed(as_date: bool) -> None:
    after = format_datetime(datetime.now(UTC) + timedelta(hours=1)) if as_date else "100"
    answer, asked = busy(9, Retry_After=after)
    started = time.monotonic()
    with serving(answer) as address, pytest.raises(Unreadable, match="503"):
        select_remote(address, QUERY)
    assert len(asked) == 1 and time.monotonic() - started < 10


def test_a_query_of_a_user_is_asked_once() -> None:
    answer, asked = busy(1, Retry_After="0")
    with serving(answer) as address, pytest.raises(Unreadable, match="503"):
        run_query(open_graph(address), QUERY)
    assert len(asked) == 1


def test_an_error_in_a_query_is_not_asked_again() -> None:
    answer, asked = busy(9, 400)
    with serving(answer) as address, pytest.raises(Unreadable, match="400"):
        select_remote(address, QUERY)
    assert len(asked) == 1


def test_connections_stay_for_the_next_query() -> None:
    ends: set[object] = set()

    def stays(to: BaseHTTPRequestHandler) -> None:
        to.protocol_version = "HTTP/1.1"
        to.close_connection = False
        ends.add(to.client_address)
        sends(WHOLE, Content_Length=str(len(WHOLE)))(to)

    with serving(stays) as address:
        for _ in range(3):
            assert len(select_remote(address, QUERY)) == 3
    assert len(ends) == 1


# ------------------------------------------------------------------ what servers write otherwise

TRUTH = "http://www.w3.org/2001/XMLSchema#boolean"
OTHERWISE = {
    "json": (
        JSON,
        '{"head":{"vars":["a","b","c"]},"results":{"bindings":[{'
        f'"a": {{ "type": "typed-literal", "datatype": "{TRUTH}", "value": "1" }},'
        f'"b": {{"type":"literal","value":"0","datatype":"{TRUTH}"}},'
        '"c": { "type": "bnode", "value": "nodeID://b10" }}]}}',
    ),
    "xml": (
        "application/sparql-results+xml",
        '<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="a"/>'
        '<variable name="b"/><variable name="c"/></head><results><result>'
        f'<binding name="a"><literal datatype="{TRUTH}">1</literal></binding>'
        f'<binding name="b"><literal datatype="{TRUTH}">0</literal></binding>'
        '<binding name="c"><bnode>nodeID://b10</bnode></binding></result></results></sparql>',
    ),
}


@pytest.mark.parametrize("form", OTHERWISE)
def test_booleans_and_blank_nodes_of_virtuoso_are_read(form: str) -> None:
    media, body = OTHERWISE[form]
    with serving(sends(body.encode(), media)) as address:
        data = run_query(open_graph(address), "SELECT ?a ?b ?c { ?a ?b ?c }", "csv").data
    assert data.decode().split() == ["a,b,c", "true,false,_:b10"]


def test_booleans_in_statements_are_read_and_texts_stay() -> None:
    lines = f'<urn:a> <urn:b> "1"^^<{TRUTH}> .\n<urn:a> <urn:c> "is \\"1\\"^^<{TRUTH}>" .\n'
    whole = sends(lines.encode(), "application/n-triples", Content_Length=str(len(lines)))
    with serving(whole) as address:
        data = run_query(open_graph(address), "CONSTRUCT WHERE { ?s ?p ?o }", "nt").data
    assert data.decode() == lines.replace('"1"^^', '"true"^^', 1)


def virtuoso(rows: int, most: int) -> Answer:
    """A server that cuts statements off without a word."""
    of_rows = limited(rows, most)

    def answer(to: BaseHTTPRequestHandler) -> None:
        to.server_version = "Virtuoso/07.20.3229"
        if "SELECT (1 AS ?one)" in to.query:  # type: ignore[attr-defined]
            return of_rows(to)
        lines = b"<urn:a> <urn:b> <urn:c> .\n"
        sends(lines, "application/n-triples", Content_Length=str(len(lines)))(to)

    return answer


def test_statements_that_are_cut_off_without_a_word_are_found_out() -> None:
    query = "CONSTRUCT { ?s a eco:Firm } WHERE { ?s ?p ?o }"
    with serving(virtuoso(9, 5)) as address:
        part = run_query(open_graph(address), query).part
        assert part is not None and "a part of the answer only, at most 5 rows" in part
    with serving(virtuoso(3, 5)) as address:
        assert run_query(open_graph(address), query).part is None
        part = run_query(open_graph(address), "DESCRIBE <urn:a>").part
        assert part is not None and "without a word" in part
