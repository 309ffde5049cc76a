"""Specialisation from a graph and from a table; what is unknown, wrong, too few."""

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from ecograph.base.errors import (
    DataError,
    EcographError,
    TooLarge,
    UnknownName,
    Unreadable,
    UsageError,
)
from ecograph.base.places import PLACES
from ecograph.base.results import Method
from ecograph.base.words import definitions
from ecograph.cli import app
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.data import Data
from ecograph.measures.amounts import amounts_of
from ecograph.operations.catalogue import answer
from ecograph.operations.every import operation
from ecograph.operations.regional import COLUMNS
from ecograph.operations.result import Result
from ecograph.regional.amount_tables import read_amounts
from ecograph.regional.specialisation import MEASURES, specialisation_of
from ecograph.supplychain.known_counts import known_counts
from ecograph.supplychain.supply_use import build_supply_use
from golden_matrices import SEEDS, folded, matrix
from supply_use_help import ids, invented_tables, rows

# Golden values of the published definitions (Balassa 1965), see tests/measures.
X = [
    [100, 0, 0, 0, 0],
    [0, 15, 5, 70, 10],
    [0, 20, 10, 20, 50],
    [0, 25, 30, 5, 40],
    [0, 40, 55, 5, 0],
]
GOLDEN_FILE = Path(__file__).parents[1] / "measures" / "golden.json"
HEAD = ("place", "activity", "amount")


@pytest.fixture(scope="module")
def data(tiny: CitedGraph) -> Data:
    return Data(tiny)


def asked(data: Data, **given: Any) -> Result:
    return answer(operation("specialisation"), data, given)


def as_csv(path: Path, rows: list[tuple[Any, ...]], head: tuple[str, ...] = HEAD) -> Path:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([head, *rows])
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def as_xlsx(path: Path, rows: list[tuple[Any, ...]], head: tuple[str, ...] = HEAD) -> Path:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in [(), head, *rows]:  # a blank row above the header
        book.active.append(row)
    book.create_sheet("another").append(["not", "read"])
    book.save(path)
    return path


def as_parquet(path: Path, rows: list[tuple[Any, ...]], head: tuple[str, ...] = HEAD) -> Path:
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    columns = dict(zip(head, map(list, zip(*rows, strict=True)), strict=True))
    parquet.write_table(pyarrow.table(columns), path)
    return path


GOLDEN = [(f"r{r}", f"p{p}", x) for r, row in enumerate(X) for p, x in enumerate(row)]


@pytest.mark.parametrize(
    ("write", "name"),
    [
        (as_csv, "x.csv"),
        (as_xlsx, "x.xlsx"),
        (as_parquet, "x.parquet"),
        (as_parquet, "[x]*.parquet"),
    ],
)
def test_the_golden_quotients_of_a_table(
    data: Data, tmp_path: Path, write: Callable[..., Path], name: str
) -> None:
    result = asked(data, table=str(write(tmp_path / name, GOLDEN)), place="r1", top=0)
    found = {r["activity"]: (r["amount"], r["lq"]) for r in result.rows()}
    assert {k: lq for k, (_, lq) in found.items()} == pytest.approx(
        {"p0": 0, "p1": 0.75, "p2": 0.25, "p3": 3.5, "p4": 0.5}
    )
    assert found["p3"][0] == 70
    assert result.method is not None
    assert (result.method.known, result.method.total) == (25, 25)
    assert result.method.parameters == {"table": name, "year": None, "unit": None}
    assert not result.licences, "no source of the graph has a part in it"


def test_numbers_of_a_workbook_are_those_of_the_csv(tmp_path: Path) -> None:
    amounts = [0.1, 1e-7, 12345678901.5, 3.0, 4]
    held = [("r", f"p{i}", x) for i, x in enumerate(amounts)]
    found = [
        read_amounts(w(tmp_path / f"x{s}", held)).amounts.values.tolist()
        for w, s in ((as_csv, ".csv"), (as_xlsx, ".xlsx"), (as_parquet, ".parquet"))
    ]
    assert found == [[amounts]] * 3


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_of_a_table(data: Data, tmp_path: Path, measure: str) -> None:
    random = np.random.default_rng(1)
    held = [(f"r{r}", f"p{p}", int(random.integers(1, 99))) for r in range(12) for p in range(9)]
    result = asked(data, table=str(as_csv(tmp_path / "x.csv", held)), measure=measure, top=0)
    values = [row[measure] for row in result.rows()]
    assert values == sorted(values, reverse=True) and values
    count = {"lq": 108, "density": 108, "pci": 9}.get(measure, 12)
    assert len(values) == count or measure == "proximity"
    assert result.method is not None and result.method.definition == MEASURES[measure]
    assert not any("hint" in en for _, en in result.notes), "twelve places are enough"


def test_the_surface_offers_what_the_topic_has() -> None:
    assert tuple(MEASURES) == tuple(COLUMNS)
    assert set(MEASURES.values()) < set(definitions())


# ------------------------------------------------------------------- of a graph


def test_a_graph_counts_known_organisations(data: Data) -> None:
    found = {(r["place"], r["activity"]): (r["amount"], r["lq"]) for r in asked(data).rows()}
    assert found == {
        ("rivermouth", "pump"): (2, pytest.approx((2 / 3) / (2 / 4))),
        ("rivermouth", "seal"): (1, pytest.approx((1 / 3) / (1 / 4))),
        ("hillside", "motor"): (1, pytest.approx(4)),
    }
    assert asked(data).method.known == 3 and asked(data).method.total == 6  # type: ignore[union-attr]
    gaps = {r["product"]: r["lq"] for r in answer(operation("gaps"), data, {}).rows()}
    known = {a: lq for (place, a), (_, lq) in found.items() if place == "rivermouth"}
    assert {p: lq for p, lq in gaps.items() if lq is not None} == {"seal": known["seal"]}
    assert gaps["motor"] is None, "no maker of it is known there, which is not 0"


def test_only_what_is_let_in_counts() -> None:
    tables = invented_tables(
        city=ids("x", "y"),
        firm=ids("a", "b", "c", "d"),
        product=ids("p"),
        industry_chain=ids("i"),
        location=rows("located place", ("a", "x"), ("b", "x"), ("c", "y"), ("d", "y")),
        production=[
            {"maker": "a", "product": "p"},
            {"maker": "b", "product": "p", "evidence": "editorial"},
            {"maker": "c", "product": "p", "modality": "planned"},
            {"maker": "x", "product": "p"},
        ],
        participation=[
            {"participant": "a", "chain": "i", "role": "maker"},
            {"participant": "a", "chain": "i", "role": "user"},
            {"participant": "d", "chain": "i", "role": "maker", "modality": "past"},
        ],
        industry_output=rows("industry product", ("i", "p")),
    )
    for evidence, of, count in (
        ("editorial", "product", 2),
        ("stated", "product", 1),
        ("editorial", "chain", 1),
    ):
        held = known_counts(build_supply_use(tables, evidence=evidence), "City", of)
        assert (held.places, held.values.tolist()) == (("x",), [[count]]), (evidence, of)


def test_the_class_is_that_of_the_place(data: Data) -> None:
    named = asked(data, place="Rivermouth", measure="hhi")
    assert [r["place"] for r in named.rows()] == ["rivermouth"]
    assert named.method.parameters["class"] == "City"  # type: ignore[union-attr]
    [country] = data.tables.column("country", "id")
    [row] = asked(data, place=country, measure="hhi").rows()
    assert (row["activities"], row["amount"]) == (3, 4)
    assert {data.tables.class_of[p] for p in (country, "rivermouth")} < set(PLACES)


def test_a_graph_of_one_place_says_how_to_know_of_more(xiamen: CitedGraph) -> None:
    data = Data(xiamen)
    for measure in ("lq", "krugman", "proximity", "density", "eci", "pci"):
        with pytest.raises(UsageError, match=r"one place only, xiamen.*production\.csv.*--table"):
            asked(data, sources="documents", measure=measure)
    with pytest.raises(UsageError, match=r"participation\.csv"):
        asked(data, sources="documents", of="chain")
    with pytest.raises(UsageError, match=r"nothing to measure; let in more evidence"):
        asked(data, sources="documents", class_="District", evidence="stated")
    [row] = asked(data, sources="documents", measure="entropy").rows("zh")
    assert row["place_label"] == "厦门市" and row["entropy"] > 3
    assert (
        "个城市，有已知组织的 1 个" in asked(data, sources="documents", measure="hhi").notes[0][0]
    )


def test_values_of_a_graph_go_into_rdf(data: Data, tmp_path: Path) -> None:
    for given in ({"measure": "hhi"}, {"place": "rivermouth"}):
        asked(data, **given).to_rdf(tmp_path / "x.ttl")
        text = (tmp_path / "x.ttl").read_text(encoding="utf-8")
        assert "0.5555" in text or "1.3333" in text
    with pytest.raises(UsageError, match="ask about one place"):
        asked(data).to_rdf(tmp_path / "y.ttl")


# ------------------------------------------------------------------- of a table


def commanded(*words: str) -> Any:
    return CliRunner().invoke(app, ["specialisation", "-g", "tiny", *words])


def test_every_row_that_is_wrong_is_told_and_none_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    head = (
        "\ufeff地点,产品或产业,数额,年份,unit,note\r\n甲,纺织,10,2022,亿元,\r\n"  # as Excel writes
    )
    right = "甲,纺织,100,2023,亿元,\r\n乙,电子,50,2023,亿元,\r\n丙,机械,,2023,亿元,\r\n"
    wrong = (
        "甲,电子,abc,2023,亿元,\r\n"
        "乙,电子,60,2023,亿元,\r\n"
        "乙,纺织,-1,2023,亿元,\r\n"
        "丙,,3,2023,亿元,\r\n"
        "丙,机械,5,23,亿元,\r\n"
        '乙,纺织,"1,200",2023,亿元,\r\n'
        "乙,机械,inf,2023,亿元,\r\n"
        "乙,机械\r\n"
    )
    path.write_text(head + right + wrong, encoding="utf-8", newline="")
    with pytest.raises(DataError) as refused:
        read_amounts(path)
    told = [(f.row, f.column, f.value, f.problem) for f in refused.value.findings]
    assert told == [
        (6, "amount", "abc", "is no number"),
        (7, None, "乙, 电子, 2023", "stands in row 4 already"),
        (8, "amount", "-1", "is negative"),
        (9, "activity", None, "is missing"),
        (10, "year", "23", "is no year"),
        (11, "amount", "1,200", "is no number"),
        (12, "amount", "inf", "is no finite number"),
        (13, "year", None, "is missing"),
    ]
    path.write_text(head + right, encoding="utf-8", newline="")
    held = read_amounts(path)
    assert (held.year, held.years, held.unit) == (2023, (2022, 2023), "亿元")
    assert held.amounts.places == ("丙", "乙", "甲") and held.amounts.known == 2
    done = commanded("--table", str(path), "--lang", "en", "--format", "csv")
    assert done.stdout == "place,activity,amount,lq\n乙,电子,50,3\n甲,纺织,100,1.5\n"
    assert "places left out, as no amount above 0 is known of them: 1: 丙" in done.stderr
    assert "activities left out, as no amount above 0 is known of them: 1: 机械" in done.stderr
    assert "amounts of 2023; the table has 2022, 2023" in done.stderr


def test_a_table_is_the_same_in_any_order(data: Data, tmp_path: Path) -> None:
    for measure in ("lq", "krugman", "density"):
        there, back = (
            asked(data, table=str(as_csv(tmp_path / "x.csv", rows)), measure=measure, top=0).rows()
            for rows in (GOLDEN, GOLDEN[::-1])
        )
        assert there == back


UNITS = "a,p,1,亿元\nb,p,2,万元\nc,p,2,\n"


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("", 1, "x.csv: is empty; name its columns place, activity and amount"),
        ("place,activity,amount\n", 1, "x.csv: has a header and no row; add the rows"),
        ("place,activity,amuont\na,p,1\n", 1, "x.csv, amount: is a missing column; rename amuont"),
        ("place,what,amount\na,p,1\n", 1, "activity: is a missing column; name its columns"),
        ("place，activity，amount\na，p，1\n", 1, "put commas between its cells instead of '，'"),
        ("place,activity,amount,地点\na,p,1,a\n", 1, "place and 地点 are columns of the same name"),
        ("place,activity,amount\na,p,many\n", 1, "x.csv row 2, amount: many is no number; write"),
        ("place,activity,amount,unit\na,p,40,percent\n", 1, "unit: percent is a part of a whole"),
        ("place,activity,amount\na,p,-3\n", 1, "x.csv row 2, amount: -3 is negative; an amount is"),
        ("place,activity,amount\na,p,1\na,p,1\n", 1, "row 3: a, p stands in row 2 already; keep"),
        ("place,activity,amount\na,p,0\nb,p,0\n", 2, "above 0 of several places in x.csv"),
        ("place,activity,amount\na,p,1\n", 2, "of one place only, a, and lq compares places"),
        (f"place,activity,amount,unit\n{UNITS}", 1, "row 3, unit: 万元 is another unit than 亿元"),
        ("place,activity,amount,year,unit\na,p,1,2020,t\nb,p,2,2020,\n", 1, "no unit is another"),
    ],
)
def test_a_hostile_table_is_refused_by_the_command(
    tmp_path: Path, text: str, code: int, said: str
) -> None:
    path = tmp_path / "x.csv"
    path.write_text(text, encoding="utf-8")
    done = commanded("--table", str(path))
    assert isinstance(done.exception, EcographError), done.output
    assert done.exception.exit_code == code and said in str(done.exception)


def test_a_huge_table_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecograph.regional.amount_tables.MOST_ROWS", 25)
    assert read_amounts(as_csv(tmp_path / "x.csv", GOLDEN)).amounts.known == 25
    more = [*GOLDEN, ("r9", "p0", 1)]
    for write, suffix in ((as_csv, "csv"), (as_xlsx, "xlsx"), (as_parquet, "parquet")):
        with pytest.raises(TooLarge, match=f"x.{suffix}: has more than 25 rows; keep those of"):
            read_amounts(write(tmp_path / f"x.{suffix}", more))


def test_what_is_not_defined_is_said_and_is_not_zero(tmp_path: Path) -> None:
    cells = [("a", "p", 2), ("a", "nobody", 0), ("b", "q", 1), ("b", "nobody", 0), ("z", "p", 0)]
    path = str(as_csv(tmp_path / "x.csv", cells))
    done = commanded("--table", path, "--format", "csv", "--lang", "en")
    assert done.stdout == "place,activity,amount,lq\nb,q,1,3\na,p,2,1.5\n"
    assert "activities left out, as no amount above 0 is known of them: 1: nobody" in done.stderr
    refused = commanded("--table", path, "--place", "z").exception
    assert "z has no known amount above 0, so its lq is not defined, which is not 0" in str(refused)
    none = commanded("--table", path, "--measure", "proximity", "--format", "csv", "--lang", "en")
    assert none.stdout == "activity,near_to,places,proximity\n"
    assert (
        "proximity and density are not defined, which is not 0: 2 activities: p, q" in none.stderr
    )
    of_graph = commanded("--measure", "density", "--lang", "zh")
    assert "不给邻近度和关联密度（不等于零）：motor" in of_graph.stderr


# ------------------------------------------------------- another package, by the command


@pytest.mark.parametrize("seed", SEEDS[:6])
def test_another_package_gives_the_same_by_the_command(tmp_path: Path, seed: int) -> None:
    """econcomplex 1.0.1, of tests/measures/golden.json: LQ, proximity, density, ECI, structure."""
    amounts = matrix(seed)
    golden = json.loads(GOLDEN_FILE.read_text(encoding="utf-8"))[str(seed)]
    places, activities = ([f"{i:02}" for i in range(n)] for n in amounts.shape)
    cells = [(r, p, amounts[i, j]) for i, r in enumerate(places) for j, p in enumerate(activities)]
    path = str(as_csv(tmp_path / "x.csv", cells))

    def column(measure: str) -> list[dict[str, str]]:
        done = commanded("--table", path, "--measure", measure, "--top", "0", "--format", "csv")
        assert done.exit_code == 0, done.output
        return list(csv.DictReader(io.StringIO(done.stdout)))

    for measure, down, row, of in (
        ("lq", places, "place", "activity"),
        ("density", places, "place", "activity"),
        ("proximity", activities, "activity", "near_to"),
    ):
        found = np.zeros((len(down), len(activities)))
        for cell in column(measure):
            found[down.index(cell[row]), activities.index(cell[of])] = float(cell[measure])
        whole = found + np.triu(found).T if measure == "proximity" else found
        assert folded(whole) == pytest.approx(golden[measure][0], abs=1e-6), measure
    for measure in ("eci", "hhi", "entropy", "krugman"):
        by_place = {cell["place"]: float(cell[measure]) for cell in column(measure)}
        assert [by_place[p] for p in places] == pytest.approx(golden[measure], abs=1e-6), measure


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ({"place": "r11"}, UnknownName, "did you mean r1"),
        ({"year": 2020}, UsageError, "no column year"),
        ({"class_": "City", "evidence": "stated"}, UsageError, "--class, --evidence: asks about"),
        ({"measure": "pci", "place": "r1"}, UsageError, "pci is of activities"),
        ({"measure": "eci"}, UsageError, "2 groups that share no activity"),
    ],
)
def test_what_does_not_go_together_is_refused(
    data: Data, tmp_path: Path, given: dict[str, Any], error: type[EcographError], said: str
) -> None:
    with pytest.raises(error, match=said):
        asked(data, table=str(as_csv(tmp_path / "x.csv", GOLDEN)), **given)
    with pytest.raises(UsageError, match="--year is of a table"):
        asked(data, year=2020)


def test_files_that_are_no_tables_are_told(
    data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, content, said in (
        ("x.doc", b"", "ends in none of .csv, .tsv, "),
        ("x.xlsx", b"PK no zip", "is no workbook"),
        ("x.parquet", b"PAR1", "cannot be read as parquet"),
        (
            "x.csv",
            "place,activity,amount\n甲,乙,1\n丙,丁".encode()[:-1],
            "row 3: holds the byte 0xe4, which is no",
        ),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises((DataError, Unreadable, UsageError), match=said):
            asked(data, table=str(tmp_path / name))
    for name in ("none.csv", "none.xlsx", "none.parquet"):
        with pytest.raises(Unreadable, match=name):
            asked(data, table=str(tmp_path / name))
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(ImportError, match=r"pip install 'ecograph\[xlsx\]'"):
        asked(data, table=str(tmp_path / "x.xlsx"))


def test_a_table_is_measured_by_the_command(tmp_path: Path) -> None:
    path = as_csv(tmp_path / "x.csv", GOLDEN)
    words = ["specialisation", "-g", "tiny", "--table", str(path), "--measure", "krugman"]
    done = CliRunner().invoke(app, [*words, "--lang", "zh", "--format", "csv"])
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("place,activities,amount,krugman\nr0,1,100,1.6\n")
    assert "25 格中 25 格有数" in done.stderr and "许可" not in done.stderr
    refused = CliRunner().invoke(app, [*words, "-o", str(tmp_path / "x.ttl")])
    assert refused.exit_code != 0 and "no entity of a graph" in str(refused.exception)


def test_too_many_activities_have_no_proximity() -> None:
    cells = [(place, f"p{i}", 1) for place in ("a", "b") for i in range(4500)]
    with pytest.raises(UsageError, match="too many for the proximity"):
        specialisation_of(amounts_of(cells), "proximity", Method("proximity"), more="")
