"""The group of each node, for brokerage and mixing: its class, its place or its chain."""

from collections.abc import Iterator

from ecograph.base.errors import UnknownName
from ecograph.graph.columns import Tables
from ecograph.networks.network import Network

GROUPINGS = ("class", "place", "chain")
_LEVELS = ("city", "province", "country")


def groups(network: Network, tables: Tables, by: str) -> list[str | None]:
    """The group of each node, None where it is not known or is not one.

    class   the class of the entity
    place   the city that it is located in; where no city is known the province, then the country
    chain   the industry chain that it takes part in or belongs to
    An entity in two cities or two chains is of no single group: None.
    Raises UnknownName.
    """
    match by:
        case "class":
            return network.classes
        case "place":
            held = _places(tables)
        case "chain":
            held = _chains(tables)
        case _:
            raise UnknownName("grouping", by, GROUPINGS, "group by " + ", ".join(GROUPINGS))
    found = (held.get(key, frozenset()) for key in network.ids)
    return [next(iter(of)) if len(of) == 1 else None for of in found]


def _places(tables: Tables) -> dict[str, frozenset[str]]:
    levels = [frozenset(tables[name]["id"].to_pylist()) for name in _LEVELS]
    found = {}
    for key, within in tables.places_of.items():
        found[key] = next((held for level in levels if (held := within & level)), frozenset())
    return found


def _chains(tables: Tables) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for key, chain in (
        *_pairs(tables, "participation", "participant", "chain"),
        *_pairs(tables, "product", "id", "chain"),
        *_pairs(tables, "technology", "id", "chain"),
    ):
        found.setdefault(key, set()).add(chain)
    for key in tables["industry_chain"]["id"].to_pylist():
        found[key] = {key}
    return {key: frozenset(chains) for key, chains in found.items()}


def _pairs(tables: Tables, name: str, first: str, second: str) -> Iterator[tuple[str, str]]:
    table = tables[name]
    exists = table["modality"].to_pylist() if "modality" in table.column_names else None
    for i, (a, b) in enumerate(
        zip(table[first].to_pylist(), table[second].to_pylist(), strict=True)
    ):
        if exists is None or exists[i] == "exists":
            for each in b if isinstance(b, list) else [b]:
                if a is not None and each is not None:
                    yield a, each
