"""What sources say that a place lacks, or has too little of: needs that are stated not to be met.

A lack is an endowment with the modality lacking, or what a problem of the place or of a chain in it
says is short (a concern with the role shortage).
"""

from dataclasses import dataclass

from ecograph.base.evidence import level_of
from ecograph.supplychain.statements import Statement
from ecograph.supplychain.supply_use import SupplyUse, sql_text


@dataclass(frozen=True)
class Lack:
    """What is lacking, who feels it (a chain, else the place), and the statements that say so."""

    needed_by: str
    asset: str
    statements: tuple[Statement, ...]
    doubts: tuple[str, ...]

    @property
    def evidence(self) -> str:
        """That of the surest statement."""
        return min((s.evidence for s in self.statements), key=level_of)


def lacks_of(supply_use: SupplyUse, place: str) -> list[Lack]:
    """The stated lacks of a place, by what is lacking and who feels it."""
    doubted: dict[str, list[str]] = {}
    for key, statement in supply_use.tables.rows("doubt", "id", "statement"):
        doubted.setdefault(statement, []).append(key)
    found: dict[tuple[str, str], list[Statement]] = {}
    for party, asset, *said in supply_use.ask(sql_text("lacks"), place=place):
        found.setdefault((asset, party), []).append(Statement(*said))
    return [
        Lack(
            needed_by=party,
            asset=asset,
            statements=tuple(statements),
            doubts=tuple(sorted({d for s in statements for d in doubted.get(s.statement, ())})),
        )
        for (asset, party), statements in sorted(found.items())
    ]
