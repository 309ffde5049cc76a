"""The service as its users ask it: forms, statuses, limits, entities, pages."""

import gzip
import http.client
import json
import re
import socket
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from pyoxigraph import RdfFormat, parse
from service_help import Server, serving

from ecograph.base.namespaces import ECO_BASE, ID_BASE
from ecograph.graph.columns import Tables, read_tables
from ecograph.graph.opening import open_graph
from ecograph.operations.every import OPERATIONS
from ecograph.sparql.execution import run_query

SELECT = "SELECT ?firm { ?firm a eco:Firm } ORDER BY ?firm LIMIT 2"
FIRMS = "SELECT ?firm { ?firm a eco:Firm }"
ALL = "SELECT ?s ?p ?o { ?s ?p ?o }"
TURTLE = {"Accept": "text/turtle"}
JSON = {"Accept": "application/json"}
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def problem_of(answer: httpx.Response, status: int) -> str:
    """What a problem says, which has this status."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert said["status"] == status and said["title"] and said["detail"]
    assert "Traceback" not in answer.text
    return str(said["detail"])


@pytest.mark.parametrize(
    ("accept", "media", "begins"),
    [
        ("*/*", "application/sparql-results+json", b'{"head":'),
        ("application/json", "application/json", b'{"head":'),
        ("application/sparql-results+xml", "application/sparql-results+xml", b"<?xml"),
        ("text/csv", "text/csv; charset=utf-8", b"firm\r\n"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", b"?firm\n"),
    ],
)
def test_rows_come_in_the_form_that_is_wanted(
    server: Server, accept: str, media: str, begins: bytes
) -> None:
    answer = server.ask(SELECT, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media
    assert answer.content.startswith(begins)
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/rdf+xml", RdfFormat.RDF_XML),
    ],
)
def test_triples_come_in_the_form_that_is_wanted(
    server: Server, accept: str, form: RdfFormat
) -> None:
    query = "CONSTRUCT { ?firm a eco:Firm } { ?firm a eco:Firm }"
    answer = server.ask(query, headers={"Accept": accept})
    assert answer.headers["content-type"].startswith(accept)
    assert len({*parse(answer.content, format=form)}) == len(rows_of(server.ask(FIRMS)))


def rows_of(answer: httpx.Response) -> list[dict[str, Any]]:
    """The rows of an answer in JSON."""
    rows: list[dict[str, Any]] = answer.json()["results"]["bindings"]
    return rows


def test_a_query_is_asked_in_three_ways(server: Server) -> None:
    expected = rows_of(server.ask(SELECT))
    assert len(expected) == 2
    assert rows_of(server.post("/sparql", data={"query": SELECT})) == expected
    direct = {"Content-Type": "application/sparql-query"}
    assert rows_of(server.post("/sparql", content=SELECT, headers=direct)) == expected


def test_head_is_get_without_a_body(server: Server) -> None:
    answer = httpx.head(f"{server.address}/sparql", params={"query": SELECT})
    assert answer.status_code == 200 and answer.content == b""
    assert int(answer.headers["content-length"]) == len(server.ask(SELECT).content)


def test_an_answer_is_packed_for_those_who_can_unpack(server: Server) -> None:
    query = ALL + " ORDER BY ?s ?p ?o"
    plain = server.ask(query, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    packed = server.ask(query, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    refused = server.ask(query, headers={"Accept-Encoding": "gzip;q=0"})
    assert "content-encoding" not in refused.headers


@pytest.mark.parametrize(
    ("form", "marked"),
    [
        ("json", b'"link":["urn:ecograph:truncated"]'),
        ("xml", b'<link href="urn:ecograph:truncated"/>'),
    ],
)
def test_rows_that_are_left_out_are_told(server: Server, form: str, marked: bytes) -> None:
    answer = server.get("/sparql", params={"query": ALL, "format": form})
    assert answer.headers["x-ecograph-truncated"].startswith("rows")
    assert marked in answer.content
    whole = server.get("/sparql", params={"query": SELECT, "format": form})
    assert "x-ecograph-truncated" not in whole.headers and marked not in whole.content


def test_as_many_rows_are_given_as_are_allowed(server: Server) -> None:
    assert len(rows_of(server.ask(ALL))) == 500
    exact = server.ask(ALL + " LIMIT 500")
    assert len(rows_of(exact)) == 500 and "x-ecograph-truncated" not in exact.headers
    turtle = server.ask("CONSTRUCT WHERE { ?s ?p ?o }", headers={"Accept": "application/n-triples"})
    assert turtle.headers["x-ecograph-truncated"] and b"\n# only the first 500" in turtle.content


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ("SELECT ?x { ?x eco:makes }", 400, r"line 1, column 26"),
        ("SELECT ?x {\n ?x foo:bar ?y }", 400, r"line 2, column 5: the prefix foo:"),
        ("", 400, "none of SELECT"),
        ("nonsense", 400, "none of SELECT"),
        ("CLEAR ALL", 400, "none of SELECT"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", 400, "none of SELECT"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 403, "SERVICE"),
        ("SELECT * FROM <http://127.0.0.1:9/x.ttl> { ?s ?p ?o }", 403, "nothing is fetched"),
        ("SELECT * { " + "{" * 5000 + "}" * 5000 + "}", 403, ""),
        ("SELECT * { ?s ?p " + "x" * 65536 + " }", 403, "65536 are allowed"),
    ],
)
def test_a_query_that_is_wrong_says_where(
    server: Server, query: str, status: int, told: str
) -> None:
    said = problem_of(server.post("/sparql", data={"query": query}), status)
    assert re.search(told, said), said


def test_the_place_of_a_mistake_is_told_in_numbers(server: Server) -> None:
    said = server.ask("SELECT ?x {\n ?x foo:bar ?y }").json()
    assert (said["line"], said["column"]) == (2, 5)


def test_a_query_that_takes_too_long_is_ended_and_the_next_is_answered(server: Server) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    answer = server.ask(slow)
    assert "3 s" in problem_of(answer, 503)
    assert answer.headers["retry-after"].isdecimal()
    assert rows_of(server.ask(SELECT))


def test_a_query_that_takes_too_much_memory_is_ended() -> None:
    with serving("--graph", "tiny", "--timeout", "60") as running:
        greedy = "SELECT DISTINCT ?a ?b ?c ?d ?e ?f { ?a ?b ?c . ?d ?e ?f } ORDER BY DESC(?f) ?a ?d"
        said = problem_of(running.ask(greedy), 507)
        assert "memory" in said
        assert rows_of(running.ask(SELECT))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/sparql/", 404),
        ("GET", "/api/nothing", 404),
        ("GET", "/ecograph/id/", 404),
        ("GET", "/ecograph/id/nobody-is-called-so", 404),
        ("GET", "/ecograph/other/xiamen", 404),
        ("GET", "/ecograph/id/a%3Eb", 404),
        ("GET", "/ecograph/id/a|b", 404),
        ("GET", "/atlas/index.html", 404),
        ("DELETE", "/sparql", 405),
        ("PUT", "/api/gaps", 405),
        ("PATCH", "/", 405),
        ("TRACE", "/sparql", 405),
        ("POST", "/healthz", 405),
        ("GET", "/sparql?query=ASK{}&query=ASK{}", 400),
        ("GET", "/sparql?query=%FF", 400),
        ("GET", "/sparql?update=CLEAR%20ALL", 403),
        ("GET", "/sparql?query=ASK{}&format=docx", 406),
        ("GET", "/api/gaps?format=docx", 406),
        ("GET", "/ecograph/id/b1?format=docx", 406),
        ("GET", "/api/gaps?lang=fr", 400),
        ("GET", "/api/gaps?nonsense=1", 400),
        ("GET", "/api/gaps?place=nowhere", 400),
        ("GET", "/api/gaps?inputs=%FF", 400),
        ("GET", "/api/gaps?top=%D9%A1", 400),
        ("GET", "/api/gaps?top=1_0", 400),
        ("GET", "/api/centrality?network=../../etc/passwd", 400),
        ("GET", "/api/whatif?scenario=/etc/passwd", 400),
        ("GET", "/api/specialisation?table=/etc/passwd", 400),
        ("GET", "/api/query", 400),
        ("GET", "/api/query?question=99999", 400),
        ("GET", "/api/query?question=1&query=ASK{}", 400),
    ],
)
def test_what_cannot_be_answered_has_its_status(
    server: Server, method: str, path: str, status: int
) -> None:
    answer = httpx.request(method, server.address + path)
    assert problem_of(answer, status)
    if status == 405:
        assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize(
    ("media", "body", "status"),
    [
        ("text/plain", b"ASK {}", 415),
        ("application/sparql-update", b"CLEAR ALL", 403),
        ("application/sparql-query", b"ASK { ?s ?p '\xff' }", 400),
        ("application/sparql-query; charset=utf-16", "ASK {}".encode("utf-16"), 415),
        ("application/x-www-form-urlencoded", b"update=CLEAR+ALL", 403),
        ("application/x-www-form-urlencoded", b"nothing=1", 400),
        ("application/x-www-form-urlencoded", b"query=ASK{}&query=ASK{}", 400),
        ("application/x-www-form-urlencoded", b"a=1&" * 1001 + b"query=ASK{}", 400),
        ("application/sparql-query", b"ASK {} #" + b"x" * 1024**2, 413),
    ],
)
def test_a_body_that_is_no_query_has_its_status(
    server: Server, media: str, body: bytes, status: int
) -> None:
    answer = server.post("/sparql", content=body, headers={"Content-Type": media})
    problem_of(answer, status)


@pytest.mark.parametrize(
    ("media", "body", "status"),
    [
        ("application/json", b"{", 400),
        ("application/json", b"[]", 400),
        ("application/json", b'{"top": NaN}', 400),
        ("application/json", b"[" * 100_000, 400),
        ("application/json", b'{"place": "\\ud800"}', 400),
        ("application/json", b'{"top": "many"}', 400),
        ("application/json", b'{"top": 1e400}', 400),
        ("application/json", b'{"nonsense": 1}', 400),
        ("application/json", b'{"place": ' + b"[" * 900 + b"]" * 900 + b"}", 400),
        ("application/json", b'{"place": {"a": 1}}', 400),
        ("application/json", b'{"top": 1, "top": 2}', 400),
        ("application/json", b'{"top": 1.5}', 400),
        ("text/plain", b"{}", 415),
    ],
)
def test_a_body_of_a_question_is_an_object(
    server: Server, media: str, body: bytes, status: int
) -> None:
    answer = server.post("/api/gaps", content=body, headers={"Content-Type": media})
    problem_of(answer, status)


def test_every_answer_is_safe_in_a_browser(server: Server) -> None:
    for path in ("/sparql?query=ASK{}", "/api", "/query", "/nothing"):
        headers = server.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in headers
        assert headers["server"] == "ecograph"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1/..", "a@127.0.0.1", "127.0.0.1:abc", "127.1", ""]
)
def test_another_host_is_not_answered(server: Server, host: str) -> None:
    answer = server.get("/sparql?query=ASK{}", headers={"Host": host})
    problem_of(answer, 421)


def test_a_body_of_two_lengths_is_refused(server: Server) -> None:
    place = urlsplit(server.address)
    head = (
        "POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/sparql-query\r\n"
        "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nASK {}\r\n0\r\n\r\n"
    )
    with closing(socket.create_connection((place.hostname, place.port), timeout=30)) as raw:
        raw.sendall(head.encode())
        assert raw.recv(4096).startswith(b"HTTP/1.1 400")


def test_rows_of_a_question_are_bound_too() -> None:
    with serving("--graph", "tiny", "--rows", "2") as running:
        answer = running.get("/api/query", params={"query": ALL})
        said = answer.json()
        assert said["row_count"] == 2 and said["truncated"] and said["total"] is None
        assert answer.headers["x-ecograph-truncated"]


def test_a_whole_number_may_be_written_as_json_has_it(server: Server) -> None:
    assert server.post("/api/gaps", json={"top": 1.0}).json()["row_count"] == 1


def test_the_ontology_is_the_same_each_time(server: Server) -> None:
    path = "/ecograph/ontology"
    assert server.get(path, headers=TURTLE).content == server.get(path, headers=TURTLE).content


def test_an_entity_page_leads_to_others(server: Server) -> None:
    page = server.get("/ecograph/id/b1", headers=BROWSER).text
    assert 'href="../../ecograph/id/pump"' in page
    assert 'href="../../ecograph/id/production-b1-pump"' in page


def test_every_question_is_listed_with_its_parameters(server: Server) -> None:
    listed = {one["name"]: one for one in server.get("/api?lang=zh").json()}
    assert [*listed] == ["query", *OPERATIONS]
    assert listed["gaps"]["help"] == OPERATIONS["gaps"].help[0]
    assert "chain" in listed["gaps"]["parameters"]["properties"]
    document = server.get("/openapi.json").json()
    assert [*document["paths"]] == ["/sparql", *(f"/api/{name}" for name in listed)]


def test_a_question_says_sources_and_how_much_is_known(server: Server) -> None:
    said = server.get("/api/gaps", params={"lang": "zh"}).json()
    assert said["operation"] == "gaps" and said["rows"] and said["notes"]
    assert said["row_count"] == said["total"] == len(said["rows"]) and not said["truncated"]
    assert {"title", "licence", "address"} < {*said["sources"][0]}
    assert re.fullmatch("[0-9a-f]{64}", said["digest"])
    by_body = server.post("/api/gaps?lang=zh", json={}).json()
    assert by_body == said


def test_a_question_comes_as_csv_too(server: Server) -> None:
    answer = server.get("/api/gaps", headers={"Accept": "text/csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.text.startswith(",".join(server.get("/api/gaps").json()["columns"]))


def test_a_shipped_question_is_asked_by_its_number(server: Server) -> None:
    said = server.get("/api/query", params={"question": 2, "lang": "en"}).json()
    assert said["query"].startswith(("SELECT", "ASK")) and said["kind"] in ("solutions", "boolean")


def test_a_query_is_answered_with_hints_and_sources(server: Server) -> None:
    asked = {"query": "SELECT ?x {\n  ?x eco:makess ?y }"}
    (hint,) = server.post("/api/query", json=asked).json()["hints"]
    assert (hint["line"], hint["column"]) == (2, 6) and "eco:makes" in hint["text"]
    cited = {"query": "SELECT ?x ?xLabel { ?x eco:makes ?y }", "cite": True}
    said = server.post("/api/query?lang=zh", json=cited).json()
    assert said["rows"] and said["sources"] and "cited_document" in said["columns"]


def test_an_empty_answer_says_why(server: Server) -> None:
    said = server.post("/api/query", json={"query": "SELECT ?x { ?x a eco:Person }"}).json()
    assert said["rows"] == []
    assert "nothing of class eco:Person" in said["hints"][0]["text"]
    assert any("nothing in the graph matches" in note for note in said["notes"])


def test_a_browser_is_led_to_the_page_but_for_what_it_saves(server: Server) -> None:
    page = server.ask(SELECT, headers=BROWSER)
    assert page.status_code == 303 and page.headers["location"].startswith("query?query=SELECT")
    file = server.get("/sparql", params={"query": SELECT, "format": "csv"}, headers=BROWSER)
    assert file.headers["content-type"] == "text/csv; charset=utf-8"


def test_an_entity_stands_at_its_address(server: Server) -> None:
    key = rows_of(server.ask(SELECT))[0]["firm"]["value"].removeprefix(ID_BASE)
    path = f"/ecograph/id/{key}"
    turtle = server.get(path, headers=TURTLE)
    triples = {*parse(turtle.content, format=RdfFormat.TURTLE)}
    assert any(t.subject.value == ID_BASE + key for t in triples)
    linked = server.get(path, headers={"Accept": "application/ld+json"})
    assert {*parse(linked.content, format=RdfFormat.JSON_LD)} == triples
    page = server.get(path, headers=BROWSER)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert ID_BASE + key in page.text and "default-src &#39;none&#39;" in page.text


def test_what_rests_on_a_source_is_told_with_its_citation(server: Server) -> None:
    key = rows_of(server.ask("SELECT ?firm { ?firm eco:makes ?x } ORDER BY ?firm LIMIT 1"))[0]
    path = key["firm"]["value"].removeprefix("https://w3id.org")
    triples = [*parse(server.get(path, headers=TURTLE).content, format=RdfFormat.TURTLE)]
    statements = {t.subject for t in triples if t.predicate.value == ECO_BASE + "maker"}
    assert statements
    cited = {t.subject for t in triples if t.predicate.value == ECO_BASE + "citation"}
    assert statements <= cited


def test_a_code_and_the_ontology_stand_at_their_addresses(server: Server) -> None:
    code = server.get("/ecograph/vocab/modality-planned", headers=TURTLE)
    assert b"planned" in code.content
    ontology = server.get("/ecograph/ontology", headers=TURTLE)
    assert b"eco:Firm a " in ontology.content
    dataset = server.get("/.well-known/void", headers=TURTLE)
    assert b"void:triples" in dataset.content
    service = server.get("/sparql", headers=TURTLE)
    assert b"sd:UnionDefaultGraph" in service.content


def test_nothing_of_a_path_reaches_the_disk(server: Server, tmp_path: Path) -> None:
    atlas = tmp_path / "atlas"
    atlas.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (atlas / "ecograph-atlas.json").write_text("{}")
    (atlas / "index.html").write_text("<p>start")
    (atlas / "out").symlink_to(tmp_path / "secret.txt")
    with serving("--graph", "tiny", "--atlas", str(atlas)) as running:
        assert running.get("/atlas/index.html").text == "<p>start"
        assert running.get("/").headers["location"] == "atlas/index.html"
        for path in (
            "../secret.txt",
            "%2e%2e/secret.txt",
            "..%2fsecret.txt",
            "out",
            "%00",
            "//etc",
            "a" * 300,
        ):
            status, body = plainly(running, f"/atlas/{path}")
            assert status == 404 and body != b"secret"


def plainly(server: Server, path: str) -> tuple[int, bytes]:
    """The status and the body of an answer to a path that no client makes tidy first."""
    place = urlsplit(server.address)
    with closing(http.client.HTTPConnection(place.hostname or "", place.port)) as connection:
        connection.request("GET", path)
        with closing(connection.getresponse()) as answer:
            return answer.status, answer.read()


@pytest.mark.parametrize(
    ("length", "statuses"), [(65_000, {404}), (66_000, {414}), (10_000_000, {400, 414})]
)
def test_an_address_is_read_to_a_length(server: Server, length: int, statuses: set[int]) -> None:
    try:
        assert plainly(server, "/" + "x" * length)[0] in statuses
    except ConnectionError:  # the rest of it was not read
        assert length > 10**6


def test_a_token_is_asked_for_where_there_is_one(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("0123456789abcdef\n")
    with serving("--graph", "tiny", "--token-file", str(token)) as running:
        refused = running.get("/healthz")
        problem_of(refused, 401)
        assert refused.headers["www-authenticate"].startswith("Basic")
        bearer = {"Authorization": "Bearer 0123456789abcdef"}
        assert running.get("/healthz", headers=bearer).status_code == 200
        assert running.get("/healthz", auth=("me", "0123456789abcdef")).status_code == 200
        for wrong in ("Bearer 0123456789abcdeg", "Bearer", "Basic !!!", "Basic w4M=", ""):
            problem_of(running.get("/healthz", headers={"Authorization": wrong}), 401)
        strange = {"Authorization": b"Bearer \xff\xfe"}
        problem_of(running.get("/healthz", headers=strange), 401)


def test_pages_of_an_origin_that_is_allowed_may_ask() -> None:
    with serving("--graph", "tiny", "--cors", "https://example.org") as running:
        allowed = running.get("/sparql?query=ASK{}", headers={"Origin": "https://example.org"})
        assert allowed.headers["access-control-allow-origin"] == "https://example.org"
        other = running.get("/sparql?query=ASK{}", headers={"Origin": "https://other.example"})
        assert "access-control-allow-origin" not in other.headers


def test_queries_are_written_down_only_when_asked_for(server: Server) -> None:
    marked = "ASK { ?s ?p 'written-down' }"
    server.ask(marked)
    assert "written-down" not in "".join(server.said)
    with serving("--graph", "tiny", "--log-queries") as running:
        running.ask(marked)
        assert "written-down" in "".join(running.said)


def test_our_own_client_reads_what_we_serve(server: Server, tiny_tables: Tables) -> None:
    graph = open_graph(f"{server.address}/sparql")
    assert json.loads(run_query(graph, SELECT).data) == server.ask(SELECT).json()
    part = run_query(graph, ALL)
    assert part.part and "rows; most=500" in part.part
    assert read_tables(graph).digest == tiny_tables.digest  # page by page: it gives 500 rows


def test_what_nobody_has_counted_is_not_counted(server: Server) -> None:
    with serving("--graph", "tiny", "--rows", "2") as running:
        cut = running.get("/api/query", params={"query": ALL}).headers["x-ecograph-truncated"]
        assert cut == "rows"
    counted = server.get("/api/gaps", params={"top": 1}).headers["x-ecograph-truncated"]
    assert counted == "rows; left_out=1"


def test_a_packed_body_of_a_question_is_not_unpacked(server: Server) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    answer = server.post("/api/gaps", content=gzip.compress(b"{}"), headers=headers)
    problem_of(answer, 415)
