"""The final products of a place: what is made there and goes into nothing else that is."""

import networkx as nx

from ecograph.supplychain.exposure import Downstream
from ecograph.supplychain.needs import chain_members, chain_products


def final_products(downstream: Downstream, chain: str | None = None) -> frozenset[str]:
    """The products made in a place, and its industries, that nothing made there requires.

    Those of a chain and its sub-chains where one is given.

    What goes into a wider product, or into what requires a wider one, is no final product either.
    Of a product and a narrower one that are both made there the narrower counts, for they may be
    one.  Of products that require one another in a circle and go into nothing else each is final.
    """
    made = frozenset(downstream.local_makers) | downstream.local_chains
    wider: dict[str, set[str]] = {}
    for product, wide in downstream.supply_use.ask("SELECT product, wide FROM wider"):
        if product != wide and product in made:
            wider.setdefault(product, set()).add(wide)
    coarse = {wide for of in wider.values() for wide in of}
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(made)
    for product in made:
        for name in (product, *wider.get(product, ())):
            users = made.intersection(downstream.users.get(name, ())) - {product}
            graph.add_edges_from((product, user) for user in users)
    ends = {
        product
        for circle in nx.strongly_connected_components(graph)
        if all(user in circle for product in circle for user in graph.successors(product))
        for product in circle
    }
    if chain is not None:
        supply_use = downstream.supply_use
        ends &= chain_members(supply_use, chain) | chain_products(supply_use, chain)
    return frozenset(ends - coarse)
