"""Which facts about bodies are missing, by how many verdicts knowing each would bring nearer."""

from dataclasses import dataclass
from pathlib import Path

from ecograph.base.database import Database

# Properties of which somebody can be asked a figure.
FIGURES = (
    "revenue",
    "rd-spending",
    "rd-intensity",
    "rd-staff",
    "rd-staff-share",
    "staff",
    "patents",
)


@dataclass(frozen=True)
class MissingFact:
    """A fact that nobody knows of a body: a figure, a status or where exactly it is.

    `kind` is figure, status or district; `asked` the property or the status, None of a district.
    `settles` is of how many awards it is the only fact that is missing, `awards` of how many it is
    one.
    """

    body: str
    kind: str
    asked: str | None
    settles: int
    awards: int


def missing_facts(layer: Database) -> list[MissingFact]:
    """The facts that are missing, those first that alone settle most; of what `verdicts` gives.

    Of policies that are over nothing is asked.
    """
    text = (Path(__file__).parent / "sql" / "missing_facts.sql").read_text(encoding="utf-8")
    rows = layer.rows(
        text,
        {"figures": list(FIGURES)},
    )
    return [MissingFact(*row) for row in rows]
