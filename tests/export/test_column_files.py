"""The tables that analyses read, as Parquet: every row, typed, whole or not at all."""

from pathlib import Path

import duckdb
import pytest

from ecograph.base.errors import Unwritable, UsageError
from ecograph.export.column_files import write_columns
from ecograph.export.nation_files import write_nation
from ecograph.graph.cited_graph import Cut
from ecograph.graph.columns import Tables, column_types
from ecograph.graph.data import open_data
from ecograph.tables.schema import table_names, table_specs


def rows(folder: Path, table: str) -> list[tuple[object, ...]]:
    path = folder / f"{table}.parquet"
    return duckdb.sql(f"FROM read_parquet('{path}', file_row_number = true)").fetchall()


def test_all_tables_with_their_types_and_order(tmp_path: Path, tiny_tables: Tables) -> None:
    done = write_columns(open_data("tiny"), tmp_path / "tiny")
    written = {path.stem for path in (tmp_path / "tiny").iterdir()}
    assert written == {*table_names(), "region"} == {*done.rows}
    for name, spec in table_specs().items():
        held = [row[:-1] for row in rows(tmp_path / "tiny", name)]
        assert held == tiny_tables.database.rows(f'FROM "{name}"')
        assert len(held) == done.rows[name]
        path = tmp_path / "tiny" / f"{name}.parquet"
        types = duckdb.sql(f"DESCRIBE FROM '{path}'").fetchall()
        assert {name: kind for name, kind, *_ in types} == column_types(spec)
    assert rows(tmp_path / "tiny", "region") == [("rivermouth", True, 0)]


def test_only_what_counts(tmp_path: Path) -> None:
    write_nation(tmp_path / "nation", 100, seed=7)
    data = open_data(tmp_path / "nation")
    whole = write_columns(data, tmp_path / "whole").rows
    stated = write_columns(data.counting(Cut(evidence="stated")), tmp_path / "stated").rows
    assert 0 < stated["supply"] < whole["supply"]
    assert {row[-2] for row in rows(tmp_path / "whole", "supply")} > {"stated", "editorial"}
    assert {row[-2] for row in rows(tmp_path / "stated", "supply")} == {"stated"}


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("ours", encoding="utf-8")
    with pytest.raises(UsageError, match="holds something"):
        write_columns(open_data("tiny"), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_what_cannot_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ecograph.export.column_files.quoted", full)
    with pytest.raises(Unwritable, match="disk is full"):
        write_columns(open_data("tiny"), tmp_path / "tiny")
    assert not list(tmp_path.iterdir())
