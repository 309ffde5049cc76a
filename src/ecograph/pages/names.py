"""Under which letters an entity is found: its names in both languages, pinyin and initials."""

from collections.abc import Iterable
from functools import cache


def search_key(key: str, names: Iterable[str | None]) -> str:
    """What a search looks through: names, pinyin, initials, id; lower case, | between."""
    forms: dict[str, None] = {}
    for name in names:
        if name:
            forms.setdefault(name.lower())
            for form in sound(name):
                forms.setdefault(form)
    forms.setdefault(key)
    return "|".join(form.replace("|", " ") for form in forms)


@cache
def sound(name: str) -> tuple[str, ...]:
    """The pinyin of a Chinese name, its initials and its traditional form; nothing for others."""
    if name.isascii() or not any("\u3400" <= c <= "\u9fff" for c in name):
        return ()
    from pypinyin import Style, lazy_pinyin

    full = "".join(lazy_pinyin(name)).lower()
    first = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()
    old = _traditional(name)
    return tuple(form for form in (full, first, old if old != name else "") if form)


def _traditional(name: str) -> str:
    return str(_converter().convert(name)).lower()


@cache
def _converter():  # type: ignore[no-untyped-def]
    from opencc import OpenCC

    return OpenCC("s2t")


def pinyin_order(name: str) -> tuple[str, str]:
    """The key by which Chinese names are sorted: their pinyin, then the name itself."""
    found = sound(name)
    return (found[0] if found else name.lower(), name)
