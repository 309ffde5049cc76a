"""Codes of public schemes: the one spelling in which each is stored, and what is wrong with others.

The check digits are those of GB 32100-2015 (USCC, MOD 31-3), ISO 17442 (LEI, MOD 97-10) and of the
Research Organization Registry (MOD 97-10 of a number written in 32 signs).
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from ecograph.base.errors import Finding
from ecograph.base.namespaces import ECO_BASE, VOC_BASE
from ecograph.base.ontology import statements_of
from ecograph.tables.schema import superclasses
from ecograph.tables.stock_codes import stock_code

if TYPE_CHECKING:
    from ecograph.tables.rows import Row

Wrong = tuple[str, str]  # what is wrong with a code, and how to mend it

_USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V and Z
_ROR_SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's 32, without i, l, o and u
_PROVINCES = "11-15 21-23 31-37 41-46 50-54 61-65 71-71 81-82"
# The divisions of each section of GB/T 4754-2017, from the first to the last.
_SECTIONS = (
    "A01-05 B06-12 C13-43 D44-46 E47-50 F51-52 G53-60 H61-62 I63-65 J66-69 K70-70 L71-72 M73-75 "
    "N76-79 O80-82 P83-83 Q84-85 R86-90 S91-96 T97-97"
)


@dataclass(frozen=True)
class Scheme:
    """A scheme of codes: the datatype of its notations, and the classes that they identify."""

    key: str
    datatype: NamedNode
    classes: tuple[str, ...]


@cache
def schemes() -> dict[str, Scheme]:
    """The schemes of the code list identifier-scheme, by their keys."""
    start = f"{VOC_BASE}identifier-scheme-"
    datatypes: dict[str, NamedNode] = {}
    classes: dict[str, list[str]] = {}
    for triple in statements_of("vocab"):
        key = triple.subject.value.removeprefix(start)  # type: ignore[union-attr]
        if isinstance(triple.object, NamedNode):
            if triple.predicate.value == ECO_BASE + "codeDatatype":
                datatypes[key] = triple.object
            elif triple.predicate.value == ECO_BASE + "identifies":
                name = triple.object.value.removeprefix(ECO_BASE)
                classes.setdefault(key, []).append(name)
    return {key: Scheme(key, datatypes[key], tuple(sorted(classes[key]))) for key in datatypes}


def canonical(scheme: str, code: str) -> str | Wrong:
    """A code in the one spelling of its scheme, or what is wrong with it."""
    if scheme not in _READERS:
        return "is of no scheme that is known here", f"write one of {', '.join(_READERS)}"
    return _READERS[scheme](unicodedata.normalize("NFKC", code).strip())


def spelled(text: str) -> frozenset[str]:
    """The codes that a text may be, each as `scheme:code`; `hs:8524` names the scheme itself."""
    named, _, rest = text.partition(":")
    known = {named: rest} if named in _READERS else dict.fromkeys(_READERS, text)
    found = {scheme: canonical(scheme, code) for scheme, code in known.items()}
    return frozenset(f"{s}:{code}" for s, code in found.items() if isinstance(code, str))


def check_codes(spec_name: str, row: "Row", class_of: dict[str, str]) -> list[Finding]:
    """What is wrong with the codes of a row of identifier.csv or crosswalk.csv."""
    file, found = f"{spec_name}.csv", []
    for scheme_column, column in (("scheme", "code"), ("other_scheme", "other_code")):
        scheme, code = row.one(scheme_column), row.one(column)
        if scheme not in _READERS or code is None:
            continue
        read = canonical(scheme, code)
        if not isinstance(read, str):
            found.append(Finding(file, row.number, column, code, *read))
    key, scheme = row.one("entity"), row.one("scheme")
    if spec_name == "identifier" and key in class_of and scheme in schemes():
        wanted = schemes()[scheme].classes
        if not superclasses()[class_of[key]] & set(wanted):
            may_be = " or ".join(wanted)
            problem = f"is of class {class_of[key]}, and {scheme} codes are for {may_be}"
            mend = "give the code to another row, or write the scheme that it is of"
            found.append(Finding(file, row.number, "entity", key, problem, mend))
    return found


def _uscc(text: str) -> str | Wrong:
    code = re.sub(r"[ -]", "", text).upper()
    if len(code) != 18:
        return f"has {len(code)} characters, not 18", "write the whole code"
    if sign := next((c for c in code if c not in _USCC_SIGNS), None):
        return (
            f"holds {sign}, which no such code has",
            "look it up again; O is often 0, I 1, Z 2 and S 5",
        )
    if not re.fullmatch(r"[1-9ANY].[0-9]{6}.{10}", code):
        return "is of no registrar and place", "write e.g. 9135…: registrar, kind, six digits"
    total = sum(_USCC_SIGNS.index(c) * pow(3, i, 31) for i, c in enumerate(code[:17]))
    return _checked(code, _USCC_SIGNS[-total % 31])


def _lei(text: str) -> str | Wrong:
    code = re.sub(r"[ -]", "", text).upper()
    if not re.fullmatch(r"[0-9A-Z]{18}[0-9]{2}", code):
        return "is no LEI", "write 18 letters or digits and two check digits"
    return _checked(code, f"{_mod_97_10(int(''.join(str(int(c, 36)) for c in code[:18]))):02}")


def _ror(text: str) -> str | Wrong:
    code = re.sub(r"^(https?://)?(www\.)?ror\.org/|^ror:", "", text.lower())
    if not re.fullmatch(r"0[0-9a-hjkmnp-tv-z]{6}[0-9]{2}", code):
        return "is no ROR identifier", "write it as 00mcjh785 or https://ror.org/00mcjh785"
    number = 0
    for sign in code[:7]:
        number = number * 32 + _ROR_SIGNS.index(sign)
    return _checked(code, f"{_mod_97_10(number):02}")


def _mod_97_10(number: int) -> int:
    return 98 - number * 100 % 97


def _checked(code: str, wanted: str) -> str | Wrong:
    """The code where it ends in its check characters."""
    if code.endswith(wanted):
        return code
    name = "the check character" if len(wanted) == 1 else "the check digits"
    mend = f"{name} should be {wanted}, unless another character is wrong"
    return "fails its check", mend


def _wikidata(text: str) -> str | Wrong:
    site = r"(?:https?://(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/|wd:|wikidata:)?"
    match = re.fullmatch(site + r"(Q[1-9][0-9]*)", text, re.IGNORECASE)
    return match[1].upper() if match else ("is no Wikidata item", "write it as Q148")


def _gbt2260(text: str) -> str | Wrong:
    if not re.fullmatch(r"[0-9]{6}", text):
        return "is no division code", "write six digits, e.g. 350200"
    if not any(low <= text[:2] <= high for low, high in _ranges(_PROVINCES)):
        return "begins with no province's digits", "write e.g. 35 for Fujian: 350200"
    return text


def _gbt4754(text: str) -> str | Wrong:
    match = re.fullmatch(r"([A-T])?([0-9]{2,4})?", text.replace(" ", "").upper())
    if match is None or not text:
        return "is no industry code", "write it as A, 01, 011, 0111 or C3974"
    letter, digits = match[1], match[2]
    if digits is None:
        return str(letter)
    section = next(
        (low[0] for low, high in _ranges(_SECTIONS) if low[1:] <= digits[:2] <= high), None
    )
    if section is None:
        return "is of no division of GB/T 4754-2017", "the divisions are 01 to 97"
    if letter not in (None, section):
        return f"is not in section {letter}", f"write {digits} or {section}{digits}"
    return str(digits)


def _hs(text: str) -> str | Wrong:
    if not re.fullmatch(r"[0-9]{2}(\.?[0-9]{2}){0,3}", text):
        return "is no customs code", "write 2, 4, 6 or 8 digits, e.g. 8524, 8524.11 or 85241100"
    if text.startswith("00"):
        return "is of no chapter", "the chapters begin with 01"
    return text.replace(".", "")


def _sei(text: str) -> str | Wrong:
    if not re.fullmatch(r"[1-9](\.[1-9][0-9]?){0,2}", text):
        return "is no code of emerging industries", "write it as 1, 1.1 or 1.1.1"
    return text


def _ranges(text: str) -> list[tuple[str, str]]:
    return [(part[: part.index("-")], part[part.index("-") + 1 :]) for part in text.split()]


_READERS: dict[str, Callable[[str], str | Wrong]] = {
    "uscc": _uscc,
    "stock": stock_code,
    "lei": _lei,
    "ror": _ror,
    "wikidata": _wikidata,
    "gbt2260": _gbt2260,
    "gbt4754": _gbt4754,
    "hs": _hs,
    "sei": _sei,
}
