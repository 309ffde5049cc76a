"""What is imported again: ids stay, nothing passes to another, nothing of others is lost."""

import csv
import json
from pathlib import Path

import pytest
from import_help import brought, rejected, rows

from ecograph.base.errors import UsageError
from ecograph.base.written_together import PENDING, write_all
from ecograph.graph.validation import check_region
from ecograph.intake.importing import kept_map
from ecograph.intake.report_text import told_of
from ecograph.intake.templates import begin_region
from ecograph.tables.reading import read_region

FIRMS = (
    'place = "厦门"\n[source]\nid = "SOURCE"\n[[read]]\nfile = "SOURCE.csv"\n'
    '[[read.rows]]\ntable = "firm"\nlabel = "name"\n'
)
DEALS = (
    'place = "厦门"\n[source]\nid = "SOURCE"\n[[read]]\nfile = "SOURCE.csv"\n[[read.rows]]\n'
    'table = "supply"\nsupplier = { column = "s", make = "firm" }\n'
    'buyer = { column = "b", make = "firm" }\nproduct = { column = "p", make = "product" }\n'
    'amount = { column = "a" }\n'
)


def firms(folder: Path, *lines: str, source: str = "l", more: str = "", withdraw: bool = False):  # type: ignore[no-untyped-def]
    text = (FIRMS + more).replace("SOURCE", source)
    return brought(folder, text, {f"{source}.csv": "\n".join(lines) + "\n"}, withdraw=withdraw)


def deals(folder: Path, *lines: str, source: str = "l", withdraw: bool = False):  # type: ignore[no-untyped-def]
    text = DEALS.replace("SOURCE", source)
    whole = "\n".join(["s,b,p,a", *lines]) + "\n"
    return brought(folder, text, {f"{source}.csv": whole}, withdraw=withdraw)


def names(folder: Path) -> dict[str, str]:
    return {key: row["label_zh"] or row["label_en"] for key, row in rows(folder, "firm").items()}


def conforms(folder: Path) -> bool:
    return not [f for f in check_region(folder / "region").findings if f.severity == "error"]


def test_an_id_stays_with_its_firm_whatever_the_order(tmp_path: Path) -> None:
    one, other = "虚构甲有限公司", "虚构佳有限公司"  # alike in sound
    firms(tmp_path, "name", one, other)
    before = names(tmp_path)
    done = firms(tmp_path, "name", other, one)
    assert names(tmp_path) == before and len(before) == 2
    assert {(t.table, t.new, t.gone) for t in done.tables} == {("firm", 0, 0)}
    firms(tmp_path, "name", other)
    assert names(tmp_path) == before  # what is gone stays until it is withdrawn
    firms(tmp_path, "name", other, withdraw=True)
    assert list(names(tmp_path).values()) == [other]
    assert names(tmp_path).items() <= before.items()


def test_a_firm_under_its_code_keeps_its_id_with_another_name(tmp_path: Path) -> None:
    firms(tmp_path, "name,u", "虚构甲泵业,91350200MA0000001W", more='uscc = "u"\n')
    before = names(tmp_path)
    firms(tmp_path, "name,u", "虚构甲泵业集团,91350200MA0000001W", more='uscc = "u"\n')
    assert list(names(tmp_path)) == list(before)


def test_deals_of_one_pair_keep_their_ids(tmp_path: Path) -> None:
    deals(tmp_path, "Alpha,Beta,pump,100万元", "Alpha,Beta,pump,200万元")
    before = {k: r["value"] for k, r in rows(tmp_path, "supply").items()}
    assert sorted(before.values()) == ["100", "200"]
    deals(tmp_path, "Alpha,Beta,pump,200万元")
    assert {k: r["value"] for k, r in rows(tmp_path, "supply").items()} == before
    deals(tmp_path, "Alpha,Beta,pump,200万元", "Alpha,Beta,pump,150万元")
    changed = {k: r["value"] for k, r in rows(tmp_path, "supply").items()}
    assert sorted(changed.values()) == ["150", "200"]
    assert set(changed) == set(before)


def test_a_deal_keeps_its_id_when_another_source_gives_one_free(tmp_path: Path) -> None:
    deals(tmp_path, "Alpha,Beta,pump,100万元", "Beta,Alpha,pump,5万元", source="a")
    deals(tmp_path, "Alpha,Beta,pump,200万元", source="b")
    deals(tmp_path, "Beta,Alpha,pump,5万元", source="a", withdraw=True)
    done = deals(tmp_path, "Alpha,Beta,pump,200万元", source="b")
    assert {(t.table, t.new, t.gone) for t in done.tables if t.table == "supply"} == {
        ("supply", 0, 0)
    }
    assert sorted(r["value"] for r in rows(tmp_path, "supply").values()) == ["200", "5"]


def test_a_firm_that_another_source_has_too_is_not_withdrawn(tmp_path: Path) -> None:
    firms(tmp_path, "name", "虚构乙水泥有限公司", source="a")
    firms(tmp_path, "name", "虚构乙水泥有限公司", source="c")
    (support,) = rows(tmp_path, "support").values()
    assert support["source"] == "c"
    done = firms(tmp_path, "name", "虚构丙有限公司", source="a", withdraw=True)
    held = {r["label_zh"]: (r["source"], r["locator"]) for r in rows(tmp_path, "firm").values()}
    assert held == {
        "虚构乙水泥有限公司": ("c", "c.csv row 2"),
        "虚构丙有限公司": ("a", "a.csv row 2"),
    }
    assert rows(tmp_path, "support") == {}
    assert len(done.staying) == 1
    assert conforms(tmp_path)


def test_a_firm_that_others_refer_to_is_not_withdrawn(tmp_path: Path) -> None:
    firms(tmp_path, "name", "虚构乙水泥有限公司", "虚构丙有限公司", source="a")
    deals(tmp_path, "虚构乙水泥有限公司,Beta,pump,5万元", source="b")
    done = firms(tmp_path, "name", "虚构丙有限公司", source="a", withdraw=True)
    assert "虚构乙水泥有限公司" in names(tmp_path).values()
    assert len(done.staying) == 1
    assert conforms(tmp_path)


def test_what_a_second_source_says_of_a_firm_is_kept(tmp_path: Path) -> None:
    code = "91350200MA0000001W"
    firms(tmp_path, "name,u", f"虚构甲电子有限公司,{code}", source="a", more='uscc = "u"\n')
    more = 'uscc = "u"\nfounded = "f"\nladder = "l"\nalt = "alt"\nkind = "k"\n'
    line = f"虚构甲电子有限公司,{code},2001,unicorn,甲电,private"
    done = firms(tmp_path, "name,u,f,l,alt,k", line, source="b", more=more)
    assert list(rejected(done)) == []
    filled = {r["filled_column"]: r["filled_value"] for r in rows(tmp_path, "supplement").values()}
    assert filled == {"founded": "2001", "ladder": "unicorn", "kind": "private"}
    assert [r["alt_zh"] for r in rows(tmp_path, "naming").values()] == ["甲电"]
    assert conforms(tmp_path)
    done = firms(
        tmp_path, "name,u,f", f"虚构甲电子有限公司,{code},1999", source="d",
        more='uscc = "u"\nfounded = "f"\n',
    )  # fmt: skip
    assert [(c, v) for _, c, v, _ in rejected(done)] == [("founded", "1999")]


def test_a_decision_holds_whatever_the_order(tmp_path: Path) -> None:
    one, other = "虚构甲电子有限公司", "虚构甲电子股份有限公司"
    firms(tmp_path, "name", one, other)
    review = tmp_path / "region/import/names.csv"
    review.write_text(review.read_text().rstrip("\n") + "same\n")
    firms(tmp_path, "name", one, other, withdraw=True)
    (before,) = rows(tmp_path, "firm").values()
    for withdraw in (False, True):
        firms(tmp_path, "name", other, one, withdraw=withdraw)
        (now,) = rows(tmp_path, "firm").values()
        assert [now[c] for c in ("id", "label_zh", "alt_zh")] == [before["id"], one, other]


@pytest.mark.parametrize(
    ("table", "candidate", "column"),
    [("firm", "nobody", "candidate"), ("firm", "xiamen", "candidate"), ("firms", "x", "table")],
)
def test_a_decision_that_names_nothing_is_told_and_loses_nobody(
    tmp_path: Path, table: str, candidate: str, column: str
) -> None:
    firms(tmp_path, "name", "虚构乙水泥有限公司")
    review = tmp_path / "region/import/names.csv"
    line = f"l,虚构甲电子有限公司,{table},{candidate},x,1.00,r,same\n"
    review.write_text(review.read_text() + line)
    done = firms(tmp_path, "name", "虚构乙水泥有限公司", "虚构甲电子有限公司")
    assert sorted(names(tmp_path).values()) == ["虚构乙水泥有限公司", "虚构甲电子有限公司"]
    assert [(f.row, f.column) for f in done.unused] == [(2, column)]


@pytest.mark.parametrize("example", ["city", "chain", "supply"])
def test_what_was_there_is_there_again_byte_for_byte(tmp_path: Path, example: str) -> None:
    begin_region(tmp_path / "region", example)
    before = {p.name: p.read_bytes() for p in (tmp_path / "region").glob("*.csv")}
    firms(tmp_path, "name", "虚构乙水泥有限公司")
    firms(tmp_path, "name", "虚构丙水泥有限公司", withdraw=True)
    brought(tmp_path, FIRMS.replace("SOURCE", "l"), {"l.csv": "name\n,\n"}, withdraw=True)
    after = {p.name: p.read_bytes() for p in (tmp_path / "region").glob("*.csv")}
    del before["sources.csv"], after["sources.csv"]  # that there was an import stays
    assert after == before


def test_what_people_write_about_the_source_stays(tmp_path: Path) -> None:
    firms(tmp_path, "name", "虚构乙水泥有限公司")
    path = tmp_path / "region/sources.csv"
    path.write_text(path.read_text().replace("not stated", "CC BY 4.0"))
    firms(tmp_path, "name", "虚构乙水泥有限公司")
    assert rows(tmp_path, "sources")["l"]["licence"] == "CC BY 4.0"
    brought(
        tmp_path,
        FIRMS.replace("SOURCE", "l").replace("[[read]]", 'licence = "CC0"\n[[read]]', 1),
        {"l.csv": "name\n虚构乙水泥有限公司\n"},
    )
    assert rows(tmp_path, "sources")["l"]["licence"] == "CC0"


def test_an_import_that_was_killed_while_it_moved_its_files_is_finished(tmp_path: Path) -> None:
    firms(tmp_path, "name", "虚构乙水泥有限公司")
    region = tmp_path / "region"
    whole = {p.relative_to(region): p.read_bytes() for p in region.rglob("*") if p.is_file()}
    for moved in range(len(whole) + 1):
        stage = region / PENDING
        for n, (name, content) in enumerate(whole.items()):
            at = region / name if n < moved else stage / "files" / name
            (region / name).unlink()
            at.parent.mkdir(parents=True, exist_ok=True)
            at.write_bytes(content)
        stage.mkdir(exist_ok=True)
        (stage / "ready.json").write_text(json.dumps([str(name) for name in whole]))
        done = firms(tmp_path, "name", "虚构乙水泥有限公司")
        assert done.files == ()
        assert {name: (region / name).read_bytes() for name in whole} == whole
        assert not stage.exists()
        read_region(region)


def test_an_import_that_was_killed_before_left_nothing(tmp_path: Path) -> None:
    stage = tmp_path / "region" / PENDING / "files"
    stage.mkdir(parents=True)
    (stage / "firm.csv").write_text("id,lab")
    firms(tmp_path, "name", "虚构乙水泥有限公司")
    assert conforms(tmp_path)


@pytest.mark.parametrize("ready", ['["../outside.csv"]', "{", "[1]", "3"])
def test_what_is_to_be_finished_stays_in_its_folder(tmp_path: Path, ready: str) -> None:
    firms(tmp_path, "name", "虚构乙水泥有限公司")
    (tmp_path / "outside.csv").write_text("old")
    stage = tmp_path / "region" / PENDING
    (stage / "files").mkdir(parents=True)
    (stage / "outside.csv").write_text("new")  # files/../outside.csv
    (stage / "ready.json").write_text(ready)
    assert firms(tmp_path, "name", "虚构乙水泥有限公司").files == ()
    assert (tmp_path / "outside.csv").read_text() == "old"
    assert not stage.exists()


def test_files_written_together_are_all_there_or_none(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x").write_text("in the way")
    with pytest.raises(Exception, match="cannot be written"):
        write_all(tmp_path, {"a": b"new", "b": b"new"})
    assert (tmp_path / "a").read_text() == "old"
    assert not (tmp_path / PENDING).exists()


def test_a_rejected_record_is_in_the_list_with_its_cells(tmp_path: Path) -> None:
    firms(tmp_path, "name", "Al\x01pha", "Beta")
    with (tmp_path / "region/import/l-rejects.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["file"], row["row"], row["column"]) == ("l.csv", "2", "label_en")
    assert json.loads(row["record"]) == {"name": "Al\x01pha"}
    assert list(names(tmp_path).values()) == ["Beta"]


def test_a_map_that_was_kept_is_taken_again_whatever_its_source_is_called(tmp_path: Path) -> None:
    firms(tmp_path, "name", "虚构乙水泥有限公司")
    region = tmp_path / "region"
    assert kept_map(region, ["l.csv"]) == region / "import/l.toml"
    with pytest.raises(UsageError, match=r"none reads other\.csv alone; name the map: --map"):
        kept_map(region, ["other.csv"])
    assert kept_map(tmp_path / "new", ["other.csv"]) is None


def test_decisions_stay_whatever_is_imported_next(tmp_path: Path) -> None:
    firms(tmp_path, "name", "虚构甲电子有限公司", "虚构甲电子股份有限公司", source="a")
    review = tmp_path / "region/import/names.csv"
    review.write_text(review.read_text().rstrip("\n") + "same\n")
    firms(tmp_path, "name", "虚构丙有限公司", source="b")
    firms(tmp_path, "name", "虚构甲电子有限公司", "虚构甲电子股份有限公司", source="b")
    assert [r["decision"] for r in csv.DictReader(review.read_text().splitlines())] == ["same"]


def test_two_payments_of_one_amount_are_two(tmp_path: Path) -> None:
    done = deals(tmp_path, *["Alpha,Beta,pump,100万元"] * 3, "Alpha,Beta,seal,1万元")
    assert len(rows(tmp_path, "supply")) == 4
    assert done.made.repeated["supply"] == 0
    again = deals(tmp_path, *["Alpha,Beta,pump,100万元"] * 3, "Alpha,Beta,seal,1万元")
    assert again.files == ()


def test_what_is_said_twice_is_told(tmp_path: Path) -> None:
    done = firms(tmp_path, "name", "虚构乙水泥有限公司", "虚构乙水泥有限公司")
    assert done.made.repeated["firm"] == 1
    assert any("firm 1" in en for _, en in told_of(done, tmp_path))


def test_short_names_are_offered_where_the_form_alone_differs(tmp_path: Path) -> None:
    firms(tmp_path, "name", "3M", "3M Co.", "3M Company")
    listed = (tmp_path / "region/import/names.csv").read_text().splitlines()
    offered = {(r["written"], r["label"]) for r in csv.DictReader(listed)}
    assert ("3M Co.", "3M") in offered and ("3M Company", "3M") in offered


def test_what_a_list_has_under_two_keys_needs_no_decision(tmp_path: Path) -> None:
    done = firms(
        tmp_path,
        *("k,name", "1,Universita degli studi di Padova", "2,Universita degli studi di Pavia"),
        more='id = "k"\n',
    )
    assert not done.made.doubtful


def test_names_that_differ_in_a_figure_are_not_alike(tmp_path: Path) -> None:
    done = firms(tmp_path, "name", "Invented Works 12 Ltd", "Invented Works 13 Ltd")
    assert not done.made.doubtful
    done = firms(tmp_path, "name", "Inventive Works 12 Ltd", "Inventiv Works 12 Ltd", source="b")
    assert len(done.made.doubtful) == 2  # the one is like the other, and both like the first
