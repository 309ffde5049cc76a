"""How specialised the structure of each place is: HHI, Shannon entropy, Krugman's index.

With s_rp the share of activity p in the amounts of place r:
    HHI       Σ_p s_rp², from 1 / the number of activities to 1, all in one
    entropy   −Σ_p s_rp log2 s_rp in bits, from 0, all in one (Shannon 1948; as variety of a region
              Frenken, van Oort & Verburg 2007, Regional Studies 41:685)
    Krugman   Σ_p |s_rp − s_p|, s_p of all places together, from 0, the same structure, to 2, none
              in common (Krugman 1991, Geography and Trade)
Shares are parts of one whole, so activities must not lie within each other.

>>> structure_hhi([[1, 1], [1, 0]]), entropy([[1, 1], [1, 0]]), krugman([[1, 0], [0, 1]])
(array([0.5, 1. ]), array([1., 0.]), array([1., 1.]))
"""

from typing import Any

import numpy as np

from ecograph.measures.amounts import FloatVector, checked_amounts, structure
from ecograph.measures.concentration import hhi


def structure_hhi(amounts: Any) -> FloatVector:
    """HHI of the structure of each place; nan for one without any amount.

    Raises UsageError as `checked_amounts` does.
    """
    shares = structure(amounts, "an HHI")
    return np.array([np.nan if np.isnan(row).any() else hhi(row.tolist()) for row in shares])


def entropy(amounts: Any) -> FloatVector:
    """Shannon entropy of the structure of each place in bits; nan for one without any amount.

    Raises UsageError as `checked_amounts` does.
    """
    shares = structure(amounts, "an entropy")
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(shares == 0, 0.0, shares * np.log2(shares))
    found: FloatVector = 0.0 - parts.sum(axis=1)  # not -0.0
    return found


def krugman(amounts: Any) -> FloatVector:
    """Krugman's index of each place against all places together; nan for one without any amount.

    Raises UsageError on a single place, which is all there is, and as `checked_amounts` does.
    """
    held = np.nan_to_num(checked_amounts(amounts, "Krugman's index", 2))
    found: FloatVector = np.abs(structure(held) - held.sum(axis=0) / held.sum()).sum(axis=1)
    return found
