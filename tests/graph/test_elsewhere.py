"""Graphs on real servers: what is asked of them is answered as here, or what differs is listed.

With ECOGRAPH_ALL_QUESTIONS all questions are asked, else some of them.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat

from ecograph.base.errors import EcographError
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.data import Data
from ecograph.graph.facts import fact_index
from ecograph.graph.opening import open_graph
from ecograph.graph.partitions import partitions_of
from ecograph.operations.catalogue import answer
from ecograph.operations.every import OPERATIONS
from ecograph.sparql.answering import ask
from ecograph.sparql.competency import Question, questions
from ecograph.sparql.execution import run_query
from servers_help import SERVERS
from surface_help import GIVEN

FEW_ROWS = 100  # that Virtuoso gives at once: all that is read comes in pages
MANY_ROWS = 10_000
# The questions that a server answers otherwise, and why.
DIFFERS: dict[str, dict[str, str]] = json.loads(
    Path(__file__).with_name("elsewhere_expected.json").read_text(encoding="utf-8")
)
OURS = {"consortium": {"about": "p1"}, "owners": {"about": "b1"}}  # of tiny
TERMS = ("eco:Organization", "eco:modality", "voc:modality-exists", "rdfs:label", "modality")
EACH = [pytest.param(name, marks=getattr(pytest.mark, name)) for name in SERVERS]
VIRTUOSO = [pytest.param("virtuoso", marks=pytest.mark.virtuoso)]


@dataclass(frozen=True)
class Both:
    """A graph as it is here and as a server has it."""

    server: str
    here: Data
    elsewhere: Data


@contextmanager
def on_server(name: str, region: str, folder: Path, most_rows: int) -> Iterator[Both]:
    """A region here and on a server, which holds what was loaded from a file of it."""
    here = open_graph(region)
    assert here.store is not None
    here.store.dump(str(folder / "graph.nq"), format=RdfFormat.N_QUADS)
    with SERVERS[name](folder, most_rows) as address:
        yield Both(name, Data(here), Data(open_graph(address)))


@pytest.fixture(scope="module", params=EACH)
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Both]:
    """The invented region."""
    folder = tmp_path_factory.mktemp(request.param)
    with on_server(request.param, "tiny", folder, FEW_ROWS) as found:
        yield found


def test_the_tables_are_those_of_the_graph_here(both: Both) -> None:
    assert both.elsewhere.tables.digest == both.here.tables.digest
    assert both.elsewhere.tables.centres == both.here.tables.centres
    assert both.elsewhere.names == both.here.names
    assert both.elsewhere.labels == both.here.labels
    assert both.elsewhere.licences == both.here.licences


def test_what_it_uses_and_says_is_what_the_graph_here_does(both: Both) -> None:
    here, elsewhere = both.here.graph, both.elsewhere.graph
    assert partitions_of(elsewhere) == partitions_of(here)
    assert fact_index(elsewhere) == fact_index(here)


def told(data: Data, name: str, given: dict[str, Any]) -> Any:
    """The rows of an operation in both languages, or what it says instead."""
    try:
        result = answer(OPERATIONS[name], data, given)
        rows = [result.rows(language) for language in ("zh", "en")]
    except EcographError as error:
        return str(error).replace(data.name, "graph")
    return json.loads(json.dumps(rows, default=str))


def test_every_operation_answers_alike(both: Both) -> None:
    asked = [(name, (GIVEN | OURS).get(name, {})) for name in OPERATIONS]
    asked += [("schema", {"term": term}) for term in TERMS]
    asked += [("show", {"name": term}) for term in ("eco:Firm", "voc:modality-exists")]
    for name, given in asked:
        assert told(both.elsewhere, name, given) == told(both.here, name, given), (name, given)


def answered(graph: CitedGraph, question: Question, language: str) -> Any:
    """The rows of a question as a bag: of values that are joined in one, the order is open."""
    try:
        reply = ask(graph, question.asked_in(language), language=language, explain=False)
    except EcographError as error:
        return (), {}, str(error)
    rows = Counter(tuple(_sorted(str(cell)) for cell in row.values()) for row in reply.rows)
    return reply.columns, rows, reply.truth


def _sorted(cell: str) -> str:
    return "; ".join(sorted(cell.strip('"').split("; "))) if "; " in cell else cell


@pytest.mark.parametrize("server", EACH)
def test_the_questions_are_answered_alike_but_for_those_that_are_listed(
    server: str, tmp_path: Path
) -> None:
    listed = {int(number) for number in DIFFERS.get(server, {})}
    asked = [
        q
        for at, q in enumerate(questions())
        if at % 6 == 0 or q.number in listed or "ECOGRAPH_ALL_QUESTIONS" in os.environ
    ]
    differ, filled = set(), 0
    with on_server(server, "xiamen", tmp_path, MANY_ROWS) as both:
        for question in asked:
            here = answered(both.here.graph, question, "en")
            filled += bool(here[1])
            if answered(both.elsewhere.graph, question, "en") != here:
                differ.add(question.number)
    assert differ <= listed and filled > 0.8 * len(asked)
    assert len(listed) <= len(questions()) // 10


@pytest.mark.parametrize("both", VIRTUOSO, indirect=True)
def test_a_part_of_an_answer_is_told(both: Both) -> None:
    graph = both.elsewhere.graph
    every, few = "{ ?s ?p ?o }", "{ ?s a eco:Region }"
    assert run_query(graph, f"SELECT * {few}").part is None
    assert f"at most {FEW_ROWS} rows" in str(run_query(graph, f"SELECT * {every}").part)
    for template in ("CONSTRUCT { ?s ?p ?o } WHERE", "CONSTRUCT WHERE"):
        part = run_query(graph, f"{template} {every}").part
        assert part is not None and f"at most {FEW_ROWS} rows" in part
    assert run_query(graph, f"CONSTRUCT WHERE {few}").part is None
    assert "without a word" in str(run_query(graph, "DESCRIBE id:b1").part)
    assert len(graph.ask_for("subjects")) > FEW_ROWS
