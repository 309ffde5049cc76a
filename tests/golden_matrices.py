"""The random matrices on which our measures are held against those of econcomplex."""

import numpy as np
import numpy.typing as npt

SEEDS = range(24)


def matrix(seed: int) -> npt.NDArray[np.float64]:
    """Amounts of 5 to 14 places by 6 to 17 activities, about a third of them 0, none all 0."""
    random = np.random.default_rng(seed)
    places, activities = int(random.integers(5, 15)), int(random.integers(6, 18))
    found = random.integers(1, 1000, (places, activities)).astype(float)
    found[random.random((places, activities)) < 0.35] = 0
    found[np.arange(activities) % places, np.arange(activities)] += 1
    found[:, 0] += 1
    return found


def folded(values: npt.NDArray[np.float64]) -> float:
    """A matrix as one number that every cell has another part in."""
    rows, columns = (np.arange(1, n + 1) for n in values.shape)
    return float(np.cos(rows) @ values @ np.sin(columns))
