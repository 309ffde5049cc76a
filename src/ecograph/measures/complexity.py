"""How complex what a place has is, and how complex an activity is: ECI and PCI.

ECI is the z-score of the eigenvector of the second largest eigenvalue of M̃ = D⁻¹ M U⁻¹ Mᵀ, with M
the 0/1 matrix places by activities, D the diversities and U the ubiquities; its sign makes it rise
with diversity.  PCI is the z-score of U⁻¹ Mᵀ times that eigenvector: the mean of the places that
have the activity (Hidalgo & Hausmann 2009, PNAS 106:10570; Hausmann et al. 2014, The Atlas of
Economic Complexity).

It says how places differ in whom they resemble, which few places do not tell: one with a single
rare activity may come first.

>>> eci_pci([[1, 1, 1, 1], [0, 1, 0, 0], [0, 0, 1, 1], [0, 0, 0, 1]]).eci.round(4)
array([-0.0754, -1.6029,  0.7478,  0.9305])
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ecograph.base.errors import UsageError
from ecograph.base.results import Both
from ecograph.base.words import word
from ecograph.measures.amounts import FloatMatrix, FloatVector
from ecograph.measures.relatedness import FEWEST_PLACES, checked_presence

FEWEST = 3  # on two places it is always 1 and -1
_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Complexity:
    """ECI of each place and PCI of each activity; `notes` warn, in zh and en, of few places."""

    eci: FloatVector
    pci: FloatVector
    notes: tuple[Both, ...]


def eci_pci(present: Any) -> Complexity:
    """ECI and PCI of a 0/1 matrix places by activities.

    Raises UsageError where it is none, where there are fewer than three places, where a place has
    no activity or an activity no place, and where the index is not determined: the places fall
    into groups with nothing in common, are all alike, or are equally diverse.
    """
    held = checked_presence(present)
    _refuse_few(held)
    number, places = held.sum(axis=1), held.sum(axis=0)
    # D^½ M̃ D^-½ is symmetric, so its eigenvectors are real, and the same on every machine.
    half = held / np.sqrt(number)[:, None] / np.sqrt(places)
    values, vectors = np.linalg.eigh(half @ half.T)
    _refuse_undetermined(values[::-1], held)
    vector = vectors[:, -2] / np.sqrt(number)
    spread, around = number - number.mean(), vector - vector.mean()
    alike = float(spread @ around)
    if abs(alike) <= _ROUNDING * np.linalg.norm(spread) * np.linalg.norm(around):
        raise UsageError(
            "the complexity of these places does not go with how many activities they have, so "
            "which end is the complex one cannot be told; compare more places or more activities"
        )
    vector = vector * np.sign(alike)
    few = word("note.few_places_eci", places=len(held), least=FEWEST_PLACES)
    notes = (few,) if len(held) < FEWEST_PLACES else ()
    return Complexity(_z_score(vector), _z_score(held.T @ vector / places), notes)


def _refuse_few(held: FloatMatrix) -> None:
    if len(held) < FEWEST:
        raise UsageError(
            f"economic complexity needs at least three places, and is no more than a hint on "
            f"fewer than {FEWEST_PLACES}; there are {len(held)}"
        )
    for axis, what, has in ((1, "place", "no activity"), (0, "activity", "no place")):
        empty = np.flatnonzero(held.sum(axis=axis) == 0)
        if len(empty):
            shown = ", ".join(str(i + 1) for i in empty[:5])
            raise UsageError(
                f"{len(empty)} of them, number {shown}, has {has}, so its complexity is not "
                f"defined; leave out each {what} that is empty"
            )


def _refuse_undetermined(values: FloatVector, held: FloatMatrix) -> None:
    """`values` are the eigenvalues, the largest first, which is 1."""
    groups = int((values > 1 - _ROUNDING).sum())
    if groups > 1:
        raise UsageError(
            f"these places fall into {groups} groups that share no activity, so their complexity "
            "cannot be compared; measure each group alone, or take broader activities"
        )
    if values[1] < _ROUNDING:
        raise UsageError(
            "these places are all alike in what they have, so none is more complex than another; "
            "compare more places or narrower activities"
        )
    if values[1] - values[2] < _ROUNDING:
        raise UsageError(
            "the second and the third eigenvalue of these places are equal, so more than one "
            "order fits them; compare more places or more activities"
        )


def _z_score(vector: FloatVector) -> FloatVector:
    found: FloatVector = (vector - vector.mean()) / vector.std()
    return found
