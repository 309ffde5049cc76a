"""The worker: a program of its own that does a task on data from outside.

It reads a task and its data from stdin, makes ready, gives up all it does not need, and then
answers one request after the other until stdin ends.  A request comes as two lengths, what is
asked and data; an answer goes out as a line with what came of it, what is to be said of that in
hexadecimal, whether the worker has grown too large to go on, and the length of what follows.  It
imports nothing of the package and next to nothing else, so that it starts at once: imports would
take longer than most queries.
"""

from __future__ import annotations

import _thread
import marshal
import os
import struct
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator
    from typing import Any, BinaryIO

    Outcome = tuple[dict[str, Any], bytes]
    Answering = Callable[[dict[str, Any]], Outcome]

if __name__ == "__main__":
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
    """Bounds memory, and leaves no file or socket to open."""
    try:
        import mmap  # noqa: F401  while files can still be opened
        import resource
    except ImportError:  # not on Windows: the deadline of the parent is the only bound there
        return
    resource.setrlimit(resource.RLIMIT_AS, (task["memory"], task["memory"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def limit_time(seconds: float) -> None:
    """Bounds the processor time from now on."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = int(used.ru_utime + used.ru_stime + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard < 0 else min(soft, hard), hard))


def has_grown(memory: int) -> bool:
    """Whether this process has taken so much of its memory that the next request may lack it.

    It asks for half of it as addresses only.  What `getrusage` says would be of the parent too.
    """
    if sys.platform == "win32":  # where there is no bound
        return True
    import mmap

    private = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
    try:
        mmap.mmap(-1, memory // 2, flags=private, prot=mmap.PROT_READ).close()
    except OSError:
        return True
    return False


def query(task: dict[str, Any], data: bytes) -> Answering:
    """Answers queries on an on-disk store, or on the N-Quads in `data`."""
    import json  # noqa: F401  while files can still be opened

    if task["store"]:
        store = ox.Store.read_only(task["store"])
    else:
        store = ox.Store()
        store.bulk_load(data, format=ox.RdfFormat.N_QUADS)
    kept: dict[tuple[str, ...], list[Any]] = {}

    def answer(asked: dict[str, Any]) -> Outcome:
        given: dict[str, Any] = {"use_default_graph_as_union": asked["union"]}
        if beside := tuple(asked["left_out"]):
            if beside not in kept:
                kept[beside] = [g for g in store.named_graphs() if not g.value.startswith(beside)]
            given = {"default_graph": [ox.DefaultGraph(), *kept[beside]]}
        if asked["graphs"] is not None:
            default, named = ([ox.NamedNode(g) for g in held] for held in asked["graphs"])
            given = {"default_graph": default, "named_graphs": named}
        found: Any = store.query(asked["query"], prefixes=asked["prefixes"], **given)
        return _written(found, asked)

    return answer


def results(task: dict[str, Any], data: bytes) -> Answering:
    """Reads what an endpoint answered, to the end, and writes it in the format that is asked."""
    is_xml = task["given"] in ("xml", "rdfxml")
    if is_xml:
        import xml.parsers.expat  # noqa: F401  while files can still be opened

    def answer(_: dict[str, Any]) -> Outcome:
        if is_xml and (problem := _swells(data)):
            return {"failed": problem}, b""
        if task["given"] in TRIPLES:
            found: Any = (q.triple for q in ox.parse(data, format=TRIPLES[task["given"]]))
        else:
            found = ox.parse_query_results(data, format=SOLUTIONS[task["given"]])
        return _written(found, task)

    return answer


def _written(found: Any, asked: dict[str, Any]) -> Outcome:
    names = {"QuerySolutions": "solutions", "QueryBoolean": "boolean"}
    kind = names.get(type(found).__name__, "triples")
    known: dict[str, Any] = TRIPLES if kind == "triples" else SOLUTIONS
    chosen = asked["format"] or ("turtle" if kind == "triples" else "json")
    if chosen not in known or chosen in ("rdfxml", "n3"):
        held = ", ".join(k for k in known if k not in ("rdfxml", "n3"))
        return {"refused": f"{chosen} cannot hold {kind}; choose one of {held}"}, b""
    most = asked.get("most_rows") if kind != "boolean" else None
    first = _First(found, most, asked["most_characters"]) if most else None
    if kind == "triples":
        ordered = sorted(set(first or found), key=str)
        data = ox.serialize(ordered, format=known[chosen], prefixes=asked["prefixes"])
    elif first is None:
        data = found.serialize(format=known[chosen])
    else:
        data = _solutions(found.variables, first)
        if chosen != "json":
            data = ox.parse_query_results(data, format=SOLUTIONS["json"]).serialize(
                format=known[chosen]
            )
    return {"part" if first and first.part else "kind": kind}, data or b""


class _First:
    """The first of what an engine gives, as many as are allowed; `part` says that there is more."""

    def __init__(self, found: Any, rows: int, characters: int) -> None:
        self.found, self.rows, self.part = found, rows, False
        self.characters = characters

    def __iter__(self) -> Iterator[Any]:
        size = 0
        for number, one in enumerate(self.found):
            size += sum(len(str(term)) for term in one if term is not None)
            if number >= self.rows or size > self.characters:
                self.part = True
                return
            yield one


def _solutions(variables: Any, rows: Any) -> bytes:
    """Rows in the JSON of SPARQL results; the engine itself writes only all that there are."""
    import json

    names = [v.value for v in variables]
    held = (
        {name: json_term(term) for name, term in zip(names, row, strict=True) if term is not None}
        for row in rows
    )
    document = {"head": {"vars": names}, "results": {"bindings": list(held)}}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def json_term(term: Any) -> dict[str, Any]:
    """A term as SPARQL results in JSON have it."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = zip(("subject", "predicate", "object"), term, strict=True)
        return {"type": "triple", "value": {name: json_term(part) for name, part in parts}}
    held = {"type": "literal", "value": str(term.value)}
    if term.language:
        held["xml:lang"] = term.language
    elif term.datatype.value != "http://www.w3.org/2001/XMLSchema#string":
        held["datatype"] = term.datatype.value
    return held


def rdf(task: dict[str, Any], data: bytes) -> Answering:
    """Reads an RDF file to its end, and writes its statements as N-Quads in their order.

    What is N-Quads or N-Triples already is not written again.
    """
    if task["given"] == "rdfxml":
        import xml.parsers.expat  # noqa: F401  while files can still be opened
    import re

    nesting = re.compile(rb"<<\(|\)>>")

    def answer(_: dict[str, Any]) -> Outcome:
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


def guarded(answer: Answering, asked: dict[str, Any]) -> Outcome:
    """The outcome of a request, whatever comes of it."""
    try:
        return answer(asked)
    except SyntaxError as error:
        return {"syntax": str(error)}, b""
    except MemoryError:
        return {"memory": "yes"}, b""
    except (OSError, ValueError, RuntimeError) as error:
        return {"failed": str(error)}, b""


def main() -> None:
    """Does the task on stdin, and answers what is asked of it."""
    die_with_parent(int(sys.argv[1]), int(sys.argv[2]))
    task, data = read_message()
    answer = TASKS[task["do"]](task, data)
    del data
    limit(task)
    _in_a_thread(lambda: answer_all(answer, task["memory"], sys.stdout.buffer), task["stack"])
    os._exit(0)


def answer_all(answer: Answering, memory: int, output: BinaryIO) -> None:
    """Answers requests until there are no more."""
    while True:
        try:
            asked, _ = read_message()
        except EOFError:
            return
        limit_time(asked["seconds"])
        head, written = guarded(answer, asked)
        if len(written) > asked["most"]:
            head, written = {"large": len(written)}, b""
        ((outcome, said),) = head.items()
        told = str(said).encode(errors="backslashreplace").hex()
        grown = "memory" in head or has_grown(memory)
        output.write(f"{outcome} {told} {int(grown)} {len(written)}\n".encode())
        output.write(written)
        output.flush()


def read_message() -> tuple[dict[str, Any], bytes]:
    """What the parent says next, and the data with it.  Raises EOFError at the end."""
    sizes = sys.stdin.buffer.read(16)
    if len(sizes) < 16:
        raise EOFError
    head, data = struct.unpack("<QQ", sizes)
    return marshal.loads(sys.stdin.buffer.read(head)), sys.stdin.buffer.read(data)


def _in_a_thread(work: Callable[[], None], stack: int) -> None:
    """Does some work with a stack of this size."""
    done = _thread.allocate_lock()
    done.acquire()

    def run() -> None:
        try:
            work()
        finally:
            done.release()

    _thread.stack_size(stack)
    _thread.start_new_thread(run, ())
    done.acquire()


if __name__ == "__main__":
    main()
