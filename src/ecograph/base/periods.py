"""Days, months, years and intervals of them: how they are written, and what days they cover."""

import os
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime

DAY_FORM = "[0-9]{4}(-[0-9]{2}){0,2}"  # a year, a month or a day
PERIOD_FORM = re.compile(f"{DAY_FORM}(/{DAY_FORM})?")
TYPED_FORMS = "2024, 2024-06, 2024/6, 2024-06-15, 2024/6/15, 2024年, 2024年6月 or 2024年6月15日"
_TYPED = (
    re.compile(r"(?P<y>[0-9]{4})(?:(?P<sep>[-/])(?P<m>[0-9]{1,2})(?:(?P=sep)(?P<d>[0-9]{1,2}))?)?"),
    re.compile(r"(?P<y>[0-9]{4}) ?年(?: ?(?P<m>[0-9]{1,2}) ?月(?: ?(?P<d>[0-9]{1,2}) ?日)?)?"),
)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９／－", "0123456789/-")
_DATATYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}
DATATYPES = tuple(_DATATYPES.values())  # in XML Schema, of what is no interval


@dataclass(frozen=True)
class Period:
    """A period as written, and its days, the last one included."""

    text: str
    first: date
    last: date


def today() -> date:
    """The day in UTC; where SOURCE_DATE_EPOCH is set, that one, so that outputs can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)
    return now.date()


def read_period(text: str) -> Period | None:
    """The days of 2022, 2022-03, 2022-03-01 or of two of them, 2021/2023; None for all else.

    What is not in the calendar, or ends before it begins, is no period.
    """
    if not PERIOD_FORM.fullmatch(text):
        return None
    begin, _, end = text.partition("/")
    try:
        first, last = _days(begin)[0], _days(end or begin)[1]
    except ValueError:
        return None
    return Period(text, first, last) if first <= last else None


def _days(text: str) -> tuple[date, date]:
    """The first and the last day of a year, a month or a day.  Raises ValueError."""
    match [int(part) for part in text.split("-")]:
        case [year]:
            return date(year, 1, 1), date(year, 12, 31)
        case [year, month]:
            first = date(year, month, 1)
            return first, first.replace(day=monthrange(year, month)[1])
        case parts:
            return date(*parts), date(*parts)


def respelled(text: str) -> str:
    """What people type for a year, a month or a day (TYPED_FORMS) as the tables write it.

    Full-width digits are digits.  All else is given back as it is; that it is in the calendar is
    not said.
    """
    plain = text.strip().translate(_FULL_WIDTH)
    for form in _TYPED:
        if found := form.fullmatch(plain):
            return "-".join(part.zfill(2) for part in found.group("y", "m", "d") if part)
    return text


def datatype_of(text: str) -> str | None:
    """The datatype in XML Schema of a period as written; None for an interval."""
    return None if "/" in text else _DATATYPES.get(len(text))
