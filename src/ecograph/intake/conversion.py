"""What cells of other people's tables mean: dates, numbers, truth values, keys, nothing at all."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from pathlib import Path

from ecograph.base.errors import near_names
from ecograph.base.files import read_toml
from ecograph.base.periods import read_period, respelled
from ecograph.graph.terms import ontology_terms
from ecograph.tables.cells import wrong_form
from ecograph.tables.concepts import Lists, with_concepts
from ecograph.tables.rows import Row
from ecograph.tables.schema import Column

Wrong = tuple[str, str]  # what is wrong with a cell, and how to mend it
PER_CENT = 100
_FIRST_DAY = date(1899, 12, 30)  # of the serial numbers of spreadsheets
_SERIALS = range(10_000, 80_000)  # 1927 to 2119
_COMPACT = re.compile(r"(?P<y>(19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)?")
_STAMP = re.compile(
    r"(?P<day>\d{4}[-/.]\d{1,2}[-/.]\d{1,2})[ T]\d{1,2}:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?(\d\d)?)?"
)
_DOTTED = re.compile(r"(?P<y>\d{4})\.(?P<m>\d{1,2})(\.(?P<d>\d{1,2}))?")
_LATIN = re.compile(
    r"((?P<d>\d{1,2})[ .-])?(?P<m>[a-z]{3})[a-z]*\.?[ -]((?P<d2>\d{1,2}),? )?(?P<y>\d{4})", re.I
)
_WHOLE_YEAR = re.compile(r"\d{4}\.0+")  # a year in a column of numbers
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBER = re.compile(r"[-+]?(\d{1,3}([,，]\d{3})+|\d+)(\.\d+)?([eE][-+]?\d{1,3})?")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．％－＋（）：", "0123456789.%-+():")


@cache
def vocabulary(group: str, name: str) -> frozenset[str]:
    """Words that other people's tables use, from vocabulary.toml."""
    held = read_toml(Path(__file__).with_name("vocabulary.toml"))
    return frozenset(held[group][name])


def is_nothing(text: str) -> bool:
    """Whether a cell says that nothing is known: n/a, —, 不详."""
    return text.strip().lower() in vocabulary("cells", "nothing")


@lru_cache(maxsize=100_000)
def as_period(text: str) -> str | Wrong:
    """A time as tables write it: of 2015年3月, 2015/3/12, 20150312, Mar 2015, 42075."""
    plain = text.strip().translate(_FULL_WIDTH)
    if _WHOLE_YEAR.fullmatch(plain):
        plain = plain[:4]
    for form in (plain, respelled(plain), *_other_spellings(plain)):
        if read_period(form):
            return form
    if re.fullmatch(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}", plain):
        return "does not say which is the month", "write the year first, as 2015-03-12"
    return "is no date", "write 2015, 2015-03, 2015-03-12 or 2021/2023"


def _other_spellings(text: str) -> list[str]:
    """A date in the other ways in which programs and people write it."""
    found = []
    if text.isdigit() and int(text) in _SERIALS and not read_period(text):
        found.append((_FIRST_DAY + timedelta(days=int(text))).isoformat())
    for form in (_COMPACT, _DOTTED):
        if held := form.fullmatch(text):
            found.append("-".join(p.zfill(2) for p in held.group("y", "m", "d") if p))
    if held := _STAMP.fullmatch(text):
        found.append(respelled(held["day"].replace(".", "-")))
    if (held := _LATIN.fullmatch(text)) and held["m"].lower() in _MONTHS:
        month = _MONTHS.index(held["m"].lower()) + 1
        day = held["d"] or held["d2"]
        found.append("-".join([held["y"], f"{month:02}", *([day.zfill(2)] if day else [])]))
    return found


def as_number(text: str, column: Column) -> str | Wrong:
    """A number as tables write it; of a share a fraction: 61% is 0.61."""
    plain = text.strip().translate(_FULL_WIDTH).replace(" ", "")
    part = plain.endswith("%")
    held = _NUMBER.fullmatch(plain.removesuffix("%"))
    if held is None:
        return "is no number", "write digits with a decimal point, without a unit"
    try:
        number = Decimal(held.group().replace(",", "").replace("，", ""))
    except InvalidOperation:
        return "is no number", "write digits with a decimal point, without a unit"
    if part and column.name.endswith("share") and not 0 <= number <= PER_CENT:
        return "is no part of a whole", "write a percentage from 0 to 100 %"
    if part and column.name.endswith("share"):
        number /= PER_CENT
    elif part:
        return "is a percentage", f"{column.name} is no share; write the number"
    return written(number)


def written(number: Decimal) -> str:
    """A number without exponent and without zeros at its end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_truth(text: str) -> str | Wrong:
    """true or false, of 是, 否, yes, no, 1, 0, √, × and the like."""
    plain = text.strip().lower()
    for truth in ("true", "false"):
        if plain in vocabulary("cells", truth):
            return truth
    return "is neither yes nor no", "write 是 or 否, yes or no"


@dataclass(frozen=True)
class Codes:
    """The code lists of a region: their keys, and what the region itself calls its own."""

    lists: Lists
    own: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def codes_of(concepts: Iterable[Row]) -> Codes:
    """The code lists of a region with the rows of its concept.csv."""
    held, own = tuple(concepts), dict[str, dict[str, str]]()
    for row in held:
        of_list = own.setdefault(str(row.one("scheme")), {})
        for label in filter(None, (row.one("label_zh"), row.one("label_en"))):
            of_list.setdefault(_plain(label), str(row.one("key")))
    return Codes(with_concepts(held), own)


def as_key(text: str, name: str, codes: Codes) -> str | Wrong:
    """A key of a code list, of the key itself or one of its labels, in either language."""
    labels, lists = labels_of(name, codes), codes.lists
    plain = _plain(text)
    if plain in labels:
        return labels[plain]
    near = near_names(text, [*labels])
    few = f"did you mean {near[0]}?" if near else f"write one of {', '.join(lists.get(name, ()))}"
    return f"is not in the code list {name}", few + "; or say in the map what it stands for"


def labels_of(name: str, codes: Codes) -> Mapping[str, str]:
    """The keys of a code list by themselves and by their labels, all in lower case, no spaces."""
    shipped = _labels(name, tuple(codes.lists.get(name, ())))
    return {**codes.own.get(name, {}), **shipped}


@lru_cache(maxsize=256)
def _labels(name: str, keys: tuple[str, ...]) -> Mapping[str, str]:
    """The keys of a list by themselves and by their labels."""
    found = {_plain(key): key for key in keys}
    for term in ontology_terms().values():
        tail = term.iri.rpartition("/")[2]
        key = tail.removeprefix(f"{name}-")
        if term.kind == "code" and key in keys and tail == f"{name}-{key}":
            for label in term.labels.values():
                found.setdefault(_plain(label), key)
    return found


def _plain(text: str) -> str:
    return "".join(text.translate(_FULL_WIDTH).lower().split())


def converted(text: str, column: Column, codes: Codes) -> str | Wrong:
    """A cell as a column of a table writes it, or what is wrong with it.  References are apart."""
    match column.type:
        case "period":
            return as_period(text)
        case "decimal" | "integer":
            found = as_number(text, column)
        case "boolean":
            return as_truth(text)
        case "concept":
            return as_key(text, column.argument[0], codes)
        case _:
            found = " ".join(text.split())
    if isinstance(found, str) and (wrong := wrong_form(column, found, codes.lists)):
        return wrong
    return found
