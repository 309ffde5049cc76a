"""The data behind an answer: one graph, read once, as columns, labels and names."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING, Any, TypeVar

from ecograph.graph.cited_graph import WHOLE, CitedGraph, Cut
from ecograph.graph.naming import Named, all_named, find_named
from ecograph.graph.opening import open_graph

if TYPE_CHECKING:
    from ecograph.graph.any_rdf import Resource
    from ecograph.graph.columns import Tables
    from ecograph.graph.labels import Labels

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Data:
    """A graph as operations see it.  What is made from it once is kept."""

    graph: CitedGraph
    _kept: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        """What the graph is called."""
        return self.graph.name

    @cached_property
    def tables(self) -> "Tables":
        """Its columns: a table a class.  Raises Unreadable where it has nothing of ours."""
        from ecograph.graph.columns import read_tables

        return read_tables(self.graph)

    @cached_property
    def resources(self) -> "dict[str, Resource] | None":
        """Its resources by IRI, where it is of another vocabulary than ours; else None."""
        from ecograph.graph.any_rdf import is_other_rdf, resources_in

        return resources_in(self.graph) if is_other_rdf(self.graph) else None

    @cached_property
    def labels(self) -> "Labels":
        """What its entities and documents are called."""
        if self.resources is not None:
            from ecograph.graph.any_rdf import labels_of_resources

            return labels_of_resources(self.resources)
        return self.tables.labels

    @cached_property
    def digest(self) -> str | None:
        """The SHA-256 of its tables; None where it has none."""
        from ecograph.base.errors import Unreadable

        try:
            return self.tables.digest
        except Unreadable:
            return None

    @cached_property
    def licences(self) -> dict[str, str]:
        """The licence of each of its sources that has one."""
        from ecograph.graph.licences import licences_of

        return licences_of(self.graph)

    @cached_property
    def names(self) -> dict[str, Named]:
        """Everything in it that has a name, by id; of another vocabulary, all its resources."""
        if self.resources is not None:
            from ecograph.graph.any_rdf import local_name

            return {
                key: Named(key, one.class_name, one.labels or {"": local_name(key)}, one.aliases)
                for key, one in self.resources.items()
            }
        return all_named(self.graph)

    @property
    def on_spark(self) -> bool:
        """Whether its tables lie on Spark, where it has no statements."""
        return False

    def require_labels(self, keys: Iterable[str]) -> None:
        """Reads what these entities are called, where not all names are at hand; here they are."""

    def counting(self, cut: Cut) -> "Data":
        """The data of what counts in the graph.  Raises UnknownName, UsageError for an endpoint."""
        if cut == WHOLE:
            return self
        from ecograph.graph.cutting import cut_graph

        return self.kept(("cut", cut), lambda: Data(cut_graph(self.graph, cut)))

    def find(self, name: str, class_: str | None = None) -> str:
        """The id of the entity that an id, a label or an alias means, in either language.

        Raises UnknownName with near names, UsageError where several entities have the name.
        """
        return find_named(self.names, name, class_).key

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, made once for each key."""
        if key not in self._kept:
            self._kept[key] = make()
        found: T = self._kept[key]
        return found


def open_data(name: str | PathLike[str]) -> Data:
    """The data of a shipped region, a folder of tables, an RDF file, a store or an endpoint.

    Raises UnknownName, Unreadable, DataError.
    """
    return Data(open_graph(name))
