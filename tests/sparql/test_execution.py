"""The guarded executor: nothing reaches out, nothing kills or holds up the caller."""

import contextlib
import csv
import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from ecograph.base.errors import (
    CannotDo,
    EcographError,
    QueryError,
    QueryRefused,
    TookTooLong,
    TooLarge,
)
from ecograph.graph import query_workers
from ecograph.graph.loading import graph_of
from ecograph.graph.opening import CitedGraph
from ecograph.sparql import execution as executor
from ecograph.sparql.execution import run_query
from ecograph.sparql.guard import MOST_CHARACTERS, MOST_DEPTH, Reading, guard
from ecograph.tables.reading import region_at


class Canary:
    """A server on this machine that counts who asks it anything."""

    def __init__(self) -> None:
        self.hits: list[str] = []
        canary = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                canary.hits.append(self.path)
                self.send_error(404)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *_: object) -> None:
                """Silence."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/canary"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    made = Canary()
    yield made
    made.server.shutdown()
    made.server.server_close()


# Each asks another server, were it let through; @ stands for the server's address.
SERVICE = {
    "plain": "SELECT * { SERVICE <@> { ?s ?p ?o } }",
    "lower case": "SELECT * { service <@> { ?s ?p ?o } }",
    "mixed case": "SELECT * { SeRvIcE <@> { ?s ?p ?o } }",
    "no space": "SELECT * { SERVICE<@>{ ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <@> { ?s ?p ?o } }",
    "exists": "SELECT * { ?a ?b ?c FILTER EXISTS { SERVICE <@> { ?s ?p ?o } } }",
    "not exists": "SELECT * { ?a ?b ?c FILTER NOT EXISTS { SERVICE <@> { ?s ?p ?o } } }",
    "optional": "SELECT * { ?a ?b ?c OPTIONAL { SERVICE <@> { ?s ?p ?o } } }",
    "minus": "SELECT * { ?a ?b ?c MINUS { SERVICE <@> { ?s ?p ?o } } }",
    "sub-select": "SELECT * { { SELECT * { SERVICE <@> { ?s ?p ?o } } } }",
    "construct": "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <@> { ?s ?p ?o } }",
    "ask": "ASK { SERVICE <@> { ?s ?p ?o } }",
    "variable": "SELECT * { VALUES ?x { <@> } SERVICE ?x { ?s ?p ?o } }",
    "prefix": "PREFIX x: <@> SELECT * { SERVICE x:y { ?s ?p ?o } }",
    "base": "BASE <@> SELECT * { SERVICE <y> { ?s ?p ?o } }",
    "after a comment": "SELECT * { # x\nSERVICE <@> { ?s ?p ?o } }",
    "after a number": "SELECT * { ?a ?b 1SERVICE <@> { ?s ?p ?o } }",
    "after a point": "SELECT * { ?a ?b 1.SERVICE <@> { ?s ?p ?o } }",
    "after a boolean": "SELECT * { ?a ?b trueSERVICE <@> { ?s ?p ?o } }",
    "after a string": "SELECT * { ?a ?b 'x'SERVICE <@> { ?s ?p ?o } }",
    "after a tag": "SELECT * { ?a ?b 'x'@en SERVICE <@> { ?s ?p ?o } }",
    "after a name": "PREFIX x: <urn:> SELECT * { ?a ?b x:.SERVICE <@> { ?s ?p ?o } }",
    "glued to a prefix": "PREFIX : <@> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "glued to a named prefix": "PREFIX x: <@> SELECT * { SERVICEx:y { ?s ?p ?o } }",
    "glued on both sides": "PREFIX : <@> SELECT * { ?a ?b 1SERVICE:x { ?s ?p ?o } }",
    "glued to a variable": "SELECT * { VALUES ?x { <@> } SERVICE?x { ?s ?p ?o } }",
}
# Engines read these in two ways; read in one of them, they ask another server.
TWO_WAYS = {
    "less than": "SELECT * { BIND(1<'b>' AS ?t) SERVICE <@> { ?x ?y ?z } BIND('' AS ?u) }",
    "less than behind a variable": (
        "SELECT * { ?a ?b ?c FILTER(?c<'b>' || true) SERVICE <@> { ?x ?y ?z } BIND('' AS ?u) }"
    ),
    "less than and a comment": "SELECT * { BIND(1<2#>\n AS ?t) SERVICE <@> { ?x ?y ?z } }",
    "behind a bracket": (
        "SELECT * { BIND((1)<'b>' AS ?t) SERVICE <@> { ?x ?y ?z } BIND('' AS ?u) }"
    ),
    "bracket in an address": (
        "SELECT * { FILTER(EXISTS { (?a <urn:)>) ?p ?o } <'b>') "
        'SERVICE <@> { ?s ?p ?o } BIND("\'" AS ?u) #"\n}'
    ),
    "behind a triple": (
        "SELECT * { BIND(<<(<urn:a> <urn:b> <urn:c>)>><'b>' AS ?t) "
        'SERVICE <@> { ?s ?p ?o } BIND("\'" AS ?u) #"\n}'
    ),
    "line end in a comment by its code point": (
        "SELECT * { ?s ?p ?o # \\u000A SERVICE <@> { ?s ?p ?o }\n }"
    ),
    "comment with the line end of old Macs": (
        "SELECT * { ?s ?p ?o #\r '''\n SERVICE <@> {?s ?p ?o} #'''\n }"
    ),
    "half of a sign": (
        "SELECT * { <<'b>' <urn:p> 1 >> ?p ?o SERVICE <@> { ?x ?y ?z } BIND('' AS ?u) }"
    ),
    "wide space": "SELECT * { ?s <urn:\u3000#> ?o . SERVICE <@> { ?s ?p ?o }\n}",
    "no-break space": "SELECT * { ?s <urn:\u00a0#> ?o . SERVICE <@> { ?s ?p ?o }\n}",
    "line separator": "SELECT * { ?s <urn:\u2028#> ?o . SERVICE <@> { ?s ?p ?o }\n}",
    "space outside of an address": "SELECT *\u3000{ ?s ?p ?o }",
    "form feed": "SELECT *\x0c{ ?s ?p ?o }",
    "quote by its code point": "SELECT * { ?s ?p '\\u0027 } SERVICE <@> {} #' }",
    "line end by its code point": "SELECT * { ?s ?p '\\U0000000A' }",
    "string without an end": "SELECT * { ?s ?p 'x }",
    "long string without an end": "SELECT * { ?s ?p '''x' }",
    "unknown escape": "SELECT * { ?s ?p 'a\\d' }",
}
OTHER = {
    "escape": ("SELECT * { \\u0053ERVICE <@> { ?s ?p ?o } }", "escape"),
    "long escape": ("SELECT * { \\U00000053ERVICE <@> { ?s ?p ?o } }", "escape"),
    "load": ("LOAD <@>", "LOAD"),
    "load into": ("load <@> INTO GRAPH <urn:g>", "LOAD"),
    "insert": ("INSERT DATA { <urn:a> <urn:b> 1 }", "INSERT"),
    "insert where": ("INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", "INSERT"),
    "delete": ("DELETE WHERE { ?s ?p ?o }", "DELETE"),
    "clear": ("CLEAR ALL", "CLEAR"),
    "drop": ("DROP GRAPH <urn:g>", "DROP"),
    "copy": ("COPY <urn:a> TO <urn:b>", "COPY"),
    "with": ("WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "WITH"),
    "from a file": ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "no graph of this store"),
    "from an address": ("SELECT * FROM <@> { ?s ?p ?o }", "no graph of this store"),
    "from named": ("SELECT * FROM NAMED <@> { GRAPH ?g { ?s ?p ?o } }", "no graph of this store"),
    "from a prefix": (
        "PREFIX f: <file:///etc/> SELECT * FROM f:passwd { ?s ?p ?o }",
        "no graph of this store",
    ),
    "from glued to a name": ("SELECT * FROMid:graph-registry { ?s ?p ?o }", "FROM is glued"),
    "from a known prefix turned": (
        "PREFIX id: <@> SELECT * FROM id:graph-registry { ?s ?p ?o }",
        "no graph of this store",
    ),
}
ALLOWED = [
    "SELECT * { ?s a eco:SERVICE }",
    "SELECT * { ?s eco:insert ?o ; eco:load.delete ?x }",
    "SELECT * { ?service ?load $insert }",
    "SELECT * { ?s rdfs:label 'SERVICE <http://example.org/> { }' }",
    'SELECT * { ?s rdfs:label "a \\" SERVICE", """LOAD " DROP""", \'\'\'INSERT\'\'\' }',
    "SELECT * { ?s ?p ?o } # SERVICE LOAD INSERT",
    "SELECT * { ?s ?p <https://example.org/SERVICE/load> }",
    "SELECT * FROM id:graph-registry { ?s ?p ?o }",
    "SELECT * FROM NAMED <https://w3id.org/ecograph/id/graph-registry> { GRAPH ?g { ?s ?p ?o } }",
    "PREFIX g: <https://w3id.org/ecograph/id/> SELECT * FROM g:graph-registry { ?s ?p ?o }",
    "SELECT * { ?s rdfs:label ?o FILTER(?o < 'x' && 'SERVICE' > ?o) }",
    "SELECT * { ?s rdfs:label '\\u53a6\\u95e8' }",
    "SELECT * { VALUES (?p ?o) { (<urn:a#b> <urn:c#d>) (UNDEF <urn:e#f>) } ?s ?p ?o }",
    "SELECT * { ?s ?p ?o FILTER(?o<5&&?s>3) FILTER(?o < 'a#' && 'b' > ?o) }",
    "SELECT (COUNT(DISTINCT<urn:a#b>) AS ?n) { ?s (<urn:a#b>/^<urn:c#d>|<urn:e#f>)+ ?o }",
    "SELECT * { ?s ?p ?o FILTER(?o IN (<urn:a#b>, <urn:c#d>) || ?p = <urn:e#f>) }",
    "SELECT * { ?s ?p ?o FILTER(datatype(?o) = xsd:int || '1'^^<urn:x#int> = ?o) }",
    "SELECT * { ?s <urn:it's#fine> ?o }",
    "SELECT ?service { ?service ?p ?o }",
    "PREFIX microservice: <urn:> SELECT * { ?s microservice:port ?o }",
    "SELECT * { <<( ?s <urn:x#p> ?o )>> ?p ?x }",
    "SELECT * { ?s ?p ?o } # x\r\n",
    "SELECT * { ?s ?p ?o # \\u53a6 in a comment\n }",
    "BASE <https://w3id.org/ecograph/id/> SELECT * FROM <graph-registry> { ?s ?p ?o }",
]


@pytest.mark.parametrize("case", SERVICE)
def test_service_is_refused_by_name(tiny: CitedGraph, canary: Canary, case: str) -> None:
    canary.hits.clear()
    with pytest.raises(QueryRefused, match="SERVICE asks another server") as caught:
        run_query(tiny, SERVICE[case].replace("<@>", f"<{canary.url}>"))
    assert "line" in str(caught.value) and caught.value.exit_code == 2
    assert canary.hits == []


@pytest.mark.parametrize("case", TWO_WAYS)
def test_what_can_be_read_in_two_ways_is_refused(
    tiny: CitedGraph, canary: Canary, case: str
) -> None:
    canary.hits.clear()
    with pytest.raises(QueryRefused, match="line 1, column") as caught:
        run_query(tiny, TWO_WAYS[case].replace("<@>", f"<{canary.url}>"))
    assert "; " in str(caught.value) and canary.hits == []


@pytest.mark.parametrize("case", OTHER)
def test_what_changes_or_fetches_is_refused(tiny: CitedGraph, canary: Canary, case: str) -> None:
    text, said = OTHER[case]
    canary.hits.clear()
    with pytest.raises(QueryRefused, match=said):
        run_query(tiny, text.replace("<@>", f"<{canary.url}>"))
    assert canary.hits == []


@pytest.mark.parametrize("query", ALLOWED)
def test_what_only_looks_dangerous_is_answered(tiny: CitedGraph, query: str) -> None:
    assert run_query(tiny, query).kind == "solutions"


def consume(results: Any) -> None:
    """Has the engine find every row."""
    if not isinstance(results, QueryBoolean):
        list(results)


def test_the_corpus_is_dangerous_without_the_executor(canary: Canary) -> None:
    """The control: the engine alone would call out, so the two guards below are needed."""
    store = Store()
    store.update("INSERT DATA { <urn:a> <urn:b> 1, 1.0, true, 'x', 'x'@en, <urn:> }")
    called = set()
    for case, text in SERVICE.items():
        canary.hits.clear()
        with contextlib.suppress(OSError, RuntimeError, SyntaxError):
            consume(store.query(text.replace("<@>", f"<{canary.url}>")))
        called |= {case} if canary.hits else set()
    assert len(called) > 20


@pytest.mark.parametrize("case", SERVICE)
def test_the_worker_alone_reaches_nothing(
    tiny: CitedGraph, canary: Canary, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executor, "guard", lambda *_: Reading((), {}, ()))
    canary.hits.clear()
    try:
        run_query(tiny, SERVICE[case].replace("<@>", f"<{canary.url}>"), timeout=20)
    except EcographError as error:
        assert canary.url not in str(error) or "error" in str(error).lower()
    assert canary.hits == []


def test_the_worker_alone_changes_nothing(
    tiny: CitedGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executor, "guard", lambda *_: Reading((), {}, ()))
    assert tiny.store is not None
    before = len(tiny.store)
    for case in ("load", "insert", "delete", "clear", "drop"):
        with pytest.raises(QueryError):
            run_query(tiny, OTHER[case][0])
    assert len(tiny.store) == before


SIGNS = "aA1.:?$'\"#<>{}()\\@_-,;=&|^*+/! \t\r\n\u3000\u2028\u00a0\u00b7厦"
HOLES = (
    "SELECT * {{ {0} {1} {{}} {2} }}",
    "SELECT * {{ BIND(1{0} AS ?t) {1} {{}} BIND({2} AS ?u) }}",
    "SELECT * {{ ?a ?b ?c FILTER(?c{0}) {1} {{}} {2} }}",
    "SELECT * {{ ?a <urn:b{0}> ?c . {1} {{}} {2} }}",
    "SELECT * {{ ?a ?b '{0}' . {1} {{}} {2} }}",
    "SELECT * {{ VALUES ?x {{ {0} }} {1} {{}} {2} }}",
    "SELECT * {{ ?a ?b ({0}) . {1} {{}} {2} }}",
)


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(HOLES),
    st.text(SIGNS, max_size=12),
    st.sampled_from(["SERVICE", "service", "SeRvIcE", "SERVICE SILENT"]),
    st.sampled_from([" <urn:x>", "<urn:x>", ":x", "?x", "x:y", " ?x"]),
    st.text(SIGNS, max_size=4),
)
def test_no_spelling_slips_through(
    hole: str, before: str, word: str, name: str, after: str
) -> None:
    """Whatever the engine's parser reads as SERVICE, the guard refuses."""
    prefixes = "PREFIX : <urn:> PREFIX x: <urn:> PREFIX a: <urn:> "
    query = prefixes + hole.format(before, word + name, after)
    store = Store()
    store.update("INSERT DATA { <urn:a> <urn:b> 1, 'x' }")
    try:
        consume(store.query(query))
    except (OSError, RuntimeError):  # it tried to call
        with pytest.raises(QueryRefused):
            guard(query)
    except SyntaxError:
        pass


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (1" + "-a" * 30_000 + " AS ?x) {}",
        "SELECT (1" + ".a" * 30_000 + " AS ?x) {}",
        "SELECT * {" + "<a" * 32_000,
        "SELECT * {" + "'a" * 30_000,
        'SELECT * {"""' + '"" ' * 20_000,
        "{" + "a:" * 30_000,
        "_:" * 30_000,
        "x:" + "\\-" * 30_000,
        "<" + "a" * 60_000,
        "#" * 60_000,
        "a " * 3999,
    ],
    ids=lambda t: t[:16],
)
def test_the_guard_takes_no_longer_than_the_query_is_long(text: str) -> None:
    """64 KB are read in milliseconds; what is not linear takes more than a hundred times that."""
    started = time.process_time()
    with contextlib.suppress(QueryRefused):
        guard(text)
    assert time.process_time() - started < 1


# ------------------------------------------------------------------ the data set

TWO_GRAPHS = (
    """
<urn:a> <urn:p> 1 <urn:g1> .
<urn:b> <urn:p> 2 <urn:g2> .
<urn:c> <urn:p> 3 .
""".replace(" 1 ", ' "1" ')
    .replace(" 2 ", ' "2" ')
    .replace(" 3 ", ' "3" ')
)


@pytest.mark.parametrize(
    ("clause", "pattern", "expected"),
    [
        ("", "?s ?p ?o", "abc"),
        ("", "GRAPH ?g { ?s ?p ?o }", "ab"),
        ("FROM <urn:g1>", "?s ?p ?o", "a"),
        ("FROM <urn:g1> FROM <urn:g2>", "?s ?p ?o", "ab"),
        ("FROM <urn:g1>", "GRAPH ?g { ?s ?p ?o }", ""),
        ("FROM NAMED <urn:g2>", "GRAPH ?g { ?s ?p ?o }", "b"),
        ("FROM NAMED <urn:g2>", "?s ?p ?o", ""),
        ("FROMNAMED<urn:g2>", "GRAPH ?g { ?s ?p ?o }", "b"),
        ("FROM<urn:g1>", "?s ?p ?o", "a"),
        ("FROM <urn:g1> FROM NAMED <urn:g2>", "{ ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }", "ab"),
    ],
)
def test_the_data_set_is_that_of_from(clause: str, pattern: str, expected: str) -> None:
    """Without FROM, the union of all graphs."""
    store = Store()
    store.bulk_load(TWO_GRAPHS.encode(), format=RdfFormat.N_QUADS)
    graph = CitedGraph("x", "file", store=store)
    found = run_query(graph, f"SELECT ?s {clause} {{ {pattern} }} ORDER BY ?s", "csv").data
    assert found.decode().split() == ["s", *(f"urn:{c}" for c in expected)]


# ------------------------------------------------------------- the life of the worker


def children(pid: int) -> list[int]:
    listed = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True)
    return [int(p) for p in listed.stdout.split()]


def alive(pid: int) -> bool:
    with contextlib.suppress(OSError):
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        return state not in "ZX"
    return False


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT", "SIGKILL"])
def test_the_worker_dies_with_its_parent_and_nothing_is_left(tmp_path: Path, name: str) -> None:
    code = "from ecograph.cli import main; main()"
    command = [sys.executable, "-c", code, "query", HANGERS["cartesian"], "-g", "tiny"]
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    sent = getattr(signal, name)

    def heeding() -> None:  # where the tests run under nohup, hanging up is ignored
        if sent != signal.SIGKILL:
            signal.signal(sent, signal.SIG_DFL)

    parent = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, preexec_fn=heeding)
    until = time.monotonic() + 20
    while not (workers := children(parent.pid)) and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.5)  # it is at work
    parent.send_signal(sent)
    _, said = parent.communicate(timeout=10)
    until = time.monotonic() + 3
    while any(map(alive, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert workers and not any(map(alive, workers))
    assert list(tmp_path.iterdir()) == []
    code = {"SIGTERM": 143, "SIGHUP": 129, "SIGINT": 130, "SIGKILL": -9}[name]
    assert parent.returncode == code and b"Traceback" not in said
    assert name in ("SIGKILL", "SIGINT") or f"ended by {name}".encode() in said


# ------------------------------------------------------------- time, depth, memory


def nested(shape: str, times: int) -> str:
    """A query that nests a shape; the names are those of the shapes below."""
    match shape:
        case "group":
            return "SELECT * " + "{" * times + "}" * times
        case "parenthesis":
            return "SELECT * { FILTER(" + "(" * times + "1" + ")" * times + ") }"
        case "exists":
            return "SELECT * { " + "FILTER(EXISTS{" * times + "})" * times + "}"
        case "sub-select":
            return "SELECT * { " + "{SELECT * {" * times + "}}" * times + "}"
        case "optional":
            return "SELECT * { " + "OPTIONAL{" * times + "}" * times + "}"
        case "minus":
            return "SELECT * { " + "MINUS{" * times + "}" * times + "}"
        case "not":
            return "SELECT * { FILTER(" + "!" * times + "true) }"
        case "plus":
            return "SELECT * { FILTER(" + "1+" * times + "1) }"
        case _:
            return "SELECT * { ?s " + "(" * times + "rdf:type" + ")*" * times + " ?o }"


KILLERS = {
    "group": 4000,
    "parenthesis": 8000,
    "exists": 1000,
    "sub-select": 2000,
    "optional": 1800,
    "minus": 2200,
    "not": 16000,
    "plus": 8000,
    "path": 3000,
}


@pytest.mark.parametrize("shape", KILLERS)
def test_deep_queries_are_refused_before_the_engine(tiny: CitedGraph, shape: str) -> None:
    with pytest.raises(QueryRefused, match=r"deeper than 64|4000 are allowed|65536 are allowed"):
        run_query(tiny, nested(shape, KILLERS[shape]))


@pytest.mark.parametrize("shape", KILLERS)
def test_deep_queries_never_kill_the_caller(
    tiny: CitedGraph, shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second belt: with lint out of the way, at most the worker dies."""
    monkeypatch.setattr(executor, "guard", lambda *_: Reading((), {}, ()))
    with contextlib.suppress(CannotDo, QueryError):
        run_query(tiny, nested(shape, KILLERS[shape]), timeout=1)
    assert run_query(tiny, "ASK {}").data == b'{"head":{},"boolean":true}'


def brackets(shape: str) -> int:
    """How many times a shape nests within the cap of 64 brackets."""
    outside = {"exists": 1, "sub-select": 1, "optional": 1, "minus": 1, "parenthesis": 2}
    each = {"exists": 2, "sub-select": 2}
    return (MOST_DEPTH - outside.get(shape, 0) - (shape == "path")) // each.get(shape, 1)


@pytest.mark.parametrize("shape", ["group", "parenthesis", "exists", "sub-select", "optional"])
def test_the_cap_on_depth_is_exact(tiny: CitedGraph, shape: str) -> None:
    most = brackets(shape)
    assert run_query(tiny, nested(shape, most), timeout=30).kind == "solutions"
    with pytest.raises(QueryRefused, match="deeper than 64"):
        guard(nested(shape, most + 1))


def test_the_cap_on_length_is_exact() -> None:
    head = "SELECT * {} #"
    guard(head + "x" * (MOST_CHARACTERS - len(head)))
    with pytest.raises(QueryRefused, match="characters"):
        guard(head + "x" * (MOST_CHARACTERS - len(head) + 1))


HANGERS = {
    "cartesian": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "planner": "SELECT * { " + " ".join(f"?s ?p{i} ?o{i} ." for i in range(300)) + " }",
    "path": "SELECT (COUNT(*) AS ?n) { ?a (!rdf:type|rdf:type)* ?b . ?c (!rdf:type)* ?d }",
}


def _children() -> set[int]:
    """The children of this process, alive or dead but not yet taken note of."""
    stats = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it ended meanwhile
            stats.append((int(path.parent.name), path.read_text().rpartition(")")[2].split()[1]))
    return {pid for pid, parent in stats if int(parent) == os.getpid()}


@pytest.mark.parametrize("case", HANGERS)
def test_the_deadline_ends_a_query_and_leaves_nothing(tiny: CitedGraph, case: str) -> None:
    before = _children()
    start = time.monotonic()
    with pytest.raises(TookTooLong, match=r"longer than 1 s.*--timeout") as caught:
        run_query(tiny, HANGERS[case], timeout=1)
    assert time.monotonic() - start < 3  # the deadline and a second, and a second for the machine
    assert caught.value.exit_code == 3
    assert _children() <= before  # the worker of an earlier query may have been taken for it
    assert run_query(tiny, "ASK {}").kind == "boolean"


@pytest.mark.parametrize("tail", ["ORDER BY ?a ?f", "GROUP BY ?a ?c ?d ?f"])
def test_a_hungry_query_dies_alone(tail: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny = graph_of(region_at("tiny"), "tiny")  # in memory, of which a store on disk wants more
    monkeypatch.setattr(query_workers, "MEMORY", 600 * 1024**2)
    picked = "?a ?f" if tail.startswith("ORDER") else "?a ?c ?d ?f (COUNT(*) AS ?n)"
    with pytest.raises(TooLarge, match="narrow it"):
        run_query(tiny, f"SELECT {picked} {{ ?a ?b ?c . ?d ?e ?f }} {tail}", timeout=40)
    assert run_query(tiny, "ASK {}").kind == "boolean"


# ------------------------------------------------------------------- messages


def test_a_syntax_error_shows_line_column_and_place(tiny: CitedGraph) -> None:
    with pytest.raises(QueryError) as caught:
        run_query(tiny, "SELECT * {\n  ?s ?p ?o .\n  FILTER(?o > )\n}")
    message, text, caret = str(caught.value).split("\n")
    assert "line 3, column 15" in message
    assert text == "    FILTER(?o > )"
    assert caret.index("^") == 2 + 14 and caret.strip() == "^"


def test_the_caret_stands_under_wide_characters(tiny: CitedGraph) -> None:
    with pytest.raises(QueryError) as caught:
        run_query(tiny, "SELECT * { ?s rdfs:label '厦门' } }")
    _, text, caret = str(caught.value).split("\n")
    assert caret.count("\u3000") == 2
    assert text[caret.index("^") :] == "}"


@pytest.mark.parametrize(
    ("query", "place", "said"),
    [
        ("SELECT * { ?s ?p ?o", "column 20", "it ends too early"),
        ("SELECT * { ?s ?p ?o ?? ?x }", "column 21", "? or what follows it is not expected here"),
        ("SELECT * { ?s ?p } LIMIT 3", "column 12", "?s or what follows it is not expected here"),
        (
            "SELECT ?x WERE { ?x ?y ?z }",
            "column 11",
            "WERE or what follows it is not expected here",
        ),
        (
            "SELECT * { ?s ?p ?o } ORDR BY ?s",
            "column 23",
            "ORDR or what follows it is not expected here",
        ),
        (
            "SELECT * { ?s ?p ?o FLTER(?o > 1) }",
            "column 21",
            "FLTER or what follows it is not expected here",
        ),
        ("SELEC * { ?s ?p ?o }", "column 1", "SELEC or what follows it is not expected here"),
    ],
)
def test_a_syntax_error_names_what_is_wrong(
    tiny: CitedGraph, query: str, place: str, said: str
) -> None:
    with pytest.raises(QueryError) as caught:
        run_query(tiny, query)
    assert place in str(caught.value) and said in str(caught.value)


@pytest.mark.parametrize(
    ("query", "place", "near"),
    [
        ("SELECT * { ?s rdf:type ecco:Firm }", "line 1, column 24", "eco:"),
        ("SELECT * {\n ?s sko:altLabel ?o }", "line 2, column 5", "skos:"),
        ("SELECT * { ?s zzzzz:x ?o }", "line 1, column 15", None),
        ("SELECT * { ?s :x ?o }", "line 1, column 15", None),
    ],
)
def test_an_unknown_prefix_is_named(
    tiny: CitedGraph, query: str, place: str, near: str | None
) -> None:
    with pytest.raises(QueryError) as caught:
        run_query(tiny, query)
    said = str(caught.value)
    assert place in said and "is not declared" in said
    assert (f"did you mean {near}" in said) if near else "did you mean" not in said


def test_no_query_at_all(tiny: CitedGraph) -> None:
    for text in ("", "   ", "hello", "# only a comment"):
        with pytest.raises(QueryError):
            run_query(tiny, text)
        with pytest.raises(QueryError, match="none of SELECT"):
            executor.query_kind(text)


# -------------------------------------------------------------------- formats

ROWS = "SELECT ?firm ?name { ?firm a eco:Firm ; rdfs:label ?name } ORDER BY ?firm ?name"


@pytest.mark.parametrize("format", ["json", "xml", "tsv"])
def test_solutions_read_back(tiny: CitedGraph, format: str) -> None:
    answer = run_query(tiny, ROWS, format)
    known = {
        "json": QueryResultsFormat.JSON,
        "xml": QueryResultsFormat.XML,
        "tsv": QueryResultsFormat.TSV,
    }
    read = parse_query_results(answer.data, format=known[format])
    assert [tuple(r) for r in read] == tiny.select(ROWS)  # type: ignore[union-attr]


def test_solutions_as_csv_read_back(tiny: CitedGraph) -> None:
    rows = list(csv.reader(io.StringIO(run_query(tiny, ROWS, "csv").data.decode())))
    assert rows[0] == ["firm", "name"]
    assert rows[1:] == [[firm.value, name.value] for firm, name in tiny.select(ROWS)]


@pytest.mark.parametrize(
    ("format", "known"),
    [
        ("turtle", RdfFormat.TURTLE),
        ("trig", RdfFormat.TRIG),
        ("nt", RdfFormat.N_TRIPLES),
        ("nq", RdfFormat.N_QUADS),
        ("jsonld", RdfFormat.JSON_LD),
    ],
)
def test_triples_read_back(tiny: CitedGraph, format: str, known: RdfFormat) -> None:
    query = "CONSTRUCT WHERE { ?firm a eco:Firm ; rdfs:label ?name }"
    answer = run_query(tiny, query, format)
    read = {q.triple for q in parse(answer.data, format=known)}
    assert answer.kind == "triples"
    assert len(read) == 4 + 8
    assert answer.data == run_query(tiny, query, format).data


@pytest.mark.parametrize("format", ["json", "xml"])
def test_yes_or_no_reads_back(tiny: CitedGraph, format: str) -> None:
    known = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML}[format]
    for query, truth in (("ASK { ?s a eco:Firm }", True), ("ASK { ?s a eco:Bank }", False)):
        assert bool(parse_query_results(run_query(tiny, query, format).data, format=known)) is truth


@pytest.mark.parametrize(
    ("query", "format", "said"),
    [
        ("SELECT * { ?s ?p ?o }", "turtle", "turtle cannot hold solutions; choose one of csv"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "csv", "csv cannot hold triples; choose one of turtle"),
    ],
)
def test_a_format_that_cannot_hold_it(tiny: CitedGraph, query: str, format: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        run_query(tiny, query, format)


def test_describe_gives_the_triples_of_a_thing(tiny: CitedGraph) -> None:
    answer = run_query(tiny, "DESCRIBE id:b1", "nt")
    assert b"id/b1> " in answer.data and answer.kind == "triples"


def test_the_union_of_all_graphs_is_asked(tiny: CitedGraph) -> None:
    inside = run_query(tiny, "SELECT DISTINCT ?f { GRAPH ?g { ?f a eco:Firm } }", "csv").data
    outside = run_query(tiny, "SELECT DISTINCT ?f { ?f a eco:Firm }", "csv").data
    assert sorted(inside.split()) == sorted(outside.split()) and inside.count(b"\n") == 5
