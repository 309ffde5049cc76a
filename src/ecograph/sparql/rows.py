"""The answer to a SPARQL query as Python values."""

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from ecograph.base.errors import QueryHint
from ecograph.base.namespaces import PREFIXES
from ecograph.base.notebook_table import as_html, as_pandas
from ecograph.base.results import Both, Cell, Table
from ecograph.base.table_text import in_full

if TYPE_CHECKING:
    import rdflib

    from ecograph.graph.cited_graph import CitedGraph

_NUMBERS = {"integer": int, "decimal": float, "double": float, "float": float}


@dataclass(frozen=True)
class SparqlRows(Sequence[dict[str, Any]]):
    """The rows of a SELECT: dictionaries of Python values by the columns; a table in a notebook.

    `notes` say in zh and en why there are none, or which were not traced; `language` is the one
    that was asked for.
    """

    table: Table = field(repr=False)
    notes: tuple[Both, ...] = ()
    language: str = "en"

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.table.columns

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [self._as_dict(row) for row in self.table.rows[at]]
        return self._as_dict(self.table.rows[at])

    def __len__(self) -> int:
        return len(self.table.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return map(self._as_dict, self.table.rows)

    def _as_dict(self, row: Sequence[Cell]) -> dict[str, Any]:
        return dict(zip(self.columns, row, strict=True))

    def df(self) -> Any:
        """The rows as a pandas DataFrame.

        Raises MissingExtra without `pip install 'ecograph[pandas]'`.
        """
        return as_pandas(self.table)

    def _repr_html_(self) -> str:
        """A notebook's view: the first rows, how many there are, and the notes."""
        return as_html(in_full(self.table), self.columns, self.notes, self.language)


@dataclass(frozen=True)
class SparqlTriples:
    """The triples of a CONSTRUCT or DESCRIBE, as Turtle."""

    turtle: str = field(repr=False)

    def __str__(self) -> str:
        return self.turtle

    def graph(self) -> "rdflib.Graph":
        """The triples as an rdflib Graph."""
        import rdflib

        return rdflib.Graph().parse(data=self.turtle, format="turtle")


def python_answer(
    graph: "CitedGraph",
    query: str,
    *,
    language: str = "en",
    cite: bool = False,
    hints: bool = True,
    timeout: float = 60,
) -> SparqlRows | SparqlTriples | bool:
    """Rows for SELECT, True or False for ASK, triples for CONSTRUCT and DESCRIBE.

    Hints are warnings of the kind QueryHint.
    Raises QueryRefused, QueryError, TookTooLong, TooLarge, CannotDo, UsageError.
    """
    from ecograph.graph.facts import fact_index
    from ecograph.sparql.answering import ask, hints_on
    from ecograph.sparql.reply_tables import reply_table

    at = int(language != "zh")
    for hint in hints_on(graph, query) if hints else ():
        warnings.warn(hint.at(query)[at], QueryHint, stacklevel=3)
    reply = ask(graph, query, language=language, cite=cite, explain=hints, timeout=timeout)
    if reply.answer.kind == "triples":
        return SparqlTriples(reply.answer.data.decode("utf-8"))
    if reply.truth is not None:
        return reply.truth
    found = reply_table(reply, lambda: fact_index(graph).labels, language)
    return SparqlRows(found, reply.notes, language)


def python_value(term: Any) -> Any:
    """A term as Python has it: a number, a truth, a text; an IRI with a known prefix if it can."""
    if isinstance(term, Literal):
        kind = term.datatype.value.removeprefix(PREFIXES["xsd"])
        if kind == "boolean":
            return term.value == "true"
        try:
            return _NUMBERS[kind](term.value)
        except (KeyError, ValueError):
            return term.value
    if isinstance(term, NamedNode):
        return short_iri(term.value)
    return None if term is None else str(term)


def whole_iri(name: str) -> str:
    """The IRI that a name with a known prefix, or one in angle brackets, stands for; else itself.

    >>> whole_iri("eco:Firm")
    """
    if name.startswith("<") and name.endswith(">"):
        return name[1:-1]
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else name


def as_written(iri: str) -> str:
    """An IRI as a query writes it: with a known prefix, else in angle brackets.

    >>> as_written("https://example.org/a/b")
    """
    short = short_iri(iri)
    return f"<{iri}>" if short == iri else short


def short_iri(iri: str) -> str:
    """An IRI with a known prefix where nothing but a name follows it."""
    for prefix, base in PREFIXES.items():
        if iri.startswith(base) and "/" not in iri[len(base) :]:
            return f"{prefix}:{iri[len(base) :]}"
    return iri
