"""A minute of the fuzz; `make fuzz` runs all of it."""

import pytest

from fuzz import Tally, fuzz, records_of


@pytest.fixture(scope="module")
def tallies() -> dict[str, Tally]:
    """Each kind with its cases."""
    return {t.kind: t for t in fuzz(seed=1, regions=400, queries=600, options=150, toml=60)}


@pytest.mark.parametrize("kind", ["regions", "queries", "options", "specifications and scenarios"])
def test_nothing_fails(tallies: dict[str, Tally], kind: str) -> None:
    assert tallies[kind].failures == []


@pytest.mark.parametrize(
    ("kind", "outcome", "least"),
    [
        ("regions", "accepted", 60),
        ("regions", "refused", 60),
        ("queries", "answered", 60),
        ("queries", "asks a server, refused", 1),
        ("options", "answered", 10),
        ("specifications and scenarios", "accepted", 1),
    ],
)
def test_the_cases_reach_what_they_are_for(
    tallies: dict[str, Tally], kind: str, outcome: str, least: int
) -> None:
    assert tallies[kind].seen[outcome] >= least, str(tallies[kind])


def test_the_oracle_reads_records() -> None:
    assert records_of('a,b\n"1,""x\ny",2\n\n,\n') == [
        ["a", "b"],
        ['1,"x\ny', "2"],
        [""],
        ["", ""],
    ]
