"""The documents behind a region: their text as found and as repaired, and places in them.

A paragraph is a line of the document as found, counted from 1; a span counts the characters
of that line, first from 0, last not included.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from ecograph.base.errors import DataError, Finding, UnknownName, Unreadable
from ecograph.base.files import kind_of, read_bytes
from ecograph.tables.cells import SPAN_FORM, parse_span
from ecograph.tables.citing import LOCATED
from ecograph.tables.csv_files import read_records
from ecograph.tables.reading import Region
from ecograph.tables.region_tables import DOCUMENT_TABLES

# Pinyin left in brackets after a character: 印發(fā)
_PINYIN = re.compile(r"(?<=[\u3400-\u9fff])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňɡ]{1,6}\)")


@dataclass(frozen=True)
class Repair:
    """A place where the document lost characters, and what stood there."""

    paragraph: int
    start: int
    end: int
    repaired: str


@dataclass(frozen=True)
class RepairedText:
    """A paragraph as read; its character i stands at offsets[i]..ends[i] in the text as found."""

    text: str
    offsets: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span as found of the repaired characters start..end."""
        return self.offsets[start], self.ends[end - 1]


@dataclass(frozen=True)
class Document:
    """A document by its registered id: paragraphs as found, with the repairs on record."""

    source: str
    path: Path
    paragraphs: tuple[str, ...]
    repairs: tuple[Repair, ...] = ()
    _cache: dict[int, RepairedText] = field(default_factory=dict, repr=False, compare=False)

    def repaired(self, paragraph: int) -> RepairedText:
        """A paragraph in Simplified script, pinyin and white space out, repairs applied."""
        if paragraph not in self._cache:
            repairs = [r for r in self.repairs if r.paragraph == paragraph]
            self._cache[paragraph] = _repair(self.paragraphs[paragraph - 1], repairs)
        return self._cache[paragraph]

    def read(self, paragraph: int, start: int, end: int) -> str:
        """The repaired words of a span as found."""
        whole = self.repaired(paragraph)
        return "".join(
            c for c, at in zip(whole.text, whole.offsets, strict=True) if start <= at < end
        )

    def find(self, words: str, paragraph: int | None = None) -> list[tuple[int, int, int]]:
        """Where words stand, in any script: (paragraph, first, last) for each occurrence."""
        wanted = normalise(words)
        places = range(1, len(self.paragraphs) + 1) if paragraph is None else [paragraph]
        found = []
        for number in places:
            whole = self.repaired(number)
            at = whole.text.find(wanted) if wanted else -1
            while at >= 0:
                found.append((number, *whole.span(at, at + len(wanted))))
                at = whole.text.find(wanted, at + 1)
        return found

    def holds(self, paragraph: int, end: int) -> bool:
        """Whether the document has this paragraph, and so many characters in it."""
        return 1 <= paragraph <= len(self.paragraphs) and end <= len(self.paragraphs[paragraph - 1])

    @cached_property
    def known_paragraphs(self) -> tuple[int, ...]:
        """The paragraphs that hold any text."""
        return tuple(n for n, text in enumerate(self.paragraphs, 1) if text.strip())


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def normalise(words: str) -> str:
    """Words as repaired text has them: Simplified, half width, no pinyin, no white space."""
    return _repair(words, []).text


def _pinyin(found: str) -> dict[int, int]:
    """Where pinyin in brackets begins and ends, of whatever width it is."""
    plain = [unicodedata.normalize("NFKC", char) for char in found]
    at = [i for i, chars in enumerate(plain) for _ in chars]
    return {at[m.start()]: at[m.end() - 1] + 1 for m in _PINYIN.finditer("".join(plain))}


def _repair(found: str, repairs: list[Repair]) -> RepairedText:
    chars: list[str] = []
    places: list[tuple[int, int]] = []
    at = 0
    repair_at = {r.start: r for r in repairs}
    brackets = _pinyin(found)
    while at < len(found):
        if at in repair_at:
            repair = repair_at[at]
            chars += repair.repaired
            places += [(at, repair.end)] * len(repair.repaired)
            at = repair.end
        elif at in brackets:
            at = brackets[at]
        else:
            chars.append(found[at])
            places.append((at, at + 1))
            at += 1
    converted = _converter().convert("".join(chars))
    if len(converted) != len(chars):  # a phrase changed its length: convert one by one
        converted = "".join(_converter().convert(c)[:1] or c for c in chars)
    text: list[str] = []
    where: list[tuple[int, int]] = []
    for char, place in zip(converted, places, strict=True):
        for plain in unicodedata.normalize("NFKC", char):
            if not plain.isspace():
                text.append(plain)
                where.append(place)
    return RepairedText("".join(text), tuple(a for a, _ in where), tuple(b for _, b in where))


def files_by_checksum(folder: Path) -> dict[str, Path]:
    """The files of a folder by their SHA-256; none where it is no folder."""
    files = sorted(folder.iterdir()) if kind_of(folder) == "folder" else []
    return {hashlib.sha256(read_bytes(p)).hexdigest(): p for p in files if p.is_file()}


def read_documents(region: Region, folder: Path) -> dict[str, Document]:
    """The documents of a region, found in `folder` by their registered checksum.

    Raises Unreadable where none is there or one is missing.
    """
    by_sum = files_by_checksum(folder)
    documents = {}
    repairs = _read_repairs(region.folder)
    for row in region.tables["sources"].rows:
        wanted = row.one("sha256")
        if wanted is None or row.one("kind") in LOCATED:
            continue
        name = str(row.one("id"))
        if wanted not in by_sum:
            raise Unreadable(
                f"{folder}: holds no file with the checksum of {name} "
                f"({row.one('file')}, sha256 {wanted[:12]}…); give the folder of the documents"
            )
        lines = by_sum[wanted].read_text(encoding="utf-8").split("\n")
        documents[name] = Document(name, by_sum[wanted], tuple(lines), repairs.get(name, ()))
    return documents


def read_document_table(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of repair.csv or left_out.csv, none where there is no such table.

    Raises DataError with every finding.
    """
    path = folder / f"{name}.csv"
    if not path.is_file():
        return []
    findings: list[Finding] = []
    records = read_records(path, findings)
    if records is None:
        raise DataError(findings)
    columns = ("source", "paragraph", "span", *DOCUMENT_TABLES[name])
    for column in columns:
        if column not in records.header:
            findings.append(Finding(path.name, 1, column, None, "is a missing column", "add it"))
    rows = []
    for record in records.rows:
        row = dict(zip(records.header, record.cells, strict=True))
        rows.append(row)
        for column in columns:
            value = row.get(column) or ""
            if wrong := _wrong_cell(column, value):
                findings.append(Finding(path.name, record.number, column, value or None, *wrong))
    if any(f.severity == "error" for f in findings):
        raise DataError(findings)
    return rows


def _wrong_cell(column: str, value: str) -> tuple[str, str] | None:
    if not value:
        return "is missing", "fill it in"
    if column == "paragraph" and not re.fullmatch(r"[1-9][0-9]*", value):
        return "is no paragraph", "write the number of the line, counted from 1"
    if column == "span":
        span = SPAN_FORM.fullmatch(value)
        if span is None or int(span[1]) >= int(span[2]):
            return "is no span", "write first..last in characters, e.g. 3..12"
    return None


def _read_repairs(folder: Path) -> dict[str, tuple[Repair, ...]]:
    repairs: dict[str, list[Repair]] = {}
    for row in read_document_table(folder, "repair"):
        start, end = parse_span(row["span"])
        repair = Repair(int(row["paragraph"]), start, end, row["repaired"])
        repairs.setdefault(row["source"], []).append(repair)
    return {source: tuple(found) for source, found in repairs.items()}


def cite(documents: dict[str, Document], source: str, words: str) -> list[tuple[int, int, int]]:
    """Where a document has these words, as (paragraph, first, last).

    Raises UnknownName for a source that has no document.
    """
    if source not in documents:
        raise UnknownName("document", source, documents)
    return documents[source].find(words)
