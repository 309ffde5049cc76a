"""Groups of companies: who owns whom, by branches, subsidiaries and majority holdings."""

from ecograph.graph.identity import one_of
from ecograph.supplychain.statements import statement_rows
from ecograph.supplychain.supply_use import SupplyUse

_OWNED = ("branch", "subsidiary")
_MAJORITY = 0.5  # who holds more than this


def company_groups(supply_use: SupplyUse) -> dict[str, str]:
    """For each company of a group, the first of them all, which stands for the group."""
    member = ("member", "body", "role", "modality")
    owned = [
        (one, other)
        for one, other, role, modality in statement_rows(supply_use, "membership", *member)
        if modality == "exists" and role in _OWNED
    ]
    holding = ("company", "shareholder", "share", "modality")
    owned += [
        (one, other)
        for one, other, share, modality in statement_rows(supply_use, "shareholding", *holding)
        if modality == "exists" and (share or 0) > _MAJORITY
    ]
    return one_of((one, other) for one, other in owned if one and other)
