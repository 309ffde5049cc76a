"""The yearly output that is stated of industry chains."""

from dataclasses import dataclass

from ecograph.measures.currencies import CURRENCIES
from ecograph.supplychain.supply_use import SupplyUse

OUTPUT_WORDS = ("output-value", "revenue")  # in the id of an indicator of yearly output


@dataclass(frozen=True)
class Outputs:
    """The largest yearly output or revenue that is stated of each chain, in one currency.

    Output of one chain and another has no sum: one may be a part of the other, and the one may be
    an output value where the other is a revenue.  `unit` is the currency of most of the figures,
    None where there is none.
    """

    unit: str | None
    by_chain: dict[str, float]


def stated_outputs(supply_use: SupplyUse) -> Outputs:
    """The stated yearly outputs; those of another currency than most, or of part of a year, not."""
    found: dict[str, list[tuple[str, float]]] = {}
    for about, indicator, value, unit in supply_use.ask(
        "SELECT about, indicator, base_value, base_unit FROM observation o "
        "JOIN concept c ON c.scheme = 'unit' AND c.key = o.unit "
        "WHERE is_firm(o.evidence, o.source) AND modality = 'exists' AND base_value IS NOT NULL "
        "AND about IN (FROM chain) AND list_contains($currencies::VARCHAR[], base_unit) "
        "AND (period IS NULL OR regexp_full_match(period, '[0-9]{4}')) ORDER BY ALL",
        currencies=list(CURRENCIES),
    ):
        if any(word in indicator for word in OUTPUT_WORDS):
            found.setdefault(unit, []).append((about, value))
    if not found:
        return Outputs(None, {})
    unit, stated = min(found.items(), key=lambda of: (-len(of[1]), of[0]))
    largest: dict[str, float] = {}
    for chain, value in stated:
        largest[chain] = max(value, largest.get(chain, value))
    return Outputs(unit, largest)
