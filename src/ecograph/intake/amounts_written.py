"""Amounts as they are written: 5,000万元, 约1.2亿元人民币, US$3.5 million, >20 GWh."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ecograph.intake.conversion import Wrong, written


def _longest_first(words: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    """Words with what they mean, the longest first."""
    pairs = ((word, meant) for meant, held in words.items() for word in held)
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


_BEFORE = _longest_first(
    {
        "gt": ("超过", "逾", "超", "大于", "高于", ">", "more than", "over", "above"),
        "max": (
            "不超过",
            "不高于",
            "不多于",
            "至多",
            "最高",
            "最多",
            "≤",
            "<=",
            "up to",
            "at most",
        ),
        "min": ("不低于", "不少于", "不小于", "至少", "最低", "≥", ">=", "at least"),
        "lt": ("不到", "不足", "低于", "小于", "<", "less than", "under", "below"),
        "nearly": ("近", "将近", "接近", "nearly", "almost"),
        "approx": (
            "约",
            "大约",
            "约为",
            "~",
            "～",
            "≈",
            "about",
            "approximately",
            "approx.",
            "ca.",
        ),
    }
)
_BEHIND = _longest_first(
    {"ge": ("余", "多", "+", "以上"), "approx": ("左右",), "max": ("以内", "以下")}
)
_TIMES = {
    **{"万亿": 12, "千亿": 11, "百亿": 10, "十亿": 9, "亿": 8},
    **{"千万": 7, "百万": 6, "万": 4, "千": 3},
    **{"trillion": 12, "billion": 9, "bn": 9, "million": 6, "mn": 6, "mio": 6},
    **{"thousand": 3, "k": 3},
}
_CURRENCIES = {
    "cny": ("人民币", "元", "圆", "rmb", "cny", "yuan", "¥", "￥"),
    "usd": ("美元", "美金", "us$", "usd", "$", "dollars", "dollar"),
    "eur": ("欧元", "eur", "€", "euros", "euro"),
    "hkd": ("港元", "港币", "hk$", "hkd"),
    "twd": ("新台币", "新臺幣", "nt$", "twd", "ntd"),
    "jpy": ("日元", "日圆", "jpy", "yen"),
    "krw": ("韩元", "韩圆", "krw", "won"),
    "gbp": ("英镑", "gbp", "£"),
}
_LABELS = {
    "usd": ("美元", "US dollars"),
    "eur": ("欧元", "euros"),
    "hkd": ("港元", "Hong Kong dollars"),
    "twd": ("新台币元", "New Taiwan dollars"),
    "jpy": ("日元", "yen"),
    "krw": ("韩元", "won"),
    "gbp": ("英镑", "pounds sterling"),
}
# The units in which tables count money: the suffix of the key, its power of ten, its words.
_SIZES = {
    4: ("10k", "万{zh}", "10,000 {en}"),
    6: ("million", "百万{zh}", "million {en}"),
    8: ("100m", "亿{zh}", "100 million {en}"),
    9: ("billion", "十亿{zh}", "billion {en}"),
    12: ("trillion", "万亿{zh}", "trillion {en}"),
}
# What sizes are called in the names of units; one of another size is in none of these.
_SIZE_NAMES = {0: "", 4: "万", 6: "百万", 8: "亿", 9: "十亿", 12: "万亿"}
_YUAN = {0: "cny", 4: "cny-10k", 8: "cny-100m", 12: "cny-1t"}
_NUMBER = re.compile(r"(?P<n>\d{1,3}([,，]\d{3})+(\.\d+)?|\d+(\.\d+)?)")


@dataclass(frozen=True)
class Amount:
    """An amount: as written, its number, its unit and how the number is meant."""

    written: str
    value: str
    unit: str
    qualifier: str = "exact"


def read_amount(text: str, unit: str | None, labels: Mapping[str, str]) -> Amount | Wrong:
    """An amount of a text; `unit` is that of a bare number, `labels` the units by their names.

    The unit is a key of the list, or of a currency that the list may not have yet: usd-million.
    """
    plain = " ".join(text.replace("：", ":").split())
    held = _NUMBER.search(plain)
    if held is None:
        return "is no amount", "write a number with its unit, such as 5000万元"
    number = Decimal(held["n"].replace(",", "").replace("，", ""))
    qualifier, before = _qualified(plain[: held.start()], _BEFORE, at_end=True)
    behind_qualifier, behind = _qualified(plain[held.end() :], _BEHIND, at_end=False)
    power, rest = _times(behind)
    if behind_qualifier is None:  # 5千万元以上, 3亿多元
        behind_qualifier, rest = _qualified(rest, _BEHIND, at_end=False)
        more, rest = _qualified(rest, _BEHIND, at_end=True)
        behind_qualifier = behind_qualifier or more
    qualifier = qualifier or behind_qualifier or "exact"
    if wrong := _no_single_number(before, rest):
        return wrong
    named = f"{before} {rest}".strip(" :()（）").lower()
    if not named:
        if unit is None:
            return "has no unit", 'say in the map in which unit bare numbers are: unit = "万元"'
        size, bare = _of_bare(unit)
        again = _of_unit(plain, number, power or size, bare.lower(), qualifier, labels)
        return again if isinstance(again, Amount) else (again[0], "mend unit = in the map")
    return _of_unit(plain, number, power, named, qualifier, labels)


def _of_bare(unit: str) -> tuple[int, str]:
    """The power of ten and the rest of a unit that a map gives: 万元, USD million."""
    power, rest = _times(unit)
    for word in sorted(_TIMES, key=len, reverse=True) if power == 0 else ():
        if unit.lower().endswith(word) and len(unit) > len(word):
            return _TIMES[word], unit[: -len(word)].strip()
    return power, rest


def _no_single_number(before: str, rest: str) -> Wrong | None:
    """What is wrong with what stands around a number: a sign of less than 0, another number."""
    if before.rstrip().endswith(("-", "−", "－")) or (
        before.rstrip().endswith(("(", "（")) and rest.lstrip().startswith((")", "）"))
    ):
        return "is less than 0", "leave it out, or write what was given back as a row of its own"
    if re.search(r"(?<![a-z])\d", (before + " " + rest).lower()):
        return "holds several numbers", "write one number with its unit, such as 3.5亿元"
    return None


def _of_unit(
    text: str, number: Decimal, power: int, named: str, qualifier: str, labels: Mapping[str, str]
) -> Amount | Wrong:
    """The amount in its unit: money by its size, else what a unit is called."""
    size = _SIZE_NAMES.get(power)
    whole = None if size is None else f"{size}{named}"
    if whole is not None and whole in labels:
        return Amount(text, written(number), labels[whole], qualifier)
    for currency, names in _CURRENCIES.items():
        rest = named
        for name in sorted(names, key=len, reverse=True):
            rest = rest.replace(name, "")
        if rest != named and not rest.strip(" ()（）"):
            value, unit = _of_money(number, power, currency)
            return Amount(text, written(value), unit, qualifier)
    if named in labels:
        return Amount(text, written(number.scaleb(power)), labels[named], qualifier)
    return f"is in a unit that is not known, {named}", "add the unit to concept.csv, list unit"


def _of_money(number: Decimal, power: int, currency: str) -> tuple[Decimal, str]:
    """A number of money in the unit of its size, or the next smaller one that there is."""
    sizes = (
        _YUAN
        if currency == "cny"
        else {0: currency} | {p: f"{currency}-{name}" for p, (name, _, _) in _SIZES.items()}
    )
    at = max(p for p in sizes if p <= power)
    return number.scaleb(power - at), sizes[at]


def _qualified(
    text: str, words: tuple[tuple[str, str], ...], *, at_end: bool
) -> tuple[str | None, str]:
    """How a number is meant, by the word next to it, and the text without it."""
    plain = text.strip()
    for word, qualifier in words if plain else ():
        if at_end and plain.lower().endswith(word):
            return qualifier, plain[: len(plain) - len(word)].strip()
        if not at_end and plain.lower().startswith(word):
            return qualifier, plain[len(word) :].strip()
    return None, plain


def _times(text: str) -> tuple[int, str]:
    """The power of ten of the word that the text begins with, and the rest."""
    low = text.lower()
    for word in sorted(_TIMES, key=len, reverse=True):
        if low.startswith(word) and not (
            word.isascii() and low[len(word) : len(word) + 1].isalpha()
        ):
            return _TIMES[word], text[len(word) :].strip()
    return 0, text


def unit_rows(unit: str) -> list[dict[str, str]]:
    """The rows of concept.csv for a unit of money that the list of units does not have."""
    currency, _, size = unit.partition("-")
    if currency not in _LABELS:
        return []
    zh, en = _LABELS[currency]
    rows = [{"scheme": "unit", "key": currency, "label_zh": zh, "label_en": en}]
    for power, (name, said_zh, said_en) in _SIZES.items():
        if name == size:
            multiple = {"base_unit": currency, "multiplier": str(10**power)}
            labels = {"label_zh": said_zh.format(zh=zh), "label_en": said_en.format(en=en)}
            rows.append({"scheme": "unit", "key": unit, **labels, **multiple})
    return rows
