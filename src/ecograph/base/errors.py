"""Every error that ecograph raises on purpose.

EcographError
├── DataError (ValueError)            the data do not conform; holds every finding      exit 1
├── UsageError (ValueError)           what was asked cannot be meant                    exit 2
│   ├── UnknownName (KeyError)        a name that nothing has; suggests near ones
│   ├── QueryError                    a query that does not parse
│   └── QueryRefused                  a query that would reach the network or the disk
└── CannotDo (RuntimeError)           it was right, but could not be done               exit 3
    ├── Unreadable (OSError)          a file or address that cannot be read as a graph
    ├── Unwritable (OSError)          a place where no file can be written
    ├── TookTooLong (TimeoutError)    the deadline passed
    ├── TooLarge (MemoryError)        more memory than is allowed
    └── MissingExtra (ImportError)    an optional package is not installed
"""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


class EcographError(Exception):
    """The root of the tree; `exit_code` is what the command line ends with."""

    exit_code = 3

    def __str__(self) -> str:  # KeyError would print the repr of its argument
        return without_secrets(str(self.args[0])) if self.args else type(self).__name__


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong in one place of the data, and how to mend it."""

    file: str
    row: int | None
    column: str | None
    value: str | None
    problem: str
    mend: str
    severity: str = "error"

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f" row {self.row}"
        if self.column is not None:
            place += f", {self.column}"
        value = f"{shorten(self.value)} " if self.value is not None else ""
        return f"{place}: {value}{self.problem}; {self.mend}"


class DataWarning(UserWarning):
    """Something in the data that was passed over, and how to have it read."""


class QueryHint(UserWarning):
    """What of a query cannot be right, and what may be meant."""


class DataError(EcographError, ValueError):
    """The data do not conform; `findings` holds all of them."""

    exit_code = 1

    def __init__(self, findings: Sequence[Finding], shown: int = 5) -> None:
        self.findings = tuple(findings)
        lines = [str(f) for f in self.findings[:shown]]
        if len(self.findings) > shown:
            lines.append(f"… and {len(self.findings) - shown} more")
        super().__init__("\n".join(lines))


class UsageError(EcographError, ValueError):
    """What was asked cannot be meant."""

    exit_code = 2


class UnknownName(UsageError, KeyError):
    """A name that nothing has, with the names that come near."""

    def __init__(
        self,
        kind: str,
        name: str,
        known: Iterable[str],
        advice: str = "",
        near: Sequence[str] = (),
    ) -> None:
        self.name = name
        self.near = list(near) or near_names(name, known)
        hint = f"did you mean {' or '.join(self.near)}?" if self.near else advice
        super().__init__(f"no {kind} is called {shorten(name)}" + (f"; {hint}" if hint else ""))


class QueryError(UsageError):
    """A query that does not parse."""


class QueryRefused(UsageError):
    """A query that would reach the network, the disk, or change the graph."""


class CannotDo(EcographError, RuntimeError):
    """It was asked rightly but could not be done."""


class Unreadable(CannotDo, OSError):
    """A file or address that cannot be read as a graph."""


class Unwritable(CannotDo, OSError):
    """A place where no file can be written."""


class TookTooLong(CannotDo, TimeoutError):
    """The deadline passed before the answer was there."""


class TooLarge(CannotDo, MemoryError):
    """The work would take more memory than is allowed."""


class MissingExtra(CannotDo, ImportError):
    """An optional package is not installed."""


# An @ behind a host is none of a password: https://host/@name, and http://host:80/sparql@2022.
_SECRET = re.compile(
    r"([A-Za-z][A-Za-z0-9+.-]*:/(?:/|(?!/))|(?<![\w:/])//)"
    r"(?![^\s/?#@:]+/)(?![^\s/?#@]+:[0-9]{1,5}/[^\s@]*@[12][0-9]{3}(?:-[0-9]{2}){0,2}(?![\w-]|[.:]\w))"
    r"\S*@"
)


def without_secrets(text: str) -> str:
    """A text without the user and password of the addresses in it."""
    return _SECRET.sub(r"\1", text)


def shorten(value: str, length: int = 60) -> str:
    """A value as a message shows it: on one line, at most `length` characters."""
    line = " ".join(value.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def near_names(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The known names nearest to `name`, best first; of two that are as near the one in its case.

    A name comes near as a whole, by one of its longer words, or by holding `name`.
    """
    whole: dict[str, str] = {}
    for original in sorted(known):
        for part in (original, *(w for w in original.split() if len(w) > 3)):
            whole.setdefault(part.lower(), original)
    hits = difflib.get_close_matches(name.lower(), whole, n=2 * most, cutoff=0.6)

    def likeness(hit: str) -> tuple[float, float]:
        pairs = (name.lower(), hit), (name, whole[hit])
        first, second = (difflib.SequenceMatcher(None, b, a).ratio() for a, b in pairs)
        return -first, -second

    hits.sort(key=likeness)
    hits += [k for k in whole if len(name) > 1 and name.lower() in k]
    return list(dict.fromkeys(whole[h] for h in hits))[:most]
