"""Multi-tier local content: the share of an end product's whole input tree that is made locally.

For input shares w[p, q] with sum_q w[p, q] <= 1 and m_R(p) the locally made share of p:
L = m * (1 - W 1) + W L, solved as (I - W) L = m * (1 - W 1).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ecograph.base.errors import CannotDo, UsageError
from ecograph.base.results import Interval
from ecograph.measures.concentration import TOLERANCE
from ecograph.supplychain.need_states import Need
from ecograph.supplychain.supply_use import SupplyUse, local_products

Weights = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class LocalContent:
    """Local content of an end product, between what is known local and what may be.

    `known_weight` is the sum of the shares of its direct inputs; the rest is its own value added.
    """

    product: str
    interval: Interval
    tree: tuple[str, ...]
    known_weight: float


def local_content(weights: Weights, local: Mapping[str, float]) -> dict[str, float]:
    """The local content L of every product in `weights` or `local`.

    `weights[p][q]` is the share of input q in the value of p, `local[p]` the locally made share
    of p (0 where missing).  Raises UsageError for shares outside [0, 1] or over 1 in sum,
    CannotDo where the spectral radius of W is 1 or more.
    """
    import numpy as np

    names = sorted(set(weights) | {q for qs in weights.values() for q in qs} | set(local))
    index = {name: i for i, name in enumerate(names)}
    matrix = np.zeros((len(names), len(names)))
    for product, inputs in weights.items():
        for needed, share in inputs.items():
            if not 0 <= share <= 1:
                raise UsageError(
                    f"{product} requires {needed}: share {share:g} is not a fraction in [0, 1]; "
                    "write 61 % as 0.61"
                )
            matrix[index[product], index[needed]] = share
        total = matrix[index[product]].sum()
        if total > 1 + TOLERANCE:
            raise UsageError(
                f"the inputs of {product} have shares that sum to {total:g}, more than 1; "
                "mend column share of requirement"
            )
    if names and max(abs(np.linalg.eigvals(matrix))) >= 1 - TOLERANCE:
        raise CannotDo(
            "the input shares go round in a circle that adds no value (spectral radius of 1 or "
            "more), so local content is not defined; mend column share of requirement"
        )
    made = np.array([local.get(name, 0.0) for name in names])
    own = made * (1 - matrix.sum(axis=1))
    solved = np.linalg.solve(np.eye(len(names)) - matrix, own)
    return {name: float(solved[i]) for name, i in index.items()}


def content_of(
    supply_use: SupplyUse, place: str, product: str, needs: list[Need]
) -> LocalContent | None:
    """The local content of a product in a place; None where no share of its inputs is recorded.

    What is linked locally counts as local, what may be only in the upper bound.
    """
    weights = _tree(supply_use, product)
    if not weights:
        return None
    members = sorted(set(weights) | {q for qs in weights.values() for q in qs})
    made = local_products(supply_use, place)
    of_product: dict[str, list[Need]] = {}
    for need in needs:
        of_product.setdefault(need.product, []).append(need)
    low, high = {}, {}
    for member in members:
        if member == product:
            low[member] = high[member] = 1.0 if member in made else 0.0
            continue
        held = of_product.get(member, [])
        linked = bool(held) and all(n.state == "linked-local" for n in held)
        low[member] = 1.0 if linked else 0.0
        high[member] = 1.0 if not held or any(n.may_meet for n in held) else 0.0
    bounds = [local_content(weights, m)[product] for m in (low, high)]
    known = sum(weights[product].values())
    return LocalContent(product, Interval(min(bounds), max(bounds)), tuple(members), known)


def _tree(supply_use: SupplyUse, product: str) -> dict[str, dict[str, float]]:
    """The recorded input shares of a product and of its inputs, as far down as they go."""
    direct: dict[str, dict[str, float]] = {}
    for p, q, share in supply_use.ask(
        "SELECT requirer, input, share FROM requirement WHERE share IS NOT NULL "
        "AND modality = 'exists' AND is_firm(evidence, source) AND requirer <> input ORDER BY id"
    ):
        direct.setdefault(p, {})[q] = share
    found: dict[str, dict[str, float]] = {}
    todo = [product] if product in direct else []
    while todo:
        at = todo.pop()
        if at in direct and at not in found:
            found[at] = direct[at]
            todo += direct[at]
    return found
