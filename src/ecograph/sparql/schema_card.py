"""What a graph can be asked, on one card: classes, properties, codes, plain relations, examples.

It fits into the prompt of a language model, and on two pages of paper.
"""

from collections.abc import Iterator

from ecograph.base.namespaces import ECO_BASE, PREFIXES
from ecograph.base.words import word
from ecograph.graph.labels import in_language
from ecograph.graph.partitions import Partitions
from ecograph.graph.terms import columns_of, ontology_terms, value_form
from ecograph.sparql.rows import short_iri
from ecograph.sparql.term_cards import form_of
from ecograph.tables.schema import Column, code_lists, table_specs

_COMMON = frozenset(
    ECO_BASE + name
    for name in ("citation", "modality", "evidence", "saidBy", "basis", "validFrom", "validTo")
)
_NUMBER = frozenset(ECO_BASE + n for n in ("value", "unit", "qualifier", "valueWritten", "period"))
_CITATION = frozenset(ECO_BASE + n for n in ("source", "paragraph", "span", "locator"))
_NAMES = frozenset({PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "altLabel"})
_LISTS = ("modality", "evidence", "qualifier", "need-state", "stage", "tier")  # written out


def schema_card(name: str, partitions: Partitions, language: str) -> str:
    """The card of a graph as Markdown; names of classes are in the language, zh or en.

    Only what the graph has is on it.
    """
    parts = [
        f"# {name}",
        word("card.intro")[language != "zh"],
        "`" + " ".join(f"{p}: <{PREFIXES[p]}>" for p in ("eco", "id", "voc")) + "`",
        f"## {word('card.entities')[language != 'zh']}",
        *_lines(partitions, "entity", language),
        f"## {word('card.statements')[language != 'zh']}",
        word("card.of_statements")[language != "zh"],
        *_lines(partitions, "statement", language),
        f"## {word('card.notes')[language != 'zh']}",
        *_lines(partitions, "about", language),
        f"## {word('card.codes')[language != 'zh']}",
        *(f"- voc:{scheme}-… : {', '.join(code_lists()[scheme])}" for scheme in _LISTS),
        *_foreign(partitions, language),
    ]
    return "\n".join(parts) + "\n"


def _lines(partitions: Partitions, kind: str, language: str) -> Iterator[str]:
    """A line for each class of a kind that the graph has."""
    for spec in table_specs().values():
        iri = ECO_BASE + spec.class_name
        if spec.kind != kind or not partitions.entities.get(iri):
            continue
        label = in_language(ontology_terms()[iri].labels, language, spec.class_name)
        held = partitions.properties.get(iri, {})
        own = [
            c
            for c in columns_of(spec.class_name)
            if c.iri in held and c.iri not in _COMMON | _CITATION | _NAMES
        ]
        told = [_column(c) for c in own if kind == "entity" or c.iri not in _NUMBER]
        if kind == "statement" and any(c.iri in _NUMBER for c in own):
            told.append("+number")
        plain = f" = eco:{spec.shortcut}" if spec.shortcut else ""
        line = f"- eco:{spec.class_name} {label} ({partitions.entities[iri]}){plain}"
        yield f"{line}: {', '.join(told)}" if told else line


def _column(column: Column) -> str:
    """A property with what its values are, as short as can be told."""
    name = short_iri(column.iri).removeprefix("eco:")
    if column.type == "ref":
        return f"{name}→{'|'.join(column.argument)}"
    if column.type == "concept":
        return f"{name}→{value_form(column)}"
    return {"period": f"{name}(time)", "decimal": f"{name}(number)"}.get(column.type, name)


def _foreign(partitions: Partitions, language: str) -> Iterator[str]:
    """Classes of a vocabulary that is not ours, of a graph that has none of ours."""
    if any(c.startswith(ECO_BASE) for c in partitions.entities):
        return
    yield f"## {word('card.classes')[language != 'zh']}"
    for iri, count in sorted(partitions.entities.items(), key=lambda c: (-c[1], c[0]))[:60]:
        held = partitions.properties.get(iri, {})
        told = (f"{short_iri(p)}({form_of(partitions, p)})" for p in list(held)[:12])
        yield f"- {short_iri(iri)} ({count}): {', '.join(told)}"
