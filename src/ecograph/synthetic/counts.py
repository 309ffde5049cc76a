"""How many rows each table of an invented nation has, by how many firms it has."""

from collections.abc import Mapping

LEAST_FIRMS, MOST_FIRMS = 100, 5_000_000  # ids have seven digits
_PRODUCTS, _SEGMENTS, _TECHNOLOGIES = 30, 6, 5  # of a chain

# Rows for each thousand firms.
_PER_THOUSAND = {
    "organization": 8, "bank": 2, "fund": 10, "lab": 25, "university": 3, "consortium": 3,
    "person": 40, "platform": 8, "facility": 12, "policy": 8, "programme": 2,
    "financial_product": 3, "event": 6, "problem": 2, "measure": 3, "asset_type": 2,
    "mastery": 15, "development": 45, "research": 40, "incubation": 20, "collaboration": 50,
    "membership": 40, "operation": 20, "investment": 60, "shareholding": 70, "financing": 30,
    "offering": 4, "targeting": 14, "criterion": 24, "award": 10, "call": 6,
    "certification": 160, "inquiry": 2, "implementation": 8, "response": 3, "realisation": 4,
    "concern": 4, "endowment": 6, "involvement": 14, "existence": 12, "observation": 220,
    "ranking": 10, "distinction": 8,
    "doubt": 6, "possible_identity": 2, "naming": 60, "supplement": 10, "support": 40,
    "identifier": 900,
}  # fmt: skip
# Rows of a nation of any size.
_FIXED = {
    "country": 3, "area": 3, "framework": 4, "framework_element": 16,
    "indicator": 9,
}  # fmt: skip


def row_counts(firms: int) -> Mapping[str, int]:
    """The rows of each table, but for those that follow from others; cities and chains are as many
    as a nation of so many firms has, at most 300 and 40.
    """
    cities = min(300, max(4, firms // 60))
    chains = min(40, max(4, firms // 500))
    products = _PRODUCTS * chains
    found = {name: max(2, firms * per // 1000) for name, per in _PER_THOUSAND.items()}
    return _FIXED | found | {
        "firm": firms,
        "city": cities,
        "province": max(2, cities // 10),
        "city_cluster": max(2, cities // 20),
        "district": 3 * cities,
        "government_body": 2 * cities,
        "park": 2 * cities,
        "industry_chain": chains,
        "chain_segment": _SEGMENTS * chains,
        "product": products,
        "technology": _TECHNOLOGIES * chains,
        "supply_share": products // 4,
    }  # fmt: skip
