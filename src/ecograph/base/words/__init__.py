"""All words that people read, in Chinese and English: of pages, tables, messages, definitions."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ecograph.base.results import Both

_FOLDER = Path(__file__).parent


def _read(name: str) -> dict[str, dict[str, Any]]:
    held: dict[str, dict[str, Any]] = tomllib.loads(
        (_FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    )
    return held


@cache
def words() -> dict[str, Both]:
    """Every text by its key `group.name`, in zh and en."""
    return {
        f"{group}.{key}": (both[0], both[1])
        for file in ("pages", "program", "notes", "shapes", "intake")
        for group, held in _read(file).items()
        for key, both in held.items()
    }


def word(key: str, /, **values: object) -> Both:
    """A text in zh and en, with {names} filled in; a value that is a pair is in zh and en itself.

    Raises KeyError for a key that is in no file of words.
    """
    texts = words()[key]
    if not values:
        return texts
    each = ({k: v[i] if isinstance(v, tuple) else v for k, v in values.items()} for i in (0, 1))
    zh, en = (text.format(**filled) for text, filled in zip(texts, each, strict=True))
    return zh, en


def column_heads(columns: Sequence[str], language: str) -> list[str]:
    """What people read above the columns of a table."""
    known = words()
    return [known.get(f"column.{c}", (c, c))[language != "zh"] for c in columns]


@cache
def definitions() -> dict[str, dict[str, str]]:
    """For each indicator id: label_zh, label_en, zh, en and, where it is published, source."""
    return _read("definitions")


def definition_text(definition: str, language: str) -> tuple[str, str]:
    """The label and the definition of an indicator in zh or en; its id where none is written."""
    entry = definitions().get(definition)
    return (definition, "") if entry is None else (entry[f"label_{language}"], entry[language])
