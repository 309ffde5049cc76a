"""The competency questions: what the graph must be able to answer, as queries in files."""

import re
from dataclasses import dataclass
from functools import cache

from ecograph.base.errors import UnknownName
from ecograph.base.resources import ontology_dir

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
        return re.sub(r'(LANG\(\?\w+\) = )"zh"', rf'\1"{language}"', self.query)


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
