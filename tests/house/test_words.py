"""One word for one thing: words that were replaced do not come back as names."""

import re
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecograph.base.evidence import EVIDENCE
from ecograph.base.words import word as words_of
from ecograph.graph.labels import Labels

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "ecograph"
WORDS = tomllib.loads((ROOT / "docs" / "words.toml").read_text(encoding="utf-8"))
BANNED = {
    old: word for word, held in WORDS.items() for old in held.get("not", ()) if " " not in old
}
FOREIGN = {  # of Python, numpy, pandas, Spark
    *("createDataFrame", "internalCreateDataFrame", "items", "item", "DataFrame", "FrameType"),
}


def parts_of(name: str) -> set[str]:
    """The words of a name, each in the singular too: `_TieRows` -> tie, rows, row."""
    words = {w.lower() for w in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}
    return words | {w.removesuffix("s") for w in words}


def names_in(path: Path) -> Iterator[tuple[int, str]]:
    """The names of a module with their lines, and its own name as line 0."""
    yield 0, path.stem
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type == tokenize.NAME and token.string not in FOREIGN:
                yield token.start[0], token.string


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: p.stem)
def test_no_name_is_a_word_that_was_replaced(path: Path) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name} (say {BANNED[word]})"
        for line, name in names_in(path)
        for word in parts_of(name) & set(BANNED)
    ]
    assert not found


def test_a_replaced_word_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text("def all_ties(worldMap, attire, items): ...\n", encoding="utf-8")
    seen = [name for _, name in names_in(path) if parts_of(name) & set(BANNED)]
    assert seen == ["all_ties", "worldMap"]


def test_every_word_is_explained_in_both_languages() -> None:
    for word, held in WORDS.items():
        assert re.search("[一-鿿]", held["zh"]) and held["en"], word
        assert set(held) <= {"zh", "en", "not"}, word


def test_the_words_of_evidence_are_those_of_the_ontology() -> None:
    labels = Labels({})  # the ontology alone names codes
    for evidence in EVIDENCE:
        named = tuple(labels.code("evidence", evidence, language) for language in ("zh", "en"))
        assert words_of(f"evidence.{evidence}") == named
