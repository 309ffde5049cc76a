"""Places beside their like: rank, distance to the leader, to the nation, and trend.

Like is compared with like only: one indicator, one year, one base unit, places of one class.  What
cannot be compared is listed with the reason.  Bounds stay bounds: a rank is from the best to the
worst that it can be.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ecograph.base.results import Both, Measurement, Method
from ecograph.base.words import word
from ecograph.graph.columns import Tables

# Why a value is compared with no other.
REASONS = ("alone", "undated", "no-number", "unlike-unit", "part-of-year", "two-values")
_LOW = ("lt", "max")
_HIGH = ("gt", "ge", "min")


@dataclass(frozen=True)
class Standing:
    """How a place stands in an indicator of a year among the places of its class.

    `low` and `high` bound its value in the base unit; `best` and `worst` its rank among `of`;
    `beside` are the other places, `leader` has the largest value, `behind` is what part of the
    leader's it has.  `nation` is the
    country's value: of a percentage the difference in points (`points`), of an amount that adds up
    the part of it (`part`).  `before` is the year of the last value before it and `growth` the
    change since then in per cent, of a percentage in points (`in_points`); None where either is a
    bound or in another unit.
    """

    indicator: str
    period: str
    place: str
    written: str
    low: float | None
    high: float | None
    best: int
    worst: int
    of: int
    beside: tuple[str, ...]
    leader: str
    behind: float | None
    nation: str | None
    points: float | None
    part: float | None
    before: str | None
    growth: float | None
    in_points: bool
    statement: str


@dataclass(frozen=True)
class Refusal:
    """A value that is compared with no other, and why: one of REASONS."""

    indicator: str
    period: str | None
    place: str
    written: str
    why: str
    statement: str


@dataclass(frozen=True)
class ComparisonResult:
    """The standings, by indicator, year and rank, and what was not compared."""

    method: Method
    standings: tuple[Standing, ...]
    refused: tuple[Refusal, ...]

    def measurements(self) -> list[Measurement]:
        """Nothing: the values are observations of the sources already."""
        return []


def comparison_of(
    tables: Tables,
    method: Method,
    counted: Iterable[str] | None = None,
    *,
    indicator: str | None = None,
    place: str | None = None,
) -> ComparisonResult:
    """Places of one class beside each other, of one indicator or all, for one place or all.

    `counted` are the sources whose word counts, all where it is None.  The coverage of `method` is
    filled in: values that are compared, of all.
    """
    rows = _observations(tables, None if counted is None else frozenset(counted), indicator)
    refused: list[Refusal] = []
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        why = _why_not(row)
        if why:
            refused.append(_refusal(row, why))
        else:
            groups.setdefault((row["indicator"], row["period"]), []).append(row)
    standings: list[Standing] = []
    for key in sorted(groups):
        found, left = _stand(groups[key], groups, tables.class_of)
        standings += found
        refused += left
    if place is not None:
        standings = [s for s in standings if s.place == place]
        refused = [r for r in refused if r.place == place]
    counts = (len(standings), len(standings) + len(refused))
    whole = replace(method, known=counts[0], total=counts[1])
    refused.sort(key=lambda r: (r.indicator, r.period or "", r.place, r.statement))
    return ComparisonResult(whole, tuple(standings), tuple(refused))


def _observations(
    tables: Tables, counted: frozenset[str] | None, indicator: str | None
) -> list[dict[str, Any]]:
    """What is said of places, with their class and what is known of the indicator."""
    about = {r["id"]: r for r in tables.records("indicator")}
    units = {r["key"]: r["base_unit"] for r in tables.records("concept") if r["scheme"] == "unit"}
    classes = {"Country", "Area", "Province", "CityCluster", "City", "District"}
    return [
        row | {"of_class": tables.class_of[row["about"]], "measure": about[row["indicator"]],
               "base_unit": units.get(row["unit"], row["unit"])}
        for row in tables.records("observation")
        if row["indicator"] in about
        and tables.class_of.get(row["about"]) in classes
        and row["modality"] == "exists"
        and row["place"] in (None, row["about"])
        and (counted is None or row["source"] in counted)
        and (indicator is None or row["indicator"] == indicator)
    ]  # fmt: skip


def _why_not(row: Mapping[str, Any]) -> str | None:
    """Why a value can be compared with none, whatever others there are."""
    if row["base_value"] is None:
        return "no-number"
    if not row["period"]:
        return "undated"
    return "part-of-year" if len(row["period"]) != 4 else None


def _refusal(row: Mapping[str, Any], why: str) -> Refusal:
    return Refusal(
        row["indicator"], row["period"], row["about"], row["value_written"], why, row["id"]
    )


def _stand(
    held: list[dict[str, Any]],
    groups: Mapping[tuple[str, str], list[dict[str, Any]]],
    class_of: Mapping[str, str],
) -> tuple[list[Standing], list[Refusal]]:
    """The standings of an indicator in a year, and what is left out of them."""
    refused: list[Refusal] = []
    by_place: dict[str, list[dict[str, Any]]] = {}
    for row in held:
        by_place.setdefault(row["about"], []).append(row)
    one: list[dict[str, Any]] = []
    for of_place in by_place.values():
        if len({(r["base_value"], r["qualifier"]) for r in of_place}) > 1:
            refused += [_refusal(r, "two-values") for r in of_place]
        else:
            one.append(min(of_place, key=lambda r: r["id"]))
    units = [r["base_unit"] for r in one]
    usual = max(sorted(set(units)), key=units.count) if units else None
    refused += [_refusal(r, "unlike-unit") for r in one if r["base_unit"] != usual]
    like = [r for r in one if r["base_unit"] == usual]
    nation = next((r for r in like if r["of_class"] == "Country"), None)
    standings = []
    for of_class in sorted({r["of_class"] for r in like} - {"Country"}):
        peers = [r for r in like if r["of_class"] == of_class]
        if len(peers) < 2 and nation is None:
            refused += [_refusal(r, "alone") for r in peers]
            continue
        standings += [_standing(r, peers, nation, groups) for r in peers]
    standings.sort(key=lambda s: (s.best, s.worst, s.place))
    return standings, refused


def _bounds(row: Mapping[str, Any]) -> tuple[float, float]:
    """The least and the most that a value can be; about is within a tenth."""
    value, qualifier = float(row["base_value"]), row["qualifier"] or "exact"
    low = float("-inf") if qualifier in _LOW else value
    high = float("inf") if qualifier in _HIGH else value
    if qualifier in ("approx", "nearly"):
        low, high = (
            value - abs(value) / 10,
            value + (abs(value) / 10 if qualifier == "approx" else 0),
        )
    return low, high


def _standing(
    row: dict[str, Any],
    peers: Sequence[dict[str, Any]],
    nation: dict[str, Any] | None,
    groups: Mapping[tuple[str, str], list[dict[str, Any]]],
) -> Standing:
    low, high = _bounds(row)
    others = [_bounds(p) for p in peers if p is not row]
    best = 1 + sum(o[0] > high for o in others)
    worst = 1 + sum(o[1] > low for o in others)
    leader = max(peers, key=lambda r: (r["base_value"], r["about"]))
    exact = _exact(row)
    behind = (
        row["base_value"] / leader["base_value"]
        if exact and _exact(leader) and leader["base_value"]
        else None
    )
    points = part = None
    if nation is not None and exact and _exact(nation):
        if row["base_unit"] == "percent":
            points = row["base_value"] - nation["base_value"]
        elif row["measure"]["additive"] and nation["base_value"]:
            part = row["base_value"] / nation["base_value"]
    before, growth = _trend(row, groups)
    return Standing(
        row["indicator"], row["period"], row["about"], row["value_written"],
        None if low == float("-inf") else low, None if high == float("inf") else high,
        best, worst, len(peers), tuple(sorted(p["about"] for p in peers if p is not row)),
        leader["about"], behind, nation["about"] if nation else None, points, part,
        before, growth, row["base_unit"] == "percent", row["id"],
    )  # fmt: skip


def nation_words(standing: Standing) -> Both | None:
    """The distance to the nation, of a percentage in points, else the part of it."""
    if standing.points is not None:
        return word("compare.points", points=f"{standing.points:+.2f}")
    if standing.part is not None:
        return word("compare.part", part=f"{standing.part:.2%}")
    return None


def growth_words(standing: Standing) -> Both | None:
    """The change since the year of the last value, with that year."""
    if standing.growth is None:
        return None
    kind = "rise" if standing.in_points else "growth"
    digits = 2 if standing.in_points else 1
    growth = f"{standing.growth:+.{digits}f}"
    return word(f"compare.{kind}", growth=growth, before=standing.before)


def _exact(row: Mapping[str, Any]) -> bool:
    return (row["qualifier"] or "exact") == "exact"


def _trend(
    row: Mapping[str, Any], groups: Mapping[tuple[str, str], list[dict[str, Any]]]
) -> tuple[str | None, float | None]:
    """The year of the last value before it, and the change since, in per cent or points."""
    years = sorted(p for i, p in groups if i == row["indicator"] and p < row["period"])
    for year in reversed(years):
        held = [r for r in groups[row["indicator"], year] if r["about"] == row["about"]]
        if not held:
            continue
        old = held[0]
        like = old["base_unit"] == row["base_unit"] and len({r["base_value"] for r in held}) == 1
        if like and _exact(old) and _exact(row) and old["base_value"]:
            if row["base_unit"] == "percent":  # a percentage grows by points
                return year, row["base_value"] - old["base_value"]
            return year, 100 * (row["base_value"] / old["base_value"] - 1)
        return year, None
    return None, None
