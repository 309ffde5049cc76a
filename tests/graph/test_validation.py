"""Checks of a region: tables, shapes and queries; everything at once, and nothing is changed."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store
from rdflib.namespace import RDF, SH

from ecograph.base.errors import Unreadable
from ecograph.base.namespaces import ECO
from ecograph.base.resources import ontology_dir
from ecograph.graph.loading import held_graph
from ecograph.graph.opening import CitedGraph, open_graph
from ecograph.graph.shape_checking import check_shapes, without_graphs
from ecograph.graph.validation import (
    ask_check,
    check_queries,
    check_region,
)
from ecograph.tables.schema import table_specs
from rdf_help import add_rows, statement

SEVERITIES = ("error", "warning")


@pytest.mark.parametrize("name", ["tiny", "xiamen"])
def test_a_shipped_region_has_no_errors(name: str) -> None:
    told: list[str] = []
    report = check_region(name, progress=told.append)
    assert [str(f) for f in report.findings if f.severity == "error"] == []
    assert told == [f"reading {name}", "checking shapes", "asking check queries"]
    assert report.checked["rows"] > 30 and report.checked["shapes"] > 100
    assert re.fullmatch(r"\d+ rows, \d+ shapes, \d+ queries", report.summary())


def test_findings_name_their_row(tiny_folder: Path) -> None:
    row = statement(id="self", supplier="b1", buyer="b1", product="pump", value="1")
    add_rows(tiny_folder, "supply", row | {"unit": "cny", "period": "2025"})
    report = check_region(str(tiny_folder))
    (found,) = [f for f in report.findings if "self-supply" in f.problem]
    assert (found.file, found.row, found.severity) == ("supply.csv", 4, "error")
    assert found.value == "b1" and "differ" in found.mend


@pytest.mark.parametrize(("language", "said"), [("en", "fill one of"), ("zh", "请填写")])
def test_shapes_speak_both_languages(tiny_folder: Path, language: str, said: str) -> None:
    row = statement(id="from-nowhere", buyer="b1", product="seal")
    add_rows(tiny_folder, "supply", row)
    report = check_region(str(tiny_folder), language)
    (found,) = [f for f in report.findings if f.file == "supply.csv"]
    assert (found.row, found.severity, found.value) == (4, "warning", None)
    assert said in found.mend, found


def test_wrong_tables_end_the_check_there(tiny_folder: Path) -> None:
    path = tiny_folder / "supply.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",60,", ",x,"), encoding="utf-8")
    report = check_region(str(tiny_folder))
    assert [f.column for f in report.findings] == ["value"] and report.checked == {"rows": 0}


def test_a_folder_that_is_no_region(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"region\.toml"):
        check_region(str(tmp_path))


def test_a_column_is_one_of_the_tables(xiamen: CitedGraph) -> None:
    """A constraint on a path of several steps names no column, and no node without a name."""
    _, found = check_shapes(xiamen)
    columns = {name.replace("_", "") for spec in table_specs().values() for name in spec.columns}
    assert any(f.column is None for f in found)
    for finding in found:
        assert finding.column is None or finding.column.lower() in columns, finding


@pytest.mark.parametrize("parts", [2, 7])
def test_parts_are_judged_as_the_whole_is(xiamen: CitedGraph, parts: int) -> None:
    """Xiamen with an example of every violation; each node is looked at in its own part."""
    assert xiamen.store is not None
    both = Store()
    both.bulk_extend(xiamen.store)
    for path in sorted((ontology_dir() / "shapes" / "examples").glob("*.ttl")):
        both.load(path=str(path), format=RdfFormat.TURTLE)
    graph = CitedGraph("both", "file", store=both)
    whole = check_shapes(graph)
    assert len(whole[1]) > 60
    count, found = check_shapes(graph, at_once=len(both) // parts)
    assert (count, sorted(found, key=str)) == (whole[0], sorted(whole[1], key=str))


def test_what_has_no_name_of_its_own_is_judged_in_its_part(xiamen: CitedGraph) -> None:
    assert xiamen.store is not None
    both = Store()
    both.bulk_extend(xiamen.store)
    nobody = BlankNode("nobody")
    both.add(Quad(nobody, NamedNode(RDF.type), ECO.Firm, NamedNode("urn:given")))
    graph = CitedGraph("both", "file", store=both)
    whole, parted = check_shapes(graph), check_shapes(graph, at_once=len(both) // 3)
    told = [sorted((f.column or "", f.problem) for f in found) for _, found in (whole, parted)]
    assert told[0] == told[1]
    assert len(told[0]) > len(check_shapes(xiamen)[1])


def test_a_region_of_many_rows_is_checked_by_way_of_files(
    tiny_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tiny_folder / "firm.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "nowhere,虚构无处,Nowhere,,,,,,invented,,\n", encoding="utf-8")
    before = check_region(tiny_folder)
    assert before.findings
    monkeypatch.setattr("ecograph.graph.validation.held_graph", partial(held_graph, most=0))
    assert check_region(tiny_folder) == before
    in_parts = partial(check_shapes, at_once=1_000)
    monkeypatch.setattr("ecograph.graph.validation.check_shapes", in_parts)
    assert check_region(tiny_folder) == before


def test_checking_changes_nothing_and_gives_the_same_again(tiny: CitedGraph) -> None:
    before = set(tiny.store or ())
    first = check_shapes(tiny), [ask_check(tiny, q) for q in check_queries()]
    assert set(tiny.store or ()) == before
    assert (check_shapes(tiny), [ask_check(tiny, q) for q in check_queries()]) == first


@pytest.mark.parametrize("query", check_queries(), ids=lambda q: q.name)
def test_a_check_has_a_whole_head(query: object) -> None:
    text = (ontology_dir() / "checks" / f"{query.name}.rq").read_text(encoding="utf-8")  # type: ignore[attr-defined]
    head = dict(re.findall(r"^# ([\w-]+): (.+)$", text, re.MULTILINE))
    wanted = {"Title", "Title-zh", "Constraint", "Constraint-zh", "Severity"}
    allowed = (None, "circle", "name", "name of several classes")
    assert set(head) - {"Each"} == wanted and head.get("Each") in allowed
    assert head["Severity"] in SEVERITIES
    assert re.search(r"[\u4e00-\u9fff]", head["Title-zh"]) and head["Title"].isascii()
    assert "ORDER BY" in text


EXAMPLES = sorted((ontology_dir() / "checks" / "examples").glob("*.ttl"))


def test_every_check_has_an_example() -> None:
    assert {p.stem for p in EXAMPLES} == {q.name for q in check_queries()}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_an_example_triggers_its_check_and_no_other(path: Path) -> None:
    graph = open_graph(str(path))
    assert {q.name for q in check_queries() if ask_check(graph, q)} == {path.stem}
    assert path.read_text(encoding="utf-8").startswith(f"# violates: {path.stem}\n")


def test_a_check_query_says_problem_and_mend_in_chinese() -> None:
    report = check_region("xiamen", "zh")
    said = [f for f in report.findings if "[firm-without-place]" in f.problem]
    assert said
    assert all(f.problem.startswith("企业没有位置") for f in said)
    assert {f.mend for f in said} == {"每家企业都应有一条位置陈述。"}


def test_a_circle_of_requirements_is_one_warning_with_its_members(tiny_folder: Path) -> None:
    """Two circles that a requirement joins are two; who only leads to one is in none."""
    ids = [f"p{n}" for n in range(20)] + ["q0", "q1", "outside"]
    named = ({"id": key, "label_zh": f"虚构{key}", "label_en": f"made-up {key}"} for key in ids)
    add_rows(tiny_folder, "product", *(row | {"source": "invented"} for row in named))
    ring = [(f"p{n}", f"p{(n + 1) % 20}") for n in range(20)]
    joined = [*ring, ("p0", "p7"), ("q0", "q1"), ("q1", "q0"), ("p3", "q0"), ("outside", "p5")]
    rows = (statement(id=f"r-{a}-{b}", requirer=a, input=b, source="invented") for a, b in joined)
    add_rows(tiny_folder, "requirement", *rows)
    report = check_region(str(tiny_folder))
    found = [f for f in report.findings if "requirement-cycle" in f.problem]
    assert [f.severity for f in found] == ["warning", "warning"]
    assert sorted(f.value or "" for f in found)[1] == "q1"
    assert sorted(f.value or "" for f in found)[0].endswith("p2 +7")
    assert not any(f.severity == "error" for f in report.findings)


@pytest.mark.parametrize("name", ["tiny", "xiamen"])
def test_shapes_are_judged_as_pyshacl_judges_them(name: str) -> None:
    """The program's engine is young: the old one must find the same, and the same must be there."""
    import pyshacl
    import pyshacl_turbo

    shapes, ours = rdflib.Graph(), without_graphs(open_graph(name))
    for path in sorted((ontology_dir() / "shapes").glob("*.ttl")):
        shapes.parse(path)
    for path in sorted((ontology_dir() / "shapes" / "examples").glob("*.ttl")):
        ours.load(path=str(path), format=RdfFormat.TURTLE)
    theirs = rdflib.Graph().parse(data=ours.dump(format=RdfFormat.N_QUADS), format="nquads")
    found = []
    for engine, data in ((pyshacl, theirs), (pyshacl_turbo, ours)):
        _, results, _ = engine.validate(data, shacl_graph=shapes, inference="none")
        found.append(sorted(map(str, judged(results))))
    assert found[0] == found[1] and len(found[0]) >= 49


def judged(results: rdflib.Graph) -> Iterator[tuple[object, ...]]:
    """Each result of a validation: where, by which shape, on what, with which words."""
    for result in results.subjects(RDF.type, SH.ValidationResult):
        told = sorted(results.objects(result, SH.resultMessage))
        one = [results.value(result, p) for p in (SH.focusNode, SH.sourceShape, SH.resultSeverity)]
        value = results.value(result, SH.value)
        yield (*one, None if isinstance(value, rdflib.BNode) else str(value), *told)


def test_names_that_differ_in_width_or_script_alone_are_one_name(tiny_folder: Path) -> None:
    path = tiny_folder / "firm.csv"
    text = path.read_text(encoding="utf-8")
    assert "b1,虚构甲泵业," in text
    path.write_text(text + "the-same,虛構甲　泵業,,,,,,,invented,,\n", encoding="utf-8")
    found = [f for f in check_region(str(tiny_folder)).findings if "duplicate-label" in f.problem]
    assert [(f.severity, f.row, f.value) for f in found] == [("error", 2, "the-same, 虛構甲　泵業")]
