"""Places of the world and of China by their names: in a cell, a firm's name, an address.

gazetteer.csv holds the countries (ISO 3166-1) and the administrative divisions of China down to
counties (GB/T 2260, as of 2021) with their names in Chinese and English.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ecograph.graph.naming import fold

_BRACKETS = re.compile(r"[(（]([^()（）]{2,12})[)）]")
_LEAST = 2  # signs of a place in a name
NARROWER = ("country", "area", "province", "city", "district")


@dataclass(frozen=True)
class GazetteerPlace:
    """A place: its code, the table that it is a row of, its names, what it is part of (a code)."""

    code: str
    table: str
    label_zh: str
    label_en: str
    aliases: tuple[str, ...]
    part_of: str | None

    @property
    def names(self) -> tuple[str, ...]:
        """All its names."""
        return (self.label_zh, self.label_en, *self.aliases)


@cache
def gazetteer() -> dict[str, GazetteerPlace]:
    """The places by their codes."""
    path = Path(__file__).with_name("gazetteer.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: GazetteerPlace(
                row["code"],
                row["class"],
                row["label_zh"],
                row["label_en"],
                tuple(filter(None, row["alt"].split("|"))),
                row["part_of"] or None,
            )
            for row in csv.DictReader(file)
        }


@cache
def _by_name() -> dict[str, tuple[str, ...]]:
    """The codes of the places of each name, folded; the wider places first."""
    found: dict[str, list[str]] = {}
    for place in sorted(gazetteer().values(), key=lambda p: NARROWER.index(p.table)):
        for name in place.names:
            codes = found.setdefault(_folded(name), [])
            if place.code not in codes:
                codes.append(place.code)
    return {name: tuple(codes) for name, codes in found.items()}


def _folded(name: str) -> str:
    return fold(name).replace("'", "").replace("’", "")


def around(code: str) -> Iterator[GazetteerPlace]:
    """A place and all that it is part of, the narrowest first."""
    held: str | None = code
    while held is not None:
        place = gazetteer()[held]
        yield place
        held = place.part_of


def place_named(name: str, home: str | None = None, within: str | None = None) -> str | None:
    """The code of the place that a name means; None where there is none, or several are meant.

    `within` is the code of a place that it lies in.  Of several the widest is meant, as a city and
    a district of one name; else the one in `home`.
    """
    codes = _by_name().get(_folded(name), ())
    if within is not None:
        codes = tuple(c for c in codes if c != within and _in(c, within))
    if len(codes) < 2:
        return codes[0] if codes else None
    inside = [c for c in codes if home is not None and _in(c, home)]
    if len(inside) == 1:
        return inside[0]
    widest = min(NARROWER.index(gazetteer()[c].table) for c in codes)
    held = [c for c in codes if NARROWER.index(gazetteer()[c].table) == widest]
    return held[0] if len(held) == 1 else None


def _in(code: str, wider: str) -> bool:
    return any(place.code == wider for place in around(code))


def place_in_name(name: str) -> str | None:
    """The place that the full name of a firm says: in brackets, else at its beginning.

    >>> place_in_name("联芯集成电路制造(厦门)有限公司")
    '350200'
    """
    for held in reversed(_BRACKETS.findall(name)):
        if (code := place_named(held)) is not None and gazetteer()[code].table != "country":
            return code
    plain = re.sub(r"^(中国|国营|[(（][^()（）]*[)）])", "", name.strip())
    province = _beginning(plain, ("province",))
    rest = plain.removeprefix(province[0]) if province else plain
    for tables in (("city",), ("district",)):
        begun = _beginning(rest, tables)
        if begun and (province is None or _in(begun[1], province[1])):
            return begun[1]
    return province[1] if province else None


def without_place(name: str) -> str:
    """A name without the province and the city with which it begins."""
    for table in ("province", "city"):
        begun = _beginning(name, (table,))
        name = name.removeprefix(begun[0]) if begun else name
    return name


@cache
def _beginnings(tables: tuple[str, ...]) -> tuple[dict[str, str], tuple[int, ...]]:
    """The Chinese names of places of these tables that tell one place; how long they are.

    Of counties only cities count: the short names of others are words of other meanings too.
    """
    found: dict[str, set[str]] = {}
    for place in gazetteer().values():
        if place.table in tables and (place.table != "district" or place.label_zh.endswith("市")):
            for name in (place.label_zh, *place.aliases):
                if not name.isascii() and len(name) >= _LEAST:
                    found.setdefault(name, set()).add(place.code)
    one = {name: codes.pop() for name, codes in found.items() if len(codes) == 1}
    return one, tuple(sorted({len(name) for name in one}, reverse=True))


def _beginning(text: str, tables: tuple[str, ...]) -> tuple[str, str] | None:
    """The name and the place with which a text begins; a university is no firm of its city."""
    names, lengths = _beginnings(tables)
    for length in lengths:  # the longest first
        name = text[:length]
        if name in names and not text.startswith("大学", length):
            return name, names[name]
    return None


def place_in_address(address: str, home: str | None = None) -> str | None:
    """The narrowest place that an address says, in Chinese or English; None where it says none."""
    return _in_chinese(address, home) if re.search("[㐀-鿿]", address) else _in_latin(address, home)


def _in_latin(address: str, home: str | None) -> str | None:
    """The parts between commas from the end on: country, province, city, each in the one before.

    In one that has no commas, or whose parts are no names, the names are looked for as words.
    """
    within: str | None = None
    for part in reversed(address.split(",")):
        for name in _parts_of(part):
            code = place_named(name, home, within)
            if code is not None and gazetteer()[code].table in NARROWER[:4]:
                within = code
                break
        if within is not None and gazetteer()[within].table == "city":
            return within
    return _words_in(address, within)


@cache
def _latin_names() -> dict[str, tuple[tuple[str, str], ...]]:
    """The English names of the provinces and cities of China with their codes, by their tables."""
    found: dict[str, list[tuple[str, str]]] = {"province": [], "city": []}
    for place in gazetteer().values():
        if place.table in found:
            found[place.table].append((place.label_en.lower().replace("'", ""), place.code))
    return {table: tuple(pairs) for table, pairs in found.items()}


def _words_in(address: str, within: str | None) -> str | None:
    """The province and the city of China whose names are words of an address; the last ones."""
    if within is None:
        within = place_named(address.split()[-1]) if address.split() else None
    if within is None or not _in(within, "cn"):
        return within
    text = " " + re.sub(r"[^a-z]+", " ", address.lower().replace("'", "")) + " "
    for table in ("province", "city"):
        found = [
            (text.rindex(f" {name} "), code)
            for name, code in _latin_names()[table]
            if f" {name} " in text and code != within and _in(code, within)
        ]
        codes = {code for at, code in found if at == max(found)[0]}
        within = codes.pop() if len(codes) == 1 else within
    return within


def _parts_of(part: str) -> Iterable[str]:
    """A part of an address, without a postal code, and without the words for what it is."""
    plain = re.sub(r"\b[A-Z]{0,2}-?\d[\d -]*\b", "", part).strip(" .")
    yield plain
    yield re.sub(r"\s+(city|province|prov\.?|municipality)$", "", plain, flags=re.I)


def _in_chinese(address: str, home: str | None) -> str | None:
    """The places in the order in which they stand, each in the one before."""
    rest, within = "".join(address.split()), None
    for tables in (("country",), ("province",), ("city",), ("district",)):
        names = sorted(
            (
                (name, p.code)
                for p in gazetteer().values()
                if p.table in tables and (within is None or _in(p.code, within))
                for name in (p.label_zh, *p.aliases)
                if not name.isascii() and len(name) >= _LEAST and name in rest[:40]
            ),
            key=lambda pair: (rest.index(pair[0]), -len(pair[0])),
        )
        sure = [pair for pair in names if tables != ("district",) or within is not None]
        if not sure and tables == ("district",) and home is not None:
            sure = [pair for pair in names if _in(pair[1], home)]
        if sure:
            name, within = sure[0]
            rest = rest[rest.index(name) + len(name) :]
    return within
