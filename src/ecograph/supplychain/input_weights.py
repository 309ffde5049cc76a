"""What a need weighs in all that goes into what its user makes, as far as sources weigh inputs.

weight of a need = the share of its product in the weights of all inputs of what the user makes,
as one source weighs them (a share of the value, an amount, a count); the mean over what the user
makes.  So all inputs of one user weigh 1.  A need that nobody weighs counts as the mean of those
that are weighed; where none is, all weigh the same.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from ecograph.supplychain.need_states import Need
from ecograph.supplychain.supply_use import SupplyUse


@dataclass(frozen=True)
class InputWeights:
    """The weights of needs: those that sources tell, by user and product, and their mean."""

    told: dict[tuple[str, str], float]
    mean: float

    def is_told(self, need: Need) -> bool:
        """Whether a source says what the need weighs."""
        return (need.needed_by, need.product) in self.told

    def sum(self, needs: Iterable[Need]) -> float:
        """What needs weigh together, in inputs of one user; without weights their number."""
        return math.fsum(self.told.get((n.needed_by, n.product), self.mean) for n in needs)


def input_weights(supply_use: SupplyUse, needs: Iterable[Need]) -> InputWeights:
    """The weights of needs, those of which no source speaks at the mean of these needs."""
    asked = {(n.needed_by, n.product) for n in needs}
    rows = supply_use.rows("input_share")
    told = {(user, product): share for user, product, share in rows if (user, product) in asked}
    return InputWeights(told, math.fsum(told.values()) / len(told) if told else 1.0)
