"""Who is meant by a name or a code in other people's tables, and what only may be meant.

A reference is resolved by the key that its own table gives, then by a public code, then by its
name as `find` compares names.  Nothing is taken for the same because it is alike: what may be the
same goes to a list for review, with its reasons, and what was decided there holds from then on.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from heapq import nsmallest
from pathlib import Path

from ecograph.base.errors import DataError, Finding
from ecograph.base.spreadsheet import guard, unguarded
from ecograph.graph.naming import fold
from ecograph.intake.conversion import vocabulary
from ecograph.intake.gazetteer import without_place
from ecograph.tables.csv_files import read_records
from ecograph.tables.schema import superclasses

COLUMNS = ("source", "written", "table", "candidate", "label", "score", "reason", "decision")
SAME, OTHER = "same", "other"
_NEEDED = ("written", "table", "candidate", "decision")
LEAST = 0.86  # how alike two names must be to be proposed
MOST = 3  # candidates of a name
_LEAST_SIGNS = 3  # of a name that may be alike to another
_LEAST_CORE = 2  # of one that is the same but for the form of the company: 3M Co.
MOST_LOOKED_AT = 1000  # names with one of the rarest parts of a name
_NOBODY: frozenset[str] = frozenset()
MOST_COMPARED = 20  # names that share most parts with one
_HALF = 0.5
_CHINESE = re.compile("[㐀-鿿]")
_CO = re.compile(r"[\s,]+co\.?\s*$", re.I)  # a word of its own: not the end of Tesco
# The forms of a company that are written in several ways, longest first.
_SPELLINGS = (
    *(("coltd", w) for w in ("companylimited", "coltd", "colimited", "companyltd")),
    *(("inc", "incorporated"), ("corp", "corporation"), ("ltd", "limited")),
    ("有限公司", "有限责任公司"),
)


@dataclass(frozen=True)
class Candidate:
    """An entity that a name may mean: why, and how alike the names are, from 0 to 1."""

    key: str
    label: str
    reason: str
    score: float


@dataclass
class Names:
    """The entities that are known by their keys, codes and names; what was decided on names.

    `taken` are the ids that no new row may have, `parts` of what each place is a part,
    `codes_written` the codes for which there is a row.
    """

    taken: set[str] = field(default_factory=set)
    parts: dict[str, str] = field(default_factory=dict)
    codes_written: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    class_of: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    decided: dict[tuple[str, str, str], str] = field(default_factory=dict)
    _keys: dict[tuple[str, str], str] = field(default_factory=dict)
    _codes: dict[str, list[str]] = field(default_factory=dict)
    _first: dict[str, dict[bool, str]] = field(default_factory=dict)
    _own_codes: dict[str, dict[str, str]] = field(default_factory=dict)
    _named: dict[str, list[str]] = field(default_factory=dict)
    _cores: dict[str, list[str]] = field(default_factory=dict)
    _grams: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    _added: set[tuple[str, str]] = field(default_factory=set)

    def add(self, key: str, class_name: str, names: Iterable[str], codes: Iterable[str]) -> None:
        """An entity with its names and its codes (`scheme:code`); more of them, if it is known."""
        self.class_of[key] = class_name
        self.taken.add(key)
        for name in filter(None, names):
            if (key, name) in self._added:
                continue
            self._added.add((key, name))
            self.labels.setdefault(key, name)
            self._first.setdefault(key, {}).setdefault(name.isascii(), name)
            _put(self._named, plain(name), key)
            _put(self._cores, core(name), key)
            own = core(name)
            figures = _figures(own)
            for gram in _grams(own):
                self._grams.setdefault((figures, gram), set()).add(own)
        for code in codes:
            _put(self._codes, code, key)
            scheme, _, plain_code = code.partition(":")
            self._own_codes.setdefault(key, {}).setdefault(scheme, plain_code)

    def add_key(self, table: str, written: str, key: str) -> None:
        """The key that a table of the import has for an entity."""
        self._keys[table, written] = key

    def by_key(self, tables: Iterable[str], written: str) -> set[str]:
        """The entities that tables of the import have under a key."""
        found = (self._keys.get((table, written)) for table in tables)
        return {key for key in found if key is not None}

    def names_of(self, key: str) -> tuple[str, ...]:
        """The first of the names of an entity in each script."""
        return tuple(self._first.get(key, {}).values())

    def codes_of(self, key: str) -> Mapping[str, str]:
        """The public codes of an entity by their schemes."""
        return self._own_codes.get(key, {})

    def of_classes(self, classes: tuple[str, ...], keys: Iterable[str]) -> set[str]:
        """Those of some ids that are entities of these classes, or below them."""
        return self._of(classes, (k for k in keys if k in self.class_of))

    def by_code(self, codes: Iterable[str], classes: tuple[str, ...]) -> set[str]:
        """The entities of some classes with one of these codes."""
        return self._of(classes, (k for code in codes for k in self._codes.get(code, ())))

    def by_name(self, name: str, classes: tuple[str, ...]) -> set[str]:
        """The entities of some classes with this name, or decided to be meant by it."""
        found = self._of(classes, self._named.get(plain(name), ()))
        if not found:
            said = (
                candidate
                for (written, class_name, candidate), decision in self.decided.items()
                if decision == SAME and written == plain(name) and class_name in classes
            )
            found = self.of_classes(classes, said)
        return found

    def by_short_name(self, name: str, classes: tuple[str, ...]) -> set[str]:
        """The entities whose name is this one, which has no form of a company, with one."""
        own = core(name)
        if own != _bare(plain(name)) or len(own) < _LEAST_SIGNS:
            return set()
        return self._of(classes, self._cores.get(own, ()))

    def _of(self, classes: tuple[str, ...], keys: Iterable[str]) -> set[str]:
        above = superclasses()
        wanted = set(classes)
        return {k for k in keys if wanted & {self.class_of[k], *above[self.class_of[k]]}}

    def candidates(self, name: str, classes: tuple[str, ...]) -> list[Candidate]:
        """What a name that nothing has may mean, the most alike first."""
        own, found = core(name), dict[str, Candidate]()
        if len(own) < _LEAST_CORE:
            return []
        for key in self._of(classes, self._cores.get(own, ())):
            reason = "the same but for the form of the company, brackets or spaces"
            found[key] = Candidate(key, self.labels[key], reason, 1.0)
        for other, ratio in self._alike(own) if len(own) >= _LEAST_SIGNS else ():
            for key in self._of(classes, self._cores[other]):
                reason = f"{100 * ratio:.0f} % alike"
                found.setdefault(key, Candidate(key, self.labels[key], reason, ratio))
        decided = {c for w, k, c in self.decided if w == plain(name) and k in classes}
        rows = [c for c in found.values() if c.key not in decided]
        return sorted(rows, key=lambda c: (-c.score, c.key))[:MOST]

    def _alike(self, own: str) -> Iterator[tuple[str, float]]:
        """The names that share most parts with a name and are alike, figures and all."""
        shared = Counter[str]()
        looked_at = 0
        figures = _figures(own)
        parts = ((figures, gram) for gram in _grams(own))
        for names in sorted((self._grams.get(part, _NOBODY) for part in parts), key=len):
            looked_at += len(names)
            if looked_at > MOST_LOOKED_AT:
                break  # parts that most names have tell none apart
            shared.update(names)
        likeliest = nsmallest(MOST_COMPARED, shared.items(), key=lambda pair: (-pair[1], pair[0]))
        for other, _ in likeliest:  # the same ones each time
            if other != own:
                ratio = SequenceMatcher(None, own, other, autojunk=False).ratio()
                if ratio >= LEAST:
                    yield other, ratio


def _put(held: dict[str, list[str]], name: str, key: str) -> None:
    keys = held.setdefault(name, [])
    if key not in keys:
        keys.append(key)


@lru_cache(maxsize=500_000)
def plain(name: str) -> str:
    """A name without what tells no names apart: width, spaces, stops, spellings of one form."""
    text = re.sub(r"[.,，、]", "", fold(name))
    for form, written in _SPELLINGS:
        if text.endswith(written) and len(text) > len(written):
            text = text[: -len(written)] + form
    return text


@lru_cache(maxsize=500_000)
def core(name: str) -> str:
    """A name without the form of the company, brackets, dots and commas."""
    text = plain(_CO.sub("", name))
    for form in _forms():
        if text.endswith(form) and len(text) > len(form) + 1:
            text = text[: -len(form)]
    return _bare(text)


def _bare(text: str) -> str:
    return re.sub(r"[()\[\]·・\-–—'\"&/]", "", text)


def label_column(name: str) -> str:
    """The column of labels that a name belongs in: by whether it has Chinese signs."""
    return "label_zh" if _CHINESE.search(name) else "label_en"


@lru_cache(maxsize=1)
def _forms() -> tuple[str, ...]:
    return tuple(sorted((fold(w) for w in vocabulary("names", "forms")), key=lambda w: -len(w)))


def may_be_one(one: str, other: str) -> bool:
    """Whether two names may be of one: not if they are of one script with no part in common.

    The place with which a name begins is no such part, nor is the form of the company.
    """
    if one.isascii() != other.isascii():
        return True
    a, b = (core(without_place(name)) for name in (one, other))
    if not a or not b or a in b or b in a:
        return True
    if one.isascii():
        parts = [set(re.findall(r"[a-z0-9]{3,}", name.lower())) for name in (one, other)]
        return bool(parts[0] & parts[1]) or SequenceMatcher(None, a, b).ratio() > _HALF
    return bool(_grams(a) & _grams(b))


def _figures(text: str) -> str:
    """The figures of a name: Works 12 is not Works 13."""
    return "-".join(re.findall(r"\d+", text))


def _grams(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


# ------------------------------------------------------------------ the list for review


@dataclass(frozen=True)
class Doubtful:
    """A name that may mean an entity: the table it is looked for in, and the candidates."""

    written: str
    table: str
    class_name: str
    candidates: tuple[Candidate, ...]


def review_rows(
    doubtful: Iterable[Doubtful], before: Iterable[Mapping[str, str]], source: str
) -> list[list[str]]:
    """The rows of the list for review once a source was read: what was decided, then new names.

    What another source left to be decided stays.
    """
    kept = (row for row in before if row.get("decision") or row.get("source") != source)
    rows = [[row.get(c, "") for c in COLUMNS] for row in kept]
    held = {tuple(row[1:4]) for row in rows}
    for one in sorted(doubtful, key=lambda d: (d.table, d.written)):
        for c in one.candidates:
            if (one.written, one.table, c.key) not in held:
                held.add((one.written, one.table, c.key))
                score = f"{c.score:.2f}"
                rows.append([source, one.written, one.table, c.key, c.label, score, c.reason, ""])
    return rows


def read_review(path: Path) -> list[dict[str, str]]:
    """The rows of a list for review; none where there is no list.

    Raises DataError for a decision that is none.
    """
    if not path.is_file():
        return []
    findings: list[Finding] = []
    records = read_records(path, findings)
    rows = []
    for column in COLUMNS[1:] if records is not None else ():
        if records is not None and column not in records.header and column in _NEEDED:
            mend = f"the columns are {', '.join(COLUMNS)}; without the file it is written anew"
            findings.append(Finding(path.name, 1, column, None, "is a missing column", mend))
    for record in records.rows if records is not None else ():
        cells = map(unguarded, record.cells)
        row = dict(zip(records.header, cells, strict=True)) if records is not None else {}
        decision = row.get("decision", "").strip().lower()
        if decision not in ("", SAME, OTHER):
            problem, mend = "is no decision", f"write {SAME} or {OTHER}, or leave it empty"
            findings.append(Finding(path.name, record.number, "decision", decision, problem, mend))
        rows.append(dict.fromkeys(COLUMNS, "") | row | {"decision": decision})
    if any(f.severity == "error" for f in findings):
        raise DataError(findings)
    return rows


def review_text(rows: Iterable[Iterable[str]]) -> str:
    """The list for review as a CSV file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([guard(cell) for cell in row] for row in rows)
    return out.getvalue()
