"""The worker: a program of its own that does one task on data from outside.

It reads a task and its data from stdin, and writes to stdout a line with what came of it and what
is to be said of that, in hexadecimal, and then the answer.  It imports nothing of the package and
next to nothing else, so that it starts at once: imports would take longer than most queries.
"""

from __future__ import annotations

import _thread
import marshal
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator
    from typing import Any

    Outcome = tuple[dict[str, Any], bytes]

sys.path.append(sys.argv[3])  # where the engine is; nothing else of what is installed is seen
import pyoxigraph as ox  # noqa: E402

SOLUTIONS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
TRIPLES = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "n3": ox.RdfFormat.N3,
}
MOST_DEPTH = 1000  # how deep elements, or statements in statements, may nest
MOST_XML_RATIO = 20  # how far the entities of an XML file may swell it


def die_with_parent(lifeline: int, parent: int) -> None:
    """Ends this process when its parent is gone, however that ended.

    Linux kills it; elsewhere the pipe that only the parent holds open comes to its end.
    """
    if sys.platform == "linux":
        import ctypes
        import signal

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if sys.platform != "win32" and os.getppid() != parent:
        os._exit(9)
    if lifeline >= 0:

        def watch() -> None:
            os.read(lifeline, 1)
            os._exit(9)

        _thread.start_new_thread(watch, ())


def limit(task: dict[str, Any]) -> None:
    """Bounds memory and processor time, and leaves no file or socket to open."""
    try:
        import resource
    except ImportError:  # not on Windows: the deadline of the parent is the only bound there
        return
    resource.setrlimit(resource.RLIMIT_AS, (task["memory"], task["memory"]))
    seconds = int(task["seconds"]) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def query(task: dict[str, Any], data: bytes) -> Callable[[], Outcome]:
    """Answers a query on an on-disk store, or on the N-Quads in `data`."""
    if task["store"]:
        store = ox.Store.read_only(task["store"])
    else:
        store = ox.Store()
        store.bulk_load(data, format=ox.RdfFormat.N_QUADS)

    def answer() -> Outcome:
        given: dict[str, Any] = {"use_default_graph_as_union": task["union"]}
        if task["left_out"]:
            beside = tuple(task["left_out"])
            graphs = (g for g in store.named_graphs() if not g.value.startswith(beside))
            given = {"default_graph": [ox.DefaultGraph(), *graphs]}
        found: Any = store.query(task["query"], prefixes=task["prefixes"], **given)
        return _written(found, task)

    return answer


def results(task: dict[str, Any], data: bytes) -> Callable[[], Outcome]:
    """Reads what an endpoint answered, to the end, and writes it in the format that is asked."""
    is_xml = task["given"] in ("xml", "rdfxml")
    if is_xml:
        import xml.parsers.expat  # noqa: F401  while files can still be opened

    def answer() -> Outcome:
        if is_xml and (problem := _swells(data)):
            return {"failed": problem}, b""
        if task["given"] in TRIPLES:
            found: Any = (q.triple for q in ox.parse(data, format=TRIPLES[task["given"]]))
        else:
            found = ox.parse_query_results(data, format=SOLUTIONS[task["given"]])
        return _written(found, task)

    return answer


def _written(found: Any, task: dict[str, Any]) -> Outcome:
    names = {"QuerySolutions": "solutions", "QueryBoolean": "boolean"}
    kind = names.get(type(found).__name__, "triples")
    known: dict[str, Any] = TRIPLES if kind == "triples" else SOLUTIONS
    chosen = task["format"] or ("turtle" if kind == "triples" else "json")
    if chosen not in known or chosen in ("rdfxml", "n3"):
        held = ", ".join(k for k in known if k not in ("rdfxml", "n3"))
        return {"refused": f"{chosen} cannot hold {kind}; choose one of {held}"}, b""
    if kind == "triples":
        ordered = sorted(set(found), key=str)
        data = ox.serialize(ordered, format=known[chosen], prefixes=task["prefixes"])
    else:
        data = found.serialize(format=known[chosen])
    return {"kind": kind}, data or b""


def rdf(task: dict[str, Any], data: bytes) -> Callable[[], Outcome]:
    """Reads an RDF file to its end, and writes its statements as N-Quads in their order.

    What is N-Quads or N-Triples already is not written again.
    """
    if task["given"] == "rdfxml":
        import xml.parsers.expat  # noqa: F401  while files can still be opened
    import re

    nesting = re.compile(rb"<<\(|\)>>")

    def answer() -> Outcome:
        is_xml = task["given"] == "rdfxml"
        if problem := _swells(data) if is_xml else _nests(nesting.finditer(data)):
            return {"harmful": problem}, b""
        found = ox.parse(data, format=TRIPLES[task["given"]])
        if task["given"] in ("nq", "nt"):
            for _ in found:
                pass
            return {"kind": "statements"}, b""
        return {"kind": "statements"}, ox.serialize(found, format=ox.RdfFormat.N_QUADS) or b""

    return answer


def _swells(data: bytes) -> str | None:
    """What in an XML file would swell without end or take the parser too long; None if nothing.

    Of an entity that is declared twice expat keeps the first and the engine the last, and what
    one of them takes for a comment the other may read: such files are refused.
    """
    from xml.parsers import expat

    parser = expat.ParserCreate()
    _watch_nesting(parser, data, _watch_entities(parser))
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        return f"is not readable as XML: {error}"
    except ValueError as error:
        return f"{error}; convert it to Turtle"
    return None


def _watch_entities(parser: Any) -> dict[str, str]:
    """The entities that the parser has come by; it stops at one that is not plain text."""
    entities: dict[str, str] = {}

    def declared(name: str, _: bool, value: str | None, *__: Any) -> None:
        if value is None or "&" in value or "%" in value:
            raise ValueError("declares an XML entity made of entities or of another file")
        if name in entities:
            raise ValueError(f"declares the XML entity {name} twice")
        entities[name] = value

    parser.EntityDeclHandler = declared
    return entities


def _watch_nesting(parser: Any, data: bytes, entities: dict[str, str]) -> None:
    """Has the parser stop at the first element if the entities swell, later where one is deep."""
    depth = 0

    def start(*_: Any) -> None:
        nonlocal depth
        depth += 1
        if depth == 1:  # the declarations are all read, nothing is expanded yet
            _refuse_swelling(data, entities)
        if depth > MOST_DEPTH:
            raise ValueError(f"nests XML elements deeper than {MOST_DEPTH}")

    def end(*_: Any) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end


def _refuse_swelling(data: bytes, entities: dict[str, str]) -> None:
    if data.count(b"ENTITY") > len(entities) and entities:
        raise ValueError("holds the word ENTITY outside of its declarations")
    swollen = sum(len(v) * data.count(f"&{n};".encode()) for n, v in entities.items())
    if swollen > MOST_XML_RATIO * len(data):
        raise ValueError(f"swells to more than {MOST_XML_RATIO} times its size")


def _nests(signs: Iterator[re.Match[bytes]]) -> str | None:
    """Statements about statements about statements would end the process."""
    depth = 0
    for sign in signs:
        depth += 1 if sign[0] == b"<<(" else -1
        if depth > MOST_DEPTH:
            return f"nests statements in statements deeper than {MOST_DEPTH}; write them plainly"
    return None


TASKS = {"query": query, "results": results, "rdf": rdf}


def guarded(answer: Callable[[], Outcome]) -> Outcome:
    """The outcome of a task, whatever comes of it."""
    try:
        return answer()
    except SyntaxError as error:
        return {"syntax": str(error)}, b""
    except MemoryError:
        return {"memory": "yes"}, b""
    except (OSError, ValueError, RuntimeError) as error:
        return {"failed": str(error)}, b""


def main() -> None:
    """Does the task on stdin."""
    die_with_parent(int(sys.argv[1]), int(sys.argv[2]))
    task = marshal.load(sys.stdin.buffer)
    data = sys.stdin.buffer.read()
    prepared = TASKS[task["do"]](task, data)
    limit(task)
    head, written = _in_a_thread(lambda: guarded(prepared), task["stack"])
    if len(written) > task["most"]:
        head, written = {"large": len(written)}, b""
    ((outcome, said),) = head.items()
    line = f"{outcome} {str(said).encode(errors='backslashreplace').hex()}\n"
    sys.stdout.buffer.write(line.encode() + written)
    sys.stdout.buffer.flush()
    os._exit(0 if "kind" in head else 4)


def _in_a_thread(make: Callable[[], Outcome], stack: int) -> Outcome:
    """What `make` gives, made with a stack of this size."""
    outcome: list[Outcome] = []
    done = _thread.allocate_lock()
    done.acquire()

    def run() -> None:
        try:
            outcome.append(make())
        finally:
            done.release()

    _thread.stack_size(stack)
    _thread.start_new_thread(run, ())
    done.acquire()
    return outcome[0]


if __name__ == "__main__":
    main()
