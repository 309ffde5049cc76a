"""The W3C's tests of the SPARQL 1.1 Protocol, as requests to the service.

They run where RDF_TESTS names a checkout of github.com/w3c/rdf-tests.  The service only reads: each
test that changes a graph is to be refused, and that nothing was changed is looked at.  The suite
names a graph data0.rdf without saying what is in it: it is there, with a triple.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse
from service_help import Server, serving

FOLDER = os.environ.get("RDF_TESTS")
pytestmark = pytest.mark.skipif(not FOLDER, reason="RDF_TESTS names no checkout of the suites")
DATA = "http://kasei.us/2009/09/sparql/data/"
UPDATES = "update"
MANIFEST = """
PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#>
PREFIX ht: <http://www.w3.org/2011/http#>
PREFIX cnt: <http://www.w3.org/2011/content#>
SELECT ?test ?path ?method ?media ?body ?coding ?truth ?form
       (GROUP_CONCAT(STR(?status)) AS ?statuses) {
  ?test a mf:ProtocolTest ; mf:action/ht:requests ?list .
  ?list rdf:rest*/rdf:first ?request .
  ?request ht:absolutePath ?path ; ht:methodName ?method ; ht:resp ?answer .
  ?answer mf:expectedStatus ?status .
  OPTIONAL { ?answer mf:expectedBoolean ?truth }
  OPTIONAL { ?answer mf:expectedFormat ?form }
  OPTIONAL { ?request ht:body ?content . ?content cnt:chars ?body
             OPTIONAL { ?content cnt:characterEncoding ?coding } }
  OPTIONAL { ?request ht:headers/rdf:rest*/rdf:first ?header . ?header ht:fieldName ?name ;
             ht:fieldValue ?media FILTER(LCASE(?name) = "content-type") }
  BIND(STRLEN(STR(?path)) AS ?length)
} GROUP BY ?test ?request ?path ?method ?media ?body ?coding ?truth ?form ORDER BY ?test
"""


@dataclass(frozen=True)
class Asked:
    """A request of a test, and what is expected of the answer."""

    test: str
    path: str
    method: str
    media: str | None
    body: bytes | None
    truth: bool | None
    form: str | None
    statuses: str


def read_requests(folder: Path) -> list[Asked]:
    """The requests of the tests in the manifest, but for those that look at what was changed."""
    store = Store()
    path = folder / "sparql/sparql11/protocol/manifest.ttl"
    store.load(path=path, format=RdfFormat.TURTLE, base_iri="urn:protocol")
    rdf = {"rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}
    rows: Any = store.query(MANIFEST, prefixes=rdf)
    found = []
    for row in rows:
        coding = row["coding"].value if row["coding"] else "utf-8"
        body = row["body"].value.encode(coding) if row["body"] else None
        name = row["test"].value.partition("#")[2]
        if name.startswith(UPDATES) and row["truth"]:
            continue
        found.append(
            Asked(
                name,
                row["path"].value.replace("/sparql/", "/sparql", 1),
                row["method"].value,
                row["media"].value if row["media"] else None,
                body,
                row["truth"].value == "true" if row["truth"] else None,
                row["form"].value if row["form"] else None,
                row["statuses"].value,
            )
        )
    return found


REQUESTS = read_requests(Path(FOLDER)) if FOLDER else []


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A server of the data of the suite."""
    assert FOLDER
    path = tmp_path_factory.mktemp("protocol") / "suite.nq"
    store = Store()
    for number in (1, 2, 3):
        graph = NamedNode(f"{DATA}data{number}.rdf")
        file = Path(FOLDER) / f"sparql/sparql11/protocol/data{number}.nt"
        for quad in parse(path=file, format=RdfFormat.N_TRIPLES):
            store.add(Quad(quad.subject, quad.predicate, quad.object, graph))
    some = NamedNode(f"{DATA}data0.rdf")
    store.add(Quad(some, NamedNode("urn:note"), Literal("not in the suite"), some))
    path.write_bytes(store.dump(format=RdfFormat.N_QUADS) or b"")
    with serving("--graph", str(path)) as running:
        yield running


@pytest.mark.parametrize("asked", REQUESTS or [None], ids=lambda a: a.test if a else "none")
def test_request(suite: Server, asked: Asked) -> None:
    headers = {"Content-Type": asked.media} if asked.media else {}
    before = suite.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").content
    answer = httpx.request(
        asked.method, suite.address + asked.path, content=asked.body, headers=headers, timeout=60
    )
    assert suite.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").content == before
    if asked.test.startswith(UPDATES):
        assert answer.status_code == 403
        return
    expected = {status[-3] for status in asked.statuses.split()}  # 2 of StatusCode2xx
    assert str(answer.status_code)[0] in expected, answer.text
    if asked.truth is not None:
        assert answer.json()["boolean"] is asked.truth
    media = answer.headers["content-type"]
    if asked.form == "RDF":
        assert media.startswith("text/turtle")
    elif asked.form in ("boolean", "tabular"):
        assert media == "application/sparql-results+json"


def test_all_tests_of_the_suite_are_asked() -> None:
    assert len({asked.test for asked in REQUESTS}) == 34
