"""A view: one question as one page in one file."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pyvis.network import Network

from ecograph.base.errors import UsageError
from ecograph.base.files import write_text
from ecograph.base.results import Both, Method
from ecograph.base.words import word as text
from ecograph.graph.any_rdf import is_other_rdf
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.columns import Tables
from ecograph.graph.data import Data
from ecograph.graph.facts_text import counted
from ecograph.graph.naming import all_named, find_named
from ecograph.networks.subgraph import Selection, Subgraph, select
from ecograph.networks.whole import WHOLE, whole_network
from ecograph.pages.chain_page import chain_sheet
from ecograph.pages.marks import marked
from ecograph.pages.network import About, about_of, network_of
from ecograph.pages.network_picture import network_picture
from ecograph.pages.page import asset, render, vis_network
from ecograph.pages.payload import payload
from ecograph.pages.picture import (
    Picture,
    Told,
    documents_of,
    edges_of,
    entities_of,
    licences_among,
    names_of,
    noted,
)
from ecograph.pages.quotes import Quote, quotes_from
from ecograph.pages.scripts import joined
from ecograph.pages.site_data import IN_PAGE, SiteData, read_site_data
from ecograph.pages.whole_picture import whole_picture
from ecograph.tables.schema import superclasses

MOST_SAID = 4000  # entities; beyond this a page holds the edges alone


@dataclass(frozen=True)
class Written:
    """What was written: the file, its bytes, how much it shows, which documents were missing."""

    path: Path
    bytes: int
    entities: int
    edges: int
    title: Both
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class PartView:
    """A part of a graph as a page shows it: its network, and of a chain its picture and gaps."""

    picture: Picture
    sheet: dict[str, Any] | None = None

    def page(self, language: str | None = None, quotes: dict[str, Quote] | None = None) -> str:
        """The page in one file."""
        net, about = network_of(self.picture), about_of(self.picture)
        return page_of(net, about, language, sheet=self.sheet, quotes=quotes)


def write_view(
    graph: CitedGraph,
    path: Path,
    *,
    chain: str | None = None,
    class_name: str | None = None,
    around: str | None = None,
    hops: int = 2,
    network: str | None = None,
    language: str | None = None,
    documents: Path | None = None,
) -> Written:
    """A page of a chain, a class, what is around an entity, a network, or the whole graph.

    `chain` and `around` are ids or names; `documents` is the folder of the documents that the graph
    cites, of which the page then holds the cited sentences.  Raises UnknownName, UsageError where
    nothing is left, Unreadable where `documents` holds none of them.
    """
    quotes, missing = dict[str, Quote](), list[str]()
    if is_other_rdf(graph):
        if documents:
            raise UsageError(
                f"{graph.name}: is of another vocabulary than ours and cites no document; leave "
                "documents out"
            )
        shown = view_of_whole(graph, chain, class_name, around, hops, network)
    else:
        site_data = read_site_data(graph)
        shown = view_of_part(
            site_data, chain=chain, class_name=class_name, around=around, hops=hops, network=network
        )
        if documents:
            quotes, missing = quotes_from(site_data, documents)
    picture = shown.picture
    quotes = {key: quotes[key] for key in quotes.keys() & _cited_keys(picture)}
    html = shown.page(language, quotes)
    write_text(path, html)
    size = len(html.encode())
    counts = (len(picture.entities), len(picture.edges))
    return Written(path, size, *counts, picture.title, tuple(missing))


def _cited_keys(picture: Picture) -> set[str]:
    """The citations on a page, by the keys of quotes."""
    said = (place for held in picture.said.values() for one in held for place in one.places)
    places = {f"{p.document} {p.paragraph} {p.span}" for p in said}
    return places | {f"{e.document} {e.paragraph} {e.span}" for e in picture.edges}


def write_network(
    net: Network, path: Path, about: About | None = None, language: str | None = None
) -> int:
    """Any pyvis Network as a page in one file that needs no network; its size in bytes."""
    html = page_of(net, about or About((path.stem, path.stem), ("", ""), {}, (), {}), language)
    write_text(path, html)
    return len(html.encode())


def page_of(
    net: Network,
    about: About,
    language: str | None = None,
    *,
    sheet: dict[str, Any] | None = None,
    quotes: dict[str, Quote] | None = None,
) -> str:
    """A Network as one page with everything inside it; `sheet` is of a chain, and comes first.

    `quotes` are the sentences that it cites, where the reader has them.
    """
    if not net.nodes:
        raise UsageError("there is nothing to draw: the network has no node")
    styles = ["page.css", "atlas.css", "network.css"] if sheet else ["page.css", "network.css"]
    return render(
        "network.html.j2",
        language=language,
        style=["".join(map(asset, styles))],
        scripts=[vis_network(), joined("network")],
        data={
            "network": payload(net, about) | {"tab": "chain" if sheet else "network"},
            **({"quotes": dict(sorted(quotes.items()))} if quotes else {}),
        },
        sheet=sheet,
        **(sheet or {}),
        title=about.title,
        note=about.note,
        method=about.method,
        home=None,
        menu=[],
        synthetic=False,
        licences=sorted(set(about.licences.values())),
    )


def view_of_whole(
    graph: CitedGraph,
    chain: str | None,
    class_name: str | None,
    around: str | None,
    hops: int,
    network: str | None,
) -> PartView:
    """A graph of another vocabulary, a class of it or what is around a resource, as a page.

    Raises UnknownName, UsageError for what such a graph does not have.
    """
    if chain is not None or network not in (None, WHOLE):
        raise UsageError(
            f"{graph.name}: is of another vocabulary than ours; draw all of it, a class or what is "
            "around a resource"
        )
    data = Data(graph)
    centre = None if around is None else (data.find(around), hops)
    resources = data.resources or {}
    whole = whole_network(graph)
    return PartView(whole_picture(graph, resources, whole, class_name=class_name, beside=centre))


def view_of_part(
    site_data: SiteData,
    *,
    chain: str | None = None,
    class_name: str | None = None,
    around: str | None = None,
    hops: int = 2,
    network: str | None = None,
) -> PartView:
    """A part of a graph as a page shows it; parameters as of write_view."""
    if sum(x is not None for x in (chain, class_name, around, network)) > 1:
        raise UsageError("give one of chain, class, around and network")
    tables, told = site_data.tables, site_data.told
    if network is not None:
        return PartView(marked(site_data, network_picture(told, tables, network)))
    asked = _asked(site_data, chain, class_name, around, hops)
    cut = told.graph.cut
    method = Method("view", None, asked.parameters, evidence=cut.evidence, sources=cut.sources)
    part = select(tables, asked.selection)
    picture = marked(site_data, picture_of_part(told, tables, part, asked.title, method))
    if around:
        picture = replace(picture, centre=str(asked.parameters["around"]), hops=hops)
    if not chain:
        return PartView(picture)
    return PartView(picture, chain_sheet(site_data, str(asked.parameters["chain"]), IN_PAGE))


@dataclass(frozen=True)
class _Asked:
    """Which part of a graph is asked for: what it is called, how it is selected."""

    title: Both
    selection: Selection
    parameters: dict[str, Any]


def _asked(
    site_data: SiteData, chain: str | None, class_name: str | None, around: str | None, hops: int
) -> _Asked:
    if chain or around:
        kind = "IndustryChain" if chain else None
        found = find_named(all_named(site_data.told.graph), str(chain or around), kind)
        names = (found.label("zh"), found.label("en"))
        if chain:
            title = _titled("view.chain", names)
            return _Asked(title, Selection(chain=found.key), {"chain": found.key})
        seeds = Selection(seeds=(found.key,), hops=hops)
        title = _titled("view.around", names, hops=hops)
        return _Asked(title, seeds, {"around": found.key, "hops": hops})
    if class_name is None:
        return _Asked(text("view.all"), Selection(), {})
    tables = site_data.tables
    of_class = tuple(sorted(k for k, c in tables.class_of.items() if _is_a(c, class_name)))
    if not of_class:
        select(tables, Selection(class_name=class_name))  # names the class if it is unknown
    told = names_of(site_data.index, classes={class_name}, relations=set(), sources=set())
    title = _titled("view.class", told[f"class:{class_name}"])
    return _Asked(title, Selection(seeds=of_class, hops=1), {"class": class_name})


def _is_a(class_name: str, wanted: str) -> bool:
    return wanted in superclasses().get(class_name, ())


def _titled(key: str, names: Both, **values: object) -> Both:
    return (text(key, name=names[0], **values)[0], text(key, name=names[1], **values)[1])


def picture_of_part(
    told: Told, tables: Tables, part: Subgraph, title: Both, method: Method
) -> Picture:
    """A part of the graph, with all that a page says of it."""
    entities = entities_of(tables, part.entities)
    edges = tuple(edges_of(tables, part, told.index))
    statements = frozenset(t.statement for t in edges)
    said = told.said(part.entities, statements) if len(entities) <= MOST_SAID else {}
    sources = {t.document for t in edges} | documents_of(said)
    names = names_of(
        told.index,
        classes={t.class_name for t in entities},
        relations={t.relation for t in edges},
        sources=sources,
    )
    known_edges = counted(edge.evidence for edge in edges)
    counts = {"entities": len(entities), "edges": known_edges, "sources": len(sources - {""})}
    note = text("view.note", **counts)
    if "around" in method.parameters:
        zh, en = (text("view.hops_note", note=n)[i] for i, n in enumerate(note))
        note = (zh, en)
    joined = {end for edge in edges for end in (edge.source, edge.target)}
    known = sum(1 for t in entities if t.key in joined)
    return Picture(
        title,
        noted(note, told.graph),
        entities,
        edges,
        said,
        names,
        replace(method, known=known, total=len(entities)),
        licences=licences_among(told.index, sources),
    )
