"""How far long work is: told to whoever listens, which is nobody unless a surface asks."""

from collections.abc import Callable
from contextvars import ContextVar

Report = Callable[[str, int, int], None]
LISTENER: ContextVar[Report | None] = ContextVar("listener", default=None)


def progress(what: str) -> Callable[[int, int], None]:
    """A function to tell `done` of `total` of this work to; a total of 0 is not known."""
    listener = LISTENER.get()

    def report(done: int, total: int) -> None:
        if listener is not None:
            listener(what, done, total)

    return report
