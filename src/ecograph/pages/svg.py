"""Small SVG drawings made at build time: they need no script, and screen readers read them."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from ecograph.base.evidence import EVIDENCE
from ecograph.base.results import Both
from ecograph.base.words import word as text
from ecograph.pages.style import DASHES

ROW = 24
WIDE = 860


def filled(form: str, *values: object) -> Markup:
    """A form with values in place of its braces, texts escaped; Markup.format does it slowly."""
    return Markup(form.format(*(escape(v) if isinstance(v, str) else v for v in values)))


def width_of(text: str) -> float:
    """About how wide a text is, in ems: a Chinese character 1, a Latin letter 0.56."""
    return sum(0.56 if ord(c) < 0x2E80 else 1.0 for c in text)


def cut(text: str, ems: float) -> str:
    """A text cut to a width, with … where it was cut."""
    if width_of(text) <= ems:
        return text
    held, room = "", ems - 1
    for c in text:
        room -= width_of(c)
        if room < 0:
            break
        held += c
    return held + "…"


def words(
    pair: Both, x: float, y: float, ems: float = 99, anchor: str = "start", kind: str = ""
) -> Markup:
    """A text at a spot, in both languages, of which the page shows one."""
    form = '<text class="{}" lang="{}" x="{:g}" y="{:g}" text-anchor="{}">{}</text>'
    made = Markup("")
    for language, shown in zip(("zh", "en"), pair, strict=True):
        kinds = f"{language} {kind}".strip()
        made += filled(form, kinds, language, x, y, anchor, cut(shown, ems))
    return made


def title(pair: Both) -> Markup:
    """What a pointer that rests on a drawing is told."""
    return filled("<title>{}</title>", pair[0] if pair[0] == pair[1] else " · ".join(pair))


def dashed(modality: str) -> Markup:
    """The dashes of an edge by how real it is, as an attribute."""
    dashes = " ".join(str(d) for d in DASHES.get(modality, ()))
    return filled(' stroke-dasharray="{}"', dashes) if dashes else Markup("")


@dataclass(frozen=True)
class Wing:
    """A neighbour: its name, its page, the edge, how real it is, whether the edge leads there.

    `evidence` is how sure the edge is, `doubt` why it is doubted, empty where it is not.
    """

    label: Both
    href: str | None
    edge: Both
    modality: str
    out: bool
    evidence: str
    doubt: Both


def butterfly(centre: Both, wings: Sequence[Wing], most: int = 16) -> Markup:
    """An entity between what points to it (left) and what it points to (right)."""
    sides = [[w for w in wings if w.out is out] for out in (False, True)]
    rows = max(1, *(min(len(s), most + 1) for s in sides))
    high = rows * ROW + 16
    middle = high / 2
    box = min(max(width_of(centre[0]), width_of(centre[1]), 5), 13) * 13 + 20
    start = 0.0 if sides[0] else (WIDE - box) / 2 - 8  # a side without anything takes no room
    wide = (WIDE if sides[1] else (WIDE + box) / 2 + 8) - start
    head = '<svg class="figure butterfly" viewBox="{:g} 0 {:g} {}" width="{:g}" role="group"'
    head += ' aria-labelledby="around">'
    parts = [Markup(head).format(start, wide, high, wide * 1.1)]
    for side, held in enumerate(sides):
        edge = WIDE / 2 + (box / 2 if side else -box / 2)
        end = edge + 120 if side else edge - 120
        top = middle - (min(len(held), most + 1) - 1) * ROW / 2
        for i, wing in enumerate(held[:most]):
            parts.append(_wing(wing, edge, end, middle, top + i * ROW, side))
        if len(held) > most:
            more = text("atlas.more", n=len(held) - most)
            anchor = "start" if side else "end"
            parts.append(words(more, end, top + most * ROW + 4, anchor=anchor, kind="more"))
    left = WIDE / 2 - box / 2
    parts.append(
        Markup('<rect class="here" x="{:g}" y="{:g}" width="{:g}" height="34" rx="5"/>').format(
            left, middle - 17, box
        )
    )
    parts.append(words(centre, WIDE / 2, middle + 4, 13, "middle", "centre"))
    return Markup("").join(parts) + Markup("</svg>")


def _wing(wing: Wing, edge: float, end: float, middle: float, y: float, side: int) -> Markup:
    bend = (edge + end) / 2
    form = '<path class="edge {}" d="M{:g} {:g}C{:g} {:g} {:g} {:g} {:g} {:g}"{}/>'
    path = (edge, middle, bend, middle, bend, y, end, y)
    line = filled(form, wing.evidence, *path, dashed(wing.modality))
    line += question_mark(end + (-12 if side else 12), y + 4) if any(wing.doubt) else ""
    anchor = "start" if side else "end"
    room = (WIDE - end - 8 if side else end - 8) / 13
    at = end + 5 if side else end - 5
    shown = tuple(
        f"{name}（{edge}）" if language == "zh" else f"{name} ({edge})"
        for language, name, edge in zip(("zh", "en"), wing.label, wing.edge, strict=True)
    )
    named = words((shown[0], shown[1]), at, y + 4, room, anchor)
    inner = title(_told(wing, (shown[0], shown[1]))) + named
    return line + linked(wing.href, inner)


def _told(wing: Wing, shown: Both) -> Both:
    """What a pointer on a neighbour is told: its name, how sure the edge is, why it is doubted."""
    sure = text(f"evidence.{wing.evidence}")
    zh, en = f"{shown[0]} · {sure[0]}", f"{shown[1]} · {sure[1]}"
    if any(wing.doubt):
        doubt = text("net.doubt")
        zh, en = f"{zh} · {doubt[0]}：{wing.doubt[0]}", f"{en} · {doubt[1]}: {wing.doubt[1]}"
    return zh, en


def question_mark(x: float, y: float) -> Markup:
    """What stands on a line that is doubted."""
    return filled('<text class="doubt" x="{:g}" y="{:g}" text-anchor="middle">?</text>', x, y)


def samples() -> list[tuple[Markup, Both]]:
    """How lines look by how sure they are, and one that is doubted, each with what it means."""
    head = '<svg class="figure sample" viewBox="0 0 40 14" width="40" height="14"'
    form = head + ' aria-hidden="true"><path class="edge {}" d="M1 7H39"/>{}</svg>'
    drawn = [(filled(form, e, Markup("")), text(f"evidence.{e}")) for e in EVIDENCE]
    return [*drawn, (filled(form, EVIDENCE[0], question_mark(20, 11)), text("net.doubt"))]


def linked(href: str | None, inner: Markup) -> Markup:
    """A part of a drawing as a link, where there is something to lead to."""
    return filled('<a href="{}">{}</a>', href, inner) if href else inner


@dataclass(frozen=True)
class Bar:
    """A row of a chart: its name, its value, the value as text, and why it is doubted."""

    name: Both
    value: float | None
    written: Both
    doubt: Both | None = None


def bars(rows: Iterable[Bar], most: float | None = None) -> Markup:
    """A bar a row; what is unknown has no bar and says so, what is doubted says why."""
    held = list(rows)
    top = most or max((abs(r.value) for r in held if r.value is not None), default=1) or 1
    high = len(held) * ROW + 6
    longest = max((width_of(w) for r in held for w in r.written), default=0)
    wide = max(480, math.ceil(98 + 165 + 10 + longest * 13))  # a mark at the end is not cut off
    form = '<svg class="figure bars" viewBox="0 0 {} {}" role="group">'
    parts = [Markup(form).format(wide, high)]
    for i, row in enumerate(held):
        y = i * ROW + 4
        parts.append(words(row.name, 92, y + 13, 7.5, "end"))
        long = 0.0 if row.value is None else abs(row.value) / top * 165
        if row.value is not None:
            bar = Markup('<rect class="bar-{}" x="98" y="{:g}" width="{:.1f}" height="16"/>')
            parts.append(bar.format("full", y, max(long, 1)))
        else:
            parts.append(
                Markup('<rect class="bar-unknown" x="98" y="{:g}" width="40" height="16"/>').format(
                    y
                )
            )
        told = words(row.written, 103 + (long if row.value is not None else 40), y + 13)
        if row.doubt:
            told = Markup('<g class="doubted">') + title(row.doubt) + told + Markup("</g>")
        parts.append(told)
    return Markup("").join(parts) + Markup("</svg>")
