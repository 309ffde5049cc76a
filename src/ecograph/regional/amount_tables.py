"""A user's table of amounts, a row each: place, activity, amount, and perhaps a year and a unit.

A row that is wrong is refused with the table, for every measure is of all rows together: without
one, the values of the others would be others.  A pair of place and activity that no row tells of,
or whose amount is empty, is not known, which is not 0.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ecograph.base.errors import DataError, Finding, TooLarge, UsageError, near_names
from ecograph.base.words import word
from ecograph.measures.amounts import Amounts, amounts_of
from ecograph.tables.given_files import GivenTable, Layout
from ecograph.tables.given_formats import given_tables

REQUIRED = ("place", "activity", "amount")
COLUMNS = (*REQUIRED, "year", "unit")
MOST_ROWS = 2_000_000  # of a table, which take about 2 GB
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

    `warnings` is what is to be said of the file, which was read all the same.
    """

    file: str
    amounts: Amounts
    year: int | None
    years: tuple[int, ...]
    unit: str
    warnings: tuple[Finding, ...] = ()


def read_amounts(path: Path, year: int | None = None) -> AmountTable:
    """The amounts of a table in one year: that one, else the latest.

    Rows that only add others up are read too: an amount of all of them is wrong in any case.
    Raises DataError with every row that is wrong, and where columns are missing, a pair stands
    twice or there are several units; UsageError for a year that it has not; Unreadable,
    MissingExtra, TooLarge.
    """
    file, findings = path.name, list[Finding]()
    tables = given_tables(path, Layout(totals=False))
    if not tables:
        raise DataError([Finding(file, None, None, None, "is empty", _AS)])
    cells = list(_cells(tables[0], findings))
    findings += _repeated(file, cells)
    errors = [f for f in findings if f.severity == "error"]
    if not cells and not errors:
        errors.append(Finding(file, None, None, None, "has a header and no row", "add the rows"))
    if errors:
        raise DataError(sorted(errors, key=lambda f: (f.row or 0, f.column or "")))
    years = tuple(sorted({c.year for c in cells if c.year is not None}))
    chosen = _year(file, years, year)
    held = [c for c in cells if c.year == chosen]
    unit = _unit(file, held)
    amounts = amounts_of((c.place, c.activity, c.amount) for c in held)
    return AmountTable(file, amounts, chosen, years, unit, tuple(findings))


def _cells(table: GivenTable, findings: list[Finding]) -> Iterator[Cell]:
    """The rows that can be used.  Raises DataError where a column is missing, TooLarge."""
    file = table.path.name
    at = _columns(file, table.header)
    for n, record in enumerate(table.records()):
        if n >= MOST_ROWS:
            raise TooLarge(
                f"{table.path}: has more than {MOST_ROWS} rows; keep those of the year that is "
                "asked about, or take broader activities"
            )
        if record.wrong is not None:
            mend = "mend the row"
            findings.append(Finding(file, record.number, None, None, record.wrong, mend))
            continue
        row = {name: str(record.cells[i] or "") for name, i in at.items()}
        row |= {"year": row["year"].removesuffix(".0")} if "year" in row else {}
        wrong = list(_wrong(row))
        findings += [Finding(file, record.number, *each) for each in wrong]
        if not wrong:
            amount = float(row["amount"]) if row["amount"] else math.nan
            year = int(row["year"]) if "year" in row else None
            place, activity, unit = row["place"], row["activity"], row.get("unit", "")
            yield Cell(record.number, place, activity, amount, year, unit)


def _columns(file: str, header: tuple[str, ...]) -> dict[str, int]:
    """Where each column stands, called by its name or by its head in Chinese or English.

    Raises DataError where one is missing or two are called so.
    """
    named = [head.strip().lower() for head in header]
    at, findings = {}, []
    for name in COLUMNS:
        heads = (name, *word(f"column.{name}"))
        found = [i for i, head in enumerate(named) if head in heads]
        if len(found) > 1:
            shown = " and ".join(header[i].strip() for i in found)
            problem, mend = "are columns of the same name", "keep one, rename the others"
            findings.append(Finding(file, None, name, shown, problem, mend))
        elif found:
            at[name] = found[0]
        elif name in REQUIRED:
            mend = _mend(name, [head for head in named if head])
            findings.append(Finding(file, None, name, None, "is a missing column", mend))
    if findings:
        raise DataError(findings)
    return at


def _mend(name: str, heads: list[str]) -> str:
    if len(heads) == 1 and (marks := sorted(set(heads[0]) & set(";\t|，；"))):
        return f"put commas between its cells instead of {marks[0]!r}"
    near = near_names(name, heads, 1)
    return f"rename {near[0]} to {name}" if near else f"{_AS}; it has {', '.join(heads[:8])}"


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


_PARTS = (
    "%",
    "％",
    "percent",
    "per cent",
    "percentage",
    "百分比",
    "百分点",
    "ratio",
    "share",
    "占比",
)


def _unit(file: str, cells: list[Cell]) -> str:
    """The unit of all amounts.  Raises DataError where there are several."""
    units = Counter(cell.unit for cell in cells)
    if cells[0].unit.casefold() in _PARTS:
        problem = "is a part of a whole, and parts of different wholes do not add up"
        mend = "give the amounts that they are parts of, such as output in yuan or numbers of firms"
        raise DataError([Finding(file, cells[0].number, "unit", cells[0].unit, problem, mend)])
    if len(units) == 1:
        return cells[0].unit
    first, other = cells[0], next(c for c in cells if c.unit != cells[0].unit)
    shown = ", ".join(f"{unit or 'no unit'} {n} rows" for unit, n in units.most_common(5))
    problem = (
        f"is another unit than {first.unit or 'no unit'} in row {first.number}, and amounts only "
        f"add up within one ({shown})"
    )
    mend = "convert them to one unit, or write a table for each"
    value = other.unit or "no unit"
    raise DataError([Finding(file, other.number, "unit", value, problem, mend)])


def _repeated(file: str, cells: list[Cell]) -> Iterator[Finding]:
    """The rows whose place, activity and year another row has already."""
    first: dict[tuple[str, str, int | None], int] = {}
    for cell in cells:
        key = (cell.place, cell.activity, cell.year)
        row = first.setdefault(key, cell.number)
        if row != cell.number:
            value = ", ".join(str(part) for part in key if part is not None)
            mend = "keep one row of each, or add their amounts up"
            yield Finding(file, cell.number, None, value, f"stands in row {row} already", mend)
