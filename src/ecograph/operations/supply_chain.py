"""The questions of the supply chain: needs, gaps, chokepoints, criticality, scenarios."""

from typing import TYPE_CHECKING, Protocol

from ecograph.base.errors import UsageError
from ecograph.base.words import definition_text, word
from ecograph.operations.catalogue import Operation
from ecograph.operations.result import Found, measured
from ecograph.operations.supply_chain_params import (
    KINDS,
    ChokepointsParams,
    CriticalityParams,
    GapsParams,
    NeedsParams,
    ScenariosParams,
    WhatIfParams,
)

if TYPE_CHECKING:
    from ecograph.base.results import Table
    from ecograph.graph.as_of import Dated
    from ecograph.graph.data import Data
    from ecograph.operations.shown import Shown
    from ecograph.supplychain.need_states import Need
    from ecograph.supplychain.supply_use import SupplyUse

GROUP = "Analyse"


class WhatCounts(Protocol):
    """Parameters that say which statements are let in."""

    @property
    def evidence(self) -> str:
        """How sure at least."""

    @property
    def sources(self) -> str:
        """Whose word counts."""


def supply_use_of(data: "Data", p: WhatCounts) -> "SupplyUse":
    """The supply–use tables of a graph from what counts, made once."""
    from ecograph.supplychain.supply_use import build_supply_use

    as_of: str | None = getattr(p, "as_of", None)
    tables = data.tables if as_of is None else dated(data, as_of).tables
    return data.kept(
        ("supply-use", p.evidence, p.sources, as_of),
        lambda: build_supply_use(tables, evidence=p.evidence, sources=p.sources),
    )


def dated(data: "Data", as_of: str) -> "Dated":
    """The tables as of a day, read once.  Raises UsageError where it is none."""
    from ecograph.graph.as_of import tables_as_of, typed_day

    when = typed_day(as_of)
    return data.kept(("as-of", when.text), lambda: tables_as_of(data.tables, when))


def needs_in(data: "Data", p: WhatCounts, place: str, inputs: str) -> "list[Need]":
    """All needs of a place by what counts, read once."""
    from ecograph.supplychain.needs import place_needs

    supply_use = supply_use_of(data, p)
    key = ("needs", p.evidence, p.sources, getattr(p, "as_of", None), place, inputs)
    return data.kept(key, lambda: place_needs(supply_use, place, inputs))


def where(data: "Data", place: str | None) -> str:
    """The place asked about, else the one that the graph centres on.

    Raises UsageError where it centres on none or several.
    """
    if place is not None:
        return place
    if len(data.tables.centres) != 1:
        raise UsageError(f"{data.name}: centres on no one place; say which with --place")
    return data.tables.centres[0]


def _needs(data: "Data", p: NeedsParams) -> Found:
    from ecograph.operations.coverage_text import sentence
    from ecograph.operations.supply_chain_rows import need_rows, rate_rows
    from ecograph.supplychain.coverage import of_needs, of_values
    from ecograph.supplychain.local_content import content_of
    from ecograph.supplychain.needs import needs_of

    supply_use, place = supply_use_of(data, p), where(data, p.place)
    of_place = needs_in(data, p, place, p.inputs)
    content = content_of(supply_use, place, p.product, of_place) if p.product else None
    result = needs_of(
        supply_use,
        place,
        inputs=p.inputs,
        chain=p.chain,
        product=p.product,
        firm=p.firm,
        of_place=of_place,
        may_be_none=content is not None,  # an end product that nobody buys has a local content
    )
    of_value = sentence(of_values(supply_use, result.needs))
    name = tuple(definition_text("lmr.value", language)[0] for language in ("zh", "en"))
    return measured(
        result,
        lambda shown: need_rows(result, shown) if p.each else rate_rows(result, content, shown),
        (*result.notes, word("coverage.part", name=name, known=of_value)),
        of_needs(supply_use, result.method, result.counted, "needs"),
    )


def _gaps(data: "Data", p: GapsParams) -> Found:
    from ecograph.operations.gap_sentences import gap_sentence
    from ecograph.operations.supply_chain_rows import evidence_rows, gap_rows
    from ecograph.supplychain.coverage import of_gaps
    from ecograph.supplychain.gaps import gaps_of
    from ecograph.supplychain.known_gaps import gap_counts

    supply_use, place = supply_use_of(data, p), where(data, p.place)
    result = gaps_of(
        supply_use,
        place,
        inputs=p.inputs,
        chain=p.chain,
        kinds=p.kind or KINDS,
    )
    home = data.tables.places_of.get(place, frozenset())
    counts = gap_counts(result.gaps, home)
    notes = result.notes if p.kind else (gap_sentence(counts, data.labels), *result.notes)
    explained = None
    if p.explain is not None:
        explained = next((g for g in result.gaps if g.product == p.explain), None)
        if explained is None:
            notes = (*notes, word("note.no_gap_here", name=data.labels.both(p.explain)))
    return measured(
        result,
        lambda shown: evidence_rows(explained) if p.explain else gap_rows(result, shown),
        notes,
        of_gaps(supply_use, result, needs_in(data, p, place, p.inputs)),
    )


def _chokepoints(data: "Data", p: ChokepointsParams) -> Found:
    from ecograph.operations.supply_chain_rows import chokepoint_rows, sweep_rows
    from ecograph.supplychain.chokepoints import chokepoints_of, undecided_notes
    from ecograph.supplychain.coverage import of_chokepoints
    from ecograph.supplychain.needs import place_notes

    supply_use, place = supply_use_of(data, p), where(data, p.place)
    result = chokepoints_of(
        supply_use,
        place,
        inputs=p.inputs,
        chain=p.chain,
        thresholds=_thresholds(p.threshold),
    )
    return measured(
        result,
        lambda shown: sweep_rows(result) if p.sweep else chokepoint_rows(result, shown, p.all),
        (*place_notes(supply_use, place), *undecided_notes(result.undecided)),
        of_chokepoints(supply_use, result.method, result.chokepoints),
    )


def _thresholds(given: tuple[str, ...]) -> dict[str, float]:
    from math import isfinite, nan

    found = {}
    for each in given:
        name, _, value = each.partition("=")
        try:
            found[name] = float(value)
        except ValueError:
            found[name] = nan
        if not isfinite(found[name]):
            raise UsageError(f"threshold {each}: write name=value, such as few_origins=4")
    return found


def _criticality(data: "Data", p: CriticalityParams) -> Found:
    from ecograph.operations.supply_chain_rows import critical_rows
    from ecograph.supplychain.coverage import of_criticality
    from ecograph.supplychain.criticality import criticality_of

    supply_use, place = supply_use_of(data, p), where(data, p.place)
    result = criticality_of(supply_use, place, chain=p.chain, product=p.product)
    method = result.method
    coverage = of_criticality(supply_use, method.known or 0, method.total or 0)
    return measured(result, lambda shown: critical_rows(result, shown), result.notes, coverage)


def _whatif(data: "Data", p: WhatIfParams) -> Found:
    from ecograph.operations.supply_chain_rows import cascade_rows, change_rows, changed_need_rows
    from ecograph.supplychain.coverage import of_whatif
    from ecograph.supplychain.needs import of_chain
    from ecograph.supplychain.scenario import read_scenario
    from ecograph.supplychain.whatif import whatif

    scenario = read_scenario(p.scenario)
    supply_use, place = supply_use_of(data, p), where(data, p.place)
    result = whatif(supply_use, place, scenario, inputs=p.inputs, chain=p.chain)

    def layout(shown: "Shown") -> "Table":
        rows = {"changes": change_rows, "cascade": cascade_rows, "needs": changed_need_rows}
        return rows[p.show](result, shown)

    title = (scenario.labels["zh"], scenario.labels["en"])
    before = of_chain(supply_use, needs_in(data, p, place, p.inputs), p.chain)
    coverage = of_whatif(supply_use, result, before)
    return measured(result, layout, (title, *result.notes), coverage)


def _scenarios(data: "Data", _: ScenariosParams) -> Found:
    from ecograph.operations.supply_chain_rows import scenario_rows
    from ecograph.supplychain.scenario import fits, read_scenario, shipped_scenarios

    every = [read_scenario(name) for name in shipped_scenarios()]
    held = [s for s in every if fits(s, data.tables)]
    none = word("note.no_scenario")
    return Found(
        tuple(held),
        lambda shown: scenario_rows(held, shown),
        notes=() if held else (none,),
        cited=frozenset(),
    )


_FORM = """

    id = "no-japan"
    label_zh = "日本来源中断"
    label_en = "Nothing comes from Japan"

    [remove]
    entities = ["japan"]

    [[add.firm]]
    id = "new-maker"
    label_zh = "新企业"
    label_en = "New maker"
    place = "xiamen"
    makes = ["oled-emitter"]

    [[add.supply]]
    supplier = "new-maker"
    buyer = "tianma-display-xiamen"
    product = "oled-emitter"

"""
_OWN_SCENARIO = (
    "自己的情景写成 .toml 文件，用编号指明实体（编号见 ecograph find）；"
    "移除一地，则完全在其内的也一并移除。例如："
    + _FORM
    + "[remove] 和各个 [[add.…]] 都可以省略；图谱文件不会改动。",
    "Write a scenario of your own as a .toml file, with the ids of entities (ecograph find tells "
    "them); with a place goes what lies wholly inside it. For example:"
    + _FORM
    + "Each of the sections may be left out; the files of the graph stay as they are.",
)

OPERATIONS = (
    Operation(
        "needs",
        GROUP,
        (
            "一地的需求有多少在本地得到满足或可以满足：带上下限的比率和各种状态",
            "How much of what a place needs is, or could be, met in it: rates with bounds, states.",
        ),
        NeedsParams,
        _needs,
        "ecograph needs --graph tiny --each",
        definition="lmr",
    ),
    Operation(
        "gaps",
        GROUP,
        (
            "一地需要、而未见本地生产或配套的产品，按优先度排序，每条附依据",
            "What a place needs with no known local maker or supply link, ranked, with evidence.",
        ),
        GapsParams,
        _gaps,
        "ecograph gaps --graph tiny --format csv",
        (
            "csv、tsv、json 给出优先度的每个分量和全部陈述的编号。",
            "csv, tsv and json give every component of the priority and the ids of all statements.",
        ),
        definition="gap",
    ),
    Operation(
        "chokepoints",
        GROUP,
        (
            "卡脖子候选：每项检验的结论、来源地和受影响者",
            "Candidates for chokepoints (卡脖子): each test, its verdict, origins, who is exposed.",
        ),
        ChokepointsParams,
        _chokepoints,
        "ecograph chokepoints --graph tiny --all",
        definition="chokepoint",
    ),
    Operation(
        "criticality",
        GROUP,
        (
            "谁一旦缺失，当地的最终产品就会断供：单点来源；或一个产品绕不开的来源和投入",
            "Single points of failure: whose loss alone would stop final products, or one product.",
        ),
        CriticalityParams,
        _criticality,
        "ecograph criticality --graph tiny",
        (
            "份额是上下限：未说明是否必需的投入，先按非必需、再按必需各算一次。",
            "The share has bounds: an input of which nobody says whether it is essential counts "
            "once as not essential and once as essential.",
        ),
        definition="criticality",
    ),
    Operation(
        "whatif",
        GROUP,
        (
            "企业、供应关系或国家退出或加入会改变什么；图谱本身不变",
            "What changes when firms, links or countries go or come; the graph stays as it is.",
        ),
        WhatIfParams,
        _whatif,
        "ecograph whatif cut-foreign-display-inputs --show cascade",
        _OWN_SCENARIO,
        list_of="scenarios",
        definition="whatif",
    ),
    Operation(
        "scenarios",
        GROUP,
        ("随附的情景中适用于此图谱的", "The shipped scenarios that fit the graph."),
        ScenariosParams,
        _scenarios,
        "ecograph scenarios",
    ),
)
