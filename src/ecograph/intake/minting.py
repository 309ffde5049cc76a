"""Ids of what comes in: made of its own key or its name, the same each time."""

import hashlib
import re
import unicodedata

from ecograph.base.pinyin import sound

_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ß": "ss", "æ": "ae", "đ": "d"})
LONGEST = 60  # signs of an id that is made of a name


def slug(text: str) -> str:
    """A text in a-z, 0-9 and -: Latin letters without marks, Chinese in pinyin."""
    if not text.isascii():
        heard = sound(text)
        text = heard[0] if heard else text
    marked = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    plain = marked.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-")


def mark(text: str) -> str:
    """Six signs that tell texts apart."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def ids_made_of(table: str, text: str) -> tuple[str, str]:
    """The id that is made of a key or a name, and the one where others have that."""
    base = slug(re.split(r"[#/:]", text.rstrip("#/:"))[-1] if "://" in text else text)
    if not base or base.replace("-", "").isdigit():
        base = f"{table.replace('_', '-')}-{base}".rstrip("-")
    return base, f"{base}-{mark(f'{table} {text}')}"


def minted(table: str, text: str, taken: set[str]) -> str:
    """An id for an entity of a table, of its key or its name, that is not taken yet."""
    base, marked = ids_made_of(table, text)
    if base in taken or not slug(text):
        base = marked
    found, n = base, 2
    while found in taken:
        found, n = f"{base}-{n}", n + 1
    return found
