"""Proves against the documents that what the rows state stands where they say it stands."""

import re
from dataclasses import dataclass
from decimal import Decimal

from ecograph.tables.cells import parse_span
from ecograph.tables.documents import Document, RepairedText, normalise, read_document_table
from ecograph.tables.reading import Region
from ecograph.tables.rows import Row
from ecograph.tables.schema import TableSpec

NUMBER = re.compile(r"\d+(?:\.\d+)?")
_CHINESE = "〇一二三四五六七八九十"
# Classes whose Chinese label is a short name of ours: there is nothing to find in the text.
NAMED_BY_US = frozenset({"Problem", "Measure", "Event", "Indicator", "AssetType", "Framework"})


@dataclass(frozen=True)
class Unproven:
    """A row whose number or name does not stand in its span."""

    table: str
    row: int
    key: str
    paragraph: str
    wanted: str
    kind: str  # number or name


@dataclass(frozen=True)
class ParagraphCoverage:
    """How much of a paragraph the rows cover; uncovered numbers with where they stand."""

    source: str
    paragraph: int
    numbers: int
    numbers_covered: int
    names: int
    names_covered: int
    uncovered: tuple[str, ...]


@dataclass(frozen=True)
class Verification:
    """What was proven of the rows, and what of the documents is covered."""

    numbers_proven: int
    names_proven: int
    named_by_us: int
    unproven: tuple[Unproven, ...]
    paragraphs: tuple[ParagraphCoverage, ...]

    @property
    def holds(self) -> bool:
        """Every stated number is proven and every number of the documents accounted for."""
        return not any(u.kind == "number" for u in self.unproven) and not any(
            p.uncovered for p in self.paragraphs
        )


@dataclass(frozen=True)
class _Cited:
    """A row that cites a document, and the numbers that it accounts for.

    `numbers` are accounted for inside its span; `dates`, those of its periods, anywhere in its
    paragraph, since a year stands once at the head of the sentences that it dates.
    """

    spec: TableSpec
    row: Row
    source: str
    paragraph: int
    start: int
    end: int
    numbers: frozenset[str]
    dates: frozenset[str]


def verify_region(region: Region, documents: dict[str, Document]) -> Verification:
    """The verification of a region's rows against its documents, by their registered ids."""
    names = _names(region)
    cited = [c for spec, row in region.rows() if (c := _cited(spec, row, names)) is not None]
    ours = frozenset(
        str(row.one("id")) for spec, row in region.rows() if spec.class_name in NAMED_BY_US
    )
    unproven: list[Unproven] = []
    counts = {"number": 0, "name": 0, "ours": 0}
    for one in cited:
        document = documents.get(one.source)
        words = ""
        if document is not None and document.holds(one.paragraph, one.end):
            words = document.read(one.paragraph, one.start, one.end)
        for kind, wanted, found in _claims(one, names, ours, words):
            if found:
                counts[kind] += 1
            else:
                at = f"{one.source} {one.paragraph}"
                key = str(one.row.one("id"))
                unproven.append(Unproven(one.spec.name, one.row.number, key, at, wanted, kind))
    left_out = read_document_table(region.folder, "left_out")
    known = _compile_names(names)
    paragraphs = tuple(
        _cover(document, number, cited, left_out, known)
        for document in documents.values()
        for number in document.known_paragraphs
    )
    return Verification(
        counts["number"], counts["name"], counts["ours"], tuple(unproven), paragraphs
    )


def _names(region: Region) -> dict[str, tuple[str, ...]]:
    """The normalised names of each entity, longest first: Chinese, or English where none is."""
    found: dict[str, set[str]] = {}
    for spec, row in region.rows():
        if spec.kind == "entity":
            tag = "zh" if row.one("label_zh") else "en"
            own = row.cells.get(f"label_{tag}", ()) + row.cells.get(f"alt_{tag}", ())
            found.setdefault(str(row.one("id")), set()).update(normalise(n) for n in own)
        elif spec.name == "naming":
            own = row.cells.get("alt_zh", ()) or row.cells.get("alt_en", ())
            found.setdefault(str(row.one("entity")), set()).update(normalise(n) for n in own)
    return {k: tuple(sorted(v, key=lambda n: (-len(n), n))) for k, v in found.items()}


def _cited(spec: TableSpec, row: Row, names: dict[str, tuple[str, ...]]) -> _Cited | None:
    span, paragraph = row.one("span"), row.one("paragraph")
    if span is None or paragraph is None or "source" not in spec.columns:
        return None
    numbers: set[str] = set()
    dates: set[str] = set()
    for column in spec.columns.values():
        for value in row.cells.get(column.name, ()):
            if column.name in ("id", "paragraph", "span", "source"):
                continue
            texts = names.get(value, ()) if column.type == "ref" else (normalise(value),)
            for text in texts:
                into = dates if column.type == "period" else numbers
                into.update(_plain(n) for n in NUMBER.findall(text))
    start, end = parse_span(span)
    place = (str(row.one("source")), int(paragraph), start, end)
    return _Cited(spec, row, *place, frozenset(numbers), frozenset(dates))


def _plain(number: str) -> str:
    """A number without the zeros that do not count, so that 4.0 and 4, 03 and 3 are one."""
    whole, _, part = number.partition(".")
    part = part.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{part}" if part else "")


def _claims(
    one: _Cited, names: dict[str, tuple[str, ...]], ours: frozenset[str], words: str
) -> list[tuple[str, str, bool]]:
    """What a row claims of its span: (number, name or ours; what is wanted; is it there)."""
    row = one.row
    written = row.one("value_written")
    value = row.one("value")
    if written is not None:
        stands = _stands(normalise(written), words) or _numbers_in(written, words)
        return [("number", written, stands and _means(written, value))]
    if value is not None:
        return [("number", value, _numbers_in(value, words))]
    share = row.one("share")
    if share is not None:
        percent = _plain(str(Decimal(share) * 100))
        return [("number", share, bool({_plain(share), percent} & _numbers_of(words)))]
    if one.spec.name == "ranking":
        rank = str(row.one("rank"))
        digit = _CHINESE[int(rank)] if int(rank) <= 10 else rank
        told = {"1": "首", "2": "次于"}.get(rank)
        said = rank in _numbers_of(words) or digit in words or (told is not None and told in words)
        return [("number", f"第{rank}", said)]
    if one.spec.kind == "entity":
        if one.spec.class_name in NAMED_BY_US:
            return [("ours", "", True)]
        own = names[str(row.one("id"))]
        return [("name", own[0], any(n in words for n in own))]
    if one.spec.kind == "about":
        return []
    ends = [
        value
        for column in one.spec.columns.values()
        if column.type == "ref" and column.name not in ("source", "said_by")
        for value in row.cells.get(column.name, ())
    ]
    candidates = [n for end in ends for n in names.get(end, ())]
    found = any(n in words for n in candidates)
    if not found and ours & set(ends):
        return [("ours", "", True)]
    return [("name", " / ".join(candidates[:3]), found)]


def _numbers_in(written: str, words: str) -> bool:
    """Every number of what is written stands in the words (as 10% of 10%—40%)."""
    wanted = _numbers_of(normalise(written))
    return bool(wanted) and wanted <= _numbers_of(words)


def _numbers_of(text: str) -> set[str]:
    return {_plain(n) for n in NUMBER.findall(text)}


def _stands(written: str, words: str) -> bool:
    """What is written stands in the words, and not as a part of a longer number."""
    return re.search(rf"(?<![\d.]){re.escape(written)}(?!\d)", words) is not None


def _means(written: str, value: str | None) -> bool:
    """The value is one of the numbers written; what is written in Chinese numerals is trusted."""
    numbers = _numbers_of(normalise(written))
    return value is None or not numbers or _plain(value.lstrip("+-")) in numbers


def _compile_names(names: dict[str, tuple[str, ...]]) -> re.Pattern[str]:
    """What finds the known names of two characters or more, the longest first."""
    known = {n for own in names.values() for n in own if len(n) > 1}
    longest_first = sorted(known, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)) if known else r"(?!)")


def _cover(
    document: Document,
    paragraph: int,
    cited: list[_Cited],
    left_out: list[dict[str, str]],
    known: re.Pattern[str],
) -> ParagraphCoverage:
    whole = document.repaired(paragraph)
    here = [c for c in cited if c.source == document.source and c.paragraph == paragraph]
    outside = [
        parse_span(r["span"])
        for r in left_out
        if r["source"] == document.source and int(r["paragraph"]) == paragraph
    ]
    numbers = list(NUMBER.finditer(whole.text))
    uncovered = _list_uncovered(whole, numbers, here, outside)
    places = [whole.span(m.start(), m.end()) for m in known.finditer(whole.text)]
    covered = sum(any(c.start <= a and b <= c.end for c in here) for a, b in places)
    return ParagraphCoverage(
        document.source,
        paragraph,
        len(numbers),
        len(numbers) - len(uncovered),
        len(places),
        covered,
        tuple(uncovered),
    )


def _list_uncovered(
    whole: RepairedText,
    numbers: list[re.Match[str]],
    here: list[_Cited],
    outside: list[tuple[int, int]],
) -> list[str]:
    """The numbers that no row of the paragraph accounts for and that are not left out."""
    found = []
    for match in numbers:
        first, last = whole.span(match.start(), match.end())
        number = _plain(match[0])
        told = any(
            number in c.dates or (c.start <= first and last <= c.end and number in c.numbers)
            for c in here
        )
        if not told and not any(a <= first and last <= b for a, b in outside):
            around = whole.text[max(0, match.start() - 6) : match.end() + 4]
            found.append(f"{match[0]} ({first}..{last}, …{around}…)")
    return found
