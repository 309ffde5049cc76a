"""What every result carries: its definition, place, parameters, coverage, and how sure it is."""

from dataclasses import dataclass, field

Parameter = str | int | float | bool | None


@dataclass(frozen=True)
class Method:
    """How a result was made.

    `definition` is the id of the indicator, the same in code, ontology, tables and pages;
    `known` of `total` is the coverage; `sources` is `stated` or `all`; `seed` and `error`
    are given where the result was sampled.
    """

    definition: str
    place: str | None = None
    parameters: dict[str, Parameter] = field(default_factory=dict)
    known: int | None = None
    total: int | None = None
    sources: str = "all"
    seed: int | None = None
    error: float | None = None


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
    """One measured value of one thing, ready to be written as an observation."""

    definition: str
    about: str
    value: float
    low: float | None = None
    high: float | None = None
