"""Lists that are broken, contradict themselves or mean harm: told, counted, the rest is taken."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from import_help import SOURCE, brought, rejected, rows
from openpyxl import Workbook

from ecograph.base.errors import DataError, EcographError, UsageError
from ecograph.graph.validation import check_region
from ecograph.intake.import_map import map_of
from ecograph.intake.importing import ImportReport

OF_FIRMS = (
    'place = "厦门"\n' + SOURCE + '[[read]]\nfile = "FILE"\n[[read.rows]]\ntable = "firm"\n'
    'label = "name"\n'
)


def firms(folder: Path, content: str | bytes, file: str = "l.csv", more: str = "") -> ImportReport:
    raw = content if isinstance(content, bytes) else content.encode()
    return brought(folder, OF_FIRMS.replace("FILE", file) + more, {file: raw})


def names(folder: Path) -> list[str]:
    found = (row["label_zh"] or row["label_en"] for row in rows(folder, "firm").values())
    return sorted(found)


def counted(done: ImportReport) -> tuple[int, int, int]:
    (one,) = done.made.counts.values()
    return one.read, one.taken, one.rejected


def conforms(folder: Path) -> bool:
    return not [f for f in check_region(folder / "region").findings if f.severity == "error"]


@pytest.mark.parametrize(
    ("text", "taken", "wrong"),
    [
        ('name,x\nAlpha,"open\nBeta,1\nGamma,2\n', ["Beta", "Gamma"], [2]),
        ('name,x\nAlpha,"open\nBeta,1\nGamma,"2"\nDelta,3\n', ["Beta", "Delta", "Gamma"], [2]),
        ('name,x\nAlpha,"one\ntwo"\nBeta,1\n', ["Alpha", "Beta"], []),  # a cell of two lines
        ('name,x\nAlpha,5" pipe\nBeta,"2" wide\n', ["Alpha", "Beta"], []),
    ],
)
def test_an_open_quote_costs_its_own_row_alone(
    tmp_path: Path, text: str, taken: list[str], wrong: list[int]
) -> None:
    done = firms(tmp_path, text)
    assert names(tmp_path) == taken
    assert [row for row, *_ in rejected(done)] == wrong
    assert counted(done) == (len(taken) + len(wrong), len(taken), len(wrong))


def test_rows_that_sqlite_has_not_moved_into_the_file_yet_are_read(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    with closing(sqlite3.connect(path)) as writer:
        writer.execute("PRAGMA journal_mode=wal")
        writer.execute("CREATE TABLE l (name TEXT, twice TEXT AS (name || name))")
        writer.execute("INSERT INTO l VALUES ('Alpha')")
        writer.commit()
        writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        writer.execute("INSERT INTO l VALUES ('Beta')")
        writer.execute("INSERT INTO l VALUES (cast(x'c3ff41' as text))")
        writer.commit()
        whole = path.read_bytes()
        done = firms(tmp_path, whole, "l.sqlite")
    assert names(tmp_path) == ["Alpha", "Beta"]
    assert counted(done) == (3, 2, 1)


def test_tables_of_other_schemas_and_views_of_duckdb_are_read(tmp_path: Path) -> None:
    path = tmp_path / "l.duckdb"
    with duckdb.connect(str(path)) as base:
        base.execute("CREATE SCHEMA other; CREATE TABLE other.listed AS SELECT 'Alpha' AS name")
        base.execute("CREATE VIEW seen AS SELECT 'Beta' AS name")
    raw = path.read_bytes()
    more = '[[read]]\nfile = "l.duckdb"\nsheet = "seen"\n[[read.rows]]\ntable = "firm"\n'
    more += 'label = "name"\n'
    text = OF_FIRMS.replace("FILE", "l.duckdb").replace(
        "[[read.rows]]", 'sheet = "other.listed"\n[[read.rows]]'
    )
    brought(tmp_path, text + more, {"l.duckdb": raw})
    assert names(tmp_path) == ["Alpha", "Beta"]


@pytest.mark.parametrize(
    ("more", "lines", "taken", "problem"),
    [
        (
            'uscc = "u"\nstock = "s"\n',
            "name,u,s\n虚构甲电子有限公司,91350200MA0000001W,600373\n"
            "虚构乙泵业有限公司,91350200MA00000020,600374\n虚构甲电子,91350200MA0000001W,600374\n",
            2,
            "has codes and a key of several: ",
        ),
        (
            'id = "k"\nuscc = "u"\n',
            "k,name,u\n1,虚构甲电子,91350200MA0000001W\n1,虚构甲电子公司,91350200MA00000020\n",
            1,
            "has the code 91350200MA00000020, and ",
        ),
        (
            'uscc = "u"\n',
            "name,u\n虚构甲电子有限公司,91350200MA0000001W\n虚构甲电子有限公司,91350200MA00000020\n",
            2,
            "",
        ),
    ],
)
def test_codes_that_contradict_each_other(
    tmp_path: Path, more: str, lines: str, taken: int, problem: str
) -> None:
    done = firms(tmp_path, lines, more=more)
    assert len(names(tmp_path)) == taken
    assert [p[: len(problem)] for *_, p in rejected(done)] == ([problem] if problem else [])
    assert conforms(tmp_path)


def test_a_file_that_is_read_in_two_ways_is_counted_once(tmp_path: Path) -> None:
    text = (
        'place = "厦门"\n' + SOURCE
        + "".join(
            f'[[read]]\nfile = "l.csv"\n[[read.rows]]\ntable = "{table}"\nlabel = "name"\n'
            f'only = {{ column = "type", values = ["{kind}"] }}\n'
            for table, kind in (("firm", "F"), ("person", "P"))
        )
    )  # fmt: skip
    lines = "a list,\ntype,name\nF,Alpha\n,\nP,Bob\nX,Else\n"
    done = brought(tmp_path, text, {"l.csv": lines})
    (count,) = done.made.counts.values()
    assert count.left_out == {"above": 1, "blank": 1, "not_meant": 1}
    assert (count.read, count.taken, count.rejected) == (5, 2, 0)


def test_a_table_that_the_map_does_not_name_gets_no_row(tmp_path: Path) -> None:
    text = OF_FIRMS.replace("FILE", "l.csv").replace(
        'table = "firm"', 'table = { column = "type", values = { F = "firm" } }'
    )
    done = brought(tmp_path, text, {"l.csv": "type,name\nF,Alpha\nperson,Bob\n"})
    assert [(r, c, v) for r, c, v, _ in rejected(done)] == [(3, "type", "person")]
    assert not (tmp_path / "region/person.csv").exists()


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ('table = "firm"', 'table = ["firm"]', "is no table"),
        ('table = "firm"', 'table = "sources"', "stands under [source]"),
        ('table = "firm"', 'table = { value = "firm" }', "does not say which tables"),
        ('label = "name"', 'label = "name"\neach = { value = "x" }', "names no column"),
        ('id = "list"', 'id = "list"\nlabel_zh = ["x"]', "source.label_zh"),
        ('id = "list"', 'id = "editorial"', "is taken"),
        ('id = "list"', 'id = "list"\nlicence = ""', "source.licence"),
        ("[[read.rows]]", "fill_down = [1]\n[[read.rows]]", "fill_down"),
    ],
)
def test_what_a_map_cannot_say_is_told(was: str, now: str, told: str) -> None:
    text = OF_FIRMS.replace("FILE", "l.csv").replace(was, now, 1)
    with pytest.raises(DataError) as error:
        map_of(text, "m.toml")
    assert told in str(error.value)


@pytest.mark.parametrize(
    "name", ["nonsense", "hex", "rot13", "idna", "punycode", "undefined", "utf-7"]
)
def test_an_encoding_that_is_none_of_texts_is_told(tmp_path: Path, name: str) -> None:
    text = OF_FIRMS.replace("FILE", "l.csv").replace(
        "[[read.rows]]", f'encoding = "{name}"\n[[read.rows]]'
    )
    with pytest.raises(UsageError, match="none that is known; write utf-8"):
        brought(tmp_path, text, {"l.csv": b"name\nAlpha\n"})


def test_a_file_in_another_encoding_than_the_map_says(tmp_path: Path) -> None:
    text = OF_FIRMS.replace("FILE", "l.csv").replace(
        "[[read.rows]]", 'encoding = "utf-16"\n[[read.rows]]'
    )
    with pytest.raises(EcographError, match="is not utf-16"):
        brought(tmp_path, text, {"l.csv": b"name\nAlpha\n"})


def test_a_line_in_another_encoding_is_rejected_with_what_it_holds(tmp_path: Path) -> None:
    content = "name,x\n虚构甲,1\n虚构丙,2\n".encode() + "虚构乙,3\n".encode("gb18030")
    done = firms(tmp_path, content)
    assert names(tmp_path) == ["虚构丙", "虚构甲"]
    assert [p for *_, p in rejected(done)] == ["holds the byte 0xd0, which is no utf-8"]
    assert "\\udcd0" in (tmp_path / "region/import/list-rejects.csv").read_text("utf-8")


@pytest.mark.parametrize("bad", ['"Bad \\ud800 Ltd"', '["a\\u0000b"]', '"Be\\u0001ta"'])
def test_json_that_holds_no_text(tmp_path: Path, bad: str) -> None:
    done = firms(tmp_path, f'[{{"name": {bad}}}, {{"name": "Alpha"}}]', "l.json")
    assert names(tmp_path) == ["Alpha"]
    assert counted(done) == (2, 1, 1)
    assert conforms(tmp_path)


def test_one_bad_record_stops_nothing(tmp_path: Path) -> None:
    more = (
        '[[read.rows]]\ntable = "production"\nmaker = "name"\n'
        'product = { column = "p", make = "product" }\nevidence = "e"\n'
    )
    lines = "name,p,e\nAlpha,pump,stated\nBeta,seal,editorial\nGamma,valve,stated\n"
    done = firms(tmp_path, lines, more=more)
    (told,) = rejected(done)
    assert told[:3] == (3, "evidence", "editorial")
    made = {(r["maker"], r["product"]) for r in rows(tmp_path, "production").values()}
    assert made == {("alpha", "pump"), ("gamma", "valve")}
    assert conforms(tmp_path)


def test_a_map_that_refers_to_the_wrong_kind_tells_which_column(tmp_path: Path) -> None:
    done = firms(
        tmp_path, "name,c\nAlpha,Nowhere\n", more='place = { column = "c", make = "firm" }\n'
    )
    assert [(c, p.partition(",")[0]) for _, c, _, p in rejected(done)] == [
        ("place", "is of class Firm")
    ]
    assert names(tmp_path) == ["Alpha", "Nowhere"]


def test_units_and_kinds_that_the_region_names_are_known_by_their_names(tmp_path: Path) -> None:
    text = (
        'place = "厦门"\n' + SOURCE + '[[read]]\nfile = "l.csv"\n[[read.rows]]\n'
        'table = "supply"\nsupplier = { column = "s", make = "firm" }\n'
        'buyer = { value = "Beta", make = "firm" }\n'
        'product = { value = "ore", make = "product" }\namount = { column = "a" }\n'
    )
    brought(tmp_path, text, {"l.csv": "s,a\nAlpha,7\n"})
    concepts = "scheme,key,label_zh,label_en,source\nunit,tonne,吨,tonne,editorial\n"
    (tmp_path / "region/concept.csv").write_text(concepts)
    done = brought(tmp_path, text, {"l.csv": "s,a\nAlpha,5 吨\n"})
    assert list(rejected(done)) == []
    (row,) = rows(tmp_path, "supply").values()
    assert (row["value"], row["unit"]) == ("5", "tonne")


def test_errors_of_a_spreadsheet_say_nothing(tmp_path: Path) -> None:
    done = firms(tmp_path, "name,f\n#REF!,2001\nAlpha,#N/A\n", more='founded = "f"\n')
    assert names(tmp_path) == ["Alpha"]
    assert [(r, p) for r, _, _, p in rejected(done)] == [(2, "has no name")]


def test_a_place_that_is_none_is_told(tmp_path: Path) -> None:
    text = OF_FIRMS.replace("FILE", "l.csv").replace("厦门", "Nowhereville")
    with pytest.raises(UsageError, match="Nowhereville is no place that is known"):
        brought(tmp_path, text, {"l.csv": "name\nAlpha\n"})


def test_years_and_times_as_columns_of_numbers_have_them(tmp_path: Path) -> None:
    lines = "name,f\nAlpha,2015.0\nBeta,2016-03-02 08:00:00+08:00\n"
    firms(tmp_path, lines, more='founded = "f"\n')
    held = {r["label_en"]: r["founded"] for r in rows(tmp_path, "firm").values()}
    assert held == {"Alpha": "2015", "Beta": "2016-03-02"}


def test_a_share_of_more_than_all_is_no_share(tmp_path: Path) -> None:
    more = (
        '[[read.rows]]\ntable = "production"\nmaker = "name"\n'
        'product = { value = "pump", make = "product" }\nshare = "s"\n'
    )
    done = firms(tmp_path, "name,s\nAlpha,150%\n", more=more)
    assert [(c, v, p) for _, c, v, p in rejected(done)] == [
        ("share", "150%", "is no part of a whole")
    ]


def test_names_that_run_as_formulas_are_guarded_in_the_list_for_review(tmp_path: Path) -> None:
    firms(tmp_path, "name\n=cmd Alpha Ltd\n=cmd Alpha Inc\n")
    path = tmp_path / "region/import/names.csv"
    held = path.read_text()
    assert ",'=cmd Alpha Inc," in held or ",'=cmd Alpha Ltd," in held
    path.write_text(held.rstrip("\n") + "same\n")
    firms(tmp_path, "name\n=cmd Alpha Ltd\n=cmd Alpha Inc\n")
    assert len(names(tmp_path)) == 2  # withdrawn only when asked
    assert "'" not in "".join(names(tmp_path))


def test_a_list_for_review_without_a_column_is_told(tmp_path: Path) -> None:
    firms(tmp_path, "name\nAlpha\n")
    (tmp_path / "region/import/names.csv").write_text("written,table,decision\nx,firm,same\n")
    with pytest.raises(DataError, match="candidate: is a missing column"):
        firms(tmp_path, "name\nAlpha\n")


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    from ecograph.intake.importing import import_files

    text = OF_FIRMS.replace("FILE", "l.csv")
    (tmp_path / "l.csv").write_text("name\nAlpha\n")
    for name in (b"q\xffq", b"q\nq", b'q"q\\'):
        folder = Path(str(tmp_path)) / name.decode("utf-8", "surrogateescape")
        asked = map_of(text, "m.toml")
        import_files([tmp_path / "l.csv"], asked, folder, map_text=text)
        assert not [f for f in check_region(folder).findings if f.severity == "error"]


def test_two_columns_of_one_name_beside_one_that_is_called_like_the_second(tmp_path: Path) -> None:
    from ecograph.intake.record_values import column_names

    header = ("a", "a", "a.2", "b")
    assert len(set(column_names(header))) == 4
    assert column_names(header)[2] == "a.2"


def test_formulas_without_values_are_told(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["name"])
    book.active.append(["Alpha"])
    book.active.append(['="Be" & "ta"'])
    book.save(tmp_path / "l.xlsx")
    done = firms(tmp_path, (tmp_path / "l.xlsx").read_bytes(), "l.xlsx")
    assert names(tmp_path) == ["Alpha"]
    assert counted(done) == (2, 1, 1)
    (told,) = rejected(done)
    assert told[3].startswith("holds a formula without its value")


def test_json_lines_of_a_list_that_holds_no_objects(tmp_path: Path) -> None:
    with pytest.raises(EcographError, match=r"no list of objects|no table"):
        firms(tmp_path, json.dumps([1, 2]), "l.json")


def test_an_address_lies_in_the_country_that_another_column_names(tmp_path: Path) -> None:
    more = (
        '[[read.rows]]\ntable = "location"\nlocated = "name"\n'
        'place = { column = "a", of = "c", within = "address" }\n'
    )
    lines = "name,a,c\nAlpha,Taoyuan City,Taiwan\nBeta,Saga,Japan\nGamma,厦门市思明区软件园,China\n"
    firms(tmp_path, lines, more=more)
    held = {r["located"]: r for r in rows(tmp_path, "location").values()}
    assert held["beta"]["place"] == "japan"
    assert held["alpha"]["place"] == "taiwan"
    assert "siming" in held["gamma"]["place"]
    assert {r["evidence"] for r in held.values()} == {"implied"}


def test_which_records_are_meant_may_be_said_of_several_columns(tmp_path: Path) -> None:
    more = (
        'only = [{ column = "type", values = ["F"] }, { column = "code", filled = true }]\n'
        'ladder = { column = "sme", values = { true = "sme", false = "" } }\n'
    )
    lines = "name,type,code,sme\nAlpha,F,1,true\nBeta,F,-,true\nGamma,P,2,true\nDelta,F,3,false\n"
    done = firms(tmp_path, lines, more=more)
    held = {r["label_en"]: r["ladder"] for r in rows(tmp_path, "firm").values()}
    assert held == {"Alpha": "sme", "Delta": ""}
    assert list(rejected(done)) == []


def test_a_name_leads_through_no_classes() -> None:
    text = OF_FIRMS.replace("FILE", "l.csv").replace(
        'label = "name"', 'label = { column = "name", path = "-" }'
    )
    with pytest.raises(DataError, match="leads through no classes"):
        map_of(text, "m.toml")


def test_two_towns_of_one_name_are_two(tmp_path: Path) -> None:
    more = 'place = { column = "city", of = "c", make = "city" }\n'
    firms(tmp_path, "name,city,c\nAlpha,Goudaville,SE\nBeta,Goudaville,NL\n", more=more)
    assert conforms(tmp_path)
