"""The definitions of the indicators in words, by the id that results carry."""

import tomllib
from functools import cache
from pathlib import Path


@cache
def definitions() -> dict[str, dict[str, str]]:
    """For each indicator id: label_zh, label_en, zh, en and, where it is published, source."""
    path = Path(__file__).with_name("definitions.toml")
    held: dict[str, dict[str, str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return held


def definition_text(definition: str, language: str) -> tuple[str, str] | None:
    """The label and the definition of an indicator in zh or en; None where none is written."""
    entry = definitions().get(definition)
    return None if entry is None else (entry[f"label_{language}"], entry[language])
