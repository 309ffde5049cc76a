"""Facts as rows that people read, in Chinese or English."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from pyoxigraph import Literal, NamedNode

from ecograph.base.evidence import firmest_first
from ecograph.base.namespaces import ECO_BASE
from ecograph.base.results import Both
from ecograph.base.words import word
from ecograph.graph.facts import Fact, FactIndex, Values
from ecograph.graph.labels import Labels, in_language

FACT_COLUMNS = (
    "fact",
    "value",
    "modality",
    "evidence",
    "source",
    "paragraph",
    "span",
    "locator",
    "address",
    "licence",
    "said_by",
    "basis",
    "doubt",
    "statement",
)
# What of a statement has a column of its own where it is shown alone, by the name of its property.
APART = ("valueWritten", "value", "unit", "qualifier", "period", "origin")
SHOWN_COLUMNS = (
    *FACT_COLUMNS[:2],
    *("value_written", "number", "unit", "qualifier", "period", "origin"),
    *FACT_COLUMNS[2:],
)
_PARTS_OF_WRITTEN = frozenset(ECO_BASE + p for p in ("value", "unit", "qualifier"))
_BARE = re.compile(r"[+-]?[\d.,\s]+")


def is_bare(written: str) -> bool:
    """Whether a number is written without its unit, as the cell of a data set is."""
    return _BARE.fullmatch(written) is not None


def said_by_written(values: Values) -> frozenset[str]:
    """The properties of a statement that need not be shown beside its number as written.

    That says more than its three parts, unless it is bare.
    """
    written = [term.value for link, term in values if link == ECO_BASE + "valueWritten"]
    if not written:
        return frozenset()
    return frozenset([ECO_BASE + "value"]) if is_bare(written[0]) else _PARTS_OF_WRITTEN


def counted(evidence: Iterable[str], what: Both = ("", "")) -> Both:
    """How many there are and, in brackets, how many of each level, the firmest first."""
    counts = Counter(evidence)
    each = firmest_first(counts)
    if not each:
        return f"0{what[0]}", f"0{what[1]}"
    zh = "、".join(f"{word(f'evidence.{e}')[0]} {counts[e]}" for e in each)
    en = ", ".join(f"{counts[e]} {word(f'evidence.{e}')[1]}" for e in each)
    return f"{counts.total()}{what[0]}（{zh}）", f"{counts.total()}{what[1]} ({en})"


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
        for_each_place(None if p.paragraph is None else str(p.paragraph) for p in fact.places),
        for_each_place(p.span for p in fact.places),
        for_each_place(p.locator for p in fact.places),
        for_each_place(p.address for p in fact.places),
        for_each_place(index.licences.get(p.document) for p in fact.places),
        labels.of(fact.said_by, language) or None,
        fact.basis[language != "zh"] if fact.basis else None,
        "; ".join(doubt_texts(fact, index, language)) or None,
        fact.statement if fact.statement else (str(first) if first else None),
    )


def shown_row(fact: Fact, index: FactIndex, language: str) -> tuple[str | None, ...]:
    """The cells of SHOWN_COLUMNS for a fact: number, unit, time and origin apart from the rest."""
    first, _, *rest = fact_row(fact, index, language)
    if fact.statement is None:
        return (first, fact_value(fact, index, language), *([None] * len(APART)), *rest)
    apart = [
        "、".join(
            index.labels.of_term(t, language) for link, t in fact.values if link == ECO_BASE + name
        )
        or None
        for name in APART
    ]
    own = {ECO_BASE + name for name in APART}
    others = replace(fact, values=tuple(v for v in fact.values if v[0] not in own))
    return (first, fact_value(others, index, language) or None, *apart, *rest)


def for_each_place(cells: Iterable[str | None]) -> str | None:
    """One cell for each place, so that the n-th of every column belong together."""
    known = list(cells)
    return "; ".join(c or "–" for c in known) if any(known) else None


def fact_value(fact: Fact, index: FactIndex, language: str) -> str:
    """The values of a fact on one line: `product: OLED emitter; origin: Japan`."""
    if fact.statement is None:
        term = fact.values[0][1]
        return index.labels.of_term(term, language)
    hidden = said_by_written(fact.values)
    shown: dict[str, list[NamedNode | Literal]] = {}
    for link, term in fact.values:
        if link not in hidden:
            shown.setdefault(link, []).append(term)
    colon, comma, semicolon = ("：", "、", "；") if language == "zh" else (": ", ", ", "; ")
    parts = {
        index.labels.of_term(link, language): comma.join(_in_words(terms, index.labels, language))
        for link, terms in shown.items()
    }
    return semicolon.join(f"{head}{colon}{values}" for head, values in parts.items())


def _in_words(terms: list[NamedNode | Literal], labels: Labels, language: str) -> list[str]:
    """Terms as people read them; of words in several languages those in one."""
    by_tag = {t.language: t.value for t in terms if isinstance(t, Literal) and t.language}
    others = [labels.of_term(t, language) for t in terms if not getattr(t, "language", None)]
    return [*others, *([in_language(by_tag, language, "")] if by_tag else [])]


def doubt_texts(fact: Fact, index: FactIndex, language: str) -> list[str]:
    """The doubts of a fact, each as its kind, its basis and what is suggested instead."""
    texts = []
    for doubt in fact.doubts:
        kind = index.labels.code("doubt-kind", doubt.kind, language)
        suggested = f" → {doubt.suggested}" if doubt.suggested else ""
        texts.append(f"{kind}: {doubt.basis[language != 'zh']}{suggested}")
    return texts
