"""The drawing of what is around an entity tells how sure each line is and what is doubted."""

import re
from pathlib import Path
from typing import Any

import pytest

from ecograph.base.evidence import EVIDENCE
from ecograph.graph.opening import open_tables
from ecograph.pages.entity_page import entity_context
from ecograph.pages.site_data import SiteData, read_site_data
from ecograph.pages.svg import Wing, butterfly
from rdf_help import add_rows, statement

LINE = re.compile(r'<path class="edge (\w+)"[^>]*/>(<text class="doubt"[^>]*>\?</text>)?')
OURS = {"evidence": "editorial", "source": "editorial"}


def wing(evidence: str = "stated", modality: str = "exists", doubt: str = "") -> Wing:
    both = (doubt and "存疑原因", doubt)
    return Wing(("甲", "A"), "a.html", ("生产", "makes"), modality, True, evidence, both)


@pytest.mark.parametrize("evidence", EVIDENCE)
@pytest.mark.parametrize("modality", ["exists", "planned"])
@pytest.mark.parametrize("doubt", ["", "the name is <garbled>"])
def test_a_line_tells_evidence_modality_and_doubt(evidence: str, modality: str, doubt: str) -> None:
    drawn = str(butterfly(("中", "C"), [wing(evidence, modality, doubt)]))
    [(level, mark)] = LINE.findall(drawn)
    assert (level, bool(mark)) == (evidence, bool(doubt))
    assert ("stroke-dasharray" in drawn) == (modality != "exists")
    [told] = re.findall("<title>(.*?)</title>", drawn)
    words = {"stated": "原文明示", "implied": "由原文推得", "editorial": "编辑补充"}
    assert words[evidence] in told and f"A (makes) · {evidence}" in told
    assert ("Doubtful: the name is &lt;garbled&gt;" in told) == bool(doubt)
    assert ("存疑：存疑原因" in told) == bool(doubt)


@pytest.fixture
def site(tiny_folder: Path) -> SiteData:
    """The invented region where b1 develops three products, one twice and one in doubt."""
    rows = [
        statement(id="dev-1", developer="b1", developed="motor", **OURS),
        statement(id="dev-2", developer="b1", developed="motor", evidence="implied"),
        statement(id="dev-3", developer="b1", developed="seal", **OURS),
        statement(id="dev-4", developer="b1", developed="pump"),
        statement(id="dev-5", developer="b1", developed="pump"),
    ]
    add_rows(tiny_folder, "development", *rows)
    why = {"basis_zh": "不清楚", "basis_en": "not clear", "confidence": "low", "kind": "ambiguous"}
    doubted = [{"id": f"doubt-{k}", "statement": f"dev-{k}"} | why for k in (3, 4)]
    add_rows(tiny_folder, "doubt", *[d | {"source": "editorial"} for d in doubted])
    return read_site_data(open_tables(tiny_folder, "invented"))


def lines_to(site: SiteData, key: str) -> dict[str, tuple[str, bool]]:
    """What each neighbour that is developed is called, with the look of its line."""
    drawn = str(entity_context(site, key, {})["around"])
    parts = re.findall(LINE.pattern + r'<a href="[^"]*"><title>([^<]*)</title>', drawn)
    return {t: (level, bool(mark)) for level, mark, t in parts if "develop" in t.lower()}


def test_the_firmest_statement_counts_and_its_doubt(site: SiteData) -> None:
    found = lines_to(site, "b1")
    looks: dict[str, Any] = {}
    for told, look in found.items():
        for key in ("motor", "seal", "pump"):
            if site.label(key)[1] in told:
                looks[key] = look
    # of two alike the firmest; of two equally firm the one that is not doubted
    assert looks == {
        "motor": ("implied", False), "seal": ("editorial", True), "pump": ("stated", False)
    }  # fmt: skip
    assert sum("Doubtful: " in told for told in found) == 1


def test_the_page_says_what_the_lines_mean(site: SiteData) -> None:
    samples = entity_context(site, "b1", {})["samples"]
    words = ["原文明示 stated", "由原文推得 implied", "编辑补充 editorial", "存疑 Doubtful"]
    assert [" ".join(label) for _, label in samples] == words
    for evidence, (drawn, _) in zip((*EVIDENCE, "stated"), samples, strict=True):
        assert f'class="edge {evidence}"' in str(drawn)
    assert ">?</text>" in str(samples[-1][0])
