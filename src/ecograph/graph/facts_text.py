"""Facts as rows that people read, in Chinese or English."""

from collections.abc import Iterable

from ecograph.base.namespaces import ECO_BASE, ID_BASE, VOC_BASE
from ecograph.graph.facts import Fact, FactIndex

FACT_COLUMNS = (
    "fact",
    "value",
    "modality",
    "certainty",
    "source",
    "paragraph",
    "span",
    "said_by",
    "doubt",
    "statement",
)
# A statement's number as written says more than its three parts.
_PARTS_OF_WRITTEN = frozenset(ECO_BASE + p for p in ("value", "unit", "qualifier"))


def fact_row(fact: Fact, index: FactIndex, language: str) -> tuple[str | None, ...]:
    """The cells of FACT_COLUMNS for a fact."""
    first = fact.places[0] if fact.places else None
    kind = index.label(ECO_BASE + fact.class_name, language) if fact.class_name else None
    role = index.label(fact.role, language) if fact.role else ""
    return (
        f"{kind} ({role})" if kind else role,
        fact_value(fact, index, language),
        index.label(f"{VOC_BASE}modality-{fact.modality}", language) if fact.modality else None,
        index.label(f"{VOC_BASE}certainty-{fact.certainty}", language) if fact.certainty else None,
        "; ".join(index.label(ID_BASE + p.document, language) for p in fact.places),
        _in_order(None if p.paragraph is None else str(p.paragraph) for p in fact.places),
        _in_order(p.span for p in fact.places),
        index.label(ID_BASE + fact.said_by, language) if fact.said_by else None,
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
        return index.label(term, language)
    written = any(link == ECO_BASE + "valueWritten" for link, _ in fact.values)
    shown: dict[str, list[str]] = {}
    for link, term in fact.values:
        tag = getattr(term, "language", None)
        if (written and link in _PARTS_OF_WRITTEN) or (tag and tag != language):
            continue
        shown.setdefault(index.label(link, language), []).append(index.label(term, language))
    return "; ".join(f"{link}: {', '.join(values)}" for link, values in shown.items())


def doubt_texts(fact: Fact, index: FactIndex, language: str) -> list[str]:
    """The doubts of a fact, each as its kind, its basis and what is suggested instead."""
    texts = []
    for doubt in fact.doubts:
        kind = index.label(f"{VOC_BASE}doubt-kind-{doubt.kind}", language)
        suggested = f" → {doubt.suggested}" if doubt.suggested else ""
        texts.append(f"{kind}: {doubt.basis[language != 'zh']}{suggested}")
    return texts
