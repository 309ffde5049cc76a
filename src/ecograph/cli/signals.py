"""What a signal does: the work is ended tidily, or at once while nothing is being written."""

import signal
import threading
from types import FrameType

from ecograph.cli.output import say

# Not SIGHUP on Windows.
_ENDS = [s for s in ("SIGTERM", "SIGHUP") if hasattr(signal, s)]


class Ended(SystemExit):
    """A signal ended the command; what was being made is taken back on the way out."""


def end_tidily() -> None:
    """From here on a signal takes back what is being made, ends the worker, then the process."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for name in _ENDS:
            if signal.getsignal(getattr(signal, name)) is not signal.SIG_IGN:  # as nohup asks
                signal.signal(getattr(signal, name), _end)


def end_at_once() -> None:
    """From here on a signal ends the process at once.

    Python hears a signal only after a long call into compiled code has come back; while nothing
    is being written, the process may as well end there and then.
    """
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGINT", *_ENDS):
            if signal.getsignal(getattr(signal, name)) is not signal.SIG_IGN:
                signal.signal(getattr(signal, name), signal.SIG_DFL)


def _end(number: int, _: FrameType | None) -> None:
    say(f"ecograph: ended by {signal.Signals(number).name}")
    raise Ended(128 + number)
