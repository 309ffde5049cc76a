"""What counts: how sure at least, and whose word, by commands that draw, export and show."""

import json
import re
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from pyoxigraph import Store
from typer.testing import CliRunner

import ecograph
from ecograph.base.errors import UsageError
from ecograph.base.evidence import EVIDENCE, is_in
from ecograph.base.namespaces import ECO, entity
from ecograph.cli import app
from ecograph.dataset import Dataset
from ecograph.graph.cited_graph import Cut
from ecograph.graph.columns import Tables, read_tables
from ecograph.graph.cutting import cut_graph
from ecograph.graph.opening import CitedGraph, open_graph
from ecograph.tables.schema import table_specs
from rdf_help import add_rows, endpoint, statement

OURS = {"evidence": "editorial", "source": "editorial"}


@pytest.fixture
def folder(tiny_folder: Path) -> Path:
    """The invented region with developments that are stated, implied, ours and of a public page."""
    page = {"id": "page", "label_zh": "网页", "label_en": "page", "kind": "news-feature"}
    add_rows(
        tiny_folder,
        "sources",
        page | {"date": "2025", "licence": "CC BY 4.0", "address": "https://x.org/"},
    )
    gadget = {"id": "gadget", "label_zh": "器件", "label_en": "gadget", "source": "editorial"}
    add_rows(tiny_folder, "product", gadget)
    add_rows(
        tiny_folder,
        "development",
        statement(id="dev-stated", developer="b1", developed="motor"),
        statement(id="dev-implied", developer="b1", developed="seal", evidence="implied"),
        statement(id="dev-ours", developer="b2", developed="motor", **OURS),
        statement(id="dev-gadget", developer="s1", developed="gadget", **OURS),
        statement(id="dev-page", developer="b2", developed="seal", source="page"),
    )
    return tiny_folder


def run(*words: object) -> Any:
    return CliRunner().invoke(app, [str(word) for word in words])


def developments(path: Path) -> set[str]:
    G = nx.read_graphml(path, force_multigraph=True)
    return {key for *_, key in G.edges(keys=True) if key.startswith("dev-")}


ASKED = [
    ((), {"stated", "implied", "ours", "gadget", "page"}, 0),
    (("--evidence", "implied"), {"stated", "implied", "page"}, 2),
    (("--evidence", "stated"), {"stated", "page"}, 3),
    (("--sources", "documents"), {"stated", "implied", "ours", "gadget"}, 1),
    (("--evidence", "stated", "--sources", "documents"), {"stated"}, 4),
    (("--evidence", "stated", "--sources", "public"), {"page"}, None),
]


@pytest.mark.parametrize(("options", "kept", "left"), ASKED, ids=map(str, range(len(ASKED))))
def test_an_export_holds_what_counts(
    folder: Path, tmp_path: Path, options: tuple[str, ...], kept: set[str], left: int | None
) -> None:
    path = tmp_path / "x.graphml"
    done = run("export", "--graph", folder, "-o", path, *options)
    assert done.exit_code == 0, done.stderr
    assert developments(path) == {f"dev-{name}" for name in kept}
    told = nx.read_graphml(path, force_multigraph=True).graph
    said = re.search(r"left out with (.*): (\d+) statements", done.output)
    assert (said is None) == (options == ())
    if said is not None:
        assert said[1] == " ".join(options) and left in (int(said[2]), None)
        assert told["left_out"] == int(said[2])
        given = dict(zip(options[::2], options[1::2], strict=True))
        assert told["evidence"] == given.get("--evidence", "editorial")
        assert told["sources"] == given.get("--sources", "all")


def test_the_levels_are_counted_apart(folder: Path, tmp_path: Path) -> None:
    said = run("export", "--graph", folder, "-o", tmp_path / "x.nq").output
    counted = re.search(r"(\d+) statements \((\d+) stated, 1 implied, 2 editorial\)", said)
    assert counted is not None and int(counted[1]) == int(counted[2]) + 3


def test_the_statements_say_what_was_left_out(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.nq"
    run("export", "--graph", folder, "-o", path, "--evidence", "implied")
    first, *_ = path.read_text(encoding="utf-8").splitlines()
    assert first == "# left out with --evidence implied: 2 statements"
    held = {(q.subject, q.predicate, q.object) for q in store_of(path)}
    assert (entity("b1"), ECO.develops, entity("seal")) in held
    assert (entity("b2"), ECO.develops, entity("motor")) not in held
    assert not any(entity("gadget") in (s, o) for s, _, o in held)


def store_of(path: Path) -> Store:
    store = Store()
    store.load(path=str(path))
    return store


@pytest.mark.parametrize("evidence", EVIDENCE[:2])
def test_statements_and_shortcuts_go_together(
    xiamen: CitedGraph, xiamen_tables: Tables, evidence: str
) -> None:
    """Every statement that counts is kept, and what is plainly said is what one says to exist."""
    kept = cut_graph(xiamen, Cut(evidence))
    tables = read_tables(kept)
    said: dict[str, set[Any]] = {}
    for spec in table_specs().values():
        if spec.kind == "statement":
            rows = xiamen_tables.rows(spec.name, "id", "evidence")
            wanted = {key for key, known in rows if is_in(known, evidence)}
            assert set(tables.column(spec.name, "id")) == wanted, spec.name
        if spec.kind == "statement" and spec.shortcut:
            start, others = spec.ends
            for row in tables.records(spec.name):
                ends = [row[c] for c in others if row[c]]
                if row["modality"] == "exists" and row[start] and ends:
                    pair = entity(row[start]), entity(ends[0])
                    said.setdefault(spec.shortcut, set()).add(pair)
    assert len(said) > 10
    for name, pairs in said.items():
        plain = set(kept.select(f"SELECT ?a ?b {{ ?a eco:{name} ?b }}"))
        assert pairs <= plain, name
        both_ways = pairs | {(b, a) for a, b in pairs}
        assert plain <= (both_ways if name == "collaboratesWith" else pairs), name


def test_a_cut_graph_answers_as_its_whole_does_with_the_options(xiamen: CitedGraph) -> None:
    whole = ecograph.open("xiamen")
    for cut in (Cut("implied"), Cut(sources="public")):
        part = Dataset(whole.data.counting(cut))
        for name in ("gaps", "introduce"):
            asked = whole.answer(name, top=0, evidence=cut.evidence, sources=cut.sources).rows()
            assert asked == part.answer(name, top=0).rows(), (name, cut)


def test_what_is_shown_counts(folder: Path) -> None:
    def shown(*options: str) -> tuple[set[str], str]:
        done = run("show", "b1", "--graph", folder, "--format", "json", "--lang", "en", *options)
        found = {row["statement"] for row in json.loads(done.stdout)["rows"]}
        return {key for key in found if key.startswith("dev-")}, done.output

    assert shown()[0] == {"dev-stated", "dev-implied"}
    keys, output = shown("--evidence", "stated")
    assert keys == {"dev-stated"}
    about = json.loads(output[: output.rindex("}") + 1])
    assert (about["evidence"], about["sources"]) == ("stated", "all") and about["left_out"] >= 1
    plain = run("show", "b1", "--graph", folder, "--lang", "en", "--evidence", "stated").output
    assert re.search(r"facts that count: \d+ \(\d+ stated\); left out: \d+", plain)


def test_an_empty_answer_says_why(folder: Path, tmp_path: Path) -> None:
    where = ("--graph", folder, "--evidence", "stated")
    none = run("show", "gadget", *where, "--lang", "en")
    assert none.exit_code == 0
    assert "nothing that counts is said of it; let in more with --evidence" in none.output
    for command in (
        ("view", "-o", tmp_path / "x.html", "--around", "gadget"),
        ("export", "-o", tmp_path / "x.nq", "--seed", "gadget"),
    ):
        done = run(*command, *where)
        assert isinstance(done.exception, UsageError | SystemExit) and done.exit_code
        with pytest.raises(UsageError, match="gadget: nothing said of it counts with --evidence"):
            raise done.exception
    assert not list(tmp_path.glob("x.*"))


def test_a_page_says_what_it_leaves_out(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    assert run("view", "--graph", folder, "-o", path, "--evidence", "implied").exit_code == 0
    page = path.read_text(encoding="utf-8")
    said = "stated or implied by sources; nothing editorial; left out: 2 statements"
    assert said in page and "未计入" in page
    assert "dev-implied" in page and "dev-ours" not in page
    assert run("view", "--graph", folder, "-o", path).exit_code == 0
    page = path.read_text(encoding="utf-8")
    assert "1 implied, 2 editorial)" in page and "left out: 2" not in page


def test_an_atlas_says_what_it_leaves_out_on_every_page(folder: Path, tmp_path: Path) -> None:
    options = ("--evidence", "stated", "--sources", "documents")
    done = run("atlas", "--graph", folder, "-o", tmp_path / "a", *options)
    assert done.exit_code == 0, done.output
    said = "stated by sources only; documents held in full only; "
    pages = list((tmp_path / "a").rglob("*.html"))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert said + "left out: 4 statements of the graph" in text, page.name
        assert "dev-implied" not in text and "dev-ours" not in text
    assert pages and not list((tmp_path / "a").rglob("*gadget*"))


def test_an_endpoint_is_not_cut(tiny: CitedGraph) -> None:
    with endpoint(tiny) as address, pytest.raises(UsageError, match="an endpoint is not cut"):
        cut_graph(open_graph(address), Cut("stated"))


def test_a_query_says_itself_what_counts(folder: Path, tmp_path: Path) -> None:
    construct = ("--construct", "CONSTRUCT WHERE { ?s ?p ?o }")
    done = run("export", "-o", tmp_path / "x.nt", *construct, "--evidence", "stated")
    with pytest.raises(UsageError, match="--evidence does not go with --construct"):
        raise done.exception
