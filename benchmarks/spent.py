"""What a program spends, in a process of its own: seconds and memory.

Whoever measures memory with it must stay small: a new process counts that of the one that started
it until its own is larger.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PEER = "import rdflib"  # what seconds of a command are beside: they are of one machine alone
REFERENCE = 0.107  # seconds that it took where the goals in seconds were set
MAIN = "import sys; sys.argv[0] = 'ecograph'; from ecograph.cli import main; main()"


class Failed(RuntimeError):
    """A program that ended with an error, or was ended."""


@dataclass(frozen=True)
class Spent:
    """User and system seconds of a process and of what it started, and its own memory in MB.

    `wall` are the seconds that went by.
    """

    seconds: float
    megabytes: float
    wall: float = 0.0


def spent(code: str, words: Sequence[str], folder: Path, patience: float | None = None) -> Spent:
    """One run of some Python in a folder, where the cache is too; what it prints is in out.txt.

    After so many seconds of `patience` it is ended.  Raises Failed.
    """
    started = time.perf_counter()
    with (folder / "out.txt").open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", code, *words],
            stdout=out,
            stderr=out,
            cwd=folder,
            env={**os.environ, "ECOGRAPH_CACHE": str(folder / "cache")},
        )
        end = threading.Timer(patience or 0, process.kill)
        if patience is not None:
            end.start()
        _, status, used = os.wait4(process.pid, 0)
        end.cancel()
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if status:
        if patience is not None and wall >= patience:
            raise Failed(f"it took longer than {patience:,.0f} s")
        said = (folder / "out.txt").read_text(errors="replace").strip()[-500:]
        raise Failed(f"{' '.join(words)}: it ended with {process.returncode}: {said}")
    return Spent(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, wall)


def least(runs: Sequence[Spent]) -> Spent:
    """The least seconds and the least memory of several runs."""
    return Spent(
        min(r.seconds for r in runs), min(r.megabytes for r in runs), min(r.wall for r in runs)
    )
