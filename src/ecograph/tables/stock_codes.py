"""Stock codes: 600703.SH, SH600703, XSHG:600703, 0700.HK, NASDAQ:AAPL … in one spelling."""

import re

Wrong = tuple[str, str]

# Each exchange by the name that is stored, with the others that are read.
_CHINESE = {
    "SH": ("SS", "SSE", "SHSE", "SHG", "SHA", "XSHG"),
    "SZ": ("SZSE", "SHE", "XSHE"),
    "BJ": ("BJSE",),
    "NQ": ("NEEQ", "OC"),
    "HK": ("HKEX", "SEHK", "HKG", "XHKG"),
}
_FOREIGN = {
    "NASDAQ": ("XNAS",),
    "NYSE": ("XNYS",),
    "AMEX": ("XASE", "NYSEAMERICAN"),
    "JPX": ("TSE", "TYO", "XTKS", "T"),
    "KRX": ("XKRX", "KS"),
    "KOSDAQ": ("XKOS", "KQ"),
    "TWSE": ("XTAI", "TPE", "TW"),
    "TPEX": ("ROCO", "TWO"),
    "SGX": ("XSES", "SI"),
    "LSE": ("XLON", "LON", "L"),
    "XETR": ("XETRA", "ETR", "DE"),
}
_EXCHANGES = {
    alias: name for name, others in (_CHINESE | _FOREIGN).items() for alias in (name, *others)
}
# How the numbers of shares of mainland exchanges begin.
_SHARES = {
    "SH": ("600", "601", "603", "605", "688", "689", "900"),
    "SZ": ("000", "001", "002", "003", "200", "300", "301", "302"),
    "BJ": ("920",),
}
_FORMS = "600703.SH, 00700.HK or NASDAQ:AAPL"


def stock_code(text: str) -> str | Wrong:
    """A stock code as it is stored, or what is wrong with it and how to mend it.

    A number alone is of the exchange whose shares begin so.
    """
    said, number = _parts(text.replace(" ", "").upper())
    exchange = _EXCHANGES.get(said or "")
    if said and exchange is None:
        return "names no exchange that is known here", f"write it as {_FORMS}"
    if exchange in _FOREIGN:
        if not re.fullmatch(r"[0-9A-Z]{1,6}([.-][A-Z]{1,2})?", number):
            return "is no stock code", f"write it as {_FORMS}"
        return f"{exchange}:{number}"
    if exchange == "HK" and re.fullmatch(r"[0-9]{1,5}", number):
        return f"{int(number):05}.HK"
    if not re.fullmatch(r"[0-9]{6}", number) or exchange == "HK":
        return "is no stock code", f"write it as {_FORMS}"
    home = next((m for m, starts in _SHARES.items() if number.startswith(starts)), None)
    if exchange is None and home is None:
        return "does not say its exchange", f"write it, e.g. {number}.SH, {number}.SZ, {number}.BJ"
    if exchange and home and exchange != home:
        return f"is no share of {exchange}", f"write {number}.{home}, or mend the number"
    return f"{number}.{exchange or home}"


def _parts(text: str) -> tuple[str | None, str]:
    """The exchange that is named, if one is, and the number."""
    before = re.fullmatch(r"([A-Z]+):(.+)", text) or re.fullmatch(r"([A-Z]+)\.?([0-9]+)", text)
    if before:
        return before[1], before[2]
    after = re.fullmatch(r"(.+)\.([A-Z]+)", text)
    return (after[2], after[1]) if after else (None, text)
