"""What sources say that a place lacks, or has too little of: needs that are stated not to be met.

A lack is an endowment with the modality lacking, or what a problem of the place or of a chain in it
says is short (a concern with the role shortage).
"""

from dataclasses import dataclass

from ecograph.base.evidence import level_of
from ecograph.supplychain.statements import Statement, doubts_by_statement
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
    doubts = doubts_by_statement(supply_use)
    found: dict[tuple[str, str], list[Statement]] = {}
    rows = supply_use.ask(sql_text("lacks"), place=place)
    for party, asset, table, key, citation, evidence, modality in rows:
        statement = Statement(table, key, citation, evidence, modality, doubts.get(key, ()))
        found.setdefault((asset, party), []).append(statement)
    return [
        Lack(
            needed_by=party,
            asset=asset,
            statements=tuple(statements),
            doubts=tuple(sorted({d for s in statements for d in s.doubts})),
        )
        for (asset, party), statements in sorted(found.items())
    ]
