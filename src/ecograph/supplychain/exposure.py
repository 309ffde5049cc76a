"""What lies downstream of a product in a place: products, makers and chains exposed to it."""

from dataclasses import dataclass
from functools import cached_property

from ecograph.supplychain.supply_use import SupplyUse


@dataclass(frozen=True)
class Exposure:
    """Who in a place would feel the loss of a product, directly or further down.

    Each is sorted; `products` are made in the place, `chains` require it or what it goes into.
    """

    products: tuple[str, ...]
    makers: tuple[str, ...]
    chains: tuple[str, ...]

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
        found: dict[str, set[str]] = {}
        for requirer, needed, *_ in self.supply_use.rows("requires"):
            found.setdefault(needed, set()).add(requirer)
        for chain, needed, *_ in self.supply_use.rows("chain_requires"):
            found.setdefault(needed, set()).add(chain)
        for buyer, product, _ in self.supply_use.rows("consumes"):
            if buyer in self.products_and_chains:
                found.setdefault(product, set()).add(buyer)
        return found

    @cached_property
    def products_and_chains(self) -> frozenset[str]:
        """The ids of all products and chains."""
        tables = self.supply_use.tables
        return frozenset(tables["product"]["id"].to_pylist()) | self.chains

    @cached_property
    def chains(self) -> frozenset[str]:
        """The ids of all chains."""
        return frozenset(self.supply_use.tables["industry_chain"]["id"].to_pylist())

    @cached_property
    def local_makers(self) -> dict[str, set[str]]:
        """For each product made in the place, who makes it there."""
        here = {e for e, p, _ in self.supply_use.rows("located") if p == self.place}
        found: dict[str, set[str]] = {}
        for maker, product, _, _ in self.supply_use.rows("makes"):
            if maker in here:
                found.setdefault(product, set()).add(maker)
        return found

    @cached_property
    def local_chains(self) -> frozenset[str]:
        """The chains that are in the place and require something."""
        here = {b for b, p, _ in self.supply_use.rows("buyer_location") if p == self.place}
        asking = {b for b, *_ in self.supply_use.rows("chain_requires")}
        asking |= {b for b, _, _ in self.supply_use.rows("consumes")}
        return self.chains & here & asking

    @cached_property
    def total(self) -> int:
        """All products made in the place and chains in it that require something."""
        return len(self.local_makers) + len(self.local_chains)

    def of(self, product: str) -> Exposure:
        """What is exposed to a product, by way of requirements of any length."""
        seen = {product}
        todo = [product]
        while todo:
            for user in self.users.get(todo.pop(), ()):
                if user not in seen:
                    seen.add(user)
                    todo.append(user)
        seen.discard(product)
        products = seen & set(self.local_makers)
        makers = {m for p in products for m in self.local_makers[p] if m not in self.chains}
        chains = (seen & self.local_chains) | {
            m for p in products for m in self.local_makers[p] if m in self.local_chains
        }
        return Exposure(tuple(sorted(products)), tuple(sorted(makers)), tuple(sorted(chains)))
