"""Tables of measurements: printed, and put into README.md beside this file with `--write`."""

import argparse
import platform
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

README = Path(__file__).with_name("README.md")


def add_option(parser: argparse.ArgumentParser) -> None:
    """The option that puts the table into README.md."""
    parser.add_argument("--write", action="store_true", help="put the table into README.md")


def report(
    section: str, columns: tuple[str, ...], rows: Iterable[Iterable[object]], write: bool
) -> None:
    """Prints a Markdown table, and with `write` makes it the one of its section in README.md.

    Raises ValueError where README.md has no such section.
    """
    lines = ["| " + " | ".join(columns) + " |", "| --- " * len(columns) + "|"]
    lines += ["| " + " | ".join(map(_shown, row)) + " |" for row in rows]
    print("\n".join(lines), flush=True)
    if write:
        day = f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}"
        text = README.read_text(encoding="utf-8")
        pattern = re.compile(rf"(<!-- {section} -->\n).*?(<!-- / -->\n)", re.DOTALL)
        if not pattern.search(text):
            raise ValueError(f"README.md has no section {section}")
        body = "\n".join(["", f"Measured {day}.", "", *lines, ""])
        new = pattern.sub(lambda found: f"{found[1]}{body}\n{found[2]}", text)
        README.write_text(new, encoding="utf-8")


def _shown(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:.2f}" if cell < 100 else f"{cell:.0f}"
    return "" if cell is None else str(cell)
