"""How something grows: the exponent of a power law, and a plot of many as an SVG file."""

import math
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

Line = Sequence[tuple[float, float]]  # how much there is, and what it takes
WIDTH, HEIGHT = 1000, 640
LEFT, RIGHT, TOP, BOTTOM = 70, 260, 60, 60  # around the axes
MARGIN = 0.1  # of a power of ten, around what is drawn
LABEL = 16  # pixels from one label to the next
COLOURS = (
    *("#1f4e79", "#b03a2e", "#1e8449", "#7d3c98", "#b9770e", "#117a8b", "#5d4037", "#c2185b"),
    "#455a64",
)
DASHES = ("", "7 4")


def exponent(line: Line) -> float:
    """The slope of the logarithms by least squares.  Needs two points of different size."""
    xs, ys = ([math.log(point[i]) for point in line] for i in (0, 1))
    x, y = math.fsum(xs) / len(xs), math.fsum(ys) / len(ys)
    return math.fsum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / math.fsum(
        (a - x) ** 2 for a in xs
    )


def of_n_log_n(sizes: Sequence[float]) -> float:
    """The exponent of n log n over the same sizes."""
    return exponent([(n, n * math.log(n)) for n in sizes])


def plot(lines: Mapping[str, Line]) -> str:
    """Lines against each other with both axes logarithmic, each named at its end, as SVG."""
    points = [point for line in lines.values() for point in line]
    x = _Axis([p[0] for p in points], LEFT, WIDTH - RIGHT)
    y = _Axis([p[1] for p in points], HEIGHT - BOTTOM, TOP)
    steepest = sorted(lines.items(), key=lambda named: -named[1][-1][1])
    places = _apart([y.at(line[-1][1]) for _, line in steepest], TOP - 30, HEIGHT - 15)
    drawn = [_head(lines), *_grid(x, y), *_guide(x, y)]
    for number, ((name, line), place) in enumerate(zip(steepest, places, strict=True)):
        drawn += _line(name, [(x.at(a), y.at(b)) for a, b in line], place, number)
    return "\n".join([*drawn, "</svg>", ""])


class _Axis:
    """A logarithmic axis, from one place of the picture to another."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        logs = [math.log10(value) for value in values]
        self.low, self.high = min(logs) - MARGIN, max(logs) + MARGIN
        self.start, self.end = start, end

    def at(self, value: float) -> float:
        """Where a value is."""
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    def powers(self) -> range:
        """The powers of ten on it."""
        return range(math.ceil(self.low), math.floor(self.high) + 1)


def _head(lines: Mapping[str, Line]) -> str:
    told = escape(", ".join(lines))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'font-family="sans-serif" font-size="13" fill="#222">\n'
        f"<title>Processor seconds against statements, both axes logarithmic: {told}</title>\n"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
    )


def _grid(x: _Axis, y: _Axis) -> list[str]:
    """Lines at the powers of ten, with their numbers, and what the axes are."""
    drawn = []
    for power in x.powers():
        at = x.at(10.0**power)
        drawn.append(_stroke([(at, y.start), (at, y.end)], "#ddd", 1))
        drawn.append(_text(at, y.start + 20, _power(power), "middle"))
    for power in y.powers():
        at = y.at(10.0**power)
        drawn.append(_stroke([(x.start, at), (x.end, at)], "#ddd", 1))
        drawn.append(_text(x.start - 8, at + 4, _power(power), "end"))
    middle = (x.start + x.end) / 2
    drawn.append(_text(middle, HEIGHT - 14, "statements of the store", "middle"))
    return [*drawn, _text(10, TOP - 25, "seconds of the processor", "start")]


def _guide(x: _Axis, y: _Axis) -> list[str]:
    """A dotted line of what grows with n log n, through the middle of the picture."""
    low, high = 10.0**x.low, 10.0**x.high
    middle = 10 ** ((x.low + x.high) / 2)
    each = 10 ** ((y.low + y.high) / 2) / (middle * math.log(middle))
    inside = []
    for step in range(101):
        n = low * (high / low) ** (step / 100)
        seconds = each * n * math.log(n)
        if 10.0**y.low <= seconds <= 10.0**y.high:
            inside.append((x.at(n), y.at(seconds)))
    told = _text(x.end, TOP - 25, "dotted: the slope of n log n", "end", "#777")
    return [_stroke(inside, "#999", 1.5, "2 4"), told]


def _line(name: str, points: Sequence[tuple[float, float]], place: float, number: int) -> list[str]:
    """A line, dots at what was measured, and its name at its end."""
    colour = COLOURS[number % len(COLOURS)]
    dash = DASHES[number // len(COLOURS) % len(DASHES)]
    end = (WIDTH - RIGHT + 24, place)
    drawn = [_stroke(points, colour, 2, dash), _stroke([points[-1], end], colour, 0.7)]
    drawn += [f'<circle cx="{a}" cy="{b}" r="3" fill="{colour}"/>' for a, b in points]
    return [*drawn, _text(end[0] + 4, place + 4, escape(name), "start", colour)]


def _apart(places: Sequence[float], top: float, bottom: float) -> list[float]:
    """Places from the top down, moved as far as needed for labels not to lie on each other."""
    found: list[float] = []
    for place in places:
        found.append(max(place, found[-1] + LABEL if found else top))
    for number in range(len(found) - 1, -1, -1):
        below = found[number + 1] - LABEL if number + 1 < len(found) else bottom
        found[number] = min(found[number], below)
    return [round(place, 1) for place in found]


def _stroke(
    points: Sequence[tuple[float, float]], colour: str, width: float, dash: str = ""
) -> str:
    drawn = " ".join(f"{a},{b}" for a, b in points)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="{width}"{dashes}/>'
    )


def _text(x: float, y: float, said: str, anchor: str, colour: str = "#222") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{colour}">{said}</text>'


def _power(power: int) -> str:
    """A power of ten as people read it."""
    if power in (-2, -1, 0, 1, 2, 3):
        return f"{10.0**power:g}"
    return f'10<tspan dy="-5" font-size="10">{power}</tspan>'
