"""Rows that a filter on the language of a text leaves out, for want of a text in that language.

`FILTER(LANG(?n) = "zh")` is how names in one language are asked for; what has only an English name
is then missing from the answer, and from counts, without a word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode

from ecograph.base.namespaces import RDFS_LABEL
from ecograph.base.results import Both
from ecograph.base.words import word
from ecograph.sparql.patterns import Asked, Pattern, Row
from ecograph.sparql.rows import short_iri

# LANG(?n) = "zh" and langMatches(LANG(?n), "zh")
_TESTS = (
    re.compile(r"""\blang\s*\(\s*[?$](?P<name>\w+)\s*\)\s*=\s*(["'])(?P<tag>[\w-]+)\2""", re.I),
    re.compile(
        r"""\blangMatches\s*\(\s*lang\s*\(\s*[?$](?P<name>\w+)\s*\)\s*,\s*(["'])(?P<tag>[\w-]+)\2\s*\)""",
        re.I,
    ),
)
_START = "left_out_"  # of the names of helpers


@dataclass(frozen=True)
class LanguageTest:
    """A test of the language of a text: where it stands, and what the text is of.

    `path` is what leads to what has the text, empty where the subject itself has it; `part` is
    where the triples begin that the pattern is among.
    """

    name: str
    language: str
    start: int
    end: int
    pattern: Pattern
    text_property: str
    path: str
    part: int

    @property
    def of(self) -> str:
        """The variable of what has the text."""
        return f"{_START}{self.name}" if self.path else self.pattern.subject.value


def language_tests(asked: Asked) -> list[LanguageTest]:
    """The tests of languages in the filters of a query, but for those in queries inside it."""
    patterns = {
        p.object.value: (p, part.start)
        for part in asked.where.visible()
        for p in part.patterns
        if p.object.kind == "variable"
    }
    found = []
    for part in asked.where.visible():
        if part.kind != "filter" or part.groups:
            continue
        for match in (m for t in _TESTS for m in t.finditer(asked.text, part.start, part.end)):
            pattern, at = patterns.get(match["name"], (None, 0))
            step = None if pattern is None else _last_step(pattern)
            if pattern is not None and step is not None:
                test = (match["name"], match["tag"], match.start(), match.end())
                found.append(LanguageTest(*test, pattern, *step, at))
    return sorted(found, key=lambda t: t.start)


def _last_step(pattern: Pattern) -> tuple[str, str] | None:
    """The property that gives a text, and the path to what has it; None where it cannot be told."""
    predicate = pattern.predicate
    if predicate.kind == "iri":
        return (predicate.value, "") if pattern.subject.kind == "variable" else None
    if predicate.kind != "path" or "|" in predicate.value:
        return None
    last = predicate.parts[-1]
    before = predicate.value[: last.start - predicate.start].rstrip()
    if last.end != predicate.end or not before.endswith("/"):
        return None
    return last.value, before[:-1]


def left_out_query(asked: Asked, tests: list[LanguageTest]) -> str:
    """The query whose one row, if there is one, is left out by the tests of languages.

    Each text may also be in another language where there is none in the one that is tested; at
    least one must be.  Its columns are what has the text, and the text, for each test.
    """
    text, where = asked.text, asked.where
    changes: set[tuple[int, int, str]] = set()
    failing: list[str] = []
    for t in tests:
        written = text[t.start : t.end]
        other = re.sub(rf"[?$]{t.name}\b", f"?{t.name}_{_START}", written)
        of_other = f"?{t.of} <{t.text_property}> ?{t.name}_{_START} FILTER({other})"
        changes.add((t.start, t.end, f"({written} || NOT EXISTS {{ {of_other} }})"))
        failing.append(f"COALESCE(!({written}), false)")
        if t.path:
            end = t.pattern.object.end
            changes.add((t.pattern.predicate.start, end, f"{t.path} ?{t.of}"))
            changes.add((t.part, t.part, f"?{t.of} <{t.text_property}> ?{t.name} . "))
    body, begin = text[where.start + 1 : where.end - 1], where.start + 1
    for start, end, new in sorted(changes, reverse=True):
        body = body[: start - begin] + new + body[end - begin :]
    columns = " ".join(dict.fromkeys(f"?{v}" for t in tests for v in (t.of, t.name)))
    held = f"{body}\nFILTER({' || '.join(failing)})"
    head = f"{text[: asked.head]} SELECT {columns} {asked.dataset}"
    return f"{head} {{ {held} }} LIMIT 1\n{asked.values}"


def left_out(tests: list[LanguageTest], row: Row) -> Iterator[Both]:
    """What is said of the tests that leave out the row."""
    for t in tests:
        of, text = row.get(t.of), row.get(t.name)
        if of is None or text is None or _is_in(text, t.language):
            continue
        example = short_iri(of.value) if isinstance(of, NamedNode) else of.value
        said = {"name": t.name, "language": t.language, "example": example}
        if t.text_property != RDFS_LABEL.value:
            yield word("hint.left_out_text", **said)
        elif t.path:
            yield word("hint.left_out_name_of_path", path=t.path, **said)
        else:
            yield word("hint.left_out_name", of=t.of, **said)


def _is_in(text: Any, language: str) -> bool:
    """Whether a text is in a language, or in none."""
    tag = getattr(text, "language", None)
    return tag is None or f"{tag}-".lower().startswith(f"{language}-".lower())
