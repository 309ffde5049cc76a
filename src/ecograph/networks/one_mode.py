"""One-mode projection: nodes of some classes vanish, and what they joined is joined directly."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ecograph.base.errors import TooLarge, UsageError
from ecograph.base.evidence import EVIDENCE
from ecograph.networks.network import (
    EDGE_COLUMNS,
    Columns,
    Floats,
    Ints,
    Network,
    Objects,
    keep_touched_nodes,
    objects,
)
from ecograph.networks.specs import OneMode
from ecograph.tables.schema import superclasses

Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int8]
MOST_PAIRS = 50_000_000  # at about 40 bytes each
_EVIDENCE = (*EVIDENCE, "")  # from the firmest to the weakest


def one_mode_projection(network: Network, rule: OneMode, keep_isolated: bool = False) -> Network:
    """The network without the nodes of `rule.through`, whose neighbours are joined instead.

    shared: a and b are joined where both touch x, in whatever direction; path: a -> b where
    a -> x -> b. Weight: `count` is the number of such x; `newman` (Newman 2001, Phys. Rev. E
    64:016132) the sum of 1 / (degree of x - 1). An edge carries the x in `via`, and the weakest
    evidence of the statements it rests on, and the doubts on them; a statement counts once for a
    pair however often it is made. Edges that touch no x are left out and counted.
    Raises TooLarge above MOST_PAIRS pairs, UsageError where no x is there to project through.
    """
    middle = _is_middle(network, rule)
    into, out = middle[network.target], middle[network.source]
    crossing = into != out
    left_out = dict(network.left_out)
    if gone := int((~crossing).sum()):
        left_out["touches nothing to project through"] = gone
    first, second, via, evidence = _pairs(network, rule, into & crossing, out & crossing)
    (a, b), starts = _runs(first, second, len(network))
    each = np.ones(len(via)) if rule.weight == "count" else _weigh(network, middle, crossing)[via]
    weakest = np.maximum.reduceat(evidence, starts) if len(starts) else evidence
    doubts = _doubts(network, middle, (first, second, via), starts)
    projected = replace(
        network,
        edges=_describe(network, rule, (a, b), (via, starts), weakest) | {"doubts": doubts},
        source=a,
        target=b,
        weight=np.add.reduceat(each, starts) if len(starts) else np.zeros(0),
        directed=network.directed and rule.rule == "path",
        weighted=True,
        left_out=left_out,
        parameters=network.parameters
        | {
            "projected_through": " ".join(rule.through),
            "projection_rule": rule.rule,
            "projection_weight": rule.weight,
        },
    )
    return keep_touched_nodes(projected, ~middle, keep_isolated)


def _doubts(network: Network, middle: Mask, held: tuple[Ints, Ints, Ints], starts: Ints) -> Objects:
    """For each run of pairs and what joins them, the doubts on the edges that it stands for."""
    first, second, via = held
    found: dict[int, set[str]] = {}
    for edge in np.flatnonzero([bool(d) for d in network.edges["doubts"]]).tolist():
        x, other = network.source[edge], network.target[edge]
        if not middle[x]:
            x, other = other, x
        touched = np.flatnonzero((via == x) & ((first == other) | (second == other)))
        for run in set((np.searchsorted(starts, touched, side="right") - 1).tolist()):
            found.setdefault(run, set()).update(network.edges["doubts"][edge].split())
    return objects(" ".join(sorted(found[i])) if i in found else None for i in range(len(starts)))


def _is_middle(network: Network, rule: OneMode) -> Mask:
    wanted = set(rule.through)
    above = superclasses()
    middle = np.array([bool(above[str(c)] & wanted) for c in network.classes], dtype=bool)
    if len(network) and not middle.any():
        raise UsageError(
            f"{network.name}: has no node of class {' or '.join(rule.through)} to project through"
        )
    return middle


def _weigh(network: Network, middle: Mask, crossing: Mask) -> Floats:
    """What each node that vanishes counts: 1 / (its number of different neighbours - 1)."""
    s, t = network.source[crossing], network.target[crossing]
    pairs = np.unique(np.where(middle[s], s, t) * len(network) + np.where(middle[s], t, s))
    degree = np.bincount(pairs // max(len(network), 1), minlength=len(network))
    return np.asarray(1.0 / np.maximum(degree - 1, 1))


def _pairs(
    network: Network, rule: OneMode, into: Mask, out: Mask
) -> tuple[Ints, Ints, Ints, Codes]:
    """Every pair of neighbours of an x, with x and the evidence, sorted by pair, then by x."""
    n = len(network)
    evidence = _evidence_codes(network)
    s, t = network.source, network.target
    if rule.rule == "shared":
        middle = np.concatenate([t[into], s[out]])
        other = np.concatenate([s[into], t[out]])
        left = right = _distinct(middle, other, np.concatenate([evidence[into], evidence[out]]), n)
    else:
        left = _distinct(t[into], s[into], evidence[into], n)
        right = _distinct(s[out], t[out], evidence[out], n)
    starts = np.searchsorted(right[0], left[0], side="left")
    counts = np.searchsorted(right[0], left[0], side="right") - starts
    total = int(counts.sum())
    if total > MOST_PAIRS:
        raise TooLarge(
            f"{network.name}: collapsing makes {total} pairs (limit {MOST_PAIRS}), because some "
            "nodes join very many others; narrow it with --place, or use the two-mode network"
        )
    row = np.repeat(np.arange(len(counts)), counts)
    at = (
        np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(starts, counts)
    )
    a, b, via = left[1][row], right[1][at], left[0][row]
    weakest = np.maximum(left[2][row], right[2][at])
    wanted = a < b if rule.rule == "shared" else a != b
    a, b, via, weakest = a[wanted], b[wanted], via[wanted], weakest[wanted]
    order = np.lexsort((via, b, a))
    return a[order], b[order], via[order], weakest[order]


def _distinct(middle: Ints, other: Ints, evidence: Codes, n: int) -> tuple[Ints, Ints, Codes]:
    """Each (x, neighbour) once, sorted, with the firmest evidence that says it."""
    order = np.lexsort((evidence, other, middle))
    middle, other, evidence = middle[order], other[order], evidence[order]
    first = np.ones(len(middle), dtype=bool)
    first[1:] = (middle[1:] != middle[:-1]) | (other[1:] != other[:-1])
    return middle[first], other[first], evidence[first]


def _runs(first: Ints, second: Ints, n: int) -> tuple[tuple[Ints, Ints], Ints]:
    """The different pairs of a sorted list of pairs, and where each begins."""
    new = np.ones(len(first), dtype=bool)
    new[1:] = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
    starts = np.flatnonzero(new)
    return (first[starts], second[starts]), starts


def _evidence_codes(network: Network) -> Codes:
    held = network.edges["evidence"]
    codes = np.full(len(held), len(_EVIDENCE) - 1, dtype=np.int8)
    for code, name in enumerate(EVIDENCE):
        codes[held == name] = code
    return codes


def _describe(
    network: Network,
    rule: OneMode,
    pairs: tuple[Ints, Ints],
    runs: tuple[Ints, Ints],
    evidence: Codes,
) -> Columns:
    """EDGE_COLUMNS and `via` of the new edges; `via` joins the ids of the x with |."""
    ids = network.nodes["id"]
    (a, b), (via, starts) = pairs, runs
    ends = pairwise([*starts.tolist(), len(via)])
    mark = "~" if rule.rule == "shared" else "--"
    name = f"one-mode:{'-'.join(rule.through)}"
    return {c: np.full(len(a), None, dtype=np.object_) for c in EDGE_COLUMNS} | {
        "id": ids[a] + mark + ids[b],
        "predicate": np.full(len(a), name, dtype=np.object_),
        "evidence": objects(_EVIDENCE)[evidence],
        "via": objects("|".join(ids[via[start:end]]) for start, end in ends),
    }
