"""Periods: the days they cover, and how people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecograph.base.periods import read_period, respelled


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", "2020-01-01", "2020-12-31"),
        ("2022-03", "2022-03-01", "2022-03-31"),
        ("2022-04", "2022-04-01", "2022-04-30"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2000-02-29", "2000-02-29", "2000-02-29"),
        ("2021/2023", "2021-01-01", "2023-12-31"),
        ("2021-11/2024-02", "2021-11-01", "2024-02-29"),
        ("2021-05-06/2021", "2021-05-06", "2021-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999-12", "9999-12-01", "9999-12-31"),
    ],
)
def test_the_days_of_a_period(text: str, first: str, last: str) -> None:
    period = read_period(text)
    assert period is not None and period.text == text
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "202", "20240615", "2024-6", "2024/06", "2024年", "２０２４", "2024 ", "2024\n",
        "0000", "2024-00", "2024-13", "2024-06-31", "2023-02-29", "1900-02-29", "-2024", "2024Z",
        "2024-06-15T00:00:00", "2024/", "/2024", "2021/2022/2023", "2021/soon", "2023/2021",
        "2023-06/2023-05-31", "9" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_period(text: str) -> None:
    assert read_period(text) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *((text, "2024") for text in ("2024", "2024年", "２０２４", "２０２４年", " 2024 ")),
        *((text, "2024-06") for text in ("2024-06", "2024-6", "2024/06", "2024/6", "２０２４／６")),
        *(
            (text, "2024-06")
            for text in ("2024年6月", "2024年06月", "2024 年 6 月", "２０２４－０６")
        ),
        *((text, "2024-06-15") for text in ("2024-06-15", "2024/6/15", "2024/06/15")),
        *((text, "2024-06-15") for text in ("2024年6月15日", "２０２４年６月１５日")),
    ],
)
def test_what_people_type(typed: str, meant: str) -> None:
    assert respelled(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "2021/2023",
        "2024-06/15",
        "2024/6-15",
        "2024.6",
        "6/2024",
        "24/6",
        "2024年6",
        "6月",
        "soon",
        "",
    ],
)
def test_what_is_typed_otherwise_stays(text: str) -> None:
    assert respelled(text) == text


@given(st.dates())
def test_every_day_is_read_however_it_is_typed(day: date) -> None:
    y = f"{day.year:04}"
    typed = [day.isoformat(), f"{y}/{day.month}/{day.day}", f"{y}年{day.month}月{day.day}日"]
    assert {respelled(text) for text in typed} == {day.isoformat()}
    for text in (y, day.isoformat()[:7], day.isoformat()):
        period = read_period(text)
        assert period is not None and period.first <= day <= period.last


@given(st.text(alphabet="0123456789-/年月日 ２", max_size=24))
def test_any_text_is_read_or_refused(text: str) -> None:
    period = read_period(respelled(text))
    assert period is None or period.first <= period.last
