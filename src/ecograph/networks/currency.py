"""Weights that are money count in one currency: that of most of the rows that state one."""

from dataclasses import replace

from ecograph.base.database import Database, name_of
from ecograph.measures.currencies import CURRENCIES
from ecograph.networks.specs import NetworkSpec


def with_currency(database: Database, spec: NetworkSpec) -> NetworkSpec:
    """The same, with the currency of most of its rows where a weight is money."""
    rules = []
    for rule in spec.edges:
        if rule.unit == "money":
            found = database.rows(
                f"SELECT base_unit FROM {name_of(rule.table)} t JOIN concept c "
                "ON c.scheme = 'unit' AND c.key = t.unit "
                "WHERE list_contains($currencies::VARCHAR[], base_unit) "
                "GROUP BY base_unit ORDER BY count(*) DESC, base_unit LIMIT 1",
                {"currencies": list(CURRENCIES)},
            )
            rule = replace(rule, unit=found[0][0] if found else "cny")
        rules.append(rule)
    return replace(spec, edges=tuple(rules))
