"""The one opener: every kind of graph, what is hostile, and what survives a kill."""

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import duckdb
import pytest
from pyoxigraph import Literal, Quad, Store, parse

from ecograph.base.errors import (
    CannotDo,
    DataError,
    DataWarning,
    TookTooLong,
    UnknownName,
    Unreadable,
    UsageError,
)
from ecograph.base.namespaces import ECO, PREFIXES, RDF_TYPE, RDFS_LABEL, concept, entity
from ecograph.export.graph_files import build_to
from ecograph.graph.cited_graph import require_ecograph
from ecograph.graph.columns import Tables, read_tables
from ecograph.graph.data import open_data
from ecograph.graph.endpoint import fetch
from ecograph.graph.facts import fact_index, facts_about
from ecograph.graph.naming import all_named, find_entity
from ecograph.graph.opening import WRITABLE, CitedGraph, open_graph, rdf_suffix, read_rdf
from ecograph.graph.rdf_files import rdf_bytes
from ecograph.graph.store_building import build_store
from ecograph.graph.stores import BUILT, FORMAT_VERSION, MARKER
from ecograph.sparql.execution import run_query
from rdf_help import endpoint
from supply_use_help import all_rows

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def triples(graph: CitedGraph) -> set[object]:
    assert graph.store is not None
    return {q.triple for q in graph.store}


def same_tables(a: Tables, b: Tables) -> bool:
    return all_rows(a) == all_rows(b)


# ------------------------------------------------------------------ every kind


def test_a_region_by_its_name(tiny: CitedGraph) -> None:
    assert (tiny.kind, tiny.name) == ("region", "tiny")
    assert tiny.select("SELECT ?f { ?f a eco:Firm } ORDER BY ?f")[0] == (entity("b1"),)


def test_a_folder_of_tables(tiny: CitedGraph, tiny_folder: Path) -> None:
    opened = open_graph(str(tiny_folder))
    assert opened.kind == "tables" and triples(opened) == triples(tiny)


@pytest.mark.parametrize("packed", ["", ".gz"])
@pytest.mark.parametrize("suffix", WRITABLE)
def test_an_rdf_file_of_each_kind(
    tiny: CitedGraph, tiny_tables: Tables, tmp_path: Path, suffix: str, packed: str
) -> None:
    path = tmp_path / f"graph{suffix}{packed}"
    build_to(tiny, path)
    opened = open_graph(str(path))
    assert opened.kind == "file" and triples(opened) == triples(tiny)
    assert [r[0].value for r in opened.select(COUNT)] == [str(len(triples(tiny)))]
    assert same_tables(read_tables(opened), tiny_tables)
    assert find_entity(opened, "甲泵业") == "b1"


@pytest.mark.parametrize("suffix", [".trig", ".nq", ".jsonld"])
def test_files_with_graphs_keep_them(tiny: CitedGraph, tmp_path: Path, suffix: str) -> None:
    build_to(tiny, tmp_path / f"graph{suffix}")
    opened = open_graph(str(tmp_path / f"graph{suffix}"))
    assert set(opened.store or ()) == set(tiny.store or ())


def test_rdf_xml_is_read(tmp_path: Path) -> None:
    path = tmp_path / "graph.rdf"
    path.write_text(
        """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
         xmlns:eco="https://w3id.org/ecograph/ontology#">
  <eco:Firm rdf:about="https://w3id.org/ecograph/id/b1"/>
</rdf:RDF>""",
        encoding="utf-8",
    )
    assert open_graph(str(path)).select("SELECT ?f { ?f a eco:Firm }") == [(entity("b1"),)]


def test_an_endpoint(tiny: CitedGraph, tiny_tables: Tables) -> None:
    with endpoint(tiny) as address:
        opened = open_graph(address)
        assert opened.kind == "endpoint"
        assert [r[0].value for r in opened.select(COUNT)] == [str(len(triples(tiny)))]
        assert same_tables(read_tables(opened), tiny_tables)
        assert all_named(opened) == all_named(tiny)
        assert facts_about(opened, "b1") == facts_about(tiny, "b1")
        assert fact_index(opened) == fact_index(tiny)
        answer = run_query(opened, "SELECT ?f { ?f a eco:Firm } ORDER BY ?f", "json")
        assert b"id/b1" in answer.data
        made = run_query(opened, "CONSTRUCT WHERE { ?f a eco:Firm }", "nt")
        assert made.kind == "triples" and made.data.count(b"\n") == 4
        with pytest.raises(Unreadable, match="400"):
            opened.select("SELECT * {")
        with pytest.raises(UsageError, match="endpoint"):
            build_to(opened, Path("never.nq"))


def test_what_is_no_endpoint(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="does not answer as a SPARQL endpoint"):
        open_graph("http://127.0.0.1:9/sparql").select(COUNT)
    with pytest.raises(Unreadable, match="does not answer"):
        open_graph("http://[bad/").select(COUNT)


def test_an_endpoint_that_does_not_answer() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(TookTooLong, match=r"answer in 0\.2 s"):
            fetch(address, COUNT, {"text/csv": "csv"}, timeout=0.2)


# ------------------------------------------------------------------ bad names


STRANGE = [
    "<{id}b1> <{rdf}type> _:x .",
    '<{id}b1> <{rdf}type> "x" .',
    "<{id}b1> <{rdf}type> <<( <urn:a> <urn:b> <urn:c> )>> .",
    "<{id}b1> <urn:p> <<( <urn:a> <urn:b> <urn:c> )>> .",
    "<{id}b1> <{rdfs}label> <urn:x> .",
    "<{id}b1> <{rdfs}label> _:x .",
    '<{id}location-b1> <{eco}place> "x" .',
    '<{id}supply-s1-b1-seal> <{eco}value> "many"^^<{xsd}integer> .',
    "<{id}x> <{eco}modality> <urn:x> ; .".replace(" ; .", " ."),
    '<{id}citation-invented> <{eco}paragraph> "many" .',
]


@pytest.mark.parametrize("line", STRANGE)
def test_what_nobody_expects_in_a_graph_is_no_error_of_ours(
    tiny: CitedGraph, tmp_path: Path, line: str
) -> None:
    from ecograph.export.description import describe_dataset
    from ecograph.graph.data import Data
    from ecograph.operations.catalogue import answer
    from ecograph.operations.every import operation

    assert tiny.store is not None
    text = "\n".join(f"{q} ." for q in tiny.store) + "\n"
    names = {"id": entity("").value, "rdf": PREFIXES["rdf"], "rdfs": PREFIXES["rdfs"]}
    names |= {"eco": PREFIXES["eco"], "xsd": PREFIXES["xsd"]}
    path = tmp_path / "strange.nq"
    path.write_text(text + line.format(**names) + "\n", encoding="utf-8")
    data = Data(open_graph(str(path)))
    describe_dataset(data.graph)
    for name, given in (("show", {"name": "b1"}), ("gaps", {}), ("coverage", {})):
        assert answer(operation(name), data, given).table().rows


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("7", 7),
        ("-5", -5),
        (f"{2**63 - 1}", 2**63 - 1),
        (f"{2**63}", None),
        (f"{-(2**63) - 1}", None),
        ("the first", None),
    ],
)
def test_a_whole_number_is_read_where_it_is_one_and_fits(
    tmp_path: Path, written: str, read: int | None
) -> None:
    path = tmp_path / "x.nt"
    said = (
        f"{RDF_TYPE} {ECO.Composition}",
        f'{ECO.position} "{written}"',
        f"{ECO.citation} <urn:c>",
        f"{ECO.evidence} {concept('evidence', 'stated')}",
    )
    path.write_text("".join(f"{entity('c')} {one} .\n" for one in said), encoding="utf-8")
    (row,) = read_tables(open_graph(str(path))).records("composition")
    assert (row["id"], row["position"]) == ("c", read)


def test_a_mark_at_the_start_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "bom.ttl").write_bytes("\ufeff<urn:a> <urn:b> <urn:c> .".encode())
    assert len(list(read_rdf(tmp_path / "bom.ttl"))) == 1


def test_an_unknown_name_suggests(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="did you mean tiny"):
        open_graph("tinny")
    with pytest.raises(UnknownName, match="a folder of tables, an RDF file, a store or the URL"):
        open_graph("zzz")
    (tmp_path / "graph.trig").write_text("", encoding="utf-8")
    with pytest.raises(Unreadable, match=r"did you mean graph\.trig"):
        open_graph(str(tmp_path / "grph.trig"))


def test_a_file_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"x\.ttl: there is no such file or folder$"):
        open_graph(str(tmp_path / "gone" / "x.ttl"))


def test_a_folder_that_is_none_of_ours(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"region\.toml"):
        open_graph(str(tmp_path))


@pytest.mark.parametrize("name", ["graph.obo", "graph", "graph.gz", "graph.ttl.zip"])
def test_a_wrong_suffix(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    with pytest.raises(Unreadable, match=r"format is not known; name it with one of \.ttl"):
        open_graph(str(tmp_path / name))


def test_suffixes() -> None:
    assert rdf_suffix(Path("a/b.c/graph.TTL.gz")) == ".ttl"
    assert rdf_suffix(Path("graph")) == rdf_suffix(Path("graph.gz")) == ""


BROKEN = {
    "x.ttl": b"<urn:a> <urn:b> .\n",
    "x.trig": b"<urn:g> { <urn:a> ",
    "x.nt": b"<urn:a> <urn:b> <urn:c>\n",
    "x.nq": b"nothing of the kind",
    "x.jsonld": b'{"@id": ',
    "x.rdf": b"<rdf:RDF",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_says_where(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BROKEN[name])
    with pytest.raises(Unreadable, match=name):
        open_graph(str(tmp_path / name))


def test_a_wrong_encoding(tmp_path: Path) -> None:
    (tmp_path / "x.ttl").write_bytes('<urn:a> <urn:b> "厦门" .'.encode("gbk"))
    with pytest.raises(Unreadable, match=r"not readable as \.ttl"):
        open_graph(str(tmp_path / "x.ttl"))


def test_a_foreign_graph_says_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "foreign.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    opened = open_graph(str(path))
    for read in (all_named, read_tables):
        with pytest.raises(
            Unreadable, match=r"none of its 1 statements says .* map it to the ontology"
        ):
            read(opened)
    assert run_query(opened, "ASK { <urn:a> ?p ?o }").kind == "boolean"  # but it can be queried
    build_store(opened, tmp_path / "store")
    assert run_query(open_graph(str(tmp_path / "store")), "SELECT ?o { <urn:a> ?p ?o }").data


def test_an_empty_file_is_an_empty_graph(tmp_path: Path) -> None:
    (tmp_path / "x.nq").write_text("", encoding="utf-8")
    with pytest.raises(Unreadable, match="none of its 0 statements"):
        all_named(open_graph(str(tmp_path / "x.nq")))


def test_bad_tables_are_data_errors(tiny_folder: Path) -> None:
    (tiny_folder / "supply.csv").unlink()
    (tiny_folder / "product.csv").unlink()
    with pytest.warns(DataWarning, match=r"the row was left out|… and"):
        open_graph(str(tiny_folder))
    (tiny_folder / "firm.csv").write_text("id,lable_zh\n", encoding="utf-8")
    with pytest.raises(DataError):
        open_graph(str(tiny_folder))


# ------------------------------------------------------------ hostile files


def xml(entities: str, body: str) -> bytes:
    return (
        f'<?xml version="1.0"?><!DOCTYPE rdf:RDF [{entities}]><rdf:RDF xmlns:rdf='
        '"http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
        f'<rdf:Description rdf:about="http://e/a"><e:p>{body}</e:p></rdf:Description></rdf:RDF>'
    ).encode()


LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
BOMBS = {
    "entities of entities": (xml('<!ENTITY l0 "lol">' + LAUGHS, "&l9;"), "made of entities"),
    "one large entity": (xml(f'<!ENTITY a "{"x" * 50_000}">', "&a;" * 6000), "swells to more than"),
    "entity of a file": (xml('<!ENTITY a SYSTEM "file:///etc/passwd">', "&a;"), "of another file"),
    "public entity": (xml('<!ENTITY a PUBLIC "x" "http://127.0.0.1:9/">', "&a;"), "another file"),
    "parameter entity": (xml('<!ENTITY % a SYSTEM "file:///etc/passwd">%a;', "x"), "another file"),
    "character of an entity": (xml('<!ENTITY a "x"><!ENTITY b "&#38;a;">', "&b;"), "made of"),
    "depth": (xml("", "<e:A><e:p>" * 50_000 + "</e:p></e:A>" * 50_000), "deeper than"),
    "other encoding": (
        xml('<!ENTITY a "xx"><!ENTITY b "&a;&a;">', "&b;").decode().encode("utf-16"),
        "XML|made of entities",
    ),
}


@pytest.mark.parametrize("case", BOMBS)
def test_xml_bombs_are_refused_in_little_memory(tmp_path: Path, case: str) -> None:
    data, said = BOMBS[case]
    path = tmp_path / "bomb.rdf"
    path.write_bytes(data)
    tracemalloc.start()
    with pytest.raises(Unreadable, match=said):
        list(read_rdf(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 300 * 1024**2


def test_entities_that_only_shorten_addresses_are_read(tmp_path: Path) -> None:
    """As FIBO and the OWL API write their files."""
    path = tmp_path / "fibo.rdf"
    path.write_text(
        """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE rdf:RDF [
  <!ENTITY fibo-be "https://spec.edmcouncil.org/fibo/ontology/BE/LegalEntities/LegalPersons/">
  <!ENTITY owl "http://www.w3.org/2002/07/owl#">
  <!ENTITY rdf "http://www.w3.org/1999/02/22-rdf-syntax-ns#">
]>
<rdf:RDF xmlns:rdf="&rdf;" xmlns:owl="&owl;" xml:base="&fibo-be;">
  <owl:Class rdf:about="&fibo-be;LegalEntity"/>
  <owl:Class rdf:about="&fibo-be;BusinessEntity"/>
</rdf:RDF>""",
        encoding="utf-8",
    )
    names = {q.subject.value.rsplit("/", 1)[-1] for q in read_rdf(path)}  # type: ignore[union-attr]
    assert names == {"LegalEntity", "BusinessEntity"}


def test_a_remote_context_is_refused_and_not_fetched(tmp_path: Path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        for context in (
            f"http://127.0.0.1:{server.getsockname()[1]}/context.jsonld",
            (tmp_path / "context.jsonld").as_uri(),
        ):
            path = tmp_path / "x.jsonld"
            path.write_text(json.dumps({"@context": context, "@id": "urn:a", "p": "x"}))
            with pytest.raises(Unreadable, match=r"x\.jsonld"):
                list(read_rdf(path))
        with pytest.raises(TimeoutError):
            server.accept()


def test_statements_nested_without_end_do_not_end_the_process(tmp_path: Path) -> None:
    deep = "<< (".replace(" ", "")
    for name in ("x.ttl", "x.trig", "x.nt", "x.nq"):
        path = tmp_path / name
        head = "<urn:a> <urn:b> " + f"{deep} <urn:a> <urn:b> " * 100_000
        path.write_text(head + "<urn:c>" + " )>>" * 100_000 + " .", encoding="utf-8")
        with pytest.raises(Unreadable, match="deeper than"):
            list(read_rdf(path))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.ttl", "<urn:a> <urn:b> " + "(" * 100_000 + ")" * 100_000 + " ."),
        ("x.ttl", "<urn:a> <urn:b> " + "[ <urn:b> " * 100_000 + "[]" + "]" * 100_000 + " ."),
        ("x.jsonld", '{"@id":"urn:a","urn:b":' * 70_000 + "1" + "}" * 70_000),
    ],
)
def test_deep_files_end_well(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    try:
        assert sum(1 for _ in read_rdf(path)) >= 100_000
    except Unreadable as error:
        assert "Max stack size" in str(error)


def test_a_packed_bomb_is_refused_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "bomb.nq.gz"
    with gzip.open(path, "wb") as out:
        for _ in range(200):
            out.write(b"#" * 1024**2)
    tracemalloc.start()
    with pytest.raises(Unreadable, match="swells to more than 200 times"):
        list(read_rdf(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 150 * 1024**2


def test_a_torn_packed_file(tiny: CitedGraph, tmp_path: Path) -> None:
    path = tmp_path / "x.nq.gz"
    build_to(tiny, path)
    whole = path.read_bytes()
    torn = {
        "cut": whole[: len(whole) // 2],
        "changed": whole[:200] + bytes([whole[200] ^ 0xFF]) + whole[201:],
        "garbled": whole[:30] + b"\xff" * 300 + whole[330:],
        "not packed": b"<urn:a> <urn:b> <urn:c> .",
    }
    for data in torn.values():
        path.write_bytes(data)
        with pytest.raises(Unreadable, match=r"x\.nq\.gz"):
            list(read_rdf(path))


def test_unnamed_nodes_get_the_same_names_each_time(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text("[] <urn:a> [ <urn:b> _:named ] . _:named <urn:c> 1 .", encoding="utf-8")
    assert list(read_rdf(path)) == list(read_rdf(path))
    assert "_:named" in rdf_bytes(read_rdf(path), ".nq").decode()


# ---------------------------------------------------------------- on-disk store


def test_a_store(tiny: CitedGraph, tiny_tables: Tables, tmp_path: Path) -> None:
    path = tmp_path / "new" / "store"
    build_to(tiny, path)
    opened = open_graph(str(path))
    assert opened.kind == "store" and set(opened.store or ()) == set(tiny.store or ())
    assert same_tables(read_tables(opened), tiny_tables)
    assert run_query(opened, COUNT, "csv").data == run_query(tiny, COUNT, "csv").data
    assert json.loads((path / MARKER).read_text("utf-8"))["statements"] == len(tiny.store or ())
    with pytest.raises(RuntimeError):  # nothing that has it open can change it
        (opened.store or Store()).add(Quad(entity("a"), ECO.citation, entity("b")))


def test_a_store_without_frames_is_read_from_its_statements(
    tiny: CitedGraph, tiny_tables: Tables, tmp_path: Path
) -> None:
    import shutil

    build_to(tiny, tmp_path / "store")
    shutil.rmtree(next((tmp_path / "store").glob(f"{BUILT}*/tables")))
    next((tmp_path / "store").glob(f"{BUILT}*/tables.duckdb")).unlink()
    assert same_tables(read_tables(open_graph(str(tmp_path / "store"))), tiny_tables)


def test_a_store_whose_tables_are_another_versions_or_torn_says_so(
    tiny: CitedGraph, tmp_path: Path
) -> None:
    build_to(tiny, tmp_path / "store")
    path = next((tmp_path / "store").glob(f"{BUILT}*/tables.duckdb"))
    for statement, told in (
        ("ALTER TABLE firm DROP evidence", "another version's; build it again"),
        ("DROP TABLE firm", r"cannot be read: .*build it again"),
    ):
        with duckdb.connect(str(path)) as connection:
            connection.execute(statement)
        with pytest.raises(Unreadable, match=told):
            read_tables(open_graph(str(tmp_path / "store")))
    path.write_bytes(path.read_bytes()[:-9000])
    with pytest.raises(Unreadable, match=r"cannot be read: .*build it again"):
        read_tables(open_graph(str(tmp_path / "store")))


@pytest.mark.parametrize(
    "statements",
    [
        ["ALTER TABLE firm RENAME TO other", "CREATE VIEW firm AS FROM other"],
        ["CREATE MACRO starts_with(a, b) AS (SELECT content FROM read_text('/etc/hostname'))"],
        ["CREATE MACRO firm() AS TABLE FROM read_text('/etc/hostname')"],
    ],
)
def test_a_store_from_outside_runs_nothing(
    tiny: CitedGraph, tmp_path: Path, statements: list[str]
) -> None:
    build_to(tiny, tmp_path / "store")
    path = next((tmp_path / "store").glob(f"{BUILT}*/tables.duckdb"))
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    with pytest.raises(Unreadable, match=r"holds 1 views or macros.*build it again"):
        read_tables(open_graph(str(tmp_path / "store")))


def test_any_text_comes_whole_into_the_tables(tmp_path: Path) -> None:
    """They reach the tables by way of CSV."""
    labels = [
        'a "quoted", name', "two\nlines\r\nand\rmore", "_:blank", "back\\slash\t", "", " spaced ",
        "''", "=1+1", "名称，带“引号”", "x" * 300_000, "https://w3id.org/ecograph/id/b1", "NULL",
    ]  # fmt: skip
    quads = [
        Quad(entity(f"firm-{i:02d}"), predicate, term, entity("graph"))
        for i, label in enumerate(labels)
        for predicate, term in (
            (RDF_TYPE, ECO.Firm),
            (RDFS_LABEL, Literal(label, language="en")),
            (ECO.citation, entity("citation-made")),
        )
    ]
    path = tmp_path / "x.nq"
    path.write_bytes(rdf_bytes(quads, ".nq"))
    found = read_tables(open_graph(str(path)))
    assert found.rows("firm", "id", "label_en") == [
        (f"firm-{i:02d}", label) for i, label in enumerate(labels)
    ]


def test_the_tables_of_a_store_are_there_for_others_as_parquet(
    tiny: CitedGraph, tiny_tables: Tables, tmp_path: Path
) -> None:
    build_to(tiny, tmp_path / "store")
    folder = next((tmp_path / "store").glob(f"{BUILT}*/tables"))
    for name, rows in all_rows(tiny_tables).items():
        found = duckdb.read_parquet(str(folder / f"{name}.parquet"))
        assert [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()] == rows


def test_a_rebuilt_store_is_whole_and_readers_keep_theirs(
    tiny: CitedGraph, tiny_folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "store"
    build_to(tiny, path)
    reader = open_graph(str(path))
    firms = tiny_folder / "firm.csv"
    text = firms.read_text(encoding="utf-8").replace("Alpha Pumps", "Omega Pumps")
    firms.write_text(text, encoding="utf-8")
    build_to(open_graph(str(tiny_folder)), path)
    assert find_entity(open_graph(str(path)), "Omega Pumps") == "b1"
    assert find_entity(reader, "Alpha Pumps") == "b1"
    assert len(list(path.glob(f"{BUILT}*"))) == 1


def test_a_failed_build_leaves_the_old_store(
    tiny: CitedGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "store"
    build_to(tiny, path)
    before = sorted(p.name for p in path.iterdir())

    def fail(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("ecograph.graph.store_building.pivot", fail)
    with pytest.raises(OSError, match="full"):
        build_to(tiny, path)
    assert sorted(p.name for p in path.iterdir()) == before
    assert open_graph(str(path)).store


def test_two_builders_of_one_store(tiny: CitedGraph, tmp_path: Path) -> None:
    import fcntl

    path = tmp_path / "store"
    build_to(tiny, path)
    lock = os.open(path, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    with pytest.raises(CannotDo, match="another ecograph is writing there"):
        build_to(tiny, path)
    os.close(lock)
    build_to(tiny, path)


def test_a_folder_of_somebody_else_is_left_alone(tiny: CitedGraph, tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("mine", encoding="utf-8")
    with pytest.raises(CannotDo, match="ecograph did not make"):
        build_to(tiny, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.docx"]
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(CannotDo, match="is a file; name a folder"):
        build_to(tiny, tmp_path / "file")


def test_an_empty_folder_may_become_a_store(tiny: CitedGraph, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    build_to(tiny, tmp_path / "store")
    assert open_graph(str(tmp_path / "store")).kind == "store"


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"format": 1, "folder": "gone"}', '{"format": 99, "folder": "x"}'],
)
def test_a_broken_marker(tmp_path: Path, text: str) -> None:
    (tmp_path / MARKER).write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable, match=r"build it again|cannot be opened"):
        open_graph(str(tmp_path))


@pytest.mark.parametrize("held", ["../x", "a/b", "", ".", "..", "/x", 7, None])
def test_a_marker_leads_only_to_a_folder_beside_it(tmp_path: Path, held: object) -> None:
    text = json.dumps({"format": FORMAT_VERSION, "folder": held})
    (tmp_path / MARKER).write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable, match="names no folder in it"):
        open_graph(str(tmp_path))


BUILDER = """
import sys
from pathlib import Path
from ecograph.export.graph_files import build_to
from ecograph.graph.opening import open_graph
graph = open_graph("tiny")
print("ready", flush=True)
while True:
    build_to(graph, Path(sys.argv[1]))
"""


def test_a_kill_leaves_the_old_store_or_the_new_one(tiny: CitedGraph, tmp_path: Path) -> None:
    path = tmp_path / "store"
    build_to(tiny, path)
    chance = random.Random(1)
    for _ in range(5):
        builder = subprocess.Popen(
            [sys.executable, "-c", BUILDER, str(path)], stdout=subprocess.PIPE
        )
        assert builder.stdout is not None and builder.stdout.readline() == b"ready\n"
        time.sleep(chance.uniform(0.01, 0.4))
        os.kill(builder.pid, signal.SIGKILL)
        builder.wait()
        builder.stdout.close()
        opened = open_graph(str(path))
        assert len(opened.store or ()) == len(tiny.store or ())
        assert read_tables(opened).count("firm") == 4
    build_to(tiny, path)  # and what the kills left behind is swept away
    assert len(list(path.glob(f"{BUILT}*"))) == 1


def test_a_kill_of_the_first_build_can_be_built_again(tiny: CitedGraph, tmp_path: Path) -> None:
    """The marker names the folder before it exists."""
    path = tmp_path / "store"
    (path / f"{BUILT}killed" / "store").mkdir(parents=True)
    (path / MARKER).write_text(json.dumps({"folders": [f"{BUILT}killed"]}), encoding="utf-8")
    with pytest.raises(Unreadable, match="no store that was finished"):
        open_graph(str(path))
    build_to(tiny, path)
    assert open_graph(str(path)).kind == "store"
    assert len(list(path.glob(f"{BUILT}*"))) == 1


def test_a_file_is_replaced_whole(tiny: CitedGraph, tmp_path: Path) -> None:
    path = tmp_path / "graph.nq"
    path.write_text("old", encoding="utf-8")
    build_to(tiny, path)
    assert [p.name for p in tmp_path.iterdir()] == ["graph.nq"]
    assert len(set(parse(path=str(path)))) == len(set(tiny.store or ()))


def test_a_build_into_an_unknown_format(tiny: CitedGraph, tmp_path: Path) -> None:
    for name in ("graph.rdf", "graph.docx", "graph.v2"):
        with pytest.raises(UsageError, match="ends in none of"):
            build_to(tiny, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_foreign_rdf_is_asked_as_it_is(tmp_path: Path) -> None:
    text = '<urn:a> a <http://www.w3.org/ns/org#Organization> ; <urn:p> "x" .'
    for name, content in (
        ("a.ttl", "\ufeff" + text),
        ("a.n3", text),
        ("a.owl", text),
        (
            "a.jsonld",
            '{"@id": "urn:a", "@type": "http://www.w3.org/ns/org#Organization", "urn:p": "x"}',
        ),
    ):
        (tmp_path / name).write_text(content, encoding="utf-8")
        assert len(open_graph(str(tmp_path / name)).store or ()) == 2, name


def test_what_is_of_our_classes_and_uncited_is_told_what_it_lacks(tmp_path: Path) -> None:
    (tmp_path / "x.ttl").write_text(
        "<urn:a> a <https://w3id.org/ecograph/ontology#Firm> .", encoding="utf-8"
    )
    graph = open_graph(str(tmp_path / "x.ttl"))
    with pytest.raises(Unreadable, match=r"1 entities are of classes .* give each an eco:citation"):
        require_ecograph(graph)


def test_a_path_names_a_graph_as_its_text_does(tiny: CitedGraph, tiny_folder: Path) -> None:
    assert triples(open_graph(tiny_folder)) == triples(tiny)
    assert open_data(tiny_folder).graph.name == str(tiny_folder)
