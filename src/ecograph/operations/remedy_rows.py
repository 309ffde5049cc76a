"""Remedies, introductions and candidates to attract as tables."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ecograph.base.results import Cell, Table, table
from ecograph.base.words import word
from ecograph.operations.shown import Shown
from ecograph.operations.supply_chain_rows import doubts_cell, level_cell

if TYPE_CHECKING:
    from ecograph.supplychain.attraction import AttractionResult
    from ecograph.supplychain.introductions import IntroductionResult, PathStep
    from ecograph.supplychain.remedy import GapRemedies, Remedy, RemedyResult, Search


def remedy_rows(result: "RemedyResult", shown: Shown, most: int) -> Table:
    """The remedies of each gap, at most so many of a kind; where none is, what was searched."""
    columns = [*shown.heads("gap"), "gap_kind", "remedy", "rank", *shown.heads("who")]
    if not shown.brief:
        columns += ["tied", "way", "via", "users", "criteria", "statements", "here"]
    columns += ["distance", "modality", "offer", "not_known", "evidence", "dated", "path", "doubts"]
    rows: list[list[Cell]] = []
    for gap in result.gaps:
        for search in gap.searches or ():
            of_kind = gap.of_kind(search.kind)
            kept = of_kind[:most] if most else of_kind
            rows += [_remedy_row(gap, r, shown) for r in kept]
            if not of_kind:
                rows.append(_nothing_row(gap, search, shown))
        if not gap.searches:
            rows += [_remedy_row(gap, r, shown) for r in gap.remedies]
    return table(columns, rows)


def _head(gap: "GapRemedies", kind: str, shown: Shown) -> list[Cell]:
    named: Cell = shown.text(word(f"remedy.{kind}")) if shown.brief else kind
    return [
        *shown.ids(gap.gap),
        shown.word("gap-kind", gap.gap_kind) if shown.brief else gap.gap_kind,
        named,
    ]


def _remedy_row(gap: "GapRemedies", r: "Remedy", shown: Shown) -> list[Cell]:
    open_ = [shown.text(word(f"open.{name}")) if shown.brief else name for name in r.open]
    row: list[Cell] = [*_head(gap, r.kind, shown), _rank(r.rank, r.tied, shown), *shown.ids(r.who)]
    if not shown.brief:
        criteria = "; ".join(f"{name}={abs(value):g}" for name, value in r.criteria.items())
        row += [r.tied, r.way, r.via, " ".join(r.users), criteria, " ".join(r.statements), r.local]
    modality = shown.word("modality", r.modality) if shown.brief else r.modality
    row += [r.distance, modality, _offer(r, shown) or None, shown.joined(open_) or None]
    return [
        *row,
        level_cell(r.evidence, shown),
        r.dated,
        _path_cell(r, shown),
        doubts_cell(r.doubts, shown),
    ]


def _path_cell(r: "Remedy", shown: Shown) -> str:
    """The path; where it does not exist that is said behind it."""
    said = path_text(r.path, shown)
    if r.modality == "exists":
        return said
    modality = shown.word("modality", r.modality)
    return f"{said}（{modality}）" if shown.language == "zh" else f"{said} ({modality})"


def _offer(r: "Remedy", shown: Shown) -> str:
    """What it has to offer; of a first use who could be the first user."""
    if r.kind != "first-use":
        return shown.text(r.offer)
    return shown.text(word("remedy.first_users", users=shown.all(r.users)))


def _nothing_row(gap: "GapRemedies", search: "Search", shown: Shown) -> list[Cell]:
    said = shown.text(
        word("remedy.made_here")
        if search.kind == "outside" and gap.made_here
        else word(
            "remedy.nothing",
            within=search.within,
            looked_at=search.looked_at,
            statements=search.statements,
        )
    )
    if search.farther:
        said += shown.text(word("remedy.farther", count=search.farther))
    if search.inquiries:
        said += shown.text(word("remedy.inquiries", count=len(search.inquiries)))
    blank: list[Cell] = [None] * len(shown.heads("who"))
    row = [*_head(gap, search.kind, shown), None, *blank]
    if not shown.brief:
        row += [None, None, None, None, None, " ".join(search.inquiries), None]
    return [*row, None, None, None, None, None, None, said, None]


def _rank(rank: int, tied: int, shown: Shown) -> Cell:
    """A rank; in a brief table with how many share it."""
    return rank if not shown.brief or tied == 1 else f"{rank} ={tied}"


def introduction_rows(result: "IntroductionResult", shown: Shown) -> Table:
    """Each introduction with its score, components and the path that explains it."""
    parts = ["exact", "proven", "chain", "near", "certain"]
    columns = [*shown.heads("buyer", "product", "supplier"), "score"]
    columns += [*(("remark",) if shown.brief else (*parts, "linked", "rival"))]
    columns += ["evidence", "path", "doubts"]
    rows: list[list[Cell]] = []
    for i in result.introductions:
        why: list[Cell] = [*(i.components[p] for p in parts), i.linked, i.rival]
        if shown.brief:
            said = [word(f"remark.{r}") for r in ("linked", "rival") if getattr(i, r)]
            why = [shown.joined(map(shown.text, said))]
        who = [c for key in (i.buyer, i.product, i.supplier) for c in shown.ids(key)]
        rows.append([*who, i.score, *why, level_cell(i.evidence, shown)])
        rows[-1] += [path_text(i.path, shown), doubts_cell(i.doubts, shown)]
    return table(columns, rows)


def attraction_rows(result: "AttractionResult", shown: Shown) -> Table:
    """Makers elsewhere by rank, with each criterion and the path that explains it."""
    criteria = list(result.candidates[0].criteria) if result.candidates else []
    columns = ["rank", *shown.heads("who"), *(() if shown.brief else ("tied",)), *criteria]
    columns += ["closes", "products", "needed_by", "group_here", "origins", "evidence", "path"]
    columns += ["doubts"]
    rows: list[list[Cell]] = []
    for c in result.candidates:
        many = (shown.all(keys) for keys in (c.products, c.users, c.here, c.origins))
        rows.append([_rank(c.rank, c.tied, shown), *shown.ids(c.who)])
        counts = (v if name == "weight" else int(v) for name, v in c.criteria.items())
        rows[-1] += [*(() if shown.brief else (c.tied,)), *counts]
        rows[-1] += [c.closes, *many, level_cell(c.evidence, shown)]
        rows[-1] += [path_text(c.path, shown), doubts_cell(c.doubts, shown)]
    return table(columns, rows)


def path_text(path: "Iterable[PathStep]", shown: Shown) -> str:
    """A path as a sentence: a makes b; b requires c."""
    steps = ((a, word(f"relation.{r}"), b) for a, r, b in path)
    return shown.joined(f"{shown.of(a)} {shown.text(r)} {shown.of(b)}" for a, r, b in steps)
