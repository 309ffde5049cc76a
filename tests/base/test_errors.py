"""The tree of errors: what callers may expect to catch, and what messages say."""

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecograph.base import errors
from ecograph.base.errors import (
    CannotDo,
    DataError,
    EcographError,
    Finding,
    MissingExtra,
    QueryError,
    QueryRefused,
    TookTooLong,
    TooLarge,
    UnknownName,
    Unreadable,
    Unwritable,
    UsageError,
    near_names,
    shorten,
    without_secrets,
)
from ecograph.base.namespaces import ECO

TREE = {
    DataError: (EcographError, ValueError, 1),
    UsageError: (EcographError, ValueError, 2),
    UnknownName: (UsageError, KeyError, 2),
    QueryError: (UsageError, ValueError, 2),
    QueryRefused: (UsageError, ValueError, 2),
    CannotDo: (EcographError, RuntimeError, 3),
    Unreadable: (CannotDo, OSError, 3),
    Unwritable: (CannotDo, OSError, 3),
    TookTooLong: (CannotDo, TimeoutError, 3),
    TooLarge: (CannotDo, MemoryError, 3),
    MissingExtra: (CannotDo, ImportError, 3),
}


def test_the_tree_is_as_it_is_drawn() -> None:
    found = {
        c
        for _, c in inspect.getmembers(errors, inspect.isclass)
        if issubclass(c, EcographError) and c is not EcographError
    }
    assert found == set(TREE)
    for error, (parent, builtin, code) in TREE.items():
        assert issubclass(error, parent) and issubclass(error, builtin)
        assert error.exit_code == code
        assert error.__name__ in str(errors.__doc__)


def test_every_error_shows_its_message_and_no_more() -> None:
    for error in TREE:
        made = (
            error("x", "y", ())
            if error is UnknownName
            else error([])
            if error is DataError
            else error("said")
        )
        assert str(made) in ("said", "no x is called y", "")


def test_a_finding_names_where_what_and_mend() -> None:
    found = Finding("supply.csv", 41, "share", "61", "is not a fraction", "write 0.61")
    assert str(found) == "supply.csv row 41, share: 61 is not a fraction; write 0.61"
    assert str(Finding("a.csv", None, None, None, "is no table", "rename it")) == (
        "a.csv: is no table; rename it"
    )


def test_five_findings_are_shown_and_the_rest_counted() -> None:
    found = [Finding("a.csv", i, None, None, "is wrong", "mend it") for i in range(2, 10)]
    lines = str(DataError(found)).split("\n")
    assert len(lines) == 6 and lines[-1] == "… and 3 more"
    assert DataError(found).findings == tuple(found)


def test_names_that_come_near() -> None:
    assert near_names("Frim", ["Firm", "Fund", "City"]) == ["Firm"]
    assert near_names("firm", ["Firm"]) == ["Firm"]
    assert near_names("海翼", ["厦门海翼集团", "天马"]) == ["厦门海翼集团"]
    assert near_names("", ["Firm"]) == []
    assert len(near_names("a", [f"a{i}" for i in range(9)])) == 3


@given(st.text(max_size=30), st.lists(st.text(max_size=10), max_size=6))
def test_near_names_are_known_names_in_the_same_order_each_time(
    name: str, known: list[str]
) -> None:
    found = near_names(name, known)
    assert set(found) <= set(known) and found == near_names(name, reversed(known))


@given(st.text(max_size=200))
def test_a_shortened_value_is_one_line(value: str) -> None:
    short = shorten(value)
    assert len(short) <= 60 and len(short.splitlines()) <= 1


def test_a_term_that_the_ontology_lacks_raises() -> None:
    assert ECO.Firm.value.endswith("#Firm")
    with pytest.raises(UnknownName, match="did you mean Firm"):
        _ = ECO.Frim
    with pytest.raises(KeyError):
        _ = ECO["frim"]


@pytest.mark.parametrize(
    "address",
    ["http://u:hush@h/x", "HTTP://u:hush@h", "http:/u:hush@h", "https://u:hu/sh@h", "//u:hush@h/x"],
)
def test_no_password_is_in_a_message(address: str) -> None:
    said = str(UnknownName("graph", address, ["tiny"])) + str(UsageError(f"{address}: no"))
    assert "hush" not in said and "hu/sh" not in said and "h" in said


@pytest.mark.parametrize(
    "text",
    [
        "http://127.0.0.1:8890/sparql@2022 → http://h.example/sparql@2023-05",
        "https://h.example/@name/x",
        "http://[::1]:8890/sparql@2022-05-01: no",
        "xiamen@2022 → xiamen@2024",
    ],
)
def test_an_at_behind_the_host_is_no_password(text: str) -> None:
    assert without_secrets(text) == text


def test_a_password_beside_a_date_is_none_of_the_message() -> None:
    assert without_secrets("http://u:hush@h:80/sparql@2022") == "http://2022"
    assert without_secrets("https://u:12/hush@h.example/x") == "https://h.example/x"
