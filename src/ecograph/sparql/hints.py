"""What is told of a query before it is answered: words that nothing has, literals of another type.

A query that asks for what the graph has in the form in which it has it gets no hint.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ecograph.base.errors import near_names
from ecograph.base.namespaces import (
    ECO_BASE,
    ID_BASE,
    RDF_TYPE,
    RDFS_LABEL,
    VOC_BASE,
    code_of,
)
from ecograph.base.pinyin import sound
from ecograph.base.results import Both
from ecograph.base.words import word
from ecograph.graph.partitions import META, Partitions
from ecograph.graph.terms import all_below, columns_of, ontology_terms
from ecograph.sparql.hint import Hint, with_names
from ecograph.sparql.known_terms import Known
from ecograph.sparql.label_service import SUFFIX
from ecograph.sparql.patterns import Asked, Group, Pattern, Term
from ecograph.sparql.rows import short_iri
from ecograph.sparql.value_hints import codes_of, of_whole_policy, other_form, times_compared
from ecograph.tables.schema import ANY_MODALITY

# Words that people try for our terms, and that are not near them.
_OTHER_WORDS = {
    "name": "rdfs:label",
    "title": "rdfs:label",
    "alias": "skos:altLabel",
    "type": "a",
    "company": "eco:Firm",
    "enterprise": "eco:Firm",
    "corporation": "eco:Firm",
    "institute": "eco:Lab",
    "laboratory": "eco:Lab",
    "industry": "eco:IndustryChain",
    "chain": "eco:IndustryChain",
    "region": "eco:Place",
    "country": "eco:isIn",
    "location": "eco:isIn",
    "district": "eco:isIn",
    "within": "eco:isIn",
    "supplychain": "eco:Supply",
    "year": "eco:period",
    "time": "eco:period",
    "amount": "eco:value",
    "status": "eco:modality",
    "produces": "eco:makes",
    "manufactures": "eco:makes",
    "needs": "eco:requires",
    "owns": "eco:holdsSharesIn",
    "cites": "eco:citation",
    "certainty": "eco:evidence",
}
_OURS = (VOC_BASE, ECO_BASE, ID_BASE)
_LOCATED_IN = ECO_BASE + "locatedIn"
_WIDE_PLACES = {ECO_BASE + name for name in ("City", "Province", "Country")}
_MAY_BE_MISSING = ("optional", "minus", "filter", "union")


def hints_of(asked: Asked, known: Known, labels: Collection[str] = ()) -> list[Hint]:
    """What there is to say of a query, in the order in which it stands there.

    `labels` are the columns that the label service fills.
    """
    found: dict[tuple[int, str], Hint] = {}
    for pattern, scope in _scoped(asked.where, _Scope()):
        for hint in _of_pattern(pattern, scope, asked, known):
            found.setdefault((hint.start, hint.told[1]), hint)
    others = (
        *_unknown_values(asked, known),
        *times_compared(asked, known.partitions),
        *of_whole_policy(asked, known),
        *_unbound(asked, labels),
        *_two_languages(asked),
    )
    for hint in others:
        found.setdefault((hint.start, hint.told[1]), hint)
    return sorted(found.values(), key=lambda h: h.start)


@dataclass(frozen=True)
class _Scope:
    """What is known where a pattern stands: the classes of variables, whether it may be missing."""

    classes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    optional: bool = False


def _scoped(group: Group, outer: _Scope) -> Iterator[tuple[Pattern, _Scope]]:
    """The patterns of a group and of those inside it, with what holds where they stand."""
    classes = dict(outer.classes)
    for part in group.parts:
        for p in part.patterns:
            if p.predicate.value == RDF_TYPE.value and p.object.kind == "iri":
                name = p.subject.value
                classes[name] = classes.get(name, frozenset()) | {p.object.value}
    scope = _Scope(classes, outer.optional)
    for part in group.parts:
        yield from ((p, scope) for p in part.patterns)
        inner = replace(scope, optional=scope.optional or part.kind in _MAY_BE_MISSING)
        for held in part.groups:
            yield from _scoped(held, inner)


def _of_pattern(p: Pattern, scope: _Scope, asked: Asked, known: Known) -> Iterator[Hint]:
    unknown = list(_unknown_terms(p, known))
    yield from unknown
    yield from _deeper_inside(p, scope, known)
    if unknown or p.predicate.kind not in ("iri", "path"):
        return
    if p.predicate.kind == "path":
        if p.predicate.many and all(_is_open(t, p, asked) for t in (p.subject, p.object)):
            yield Hint(p.predicate.start, word("hint.open_path", path=p.predicate.value))
        return
    if p.predicate.value == RDF_TYPE.value:
        yield from _empty_class(p.object, known.partitions)
        return
    yield from _neverwith_names(p, scope, known.partitions)
    yield from other_form(p, known)


def _deeper_inside(p: Pattern, scope: _Scope, known: Known) -> Iterator[Hint]:
    """The relation to the place that is named, where the places around that are asked for too."""
    steps = [s.value for s in p.predicate.parts or (p.predicate,)]
    if _LOCATED_IN not in steps or not {*steps} <= {_LOCATED_IN, _LOCATED_IN + ANY_MODALITY}:
        return
    if p.object.kind == "iri" and (n := known.deeper_inside(p.object.value)):
        told = word("hint.deeper_inside", n=n, place=short_iri(p.object.value))
        yield Hint(p.predicate.start, told)
    elif scope.classes.get(p.object.value, frozenset()) & _WIDE_PLACES:
        yield Hint(p.predicate.start, word("hint.named_place"))


def _is_open(term: Term, p: Pattern, asked: Asked) -> bool:
    """Whether an end of a path is a variable that nothing else in the query says anything of."""
    if term.kind != "variable":
        return False
    parts = [part for group in asked.where.within() for part in group.parts]
    if any(term.value in part.names for part in parts if part.kind != "filter"):
        return False
    others = (o for o in asked.where.patterns() if o != p)
    return not any(term.value == t.value for o in others for t in o.terms if t.kind == "variable")


def _unknown_terms(p: Pattern, known: Known) -> Iterator[Hint]:
    steps = p.predicate.parts or (p.predicate,)
    for term, is_property in ((p.subject, False), *((s, True) for s in steps), (p.object, False)):
        if term.kind != "iri" or term.value.startswith(META):
            continue
        used = known.partitions
        if is_property:
            if term.value in used.values or term.value in ontology_terms():
                continue
            near = near_names(short_iri(term.value), map(short_iri, _properties(term, known)))
            yield Hint(term.start, _worded("no_property", term, near))
        elif p.predicate.value == RDF_TYPE.value and term is p.object:
            if term.value not in used.entities and term.value not in ontology_terms():
                near = near_names(short_iri(term.value), map(short_iri, _class_names(used)))
                yield Hint(term.start, _worded("no_class", term, near))
        else:
            yield from _unknown(term, known, p.predicate.value)


def _unknown_values(asked: Asked, known: Known) -> Iterator[Hint]:
    """Entities and codes of VALUES, FILTER and BIND that the graph has not."""
    for part in (part for group in asked.where.within() for part in group.parts):
        for term in part.iris:
            yield from _unknown(term, known)


def _unknown(term: Term, known: Known, property_: str = "") -> Iterator[Hint]:
    """An entity or a code that the graph has not; perhaps a value of the property."""
    if not term.value.startswith(_OURS) or term.value in _OURS or known.has(term.value):
        return
    if term.value in ontology_terms():  # which takes time to read
        return
    if term.value.startswith(ID_BASE):
        near = known.near(term.value.removeprefix(ID_BASE))
        yield Hint(term.start, _worded("no_id", term, [f"id:{n}" for n in near]))
    else:
        own = known.own(code_of(term.value)) or _codes_like(term.value, property_)
        yield Hint(term.start, _worded("no_term", term, own))


def _properties(term: Term, known: Known) -> Iterable[str]:
    """The properties that may be meant: those of the graph, and ours."""
    ours = [t.iri for t in ontology_terms().values() if t.kind == "property"]
    return dict.fromkeys((*known.partitions.values, *ours))


def _class_names(used: Partitions) -> Iterable[str]:
    ours = [t.iri for t in ontology_terms().values() if t.kind == "class"]
    return dict.fromkeys((*used.entities, *ours))


def _codes_like(iri: str, property_: str) -> list[str]:
    """The codes that may be meant: of the lists of the property the one that ends so, else near."""
    tail = iri.removeprefix(VOC_BASE).removeprefix(ECO_BASE)
    own = _codes_meant(tail) or codes_of(property_, tail.rsplit("-", 1)[-1])
    codes = (t.iri for t in ontology_terms().values() if t.kind in ("code", "list"))
    return own or near_names(f"voc:{tail}", map(short_iri, codes))


def _codes_meant(tail: str) -> list[str]:
    """The codes of the same list with the same words in another order, or that sound so."""
    codes = [t for t in ontology_terms().values() if t.kind == "code" and t.scheme]
    lists = {t.scheme.removeprefix(VOC_BASE) for t in codes if t.scheme}
    held = max((name for name in lists if tail.startswith(f"{name}-")), key=len, default="")
    key = tail.removeprefix(f"{held}-").lower()
    words = set(key.split("-"))
    found = []
    for code in (c for c in codes if c.scheme == VOC_BASE + held):
        own = code.iri.removeprefix(f"{VOC_BASE}{held}-")
        heard = (form for label in code.labels.values() for form in (label, *sound(label)))
        if set(own.split("-")) == words or key.replace("-", "") in heard:
            found.append(short_iri(code.iri))
    return found


def _worded(key: str, term: Term, near: list[str]) -> Both:
    """What is said of an unknown term, with those that may be meant."""
    tail = term.value.rsplit("#", 1)[-1].rsplit("/", 1)[-1].lower()
    other = _OTHER_WORDS.get(tail)
    first = [other] if other and (other[4:5].isupper() or key != "no_class") else []
    told = word(f"hint.{key}", term=short_iri(term.value))
    return with_names(told, list(dict.fromkeys([*first, *near]))[:3])


def _empty_class(term: Term, used: Partitions) -> Iterator[Hint]:
    """A class of which there is nothing; perhaps of narrower ones."""
    if term.kind != "iri" or used.entities.get(term.value) or term.value.startswith(META):
        return
    held = [c for c in all_below(term.value) if used.entities.get(c)]
    key = "only_below" if held else "nothing_of"
    names = ", ".join(map(short_iri, held[:5]))
    yield Hint(term.start, word(f"hint.{key}", term=short_iri(term.value), names=names))


def _neverwith_names(p: Pattern, scope: _Scope, used: Partitions) -> Iterator[Hint]:
    """A property that nothing has, or that nothing of this class has."""
    iri = p.predicate.value
    name = short_iri(iri)
    if iri not in used.values:
        if iri in ontology_terms() and not scope.optional:
            yield Hint(p.predicate.start, word("hint.unused", term=name))
        return
    classes = scope.classes.get(p.subject.value, frozenset())
    for class_ in sorted(c for c in classes if used.entities.get(c)):
        if iri not in used.properties.get(class_, {}) and not (
            scope.optional and any(c.iri == iri for c in columns_of(class_.removeprefix(ECO_BASE)))
        ):
            others = _narrow(used.classes_with(iri))
            names = ", ".join(map(short_iri, others[:4]))
            told = word("hint.not_with", term=name, of=short_iri(class_), others=names)
            yield Hint(p.predicate.start, told)


def _narrow(counts: dict[str, int]) -> list[str]:
    """The classes of ours among these, those with most first; any where none is ours."""
    known = ontology_terms()
    ours = {c: n for c, n in counts.items() if c in known} or counts
    wide = {above for c in ours if c in known for above in known[c].above}
    return sorted((c for c in ours if c not in wide), key=lambda c: (-ours[c], c))


def _unbound(asked: Asked, labels: Collection[str]) -> Iterator[Hint]:
    """Columns that no pattern binds."""
    bound = asked.where.bound() | {*labels}
    for column in asked.columns or ():
        if column.of is None and column.name not in bound:
            near = [f"?{n}" for n in near_names(column.name, bound)]
            yield Hint(column.start, with_names(word("hint.unbound", name=column.name), near))


def not_grouped(asked: Asked, labels: Collection[str]) -> Iterator[Hint]:
    """Columns that rows are neither grouped by nor summed up in, which the standard forbids.

    Engines refuse such a query with a message that does not say so.
    """
    if not asked.aggregates:
        return
    by = asked.grouping.names if asked.grouping is not None else frozenset()
    by |= {name for name in labels if name.removesuffix(SUFFIX) in by}
    for column in asked.columns or ():
        if column.of is None and column.name not in by:
            yield Hint(column.start, word("hint.not_grouped", name=column.name))


def _two_languages(asked: Asked) -> Iterator[Hint]:
    """Labels in both languages in one column, which makes two rows of one."""
    parts = [part for group in asked.where.within() for part in group.parts]
    looked_at = {name for part in parts if part.kind == "filter" for name in part.names}
    shown = None if asked.columns is None else {c.name for c in asked.columns}
    for p in asked.where.patterns():
        name = p.object.value
        if (p.predicate.value, p.object.kind) != (RDFS_LABEL.value, "variable"):
            continue
        if p.subject.kind == "variable" and name not in looked_at and name in (shown or {name}):
            told = word("hint.two_languages", name=name, subject=p.subject.value)
            yield Hint(p.object.start, told)
