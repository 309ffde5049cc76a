"""Writes files whole or not at all: beside the place, then renamed into it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ecograph.errors import Unwritable


def write_bytes(path: Path, data: bytes) -> None:
    """A file with this content; an interruption leaves the old one or the new one.

    Raises Unwritable.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}-")
    except OSError as error:
        raise _unwritable(path, error) from None
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_text(path: Path, text: str) -> None:
    """A UTF-8 file with LF line ends; see write_bytes."""
    write_bytes(path, text.encode("utf-8"))


@contextmanager
def new_folder(path: Path, *, replace: bool = False) -> Iterator[Path]:
    """A folder to fill, which becomes `path` at the end; on an error nothing is left of it.

    With `replace`, what stood at `path` goes when the new one is whole; else it must not exist.
    Raises Unwritable.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}-"))
    except OSError as error:
        raise _unwritable(path, error) from None
    old = made.with_name(made.name + "-old")
    try:
        yield made
        made.chmod(0o755)
        if replace and path.exists():
            path.rename(old)
        made.rename(path)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        if old.exists() and not path.exists():
            old.rename(path)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _unwritable(path: Path, error: OSError) -> Unwritable:
    why = error.strerror or str(error)
    return Unwritable(f"{path}: cannot be written: {why}; name another place")
