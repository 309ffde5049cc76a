"""Other people's tables come in: all that can, once, and the rest is told with its reason."""

import csv
import json
from pathlib import Path

import pytest
from import_help import LIST, OF_LIST, SOURCE, brought, rejected, rows
from openpyxl import Workbook
from typer.testing import CliRunner

from ecograph.base.errors import DataError, UsageError
from ecograph.cli import app
from ecograph.graph.validation import check_region
from ecograph.intake.import_map import map_of
from ecograph.intake.suggestion import suggested_map
from ecograph.tables.reading import read_region


def test_a_list_as_bureaus_write_it(tmp_path: Path) -> None:
    done = brought(tmp_path, OF_LIST, {"list.csv": LIST})
    (counted,) = done.made.counts.values()
    assert (counted.read, counted.taken, counted.rejected) == (7, 4, 0)
    assert counted.left_out == {"above": 1, "blank": 1, "totals": 1}
    firms = rows(tmp_path, "firm")
    assert {r["label_zh"]: r["founded"] for r in firms.values()} == {
        "虚构甲泵业有限公司": "2021-01-01",
        "虚构乙（厦门）科技股份有限公司": "2015-03-12",
        "虚构丙电子有限公司": "",
    }
    codes = {r["code"] for r in rows(tmp_path, "identifier").values()}
    assert codes == {"91350200MA0000001W", "91350200MA00000020"}
    assert {r["place"] for r in rows(tmp_path, "location").values()} == {"xiamen-siming"}
    assert list(rejected(done)) == [(7, "place", "无人知道的地方", "is no place that is known")]
    assert done.made.nothing == 1 and done.made.repeated["firm"] == 1
    report = check_region(str(tmp_path / "region"))
    assert not [f for f in report.findings if f.severity == "error"]


def test_every_row_cites_the_file_and_its_row(tmp_path: Path) -> None:
    brought(tmp_path, OF_LIST, {"list.csv": LIST})
    for table in ("firm", "location", "identifier"):
        for row in rows(tmp_path, table).values():
            assert row["source"] == "list" and row["locator"].startswith("list.csv row ")
    (source,) = [r for r in rows(tmp_path, "sources").values() if r["id"] == "list"]
    assert source["kind"] == "dataset"


def test_again_changes_nothing_and_what_has_changed_does(tmp_path: Path) -> None:
    brought(tmp_path, OF_LIST, {"list.csv": LIST})
    before = {p.name: p.read_bytes() for p in (tmp_path / "region").rglob("*.csv")}
    again = brought(tmp_path, OF_LIST, {"list.csv": LIST})
    assert again.files == () and all(not (t.new or t.changed or t.gone) for t in again.tables)
    assert {p.name: p.read_bytes() for p in (tmp_path / "region").rglob("*.csv")} == before
    less = LIST.replace("44197", "2020").replace("4,虚构丙电子有限公司,,不详,无人知道的地方\n", "")
    done = brought(tmp_path, OF_LIST, {"list.csv": less})
    (firms,) = [t for t in done.tables if t.table == "firm"]
    assert (firms.new, firms.changed, firms.same, firms.gone) == (0, 1, 1, 1)
    assert len(rows(tmp_path, "firm")) == 3
    assert {r["founded"] for r in rows(tmp_path, "firm").values()} == {"2020", "2015-03-12", ""}
    brought(tmp_path, OF_LIST, {"list.csv": less}, withdraw=True)
    assert len(rows(tmp_path, "firm")) == 2


def test_the_order_of_the_files_does_not_matter(tmp_path: Path) -> None:
    text = SOURCE + (
        '[[read]]\nfile = "makes.json"\n[[read.rows]]\ntable = "production"\n'
        'maker = "firm"\nproduct = { column = "goods", make = "product" }\n'
        '[[read]]\nfile = "firms.csv"\n[[read.rows]]\ntable = "firm"\nid = "code"\n'
        'label = "name"\nplace = { column = "city", of = "country", make = "city" }\n'
    )
    files: dict[str, str | bytes] = {
        "makes.json": json.dumps([{"firm": "7", "goods": ["pump", "seal"]}, {"firm": "8"}]),
        "firms.csv": (
            "code,name,city,country\n7,Alpha B.V.,Eindhoven,NL\n8,Beta,Wrocław,PL\n".encode()
        ),
    }
    done = brought(tmp_path, text, files)
    assert {r["product"] for r in rows(tmp_path, "production").values()} == {"pump", "seal"}
    assert {r["maker"] for r in rows(tmp_path, "production").values()} == {"firm-7"}
    cities = rows(tmp_path, "city")
    assert {(r["label_en"], r["part_of"]) for r in cities.values()} == {
        ("Eindhoven", "netherlands"),
        ("Wrocław", "poland"),
    }
    assert list(rejected(done)) == [(2, "product", "", "is missing")]


def test_codes_come_first_and_a_name_that_is_another_is_refused(tmp_path: Path) -> None:
    text = (
        'place = "中国"\n'
        + SOURCE
        + (
            '[[read]]\nfile = "a.jsonl"\n[[read.rows]]\ntable = "firm"\n'
            'label = "name"\nstock = "code"\n'
        )
    )
    lines = [
        {"code": "600373.SH", "name": "虚构传媒股份有限公司"},
        {"code": "600373", "name": "虚构传媒"},
        {"code": "SH600373", "name": "江西虚构传媒"},
        {"code": "sh.600373", "name": "无关水泥股份有限公司"},
    ]
    content = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode()
    done = brought(tmp_path, text, {"a.jsonl": content})
    ((_, firm),) = rows(tmp_path, "firm").items()
    assert firm["label_zh"] == "虚构传媒股份有限公司"
    assert set(firm["alt_zh"].split("|")) == {"虚构传媒", "江西虚构传媒"}
    (counted,) = done.made.counts.values()
    assert (counted.taken, counted.rejected) == (3, 1)
    ((row, column, value, problem),) = rejected(done)
    assert (row, column, value) == (4, "label", "无关水泥股份有限公司")
    assert problem == "has the code 600373.SH, which is that of 虚构传媒股份有限公司"


def test_doubtful_names_wait_for_a_decision(tmp_path: Path) -> None:
    text = SOURCE + (
        '[[read]]\nfile = "firms.csv"\n[[read.rows]]\ntable = "firm"\nid = "id"\nlabel = "name"\n'
        'place = { value = "厦门" }\n'
        '[[read]]\nfile = "sells.csv"\n[[read.rows]]\ntable = "supply"\n'
        'supplier = "seller"\nbuyer = "buyer"\nproduct = { column = "goods", make = "product" }\n'
    )
    files: dict[str, str | bytes] = {
        "firms.csv": "id,name\n1,Gamma Precision Seals Co. Ltd.\n2,Delta Motors\n",
        "sells.csv": "seller,buyer,goods\nGamma Precision Seals Inc,Delta Motors,seal\n",
    }
    done = brought(tmp_path, text, files)
    ((_, column, value, problem),) = rejected(done)
    assert (column, value) == ("supplier", "Gamma Precision Seals Inc")
    assert problem.startswith("is not known by this name; it may be Gamma Precision Seals")
    path = tmp_path / "region" / "import" / "names.csv"
    head, *listed = csv.reader(path.read_text(encoding="utf-8").splitlines())
    assert [row[1:4] for row in listed] == [["Gamma Precision Seals Inc", "organization", "firm-1"]]
    decided = path.read_text(encoding="utf-8").rstrip("\n") + "same\n"
    path.write_text(decided, encoding="utf-8")
    done = brought(tmp_path, text, files)
    assert not done.made.rejects
    ((_, supply),) = rows(tmp_path, "supply").items()
    assert (supply["supplier"], supply["buyer"]) == ("firm-1", "firm-2")
    assert csv.reader(path.read_text(encoding="utf-8").splitlines()).__next__() == head
    path.write_text(decided.replace("same\n", "perhaps\n"), encoding="utf-8")
    with pytest.raises(DataError, match="perhaps is no decision; write same or other"):
        brought(tmp_path, text, files)


def test_a_region_that_is_there_is_added_to(tmp_path: Path, tiny_folder: Path) -> None:
    assert tiny_folder == tmp_path / "region"
    text = SOURCE + (
        '[[read]]\nfile = "x.csv"\n[[read.rows]]\ntable = "production"\n'
        'maker = { column = "firm", make = "firm" }\nproduct = "goods"\n'
    )
    content = "firm,goods\nALPHA  Pumps,motor\n虚构丙密封,电机\nOmega,电机\nBeta,nothing\n"
    before = rows(tmp_path, "firm")
    done = brought(tmp_path, text, {"x.csv": content})
    made = [r for r in rows(tmp_path, "production").values() if r["source"] == "list"]
    assert {(r["maker"], r["product"]) for r in made} == {
        ("b1", "motor"),
        ("s1", "motor"),
        ("omega", "motor"),
    }
    after = rows(tmp_path, "firm")
    assert {k: after[k] for k in before} == {k: {**r, "locator": ""} for k, r in before.items()}
    assert ("product", "nothing") in [(c, v) for _, c, v, _ in rejected(done)]


def test_paths_of_classes_become_wider_ones(tmp_path: Path) -> None:
    text = (
        'place = "中国"\n'
        + SOURCE
        + (
            '[[read]]\nfile = "x.csv"\n[[read.rows]]\ntable = "product"\n'
            'id = { column = "way", path = "-" }\n'
        )
    )
    brought(tmp_path, text, {"x.csv": "way\n化工-橡胶-顺丁橡胶\n化工-塑料\n"})
    found = rows(tmp_path, "product")
    names = {key: r["label_zh"] for key, r in found.items()}
    broader = {r["label_zh"]: names.get(r["broader"], "") for r in found.values()}
    assert broader == {"化工": "", "橡胶": "化工", "顺丁橡胶": "橡胶", "塑料": "化工"}


def test_amounts_with_their_units(tmp_path: Path) -> None:
    text = (
        'place = "中国"\n'
        + SOURCE
        + (
            '[[read]]\nfile = "x.csv"\n[[read.rows]]\ntable = "investment"\n'
            'investor = { column = "who", make = "fund" }\n'
            'investee = { column = "whom", make = "firm" }\n'
            'amount = { column = "much", unit = "万元" }\nperiod = "when"\n'
        )
    )
    content = (
        'who,whom,much,when\n甲基金,A,"5,000",20230821\n甲基金,B,约1.2亿元,2023\n'
        "甲基金,C,US$3.5 million,2022\n甲基金,D,很多,2022\n"
    )
    done = brought(tmp_path, text, {"x.csv": content})
    found = {
        r["investee"]: (r["value"], r["unit"], r["qualifier"], r["period"])
        for r in rows(tmp_path, "investment").values()
    }
    assert found == {
        "a": ("5000", "cny-10k", "exact", "2023-08-21"),
        "b": ("1.2", "cny-100m", "approx", "2023"),
        "c": ("3.5", "usd-million", "exact", "2022"),
        "d": ("", "", "", "2022"),
    }
    units = read_region(tmp_path / "region").concepts
    assert {(u.one("key"), u.one("base_unit"), u.one("multiplier")) for u in units} == {
        ("usd", None, None),
        ("usd-million", "usd", "1000000"),
    }
    assert list(rejected(done)) == [(5, "amount", "很多", "is no amount")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SOURCE, "read: is missing; write"),
        (OF_LIST.replace("uscc", "usc"), "read 1, rows 1.usc: is no column of firm; did you mean"),
        (
            OF_LIST + '[[read.rows]]\ntable = "supply"\nid = "企业名称"\n',
            "rows 2.id: is no column of supply; take it out: a statement gets its id from what",
        ),
        (OF_LIST.replace('"firm"', '"frm"'), "read 1, rows 1.table: frm is no table; did you mean"),
        (OF_LIST.replace('id = "list"', 'id = "My List"'), "source.id: My List is no id; use a-z"),
        (OF_LIST.replace('"所属区"', "3"), "rows 1.place: 3 says no column; write the name"),
        (OF_LIST.replace('"所属区"', '{ make = "city" }'), "needs a column or a value"),
        (OF_LIST.replace("[[read]]", "[[read]]\nheader = true"), "header: True is of another kind"),
        (
            OF_LIST.replace("place =", "plaec =", 1),
            "plaec: is no key of a map; did you mean place?",
        ),
    ],
)
def test_what_is_wrong_in_a_map_is_told(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DataError, match=r"map\.toml") as caught:
        brought(tmp_path, text, {"list.csv": LIST})
    assert said in str(caught.value)
    assert not (tmp_path / "region").exists()


def test_columns_and_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"list.csv row 2, 企业名: is no column .* 企业名称\?"):
        brought(tmp_path, OF_LIST.replace("企业名称", "企业名"), {"list.csv": LIST})
    with pytest.raises(UsageError, match=r"the map reads list\.csv, which is not given; given: l"):
        brought(tmp_path, OF_LIST, {"l.csv": LIST})
    with pytest.raises(UsageError, match=r"more\.csv: the map does not say what it is"):
        brought(tmp_path, OF_LIST, {"list.csv": LIST, "more.csv": LIST})
    assert not (tmp_path / "region").exists()


def test_what_is_no_region_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "region").mkdir()
    (tmp_path / "region" / "thesis.txt").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="is no folder of tables; name that of a region"):
        brought(tmp_path, OF_LIST, {"list.csv": LIST})
    assert [p.name for p in (tmp_path / "region").iterdir()] == ["thesis.txt"]


def test_formulas_stay_texts_in_the_list_of_rejects(tmp_path: Path) -> None:
    hostile = LIST.replace("无人知道的地方", "\"=cmd|'/c calc'!A1\"")
    done = brought(tmp_path, OF_LIST, {"list.csv": hostile})
    with done.rejects.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["value"] == "'=cmd|'/c calc'!A1"


def test_the_command_drafts_a_map_and_prints_counts(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(LIST.encode("gb18030"))
    drafted = CliRunner().invoke(app, ["import", "--suggest", str(tmp_path / "list.csv")])
    assert drafted.exit_code == 0 and 'label = "企业名称"' in drafted.stdout
    (tmp_path / "map.toml").write_text(drafted.stdout, encoding="utf-8")
    words = [
        "import",
        str(tmp_path / "list.csv"),
        "--into",
        str(tmp_path / "region"),
        "--format",
        "json",
    ]
    done = CliRunner().invoke(app, [*words, "--map", str(tmp_path / "map.toml")])
    assert done.exit_code == 0, done.output
    (counted,) = [r for r in json.loads(done.stdout)["rows"] if r["file"]]
    assert (counted["read"], counted["taken"], counted["left_out"]) == (7, 4, 3)
    assert (tmp_path / "region" / "import" / "list.toml").is_file()
    without = CliRunner().invoke(app, words[:2])
    assert isinstance(without.exception, UsageError) and "--into is missing" in str(
        without.exception
    )


def test_what_is_wrong_in_a_file_makes_no_entity(tmp_path: Path) -> None:
    wide = LIST.replace("3,虚构乙", "9,虚构丁有限公司,,2020,思明区,多出,一格\n3,虚构乙")
    done = brought(tmp_path, OF_LIST, {"list.csv": wide})
    assert "虚构丁有限公司" not in {r["label_zh"] for r in rows(tmp_path, "firm").values()}
    (one,) = [r for r in rejected(done) if r[0] == 5]
    assert one[3] == "has 7 cells where the header has 5"


def test_places_of_one_name_in_two_countries_are_two(tmp_path: Path) -> None:
    text = SOURCE + (
        'place = "中国"\n[[read]]\nfile = "x.csv"\n[[read.rows]]\ntable = "location"\n'
        'located = { column = "firm", make = "firm" }\n'
        'place = { column = "town", of = "country", make = "city" }\n'
    ).replace('place = "中国"\n', "")
    content = "firm,town,country\nAlpha,Lagow,PL\nBeta,Lagow,DE\n"
    brought(tmp_path, 'place = "中国"\n' + text, {"x.csv": content})
    held = {r["located"]: r["place"] for r in rows(tmp_path, "location").values()}
    cities = rows(tmp_path, "city")
    assert {who: cities[place]["part_of"] for who, place in held.items()} == {
        "alpha": "poland",
        "beta": "germany",
    }


def test_what_people_wrote_is_never_taken_for_an_import(tmp_path: Path, tiny_folder: Path) -> None:
    hand = next(key for key in rows(tmp_path, "sources") if key != "editorial")
    text = OF_LIST.replace('id = "list"', f'id = "{hand}"')
    before = {p.name: p.read_bytes() for p in tiny_folder.iterdir()}
    with pytest.raises(UsageError, match=f"has a source {hand} that no import made; give the map"):
        brought(tmp_path, text, {"list.csv": LIST}, withdraw=True)
    assert {p.name: p.read_bytes() for p in tiny_folder.iterdir()} == before
    brought(tmp_path, OF_LIST, {"list.csv": LIST})
    path = tiny_folder / "firm.csv"
    added = path.read_text(encoding="utf-8").splitlines()
    header = added[0].split(",")
    mine = {"id": "mine", "label_zh": "虚构己公司", "source": "list", "locator": "看原件"}
    path.write_text(
        "\n".join([*added, ",".join(mine.get(c, "") for c in header)]) + "\n", encoding="utf-8"
    )
    brought(tmp_path, OF_LIST, {"list.csv": LIST.replace("1,虚构甲", "1,虚构庚")}, withdraw=True)
    assert rows(tmp_path, "firm")["mine"]["locator"] == "看原件"


def test_an_id_that_people_wrote_is_not_given_again(tmp_path: Path, tiny_folder: Path) -> None:
    text = SOURCE + (
        '[[read]]\nfile = "x.csv"\n[[read.rows]]\ntable = "production"\n'
        'maker = "firm"\nproduct = "goods"\n'
    )
    brought(tmp_path, text, {"x.csv": "firm,goods\nALPHA  Pumps,motor\n"})
    (made,) = [r for r in rows(tmp_path, "production").values() if r["source"] == "list"]
    path = tiny_folder / "production.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("x.csv row 2", "第 2 行"),
        encoding="utf-8",
    )
    brought(tmp_path, text, {"x.csv": "firm,goods\nALPHA  Pumps,motor\n"})
    both = [key for key in rows(tmp_path, "production") if key.startswith(made["id"])]
    assert both == [made["id"], f"{made['id']}-2"]


def test_names_that_another_list_left_open_stay_open(tmp_path: Path) -> None:
    text = SOURCE + (
        '[[read]]\nfile = "firms.csv"\n[[read.rows]]\ntable = "firm"\nlabel = "name"\n'
        'place = { value = "厦门" }\n'
        '[[read]]\nfile = "sells.csv"\n[[read.rows]]\ntable = "supply"\n'
        'supplier = "seller"\nbuyer = "buyer"\nproduct = { value = "seal", make = "product" }\n'
    )
    files: dict[str, str | bytes] = {
        "firms.csv": "name\nGamma Precision Seals Co. Ltd.\nDelta Motors\n",
        "sells.csv": "seller,buyer\nGamma Precision Seals Inc,Delta Motors\n",
    }
    brought(tmp_path, text, files)
    other = OF_LIST.replace('id = "list"', 'id = "other"')
    brought(tmp_path, other, {"list.csv": LIST})
    path = tmp_path / "region" / "import" / "names.csv"
    listed = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert [(r["source"], r["written"]) for r in listed] == [("list", "Gamma Precision Seals Inc")]


def test_a_file_without_a_table_and_a_sheet_of_another_form_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"list\.csv: holds no table with a header; say its row"):
        brought(tmp_path, OF_LIST, {"list.csv": ""})
    book = Workbook()
    book.active.append(["企业名称", "信用代码", "成立日期", "所属区"])
    book.create_sheet("notes").append(["remark", "who"])
    book.save(tmp_path / "book.xlsx")
    files: dict[str, str | bytes] = {"book.xlsx": (tmp_path / "book.xlsx").read_bytes()}
    with pytest.raises(DataError, match="or name the sheet that is meant in the map, as sheet ="):
        brought(tmp_path, OF_LIST.replace("list.csv", "book.xlsx"), files)


def test_tables_with_semicolons_are_not_mixed_with_commas(
    tmp_path: Path, tiny_folder: Path
) -> None:
    path = tiny_folder / "sources.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    with pytest.raises(UsageError, match="is parted by ';', and imports write commas; save it as"):
        brought(tmp_path, OF_LIST, {"list.csv": LIST})


def test_a_company_may_be_called_total(tmp_path: Path) -> None:
    content = "企业名称,信用代码,成立日期,所属区\nTotal,,2001,思明区\nSum,,,\n合计,2家,—,\n"
    done = brought(tmp_path, OF_LIST, {"list.csv": content})
    (counted,) = done.made.counts.values()
    assert (counted.taken, dict(counted.left_out)) == (1, {"totals": 2})


def test_a_map_that_was_corrected_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("list.csv").write_bytes(LIST.encode("gb18030"))
    Path("map.toml").write_text(OF_LIST, encoding="utf-8")
    words = ["import", "list.csv", "--into", "region"]
    assert CliRunner().invoke(app, [*words, "--map", "map.toml"]).exit_code == 0
    kept = Path("region/import/list.toml")
    corrected = OF_LIST.replace('"an invented list"', '"corrected by hand"')
    kept.write_text(corrected, encoding="utf-8")
    done = CliRunner().invoke(app, [*words, "--lang", "zh"])
    assert done.exit_code == 0 and "使用上次保存的" in done.stderr, done.output
    assert kept.read_text(encoding="utf-8") == corrected
    Path("thesis").mkdir()
    Path("thesis/thesis.txt").touch()
    refused = CliRunner().invoke(app, [*words[:3], "thesis"])
    assert isinstance(refused.exception, UsageError)
    assert [p.name for p in Path("thesis").iterdir()] == ["thesis.txt"]


def test_a_draft_is_toml_whatever_the_headers_hold(tmp_path: Path) -> None:
    rows_of = [
        {'na"me\n\t\x01\x7f': "Alpha", "金额（万元）": "5", "客户名称": "甲", "供应商名称": "乙"}
    ]
    (tmp_path / "x.json").write_text(json.dumps(rows_of), encoding="utf-8")
    for language in ("zh", "en"):
        text = suggested_map([tmp_path / "x.json"], language)
        (read,) = map_of(text, "draft").reads
        ((supply,),) = [read.rows]
        assert supply.table == "supply"
        assert {n: c.column for n, c in supply.cells.items()} == {
            "supplier": "供应商名称",
            "buyer": "客户名称",
            "amount": "金额（万元）",
        }
        assert supply.cells["amount"].unit == "万元"


def test_an_input_output_table_as_a_matrix(tmp_path: Path) -> None:
    table = (
        "直接消耗系数（虚构）,,,,\n投入部门,代码,农业,制造业,合计\n"
        "农业,01,0.10,6%,0.16\n制造业,02,0,0.35,\n合计,,0.1,0.41,\n"
    )
    of_matrix = (
        'place = "厦门"\n'
        + SOURCE
        + '[[read]]\nfile = "io.csv"\n[[read.rows]]\ntable = "product"\n'
        'id = "代码"\nlabel = "投入部门"\n[[read.rows]]\ntable = "requirement"\n'
        'each = { column = "*", without = ["合计"] }\n'
        'requirer = "*.key"\ninput = "代码"\nshare = "*.value"\n'
    )
    done = brought(tmp_path, of_matrix, {"io.csv": table})
    assert list(rejected(done)) == []
    held = {(r["requirer"], r["input"]): r["share"] for r in rows(tmp_path, "requirement").values()}
    assert held == {  # what is 0 does not go in; an industry uses what it makes itself
        ("product-01", "product-01"): "0.1",
        ("product-02", "product-01"): "0.06",
        ("product-02", "product-02"): "0.35",
    }
    assert not [f for f in check_region(tmp_path / "region").findings if f.severity == "error"]


def test_weights_of_inputs_come_with_them(tmp_path: Path) -> None:
    records = [
        {"industry": "水泵", "ups": {"电机": 3, "密封件": 1, "废料": 0}},
        {"industry": "电机", "ups": {"磁体": "许多"}},
    ]
    of_records = (
        'place = "厦门"\n'
        + SOURCE
        + '[[read]]\nfile = "ups.json"\n[[read.rows]]\ntable = "requirement"\n'
        'each = "ups"\nrequirer = { column = "industry", make = "product" }\n'
        'input = { column = "ups.key", make = "product" }\nweight = "ups.value"\n'
    )
    text = "\n".join(json.dumps(r, ensure_ascii=False) for r in records)
    done = brought(tmp_path, of_records, {"ups.json": text.encode()})
    assert sorted(r["weight"] for r in rows(tmp_path, "requirement").values()) == ["", "1", "3"]
    assert list(rejected(done)) == [(2, "weight", "许多", "is no number")]
