"""The competency questions: what the graph must be able to answer, as queries in files."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.resources import ontology_dir
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.naming import Named, all_named, find_named, fold
from ecograph.tables.schema import snake

COOKBOOK = "cookbook.toml"
SIMPLE = "0"  # the system of simple questions, which are of none
_ID = re.compile(r"\bid:([\w-]+)")
_HEAD = re.compile(r"^#\s*([\w-]+):\s*(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Question:
    """A question in both languages, the systems it asks about, and its query without its head."""

    number: int
    name: str
    text: dict[str, str]
    systems: str
    query: str

    def asked_in(self, language: str) -> str:
        """The query, with the labels of its answer in zh or en.

        >>> question(6).asked_in("en")
        """
        return _in_language(self.query, language)

    def parameters(self, named: Mapping[str, Named]) -> dict[str, str]:
        """What it can be asked of instead: each entity that its query names, under its class.

        >>> question(1).parameters(data.names)
        {'indicator': 'ind-rd-intensity'}
        """
        found: dict[str, str] = {}
        for key in dict.fromkeys(m[1] for m in _ID.finditer(self.query)):
            of = snake(named[key].class_name).rpartition("_")[2] if key in named else "id"
            number, name = 1, of
            while name in found:
                number += 1
                name = f"{of}{number}"
            found[name] = key
        return found

    def of(self, given: Sequence[str], graph: CitedGraph, language: str) -> str:
        """The query with the labels in a language, asked of other entities: each as kind=name.

        Raises UsageError, UnknownName.
        """
        named = all_named(graph) if given else {}
        known, asked = self.parameters(named) if given else {}, self.query
        for text in given:
            name, sign, value = text.partition("=")
            if not sign or name not in known:
                what = ", ".join(f"{n}={v}" for n, v in known.items()) or "it takes none"
                raise UsageError(f"question {self.number}: {text} is nothing that it asks; {what}")
            key = find_named(named, value).key
            asked = re.sub(rf"\bid:{known[name]}(?![\w-])", f"id:{key}", asked)
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
    return tuple(sorted([*found, *_cookbook()], key=lambda q: q.number))


def _cookbook() -> list[Question]:
    """The simple questions, of a line or two."""
    held = tomllib.loads((ontology_dir() / "competency" / COOKBOOK).read_text(encoding="utf-8"))
    return [
        Question(int(n), f"{n}_simple", {"zh": q["zh"], "en": q["en"]}, SIMPLE, q["query"])
        for n, q in held.items()
    ]


def question(number: int) -> Question:
    """The question with this number.

    Raises UnknownName.
    """
    for one in questions():
        if one.number == number:
            return one
    known = [str(q.number) for q in questions()]
    raise UnknownName("question", str(number), known, "ecograph questions lists them")


def questions_with(words: str) -> tuple[Question, ...]:
    """Those that have all these words in their text or their query, grouped by system."""
    wanted = [fold(w) for w in words.split()]
    found = [q for q in questions() if all(w in _searched(q) for w in wanted)]
    return tuple(sorted(found, key=lambda q: (int(q.systems.partition(",")[0]), q.number)))


def _searched(question: Question) -> str:
    return " ".join(map(fold, (*question.text.values(), question.name, question.query)))
