"""Policy finds firm, as it is asked: verdicts on Xiamen, the day, what is left out, the shapes."""

from typing import Any

import pyshacl
import pytest
import rdflib

import ecograph
from ecograph.base.errors import UnknownName, UsageError
from ecograph.eligibility.shapes import SHAPES
from ecograph.graph.rdf_files import rdf_bytes
from ecograph.operations.eligibility import shapes_of

HAICANG = "policy-haicang-st-funds-2022"


@pytest.fixture(scope="module")
def xiamen() -> ecograph.Dataset:
    return ecograph.open("xiamen")


def rows(dataset: ecograph.Dataset, **asked: Any) -> list[dict[str, Any]]:
    return dataset.eligible(top=0, **asked).rows("zh")


def test_what_is_met_so_far_stands_first(xiamen: ecograph.Dataset) -> None:
    first = rows(xiamen, policy=HAICANG)[0]
    assert (first["body"], first["gives"]) == ("baotai-bio", "一次性50万元")
    assert "海沧区" in first["met"]
    assert "博士后" in first["met"]
    assert "获得认定" in first["not_known"]  # only who was recognised in 2025 can apply
    assert first["verdict"] == "undecidable"
    assert "certification-baotai-bio-postdoctoral-station" in first["statements"]
    assert (first["apply_from"], first["apply_until"]) == ("2026-03-06", "2026-03-20")


def test_a_no_says_the_condition_and_the_fact(xiamen: ecograph.Dataset) -> None:
    found = rows(xiamen, policy=HAICANG, firm="yealink")
    assert {r["verdict"] for r in found} == {"not"}
    assert all("海沧区" in r["failed"] and "湖里" in r["failed"] for r in found)


def test_what_is_not_known_is_said(xiamen: ecograph.Dataset) -> None:
    found = rows(xiamen, policy=HAICANG, firm="zeesan-biotech")
    assert {r["verdict"] for r in found} == {"undecidable"}
    assert all(r["not_known"] for r in found)


def test_policies_that_are_over_are_left_out_unless_named(xiamen: ecograph.Dataset) -> None:
    over = "policy-fujian-electric-2023"
    late = xiamen.eligible(firm="king-long", top=0)
    assert over not in {e.policy for e in late.value.eligibilities}
    assert over in late.value.over
    assert over in {
        e.policy for e in xiamen.eligible(firm="king-long", as_of="2024").value.eligibilities
    }
    named = rows(xiamen, policy=over, firm="king-long")
    assert named
    assert {r["state"] for r in named} == {"已失效"}


def test_a_policy_without_conditions_says_so(xiamen: ecograph.Dataset) -> None:
    found = xiamen.eligible(policy="policy-government-procurement")
    assert found.rows() == []
    assert "没有收录" in found.notes[0][0]


def test_without_a_policy_or_firm_the_rows_are_awards(xiamen: ecograph.Dataset) -> None:
    found = xiamen.eligible(top=0)
    held = found.rows()
    assert len({(r["policy"], r["award"]) for r in held}) > 100
    assert sum(r["eligible"] for r in held) == found.value.counts()["eligible"]
    decided: dict[str, set[str]] = {}
    for e in found.value.eligibilities:
        if e.verdict != "undecidable":
            decided.setdefault(e.policy, set()).add(e.body)
    assert sum(len(bodies) >= 5 for bodies in decided.values()) >= 10
    assert all(r["gives"] or r["state"] for r in held)


def test_only_what_a_source_says_decides(xiamen: ecograph.Dataset) -> None:
    whole = xiamen.eligible(top=0).value.eligibilities
    levels = {c.level for e in whole if e.verdict != "undecidable" for c in (*e.met, *e.failed)}
    assert levels <= {0, 1}
    documents = xiamen.eligible(sources="documents", top=0).value.eligibilities
    assert not [e for e in documents if e.verdict == "eligible"]


@pytest.mark.parametrize("as_of", ["soon", "2026-13", "26", "2024/2025x"])
def test_what_is_no_day_is_refused(xiamen: ecograph.Dataset, as_of: str) -> None:
    with pytest.raises(UsageError, match="is no date"):
        xiamen.eligible(policy=HAICANG, as_of=as_of)


def test_who_or_what_is_not_there_is_said(xiamen: ecograph.Dataset) -> None:
    for asked in ({"firm": "nobody"}, {"policy": "nothing"}, {"chain": "none"}):
        with pytest.raises(UnknownName):
            xiamen.eligible(**asked)
    with pytest.raises(UnknownName):
        xiamen.eligible(policy=HAICANG, verdict=["maybe"])


def test_a_region_without_policies_answers_nothing(tmp_path: Any) -> None:
    found = ecograph.open("tiny").eligible()
    assert found.rows() == []


def test_the_shapes_give_the_same_verdicts(xiamen: ecograph.Dataset) -> None:
    result = xiamen.eligible(policy=HAICANG, chain="biomedicine-chain", top=0)
    text = rdf_bytes(shapes_of(xiamen.data, result.value), ".ttl")
    graph = rdflib.Graph().parse(data=text, format="turtle")
    _, report, _ = pyshacl.validate(graph, shacl_graph=graph, inference="none")
    assert isinstance(report, rdflib.Graph)
    failed = {
        (str(report.value(r, rdflib.SH.sourceShape)), str(report.value(r, rdflib.SH.focusNode)))
        for r in report.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult)
    }
    verdicts = set()
    for e in result.value.eligibilities:
        known, met = (
            (f"{SHAPES}{e.policy}/{e.award}/{s}", f"https://w3id.org/ecograph/id/{e.body}")
            not in failed
            for s in ("known", "met")
        )
        said = "eligible" if met else "not" if known else "undecidable"
        assert (e.award, e.body, e.verdict) == (e.award, e.body, said)
        verdicts.add(e.verdict)
    assert verdicts == {"not", "undecidable"}


def test_missing_facts_are_asked_for(xiamen: ecograph.Dataset) -> None:
    found = xiamen.ask_next(about="policies", top=0).rows("zh")
    assert all(r["settles"] <= r["awards"] for r in found)
    keys = {r["key"] for r in found}
    assert "district-zeesan-biotech" in keys
    assert {r["key"].split("-")[0] for r in found} == {"status", "figure", "district"}


def brief(dataset: ecograph.Dataset, language: str, **asked: Any) -> list[dict[str, Any]]:
    table = dataset.eligible(top=0, **asked).table(language, brief=True)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def test_people_read_amounts_in_their_language(xiamen: ecograph.Dataset) -> None:
    platform = {"policy": "policy-ftz-huli-ic-platform-2023"}  # written in English
    said = {r["gives"] for r in brief(xiamen, "zh", firm="yealink", **platform)}
    assert "50 %；最高 50 万元" in said
    said = {r["gives"] for r in brief(xiamen, "en", firm="yealink", policy=HAICANG)}
    assert any("50" in s for s in said if s)
    assert not any("万" in s for s in said if s)
    assert {r["gives"] for r in rows(xiamen, firm="yealink", policy=HAICANG)} >= {"一次性50万元"}


def test_calls_that_closed_say_so(xiamen: ecograph.Dataset) -> None:
    asked = {"policy": HAICANG, "firm": "baotai-bio"}
    assert all("已截止" in r["apply"] for r in brief(xiamen, "zh", **asked))
    early = brief(xiamen, "zh", as_of="2026-03-10", **asked)
    assert not any("已截止" in r["apply"] for r in early)


def test_what_is_met_and_asks_more_stands_once(xiamen: ecograph.Dataset) -> None:
    found = brief(xiamen, "zh", firm="amoytop", policy="policy-xm-technology-innovation-fund-guide")
    whole = [r for r in found if "其余要求须核定" in (r["met"] or "")]
    assert whole
    assert not any("其余要求须核定" in (r["not_known"] or "") for r in whole)


def test_awards_say_how_many_are_in_reach(xiamen: ecograph.Dataset) -> None:
    held = xiamen.eligible(top=0).rows()
    assert all(r["in_reach"] <= r["undecidable"] for r in held)
    tax = [r for r in held if r["policy"] == "policy-cn-ic-import-2021"]
    assert {0 < r["in_reach"] < r["undecidable"] for r in tax} == {True}
