"""How Chinese names sound, and how else they are written: pinyin, initials, traditional script."""

from functools import cache


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
