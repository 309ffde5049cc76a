"""What an import did, as rows and in sentences."""

from collections.abc import Iterator
from pathlib import Path

from ecograph.base.results import Both, Cell
from ecograph.base.words import word
from ecograph.intake.importing import REVIEW, ImportReport
from ecograph.intake.made_rows import Counted
from ecograph.tables.region_file import OF_IMPORTS

COLUMNS = (
    *("file", "table", "read", "taken", "rejected", "left_out"),
    *("new", "changed", "same", "gone"),
)


def report_rows(done: ImportReport) -> list[list[Cell]]:
    """A row for each file with what became of its records, and for each table with its rows."""
    rows: list[list[Cell]] = []
    for name, c in done.made.counts.items():
        left = sum(c.left_out.values())
        rows.append([name, None, c.read, c.taken, c.rejected, left, None, None, None, None])
    for t in done.tables:
        counts: list[Cell] = [t.new, t.changed, t.same, t.gone]
        rows.append([None, t.table, None, None, None, None, *counts])
    return rows


def told_of(done: ImportReport, folder: Path) -> Iterator[Both]:
    """What a reader should know of an import, a line each."""
    for name, written in done.made.written.items():
        yield word("import.read", file=name, written=written, left=_left(done.made.counts[name]))
    made = done.made
    if made.rejects:
        yield word("import.rejects", n=len(made.rejects), file=done.rejects)
    if made.doubtful:
        yield word("import.doubtful", n=len(made.doubtful), file=folder / OF_IMPORTS / REVIEW)
    if repeated := {table: n for table, n in made.repeated.items() if n}:
        tables = ", ".join(f"{table} {n}" for table, n in sorted(repeated.items()))
        yield word("import.repeated", n=sum(repeated.values()), tables=tables)
    if made.nothing:
        yield word("import.nothing", n=made.nothing)
    if made.derived:
        yield word("import.derived", n=made.derived)
    for finding in done.unused:
        yield str(finding), str(finding)
    gone = sum(t.gone for t in done.tables)
    if gone:
        yield word("import.gone" if not done.withdrawn else "import.withdrawn", n=gone)
    if done.staying:
        yield word("import.staying", n=len(done.staying))
    yield word("import.files", n=len(done.files), folder=folder)


def _left(counted: Counted) -> Both:
    """How many rows were left out, by why."""
    parts = [(word(f"unread.{why}"), n) for why, n in counted.left_out.items()]
    zh, en = ([f"{both[i]} {n}" for both, n in parts] for i in (0, 1))
    return "、".join(zh) or "0", ", ".join(en) or "0"
