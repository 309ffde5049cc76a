"""The codes that a region adds to code lists of the ontology."""

from dataclasses import dataclass

from ecograph.graph.cited_graph import CitedGraph


@dataclass(frozen=True)
class OwnCode:
    """A code of a region: its IRI, that of its list, its key, its names by language.

    `base_unit` is what a unit counts in, empty for other codes.
    """

    iri: str
    scheme: str
    key: str
    labels: dict[str, str]
    base_unit: str = ""


def own_codes(graph: CitedGraph) -> dict[str, OwnCode]:
    """The codes that regions of a graph add, by their IRI, sorted."""
    found: dict[str, OwnCode] = {}
    for iri, scheme, key, label, base in graph.ask_for("region_concepts"):
        unit = base.value if base is not None else ""
        one = found.setdefault(iri.value, OwnCode(iri.value, scheme.value, key.value, {}, unit))
        if label is not None:
            one.labels[label.language or ""] = label.value
    return dict(sorted(found.items()))
