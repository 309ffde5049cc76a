"""What an import adds to entities that the region has from elsewhere: their own rows stay.

That a source has an entity too is a row of support, a further name one of naming, a value that the
row of the entity lacks one of supplement.  So each says its own source, and nothing of what a list
says is lost because another list came first.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ecograph.base.words import word
from ecograph.intake.made_rows import MadeRows, Row, Where
from ecograph.intake.minting import mark, slug
from ecograph.intake.names import label_column, plain
from ecograph.tables.schema import Column, TableSpec

_NAMES = ("label_zh", "label_en", "alt_zh", "alt_en")


@dataclass(frozen=True)
class KnownEntities:
    """The rows of the region's own entities by their ids, and what an import adds to them."""

    source: str
    rows: Mapping[str, Row]
    made: MadeRows

    def support(self, key: str, where: Where) -> None:
        """That the source has an entity too."""
        row = {"id": f"support-{key}-{self.source}", "statement": key}
        held = self.made.rows.setdefault("support", {})
        if row["id"] in held:
            self.made.repeated["support"] += 1
        else:
            held[row["id"]] = self._cited(row, where)

    def name(self, key: str, name: str, where: Where) -> None:
        """A name that nobody else gives an entity."""
        if plain(name) in {plain(n) for c in _NAMES for n in parts(self.rows[key], c)}:
            return
        alias = label_column(name).replace("label", "alt")
        row = {"id": f"naming-{key}-{mark(f'{self.source} {plain(name)}')}", "entity": key}
        self.made.rows.setdefault("naming", {}).setdefault(
            row["id"], self._cited(row | {alias: name}, where)
        )

    def fill(
        self, spec: TableSpec, column: Column, key: str, values: list[str], where: Where
    ) -> None:
        """Values of a cell: those that the row has not; what says otherwise is told."""
        known = [v for v in parts(self.rows.get(key, {}), column.name) if v]
        for value in values:
            if value in known or (known and column.type == "period" and is_finer(known[0], value)):
                continue
            if column.many or not known:
                self._supplement(column, key, value, where)
            else:
                problem = f"differs from {known[0]}, which the region has and which is kept"
                mend = "mend one, or leave it"
                self.made.reject(where, spec.name, column.name, value, problem, mend)

    def _supplement(self, column: Column, key: str, value: str, where: Where) -> None:
        zh, en = word("import.supplement")
        row = {"id": f"supplement-{key}-{column.name}-{slug(value) or mark(value)}", "entity": key}
        row |= {"filled_column": column.name, "filled_value": value}
        self.made.put("supplement", self._cited(row | {"basis_zh": zh, "basis_en": en}, where))

    def _cited(self, row: Row, where: Where) -> Row:
        return row | {"source": self.source, "locator": where.locator}


def parts(row: Row, name: str) -> list[str]:
    """The values of a cell."""
    return row.get(name, "").split("|")


def is_finer(period: str, other: str) -> bool:
    """Whether a period says another one to the month or the day."""
    return "/" not in period + other and period.startswith(other)
