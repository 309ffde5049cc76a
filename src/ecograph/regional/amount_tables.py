"""A user's table of amounts, a row each: place, activity, amount, and perhaps a year and a unit.

What is wrong with a row is a finding, and the others are kept.  A pair of place and activity that
no row tells of, or whose amount is empty, is not known, which is not 0.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ecograph.base.errors import DataError, Finding, UsageError, near_names
from ecograph.base.words import word
from ecograph.measures.amounts import Amounts, amounts_of
from ecograph.regional.amount_files import read_rows
from ecograph.tables.csv_files import Records

REQUIRED = ("place", "activity", "amount")
COLUMNS = (*REQUIRED, "year", "unit")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_AS = "name its columns place, activity and amount, and year and unit where it has them"


@dataclass(frozen=True)
class Cell:
    """A row that can be used; `amount` is nan where it is empty."""

    number: int
    place: str
    activity: str
    amount: float
    year: int | None
    unit: str


@dataclass(frozen=True, eq=False)
class AmountTable:
    """The amounts of one year in one unit, `years` being all that the table has.

    `findings` are the rows that were left out, and why.
    """

    file: str
    amounts: Amounts
    year: int | None
    years: tuple[int, ...]
    unit: str
    findings: tuple[Finding, ...]


def read_amounts(path: Path, year: int | None = None) -> AmountTable:
    """The amounts of a table in one year: that one, else the latest.

    Raises UsageError for a year that it has not, and where the amounts are in several units;
    DataError where columns are missing or no row can be used; Unreadable, MissingExtra.
    """
    findings: list[Finding] = []
    records = read_rows(path, findings)
    cells = list(_cells(path.name, records, findings))
    if not cells:
        none = Finding(path.name, None, None, None, "has no row that can be used", _AS)
        raise DataError(findings or [none])
    years = tuple(sorted({c.year for c in cells if c.year is not None}))
    chosen = _year(path.name, years, year)
    held = [c for c in cells if c.year == chosen]
    unit = _unit(path.name, held)
    once = list(_once(path.name, held, findings))
    ordered = sorted(findings, key=lambda f: (f.row or 0, f.column or ""))
    return AmountTable(path.name, amounts_of(once), chosen, years, unit, tuple(ordered))


def _cells(file: str, records: Records, findings: list[Finding]) -> Iterator[Cell]:
    """The rows that can be used.  Raises DataError where a column is missing."""
    at = _columns(file, records.header)
    for record in records.rows:
        row = {name: record.cells[i].strip() for name, i in at.items()}
        row |= {"year": row["year"].removesuffix(".0")} if "year" in row else {}
        wrong = list(_wrong(row))
        findings += [Finding(file, record.number, *each) for each in wrong]
        if not wrong:
            amount = float(row["amount"]) if row["amount"] else math.nan
            year = int(row["year"]) if "year" in row else None
            place, activity, unit = row["place"], row["activity"], row.get("unit", "")
            yield Cell(record.number, place, activity, amount, year, unit)


def _columns(file: str, header: tuple[str, ...]) -> dict[str, int]:
    """Where each column stands, called by its name or by its head in Chinese or English."""
    named = {head.strip().lower(): i for i, head in enumerate(header)}
    at = {}
    for name in COLUMNS:
        heads = (name, *word(f"column.{name}"))
        if found := [named[head] for head in heads if head in named]:
            at[name] = found[0]
    missing = [name for name in REQUIRED if name not in at]
    if missing:
        near = {name: near_names(name, named, 1) for name in missing}
        raise DataError(
            [
                Finding(file, 1, name, None, "is a missing column", _mend(name, near[name]))
                for name in missing
            ]
        )
    return at


def _mend(name: str, near: list[str]) -> str:
    return f"rename {near[0]} to {name}" if near else _AS


def _wrong(row: Mapping[str, str]) -> Iterator[tuple[str, str | None, str, str]]:
    """What is wrong with a row: column, value, problem, mend."""
    for name in ("place", "activity", "year"):
        if row.get(name) == "":
            yield name, None, "is missing", "fill it in"
    if row.get("year") and not (row["year"].isdecimal() and len(row["year"]) == 4):
        yield "year", row["year"], "is no year", "write four digits, such as 2023"
    if row["amount"] and (said := _wrong_amount(row["amount"])):
        yield "amount", row["amount"], *said


def _wrong_amount(text: str) -> tuple[str, str] | None:
    if text.lstrip("+-").lower() in ("inf", "infinity", "nan"):
        return "is no finite number", "leave the cell empty where the amount is not known"
    if not _NUMBER.fullmatch(text):
        return "is no number", "write digits with a decimal point, no unit and no comma"
    if not math.isfinite(float(text)):
        return "is too large", "write it in a larger unit"
    if float(text) < 0:
        return "is negative", "an amount is 0 or more; leave the cell empty where it is not known"
    return None


def _year(file: str, years: tuple[int, ...], asked: int | None) -> int | None:
    if asked is None:
        return years[-1] if years else None
    if asked not in years:
        has = f"it has {', '.join(map(str, years))}" if years else "it has no column year"
        raise UsageError(f"{file}: has no amounts of {asked}; {has}")
    return asked


def _unit(file: str, cells: list[Cell]) -> str:
    """The unit of all amounts.  Raises UsageError where there are several."""
    units = Counter(cell.unit for cell in cells)
    if len(units) > 1:
        shown = ", ".join(f"{unit or 'no unit'} ({n} rows)" for unit, n in units.most_common(5))
        raise UsageError(
            f"{file}: amounts in {len(units)} units cannot be added up: {shown}; convert them to "
            "one, or keep the rows of one unit in a table of their own"
        )
    return next(iter(units))


def _once(
    file: str, cells: list[Cell], findings: list[Finding]
) -> Iterator[tuple[str, str, float]]:
    """Each pair of place and activity once: the first row that tells of it counts."""
    first: dict[tuple[str, str], int] = {}
    for cell in cells:
        pair = (cell.place, cell.activity)
        if pair in first:
            value = f"{cell.place}, {cell.activity}"
            problem = f"stands in row {first[pair]} already"
            mend = "keep one row of each, or add their amounts up"
            findings.append(Finding(file, cell.number, None, value, problem, mend))
            continue
        first[pair] = cell.number
        yield *pair, cell.amount
