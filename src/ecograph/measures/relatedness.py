"""What a place is specialised in, and how near a product is to that: LQ, proximity, density.

LQ_rp = (X_rp / Σ_p X_rp) / (Σ_r X_rp / Σ X), the same as RCA (Balassa 1965, The Manchester School
33:99); present where LQ >= 1; proximity φ_pq = (MᵀM)_pq / max(k_p, k_q) and density
ω_rp = Σ_q M_rq φ_qp / Σ_q φ_qp (Hidalgo et al. 2007, Science 317:482).  Packages differ on the
diagonal of φ: 0 here, 1 where asked for.

>>> location_quotient([[2, 1], [1, 2]])
array([[1.33333333, 0.66666667],
       [0.66666667, 1.33333333]])
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from ecograph.base.errors import UsageError
from ecograph.measures.amounts import FloatMatrix, checked_amounts, structure

BoolMatrix = npt.NDArray[np.bool_]
IntVector = npt.NDArray[np.int64]
FEWEST_PLACES = 10  # with fewer, what compares places is no more than a hint
_ROUNDING = 1e-12  # an LQ that is 1 but for rounding is 1


def location_quotient(amounts: Any) -> FloatMatrix:
    """LQ of amounts, places by activities; nan where the amount is not known, and where 0/0.

    So it is nan, not 0, for an activity that no place has, and for a place that has none.
    Raises UsageError on a single place, where it is always 1, and as `checked_amounts` does.
    """
    held = checked_amounts(amounts, "a location quotient", 2)
    in_place, everywhere = structure(held), np.nansum(held, axis=0) / np.nansum(held)
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient: FloatMatrix = np.where(np.isnan(held), np.nan, in_place / everywhere)
    return quotient


def presence(amounts: Any) -> BoolMatrix:
    """M: whether the LQ is 1 or more; what is not known does not count as present.

    Raises UsageError as `location_quotient` does.
    """
    found: BoolMatrix = np.nan_to_num(location_quotient(amounts)) >= 1 - _ROUNDING
    return found


def diversity(present: Any) -> IntVector:
    """How many activities each place has; of a 0/1 matrix places by activities."""
    found: IntVector = checked_presence(present).sum(axis=1).astype(np.int64)
    return found


def ubiquity(present: Any) -> IntVector:
    """How many places have each activity; of a 0/1 matrix places by activities."""
    found: IntVector = checked_presence(present).sum(axis=0).astype(np.int64)
    return found


def checked_presence(present: Any) -> FloatMatrix:
    """A 0/1 matrix as floats.  Raises UsageError where it is none."""
    held = np.asarray(present, dtype=float)
    if held.ndim != 2 or not np.isin(held, (0, 1)).all():
        raise UsageError("presence is a matrix of 0 and 1, a row a place; make it by presence()")
    return held


def proximity(present: Any, *, diagonal: bool = False) -> FloatMatrix:
    """φ of a 0/1 matrix places by activities, in [0, 1]; the diagonal is 0, or 1 where `diagonal`.

    Raises UsageError where the matrix is none of 0 and 1.
    """
    held = checked_presence(present)
    number = held.sum(axis=0)
    widest = np.maximum.outer(number, number)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.where(widest > 0, held.T @ held / widest, 0.0)
    np.fill_diagonal(found, 1.0 if diagonal else 0.0)
    return np.asarray(found, dtype=float)


def density(present: Any, *, diagonal: bool = False) -> FloatMatrix:
    """ω of a 0/1 matrix places by activities, in [0, 1]; nan where an activity is near to none.

    Raises UsageError where the matrix is none of 0 and 1.
    """
    held = checked_presence(present)
    near = proximity(held, diagonal=diagonal)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: FloatMatrix = held @ near / near.sum(axis=0)
    return found
