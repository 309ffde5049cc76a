"""The scripts of pages: ES modules, joined into one script that opens from a disk.

A browser loads no module from a file beside a page, and a policy with hashes allows no import.
So a page carries its entry module and all that it imports, each once, those first that the others
need, without their imports, exports and whole-line comments, in one strict function.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ASSETS = Path(__file__).parent / "assets"
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w-]+)\.js";\n', re.M)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:const|let|function|class)\b)", re.M)
_TOP_NAME = re.compile(r"^(?:async )?(?:const|let|var|function\*?|class) ([\w$]+|[\[{])", re.M)
_NOT_JOINED = re.compile(r"^(?:import|export)\b.*", re.M)
_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*(?:(?!\*/).)*\*/[ \t]*)\n", re.M | re.S)


@cache
def joined(entry: str, folder: Path = ASSETS) -> str:
    """The script of an entry module, by its name without .js.

    Raises ValueError where a module cannot be joined as it is written.
    """
    bodies = []
    owner: dict[str, str] = {}
    for module in _in_order(entry, folder, ()):
        body = _body(module, folder)
        for name in _TOP_NAME.findall(body):
            if name in "[{":
                raise ValueError(f"{module}.js: a top-level declaration names one constant")
            if name in owner:
                raise ValueError(f"{module}.js and {owner[name]}.js both have a top-level {name}")
            owner[name] = module
        bodies.append(body)
    return '(() => {\n"use strict";\n' + "".join(bodies) + "})();\n"


def _in_order(entry: str, folder: Path, above: tuple[str, ...]) -> Iterator[str]:
    """A module after all that it imports, each once."""
    if entry in above:
        raise ValueError("modules import each other: " + " → ".join((*above, entry)))
    found: dict[str, None] = {}
    for module in _IMPORT.findall(_read(entry, folder)):
        found |= dict.fromkeys(_in_order(module, folder, (*above, entry)))
    yield from found
    yield entry


def _body(module: str, folder: Path) -> str:
    """What of a module goes into the script."""
    text = _EXPORT.sub("", _IMPORT.sub("", _read(module, folder)))
    left = _NOT_JOINED.search(text)
    if left:
        raise ValueError(f"{module}.js: cannot be joined: {left[0]}")
    return re.sub(r"\n{2,}", "\n", _COMMENT.sub("", text)).strip("\n") + "\n"


@cache
def _read(module: str, folder: Path) -> str:
    return (folder / f"{module}.js").read_text(encoding="utf-8")
