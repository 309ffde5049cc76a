"""What a place is specialised in, how varied, how near to what, how complex: one measure at a time.

The amounts are a matrix places by activities, from a graph or from a table; what is not known in
it is not 0.  Places and activities without any amount above 0 are left out, and told.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.results import Both, Measurement, Method
from ecograph.base.words import word
from ecograph.measures.amounts import MOST_CELLS, Amounts, FloatMatrix, with_amounts
from ecograph.measures.complexity import eci_pci
from ecograph.measures.relatedness import (
    FEWEST_PLACES,
    density,
    diversity,
    location_quotient,
    presence,
    proximity,
    ubiquity,
)
from ecograph.measures.specialisation import entropy, krugman, structure_hhi

BoolVector = npt.NDArray[np.bool_]
# measure -> the id of its definition
MEASURES = {
    "lq": "lq",
    "hhi": "hhi",
    "entropy": "entropy",
    "krugman": "krugman",
    "proximity": "proximity",
    "density": "relatedness-density",
    "eci": "eci",
    "pci": "pci",
}
OF_STRUCTURE = ("hhi", "entropy", "krugman")  # of shares, so activities must be parts of one whole
OF_ACTIVITIES = ("proximity", "pci")  # which no place has a value of
ALONE = ("hhi", "entropy")  # which a single place has too


@dataclass(frozen=True)
class Value:
    """One value, of a place, of an activity, of both, or of two activities.

    `amount` is that of the place or of the place's activity, `count` how many activities the place
    has or places have the activity, `present` whether its LQ is 1 or more there.
    """

    value: float
    place: str | None = None
    activity: str | None = None
    near: str | None = None
    amount: float | None = None
    count: int | None = None
    present: bool | None = None


@dataclass(frozen=True)
class SpecialisationResult:
    """The values of one measure, the highest first; `method.known` of `total` cells are known."""

    method: Method
    measure: str
    values: tuple[Value, ...]
    notes: tuple[Both, ...]

    def measurements(self) -> list[Measurement]:
        """The values as observations, about the places, or about the activities of one place.

        Raises UsageError where a value is of two of them at once.
        """
        name, of_one = self.method.definition, self.method.place is not None
        found = []
        for v in self.values:
            about = v.activity if of_one or v.place is None else v.place
            if v.near or (v.place and v.activity and not of_one):
                raise UsageError(
                    f"a value of {self.measure} is of a pair, and an observation is about one; "
                    "take csv or json, or ask about one place"
                )
            found.append(Measurement(name, str(v.place if about is None else about), v.value))
        return found


def specialisation_of(
    amounts: Amounts, measure: str, method: Method, *, more: str, place: str | None = None
) -> SpecialisationResult:
    """A measure of amounts, of one place where one is given; `method` is without its coverage.

    `more` is the advice how to know of more amounts, for messages.
    Raises UnknownName for a place of which no amount is known, UsageError where the measure is not
    defined: nothing is known, or too few places, or no order of complexity fits.
    """
    held = with_amounts(amounts)
    _refuse_few(held, measure, more)
    if place in amounts.places and place not in held.places:
        raise without_amount(place, measure, more)
    if place is not None and place not in held.places:
        raise UnknownName("place with a known amount above 0", place, held.places, more)
    values, notes = _MEASURE[measure](held)
    chosen = values if place is None else [v for v in values if v.place == place]
    counts = {"places": len(held.places), "activities": len(held.activities), "known": held.known}
    total = len(held.places) * len(held.activities)
    return SpecialisationResult(
        replace(method, place=place, known=held.known, total=total),
        measure,
        tuple(sorted(chosen, key=_highest_first)),
        (word("note.amounts_known", **counts, total=total), *_left_out(amounts, held), *notes),
    )


def _refuse_few(held: Amounts, measure: str, more: str) -> None:
    """Raises UsageError where there are no amounts, or one place and the measure compares."""
    if not held.places:
        raise UsageError(f"no amount above 0 is known, so there is nothing to measure; {more}")
    if len(held.places) == 1 and measure not in ALONE:
        why = "is always 1" if measure == "lq" else "says nothing"
        raise UsageError(
            f"amounts are known of one place only, {held.places[0]}, and {measure} compares "
            f"places: on one it {why}; {more}, or ask for {' or '.join(ALONE)}"
        )


def without_amount(place: str, measure: str, more: str) -> UsageError:
    """Why a place that is known has no value; `more` is the advice how to know of more amounts."""
    return UsageError(
        f"{place} has no known amount above 0, so its {measure} is not defined, which is not 0; "
        f"{more}"
    )


def _highest_first(v: Value) -> tuple[float, float, str, str, str]:
    return -v.value, -(v.amount or 0), v.place or "", v.activity or "", v.near or ""


def _left_out(amounts: Amounts, held: Amounts) -> list[Both]:
    """Which places and activities have no amount above 0."""
    return [
        *_some("no_amount_places", sorted(set(amounts.places) - set(held.places))),
        *_some("no_amount_activities", sorted(set(amounts.activities) - set(held.activities))),
    ]


def _alone(held: Amounts, near_to_none: BoolVector) -> list[Both]:
    """Which activities no place has together with another."""
    return _some("near_to_none", [held.activities[i] for i in np.flatnonzero(near_to_none)])


def _some(note: str, ids: list[str]) -> list[Both]:
    shown = ", ".join(ids[:5]) + (" …" if len(ids) > 5 else "")
    return [word(f"note.{note}", count=len(ids), shown=shown)] if ids else []


def _few(held: Amounts) -> list[Both]:
    few = word("note.few_places", places=len(held.places), least=FEWEST_PLACES)
    return [few] if len(held.places) < FEWEST_PLACES else []


Found = tuple[list[Value], list[Both]]


def _lq(held: Amounts) -> Found:
    quotients = location_quotient(held.values)
    return [
        Value(lq, place, activity, amount=float(held.values[r, a]))
        for r, a, place, activity, lq in _pairs(held, quotients)
    ], _few(held)


def _density(held: Amounts) -> Found:
    present = presence(held.values)
    found = density(present)
    return [
        Value(value, place, activity, present=bool(present[r, a]))
        for r, a, place, activity, value in _pairs(held, found)
    ], [*_alone(held, np.isnan(found[0])), *_few(held)]


def _pairs(held: Amounts, values: FloatMatrix) -> Iterator[tuple[int, int, str, str, float]]:
    """The cells of a matrix that are no nan, with place and activity."""
    for r, a in zip(*(i.tolist() for i in np.nonzero(~np.isnan(values))), strict=True):
        yield r, a, held.places[r], held.activities[a], float(values[r, a])


def _of_structure(
    measure: Callable[[FloatMatrix], FloatMatrix], compares: bool
) -> Callable[[Amounts], Found]:
    def measured(held: Amounts) -> Found:
        amounts, counts = np.nansum(held.values, axis=1), (held.values > 0).sum(axis=1)
        found = zip(measure(held.values), held.places, amounts, counts, strict=True)
        return [
            Value(float(value), place, amount=float(amount), count=int(count))
            for value, place, amount, count in found
        ], _few(held) if compares else []

    return measured


def _proximity(held: Amounts) -> Found:
    if len(held.activities) ** 2 > MOST_CELLS:
        raise UsageError(
            f"{len(held.activities)} activities are too many for the proximity of each pair; take "
            "broader ones"
        )
    present = presence(held.values)
    near = proximity(present)
    together = present.astype(float).T @ present
    pairs = zip(*(i.tolist() for i in np.nonzero(np.triu(near))), strict=True)
    names = held.activities
    return [
        Value(float(near[a, b]), activity=names[a], near=names[b], count=int(together[a, b]))
        for a, b in pairs
    ], [*_alone(held, near.max(axis=0) == 0), *_few(held)]


def _eci(held: Amounts) -> Found:
    present = presence(held.values)
    found = eci_pci(present)
    each = zip(found.eci.tolist(), held.places, diversity(present).tolist(), strict=True)
    return [Value(v, place, count=count) for v, place, count in each], [*found.notes]


def _pci(held: Amounts) -> Found:
    present = presence(held.values)
    found = eci_pci(present)
    each = zip(found.pci.tolist(), held.activities, ubiquity(present).tolist(), strict=True)
    return [Value(v, activity=a, count=count) for v, a, count in each], [*found.notes]


_MEASURE: dict[str, Callable[[Amounts], Found]] = {
    "lq": _lq,
    "hhi": _of_structure(structure_hhi, compares=False),
    "entropy": _of_structure(entropy, compares=False),
    "krugman": _of_structure(krugman, compares=True),
    "proximity": _proximity,
    "density": _density,
    "eci": _eci,
    "pci": _pci,
}
