"""Every export says under which licences it stands, and one can be asked for."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx as nx
import openpyxl
import pytest
from pyoxigraph import RdfFormat, Store, parse

import ecograph
from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.namespaces import ECO, RDF_TYPE, entity
from ecograph.export.network_files import network_texts, write_network
from ecograph.export.subgraph_files import export_constructed, export_subgraph
from ecograph.graph.cited_graph import Cut
from ecograph.graph.columns import read_tables
from ecograph.graph.opening import CitedGraph, open_graph, open_tables
from ecograph.graph.rdf_files import write_rdf
from ecograph.networks.building import build_network
from ecograph.networks.network import to_networkx
from ecograph.networks.specs import read_spec
from ecograph.networks.subgraph import Selection
from ecograph.pages.atlas import write_atlas
from rdf_help import add_document, add_rows, endpoint, statement

OPEN, CLOSED = "CC BY 4.0", "all rights reserved"
PLACE = {"source": "paper", "paragraph": "1"}


@pytest.fixture
def folder(tiny_folder: Path, tmp_path: Path) -> Path:
    """The invented region, and a paper whose rights are reserved.

    It names a firm and a product, says that an open firm develops the one and the closed one the
    other, and gives an open firm another name.
    """
    add_document(tiny_folder, tmp_path / "documents", "paper", "闭源公司研制密钥泵,又名甲厂")
    path = tiny_folder / "sources.csv"
    text = path.read_text(encoding="utf-8")
    (row,) = (line for line in text.splitlines() if line.startswith("paper,"))
    assert row.count(OPEN) == 1
    path.write_text(text.replace(row, row.replace(OPEN, CLOSED)), encoding="utf-8")
    firm = {"id": "closed-firm", "label_zh": "闭源公司", "label_en": "Closed Firm"}
    product = {"id": "key-pump", "label_zh": "密钥泵", "label_en": "key pump"}
    add_rows(tiny_folder, "firm", firm | PLACE | {"span": "0..4"})
    add_rows(tiny_folder, "product", product | PLACE | {"span": "6..9"})
    own = statement(id="dev-closed", developer="closed-firm", developed="key-pump")
    ours = statement(id="dev-open", developer="b1", developed="key-pump")
    theirs = statement(id="dev-paper", developer="b1", developed="motor")
    there = PLACE | {"span": "4..9"}
    add_rows(tiny_folder, "development", own | there, ours, theirs | there)
    naming = {"id": "n", "entity": "b1", "alt_zh": "甲厂"}
    add_rows(tiny_folder, "naming", naming | PLACE | {"span": "12..14"})
    return tiny_folder


@pytest.fixture
def graph(folder: Path) -> CitedGraph:
    return open_tables(folder, "mixed")


def exported(graph: CitedGraph, folder: Path, name: str, *licences: str) -> tuple[Path, str]:
    done = export_subgraph(graph, Selection(), folder / name, cut=Cut(licences=licences))
    return folder / name, done.summary


def bare(G: Any, node: str) -> dict[str, str]:
    """What is said of a node that no kept source names: so it counts as editorial."""
    data = dict(G.nodes[node])
    assert [data.pop(key) for key in ("document", "citation", "evidence")] == ["", "", "editorial"]
    return data


# ------------------------------------------------------------------ what a file says


def test_graphml_says_the_licence_of_the_whole_of_nodes_and_of_edges(
    graph: CitedGraph, tmp_path: Path
) -> None:
    path, _ = exported(graph, tmp_path, "x.graphml")
    G = nx.read_graphml(path, force_multigraph=True)
    assert G.graph["licence"] == f"{OPEN}|{CLOSED}"
    said = {key: data["licence"] for *_, key, data in G.edges(keys=True, data=True)}
    assert said["dev-closed"] == said["dev-paper"] == CLOSED and said["dev-open"] == OPEN
    assert G.nodes["closed-firm"]["licence"] == CLOSED and G.nodes["b1"]["licence"] == OPEN
    assert len(said) == G.number_of_edges()


def test_gexf_says_it_where_its_readers_look_for_no_nodes(
    graph: CitedGraph, tmp_path: Path
) -> None:
    path, _ = exported(graph, tmp_path, "x.gexf")
    text = path.read_text(encoding="utf-8")
    (said,) = re.findall(r"<meta>\s*<description>(.*?)</description>\s*</meta>\s*<graph ", text)
    assert said == f"licence: {OPEN}|{CLOSED}"
    G = nx.read_gexf(path)
    assert len(G) == 16
    assert {d["licence"] for *_, d in G.edges(data=True)} == {OPEN, CLOSED}


def test_the_other_formats_say_it_too(graph: CitedGraph, tmp_path: Path) -> None:
    whole = f"{OPEN}|{CLOSED}"
    path, _ = exported(graph, tmp_path, "x.json")
    assert json.loads(path.read_text(encoding="utf-8"))["graph"]["licence"] == whole
    export_subgraph(graph, Selection(), tmp_path / "y.json", "cytoscape")
    data = json.loads((tmp_path / "y.json").read_text(encoding="utf-8"))["data"]
    assert ["licence", whole] in data
    exported(graph, tmp_path, "x.csv")
    for name in ("nodes", "edges"):
        with (tmp_path / f"x-{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            assert {row["licence"] for row in csv.DictReader(file)} == {OPEN, CLOSED}
    path, _ = exported(graph, tmp_path, "x.ttl")
    store = Store()
    store.bulk_load(path=str(path), format=RdfFormat.TURTLE)
    query = "SELECT ?l { ?s ?p ?o . id:dev-closed eco:citation/eco:source/eco:licence ?l }"
    held = CitedGraph("x", "file", store=store).select(query)
    assert {term.value for (term,) in held} == {CLOSED}


def test_a_network_says_the_licence_of_what_its_edges_and_nodes_cite(graph: CitedGraph) -> None:
    G = to_networkx(build_network(read_tables(graph), read_spec("knowledge")))
    assert G.graph["licence"] == [OPEN, CLOSED]
    said = {key: data["licence"] for *_, key, data in G.edges(keys=True, data=True)}
    assert said["dev-closed"] == CLOSED and said["dev-open"] == OPEN


def test_the_edges_of_a_projection_have_all_the_licences(graph: CitedGraph) -> None:
    G = to_networkx(build_network(read_tables(graph), read_spec("firm-product-firm")))
    assert G.size() and {d["licence"] for *_, d in G.edges(data=True)} == {OPEN}
    text = network_texts(G, "csv")["edges"].removeprefix("\ufeff")
    assert {row["licence"] for row in csv.DictReader(io.StringIO(text))} == {OPEN}


def test_a_network_of_somebody_else_has_no_licence(tmp_path: Path) -> None:
    G = nx.MultiDiGraph([("a", "b")])
    for format in ("graphml", "gexf", "json"):
        (path,) = write_network(G, tmp_path / f"x.{format}")
        assert "licence" not in path.read_text(encoding="utf-8")


def test_what_a_query_makes_has_the_licences_of_the_graph(
    graph: CitedGraph, tmp_path: Path
) -> None:
    quads = list(graph.store.quads_for_pattern(None, ECO.develops, None))  # type: ignore[union-attr]
    for name in ("x.ttl", "x.nt", "x.nq", "x.trig"):
        export_constructed(quads, tmp_path / name, licences=[CLOSED, OPEN])
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert text.startswith(f"# licence: {OPEN}\n# licence: {CLOSED}\n")
        assert len(list(parse(path=str(tmp_path / name)))) == len(quads) == 3
    export_constructed(quads, tmp_path / "x.graphml", licences=[OPEN])
    assert nx.read_graphml(tmp_path / "x.graphml").graph["licence"] == OPEN


def test_answers_say_it_in_every_form(folder: Path, tmp_path: Path) -> None:
    d = ecograph.open(folder)
    both = [OPEN, CLOSED]
    result = d.gaps()
    assert result.licences == both == result.about()["licence"]
    result.to_json(tmp_path / "x.json")
    assert json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))["licence"] == both
    result.to_xlsx(tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    about = {row[0].value: row[1].value for row in book.worksheets[1].iter_rows()}
    assert about["licence"] == f"{OPEN} | {CLOSED}" == book.properties.description
    for name in ("x.csv", "x.tsv"):
        written = result.to_csv(tmp_path / name)
        with written.open(encoding="utf-8", newline="") as file:
            mark = "\t" if name == "x.tsv" else ","
            assert len(list(csv.DictReader(file, delimiter=mark))) == len(result.rows())
        beside = json.loads((tmp_path / f"{name}-metadata.json").read_text(encoding="utf-8"))
        assert beside["url"] == name and beside["dc:rights"] == both
        assert beside["@context"] == "http://www.w3.org/ns/csvw"
    result.to_rdf(tmp_path / "x.ttl")
    rights = [q.object.value for q in parse(path=str(tmp_path / "x.ttl")) if "rights" in str(q)]
    assert sorted(rights) == both


def test_an_answer_has_the_licences_of_the_sources_that_count(folder: Path) -> None:
    web = {"id": "web", "label_zh": "网页", "label_en": "page", "kind": "news-feature"}
    add_rows(folder, "sources", web | {"licence": "public domain", "address": "https://x.org/"})
    d = ecograph.open(folder)
    assert d.gaps().licences == [OPEN, CLOSED, "public domain"]
    assert d.gaps(sources="documents").licences == [OPEN, CLOSED]
    shown = d.show("closed-firm")
    assert {row["licence"] for row in shown.rows() if row["source"] == "paper"} == {CLOSED}
    assert {row["licence"] for row in d.show("b2").rows()} == {OPEN}
    assert d.show("b2").licences == [OPEN]
    assert d.questions().licences == [] and "licence" not in d.questions().about()


def test_a_list_of_the_program_has_no_licence_file(folder: Path, tmp_path: Path) -> None:
    ecograph.open(folder).measures().to_csv(tmp_path / "m.csv")
    assert [p.name for p in tmp_path.glob("m.csv*")] == ["m.csv"]


def test_pages_say_it(folder: Path, tmp_path: Path) -> None:
    d = ecograph.open(folder)
    page = d.view(around="b1").save(tmp_path / "x.html").read_text(encoding="utf-8")
    assert re.findall(r'<meta name="dcterms.rights" content="(.*?)">', page) == [OPEN, CLOSED]
    assert f"<li>{CLOSED}</li>" in page
    write_atlas(d.data.graph, tmp_path / "atlas")
    names = ("index.html", "chains/pump-chain.html", "networks/overview.html", "entities/b1.html")
    for name in names:
        page = (tmp_path / "atlas" / name).read_text(encoding="utf-8")
        assert re.findall(r'<meta name="dcterms.rights" content="(.*?)">', page) == [OPEN, CLOSED]
        assert f"{OPEN} | {CLOSED}" in page or f"<li>{CLOSED}</li>" in page


# ------------------------------------------------------------------ what a licence keeps


def test_only_what_the_licence_covers_is_kept(graph: CitedGraph, tmp_path: Path) -> None:
    path, said = exported(graph, tmp_path, "x.graphml", OPEN)
    assert ": 2 statements" in said
    G = nx.read_graphml(path, force_multigraph=True)
    keys = {key for *_, key in G.edges(keys=True)}
    assert "dev-open" in keys and not keys & {"dev-closed", "dev-paper"}
    assert G.graph["licence"] == OPEN
    assert "closed-firm" not in G  # nothing that is kept is about it
    assert bare(G, "key-pump") == {"class": "Product", "label": "key pump", "label_en": "key pump"}
    assert "alt_zh" not in G.nodes["b1"] or "甲厂" not in G.nodes["b1"]["alt_zh"]


def test_nothing_of_another_licence_is_in_the_statements(graph: CitedGraph, tmp_path: Path) -> None:
    path, _ = exported(graph, tmp_path, "x.nq", OPEN)
    text = path.read_text(encoding="utf-8")
    for absent in ("paper", "密钥泵", "甲厂", "closed-firm", CLOSED, "dev-paper"):
        assert absent not in text, absent
    kept = set(parse(path=str(path)))
    assert any(q.subject == entity("key-pump") and q.predicate == RDF_TYPE for q in kept)
    develops = [(q.subject, q.object) for q in kept if q.predicate == ECO.develops]
    assert develops == [(entity("b1"), entity("key-pump"))]  # derived anew


def test_the_other_licence_keeps_the_rest(graph: CitedGraph, tmp_path: Path) -> None:
    path, said = exported(graph, tmp_path, "x.graphml", CLOSED.upper())
    assert ": 21 statements" in said
    G = nx.read_graphml(path, force_multigraph=True)
    assert {key for *_, key in G.edges(keys=True)} == {"dev-closed", "dev-paper"}
    assert G.graph["licence"] == CLOSED
    assert "label_en" not in G.nodes["closed-firm"]  # the English name is ours
    assert G.nodes["closed-firm"]["label"] == "闭源公司 [zh]"
    assert bare(G, "motor") == {"class": "Product", "label": "motor"}  # its id
    assert G.nodes["b1"]["alt_zh"] == "甲厂"


def test_all_licences_keep_all(graph: CitedGraph, tmp_path: Path) -> None:
    for name in ("x.nq", "x.graphml"):
        whole, said = exported(graph, tmp_path, f"whole-{name}")
        kept, other = exported(graph, tmp_path, f"kept-{name}", OPEN, CLOSED)
        assert whole.read_bytes() == kept.read_bytes()
        assert other.endswith(": 0 statements") and "left" not in said


def test_a_file_without_graphs_is_filtered_by_the_citations_of_its_rows(
    graph: CitedGraph, tmp_path: Path
) -> None:
    assert graph.store is not None
    write_rdf(graph.store, tmp_path / "plain.ttl")
    plain = open_graph(str(tmp_path / "plain.ttl"))
    path, said = exported(plain, tmp_path, "x.nt", OPEN)
    assert ": 2 statements" in said
    develops = [(q.subject, q.object) for q in parse(path=str(path)) if q.predicate == ECO.develops]
    assert develops == [(entity("b1"), entity("key-pump"))]
    text = path.read_text(encoding="utf-8")
    for absent in ("closed-firm", CLOSED, "dev-paper"):
        assert absent not in text, absent


def test_a_licence_that_no_source_has_is_told(graph: CitedGraph, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="no licence of a source is called CC BY; did you mean"):
        exported(graph, tmp_path, "x.nq", "CC BY")
    with pytest.raises(UnknownName, match=r"the sources have CC BY 4.0, all rights reserved"):
        exported(graph, tmp_path, "x.nq", "zzz")
    with endpoint(graph) as address, pytest.raises(UsageError, match="an endpoint is not cut"):
        exported(open_graph(address), tmp_path, "x.nq", OPEN)
    assert not list(tmp_path.glob("x.*"))


def test_the_command_takes_licences(folder: Path, tmp_path: Path) -> None:
    def told(command: str, *options: str) -> tuple[int, str]:
        code = "from ecograph.cli import main; main()"
        given = [sys.executable, "-c", code, command, "--graph", str(folder), *options]
        done = subprocess.run(given, cwd=tmp_path, capture_output=True, text=True, timeout=120)
        return done.returncode, done.stderr

    code, said = told("export", "-o", "x.csv", "--licence", OPEN, "--licence", CLOSED)
    assert code == 0 and ": 0 statements" in said
    code, said = told("export", "-o", "x.csv", "--licence", OPEN)
    assert code == 0 and ": 2 statements" in said
    code, said = told("export", "-o", "x.ttl", "--licence", OPEN, "--construct", "x")
    assert code == 2 and "--licence does not go with --construct" in said
    code, said = told("gaps", "--format", "csv")
    assert f"licences of the sources of these rows: {OPEN} | {CLOSED}\n" in said
    assert "licences" not in told("gaps")[1] + told("measures", "--format", "csv")[1]
    d = ecograph.open(folder)
    d.export(tmp_path / "d.graphml", licence=OPEN)
    assert nx.read_graphml(tmp_path / "d.graphml").graph["licence"] == OPEN
