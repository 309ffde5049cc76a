"""The statements that answers rest on, with their citations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ecograph.base.database import Rows, name_of
from ecograph.supplychain.supply_use import SupplyUse, sql_text


@dataclass(frozen=True, order=True)
class Statement:
    """One statement: its table and id, the id of its first citation, its evidence and modality.

    `doubts` are the ids of those on it.
    """

    table: str
    statement: str
    citation: str
    evidence: str
    modality: str
    doubts: tuple[str, ...] = ()


def gap_statements(
    supply_use: SupplyUse, users: Mapping[str, Iterable[str]]
) -> dict[str, tuple[Statement, ...]]:
    """What is said of each product and of narrower ones, and why its users need it; sorted."""
    pairs = [(product, needed_by) for product, of in users.items() for needed_by in of]
    doubts = doubts_by_statement(supply_use)
    found: dict[str, list[Statement]] = {}
    for product, table, key, citation, evidence, modality in supply_use.ask(
        sql_text("gap_statements"),
        products=list(users),
        needed=[product for product, _ in pairs],
        users=[needed_by for _, needed_by in pairs],
    ):
        statement = Statement(table, key, citation, evidence, modality, doubts.get(key, ()))
        found.setdefault(product, []).append(statement)
    return {product: tuple(statements) for product, statements in found.items()}


def user_statements(supply_use: SupplyUse, users: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """The ids of the statements that the users of each product make what requires it."""
    pairs = [(product, user) for product, of in users.items() for user in of]
    found = supply_use.ask(
        "SELECT DISTINCT p.id FROM "
        "(SELECT unnest($needed::VARCHAR[]) AS input, unnest($users::VARCHAR[]) AS maker) u "
        "JOIN relation_requires r USING (input) JOIN wider w ON w.wide = r.requirer "
        "JOIN production p ON p.product = w.product AND p.maker = u.maker "
        "WHERE p.modality = 'exists' AND is_firm(p.evidence, p.source) ORDER BY ALL",
        needed=[product for product, _ in pairs],
        users=[user for _, user in pairs],
    )
    return frozenset(key for (key,) in found)


def doubts_by_statement(supply_use: SupplyUse) -> dict[str, tuple[str, ...]]:
    """The ids of the doubts on each statement that somebody doubts."""
    found: dict[str, list[str]] = {}
    for key, statement in supply_use.tables.rows("doubt", "id", "statement"):
        found.setdefault(statement, []).append(key)
    return {statement: tuple(sorted(keys)) for statement, keys in found.items()}


def statement_rows(supply_use: SupplyUse, table: str, *columns: str) -> Rows:
    """These columns of the statements of a table that are firm enough, sorted by their ids."""
    names = ", ".join(map(name_of, columns))
    return supply_use.ask(
        f"SELECT {names} FROM {name_of(table)} WHERE is_firm(evidence, source) ORDER BY id"
    )
