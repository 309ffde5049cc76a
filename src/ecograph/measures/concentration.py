"""Concentration of sources: HHI, effective suppliers, n75, and single known sources."""

import math
from collections.abc import Iterable, Mapping

from ecograph.base.errors import UsageError
from ecograph.base.results import Interval

TOLERANCE = 1e-9


def checked_shares(shares: Iterable[float]) -> list[float]:
    """The shares, largest first.

    Raises UsageError where one is outside [0, 1] or they sum to more than 1.
    """
    held = sorted(shares, reverse=True)
    for share in held:
        if not 0 <= share <= 1:
            raise UsageError(f"share {share:g} is not a fraction in [0, 1]; write 61 % as 0.61")
    if sum(held) > 1 + TOLERANCE:
        raise UsageError(
            f"the shares {', '.join(f'{s:g}' for s in held)} sum to {sum(held):g}, more than 1; "
            "they must be parts of one whole"
        )
    return held


def shares_of(amounts: Mapping[str, float]) -> dict[str, float]:
    """Each amount over their sum; empty where the sum is 0."""
    total = sum(amounts.values())
    return {k: v / total for k, v in sorted(amounts.items())} if total > 0 else {}


def part(of: float, others: float) -> float | None:
    """What something is of the whole that it makes up with others, each 0 or more, maybe infinite.

    1 where there are no others, however much it is; None where the whole is 0.
    """
    if others == 0:
        return 1.0 if of > 0 else None
    if math.isinf(of):
        return None if math.isinf(others) else 1.0
    return of / (of + others)


def hhi(shares: Iterable[float]) -> float | None:
    """Herfindahl–Hirschman index, the sum of squared shares, in [1/n, 1]; None without shares."""
    held = checked_shares(shares)
    return sum(s * s for s in held) if held else None


def effective_suppliers(shares: Iterable[float]) -> float | None:
    """1 / HHI: as many equal suppliers would be as concentrated; None without shares."""
    index = hhi(shares)
    return 1 / index if index else None


def hhi_bounds(at_least: Iterable[float], rest: float) -> Interval | None:
    """HHI of parts of a whole, each at least so much of it; nobody knows whose `rest` of it is.

    Lowest where the rest is spread over many others, highest where it is all of the largest part.
    None where there is neither part nor rest.
    """
    held = checked_shares(at_least)
    whole = sum(held) + rest
    if whole <= TOLERANCE:
        return None
    largest = held[0] if held else 0.0
    squares = sum(s * s for s in held)
    low = squares / whole**2
    return Interval(low, max(low, (squares - largest**2 + (largest + rest) ** 2) / whole**2))


def n_reaching(shares: Iterable[float], least: float = 0.75) -> int | None:
    """n75: the least number of sources whose shares reach `least` (ETO/CSET chip explorer).

    None where the known shares do not reach it.
    """
    reached = 0.0
    for count, share in enumerate(checked_shares(shares), start=1):
        reached += share
        if reached >= least - TOLERANCE:
            return count
    return None


def n_reaching_bounds(
    at_least: Iterable[float], rest: float, least: float = 0.75
) -> tuple[int, int | None]:
    """n75 where each share is at least so much, `rest` of the whole being nobody knows whose.

    The least that it can be, where the rest is all of the largest; the most, None where it may be
    any number.
    """
    held = checked_shares(at_least) or [0.0]
    fewest = n_reaching([min(1.0, held[0] + rest), *held[1:]], least)
    return fewest or len(held), n_reaching(held, least)


def single_source(makers: int, complete: bool) -> str | None:
    """`single-source` only where one maker is known and the coverage is complete.

    `single known source` where the coverage is not; None with no maker or several.
    """
    if makers != 1:
        return None
    return "single-source" if complete else "single known source"
