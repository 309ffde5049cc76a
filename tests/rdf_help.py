"""Regions and endpoints that tests make up, and the ontology as one graph."""

import csv
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import rdflib
from pyoxigraph import QueryResultsFormat, RdfFormat

from ecograph.base.resources import ontology_dir
from ecograph.graph.opening import CitedGraph
from ecograph.tables.schema import table_specs


def read_ontology(*folders: str) -> rdflib.Graph:
    """What the files in folders of the ontology say together."""
    graph = rdflib.Graph()
    for folder in folders:
        for path in sorted((ontology_dir() / folder).glob("*.ttl")):
            graph.parse(path)
    return graph


def add_rows(folder: Path, table: str, *rows: dict[str, str]) -> None:
    """Appends rows to a table of a region's folder, which is made where it is missing."""
    columns = list(table_specs()[table].columns)
    path = folder / f"{table}.csv"
    old: list[dict[str, str]] = []
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            old = list(csv.DictReader(file))
    for row in rows:
        assert set(row) <= set(columns), set(row) - set(columns)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows([*old, *rows])


def statement(**cells: str) -> dict[str, str]:
    """A row of a statement table that exists and is stated."""
    return {"modality": "exists", "evidence": "stated", "source": "invented", **cells}


@contextmanager
def endpoint(graph: CitedGraph) -> Iterator[str]:
    """The address of a SPARQL endpoint on this machine that answers from a graph."""
    store = graph.store
    assert store is not None

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            query = parse_qs(body)["query"][0]
            try:
                results = store.query(query, use_default_graph_as_union=True)
            except SyntaxError as error:
                self.send_error(400, str(error)[:60].replace("\n", " "))
                return
            triples = type(results).__name__ == "QueryTriples"
            form = RdfFormat.N_TRIPLES if triples else QueryResultsFormat.JSON
            data = results.serialize(format=form)  # type: ignore[call-arg, arg-type, union-attr]
            self.send_response(200)
            self.send_header("Content-Type", form.media_type)
            self.send_header("Content-Length", str(len(data or b"")))
            self.end_headers()
            self.wfile.write(data or b"")

        def log_message(self, *_: object) -> None:
            """Silence."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        server.shutdown()
        server.server_close()


def add_document(folder: Path, beside: Path, source: str, text: str) -> None:
    """Registers a document in sources.csv, and writes it into a folder beside the region."""
    beside.mkdir(exist_ok=True)
    (beside / f"{source}.txt").write_text(text, encoding="utf-8", newline="")
    checksum = hashlib.sha256(text.encode()).hexdigest()
    row = {"id": source, "label_zh": "论文", "label_en": "paper", "kind": "paper"}
    row |= {"licence": "CC BY 4.0", "sha256": checksum, "file": f"{source}.txt"}
    add_rows(folder, "sources", row)
