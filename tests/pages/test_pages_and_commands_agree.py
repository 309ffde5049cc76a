"""Needs, their states, gaps and local makers are the same on pages, in commands and in Python."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import ecograph
from ecograph.graph.opening import CitedGraph, open_graph
from ecograph.pages.atlas import write_atlas
from ecograph.pages.chain_page import chain_context
from ecograph.pages.gaps import gap_row
from ecograph.pages.site_data import SiteData, read_site_data

DISPLAY = "flat-panel-display-chain"


@pytest.fixture(scope="module", params=["tiny", "xiamen"])
def site_data(request: pytest.FixtureRequest) -> SiteData:
    return read_site_data(open_graph(request.param))


def chains(site_data: SiteData) -> list[str]:
    return sorted(r["id"] for r in site_data.rows("industry_chain"))


def test_every_chain_has_the_needs_and_states_of_the_command(site_data: SiteData) -> None:
    d = ecograph.open(site_data.told.graph.name)
    seen = 0
    for chain in chains(site_data):
        shown = chain_context(site_data, chain)["rates"]
        if shown is None:
            with pytest.raises(ecograph.EcographError, match="no need"):
                d.needs(chain=chain)
            continue
        told = {r["measure"]: r for r in d.needs(chain=chain).rows()}
        states = [r["count"] for m, r in told.items() if m.startswith("needs.")]
        assert [n for _, n in shown["states"]] == states, chain
        assert told["lmr.links"]["of"] == shown["needs"]
        assert sum(states) == shown["needs"] > 0
        assert shown["links_count"] == told["lmr.links"]["count"]
        assert shown["potential_count"] == told["lmr.potential"]["count"]
        seen += 1
    assert seen >= 1


def test_every_chain_has_the_gaps_of_the_command(site_data: SiteData) -> None:
    d = ecograph.open(site_data.told.graph.name)
    for chain in {"tiny": ["pump-chain"]}.get(
        site_data.told.graph.name, [DISPLAY, "automotive-chain"]
    ):
        page = chain_context(site_data, chain)
        shown = [(g["product"], g["kind_label"][1]) for g in page["gaps"]]
        told = d.gaps(chain=chain, top=0).rows()
        known = [r for r in told if r["kind"] not in ("unknown", "strong", "extension")]
        assert shown == [(site_data.label(r["product"]), r["kind_label"]) for r in known]
        unknown = [r["product"] for r in told if r["kind"] == "unknown"]
        assert [u["label"] for u in page["unknown"]] == [site_data.label(p) for p in unknown]
        assert told
        findings = [r["key"] for r in (*page["documented"], *page["editorial"])]
        assert sorted(findings) == sorted(r["product"] for r in known)


def test_the_sentence_of_a_chain_is_that_of_the_commands(site_data: SiteData) -> None:
    d = ecograph.open(site_data.told.graph.name)
    told = 0
    for chain in chains(site_data):
        if not site_data.known_gaps_in(chain):
            continue
        sentence = chain_context(site_data, chain)["sentence"]
        gaps = d.gaps(chain=chain).notes[0]
        (remedies,) = [n for n in d.remedies(chain=chain).notes if n[0] in sentence[0]]
        for i in (0, 1):
            assert sentence[i].startswith(gaps[i]) and remedies[i] in sentence[i]
        told += 1
    assert told


def test_the_makers_on_pages_are_those_that_the_analysis_counts(site_data: SiteData) -> None:
    assert site_data.all_gaps is not None
    assert (
        any(g.local_makers for g in site_data.all_gaps.gaps) or site_data.told.graph.name == "tiny"
    )
    for gap in site_data.all_gaps.gaps:
        assert len(site_data.makers.get(gap.product, ())) == gap.local_makers, gap.product


def test_the_row_of_a_gap_shows_its_numbers(site_data: SiteData) -> None:
    assert site_data.all_gaps is not None
    for gap in site_data.all_gaps.gaps:
        row = gap_row(site_data, gap)
        low, high = f"{gap.priority.low:.2f}", f"{gap.priority.high:.2f}"
        assert row["priority"][1] == (low if low == high else f"{low}–{high}")
        assert row["coverage"][1] == ("unknown" if gap.coverage is None else f"{gap.coverage:.0%}")
        assert (row["needs"], row["makers"]) == (gap.needs, gap.local_makers)
        assert row["states"] == [
            (site_data.code("need-state", s), n) for s, n in gap.counts.items() if n > 0
        ]
        held = list(gap.tests.values())
        assert len(row["chokepoint"]) == held.count(True)
        assert len(row["evidence"]) == len(gap.evidence)


def test_battery_has_the_makers_of_narrower_products(xiamen: CitedGraph) -> None:
    makers = read_site_data(xiamen).makers["battery"]
    assert {"hithium", "calb-xiamen", "xiamen-shidai-new-energy"} <= set(makers)


def test_the_page_the_command_and_python_say_one_number(xiamen: CitedGraph, tmp_path: Path) -> None:
    write_atlas(xiamen, tmp_path / "atlas")
    page = (tmp_path / "atlas" / "chains" / f"{DISPLAY}.html").read_text("utf-8")
    on_page = {tuple(map(int, found)) for found in re.findall(r"\((\d+)/(\d+)\)", page)}
    findings = "".join(re.findall(r'<table class="sortable findings">.*?</table>', page, re.S))
    kinds = re.findall(r'<span class="badge gap-([a-z]+)"', findings)
    command = [sys.executable, "-c", "from ecograph.cli import main; main()", "needs"]
    command += ["--chain", DISPLAY, "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told = {r["measure"]: r for r in json.loads(done.stdout)["rows"]}
    in_python = {r["measure"]: r for r in ecograph.open("xiamen").needs(chain=DISPLAY).rows()}
    assert told.keys() == in_python.keys()
    for measure in ("lmr.links", "lmr.potential"):
        pair = (told[measure]["count"], told[measure]["of"])
        assert pair in on_page
        assert pair == (in_python[measure]["count"], in_python[measure]["of"])
    gaps = ecograph.open("xiamen").gaps(chain=DISPLAY, top=0).rows()
    known = [g["kind"] for g in gaps if g["kind"] not in ("unknown", "strong", "extension")]
    assert sorted(kinds) == sorted(known)
