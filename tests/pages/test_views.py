"""Views without a browser: texts, colours, layout, data, errors, and the folder of an atlas."""

import json
import os
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyvis.network import Network

from ecograph.base.errors import CannotDo, UnknownName, Unreadable, UsageError
from ecograph.base.pinyin import sound
from ecograph.base.progress import LISTENER
from ecograph.base.results import Method
from ecograph.base.words import words as texts
from ecograph.graph.columns import Tables, read_tables
from ecograph.graph.labels import in_both
from ecograph.graph.opening import CitedGraph, open_graph
from ecograph.graph.remote_rows import select_remote
from ecograph.networks.subgraph import Selection, select
from ecograph.pages import atlas as atlas_module
from ecograph.pages.about_page import MOST_EVENTS, _events
from ecograph.pages.atlas import MARKER, write_atlas
from ecograph.pages.chain_page import chain_context
from ecograph.pages.chain_picture import _box
from ecograph.pages.chain_products import products_of
from ecograph.pages.compare import compare_context
from ecograph.pages.entity_page import entity_context, ranks_of
from ecograph.pages.gaps import interval_text
from ecograph.pages.layout import DENSE, near_pairs, positions
from ecograph.pages.names import search_key
from ecograph.pages.network import About, about_of, communities_of, network_of
from ecograph.pages.network_picture import network_picture
from ecograph.pages.page import as_json, digest
from ecograph.pages.page_names import page_name
from ecograph.pages.payload import payload
from ecograph.pages.picture import Entity, Picture, edges_of, entities_of, tell
from ecograph.pages.site_data import SiteData, read_site_data
from ecograph.pages.start import _news
from ecograph.pages.style import _CLASSES, look_of
from ecograph.pages.svg import Bar, bars, cut, width_of
from ecograph.pages.view import page_of, view_of_part, write_network, write_view
from rdf_help import add_document, add_rows, endpoint, statement
from supply_use_help import invented_tables

VIEWS = Path(atlas_module.__file__).parent
TEMPLATES = sorted((VIEWS / "templates").glob("*.j2"))
SCRIPTS = sorted((VIEWS / "assets").glob("*.js"))
STYLES = sorted((VIEWS / "assets").glob("*.css"))


# ------------------------------------------------------------------ words


def _keys_used() -> set[str]:
    code = "\n".join(
        p.read_text(encoding="utf-8") for p in [*VIEWS.glob("*.py"), *TEMPLATES, *SCRIPTS]
    )
    used = {k for k in texts() if f'"{k}"' in code}
    for start in set(re.findall(r'"([a-z]+\.[a-z_]+_)" ?~|f"([a-z]+\.(?:[a-z_]+_)?)\{', code)):
        used |= {k for k in texts() if k.startswith(start[0] or start[1])}
    return used


def test_every_text_is_in_both_languages_and_used() -> None:
    for key, (zh, en) in texts().items():
        assert zh.strip() and en.strip(), key
        filled_zh, filled_en = (sorted(re.findall(r"\{\w+\}", text)) for text in (zh, en))
        if key.startswith("shape."):  # there the Chinese names class and property as well
            assert set(filled_en) <= set(filled_zh), key
        else:
            assert filled_zh == filled_en, key
        words = re.sub(r"\{\w+\}", "", zh).strip()  # what is not filled in
        if re.search("[A-Za-z]", words):  # not only signs
            assert re.search("[\u4e00-\u9fff]", words) or zh in (en, "English"), key
        if key != "page.language":
            assert not any("\u4e00" <= c <= "\u9fff" for c in en), key
    pages = {
        key for key in texts() if key.split(".")[0] in ("page", "net", "atlas", "view", "index")
    }
    assert not pages - _keys_used()


@pytest.mark.parametrize("path", [*TEMPLATES, *SCRIPTS], ids=lambda p: p.name)
def test_every_key_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = set(re.findall(r"\bt[x2]?\(\"([a-z]+\.[a-z_]+)\"(?! ?~)", text))
    named |= set(re.findall(r"data-t[a-z-]*=\"([a-z.]+_?[a-z_]+)\"", text))
    assert named <= set(texts())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_no_template_holds_words_of_its_own(path: Path) -> None:
    text = re.sub(r"\{[%#].*?[%#]\}|\{\{.*?\}\}", "", path.read_text(encoding="utf-8"), flags=re.S)
    shown = re.sub(r"<[^>]*>", " ", text).replace("KB", "")
    assert not re.search(r"[A-Za-z\u4e00-\u9fff]{2,}", shown), shown.split()
    attributes = re.findall(r"(?<![-\w])(?:aria-label|placeholder|title|alt)=\"([^\"]*)\"", text)
    assert not any(re.search(r"[A-Za-z\u4e00-\u9fff]", a) for a in attributes)


@pytest.mark.parametrize("path", [*TEMPLATES, *STYLES], ids=lambda p: p.name)
def test_rows_are_short_enough_to_read(path: Path) -> None:
    rows = path.read_text(encoding="utf-8").splitlines()
    assert [row for row in rows if len(row) > 100] == []


def test_chinese_names_are_found_by_pinyin_initials_and_traditional_script() -> None:
    assert sound("厦门") == ("xiamen", "xm", "廈門")
    assert sound("OLED") == ()
    assert search_key("x-1", ["厦门", "Xiamen"]) == "厦门|xiamen|xm|廈門|x-1"


# ----------------------------------------------------------------- colours


def _themes() -> dict[str, dict[str, str]]:
    css = (VIEWS / "assets" / "page.css").read_text(encoding="utf-8")
    light = re.search(r"^:root \{(.*?)\n\}", css, re.S | re.M)
    dark = re.search(r'^  :root\[data-theme="dark"\] \{(.*?)\n  \}', css, re.S | re.M)
    assert light and dark
    return {
        name: dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block[1]))
        for name, block in (("light", light), ("dark", dark))
    }


def _contrast(a: str, b: str) -> float:
    """WCAG 2.2, 1.4.3."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast_is_aa(theme: str) -> None:
    colours = _themes()[theme]
    for ink in ("ink", "soft", "accent", "warn"):
        for ground in ("ground", "panel", "mark"):
            assert _contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    assert _contrast(colours["accent-ink"], colours["accent"]) >= 4.5
    for line in ("border", "focus"):
        assert _contrast(colours[line], colours["panel"]) >= 3, line
    for name in _CLASSES:
        look = look_of(name)
        assert _contrast(look.light if theme == "light" else look.dark, colours["ground"]) >= 3, (
            name
        )


def test_every_class_has_a_look_of_its_own() -> None:
    looks = [look_of(name) for name in _CLASSES]
    assert len({(look.shape, look.light) for look in looks}) == len(looks)
    assert look_of("Nothing") == look_of("Nothing")


# ------------------------------------------------------------------ layout


@pytest.mark.parametrize("count", [1, 2, 40, 500])
def test_pairs_of_near_spots_are_all_and_each_once(count: int) -> None:
    spots = np.random.default_rng(count).random((count, 2)) * 12 - 3
    gap = np.hypot(*(spots[:, None] - spots[None, :]).transpose(2, 0, 1))
    expected = {(i, j) for i, j in combinations(range(count), 2) if gap[i, j] <= 1.1}
    found = [tuple(sorted(pair)) for pair in near_pairs(spots, 1.1).tolist()]
    assert set(found) == expected and len(found) == len(expected)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 12), st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30))
def test_positions_are_finite_apart_and_the_same_every_time(
    count: int, edges: list[tuple[int, int]]
) -> None:
    held = [(a, b) for a, b in edges if a < count and b < count]
    spots = positions(count, held)
    assert spots.shape == (count, 2) and np.isfinite(spots).all()
    assert (spots == positions(count, held)).all()
    assert (spots == positions(count, [(b, a) for a, b in held] + held)).all()
    far = np.sqrt(((spots[:, None] - spots[None]) ** 2).sum(2)) + 1000 * np.eye(count)
    assert count < 2 or far.min() > 20


def test_a_large_part_is_laid_out_too() -> None:
    rng = np.random.default_rng(0)
    edges = [(int(rng.integers(0, i)), i) for i in range(1, DENSE + 200)]
    spots = positions(DENSE + 200, edges)
    assert np.isfinite(spots).all() and len(np.unique(spots, axis=0)) > DENSE
    assert (spots == positions(DENSE + 200, edges)).all()


def test_a_path_is_drawn_as_a_line() -> None:
    spots = positions(5, [(0, 1), (1, 2), (2, 3), (3, 4)])
    steps = np.sqrt((np.diff(spots, axis=0) ** 2).sum(1))
    assert steps.max() / steps.min() < 1.05
    assert np.hypot(*(spots[4] - spots[0])) == pytest.approx(steps.sum(), rel=0.02)


# -------------------------------------------------------------------- data


def test_a_supply_runs_through_its_product(tiny: CitedGraph, tiny_tables: Tables) -> None:
    from ecograph.graph.facts import fact_index

    edges = edges_of(tiny_tables, select(tiny_tables, Selection()), fact_index(tiny))
    supply = {(t.source, t.target) for t in edges if t.statement == "supply-s1-b1-seal"}
    assert supply == {("s1", "seal"), ("seal", "b1"), ("s1", "b1")}


@pytest.mark.parametrize(
    ("statement_id", "ends", "relation"),
    [
        ("location-b1", ("b1", "rivermouth"), "Location"),
        ("production-b1-pump", ("b1", "pump"), "Production"),
        ("participation-b1", ("b1", "pump-chain"), "Participation"),
    ],
)
def test_a_line_leads_from_who_does_to_what_is_done(
    site_data: SiteData, statement_id: str, ends: tuple[str, str], relation: str
) -> None:  # fmt: skip
    (edge,) = (e for e in site_data.edges if e.statement == statement_id)
    assert (edge.source, edge.target, edge.relation) == (*ends, relation)
    assert (edge.evidence, edge.modality, edge.document) == ("stated", "exists", "invented")


def test_the_nodes_of_a_network_have_their_measures_by_name(
    tiny: CitedGraph, tiny_tables: Tables
) -> None:
    picture = network_picture(tell(tiny), tiny_tables, "chain-structure")
    assert picture.measures["constraint"] == ("约束度", "Burt's constraint")
    assert picture.measures["betweenness"] == ("中介中心性", "betweenness")
    pump = next(e for e in picture.entities if e.key == "pump")
    assert (pump.measures["degree"], pump.measures["constraint"]) == (2.0, 0.5)
    assert picture.names["class:Product"] == ("产品", "Product")
    assert ("中游", "midstream") in [one.value for one in picture.said["pump"]]


@pytest.mark.parametrize(
    ("network", "line"),
    [
        ("chain-structure", ("pump", "seal", "requires")),
        ("supply", ("s1", "b1", "supplies")),
        ("investment", ("river-fund", "b2", "investsIn")),
    ],
)
def test_a_line_of_a_network_runs_the_way_its_property_does(
    tiny: CitedGraph, tiny_tables: Tables, network: str, line: tuple[str, str, str]
) -> None:
    edges = network_picture(tell(tiny), tiny_tables, network).edges
    assert line in {(e.source, e.target, e.relation) for e in edges}


def test_a_thing_without_a_name_goes_by_the_other_language_or_its_id() -> None:
    named = {"zh": ("甲", None), "en": (None, "A"), "both": ("甲", "A"), "none": (None, None)}
    firms = [{"id": key, "label_zh": zh, "label_en": en} for key, (zh, en) in named.items()]
    found = entities_of(invented_tables(firm=firms), frozenset(named))
    assert {e.key: (e.label, e.fallback) for e in found} == {
        "zh": (("甲", "甲 [zh]"), "zh"),
        "en": (("A [en]", "A"), "en"),
        "both": (("甲", "A"), ""),
        "none": (("none", "none"), "id"),
    }


def test_communities_are_numbered_by_size_and_who_is_alone_is_in_none() -> None:
    three, four = [(0, 1), (1, 2), (2, 0)], [(a, b) for a in range(3, 7) for b in range(3, a)]
    assert communities_of(8, [*three, *four]) == [1, 1, 1, 0, 0, 0, 0, -1]
    assert communities_of(2, [(0, 0)]) == [-1, -1]


def test_a_bar_is_as_long_as_its_value_and_the_unknown_has_none() -> None:
    drawn = bars([
        Bar(("甲", "A"), 4.0, ("四", "four")),
        Bar(("乙", "B"), 1.0, ("一", "one"), doubt=("太小", "too small")),
        Bar(("丙", "C"), None, ("未知", "unknown")),
    ])  # fmt: skip
    lengths = re.findall(r'<rect class="bar-(\w+)" x="98" y="[\d.]+" width="([\d.]+)"', drawn)
    assert lengths == [("full", "165.0"), ("full", "41.2"), ("unknown", "40")]
    assert re.search(r'x="143" y="[\d.]+"[^>]*>unknown<', drawn)
    (doubted,) = re.findall(r'<g class="doubted"><title>(.*?)</title>(.*?)</g>', drawn)
    assert doubted[0] == "太小 · too small" and "one" in doubted[1]


def test_words_written_in_two_languages_are_one() -> None:
    both = {"zh": "两种读法", "en": "two readings"}
    assert in_both(both) == ("两种读法", "two readings")
    assert in_both({"en": "two readings"}) == ("two readings [en]", "two readings")
    assert in_both({"": "no language", "fr": "lectures"}) == ("no language", "no language")
    assert in_both({}, "id") == ("id", "id")


def test_json_cannot_end_its_element() -> None:
    hostile = "</script><!--\u2028&"
    written = as_json({"a": hostile})
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == {"a": hostile}


def test_the_policy_allows_exactly_what_the_page_holds(tiny: CitedGraph, tmp_path: Path) -> None:
    write_view(tiny, tmp_path / "page.html")
    html = (tmp_path / "page.html").read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert (
        policy and "unsafe" not in policy[1] and policy[1].startswith("default-src &#39;none&#39;")
    )
    held = re.findall(r"<script>(.*?)</script>|<style>(.*?)</style>", html, re.S)
    hashes = {digest(a or b) for a, b in held}
    assert hashes == set(re.findall(r"sha256-[A-Za-z0-9+/=]+", policy[1]))
    assert len(held) == 3
    without = re.sub(r"<script>.*?</script>", "", html, flags=re.S)
    assert not re.search(r"(?:src|href)=\"(?!#)", without)


@pytest.mark.parametrize(
    "chosen, entities",
    [
        ({}, 14),
        ({"class_name": "Fund"}, 3),
        ({"around": "虚构丙密封", "hops": 1}, 5),
        ({"around": "s1", "hops": 0}, 1),
        ({"chain": "pump chain"}, 10),
        ({"network": "supply"}, 5),
    ],
)
def test_what_a_view_shows(
    tiny: CitedGraph, tmp_path: Path, chosen: dict[str, str], entities: int
) -> None:
    picture = view_of_part(read_site_data(tiny), **chosen).picture  # type: ignore[arg-type]
    assert len(picture.entities) == entities, [t.key for t in picture.entities]
    done = write_view(tiny, tmp_path / "page.html", **chosen)  # type: ignore[arg-type]
    assert done.bytes == (tmp_path / "page.html").stat().st_size < 700_000


@pytest.mark.parametrize(
    "chosen, error, says",
    [
        ({"class_name": "Frm"}, UnknownName, "did you mean Firm"),
        ({"class_name": "Bank"}, UsageError, "selection is empty"),
        ({"chain": "pump chian"}, UnknownName, "did you mean pump chain"),
        ({"around": "nobody"}, UnknownName, "nobody"),
        ({"network": "suply"}, UnknownName, "did you mean supply"),
        ({"network": "supply", "chain": "pump-chain"}, UsageError, "give one of"),
    ],
)
def test_bad_choices(
    tiny: CitedGraph, tmp_path: Path, chosen: dict[str, str], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        write_view(tiny, tmp_path / "page.html", **chosen)  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


def test_any_network_of_pyvis_becomes_a_page(tmp_path: Path) -> None:
    net = Network(directed=True)
    net.add_node("a", label="甲", group="Firm")
    net.add_node(2, label="B")
    net.add_edge("a", 2, title="supplies")
    net.add_edge(2, "a", label="owns")
    net.add_edge("a", "a", title="knows", label="of old")
    net.add_edge(2, 2)
    shown = payload(net, About(("网", "net"), ("", ""), {}, (), {}))
    relations = [shown["relations"][int(i or 0)]["key"] for i in shown["edges"]["relation"]]
    assert relations == ["supplies", "owns", "knows", ""]
    assert shown["nodes"]["zh"] == ["甲", "B"]
    assert [c["key"] for c in shown["classes"]] == ["Firm", ""]
    before = json.dumps([net.nodes, net.edges], default=str)
    assert write_network(net, tmp_path / "net.html") > 400_000
    assert json.dumps([net.nodes, net.edges], default=str) == before
    with pytest.raises(UsageError, match="no node"):
        page_of(Network(), None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text, ems, shown", [("厦门天马", 3, "厦门…"), ("abc", 3, "abc"), ("", 1, "")]
)
def test_texts_are_cut_by_their_width(text: str, ems: float, shown: str) -> None:
    assert cut(text, ems) == shown
    assert width_of(shown) <= max(ems, 1.6)


def test_an_interval_that_is_not_known_is_no_number() -> None:
    assert interval_text(None) == ("未知", "unknown")


# ------------------------------------------------------------------- atlas

BUILD = """
import sys
from pathlib import Path
from typing import Any
from ecograph.graph.opening import open_graph
from ecograph.pages.atlas import MARKER, write_atlas
from ecograph.pages.view import write_view
write_atlas(open_graph("tiny"), Path(sys.argv[1]) / "atlas")
write_view(open_graph("tiny"), Path(sys.argv[1]) / "view.html")
"""


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def test_two_builds_are_equal_to_the_byte(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        env = os.environ | {
            "PYTHONHASHSEED": seed,
            "TZ": f"Asia/{'Tokyo' if seed == '1' else 'Aden'}",
        }
        (tmp_path / seed).mkdir()
        subprocess.run([sys.executable, "-c", BUILD, str(tmp_path / seed)], env=env, check=True)
    one, two = (_contents(tmp_path / seed) for seed in ("1", "2"))
    assert one == two
    assert not any(str(tmp_path).encode() in data for data in one.values())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("atlas") / "atlas"
    write_atlas(open_graph("tiny"), folder)
    return folder


def test_every_link_of_the_atlas_leads_somewhere(built: Path) -> None:
    pages = sorted(built.rglob("*.html"))
    assert len(pages) >= 14 + 1 + 2 + 5
    for page in pages:
        html = page.read_text(encoding="utf-8")
        for link in re.findall(r'(?:href|src)="([^"#]+)[^"]*"', html):
            assert (page.parent / link).is_file(), (page.name, link)
        assert len(html) < 200_000


def test_every_thing_has_a_page_with_its_sources(built: Path, tiny_tables: Tables) -> None:
    for key in tiny_tables.class_of:
        html = (built / "entities" / f"{key}.html").read_text(encoding="utf-8")
        assert "invented data for examples and tests" in html, key
    page = (built / "entities" / "pump.html").read_text(encoding="utf-8")
    assert "虚构甲泵业" in page or "Alpha Pumps" in page


def test_the_atlas_is_called_after_its_place_and_blames_nobody_who_is_not_named(
    built: Path,
) -> None:
    assert "Rivermouth" in re.findall("<title.*?</title>", _page(built, "index"), re.S)[0]
    assert all(
        texts()["atlas.said_by"][1] not in _page(built, f"entities/{k}") for k in ("b1", "s1")
    )


def _page(built: Path, name: str) -> str:
    return (built / f"{name}.html").read_text(encoding="utf-8")


def test_the_atlas_lists_what_it_made(built: Path) -> None:
    listed = json.loads((built / MARKER).read_text(encoding="utf-8"))["files"]
    assert set(listed) == set(_contents(built)) - {MARKER}


def test_the_atlas_counts_what_it_made(tiny: CitedGraph, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    listener = LISTENER.set(lambda *step: told.append(step))
    made = write_atlas(tiny, tmp_path / "a")
    LISTENER.reset(listener)
    held = {name: data for name, data in _contents(tmp_path / "a").items() if name != MARKER}
    assert made.path == tmp_path / "a"
    assert made.pages == len(list((tmp_path / "a").rglob("*.html")))
    assert (made.files, made.bytes) == (len(held), sum(map(len, held.values())))
    assert ("chains", 1, 1) in told
    assert [done for what, done, _ in told if what == "entities"] == list(range(1, 15))


def test_a_folder_of_others_is_refused_and_untouched(tmp_path: Path, tiny: CitedGraph) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(CannotDo, match="did not make"):
        write_atlas(tiny, tmp_path)
    assert _contents(tmp_path) == {"thesis.txt": b"mine"}
    with pytest.raises(CannotDo, match="is a file"):
        write_atlas(tiny, tmp_path / "thesis.txt")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, tiny: CitedGraph) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(CannotDo, match="cannot be written"):
        write_atlas(tiny, tmp_path / "file" / "atlas")


def test_a_graph_of_something_else_says_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "other.nt"
    path.write_text('<https://a.example/x> <https://a.example/p> "y" .\n', encoding="utf-8")
    with pytest.raises(Unreadable, match="map it to the ontology"):
        write_atlas(open_graph(str(path)), tmp_path / "out")
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_new_since_an_older_graph(tmp_path: Path, tiny_folder: Path) -> None:
    for table, start in (("firm", "s1,"), ("supply", "supply-s1"), ("production", "production-s1")):
        _drop(tiny_folder / f"{table}.csv", start)
    for table in ("location", "participation"):
        _drop(tiny_folder / f"{table}.csv", f"{table}-s1")
    write_atlas(open_graph("tiny"), tmp_path / "atlas", since=open_graph(str(tiny_folder)))
    html = (tmp_path / "atlas" / "index.html").read_text(encoding="utf-8")
    assert "新增实体 1" in html and "新增陈述 4" in html and "不再出现的实体 0" in html


def test_what_is_gone_since_an_older_graph_is_named_in_order(
    site_data: SiteData, tiny_folder: Path
) -> None:
    gone = [f"gone-{letter}" for letter in "ahdgbfce"]
    for key in gone:
        named = {"label_zh": key, "label_en": key, "source": "invented"}
        add_rows(tiny_folder, "firm", {"id": key, **named})
    news = _news(site_data, read_tables(open_graph(str(tiny_folder))))
    assert [item["label"][1] for item in news[2]["items"]] == sorted(gone)
    assert [item["href"] for item in news[2]["items"]] == [None] * len(gone)
    assert not news[0]["items"]


def test_the_latest_events_come_first(tiny_folder: Path) -> None:
    for i in range(MOST_EVENTS + 1):
        add_rows(tiny_folder, "event", {
            "id": f"event-{i:02}", "label_zh": f"事{i}", "label_en": f"Event {i}",
            "date": f"20{i:02}", "kind": "settlement", "source": "invented",
        })  # fmt: skip
    shown = _events(read_site_data(open_graph(str(tiny_folder))))
    assert [e["date"] for e in shown] == [f"20{i:02}" for i in range(MOST_EVENTS, 0, -1)]
    assert shown[0]["href"] == f"entities/event-{MOST_EVENTS:02}.html"


def _drop(path: Path, start: str) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(start)]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")


def test_a_name_in_one_language_is_marked_in_the_other(tmp_path: Path, tiny: CitedGraph) -> None:
    assert tiny.store is not None
    english = [q for q in tiny.store if "Alpha Pumps" not in str(q.object)]
    path = tmp_path / "one.nq"
    path.write_text("\n".join(f"{q} ." for q in english) + "\n", encoding="utf-8")
    write_atlas(open_graph(str(path)), tmp_path / "atlas")
    html = (tmp_path / "atlas" / "entities" / "b1.html").read_text(encoding="utf-8")
    assert '<span class="en badge warn">no English name</span>' in html
    assert '<span class="zh badge warn">' not in html


def test_strange_addresses_become_safe_files(tmp_path: Path, tiny: CitedGraph) -> None:
    from ecograph.base.namespaces import ID_BASE

    assert tiny.store is not None
    text = "\n".join(f"{q} ." for q in tiny.store) + "\n"
    path = tmp_path / "strange.nq"
    path.write_text(text.replace(f"<{ID_BASE}b1>", "<javascript:alert(1)>"), encoding="utf-8")
    write_atlas(open_graph(str(path)), tmp_path / "atlas")
    (page,) = (tmp_path / "atlas" / "entities").glob("javascript-*.html")
    assert "Alpha Pumps" in page.read_text(encoding="utf-8")
    for other in (tmp_path / "atlas").rglob("*.html"):
        assert 'href="javascript' not in other.read_text(encoding="utf-8").lower()


@pytest.fixture(scope="module")
def site_data(tiny: CitedGraph) -> SiteData:
    return read_site_data(tiny)


def test_how_many_share_a_rank_stands_apart_from_it(built: Path) -> None:
    page = (built / "entities" / "b1.html").read_text(encoding="utf-8")
    english = re.sub(r'<span class="zh" lang="zh">[^<]*</span>', "", page)
    told = re.sub(r"<[^>]*>", "", english)
    assert re.search(r"of \d+\s+\(\d+ tied\)", told)
    assert not re.search(r"\d\(\d+ tied\)", told)


def test_two_things_of_one_name_are_both_shown_around_a_third(tiny_folder: Path) -> None:
    named = {"label_zh": "虚构甲泵业", "label_en": "Alpha Pumps", "source": "invented"}
    add_rows(tiny_folder, "firm", {"id": "b9", **named})
    for i in (1, 2):  # said twice, shown once
        at = statement(id=f"location-b9-{i}", located="b9", place="rivermouth")
        add_rows(tiny_folder, "location", at)
    site_data = read_site_data(open_graph(str(tiny_folder)))
    around = entity_context(site_data, "rivermouth", {})["around"]
    assert [around.count(f'href="../entities/{key}.html"') for key in ("b1", "b9")] == [1, 1]


def test_what_somebody_here_makes_is_drawn_as_there(site_data: SiteData) -> None:
    gaps = site_data.gaps_by_product
    asked = ("motor", "seal", "pump", "unasked")
    drawn = {p: _box(site_data, p, gaps.get(p, [None])[0], set(asked), "") for p in asked}
    assert {p: (box.state, box.second.whole[1]) for p, box in drawn.items()} == {
        "motor": ("lacking", "missing link"),
        "seal": ("broken", "weak link · made by Gamma Seals"),
        "pump": ("made", "made by Alpha Pumps, Beta Pumps"),
        "unasked": ("plain", "no known local maker"),  # nobody needs it, so nothing is missing
    }


def test_the_page_of_a_thing_leads_to_the_page_of_its_chain(site_data: SiteData) -> None:
    found = {key: entity_context(site_data, key, {})["chain"] for key in ("pump-chain", "pump")}
    assert found == {"pump-chain": "../chains/pump-chain.html", "pump": None}


def test_the_page_of_an_entity_says_why_a_fact_is_read_so(
    tiny_folder: Path, tmp_path: Path
) -> None:
    row = statement(id="loc", located="b1", place="hillside", evidence="implied")
    add_rows(
        tiny_folder, "location", row | {"basis_zh": "由上文推得", "basis_en": "by the context"}
    )
    write_atlas(open_graph(str(tiny_folder)), tmp_path / "atlas")
    html = (tmp_path / "atlas" / "entities" / "b1.html").read_text(encoding="utf-8")
    told = re.findall(r'<tr id="([^"]*)">(.*?)</tr>', html, re.S)
    why = {key for key, cells in told if "由上文推得" in cells and "by the context" in cells}
    assert why == {"loc"}


def test_a_chain_shows_the_products_that_are_its_own(tiny_folder: Path) -> None:
    named = {"label_zh": "物", "label_en": "thing", "source": "invented"}
    for key in ("anvil", "valve", "gauge"):
        add_rows(tiny_folder, "product", {"id": key, **named})
    add_rows(tiny_folder, "industry_chain", {
        "id": "sub", "label_zh": "分链", "label_en": "part", "part_of": "pump-chain",
        "source": "invented",
    })  # fmt: skip
    add_rows(tiny_folder, "requirement",
             statement(id="r1", requirer="seal", input="valve"),
             statement(id="r2", requirer="sub", input="gauge"),
             statement(id="r3", requirer="anvil", input="seal"))  # fmt: skip
    site_data = read_site_data(open_graph(str(tiny_folder)))
    assert products_of(site_data, "pump-chain") == ["gauge", "motor", "pump", "seal", "valve"]
    assert products_of(site_data, "sub") == ["gauge"]


def test_the_page_of_a_chain_refers_to_the_sources_of_its_actors_and_its_figures(
    tiny_folder: Path, tmp_path: Path
) -> None:
    add_document(tiny_folder, tmp_path / "documents", "paper", "水泵产业链产值3亿元")
    add_rows(tiny_folder, "indicator", {
        "id": "output", "label_zh": "产值", "label_en": "Output", "definition_zh": "产值",
        "definition_en": "Output", "unit": "cny-100m", "additive": "true", "source": "invented",
    })  # fmt: skip
    seen = statement(id="seen", indicator="output", about="pump-chain", period="2023")
    seen |= {"value_written": "3亿元", "value": "3", "unit": "cny-100m", "qualifier": "exact"}
    add_rows(tiny_folder, "observation", seen | {"source": "paper", "paragraph": "1",
                                                 "span": "7..10"})  # fmt: skip
    shown = chain_context(read_site_data(open_graph(str(tiny_folder))), "pump-chain")
    references = {label[1]: number for number, label, _ in shown["references"]}
    assert set(references) == {"invented data for examples and tests", "paper"}
    (figure,) = shown["figures"]
    (place,) = figure["places"]
    assert (place["number"], place["paragraph"], place["span"]) == (
        references["paper"], 1, "7..10"
    )  # fmt: skip
    numbers = {actor["place"]["number"] for actor in shown["actors"]}
    assert numbers == {references["invented data for examples and tests"]}


def test_the_drawing_of_a_chain_says_what_is_missing_and_who_makes_the_rest(
    site_data: SiteData,
) -> None:
    svg = str(chain_context(site_data, "pump-chain")["drawing"].svg)
    boxes = {
        key: (state, inputs, re.search("<title>(.*?)</title>", rest)[1])  # type: ignore[index]
        for state, key, inputs, rest in re.findall(
            r'<g class="box ([^"]*)" data-key="([^"]*)" data-inputs="([^"]*)">(.*?)</g>', svg, re.S
        )
    }
    assert {key: state for key, (state, *_) in boxes.items()} == {
        "motor": "lacking", "seal": "broken", "pump": "made"
    }  # fmt: skip
    assert "motor | missing link | needed by Alpha Pumps" in boxes["motor"][2]
    assert "seal | weak link · made by Gamma Seals | needed by" in boxes["seal"][2]
    assert boxes["pump"][2].endswith("pump | made by Alpha Pumps, Beta Pumps")
    assert [inputs for _, inputs, _ in boxes.values()] == ["", "", "motor:stated seal:stated"]


def test_a_chain_says_how_sure_its_makers_inputs_and_actors_are(
    tiny_folder: Path, tmp_path: Path
) -> None:
    rows = {
        "requirement": statement(
            id="r1", requirer="seal", input="motor", evidence="editorial", source="editorial"
        ),
        "production": statement(id="m1", maker="b2", product="seal", evidence="implied"),
        "participation": statement(
            id="p1", participant="s1", chain="pump-chain", role="promoter", evidence="implied"
        ),
    }
    why = {"basis_zh": "推", "basis_en": "read"}
    for table, row in rows.items():
        add_rows(tiny_folder, table, row | why)
    for key in ("m1", "p1"):
        add_rows(tiny_folder, "doubt", {
            "id": f"d-{key}", "statement": key, "kind": "ambiguous", "confidence": "high",
            "basis_zh": f"{key}不明", "basis_en": f"{key} unclear", "source": "invented",
        })  # fmt: skip
    graph = open_graph(str(tiny_folder))
    shown = chain_context(read_site_data(graph), "pump-chain")
    told = {
        (p["label"][1], column): [
            (g["label"] and g["label"][1], m["label"][1], m["doubt"] and m["doubt"][1])
            for g in p[column]
            for m in g["members"]
        ]
        for p in shown["products"]
        for column in ("makers", "inputs")
    }
    assert told["seal", "makers"] == [
        (None, "Gamma Seals", None), ("implied", "Beta Pumps", "m1 unclear")
    ]  # fmt: skip
    assert told["seal", "inputs"] == [("editorial", "motor", None)]
    assert told["pump", "inputs"] == [(None, "motor", None), (None, "seal", None)]
    actors = {a["label"][1]: a for a in shown["actors"] if a["evidence"] != "stated"}
    assert set(actors) == {"Gamma Seals"}
    assert actors["Gamma Seals"]["doubt"] == ("含义不明：p1不明", "ambiguous: p1 unclear")
    found = re.findall(r'data-key="(\w+)" data-inputs="([^"]*)"', str(shown["drawing"].svg))
    assert dict(found) == {
        "motor": "", "seal": "motor:editorial", "pump": "motor:stated seal:stated"
    }  # fmt: skip
    write_atlas(graph, tmp_path / "atlas")
    html = (tmp_path / "atlas" / "chains" / "pump-chain.html").read_text(encoding="utf-8")
    (role,) = (r for r in re.findall(r"<td>(.*?)</td>", html, re.S) if "p1 unclear" in r)
    assert "badge" in role and "由原文推得" in role
    assert re.search(r"editorial</span></span> .*?<a [^>]*>.*?motor", html, re.S)
    assert 'title="m1不明&#10;m1 unclear"' in html


def test_of_two_statements_of_one_requirement_the_firmer_counts(tiny_folder: Path) -> None:
    again = statement(
        id="a-again", requirer="pump", input="seal", evidence="editorial", source="editorial"
    )
    add_rows(tiny_folder, "requirement", again | {"basis_zh": "识", "basis_en": "known"})
    site_data = read_site_data(open_graph(str(tiny_folder)))
    assert site_data.inputs_of["pump"]["seal"] == ("stated", None)


def test_the_columns_of_a_page_say_what_the_picture_says(tiny: CitedGraph) -> None:
    picture = view_of_part(read_site_data(tiny)).picture
    held = payload(network_of(picture), about_of(picture))
    edges, keys = held["edges"], held["nodes"]["id"]

    def named(legend: str, column: str) -> list[str]:
        rows = held[legend]  # type: ignore[literal-required]
        numbers = edges.get(column, [0] * len(picture.edges))
        return [rows[n]["key"] for n in numbers]

    assert [keys[int(n or 0)] for n in edges["source"]] == [e.source for e in picture.edges]
    assert [keys[int(n or 0)] for n in edges["target"]] == [e.target for e in picture.edges]
    assert named("relations", "relation") == [e.relation for e in picture.edges]
    assert named("modalities", "modality") == [e.modality for e in picture.edges]
    assert named("evidence", "evidence") == [e.evidence for e in picture.edges]
    assert named("sources", "document") == [e.document for e in picture.edges]
    assert edges["statement"] == [e.statement for e in picture.edges]
    told = [held["doubts"][int(n or 0)] for n in edges.get("doubt", [0] * len(picture.edges))]
    assert [(row["zh"], row["en"]) for row in told] == [e.doubt for e in picture.edges]
    classes = [held["classes"][int(n or 0)]["key"] for n in held["nodes"]["class"]]
    assert classes == [e.class_name for e in picture.entities]
    (makes,) = (row for row in held["relations"] if row["key"] == "Production")
    assert (makes["zh"], makes["en"]) == ("生产", "Production")


@pytest.mark.parametrize("network", [None, "supply"])
def test_the_edges_of_a_page_tell_their_doubts(tiny_folder: Path, network: str | None) -> None:
    add_rows(tiny_folder, "doubt", {
        "id": "d", "statement": "supply-s1-b1-seal", "kind": "ambiguous", "confidence": "high",
        "suggested_value": "2", "basis_zh": "不明", "basis_en": "unclear", "source": "invented",
    })  # fmt: skip
    picture = view_of_part(read_site_data(open_graph(str(tiny_folder))), network=network).picture
    held = payload(network_of(picture), about_of(picture))
    numbers = dict(zip(held["edges"]["statement"], held["edges"]["doubt"], strict=True))
    told = {s: held["doubts"][int(n or 0)]["en"] for s, n in numbers.items()}
    assert {s: words for s, words in told.items() if words} == {
        "supply-s1-b1-seal": "ambiguous: unclear → 2"
    }


def test_an_edge_that_rests_on_a_doubted_statement_tells_the_doubt(tiny_folder: Path) -> None:
    add_rows(tiny_folder, "doubt", {
        "id": "d", "statement": "production-b1-pump", "kind": "ambiguous", "confidence": "high",
        "basis_zh": "不明", "basis_en": "unclear", "source": "invented",
    })  # fmt: skip
    picture = view_of_part(
        read_site_data(open_graph(str(tiny_folder))), network="firm-product-firm"
    ).picture
    (edge,) = picture.edges
    assert {edge.source, edge.target} == {"b1", "b2"}
    assert edge.doubt == ("含义不明：不明", "ambiguous: unclear")


def test_what_is_said_of_a_node_tells_its_evidence(tiny_folder: Path) -> None:
    row = statement(id="role", participant="s1", chain="pump-chain", role="promoter")
    add_rows(tiny_folder, "participation",
             row | {"evidence": "implied", "basis_zh": "推", "basis_en": "read"})  # fmt: skip
    picture = view_of_part(read_site_data(open_graph(str(tiny_folder))), network="supply").picture
    said = {one.value[1]: one.evidence for one in picture.said["s1"]}
    assert {e for words, e in said.items() if "promoter" in words} == {"implied"}
    held = payload(network_of(picture), about_of(picture))
    facts = zip(held["facts"]["valueEn"], held["facts"]["evidence"], strict=True)
    assert {n for words, n in facts if "promoter" in str(words)} == {1}


def test_the_sources_of_a_chain_are_counted(site_data: SiteData) -> None:
    (shown,) = chain_context(site_data, "pump-chain")["sources"]
    assert shown == (("为示例与测试虚构的数据", "invented data for examples and tests"), 4)


def test_equal_values_share_a_place_and_a_low_constraint_is_first() -> None:
    def thing(key: str, **measures: float) -> Entity:
        return Entity(key, "Firm", (key, key), measures=measures)

    things = (
        thing("a", degree=2, constraint=0.5),
        thing("b", degree=3, constraint=0.2),
        thing("c", degree=2),
        thing("d", degree=1, constraint=0.9),
    )
    measures = {"degree": ("度", "degree"), "constraint": ("约束", "constraint")}
    picture = Picture(("网", "net"), ("", ""), things, (), {}, {}, Method("x"), measures=measures)
    ranks = ranks_of(picture)
    places = {m: {k: p.rank for k, p in of.items()} for m, of in ranks.by_measure.items()}
    assert places == {
        "degree": {"b": 1, "a": 2, "c": 2, "d": 4},
        "constraint": {"b": 1, "a": 2, "d": 3},
    }
    held = ranks.by_measure["constraint"]["a"]
    assert (held.rank, held.tied, held.value) == (2, 1, 0.5)
    assert ranks.by_measure["degree"]["c"].tied == 2
    assert ranks.count == 4


def test_places_are_compared_by_what_is_said_of_them(tiny_folder: Path) -> None:
    for key in ("people", "firms"):
        add_rows(tiny_folder, "indicator", {
            "id": key, "label_zh": f"{key}数", "label_en": f"Number of {key}",
            "definition_zh": key, "definition_en": key, "unit": "count", "additive": "true",
            "source": "invented",
        })  # fmt: skip
    said = (
        ("people", "rivermouth", "2023", "1200", "count", "exact", "exists"),
        ("people", "hillside", "2023", "3400", "count", "ge", "exists"),
        ("people", "farland", "2024", "5000", "count", "exact", "exists"),
        ("firms", "hillside", "2023", "7", "count", "exact", "planned"),
        ("firms", "b1", "2023", "8", "count", "exact", "exists"),
    )
    for number, (indicator, about, period, value, unit, qualifier, modality) in enumerate(said):
        add_rows(tiny_folder, "observation", statement(
            id=f"seen-{number}", indicator=indicator, about=about, period=period,
            value_written=f"约{value}", value=value, unit=unit, qualifier=qualifier,
        ) | {"modality": modality})  # fmt: skip
    shown = compare_context(read_site_data(open_graph(str(tiny_folder))))
    assert [p["label"][1] for p in shown["places"]] == ["Rivermouth", "Hillside", "Farland"]
    assert (shown["known"], shown["filled"], shown["cells"]) == (3, 3, 6)
    (chart,) = shown["charts"]  # one place alone is not compared
    assert (chart["period"], chart["coverage"], chart["unknown"]) == ("2023", (2, 2), [])
    assert chart["bars"].index("3,400") < chart["bars"].index("1,200")
    assert chart["sources"] == [("为示例与测试虚构的数据", "invented data for examples and tests")]
    written = [
        (row["period"], [[c["written"][1] for c in cell] for cell in row["cells"]])
        for row in shown["table"]
    ]
    assert written == [
        ("2023", [["1,200"], ["a little over 3,400"], []]),
        ("2024", [[], [], ["5,000"]]),
    ]
    assert len(shown["references"]) == 1
    assert {c["place"]["source"][1] for row in shown["table"] for cell in row["cells"]
            for c in cell} == {"invented data for examples and tests"}  # fmt: skip


def test_a_compared_value_says_that_it_is_doubted_or_implied(
    tiny_folder: Path, tmp_path: Path
) -> None:
    add_rows(tiny_folder, "indicator", {
        "id": "people", "label_zh": "人数", "label_en": "People", "definition_zh": "人数",
        "definition_en": "People", "unit": "count", "additive": "true", "source": "invented",
    })  # fmt: skip
    for about, value, evidence in (
        ("rivermouth", "1200", "stated"),
        ("hillside", "3400", "implied"),
        ("farland", "9", "stated"),
    ):
        add_rows(tiny_folder, "observation", statement(
            id=f"seen-{about}", indicator="people", about=about, period="2023", value=value,
            value_written=f"{value}人", unit="count", qualifier="exact",
        ) | {"evidence": evidence, "basis_zh": "推", "basis_en": "read"})  # fmt: skip
    add_rows(tiny_folder, "doubt", {
        "id": "d", "statement": "seen-rivermouth", "kind": "implausible", "confidence": "high",
        "suggested_value": "12", "basis_zh": "太大", "basis_en": "too large", "source": "invented",
    })  # fmt: skip
    graph = open_graph(str(tiny_folder))
    shown = compare_context(read_site_data(graph))
    (row,), (chart,) = shown["table"], shown["charts"]
    told = {c["written"][1]: (c["doubt"], c["evidence"]) for cell in row["cells"] for c in cell}
    why = ("数值不合常理：太大 → 12", "implausible value: too large → 12")
    assert told == {
        "1,200": (why, "stated"), "3,400": (None, "implied"), "9": (None, "stated")
    }  # fmt: skip
    drawn = str(chart["bars"])
    assert ">1,200 (doubtful)<" in drawn and ">3,400 (implied)<" in drawn
    assert ">9<" not in drawn  # a whole is not drawn beside its part
    assert f"<title>{why[0]} · {why[1]}</title>" in drawn and ">1200人（存疑）<" in drawn
    write_atlas(graph, tmp_path / "atlas")
    html = (tmp_path / "atlas" / "compare.html").read_text(encoding="utf-8")
    whole = html.partition('<table class="compare">')[2]
    cells = re.findall(r"<td>(.*?)</td>", whole, re.S)
    assert [why[0] in c and why[1] in c for c in cells] == [True, False, False]
    assert ["implied" in c for c in cells] == [False, True, False]


@pytest.mark.parametrize(
    "key", ["../../x", "con", "CON", "a/b", "x" * 300, "nul", "厦门", "", "a\x00b"]
)
def test_page_names_are_safe(key: str) -> None:
    name = page_name(key)
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,80}", name) and name not in ("con", "nul")
    assert page_name("plain-id-1") == "plain-id-1"


@pytest.mark.parametrize(
    ("address", "linked"),
    [("https://example.org/a?b=1&c=2", True), ("javascript:alert(1)", False), ("ftp://x", False)],
)
def test_a_page_links_to_the_address_of_a_document(
    tiny_folder: Path, tmp_path: Path, address: str, linked: bool
) -> None:
    page = {"id": "page", "label_zh": "网页", "label_en": "web page", "kind": "paper"}
    page |= {"licence": "free", "address": address, "sha256": "0" * 64}
    add_rows(tiny_folder, "sources", page)
    row = statement(id="sup", supplier="s1", buyer="b1", product="seal", source="page")
    add_rows(tiny_folder, "supply", row | {"paragraph": "1", "span": "0..4"})
    write_atlas(open_graph(str(tiny_folder)), tmp_path / "atlas")
    html = (tmp_path / "atlas" / "entities" / "b1.html").read_text(encoding="utf-8")
    written = f'href="{address.replace("&", "&amp;")}"'
    assert (written in html) is linked and "web page" in html


# ------------------------------------------------------------- pages at scale


@pytest.mark.parametrize("what", ["view", "atlas"])
def test_an_endpoint_is_asked_no_more_for_more_entities(
    tiny: CitedGraph, tiny_folder: Path, tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two queries for a batch of entities, not two for each."""
    rows = [
        {"id": f"more-{i}", "label_zh": f"企{i}", "label_en": f"m{i}", "source": "invented"}
        for i in range(40)
    ]
    add_rows(tiny_folder, "firm", *rows)
    places = (statement(id=f"location-{r['id']}", located=r["id"], place="hillside") for r in rows)
    add_rows(tiny_folder, "location", *places)
    asked: list[str] = []

    def counted(address: str, query: str) -> list[tuple[Any, ...]]:
        asked.append(query)
        return select_remote(address, query)

    monkeypatch.setattr("ecograph.graph.remote_rows.select_remote", counted)
    counts = []
    for graph in (tiny, open_graph(str(tiny_folder))):
        asked.clear()
        with endpoint(graph) as address:
            if what == "view":
                write_view(open_graph(address), tmp_path / "x.html")
            else:
                write_atlas(open_graph(address), tmp_path / str(len(counts)))
        counts.append(len(asked))
        batches = [q for q in asked if "VALUES ?entity" in q]
        assert len(batches) == 2
    assert counts[0] == counts[1]


def test_a_long_list_goes_on_on_further_pages(
    tiny: CitedGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_atlas(tiny, tmp_path / "whole")
    monkeypatch.setattr("ecograph.pages.atlas.MOST_FACTS", 3)
    monkeypatch.setattr("ecograph.pages.atlas.MOST_ROWS", 2)
    write_atlas(tiny, tmp_path / "parts")
    for name, most in (("entities/b1", 3), ("chains/pump-chain", 2)):
        whole = tmp_path / "whole" / f"{name}.html"
        pages = [tmp_path / "parts" / f"{name}.html"]
        pages += sorted((tmp_path / "parts").glob(f"{name}.[0-9].html"))
        assert len(pages) > 1
        texts = [page.read_text(encoding="utf-8") for page in pages]
        for text in texts:
            assert all(f'href="{page.name}"' in text for page in pages)
            assert text.count('aria-current="page"') == 1
        wanted = re.findall(r'<tr id="([^"]+)"', whole.read_text(encoding="utf-8"))
        assert [i for text in texts for i in re.findall(r'<tr id="([^"]+)"', text)] == wanted
        assert max(text.count("<tr id=") for text in texts) <= most


def test_a_large_chain_is_drawn_in_part(
    site_data: SiteData, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not chain_context(site_data, "pump-chain")["drawn_part"]
    monkeypatch.setattr("ecograph.pages.chain_page.MOST_DRAWN", 1)
    shown = chain_context(site_data, "pump-chain")
    assert shown["drawn_part"] and shown["drawing"].svg.count('<g class="box') < 3
    assert len(shown["products"]) == 3
