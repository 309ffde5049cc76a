"""What a program spends, in a process of its own: processor seconds and memory."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

MAIN = "import sys; sys.argv[0] = 'ecograph'; from ecograph.cli import main; main()"


@dataclass(frozen=True)
class Spent:
    """User and system seconds of a process and of what it started, and its own memory in MB."""

    seconds: float
    megabytes: float


def spent(code: str, words: list[str], folder: Path) -> Spent:
    """One run of some Python in a folder, where the cache is too.  Raises RuntimeError."""
    with (folder / "out.txt").open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", code, *words],
            stdout=out,
            stderr=out,
            cwd=folder,
            env={**os.environ, "ECOGRAPH_CACHE": str(folder / "cache")},
        )
        _, status, used = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"{words}: {(folder / 'out.txt').read_text(errors='replace')[-500:]}")
    return Spent(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def least(runs: list[Spent]) -> Spent:
    """The least seconds and the least memory of several runs."""
    return Spent(min(r.seconds for r in runs), min(r.megabytes for r in runs))
