"""The answer to a SPARQL query as Python values."""

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from ecograph.base.errors import MissingExtra, QueryHint
from ecograph.base.namespaces import PREFIXES
from ecograph.base.results import Both

if TYPE_CHECKING:
    import rdflib

    from ecograph.graph.cited_graph import CitedGraph

_NUMBERS = {"integer": int, "decimal": float, "double": float, "float": float}
MOST_SHOWN = 20  # rows in a notebook


@dataclass(frozen=True)
class SparqlRows(Sequence[dict[str, Any]]):
    """The rows of a SELECT: dictionaries of Python values by the columns; a table in a notebook.

    `notes` say in zh and en why there are none, or which were not traced.
    """

    columns: tuple[str, ...]
    held: tuple[dict[str, Any], ...] = field(repr=False)
    notes: tuple[Both, ...] = ()

    def __getitem__(self, at: Any) -> Any:
        return self.held[at]

    def __len__(self) -> int:
        return len(self.held)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.held)

    def df(self) -> Any:
        """The rows as a pandas DataFrame.

        Raises MissingExtra without `pip install 'ecograph[pandas]'`.
        """
        try:
            import pandas
        except ImportError:
            raise MissingExtra("pandas is not installed; pip install 'ecograph[pandas]'") from None
        return pandas.DataFrame(list(self.held), columns=list(self.columns))

    def _repr_html_(self) -> str:
        """A notebook's view: the first rows, how many there are, and the notes."""
        from markupsafe import Markup

        def line(cells: Sequence[Any], tag: str) -> Markup:
            form = Markup(f"<{tag}>{{}}</{tag}>")
            shown = ("" if c is None else c for c in cells)
            return Markup("<tr>{}</tr>").format(Markup("").join(form.format(c) for c in shown))

        rows = (line([row[c] for c in self.columns], "td") for row in self.held[:MOST_SHOWN])
        table = Markup("").join([line(self.columns, "th"), *rows])
        count = f"{min(MOST_SHOWN, len(self.held))} of {len(self.held)} rows"
        said = (Markup("<p>{}</p>").format(s) for s in (count, *(en for _, en in self.notes)))
        return str(Markup("<table>{}</table>{}").format(table, Markup("").join(said)))


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
    from ecograph.sparql.answering import ask, told_before
    from ecograph.sparql.reply_tables import reply_table

    at = int(language != "zh")
    for hint in told_before(graph, query) if hints else ():
        warnings.warn(hint[at], QueryHint, stacklevel=3)
    reply = ask(graph, query, language=language, cite=cite, explain=hints, timeout=timeout)
    if reply.answer.kind == "triples":
        return SparqlTriples(reply.answer.data.decode("utf-8"))
    if reply.truth is not None:
        return reply.truth
    found = reply_table(reply, lambda: fact_index(graph).labels, language)
    rows = tuple(dict(zip(found.columns, row, strict=True)) for row in found.rows)
    return SparqlRows(found.columns, rows, reply.notes)


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


def short_iri(iri: str) -> str:
    """An IRI with a known prefix where nothing but a name follows it."""
    for prefix, base in PREFIXES.items():
        if iri.startswith(base) and "/" not in iri[len(base) :]:
            return f"{prefix}:{iri[len(base) :]}"
    return iri
