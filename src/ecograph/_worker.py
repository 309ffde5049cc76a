"""The worker of the guarded executor: a program of its own that answers one query.

It reads a task as JSON from stdin, writes one line of JSON and then the answer to stdout.
It imports nothing of the package, so that it starts at once.
"""

import json
import sys
import threading
from typing import Any

import pyoxigraph as ox

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
}


def limit(task: dict[str, Any]) -> None:
    """Bounds memory and processor time, and leaves no file or socket to open."""
    try:
        import resource
    except ImportError:  # not on Windows: the deadline of the parent is the only bound there
        return
    resource.setrlimit(resource.RLIMIT_AS, (task["bytes"], task["bytes"]))
    seconds = int(task["seconds"]) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def answer(store: ox.Store, task: dict[str, Any]) -> tuple[dict[str, str], bytes]:
    """The head line and the answer to a task."""
    try:
        results: Any = store.query(
            task["query"], prefixes=task["prefixes"], use_default_graph_as_union=True
        )
        kind = {"QuerySolutions": "solutions", "QueryBoolean": "boolean"}.get(
            type(results).__name__, "triples"
        )
        known: dict[str, Any] = TRIPLES if kind == "triples" else SOLUTIONS
        chosen = task["format"] or ("turtle" if kind == "triples" else "json")
        if chosen not in known:
            return {
                "refused": f"{chosen} cannot hold {kind}; choose one of {', '.join(known)}"
            }, b""
        if kind == "triples":
            ordered = sorted(set(results), key=str)
            data = ox.serialize(ordered, format=known[chosen], prefixes=task["prefixes"])
        else:
            data = results.serialize(format=known[chosen])
        return {"kind": kind}, data or b""
    except SyntaxError as error:
        return {"syntax": str(error)}, b""
    except MemoryError:
        return {"memory": "yes"}, b""
    except (OSError, ValueError, RuntimeError) as error:
        return {"failed": str(error)}, b""


def main() -> None:
    """Answers the task on stdin."""
    task = json.loads(sys.stdin.buffer.read())
    if task["is_store"]:
        store = ox.Store.read_only(task["data"])
    else:
        store = ox.Store()
        store.bulk_load(path=task["data"], format=ox.RdfFormat.N_QUADS)
    limit(task)
    threading.stack_size(256 * 1024 * 1024)  # deep but allowed queries need a deep stack
    outcome: list[tuple[dict[str, str], bytes]] = []
    thread = threading.Thread(target=lambda: outcome.append(answer(store, task)))
    thread.start()
    thread.join()
    head, data = outcome[0]
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + data)
    sys.stdout.buffer.flush()
    sys.exit(0 if "kind" in head else 4)


if __name__ == "__main__":
    main()
