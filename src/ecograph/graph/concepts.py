"""The concepts of code lists as a table: those of the ontology, and those that regions add."""

from ecograph.base.database import DuckDatabase, Rows
from ecograph.base.namespaces import VOC_BASE, concept
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.labels import ontology_labels
from ecograph.graph.own_codes import own_codes
from ecograph.tables.schema import CONCEPT, code_lists, unit_bases

# `base_unit` is of units, which can be summed where it is the same.
COLUMNS = dict.fromkeys(("iri", "scheme", "key", "label_zh", "label_en", "base_unit"), "VARCHAR")


def add_concepts(database: DuckDatabase, graph: CitedGraph | None = None) -> None:
    """Makes the table of concepts; without a graph it holds those of the ontology alone."""
    rows = _shipped() + (_added(graph) if graph is not None else [])
    database.make(CONCEPT, COLUMNS, sorted(rows))


def _shipped() -> Rows:
    found = []
    for scheme, keys in code_lists().items():
        for key in keys:
            iri = concept(scheme, key).value
            label = ontology_labels().get(iri, {})
            base = unit_bases()[key] if scheme == "unit" else ""
            found.append((iri, scheme, key, label.get("zh", ""), label.get("en", ""), base))
    return found


def _added(graph: CitedGraph) -> Rows:
    return [
        (
            code.iri,
            code.scheme.removeprefix(VOC_BASE),
            code.key,
            code.labels.get("zh", ""),
            code.labels.get("en", ""),
            code.base_unit,
        )
        for code in own_codes(graph).values()
    ]
