"""RDF of any vocabulary: its resources with their classes and names, by its own terms.

What is not said in our ontology can still be looked up, drawn, measured and taken away.  A resource
is known by its IRI; it is called by whatever property of it reads as a name, and drawn by its own
classes and predicates.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from ecograph.base.namespaces import (
    ID_BASE,
    PREFIXES,
    RDF_TYPE,
)
from ecograph.graph.cited_graph import CitedGraph, own_quads, speaks_ecograph
from ecograph.graph.labels import Labels

# The local names of properties that give a name, the best first; those of aliases come last.
_NAMES = (
    *("prefLabel", "label", "legalName", "name", "title", "fn", "organization-name"),
    *("altLabel", "alternateName", "alternative", "acronym", "shortName", "nick"),
)
MAIN_NAMES = 7  # so many of them name it; the others are aliases
_CHINESE = re.compile("[㐀-鿿]")


@dataclass(frozen=True)
class Resource:
    """A resource: its classes by their names, its labels by language, its other names."""

    classes: tuple[str, ...]
    labels: dict[str, str]
    aliases: tuple[str, ...]

    @property
    def class_name(self) -> str:
        """One of its classes, the same each time; none where it says none."""
        return self.classes[0] if self.classes else ""


def is_other_rdf(graph: CitedGraph) -> bool:
    """Whether a graph that is open here holds nothing that our ontology speaks of with a source."""
    return graph.store is not None and not speaks_ecograph(graph)


def resources_in(graph: CitedGraph) -> dict[str, Resource]:
    """The resources that a graph says something of, and those that it refers to, by IRI, sorted.

    A blank node is called `_:` and its name in the file.
    """
    assert graph.store is not None
    classes: dict[str, set[str]] = {}
    named: dict[str, list[tuple[int, str, str]]] = {}
    for quad in own_quads(graph.store):
        subject = key_of_node(quad.subject)
        classes.setdefault(subject, set())
        if quad.predicate == RDF_TYPE and isinstance(quad.object, NamedNode):
            classes[subject].add(short_name(quad.object.value))
        elif isinstance(quad.object, (NamedNode, BlankNode)):
            classes.setdefault(key_of_node(quad.object), set())
        elif isinstance(quad.object, Literal):
            rank = name_rank(local_name(quad.predicate.value))
            if rank is not None:
                text = quad.object
                named.setdefault(subject, []).append((rank, text.language or "", text.value))
    return {
        key: Resource(tuple(sorted(of)), *_called(named.get(key, ())))
        for key, of in sorted(classes.items())
    }


def joined_in(store: Store) -> list[tuple[str, str, str]]:
    """The statements between two resources: subject, predicate, object, each once, sorted."""
    return sorted(
        {
            (key_of_node(q.subject), q.predicate.value, key_of_node(q.object))
            for q in own_quads(store)
            if q.predicate != RDF_TYPE and isinstance(q.object, (NamedNode, BlankNode))
        }
    )


def values_in(store: Store) -> dict[str, list[tuple[str, str]]]:
    """The values that resources have: the short name of the predicate and the value, sorted."""
    found: dict[str, set[tuple[str, str]]] = {}
    for quad in own_quads(store):
        if isinstance(quad.object, Literal):
            said = (short_name(quad.predicate.value), quad.object.value)
            found.setdefault(key_of_node(quad.subject), set()).add(said)
    return {key: sorted(held) for key, held in found.items()}


def name_rank(local: str) -> int | None:
    """How good a name the property of a local name gives; None where it gives none."""
    return _NAMES.index(local) if local in _NAMES else None


def _called(
    names: Iterable[tuple[int, str, str]],
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The labels by language and the aliases; a name without a language has that of its signs."""
    labels: dict[str, str] = {}
    others: list[str] = []
    for rank, tag, name in sorted(names):
        language = tag.partition("-")[0].lower() or ("zh" if _CHINESE.search(name) else "en")
        if name and rank < MAIN_NAMES and language not in labels:
            labels[language] = name
        elif name and name not in labels.values():
            others.append(name)
    if not labels and others:
        first = others.pop(0)
        labels["zh" if _CHINESE.search(first) else "en"] = first
    return labels, tuple(dict.fromkeys(others))


def key_of_node(node: object) -> str:
    """How a resource is called here: its IRI, or `_:` and the name of a blank node."""
    return node.value if isinstance(node, NamedNode) else str(node)


def local_name(iri: str) -> str:
    """What stands behind the last #, / or : of an IRI; all of it where that is nothing."""
    return re.split(r"[#/:]", iri.rstrip("#/:"))[-1] or iri


def short_name(iri: str) -> str:
    """An IRI with a known prefix, else its local name."""
    for prefix, base in (*PREFIXES.items(), ("schema", "http://schema.org/")):
        if iri.startswith(base) and "/" not in iri[len(base) :]:
            return f"{prefix}:{iri[len(base) :]}"
    return local_name(iri)


def labels_of_resources(resources: Mapping[str, Resource]) -> Labels:
    """What the resources are called; by their local name where nothing names them."""
    given = {key: one.labels or {"": local_name(key)} for key, one in resources.items()}
    return Labels({**given, **{ID_BASE + key: known for key, known in given.items()}})
