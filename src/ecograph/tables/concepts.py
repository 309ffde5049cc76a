"""The keys that a region adds to the code lists that are open to it: concept.csv."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from ecograph.base.errors import Finding, near_names
from ecograph.tables.region_file import ID_FORM
from ecograph.tables.rows import Row
from ecograph.tables.schema import code_lists, open_lists, unit_bases

FILE = "concept.csv"
Lists = Mapping[str, tuple[str, ...]]  # the keys of each code list
NUMBER_FORM = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
Wrong = tuple[str, str | None, str, str]  # column, value, problem, mend


def with_concepts(concepts: tuple[Row, ...]) -> Lists:
    """The code lists as a region has them: the keys of the ontology, then its own."""
    lists = dict(code_lists())
    for row in concepts:
        scheme, key = str(row.one("scheme")), str(row.one("key"))
        if scheme in open_lists() and key not in lists[scheme]:
            lists[scheme] = (*lists[scheme], key)
    return lists


def check_concepts(concepts: tuple[Row, ...], lists: Lists, findings: list[Finding]) -> None:
    """A key is new to an open list; what it is narrower than and its base unit are there."""
    seen: dict[tuple[str, str], int] = {}
    bases = _bases(concepts)
    for row in concepts:
        scheme, key = row.one("scheme"), row.one("key")
        if scheme is None or key is None:
            continue
        wrong: list[Wrong]
        if scheme not in open_lists():
            wrong = [("scheme", scheme, *_not_open(scheme))]
        else:
            first = seen.setdefault((scheme, key), row.number)
            wrong = [
                *_wrong_key(row, scheme, key, first),
                *_wrong_broader(row.one("broader"), key, scheme, lists),
                *(_wrong_unit(row, bases) if scheme == "unit" else _no_unit(row, scheme)),
            ]
        findings += [Finding(FILE, row.number, *each) for each in wrong]


def _wrong_key(row: Row, scheme: str, key: str, first: int) -> Iterator[Wrong]:
    if key in code_lists()[scheme]:
        mend = "use it without a row here, or choose another key for another meaning"
        yield "key", key, f"is in the code list {scheme} already", mend
    elif first != row.number:
        yield "key", key, "is used twice", f"it stands in row {first} too; choose another"


def _wrong_broader(broader: str | None, key: str, scheme: str, lists: Lists) -> Iterator[Wrong]:
    others = [k for k in lists[scheme] if k != key]
    if broader is not None and broader not in others:
        near = near_names(broader, others)
        mend = f"did you mean {near[0]}?" if near else f"write a key of {scheme}, or nothing"
        yield "broader", broader, f"is no other key of {scheme}", mend


def _not_open(scheme: str) -> tuple[str, str]:
    """What is wrong with a code list that takes no keys, and the mend."""
    if scheme in code_lists():
        return "is closed: the program reads each of its keys", "use the keys that it has"
    near = near_names(scheme, open_lists())
    mend = f"did you mean {near[0]}?" if near else f"one of {', '.join(open_lists())}"
    return "is no code list", mend


def _bases(concepts: tuple[Row, ...]) -> dict[str, str]:
    """The base unit of each unit, of the ontology and of the region; a unit alone is its own."""
    units = [row for row in concepts if row.one("scheme") == "unit"]
    own = {str(row.one("key")): row.one("base_unit") or str(row.one("key")) for row in units}
    return own | unit_bases()


def _no_unit(row: Row, scheme: str) -> Iterator[Wrong]:
    for column in ("base_unit", "multiplier"):
        if (value := row.one(column)) is not None:
            yield column, value, f"is for units, and {scheme} has none", "leave it empty"


def _wrong_unit(row: Row, bases: Mapping[str, str]) -> Iterator[Wrong]:
    """What is wrong with how a unit converts."""
    base, factor = row.one("base_unit"), row.one("multiplier")
    if (base is None) != (factor is None):
        missing = "multiplier" if factor is None else "base_unit"
        mend = "give base_unit and multiplier, or neither: then the unit converts to no other"
        yield missing, None, "is missing", mend
    if base is not None and base not in bases:
        near = near_names(base, bases)
        mend = f"did you mean {near[0]}?" if near else f"add a row for the unit {base}"
        yield "base_unit", base, "is no unit", mend
    elif base is not None and bases[base] != base:
        mend = f"write {bases[base]}, and the multiplier to it"
        yield "base_unit", base, f"is itself counted in {bases[base]}", mend
    if factor is not None and NUMBER_FORM.fullmatch(factor) and Decimal(factor) <= 0:
        yield "multiplier", factor, "is not above 0", "write how many base units it is"


def unknown_key(scheme: str, value: str, lists: Lists) -> tuple[str, str]:
    """What is wrong with a key that is in no list, and the mend: a near one, or a row to add."""
    keys = lists.get(scheme, ())
    parts = [part for part in re.split(r"[\s|,;/、，；]+", value) if part]
    if len(parts) > 1 and all(part in keys for part in parts):
        mend = f"write one of {', '.join(parts)}; a second fact is a second row"
        return "holds several keys", mend
    near = near_names(value, keys)
    advice = f"write {near[0]}" if near else f"one of {', '.join(keys)}"
    if scheme in open_lists():
        key = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-") or "KEY"
        as_key = "" if ID_FORM.fullmatch(value) else f"write {key} and "
        head, row = "scheme,key,label_zh,label_en", f"{scheme},{key},…,…"
        if scheme == "unit":
            head, row = f"{head},base_unit,multiplier", f"{row},,"
        advice += f", or {as_key}add it to {FILE} ({head}): {row}"
    return f"is not in the code list {scheme}", advice
