"""The statements that a gap rests on, with their citations."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ecograph.base.evidence import is_in
from ecograph.graph.columns import Tables
from ecograph.graph.containment import pairs, reach
from ecograph.supplychain.supply_use import SupplyUse


@dataclass(frozen=True, order=True)
class Statement:
    """One statement: its table and id, the id of its first citation, its evidence and modality."""

    table: str
    statement: str
    citation: str
    evidence: str
    modality: str


@dataclass(frozen=True)
class StatementIndex:
    """The statements of supply and use by the product or technology that they are about."""

    supply_use: SupplyUse

    @cached_property
    def by_product(self) -> dict[str, list[tuple[Statement, dict[str, Any]]]]:
        """Statements of supply, production, mastery and requirement, by what they are about."""
        found: dict[str, list[tuple[Statement, dict[str, Any]]]] = {}
        for table, column in _ABOUT.items():
            for row in statement_rows(self.supply_use.tables, table, self.supply_use.evidence):
                found.setdefault(row[column], []).append((_statement(table, row), row))
        return found

    @cached_property
    def narrower(self) -> dict[str, set[str]]:
        """For each product, the products directly under it."""
        found: dict[str, set[str]] = {}
        for narrow, wide in pairs(self.supply_use.tables, "product", "id", "broader"):
            found.setdefault(wide, set()).add(narrow)
        return found

    def of(self, product: str, buyers: frozenset[str]) -> tuple[Statement, ...]:
        """What is said of a product and narrower ones, and why these buyers need it; sorted.

        A requirement counts where a buyer is or makes what requires the product.
        """
        found: set[Statement] = set()
        needed_by = set(buyers)
        for maker, made, _, _ in self.supply_use.rows("makes"):
            if maker in buyers:
                needed_by.add(made)
        for key in reach(product, self.narrower):
            for statement, row in self.by_product.get(key, ()):
                if statement.table == "requirement":
                    if key == product and row["requirer"] in needed_by:
                        found.add(statement)
                else:
                    found.add(statement)
        return tuple(sorted(found))


_ABOUT = {
    "requirement": "input",
    "supply": "product",
    "production": "product",
    "mastery": "mastered",
}


def statement_rows(tables: Tables, table: str, least: str) -> list[dict[str, Any]]:
    """The rows of a statement table in the evidence let in, as dictionaries."""
    rows: list[dict[str, Any]] = tables[table].to_pylist()
    return [r for r in rows if is_in(r["evidence"], least)]


def _statement(table: str, row: dict[str, Any]) -> Statement:
    return Statement(table, row["id"], row["citation"], row["evidence"], row["modality"])
