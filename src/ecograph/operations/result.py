"""What an operation gives: a result that lays itself out as a table, and goes into any file."""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ecograph.base.errors import MissingExtra, UsageError
from ecograph.base.files import write_bytes, write_text
from ecograph.base.notebook_table import as_html, as_pandas
from ecograph.base.periods import today
from ecograph.base.results import Both, Coverage, Measurement, Method, Table
from ecograph.base.table_text import as_csv, as_json
from ecograph.base.words import column_heads, definition_text
from ecograph.graph.licences import named_licences
from ecograph.operations.coverage_text import as_record, sentence
from ecograph.operations.shown import Shown

if TYPE_CHECKING:
    from ecograph.graph.data import Data


@dataclass(frozen=True)
class Found:
    """What `run` of an operation gives.

    `value` is the result of the topic's own function; `layout` makes its table; `notes` are what
    a reader should know, in zh and en; `about` is what JSON carries besides rows and method;
    `measurements` are its values as observations, None where it measures nothing; `cited` are the
    sources that its rows cite, None where all of the graph may have a part in them; `coverage` is
    how much of what it asks is known; `card` is what stands for it as Markdown in a language, else
    its table does; `wrapped` says that cells of a terminal's table are wrapped where they are wide.
    """

    value: Any
    layout: Callable[[Shown], Table]
    method: Method | None = None
    notes: tuple[Both, ...] = ()
    about: dict[str, Any] = field(default_factory=dict)
    measurements: Callable[[], Iterable[Measurement]] | None = None
    cited: frozenset[str] | None = None
    coverage: Coverage | None = None
    card: Callable[[str], str] | None = None
    wrapped: bool = False


class Measured(Protocol):
    """A result of a topic that knows how it was measured."""

    @property
    def method(self) -> Method:
        """Its definition, place, parameters, coverage and evidence."""

    def measurements(self) -> Iterable[Measurement]:
        """Its values as observations."""


def measured(
    value: Measured,
    layout: Callable[[Shown], Table],
    notes: Iterable[Both],
    coverage: Coverage | None = None,
) -> Found:
    """What `run` gives of a result that knows its method and its measurements."""
    return Found(
        value,
        layout,
        value.method,
        tuple(notes),
        measurements=value.measurements,
        coverage=coverage,
    )


@dataclass(frozen=True)
class Result:
    """The answer to a question.

    `value` is the frozen dataclass of the topic's own function, `method` its definition, place,
    parameters, coverage and evidence, `notes` what a reader should know, in Chinese and English.
    `data` is what it was asked of, for labels.
    `top` rows are shown, 0 means all.
    """

    operation: str
    graph: str
    data: "Data" = field(repr=False, compare=False)
    found: Found = field(repr=False)
    top: int = 0

    @property
    def value(self) -> Any:
        """The result of the topic's own function."""
        return self.found.value

    @property
    def method(self) -> Method | None:
        """Definition, place, parameters, coverage and evidence; None where nothing is measured."""
        return self.found.method

    @property
    def coverage(self) -> Coverage | None:
        """How much of what was asked is known; None where that is not counted."""
        return self.found.coverage

    @property
    def notes(self) -> tuple[Both, ...]:
        """What a reader should know, in Chinese and in English; last, how much is known."""
        known = () if self.coverage is None else (sentence(self.coverage),)
        return (*self.found.notes, *known)

    def table(self, language: str = "en", *, brief: bool = False) -> Table:
        """The rows with their columns; labels in `language`, zh or en.

        `brief` leaves out ids and components, as on a terminal.
        """
        whole = self.found.layout(Shown(self.data, language, brief))
        return whole.first(self.top) if self.top else whole

    def rows(self, language: str = "en") -> list[dict[str, Any]]:
        """The rows as dictionaries by the names of the columns."""
        table = self.table(language)
        return [dict(zip(table.columns, row, strict=True)) for row in table.rows]

    @cached_property
    def licences(self) -> list[str]:
        """The licences of the sources on which the rows rest, sorted."""
        known, cited = self.data.licences, self.found.cited
        if cited is None:
            cited = frozenset(known)
            if self.method is not None and self.method.sources != "all":
                cited &= {*self.data.tables.counted_sources(self.method.sources)}
        return named_licences(known, cited)

    def about(self, language: str = "en") -> dict[str, Any]:
        """What goes along with the rows in JSON: definition, method, coverage, graph, licences."""
        held: dict[str, Any] = {}
        if self.method is not None:
            label, text = definition_text(self.method.definition, language)
            held = {"label": label, "definition": text, "method": asdict(self.method)}
        if self.coverage is not None:
            held["coverage"] = as_record(self.coverage)
        named = {"licence": self.licences} if self.licences else {}
        return held | {"graph": self.graph} | named | self.found.about

    def to_csv(self, path: str | Path, language: str = "en", *, mark: bool = False) -> Path:
        """Writes the rows as CSV, or as TSV where the name ends so, and their licences beside them.

        With `mark` as Excel opens it (a byte order mark).  The licences stand in
        PATH-metadata.json, where CSV on the Web looks for them.
        Raises Unwritable.
        """
        whole = Path(path)
        delimiter = "\t" if whole.suffix.lower() == ".tsv" else ","
        write_text(whole, as_csv(self.table(language), delimiter, mark=mark))
        if self.licences:
            about = {"@context": "http://www.w3.org/ns/csvw", "url": whole.name}
            described = json.dumps(
                about | {"dc:rights": self.licences}, ensure_ascii=False, indent=1
            )
            write_text(whole.with_name(f"{whole.name}-metadata.json"), f"{described}\n")
        return whole

    def to_json(self, path: str | Path, language: str = "en") -> Path:
        """Writes rows, columns, definition and method as JSON.  Raises Unwritable."""
        write_text(Path(path), as_json(self.table(language), self.about(language)))
        return Path(path)

    def to_xlsx(self, path: str | Path, language: str = "en") -> Path:
        """Writes the rows and their method as an Excel workbook of two sheets.

        Raises MissingExtra without `pip install 'ecograph[xlsx]'`, Unwritable.
        """
        from ecograph.operations.workbook import workbook

        write_bytes(Path(path), workbook(self, language))
        return Path(path)

    def to_rdf(self, path: str | Path) -> Path:
        """Writes the values as observations with their definition and method (.ttl, .trig, …).

        Raises UsageError where the operation measures nothing, Unwritable.
        """
        from ecograph.graph.rdf_files import write_rdf
        from ecograph.graph.results_rdf import results_as_rdf

        if self.method is None or self.found.measurements is None:
            raise UsageError(f"{self.operation} measures nothing; take its rows as csv or json")
        measured = self.found.measurements()
        about = (self.graph, self.licences, self.data.digest, today())
        quads = results_as_rdf(self.method, measured, *about)
        write_rdf(quads, Path(path))
        return Path(path)

    def df(self, language: str = "en") -> Any:
        """The rows as a pandas DataFrame.

        Raises MissingExtra without `pip install 'ecograph[pandas]'`.
        """
        return as_pandas(self.table(language))

    def arrow(self, language: str = "en") -> Any:
        """The rows as a pyarrow Table.

        Raises MissingExtra without `pip install 'ecograph[pandas]'`.
        """
        try:
            import pyarrow
        except ImportError:
            raise MissingExtra("pyarrow is not installed; pip install 'ecograph[pandas]'") from None
        table = self.table(language)
        cells = zip(*table.rows, strict=True) if table.rows else ([] for _ in table.columns)
        return pyarrow.table(dict(zip(table.columns, map(list, cells), strict=True)))

    def _repr_html_(self) -> str:
        """A notebook's view: the first rows, how many there are, and the notes."""
        table = self.table(brief=True)
        return as_html(table, column_heads(table.columns, "en"), self.notes)
