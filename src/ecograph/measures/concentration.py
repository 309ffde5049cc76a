"""Concentration of sources: HHI, effective suppliers, n75, and single known sources."""

from collections.abc import Iterable, Mapping

from ecograph.base.errors import UsageError

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


def hhi(shares: Iterable[float]) -> float | None:
    """Herfindahl–Hirschman index, the sum of squared shares, in [1/n, 1]; None without shares."""
    held = checked_shares(shares)
    return sum(s * s for s in held) if held else None


def effective_suppliers(shares: Iterable[float]) -> float | None:
    """1 / HHI: as many equal suppliers would be as concentrated; None without shares."""
    index = hhi(shares)
    return 1 / index if index else None


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


def single_source(makers: int, complete: bool) -> str | None:
    """`single-source` only where one maker is known and the coverage is complete.

    `single known source` where the coverage is not; None with no maker or several.
    """
    if makers != 1:
        return None
    return "single-source" if complete else "single known source"
