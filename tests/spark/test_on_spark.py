"""What Spark answers is what the embedded engine answers: one definition, two engines."""

import csv
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import ecograph
from ecograph.base.errors import CannotDo, UnknownName, Unreadable, UsageError
from ecograph.export.nation_files import write_nation
from ecograph.graph.data import Data, open_data
from ecograph.graph.spark_data import SparkData, open_on_spark
from ecograph.networks.building import build_network
from ecograph.networks.centrality import centrality
from ecograph.networks.communities import communities
from ecograph.networks.edge_tables import edge_tables
from ecograph.networks.specs import read_spec
from ecograph.networks.table_measures import MEASURES, centrality_of_tables, communities_of_tables
from ecograph.operations.every import operation
from ecograph.supplychain.matching import matching_of
from ecograph.supplychain.supply_use import COLUMNS, build_supply_use
from surface_help import invoke

pytestmark = pytest.mark.spark
FIRMS = 1_270  # whose nation has about a hundred thousand statements
Opened = Callable[[str], SparkData]
Folder = Callable[[str], Path]


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("invented") / "nation"
    write_nation(folder, FIRMS, seed=1)
    return str(folder)


def graph_named(name: str, nation: str) -> str:
    return nation if name == "nation" else name


def told(rows: list[tuple[Any, ...]]) -> list[str]:
    """Rows as texts in order; sums of fractions differ in their last digits."""
    return sorted(repr([f"{x:.12g}" if isinstance(x, float) else x for x in row]) for row in rows)


@pytest.mark.parametrize("name", ["xiamen", "nation"])
def test_supply_and_use_and_how_places_are_matched(
    name: str, nation: str, on_spark: Opened
) -> None:
    name = graph_named(name, nation)
    theirs, ours = (build_supply_use(d.tables) for d in (on_spark(name), open_data(name)))
    for relation in COLUMNS:
        assert told(theirs.rows(relation)) == told(ours.rows(relation)), relation
    for class_ in ["City", "District"] if name == "xiamen" else ["City"]:
        found, wanted = (matching_of(s, class_) for s in (theirs, ours))
        assert found.gaps and found == wanted


def same_scores(ours: Any, theirs: Any) -> None:
    held, found = ours.network.ids, theirs.network.ids
    assert sorted(found) == sorted(held)
    values = dict(zip(held, ours.values.tolist(), strict=True))
    assert np.allclose(theirs.values, [values[key] for key in found], rtol=1e-6, atol=0)


@pytest.mark.parametrize("name", ["xiamen", "nation"])
def test_networks(name: str, nation: str, on_spark: Opened) -> None:
    name = graph_named(name, nation)
    spec = read_spec("actors")
    held = build_network(open_data(name).tables, spec)
    tables = edge_tables(on_spark(name).tables, spec)
    assert (tables.nodes, tables.edges) == (len(held), held.size)
    assert (tables.isolated, tables.left_out) == (len(held.isolated), held.left_out)
    for measure in MEASURES:
        same_scores(centrality(held, measure), centrality_of_tables(tables, measure))
    for algorithm in ("labels", "components"):
        ours = communities(held, algorithm=algorithm, runs=1)
        theirs = communities_of_tables(tables, algorithm)
        found = dict(zip(theirs.network.ids, theirs.label.tolist(), strict=True))
        assert found == dict(zip(held.ids, ours.label.tolist(), strict=True)), algorithm
        assert theirs.modularity == pytest.approx(ours.modularity, rel=1e-9)


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_the_command_gives_the_same_rows(parquet: Folder, tmp_path: Path) -> None:
    """As a user asks: the rows of both engines, their labels too, are the same text."""
    asked = ["matching", "--class", "City", "--each"]
    files = [tmp_path / "duckdb.csv", tmp_path / "spark.csv"]
    for path, where in zip(
        files, (["-g", "tiny"], ["-g", str(parquet("tiny")), "--engine", "spark"]), strict=True
    ):
        done = invoke(*asked, *where, "-o", str(path))
        assert done.exit_code == 0, done.output
    assert rows_of(files[0]) == rows_of(files[1]) and len(rows_of(files[0])) > 1


def test_a_notebook_asks_what_may_be_asked(on_spark: Opened, parquet: Folder) -> None:
    d = ecograph.open(parquet("tiny"), "spark")
    assert "on Spark" in repr(d)
    ours = ecograph.open("tiny")
    assert d.matching().rows() == ours.matching().rows()
    first = d.centrality(measure="degree", network="supply", top=2)
    assert first.rows() == ours.centrality(measure="degree", network="supply", top=2).rows()
    with pytest.raises(UsageError, match="gaps: is not asked on Spark"):
        d.gaps()
    for refused, given in (
        ("--place", {"place": "rivermouth"}), ("--as-of", {"as_of": "2024"}),
        ("--samples", {"samples": 3}), ("--stability", {"stability": 3}),
    ):  # fmt: skip
        with pytest.raises(UsageError, match=f"{refused}: is not asked on Spark"):
            d.answer("centrality", measure="degree", **given)
    with pytest.raises(UsageError, match="add --runs 1"):
        d.answer("communities", algorithm="labels")
    with pytest.raises(UsageError, match="labels or components"):
        d.answer("communities", runs=1)


def test_tables_in_parts_are_read_whole(parquet: Folder, on_spark: Opened, tmp_path: Path) -> None:
    """A table may be a folder of parts, as Spark writes it, also by the values of a column."""
    whole = on_spark("tiny")
    session = whole.tables.database.session
    for file in sorted(parquet("tiny").iterdir()):
        held = session.read.parquet(str(file))
        writer = held.repartition(2).write
        parted = "maker" in held.columns
        (writer.partitionBy("maker") if parted else writer).parquet(str(tmp_path / file.name))
    found = open_on_spark(tmp_path, "spark")
    assert found.tables.centres == whole.tables.centres
    one, other = (sorted(map(repr, d.tables.rows("production", "id", "maker", "product")))
                  for d in (found, whole))  # fmt: skip
    assert one == other and one


def test_names_are_looked_for_as_they_are_written(on_spark: Opened) -> None:
    data, ours = on_spark("xiamen"), open_data("xiamen")
    for name in ("xiamen", "厦门", "Xiamen"):
        assert data.find(name, "Place") == ours.find(name, "Place") == "xiamen"
    for hostile in ("it's", "a\\'b", "\\", "'); DROP TABLE x; --", ""):
        with pytest.raises(UnknownName, match="as it is written"):
            data.find(hostile)
    data.require_labels(["xiamen", "no-such-thing"])
    assert data.labels.both("xiamen") == ours.labels.both("xiamen")
    assert data.labels.of("no-such-thing", "en") == "no-such-thing"


def test_a_folder_that_is_none_of_ours_is_told(
    parquet: Folder, on_spark: Opened, tmp_path: Path
) -> None:
    on_spark("tiny")
    with pytest.raises(Unreadable, match="export -g GRAPH -f parquet"):
        open_on_spark(tmp_path / "nothing", "spark")
    for file in parquet("tiny").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "production.parquet").write_bytes((tmp_path / "region.parquet").read_bytes())
    with pytest.raises(Unreadable, match=r"production\.parquet: has no column id"):
        build_supply_use(open_on_spark(tmp_path, "spark").tables)
    (tmp_path / "production.parquet").write_bytes(b"no parquet at all")
    with pytest.raises((Unreadable, CannotDo), match=r"production\.parquet"):
        build_supply_use(open_on_spark(tmp_path, "spark").tables)


def test_rows_are_added_and_layers_hide(on_spark: Opened) -> None:
    whole = on_spark("tiny").tables.database
    layer = whole.layer()
    layer.make("thing", {"id": "VARCHAR", "n": "BIGINT", "names": "VARCHAR[]"}, [("a", 1, ["x"])])
    layer.fill("thing", {"id": ["b"], "n": [2]})
    assert layer.rows("FROM thing ORDER BY id") == [("a", 1, ["x"]), ("b", 2, None)]
    above = layer.layer()
    above.make("thing", {"id": "VARCHAR"})
    assert above.rows("FROM thing") == [] and len(layer.rows("FROM thing")) == 2
    above.drop()
    assert len(above.rows("FROM thing")) == 2
    with socket.create_server(("127.0.0.1", 0)) as other:
        address = f"spark://127.0.0.1:{other.getsockname()[1]}"
        with pytest.raises(UsageError, match=r"Spark is open at local\[\*\]"):
            open_on_spark("anywhere", address)


def test_engines_are_told_apart() -> None:
    data = Data(open_data("tiny").graph)
    for name in ("matching", "communities"):
        with pytest.raises(UsageError, match="is not open on Spark"):
            one = operation(name)
            one.run(data, replace(one.params(), engine="spark"))
    for words, kind, said in (
        (("centrality", "degree", "--engine", "sparc"), UsageError, "did you mean spark"),
        (("matching", "--engine", "spark", "-g", "tiny"), Unreadable, "export -g GRAPH -f parquet"),
        (("robustness", "--engine", "spark"), UsageError, "give one of auto, networkx, fast"),
    ):
        error = invoke(*words).exception
        assert isinstance(error, kind) and said in str(error), words
