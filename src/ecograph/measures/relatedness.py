"""How near a product is to what a place already makes: location quotient, proximity, density.

LQ (= RCA, Balassa 1965); proximity φ_pq = (MᵀM)_pq / max(k_p, k_q) and density
ω_rp = Σ_q M_rq φ_qp / Σ_q φ_qp (Hidalgo et al. 2007, Science 317:482).  Packages differ on the
diagonal of φ: 0 here, 1 where asked for.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from ecograph.base.errors import UsageError

FloatMatrix = npt.NDArray[np.float64]
FEWEST_PLACES = 10  # with fewer, a density rests on too little to be read as more than a hint


def location_quotient(amounts: Any) -> FloatMatrix:
    """LQ of a matrix places by products (>= 0); nan where 0/0.

    Raises UsageError on a single place, where it is always 1, and for negative amounts.
    """
    held = np.asarray(amounts, dtype=float)
    if held.ndim != 2 or held.shape[0] < 2:
        raise UsageError("a location quotient needs at least two places: on one it is always 1")
    if (held < 0).any():
        raise UsageError("a location quotient needs amounts of 0 or more")
    with np.errstate(divide="ignore", invalid="ignore"):
        own = held / held.sum(axis=1, keepdims=True)
        all_ = held.sum(axis=0, keepdims=True) / held.sum()
        quotient: FloatMatrix = own / all_
    return quotient


def proximity(present: Any, *, diagonal: bool = False) -> FloatMatrix:
    """φ of a 0/1 matrix places by products; the diagonal is 0, or 1 where `diagonal`."""
    held = np.asarray(present, dtype=float)
    ubiquity = held.sum(axis=0)
    widest = np.maximum.outer(ubiquity, ubiquity)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.where(widest > 0, held.T @ held / widest, 0.0)
    np.fill_diagonal(found, 1.0 if diagonal else 0.0)
    return np.asarray(found, dtype=float)


def density(present: Any, *, diagonal: bool = False) -> FloatMatrix:
    """ω of a 0/1 matrix places by products; nan where a product is near to none."""
    held = np.asarray(present, dtype=float)
    near = proximity(held, diagonal=diagonal)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: FloatMatrix = held @ near / near.sum(axis=0)
    return found
