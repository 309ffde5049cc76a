"""The difference between two sides of an indicator: bounds and direction, part by part.

An indicator is a sum of parts (a need, a product), each between two bounds, over a whole.  A part
that is as unknown on the one side as on the other is taken to be the same on both: bounds of the
whole would let every unknown be one thing before and another after.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from math import fsum

from ecograph.base.results import Interval

Parts = Mapping[Hashable, tuple[float, float]]
DIGITS = 12  # behind the point; what is left of a sum below them is the arithmetic's


@dataclass(frozen=True)
class Change:
    """One indicator before and after, and the difference; None where it cannot be known.

    The difference lies between the least and the most that the scenario may change: closer than
    the bounds of both sides would tell, for what is not known is the same on both.
    """

    indicator: str
    before: Interval | None
    after: Interval | None
    difference: Interval | None

    @property
    def direction(self) -> str:
        """up, down, same; not-down and not-up where it may stay; open where it may be either."""
        if self.difference is None:
            return "unknown"
        low, high = self.difference.low, self.difference.high
        if low > 0 or high < 0:
            return "up" if low > 0 else "down"
        return {(0, 0): "same", (0, 1): "not-down", (1, 0): "not-up"}.get(
            (int(low < 0), int(high > 0)), "open"
        )


@dataclass(frozen=True)
class Amount:
    """An indicator as a sum of parts, each between two bounds, over a whole (1 for a count)."""

    parts: Parts = field(default_factory=dict)
    whole: float = 1.0

    @property
    def interval(self) -> Interval:
        """The least and the most that it is."""
        low, high = (fsum(p[i] for p in self.parts.values()) / self.whole for i in (0, 1))
        return Interval(low, high)


def compared(indicator: str, before: Amount | None, after: Amount | None) -> Change:
    """An indicator before and after, and what the difference is between."""
    was, is_ = (None if amount is None else amount.interval for amount in (before, after))
    if before is None or after is None:
        return Change(indicator, was, is_, None)
    return Change(indicator, was, is_, difference(before, after))


def difference(before: Amount, after: Amount) -> Interval:
    """After minus before; a part that is as unknown after as before is the same in both."""
    lows, highs = [], []
    for key in before.parts.keys() | after.parts:
        was, is_ = before.parts.get(key, (0.0, 0.0)), after.parts.get(key, (0.0, 0.0))
        if was == is_:
            ends = [end * (1 / after.whole - 1 / before.whole) for end in was]
        else:
            ends = [
                is_[0] / after.whole - was[1] / before.whole,
                is_[1] / after.whole - was[0] / before.whole,
            ]
        lows.append(min(ends))
        highs.append(max(ends))
    return Interval(*(round(fsum(each), DIGITS) + 0.0 for each in (lows, highs)))
