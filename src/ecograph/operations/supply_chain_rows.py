"""Results of the supply chain as tables."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ecograph.base.results import Cell, Table, table
from ecograph.base.words import definition_text, word
from ecograph.operations.shown import Shown

if TYPE_CHECKING:
    from ecograph.base.results import Interval
    from ecograph.supplychain.chokepoints import ChokepointResult
    from ecograph.supplychain.criticality import CriticalityResult
    from ecograph.supplychain.gaps import Gap, GapResult
    from ecograph.supplychain.local_content import LocalContent
    from ecograph.supplychain.needs import NeedsResult, Rate
    from ecograph.supplychain.scenario import Scenario
    from ecograph.supplychain.sourcing import Sourcing
    from ecograph.supplychain.whatif import WhatIfResult


def rate_rows(result: "NeedsResult", content: "LocalContent | None", shown: Shown) -> Table:
    """The rates with their bounds and counts, then the count of each state."""

    def label(definition: str) -> str:
        return definition_text(definition, shown.language)[0]

    rows: list[list[Cell]] = [
        [r.definition, label(r.definition), *_bounds(r.interval), *_counts(r), None, None]
        for r in result.rates
    ]
    if content is not None:
        known = content.known_weight
        bounds = _bounds(content.interval)
        rows.append(["local-content", label("local-content"), *bounds, known, 1.0, None, None])
    total = len(result.counted)
    for state, count in result.counts.items():
        named, documented = shown.word("need-state", state), result.documented[state]
        apart = (documented, count - documented)
        rows.append([f"needs.{state}", named, None, None, count, total, *apart])
    columns = ["measure", "label", "low", "high", "count", "of", "documented", "editorial"]
    return table(columns, rows)


def _counts(rate: "Rate") -> list[Cell]:
    return [None, None] if rate.interval is None else [rate.count, rate.total]


def need_rows(result: "NeedsResult", shown: Shown) -> Table:
    """Each need with its state and the counts that decide it."""
    columns = [
        *shown.heads("needed_by", "product"),
        "state",
        "evidence",
        "local",
        "domestic",
        "foreign",
    ]
    columns += ["place_unknown", "said_not_from_here", "doubts"]
    rows: list[list[Cell]] = [
        [
            *shown.ids(n.needed_by),
            *shown.ids(n.product),
            _state(n.state, shown),
            level_cell(n.evidence, shown),
            n.n_local,
            n.n_domestic,
            n.n_foreign,
            n.n_unplaced,
            n.stated_absent,
            doubts_cell(n.doubts, shown),
        ]
        for n in result.needs
    ]
    return table(columns, rows)


def _state(state: str | None, shown: Shown) -> Cell:
    """A state of a need: its word in a brief table, else its key; none where there is no need."""
    return shown.word("need-state", state) if shown.brief and state else state


def gap_rows(result: "GapResult", shown: Shown) -> Table:
    """Each gap with kind, states, origins, priority and every component of it."""
    from ecograph.supplychain.gaps import WEIGHTS
    from ecograph.supplychain.need_states import STATES

    if shown.brief:
        return _brief_gaps(result, shown)
    columns = ["product", "product_label", "class", "kind", "kind_label", "priority_low"]
    columns += ["priority_high", "needs", "documented", *STATES]
    columns += ["needed_by", "origins", "local_makers", "local_industries", "lq"]
    columns += [f"component_{n}" for n in WEIGHTS]
    columns += ["exposed_products", "exposed_makers", "exposed_chains", "output", "output_unit"]
    columns += ["labs", "instruments", "evidence", "coverage", "statements", "citations", "doubts"]
    columns += ["possibly", "possible_makers", "kind_if", "insufficient_makers"]
    rows: list[list[Cell]] = []
    for g in result.gaps:
        exposed = (g.exposure.products, g.exposure.makers, g.exposure.chains)
        cited = sorted({e.citation for e in g.statements if e.citation})
        rows.append(
            [g.product, shown.of(g.product), g.input_class, g.kind, shown.word("gap-kind", g.kind)]
            + [g.priority.low, g.priority.high, g.needs, g.documented]
            + [g.counts[state] for state in STATES]
            + [" ".join(g.users), " ".join(g.origins)]
            + [g.local_makers, g.local_industries, g.lq]
            + [g.components[name] for name in WEIGHTS]
            + [" ".join(e) for e in exposed]
            + [g.output, g.output_unit]
            + [" ".join(each) for each in (g.labs, g.instruments, g.evidence)]
            + [g.coverage, " ".join(e.statement for e in g.statements), " ".join(cited)]
            + [doubts_cell(g.doubts, shown)]
            + [" ".join(g.possibly), " ".join(g.possible_makers), g.kind_if]
            + [" ".join(f"{maker}:{why}" for maker, why in g.insufficient)]
        )
    return table(columns, rows)


def _brief_gaps(result: "GapResult", shown: Shown) -> Table:
    columns = ["product", "kind", "priority", "needs", "documented", "states", "origins"]
    columns += ["exposed", "evidence", "coverage", "statements", "doubts"]
    rows: list[list[Cell]] = []
    for g in result.gaps:
        held = [f"{shown.word('need-state', s)} {n}" for s, n in g.counts.items() if n]
        rows.append(
            [
                shown.of(g.product),
                _kind(g, shown),
                f"{g.priority.low:.2f}–{g.priority.high:.2f}",
                g.needs,
                g.documented,
                ", ".join(held),
                shown.all(g.origins),
                g.exposure.size,
                _levels(g.evidence, shown),
                g.coverage,
                len(g.statements),
                doubts_cell(g.doubts, shown),
            ]
        )
    return table(columns, rows)


def _kind(gap: "Gap", shown: Shown) -> str:
    """The kind, who makes too little or too plain, and what it is if two products are one."""
    kind = shown.word("gap-kind", gap.kind)
    if gap.insufficient:
        why = ((shown.of(maker), word(f"gap.{reason}")) for maker, reason in gap.insufficient)
        makers = shown.joined(f"{maker}, {shown.text(reason)}" for maker, reason in why)
        kind = shown.text(word("gap.insufficient", kind=kind, makers=makers))
    if gap.kind_if is None:
        return kind
    other = shown.word("gap-kind", gap.kind_if)
    return shown.text(word("gap.if_same", kind=kind, other=other, product=shown.all(gap.possibly)))


def evidence_rows(gap: "Gap | None") -> Table:
    """The statements that the gap of one product rests on."""
    rows: list[list[Cell]] = [
        [e.table, e.statement, e.modality, e.evidence, e.citation, " ".join(e.doubts)]
        for e in (gap.statements if gap else ())
    ]
    return table(["table", "statement", "modality", "evidence", "citation", "doubts"], rows)


def chokepoint_rows(result: "ChokepointResult", shown: Shown, everything: bool) -> Table:
    """Each product with the verdict of every test; undecidable is written as such."""
    from ecograph.supplychain.chokepoints import TESTS

    held = [c for c in result.chokepoints if everything or c.candidate]
    # what no test can be decided by for any product is told once, beside a brief table
    tests = [t for t in TESTS if not (shown.brief and t in result.undecided)]
    columns = [*shown.heads("product"), "candidate", *(f"test_{t}" for t in tests)]
    measured = ["hhi_external", "n75", "local_share"]
    columns += measured if shown.brief else [f"{m}_{end}" for m in measured for end in _ENDS]
    columns += [] if shown.brief else ["share_basis", "share_coverage"]
    columns += ["single", "origins", "substitutes", "exposed", "exposed_makers"]
    columns += ["exposed_chains", "evidence", "said", "doubts"]
    rows: list[list[Cell]] = []
    for c in held:
        s = c.sourcing
        basis: list[Cell] = [] if shown.brief else [s.share_basis, s.share_coverage]
        rows.append(
            [*shown.ids(s.product), _verdict(c.candidate, shown)]
            + [_verdict(c.tests[t], shown) for t in tests]
            + [b for m in (c.hhi_external, c.n75, s.local_share) for b in _measured(m, shown)]
            + basis
            + [s.single, _origins(s, shown), shown.all(s.substitutes), s.exposure.size]
            + [shown.all(s.exposure.makers), shown.all(s.exposure.chains)]
            + [_levels(c.evidence, shown)]
            + [len(s.said) or None if shown.brief else " ".join(s.said)]
            + [doubts_cell(c.doubts, shown)]
        )
    if shown.brief:
        columns, rows = _without_empty(columns, rows)
    return table(columns, rows)


def _without_empty(
    columns: list[str], rows: list[list[Cell]]
) -> tuple[list[str], list[list[Cell]]]:
    """A brief table without the columns in which nothing stands."""
    kept = [i for i in range(len(columns)) if any(row[i] not in (None, "") for row in rows)]
    kept = kept if rows else list(range(len(columns)))
    return [columns[i] for i in kept], [[row[i] for i in kept] for row in rows]


_ENDS = ("low", "high")


def _measured(found: "Interval | tuple[int, int | None] | None", shown: Shown) -> list[Cell]:
    """The bounds of a number; in a brief table in one cell, once where they are the same."""
    if found is None:
        return [None] if shown.brief else [None, None]
    low, high = found if isinstance(found, tuple) else (found.low, found.high)
    if not shown.brief:
        return [low, high]
    return [low if low == high else f"{low:.3g}–{'' if high is None else f'{high:.3g}'}"]


def _origins(sourcing: "Sourcing", shown: Shown) -> str:
    """The origins; where a text joins some by or, how many of them hold at least."""
    named, all_ = shown.all(sourcing.origins), len(sourcing.origins)
    if sourcing.fewest >= all_:
        return named
    return shown.text(word("chokepoint.of_these", named=named, least=sourcing.fewest, all=all_))


def _verdict(held: bool | None, shown: Shown) -> str:
    return shown.text(word("verdict.undecidable" if held is None else f"verdict.{held}".lower()))


def sweep_rows(result: "ChokepointResult") -> Table:
    """For each test and threshold: for how many it holds, of how many that can be decided."""
    rows: list[list[Cell]] = [list(row) for row in result.sweep]
    return table(["test", "threshold", "holds", "decidable"], rows)


def change_rows(result: "WhatIfResult", shown: Shown) -> Table:
    """Every indicator before and after, what the difference is between, and its direction."""
    parts = ("before", "after", "difference")
    if shown.brief:
        columns = ["indicator", "label", *parts, "direction"]
    else:
        columns = ["indicator", "label", *(f"{part}_{end}" for part in parts for end in _ENDS)]
        columns.append("direction")
    rows: list[list[Cell]] = []
    for c in result.changes:
        numbers = [n for i in (c.before, c.after, c.difference) for n in _measured(i, shown)]
        way = shown.text(word(f"direction.{c.direction}")) if shown.brief else c.direction
        rows.append([c.indicator, _indicator(c.indicator, shown), *numbers, way])
    return table(columns, rows)


def _indicator(name: str, shown: Shown) -> str:
    """What an indicator of a scenario is called; needs and gaps by their state and kind."""
    of, _, rest = name.partition(".")
    scheme = {"needs": "need-state", "gaps": "gap-kind"}.get(of)
    if scheme and rest:
        return shown.text(word(f"whatif.{of}", kind=shown.word(scheme, rest)))
    return definition_text(name, shown.language)[0]


def cascade_rows(result: "WhatIfResult", shown: Shown) -> Table:
    """What fails round by round and why, first with the unknown in favour, then against."""
    rows: list[list[Cell]] = []
    for reading, steps in (
        ("unknown-not-essential", result.cascade),
        ("unknown-essential", result.cascade_against),
    ):
        said = shown.text(word(f"reading.{reading}")) if shown.brief else reading
        for step in steps:
            for product, cause in step.failed:
                because = shown.joined(shown.of(c) for c in cause)
                rows.append([said, step.round, *shown.ids(product), because])
    return table(["reading", "round", *shown.heads("product"), "because"], rows)


def changed_need_rows(result: "WhatIfResult", shown: Shown) -> Table:
    """The needs whose state the scenario changes."""
    rows: list[list[Cell]] = [
        [
            *shown.ids(n.needed_by),
            *shown.ids(n.product),
            *(_state(state, shown) for state in (n.before, n.after)),
            level_cell(n.evidence, shown),
            doubts_cell(n.doubts, shown),
        ]
        for n in result.changed_needs
    ]
    columns = [*shown.heads("needed_by", "product"), "state_before", "state_after"]
    return table([*columns, "evidence", "doubts"], rows)


def critical_rows(result: "CriticalityResult", shown: Shown) -> Table:
    """What is critical: what is lost without it for sure, and what may be."""
    columns = [*shown.heads("critical"), "position"]
    columns += ["lost_share"] if shown.brief else ["lost_share_low", "lost_share_high"]
    columns += ["makes", "lost", "may_lose", "evidence", "doubts"]
    rows: list[list[Cell]] = [
        [
            *shown.ids(c.key),
            c.position,
            *_measured(c.share, shown),
            *(shown.all(keys) for keys in (c.makes, c.lost, c.may_lose)),
            level_cell(c.evidence, shown),
            doubts_cell(c.doubts, shown),
        ]
        for c in result.critical
    ]
    if shown.brief:
        columns, rows = _without_empty(columns, rows)
    return table(columns, rows)


def scenario_rows(scenarios: "Sequence[Scenario]", shown: Shown) -> Table:
    """Scenarios with what they are."""
    rows: list[list[Cell]] = [
        [s.id, s.labels[shown.language], s.descriptions[shown.language]] for s in scenarios
    ]
    return table(["scenario", "label", "description"], rows)


def _levels(evidence: Iterable[str], shown: Shown) -> str:
    """Levels of evidence: their words in a brief table, else their keys."""
    return (", " if shown.brief else " ").join(level_cell(e, shown) for e in evidence)


def level_cell(evidence: str, shown: Shown) -> str:
    """A level of evidence: its word in a brief table, else its key."""
    return shown.text(word(f"evidence.{evidence}")) if shown.brief else evidence


def doubts_cell(doubts: Sequence[str], shown: Shown) -> Cell:
    """How many doubts an answer rests on, in a brief table; else their ids."""
    return (len(doubts) or None) if shown.brief else " ".join(doubts)


def _bounds(interval: "Interval | None") -> list[Cell]:
    return [None, None] if interval is None else [interval.low, interval.high]
