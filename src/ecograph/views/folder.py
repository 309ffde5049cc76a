"""The folder of an atlas: made whole beside its place, then put there; only our files are touched.

`ecograph-atlas.json` lists what was made.  A folder that holds other files besides keeps them.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ecograph import __version__
from ecograph.errors import CannotDo, UsageError
from ecograph.files import new_folder, write_text

MARKER = "ecograph-atlas.json"


@dataclass
class Made:
    """The files of an atlas while it is made: their sizes and hashes by their path."""

    root: Path
    files: dict[str, tuple[int, str]] = field(default_factory=dict)

    def write(self, name: str, text: str) -> None:
        """A file of the atlas."""
        data = text.encode("utf-8")
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.files[name] = (len(data), hashlib.sha256(data).hexdigest())

    @property
    def bytes(self) -> int:
        """The size of all files."""
        return sum(size for size, _ in self.files.values())


@contextmanager
def atlas_folder(path: Path) -> Iterator[Made]:
    """A folder to fill, which takes the place of an older atlas at `path` when all went well.

    Raises UsageError where `path` holds files but no atlas, CannotDo where it cannot be written.
    """
    path = path.resolve()
    if path.exists() and not path.is_dir():
        raise UsageError(f"{path}: is a file; an atlas is a folder, name another one")
    old = _made_before(path)
    fresh = not path.exists()
    target = path if fresh else path.with_name(f".{path.name}.new")
    if not fresh:
        shutil.rmtree(target, ignore_errors=True)  # left by a run that was killed
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(new_folder(target))
        except OSError as error:
            why = error.strerror or error
            raise CannotDo(f"{path}: cannot be written ({why}); choose another folder") from None
        made = Made(folder)
        yield made
        listed = {name: sha for name, (_, sha) in sorted(made.files.items())}
        write_text(folder / MARKER, _marker(listed))
    if not fresh:
        _replace(path, target, old, set(made.files))


def _marker(files: dict[str, str]) -> str:
    note = "made by ecograph atlas; a new build replaces these files and no others"
    return json.dumps({"note": note, "ecograph": __version__, "files": files}, indent=1) + "\n"


def _made_before(path: Path) -> set[str]:
    """What an atlas at a place says it made; nothing where the folder is new or empty."""
    if not path.is_dir() or not any(path.iterdir()):
        return set()
    try:
        marker = json.loads((path / MARKER).read_text(encoding="utf-8"))
        return {name for name in marker["files"] if _inside(name)}
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(
            f"{path}: holds files that ecograph atlas did not make; name a new or empty folder"
        ) from None


def _inside(name: str) -> bool:
    """A path of a marker may not lead out of the folder."""
    parts = Path(name).parts
    return bool(parts) and not Path(name).is_absolute() and ".." not in parts


def _replace(path: Path, target: Path, old: set[str], new: set[str]) -> None:
    """Puts the files of `target` into `path`, takes away what only the older atlas had.

    The list of both is written first, so that a build which is cut short here is completed,
    not refused, by the next one.
    """
    write_text(path / MARKER, _marker(dict.fromkeys(sorted(old | new), "")))
    for name in sorted(new):
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).replace(path / name)
    for name in sorted(old - new):
        (path / name).unlink(missing_ok=True)
    (target / MARKER).replace(path / MARKER)
    for folder in sorted({(path / n).parent for n in old} - {path}, reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    shutil.rmtree(target)
