"""An open graph, and whether it speaks the ontology."""

import re
import shlex
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from ecograph.base.errors import Unreadable
from ecograph.base.evidence import WEAKEST
from ecograph.base.namespaces import (
    ECO_BASE,
    GRAPH_INFERRED,
    GRAPH_ONTOLOGY,
    GRAPH_VOCABULARY,
    PREFIXES,
    RDF_TYPE,
)
from ecograph.base.resources import query_text

if TYPE_CHECKING:
    import networkx as nx

    from ecograph.graph.worker_pool import WorkerPool

_WITHOUT = (
    "Without that it can be asked with query, show, find and schema, drawn with view, measured "
    "with centrality, communities and the like, and taken away with project whole and export"
)
BESIDE = (GRAPH_ONTOLOGY.value, GRAPH_VOCABULARY.value)  # graphs that are no data
Bound = NamedNode | Literal | tuple[NamedNode, ...]


@dataclass(frozen=True)
class Cut:
    """What of a graph counts: how sure at least it is, whose word it is, under which licences."""

    evidence: str = WEAKEST
    sources: str = "all"
    licences: tuple[str, ...] = ()

    def __str__(self) -> str:
        """As the options of a command say it."""
        asked = [("evidence", self.evidence, WEAKEST), ("sources", self.sources, "all")]
        told = [f"--{name} {value}" for name, value, usual in asked if value != usual]
        return " ".join(told + [f"--licence {shlex.quote(licence)}" for licence in self.licences])


WHOLE = Cut()  # all of it


@dataclass(frozen=True)
class CitedGraph:
    """An open graph: statements in a store here, or behind the address of an endpoint.

    `kind` is region, tables, file, network, store or endpoint; `path` is where an on-disk store is;
    `cut` is what was kept of a larger graph, and `left_out` how many statements were not.  `drawn`
    is the network of a file that holds one.
    """

    name: str
    kind: str
    store: Store | None = None
    path: Path | None = None
    endpoint: str | None = field(default=None, repr=False)  # it may hold a password
    cut: Cut = WHOLE
    left_out: int = 0
    drawn: "nx.Graph | None" = field(default=None, repr=False)

    def select(self, query: str, **bound: Bound) -> list[tuple[Any, ...]]:
        """The rows of a query of ours, each as long as the SELECT clause, None where unbound.

        A name in `bound` gives a variable, which the SELECT clause does not list, its value; or
        several, where the query lists them in VALUES.
        """
        for name, given in bound.items():
            terms = " ".join(map(str, given if isinstance(given, tuple) else (given,)))
            query = re.sub(rf"[?$]{name}\b", terms.replace("\\", r"\\"), query)
        if self.store is None:
            from ecograph.graph.remote_rows import select_remote

            return select_remote(str(self.endpoint), query)
        solutions = self.store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
        assert isinstance(solutions, QuerySolutions)
        return [tuple(solution) for solution in solutions]

    def ask_for(self, name: str, **bound: Bound) -> list[tuple[Any, ...]]:
        """The rows of a query from queries/, by its name."""
        return self.select(query_text(name), **bound)

    @cached_property
    def workers(self) -> "WorkerPool":
        """What answers a user's queries on a graph that is open here."""
        from ecograph.graph import query_workers

        return query_workers.query_workers(self, query_workers.MEMORY)

    def has_graph(self, iri: str) -> bool:
        """Whether a store here has a named graph of this name."""
        with suppress(ValueError):  # it is no IRI
            return self.store is not None and self.store.contains_named_graph(NamedNode(iri))
        return False


def own_quads(store: Store) -> Iterator[Quad]:
    """The statements of a store but for the ontology, its lists and what follows from others."""
    for quad in store:
        named = getattr(quad.graph_name, "value", "")
        if named not in BESIDE and not named.startswith(GRAPH_INFERRED.value):
            yield quad


def require_ecograph(graph: CitedGraph) -> None:
    """Raises Unreadable where the graph has nothing of the ecograph ontology."""
    if graph.store is not None and not speaks_ecograph(graph):
        own = list(own_quads(graph.store))
        classed = {q.subject for q in own if _is_classed(q)}
        if classed:
            raise Unreadable(
                f"{graph.name}: {len(classed)} entities are of classes of <{ECO_BASE}>, and none "
                "says where that is from; give each an eco:citation with an eco:source "
                f"(ontology/README.md).  {_WITHOUT}"
            )
        raise Unreadable(
            f"{graph.name}: none of its {len(own)} statements says that something is of a class "
            f"of <{ECO_BASE}>; map it to the ontology (ontology/README.md lists the classes).  "
            f"{_WITHOUT}"
        )


def _is_classed(quad: Quad) -> bool:
    """Whether a statement says that something is of a class of the ontology."""
    named = isinstance(quad.object, NamedNode) and quad.object.value.startswith(ECO_BASE)
    return quad.predicate == RDF_TYPE and named


def speaks_ecograph(graph: CitedGraph) -> bool:
    """Whether anything in a graph that is open here has a citation."""
    assert graph.store is not None
    citation = NamedNode(ECO_BASE + "citation")
    return next(iter(graph.store.quads_for_pattern(None, citation, None)), None) is not None
