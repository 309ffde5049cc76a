"""Runs tasks on data from outside in processes of their own, with bounds.

The engine cannot be interrupted, and a small query or file can end its process.  So a worker
(`_worker.py`) gets the data through a pipe, holds no file or socket, has a bound on its memory, is
killed at the deadline, and dies with its parent.
"""

import marshal
import os
import queue
import struct
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph

from ecograph.base.errors import CannotDo, TookTooLong, TooLarge

MOST_ANSWER = 1024**3  # bytes
POLITE_AFTER = 0.5  # seconds from which a polite worker lets others go first
_DEEP = 256 * 1024**2  # deep but allowed queries need a deep stack
_FLAT = 4 * 1024**2  # what passes here passes in the parent too
_NICE = 10


@dataclass(frozen=True)
class Task:
    """What the worker is to do; `what` names it in messages, `mend` is the advice.

    `polite` has it let others go first once a request takes long.
    """

    do: str
    what: str
    mend: str
    seconds: float
    memory: int
    deep: bool = False
    polite: bool = False


@dataclass(frozen=True)
class _Said:
    """What came back of a request: None where the worker ended instead."""

    head: dict[str, str] | None
    answer: bytes = b""
    grown: bool = True


def run_task(task: Task, data: bytes = b"", **more: Any) -> tuple[dict[str, str], bytes]:
    """What came of it with what is to be said of that, and the bytes of the answer.

    Raises TookTooLong, TooLarge, CannotDo.
    """
    worker = Worker(task, data, **more)
    try:
        return worker.ask(**more)
    finally:
        worker.close()


class Worker:
    """A process that was given a task and data, and answers requests one at a time.

    `program` is what it runs, where that is not `_worker.py`: a module of the package.
    """

    def __init__(
        self, task: Task, data: bytes = b"", program: str | None = None, **more: Any
    ) -> None:
        self.task, self._usable = task, True
        self._closing = threading.Lock()  # who asks and who gives up may both end it
        self._answers: queue.SimpleQueue[_Said] = queue.SimpleQueue()
        self._process, self._lifeline = _start(program)
        head = {"do": task.do, "memory": task.memory, "stack": _DEEP if task.deep else _FLAT}
        threading.Thread(target=self._listen, daemon=True).start()
        self._send(head | more, data)

    def ask(self, seconds: float | None = None, **asked: Any) -> tuple[dict[str, str], bytes]:
        """What came of a request with what is to be said of that, and the bytes of the answer.

        Raises TookTooLong, TooLarge, CannotDo.
        """
        most = self.task.seconds if seconds is None else seconds
        self._send({"seconds": most, "most": MOST_ANSWER, **asked})
        said = self._await(most)
        if said is None:
            self.close()
            raise self._too_long(most)
        self._usable = self._usable and not said.grown
        return self._checked(said, most)

    @property
    def usable(self) -> bool:
        """Whether it can answer another request."""
        return self._usable and self._process.poll() is None

    def close(self) -> None:
        """Ends the process; a number of ours that is closed may be another's a moment later."""
        self._usable = False
        self._process.kill()
        with self._closing:
            with suppress(OSError):  # what it has not read is lost with it
                self._input.close()
            self._process.wait()
            if self._lifeline >= 0:
                os.close(self._lifeline)
            self._lifeline = -1

    @property
    def _input(self) -> BinaryIO:
        assert self._process.stdin is not None
        return self._process.stdin  # type: ignore[return-value]

    def _send(self, head: dict[str, Any], data: bytes = b"") -> None:
        said = marshal.dumps(head)
        with suppress(OSError, ValueError):  # it has ended, which is told where one awaits it
            self._input.write(struct.pack("<QQ", len(said), len(data)) + said)
            self._input.write(data)
            self._input.flush()

    def _await(self, seconds: float) -> _Said | None:
        """What comes back within so many seconds; None where nothing does."""
        first = min(POLITE_AFTER, seconds) if self.task.polite else 0.0
        with suppress(queue.Empty):
            return self._answers.get(timeout=first or seconds)
        if first and sys.platform != "win32":
            self._usable = False  # it cannot go before others again
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._process.pid, _NICE)
            with suppress(queue.Empty):
                return self._answers.get(timeout=max(seconds - first, 0.001))
        return None

    def _listen(self) -> None:
        """Reads what the worker says, until it ends."""
        assert self._process.stdout is not None
        output = self._process.stdout
        with suppress(OSError, ValueError), output:
            while line := output.readline():
                try:
                    outcome, told, grown, size = line.decode("ascii").split(" ")
                    head = {outcome: bytes.fromhex(told).decode()}
                    answer = output.read(int(size))
                except ValueError:
                    break
                self._answers.put(_Said(head, answer, grown == "1"))
        self._answers.put(_Said(None))

    def _checked(self, said: _Said, seconds: float) -> tuple[dict[str, str], bytes]:
        """The answer.  Raises what came of it otherwise."""
        task, head = self.task, said.head
        ended = self._process.wait() if head is None else 0
        if head and "large" in head:
            size = int(head["large"]) // 1024**2
            raise TooLarge(f"{task.what} gives {size} MiB, {MOST_ANSWER // 1024**2} are allowed; "
                           f"{task.mend}")  # fmt: skip
        if (head and "memory" in head) or ended in (-6, -9):
            raise TooLarge(
                f"{task.what} needs more than {task.memory / 1024**3:.2g} GiB of memory; "
                f"{task.mend}"
            )
        if ended == -24:
            raise self._too_long(seconds)
        if ended < 0:
            raise CannotDo(
                f"{task.what} ended its worker (signal {-ended}): it is nested too deep or "
                f"too large; {task.mend}"
            )
        if head is None:
            raise CannotDo(f"{task.what}: the worker ended with {ended} and no answer; ask again")
        return head, said.answer

    def _too_long(self, seconds: float) -> TookTooLong:
        task = self.task
        return TookTooLong(f"{task.what} took longer than {seconds:g} s and was ended; {task.mend}")


def _command(module: str | None, lifeline: int) -> list[str]:
    if module is not None:
        return [sys.executable, "-m", module, str(lifeline), str(os.getpid())]
    program = str(Path(__file__).with_name("_worker.py"))
    engine = Path(pyoxigraph.__file__).parents[1]
    return [sys.executable, "-IS", program, str(lifeline), str(os.getpid()), str(engine)]


# Linux ends a worker with the thread that started it: one thread, which lasts, starts them all.
_STARTER = ThreadPoolExecutor(1, "ecograph-workers")


def _new_starter() -> None:
    global _STARTER
    _STARTER = ThreadPoolExecutor(1, "ecograph-workers")


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_new_starter)


def _start(module: str | None) -> "tuple[subprocess.Popen[bytes], int]":
    """A process, and our end of the pipe that ends with us, however we end."""

    def start() -> "tuple[subprocess.Popen[bytes], int]":
        ours, theirs = -1, -1
        handles: tuple[int, ...] = ()
        if sys.platform != "win32":
            theirs, ours = os.pipe()
            handles = (theirs,)
        try:
            process = subprocess.Popen(
                _command(module, theirs),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL if module is None else None,
                pass_fds=handles,
            )
        except BaseException:
            with suppress(OSError):
                os.close(ours)
            raise
        finally:
            with suppress(OSError):
                os.close(theirs)
        return process, ours

    return _STARTER.submit(start).result()
