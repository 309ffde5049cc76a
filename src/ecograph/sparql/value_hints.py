"""Hints on values: in a form that no value has, under another name, times that do not compare."""

import re
from collections.abc import Iterator

from ecograph.base.namespaces import ECO_BASE, PREFIXES, RDF_TYPE, RDFS_LABEL, VOC_BASE
from ecograph.base.results import Both
from ecograph.base.words import word
from ecograph.graph.partitions import IRI, Partitions
from ecograph.graph.terms import ontology_terms
from ecograph.sparql.hint import Hint, with_names
from ecograph.sparql.known_terms import Known
from ecograph.sparql.patterns import Asked, Pattern, Term
from ecograph.sparql.rows import short_iri
from ecograph.tables.schema import WHOLE_POLICY, bounds, table_specs

_LANG = PREFIXES["rdf"] + "langString"
_XSD = PREFIXES["xsd"]
_AWARD = ECO_BASE + "award"
_SPELLED = (ECO_BASE + "publisher",)  # texts without a list of how they are written
_SIGN = r"(?:[<>]=?|!?=)"
# Comparing ?{0} itself, or asking for its year.
_COMPARED = (
    r"(?i:[?$]{0}\b\s*[<>]|[<>]=?\s*[?$]{0}\b|(?:\bYEAR|\bMONTH|\bDAY|:\w+)\s*\(\s*[?$]{0}\b)"
)
_WITH_NO_DAY = rf"[?$]{{0}}\b\s*{_SIGN}\s*(?:\d|\"[^\"]*\"(?!\^\^)|'[^']*'(?!\^\^))"


def other_form(p: Pattern, known: Known) -> Iterator[Hint]:
    """A value in a form that no value of the property has, or that this value has not."""
    iri, value = p.predicate.value, p.object
    forms = known.partitions.values.get(iri, ())
    if value.kind == "literal" and forms and p.predicate.kind == "iri":
        alike = known.alike(iri, value)
        otherwise = [] if alike else list(_called_otherwise(p, known, held=alike is None))
        yield from otherwise
        if alike is None or otherwise:
            return
        if alike or not any(_is_of(value, f.form, f.language) for f in forms):
            meant = alike or _in_form(value, iri, known.partitions)
            yield Hint(value.start, with_names(_formed(p, known.partitions), meant))
    elif value.kind == "iri" and forms and all(f.form != IRI for f in forms):
        yield Hint(value.start, _formed(p, known.partitions))


def _formed(p: Pattern, used: Partitions) -> Both:
    """What forms the values of the property of a pattern have."""
    from ecograph.sparql.term_cards import form_of

    iri = p.predicate.value
    return word("hint.form", term=short_iri(iri), forms=form_of(used, iri))


def _is_of(value: Term, form: str, language: str) -> bool:
    if value.language:
        return form == _LANG and value.language == language
    return value.datatype == form


def _in_form(value: Term, property_: str, used: Partitions) -> list[str]:
    """The value as the property would have it: of the right datatype, language, or the code."""
    found = []
    for form in used.values[property_][:3]:
        if form.form == IRI:
            found += codes_of(property_, value.value)
        elif form.language:
            found.append(f'"{value.value}"@{form.language}')
        elif form.form != _XSD + "string" and value.datatype != form.form:
            found.append(f'"{value.value}"^^{short_iri(form.form)}')
        elif form.form == _XSD + "string":
            found.append(f'"{value.value}"')
    return found[:2]


def _called_otherwise(p: Pattern, known: Known, *, held: bool) -> Iterator[Hint]:
    """A name that is another name of something; a publisher that is written in several ways.

    `held` says whether the graph has the value as it is written.
    """
    iri, value = p.predicate.value, p.object
    if iri == RDFS_LABEL.value and not held:
        if named := known.also_called(value.value):
            told = word("hint.alias", text=value.value, names=", ".join(named[:3]))
            yield Hint(value.start, told)
    elif iri in _SPELLED and (others := known.around(iri, value.value)):
        given = {"term": short_iri(iri), "n": len(others), "example": others[0]}
        yield Hint(value.start, word("hint.spelled", **given))


def of_whole_policy(asked: Asked, known: Known) -> Iterator[Hint]:
    """Criteria asked for by the code of one award: those of its whole policy are not among them."""
    parts = list(asked.where.visible("optional"))
    held = [p for part in parts for p in part.patterns if p.predicate.value == _AWARD]
    tests = [f for f in parts if f.kind == "filter"]
    if any(p.object.value == WHOLE_POLICY for p in held) or any(
        WHOLE_POLICY in asked.text[f.start : f.end] for f in tests
    ):
        return
    tested = {name for f in tests for name in f.names}
    if not any(c.endswith("#Criterion") for c in known.partitions.classes_with(_AWARD)):
        return
    classes = {
        p.subject.value: p.object.value
        for p in asked.where.patterns()
        if p.predicate.value == RDF_TYPE.value
    }
    for p in held:
        of = classes.get(p.subject.value, "")
        same = [
            q
            for q in held
            if q.object.value == p.object.value and q.subject.value != p.subject.value
        ]
        chosen = p.object.kind == "literal" or p.object.value in tested
        alone = chosen and of in ("", ECO_BASE + "Criterion")
        if alone or (of == ECO_BASE + "Criterion" and same):
            yield Hint(p.object.start, word("hint.of_whole_policy"))


def times_compared(asked: Asked, used: Partitions) -> Iterator[Hint]:
    """Filters on times that do not compare: years with days and intervals, days with no day."""
    days = {day for pair in bounds().values() for day in pair}
    for p in asked.where.patterns():
        iri = p.predicate.value
        mixed = iri in bounds() and len(used.values.get(iri, ())) > 1
        if p.object.kind != "variable" or not (mixed or iri in days):
            continue
        test = re.compile((_COMPARED if mixed else _WITH_NO_DAY).format(re.escape(p.object.value)))
        filters = (f for f in asked.where.visible() if f.kind == "filter" and not f.groups)
        for match in (m for f in filters if (m := test.search(asked.text, f.start, f.end))):
            first, last = map(short_iri, bounds().get(iri, (iri, iri)))
            told = word(
                f"hint.{'times' if mixed else 'days'}", term=short_iri(iri), first=first, last=last
            )
            yield Hint(match.start(), told)


def codes_of(property_: str, key: str) -> list[str]:
    """The codes with this key in the lists that a property takes its values from."""
    lists = {
        column.argument[0]
        for spec in table_specs().values()
        for column in spec.columns.values()
        if column.iri == property_ and column.type == "concept"
    }
    known = ontology_terms()
    iris = (f"{VOC_BASE}{name}-{key}" for name in sorted(lists))
    return [short_iri(iri) for iri in iris if iri in known]
