"""The group of each node, for brokerage and mixing: its place or its chain."""

from collections.abc import Iterable

from ecograph.base.errors import UnknownName
from ecograph.graph.columns import Tables
from ecograph.graph.containment import pairs
from ecograph.networks.network import Network
from ecograph.tables.schema import table_specs

GROUPINGS = ("place", "chain")
_LEVELS = ("city", "province", "country")


def groups(network: Network, tables: Tables, by: str) -> list[str | None]:
    """The group of each node, None where it is not known or is not one.

    place   the city that it is located in; where no city is known the province, then the country
    chain   the industry chain that it takes part in or belongs to
    An entity in two cities or two chains is of no single group: None.
    Raises UnknownName.
    """
    match by:
        case "place":
            held = _places(tables)
        case "chain":
            held = _chains(tables)
        case _:
            raise UnknownName("grouping", by, GROUPINGS, "group by " + ", ".join(GROUPINGS))
    found = (held.get(key, frozenset()) for key in network.ids)
    return [next(iter(of)) if len(of) == 1 else None for of in found]


def _places(tables: Tables) -> dict[str, frozenset[str]]:
    levels = [frozenset(tables.column(name, "id")) for name in _LEVELS]
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
    for key in tables.column("industry_chain", "id"):
        found[key] = {key}
    return {key: frozenset(chains) for key, chains in found.items()}


def _pairs(tables: Tables, name: str, first: str, second: str) -> Iterable[tuple[str, str]]:
    if table_specs()[name].kind == "entity":
        return pairs(tables, name, first, second)
    rows = tables.rows(name, first, second, "modality")
    return ((a, b) for a, b, modality in rows if modality == "exists")
