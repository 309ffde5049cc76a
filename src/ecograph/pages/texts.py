"""The words of the pages, in Chinese and English."""

import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("texts.toml")


@cache
def texts() -> dict[str, tuple[str, str]]:
    """Every text by its key, in zh and en."""
    toml = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        f"{group}.{key}": (both[0], both[1])
        for group, held in toml.items()
        for key, both in held.items()
    }


def text(key: str, **values: object) -> tuple[str, str]:
    """A text in zh and en, with {names} filled in.

    Raises KeyError for a key that is not in texts.toml.
    """
    zh, en = texts()[key]
    return (zh.format(**values), en.format(**values)) if values else (zh, en)
