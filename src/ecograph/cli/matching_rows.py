"""Results of the supply-chain matching as rows to print."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecograph.cli.output import Cell

if TYPE_CHECKING:
    from ecograph.base.results import Interval
    from ecograph.supplychain.attraction import AttractionResult
    from ecograph.supplychain.chokepoints import ChokepointResult
    from ecograph.supplychain.gaps import Gap, GapResult
    from ecograph.supplychain.introductions import IntroductionResult, PathStep
    from ecograph.supplychain.local_content import LocalContent
    from ecograph.supplychain.needs import NeedsResult, Rate
    from ecograph.supplychain.whatif import WhatIfResult

Rows = tuple[list[str], list[list[Cell]]]
MOST_NAMES = 3  # how many names a cell of a table shows before it counts the rest


@dataclass(frozen=True)
class Names:
    """How ids and keys are shown: labels in one language; `brief` where a terminal is narrow."""

    labels: Mapping[str, str]
    language: str
    brief: bool

    def of(self, key: str) -> str:
        """The label of an id."""
        return self.labels.get(key, key)

    def all(self, keys: Iterable[str]) -> str:
        """The labels of several ids; a table shows a few and counts the rest."""
        held = list(keys)
        shown = held[:MOST_NAMES] if self.brief else held
        more = f" +{len(held) - len(shown)}" if len(held) > len(shown) else ""
        return "; ".join(self.of(k) for k in shown) + more

    def word(self, scheme: str, key: str) -> str:
        """The label of a key of a code list."""
        from ecograph.graph.code_labels import concept_labels

        return concept_labels(scheme, self.language).get(key, key)

    def both(self, key: str) -> list[Cell]:
        """Id and label; only the label in a table."""
        return [self.of(key)] if self.brief else [key, self.of(key)]

    def heads(self, *names: str) -> list[str]:
        """The column heads for `both`."""
        return [h for n in names for h in ([n] if self.brief else [n, f"{n}_label"])]


def rate_rows(result: "NeedsResult", content: "LocalContent | None", names: Names) -> Rows:
    """The rates with their bounds and counts, then the count of each state."""
    from ecograph.base.definitions import definition_text

    def label(definition: str) -> str:
        found = definition_text(definition, names.language)
        return found[0] if found else definition

    rows: list[list[Cell]] = [
        [r.definition, label(r.definition), *_bounds(r.interval), *_counts(r)] for r in result.rates
    ]
    if content is not None:
        known = content.known_weight
        bounds = _bounds(content.interval)
        rows.append(["local-content", label("local-content"), *bounds, known, 1.0])
    total = len(result.needs)
    rows += [
        [f"needs.{state}", names.word("need-state", state), None, None, count, total]
        for state, count in result.counts.items()
    ]
    return ["measure", "label", "low", "high", "count", "of"], rows


def _counts(rate: "Rate") -> list[Cell]:
    return [None, None] if rate.interval is None else [rate.count, rate.total]


def need_rows(result: "NeedsResult", names: Names) -> Rows:
    """Each need with its state and the counts that decide it."""
    columns = [*names.heads("buyer", "product"), "state", "layer", "local", "domestic", "foreign"]
    columns += ["place_unknown", "said_not_from_here"]
    rows: list[list[Cell]] = [
        [
            *names.both(n.buyer),
            *names.both(n.product),
            names.word("need-state", n.state) if names.brief else n.state,
            n.layer,
            n.n_local,
            n.n_domestic,
            n.n_foreign,
            n.n_unplaced,
            n.told,
        ]
        for n in result.needs
    ]
    return columns, rows


def gap_rows(result: "GapResult", names: Names, top: int) -> Rows:
    """Each gap with kind, states, origins, priority and every component of it."""
    from ecograph.supplychain.gaps import WEIGHTS
    from ecograph.supplychain.needs_sql import STATES

    gaps = result.gaps[:top] if top else result.gaps
    if names.brief:
        return _brief_gaps(gaps, names)
    columns = ["product", "product_label", "class", "kind", "kind_label", "priority_low"]
    columns += ["priority_high", "needs", *STATES, "buyers", "origins", "local_makers", "lq"]
    columns += [
        *(f"component_{n}" for n in WEIGHTS),
        "exposed_products",
        "exposed_makers",
        "exposed_chains",
        "output_cny",
    ]
    columns += ["labs", "instruments", "layers", "coverage", "statements", "citations"]
    rows: list[list[Cell]] = []
    for g in gaps:
        exposed = (g.exposure.products, g.exposure.makers, g.exposure.chains)
        cited = sorted({e.citation for e in g.evidence if e.citation})
        rows.append(
            [g.product, names.of(g.product), g.input_class, g.kind, names.word("gap-kind", g.kind)]
            + [g.priority.low, g.priority.high, g.needs]
            + [g.counts[state] for state in STATES]
            + [" ".join(g.buyers), " ".join(g.origins), g.local_makers, g.lq]
            + [g.components[name] for name in WEIGHTS]
            + [" ".join(e) for e in exposed]
            + [g.output_cny, " ".join(g.labs), " ".join(g.instruments), " ".join(g.layers)]
            + [g.coverage, " ".join(e.statement for e in g.evidence), " ".join(cited)]
        )
    return columns, rows


def _brief_gaps(gaps: "tuple[Gap, ...]", names: Names) -> Rows:
    columns = ["product", "kind", "priority", "needs", "states", "origins", "exposed", "layers"]
    columns += ["coverage", "statements"]
    rows: list[list[Cell]] = []
    for g in gaps:
        held = [f"{names.word('need-state', s)} {n}" for s, n in g.counts.items() if n]
        rows.append(
            [
                names.of(g.product),
                names.word("gap-kind", g.kind),
                f"{g.priority.low:.2f}–{g.priority.high:.2f}",
                g.needs,
                ", ".join(held),
                names.all(g.origins),
                g.exposure.size,
                " ".join(g.layers),
                g.coverage,
                len(g.evidence),
            ]
        )
    return columns, rows


def evidence_rows(result: "GapResult", product: str) -> Rows:
    """The statements that the gap of one product rests on."""
    gap = next((g for g in result.gaps if g.product == product), None)
    rows: list[list[Cell]] = [
        [e.table, e.statement, e.modality, e.layer, e.citation]
        for e in (gap.evidence if gap else ())
    ]
    return ["table", "statement", "modality", "layer", "citation"], rows


def chokepoint_rows(result: "ChokepointResult", names: Names, top: int, everything: bool) -> Rows:
    """Each product with the verdict of every test; undecidable is written as such."""
    from ecograph.supplychain.chokepoints import TESTS

    held = [c for c in result.chokepoints if everything or c.candidate]
    held = held[:top] if top else held
    columns = [*names.heads("product"), "candidate", *(f"test_{t}" for t in TESTS)]
    columns += ["hhi_external", "n75"]
    columns += ["local_share", "single", "origins", "substitutes", "exposed", "exposed_makers"]
    columns += ["exposed_chains", "layers"]
    rows: list[list[Cell]] = []
    for c in held:
        s = c.sourcing
        rows.append(
            [*names.both(s.product), _verdict(c.candidate, names)]
            + [_verdict(c.tests[t], names) for t in TESTS]
            + [c.hhi_external, c.n75, s.local_share, s.single]
            + [names.all(s.origins), names.all(s.substitutes), s.exposure.size]
            + [names.all(s.exposure.makers), names.all(s.exposure.chains), " ".join(c.layers)]
        )
    return columns, rows


_VERDICTS = {True: ("是", "yes"), False: ("否", "no"), None: ("无法判定", "undecidable")}


def _verdict(held: bool | None, names: Names) -> str:
    zh, en = _VERDICTS[held]
    return zh if names.language == "zh" else en


def sweep_rows(result: "ChokepointResult") -> Rows:
    """For each test and threshold: for how many it holds, of how many that can be decided."""
    rows: list[list[Cell]] = [list(row) for row in result.sweep]
    return ["test", "threshold", "holds", "decidable"], rows


def introduction_rows(result: "IntroductionResult", names: Names, top: int) -> Rows:
    """Each introduction with its score, components and the path that explains it."""
    held = result.introductions[:top] if top else result.introductions
    parts = ["exact", "proven", "chain", "near", "certain"]
    columns = [*names.heads("buyer", "product", "supplier"), "score"]
    columns += [*(() if names.brief else parts), "layer", "path"]
    rows: list[list[Cell]] = []
    for i in held:
        shown: list[Cell] = [] if names.brief else [i.components[p] for p in parts]
        who = [c for key in (i.buyer, i.product, i.supplier) for c in names.both(key)]
        rows.append([*who, i.score, *shown, i.layer, path_text(i.path, names)])
    return columns, rows


def attraction_rows(result: "AttractionResult", names: Names, top: int) -> Rows:
    """Makers and substitutes, what they would close, and the path that explains it."""
    held = result.candidates[:top] if top else result.candidates
    columns = [*names.heads("who"), "role", "here", "needs", "closes", "products", "buyers"]
    columns += ["from", "layer", "path"]
    rows: list[list[Cell]] = []
    for c in held:
        many = (names.all(keys) for keys in (c.products, c.buyers, c.origins))
        closes = c.closes if c.role == "maker" else None
        what: list[Cell] = [c.role, c.local, c.needs, closes, *many]
        rows.append([*names.both(c.who), *what, c.layer, path_text(c.path, names)])
    return columns, rows


def change_rows(result: "WhatIfResult") -> Rows:
    """Every indicator before and after."""
    rows: list[list[Cell]] = [
        [c.indicator, *_bounds(c.before), *_bounds(c.after), c.difference] for c in result.changes
    ]
    lost = result.lost
    rows.append(["lost.share", 0.0, 0.0, lost.low, lost.high, lost.low])
    columns = ["indicator", "before_low", "before_high", "after_low", "after_high", "difference"]
    return columns, rows


def cascade_rows(result: "WhatIfResult", names: Names) -> Rows:
    """What fails round by round and why, first with the unknown in favour, then against."""
    rows: list[list[Cell]] = []
    for reading, steps in (
        ("unknown-available", result.cascade),
        ("unknown-unavailable", result.cascade_against),
    ):
        for step in steps:
            for product, cause in step.failed:
                because = "; ".join(names.of(c) for c in cause.split(", "))
                rows.append([reading, step.round, *names.both(product), because])
    return ["reading", "round", *names.heads("product"), "because"], rows


def changed_need_rows(result: "WhatIfResult", names: Names) -> Rows:
    """The needs whose state the scenario changes."""
    rows: list[list[Cell]] = [
        [*names.both(b), *names.both(p), before, after]
        for b, p, before, after in result.changed_needs
    ]
    return [*names.heads("buyer", "product"), "state_before", "state_after"], rows


def path_text(path: "Iterable[PathStep]", names: Names) -> str:
    """A path as a sentence: a makes b; b requires c."""
    words = _RELATIONS if names.language == "zh" else {}
    return "; ".join(f"{names.of(a)} {words.get(r, r)} {names.of(b)}" for a, r, b in path)


_RELATIONS = {
    "makes": "生产",
    "requires": "需要",
    "supplies": "供应",
    "masters": "掌握",
    "researches": "研究",
    "develops": "研制",
    "broader": "属于",
}


def _bounds(interval: "Interval | None") -> list[Cell]:
    return [None, None] if interval is None else [interval.low, interval.high]
