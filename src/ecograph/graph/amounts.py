"""Amounts in words: a number with its unit, as readers of each language write it."""

from ecograph.graph.labels import Labels
from ecograph.tables.schema import unit_bases, unit_factors

_LARGE = ((1e9, "billion"), (1e6, "million"))
_BARE = ("count", "")  # of these the number says all
_NO_SPACE = ("percent",)


def amount(value: float, unit: str | None, labels: Labels, language: str) -> str:
    """A number with its unit, without one where it only counts.

    Chinese counts by ten thousands; in English the number is in the base unit, by millions.

    >>> amount(300, "cny-10k", labels, "en")
    '3 million yuan'
    """
    unit = unit or ""
    if language != "zh" and unit_bases().get(unit, unit) in unit_bases():
        value, unit = value * unit_factors().get(unit, 1.0), unit_bases().get(unit, unit)
    number = _by_millions(value) if language != "zh" else _plain(value)
    if unit in _BARE:
        return number
    space = "" if unit in _NO_SPACE and language == "zh" else " "
    return f"{number}{space}{labels.code('unit', unit, language)}"


def _by_millions(value: float) -> str:
    for size, name in _LARGE:
        if abs(value) >= size:
            return f"{value / size:,.12g} {name}"
    return _plain(value)


def _plain(value: float) -> str:
    """With commas, without an exponent."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.12g}"
