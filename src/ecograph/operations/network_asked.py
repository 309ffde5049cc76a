"""The network that a question is about, what is in it, and the groups of its nodes."""

from typing import TYPE_CHECKING

from ecograph.base.errors import UsageError
from ecograph.base.results import Both
from ecograph.base.words import word
from ecograph.operations.networks_params import USUAL, OfNetwork

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecograph.base.results import Coverage, Method
    from ecograph.graph.data import Data
    from ecograph.networks.network import Network


def network_asked(
    data: "Data",
    network: str,
    *,
    place: str | None = None,
    as_of: str | None = None,
    evidence: str | None = None,
    sources: str | None = None,
    modality: tuple[str, ...] = (),
    isolated: bool = False,
) -> "Network":
    """The network of this name or .toml file, built once; see networks.building.build_network.

    Of a graph of another vocabulary it is the whole.
    """
    from ecograph.networks.building import build_network
    from ecograph.networks.specs import read_spec

    if data.resources is not None:
        cut = {"place": place, "as_of": as_of, "evidence": evidence, "sources": sources}
        return _whole(data, network, [name for name, given in cut.items() if given] + [*modality])

    def build() -> "Network":
        return build_network(
            data.tables,
            read_spec(network),
            place=place,
            as_of=as_of,
            evidence=evidence,
            sources=sources,
            modality=modality or None,
            isolated="keep" if isolated else None,
        )

    key = ("network", network, place, as_of, evidence, sources, modality, isolated)
    return build() if network.endswith(".toml") else data.kept(key, build)


def _whole(data: "Data", network: str, asked: list[str]) -> "Network":
    """The one network of a graph of another vocabulary.

    Raises UsageError for any other, and where something is asked of it that only ours can say.
    """
    from ecograph.networks.whole import WHOLE, whole_network

    if network not in (WHOLE, USUAL):
        raise UsageError(
            f"{network}: {data.name} is of another vocabulary than ours, so its one network is "
            f"{WHOLE}; take that"
        )
    if asked:
        raise UsageError(
            f"{', '.join(asked)}: {data.name} is of another vocabulary than ours, of which all "
            "counts alike; leave that out"
        )
    return data.kept(("network", WHOLE), lambda: whole_network(data.graph))


def network_of(data: "Data", p: OfNetwork) -> "Network":
    """The network that a question is about."""
    return network_asked(
        data,
        p.network,
        place=p.place,
        as_of=p.as_of,
        evidence=p.evidence,
        sources=p.sources,
        modality=p.modality,
    )


def summary(network: "Network") -> Both:
    """The network in a line: what it holds and what was left out."""
    names = (network.label_zh or network.name, network.label_en or network.name)
    counts = (len(network), network.size, network.unknown_weights)
    return sized(names, *counts, network.left_out, *of_time(network))


def sized(
    names: Both, nodes: int, edges: int, unknown: int, left_out: "Mapping[str, int]", *more: Both
) -> Both:
    """How many nodes and edges a network has, weights that are not known, what was left out."""
    parts = [word("network.size", name=names, nodes=nodes, edges=edges)]
    if unknown:
        parts.append(word("network.unknown_weights", count=unknown))
    for reason, count in left_out.items():
        why = word(f"left_out.{reason.replace(' ', '_')}")
        parts.append(word("network.left_out", why=why, count=count))
    parts += more
    return "；".join(zh for zh, _ in parts), "; ".join(en for _, en in parts)


def edges_covered(data: "Data", network: "Network", name: str) -> "Coverage":
    """How many statements are edges of a network, of those that would be if known in full."""
    from ecograph.networks.coverage import of_edges, of_whole
    from ecograph.networks.specs import read_spec

    if data.resources is not None:
        return of_whole(network)
    return of_edges(network, read_spec(name), data.tables)


def nodes_covered(
    data: "Data", network: "Network", name: str, method: "Method | None" = None
) -> "Coverage":
    """How many entities have a value in an answer about a network, else how many have an edge."""
    from ecograph.networks.coverage import of_nodes, of_whole
    from ecograph.networks.specs import read_spec

    if data.resources is not None:
        return of_whole(network, None if method is None else method.known)
    known = None if method is None else method.known
    return of_nodes(network, read_spec(name), data.tables, known)


def of_time(network: "Network") -> list[Both]:
    """How statements with and without dates were counted, where the network is of some time."""
    if network.parameters.get("as_of") is None:
        return []
    counted = ("as_of", "dated_in", "dated_out", "undated")
    return [word("network.as_of", **{name: network.parameters[name] for name in counted})]


def groups_of(data: "Data", network: "Network", by: str) -> list[str | None]:
    """The group of each node: by community found here, else by class, place or chain."""
    if by == "community":
        from ecograph.networks.communities import as_groups, communities

        return list(as_groups(communities(network)))
    from ecograph.networks.groups import groups

    if by == "class":
        return network.classes
    return groups(network, data.tables, by)
