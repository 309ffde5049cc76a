"""Amounts as people write them: sizes, currencies, bounds, and what is no single amount."""

import pytest

from ecograph.intake.amounts_written import Amount, read_amount
from ecograph.intake.conversion import codes_of, labels_of

UNITS = labels_of("unit", codes_of(()))
# as written, the unit of bare numbers, the number and its unit
RIGHT = [
    ("5千万元", None, "5000", "cny-10k"),
    ("3百亿元", None, "300", "cny-100m"),
    ("2千亿元", None, "2000", "cny-100m"),
    ("5千元", None, "5000", "cny"),
    ("5 thousand yuan", None, "5000", "cny"),
    ("5k yuan", None, "5000", "cny"),
    ("5000 千元", None, "5000000", "cny"),
    ("2百万元", None, "200", "cny-10k"),
    ("6千个", None, "6000", "count"),
    ("7 thousand km2", None, "7000", "km2"),
    ("US$3.5 million", None, "3.5", "usd-million"),
    ("5000万", "元", "5000", "cny-10k"),
    ("5000", "万元", "5000", "cny-10k"),
    ("5000万", "万元", "5000", "cny-10k"),
    ("12", "USD million", "12", "usd-million"),
    ("12", "million USD", "12", "usd-million"),
    ("1.2", "$bn", "1.2", "usd-billion"),
]
WRONG = [
    ("(5,000)万元", None, "is less than 0"),
    ("-5万元", None, "is less than 0"),
    ("3亿5000万元", None, "holds several numbers"),
    ("5-8亿元", None, "holds several numbers"),
    ("5", None, "has no unit"),
    ("5", "贝壳", "is in a unit that is not known, 贝壳"),
    ("若干", None, "is no amount"),
]


@pytest.mark.parametrize(("text", "unit", "value", "key"), RIGHT)
def test_an_amount_keeps_its_size(text: str, unit: str | None, value: str, key: str) -> None:
    assert read_amount(text, unit, UNITS) == Amount(text, value, key)


@pytest.mark.parametrize(("text", "unit", "problem"), WRONG)
def test_what_is_no_single_amount_is_told(text: str, unit: str | None, problem: str) -> None:
    found = read_amount(text, unit, UNITS)
    assert not isinstance(found, Amount)
    assert found[0] == problem
