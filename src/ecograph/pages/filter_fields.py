"""The fields by which the rows of a table can be filtered, made from the values that rows have."""

from typing import Any

from ecograph.base.evidence import EVIDENCE, level_of
from ecograph.base.results import Both
from ecograph.base.words import word as text
from ecograph.pages.site_data import SiteData


def filter_fields(
    site_data: SiteData, rows: list[dict[str, Any]], names: tuple[str, ...]
) -> list[dict[str, Any]]:
    """Each field with its values, by how many rows have them; a cell is a key or several."""
    fields = []
    for name in names:
        counts: dict[str, int] = {}
        for row in rows:
            for value in [row[name]] if isinstance(row[name], str) else row[name]:
                counts[value] = counts.get(value, 0) + 1
        ordered = sorted(counts, key=lambda v: (_order(name, v), -counts[v], v))
        options = [(v, _label(site_data, name, v), counts[v]) for v in ordered]
        fields.append({"name": name, "label": text(f"firms.{name}"), "options": options})
    return fields


def _order(name: str, value: str) -> int:
    return level_of(value) if name == "evidence" and value in EVIDENCE else 0


def _label(site_data: SiteData, name: str, value: str) -> Both:
    if name == "rung":
        return site_data.code("firm-ladder", value)
    if name == "kind":
        return site_data.code("gap-kind", value)
    if name == "evidence":
        return text(f"evidence.{value}")
    if site_data.is_a(value, "Country") and value in site_data.wider:
        return text("atlas.only_country")
    return site_data.label(value)
