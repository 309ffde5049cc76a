"""All that the pages of an atlas draw on, read once."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any
from urllib.parse import quote

from ecograph.base.errors import UsageError
from ecograph.base.evidence import level_of
from ecograph.base.namespaces import ID_BASE
from ecograph.base.results import Both
from ecograph.base.words import word as text
from ecograph.graph.citation import Citation
from ecograph.graph.cited_graph import CitedGraph, require_ecograph
from ecograph.graph.columns import Tables, read_tables
from ecograph.graph.facts import Fact, FactIndex
from ecograph.networks.subgraph import Selection, Subgraph, select
from ecograph.pages.page_names import page_name
from ecograph.pages.picture import (
    Edge,
    Entity,
    Told,
    doubt_on,
    edges_of,
    entities_of,
    shortened,
    tell,
)
from ecograph.supplychain.doubts import Doubts, doubts_of
from ecograph.supplychain.gaps import Gap, GapResult, gaps_of
from ecograph.supplychain.introductions import Introduction, introductions_of
from ecograph.supplychain.known_gaps import is_known
from ecograph.supplychain.need_states import Need
from ecograph.supplychain.needs import (
    NeedsResult,
    chain_members,
    chain_products,
    needs_of,
    place_needs,
)
from ecograph.supplychain.remedies import remedies_of
from ecograph.supplychain.remedy import GapRemedies, Remedy
from ecograph.supplychain.supply_use import (
    SupplyUse,
    build_supply_use,
    local_products,
    local_sources,
)
from ecograph.tables.schema import has_modality, superclasses, table_specs

_ADDRESS = re.compile(r"https?://[^\s<>\"]+\Z")


@dataclass(frozen=True, eq=False)
class SiteData:
    """A graph as the atlas sees it; `place` is the place that its region centres on."""

    told: Told
    tables: Tables
    entities: dict[str, Entity]
    edges: tuple[Edge, ...]
    part: Subgraph
    supply_use: SupplyUse
    place: str | None
    synthetic: bool
    sources: tuple[dict[str, Any], ...]
    neighbours: dict[str, list[Edge]] = field(default_factory=dict)

    @cached_property
    def wider(self) -> frozenset[str]:
        """The places that the place lies in, its country too."""
        held = self.tables.places_of.get(self.place or "", frozenset())
        return held - {self.place or ""}

    def origin(self, key: str) -> Both:
        """The name of where something comes from; the rest of it where the place lies in it."""
        name = self.label(key)
        return text("atlas.origin_home", country=name) if key in self.wider else name

    @property
    def index(self) -> FactIndex:
        """The places, doubts and labels of the graph."""
        return self.told.index

    def facts(self, key: str) -> list[Fact]:
        """All that is said of an entity; what is said of all of them is read at once."""
        return self._facts[key]

    @cached_property
    def _facts(self) -> dict[str, list[Fact]]:
        return self.told.facts({*self.entities, *filter(None, [self.place])})

    @cache  # noqa: B019  site data live as long as one build
    def label(self, key: str | None) -> Both:
        """The name of an entity or a document in zh and en; its id where it has none."""
        return shortened(self.tables.labels.both(key))

    @cache  # noqa: B019  site data live as long as one build
    def term(self, name: str) -> Both:
        """The label of a term of the ontology, as a heading."""
        zh, en = self.index.labels.term_both(name)
        return (zh, en[:1].upper() + en[1:])

    @cache  # noqa: B019  site data live as long as one build
    def code(self, scheme: str, key: str | None) -> Both:
        """The label of a key of a code list."""
        return self.index.labels.code_both(scheme, key)

    def is_a(self, key: str, class_name: str) -> bool:
        """Whether an entity is of a class or of one below it."""
        entity = self.entities.get(key)
        return entity is not None and class_name in superclasses()[entity.class_name]

    def said_at(self, place: Citation) -> dict[str, Any]:
        """Where something is said, as a template shows it."""
        return {
            "number": self.numbers().get(place.document, 0),
            "document": place.document,
            "source": self.label(place.document),
            "paragraph": place.paragraph,
            "span": place.span or "",
            "locator": place.locator or "",
        }

    @cache  # noqa: B019  site data live as long as one build
    def numbers(self) -> dict[str, int]:
        """The number by which pages cite each source."""
        cited = {s["key"] for s in self.sources} | {p.document for p in self.index.places.values()}
        return {key: i + 1 for i, key in enumerate(sorted(cited | {"editorial"}))}

    def references(self, numbers: Iterable[int]) -> list[tuple[int, Both, str | None]]:
        """The sources with these numbers, each with the address where it can be read."""
        wanted, known = set(numbers), self.addresses
        return [(n, self.label(s), known.get(s)) for s, n in self.numbers().items() if n in wanted]

    @cached_property
    def licences(self) -> list[str]:
        """The licences of its sources, each once, sorted."""
        return sorted({s["licence"] for s in self.sources if s["licence"]})

    @cached_property
    def addresses(self) -> dict[str, str]:
        """The web address of each document that has one; a page links to nothing else."""
        given = {p.document: p.address or "" for p in self.index.places.values()}
        return {key: url for key, url in given.items() if _ADDRESS.match(url)}

    @cache  # noqa: B019  as above
    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table."""
        return self.tables.records(table)

    @cached_property
    def all_gaps(self) -> GapResult | None:
        """The gaps of the place, None where no need is known there."""
        try:
            return gaps_of(self.supply_use, self.place) if self.place else None
        except UsageError:
            return None

    @cached_property
    def known_gaps(self) -> tuple[Gap, ...]:
        """The gaps of the place of which something is known, highest priority first."""
        return tuple(filter(is_known, self.all_gaps.gaps)) if self.all_gaps else ()

    @cached_property
    def makers(self) -> dict[str, dict[str, int]]:
        """For each product which actors in the place are known to make, master or supply it."""
        return local_sources(self.supply_use, self.place) if self.place else {}

    @cached_property
    def made_here(self) -> frozenset[str]:
        """The products known to be made in the place, also where no maker is named."""
        return local_products(self.supply_use, self.place) if self.place else frozenset()

    @cached_property
    def gaps_by_product(self) -> dict[str, list[Gap]]:
        """The gap of each product or technology that has one."""
        found: dict[str, list[Gap]] = {}
        for gap in self.all_gaps.gaps if self.all_gaps else ():
            found.setdefault(gap.product, []).append(gap)
        return found

    @cached_property
    def remedies(self) -> dict[str, GapRemedies]:
        """By product, who or what could close each known gap, and what was searched."""
        if self.place is None or self.all_gaps is None:
            return {}
        found = remedies_of(self.supply_use, self.place, of_place=self.all_needs)
        return {held.gap: held for held in found.gaps}

    def remedies_for(self, product: str, *kinds: str) -> tuple[Remedy, ...]:
        """The remedies of these kinds for a gap, the nearest first; none where it is not known."""
        held = self.remedies.get(product)
        return held.of_kind(*kinds) if held else ()

    def gaps_in(self, chain: str) -> tuple[Gap, ...]:
        """The gaps of a chain and its sub-chains, highest priority first."""
        if self.all_gaps is None:
            return ()
        products = chain_products(self.supply_use, chain)
        members = chain_members(self.supply_use, chain)
        found = self.all_gaps.gaps
        return tuple(g for g in found if g.product in products or members & set(g.users))

    def known_gaps_in(self, chain: str) -> tuple[Gap, ...]:
        """The gaps of a chain of which something is known."""
        return tuple(filter(is_known, self.gaps_in(chain)))

    @cache  # noqa: B019  as above
    def needs_in(self, chain: str | None) -> NeedsResult | None:
        """The needs of a chain in the place, None where none is known."""
        try:
            if self.place is None:
                return None
            needs = self._product_needs
            return needs_of(self.supply_use, self.place, chain=chain, of_place=needs)
        except UsageError:
            return None

    @cached_property
    def _product_needs(self) -> list[Need]:
        """The needs of the place for products."""
        return place_needs(self.supply_use, self.place) if self.place else []

    @cached_property
    def all_needs(self) -> list[Need]:
        """The needs of the place, for products and for what else is lacking."""
        return place_needs(self.supply_use, self.place, "all") if self.place else []

    @cached_property
    def users_of(self) -> dict[str, tuple[str, ...]]:
        """Who in the place is known to need each product, by product."""
        found: dict[str, dict[str, None]] = {}
        for need in self.all_needs:
            found.setdefault(need.product, {})[need.needed_by] = None
        return {product: tuple(sorted(users)) for product, users in found.items()}

    @cached_property
    def origin_shares(self) -> dict[tuple[str, str], Both]:
        """By product and origin how much of its supply is stated to come from there, the last."""
        found: dict[tuple[str, str], Both] = {}
        for row in sorted(self.rows("supply_share"), key=lambda r: (r["period"] or "", r["id"])):
            if row["share"] is None:
                continue
            qualifier = self.code("qualifier", row["qualifier"] or "exact")[1]
            bound = "" if (row["qualifier"] or "exact") == "exact" else f"{qualifier} "
            percent = f"{float(row['share']):.0%}"
            found[row["product"], row["origin"]] = (
                row["value_written"] or percent,
                f"{bound}{percent}",
            )
        return found

    @cached_property
    def inputs_of(self) -> dict[str, dict[str, tuple[str, Both | None]]]:
        """For each product or chain what it requires, with the firmest evidence and its doubt."""
        found: dict[str, dict[str, tuple[str, Both | None]]] = {}
        columns = ("requirer", "input", "evidence", "id")
        said = self.tables.rows("requirement", *columns)
        for requirer, needed, evidence, key in sorted(said, key=lambda r: (-level_of(r[2]), r[3])):
            found.setdefault(requirer, {})[needed] = (evidence, self.doubt_on(key))
        return found

    @cached_property
    def _supply_doubts(self) -> Doubts:
        return doubts_of(self.supply_use)

    def doubt_on_maker(self, product: str, maker: str) -> Both | None:
        """Why it is doubted that somebody makes a product; None where it is not."""
        return self.doubts(sorted(self._supply_doubts.of_source(product, maker)))

    @cached_property
    def _doubt_reasons(self) -> dict[str, Both]:
        """Why each doubt is one, in zh and en, by its id."""
        return {
            key: (zh or en or "", en or zh or "")
            for key, zh, en in self.tables.rows("doubt", "id", "basis_zh", "basis_en")
        }

    def doubts(self, keys: Sequence[str]) -> Both | None:
        """What stands beside an answer that rests on doubted statements: each reason once."""
        if not keys:
            return None
        reasons = dict.fromkeys(self._doubt_reasons[key] for key in keys)
        return "；".join(r[0] for r in reasons), " ".join(r[1] for r in reasons)

    def doubt_on(self, statement: str) -> Both | None:
        """Why a statement is doubted, in zh and en; None where it is not."""
        doubt = doubt_on([statement], self.index)
        return doubt if any(doubt) else None

    def how_sure(self, row: dict[str, Any]) -> dict[str, Any]:
        """The evidence of a row of a table and its doubt, as a template shows them."""
        return {
            "evidence": row["evidence"],
            "evidence_label": text(f"evidence.{row['evidence']}"),
            "doubt": self.doubt_on(row["id"]),
        }

    @cached_property
    def modality_of(self) -> dict[str, str]:
        """The modality of what may exist or only be planned, by its id."""
        tables = [s.name for s in table_specs().values() if has_modality(s)]
        rows = (row for name in tables for row in self.tables.rows(name, "id", "modality"))
        return {key: modality for key, modality in rows if modality is not None}

    @cached_property
    def segments(self) -> dict[str, str | None]:
        """The segment of each product."""
        return dict(self.tables.rows("product", "id", "segment"))

    @cached_property
    def chains_of(self) -> dict[str, tuple[str, ...]]:
        """The chains that each actor takes part in and each product belongs to, sorted."""
        found: dict[str, set[str]] = {}
        for row in self.rows("participation"):
            found.setdefault(row["participant"], set()).add(row["chain"])
        for row in self.rows("product"):
            found.setdefault(row["id"], set()).update(row["chain"] or ())
        return {key: tuple(sorted(held)) for key, held in found.items()}

    @cached_property
    def stages(self) -> dict[str, str | None]:
        """The stage of each product."""
        return dict(self.tables.rows("product", "id", "stage"))

    @cached_property
    def all_introductions(self) -> tuple[Introduction, ...]:
        """Whom to bring together in the place."""
        return introductions_of(self.supply_use, self.place).introductions if self.place else ()

    def introductions_in(self, chain: str) -> tuple[Introduction, ...]:
        """Whom to bring together in a chain."""
        products = chain_products(self.supply_use, chain)
        members = chain_members(self.supply_use, chain)
        found = self.all_introductions
        return tuple(i for i in found if i.product in products or i.buyer in members)


def read_site_data(graph: CitedGraph) -> SiteData:
    """A graph read for an atlas.  Raises Unreadable, UsageError where it holds nothing."""
    require_ecograph(graph)
    tables = read_tables(graph)
    part = select(tables, Selection())
    told = tell(graph)
    supply_use = build_supply_use(tables, None, graph.cut.evidence, graph.cut.sources)
    entities = {t.key: t for t in entities_of(tables, part.entities)}
    edges = tuple(edges_of(tables, part, told.index))
    sources = [
        {"key": key.removeprefix(ID_BASE), "date": date, "licence": licence}
        for key, date, licence in sorted(
            (s.value, d.value if d else "", li.value if li else "")
            for s, d, li in graph.ask_for("view_sources")
        )
    ]
    synthetic = any(flag.value == "true" for (flag,) in graph.ask_for("view_synthetic"))
    neighbours: dict[str, list[Edge]] = {}
    for edge in edges:
        neighbours.setdefault(edge.source, []).append(edge)
        neighbours.setdefault(edge.target, []).append(edge)
    place = supply_use.region_places[0] if supply_use.region_places else None
    return SiteData(
        told,
        tables,
        entities,
        edges,
        part,
        supply_use,
        place,
        synthetic,
        tuple(sources),
        neighbours,
    )


IN_PAGE = "#"  # the root of links on a page that is alone: they lead to its network


def href_to(site_data: SiteData, key: str, root: str = "../") -> str | None:
    """The page of an entity as seen from another page, or where it stands on a page alone."""
    if root == IN_PAGE:
        return f"#tab=network&sel={quote(key)}" if key in site_data.entities else None
    return f"{root}entities/{page_name(key)}.html" if key in site_data.entities else None
