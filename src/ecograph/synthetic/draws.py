"""Seeded draws: each column has a stream of its own, so that one more changes none of the others.

Only uniform numbers are taken from a stream and all else is made of them, since that is what stays
the same from one version of numpy to the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Cells = npt.NDArray[np.object_]  # texts, None where a cell is empty


@dataclass(frozen=True)
class Stream:
    """Numbers that follow from a seed and a name."""

    seed: int
    name: str

    def uniform(self, size: int) -> Floats:
        """So many numbers of [0, 1); the same each time it is asked."""
        return np.random.Generator(np.random.PCG64([self.seed, crc32(self.name.encode())])).random(
            size
        )

    def also(self, name: str) -> "Stream":
        """Another stream, of what else is drawn for the same."""
        return Stream(self.seed, f"{self.name}/{name}")

    def chance(self, size: int, part: float) -> npt.NDArray[np.bool_]:
        """True in a part of so many."""
        return self.uniform(size) < part

    def numbers(self, size: int, below: int) -> Numbers:
        """So many of 0, 1 … below, each as likely."""
        return (self.uniform(size) * below).astype(np.int64)

    def ranks(self, size: int, below: int, power: float = 1.0) -> Numbers:
        """So many of 0, 1 … below, the one of rank r as likely as r^-power (Zipf's law)."""
        return np.searchsorted(_shares(below, power), self.uniform(size), side="right")

    def counts(self, size: int, power: float, most: int) -> Numbers:
        """So many counts of 1 … most, the count c as likely as c^-power."""
        return self.ranks(size, most, power) + 1

    def order(self, size: int) -> Numbers:
        """The numbers below a size, in an order of chance."""
        return np.argsort(self.uniform(size), kind="stable")

    def amounts(self, size: int, middle: float, spread: float = 1.5) -> Floats:
        """So many amounts, half of them above the middle, of a lognormal shape (Box-Muller).

        `spread` is the standard deviation of their logarithms.
        """
        length = np.sqrt(-2 * np.log1p(-self.uniform(size)))
        normal = length * np.cos(2 * np.pi * self.also("angle").uniform(size))
        return np.asarray(middle * np.exp(spread * normal), dtype=np.float64)

    def some(self, values: Any, part: float) -> Cells:
        """The same cells of which a part stays and the others are empty."""
        cells = np.array(values, dtype=object)
        cells[~self.also("some").chance(len(cells), part)] = None
        return cells


@cache
def _shares(below: int, power: float) -> Floats:
    """Up to which number of [0, 1) each rank is drawn."""
    weights = np.arange(1, below + 1, dtype=np.float64) ** -power
    shares: Floats = np.cumsum(weights) / weights.sum()
    shares[-1] = 1.0
    return shares


def texts(values: Sequence[str]) -> Cells:
    """Texts as an array."""
    return np.array(values, dtype=object)


def numbered(prefix: str, count: int) -> Cells:
    """The ids PREFIX-0000000 and so on."""
    return texts([f"{prefix}-{n:07d}" for n in range(count)])


def written(values: Floats, digits: int) -> Cells:
    """Numbers as cells write them."""
    return texts([f"{v:.{digits}f}" for v in values.tolist()])


def where(true: npt.NDArray[np.bool_], then: Any, otherwise: Any) -> Cells:
    """Cells of which each is one or the other: of an array, or a text; None is an empty cell."""
    found = np.empty(len(true), dtype=object)
    for rows, cells in ((true, then), (~true, otherwise)):
        found[rows] = cells[rows] if isinstance(cells, np.ndarray) else cells
    return found
