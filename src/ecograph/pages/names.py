"""Under which letters an entity is found: its names in both languages, pinyin and initials."""

from collections.abc import Iterable

from ecograph.base.pinyin import sound


def search_key(key: str, names: Iterable[str]) -> str:
    """What a search looks through: names, pinyin, initials, id; lower case, | between."""
    forms: dict[str, None] = {}
    for name in names:
        forms.setdefault(name.lower())
        for form in sound(name):
            forms.setdefault(form)
    forms.setdefault(key)
    return "|".join(form.replace("|", " ") for form in forms)


def pinyin_order(name: str) -> tuple[str, str]:
    """The key by which Chinese names are sorted: their pinyin, then the name itself."""
    found = sound(name)
    return (found[0] if found else name.lower(), name)
