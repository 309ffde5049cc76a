"""Where the boxes of a layered chain picture go: inputs to the left of what is made with them."""

from dataclasses import dataclass

from ecograph.supplychain.supply_use import Market

STAGES = ("technology", "upstream", "midstream", "downstream", "service")
BOX_WIDTH, BOX_HEIGHT = 190, 30
STEP_X, STEP_Y = 250, 40
TOP = 40


@dataclass(frozen=True)
class Box:
    """A product or technology in the picture; x and y are its upper left corner, in px."""

    key: str
    x: int
    y: int


def layered(
    market: Market, wanted: set[str], weight: dict[str, float]
) -> tuple[list[Box], list[dict[str, str]], int, int, list[tuple[int, str]]]:
    """Boxes, lines between them, width, height, and the columns with their stages.

    Within a column boxes are ordered by the mean height of their inputs, so that lines cross
    little, then by `weight`, heaviest first, then by id; the same data give the same picture.
    """
    stage = _stages(market, wanted)
    uses = sorted(
        {
            (needed, requirer)
            for requirer, needed, *_ in market.rows("requires")
            if needed in wanted and requirer in wanted
        }
    )
    inputs: dict[str, list[str]] = {}
    for needed, requirer in uses:
        inputs.setdefault(requirer, []).append(needed)
    used = [s for s in STAGES if s in stage.values()]
    boxes: dict[str, Box] = {}
    for column, name in enumerate(used):
        keys = sorted(k for k, s in stage.items() if s == name)

        def height(key: str) -> tuple[float, float, str]:
            known = [boxes[i].y for i in inputs.get(key, ()) if i in boxes]
            mean = sum(known) / len(known) if known else float("inf")
            return mean, -weight.get(key, -1.0), key

        for row, key in enumerate(sorted(keys, key=height)):
            boxes[key] = Box(key, 10 + column * STEP_X, TOP + row * STEP_Y)
    rows = max((b.y for b in boxes.values()), default=TOP)
    lines = [{"from": a, "to": b, "d": _curve(boxes[a], boxes[b])} for a, b in uses]
    columns = [(10 + i * STEP_X, s) for i, s in enumerate(used)]
    width = 20 + (len(used) - 1) * STEP_X + BOX_WIDTH if used else 200
    return (
        sorted(boxes.values(), key=lambda b: (b.x, b.y)),
        lines,
        width,
        rows + STEP_Y + 10,
        columns,
    )


def _stages(market: Market, wanted: set[str]) -> dict[str, str]:
    frame = market.frames["product"]
    stated = dict(zip(frame["id"].to_pylist(), frame["stage"].to_pylist(), strict=True))
    requires = {r for r, *_ in market.rows("requires")}
    required = {n for _, n, *_ in market.rows("requires")}
    found = {}
    for key in wanted:
        if key not in stated:
            found[key] = "technology"
        elif stated[key] is not None:
            found[key] = stated[key]
        elif key in requires:
            found[key] = "midstream" if key in required else "downstream"
        else:
            found[key] = "upstream"
    return found


def _curve(a: Box, b: Box) -> str:
    """A line from the right side of a to the left side of b; a bow within one column."""
    x1, y1 = a.x + BOX_WIDTH, a.y + BOX_HEIGHT // 2
    y2 = b.y + BOX_HEIGHT // 2
    if a.x >= b.x:
        x2 = b.x + BOX_WIDTH
        far = max(x1, x2) + 30
        return f"M{x1} {y1}C{far} {y1} {far} {y2} {x2} {y2}"
    middle = (x1 + b.x) // 2
    return f"M{x1} {y1}C{middle} {y1} {middle} {y2} {b.x} {y2}"
