"""The competency questions: what the graph must be able to answer, as queries in files."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.resources import ontology_dir
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.naming import find_entity

_GIVEN = re.compile(r"VALUES \?(\w+) \{ id:([\w-]+) \}")
_HEAD = re.compile(r"^#\s*([\w-]+):\s*(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Question:
    """A question in both languages, the systems it asks about, and its query without its head."""

    number: int
    name: str
    text: dict[str, str]
    systems: str
    query: str

    @property
    def parameters(self) -> dict[str, str]:
        """What it can be asked of instead: each variable that one id is given, with the id.

        >>> question(1).parameters
        """
        return {m[1]: m[2] for m in _GIVEN.finditer(self.query)}

    def asked_in(self, language: str) -> str:
        """The query, with the labels of its answer in zh or en.

        >>> question(6).asked_in("en")
        """
        return _in_language(self.query, language)

    def of(self, given: Sequence[str], graph: CitedGraph, language: str) -> str:
        """The query with the labels in a language, asked of other entities: each as variable=name.

        Raises UsageError, UnknownName.
        """
        known, asked = self.parameters, self.query
        for text in given:
            name, sign, value = text.partition("=")
            if not sign or name not in known:
                what = ", ".join(f"{n}={v}" for n, v in known.items()) or "it takes none"
                raise UsageError(f"question {self.number}: {text} is nothing that it asks; {what}")
            was = f"VALUES ?{name} {{ id:{known[name]} }}"
            asked = asked.replace(was, f"VALUES ?{name} {{ id:{find_entity(graph, value)} }}")
        return _in_language(asked, language)


def _in_language(query: str, language: str) -> str:
    return re.sub(r'(LANG\(\?\w+\) = )"zh"', rf'\1"{language}"', query)


@cache
def questions() -> tuple[Question, ...]:
    """All questions in the order of their numbers."""
    found = []
    for path in (ontology_dir() / "competency").glob("*.rq"):
        number, _, name = path.stem.partition("_")
        written = path.read_text(encoding="utf-8")
        head = dict(_HEAD.findall(written))
        query = _HEAD.sub("", written).lstrip()
        text = {"en": head["Question"], "zh": head["Question-zh"]}
        found.append(Question(int(number), name, text, head["Systems"], query))
    return tuple(sorted(found, key=lambda q: q.number))


def question(number: int) -> Question:
    """The question with this number.

    Raises UnknownName.
    """
    for one in questions():
        if one.number == number:
            return one
    known = [str(q.number) for q in questions()]
    raise UnknownName("question", str(number), known, "ecograph questions lists them")
