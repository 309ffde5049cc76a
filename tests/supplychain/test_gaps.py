"""Ranked gaps, introductions, attraction, what-if, results as RDF, the commands, the report."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Dataset, parse

from ecograph.base.errors import UnknownName, Unreadable, UsageError
from ecograph.base.results import Measurement, Method
from ecograph.dataset import open as open_graph
from ecograph.graph.rdf_files import write_rdf
from ecograph.graph.results_rdf import results_as_rdf
from ecograph.supplychain.exposure import Downstream
from ecograph.supplychain.gaps import WEIGHTS, gaps_of
from ecograph.supplychain.introductions import introductions_of
from ecograph.supplychain.needs import needs_of
from ecograph.supplychain.scenario import (
    Scenario,
    apply_scenario,
    fits,
    read_scenario,
    removed_entities,
    shipped_scenarios,
)
from ecograph.supplychain.supply_use import build_supply_use
from ecograph.supplychain.whatif import whatif
from supply_use_help import all_rows, golden, golden_tables, ids, rows, with_table


def ecograph(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(

        [sys.executable, "-c", "from ecograph.cli import main; main()", *words],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_priority_is_the_sum_of_its_parts() -> None:
    result = gaps_of(golden(), "r")
    assert [(g.product, g.kind) for g in result.gaps] == [("b", "missing"), ("a", "weak")]
    for gap in result.gaps:
        known = {n: c for n, c in gap.components.items() if c is not None}
        low = sum(WEIGHTS[n] * c for n, c in known.items())
        missing = sum(w for n, w in WEIGHTS.items() if n not in known)
        assert gap.priority.low == pytest.approx(low)
        assert gap.priority.high == pytest.approx(low + missing)
        assert gap.coverage == 1
    assert sum(WEIGHTS.values()) == pytest.approx(1)


def test_evidence_of_a_gap() -> None:
    gap = gaps_of(golden(), "r").gaps[0]
    assert {e.table for e in gap.statements} == {"requirement", "production", "supply"}
    assert {e.citation for e in gap.statements} == {"citation-invented"}


def test_labs_and_support_raise_the_priority() -> None:
    more = {
        "lab": ids("lab"),
        "location": [*golden_tables().records("location"), {"located": "lab", "place": "r"}],
        "research": rows("researcher topic", ("lab", "b")),
        "targeting": rows("instrument target", ("plan", "b")),
    }
    plain, helped = (gaps_of(m, "r").gaps[0] for m in (golden(), golden(**more)))
    assert helped.labs == ("lab",)
    assert helped.instruments == ("plan",)
    assert helped.priority.low == pytest.approx(
        plain.priority.low + WEIGHTS["labs"] + WEIGHTS["support"]
    )


def test_extension_candidates() -> None:
    supply_use = golden(
        product=ids("e", "a", "b", "next"),
        requirement=rows("requirer input", ("e", "a"), ("e", "b"), ("next", "e"), ("next", "a")),
    )
    kinds = {g.product: g.kind for g in gaps_of(supply_use, "r").gaps}
    assert kinds == {"a": "weak", "b": "missing", "next": "extension"}
    only = gaps_of(supply_use, "r", kinds=("extension",))
    assert [g.product for g in only.gaps] == ["next"]
    with pytest.raises(UnknownName, match="missing"):
        gaps_of(supply_use, "r", kinds=("mising",))
    with pytest.raises(UsageError, match="no need"):
        gaps_of(supply_use, "other")


def test_gaps_of_a_chain_hold_its_sub_chains() -> None:
    supply_use = golden(
        industry_chain=[{"id": "whole"}, {"id": "part", "part_of": "whole"}],
        product=[*ids("e", "b"), {"id": "a", "chain": ["part"]}],
    )
    assert [g.product for g in gaps_of(supply_use, "r", chain="whole").gaps] == ["a"]


def test_introductions() -> None:
    (one,) = introductions_of(golden(), "r").introductions
    assert (one.buyer, one.product, one.supplier) == ("b2", "a", "s1")
    assert one.components == {
        "exact": 1.0, "proven": 1.0, "chain": 0.0, "near": 1.0, "certain": 1.0
    }  # fmt: skip
    assert one.path == (("b2", "makes", "e"), ("e", "requires", "a"), ("s1", "supplies", "a"))
    assert not introductions_of(golden(), "r", product="b").introductions


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("participation", {"participant": "s1", "chain": "chain"}),
        ("location", {"located": "s1", "place": "spot"}),
        ("production", {"maker": "s1", "product": "a"}),
    ],
)
@pytest.mark.parametrize(
    ("change", "counts"),
    [({}, True), ({"modality": "planned"}, False), ({"evidence": "editorial"}, False)],
)
def test_an_introduction_rests_on_what_exists_and_is_let_in(
    table: str, row: dict[str, str], change: dict[str, str], counts: bool
) -> None:
    """s1 makes the narrower a1; that it makes a, or is with b2, is said or not."""
    plain = golden_tables(
        industry_chain=ids("chain"),
        participation=rows("participant chain", ("b2", "chain")),
        district=[{"id": "spot", "part_of": ["r"]}, {"id": "else", "part_of": ["r"]}],
        location=rows("located place", ("b1", "r"), ("b2", "spot"), ("s1", "else")),
        product=[*ids("e", "a", "b"), {"id": "a1", "broader": ["a"]}],
        production=rows("maker product", ("b2", "e"), ("s1", "a1")),
        supply=[],
    )
    more = golden_tables(**{table: [{"id": "more", **row, **change}]})
    held = with_table(plain, table, plain.records(table) + more.records(table))
    introduced = introductions_of(build_supply_use(held, ("r",), "stated"), "r").introductions
    (one,) = (i for i in introduced if (i.buyer, i.product, i.supplier) == ("b2", "a", "s1"))
    component = {"participation": "chain", "location": "near", "production": "exact"}[table]
    assert one.components[component] == (1.0 if counts else 0.5 if component == "exact" else 0.0)


def test_gaps_with_a_document_behind_them_come_first() -> None:
    requirement = rows("requirer input", ("e", "a"), ("e", "b"))
    firm = [gap.product for gap in gaps_of(golden(requirement=requirement), "r").gaps]
    requirement[0]["evidence"] = "editorial"
    found = gaps_of(golden(requirement=requirement, supply=[]), "r").gaps
    assert [(g.product, g.documented, g.needs) for g in found] == [("b", 2, 2), ("a", 0, 2)]
    assert sorted(firm) == ["a", "b"]


# ------------------------------------------------------------------------ what-if


def changes(scenario: Scenario) -> dict[str, float | None]:
    """The differences, which are exact in the golden case."""
    result = whatif(golden(), "r", scenario)
    found = {c.indicator: c.difference for c in result.changes}
    open_ = ("chokepoint.candidates", "lmr.value")
    assert all(d is None or d.low == d.high or n in open_ for n, d in found.items())
    return {name: d and d.low for name, d in found.items()}


def test_removing_the_only_local_maker() -> None:
    found = changes(Scenario("s", {}, {}, gone_entities=("s1",)))
    assert found["lmr.links"] == -0.25
    assert found["lmr.potential"] == -0.5
    assert found["needs.no-known-maker"] == 2  # it is known to have gone, not unknown
    assert found["available.products"] == -1  # e, which needs a
    assert found["lost.share"] == 1
    result = whatif(golden(), "r", Scenario("s", {}, {}, gone_entities=("s1",)))
    assert [(s.round, [p for p, _ in s.failed]) for s in result.cascade] == [(1, ["a"]), (2, ["e"])]


def test_removing_a_link_keeps_the_need() -> None:
    supply_use = golden()
    link = supply_use.tables.column("supply", "id")[0]
    result = whatif(supply_use, "r", Scenario("s", {}, {}, gone_supplies=(link,)))
    (changed,) = result.changed_needs
    assert (changed.needed_by, changed.product) == ("b1", "a")
    assert (changed.before, changed.after) == ("linked-local", "latent-local")
    assert (changed.evidence, changed.doubts) == ("stated", ())


def test_removing_a_country_takes_what_lies_in_it() -> None:
    result = whatif(golden(), "r", Scenario("s", {}, {}, gone_entities=("other",)))
    assert list(result.cascade[0].failed) == [("b", ("s2",))]


def test_who_lies_wholly_in_a_place_goes_with_it_and_nobody_else() -> None:
    location = [*golden_tables().records("location")]
    location.append({"located": "s2", "place": "far", "modality": "planned"})
    location.append({"located": "s1", "place": "far"})
    gone = removed_entities(
        golden_tables(location=location), Scenario("s", {}, {}, gone_entities=("home",))
    )
    assert gone == {"home", "r", "other", "b1", "b2", "s2"}  # s1 is abroad too


def test_a_scenario_measures_what_it_changes() -> None:
    result = whatif(golden(), "r", Scenario("s", {}, {}, gone_entities=("s1",)))
    told = {m.definition: m.value for m in result.measurements()}
    assert told.keys() == {
        f"whatif.{side}.{c.indicator}"
        for c in result.changes
        for side, held in (("before", c.before), ("after", c.after), ("difference", c.difference))
        if held is not None
    }
    assert told["whatif.difference.lmr.potential"] == -0.5
    assert {m.about for m in result.measurements()} == {"r"}


def test_what_is_exposed_is_sorted_and_leaves_out_the_product_itself() -> None:
    supply_use = golden(
        product=ids("a", "b", "e", "e1", "e2", "e3", "elsewhere"),
        industry_chain=ids("chain"),
        requirement=rows(
            "requirer input",
            ("e", "a"), ("e3", "e"), ("e1", "e"), ("e2", "e1"), ("a", "e2"), ("elsewhere", "a"),
            ("chain", "e2"),
        ),
        production=rows(
            "maker product", ("b1", "e"), ("b2", "e3"), ("b1", "e1"), ("s1", "e2"), ("s1", "a"),
            ("s2", "elsewhere"), ("chain", "e1"),
        ),
    )  # fmt: skip
    found = Downstream(supply_use, "r").of("a")
    assert found.products == ("e", "e1", "e2", "e3")
    assert found.makers == ("b1", "b2", "s1")
    assert found.chains == ("chain",)
    assert found.size == 5


def test_adding_a_maker_and_a_supply() -> None:
    firm = {"id": "new", "place": "r", "makes": ["b"]}
    sale = {"supplier": "new", "buyer": "b1", "product": "b", "value_cny": 5}
    found = changes(Scenario("s", {}, {}, new_firms=(firm,), new_supplies=(sale,)))
    assert found["lmr.links"] == 0.25
    assert found["lmr.potential"] == 0.5
    assert found["gaps.missing"] == -1


def test_the_graph_is_not_changed() -> None:
    tables = golden_tables()
    before = all_rows(tables)
    apply_scenario(tables, Scenario("s", {}, {}, gone_entities=("s1", "home")))
    assert all_rows(tables) == before


def test_shipped_scenarios_are_read() -> None:
    assert len(shipped_scenarios()) >= 2
    for name in shipped_scenarios():
        held = read_scenario(name)
        assert held.id == name
        assert all(held.labels.values())
        assert all(held.descriptions.values())


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("remove = 3 4", Unreadable, "no TOML"),
        ("label_en = 'x'", UsageError, "id is missing"),
        ("id = 'x'\nremoved = {}", UnknownName, "did you mean remove"),
        ("id = 'x'\n[remove]\nentities = 'japan'", UsageError, "list of ids"),
        ("id = 'x'\n[[add.firm]]\nid = 'f'", UsageError, "place is missing"),
    ],
)
def test_bad_scenarios(tmp_path: Path, text: str, error: type[Exception], words: str) -> None:
    path = tmp_path / "s.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(error, match=words):
        read_scenario(str(path))


def test_scenarios_name_only_what_is_there(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="s1"):
        whatif(golden(), "r", Scenario("s", {}, {}, gone_entities=("s11",)))
    with pytest.raises(UnknownName):
        whatif(golden(), "r", Scenario("s", {}, {}, gone_supplies=("nothing",)))
    for firm in (
        {"id": "new", "place": "nowhere", "makes": []},
        {"id": "new", "place": "r", "makes": ["zz"]},
        {"id": "s1", "place": "r", "makes": []},
    ):
        with pytest.raises(UsageError):
            whatif(golden(), "r", Scenario("s", {}, {}, new_firms=(firm,)))
    with pytest.raises(Unreadable):
        read_scenario(str(tmp_path / "none.toml"))
    with pytest.raises(UnknownName):
        read_scenario("none")


@pytest.mark.parametrize(
    ("more", "fitting"),
    [
        ({}, True),
        ({"gone_entities": ("s1", "far"), "gone_supplies": ("supply-0",)}, True),
        ({"gone_entities": ("japan",)}, False),
        ({"gone_supplies": ("supply-9",)}, False),
        ({"new_firms": ({"id": "new", "place": "r", "makes": ["b"]},)}, True),
        ({"new_firms": ({"id": "new", "place": "japan", "makes": ["b"]},)}, False),
        ({"new_firms": ({"id": "new", "place": "r", "makes": ["oled"]},)}, False),
        ({"new_supplies": ({"supplier": "s1", "buyer": "b2", "product": "a"},)}, True),
        ({"new_supplies": ({"supplier": "new", "buyer": "b2", "product": "a"},)}, False),
    ],
)
def test_a_scenario_fits_a_graph_that_holds_all_it_names(
    more: dict[str, Any], fitting: bool
) -> None:
    assert fits(Scenario("s", {}, {}, **more), golden_tables()) is fitting


def test_a_cycle_of_requirements_is_reported() -> None:
    supply_use = golden(
        requirement=rows("requirer input", ("e", "a"), ("a", "e")),
    )
    assert any("circle" in en for _, en in whatif(supply_use, "r", Scenario("s", {}, {})).notes)


# ----------------------------------------------------------------- results as RDF


def test_results_as_rdf_round_trip(tmp_path: Path) -> None:
    result = needs_of(golden(), "r")
    quads = results_as_rdf(result.method, result.measurements(), "tiny")
    assert quads == results_as_rdf(result.method, reversed(result.measurements()), "tiny")
    assert len({q.graph_name for q in quads}) == 1
    path = tmp_path / "r.trig"
    write_rdf(quads, path)
    assert set(parse(path=str(path))) == set(quads)
    other = Method("lmr", "r", {"inputs": "all"})
    assert results_as_rdf(other, []) != results_as_rdf(result.method, [])
    answer = Dataset(quads)
    assert sum(1 for q in answer if q.predicate.value.endswith("observationAbout")) == 3


def test_what_lies_between_bounds_has_no_value_in_rdf_and_its_data_are_named(
    tmp_path: Path,
) -> None:
    d = open_graph("tiny")
    results = d.needs(place="rivermouth")
    graph = Dataset(parse(path=str(results.to_rdf(tmp_path / "r.trig"))))
    told = {
        str(o): {q.predicate.value.rsplit("/", 1)[-1] for q in graph.quads_for_subject(o)}
        for o in (q.subject for q in graph if q.predicate.value.endswith("observationAbout"))
    }
    intervals = [r.interval for r in results.value.rates if r.interval]
    assert len(told) == len(intervals) > 0
    assert sum("value" in names for names in told.values()) == sum(
        i.low == i.high for i in intervals
    )
    assert all({"minValue", "maxValue"} <= names for names in told.values())
    sums = [q.object.value for q in graph if q.predicate.value.endswith("sha256")]
    assert sums == [d.data.digest]
    assert [q.object.value for q in graph if q.predicate.value.endswith("/created")]


def test_the_digest_of_data_changes_with_a_cell_and_not_with_the_order() -> None:
    tables = golden_tables()
    rows_of = tables.records("supply")
    assert with_table(tables, "supply", rows_of[::-1]).digest == tables.digest
    rows_of[0]["base_value"] = 61.0
    assert with_table(tables, "supply", rows_of).digest != tables.digest


def test_results_as_rdf_needs_no_blank_node_and_refuses_other_formats(tmp_path: Path) -> None:
    quads = results_as_rdf(Method("x"), [Measurement("x", "a", 1.0, 0.5, 2.0)])
    assert "_:" not in " ".join(str(q) for q in quads)
    with pytest.raises(UsageError):
        write_rdf(quads, tmp_path / "r.csv")


# --------------------------------------------------------------------- commands

COMMANDS = ["needs", "gaps", "chokepoints", "introduce", "attract"]


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_print_json_with_their_method(command: str) -> None:
    done = ecograph(command, "--graph", "tiny", "--format", "json")
    assert done.returncode == 0, done.stderr
    held = json.loads(done.stdout)
    assert held["method"]["place"] == "rivermouth"
    assert held["method"]["known"] == held["method"]["total"]
    assert len(set(held["columns"])) == len(held["columns"])
    assert held["definition"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["needs", "--place", "Hillside"], 2, "no need is known"),
        (["needs", "--place", "Hillsid"], 2, "did you mean"),
        (["gaps", "--chain", "pumps"], 2, "IndustryChain"),
        (["chokepoints", "--threshold", "few_origins"], 2, "name=value"),
        (["whatif", "nothing"], 2, "no scenario"),
    ],
)
def test_wrong_use(words: list[str], code: int, said: str) -> None:
    done = ecograph(*words, "--graph", "tiny")
    assert done.returncode == code
    assert said in done.stderr
    assert not done.stdout


def test_labels_in_chinese_and_rdf(tmp_path: Path) -> None:
    out = tmp_path / "needs.ttl"
    done = ecograph("needs", "-g", "tiny", "--lang", "zh", "--each")
    assert "本地潜在配套" in done.stdout
    ecograph("needs", "-g", "tiny", "--each", "-o", str(out))
    assert sum(1 for _ in parse(path=str(out))) > 10


def test_outputs_of_nothing_are_no_share_of_nothing() -> None:
    """Every chain states an output of 0 yuan: the component is 0, not undefined."""
    stated = rows("about indicator base_value unit", ("c", "output-value-2022", 0.0, "cny"))
    gaps = gaps_of(
        golden(
            industry_chain=ids("c"),
            requirement=rows("requirer input", ("e", "a"), ("e", "b"), ("c", "a"), ("c", "b")),
            indicator=ids("output-value-2022"),
            observation=stated,
        ),
        "r",
    ).gaps
    assert {g.components["output"] for g in gaps} == {0.0}


def test_the_output_of_a_gap_is_that_of_one_chain() -> None:
    """No sum: a chain may be a part of another; what is no money or of half a year is left out."""
    columns = "about indicator base_value unit period"
    stated = rows(
        columns,
        ("c", "output-value", 5.0, "cny", "2022"), ("c", "output-value", 7.0, "cny", "2023"),
        ("d", "output-value", 6.0, "cny", "2023"), ("d", "revenue", 80.0, "percent", "2023"),
        ("d", "revenue", 9.0, "cny", "2023-01/2023-06"),
    )  # fmt: skip
    tables = golden_tables(
        industry_chain=[{"id": "c", "part_of": ["d"]}, {"id": "d"}],
        requirement=rows("requirer input", ("e", "a"), ("e", "b"), ("c", "a"), ("d", "a")),
        indicator=ids("output-value", "revenue"),
        observation=stated,
    )
    found = {g.product: g for g in gaps_of(build_supply_use(tables, ("r",)), "r").gaps}
    assert (found["a"].output, found["a"].output_unit) == (7.0, "cny")
