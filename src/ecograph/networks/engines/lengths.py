"""Lengths that add up exactly: of two ways of one length neither is shorter by a rounding.

An edge of strength w has the length 1 / w, and strengths are decimals or simple fractions, so that
lengths are ratios of whole numbers. In floating point 1/10 + 1/5 and 1/4 + 1/20 differ. Here they
are equal, as whole numbers of a common part, or by the remainders of both on division by a prime.
"""

from fractions import Fraction
from math import lcm

import numpy as np
import numpy.typing as npt

from ecograph.networks.network import Floats, Ints

Remainders = npt.NDArray[np.uint64]

PRIME = 2**61 - 1
MOST_BITS = 2**15  # of the number of parts of 1; beyond it the parts are of equal size
ALIKE = 1e-14  # a strength so near a simple fraction is it: parallel edges were added up
SIMPLE = 10**6  # the largest denominator of a simple fraction


def remainders(strength: Floats) -> Remainders:
    """The length of each edge, as its remainder on division by PRIME, where fractions exist too.

    Ways of one length have sums of one remainder, and others so by chance, once in 10^18.
    """
    ratios, which = _ratios(strength)
    held = [r.denominator * pow(r.numerator, -1, PRIME) % PRIME for r in ratios]
    return np.array(held, dtype=np.uint64)[which]


def add(a: Remainders, b: Remainders) -> Remainders:
    """The remainders of sums."""
    total = a + b
    return np.asarray(np.where(total >= PRIME, total - np.uint64(PRIME), total))


def whole_lengths(strength: Floats) -> tuple[list[int], int]:
    """The length of each edge as a whole number of parts, and how many parts make 1.

    Exact, but where strengths have so little in common that a part would take MOST_BITS.
    """
    ratios, which = _ratios(strength)
    parts = 1
    for ratio in ratios:
        parts = lcm(parts, ratio.numerator)
        if parts.bit_length() > MOST_BITS:
            parts = 2**64 * max(1, *(1 + r.numerator // r.denominator for r in ratios))
            break
    held = [parts * r.denominator // r.numerator for r in ratios]
    return [held[i] for i in which.tolist()], parts


def _ratios(strength: Floats) -> tuple[list[Fraction], Ints]:
    """The different strengths as ratios, and which of them each is."""
    different, which = np.unique(strength, return_inverse=True)
    return [_ratio(w) for w in different.tolist()], which


def _ratio(strength: float) -> Fraction:
    """The simple fraction that a strength is, else its digits as a decimal."""
    if strength.is_integer():
        return Fraction(int(strength))
    near = Fraction(strength).limit_denominator(SIMPLE)
    return near if abs(float(near) - strength) <= ALIKE * strength else Fraction(repr(strength))
