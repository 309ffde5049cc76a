"""Amounts in words: Chinese counts by ten thousands, English by millions of the base unit."""

import pytest

from ecograph.graph.amounts import amount
from ecograph.graph.labels import Labels

LABELS = Labels({})


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (300, "cny-10k", "300 万元", "3 million yuan"),
        (1498, "cny-100m", "1,498 亿元", "149.8 billion yuan"),
        (60, "cny-10k", "60 万元", "600,000 yuan"),
        (2.3, "firm-10k", "2.3 万家", "23,000"),
        (5, "count", "5", "5"),
        (12.5, "percent", "12.5%", "12.5 per cent"),
        (3, "year", "3 年", "3 years"),
        (238609.83, "cny-10k", "238,609.83 万元", "2.3860983 billion yuan"),
        (0.5, None, "0.5", "0.5"),
        (1.5, "no-such-unit", "1.5 no-such-unit", "1.5 no-such-unit"),
    ],
)
def test_each_language_writes_it_its_own_way(value, unit, zh, en) -> None:
    assert amount(value, unit, LABELS, "zh") == zh
    assert amount(value, unit, LABELS, "en") == en
