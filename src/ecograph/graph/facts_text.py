"""Facts as rows that people read, in Chinese or English."""

from collections.abc import Iterable

from ecograph.base.namespaces import ECO_BASE
from ecograph.graph.facts import Fact, FactIndex

FACT_COLUMNS = (
    "fact",
    "value",
    "modality",
    "evidence",
    "source",
    "paragraph",
    "span",
    "address",
    "licence",
    "said_by",
    "doubt",
    "statement",
)
# A statement's number as written says more than its three parts.
_PARTS_OF_WRITTEN = frozenset(ECO_BASE + p for p in ("value", "unit", "qualifier"))


def fact_row(fact: Fact, index: FactIndex, language: str) -> tuple[str | None, ...]:
    """The cells of FACT_COLUMNS for a fact."""
    first = fact.places[0] if fact.places else None
    labels = index.labels
    kind = labels.term(fact.class_name, language) if fact.class_name else None
    role = labels.of_term(fact.role, language) if fact.role else ""
    return (
        f"{kind} ({role})" if kind else role,
        fact_value(fact, index, language),
        labels.code("modality", fact.modality, language) or None,
        labels.code("evidence", fact.evidence, language) or None,
        "; ".join(labels.of(p.document, language) for p in fact.places),
        _in_order(None if p.paragraph is None else str(p.paragraph) for p in fact.places),
        _in_order(p.span for p in fact.places),
        _in_order(p.address for p in fact.places),
        _in_order(index.licences.get(p.document) for p in fact.places),
        labels.of(fact.said_by, language) or None,
        "; ".join(doubt_texts(fact, index, language)) or None,
        fact.statement if fact.statement else (str(first) if first else None),
    )


def _in_order(cells: Iterable[str | None]) -> str | None:
    """One cell for each place, so that the n-th of every column belong together."""
    known = list(cells)
    return "; ".join(c or "–" for c in known) if any(known) else None


def fact_value(fact: Fact, index: FactIndex, language: str) -> str:
    """The values of a fact on one line: `product: OLED emitter; origin: Japan`."""
    if fact.statement is None:
        term = fact.values[0][1]
        return index.labels.of_term(term, language)
    written = any(link == ECO_BASE + "valueWritten" for link, _ in fact.values)
    shown: dict[str, list[str]] = {}
    for link, term in fact.values:
        tag = getattr(term, "language", None)
        if (written and link in _PARTS_OF_WRITTEN) or (tag and tag != language):
            continue
        head = index.labels.of_term(link, language)
        shown.setdefault(head, []).append(index.labels.of_term(term, language))
    return "; ".join(f"{link}: {', '.join(values)}" for link, values in shown.items())


def doubt_texts(fact: Fact, index: FactIndex, language: str) -> list[str]:
    """The doubts of a fact, each as its kind, its basis and what is suggested instead."""
    texts = []
    for doubt in fact.doubts:
        kind = index.labels.code("doubt-kind", doubt.kind, language)
        suggested = f" → {doubt.suggested}" if doubt.suggested else ""
        texts.append(f"{kind}: {doubt.basis[language != 'zh']}{suggested}")
    return texts
