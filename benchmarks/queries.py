"""The shipped questions: our executor beside pyoxigraph, rdflib and Virtuoso, asked the same.

    python benchmarks/queries.py [--every 1]

All questions of Xiamen, with the same SPARQL text for everyone and the same statements: pyoxigraph
in memory and on our own store on disk, with its answer written as JSON as ours is; rdflib, which
is slow, a few cheap ones; Virtuoso over HTTP on this machine those that it is known to answer
alike (tests/graph/elsewhere_expected.json).  An answer with another number of rows ends it.
Seconds are the least of the rounds of each question, added up; the engines take turns.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import httpx
import rdflib
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Store, serialize
from report import Ratio, main
from spent import MAIN, least, spent

from ecograph.base.namespaces import PREFIXES, prefix_header
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.opening import open_graph
from ecograph.sparql.answering import ask
from ecograph.sparql.competency import questions
from ecograph.sparql.execution import run_query
from ecograph.sparql.label_service import with_labels
from ecograph.sparql.reader import read_query

TESTS = Path(__file__).parents[1] / "tests"
DIFFERS = TESTS / "graph" / "elsewhere_expected.json"
CHEAP = (201, 216, 218, 219)  # questions that rdflib answers in seconds
SHORT = 0.1  # seconds; what takes less is asked again
ROUNDS = 3
MANY_ROWS = 100_000
COMMAND = 6  # the question that is asked as a whole command
RAW = """
import sys
from pathlib import Path
from pyoxigraph import QueryResultsFormat, Store
found = Store.read_only(sys.argv[1]).query(
    Path("query.rq").read_text(encoding="utf-8"), use_default_graph_as_union=True)
sys.stdout.buffer.write(found.serialize(format=QueryResultsFormat.JSON))
"""
Answer = Callable[[str], bytes]
Seconds = dict[int, float]  # of each question, by its number


def options(parser: argparse.ArgumentParser) -> None:
    """Which questions."""
    parser.add_argument("--every", type=int, help="each how many-th question; else 1, or 12")


def measure(given: argparse.Namespace) -> Iterator[Ratio]:
    """Ours beside each engine, then a whole command beside a program of a few lines."""
    graph = open_graph("xiamen")
    assert graph.store is not None
    every = given.every or (12 if given.small else 1)
    written = {q.number: q.asked_in("en") for q in questions()[::every]}
    asked = {number: plain(query) for number, query in written.items()}
    statements = Store()
    statements.bulk_extend(iter(graph.store))
    yield from by_pyoxigraph(graph, statements, asked)
    yield from by_ask(graph, statements, written)
    yield by_rdflib(graph, statements)
    yield by_virtuoso(graph, statements, asked)
    yield as_command(graph)


def plain(query: str) -> str:
    """A question as every engine can be asked it: with the patterns that names come from."""
    read = read_query(query)
    return query if read is None else with_labels(read, "en")


def rows_of(data: bytes) -> int:
    """How many rows an answer in JSON has; of triples its lines, of ASK one."""
    if not data.lstrip().startswith(b"{"):
        return data.count(b"\n")
    held = json.loads(data)
    return len(held["results"]["bindings"]) if "results" in held else 1


def raw(store: Store) -> Answer:
    """The engine itself, with its answer written as ours is."""

    def answer(query: str) -> bytes:
        found = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
        if isinstance(found, QuerySolutions | QueryBoolean):
            return found.serialize(format=QueryResultsFormat.JSON) or b""
        return serialize(found, format=RdfFormat.TURTLE) or b""

    return answer


def seconds_of(engines: dict[str, Answer], asked: dict[int, str]) -> dict[str, Seconds]:
    """The least seconds of each question by each engine; they take turns.

    Raises ValueError where an engine gives another number of rows than the first.
    """
    found: dict[str, Seconds] = {name: {} for name in engines}
    for number, query in asked.items():
        rows: dict[str, int] = {}
        for turn in range(ROUNDS):
            for name, answer in engines.items():
                if turn and found[name][number] > SHORT:
                    continue
                start = time.perf_counter()
                data = answer(query)
                taken = time.perf_counter() - start
                found[name][number] = min(taken, found[name].get(number, taken))
                rows[name] = rows_of(data)
        if len(set(rows.values())) > 1:
            raise ValueError(f"question {number}: {rows} rows")
    return found


def compared(
    ours: Seconds, theirs: Seconds, what: str, peer: str, goal: float | None = None
) -> Iterator[Ratio]:
    """Ours beside an engine: all questions added up, and the median of them."""
    told = f"{len(ours)} shipped questions of Xiamen{what}"
    sums = sum(ours.values()), sum(theirs.values())
    yield Ratio("queries", told, sums[0], peer, sums[1], "s", goal=goal)
    middle = 1000 * median(ours.values()), 1000 * median(theirs.values())
    yield Ratio("queries", f"the median of the {told}", middle[0], peer, middle[1], "ms")


def by_pyoxigraph(graph: CitedGraph, held: Store, asked: dict[int, str]) -> Iterator[Ratio]:
    """Our executor beside the engine itself, in memory and on the store that ours reads."""
    assert graph.store is not None
    engines: dict[str, Answer] = {
        "ours": lambda query: run_query(graph, query).data,
        "in memory": raw(held),
        "on disk": raw(graph.store),
    }
    found = seconds_of(engines, asked)
    yield from compared(found["ours"], found["in memory"], "", "pyoxigraph in memory")
    yield from compared(found["ours"], found["on disk"], "", "pyoxigraph on our store", 1.2)


def by_ask(graph: CitedGraph, held: Store, written: dict[int, str]) -> Iterator[Ratio]:
    """The same with all that `query` says besides: why an answer is empty, what to heed in it."""
    found: Seconds = {}
    alone: Seconds = {}
    answer = raw(held)
    for number, query in written.items():
        start = time.perf_counter()
        ask(graph, query)
        found[number] = time.perf_counter() - start
        start = time.perf_counter()
        answer(plain(query))
        alone[number] = time.perf_counter() - start
    yield from compared(found, alone, ", explained", "pyoxigraph in memory")


def by_rdflib(graph: CitedGraph, held: Store) -> Ratio:
    """Our executor beside rdflib with the same statements, on questions that are cheap there."""
    everything = rdflib.Dataset(default_union=True)
    everything.parse(data=held.dump(format=RdfFormat.N_QUADS), format="nquads")

    def answer(query: str) -> bytes:
        return everything.query(query, initNs=PREFIXES).serialize(format="json") or b""

    engines: dict[str, Answer] = {"ours": lambda q: run_query(graph, q).data, "rdflib": answer}
    asked = {q.number: plain(q.asked_in("en")) for q in questions() if q.number in CHEAP}
    found = seconds_of(engines, asked)
    return next(compared(found["ours"], found["rdflib"], ", cheap ones", "rdflib in memory", 0.1))


def by_virtuoso(graph: CitedGraph, held: Store, asked: dict[int, str]) -> Ratio:
    """Our executor beside Virtuoso over HTTP, on questions that it is known to answer alike."""
    sys.path.append(str(TESTS))
    from servers_help import missing_servers, virtuoso

    if why := missing_servers()["virtuoso"]:
        return Ratio("queries", "shipped questions", beside="Virtuoso over HTTP", why=why)
    listed = json.loads(DIFFERS.read_text(encoding="utf-8"))["virtuoso"]
    alike = {number: query for number, query in asked.items() if str(number) not in listed}
    with tempfile.TemporaryDirectory() as name, httpx.Client(timeout=300) as client:
        held.dump(str(Path(name) / "graph.nq"), format=RdfFormat.N_QUADS)
        with virtuoso(Path(name), MANY_ROWS) as address:

            def answer(query: str) -> bytes:
                given = {"query": prefix_header() + query}
                head = {"Accept": "application/sparql-results+json"}
                return client.post(address, data=given, headers=head).raise_for_status().content

            engines = {"ours": lambda q: run_query(graph, q).data, "virtuoso": answer}
            found = seconds_of(engines, alike)
    return next(compared(found["ours"], found["virtuoso"], ", answered alike", "Virtuoso by HTTP"))


def as_command(graph: CitedGraph) -> Ratio:
    """A whole command beside a few lines that open the same store and print the same."""
    assert graph.path is not None
    [query] = [plain(q.asked_in("en")) for q in questions() if q.number == COMMAND]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "query.rq").write_text(prefix_header() + query, encoding="utf-8")
        words = ["query", "--question", str(COMMAND), "--format", "json"]
        spent(MAIN, words, folder)  # the graph is kept from here on
        ours = least([spent(MAIN, words, folder) for _ in range(ROUNDS)]).seconds
        lines = [str(graph.path / "store")]
        theirs = least([spent(RAW, lines, folder) for _ in range(ROUNDS)]).seconds
    told = f"`ecograph {' '.join(words)}`, the whole command"
    return Ratio("queries", told, ours, "a few lines with pyoxigraph", theirs, "CPU s")


if __name__ == "__main__":
    main(measure, __doc__, options)
