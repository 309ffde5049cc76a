"""What lies downstream of a product in a place: products, makers and chains exposed to it."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress

from ecograph.supplychain.supply_use import SupplyUse


@dataclass(frozen=True)
class Exposure:
    """Who in a place would feel the loss of a product, directly or further down.

    Each is sorted; `products` are made in the place, `chains` require it or what it goes into.
    """

    products: tuple[str, ...]
    chains: tuple[str, ...]
    downstream: "Downstream" = field(repr=False, compare=False)

    @cached_property
    def makers(self) -> tuple[str, ...]:
        """Who makes the products in the place; no chains."""
        made_by = self.downstream.local_makers
        found = {maker for product in self.products for maker in made_by[product]}
        return tuple(sorted(found - self.downstream.chains))

    @property
    def size(self) -> int:
        """Products and chains exposed."""
        return len(self.products) + len(self.chains)


@dataclass(frozen=True)
class Downstream:
    """What supply and use require, walked from input to what is made with it, in one place."""

    supply_use: SupplyUse
    place: str

    @cached_property
    def users(self) -> dict[str, set[str]]:
        """For each input, what directly requires it: products and chains."""
        return self._sets(
            "SELECT input, requirer FROM relation_requires "
            "UNION SELECT input, needed_by FROM relation_chain_requires "
            "UNION SELECT product, needed_by FROM relation_consumes "
            "WHERE needed_by IN (SELECT id FROM product UNION ALL FROM chain)"
        )

    def _sets(self, query: str, **asked: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for key, value in self.supply_use.ask(query, **asked):
            found.setdefault(key, set()).add(value)
        return found

    @cached_property
    def chains(self) -> frozenset[str]:
        """The ids of all chains."""
        return frozenset(self.supply_use.tables.column("industry_chain", "id"))

    @cached_property
    def local_makers(self) -> dict[str, set[str]]:
        """For each product made in the place, who makes it there."""
        return self._sets(
            "SELECT m.product, m.maker FROM relation_makes m "
            "JOIN relation_located l ON l.entity = m.maker WHERE l.place = $place",
            place=self.place,
        )

    @cached_property
    def local_chains(self) -> frozenset[str]:
        """The chains that are in the place and require something."""
        found = self.supply_use.ask(
            "SELECT chain FROM chain WHERE chain IN "
            "(SELECT needed_by FROM relation_user_location WHERE place = $place) AND chain IN "
            "(SELECT needed_by FROM relation_chain_requires UNION ALL "
            "SELECT needed_by FROM relation_consumes)",
            place=self.place,
        )
        return frozenset(chain for (chain,) in found)

    @cached_property
    def total(self) -> int:
        """All products made in the place and chains in it that require something."""
        return len(self.local_makers) + len(self.local_chains)

    @cached_property
    def _reached(self) -> tuple[list[str], dict[str, int]]:
        """Names, and for each input the bits of those downstream of it, however far.

        What lies below a user lies below its inputs: the sets grow until none does.
        """
        names = sorted(self.users.keys() | {u for of in self.users.values() for u in of})
        bit = {name: 1 << i for i, name in enumerate(names)}
        direct = {name: [*of] for name, of in self.users.items()}
        below = {name: sum(bit[u] for u in of) for name, of in direct.items()}
        grown = True
        while grown:
            grown = False
            for name, of in direct.items():
                wider = below[name]
                for user in of:
                    wider |= below.get(user, 0)
                if wider != below[name]:
                    below[name], grown = wider, True
        return names, {name: bits & ~bit[name] for name, bits in below.items()}

    def of(self, product: str) -> Exposure:
        """What is exposed to a product, by way of requirements of any length."""
        names, below = self._reached
        bits = f"{below.get(product, 0):b}"
        seen = list(compress(names, map(int, reversed(bits))))  # sorted, as the names are
        products = tuple(name for name in seen if name in self.local_makers)
        chains = self.local_chains.intersection(seen).union(
            *(self._outputs[p] for p in products if p in self._outputs)
        )
        return Exposure(products, tuple(sorted(chains)), self)

    @cached_property
    def _outputs(self) -> dict[str, frozenset[str]]:
        """For each product that chains of the place make as such, these."""
        held = {p: self.local_chains & makers for p, makers in self.local_makers.items()}
        return {p: chains for p, chains in held.items() if chains}
