"""Accept headers: which of the forms that are offered a client gets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecograph.service.negotiation import SOLUTIONS, TRIPLES, choose, read_accept

JSON, XML, CSV = "application/sparql-results+json", "application/sparql-results+xml", "text/csv"


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("text/csv", CSV),
        ("TEXT/CSV; charset=utf-8", CSV),
        ("text/*", "text/xml"),  # the first that is offered of those wanted alike
        (f"{JSON};q=0.2, {XML};q=0.9", XML),
        (f"text/csv;q=0.5, {JSON};q=0", CSV),
        ("*/*;q=0.1, text/csv", CSV),
        (f"*/*, {JSON};q=0", "application/json"),
        ("text/*;q=0.9, text/csv;q=0, text/xml;q=0", "text/tab-separated-values"),
        ("image/png", None),
        (f"{JSON};q=0", None),
        ("*/*;q=0", None),
        (f"{JSON};q=nonsense", None),
        ("*/csv", None),
        ("csv", None),
    ],
)
def test_what_is_wanted_most_is_chosen(accept: str | None, wanted: str | None) -> None:
    assert choose(accept, SOLUTIONS) == wanted


def test_a_browser_gets_a_page_where_one_is_offered() -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert choose(browser, {**TRIPLES, "text/html": "page"}) == "text/html"


@given(st.text(max_size=200))
def test_any_header_is_read(header: str) -> None:
    assert all(0 <= one.quality <= 1 for one in read_accept(header))
    assert choose(header, SOLUTIONS) in (None, *SOLUTIONS)
