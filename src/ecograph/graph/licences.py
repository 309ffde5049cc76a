"""Under which licences what a graph says stands: those of its sources."""

from collections.abc import Iterable, Mapping

from ecograph.base.namespaces import key_of
from ecograph.graph.cited_graph import CitedGraph


def licences_of(graph: CitedGraph) -> dict[str, str]:
    """The licence of each source that has one, by the id of the source."""
    found = ((s, licence) for s, _, licence in graph.ask_for("view_sources") if licence is not None)
    return {key_of(s.value): licence.value for s, licence in sorted(found, key=str)}


def named_licences(known: Mapping[str, str], sources: Iterable[str | None]) -> list[str]:
    """The licences of some sources, each once, sorted."""
    return sorted({known[s] for s in sources if s is not None and s in known})
