"""What a graph can be asked: its classes, and what each term of it is."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecograph.base.results import Cell, Table, table
from ecograph.base.words import word
from ecograph.operations.catalogue import Operation, param
from ecograph.operations.result import Found
from ecograph.operations.shown import Shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecograph.graph.data import Data
    from ecograph.graph.partitions import Partitions
    from ecograph.sparql.term_cards import TermCard

GROUP = "Ask"


@dataclass(frozen=True)
class SchemaParams:
    """What `schema` asks."""

    term: str | None = param(
        "一个类、属性、代码表或代码，如 Firm、eco:supplies、voc:modality；不填则列出全部类",
        "A class, a property, a code list or a code, as Firm, eco:supplies, voc:modality; all "
        "classes where it is left out.",
        None,
        place=1,
    )


def _schema(data: "Data", p: SchemaParams) -> Found:
    from ecograph.base.errors import UnknownName
    from ecograph.sparql.schema_card import schema_card
    from ecograph.sparql.term_cards import term_named

    partitions = partitions_in(data)
    if p.term is None:
        return Found(
            partitions,
            lambda shown: _classes(partitions, shown),
            about={"properties": _properties(partitions)},
            cited=frozenset(),
            card=lambda language: schema_card(data.name, partitions, language),
        )
    iri = term_named(p.term, data.graph, partitions)
    if iri is None:
        names = term_names(data, partitions)
        raise UnknownName("term", p.term, names, "ecograph schema lists classes")
    return found_term(data, iri)


def _properties(partitions: "Partitions") -> dict[str, dict[str, int]]:
    """The properties of each class with how often, under their short names."""
    from ecograph.sparql.rows import short_iri

    return {
        short_iri(class_): {short_iri(p): n for p, n in held.items()}
        for class_, held in partitions.properties.items()
    }


def partitions_in(data: "Data") -> "Partitions":
    """The partitions of the data, read once."""
    from ecograph.graph.partitions import partitions_of

    found: Partitions = data.kept("partitions", lambda: partitions_of(data.graph))
    return found


def term_names(data: "Data", partitions: "Partitions") -> list[str]:
    """What terms are called: with their prefix, ours without it, and by their labels."""
    from ecograph.base.namespaces import code_of
    from ecograph.graph.own_codes import own_codes
    from ecograph.graph.terms import ontology_terms
    from ecograph.sparql.rows import short_iri

    names = [short_iri(i) for i in (*ontology_terms(), *partitions.entities, *partitions.values)]
    own = own_codes(data.graph).values()
    names += [f"voc:{code_of(code.iri)}" for code in own]
    known = [t.labels for t in ontology_terms().values()] + [code.labels for code in own]
    labels = (name for of in known for name in of.values())
    ours = (n.partition(":")[2] for n in names if n.startswith(("eco:", "voc:")))
    return [*names, *ours, *dict.fromkeys(labels)]


def found_term(data: "Data", iri: str) -> Found:
    """What a term is in the data, as a table."""
    from ecograph.sparql.rows import short_iri
    from ecograph.sparql.term_cards import term_card

    card = term_card(data.graph, partitions_in(data), iri)
    assert card is not None
    notes = () if card.count else (word("schema.unused", term=short_iri(iri)),)
    return Found(
        card, lambda shown: _term(card, shown), notes=notes, cited=frozenset(), wrapped=True
    )


def _classes(partitions: "Partitions", shown: Shown) -> Table:
    """Each class that the graph has, of the ontology in its order, then others; how many."""
    from ecograph.base.namespaces import ECO_BASE
    from ecograph.graph.terms import ontology_terms
    from ecograph.sparql.rows import short_iri
    from ecograph.tables.schema import inherited_classes, table_specs

    kinds = {ECO_BASE + s.class_name: s.kind for s in table_specs().values()}
    aligned = {wider for all_ in inherited_classes().values() for wider in all_}
    ours = [c for c in ontology_terms() if partitions.entities.get(c)]
    if not ours:  # a graph of another vocabulary has classes that ours are aligned with as its own
        aligned = set()
    others = [c for c in partitions.entities if c not in ontology_terms() and c not in aligned]
    order = ("entity", "statement", "about", "registry", "")
    rows: list[list[Cell]] = []
    for iri in sorted([*ours, *others], key=lambda c: order.index(kinds.get(c, ""))):
        row: list[Cell] = [
            shown.text(word(f"schema.kind_{kinds.get(iri) or 'other'}")),
            short_iri(iri),
            _label(iri, shown),
            partitions.entities[iri],
            _comment(iri, shown),
        ]
        rows.append(row)
    return table(("kind_of_class", "class", "label", "count", "meaning"), rows)


def _term(card: "TermCard", shown: Shown) -> Table:
    """A term in rows: what it is, wider and narrower, its properties, an example, queries."""
    rows = [*_meaning(card, shown), *_near(card, shown), *_uses(card, shown)]
    rows += _example(card, shown)
    rows += [_row("query", None, None, None, q, shown) for q in card.queries]
    if card.questions:
        numbers = ", ".join(map(str, card.questions))
        rows.append(_row("question", None, None, None, numbers, shown))
    return table(("section", "term", "label", "count", "what"), rows)


def _row(
    part: str,
    term: str | None,
    label: str | None,
    count: int | None,
    what: str | None,
    shown: Shown,
) -> list[Cell]:
    return [shown.text(word(f"schema.{part}")), term, label, count, what]


def _label(iri: str, shown: Shown) -> str | None:
    """What a term is called in the language; nothing where the ontology does not say."""
    from ecograph.base.namespaces import VOC_BASE
    from ecograph.graph.terms import ontology_terms

    if iri in ontology_terms():
        return _text(ontology_terms()[iri].labels, shown)
    return shown.labels.of_term(iri, shown.language) if iri.startswith(VOC_BASE) else None


def _comment(iri: str, shown: Shown) -> str | None:
    """What a term means, in the language; nothing where the ontology does not say."""
    from ecograph.graph.terms import ontology_terms

    info = ontology_terms().get(iri)
    return _text(info.comments, shown) if info else None


def _text(of: "Mapping[str, str]", shown: Shown) -> str | None:
    from ecograph.graph.labels import in_language

    return in_language(of, shown.language, "") or None


def _meaning(card: "TermCard", shown: Shown) -> list[list[Cell]]:
    from ecograph.sparql.rows import short_iri

    info = card.info
    name, label = short_iri(card.iri), _label(card.iri, shown)
    rows = [_row(card.kind, name, label, card.count, _text(info.comments, shown), shown)]
    told = [("example_text", info.examples), ("scope", info.scope)]
    return rows + [_row(part, None, None, None, _text(of, shown), shown) for part, of in told if of]


def _near(card: "TermCard", shown: Shown) -> list[list[Cell]]:
    from ecograph.sparql.rows import short_iri

    rows = [_row("above", short_iri(a), _label(a, shown), None, None, shown) for a in card.above]
    part = "codes" if card.kind == "list" else "below"
    for iri, count in card.below:
        rows.append(
            _row(part, short_iri(iri), _label(iri, shown), count, _comment(iri, shown), shown)
        )
    return rows


def _uses(card: "TermCard", shown: Shown) -> list[list[Cell]]:
    """Its properties, those that point at it, or the classes that have it."""
    from ecograph.sparql.rows import short_iri

    rows = []
    for use in card.uses:
        name, label = short_iri(use.property), _label(use.property, shown)
        of = short_iri(use.of) if use.of else None
        if card.kind == "class" and of is None:
            rows.append(_row("property_of", name, label, use.count, use.form or None, shown))
        elif card.kind == "class" and not shown.brief:
            rows.append(_row("pointed_at", name, label, use.count, of, shown))
        elif card.kind != "class":
            said = f"{name} → {use.form}" if use.form else name
            held = _label(use.of or "", shown)
            rows.append(_row("used_by", of, held, use.count, said, shown))
    return rows + (_pointed_at(card, shown) if shown.brief and card.kind == "class" else [])


def _pointed_at(card: "TermCard", shown: Shown) -> list[list[Cell]]:
    """The properties by which others point at what is of a class, a row for each.

    That each role has a wider one, eco:from or eco:to, goes without saying.
    """
    from ecograph.base.namespaces import ECO_BASE
    from ecograph.sparql.rows import short_iri

    of: dict[str, list[str]] = {}
    for use in card.uses:
        if use.of and use.property not in (ECO_BASE + "from", ECO_BASE + "to"):
            of.setdefault(use.property, []).append(f"{short_iri(use.of)} {use.count}")
    return [
        _row("pointed_at", short_iri(p), _label(p, shown), None, ", ".join(classes), shown)
        for p, classes in of.items()
    ]


def _example(card: "TermCard", shown: Shown) -> list[list[Cell]]:
    from ecograph.sparql.rows import python_value, short_iri

    if card.example_of is None:
        return []
    rows = []
    about: str | None = short_iri(card.example_of)
    for property_, value in card.example:
        said = f"{short_iri(property_)} {python_value(value)}"
        label = shown.labels.of_term(value, shown.language)
        rows.append(_row("example", about, label, None, said, shown))
        if shown.brief:  # the rows are of one example
            about = None
    return rows


OPERATIONS = (
    Operation(
        "schema",
        GROUP,
        (
            "图谱可以问什么：有哪些类、各多少；或一个类、属性、代码是什么、怎样用、怎样问",
            "What a graph can be asked: its classes with counts; or what a term is and how to ask.",
        ),
        SchemaParams,
        _schema,
        "ecograph schema Firm",
        (
            "--format md 是一张卡片，可放进提示词或打印；show eco:Firm 与 schema Firm 相同。",
            "--format md is a card that fits a prompt or a sheet of paper; show eco:Firm is the "
            "same as schema Firm.",
        ),
    ),
)
