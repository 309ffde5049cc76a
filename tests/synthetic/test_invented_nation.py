"""An invented nation: the same each time, whole, in order, and marked as invented everywhere."""

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from pyoxigraph import RdfFormat, parse

from ecograph.base.errors import Unwritable, UsageError
from ecograph.export.nation_files import write_nation
from ecograph.graph.to_rdf import lift
from ecograph.graph.validation import check_region
from ecograph.synthetic.draws import Stream
from ecograph.synthetic.tables import invented_tables
from ecograph.tables.identifiers import canonical
from ecograph.tables.reading import Region, read_region
from ecograph.tables.schema import table_specs

FIRMS = 600


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("invented") / "nation"
    write_nation(made, FIRMS, seed=7)
    return made


@pytest.fixture(scope="module")
def region(folder: Path) -> Region:
    return read_region(folder)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def cells(region: Region, table: str, column: str) -> list[str | None]:
    return [row.one(column) for row in region.tables[table].rows]


def test_the_same_size_and_seed_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_nation(tmp_path / "again", FIRMS, seed=7)
    write_nation(tmp_path / "other", FIRMS, seed=8)
    assert bytes_of(tmp_path / "again") == bytes_of(folder)
    assert bytes_of(tmp_path / "other")["supply.csv"] != bytes_of(folder)["supply.csv"]


def test_a_column_is_drawn_apart_from_all_others() -> None:
    stream = Stream(7, "supply.value")
    assert np.array_equal(stream.uniform(5), Stream(7, "supply.value").uniform(9)[:5])
    assert not np.array_equal(stream.uniform(5), Stream(7, "supply.buyer").uniform(5))
    assert not np.array_equal(stream.uniform(5), stream.also("known").uniform(5))


def test_numbers_follow_their_laws() -> None:
    stream, size = Stream(1, "law"), 200_000
    ranks = np.bincount(stream.ranks(size, 100), minlength=100) / size
    harmonic = sum(1 / r for r in range(1, 101))
    assert ranks[0] == pytest.approx(1 / harmonic, rel=0.02)
    assert ranks[9] == pytest.approx(0.1 / harmonic, rel=0.05)
    counts = stream.counts(size, 1.9, 200)
    assert counts.min() == 1
    assert np.mean(counts == 2) / np.mean(counts == 1) == pytest.approx(2**-1.9, rel=0.02)
    amounts = stream.amounts(size, 150.0, 1.5)
    assert np.median(amounts) == pytest.approx(150, rel=0.02)
    assert np.std(np.log(amounts)) == pytest.approx(1.5, rel=0.02)


def test_it_conforms(folder: Path, tmp_path: Path) -> None:
    assert check_region(folder).findings == ()
    write_nation(tmp_path / "least", 100, seed=3)
    assert not [f for f in check_region(tmp_path / "least").findings if f.severity == "error"]


@pytest.mark.parametrize("seed", [7, 2024])
def test_statements_are_those_of_the_tables(tmp_path: Path, seed: int) -> None:
    for form in ("csv", "parquet"):
        write_nation(tmp_path / form, FIRMS, seed, form)
    made = write_nation(tmp_path / "nation.nq", FIRMS, seed, "nq")
    lines = [str(q) for q in parse(path=str(tmp_path / "nation.nq"), format=RdfFormat.N_QUADS)]
    assert made.statements == len(lines) == len({*lines})
    for form in ("csv", "parquet"):
        read = read_region(tmp_path / form)
        assert {str(q) for q in lift(read)} == {*lines}
        assert sum(1 for _ in read.rows()) == made.rows + 1  # the source `editorial` is added


def test_all_kinds_are_there(region: Region) -> None:
    empty = {spec.name for spec in table_specs().values() if not region.tables.get(spec.name)}
    assert empty == {"crosswalk"}
    assert all(table.rows for table in region.tables.values())
    assert {*cells(region, "supply", "evidence")} == {"stated", "implied", "editorial"}
    assert {"exists", "planned", "past"} <= {*cells(region, "supply", "modality")}


def test_all_of_it_is_marked_as_invented(region: Region) -> None:
    assert region.synthetic
    assert {row.one("kind") for row in region.tables["sources"].rows} == {"synthetic", "editorial"}
    for spec, row in region.rows():
        if spec.kind == "entity":
            assert str(row.one("label_zh")).startswith("虚构")
            assert str(row.one("label_en")).startswith("Invented ")


def test_codes_are_well_formed_and_of_no_division(region: Region) -> None:
    codes = [str(code) for code in cells(region, "identifier", "code")]
    assert len({*codes}) == len(codes) > 500
    assert all(canonical("uscc", code) == code for code in codes)
    assert {code[2:8] for code in codes} == {"990000"}  # no province begins with 99


def test_few_have_most(region: Region) -> None:
    places = Counter(key for key in cells(region, "location", "place") if key and "city" in key)
    at = [n for _, n in places.most_common()]
    assert at[0] > 5 * at[-1]
    sold = Counter(cells(region, "supply", "supplier"))
    del sold[None]
    orders = sorted(sold.values())
    assert orders[-1] > 20 * orders[len(orders) // 2]


def test_what_is_supplied_is_made_by_the_seller_and_needed_for_what_the_buyer_makes(
    region: Region,
) -> None:
    made = {(r.one("maker"), r.one("product")) for r in region.tables["production"].rows}
    needed = {(r.one("requirer"), r.one("input")) for r in region.tables["requirement"].rows}
    of: dict[str | None, list[str | None]] = {}
    for maker, product in made:
        of.setdefault(maker, []).append(product)
    orders = [r for r in region.tables["supply"].rows if r.one("supplier")]
    assert len(orders) > FIRMS
    for row in orders:
        assert (row.one("supplier"), row.one("product")) in made
        assert any((p, row.one("product")) in needed for p in of[row.one("buyer")])
        assert row.one("supplier") != row.one("buyer")


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("ours", encoding="utf-8")
    with pytest.raises(UsageError, match="holds something"):
        write_nation(tmp_path, FIRMS, seed=7)
    assert bytes_of(tmp_path) == {"kept.txt": b"ours"}


def test_what_cannot_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Unwritable):
        write_nation(tmp_path / "file" / "nation", 100, seed=7)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ecograph.export.nation_files.write_rows", full)
    with pytest.raises(Unwritable, match="disk is full"):
        write_nation(tmp_path / "nation.nq", 100, seed=7, form="nq")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("firms", [0, 99, 5_000_001])
def test_sizes_that_are_none(tmp_path: Path, firms: int) -> None:
    with pytest.raises(UsageError, match=f"{firms} firms"):
        write_nation(tmp_path / "nation", firms, seed=7)
    assert not list(tmp_path.iterdir())


def test_tables_have_the_columns_of_the_schema() -> None:
    for spec, columns in invented_tables(200, seed=1):
        assert [*columns] == [name for name in spec.columns if name in columns]
        sizes = {len(c) for c in columns.values() if not isinstance(c, str)}
        assert len(sizes) == 1


def test_tables_are_read_by_other_programs(folder: Path) -> None:
    with (folder / "supply.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {None} != {*rows[0]} <= {*table_specs()["supply"].columns}
    assert all(None not in row for row in rows)
