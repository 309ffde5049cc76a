"""What was searched for a gap, and how much of it the graph has: so that nothing found says why."""

from collections.abc import Iterable, Mapping

from ecograph.base.database import name_of
from ecograph.supplychain.remedy import Search
from ecograph.supplychain.supply_use import SupplyUse

# By kind of remedy: whom it is looked for among, and what statements say.  Firms are counted by
# where they are.
_BODIES = {
    "knowledge": ("lab", "university", "platform"),
    "money": ("fund", "financial_product"),
    "policy": ("policy", "programme", "measure"),
}
_SAID = {
    "local": ("production", "mastery"),
    "knowledge": ("research", "development", "incubation", "collaboration", "endowment"),
    "money": ("targeting", "investment"),
    "policy": ("targeting", "criterion", "response"),
    "outside": ("production", "supply"),
    "first-use": ("supply",),
}


class Searched:
    """How many bodies and statements there are of each kind, and the recorded searches."""

    def __init__(self, supply_use: SupplyUse, place: str, kinds: Iterable[str]) -> None:
        tables = supply_use.tables
        here = {
            who
            for (who,) in supply_use.ask(
                "SELECT entity FROM relation_located WHERE place = $place", place=place
            )
        }
        firms = set(tables.column("firm", "id"))
        local = len(firms & here)
        counts = {"local": local, "first-use": local, "outside": len(firms) - local}
        counts |= {k: sum(map(tables.count, held)) for k, held in _BODIES.items()}
        self._bodies = {k: counts[k] for k in kinds}
        self._said = {k: sum(_statements(supply_use, t) for t in _SAID[k]) for k in kinds}
        self._inquiries: dict[str, tuple[str, ...]] = {}
        for sought, key in supply_use.ask(
            "SELECT sought, id FROM inquiry WHERE is_firm(evidence, source) ORDER BY ALL"
        ):
            self._inquiries[sought] = (*self._inquiries.get(sought, ()), key)

    def of(
        self,
        gap: str,
        within: Mapping[str, int],
        farther: Mapping[str, int],
    ) -> tuple[Search, ...]:
        """What was looked at for a gap, kind by kind, and how much is farther away."""
        return tuple(
            Search(
                kind=kind,
                within=within[kind],
                farther=farther.get(kind, 0),
                looked_at=bodies,
                statements=self._said[kind],
                inquiries=self._inquiries.get(gap, ()) if kind in ("local", "outside") else (),
            )
            for kind, bodies in self._bodies.items()
        )


def _statements(supply_use: SupplyUse, table: str) -> int:
    [(count,)] = supply_use.ask(
        f"SELECT count(*) FROM {name_of(table)} WHERE is_firm(evidence, source)"
    )
    return int(count)
