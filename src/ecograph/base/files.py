"""Whole files: written whole or not at all, read with a bound."""

import errno
import os
import shutil
import stat
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from ecograph.base.errors import EcographError, Unreadable, Unwritable, UsageError

MOST_BYTES = 256 * 1024**2  # what a table or another small file from outside may hold
_MENDS = {
    errno.ENOSPC: ("the disk is full", "free some space or name another place"),
    errno.EDQUOT: ("your share of the disk is used up", "free some space or name another place"),
    errno.EFBIG: ("the file would be larger than is allowed", "name another place"),
    errno.EROFS: ("the disk can only be read", "name another place"),
    errno.EACCES: ("it is not allowed", "change its permissions or name another place"),
    errno.EPERM: ("it is not allowed", "change its permissions or name another place"),
    errno.ENAMETOOLONG: ("the name is too long", "choose a shorter one"),
    errno.ENOTDIR: ("a part of the path is a file", "name another place"),
    errno.EISDIR: ("it is a folder", "name another place"),
    errno.EEXIST: ("a part of the path is a file", "name another place"),
}


def write_bytes(path: Path, data: bytes) -> None:
    """A file with this content; see write_pieces."""
    write_pieces(path, (data,))


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """A file of these pieces; an interruption leaves the old one or the new one.

    A link is followed; a device or a pipe is written to, never replaced.
    Raises Unwritable.
    """
    with writing(path):
        if path.exists() and not path.is_file():
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, "")
            with path.open("wb") as out:
                out.writelines(pieces)
            return
        path = path.resolve()
        mode = _mode_of(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}-")
        try:
            with os.fdopen(handle, "wb") as out:
                out.writelines(pieces)
                out.flush()
                os.fsync(out.fileno())
            Path(name).chmod(mode)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _mode_of(path: Path) -> int:
    """The permissions that a file has, or that the system gives to a new one."""
    if path.exists():
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0o022)
    os.umask(mask)
    return 0o666 & ~mask


def check_writable(path: Path) -> None:
    """Whether a file can be written at a place, as far as can be told without writing it.

    Raises Unwritable.
    """
    with writing(path):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        above = next(p for p in (path.absolute().parents) if p.exists())
        if not above.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "")
        if not os.access(above, os.W_OK) and not path.exists():
            raise PermissionError(errno.EACCES, "")


def write_text(path: Path, text: str) -> None:
    """A UTF-8 file with LF line ends; see write_bytes."""
    write_bytes(path, text.encode("utf-8"))


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turns what the system says while `path` is written into an error with a mend.

    Raises Unwritable.
    """
    try:
        yield
    except EcographError:
        raise
    except OSError as error:
        raise unwritable(path, error) from None


def require_new_folder(path: Path) -> None:
    """Raises UsageError where something stands at a place for a folder that is written whole."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise UsageError(f"{path}: holds something already; name a new folder")


@contextmanager
def placed(path: Path) -> Iterator[Path]:
    """A place beside a path for a file or folder that comes to stand there once it is whole.

    An empty folder that stands there gives way.  Raises Unwritable.
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        room = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name[:40]}-"))
        try:
            yield room / path.name
            if path.is_dir():
                path.rmdir()
            (room / path.name).replace(path)
        finally:
            shutil.rmtree(room, ignore_errors=True)


def unwritable(path: Path | str, error: OSError) -> Unwritable:
    """What the system says while `path` is written, with a mend."""
    return Unwritable(f"{path}: cannot be written: {explained(error)}")


def explained(error: OSError) -> str:
    """What the system says, in plain words, and the mend."""
    code = error.errno
    if code is None and "No space left" in str(error):  # as the engine of stores says it
        code = errno.ENOSPC
    why, mend = _MENDS.get(code or 0, (error.strerror or str(error), "name another place"))
    return f"{why}; {mend}"


def kind_of(path: Path) -> str | None:
    """`file` or `folder`; None where there is neither, or the name can be that of neither."""
    with suppress(OSError, ValueError):  # too long, or with a NUL
        if path.is_dir():
            return "folder"
        if path.exists():
            return "file"
    return None


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """The content of a file from outside: a regular file of at most `most` bytes.

    A pipe or a device, which might never end, is not opened.
    Raises Unreadable.
    """
    data = bytearray()
    with open_file(path) as held:
        while len(data) <= most and (piece := held.read(1024**2)):
            data += piece
    if len(data) > most:
        raise Unreadable(f"{path}: holds more than {most // 1024**2} MiB; make it smaller")
    return bytes(data)


@contextmanager
def open_file(path: Path) -> Iterator[IO[bytes]]:
    """A regular file from outside, opened to be read piece by piece.

    Raises Unreadable.
    """
    try:
        kind = path.stat().st_mode
        if not stat.S_ISREG(kind):
            raise Unreadable(f"{path}: {_no_file(kind)}")
        with path.open("rb") as held:
            yield held
    except OSError as error:
        raise Unreadable(f"{path}: cannot be read: {error.strerror or error}") from None
    except ValueError as error:  # a name with a NUL
        if "null" not in str(error):
            raise
        raise Unreadable(f"{path!s:.60}: cannot be read: {error}") from None


def _no_file(kind: int) -> str:
    what = "a folder" if stat.S_ISDIR(kind) else "a pipe, a socket or a device"
    return f"is {what}, not a file; put a file in its place"


def read_text(path: Path, most: int = MOST_BYTES) -> str:
    """The text of a UTF-8 file from outside, without a byte order mark; see read_bytes.

    Raises Unreadable.
    """
    try:
        return read_bytes(path, most).decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path}: is no UTF-8 ({error.reason}); save it as UTF-8") from None


def read_toml(path: Path) -> dict[str, Any]:
    """What a TOML file from outside holds.

    Raises Unreadable.
    """
    return toml_of(read_text(path), str(path))


def toml_of(text: str, file: str) -> dict[str, Any]:
    """What the text of a TOML file from outside holds; `file` is how it is called.

    Raises Unreadable.
    """
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        why = "nests too deep" if isinstance(error, RecursionError) else str(error)
        raise Unreadable(f"{file}: is no TOML: {why}; mend it") from None
