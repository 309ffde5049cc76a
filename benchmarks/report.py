"""What was measured: rows of one kind, printed, gathered by every.py and put into README.md.

A script yields rows (`Ratio`) and what does not fit into them (`Detail`), and ends with
`main(measure, __doc__)`.  Run alone it prints its rows as a table; `--write` puts what it details
into README.md.  The one table of all rows is written by every.py.
"""

import argparse
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from machine import told_in_brief

README = Path(__file__).with_name("README.md")
HEADS = ("part", "what", "ours", "beside", "theirs", "unit", "ours / theirs", "goal")


@dataclass(frozen=True)
class Ratio:
    """What ours takes and what another takes for the same; less is better, whatever the unit is.

    `goal` is the most that the ratio may be, `most` the most that ours may be; `why` says why
    something was not measured.
    """

    part: str
    what: str
    ours: float | None = None
    beside: str = ""
    theirs: float | None = None
    unit: str = ""
    goal: float | None = None
    most: float | None = None
    why: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times as much as the other's ours is; None where one of the two is missing."""
        return self.ours / self.theirs if self.ours is not None and self.theirs else None

    @property
    def missed(self) -> bool:
        """Whether what was measured is above a goal."""
        above_ratio = self.goal is not None and self.ratio is not None and self.ratio > self.goal
        above_ours = self.most is not None and self.ours is not None and self.ours > self.most
        return above_ratio or above_ours

    def cells(self) -> tuple[str, ...]:
        """The row of a table."""
        ratio = "" if self.ratio is None else f"{shown(self.ratio)}"
        if self.why:
            ratio = f"not measured: {self.why}"
        goals = [f"{shown(self.goal)} x"] if self.goal is not None else []
        goals += [f"{shown(self.most)} {self.unit}"] if self.most is not None else []
        goal = " and ".join(goals) + (" **missed**" if self.missed else "")
        numbers = (shown(self.ours), self.beside, shown(self.theirs))
        return (self.part, self.what, *numbers, self.unit, ratio, goal)


@dataclass(frozen=True)
class Detail:
    """A table of its own in a section of README.md, below a sentence that says what it is."""

    section: str
    told: str
    heads: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    def lines(self) -> list[str]:
        """The sentence, and the table."""
        return [self.told, "", *table(self.heads, self.rows)]


Measured = Ratio | Detail
Measure = Callable[[argparse.Namespace], Iterable[Measured]]
Options = Callable[[argparse.ArgumentParser], None]


def main(measure: Measure, told: str | None, options: Options | None = None) -> None:
    """Runs a script: measures, prints, and hands on or writes as the options say."""
    parser = argparse.ArgumentParser(
        description=told, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--small", action="store_true", help="small sizes, to try it; no goals")
    parser.add_argument("--write", action="store_true", help="put details into README.md")
    parser.add_argument("--rows", type=Path, help=argparse.SUPPRESS)  # where every.py reads them
    if options is not None:
        options(parser)
    given = parser.parse_args()
    if given.small and given.write:
        parser.error("README.md holds what was measured at full size; leave --small or --write out")
    found = list(_printed(measure(given), given.small))
    for detail in (m for m in found if isinstance(m, Detail)):
        print("", *detail.lines(), sep="\n", flush=True)
    if given.rows is not None:
        given.rows.write_text(json.dumps([as_json(m) for m in found]), encoding="utf-8")
    if given.write:
        write_details(m for m in found if isinstance(m, Detail))


def _printed(found: Iterable[Measured], small: bool) -> Iterator[Measured]:
    """What is measured, with each row printed as soon as it is there."""
    headed = False
    for one in found:
        if isinstance(one, Ratio):
            one = replace(one, goal=None, most=None) if small else one
            rows = table(HEADS, [one.cells()])
            print("\n".join(rows[2:] if headed else rows), flush=True)
            headed = True
        yield one


def as_json(one: Measured) -> dict[str, object]:
    """A row or a detail with its kind."""
    return {"kind": type(one).__name__, **asdict(one)}


def from_json(held: dict[str, object]) -> Measured:
    """The other way round."""
    given = {k: v for k, v in held.items() if k != "kind"}
    if held["kind"] == "Ratio":
        return Ratio(**given)  # type: ignore[arg-type]
    heads, rows = (given.pop(name) for name in ("heads", "rows"))
    assert isinstance(heads, list) and isinstance(rows, list)
    return Detail(**given, heads=tuple(heads), rows=tuple(map(tuple, rows)))  # type: ignore[arg-type]


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    """The lines of a Markdown table."""
    heads = list(heads)
    lines = ["| " + " | ".join(heads) + " |", "| --- " * len(heads) + "|"]
    return lines + ["| " + " | ".join(map(_cell, row)) + " |" for row in rows]


def _cell(cell: object) -> str:
    number = isinstance(cell, int | float) and not isinstance(cell, bool)
    text = shown(cell) if number else "" if cell is None else str(cell)
    return text.replace("|", "\\|").replace("\n", " ")


def shown(value: float | None) -> str:
    """A number with three digits that count, with commas where it is large; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, int) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value else "0"


def write_details(details: Iterable[Detail]) -> None:
    """Puts details into their sections of README.md, those of one section below each other."""
    sections: dict[str, list[Detail]] = {}
    for detail in details:
        sections.setdefault(detail.section, []).append(detail)
    for section, held in sections.items():
        lines = [f"Measured {told_in_brief()}.", ""]
        for detail in held:
            lines += [*detail.lines(), ""]
        write_section(section, lines)


def write_section(section: str, lines: Iterable[str], path: Path = README) -> None:
    """Makes these lines a section of README.md.  Raises ValueError where there is none such."""
    text = path.read_text(encoding="utf-8")
    pattern = re.compile(rf"(<!-- {section} -->\n).*?(<!-- / -->\n)", re.DOTALL)
    if not pattern.search(text):
        raise ValueError(f"{path.name} has no section {section}")
    body = "\n".join(["", *lines]).rstrip("\n")
    new = pattern.sub(lambda found: f"{found[1]}{body}\n\n{found[2]}", text)
    path.write_text(new, encoding="utf-8")
