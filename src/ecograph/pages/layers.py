"""A chain in layers: origins, upstream, midstream, downstream; gaps as dashed ghosts."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ecograph.base.results import Both
from ecograph.base.words import word as text
from ecograph.pages.svg import dashed, filled, linked, title, words

STAGES = ("upstream", "midstream", "downstream", "service", "technology", "")
UNKNOWN_MAKER = text("atlas.maker_unknown")
BY_INDUSTRY = text("atlas.by_industry")
BOX = 168
BETWEEN = 58
ROW = 54
DEEP = 13  # boxes in a column before it is split


@dataclass(frozen=True)
class Layered:
    """A product in a chain: where it stands, who makes it locally, and what is wrong.

    `gap` is a kind of gap or empty; `ghost` is true where nobody local is known to make it;
    `by_industry` where only an industry of the place is said to.
    """

    key: str
    label: Both
    stage: str
    href: str | None
    makers: Both
    by_industry: bool
    gap: str
    gap_label: Both
    ghost: bool
    chokepoint: bool
    origins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drawing:
    """A layered drawing and its size in pixels."""

    svg: Markup
    wide: int
    high: int


Spot = tuple[float, float]
Need = tuple[str, str, str, str]  # the input, what requires it, the modality, the evidence
Column = tuple[str, list[str]]  # the stage, the boxes from above


def layered(
    boxes: Sequence[Layered],
    needs: Sequence[Need],
    origins: dict[str, tuple[Both, str | None]],
    stage_names: dict[str, Both],
) -> Drawing:
    """The drawing of a chain: `needs` are (input, what requires it, modality, evidence).

    `origins` names the places that products come from, with their pages.
    """
    columns = _split_columns(boxes, needs, sorted(origins))
    spots: dict[str, Spot] = {
        f"origin:{key}" if stage == "origin" else key: (_left(c), 30.0 + r * ROW)
        for c, (stage, keys) in enumerate(columns)
        for r, key in enumerate(keys)
    }
    first: dict[str, int] = {}
    for c, (stage, _) in enumerate(columns):
        first.setdefault(stage, c)
    heads = [words(stage_names[s], _left(c), 16, kind="head") for s, c in first.items()]
    wide = max(len(columns) * (BOX + BETWEEN) - BETWEEN, 0) + 16
    high = int(max((y for _, y in spots.values()), default=0)) + ROW + 6
    by_key = {b.key: b for b in boxes}
    drawn = [_box(by_key[k], spots[k]) for k in spots if k in by_key]
    drawn += [_origin(k, *origins[k], spots[f"origin:{k}"]) for k in sorted(origins)]
    head = Markup(
        '<svg class="figure layers" viewBox="0 0 {} {}" width="{}" height="{}" role="group"'
        ' aria-labelledby="layers">'
    )
    parts = [*_draw_lines(boxes, needs, spots), *heads, *drawn]
    svg = head.format(wide, high, wide, high) + Markup("").join(parts)
    return Drawing(svg + Markup("</svg>"), wide, high)


def _split_columns(
    boxes: Sequence[Layered], needs: Sequence[Need], origins: list[str]
) -> list[Column]:
    """The columns from left to right; a stage of many boxes is split into several of one size."""
    columns: list[Column] = [("origin", origins)] if origins else []
    for stage in STAGES:
        keys = _ordered([b.key for b in boxes if b.stage == stage], needs, columns)
        for i in range(math.ceil(len(keys) / DEEP)):
            part = math.ceil(len(keys) / math.ceil(len(keys) / DEEP))
            columns.append((stage, keys[i * part : (i + 1) * part]))
    return columns


def _left(column: int) -> int:
    """Where a column begins."""
    return column * (BOX + BETWEEN) + 8


def _draw_lines(
    boxes: Sequence[Layered], needs: Sequence[Need], spots: dict[str, Spot]
) -> list[Markup]:
    """The lines of the needs, then those from the origins, between what has a spot."""
    lines = [
        _line(spots[a], spots[b], f"{a} {b}", modality, f"need {evidence}")
        for a, b, modality, evidence in needs
        if a in spots and b in spots
    ]
    for box in boxes:
        lines += [
            _line(spots[f"origin:{o}"], spots[box.key], f"{o} {box.key}", "exists", "from-abroad")
            for o in box.origins
            if f"origin:{o}" in spots
        ]
    return lines


def _ordered(keys: list[str], needs: Sequence[Need], columns: list[Column]) -> list[str]:
    """The boxes of a column by the middle of what they are joined to in the columns before."""
    row = {key: r for _, held in columns for r, key in enumerate(held)}

    def middle(key: str) -> tuple[float, str]:
        near = [row[a] for a, b, *_ in needs if b == key and a in row]
        near += [row[b] for a, b, *_ in needs if a == key and b in row]
        return (sum(near) / len(near) if near else len(keys) / 2, key)

    return sorted(keys, key=middle)


def _line(start: Spot, end: Spot, joins: str, modality: str, kind: str) -> Markup:
    (ax, ay), (bx, by) = start, end
    ay, by = ay + 20, by + 20
    if bx > ax:
        ax, bend = ax + BOX, max((bx - ax - BOX) / 2, 30)
        path = (ax, ay, ax + bend, ay, bx - bend, by, bx, by)
    elif bx == ax:  # in one column: round the left side
        path = (ax, ay, ax - 34, ay, bx - 34, by, bx, by)
    else:
        bx += BOX
        path = (ax, ay, ax - 40, ay, bx + 40, by, bx, by)
    form = '<path class="{}" data-joins="{}" d="M{:g} {:g}C{:g} {:g} {:g} {:g} {:g} {:g}"{}/>'
    return filled(form, kind, joins, *path, dashed(modality))


def _box(box: Layered, spot: Spot) -> Markup:
    x, y = spot
    state = f"ghost gap-{box.gap}" if box.ghost else "made" if box.makers[0] else "plain"
    made = Markup('<g class="box {}" data-key="{}">').format(state, box.key)
    made += Markup('<rect x="{:g}" y="{:g}" width="{}" height="41" rx="4"/>').format(x, y, BOX)
    mark = ("◆ ", "◆ ") if box.chokepoint else ("", "")
    name = (mark[0] + box.label[0], mark[1] + box.label[1])
    unnamed = BY_INDUSTRY if box.by_industry else UNKNOWN_MAKER
    second = box.gap_label if box.ghost else box.makers if box.makers[0] else unnamed
    if box.gap and not box.ghost and box.makers[0]:
        second = (f"{box.gap_label[0]}：{second[0]}", f"{box.gap_label[1]}: {second[1]}")
    inner = title((f"{name[0]}｜{second[0]}", f"{name[1]} | {second[1]}"))
    inner += words(name, x + 8, y + 17, (BOX - 14) / 12.5)
    inner += words(second, x + 8, y + 33, (BOX - 14) / 11, kind="second")
    return made + linked(box.href, inner) + Markup("</g>")


def _origin(key: str, label: Both, href: str | None, spot: Spot) -> Markup:
    x, y = spot
    made = Markup('<g class="box origin" data-key="{}">').format(key)
    made += Markup('<rect x="{:g}" y="{:g}" width="{}" height="41" rx="20"/>').format(x, y, BOX)
    return made + linked(href, words(label, x + 20, y + 25, (BOX - 30) / 12.5)) + Markup("</g>")
