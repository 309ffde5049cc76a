"""Folders that hold what we made: a marker lists it, and nothing else is replaced or deleted.

What is being made lies in a folder of its own inside, which the marker names before it exists.
So what a kill leaves behind is known to be ours, and the next run sweeps it away.
"""

import hashlib
import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path, PurePosixPath
from typing import Any

from ecograph.base.errors import CannotDo, Unreadable, Unwritable
from ecograph.base.files import read_text, writing

_OURS = re.compile(r"(build-|\.ecograph-new-)\w+")  # how whole folders of ours are named
WAIT = 10.0  # seconds for another of us that writes beside what others have there
NOTE = "made by ecograph, which replaces and deletes what stands here and nothing else"


@dataclass
class Owned:
    """What is ours in a folder: files by their path with a checksum, and whole folders."""

    folder: Path
    marker: str
    files: dict[str, str] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)
    about: dict[str, Any] = field(default_factory=dict)
    following: str = ""  # what the next marker is called until it is whole
    settled: bool = False  # from here on nothing is taken back: the next run goes on

    def save(self) -> None:
        """Writes the marker.  Raises Unwritable."""
        self.following = self.following or self._free_name()
        held = {"note": NOTE, **self.about, "files": dict(sorted(self.files.items()))}
        held |= {"folders": self.folders, "next": self.following}
        data = (json.dumps(held, indent=1) + "\n").encode("ascii")  # names may be no UTF-8
        place = self.folder / self.marker
        if place.exists():
            with writing(place):
                self._forget_next()
                with (self.folder / self.following).open("xb") as out:
                    out.write(data)
                    out.flush()
                    os.fsync(out.fileno())
                (self.folder / self.following).replace(place)
            return
        with writing(place), place.open("xb") as out:  # never through a link
            out.write(data)  # a kill may leave it empty, and then nothing is ours yet

    def _free_name(self) -> str:
        """The same name for the same folder, but one that nobody has there."""
        names = (f".{self.marker}-{number:08x}" for number in count())
        return next(name for name in names if not os.path.lexists(self.folder / name))

    def _forget_next(self) -> None:
        """Deletes what a kill left of a marker; the marker before it names it, so it is ours."""
        if self.following:
            (self.folder / self.following).unlink(missing_ok=True)

    def new_folder(self, prefix: str) -> Path:
        """An empty folder inside; the marker names it first."""
        name = prefix + secrets.token_hex(4)
        self.folders.append(name)
        self.save()
        with writing(self.folder / name):
            (self.folder / name).mkdir(mode=0o755)
        return self.folder / name

    def sweep(self, keep: str | None = None) -> None:
        """Deletes our folders but one; the marker forgets them when they are gone."""
        for name in self.folders:
            path = self.folder / name
            if name != keep and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
        self.folders = [n for n in self.folders if n == keep]
        self._forget_next()


@contextmanager
def owned_folder(path: Path, marker: str, *, alone: bool = True) -> Iterator[Owned]:
    """A folder to make something in, which nobody else of us is making in now.

    With `alone` it must be new, empty, or have our marker; without, others' files stand beside.
    When what is made in it fails, the folder is as it was before.
    Raises CannotDo, Unwritable.
    """
    with ExitStack() as stack:
        with writing(path):
            path = path.resolve()
            fresh = not path.exists()
            if not fresh and not path.is_dir():
                raise CannotDo(f"{path}: is a file; name a folder")
            path.mkdir(parents=True, exist_ok=True)
            stack.enter_context(_only_maker(path, wait=0 if alone else WAIT))
            found = _read(path, marker)
            if found is None and alone and any(p.name != marker for p in path.iterdir()):
                raise CannotDo(
                    f"{path}: holds files that ecograph did not make (it has no {marker}); "
                    "name a new or an empty folder"
                )
        owned = found or Owned(path, marker)
        before = (
            replace(found, files=dict(found.files), folders=list(found.folders)) if found else None
        )
        try:
            yield owned
        except BaseException:
            _undo(owned, before, fresh)
            raise


def _undo(owned: Owned, before: Owned | None, fresh: bool) -> None:
    """Takes back what was being made, unless it was taking its place already."""
    if owned.settled:
        return
    was = [] if before is None else before.folders
    for name in owned.folders:
        if name not in was:
            shutil.rmtree(owned.folder / name, ignore_errors=True)
    if before is None:
        (owned.folder / owned.marker).unlink(missing_ok=True)
        if fresh and not any(owned.folder.iterdir()):
            owned.folder.rmdir()
        return
    with suppress(Unwritable):  # then the marker lists a folder that is gone, which does no harm
        before.save()


def _read(path: Path, marker: str) -> Owned | None:
    """What a marker says; None where there is none."""
    place = path / marker
    if not place.is_symlink() and (not place.exists() or _is_empty(place)):
        return None
    try:
        if place.is_symlink():
            raise ValueError("a link may lead anywhere")
        held = json.loads(read_text(place))
        files = held.pop("files", {})
        folders = held.pop("folders", None)
        if folders is None:
            folders = [held["folder"]] if "folder" in held else []
        if not isinstance(files, dict) or not isinstance(folders, list):
            raise TypeError("files is no object, or folders no list")
        if not all(isinstance(s, str) and _inside(n) for n, s in files.items()):
            raise ValueError("a file outside of the folder")
        if not all(isinstance(n, str) and _OURS.fullmatch(n) for n in folders):
            raise ValueError("a folder that is not named as ours are")
        following = held.pop("next", "")
        if following and not re.fullmatch(re.escape(f".{marker}-") + "[0-9a-f]{8}", following):
            raise ValueError("a file that is not named as ours are")
        held.pop("note", None)
    except (Unreadable, ValueError, TypeError, AttributeError, RecursionError):
        raise CannotDo(
            f"{place}: cannot be read, so what is ours in this folder is not known; "
            "name a new folder"
        ) from None
    return Owned(path, marker, files, folders, held, following)


def _is_empty(marker: Path) -> bool:
    return marker.is_file() and marker.stat().st_size == 0


def _inside(name: str) -> bool:
    """A path of a marker may not lead out of its folder."""
    parts = PurePosixPath(name).parts
    safe = bool(parts) and not name.startswith("/") and ".." not in parts and "\0" not in name
    if os.name == "nt":
        safe = safe and "\\" not in name and ":" not in name
    try:
        os.fsencode(name)
    except UnicodeEncodeError:
        return False
    return safe


@contextmanager
def _only_maker(path: Path, wait: float) -> Iterator[None]:
    """Locks the folder itself, within `wait` seconds; when its holder dies the lock is off."""
    try:
        import fcntl
    except ImportError:  # not on Windows: two makers at once are not told apart there
        yield
        return
    import errno

    handle = os.open(path, os.O_RDONLY)
    until = time.monotonic() + wait
    try:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                    break  # a file system without locks: two at once are not told apart there
                if time.monotonic() >= until:
                    raise CannotDo(
                        f"{path}: another ecograph is writing there; wait for its end"
                    ) from None
                time.sleep(0.05)
            else:
                break
        yield
    finally:
        os.close(handle)


# ------------------------------------------------------------------ many files at once


@dataclass
class Made:
    """The files that are being made, in a folder that they leave when all of them are there."""

    root: Path
    owned: Owned
    sizes: dict[str, int] = field(default_factory=dict)

    def expect(self, *names: str) -> None:
        """Raises CannotDo where the place of a file is taken by something that is not ours."""
        for name in names:
            _refuse_taken(self.owned, name)

    def write(self, name: str, text: str | Iterable[str]) -> None:
        """A file, by its path in the folder; a text that comes in pieces is written as it comes.

        Raises CannotDo, Unwritable.
        """
        self.expect(name)
        path = self.root / name
        pieces = (text,) if isinstance(text, str) else text
        with writing(self.owned.folder / name):
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as out:
                out.writelines(piece.encode() for piece in pieces)
                self.sizes[name] = out.tell()


@contextmanager
def made_together(
    path: Path, marker: str, *, alone: bool = True, replaces: bool = True
) -> Iterator[Made]:
    """Files that take their places in a folder when all of them are there.

    With `replaces`, files that an earlier run made and this one did not are deleted.
    Raises CannotDo where a place is taken by what the marker does not list, Unwritable.
    """
    with owned_folder(path, marker, alone=alone) as owned:
        owned.sweep()
        made = Made(owned.new_folder(".ecograph-new-"), owned)
        yield made
        with writing(path):
            _put_in_place(made, replaces)


def _refuse_taken(owned: Owned, name: str) -> None:
    place = owned.folder
    for part in PurePosixPath(name).parts:
        place = place / part
        if place.is_symlink():
            raise CannotDo(f"{place}: is a link, and nothing is written through it; remove it")
        last = place == owned.folder / name
        if place.exists() and place.is_dir() == last:
            what = "a folder" if last else "a file"
            raise CannotDo(f"{place}: is {what} that ecograph did not make; move it away")
    known = owned.files.get(name)
    if place.exists() and known and _checksum(place) != known:
        raise CannotDo(
            f"{place}: was changed since ecograph wrote it; move it away or name another place"
        )
    if place.exists() and known is None:
        raise CannotDo(
            f"{place}: is a file that ecograph did not make ({owned.marker} does not list it); "
            "move it away or name another place"
        )


def _put_in_place(made: Made, replaces: bool) -> None:
    """Moves the new files, then takes away what only an earlier run had made.

    The marker lists both first, so that what is cut short here is completed by the next run.
    """
    owned = made.owned
    paths = [p for p in made.root.rglob("*") if p.is_file()]
    new = {p.relative_to(made.root).as_posix(): _checksum(p) for p in paths}
    made.expect(*new)
    old = dict(owned.files)
    owned.settled = True
    owned.files = old | dict.fromkeys(new, "")  # of these either may be there
    owned.save()
    for name in sorted(new):
        (owned.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (made.root / name).replace(owned.folder / name)
    if replaces:
        gone = sorted(set(old) - set(new))
        for name in gone:
            _delete(owned.folder, name)
        owned.files = new
    else:
        owned.files = old | new
    owned.sweep()
    owned.save()


def _checksum(path: Path) -> str:
    with path.open("rb") as held:
        return hashlib.file_digest(held, "sha256").hexdigest()


def _delete(folder: Path, name: str) -> None:
    """A file that the marker lists, and the folders that are empty without it."""
    path = folder / name
    above = [folder / p for p in PurePosixPath(name).parents if str(p) != "."]
    if any(p.is_symlink() for p in above) or path.is_dir():
        return
    path.unlink(missing_ok=True)
    for parent in above:
        if parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()
