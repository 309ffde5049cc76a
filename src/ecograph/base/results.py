"""What every result carries: its method, its bounds, its table, its words in two languages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ecograph.base.evidence import WEAKEST

Parameter = str | int | float | bool | None
Cell = str | int | float | Decimal | bool | None
Both = tuple[str, str]  # in Chinese and in English


@dataclass(frozen=True)
class Method:
    """How a result was made.

    `definition` is the id of the indicator, the same in code, ontology, tables and pages;
    `known` of `total` is the coverage; `evidence` is how sure at least what was let in is; `seed`
    and `error` are given where the result was sampled.
    """

    definition: str
    place: str | None = None
    parameters: dict[str, Parameter] = field(default_factory=dict)
    known: int | None = None
    total: int | None = None
    evidence: str = WEAKEST
    sources: str = "all"
    seed: int | None = None
    error: float | None = None


@dataclass(frozen=True)
class Missing:
    """What nothing is filled in for: `empty` of `of` rows, products, places …, as `counted` says.

    `column` is the column of `table` to fill in; of rows its cells are empty, of all else no row
    says it. A table without any row has 0 of 0 rows.
    """

    table: str
    column: str
    empty: int
    of: int
    counted: str = "rows"


@dataclass(frozen=True)
class Coverage:
    """How much is known of what a question asks: `known` of `total`, of what `counted` says.

    `documented` of the known ones have a document behind them, None where that is not counted;
    `missing` is what would raise it, what matters most first. Below `least` known ones there is no
    answer, below `enough` no more than a part of one.
    """

    question: str
    counted: str
    known: int
    total: int
    documented: int | None = None
    missing: tuple[Missing, ...] = ()
    least: int = 1
    enough: int = 1

    @property
    def editorial(self) -> int | None:
        """How many of the known ones are editorial alone."""
        return None if self.documented is None else self.known - self.documented

    @property
    def share(self) -> float | None:
        """The known ones, of all; None where there is nothing to know."""
        return self.known / self.total if self.total else None

    @property
    def answer(self) -> str:
        """Whether the graph answers it: yes, partly or no."""
        if self.known < self.least or not self.total:
            return "no"
        return "yes" if self.known == self.total and self.known >= self.enough else "partly"


@dataclass(frozen=True)
class Interval:
    """A value between two bounds; equal bounds are a value that is known."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"an interval from {self.low} to {self.high}")


@dataclass(frozen=True)
class Measurement:
    """One measured value of one thing, ready to be written as an observation.

    `value` is None where only bounds are known; an estimate has a value and bounds around it.
    """

    definition: str
    about: str
    value: float | None
    low: float | None = None
    high: float | None = None


def between(definition: str, about: str, interval: Interval) -> Measurement:
    """The measurement of what lies between two bounds; a value only where they are the same."""
    known = interval.low if interval.low == interval.high else None
    return Measurement(definition, about, known, interval.low, interval.high)


@dataclass(frozen=True)
class Table:
    """Rows under named columns; the names are the same in both languages."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int | None = None

    def first(self, most: int) -> "Table":
        """The first rows; `total` is then how many there are."""
        if len(self.rows) <= most:
            return self
        return replace(self, rows=self.rows[:most], total=len(self.rows))


def table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Table:
    """A Table from columns and rows of any kind."""
    return Table(tuple(columns), tuple(tuple(row) for row in rows))
