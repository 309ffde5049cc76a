"""What a query asks: its form, its columns, its groups of patterns, each with its place.

It is what can be told of a query: hints, what left an answer empty, where its rows are said.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_VALUES = re.compile(r"\bVALUES\b", re.I)
_APART = ("select", "minus", "filter")  # what these hold is no part of the rows
Row = dict[str, Any]  # a solution: the term of each variable


@dataclass(frozen=True)
class Term:
    """A term as a query writes it: its kind, what it stands for, and where it stands.

    `kind` is variable, iri, literal, blank or path; `value` the name, the IRI, the lexical form, or
    the path as written; `many` says of a path that it may take any number of steps.
    """

    kind: str
    value: str
    start: int
    end: int
    datatype: str = ""
    language: str = ""
    many: bool = False
    parts: tuple["Term", ...] = ()


@dataclass(frozen=True)
class Pattern:
    """A triple pattern, and the term of GRAPH around it."""

    subject: Term
    predicate: Term
    object: Term
    graph: Term | None = None

    @property
    def terms(self) -> tuple[Term, Term, Term]:
        """Its three terms."""
        return self.subject, self.predicate, self.object


@dataclass(frozen=True)
class Part:
    """A part of a group: triples, a filter, or groups inside it.

    `kind` is triples, filter, optional, minus, union, group, graph, bind, values or select;
    `names` are the variables that it binds (bind, values, select) or looks at (filter), `iris` what
    it compares with or gives (filter, bind, values).
    """

    kind: str
    start: int
    end: int
    patterns: tuple[Pattern, ...] = ()
    groups: tuple["Group", ...] = ()
    names: frozenset[str] = frozenset()
    iris: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Group:
    """What stands between braces, which are at `start` and before `end`."""

    start: int
    end: int
    parts: tuple[Part, ...]

    def within(self) -> Iterator["Group"]:
        """This group and all inside it."""
        yield self
        for part in self.parts:
            for group in part.groups:
                yield from group.within()

    def visible(self, *more: str) -> Iterator["Part"]:
        """Its parts and those inside it, but for what queries, MINUS and filters hold.

        `more` are further kinds of parts to be left out.
        """
        for part in self.parts:
            if part.kind in more:
                continue
            yield part
            if part.kind not in _APART:
                for group in part.groups:
                    yield from group.visible(*more)

    def patterns(self) -> Iterator[Pattern]:
        """All triple patterns of it and of the groups inside it."""
        for group in self.within():
            for part in group.parts:
                yield from part.patterns

    def bound(self) -> frozenset[str]:
        """The variables that it may bind."""
        found = {t.value for p in self.patterns() for t in p.terms if t.kind == "variable"}
        for group in self.within():
            for part in group.parts:
                if part.kind in ("bind", "values", "select", "graph"):
                    found |= part.names
        return frozenset(found)


@dataclass(frozen=True)
class Column:
    """What SELECT gives: a variable, or an expression of others under a name."""

    name: str
    start: int
    of: frozenset[str] | None = None
    aggregate: bool = False


@dataclass(frozen=True)
class Grouping:
    """What GROUP BY says: where that begins, behind BY, and the variables that it names."""

    start: int
    names: frozenset[str]


@dataclass(frozen=True)
class Asked:
    """A query that was read: its form, its columns (None for *), its patterns, its parts.

    `head` is where the form begins, `dataset` what FROM says, `where` its pattern; what orders,
    groups and cuts the rows begins where that ends.
    """

    text: str
    form: str
    head: int
    distinct: bool
    columns: tuple[Column, ...] | None
    dataset: str
    where: Group
    grouping: Grouping | None

    @property
    def values(self) -> str:
        """The VALUES that stand behind its pattern, as written; empty where there are none."""
        found = _VALUES.search(self.text, self.where.end)
        return self.text[found.start() :] if found else ""

    @property
    def aggregates(self) -> bool:
        """Whether its rows are sums of rows."""
        return self.grouping is not None or any(c.aggregate for c in self.columns or ())
