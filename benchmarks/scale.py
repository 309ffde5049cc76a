"""The command line on a synthetic nation: building it, asking of one city, checking its tables.

    python benchmarks/scale.py [--rounds 3] [--write]

Processor seconds of whole commands, in processes of their own, the least of the rounds.  The city
is the largest, with the most firms.  `raw` is the store's own bulk loader on the same file.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from report import add_option, report
from spent import MAIN, Spent, least, spent

SIZES = (2_000, 20_000)  # firms
CHECKED = 2_000
MILLION = 95_000  # firms whose tables have a million rows
CITY = "city-0000000"
ASKED = ("needs", "gaps", "chokepoints")
RAW = """
import sys
from pyoxigraph import RdfFormat, Store
store = Store(sys.argv[2])
store.bulk_load(path=sys.argv[1], format=RdfFormat.N_QUADS)
store.flush()
store.optimize()
"""
DUMP = """
import sys
from pathlib import Path
from pyoxigraph import RdfFormat, Store
[store] = Path(sys.argv[1]).glob("build-*/store")
Store.read_only(str(store)).dump(sys.argv[2], format=RdfFormat.N_QUADS)
"""


def make(name: str, firms: int, folder: Path) -> None:
    """A nation as a file or a folder, made by another process: the memory of ours is inherited."""
    command = [sys.executable, "-c", MAIN, "synth", "-o", name, "--firms", str(firms)]
    subprocess.run(command, check=True, cwd=folder, capture_output=True)


def build(folder: Path, firms: int, rounds: int) -> tuple[int, Spent, Spent]:
    """The statements of a nation, and what building its store and loading it raw take."""
    make(f"{firms}.nq", firms, folder)
    with (folder / f"{firms}.nq").open("rb") as lines:
        statements = sum(1 for _ in lines)
    ours, raw = [], []
    for n in range(rounds):
        ours.append(spent(MAIN, ["build", f"{firms}.nq", "-o", f"store-{firms}-{n}"], folder))
        raw.append(spent(RAW, [f"{firms}.nq", f"raw-{firms}-{n}"], folder))
    return statements, least(ours), least(raw)


def build_million(folder: Path) -> tuple[int, Spent, Spent]:
    """The rows of a nation's tables, and what building their store and loading it raw take."""
    make("million", MILLION, folder)
    rows = sum(path.read_bytes().count(b"\n") - 1 for path in (folder / "million").glob("*.csv"))
    ours = spent(MAIN, ["build", "million", "-o", "store-million"], folder)
    spent(DUMP, ["store-million", "million.nq"], folder)
    return rows, ours, spent(RAW, ["million.nq", "raw-million"], folder)


def ask(folder: Path, rounds: int) -> dict[tuple[str, int], float]:
    """Seconds of each question on each size; they take turns."""
    found: dict[tuple[str, int], list[Spent]] = {}
    for _ in range(rounds):
        for name in ASKED:
            for firms in SIZES:
                words = [name, "--graph", f"store-{firms}-0", "--place", CITY]
                found.setdefault((name, firms), []).append(spent(MAIN, words, folder))
    return {key: least(runs).seconds for key, runs in found.items()}


def main() -> None:
    """Measures everything and prints one table."""
    parser = argparse.ArgumentParser(description="The command line on a synthetic nation.")
    parser.add_argument("--rounds", type=int, default=3)
    add_option(parser)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        built = {firms: build(folder, firms, given.rounds) for firms in SIZES}
        asked = ask(folder, given.rounds)
        make("tables", CHECKED, folder)
        tables = [path.read_bytes() for path in (folder / "tables").glob("*.csv")]
        million = build_million(folder)
        checked = sum(text.count(b"\n") - 1 for text in tables)
        check = least([spent(MAIN, ["check", "tables"], folder) for _ in range(given.rounds)])
    statements, ours, raw = built[SIZES[-1]]
    rows_of_tables, tables_ours, tables_raw = million
    small, large = (built[firms][0] for firms in SIZES)
    rows: list[tuple[object, ...]] = [
        (f"build of {statements:,} statements, CPU s", ours.seconds, raw.seconds,
         ours.seconds / raw.seconds, "2 x raw"),
        ("the same, MB", ours.megabytes, raw.megabytes, ours.megabytes / raw.megabytes,
         "1.2 x raw"),
        (f"build of tables of {rows_of_tables:,} rows, CPU s", tables_ours.seconds,
         tables_raw.seconds, tables_ours.seconds / tables_raw.seconds, "3 x raw"),
        ("the same, MB", tables_ours.megabytes, tables_raw.megabytes,
         tables_ours.megabytes / tables_raw.megabytes, ""),
    ]  # fmt: skip
    goals = {"needs": "1 s", "gaps": "1.5 s", "chokepoints": "1.5 s"}
    for question in ASKED:
        few, many = (asked[question, firms] for firms in SIZES)
        told = f"`{question}` of {CITY}: {large:,} beside {small:,} statements, CPU s"
        rows.append((told, many, few, many / few, f"{goals[question]}, 12 x"))
    rows.append((f"`check` of {checked:,} rows, CPU s", check.seconds, None, None, "15 s"))
    report("scale", ("what", "ours", "beside", "ratio", "goal"), rows, given.write)


if __name__ == "__main__":
    main()
