"""What a term is in a graph: how often, with which properties, an example, a query, the questions.

A term is a class, a property, a code list or a code, of the ontology or of any other vocabulary
that the graph uses.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pyoxigraph import BlankNode, NamedNode

from ecograph.base.errors import UsageError
from ecograph.base.namespaces import ECO_BASE, PREFIXES, VOC_BASE, code_of
from ecograph.base.resources import query_text
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.naming import fold
from ecograph.graph.own_codes import own_codes
from ecograph.graph.partitions import NO_LITERALS, Partitions
from ecograph.graph.terms import (
    TermInfo,
    all_below,
    columns_of,
    is_narrow,
    ontology_terms,
    value_form,
)
from ecograph.sparql.competency import questions
from ecograph.sparql.resource import said_of
from ecograph.sparql.rows import as_written, short_iri, whole_iri
from ecograph.tables.schema import ANY_MODALITY, camel, inherited_classes, snake, table_specs

_XSD = PREFIXES["xsd"]
_SAMPLES = {
    "class": "sample_class",
    "statement": "sample_statement",
    "property": "sample_property",
    "list": "sample_list",
    "code": "sample_code",
}
MOST_EXAMPLE = 14  # triples of an example


@dataclass(frozen=True)
class Use:
    """A property of things of a class, or by which others point at them, and how often.

    `of` is the class of the others, None where it is a property of the class itself; `form` says
    what its values are, as a query writes them.
    """

    property: str
    of: str | None
    count: int
    form: str


@dataclass(frozen=True)
class TermCard:
    """What a term is in a graph.

    `kind` is class, property, list or code; `count` how many things are of the class, triples have
    the property or the code; `uses` are a class's properties, or the classes that have a property
    or a code; `codes` those of a list with how often each is used; `example` are triples of one
    thing; `queries` can be pasted; `questions` are the numbers of shipped ones that use the term.
    """

    iri: str
    kind: str
    info: TermInfo
    count: int
    above: tuple[str, ...]
    below: tuple[tuple[str, int], ...]
    uses: tuple[Use, ...]
    example_of: str | None
    example: tuple[tuple[str, Any], ...]
    queries: tuple[str, ...]
    questions: tuple[int, ...]


def term_card(graph: CitedGraph, partitions: Partitions, iri: str) -> TermCard | None:
    """What a term is in a graph; None where neither the ontology nor the graph has it as one."""
    info = ontology_terms().get(iri) or _of_region(graph, iri) or _foreign(partitions, iri)
    if info is None:
        return None
    counted = {"class": _of_class, "property": _of_property, "list": _of_list, "code": _of_code}
    count, uses, below = counted[info.kind](graph, partitions, info)
    example_of, example = _example(graph, info)
    return TermCard(
        iri=iri,
        kind=info.kind,
        info=info,
        count=count,
        above=_above(info),
        below=below,
        uses=tuple(uses),
        example_of=example_of,
        example=example,
        queries=tuple(_queries(info, count, uses)),
        questions=_asked_by(iri),
    )


def _of_region(graph: CitedGraph, iri: str) -> TermInfo | None:
    """A code that a region adds."""
    code = own_codes(graph).get(iri)
    return TermInfo(iri, "code", labels=code.labels, scheme=code.scheme) if code else None


def _foreign(partitions: Partitions, iri: str) -> TermInfo | None:
    """A term that no file of ours declares but that the graph uses."""
    if iri in partitions.entities:
        return TermInfo(iri, "class")
    return TermInfo(iri, "property") if iri in partitions.values else None


def _above(info: TermInfo) -> tuple[str, ...]:
    if info.scheme:
        return (info.scheme,)
    if info.kind == "class" and info.iri in inherited_classes():
        wider = inherited_classes()[info.iri]
        return tuple(sorted(wider, key=lambda w: (not w.startswith(ECO_BASE), w)))
    return info.above


Counted = tuple[int, list[Use], tuple[tuple[str, int], ...]]


def _of_class(graph: CitedGraph, partitions: Partitions, info: TermInfo) -> Counted:
    held = partitions.properties.get(info.iri, {})
    columns = [c.iri for c in columns_of(info.iri.removeprefix(ECO_BASE))]
    others = (p for p in held if p not in columns and not p.endswith(ANY_MODALITY))
    ordered = [*(p for p in columns if p in held), *others]
    own = [Use(p, None, held[p], _form_in(partitions, info.iri, p)) for p in ordered]
    incoming = [
        Use(p.value, of.value, int(n.value), "")
        for of, p, n in graph.ask_for("subject_classes", **{"class": NamedNode(info.iri)})
        if is_narrow(of.value)
    ]
    incoming.sort(key=lambda u: (-u.count, u.property, u.of or ""))
    below = tuple((c, partitions.entities.get(c, 0)) for c in all_below(info.iri))
    return partitions.entities.get(info.iri, 0), own + incoming, below


def form_of(partitions: Partitions, property_: str) -> str:
    """What forms the values of a property have in a graph, the most frequent first."""
    told = []
    for form in partitions.values.get(property_, ()):
        if form.form in NO_LITERALS:
            told.append({"iri": "IRI", "blank": "blank node"}.get(form.form, form.form))
        elif form.language:
            told.append(f'"…"@{form.language}')
        elif form.form == _XSD + "string":
            told.append('"…"')
        else:
            told.append(short_iri(form.form))
    return " | ".join(dict.fromkeys(told))


def _of_property(graph: CitedGraph, partitions: Partitions, info: TermInfo) -> Counted:
    held = partitions.classes_with(info.iri)
    narrow = {c: n for c, n in held.items() if is_narrow(c)}
    uses = [Use(info.iri, c, n, _form_in(partitions, c, info.iri)) for c, n in narrow.items()]
    uses.sort(key=lambda u: (-u.count, u.of or ""))
    below = tuple((p, _triples(partitions, p)) for p in all_below(info.iri))
    return _triples(partitions, info.iri), uses, below


def _form_in(partitions: Partitions, class_: str, property_: str) -> str:
    for column in columns_of(class_.removeprefix(ECO_BASE)):
        if column.iri == property_:
            return value_form(column)
    term = ontology_terms().get(property_)
    if term is not None and term.range and term.range.startswith(ECO_BASE):
        return short_iri(term.range)
    return form_of(partitions, property_)


def _triples(partitions: Partitions, property_: str) -> int:
    return sum(form.count for form in partitions.values.get(property_, ()))


def _of_list(graph: CitedGraph, partitions: Partitions, info: TermInfo) -> Counted:
    counts = Counter[str]()
    held = [
        *all_below(info.iri),
        *(c.iri for c in own_codes(graph).values() if c.scheme == info.iri),
    ]
    uses = _uses_of(graph, held)
    for code, _, _, n in uses:
        counts[code] += n
    codes = tuple((code, counts[code]) for code in held)
    return sum(counts.values()), _by_property(uses), codes


def _of_code(graph: CitedGraph, partitions: Partitions, info: TermInfo) -> Counted:
    uses = _uses_of(graph, [info.iri])
    return sum(n for *_, n in uses), _by_property(uses), ()


def _uses_of(graph: CitedGraph, codes: Iterable[str]) -> list[tuple[str, str, str, int]]:
    """Of codes, each with the property and the class that use it, and how often."""
    asked = tuple(map(NamedNode, codes))
    rows = graph.ask_for("code_uses", codes=asked) if asked else []
    return [
        (code.value, p.value, of.value, int(n.value))
        for code, p, of, n in rows
        if is_narrow(of.value) and not p.value.startswith(PREFIXES["skos"])
    ]


def _by_property(uses: list[tuple[str, str, str, int]]) -> list[Use]:
    counts = Counter[tuple[str, str]]()
    for _, property_, of, n in uses:
        counts[property_, of] += n
    ordered = sorted(counts.items(), key=lambda held: (-held[1], held[0]))
    return [Use(p, of, n, "") for (p, of), n in ordered]


# ------------------------------------------------------------------ example, queries, questions


def _example(graph: CitedGraph, info: TermInfo) -> tuple[str | None, tuple[tuple[str, Any], ...]]:
    """One thing of a class, or one that has a property or a code: the firmest, the first by IRI."""
    of = all_below(info.iri)[:1] if info.kind == "list" else [info.iri]
    query = {"class": "example_of_class", "property": "example_of_property"}
    name = query.get(info.kind, "example_of_code")
    rows = graph.ask_for(name, term=NamedNode(of[0])) if of else []
    if not rows:
        return None, ()
    about = rows[0][0]
    held = [
        (p, o) for p, o in said_of(graph, about) if not isinstance(o, BlankNode) and _tells(p, o)
    ]
    held.sort(key=lambda pair: pair[0] != info.iri)
    return about.value, tuple(held[:MOST_EXAMPLE])


def _tells(property_: str, value: Any) -> bool:
    """Whether a triple of an example is worth a line: no wider class, no alignment."""
    if property_.endswith(ANY_MODALITY) or not property_.startswith(
        (ECO_BASE, PREFIXES["rdfs"], PREFIXES["rdf"], PREFIXES["skos"])
    ):
        return False
    return property_ != PREFIXES["rdf"] + "type" or is_narrow(value.value)


def _queries(info: TermInfo, count: int, uses: list[Use]) -> list[str]:
    """Queries that give rows in this graph; none where the term is not used."""
    if not count:
        return []
    name = as_written(info.iri)
    if info.kind == "class":
        return [_of_entities(info, name, uses)]
    if info.kind == "property":
        return [_sample("property", term=name)]
    use = uses[0]
    given = {"class": as_written(use.of or ""), "property": as_written(use.property)}
    return [_sample(info.kind, term=name, **given)]


def _sample(kind: str, **given: str) -> str:
    """A query to be pasted, without the comment that says what it gives."""
    text = query_text(_SAMPLES[kind]).partition("\n")[2].strip()
    for name, value in given.items():
        text = text.replace(f"?{name}", value)
    return text


def _of_entities(info: TermInfo, name: str, uses: list[Use]) -> str:
    """Entities of a class by their names; of statements what they are about."""
    spec = next((s for s in table_specs().values() if ECO_BASE + s.class_name == info.iri), None)
    if spec is None or spec.kind not in ("statement", "about"):
        variable = camel(snake(spec.class_name)) if spec else "x"
        return _sample("class", term=name).replace("?x", f"?{variable}")
    held = {u.property: u.count for u in uses if u.of is None}
    columns = [c for c in spec.columns.values() if c.type == "ref" and c.iri in held]
    often = max((held[c.iri] for c in columns), default=0) / 2  # rare ones would leave most out
    shown = {camel(c.name): short_iri(c.iri) for c in columns if held[c.iri] >= often}
    few = dict(list(shown.items())[:3])
    named = " ".join(f"?{n} ?{n}Label" for n in few) or "?x"
    parts = " ".join(f"; {iri} ?{n}" for n, iri in few.items())
    return _sample("statement", term=name, columns=named, roles=parts)


def _asked_by(iri: str) -> tuple[int, ...]:
    """The shipped questions whose query has a term."""
    pattern = re.compile(rf"(?<![\w:-]){re.escape(short_iri(iri))}(?![\w-])")
    return tuple(q.number for q in questions() if pattern.search(q.query))


def term_named(name: str, graph: CitedGraph, partitions: Partitions) -> str | None:
    """The IRI of the term that a name means: eco:Firm, Firm, 企业, voc:modality-exists, <https://…>.

    Of a class and a property of one label the class is meant, then the property, then the list; a
    code that a region adds is meant by its key too.  Raises UsageError where several codes have the
    label.
    """
    known, whole = ontology_terms(), whole_iri(name)
    for iri in (whole, ECO_BASE + name, VOC_BASE + name):
        if iri in known or iri in partitions.entities or iri in partitions.values:
            return iri
    called = [(t.kind, t.iri) for t in known.values() if _is_called(name, t.labels)]
    called += [
        ("code", t.iri)
        for t in own_codes(graph).values()
        if t.iri == whole
        or code_of(t.iri) == name.removeprefix("voc:")
        or _is_called(name, t.labels)
    ]
    for kind in ("class", "property", "list", "code"):
        same = [iri for of, iri in called if of == kind]
        if len(same) > 1:
            names = ", ".join(map(as_written, same))
            raise UsageError(f"{name} is the name of {names}; give one of these")
        if same:
            return same[0]
    return None


def _is_called(name: str, labels: dict[str, str]) -> bool:
    """Whether a name is one of the labels, however it is written."""
    return fold(name) in map(fold, labels.values())
