"""Of which of the five chains the graph can speak for each industry: innovation, industry, supply,
talent, capital.

Each is the part that is known to be so, of all that could be: what is not known may be so as well,
so that it is a lower bound, and the upper one is one; supply has bounds of its own.  A figure for
the coupling of the five needs a value of each, and is refused where one is only bounded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ecograph.base.database import Database
from ecograph.base.results import Interval, Measurement, Method, between
from ecograph.measures.coupling import Coupling, coupling

CHAINS = ("innovation", "industry", "supply", "talent", "capital")
NARROW = 1e-9  # bounds that are as near are a value


@dataclass(frozen=True)
class Score:
    """What is known of one of the five of an industry: how many of how many, and the bounds."""

    of: str
    known: int
    total: int
    bounds: Interval | None
    statements: tuple[str, ...]


@dataclass(frozen=True)
class Industry:
    """The five scores of an industry; `coupling` is None where it is refused, for `open`."""

    chain: str
    scores: tuple[Score, ...]
    coupling: Coupling | None
    open: tuple[str, ...]


@dataclass(frozen=True)
class FiveChainsResult:
    """The industries, those first of which the graph can speak most."""

    method: Method
    industries: tuple[Industry, ...]

    def measurements(self) -> list[Measurement]:
        """The bounds of each score, and the coupling where there is one."""
        found = [
            between(f"five.{s.of}", i.chain, s.bounds)
            for i in self.industries
            for s in i.scores
            if s.bounds is not None
        ]
        return found + [
            Measurement("five.coupling", i.chain, i.coupling.coordination)
            for i in self.industries
            if i.coupling is not None
        ]


def five_chains_of(
    database: Database,
    method: Method,
    place: str,
    chains: Sequence[str],
    supply: Mapping[str, tuple[int, int, Interval]],
) -> FiveChainsResult:
    """The five scores of industries in a place.

    `supply` has for each industry how many of its needs are known to be met or could be met in the
    place, of how many, and the bounds of that part.  The coverage of `method` is filled in: scores
    that the graph can speak of, of all.
    """
    layer = database.layer()
    text = (Path(__file__).parent / "sql" / "five_chains.sql").read_text(encoding="utf-8")
    layer.run(text, {"chains": list(chains), "place": place})
    held: dict[str, dict[str, Score]] = {c: {} for c in chains}
    for of, cited in (("innovation", True), ("industry", False), ("capital", True)):
        cells = "coalesce(statements, [])" if cited else "[]::VARCHAR[]"
        for chain, known, total, statements in layer.rows(
            f"SELECT chain, known, total, {cells} FROM known_{of} ORDER BY chain"
        ):
            bounds = Interval(known / total, 1.0) if known else None
            held[chain][of] = Score(of, known, total, bounds, tuple(sorted(statements)))
    for chain, known, statements in layer.rows(
        "SELECT chain, known, statements FROM known_talent ORDER BY chain"
    ):
        held[chain]["talent"] = Score("talent", known, known, None, tuple(sorted(statements)))
    for chain, (known, total, bounds) in supply.items():
        if chain in held and total:
            held[chain]["supply"] = Score("supply", known, total, bounds if known else None, ())
    found = [_industry(chain, scores) for chain, scores in held.items()]
    found.sort(key=lambda i: (-sum(s.known > 0 for s in i.scores), i.chain))
    spoken = sum(s.known > 0 for i in found for s in i.scores)
    whole = replace(method, place=place, known=spoken, total=len(found) * len(CHAINS))
    return FiveChainsResult(whole, tuple(found))


def _industry(chain: str, scores: Mapping[str, Score]) -> Industry:
    five = tuple(scores.get(of, Score(of, 0, 0, None, ())) for of in CHAINS)
    open_ = tuple(s.of for s in five if not _is_value(s))
    values = [s.bounds.low for s in five if s.bounds is not None]
    figure = None if open_ else coupling(values)
    return Industry(chain, five, figure, open_)


def _is_value(score: Score) -> bool:
    """Whether it is a value above nothing, not only bounds."""
    b = score.bounds
    return b is not None and b.low > 0 and b.high - b.low <= NARROW
