"""How much of each activity each place has: the matrix that regional measures start from.

A row is a place, a column an activity (a product, an industry); amounts are of one unit and 0 or
more.  What is not known is nan, which is not 0: it adds nothing to a sum, and nothing is said of
its cell.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ecograph.base.errors import UsageError

FloatMatrix = npt.NDArray[np.float64]
FloatVector = npt.NDArray[np.float64]
MOST_CELLS = 20_000_000  # of a matrix, 160 MB


@dataclass(frozen=True, eq=False)
class Amounts:
    """The matrix with the ids of its rows and columns, both sorted; `values` is nan where unknown.

    >>> amounts_of([("r", "a", 2), ("q", "b", 1)]).values
    array([[nan,  1.],
           [ 2., nan]])
    """

    places: tuple[str, ...]
    activities: tuple[str, ...]
    values: FloatMatrix

    @property
    def known(self) -> int:
        """How many cells are known."""
        return int((~np.isnan(self.values)).sum())


def amounts_of(cells: Iterable[tuple[str, str, float]]) -> Amounts:
    """The matrix of cells, each a place, an activity and its amount; the rest is not known.

    Raises UsageError where there would be too many cells.
    """
    given = list(cells)
    places = tuple(sorted({place for place, _, _ in given}))
    activities = tuple(sorted({activity for _, activity, _ in given}))
    if len(places) * len(activities) > MOST_CELLS:
        raise UsageError(
            f"{len(places)} places by {len(activities)} activities are more cells than fit; "
            "take broader activities or fewer places"
        )
    values = np.full((len(places), len(activities)), np.nan)
    row, column = ({k: i for i, k in enumerate(keys)} for keys in (places, activities))
    for place, activity, amount in given:
        values[row[place], column[activity]] = amount
    return Amounts(places, activities, values)


def with_amounts(amounts: Amounts) -> Amounts:
    """The same without the places and the activities of which no amount above 0 is known."""
    above = np.nan_to_num(amounts.values) > 0
    rows, columns = np.flatnonzero(above.any(axis=1)), np.flatnonzero(above.any(axis=0))
    return Amounts(
        tuple(amounts.places[i] for i in rows),
        tuple(amounts.activities[i] for i in columns),
        amounts.values[np.ix_(rows, columns)],
    )


def checked_amounts(amounts: Any, what: str, least_places: int = 1) -> FloatMatrix:
    """Amounts as a matrix of floats, places by activities; `what` is measured of them.

    Raises UsageError where it is no matrix, has fewer places than `least_places`, an amount is
    negative or infinite, or none is above 0.
    """
    held = np.asarray(amounts, dtype=float)
    if held.ndim != 2:
        raise UsageError(f"{what} needs a matrix, a row a place; it has {held.ndim} dimensions")
    if held.shape[0] < least_places:
        many = {2: "two", 3: "three"}.get(least_places, str(least_places))
        raise UsageError(f"{what} needs at least {many} places; there are {held.shape[0]}")
    if (held < 0).any() or np.isinf(held).any():
        raise UsageError(
            f"{what} needs finite amounts of 0 or more; write nan where one is not known"
        )
    if not (held > 0).any():
        raise UsageError(f"{what} needs an amount above 0; none of these is")
    return held


def structure(amounts: Any, what: str = "a structure") -> FloatMatrix:
    """The share of each activity in the known amounts of its place; nan for a place without any.

    Raises UsageError as `checked_amounts` does.
    """
    held = np.nan_to_num(checked_amounts(amounts, what))
    with np.errstate(invalid="ignore"):
        found: FloatMatrix = held / held.sum(axis=1, keepdims=True)
    return found
