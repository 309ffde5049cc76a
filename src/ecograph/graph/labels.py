"""What entities are called, in Chinese and English, by one rule of what stands in for what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from pyoxigraph import Literal, NamedNode

from ecograph.base.namespaces import (
    ECO_BASE,
    ID_BASE,
    PREFIXES,
    RDFS_LABEL,
    VOC_BASE,
    code_of,
    is_of_region,
    key_of,
)
from ecograph.base.ontology import statements_of
from ecograph.base.results import Both
from ecograph.base.words import word

_BOOLEAN = NamedNode(PREFIXES["xsd"] + "boolean")
Known = Mapping[str, str | None]  # language tag -> label


def in_language(known: Known, language: str, otherwise: str) -> str:
    """Words in zh or en; where there are none in the language those in the other one, then in any,
    then `otherwise`, which is the id.

    What stands in for another language says so behind it: `Delta Motors [en]`.
    """
    other = "en" if language == "zh" else "zh"
    for tag in (language, other, *sorted(known)):
        if text := known.get(tag):
            return text if tag in (language, "") else f"{text} [{tag}]"
    return otherwise


def in_both(known: Known, otherwise: str = "") -> Both:
    """Words in Chinese and in English, by the same rule."""
    return in_language(known, "zh", otherwise), in_language(known, "en", otherwise)


@dataclass(frozen=True)
class Labels:
    """The labels that a graph gives, by IRI; besides them those of the ontology are known."""

    given: Mapping[str, Known]

    def of_term(self, term: NamedNode | Literal | str, language: str) -> str:
        """A term as people read it: the label of an IRI, the words of a literal."""
        if isinstance(term, Literal):
            if term.datatype == _BOOLEAN:
                return word(f"verdict.{term.value}")[language != "zh"]
            return term.value
        iri = term if isinstance(term, str) else term.value
        known = self.given.get(iri) or ontology_labels().get(iri, {})
        return in_language(known, language, _without_base(iri))

    def of(self, key: str | None, language: str) -> str:
        """The label of an entity or a document; its id where it has none, nothing for None."""
        return self.of_term(ID_BASE + key, language) if key else ""

    def both(self, key: str | None) -> Both:
        """The label in zh and in en."""
        return self.of(key, "zh"), self.of(key, "en")

    def has(self, key: str) -> bool:
        """Whether the graph gives an entity or a document of this id."""
        return ID_BASE + key in self.given

    def code(self, scheme: str, key: str | None, language: str) -> str:
        """The label of a key of a code list such as need-state; nothing for None."""
        if not key:
            return ""
        name = f"{scheme}-{key}"
        iri = VOC_BASE + name
        known = self.given.get(iri) or ontology_labels().get(iri) or self._added.get(name, {})
        return in_language(known, language, key)

    def code_both(self, scheme: str, key: str | None) -> Both:
        """The label of a key of a code list in zh and in en."""
        return self.code(scheme, key, "zh"), self.code(scheme, key, "en")

    def codes(self, scheme: str) -> list[str]:
        """The keys of a code list that have a label, sorted."""
        names = {code_of(iri) for iri in (*self.given, *ontology_labels())}
        return sorted(n.removeprefix(f"{scheme}-") for n in names if n.startswith(f"{scheme}-"))

    @cached_property
    def _added(self) -> dict[str, Known]:
        """The labels of the concepts that regions add to code lists, by list and key."""
        return {code_of(iri): known for iri, known in self.given.items() if is_of_region(iri)}

    def term(self, name: str, language: str) -> str:
        """The label of a class or property of the ontology by its local name."""
        return self.of_term(ECO_BASE + name, language)

    def term_both(self, name: str) -> Both:
        """The label of a class or property in zh and in en."""
        return self.term(name, "zh"), self.term(name, "en")


def _without_base(iri: str) -> str:
    return key_of(iri).removeprefix(ECO_BASE)


def labels_of(rows: Iterable[tuple[str, str | None, str | None]]) -> Labels:
    """Labels from rows of IRI, Chinese label, English label."""
    pairs = ((iri, (("zh", zh), ("en", en))) for iri, zh, en in rows)
    return Labels({iri: {tag: text for tag, text in both if text} for iri, both in pairs})


@cache
def ontology_labels() -> dict[str, dict[str, str]]:
    """The labels of our terms, codes and borrowed properties, by IRI and language."""
    found: dict[str, dict[str, str]] = {}
    for folder in ("core", "vocab", "alignments"):
        for triple in statements_of(folder):
            label = triple.object
            if triple.predicate == RDFS_LABEL and isinstance(label, Literal):
                assert isinstance(triple.subject, NamedNode)
                tags = found.setdefault(triple.subject.value, {})
                tags.setdefault(label.language or "", label.value)
    return found
