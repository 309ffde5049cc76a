"""Analyse: needs, gaps, chokepoints, introduce, attract, whatif."""

import math
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecograph.cli import matching_rows as shown
from ecograph.cli.network_work import finish
from ecograph.cli.output import (
    FormatOption,
    GraphOption,
    Language,
    LanguageOption,
    RdfOption,
    RowFormat,
    TopOption,
    page_file,
    print_rows,
    say,
)

if TYPE_CHECKING:
    from ecograph.graph.naming import Named
    from ecograph.supplychain.supply_use import Market

GROUP = "Analyse"


class Layers(StrEnum):
    """Which statements count."""

    STATED = "stated"
    ALL = "all"


class Inputs(StrEnum):
    """What counts as needed."""

    PRODUCT = "product"
    TECHNOLOGY = "technology"
    ALL = "all"


class Kind(StrEnum):
    """The kinds of gaps."""

    MISSING = "missing"
    BROKEN = "broken"
    WEAK = "weak"
    EXTENSION = "extension"
    STRONG = "strong"
    UNKNOWN = "unknown"


PlaceOption = Annotated[
    str | None,
    typer.Option(help="A district, city, cluster, province or country; else the region's own."),
]
ChainOption = Annotated[str | None, typer.Option(help="An industry chain, with its sub-chains.")]
ProductOption = Annotated[str | None, typer.Option(help="A product or technology.")]
SourcesOption = Annotated[
    Layers, typer.Option(help="stated: only what a document says; all: also implied, editorial.")
]
InputsOption = Annotated[Inputs, typer.Option(help="What counts as needed.")]
OrderedListOption = Annotated[bool, typer.Option("--list", help="Each need instead of the rates.")]


def register(app: typer.Typer) -> None:
    """Adds the commands of this group."""
    for command in (needs, gaps, chokepoints, introduce, attract, whatif):
        app.command(rich_help_panel=GROUP)(command)


@dataclass(frozen=True)
class _Asked:
    """What a command was asked about, by ids."""

    name: str
    market: "Market"
    named: "dict[str, Named]"
    place: str

    def find(self, name: str | None, class_: str | None) -> str | None:
        """The id that a name means; None for no name."""
        from ecograph.graph.naming import find_named

        return None if name is None else find_named(self.named, name, class_).key

    def names(self, lang: Language, format: RowFormat) -> shown.Names:
        """How to show ids."""
        labels = self.market.frames.labels(lang.value)
        return shown.Names(labels, lang.value, format is RowFormat.TABLE)


def _asked(graph: str, place: str | None, sources: Layers) -> _Asked:
    from ecograph.base.errors import UsageError
    from ecograph.graph.columns import read_frames
    from ecograph.graph.naming import all_named, find_named
    from ecograph.graph.opening import open_graph
    from ecograph.supplychain.supply_use import market_of

    opened = open_graph(graph)
    named = all_named(opened)
    market = market_of(read_frames(opened), sources=sources.value)
    if place is not None:
        key = find_named(named, place, "Place").key
    elif len(market.region_places) == 1:
        key = market.region_places[0]
    else:
        raise UsageError(f"{graph}: centres on no one place; say which with --place")
    return _Asked(opened.name, market, named, key)


def _say_notes(notes: "tuple[tuple[str, str], ...]", lang: Language) -> None:
    for zh, en in notes:
        say(zh if lang is Language.ZH else en)


def needs(
    graph: GraphOption = "xiamen",
    place: PlaceOption = None,
    chain: ChainOption = None,
    product: ProductOption = None,
    firm: Annotated[str | None, typer.Option(help="A buyer: a firm or other organisation.")] = None,
    each: OrderedListOption = False,
    inputs: InputsOption = Inputs.PRODUCT,
    sources: SourcesOption = Layers.ALL,
    as_rdf: RdfOption = None,
    format: FormatOption = RowFormat.TABLE,
    lang: LanguageOption = Language.EN,
) -> None:
    """How much of what a place needs is, or could be, met in it: rates with bounds, states.

    Example: ecograph needs --graph tiny --list
    """
    from ecograph.supplychain.local_content import content_of
    from ecograph.supplychain.needs import needs_of

    asked = _asked(graph, place, sources)
    made = asked.find(product, None)
    result = needs_of(
        asked.market,
        asked.place,
        inputs=inputs.value,
        chain=asked.find(chain, "IndustryChain"),
        product=made,
        firm=asked.find(firm, None),
    )
    _say_notes(result.notes, lang)
    names = asked.names(lang, format)
    content = content_of(asked.market, asked.place, made, list(result.needs)) if made else None
    rows = shown.need_rows(result, names) if each else shown.rate_rows(result, content, names)
    finish(*rows, format, lang, result.method, as_rdf, result.measurements, asked.name)


def gaps(
    graph: GraphOption = "xiamen",
    place: PlaceOption = None,
    chain: ChainOption = None,
    kind: Annotated[
        list[Kind] | None, typer.Option(help="Only this kind; may be repeated.")
    ] = None,
    explain: Annotated[
        str | None, typer.Option(help="The statements that the gap of this product rests on.")
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(
            callback=page_file, help="Also write an offline page of the chain in layers (.html)."
        ),
    ] = None,
    inputs: InputsOption = Inputs.ALL,
    sources: SourcesOption = Layers.ALL,
    top: TopOption = 30,
    as_rdf: RdfOption = None,
    format: FormatOption = RowFormat.TABLE,
    lang: LanguageOption = Language.EN,
) -> None:
    """What a place needs and does not make or link, ranked, each with its evidence.

    csv, tsv and json give every component of the priority and the ids of all statements.

    Example: ecograph gaps --graph tiny --format csv
    """
    from ecograph.supplychain.gap_kinds import KINDS
    from ecograph.supplychain.gaps import gaps_of

    asked = _asked(graph, place, sources)
    kinds = tuple(k.value for k in kind) if kind else KINDS
    in_chain = asked.find(chain, "IndustryChain")
    result = gaps_of(asked.market, asked.place, inputs=inputs.value, chain=in_chain, kinds=kinds)
    _say_notes(result.notes, lang)
    names = asked.names(lang, format)
    if explain is not None:
        rows = shown.evidence_rows(result, str(asked.find(explain, None)))
    else:
        rows = shown.gap_rows(result, names, top)
        if 0 < top < len(result.gaps):
            say(f"{top} of {len(result.gaps)} gaps; --top 0 gives all")
    finish(*rows, format, lang, result.method, as_rdf, result.measurements, asked.name)
    if report is not None:
        from ecograph.report import write_report

        write_report(asked.market, result, report, chain=in_chain, language=lang.value)
        say(f"{report}: written")


def chokepoints(
    graph: GraphOption = "xiamen",
    place: PlaceOption = None,
    chain: ChainOption = None,
    threshold: Annotated[
        list[str] | None, typer.Option(help="name=value, such as few_origins=4; may be repeated.")
    ] = None,
    sweep: Annotated[
        bool, typer.Option("--sweep", help="How many pass at other thresholds.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what is no candidate or cannot be decided.")
    ] = False,
    inputs: InputsOption = Inputs.ALL,
    sources: SourcesOption = Layers.ALL,
    top: TopOption = 30,
    as_rdf: RdfOption = None,
    format: FormatOption = RowFormat.TABLE,
    lang: LanguageOption = Language.EN,
) -> None:
    """Candidates for chokepoints (卡脖子), each test with its verdict, origins, who is exposed.

    Example: ecograph chokepoints --graph tiny --all
    """
    from ecograph.supplychain.chokepoints import chokepoints_of

    asked = _asked(graph, place, sources)
    result = chokepoints_of(
        asked.market,
        asked.place,
        inputs=inputs.value,
        chain=asked.find(chain, "IndustryChain"),
        thresholds=_thresholds(threshold or []),
    )
    names = asked.names(lang, format)
    rows = (
        shown.sweep_rows(result) if sweep else shown.chokepoint_rows(result, names, top, everything)
    )
    known, total = result.method.known, result.method.total
    say(f"{known} of {total} needed products can be decided by at least one test")
    finish(*rows, format, lang, result.method, as_rdf, result.measurements, asked.name)


def _thresholds(given: list[str]) -> dict[str, float]:
    from ecograph.base.errors import UsageError

    found = {}
    for each in given:
        name, _, value = each.partition("=")
        try:
            found[name] = float(value)
        except ValueError:
            found[name] = math.nan
        if not math.isfinite(found[name]):
            raise UsageError(f"--threshold {each}: write name=value, such as few_origins=4")
    return found


def introduce(
    graph: GraphOption = "xiamen",
    place: PlaceOption = None,
    chain: ChainOption = None,
    product: ProductOption = None,
    sources: SourcesOption = Layers.ALL,
    top: TopOption = 30,
    as_rdf: RdfOption = None,
    format: FormatOption = RowFormat.TABLE,
    lang: LanguageOption = Language.EN,
) -> None:
    """Whom to bring together: local buyers and capable local suppliers with no known link.

    Example: ecograph introduce --graph tiny
    """
    from ecograph.supplychain.introductions import introductions_of

    asked = _asked(graph, place, sources)
    result = introductions_of(
        asked.market,
        asked.place,
        chain=asked.find(chain, "IndustryChain"),
        product=asked.find(product, None),
    )
    if not result.introductions:
        say("no need there has a capable local supplier without a known link")
    rows = shown.introduction_rows(result, asked.names(lang, format), top)
    finish(*rows, format, lang, result.method, as_rdf, result.measurements, asked.name)


def attract(
    graph: GraphOption = "xiamen",
    place: PlaceOption = None,
    chain: ChainOption = None,
    inputs: InputsOption = Inputs.ALL,
    sources: SourcesOption = Layers.ALL,
    top: TopOption = 30,
    as_rdf: RdfOption = None,
    format: FormatOption = RowFormat.TABLE,
    lang: LanguageOption = Language.EN,
) -> None:
    """Whom to attract (招商): makers elsewhere by the gap they would close; labs as substitutes.

    Example: ecograph attract --graph tiny
    """
    from ecograph.supplychain.attraction import attraction_of

    asked = _asked(graph, place, sources)
    result = attraction_of(
        asked.market, asked.place, inputs=inputs.value, chain=asked.find(chain, "IndustryChain")
    )
    say(f"{result.unmet} needs have no known local source; {len(result.candidates)} candidates")
    rows = shown.attraction_rows(result, asked.names(lang, format), top)
    finish(*rows, format, lang, result.method, as_rdf, result.measurements, asked.name)


def whatif(
    scenario: Annotated[
        str, typer.Argument(help="A shipped scenario, a .toml file, or list.")
    ] = "list",
    graph: GraphOption = "xiamen",
    place: PlaceOption = None,
    show: Annotated[str, typer.Option(help="changes, cascade or needs.")] = "changes",
    inputs: InputsOption = Inputs.ALL,
    sources: SourcesOption = Layers.ALL,
    as_rdf: RdfOption = None,
    format: FormatOption = RowFormat.TABLE,
    lang: LanguageOption = Language.EN,
) -> None:
    """What changes when firms, links or countries go or come; the graph itself never changes.

    Example: ecograph whatif cut-foreign-display-inputs --show cascade
    """
    from ecograph.base.errors import UnknownName
    from ecograph.supplychain.scenario import read_scenario, shipped_scenarios

    if scenario == "list":
        held = [read_scenario(name) for name in shipped_scenarios()]
        listed = [[s.id, s.labels[lang.value], s.descriptions[lang.value]] for s in held]
        print_rows(["scenario", "label", "description"], listed, format)
        return
    from ecograph.supplychain.whatif import whatif as compare

    if show not in ("changes", "cascade", "needs"):
        raise UnknownName("part of a what-if", show, ("changes", "cascade", "needs"))
    laid = read_scenario(scenario)
    asked = _asked(graph, place, sources)
    result = compare(asked.market, asked.place, laid, inputs=inputs.value)
    say(laid.labels[lang.value])
    _say_notes(result.notes, lang)
    names = asked.names(lang, format)
    if show == "changes":
        rows = shown.change_rows(result)
    elif show == "cascade":
        rows = shown.cascade_rows(result, names)
    else:
        rows = shown.changed_need_rows(result, names)
    finish(*rows, format, lang, result.method, as_rdf, result.measurements, asked.name)
