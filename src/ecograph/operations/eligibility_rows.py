"""Who can have what, as a table: the verdict, what fails or is missing, what is given and how."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from ecograph.base.evidence import EVIDENCE
from ecograph.base.results import Cell, Table, table
from ecograph.base.words import word
from ecograph.graph.amounts import amount
from ecograph.operations.eligibility_params import VERDICTS
from ecograph.operations.shown import Shown
from ecograph.operations.supply_chain_rows import level_cell
from ecograph.tables.schema import WHOLE_POLICY

if TYPE_CHECKING:
    from ecograph.eligibility.eligible import EligibilityResult
    from ecograph.eligibility.terms import Call, Gift, Terms
    from ecograph.eligibility.verdicts import Check, Eligibility
    from ecograph.graph.data import Data

_BY_ENTITY = ("located", "product", "chain")
_SCHEMES = {"certificate": "firm-ladder", "kind": "body-kind"}

_CHINESE = re.compile("[\u4e00-\u9fff]")
_AND_SO_ON = "等"  # of a list that is open
_AS_WRITTEN = ("other", "score")  # what these ask no cell tells
# What a condition is about that hardly tells one firm of a place from another.
_BROAD = ("kind", "located", "age", "other")


def eligibility_rows(result: "EligibilityResult | None", shown: Shown) -> Table:
    """Each award for each body: the verdict, its reasons, what is given, until when and where."""
    columns = [*shown.heads("policy"), "award", *shown.heads("body")]
    columns += ["verdict"] if shown.brief else ["verdict", "verdict_label"]
    columns += ["met", "failed", "not_known", "gives", "state", "apply"]
    if not shown.brief:
        columns += ["apply_from", "apply_until", "office", "apply_at", "evidence"]
        columns += ["conditions", "statements"]
    held = () if result is None else result.eligibilities
    criteria = criteria_by_id(shown.data) if held else {}
    rows = []
    for e in held:
        assert result is not None
        rows.append(_row(e, result.terms[e.policy, e.award], criteria, result.as_of, shown))
    return table(columns, rows)


def award_rows(result: "EligibilityResult", shown: Shown) -> Table:
    """Each award with how many bodies have each verdict, what it gives, until when and where."""
    columns = [*shown.heads("policy"), "award", *VERDICTS, "in_reach", "gives", "state", "apply"]
    criteria = criteria_by_id(shown.data)
    counts: dict[tuple[str, str], Counter[str]] = {}
    for e in result.eligibilities:
        held = counts.setdefault((e.policy, e.award), Counter())
        held[e.verdict] += 1
        held["in_reach"] += e.verdict == "undecidable" and in_reach(e, criteria)
    rows: list[list[Cell]] = []
    for key, held in sorted(counts.items(), key=_most_told):
        terms = result.terms[key]
        row: list[Cell] = [*shown.ids(terms.policy), award_text(terms, shown)]
        row += [held[v] for v in (*VERDICTS, "in_reach")]
        rows.append(
            [
                *row,
                gives_text(terms, shown),
                state_text(terms, shown),
                apply_text(terms, result.as_of, shown),
            ]
        )
    return table(columns, rows)


def _most_told(
    award: tuple[tuple[str, str], Counter[str]],
) -> tuple[int, int, int, tuple[str, str]]:
    key, held = award
    return -held["eligible"], -held["in_reach"], -held["not"], key


def in_reach(e: "Eligibility", criteria: Mapping[str, dict[str, Any]]) -> bool:
    """Whether something is met that tells the firms of a place apart: not only where it is."""
    return any(c.criterion and criteria[c.criterion]["property"] not in _BROAD for c in e.met)


def criteria_by_id(data: "Data") -> dict[str, dict[str, Any]]:
    """The rows of conditions by their ids."""
    return {row["id"]: row for row in data.tables.records("criterion")}


def _row(
    e: "Eligibility",
    terms: "Terms",
    criteria: Mapping[str, dict[str, Any]],
    as_of: date,
    shown: Shown,
) -> list[Cell]:
    verdict = shown.text(word(f"eligibility.{e.verdict}"))
    row: list[Cell] = [*shown.ids(e.policy), award_text(terms, shown), *shown.ids(e.body)]
    row += [verdict] if shown.brief else [e.verdict, verdict]
    row += [
        conditions_text(e.met, criteria, shown, True),
        conditions_text(e.failed, criteria, shown, True),
        _missing(e, criteria, shown),
        gives_text(terms, shown),
        state_text(terms, shown),
        apply_text(terms, as_of, shown),
    ]
    if shown.brief:
        return row
    call = terms.call
    decided = e.failed if e.verdict == "not" else [c for c in e.checks if c.holds]
    row += [call.opens, call.closes, call.office, call.apply_at] if call else [None] * 4
    levels = [c.level for c in decided if c.level is not None]
    row.append(
        level_cell(EVIDENCE[max(levels)], shown) if levels and e.verdict != "undecidable" else None
    )
    named = dict.fromkeys(c.criterion for c in e.checks if c.criterion)
    facts = dict.fromkeys(c.fact for c in e.checks if c.fact)
    return [*row, " ".join(named), " ".join([*facts, *terms.statements])]


def _when(call: "Call", shown: Shown) -> str | None:
    """When one applies: as written, with the dates where that leaves out the year."""
    dates = "/".join(filter(None, (call.opens, call.closes)))
    if not call.written or not dates:
        return call.written or dates or None
    last = call.closes or call.opens or ""
    if last[:4] in call.written:
        return call.written
    return f"{call.written}（{dates}）" if shown.language == "zh" else f"{call.written} ({dates})"


def _missing(e: "Eligibility", criteria: Mapping[str, dict[str, Any]], shown: Shown) -> str | None:
    """What is not known; for people without what is met and asks more: that is with the met."""
    if not shown.brief:
        return conditions_text(e.missing, criteria, shown, False)
    blank = [c for c in e.missing if not c.meets]
    if e.missing and not blank:
        return shown.text(word("eligibility.only_more"))
    return conditions_text(blank, criteria, shown, False)


def award_text(terms: "Terms", shown: Shown) -> str:
    """What an award is called: its names; of a policy that names none, that it is the whole."""
    names = dict.fromkeys(shown.text(gift.name) for gift in terms.gives)
    if names:
        return " / ".join(names)
    return shown.text(word("eligibility.whole")) if terms.award == WHOLE_POLICY else terms.award


def gives_text(terms: "Terms", shown: Shown) -> str | None:
    """What an award gives: as it is written, for people in their language where cells tell it."""
    return shown.joined(dict.fromkeys(_amount(gift, shown) for gift in terms.gives)) or None


def _amount(gift: "Gift", shown: Shown) -> str:
    ours = (shown.language == "zh") == bool(_CHINESE.search(gift.written))
    if ours or not shown.brief or (gift.value is None and gift.share is None):
        return gift.written
    sizes = [] if gift.share is None else [f"{100 * gift.share:.10g} %"]
    if gift.value is not None:
        sizes.append(amount(gift.value, gift.unit, shown.labels, shown.language))
    if gift.qualifier and gift.qualifier != "exact":
        sizes.insert(0, shown.word("qualifier", gift.qualifier))
    return " ".join(sizes).strip()


def conditions_text(
    checks: "Iterable[Check]", criteria: Mapping[str, dict[str, Any]], shown: Shown, facts: bool
) -> str | None:
    """Conditions in words, those of a group with `or` between them, each with what is known."""
    either = shown.text(word("eligibility.or"))
    parts = [
        either.join(dict.fromkeys(_condition(c, criteria, shown, facts) for c in of_group))
        for _, of_group in groupby(checks, key=lambda c: c.group)
    ]
    return shown.joined(dict.fromkeys(parts)) or None


def _condition(
    check: "Check", criteria: Mapping[str, dict[str, Any]], shown: Shown, facts: bool
) -> str:
    if check.criterion is None:
        return shown.text(word("eligibility.unrecorded"))
    row = criteria[check.criterion]
    asked = condition_text(row, shown)
    known = [_known(row["property"], check, shown)] if facts else []
    if check.meets and check.holds is None:  # what is known is not enough
        known.append(shown.text(word("eligibility.more")))
    known = list(filter(None, known))
    if not known:
        return asked
    said = shown.joined(known)
    return f"{asked}（{said}）" if shown.language == "zh" else f"{asked} ({said})"


def condition_text(row: Mapping[str, Any], shown: Shown) -> str:
    """What a condition asks: in Chinese as it is written, else by its cells where they tell it."""
    if row["value_written"] == _AND_SO_ON:
        return shown.text(word("eligibility.and_so_on"))
    if shown.language == "zh":
        return str(row["value_written"])
    named = shown.word("criterion-property", row["property"])
    compared = shown.word("comparison", row["comparison"])
    if row["value"] is not None and row["property"] not in _AS_WRITTEN:
        asked = amount(row["value"], row["unit"], shown.labels, shown.language)
        return f"{named} {compared} {asked}"
    for column, scheme in (("demanded_status", "firm-ladder"), ("demanded_kind", "body-kind")):
        if row[column]:
            return f"{named} {compared} {shown.word(scheme, row[column])}"
    if row["demanded"] and row["property"] in _BY_ENTITY:
        return f"{named} {compared} {shown.of(row['demanded'])}"
    return f"{named}: {row['value_written']}"


def _known(prop: str, check: "Check", shown: Shown) -> str:
    """What is known of it, and of when."""
    if not check.said:
        return ""
    if prop in _BY_ENTITY:
        said = shown.of(check.said)
    elif prop in _SCHEMES:
        said = shown.word(_SCHEMES[prop], check.said)
    else:
        said = check.said
    comma = "，" if shown.language == "zh" else ", "
    return f"{said}{comma}{check.since}" if check.since and check.since != said else said


def state_text(terms: "Terms", shown: Shown) -> str:
    """Whether the policy is in force, and until when."""
    state = shown.text(word(f"eligibility.{terms.state or 'unsaid'}"))
    if terms.state != "in-force" or not terms.until:
        return state
    return shown.text(word("eligibility.in-force-until", until=terms.until))


def apply_text(terms: "Terms", as_of: date, shown: Shown) -> str | None:
    """Where and until when one applies; nothing where no call is recorded."""
    call = terms.call
    if call is None:
        return None
    parts: Sequence[str | None] = (
        shown.text(word("eligibility.closed")) if call.is_over(as_of) else None,
        shown.text(word("eligibility.no-application")) if call.no_application else None,
        _when(call, shown),
        shown.of(call.office) if call.office else None,
        call.apply_at,
    )
    return shown.joined(p for p in parts if p)
