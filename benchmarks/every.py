"""Runs every benchmark, each in a process of its own, and gathers all ratios in one table.

    python benchmarks/every.py --write                 as `make bench` does, about an hour
    python benchmarks/every.py --small                 small sizes, to see that all of it runs
    python benchmarks/every.py --only queries memory   some, which are not written

What a script cannot measure stands in its rows; a script that fails has a row that says so.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from machine import machine
from report import HEADS, Detail, Measured, Ratio, from_json, table, write_details, write_section

SCRIPTS = (
    *("commands", "queries", "memory", "matching", "projection", "networks", "eligibility"),
    *("remedies", "outputs", "pages", "service", "nation"),
)


def main() -> None:
    """Prints the table, and with --write puts it and all details into README.md."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--small", action="store_true", help="small sizes; no goals")
    parser.add_argument("--write", action="store_true", help="put everything into README.md")
    parser.add_argument("--only", nargs="+", choices=SCRIPTS, default=SCRIPTS)
    parser.add_argument("--largest", default="6", help="power of ten of the largest nation")
    given = parser.parse_args()
    if given.write and (given.small or given.only != SCRIPTS):
        parser.error("README.md holds all of it at full size; leave --small, --only or --write out")
    found = [one for script in given.only for one in measured_by(script, given)]
    lines = [*table(("", ""), machine()), "", *rows_of(found)]
    print("", *lines, sep="\n")
    if given.write:
        write_section("ratios", lines)
        write_details(one for one in found if isinstance(one, Detail))


def measured_by(script: str, given: argparse.Namespace) -> Iterator[Measured]:
    """What a script measures; a row that says so where it fails."""
    path = Path(__file__).with_name(f"{script}.py")
    print(f"\n{script}.py", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows.json"
        words = [sys.executable, str(path), "--rows", str(rows)]
        words += ["--small"] if given.small else []
        words += ["--largest", given.largest] if script == "nation" else []
        words += ["--plot"] if script == "nation" and given.write else []
        done = subprocess.run(words, stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode == 0:
            yield from map(from_json, json.loads(rows.read_text(encoding="utf-8")))
            return
    print(done.stderr, file=sys.stderr)
    why = (done.stderr.strip().splitlines() or ["without a word"])[-1]
    yield Ratio(script, f"{script}.py", why=f"it ended with {done.returncode}: {why}")


def rows_of(found: Sequence[Measured]) -> list[str]:
    """The one table, and how many goals are missed."""
    rows = [one for one in found if isinstance(one, Ratio)]
    goals = [row for row in rows if row.goal is not None or row.most is not None]
    missed = sum(row.missed for row in goals)
    told = f"{len(rows)} rows, {missed} of {len(goals)} goals missed; less is better in every row."
    return [told, "", *table(HEADS, (row.cells() for row in rows))]


if __name__ == "__main__":
    main()
