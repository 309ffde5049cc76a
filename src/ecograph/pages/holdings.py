"""What a graph holds, where nothing in it says who needs what: its classes and the best known."""

from collections import Counter
from typing import Any

from ecograph.pages.gaps import named
from ecograph.pages.site_data import SiteData
from ecograph.tables.schema import table_specs

MOST_NAMED = 6  # entities of a class that are named
_CITING = ("source", "said_by")  # columns that say who says it, not of what it speaks


def holdings_of(site_data: SiteData) -> list[dict[str, Any]]:
    """Each class with how many there are, and those that most statements speak of, most first."""
    spoken = _statements_about(site_data)
    by_class: dict[str, list[str]] = {}
    for key, class_name in site_data.tables.class_of.items():
        by_class.setdefault(class_name, []).append(key)
    rows = []
    for class_name, keys in sorted(by_class.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        known = sorted((k for k in keys if spoken[k]), key=lambda k: (-spoken[k], k))
        rows.append(
            {
                "label": site_data.term(class_name),
                "count": len(keys),
                "known": [named(site_data, key, "") for key in known[:MOST_NAMED]],
            }
        )
    return rows


def _statements_about(site_data: SiteData) -> Counter[str]:
    """How many statements speak of each entity."""
    found: Counter[str] = Counter()
    for spec in table_specs().values():
        ends = [c.name for c in spec.columns.values() if c.type == "ref" and c.name not in _CITING]
        if spec.kind == "statement" and ends:
            for row in site_data.tables.rows(spec.name, *ends):
                found.update(key for key in row if isinstance(key, str))
    return found
