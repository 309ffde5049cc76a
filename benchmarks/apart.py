"""Runs a function in a process of its own, and tells how much memory that took at most."""

import multiprocessing
import os
import resource
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any


def apart(work: Callable[..., Any], *given: Any) -> Any:
    """What a function of a module gives there.  Raises RuntimeError where its process fails."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    worker = context.Process(target=_answer, args=(there, work, given))
    worker.start()
    there.close()
    try:
        return here.recv()
    except EOFError:
        raise RuntimeError(f"{work.__name__}{given}: its process ended without an answer") from None
    finally:
        worker.join()


def _answer(pipe: Any, work: Callable[..., Any], given: tuple[Any, ...]) -> None:
    pipe.send(work(*given))


def most_memory() -> float:
    """The most memory in MB that this process has held, without that of who started it."""
    said = _status("VmHWM")
    return said or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def held_memory(process: int | str = "self") -> float:
    """The memory in MB that a process holds, and those that it has started; 0 where none tells."""
    own = _status("VmRSS", process)
    return own + sum(held_memory(child) for child in _children(process))


def _children(process: int | str) -> list[str]:
    """The numbers of the processes that a process has started."""
    number = str(os.getpid()) if process == "self" else str(process)
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended since
            after_name = path.read_text(encoding="utf-8", errors="replace").rpartition(") ")[2]
            if after_name.split()[1] == number:
                found.append(path.parent.name)
    return found


def _status(name: str, process: int | str = "self") -> float:
    """A number of MB that the system tells of a process; 0 where it tells nothing."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(name)), 0.0)
