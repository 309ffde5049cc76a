"""Runs a task on data from outside in a process of its own, with bounds.

The engine cannot be interrupted, and a small query or file can end its process.  So the worker
(`_worker.py`) gets the data through a pipe, holds no file or socket, has a bound on its memory, is
killed at the deadline, and dies with its parent.
"""

import marshal
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph

from ecograph.base.errors import CannotDo, TookTooLong, TooLarge

MOST_ANSWER = 1024**3  # bytes
_DEEP = 256 * 1024**2  # deep but allowed queries need a deep stack
_FLAT = 4 * 1024**2  # what passes here passes in the parent too


@dataclass(frozen=True)
class Task:
    """What the worker is to do; `what` names it in messages, `mend` is the advice."""

    do: str
    what: str
    mend: str
    seconds: float
    memory: int
    deep: bool = False


def run_task(task: Task, data: bytes = b"", **more: Any) -> tuple[dict[str, str], bytes]:
    """What came of it with what is to be said of that, and the bytes of the answer.

    Raises TookTooLong, TooLarge, CannotDo.
    """
    head = {"do": task.do, "seconds": task.seconds, "memory": task.memory, "most": MOST_ANSWER}
    head |= {"stack": _DEEP if task.deep else _FLAT, **more}
    done = _talk(marshal.dumps(head) + data, task)
    line, _, answer = done.stdout.partition(b"\n")
    try:
        outcome, told = line.decode("ascii").split(" ")
        said = {outcome: bytes.fromhex(told).decode()}
    except ValueError:
        said = {}
    if "large" in said:
        size = int(said["large"]) // 1024**2
        raise TooLarge(f"{task.what} gives {size} MiB, {MOST_ANSWER // 1024**2} are allowed; "
                       f"{task.mend}")  # fmt: skip
    if "memory" in said or done.returncode in (-6, -9):
        raise TooLarge(
            f"{task.what} needs more than {task.memory / 1024**3:.2g} GiB of memory; {task.mend}"
        )
    if done.returncode == -24:
        raise _too_long(task)
    if done.returncode < 0:
        raise CannotDo(
            f"{task.what} ended its worker (signal {-done.returncode}): it is nested too deep or "
            f"too large; {task.mend}"
        )
    if not said:
        last = done.stderr[-200:].decode(errors="replace")
        raise CannotDo(f"{task.what}: the worker could not do it: {last}")
    return said, answer


def _talk(data: bytes, task: Task) -> "subprocess.CompletedProcess[bytes]":
    ours, theirs = -1, -1
    handles: tuple[int, ...] = ()
    if sys.platform != "win32":
        theirs, ours = os.pipe()  # it ends with us, however we end
        handles = (theirs,)
    program = str(Path(__file__).with_name("_worker.py"))
    engine = Path(pyoxigraph.__file__).parents[1]
    command = [sys.executable, "-IS", program, str(theirs), str(os.getpid()), str(engine)]
    try:
        return subprocess.run(
            command, input=data, capture_output=True, timeout=task.seconds, pass_fds=handles
        )
    except subprocess.TimeoutExpired:
        raise _too_long(task) from None
    finally:
        for handle in (ours, theirs):
            with suppress(OSError):
                os.close(handle)


def _too_long(task: Task) -> TookTooLong:
    return TookTooLong(
        f"{task.what} took longer than {task.seconds:g} s and was ended; {task.mend}"
    )
