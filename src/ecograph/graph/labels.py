"""What things are called, in Chinese and English, by one rule of what stands in for what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, parse

from ecograph.base.namespaces import ECO_BASE, RDFS_LABEL, VOC_BASE
from ecograph.base.resources import ontology_dir
from ecograph.base.results import Both

Known = Mapping[str, str]  # language tag -> label


def in_language(known: Known, language: str, otherwise: str) -> str:
    """A label in zh or en; where there is none in the language the other one, then any, then
    `otherwise`, which is the id.
    """
    other = "en" if language == "zh" else "zh"
    for tag in (language, other, *sorted(known)):
        if known.get(tag):
            return known[tag]
    return otherwise


@dataclass(frozen=True)
class Labels:
    """The labels of entities and documents by id, of code lists and of terms of the ontology."""

    entities: Mapping[str, Known]

    def of(self, key: str | None, language: str) -> str:
        """The label of an entity or a document; its id where it has none, nothing for None."""
        return in_language(self.entities.get(key or "", {}), language, key or "")

    def both(self, key: str | None) -> Both:
        """The label in zh and in en."""
        return self.of(key, "zh"), self.of(key, "en")

    def code(self, scheme: str, key: str | None, language: str) -> str:
        """The label of a key of a code list such as need-state; nothing for None."""
        known = ontology_labels().get(f"{VOC_BASE}{scheme}-{key}", {})
        return in_language(known, language, key) if key else ""

    def code_both(self, scheme: str, key: str | None) -> Both:
        """The label of a key of a code list in zh and in en."""
        return self.code(scheme, key, "zh"), self.code(scheme, key, "en")

    def term(self, name: str, language: str) -> str:
        """The label of a class or property of the ontology by its local name."""
        return in_language(ontology_labels().get(ECO_BASE + name, {}), language, name)

    def term_both(self, name: str) -> Both:
        """The label of a class or property in zh and in en."""
        return self.term(name, "zh"), self.term(name, "en")


def labels_of(rows: Iterable[tuple[str, str | None, str | None]]) -> Labels:
    """Labels of entities from rows of id, Chinese label, English label."""
    pairs = ((key, (("zh", zh), ("en", en))) for key, zh, en in rows)
    return Labels({key: {tag: text for tag, text in both if text} for key, both in pairs})


@cache
def ontology_labels() -> dict[str, dict[str, str]]:
    """The labels of our terms, codes and borrowed properties, by IRI and language."""
    found: dict[str, dict[str, str]] = {}
    for folder in ("core", "vocab", "alignments"):
        for path in sorted((ontology_dir() / folder).glob("*.ttl")):
            for triple in parse(path=str(path)):
                label = triple.object
                if triple.predicate == RDFS_LABEL and isinstance(label, Literal):
                    assert isinstance(triple.subject, NamedNode)
                    tags = found.setdefault(triple.subject.value, {})
                    tags.setdefault(label.language or "", label.value)
    return found
