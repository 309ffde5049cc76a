"""Ask on the command line: the schema, show, questions, and answers as files."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pyarrow.parquet
import pytest
from typer.testing import CliRunner

from ecograph.base.errors import EcographError
from ecograph.cli import app
from surface_help import document, invoke, rows_of

FIRMS = "SELECT ?f ?fLabel { ?f a eco:Firm } ORDER BY ?f"


def said(*words: object) -> str:
    """What a command that is refused says."""
    error = invoke(*words).exception
    assert isinstance(error, EcographError), error
    return str(error)


# ------------------------------------------------------------------ schema


def test_the_schema_lists_each_class_with_its_count_and_meaning() -> None:
    found = {row["class"]: row for row in rows_of("schema", "--graph", "tiny")}
    assert found["eco:Firm"]["meaning"] and found["eco:Firm"]["label"] == "Firm"
    assert str(found["eco:Firm"]["count"]) == str(
        _count("SELECT (COUNT(?f) AS ?n) { ?f a eco:Firm }")
    )
    assert not any(c.startswith(("owl:", "sh:")) for c in found)


def _count(query: str) -> int:
    held = json.loads(invoke("query", query, "-g", "tiny", "-f", "json").stdout)
    return int(held["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize(
    ("term", "parts"),
    [
        ("Firm", ["class", "example", "property →", "property ←", "query"]),
        ("eco:supplies", ["property"]),
        ("voc:modality", ["code list"]),
        ("供应", ["class", "example"]),
        ("chain segment", ["class"]),
        ("供应方", ["property"]),
    ],
)
def test_a_term_tells_what_it_is(term: str, parts: list[str]) -> None:
    sections = [row["section"] for row in rows_of("schema", term, "--graph", "tiny")]
    assert set(parts) <= set(sections)


def test_a_term_that_is_none_is_refused_with_near_names() -> None:
    assert "no term is called 供应商; did you mean 供应" in said("schema", "供应商", "-g", "tiny")
    assert "give one of these" in said("schema", "编辑补充", "-g", "tiny")


@pytest.mark.parametrize("name", ["voc:unit-krw-100m", "unit-krw-100m", "亿韩元"])
def test_a_code_that_a_region_adds_is_a_term(name: str) -> None:
    rows = rows_of("schema", name, "--graph", "xiamen")
    assert rows[0]["section"] == "code" and rows[0]["label"] == "100 million won"
    assert rows[0]["term"].endswith("vocab/xiamen/unit-krw-100m") and int(rows[0]["count"]) > 0
    (query,) = [r["what"] for r in rows if r["section"] == "query"]
    assert len(invoke("query", query, "-g", "xiamen", "-f", "csv").stdout.splitlines()) > 1
    listed = [r["term"] for r in rows_of("schema", "voc:unit", "--graph", "xiamen")]
    assert rows[0]["term"] in listed


def test_an_entity_tells_what_it_may_be() -> None:
    rows = rows_of("show", "gieri", "--graph", "xiamen")
    (row,) = [r for r in rows if r["fact"].startswith("Possible identity")]
    assert "Graphene Industrial Technology Institute" in row["value"] and row["source"]


def test_a_card_says_by_whom_a_class_is_pointed_at_once() -> None:
    whole = [r for r in rows_of("schema", "Firm", "-g", "xiamen") if r["section"] == "property ←"]
    brief = [
        line.split()[2]
        for line in invoke("schema", "Firm", "-g", "xiamen", "--lang", "en").stdout.splitlines()
        if line.startswith("property ←")
    ]
    assert len(set(brief)) == len(brief) < len(whole)
    assert {*brief} == {r["term"] for r in whole} - {"eco:from", "eco:to"}


@pytest.mark.parametrize("region", ["tiny", "xiamen"])
def test_the_card_fits_a_prompt(region: str) -> None:
    for language in ("zh", "en"):
        card = invoke("schema", "-g", region, "-f", "md", "--lang", language).stdout
        # a Chinese character is about a token, four others are about one
        wide = sum(ord(c) > 0x2E80 for c in card)
        assert wide + (len(card) - wide) / 3.5 < 4000
        assert "eco:Firm" in card and "eco:supplies" in card and "PREFIX" not in card[:20]


def test_the_query_of_a_class_answers() -> None:
    (query,) = [
        r["what"] for r in rows_of("schema", "Firm", "-g", "tiny") if r["section"] == "query"
    ][:1]
    done = invoke("query", query, "-g", "tiny", "-f", "csv")
    assert done.exit_code == 0 and len(done.stdout.splitlines()) > 1 and not done.stderr


# ------------------------------------------------------------------ show


def test_value_and_unit_stand_in_columns_of_their_own() -> None:
    shown = rows_of("show", "xiamen", "--graph", "xiamen")
    amounts = [row for row in shown if row["unit"] == "× 100 million yuan"]
    assert amounts and all(row["number"] and row["value_written"] for row in amounts)
    assert all(str(row["number"]) not in ("", "…") for row in amounts)


def test_what_points_at_an_entity_is_told() -> None:
    facts = [row["fact"] for row in rows_of("show", "flat-panel-display-chain", "-g", "xiamen")]
    assert any(fact.startswith("← ") for fact in facts)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("tianmaweidianzi", "天马微电子股份有限公司"),
        ("嘉庚创新实验", "嘉庚创新实验室"),
        ("sanan", "三安光电"),
        ("天馬微電子", "天马微电子"),
    ],
)
def test_near_names_are_told(name: str, near: str) -> None:
    assert near in said("show", name, "-g", "xiamen")


def test_a_zero_width_sign_in_a_name_does_no_harm() -> None:
    shown = document("show", "Alpha\u200b Pumps", "-g", "tiny")
    assert shown["id"] == "b1"


@pytest.mark.parametrize("name", ["paper-2023", "eco:Firm", "voc:modality", "id:xiamen"])
def test_every_id_leads_somewhere(name: str) -> None:
    assert rows_of("show", name, "-g", "xiamen")


# ------------------------------------------------------------------ questions


def test_questions_are_searched_in_both_languages_and_in_their_words() -> None:
    every = rows_of("questions")
    for words in ("fund", "基金", "eco:supplies"):
        found = rows_of("questions", "--search", words)
        assert 0 < len(found) < len(every)
    assert "no question" in invoke("questions", "--search", "zebra", "--lang", "en").stderr


def test_a_question_is_asked_of_another() -> None:
    asked = [row for row in rows_of("questions") if row["asked_of"]]
    assert asked
    number = next(row["number"] for row in asked if "city=" in row["asked_of"])
    first = invoke("query", "--question", number, "-f", "csv").stdout
    other = invoke("query", "--question", number, "city=福州", "-f", "csv")
    assert other.exit_code == 0 and other.stdout != first
    wrong = said("query", "--question", number, "planet=Mars")
    assert "planet" in wrong and "city" in wrong


# ------------------------------------------------------------------ answers as files


def test_a_table_shows_numbers_in_full_under_the_names_that_were_given() -> None:
    given = "(0.61987 AS ?share) (238609.83 AS ?makers) (1.0/3 AS ?x)"
    query = f"SELECT ?said {given} {{ BIND(1 AS ?said) }}"
    heads, _, row = invoke("query", query, "-g", "tiny", "--lang", "zh").stdout.splitlines()
    assert heads.split() == ["said", "share", "makers", "x"]
    assert row.split() == ["1", "0.61987", "238609.83", "0.333333333333333"]


def test_a_query_is_read_from_standard_input() -> None:
    for text in (FIRMS, "\ufeff" + FIRMS):
        words = ["query", "-", "--graph", "tiny", "--format", "csv"]
        piped = CliRunner().invoke(app, words, input=text.encode())
        assert piped.stdout == invoke("query", FIRMS, "-g", "tiny", "-f", "csv").stdout
    broken = CliRunner().invoke(app, ["query", "-", "-g", "tiny"], input=b"\xff\xfe")
    assert "standard input is no UTF-8" in str(broken.exception)


@pytest.mark.parametrize("suffix", ["csv", "tsv", "json", "xml", "xlsx", "parquet"])
def test_an_answer_is_written_in_the_form_of_its_name(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"firms.{suffix}"
    done = invoke("query", FIRMS, "-g", "tiny", "-o", path)
    assert done.exit_code == 0 and f"{path}: " in done.stderr and not done.stdout
    data = path.read_bytes()
    if suffix == "xlsx":
        rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
        assert rows[0] == ("f", "fLabel") and ("id:b1", "Alpha Pumps") in rows
    elif suffix == "parquet":
        assert pyarrow.parquet.read_table(path).column_names == ["f", "fLabel"]
    elif suffix == "csv":
        assert data.startswith(b"\xef\xbb\xbf")  # so Excel reads the Chinese
        assert next(csv.reader(io.StringIO(data.decode("utf-8-sig")))) == ["f", "fLabel"]
    else:
        assert b"Alpha Pumps" in data
    assert "ends in none of" in said("query", FIRMS, "-g", "tiny", "-o", tmp_path / "x.docx")


def test_pages_are_cut_and_say_so() -> None:
    whole = invoke("query", FIRMS, "-g", "tiny", "-f", "csv").stdout.splitlines()
    seen = []
    for page in (1, 2):
        done = invoke("query", FIRMS, "-g", "tiny", "-f", "csv", "--top", 2, "--page", page)
        seen += done.stdout.splitlines()[1:]
        assert ("the last page" if page == 2 else "--page 2 shows the next") in done.stderr
    assert seen == whole[1:] and len(seen) == 4
    beyond = invoke("query", FIRMS, "-g", "tiny", "-f", "csv", "--top", 2, "--page", 9)
    assert beyond.stdout == whole[0] + "\n" and "--page 2 is the last" in beyond.stderr


def test_several_graphs_are_asked_together(tmp_path: Path) -> None:
    path = tmp_path / "scores.ttl"
    path.write_text("<https://w3id.org/ecograph/id/b1> <urn:score> 7 .", encoding="utf-8")
    query = "SELECT ?fLabel ?n { ?f a eco:Firm ; <urn:score> ?n }"
    done = invoke("query", query, "-g", "tiny", "-g", path, "-f", "csv")
    assert done.stdout.splitlines()[1:] == ["Alpha Pumps,7"] and not done.stderr


def test_hints_are_on_stderr_and_can_be_left_out() -> None:
    words = ("query", "SELECT ?f { ?f a eco:Frim }", "-g", "tiny", "-f", "csv", "--lang", "en")
    done = invoke(*words)
    assert done.exit_code == 0 and done.stdout == "f\n"
    assert "did you mean eco:Firm" in done.stderr and "no row" in done.stderr
    assert invoke(*words, "--no-hints").stderr == ""
