"""Money finds stage: which funds, credit and policies reach which rung of firms in an industry.

An instrument reaches a rung of an industry where it is for both, or for the rung of any industry;
what is for the industry on any rung stands in a row of its own.  A cell that none reaches is empty,
which is not known.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ecograph.base.database import Database
from ecograph.base.evidence import MODALITIES
from ecograph.base.results import Measurement, Method

SORTS = ("fund", "product", "policy")
FITS = ("both", "rung", "industry")
ANY = ""  # the rung of what is for an industry on whatever rung


@dataclass(frozen=True)
class Reach:
    """An instrument that reaches a cell: for both, its rung or its industry only; how, how real."""

    instrument: str
    fit: str
    how: tuple[str, ...]
    modality: str
    level: int
    statements: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """A rung in an industry (None: in any) and a sort of money, with what reaches it."""

    rung: str
    chain: str | None
    sort: str
    reaches: tuple[Reach, ...]


@dataclass(frozen=True)
class MoneyResult:
    """The matrix of money: a cell for each rung and sort, of one industry or of any."""

    method: Method
    cells: tuple[Cell, ...]

    def measurements(self) -> list[Measurement]:
        """How many instruments reach each rung."""
        found: dict[str, set[str]] = {}
        for cell in self.cells:
            found.setdefault(cell.rung, set()).update(r.instrument for r in cell.reaches)
        return [Measurement("money.reach", r, len(held)) for r, held in found.items() if r != ANY]


def money_of(
    database: Database,
    method: Method,
    rungs: Sequence[str],
    chain: str | None,
    chains: Collection[str],
) -> MoneyResult:
    """What reaches each rung, in the industry `chain` with its parts `chains`, or in any.

    `database` has the tables; the coverage of `method` is filled in: cells that something reaches.
    """
    layer = database.layer()
    layer.run((Path(__file__).parent / "sql" / "money.sql").read_text(encoding="utf-8"))
    of_instrument: dict[tuple[str, str], list[tuple[str | None, str | None, str, str, str, int]]]
    of_instrument = {}
    for instrument, sort, *row in layer.rows(
        "SELECT instrument, sort, rung, chain, how, statement, modality, level FROM reaches "
        "ORDER BY ALL"
    ):
        rung, of_chain, how, statement, modality, level = row
        held = of_instrument.setdefault((instrument, sort), [])
        held.append((rung, of_chain, how, statement, modality, level))
    cells = [
        Cell(rung, chain, sort, tuple(_reaches(of_instrument, rung, sort, chain, chains)))
        for rung in (*rungs, *((ANY,) if chain else ()))
        for sort in SORTS
    ]
    of_rungs = [c for c in cells if c.rung != ANY]
    known = sum(bool(c.reaches) for c in of_rungs)
    return MoneyResult(replace(method, known=known, total=len(of_rungs)), tuple(cells))


def _reaches(
    of_instrument: dict[tuple[str, str], list[tuple[str | None, str | None, str, str, str, int]]],
    rung: str,
    sort: str,
    chain: str | None,
    chains: Collection[str],
) -> list[Reach]:
    found = []
    for (instrument, of_sort), rows in of_instrument.items():
        if of_sort != sort:
            continue
        on_rung = [r for r in rows if r[0] == rung]
        in_chain = [r for r in rows if r[1] in chains] if chain else []
        any_rung = all(r[0] is None for r in rows)
        any_chain = all(r[1] is None for r in rows)
        if chain and on_rung and in_chain:
            fit, held = "both", [*on_rung, *in_chain]
        elif on_rung and (any_chain or not chain):
            fit, held = "rung", on_rung
        elif rung == ANY and in_chain and any_rung:
            fit, held = "industry", in_chain
        else:
            continue
        modality = min((r[4] for r in held), key=MODALITIES.index)
        found.append(
            Reach(
                instrument,
                fit,
                tuple(sorted({r[2] for r in held})),
                modality,
                max(r[5] for r in held),
                tuple(dict.fromkeys(r[3] for r in held)),
            )
        )
    found.sort(
        key=lambda r: (FITS.index(r.fit), MODALITIES.index(r.modality), r.level, r.instrument)
    )
    return found
