"""What a graph uses: its classes and their properties, how often, and what forms values have.

These are the partitions by which VoID describes a data set.  Classes of the languages in which
ontologies and shapes are written are not among them.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecograph.base.database import DuckDatabase, Rows
from ecograph.base.namespaces import PREFIXES
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.staging import stage_store, staging

FILE = "partitions.json"
NO_LITERALS = IRI, BLANK, TRIPLE = "iri", "blank", "triple"  # forms of values
META = tuple(PREFIXES[p] for p in ("owl", "rdfs", "rdf", "sh"))


@dataclass(frozen=True, order=True)
class ValueForm:
    """A form of values: one of NO_LITERALS or a datatype, the language, how many there are."""

    form: str
    language: str
    count: int


@dataclass(frozen=True)
class Partitions:
    """The classes of a graph with their entities and properties, and the forms of values.

    `entities` counts what is of a class, `properties` the triples of each property that things of a
    class have, `values` the forms of the values of a property, the most frequent first.
    """

    entities: Mapping[str, int]
    properties: Mapping[str, Mapping[str, int]]
    values: Mapping[str, tuple[ValueForm, ...]]

    def classes_with(self, property_: str) -> dict[str, int]:
        """The classes that have a property, with how often."""
        return {c: held[property_] for c, held in self.properties.items() if property_ in held}


def partitions_of(graph: CitedGraph) -> Partitions:
    """The partitions of a graph, read beside its store where they were kept there."""
    if graph.path is not None and (kept := _read_beside(graph.path)) is not None:
        return kept
    if graph.store is not None:
        with staging() as stage:
            stage_store(stage, graph.store)
            return partitions_in(stage)
    entities = [(c.value, _number(n)) for c, n in graph.ask_for("class_entities")]
    properties = [(c.value, p.value, _number(n)) for c, p, n in graph.ask_for("class_properties")]
    values = [(p.value, f.value, lang.value, _number(n))
              for p, f, lang, n in graph.ask_for("value_forms")]  # fmt: skip
    return _partitions(entities, properties, values)


def partitions_in(stage: DuckDatabase) -> Partitions:
    """The partitions of the statements that are staged (staging.py)."""
    return _partitions(*(stage.rows(query) for query in (_ENTITIES, _PROPERTIES, _VALUES)))


# As class_entities, class_properties and value_forms ask an endpoint.
_ENTITIES = "SELECT bare(class), count(DISTINCT s) FROM typed WHERE is_iri(class) GROUP BY ALL"
_PROPERTIES = """
SELECT bare(class), bare(p), count(*) FROM typed JOIN said USING (s) WHERE is_iri(class)
GROUP BY ALL
"""
_VALUES = f"""
SELECT bare(p), CASE WHEN is_iri(o) THEN '{IRI}' WHEN starts_with(o, '_:') THEN '{BLANK}'
    WHEN is_literal(o) THEN datatype(o) ELSE '{TRIPLE}' END,
    coalesce(CASE WHEN is_literal(o) THEN language(o) END, ''), count(*)
FROM said GROUP BY ALL
"""


def _partitions(entities: Rows, properties: Rows, values: Rows) -> Partitions:
    classes = {c: n for c, n in sorted(entities) if not c.startswith(META)}
    held: dict[str, dict[str, int]] = {}
    for class_, property_, n in sorted(properties):
        held.setdefault(class_, {})[property_] = n
    forms: dict[str, list[ValueForm]] = {}
    for property_, form, language, n in sorted(values):
        forms.setdefault(property_, []).append(ValueForm(form, language, n))
    return Partitions(
        classes,
        held,
        {p: tuple(sorted(f, key=lambda f: (-f.count, f))) for p, f in forms.items()},
    )


def _number(literal: Any) -> int:
    return int(literal.value)


def write_partitions(partitions: Partitions, folder: Path) -> None:
    """Writes the partitions of a graph beside its store."""
    held = {
        "entities": partitions.entities,
        "properties": partitions.properties,
        "values": {
            p: [[f.form, f.language, f.count] for f in forms]
            for p, forms in partitions.values.items()
        },
    }
    (folder / FILE).write_text(json.dumps(held), encoding="utf-8")


def _read_beside(folder: Path) -> Partitions | None:
    """The partitions beside a store; None where there are none, or where they are no good."""
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        held: Any = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return Partitions(
            dict(held["entities"]),
            {c: dict(p) for c, p in held["properties"].items()},
            {p: tuple(ValueForm(*f) for f in forms) for p, forms in held["values"].items()},
        )
    return None
