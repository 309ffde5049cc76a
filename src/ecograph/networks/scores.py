"""One value a node: what most network measures return, and how a ranking breaks ties."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ecograph.base.errors import UsageError
from ecograph.base.evidence import WEAKEST
from ecograph.base.results import Measurement, Method, Parameter
from ecograph.networks.engines.simple_graph import SimpleGraph
from ecograph.networks.network import Floats, Ints, Network, take

DIGITS = 10  # values equal to so many digits are a tie: engines differ in the last ones


@dataclass(frozen=True, eq=False)
class Scores:
    """A measure of every node of a network.

    values  one a node, nan where the measure is not defined
    errors  standard error of each value where it was sampled
    """

    method: Method
    network: Network
    values: Floats
    errors: Floats | None = None

    def order(self) -> Ints:
        """The nodes from the highest value to the lowest, ties by id, undefined ones left out."""
        return ranking(self.values)

    def measurements(self) -> Iterator[Measurement]:
        """The defined values, with two standard errors around them where sampled."""
        for i in self.order().tolist():
            value = float(self.values[i])
            spread = None if self.errors is None else 2 * float(self.errors[i])
            yield Measurement(
                self.method.definition,
                self.network.ids[i],
                value,
                None if spread is None else value - spread,
                None if spread is None else value + spread,
            )


def rounded(values: npt.NDArray[np.float64]) -> Floats:
    """The values to DIGITS significant digits."""
    with np.errstate(divide="ignore", invalid="ignore"):
        power = DIGITS - 1 - np.floor(np.log10(np.abs(values)))
        scale = 10.0 ** np.where(np.isfinite(power), power, 0.0)
        return np.asarray(np.round(values * scale) / scale)


def ranking(values: Floats) -> Ints:
    """The numbers of the defined values, highest first; equal values in their own order."""
    held = rounded(values)
    order = np.argsort(-held, kind="stable")
    return np.asarray(order[: int(np.count_nonzero(~np.isnan(held)))], dtype=np.int64)


def ranks(values: Floats) -> Ints:
    """The rank of each node, 1 the highest, equal values the same rank; 0 where undefined."""
    order = ranking(values)
    held = rounded(values)[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = held[1:] != held[:-1]
    place = np.zeros(len(values), dtype=np.int64)
    place[order] = np.maximum.accumulate(np.where(new, np.arange(1, len(order) + 1), 0))
    return place


def require_nodes(network: Network) -> None:
    """Raises UsageError where the network has no node, saying what was left out and why."""
    if len(network):
        return
    reasons = ", ".join(f"{n} {reason}" for reason, n in network.left_out.items())
    raise UsageError(
        f"{network.name}: the network has no node: {len(network.isolated)} entities of its classes "
        f"have no edge{f'; statements left out: {reasons}' if reasons else ''}; "
        "take another network, place or date, or more evidence"
    )


def method_of(
    network: Network,
    simple: SimpleGraph,
    definition: str,
    known: int | None = None,
    *,
    seed: int | None = None,
    error: float | None = None,
    **parameters: Parameter,
) -> Method:
    """The method of a measure of a network: its network, direction, weights, what was left out.

    `known` nodes of all nodes and isolated nodes have a value; `simple` is what counted.
    """
    given = network.parameters
    held: dict[str, Parameter] = {k: v for k, v in given.items() if k not in ("place", "evidence")}
    held |= {
        "directed": simple.directed,
        "weighted": simple.weighted,
        "nodes": len(network),
        "edges": network.size,
        "simple_edges": simple.m,
        "isolated": len(network.isolated),
        "doubted_edges": sum(map(bool, network.edges["doubts"])) or None,
        "unknown_weights": simple.unknown or None,
        "loops_left_out": simple.loops_left_out or None,
    }
    if network.left_out:
        held["left_out"] = ", ".join(f"{k} {v}" for k, v in network.left_out.items())
    return Method(
        definition=definition,
        place=given.get("place"),
        parameters={k: v for k, v in (held | parameters).items() if v is not None},
        known=len(network) if known is None else known,
        total=len(network) + len(network.isolated),
        evidence=str(given.get("evidence") or WEAKEST),
        seed=seed,
        error=error,
    )


def with_edges(network: Network, keep: npt.NDArray[np.bool_]) -> Network:
    """The same nodes with some of the edges."""
    return replace(
        network,
        edges=take(network.edges, keep),
        source=network.source[keep],
        target=network.target[keep],
        weight=network.weight[keep],
    )


def statements_between(network: Network, pairs: Sequence[tuple[int, ...]]) -> list[list[int]]:
    """The edges between the two nodes of each pair, in either direction, by number."""
    n = len(network)
    low = np.minimum(network.source, network.target)
    key = low * n + np.maximum(network.source, network.target)
    order = np.argsort(key, kind="stable")
    key = key[order]
    wanted = np.array([min(p) * n + max(p) for p in pairs], dtype=np.int64)
    begins, ends = (np.searchsorted(key, wanted, side=x).tolist() for x in ("left", "right"))
    return [order[b:e].tolist() for b, e in zip(begins, ends, strict=True)]
