"""The tables of an atlas, or of a chain, as an Excel workbook in one language."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ecograph.base.files import write_bytes
from ecograph.base.results import Both, Cell
from ecograph.base.words import word as text
from ecograph.base.workbook import Sheet, workbook_bytes
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.naming import all_named, find_named
from ecograph.pages.award_rows import award_sheet
from ecograph.pages.business import Business, read_business
from ecograph.pages.chain_products import band_label, band_of, products_of, state_label, state_of
from ecograph.pages.check_page import check_context
from ecograph.pages.findings import COLUMNS, chains_by_gap, origin_text, remedy_view
from ecograph.pages.firms_page import firms_context
from ecograph.pages.picture import Edge, cut_text
from ecograph.pages.site_data import SiteData, read_site_data
from ecograph.supplychain.gaps import Gap
from ecograph.supplychain.known_gaps import UNKNOWN, gap_counts, is_known
from ecograph.supplychain.needs import chain_members
from ecograph.supplychain.remedy import REMEDY_KINDS

Row = list[Cell]


@dataclass(frozen=True, eq=False)
class _Told:
    """What a sheet is made from: the graph, the firms, the language, the chain or None for all."""

    site_data: SiteData
    business: Business
    at: int
    chain: str | None

    def of(self, both: Both | None) -> str:
        """The one of two texts that is in the language."""
        return both[self.at] if both else ""

    def name(self, key: str | None) -> str:
        """What an entity is called."""
        return self.of(self.site_data.label(key)) if key else ""

    def names(self, keys: Iterable[str]) -> str:
        """Several of them."""
        return ("、" if self.at == 0 else ", ").join(self.name(k) for k in keys)

    def joined(self, texts: Iterable[Both | None]) -> str:
        """Several texts."""
        return ("；" if self.at == 0 else "; ").join(filter(None, map(self.of, texts)))

    @property
    def gaps(self) -> Sequence[Gap]:
        """The gaps of the chain, or all."""
        if self.chain:
            return self.site_data.gaps_in(self.chain)
        return self.site_data.all_gaps.gaps if self.site_data.all_gaps else ()

    @cached_property
    def edges(self) -> list[Edge]:
        """The edges among what the chain holds, or all."""
        if self.chain is None:
            return list(self.site_data.edges)
        held = {*products_of(self.site_data, self.chain), *(self.members or ())}
        return [e for e in self.site_data.edges if e.source in held and e.target in held]

    @cached_property
    def firm_tables(self) -> list[dict[str, Any]]:
        """The tables of the page of firms: those here, those to bring here."""
        tables: list[dict[str, Any]] = firms_context(self.site_data, self.business)["tables"]
        return tables

    @cached_property
    def members(self) -> frozenset[str] | None:
        """Who takes part in the chain; None of the whole graph."""
        return chain_members(self.site_data.supply_use, self.chain) if self.chain else None


def write_workbook(
    graph: CitedGraph, path: Path, *, language: str, chain: str | None = None
) -> list[str]:
    """Writes the tables of an atlas, or of a chain by id or name, as .xlsx; gives their names.

    Raises MissingExtra, UnknownName.
    """
    site_data = read_site_data(graph)
    key = find_named(all_named(graph), chain, "IndustryChain").key if chain else None
    sheets = _sheets(site_data, language, key)
    write_bytes(path, workbook_bytes(sheets, comments=" | ".join(site_data.licences)))
    return [sheet.name for sheet in sheets]


def _sheets(site_data: SiteData, language: str, chain: str | None) -> list[Sheet]:
    """A sheet a table, those that hold something; of a chain only what concerns it."""
    told = _Told(site_data, read_business(site_data), int(language != "zh"), chain)
    return [sheet for sheet in (make(told) for make in _SHEETS) if sheet.rows]


def _sheet(told: _Told, name: str, columns: Sequence[str], rows: Sequence[Row]) -> Sheet:
    heads = tuple(told.of(text(f"book.{c}")) for c in columns)
    return Sheet(told.of(text(f"book.{name}")), heads, rows)


def _about(told: _Told) -> Sheet:
    site_data = told.site_data
    home = site_data.tables.places_of.get(site_data.place or "", ())
    counts = gap_counts(told.gaps, home)
    rows: list[Row] = [
        [told.of(text("book.title")), told.name(told.chain or site_data.place)],
        [told.of(text("book.known")), counts.known],
        [told.of(text("book.documented")), counts.documented],
        [told.of(text("book.unknown")), counts.unknown],
        [told.of(text("book.reading")), told.of(text("book.reading_text"))],
        [told.of(text("page.licences")), " | ".join(site_data.licences)],
    ]
    cut = told.of(cut_text(site_data.told.graph))
    if cut:
        rows.append([told.of(text("book.cut")), cut])
    if site_data.synthetic:
        rows.append(["", told.of(text("page.synthetic"))])
    return Sheet(told.of(text("book.about")), (), rows)


def _gap_sheet(told: _Told) -> Sheet:
    site_data = told.site_data
    chains = chains_by_gap(site_data)
    columns = ["gap", "kind", "chains", "users", "origins", "chokepoint", *COLUMNS, "evidence"]
    rows: list[Row] = []
    for gap in filter(is_known, told.gaps):
        helpers = [[r.who for r in site_data.remedies_for(gap.product, k)] for k in COLUMNS]
        tests = [text(f"atlas.test_{name}") for name, holds in gap.tests.items() if holds]
        rows.append(
            [
                told.name(gap.product),
                told.of(site_data.code("gap-kind", gap.kind)),
                told.names(chains.get(gap.product, ())),
                told.names(gap.users),
                told.joined(origin_text(site_data, gap.product, o) for o in gap.origins),
                told.joined(tests),
                *(told.names(dict.fromkeys(held)) for held in helpers),
                told.joined(text(f"evidence.{e}") for e in gap.evidence[:1]),
                told.of(site_data.doubts(gap.doubts)),
                gap.product,
                " ".join(s.statement for s in gap.statements),
            ]
        )
    return _sheet(told, "gaps", [*columns, "doubt", "id", "statements"], rows)


def _remedy_sheet(told: _Told) -> Sheet:
    site_data = told.site_data
    columns = ("gap", "sort", "who", "real", "way", "distance", "evidence", "doubt")
    rows: list[Row] = []
    for gap in filter(is_known, told.gaps):
        for r in site_data.remedies_for(gap.product, *REMEDY_KINDS):
            rows.append(
                [
                    told.name(gap.product),
                    told.of(text(f"remedy.{r.kind}")),
                    told.name(r.who),
                    told.of(site_data.code("modality", r.modality)),
                    told.of(remedy_view(site_data, r, "")["way"]),
                    r.distance,
                    told.of(text(f"evidence.{r.evidence}")),
                    told.of(site_data.doubts(r.doubts)),
                    gap.product,
                    r.who,
                    " ".join(r.statements),
                ]
            )
    return _sheet(told, "remedies", [*columns, "id", "who_id", "statements"], rows)


def _check_sheet(told: _Told) -> Sheet:
    unknown = {g.product for g in told.gaps if g.kind == UNKNOWN}
    rows: list[Row] = [
        [told.of(group["who"]["label"]), told.of(q["asked"]), q["needs"], None, None]
        for group in check_context(told.site_data)["groups"]
        for q in group["questions"]
        if told.chain is None or q["about"] in unknown
    ]
    return _sheet(told, "check", ("ask", "question", "settles", "answer", "answered_by"), rows)


def _firm_sheet(told: _Told) -> Sheet:
    local, _ = told.firm_tables
    columns = ("name", "place", "chains", "rung", "makes", "needs", "needs_gaps", "mends")
    rows: list[Row] = []
    for row in local["rows"]:
        if told.members is not None and row["key"] not in told.members:
            continue
        rungs = [told.site_data.code("firm-ladder", r) for r in row["rung"]]
        makes = [m["label"] for m in row["makes"]]
        rows.append(
            [
                told.of(row["label"]),
                told.names(row["place"]),
                told.names(row["chain"]),
                told.joined(rungs),
                told.joined(makes),
                row["needs"],
                row["gaps"],
                row["mends"],
                row["meetings"],
                row["awards"],
                told.of(text(f"evidence.{row['evidence']}")),
                row["key"],
            ]
        )
    return _sheet(told, "firms", [*columns, "meetings", "awards", "evidence", "id"], rows)


def _target_sheet(told: _Told) -> Sheet:
    _, targets = told.firm_tables
    wanted = {g.product for g in told.gaps}
    columns = ("name", "rank", "from", "would_close", "users", "here", "evidence", "doubt", "id")
    rows: list[Row] = []
    for row in targets["rows"]:
        found = told.business.targets[row["key"]]
        if told.chain and not wanted & set(found.products):
            continue
        rows.append(
            [
                told.of(row["label"]),
                row["rank"],
                told.names(row["place"]),
                told.names(found.products),
                told.names(found.users),
                told.names(found.here),
                told.of(text(f"evidence.{row['evidence']}")),
                told.of(row["doubts"]),
                row["key"],
            ]
        )
    return _sheet(told, "targets", columns, rows)


def _award_sheet(told: _Told) -> Sheet:
    columns = ("firm", "policy", "award", "verdict", "met", "failed", "missing", "gives")
    rows: list[Row] = []
    awards = told.business.awards
    for firm in sorted(awards.by_firm) if awards else ():
        if told.members is not None and firm not in told.members:
            continue
        held: dict[str, Any] | None = award_sheet(told.site_data, awards, firm) if awards else None
        for a in (held["open"] + held["failed"]) if held else ():
            keys = ("label", "award", "verdict_label", "met", "failed", "missing", "gives")
            cells: Row = [told.of(a[k]) for k in (*keys, "state", "apply")]
            rows.append([told.name(firm), *cells, firm, " ".join(a["facts"])])
    return _sheet(told, "award_sheet", [*columns, "state", "apply", "id", "statements"], rows)


def _product_sheet(told: _Told) -> Sheet:
    site_data = told.site_data
    found = products_of(site_data, told.chain) if told.chain else None
    products = [k for k in found or site_data.entities if site_data.is_a(k, "Product")]
    gaps = {g.product: g for g in told.gaps}
    columns = ("product", "state", "stage", "segment", "makers", "users", "inputs", "id")
    rows: list[Row] = [
        [
            told.name(p),
            told.of(state_label(state_of(site_data, p, gaps.get(p)))),
            told.of(band_label(site_data, band_of(site_data, p))),
            told.name(site_data.segments.get(p)),
            told.names(sorted(site_data.makers.get(p, ()))),
            told.names(site_data.users_of.get(p, ())),
            told.names(sorted(site_data.inputs_of.get(p, ()))),
            p,
        ]
        for p in sorted(products)
    ]
    return _sheet(told, "products", columns, rows)


def _edge_sheet(told: _Told) -> Sheet:
    site_data = told.site_data
    sources = {s["key"] for s in site_data.sources}
    columns = ("from_end", "relation", "to_end", "value", "real", "evidence", "source")
    rows: list[Row] = []
    for e in told.edges:
        rows.append(
            [
                told.name(e.source),
                told.of(site_data.term(e.relation)),
                told.name(e.target),
                told.of(e.note),
                told.of(site_data.code("modality", e.modality)),
                told.of(text(f"evidence.{e.evidence}")),
                told.of(site_data.label(e.document)) if e.document in sources else "",
                e.paragraph,
                e.span,
                e.locator,
                told.of(e.doubt),
                e.statement,
                e.source,
                e.target,
            ]
        )
    more = ("paragraph", "span", "locator", "doubt", "statement", "from_id", "to_id")
    return _sheet(told, "ties", [*columns, *more], rows)


def _source_sheet(told: _Told) -> Sheet:
    site_data = told.site_data
    columns = ("number", "source", "date", "publisher", "licence", "address", "id")
    publishers = {r["id"]: r["publisher"] for r in site_data.rows("sources")}
    cited = {e.document for e in told.edges}
    rows: list[Row] = [
        [
            site_data.numbers()[s["key"]],
            told.name(s["key"]),
            s["date"],
            publishers.get(s["key"]),
            s["licence"],
            site_data.addresses.get(s["key"]),
            s["key"],
        ]
        for s in site_data.sources
        if told.chain is None or s["key"] in cited
    ]
    return _sheet(told, "sources", columns, rows)


_SHEETS: tuple[Callable[[_Told], Sheet], ...] = (
    _about,
    _gap_sheet,
    _remedy_sheet,
    _check_sheet,
    _firm_sheet,
    _target_sheet,
    _award_sheet,
    _product_sheet,
    _edge_sheet,
    _source_sheet,
)
