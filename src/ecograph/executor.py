"""The guarded executor: a user's query runs in a process of its own, with a deadline.

pyoxigraph cannot be interrupted, can end its process on a deep or large query, and has no
switch for SERVICE.  So a query is first read for what it must not say, then answered by a
worker that holds no open files, has a bound on its memory, and is killed at the deadline.
"""

import json
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from unicodedata import east_asian_width

from pyoxigraph import RdfFormat

from ecograph.errors import (
    CannotDo,
    QueryError,
    QueryRefused,
    TookTooLong,
    TooLarge,
    near_names,
    shorten,
)
from ecograph.namespaces import PREFIXES, prefix_header
from ecograph.store import CitedGraph, fetch_endpoint

MOST_CHARACTERS = 64 * 1024
MOST_DEPTH = 64
MOST_TOKENS = 4000
WORKER_BYTES = 4 * 1024**3

SOLUTION_FORMATS = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
}
TRIPLE_FORMATS = {
    "turtle": "text/turtle",
    "trig": "application/trig",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "jsonld": "application/ld+json",
}
_FORBIDDEN = {
    "SERVICE": "asks another server",
    "LOAD": "reads from an address",
    **dict.fromkeys(
        ("INSERT", "DELETE", "CREATE", "DROP", "CLEAR", "COPY", "MOVE", "ADD", "USING", "WITH"),
        "changes the graph",
    ),
}
_TOKEN = re.compile(
    r"""(?P<space>[\s]+|\#[^\r\n]*)
    |(?P<iri><[^<>"{}|^`\\\s]*>)
    |(?P<string>\"{3}(?:(?!\"{3})(?:\\.|[^\\]))*\"{3}|'{3}(?:(?!'{3})(?:\\.|[^\\]))*'{3}
        |"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    |(?P<name>[?$]\w+|@[A-Za-z-]+|[\w.-]*:(?:(?:[\w:%]|\\[^uU])(?:[\w.:%-]|\\[^uU])*)?)
    |(?P<word>\w+)
    |(?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Answer:
    """What a query gave: `kind` is solutions, boolean or triples; `data` in the asked format."""

    kind: str
    data: bytes


def lint(query: str, graph_names: set[str] | None = None) -> None:
    """Reads a query for what it must not say; `graph_names` are the graphs FROM may name.

    Raises QueryRefused.
    """
    if len(query) > MOST_CHARACTERS:
        raise QueryRefused(f"the query has {len(query)} characters; {MOST_CHARACTERS} are allowed")
    depth = tokens = 0
    after_from = False
    prefixes = PREFIXES | _declared(query)
    for match in _TOKEN.finditer(query):
        kind, token = match.lastgroup, match[0]
        if kind == "space":
            continue
        tokens += 1
        place = _place(query, match.start())
        if kind == "sign" and token == "\\":
            raise QueryRefused(f"{place}: an escape outside of strings and names is not allowed")
        if said := _forbidden(str(kind), token):
            why = _FORBIDDEN[said]
            raise QueryRefused(
                f"{place}: {said} {why}, and queries only read this graph; take it out"
            )
        if after_from and kind in ("iri", "name"):
            _check_from(place, token, graph_names, prefixes)
        after_from = kind == "word" and (
            token.upper() == "FROM" or (after_from and token.upper() == "NAMED")
        )
        depth += (token in "{([") - (token in "})]") if kind == "sign" else 0
        if depth > MOST_DEPTH:
            raise QueryRefused(
                f"{place}: brackets nest deeper than {MOST_DEPTH}; flatten the query"
            )
    if tokens > MOST_TOKENS:
        raise QueryRefused(f"the query has {tokens} words and signs; {MOST_TOKENS} are allowed")


def _forbidden(kind: str, token: str) -> str | None:
    """The forbidden word that a token says.

    The parser takes words apart that have no space between them (`1SERVICE<x>`, `SERVICEx:y`),
    so SERVICE is looked for inside words and prefixes too.
    """
    said = token.upper()
    if kind == "word" and said in _FORBIDDEN:
        return said
    glued = kind == "word" or (kind == "name" and said[0] not in "?$@")
    return "SERVICE" if glued and "SERVICE" in said.partition(":")[0] else None


def _declared(query: str) -> dict[str, str]:
    """The prefixes that a query declares itself."""
    tokens = [(m.lastgroup, m[0]) for m in _TOKEN.finditer(query) if m.lastgroup != "space"]
    return {
        name.removesuffix(":"): iri[1:-1]
        for (_, word), (kind, name), (_, iri) in zip(tokens, tokens[1:], tokens[2:], strict=False)
        if word.upper() == "PREFIX" and kind == "name"
    }


def _check_from(
    place: str, token: str, graph_names: set[str] | None, prefixes: dict[str, str]
) -> None:
    if token.startswith("<"):
        iri = token[1:-1]
    else:
        prefix, _, local = token.partition(":")
        iri = prefixes.get(prefix, prefix + ":") + local
    if graph_names is not None and iri not in graph_names:
        raise QueryRefused(
            f"{place}: FROM {token} is no graph of this store, and nothing is fetched; "
            "list the graphs with SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
        )


def _place(query: str, position: int) -> str:
    before = query[:position]
    return f"line {before.count(chr(10)) + 1}, column {position - before.rfind(chr(10))}"


def run_query(
    graph: CitedGraph, query: str, format: str | None = None, timeout: float = 60
) -> Answer:
    """Answers a user's query within `timeout` seconds.

    `format` is a key of SOLUTION_FORMATS or of TRIPLE_FORMATS; None means json for
    solutions and turtle for triples.
    Raises QueryRefused, QueryError, TookTooLong, TooLarge, CannotDo.
    """
    lint(query, None if graph.store is None else graph.graph_names())
    if graph.store is None:
        return _run_remote(graph, query, format, timeout)
    with tempfile.TemporaryDirectory(prefix="ecograph-") as folder:
        if graph.path is not None:
            data, is_store = graph.path / "store", True
        else:
            data, is_store = Path(folder) / "graph.nq", False
            with data.open("wb") as out:
                graph.store.dump(out, RdfFormat.N_QUADS)
        task = {
            "data": str(data),
            "is_store": is_store,
            "query": query + " " * 24,  # see _unexpected: room for the longest keyword
            "format": format,
            "prefixes": PREFIXES,
            "bytes": WORKER_BYTES,
            "seconds": timeout,
        }
        command = [sys.executable, "-I", str(Path(__file__).with_name("_worker.py"))]
        try:
            done = subprocess.run(
                command, input=json.dumps(task).encode(), capture_output=True, timeout=timeout
            )
        except subprocess.TimeoutExpired:
            raise TookTooLong(
                f"the query took longer than {timeout:g} s and was ended; "
                "narrow it, or give --timeout"
            ) from None
    return _read_answer(query, done, timeout)


def _read_answer(query: str, done: "subprocess.CompletedProcess[bytes]", timeout: float) -> Answer:
    head, _, data = done.stdout.partition(b"\n")
    try:
        said = json.loads(head)
    except ValueError:
        said = {}
    if done.returncode == 0 and "kind" in said:
        return Answer(said["kind"], data)
    if "syntax" in said:
        raise QueryError(_explain_syntax(query, said["syntax"]))
    if "refused" in said:
        raise QueryError(said["refused"])
    if "memory" in said or done.returncode in (-6, -9):
        raise TooLarge(f"the query needs more than {WORKER_BYTES // 1024**3} GiB; narrow it")
    if done.returncode == -24:
        raise TookTooLong(f"the query took longer than {timeout:g} s and was ended")
    if done.returncode < 0:
        raise CannotDo(f"the query ended its worker (signal {-done.returncode}); simplify it")
    failed = said.get("failed") or done.stderr[-200:].decode(errors="replace")
    raise CannotDo(f"the query could not be answered: {failed}")


def _explain_syntax(query: str, said: str) -> str:
    match = re.match(r"error at (\d+):(\d+): (.*)", said, re.DOTALL)
    if match is None:
        return f"the query does not parse: {said}"
    position, message = _unknown_prefix(query) or _unexpected(query, match)
    line = query.count("\n", 0, position) + 1
    start = query.rfind("\n", 0, position) + 1
    text = query[start:].partition("\n")[0]
    wide = (east_asian_width(c) in "WF" for c in query[start:position])
    caret = "".join("\u3000" if w else " " for w in wide) + "^"
    place = f"line {line}, column {position - start + 1}"
    return f"the query does not parse at {place}: {message}\n  {text}\n  {caret}"


def _unexpected(query: str, said: "re.Match[str]") -> tuple[int, str]:
    """Where the parser stopped, and what it found there.

    It tries a keyword by taking as many characters as the keyword has, and reports the place
    behind them: the place itself is before the shortest keyword that it reports.
    """
    before = "".join(query.splitlines(keepends=True)[: int(said[1]) - 1])
    stopped = len(before) + int(said[2]) - 1
    wanted = re.findall(r'"(?:\\.|[^"])+"|\[[^\]]*\]|\w+', said[3].removeprefix("expected one of"))
    if not any(w[0] == '"' for w in wanted):
        stopped -= min(
            (len(w) for w in wanted if re.match(r"\w", w) and w != "expected"), default=0
        )
    stopped = min(max(stopped, 0), len(query))
    signs = [w for w in wanted if w[0] == '"']
    hint = f"; expected one of {', '.join(signs)}" if signs else ""
    found = _TOKEN.match(query, stopped)
    while found is not None and found.lastgroup == "space":
        stopped = found.end()
        found = _TOKEN.match(query, stopped)
    if found is None:
        return len(query.rstrip()), f"it ends too early{hint}"
    after = "" if signs else " or what follows it"  # a sign behind a keyword is not reported
    return stopped, f"{shorten(found[0], 30)}{after} is not expected here{hint}"


def _unknown_prefix(query: str) -> tuple[int, str] | None:
    """Where a prefix stands that nobody declared, and what to say of it."""
    known = PREFIXES | _declared(query) | {"_": ""}
    for match in _TOKEN.finditer(query):
        prefix, colon, _ = match[0].partition(":")
        if match.lastgroup == "name" and colon and prefix not in known:
            near = near_names(prefix, known)
            hint = f"; did you mean {near[0]}:?" if near else ""
            return match.start(), f"the prefix {prefix}: is not declared{hint}"
    return None


def _run_remote(graph: CitedGraph, query: str, format: str | None, timeout: float) -> Answer:
    kind = query_kind(query)
    known = TRIPLE_FORMATS if kind == "triples" else SOLUTION_FORMATS
    chosen = format or ("turtle" if kind == "triples" else "json")
    if chosen not in known:
        raise QueryError(_wrong_format(kind, chosen))
    text = prefix_header() + query
    return Answer(kind, fetch_endpoint(str(graph.endpoint), text, known[chosen], timeout))


def query_kind(query: str) -> str:
    """What a query gives, by its first word: solutions, boolean or triples."""
    for match in _TOKEN.finditer(query):
        word = match[0].upper()
        if match.lastgroup == "word" and word in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):
            return {"SELECT": "solutions", "ASK": "boolean"}.get(word, "triples")
    raise QueryError(
        "the query has none of SELECT, ASK, CONSTRUCT, DESCRIBE; see ecograph query --help"
    )


def _wrong_format(kind: str, format: str) -> str:
    known = TRIPLE_FORMATS if kind == "triples" else SOLUTION_FORMATS
    return f"{format} cannot hold {kind}; choose one of {', '.join(known)}"
