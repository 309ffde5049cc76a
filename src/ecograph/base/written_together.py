"""Files of a folder that are written together: all of them, or none.

They are first written beside the folder's own, in a hidden folder, and moved when they are whole.
What is interrupted before that leaves nothing behind but the hidden folder; what is interrupted
while they are moved is finished by the next writer.
"""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from ecograph.base.files import write_bytes, writing

PENDING = ".ecograph-pending"  # the hidden folder
_READY = "ready.json"  # stands there once all files are whole: their names


def write_all(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Writes all files of a folder by their names, or leaves all as they were.

    Raises Unwritable.
    """
    if not contents:
        return
    finish_writing(folder)
    stage = folder / PENDING
    try:
        for name, content in contents.items():
            write_bytes(stage / "files" / name, content)
        write_bytes(stage / _READY, json.dumps(list(contents)).encode())
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        raise
    moved: list[str] = []
    try:
        before = {name: _bytes_of(folder / name) for name in contents}
        for name in contents:
            _move(stage, folder, name)
            moved.append(name)
    except BaseException:
        for name in moved:
            if (old := before[name]) is None:
                (folder / name).unlink()
            else:
                write_bytes(folder / name, old)
        raise
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def finish_writing(folder: Path) -> None:
    """Moves what an interrupted writer of a folder had whole, and clears away what it had not.

    Raises Unwritable.
    """
    stage = folder / PENDING
    if is_unfinished(folder):
        for name in _whole(stage):
            if (stage / "files" / name).is_file():
                _move(stage, folder, name)
    if stage.is_dir() and not stage.is_symlink():
        shutil.rmtree(stage, ignore_errors=True)


def _whole(stage: Path) -> list[str]:
    """The names of the files that are whole; one that leads out of the folder is none of ours."""
    try:
        held = json.loads((stage / _READY).read_bytes())
    except ValueError:
        return []
    names = (name for name in held if isinstance(name, str)) if isinstance(held, list) else ()
    return [n for n in names if not Path(n).is_absolute() and ".." not in Path(n).parts]


def is_unfinished(folder: Path) -> bool:
    """Whether a writer of a folder was interrupted while it moved its files."""
    return (folder / PENDING / _READY).is_file()


def _move(stage: Path, folder: Path, name: str) -> None:
    target = folder / name
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            (stage / "files" / name).chmod(target.stat().st_mode)
        (stage / "files" / name).replace(target.resolve())


def _bytes_of(path: Path) -> bytes | None:
    with writing(path):  # what is no file can be neither kept nor replaced
        return path.read_bytes() if path.exists() else None
