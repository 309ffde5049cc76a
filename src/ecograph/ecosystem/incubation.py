"""The chain of incubation: for each industry which stages exist, are planned, or are not known.

The six stages are those of the feature of 2024 (its paragraph 67): institutions of a new type of
R&D, proof of concept, pilot scale, incubators, parks of future industries, enclaves elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ecograph.base.database import Database
from ecograph.base.evidence import MODALITIES
from ecograph.base.results import Measurement, Method

STAGES = (
    *("new-rd-institution", "proof-of-concept", "pilot-scale"),
    *("incubator", "future-park", "innovation-enclave"),
)
ANY = ""  # the chain of bodies of which nobody says that they are for one


@dataclass(frozen=True)
class StageBody:
    """A body of a stage: how real, since when, by which statements it is for the chain."""

    body: str
    modality: str
    since: str | None
    level: int
    statements: tuple[str, ...]


@dataclass(frozen=True)
class StageState:
    """A stage of an industry: the most real of its bodies, None where none is known."""

    chain: str
    stage: str
    state: str | None
    bodies: tuple[StageBody, ...]


@dataclass(frozen=True)
class IncubationResult:
    """Each stage of each industry; of `ANY` those that are for no industry in particular."""

    method: Method
    stages: tuple[StageState, ...]

    def measurements(self) -> list[Measurement]:
        """Of how many stages a body exists, for each industry."""
        found: dict[str, int] = {}
        for s in self.stages:
            found[s.chain] = found.get(s.chain, 0) + (s.state == "exists")
        return [
            Measurement("incubation.stages", c, n) for c, n in sorted(found.items()) if c != ANY
        ]


def incubation_of(
    database: Database, method: Method, place: str, chains: Sequence[str]
) -> IncubationResult:
    """The stages of industries in a place; an enclave is elsewhere and counts all the same.

    `database` has the tables and relations of supply and use; the coverage of `method` is filled
    in: stages of which a body is known, of all.
    """
    layer = database.layer()
    text = (Path(__file__).parent / "sql" / "incubation.sql").read_text(encoding="utf-8")
    layer.run(text, {"stages": list(STAGES)})
    bodies: dict[tuple[str, str], list[StageBody]] = {}
    for chain, stage, body, modality, since, level, statements in layer.rows(
        "SELECT coalesce(c.chain, '') AS chain, b.stage, b.body, b.modality, b.since, "
        "greatest(b.level, coalesce(c.level, 0)), coalesce(c.statements, []) "
        "FROM stage_body b LEFT JOIN body_chain c USING (body) "
        "WHERE b.stage = 'innovation-enclave' "
        "OR b.body IN (SELECT entity FROM relation_located WHERE place = $place) ORDER BY ALL",
        {"place": place},
    ):
        held_body = StageBody(body, modality, since, level, tuple(statements))
        bodies.setdefault((chain, stage), []).append(held_body)
    held = [
        _state(chain, stage, bodies.get((chain, stage), []))
        for chain in (*chains, ANY)
        for stage in STAGES
    ]
    known = sum(s.state is not None for s in held if s.chain != ANY)
    counted = replace(method, place=place, known=known, total=len(chains) * len(STAGES))
    return IncubationResult(counted, tuple(held))


def _state(chain: str, stage: str, bodies: list[StageBody]) -> StageState:
    ordered = sorted(bodies, key=lambda b: (MODALITIES.index(b.modality), b.level, b.body))
    return StageState(chain, stage, ordered[0].modality if ordered else None, tuple(ordered))
