"""Coupling coordination of subsystems, such as the five chains of an innovation ecosystem.

C = n (Π u_i)^(1/n) / Σ u_i, T = Σ a_i u_i, D = √(C T); the form with n-th root, so that C of equal
scores is 1 whatever n is.  Source: the physics of coupled systems by way of Illingworth 1996, *The
Penguin Dictionary of Physics*; in regional science since Liao 1999, 热带地理 19(2), 171-177.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod, sqrt

from ecograph.base.errors import UsageError


@dataclass(frozen=True)
class Coupling:
    """How much subsystems move together (`degree`), how far they are (`level`), and both."""

    degree: float
    level: float
    coordination: float


def coupling(scores: Sequence[float], weights: Sequence[float] | None = None) -> Coupling:
    """The coupling coordination of scores in (0, 1], weighted equally unless `weights` are given.

    Raises UsageError for a score that is no part of one or weights that do not sum to one.

    Example:
        >>> coupling([1, 0.25]).coordination
        0.7071067811865476
    """
    n = len(scores)
    if not n or any(not 0 < u <= 1 for u in scores):
        raise UsageError("scores: each must be above 0 and at most 1; leave out what is not known")
    held = [1 / n] * n if weights is None else list(weights)
    if len(held) != n or any(a < 0 for a in held) or abs(sum(held) - 1) > 1e-9:
        raise UsageError("weights: one for each score, none below 0, 1 together")
    degree = n * prod(scores) ** (1 / n) / sum(scores)
    level = sum(a * u for a, u in zip(held, scores, strict=True))
    return Coupling(degree, level, sqrt(degree * level))
