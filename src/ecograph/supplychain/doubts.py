"""The doubts that answers on supply and use rest on: whoever is told the answer is told of them."""

from dataclasses import dataclass

from ecograph.supplychain.supply_use import SupplyUse, sql_text


@dataclass(frozen=True)
class Doubts:
    """The ids of doubts by the product and by who makes it (`sources`) or needs it (`needs`)."""

    sources: dict[str, dict[str, frozenset[str]]]
    needs: dict[str, dict[str, frozenset[str]]]

    def of_need(self, product: str, needed_by: str) -> tuple[str, ...]:
        """The doubts on what is said of the sources of a product, and of why somebody needs it."""
        every = (d for of in self.sources.get(product, {}).values() for d in of)
        return tuple(sorted({*every, *self.needs.get(product, {}).get(needed_by, ())}))

    def of_source(self, product: str, who: str) -> frozenset[str]:
        """The doubts on what is said of one source of a product."""
        return self.sources.get(product, {}).get(who, frozenset())

    def of_pair(self, product: str, needed_by: str, who: str) -> tuple[str, ...]:
        """The doubts on why somebody needs a product and on one source of it."""
        need = self.needs.get(product, {}).get(needed_by, frozenset())
        return tuple(sorted(need | self.of_source(product, who)))


def doubts_of(supply_use: SupplyUse) -> Doubts:
    """All doubts on statements that say who makes, supplies or needs what."""
    found: dict[str, dict[str, dict[str, frozenset[str]]]] = {"source": {}, "need": {}}
    for role, product, who, doubt in supply_use.ask(sql_text("doubted")):
        by_who = found[role].setdefault(product, {})
        by_who[who] = by_who.get(who, frozenset()) | {doubt}
    return Doubts(found["source"], found["need"])
