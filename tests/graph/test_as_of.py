"""Tables as of a day: what was in force, what is said of later, what is over, what is undated."""

import pytest

from ecograph.base.errors import UsageError
from ecograph.graph.as_of import Dated, tables_as_of, typed_day
from supply_use_help import golden_tables, ids, rows


def cut(as_of: str, *held: tuple[str | None, str | None, str | None, str]) -> Dated:
    """Productions of s1 with begin, end, period and modality, as of a day."""
    made = [
        {"maker": "s1", "product": p, "valid_from": since, "valid_to": until, "period": of,
         "modality": modality}
        for p, (since, until, of, modality) in zip("abcdefg", held, strict=False)
    ]  # fmt: skip
    products = ids(*"abcdefg")
    tables = golden_tables(product=products, production=made, requirement=[], supply=[])
    return tables_as_of(tables, typed_day(as_of))


def kept(dated: Dated) -> dict[str, str]:
    return dict(dated.tables.rows("production", "product", "modality"))


def test_what_was_in_force_on_some_day_of_it() -> None:
    found = cut(
        "2022",
        ("2020", None, None, "exists"),
        ("2022-12", None, None, "exists"),
        ("2023", None, None, "exists"),
        (None, "2021", None, "exists"),
        (None, "2022-01", None, "exists"),
    )
    assert kept(found) == {"a": "exists", "b": "exists", "e": "exists"}
    assert (found.dated_in, found.dated_out) == (3, 2)


def test_what_is_said_of_a_later_time_was_not_known() -> None:
    assert kept(cut("2022", (None, None, "2021", "exists"), (None, None, "2024", "exists"))) == {
        "a": "exists"
    }


def test_what_is_undated_stays_and_is_counted() -> None:
    found = cut("1999", (None, None, None, "exists"))
    assert kept(found) == {"a": "exists"}
    assert found.undated >= 1


def test_what_is_over_was_there_before_its_end() -> None:
    past = ("2018", "2021", None, "past")
    assert kept(cut("2020", past)) == {"a": "exists"}
    assert kept(cut("2022", past)) == {}
    assert kept(cut("2020", ("2018", None, None, "past"))) == {
        "a": "past"
    }  # nobody says until when


@pytest.mark.parametrize("typed", ["soon", "2024-13", "2024/2025", "", "24"])
def test_what_is_no_day(typed: str) -> None:
    with pytest.raises(UsageError, match="is no date"):
        typed_day(typed)


@pytest.mark.parametrize("typed", ["2024", "2024年6月", "2024/6/15", "２０２４"])
def test_days_as_people_type_them(typed: str) -> None:
    assert typed_day(typed).first.year == 2024


def test_locations_go_along() -> None:
    moved = rows("located place valid_from", ("b1", "r", "2020"))
    tables = golden_tables(location=moved)
    assert tables_as_of(tables, typed_day("2019")).tables.rows("location", "located") == []
