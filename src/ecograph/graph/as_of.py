"""Tables as of a day: what was in force then, what was not, and what does not say when."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from ecograph.base.database import Database, name_of
from ecograph.base.errors import UsageError, shorten
from ecograph.base.periods import TYPED_FORMS, Period, read_period, respelled
from ecograph.graph.columns import Tables
from ecograph.tables.schema import table_specs


@dataclass(frozen=True)
class Dated:
    """Tables as of a day, with how many statements are dated and in force, dated and not, undated.

    Those that are not in force are left out, those that are undated stay.
    """

    tables: Tables
    when: Period
    dated_in: int
    dated_out: int
    undated: int


def typed_day(as_of: str) -> Period:
    """The year, the month or the day that a user typed.  Raises UsageError for anything else."""
    text = respelled(as_of)
    period = None if "/" in text else read_period(text)
    if period is None:
        raise UsageError(f"{shorten(as_of, 60)!r}: is no date; write {TYPED_FORMS}")
    return period


def tables_as_of(tables: Tables, when: Period) -> Dated:
    """The statements that were in force on some day of a period.

    What is said of a later period was not known then.  What is over today and says until when was
    there before that: it exists then.
    """
    database = tables.database.layer()
    timed = [
        s for s in table_specs().values() if s.kind == "statement" and "valid_from" in s.columns
    ]
    names = [(s.name, "period" in s.columns) for s in timed]
    say_when(database, [n for n, _ in names], when, with_period=[n for n, p in names if p])
    counts = {"dated_in": 0, "dated_out": 0, "undated": 0}
    for name, has_period in names:
        period = "period" if has_period else "NULL::VARCHAR"
        held = f"in_force(valid_from, valid_to) AND is_known({period})"
        dated = f"(is_dated(valid_from, valid_to) OR began({period}) IS NOT NULL)"
        quoted_ = name_of(name)
        [(in_, out, undated)] = database.rows(
            f"SELECT count(*) FILTER ({dated} AND {held}), count(*) FILTER (NOT ({held})), "
            f"count(*) FILTER (NOT {dated}) FROM {quoted_}"
        )
        for key, number in (("dated_in", in_), ("dated_out", out), ("undated", undated)):
            counts[key] += number
        database.run(
            f"CREATE TABLE {quoted_} AS SELECT * REPLACE (CASE WHEN modality = 'past' "
            "AND valid_to IS NOT NULL THEN 'exists' ELSE modality END AS modality) "
            f"FROM {quoted_} WHERE {held}"
        )
    return Dated(replace(tables, database=database), when, **counts)


def say_when(
    database: Database, tables: Iterable[str], when: Period, with_period: Iterable[str] = ()
) -> None:
    """Makes `in_force(since, until)`, `is_dated(since, until)` and `is_known(period)`.

    In force is what overlaps with `when`, and what does not say its time; what is no period says
    nothing.
    """
    texts: set[str] = set()
    columns_of = [(t, c) for t in tables for c in ("valid_from", "valid_to")]
    for table, column in (*columns_of, *((t, "period") for t in with_period)):
        found = database.rows(f"SELECT DISTINCT {column} FROM {name_of(table)}")
        texts |= {text for (text,) in found if text is not None}
    known = [period for text in sorted(texts) if (period := read_period(text))]
    database.run("CREATE TABLE known_period (written VARCHAR, starts DATE, ends DATE)")
    columns: dict[str, list[Any]] = {
        "written": [p.text for p in known],
        "starts": [p.first for p in known],
        "ends": [p.last for p in known],
    }
    database.fill("known_period", columns)
    database.run(f"""
        CREATE MACRO began(since) AS
            (SELECT any_value(k.starts) FROM known_period k WHERE k.written = since);
        CREATE MACRO ended(until) AS
            (SELECT any_value(k.ends) FROM known_period k WHERE k.written = until);
        CREATE MACRO in_force(since, until) AS
            coalesce(began(since) <= DATE '{when.last}', true)
            AND coalesce(ended(until) >= DATE '{when.first}', true);
        CREATE MACRO is_dated(since, until) AS
            began(since) IS NOT NULL OR ended(until) IS NOT NULL;
        CREATE MACRO is_known(said_of) AS coalesce(began(said_of) <= DATE '{when.last}', true)""")
