"""A self-contained page on the gaps of a place: chains in layers, gaps as ghosts, a table."""

import base64
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ecograph import __version__
from ecograph.base.files import write_text
from ecograph.graph.code_labels import concept_labels
from ecograph.graph.containment import pairs
from ecograph.graph.facts import Both
from ecograph.report.layers import Box, layered
from ecograph.report.words import WORDS
from ecograph.supplychain.attraction import attraction_of
from ecograph.supplychain.exposure import Downstream
from ecograph.supplychain.gaps import WEIGHTS, Gap, GapResult
from ecograph.supplychain.introductions import introductions_of
from ecograph.supplychain.needs import chain_members, chain_products
from ecograph.supplychain.needs_sql import STATES
from ecograph.supplychain.supply_use import Market

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class _Reader:
    """Labels in both languages."""

    zh: dict[str, str]
    en: dict[str, str]

    def both(self, key: str) -> Both:
        return self.zh.get(key, key), self.en.get(key, key)


def write_report(
    market: Market,
    result: GapResult,
    path: Path,
    *,
    chain: str | None = None,
    language: str = "en",
) -> None:
    """The page of a gap result as one HTML file that needs no network.

    With a chain only that chain is drawn, else every chain with a gap; `language` is what the
    page opens in, zh or en.
    """
    place = str(result.method.place)
    names = _Reader(market.frames.labels("zh"), market.frames.labels("en"))
    chains = [chain] if chain is not None else _chains_with_gaps(market, result)
    drawings = [
        {"id": key, "label": names.both(key), **_drawing(market, place, result, key, names)}
        for key in chains
    ]
    script, style = (
        (_FOLDER / name).read_text(encoding="utf-8") for name in ("report.js", "report.css")
    )
    held = json.dumps(_details(market, result, names), ensure_ascii=False, sort_keys=True)
    for sign, escaped in _ESCAPES:
        held = held.replace(sign, escaped)
    page = _environment().get_template("report.html.j2")
    text = page.render(
        language=language,
        policy=f"default-src 'none'; script-src {_digest(script)}; style-src {_digest(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'",
        script=Markup(script),
        style=Markup(style),
        data=Markup(held),
        place=names.both(place),
        graph=market.frames.name,
        drawings=drawings,
        gaps=[_row(gap, names) for gap in result.gaps],
        method=result.method,
        notes=result.notes,
        version=__version__,
    )
    write_text(path, text)


_ESCAPES = (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"),
            ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))  # fmt: skip


def _digest(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _environment() -> Environment:
    env = Environment(
        loader=PackageLoader("ecograph.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(both=_spans, t=lambda key: _spans(WORDS[key]), words=WORDS)
    return env


def _spans(pair: Both) -> Markup:
    """A text in both languages, of which the page shows one."""
    form = '<span class="zh" lang="zh">{}</span><span class="en" lang="en">{}</span>'
    return Markup(form).format(*pair)


def _chains_with_gaps(market: Market, result: GapResult) -> list[str]:
    """The chains, without their sub-chains' own, that have a gap; by summed priority."""
    of: dict[str, set[str]] = {}
    for table in ("product", "technology"):
        for key, chain in pairs(market.frames, table, "id", "chain"):
            of.setdefault(key, set()).add(chain)
    chains = set(market.frames["industry_chain"]["id"].to_pylist())
    weight: dict[str, float] = {}
    for gap in result.gaps:
        for chain in of.get(gap.product, set()) | (set(gap.buyers) & chains):
            weight[chain] = weight.get(chain, 0.0) + gap.priority.low
    return sorted(weight, key=lambda c: (-weight[c], c))


def _drawing(
    market: Market, place: str, result: GapResult, chain: str, names: _Reader
) -> dict[str, Any]:
    """The boxes, lines and size of one chain's picture."""
    products = chain_products(market, chain)
    members = chain_members(market, chain)
    gaps = {g.product: g for g in result.gaps}
    made = set(Downstream(market, place).local_makers)
    wanted = set(products) | {p for p, g in gaps.items() if members.intersection(g.buyers)}
    weight = {p: g.priority.low for p, g in gaps.items()}
    boxes, lines, width, height, columns = layered(market, wanted, weight)
    return {
        "boxes": [_box(box, gaps.get(box.key), box.key in made, names) for box in boxes],
        "lines": lines,
        "width": width,
        "height": height,
        "columns": [(x, WORDS[f"stage.{stage}"]) for x, stage in columns],
    }


def _box(box: Box, gap: Gap | None, made: bool, names: _Reader) -> dict[str, Any]:
    kind = gap.kind if gap else "made" if made else "none"
    check = bool(gap and any(gap.tests.values()))
    zh, en = names.both(box.key)
    return {
        "key": box.key,
        "x": box.x,
        "y": box.y,
        "kind": kind,
        "choke": check,
        "open": gap is not None,
        "label": (_cut(zh, 11 if check else 12), _cut(en, 20 if check else 24)),
        "full": (zh, en),
        "word": WORDS[f"kind.{kind}"],
    }


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _states(gap: Gap) -> Both:
    zh, en = concept_labels("need-state", "zh"), concept_labels("need-state", "en")
    held = [s for s in STATES if gap.counts[s]]
    return (
        "，".join(f"{zh[s]} {gap.counts[s]}" for s in held),
        ", ".join(f"{en[s]} {gap.counts[s]}" for s in held),
    )


def _joined(keys: tuple[str, ...], names: _Reader) -> Both:
    both = [names.both(k) for k in keys]
    return "、".join(zh for zh, _ in both), ", ".join(en for _, en in both)


def _row(gap: Gap, names: _Reader) -> dict[str, Any]:
    return {
        "key": gap.product,
        "label": names.both(gap.product),
        "kind": WORDS[f"kind.{gap.kind}"],
        "choke": any(gap.tests.values()),
        "low": f"{gap.priority.low:.2f}",
        "high": f"{gap.priority.high:.2f}",
        "needs": gap.needs,
        "states": _states(gap),
        "origins": _joined(gap.origins, names),
        "exposed": gap.exposure.size,
        "layers": " ".join(gap.layers),
        "statements": len(gap.evidence),
    }


def _details(market: Market, result: GapResult, names: _Reader) -> dict[str, Any]:
    """What the panel shows for each gap, and the words it needs."""
    place = str(result.method.place)
    makers: dict[str, list[Both]] = {}
    helpers: dict[str, list[Both]] = {}
    for candidate in attraction_of(market, place).candidates:
        target = makers if candidate.role == "maker" else helpers
        zh, en = names.both(candidate.who)
        word = WORDS[f"role.{candidate.role}"]
        for product in candidate.products:
            target.setdefault(product, []).append((f"{zh}（{word[0]}）", f"{en} ({word[1]})"))
    meet: dict[str, list[Both]] = {}
    for i in introductions_of(market, place).introductions:
        ends = (names.both(i.supplier), names.both(i.buyer))
        meet.setdefault(i.product, []).append(
            (f"{ends[0][0]} → {ends[1][0]}", f"{ends[0][1]} → {ends[1][1]}")
        )
    gaps = {}
    for g in result.gaps:
        gaps[g.product] = {
            "label": names.both(g.product),
            "kind": WORDS[f"kind.{g.kind}"],
            "states": _states(g),
            "buyers": [names.both(b) for b in g.buyers],
            "origins": [names.both(o) for o in g.origins],
            "products": [names.both(p) for p in g.exposure.products],
            "makers": [names.both(m) for m in g.exposure.makers],
            "chains": [names.both(c) for c in g.exposure.chains],
            "output": g.output_cny,
            "attract": makers.get(g.product, []),
            "help": helpers.get(g.product, []) + [names.both(x) for x in g.instruments],
            "introduce": meet.get(g.product, []),
            "tests": {t: v for t, v in g.tests.items() if v is not None},
            "components": {n: g.components[n] for n in WEIGHTS},
            "evidence": [[e.statement, e.modality, e.layer, _spot(e.citation)] for e in g.evidence],
        }
    needed = ("panel.", "component.", "test.")
    return {
        "gaps": gaps,
        "words": {k: v for k, v in WORDS.items() if k.startswith(needed)},
        "weights": WEIGHTS,
    }


def _spot(citation: str) -> str:
    """citation-paper-2023-9-305-343 as a reader says it: paper-2023 ¶9, 305–343."""
    parts = citation.removeprefix("citation-").rsplit("-", 3)
    if len(parts) == 4 and all(p.isdigit() for p in parts[1:]):
        return f"{parts[0]} ¶{parts[1]}, {parts[2]}–{parts[3]}"
    return citation.removeprefix("citation-")
