"""Stages of incubation and seats of consortia as tables."""

from typing import TYPE_CHECKING

from ecograph.base.evidence import EVIDENCE
from ecograph.base.results import Cell, Table, table
from ecograph.base.words import word
from ecograph.operations.remedy_rows import path_text
from ecograph.operations.shown import Shown
from ecograph.operations.supply_chain_rows import level_cell

if TYPE_CHECKING:
    from ecograph.ecosystem.five_chains import FiveChainsResult
    from ecograph.ecosystem.incubation import IncubationResult, StageBody, StageState
    from ecograph.supplychain.consortium import ConsortiumResult, Reason, Seat, Standing


def incubation_rows(result: "IncubationResult", shown: Shown, *, empty: bool) -> Table:
    """Industries with their six stages; without `empty` those of which one is known."""
    from ecograph.ecosystem.incubation import STAGES

    by_chain: dict[str, list[StageState]] = {}
    for state in result.stages:
        by_chain.setdefault(state.chain, []).append(state)
    held = {c: s for c, s in by_chain.items() if empty or any(x.bodies for x in s)}
    if shown.brief:
        columns = ["industry", *(f"stage_{s}" for s in STAGES)]
        rows: list[list[Cell]] = [
            [_chain(c, shown), *(_bodies(s.bodies, shown) for s in states)]
            for c, states in held.items()
        ]
        return table(columns, rows)
    long = [_stage_row(s, shown) for states in held.values() for s in states]
    return table(
        [
            *shown.heads("industry"),
            "stage",
            "state",
            "bodies",
            "bodies_label",
            "evidence",
            "statements",
        ],
        long,
    )


def _chain(chain: str, shown: Shown) -> str:
    return shown.of(chain) if chain else shown.text(word("incubation.any"))


def _stage_row(state: "StageState", shown: Shown) -> list[Cell]:
    bodies = state.bodies
    level = max((b.level for b in bodies), default=None)
    return [
        *(state.chain or None, _chain(state.chain, shown), state.stage, state.state),
        " ".join(b.body for b in bodies) or None,
        _bodies(bodies, shown),
        None if level is None else level_cell(EVIDENCE[level], shown),
        " ".join(dict.fromkeys(s for b in bodies for s in b.statements)) or None,
    ]


def _bodies(bodies: "tuple[StageBody, ...]", shown: Shown) -> str | None:
    said = []
    for b in bodies:
        more = [] if b.modality == "exists" else [shown.word("modality", b.modality)]
        said.append(_with(shown.of(b.body), more, shown))
    few = said[:3] if shown.brief else said
    rest = f" +{len(said) - len(few)}" if len(said) > len(few) else ""
    return (shown.joined(few) + rest) or None


def consortium_rows(result: "ConsortiumResult", shown: Shown, most: int) -> Table:
    """The candidates by layer and rank with their reasons; then the consortia that there are."""
    columns = ["layer", "seat_role", "rank", *shown.heads("who"), "with_it", "place_of"]
    columns += ["reasons", "path", "evidence"]
    columns += [] if shown.brief else ["distance", "doubts", "statements"]
    rows: list[list[Cell]] = []
    for layer in ("core", "close", "general", "industry"):
        of_layer = [s for s in result.seats if s.layer == layer]
        rows += [_seat(s, shown) for s in (of_layer[:most] if most else of_layer)]
        if layer in result.empty:
            named = shown.text(word(f"consortium.{layer}")) if shown.brief else layer
            blank: list[Cell] = [None] * (len(columns) - 1)
            blank[columns.index("reasons") - 1] = shown.text(word("consortium.empty"))
            rows.append([named, *blank])
    rows += [_standing(s, shown, columns) for s in result.standing if s.shared]
    return table(columns, rows)


def _seat(seat: "Seat", shown: Shown) -> list[Cell]:
    layer: Cell = shown.text(word(f"consortium.{seat.layer}")) if shown.brief else seat.layer
    rank: Cell = seat.rank if seat.tied == 1 or not shown.brief else f"{seat.rank} ={seat.tied}"
    rank = None if seat.layer == "industry" else rank
    role: Cell = seat.role or None
    if role and shown.brief:
        role = shown.text(word(f"consortium.role-{role}"))
    with_it = shown.joined(map(shown.of, seat.with_it)) if shown.brief else " ".join(seat.with_it)
    here = shown.text(word("consortium.here" if seat.local else "consortium.elsewhere"))
    path = path_text(seat.remedy.path, shown) if seat.remedy else None
    if seat.remedy and seat.remedy.modality != "exists":
        path = _with(str(path), [shown.word("modality", seat.remedy.modality)], shown)
    row: list[Cell] = [layer, role, rank, *shown.ids(seat.who), with_it or None, here]
    row += [_reasons(seat, shown), path]
    level = level_cell(seat.evidence, shown)
    if shown.brief:
        doubt = [shown.text(word("net.doubt"))] if seat.doubts else []
        return [*row, _with(str(level), doubt, shown)]
    statements = [r.statement for r in seat.reasons if r.statement]
    statements += seat.remedy.statements if seat.remedy else ()
    distance = seat.remedy.distance if seat.remedy else None
    doubts = " ".join(seat.doubts) or None
    return [*row, level, distance, doubts, " ".join(dict.fromkeys(statements))]


def _reasons(seat: "Seat", shown: Shown) -> str | None:
    """Why it could sit there, apart from what it does."""
    return shown.joined(dict.fromkeys(_reason(r, shown) for r in seat.reasons)) or None


def _reason(reason: "Reason", shown: Shown) -> str:
    of_status = reason.reason == "status"
    about = shown.word("firm-ladder", reason.about) if of_status else shown.of(reason.about)
    return shown.text(word(f"consortium.{reason.reason}", about=about))


def _standing(standing: "Standing", shown: Shown, columns: list[str]) -> list[Cell]:
    named: Cell = shown.text(word("consortium.standing")) if shown.brief else "standing"
    if shown.brief:
        named = _with(str(named), _unreal(standing.modality, shown), shown)
    members = [
        _with(shown.of(m), [shown.word("membership-role", role), *_unreal(modality, shown)], shown)
        for m, role, modality in standing.members
    ]
    row: list[Cell] = [named, None, None, *shown.ids(standing.consortium), None, None]
    row.append(shown.joined(members))
    return [*row, *[None] * (len(columns) - len(row))]


def _unreal(modality: str, shown: Shown) -> list[str]:
    return [] if modality == "exists" else [shown.word("modality", modality)]


def _with(named: str, more: list[str], shown: Shown) -> str:
    if not more:
        return named
    return (
        f"{named}（{'，'.join(more)}）"
        if shown.language == "zh"
        else f"{named} ({', '.join(more)})"
    )


def five_rows(result: "FiveChainsResult", shown: Shown) -> Table:
    """The industries with what is known of each of the five, and the coupling or why not."""
    from ecograph.ecosystem.five_chains import CHAINS

    heads = [f"five_{c}" for c in CHAINS]
    if not shown.brief:
        heads = [f"five_{c}_{k}" for c in CHAINS for k in ("known", "total", "low", "high")]
    columns = [*shown.heads("industry"), *heads, "coupling", "refused_for"]
    columns += [] if shown.brief else ["statements"]
    rows: list[list[Cell]] = []
    for industry in result.industries:
        row: list[Cell] = [*shown.ids(industry.chain)]
        for s in industry.scores:
            b = s.bounds
            if shown.brief:
                row.append(f"{s.known}/{s.total}" if s.total else None)
            else:
                row += [
                    s.known,
                    s.total,
                    None if b is None else b.low,
                    None if b is None else b.high,
                ]
        row.append(None if industry.coupling is None else industry.coupling.coordination)
        named = [shown.text(word(f"five.{c}")) if shown.brief else c for c in industry.open]
        row.append(" ".join(named) or None)
        if not shown.brief:
            row.append(" ".join(x for s in industry.scores for x in s.statements) or None)
        rows.append(row)
    return table(columns, rows)
