"""Why an answer is empty: how far into its pattern there are rows, and what left none.

The parts of the WHERE group are taken together one after another, filters last; the first with
which nothing is left is what emptied the answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ecograph.base.namespaces import ECO, ECO_BASE, ID_BASE
from ecograph.sparql.patterns import Asked, Part, Pattern, Row
from ecograph.sparql.rows import short_iri
from ecograph.tables.schema import ANY_MODALITY, plain_relations, shortcuts

_NEVER_EMPTY = ("optional", "bind")
MOST_POINTING = 4  # relations that are named


@dataclass(frozen=True)
class _Step:
    """A part of a query and where it stands; triples of one subject are steps of their own."""

    text: str
    start: int
    kind: str
    pattern: Pattern | None = None


def steps_of(asked: Asked) -> list[_Step]:
    """The parts of a query in the order in which they are taken together."""
    parts = asked.where.parts
    if parts and parts[0].kind == "select":
        return []
    steps = [s for part in parts for s in _split(asked.text, part)]
    return [s for s in steps if s.kind != "filter"] + [s for s in steps if s.kind == "filter"]


def _split(text: str, part: Part) -> list[_Step]:
    plain = all(
        t.kind in ("variable", "iri", "literal", "path") for p in part.patterns for t in p.terms
    )
    if part.kind != "triples" or not plain:
        return [_Step(text[part.start : part.end], part.start, part.kind)]
    return [
        _Step(" ".join(text[t.start : t.end] for t in p.terms), p.predicate.start, "triples", p)
        for p in part.patterns
    ]


def probe(asked: Asked, steps: list[_Step]) -> str:
    """A query that tells in one row whether each number of steps, taken together, leaves rows."""
    head, told = asked.text[: asked.head], []
    for n in range(1, len(steps) + 1):
        held = " .\n".join(s.text for s in steps[:n])
        told.append(f"(EXISTS {{ {held}\n}} AS ?step{n})")
    return f"{head} SELECT {' '.join(told)} {asked.dataset} WHERE {{}}"


def widened(asked: Asked, steps: list[_Step], at: int) -> tuple[str, str] | None:
    """The steps up to one, with its plain relation in any modality, as a query; how to ask so."""
    pattern = steps[at].pattern
    if pattern is None or pattern.predicate.kind != "iri":
        return None
    iri = pattern.predicate.value
    known = iri in shortcuts() and not iri.endswith(ANY_MODALITY)
    if not known and iri != ECO.isIn.value:
        return None
    s, o = (asked.text[t.start : t.end] for t in (pattern.subject, pattern.object))
    if iri == ECO.isIn.value:  # of what exists there alone
        named = f"{short_iri(ECO.locatedIn.value + ANY_MODALITY)}/eco:isIn?"
        wider = f"{s} <{ECO.locatedIn.value + ANY_MODALITY}>/{ECO.isIn}? {o}"
    elif iri in plain_relations():
        wider, named = f"{s} <{iri + ANY_MODALITY}> {o}", short_iri(iri + ANY_MODALITY)
    else:  # of a role alone, which has none in any modality
        role = f"?emptied_said {ECO.role}/{ECO.shortcut}"
        wider = f"{role} <{iri}> ; {ECO['from']} {s} ; {ECO.to} {o}"
        named = f"?said eco:role/eco:shortcut {short_iri(iri)} ; eco:modality ?m"
    body = " .\n".join([*(step.text for step in steps[:at]), wider])
    return f"{asked.text[: asked.head]} ASK {asked.dataset} {{ {body}\n}}", named


def pointing_at(asked: Asked, step: _Step) -> tuple[str, str] | None:
    """What points at the entity that a relation was asked of, as a query; the entity."""
    pattern = step.pattern
    if pattern is None or pattern.subject.kind != "variable" or pattern.object.kind != "iri":
        return None
    if not pattern.object.value.startswith(ID_BASE):
        return None
    held = f"?pointing ?by <{pattern.object.value}> FILTER(STRSTARTS(STR(?by), '{ECO_BASE}'))"
    count = "(COUNT(DISTINCT ?pointing) AS ?n)"
    query = f"SELECT ?by {count} {asked.dataset} {{ {held} }} GROUP BY ?by ORDER BY DESC(?n) ?by"
    return query, short_iri(pattern.object.value)


def named_first(rows: Iterable[Row]) -> list[str]:
    """The relations of entities that most point by, each with how many; not in any modality."""
    known = {*shortcuts(), ECO.isIn.value}
    held = [(row["by"].value, row["n"].value) for row in rows]
    told = [
        f"{short_iri(by)} {n}" for by, n in held if by in known and not by.endswith(ANY_MODALITY)
    ]
    return told[:MOST_POINTING]


def emptied_by(steps: list[_Step], left: list[bool]) -> int | None:
    """The step with which nothing is left; None where that cannot be said."""
    for at, (step, rows) in enumerate(zip(steps, left, strict=True)):
        if not rows and step.kind not in _NEVER_EMPTY:
            return at
    return None
