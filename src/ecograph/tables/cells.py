"""What a cell must look like, by the type of its column."""

import re
from decimal import Decimal

from ecograph.base.periods import PERIOD_FORM, read_period, respelled
from ecograph.tables.concepts import NUMBER_FORM, Lists, unknown_key
from ecograph.tables.region_file import ID_FORM
from ecograph.tables.schema import Column

SPAN_FORM = re.compile(r"([0-9]{1,9})\.\.([0-9]{1,9})")
MOST_DIGITS = 18  # what whole numbers of 64 bits hold
# What a spreadsheet makes of a date or of a span: 3/1/2022, Mar-22, 3月12日, 44621
MANGLED_FORM = re.compile(
    r"\d{1,4}/\d{1,2}(/\d{1,4})?|\d{1,2}-[A-Z][a-z]{2}|[A-Z][a-z]{2}-\d{2,4}|\d{1,2}月\d{1,2}日|\d{5}"
)


def parse_span(text: str) -> tuple[int, int]:
    """`3..12` as (3, 12): characters of the paragraph, the last not included."""
    match = SPAN_FORM.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return int(match[1]), int(match[2])


def wrong_form(column: Column, value: str, lists: Lists) -> tuple[str, str] | None:
    """What is wrong with a cell, and its mend; None where it is right.

    `lists` are the code lists of the region.
    """
    if not value:
        return "has an empty part", "take out the | that has nothing beside it"
    match column.type:
        case "id":
            if not ID_FORM.fullmatch(value):
                return "is no id", "use a-z, 0-9 and - only, e.g. xiamen-tungsten"
        case "decimal" | "integer":
            return _wrong_number(column, value)
        case "boolean":
            if value not in ("true", "false"):
                return "is neither true nor false", "write true or false"
        case "concept":
            if value not in lists.get(column.argument[0], ()):
                return unknown_key(column.argument[0], value, lists)
        case "period":
            return _wrong_period(value)
        case "span":
            span = SPAN_FORM.fullmatch(value)
            if span is None:
                if MANGLED_FORM.fullmatch(value):
                    return "looks like a span changed by a spreadsheet", "write it as 3..12"
                return "is no span", "write first..last in characters, e.g. 3..12"
            if int(span[1]) >= int(span[2]):
                return "is an empty span", "the last character must come after the first"
    return None


def _wrong_period(value: str) -> tuple[str, str] | None:
    """One that is only spelled otherwise is refused too: what a table says is never changed."""
    if read_period(value):
        return None
    spelled = respelled(value)
    if read_period(spelled):
        return "is not how a period is written", f"write {spelled}"
    if not PERIOD_FORM.fullmatch(spelled):
        if MANGLED_FORM.fullmatch(value):
            return "looks like a date changed by a spreadsheet", "write it as 2022-03-01"
        return "is no period", "write 2022, 2022-03, 2022-03-01 or 2021/2023"
    if all(read_period(part) for part in spelled.split("/")):
        return "ends before it begins", "write the earlier one first, as 2021/2023"
    return "is not in the calendar", "write a month from 01 to 12 and a day it has"


def _wrong_number(column: Column, value: str) -> tuple[str, str] | None:
    if value.lstrip("+-").lower() in ("inf", "infinity", "nan"):
        return "is no finite number", "leave the cell empty where the number is unknown"
    if not NUMBER_FORM.fullmatch(value):
        if MANGLED_FORM.fullmatch(value):
            return "looks like a date changed by a spreadsheet", "write the number"
        return "is no number", "write digits with a decimal point, no unit and no comma"
    number = Decimal(value)
    if len(value) > MOST_DIGITS:
        return "has too many digits", f"write at most {MOST_DIGITS} signs"
    if column.type == "integer" and "." in value:
        return "is no whole number", "write a whole number"
    if column.name in ("paragraph", "rank") and number < 1:
        return "is less than 1", "count from 1"
    if column.name == "weight" and number <= 0:
        return "is not more than 0", "take the row out where nothing goes in, else leave it empty"
    if column.name == "share" and not 0 <= number <= 1:
        part = f"write {(number / 100).normalize()}" if 1 < number <= 100 else "write the part of 1"
        return "is not a fraction in [0, 1]", part
    return None
