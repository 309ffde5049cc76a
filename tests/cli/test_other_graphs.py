"""Graphs of other vocabularies, networks of other programs: asked, drawn, measured, taken away."""

import json
import re
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from pyoxigraph import RdfFormat, parse
from typer.testing import CliRunner, Result

from ecograph.base.errors import EcographError, Unreadable
from ecograph.cli import app
from ecograph.graph.drawn_files import read_drawn

OTHER = """
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rov: <http://www.w3.org/ns/regorg#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix ex: <http://example.org/> .
ex:acme a rov:RegisteredOrganization ; rov:legalName "ACME B.V." ; org:hasSite ex:site1 ;
    schema:makesOffer ex:pump ; org:linkedTo ex:beta .
ex:beta a org:Organization ; skos:prefLabel "Beta University"@en, "贝塔大学"@zh ;
    skos:altLabel "Beta U" ; org:memberOf ex:consortium .
ex:gamma a schema:Corporation ; schema:name "Gamma" ; schema:memberOf ex:consortium .
ex:consortium a org:OrganizationalCollaboration ; foaf:name "The consortium" .
ex:pump a schema:Product ; schema:name "Pump" .
ex:site1 a org:Site ; org:siteAddress "Eindhoven" .
"""
MAPPED = """
@prefix eco: <https://w3id.org/ecograph/ontology#> .
@prefix voc: <https://w3id.org/ecograph/vocab/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ex: <http://example.org/> .
ex:src a eco:Source ; rdfs:label "my source"@en .
ex:cit a eco:Citation ; eco:source ex:src .
ex:boeing a eco:Firm ; eco:citation ex:cit ; rdfs:label "Boeing" .
ex:plane a eco:Product ; eco:citation ex:cit ; rdfs:label "Plane"@en .
ex:made a eco:Production ; eco:citation ex:cit ; eco:maker ex:boeing ; eco:product ex:plane ;
    eco:modality voc:modality-exists .
"""
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
RUNNER = CliRunner()


@pytest.fixture
def other(tmp_path: Path) -> str:
    path = tmp_path / "other.ttl"
    path.write_text(OTHER, encoding="utf-8")
    return str(path)


def run(*words: str) -> Result:
    result = RUNNER.invoke(app, [*words, "--lang", "en"])
    assert result.exit_code == 0, (result.output, result.stderr, result.exception)
    return result


def refused(*words: str) -> EcographError:
    error = RUNNER.invoke(app, [*words, "--lang", "en"]).exception
    assert isinstance(error, EcographError)
    return error


def rows(*words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(*words, "--format", "json").stdout)["rows"]
    return found


def measured(*words: str) -> list[dict[str, Any]]:
    return rows("centrality", *words, "--top", "0")


def counted(query: str, graph: str) -> int:
    return int(run("query", query, "--graph", graph, "--format", "csv").stdout.split()[-1])


def test_a_resource_is_found_by_any_name_of_it(other: str) -> None:
    for name in ("Beta University", "贝塔大学", "Beta U"):
        (found,) = rows("find", name, "--graph", other)
        assert found["id"] == "http://example.org/beta"
    shown = {(r["direction"], r["property"]) for r in rows("show", "贝塔大学", "--graph", other)}
    assert {("→", "org:memberOf"), ("←", "org:linkedTo")} <= shown


def test_its_classes_are_its_own(other: str) -> None:
    listed = rows("schema", "--graph", other)
    held = {r["class"]: r["count"] for r in listed}
    assert held["org:Organization"] == 1 and len(held) == 6


def test_it_is_measured_as_a_whole(other: str) -> None:
    found = measured("degree", "--network", "whole", "--graph", other)
    assert found[0]["label"] == "ACME B.V." and found[0]["value"] == 3
    assert measured("degree", "--graph", other) == found
    error = refused("centrality", "degree", "--network", "supply", "--graph", other)
    assert error.exit_code == 2 and "its one network is whole" in str(error)
    path = rows("paths", "ACME B.V.", "The consortium", "--graph", other)
    assert len(path) >= 2


def test_it_is_drawn(other: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    run("view", "--graph", other, "-o", str(page))
    text = page.read_text(encoding="utf-8")
    for name in (
        "ACME B.V.",
        "贝塔大学",
        "org:memberOf",
        "rov:RegisteredOrganization",
        "Eindhoven",
    ):
        assert name in text
    run("view", "--graph", other, "-o", str(page), "--around", "Pump", "--hops", "1")
    assert "ACME B.V." in (text := page.read_text(encoding="utf-8")) and "Gamma" not in text
    run("view", "--graph", other, "-o", str(page), "--class", "Product")
    assert "Gamma" not in page.read_text(encoding="utf-8")
    error = refused("view", "--graph", other, "-o", str(page), "--class", "Prodct")
    assert error.exit_code == 2 and "schema:Product" in str(error)


def test_it_is_taken_away_whole_or_in_part(other: str, tmp_path: Path) -> None:
    whole = tmp_path / "whole.ttl"
    run("export", "--graph", other, "-o", str(whole))
    said = {str(t) for t in parse(path=str(whole), format=RdfFormat.TURTLE)}
    assert said == {str(t) for t in parse(OTHER.encode(), format=RdfFormat.TURTLE)}
    part = tmp_path / "part.graphml"
    run("export", "--graph", other, "--seed", "Pump", "--hops", "1", "-o", str(part))
    G = nx.read_graphml(part)
    assert sorted(G) == ["http://example.org/acme", "http://example.org/pump"]
    network = tmp_path / "network.gexf"
    run("project", "whole", "--graph", other, "-o", str(network))
    assert measured("degree", "--graph", str(network))[0]["label"] == "ACME B.V."


def test_what_asks_of_our_ontology_says_so(other: str) -> None:
    error = refused("gaps", "--graph", other)
    assert error.exit_code == 3
    assert "map it to the ontology" in str(error) and "view" in str(error)
    report = run("check", other)
    assert "checked: 19 statements" in report.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("centrality", "degree", "--as-of", "2024"), "as_of: .* all counts alike"),
        (("communities", "--evidence", "stated"), "evidence: .* all counts alike"),
        (("view", "-o", "x.html", "--documents", "."), "cites no document"),
        (("export", "--tables", "csv", "-o", "-"), "name a new folder"),
        (("export", "-f", "parquet", "-o", "-"), "name a new folder"),
        (("export", "-f", "parquet", "-o", "x", "--seed", "y"), "of a whole graph"),
        (("export", "-f", "parquet", "-o", "x", "--construct", "CONSTRUCT"), "leave one out"),
    ],
)
def test_an_option_that_says_nothing_of_such_a_graph_is_refused(
    other: str, words: tuple[str, ...], told: str
) -> None:
    error = refused(*words, "--graph", other)
    assert error.exit_code == 2
    assert re.search(told, str(error))


def test_a_query_that_names_no_term_asks_the_data_alone(other: str, tmp_path: Path) -> None:
    assert counted(COUNT, other) == 19
    mapped = tmp_path / "mapped.ttl"
    mapped.write_text(MAPPED, encoding="utf-8")
    with pytest.warns(UserWarning, match="1 statements do not say how sure"):
        found = counted(COUNT, str(mapped))
    own = len(list(parse(MAPPED.encode(), format=RdfFormat.TURTLE)))
    assert found - own in range(5)  # 3 of the registry of sources
    with pytest.warns(UserWarning):
        classes = "SELECT (COUNT(*) AS ?n) WHERE { ?s a owl:Class }"
        assert counted(classes, str(mapped)) > 100


def test_what_does_not_say_how_sure_it_is_counts_as_stated(tmp_path: Path) -> None:
    mapped = tmp_path / "mapped.ttl"
    mapped.write_text(MAPPED, encoding="utf-8")
    with pytest.warns(UserWarning, match="count as stated"):
        shown = rows("show", "Boeing", "--graph", str(mapped))
    assert ("Production (maker)", "stated") in {(r["fact"], r["evidence"]) for r in shown}
    before = MAPPED.replace(
        "eco:modality voc:modality-exists",
        "eco:modality voc:modality-exists ; eco:certainty voc:certainty-editorial",
    )
    mapped.write_text(before, encoding="utf-8")
    shown = rows("show", "Boeing", "--graph", str(mapped))
    assert ("Production (maker)", "editorial") in {(r["fact"], r["evidence"]) for r in shown}


def _karate(folder: Path) -> dict[str, Path]:
    """One network in every form that others write."""
    G = nx.karate_club_graph()
    paths = {s: folder / f"k{s}" for s in (".graphml", ".gexf", ".json", ".edgelist", ".csv")}
    nx.write_graphml(G, paths[".graphml"])
    nx.write_gexf(G, paths[".gexf"])
    paths[".json"].write_text(json.dumps(nx.node_link_data(G, edges="links")))
    nx.write_weighted_edgelist(G, paths[".edgelist"])
    lines = ["Source,Target,Weight", *(f"{s},{t},{w}" for s, t, w in G.edges(data="weight"))]
    paths[".csv"].write_text("\n".join(lines))
    paths["cytoscape"] = folder / "cy.json"
    paths["cytoscape"].write_text(json.dumps(nx.cytoscape_data(G)))
    return paths


@pytest.mark.parametrize("form", [".graphml", ".gexf", ".json", ".edgelist", ".csv", "cytoscape"])
def test_a_network_of_another_program_is_measured_with_its_weights(
    tmp_path: Path, form: str
) -> None:
    path = str(_karate(tmp_path)[form])
    found = measured("strength", "--weighted", "--undirected", "--graph", path)
    expected = dict(nx.karate_club_graph().degree(weight="weight"))
    values = {r["label"]: r["value"] for r in found}
    assert values == {str(node): value for node, value in expected.items()}
    page = tmp_path / "k.html"
    run("view", "--graph", path, "-o", str(page))
    assert "vis.Network" in page.read_text(encoding="utf-8")


def test_a_list_of_edges_in_chinese(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("来源,目标,权重,relation\n甲公司,乙公司,3,供货\n乙公司,丙大学,1,合作\n")
    (first, *_) = measured("strength", "--weighted", "--graph", str(path))
    assert (first["id"], first["value"]) == ("urn:network:乙公司", 4)
    shown = rows("show", "甲公司", "--graph", str(path))
    assert "urn:network:供货" in {r["property"] for r in shown}


def test_a_list_of_edges_as_a_spreadsheet_in_china_saves_it(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_bytes('来源,目标,权重\n"甲公司, 厦门",乙公司,3\n'.encode("gb18030"))
    found = measured("strength", "--weighted", "--graph", str(path))
    values = {r["label"].removesuffix(" [zh]"): r["value"] for r in found}
    assert values == {"甲公司, 厦门": 3, "乙公司": 3}


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("x.graphml", "<graphml", "is no network that can be read"),
        ("x.graphml", '<!DOCTYPE x [<!ENTITY a "a">]><graphml/>', "declares entities"),
        ("x.gexf", "no xml", "is no network that can be read"),
        ("x.json", "[1, 2]", "holds no nodes"),
        ("x.json", '{"nodes": []}', "neither edges nor links"),
        ("x.csv", "a,b\n1,2\n", "no columns source and target"),
        ("x.csv", "source,target\n1,\n", "has no two ends"),
        ("x.csv", "source,target\n", "has no edge"),
        ("x.csv", 'source,target,kind\n1,2,"a\n3,4,b\n', "row 2 opens a quote that does not end"),
        ("x.edgelist", "", "has no edge"),
        ("x.edgelist", "1 2\n3\n", "the line 3 has no two ends"),
    ],
)
def test_what_is_no_network_is_told(tmp_path: Path, name: str, text: str, told: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(Unreadable, match=told):
        read_drawn(path)
