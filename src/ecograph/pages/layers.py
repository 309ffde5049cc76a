"""The picture of a chain: bands from upstream to downstream, in them segments with their products.

One drawing serves the page of the chain, the single file and print.  A segment can be closed to its
head; `chain.js` moves the rest together by the same heights, which the drawing carries.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ecograph.base.results import Both
from ecograph.pages.svg import cut, filled, linked, title, words

LEFT = 76  # the names of the bands stand here
BOX, HIGH, GAP = 186, 76, 8  # a box and what is between two, in pixels
EACH = 5  # boxes in a row
HEAD = 26  # the head of a segment
MOST_OPEN = 40  # boxes; in a larger picture segments of which nothing is known are closed
WIDE = LEFT + EACH * (BOX + 3 * GAP)


@dataclass(frozen=True)
class Line:
    """A line of a box: as it is drawn, and whole, as a pointer that rests on it is told."""

    drawn: Both = ("", "")
    whole: Both = ("", "")


@dataclass(frozen=True)
class Box:
    """A product as the picture shows it: one of the states, and up to four lines.

    `second` says who makes it here, or that nobody is known to; `users` who needs it; `beside`
    where it comes from or who could mend it.  `inputs` are the boxes that it requires, each with
    how sure that is.
    """

    key: str
    label: Both
    href: str | None
    state: str
    second: Line
    users: Line
    beside: Line
    chokepoint: bool
    told: bool
    inputs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Segment:
    """Products of one segment of a band, in order."""

    key: str
    label: Both
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Drawing:
    """A picture and its size in pixels."""

    svg: Markup
    wide: int
    high: int


@dataclass(frozen=True)
class _Drawing:
    """A segment with the room that it takes: its columns, and its heights open and closed."""

    segment: Segment
    columns: int
    left: int
    open: bool

    @property
    def tall(self) -> int:
        """Its height when it is open."""
        rows = math.ceil(len(self.segment.boxes) / self.columns)
        return HEAD + rows * (HIGH + GAP)

    @property
    def high(self) -> int:
        """Its height as it is drawn at first."""
        return self.tall if self.open else HEAD


def layered(bands: Sequence[tuple[Both, Sequence[Segment]]]) -> Drawing:
    """The picture of a chain: bands with their names, from upstream to downstream."""
    count = sum(len(s.boxes) for _, segments in bands for s in segments)
    y = 4
    parts: list[Markup] = []
    for name, segments in bands:
        strips = _strips(segments, everything=count <= MOST_OPEN)
        inner: list[Markup] = []
        top = y
        for strip in strips:
            inner.append(_strip(strip, y))
            y += max(f.high for f in strip) + GAP
        parts.append(Markup('<g class="band">'))
        parts.append(_band_name(name, top))
        parts += [*inner, Markup("</g>")]
        y += GAP
    head = '<svg class="figure layers" viewBox="0 0 {} {}" width="{}" height="{}" role="group"'
    head += ' aria-labelledby="layers">'
    form = '<g class="lines"></g>'
    svg = Markup(head).format(WIDE, y, WIDE, y) + Markup("").join(parts) + Markup(form)
    return Drawing(svg + Markup("</svg>"), WIDE, y)


def _strips(segments: Sequence[Segment], *, everything: bool) -> list[list[_Drawing]]:
    """Segments side by side where they have room, the others below each other."""
    strips: list[list[_Drawing]] = []
    used = EACH
    wide = [s for s in segments if len(s.boxes) >= EACH]
    for segment in [*wide, *(s for s in segments if len(s.boxes) < EACH)]:
        columns = min(len(segment.boxes), EACH)
        told = any(b.told for b in segment.boxes)
        if used + columns > EACH:
            strips.append([])
            used = 0
        left = LEFT + used * (BOX + GAP) + len(strips[-1]) * 2 * GAP
        strips[-1].append(_Drawing(segment, columns, left, everything or told))
        used += columns
    return strips


def _band_name(name: Both, y: int) -> Markup:
    form = '<g class="band-name" transform="translate(0 {})">{}</g>'
    return filled(form, y, words(name, 0, 17, LEFT / 13, kind="head"))


def _strip(drawing: Sequence[_Drawing], y: int) -> Markup:
    made = filled('<g class="strip-row" transform="translate(0 {})">', y)
    return made + Markup("").join(map(_segment, drawing)) + Markup("</g>")


def _segment(held: _Drawing) -> Markup:
    segment = held.segment
    wide = held.columns * (BOX + GAP) + GAP
    state = "segment" if held.open else "segment closed"
    made = filled(
        '<g class="{}" data-open="{}" data-closed="{}" transform="translate({} 0)">',
        *(state, held.tall, HEAD, held.left),
    )
    made += filled('<rect class="frame" width="{}" height="{}" rx="6"/>', wide, held.high)
    name = segment.label
    count = (f"{name[0]}（{len(segment.boxes)}）", f"{name[1]} ({len(segment.boxes)})")
    head = filled('<rect class="grip" width="{}" height="{}" rx="6"/>', wide, HEAD)
    head += Markup('<path class="arrow" d="M8 9l9 0l-4.5 7z"/>')
    head += words(count, 24, 17, (wide - 40) / 13, kind="head")
    form = '<g class="segment-head" role="button" tabindex="0" aria-expanded="{}">{}</g>'
    made += filled(form, "true" if held.open else "false", head)
    boxes = Markup("").join(
        _box(b, GAP + i % held.columns * (BOX + GAP), HEAD + i // held.columns * (HIGH + GAP))
        for i, b in enumerate(segment.boxes)
    )
    return made + Markup('<g class="boxes">') + boxes + Markup("</g></g>")


def _box(box: Box, x: int, y: int) -> Markup:
    inputs = " ".join(":".join(parts) for parts in box.inputs)
    form = '<g class="box {}" data-key="{}" data-inputs="{}">'
    made = filled(form, box.state, box.key, inputs)
    made += filled('<rect x="{}" y="{}" width="{}" height="{}" rx="4"/>', x, y, BOX, HIGH)
    mark = "◆ " if box.chokepoint else ""
    name = (mark + box.label[0], mark + box.label[1])
    rows = (
        (Line(name, box.label), 17, 12.8, ""),
        (box.second, 34, 11.2, "second"),
        (box.users, 51, 11.2, "third"),
        (box.beside, 67, 11.2, "third"),
    )
    whole = [" | ".join(line.whole[i] for line, *_ in rows if line.whole[i]) for i in (0, 1)]
    inner = title((whole[0], whole[1]))
    for line, down, size, kind in rows:
        if any(line.drawn):
            inner += words(line.drawn, x + 8, y + down, (BOX - 14) / size, kind=kind)
    return made + linked(box.href, inner) + Markup("</g>")


def listed(names: Sequence[Both], most: int, ems: float) -> Line:
    """Names in a line: drawn are the first, in at most so many ems, and how many more."""
    rest = f" +{len(names) - most}" if len(names) > most else ""

    def line(i: int, comma: str) -> tuple[str, str]:
        every = [name[i] for name in names]
        return cut(comma.join(every[:most]), ems) + rest, comma.join(every)

    (zh, whole_zh), (en, whole_en) = line(0, "、"), line(1, ", ")
    return Line((zh, en), (whole_zh, whole_en))
