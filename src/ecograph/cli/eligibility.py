"""Who meets the conditions of what, also as SHACL: eligible."""

from pathlib import Path
from typing import Annotated, Any

import typer

from ecograph.cli.forms import command_of
from ecograph.cli.operations import COMMON, run
from ecograph.cli.output import language_of, say
from ecograph.operations.eligibility import OPERATIONS as ELIGIBILITY

GROUP = "Analyse"
_ELIGIBLE = ELIGIBILITY[0]

ShaclOption = Annotated[
    Path | None,
    typer.Option(
        "--shacl",
        help="Also write the conditions as SHACL, two shapes an award, and the facts: .ttl.",
    ),
]


def _eligible(values: dict[str, Any], *, shacl: Path | None, **common: Any) -> None:
    """Prints who is eligible, and writes the shapes where they are asked for."""
    from ecograph.base.errors import UsageError
    from ecograph.graph.rdf_files import check_target, write_rdf
    from ecograph.operations.eligibility import shapes_of

    if shacl is not None:
        if shacl == common["output"]:
            raise UsageError(f"{shacl}: is where the rows are to go; give the shapes another name")
        if shacl.suffix.lower() != ".ttl":
            raise UsageError(f"{shacl}: shapes are written as Turtle; let the name end in .ttl")
        check_target(shacl)
    result = run(_ELIGIBLE, values, **common)
    if shacl is None or result.value is None:
        return
    from ecograph.base.words import word

    write_rdf(shapes_of(result.data, result.value), shacl)
    awards = len({(e.policy, e.award) for e in result.value.eligibilities})
    said = word("note.shapes", path=shacl, awards=awards)
    say(said[language_of(common["lang"]) != "zh"])


COMMANDS = {"eligible": command_of(_ELIGIBLE, {"shacl": (ShaclOption, None), **COMMON}, _eligible)}
