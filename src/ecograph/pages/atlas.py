"""The atlas: a folder of pages on a whole graph, for a laptop without a network."""

import hashlib
import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from markupsafe import Markup

from ecograph.base.errors import UsageError
from ecograph.base.owned import Made, made_together
from ecograph.base.progress import progress
from ecograph.base.results import Both, Method
from ecograph.base.words import word as text
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.columns import Tables, read_tables
from ecograph.networks.specs import spec_names
from ecograph.pages.about_page import about_context
from ecograph.pages.answers import answers_of
from ecograph.pages.business import Business, read_business
from ecograph.pages.chain_page import chain_context
from ecograph.pages.check_page import check_context
from ecograph.pages.compare import compare_context
from ecograph.pages.entity_page import Ranks, entity_context, ranks_of
from ecograph.pages.firms_page import firms_context
from ecograph.pages.gap_page import gap_context
from ecograph.pages.helper_page import helper_context
from ecograph.pages.marks import marked
from ecograph.pages.network import about_of, network_of
from ecograph.pages.network_picture import network_picture
from ecograph.pages.page import as_json, asset, environment, page_texts, vis_network
from ecograph.pages.page_names import page_name
from ecograph.pages.payload import TABLES, Payload, payload
from ecograph.pages.picture import Picture, cut_text
from ecograph.pages.problem_page import problem_context
from ecograph.pages.quotes import quotes_from
from ecograph.pages.scripts import joined
from ecograph.pages.site_data import SiteData, read_site_data
from ecograph.pages.start import start_context
from ecograph.pages.view import picture_of_part

MARKER = "ecograph-atlas.json"
_QUOTES = "assets/quotes.js"
MOST_ROWS = 200  # of a list on one page of several lists; it goes on on the next
MOST_FACTS = 300
MOST_INSIDE = 1_000_000  # bytes of data in a page or in one script beside it
MOST_PAGES = 20_000  # entities with a page of their own; the rest is in the networks and tables


@dataclass(frozen=True)
class Atlas:
    """What was made: where, how many pages, how many bytes.

    `quotes` is how many cited sentences it holds, `missing` the documents that were not to be had.
    """

    path: Path
    pages: int
    files: int
    bytes: int
    quotes: int = 0
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Site:
    """What all pages of an atlas share."""

    made: Made
    site_data: SiteData
    nonce: str
    language: str | None
    title: Both
    nav: tuple[tuple[str, Both], ...]
    quotes: bool

    def write(self, name: str, template: str, assets: list[str], **values: Any) -> None:
        """A page; `name` is its path in the atlas."""
        root = "../" * name.count("/")
        data = values.pop("data", {})
        marked = Markup(' nonce="{}"').format(self.nonce)
        link = Markup('<link rel="stylesheet" href="{}{}"{}>')
        script = Markup('<script src="{}{}"{}></script>')
        styles = [n for n in assets if n.endswith(".css")]
        scripts = [n for n in assets if n.endswith(".js")]
        page = environment().get_template(template)
        html = page.render(
            language=self.language,
            policy=_policy(self.nonce),
            styles=[link.format(root, n, marked) for n in styles],
            scripts=[script.format(root, n, marked) for n in scripts],
            blocks={key: Markup(as_json(held)) for key, held in data.items()},
            root=root,
            here=name,
            site=self.title,
            nav=self.nav,
            synthetic=self.site_data.synthetic,
            cut=cut_text(self.site_data.told.graph),
            quotes=f"{root}{_QUOTES}" if self.quotes else None,
            licences=self.site_data.licences,
            **values,
        )
        self.made.write(name, html)

    def write_long(
        self, name: str, template: str, lists: dict[str, int], values: dict[str, Any]
    ) -> None:
        """A page, and pages on which those of its lists go on that have more rows than given."""
        count = max(1, *(math.ceil(len(values[key]) / most) for key, most in lists.items()))
        names = [name, *(f"{name.removesuffix('.html')}.{i}.html" for i in range(2, count + 1))]
        for part, own in enumerate(names):
            held = {key: values[key][part * n : (part + 1) * n] for key, n in lists.items()}
            whole = {f"all_{key}": len(values[key]) for key in lists}
            parts = [Path(n).name for n in names] if count > 1 else []
            self.write(own, template, _PLAIN, **{**values, **whole, **held}, part=part, parts=parts)

    def write_parts(self, name: str, data: Payload) -> list[str]:
        """The tables of a network in scripts beside its page, where they are too much for it.

        What goes into scripts, which are given back, is taken out of the data.
        """
        if len(as_json(data).encode()) <= MOST_INSIDE:
            return []
        scripts: list[str] = []
        for table in TABLES:
            columns = data[table]
            size = len(as_json(columns).encode())
            if size < MOST_INSIDE / 10:
                continue
            count = max(len(cells) for cells in columns.values())
            step = math.ceil(count / math.ceil(size / MOST_INSIDE))
            for start in range(0, count, step):
                rows = {key: cells[start : start + step] for key, cells in columns.items()}
                scripts.append(f"{name}.{len(scripts) + 1}.js")
                told = f"(window.ecographParts??=[]).push({as_json([table, rows])});\n"
                self.made.write(scripts[-1], told)
            data[table] = {key: [] for key in columns}
        return scripts


def _policy(nonce: str) -> str:
    """As in single pages, but for files beside the page, which no hash can allow from a disk."""
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def write_atlas(
    graph: CitedGraph,
    path: Path,
    *,
    language: str | None = None,
    since: CitedGraph | None = None,
    documents: Path | None = None,
) -> Atlas:
    """Writes the atlas of a graph into a folder; the same graph gives the same bytes.

    `since` is an older graph: the start page then tells what came and went.  `documents` is the
    folder of the documents that the graph cites, of which the pages then hold the cited sentences.

    Raises CannotDo where the folder holds what is not ours, UsageError where the graph is empty,
    Unreadable where `documents` holds none of them.
    """
    with made_together(path, MARKER) as made:
        site_data = read_site_data(graph)
        quotes, missing = quotes_from(site_data, documents) if documents else ({}, [])
        older = read_tables(since) if since else None
        site = _site(made, site_data, language, bool(documents))
        _write_assets(site)
        if documents:
            made.write(_QUOTES, f"window.ecographQuotes={as_json(quotes)};\n")
        ranks = _write_networks(site)
        business = read_business(site_data)
        _write_whole(site, business, older)
        _write_chains(site)
        _write_entities(site, ranks, business)
    pages = sum(1 for n in made.sizes if n.endswith(".html"))
    return Atlas(
        path, pages, len(made.sizes), sum(made.sizes.values()), len(quotes), tuple(missing)
    )


def _write_entities(site: _Site, ranks: dict[str, Ranks], business: Business) -> None:
    keys, tell = paged(site.site_data), progress("entities")
    for i, key in enumerate(keys):
        context = entity_context(site.site_data, key, ranks, business)
        name = f"entities/{page_name(key)}.html"
        site.write_long(name, "entity.html.j2", {"facts": MOST_FACTS}, context)
        tell(i + 1, len(keys))


def _write_chains(site: _Site) -> None:
    site_data, tell = site.site_data, progress("chains")
    chains = [k for k in site_data.entities if site_data.is_a(k, "IndustryChain")]
    lists = dict.fromkeys(("products", "gaps", "actors"), MOST_ROWS)
    for i, key in enumerate(chains):
        context = chain_context(site_data, key)
        site.write_long(f"chains/{page_name(key)}.html", "chain.html.j2", lists, context)
        tell(i + 1, len(chains))


def _write_whole(site: _Site, business: Business, older: Tables | None) -> None:
    """The pages on the whole graph: gaps, who could mend them, firms, what to ask, and more."""
    site_data = site.site_data
    start = start_context(site_data, business, site.title, older)
    site.write("index.html", "start.html.j2", _PLAIN, **start)
    site.write("firms.html", "firms.html.j2", _PLAIN, **firms_context(site_data, business))
    site.write("gaps.html", "gaps.html.j2", _PLAIN, **gap_context(site_data))
    site.write("helpers.html", "helpers.html.j2", _PLAIN, **helper_context(site_data))
    site.write("check.html", "check.html.j2", _PLAIN, **check_context(site_data))
    site.write("about.html", "about.html.j2", _PLAIN, **about_context(site_data))
    site.write("compare.html", "compare.html.j2", _PLAIN, **compare_context(site_data))
    if site_data.rows("problem"):
        site.write("problems.html", "problems.html.j2", _PLAIN, **problem_context(site_data))


_PLAIN = [f"assets/{n}" for n in ("page.css", "atlas.css", "texts.js", "site.js")]
_STYLES = [f"assets/{n}" for n in ("page.css", "atlas.css", "network.css", "texts.js")]
_SCRIPTS = ["assets/vis-network.js", "assets/network.js"]


def paged(site_data: SiteData) -> list[str]:
    """The entities that have a page: all, or the MOST_PAGES with the most edges."""
    ordered = sorted(site_data.entities, key=lambda k: (-len(site_data.neighbours.get(k, ())), k))
    return sorted(ordered[:MOST_PAGES])


def _site(made: Made, site_data: SiteData, language: str | None, quotes: bool) -> _Site:
    content = hashlib.sha256()
    for edge in site_data.edges:  # a text in the data cannot know the hash of all data
        content.update(repr(edge).encode())
    for entity in site_data.entities.values():
        content.update(repr(entity).encode())
    place = (
        site_data.label(site_data.place)
        if site_data.place
        else (Path(site_data.told.graph.name).stem,) * 2
    )
    title = (text("atlas.title", place=place[0])[0], text("atlas.title", place=place[1])[1])
    nav = [
        ("index.html", text("page.home")),
        ("gaps.html", text("atlas.gap_page")),
        ("helpers.html", text("atlas.helper_page")),
        ("firms.html", text("atlas.firms_page")),
        ("check.html", text("atlas.check_page")),
        ("networks/overview.html", text("atlas.networks")),
        ("compare.html", text("atlas.compare")),
    ]
    if site_data.rows("problem"):
        nav.append(("problems.html", text("atlas.problems")))
    nav.append(("about.html", text("atlas.basis_page")))
    nonce = content.hexdigest()[:32]
    return _Site(made, site_data, nonce, language, title, tuple(nav), quotes)


def _write_assets(site: _Site) -> None:
    write = site.made.write
    for name in ("page.css", "network.css", "atlas.css"):
        write(f"assets/{name}", asset(name))
    write("assets/texts.js", f"window.ecographTexts={as_json(page_texts())};\n")
    write("assets/site.js", joined("atlas"))
    write("assets/vis-network.js", vis_network())
    write("assets/network.js", joined("network"))
    write("assets/index.js", f"window.ecographIndex={as_json(_index(site.site_data))};\n")


def _index(site_data: SiteData) -> dict[str, Any]:
    """What the search of an atlas looks through, as columns: the entities that have a page."""
    with_page = set(paged(site_data))
    found = [(key, entity) for key, entity in site_data.entities.items() if key in with_page]
    classes = [site_data.term(entity.class_name) for _, entity in found]
    columns: dict[str, Any] = {"answers": answers_of(site_data, [key for key, _ in found])}
    return columns | {
        "page": [page_name(key) for key, _ in found],
        "zh": [entity.label[0] for _, entity in found],
        "en": [entity.label[1] for _, entity in found],
        "search": [entity.search for _, entity in found],
        "classZh": [zh for zh, _ in classes],
        "classEn": [en for _, en in classes],
        "edges": [len(site_data.neighbours.get(key, ())) for key, _ in found],
    }


def _write_networks(site: _Site) -> dict[str, Ranks]:
    """The network pages; the ranks of each entity in them."""
    site_data = site.site_data
    names, tell = ["overview", *spec_names()], progress("networks")
    ranks: dict[str, Ranks] = {}
    listed: list[tuple[str, Both]] = []
    pictures: dict[str, Picture] = {}
    for i, name in enumerate(names):
        try:
            pictures[name] = _picture(site_data, name)
        except UsageError:
            continue  # the graph has nothing that this specification takes
        if pictures[name].edges or name == "overview":
            listed.append((name, pictures[name].title))
        tell(i + 1, len(names))
    for name, _ in listed:
        menu = [{"href": f"{n}.html", "label": both, "here": n == name} for n, both in listed]
        _write_network(site, name, pictures[name], menu)
        if name != "overview":
            ranks[name] = ranks_of(pictures[name])
    return ranks


def _write_network(site: _Site, name: str, picture: Picture, menu: list[dict[str, Any]]) -> None:
    odd = {t.key: page_name(t.key) for t in picture.entities if page_name(t.key) != t.key}
    about = replace(
        about_of(picture),
        pages={"base": "../entities/", "odd": odd},
        colour="community" if name == "overview" else "class",
    )
    data = payload(network_of(picture), about)
    parts = site.write_parts(f"networks/{name}", data)
    site.write(
        f"networks/{name}.html",
        "network.html.j2",
        [*_STYLES, *parts, *_SCRIPTS],
        data={"network": data},
        title=picture.title,
        note=picture.note,
        method=about.method,
        home="../index.html",
        menu=menu,
        sheet=None,
    )


def _picture(site_data: SiteData, name: str) -> Picture:
    if name != "overview":
        return marked(site_data, network_picture(site_data.told, site_data.tables, name))
    cut = site_data.told.graph.cut
    method = Method("view", place=site_data.place, evidence=cut.evidence, sources=cut.sources)
    whole = picture_of_part(
        site_data.told, site_data.tables, site_data.part, text("atlas.overview"), method
    )
    return marked(site_data, whole)
