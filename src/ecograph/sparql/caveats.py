"""What stands behind an answer that its rows do not show.

Statements of what is only planned or is lacking, doubted ones, values in several units, and what is
left out because it states no time.  One query counts them all; each that there is has its line.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from ecograph.base.namespaces import ECO, ECO_BASE, RDF_TYPE, concept
from ecograph.base.results import Both
from ecograph.base.words import word
from ecograph.graph.labels import Labels
from ecograph.sparql.patterns import Asked, Pattern, Row
from ecograph.sparql.rows import short_iri
from ecograph.tables.schema import ANY_MODALITY, bounds, plain_relations, shortcuts, table_specs

_EXISTS = concept("modality", "exists")
_COMPARED = r"\b(?:SUM|AVG|MIN|MAX)\s*\(\s*(?:DISTINCT\s+)?[?$]{}\b"
_MINDFUL = re.compile(r"\b(?:BOUND|COALESCE)\b", re.I)  # the query itself thinks of what is missing
# What numbers count in, as they are written and converted; what says that in a query.
_UNITS = {
    ECO.value.value: (str(ECO.unit), ECO.unit),
    ECO.baseValue.value: (f"{ECO.unit}/{ECO.baseUnit}", ECO.baseUnit),
}
MOST_NAMED = 5  # units
# How much time an observed value covers: by its period as written, a year, a part of one, or more.
_LENGTH = f"""?caveat_said a {ECO.Observation} ; {ECO.period} ?caveat_period ;
{ECO.periodEarliest} ?caveat_first ; {ECO.periodLatest} ?caveat_last
BIND((YEAR(?caveat_last) - YEAR(?caveat_first)) * 12
    + MONTH(?caveat_last) - MONTH(?caveat_first) + 1 AS ?caveat_months)
BIND(IF(?caveat_months > 12, "years", IF(?caveat_months = 12, "year", "part")) AS ?caveat_long)
BIND(IF(STRLEN(STR(?caveat_period)) = 10, "day", ?caveat_long) AS ?caveat_key)"""
_SEVERAL = ("units", "periods")  # of which one is nothing to tell
Changes = Iterable[tuple[int, int, str]]  # from where to where in the query, and what is put there


@dataclass(frozen=True)
class Caveat:
    """Something that rows may rest on: its kind, the query that counts it, what it is said of.

    `kind` is unreal, also_stated, doubted, doubted_relation, undated, units or periods; the query
    gives ?caveat_n, of units, modalities and lengths of time for each ?caveat_key.
    """

    kind: str
    query: str
    name: str
    term: str = ""


def caveats(asked: Asked, *, cited: bool, empty: bool = False) -> list[Caveat]:
    """What may stand behind an answer; nothing that the query itself asks for.

    With `cited` the rows say themselves what is doubted and what is only planned; of an `empty`
    answer it is told apart what else the graph states.
    """
    found = [*_undated(asked), *_measured(asked)]
    found += [] if empty else _also_stated(asked)
    if not cited:
        found += [*_unreal(asked), *_doubted(asked)]
    return found


def caveat_query(asked: Asked, held: list[Caveat]) -> str:
    """The query that counts them all: ?caveat_of is the place of each in the list."""
    each = (
        f"{{ SELECT ({n} AS ?caveat_of) ?caveat_key ?caveat_n {{ {c.query} }} }}"
        for n, c in enumerate(held)
    )
    head = f"{asked.text[: asked.head]} SELECT ?caveat_of ?caveat_key ?caveat_n {asked.dataset}"
    return f"{head} {{ {' UNION '.join(each)} }}"


def told_of(held: list[Caveat], rows: Iterable[Row]) -> Iterator[Both]:
    """What is said of an answer, by the rows of that query."""
    counts: list[dict[str, int]] = [{} for _ in held]
    for row in rows:
        if n := int(row["caveat_n"].value):
            key = row.get("caveat_key")
            counts[int(row["caveat_of"].value)][key.value if key is not None else ""] = n
    for caveat, of in zip(held, counts, strict=True):
        if of and (caveat.kind not in _SEVERAL or len(of) > 1):
            given = {"n": sum(of.values()), "name": caveat.name, "term": caveat.term}
            zh = word(f"caveat.{caveat.kind}", counts=_counted(of, caveat.kind, "zh"), **given)[0]
            en = word(f"caveat.{caveat.kind}", counts=_counted(of, caveat.kind, "en"), **given)[1]
            yield zh, en


def _counted(counts: dict[str, int], kind: str, language: str) -> str:
    """The modalities with how many there are of each; the units; the lengths of time."""
    scheme = {"unreal": "modality", "units": "unit"}.get(kind, "")
    told, names = [], Labels({})
    for iri, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        key = iri.rpartition("/")[2].removeprefix(f"{scheme}-")
        name = _length(key, language) if kind == "periods" else names.code(scheme, key, language)
        told.append(name if kind == "units" else f"{name} {n}")
    if kind == "units":
        told = told[:MOST_NAMED] + ["…"] * (len(told) > MOST_NAMED)
    return ("、" if language == "zh" else ", ").join(told)


def _length(key: str, language: str) -> str:
    return word(f"caveat.{key}")[0 if language == "zh" else 1]


# ------------------------------------------------------------------ what may stand behind


def _unreal(asked: Asked) -> Iterator[Caveat]:
    """Statements of what does not exist, where the query does not say which it means."""
    known = _named(asked)
    if any(i.endswith(("#modality", ANY_MODALITY)) or "/modality-" in i for i in known):
        return
    for name in _statements(asked):
        of = f"?caveat_said {ECO.modality} ?caveat_key FILTER(?caveat_key != {_EXISTS})"
        yield Caveat(
            "unreal", f"{_counting(asked, name, of, '?caveat_key')} GROUP BY ?caveat_key", name
        )


def _also_stated(asked: Asked) -> Iterator[Caveat]:
    """What a plain relation leaves out because it is stated, but not as existing."""
    if any(i.endswith(("#modality", ANY_MODALITY)) for i in _named(asked)):
        return
    for p in _patterns(asked, "optional", "union"):
        if p.graph is not None or p.predicate.value not in plain_relations():
            continue
        ends = [asked.text[t.start : t.end] for t in (p.subject, p.object)]
        wider = p.predicate.value + ANY_MODALITY
        changes = [(p.predicate.start, p.predicate.end, f"<{wider}>")]
        pair = " ".join(dict.fromkeys(e for e in ends if e[0] in "?$"))
        of = f"FILTER NOT EXISTS {{ {ends[0]} <{p.predicate.value}> {ends[1]} }}"
        each = f"SELECT DISTINCT {pair} {{ {{ {_inside(asked, changes)} }} {of} }}"
        if pair:
            query = f"SELECT (COUNT(*) AS ?caveat_n) {{ {{ {each} }} }}"
            yield Caveat("also_stated", query, short_iri(wider), short_iri(p.predicate.value))


def _doubted(asked: Asked) -> Iterator[Caveat]:
    """Doubted statements, and relations that follow from none but such."""
    if {ECO.Doubt.value, ECO.doubted.value} & _named(asked):
        return
    for name in _statements(asked):
        of = f"?caveat_doubt a {ECO.Doubt} ; {ECO.statement} ?caveat_said"
        yield Caveat("doubted", _counting(asked, name, of), name)
    for p in _patterns(asked, "optional", "union"):
        if p.graph is None and (p.predicate.value in shortcuts() or _is(p, ECO.isIn.value)):
            ends = [asked.text[t.start : t.end] for t in (p.subject, p.object)]
            pair = " ".join(dict.fromkeys(e for e in ends if e[0] in "?$")) or "?caveat_graph"
            held = f"GRAPH ?caveat_graph {{ {ends[0]} <{p.predicate.value}> {ends[1]} }}"
            told = f"?caveat_graph {ECO.doubted} true"
            each = f"SELECT DISTINCT {pair} {{ {{ {_inside(asked)} }} {held} {told} }}"
            query = f"SELECT (COUNT(*) AS ?caveat_n) {{ {{ {each} }} }}"
            yield Caveat("doubted_relation", query, "", short_iri(p.predicate.value))


def _undated(asked: Asked) -> Iterator[Caveat]:
    """What a filter on a time leaves out because it states none."""
    tests = [f for f in asked.where.visible("optional") if f.kind == "filter" and not f.groups]
    tests = [f for f in tests if not _MINDFUL.search(asked.text, f.start, f.end)]
    for p in _patterns(asked):
        if p.predicate.value in _times() and {p.subject.kind, p.object.kind} == {"variable"}:
            names = _made_of(asked, p.object.value)
            held = [(f.start, f.end, "") for f in tests if f.names & names]
            of = f"FILTER NOT EXISTS {{ ?caveat_said <{p.predicate.value}> ?caveat_time }}"
            changes = [*held, (p.predicate.start, p.object.end, "a ?caveat_class")]
            query = _counting(asked, p.subject.value, of, changes=changes)
            if held:
                yield Caveat("undated", query, p.subject.value, short_iri(p.predicate.value))


def _measured(asked: Asked) -> Iterator[Caveat]:
    """The units and the periods of values that are summed up, ordered or compared."""
    for p in _patterns(asked, "optional", "union"):
        if {p.subject.kind, p.object.kind} != {"variable"} or p.predicate.value not in _UNITS:
            continue
        if not _is_compared(asked, p.object.value):
            continue
        unit, shown = _UNITS[p.predicate.value]
        if not _sets_apart(asked, p.subject.value, shown.value):
            mixed = _mixed_groups(asked, p.subject.value, unit)
            of = f"?caveat_said {unit} ?caveat_key {mixed}"
            query = _counting(asked, p.subject.value, of, "?caveat_key")
            yield Caveat("units", f"{query} GROUP BY ?caveat_key", p.object.value)
        if not _sets_apart(asked, p.subject.value, ECO.period.value):
            query = _counting(asked, p.subject.value, _LENGTH, "?caveat_key")
            yield Caveat("periods", f"{query} GROUP BY ?caveat_key", p.object.value)


def _sets_apart(asked: Asked, of: str, property_: str) -> bool:
    """Whether a query itself keeps values apart by a property of what they are said of.

    It does so in a filter or an order, by a value that it asks for, or by a path of its own; that
    it only shows the property beside the values keeps nothing apart.
    """
    held = [p for p in asked.where.patterns() if p.subject.value == of and _is(p, property_)]
    if not held:
        return property_ in _named(asked)
    if any(p.object.kind != "variable" for p in held):
        return True
    names = {p.object.value for p in held}
    ordered = re.findall(r"[?$](\w+)", asked.text[asked.where.end :])
    used = (p.names for p in asked.where.visible() if p.kind == "filter")
    return bool(names & set(ordered).union(*used))


def _mixed_groups(asked: Asked, of: str, unit: str) -> str:
    """The groups of rows with more than one unit; of a query that has no groups nothing."""
    if asked.grouping is None or not asked.grouping.names:
        return ""
    by = " ".join(f"?{name}" for name in sorted(asked.grouping.names))
    unit = f"?{of} {unit} ?caveat_unit"
    more = "HAVING(COUNT(DISTINCT ?caveat_unit) > 1)"
    return f"{{ SELECT {by} {{ {{ {_inside(asked)} }} {unit} }} GROUP BY {by} {more} }}"


def _is_compared(asked: Asked, name: str) -> bool:
    """Whether values are set against one another: in a sum, an order, a filter."""
    if re.search(_COMPARED.format(re.escape(name)), asked.text, re.I):
        return True
    after = asked.text[asked.where.end :]
    if re.search(rf"\bORDER\s+BY\b.*[?$]{re.escape(name)}\b", after, re.I | re.S):
        return True
    return any(f.kind == "filter" and name in f.names for f in asked.where.visible())


# ------------------------------------------------------------------ the query that is asked


def _inside(asked: Asked, changes: Changes = ()) -> str:
    """The pattern of a query without its braces, changed, with the VALUES that stand behind it."""
    begin = asked.where.start + 1
    body = asked.text[begin : asked.where.end - 1]
    for start, end, new in sorted(changes, reverse=True):
        body = body[: start - begin] + new + body[end - begin :]
    return f"{body}\n{asked.values}\n"


def _counting(asked: Asked, name: str, of: str, key: str = "", changes: Changes = ()) -> str:
    """A query for how many ?caveat_said, which a variable is, there are of some kind."""
    # what an OPTIONAL left without a value is no statement, and must not be any
    said = f"BIND(COALESCE(?{name}, <urn:none>) AS ?caveat_said)"
    count = "(COUNT(DISTINCT ?caveat_said) AS ?caveat_n)"
    return f"SELECT {key} {count} {{ {{ {_inside(asked, changes)} }} {said} {of} }}"


def _patterns(asked: Asked, *without: str) -> Iterator[Pattern]:
    for part in asked.where.visible(*without):
        yield from part.patterns


def _is(pattern: Pattern, iri: str) -> bool:
    return pattern.predicate.kind == "iri" and pattern.predicate.value == iri


def _named(asked: Asked) -> set[str]:
    """All IRIs that a query names."""
    terms = [t for p in asked.where.patterns() for one in p.terms for t in (one, *one.parts)]
    terms += [t for group in asked.where.within() for part in group.parts for t in part.iris]
    return {t.value for t in terms if t.kind == "iri"}


def _statements(asked: Asked) -> list[str]:
    """The variables that are statements: by their class, or by a role that only those have.

    What is asked for as eco:Statement is meant as a statement, not as what it says.
    """
    found: dict[str, None] = {}
    for p in _patterns(asked):
        if p.subject.kind == "variable" and p.predicate.kind == "iri":
            of_class = _is(p, RDF_TYPE.value) and p.object.value in _statement_terms()
            if of_class or p.predicate.value in _statement_terms():
                found[p.subject.value] = None
    return list(found)


def _made_of(asked: Asked, name: str) -> set[str]:
    """A variable and those that BIND makes of it."""
    found = {name}
    for part in asked.where.visible():
        used = re.findall(r"[?$](\w+)", asked.text[part.start : part.end])
        if part.kind == "bind" and found & set(used):
            found |= part.names
    return found


@cache
def _statement_terms() -> frozenset[str]:
    """The classes of statements, and the properties that some statements and nothing else has."""
    specs = list(table_specs().values())
    iris = {s.name: {column.iri for column in s.columns.values()} for s in specs}
    own = [iris[s.name] for s in specs if s.kind == "statement"]
    others = [iris[s.name] for s in specs if s.kind != "statement"]
    classes = {ECO_BASE + s.class_name for s in specs if s.kind == "statement"}
    narrow = set().union(*own) - set().union(*others) - set[str].intersection(*own)
    return frozenset(narrow | classes | {ECO.to.value, ECO["from"].value})


@cache
def _times() -> frozenset[str]:
    """The properties that say a time, and those of its first and last day."""
    return frozenset(iri for given, days in bounds().items() for iri in (given, *days))
