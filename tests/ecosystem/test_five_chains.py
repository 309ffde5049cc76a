"""The five chains on small tables: what is known of each, and when a figure is refused."""

from typing import Any

from ecograph.base.results import Interval, Method
from ecograph.ecosystem.five_chains import FiveChainsResult, five_chains_of
from supply_use_help import golden, ids, rows

WORLD: dict[str, Any] = {
    "industry_chain": ids("chain", "other"),
    "product": [
        {"id": "a", "chain": ["chain"], "segment": "first"},
        {"id": "b", "chain": ["chain"], "segment": "second"},
        *ids("e"),
    ],
    "technology": [{"id": "t1", "chain": ["chain"]}, {"id": "t2", "chain": ["chain"]}],
    "participation": [
        {"participant": f, "chain": "chain", "role": "member"} for f in ("b1", "b2", "s2")
    ],
}


def five(supply: dict[str, Any] | None = None, **more: Any) -> FiveChainsResult:
    database = golden(**WORLD | more).database
    return five_chains_of(database, Method("five.coupling"), "r", ["chain", "other"], supply or {})


def scores(result: FiveChainsResult) -> dict[str, tuple[int, int]]:
    (industry,) = (i for i in result.industries if i.chain == "chain")
    return {s.of: (s.known, s.total) for s in industry.scores}


def test_what_is_known_of_each() -> None:
    found = five(
        {"chain": (1, 4, Interval(0.25, 0.75))},
        research=rows("researcher topic", ("b1", "t1"), ("s2", "t2")),
        investment=rows("investor investee", ("s1", "b1")),
    )
    assert scores(found) == {
        "innovation": (1, 2),  # s2 is elsewhere
        "industry": (1, 2),  # s1 makes a here, s2 makes b elsewhere
        "supply": (1, 4),
        "talent": (0, 0),
        "capital": (1, 2),
    }
    other = next(i for i in found.industries if i.chain == "other")
    assert all(not s.known for s in other.scores)


def test_a_figure_is_refused_where_one_is_only_bounded() -> None:
    found = five({"chain": (1, 4, Interval(0.25, 0.75))})
    (industry,) = (i for i in found.industries if i.chain == "chain")
    assert industry.coupling is None
    assert set(industry.open) == {"innovation", "industry", "supply", "talent", "capital"}
    assert all(m.definition != "five.coupling" for m in found.measurements())


def test_the_bounds_of_what_may_be_so_as_well() -> None:
    found = five(research=rows("researcher topic", ("b1", "t1")))
    (industry,) = (i for i in found.industries if i.chain == "chain")
    innovation = industry.scores[0]
    assert innovation.bounds == Interval(0.5, 1.0)
    everything = five(research=rows("researcher topic", ("b1", "t1"), ("b1", "t2")))
    (whole,) = (i for i in everything.industries if i.chain == "chain")
    assert whole.scores[0].bounds == Interval(1.0, 1.0)
    assert "innovation" not in whole.open
