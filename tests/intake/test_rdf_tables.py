"""RDF of other vocabularies comes in as tables do: by a map that the alignments draft."""

from pathlib import Path

import pytest
from import_help import brought, rejected, rows

from ecograph.base.errors import UsageError
from ecograph.graph.validation import check_region
from ecograph.intake.rdf_tables import properties_like, table_of_class, tables_in_file
from ecograph.intake.suggestion import suggested_map
from ecograph.tables.given_files import Layout

OTHER = """
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rov: <http://www.w3.org/ns/regorg#> .
@prefix schema: <http://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix ex: <http://example.org/> .
ex:beta a org:Organization ; skos:prefLabel "Beta University"@en, "贝塔大学"@zh ;
    skos:altLabel "BU" ; org:memberOf ex:group, ex:circle ; ex:mood "good" .
ex:gamma a schema:Corporation ; schema:name "Gamma" ; schema:foundingDate "2001-02-03" .
ex:group a org:OrganizationalCollaboration ; foaf:name "The group" .
ex:circle a org:OrganizationalCollaboration ; foaf:name "The circle" .
ex:delta a rov:RegisteredOrganization ; rov:legalName "Delta B.V." .
ex:thing ex:mood "bad" .
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "other.ttl"
    found.write_text(OTHER, encoding="utf-8")
    return found


def test_each_class_is_a_table_with_its_predicates(path: Path) -> None:
    tables = {t.name: t for t in tables_in_file(path)}
    assert set(tables) == {
        *("org:Organization", "org:OrganizationalCollaboration", "rov:RegisteredOrganization"),
        *("schema:Corporation", "rdfs:Resource"),
    }
    table = tables["org:Organization"]
    (record,) = table.records()
    cells = dict(zip(table.header, record.cells, strict=True))
    assert cells["iri"] == "http://example.org/beta"
    assert cells["skos:prefLabel@zh"] == "贝塔大学"
    assert cells["org:memberOf"] == ["http://example.org/circle", "http://example.org/group"]
    with pytest.raises(UsageError, match="has no class org:Site; it has"):
        tables_in_file(path, Layout(sheet="org:Site"))


def test_the_alignments_say_what_is_ours() -> None:
    assert table_of_class("org:Organization") == "organization"
    assert table_of_class("rov:RegisteredOrganization") == "firm"
    assert table_of_class("org:FormalOrganization") == "organization"
    assert table_of_class("ex:Unknown") is None
    assert "memberOf" in properties_like("org:memberOf")


def test_what_aligns_is_lifted_and_the_rest_is_named(path: Path, tmp_path: Path) -> None:
    draft = suggested_map([path])
    assert "# not mapped: mood (good)" in draft
    text = 'place = "Netherlands"\n' + draft
    done = brought(tmp_path, text, {"other.ttl": OTHER.encode()})
    assert list(rejected(done)) == []
    (beta,) = rows(tmp_path, "organization").values()
    assert (beta["id"], beta["label_zh"], beta["label_en"], beta["alt_en"]) == (
        "beta", "贝塔大学", "Beta University", "BU",
    )  # fmt: skip
    firms = {r["label_en"]: r["founded"] for r in rows(tmp_path, "firm").values()}
    assert {"Gamma": "2001-02-03", "Delta B.V.": ""}.items() <= firms.items()
    joined = {(r["member"], r["body"]) for r in rows(tmp_path, "membership").values()}
    assert joined == {("beta", "group"), ("beta", "circle")}
    errors = [f for f in check_region(tmp_path / "region").findings if f.severity == "error"]
    assert errors == []
    again = brought(tmp_path, text, {"other.ttl": OTHER.encode()})
    assert again.files == ()
