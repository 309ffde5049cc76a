"""Databases in memory: layers hide what is behind, and nothing goes to the disk unasked."""

import errno
from pathlib import Path
from typing import cast

import duckdb
import pytest

from ecograph.base.database import DuckDatabase, name_of, new_database, quoted
from ecograph.graph.table_files import FILE, open_tables_in, written_tables


def test_a_layer_hides_what_is_behind_and_changes_nothing_there() -> None:
    behind = new_database()
    behind.run("CREATE TABLE a AS SELECT 1 AS n; CREATE TABLE b AS SELECT 2 AS n")
    front = behind.layer()
    front.run("CREATE TABLE a AS SELECT n + $more AS n FROM a", {"more": 10, "unused": 0})
    assert front.rows("FROM a") == [(11,)] and behind.rows("FROM a") == [(1,)]
    assert front.layer().records("SELECT a.n AS first, b.n AS second FROM a, b") == [
        {"first": 11, "second": 2}
    ]


def test_columns_become_rows_in_their_order() -> None:
    database = new_database()
    database.run("CREATE TABLE t (id VARCHAR, parts VARCHAR[], share DOUBLE, other BIGINT)")
    database.fill("t", {"id": ["b", "a"], "parts": [["x", "y"], []], "share": [None, 0.5]})
    assert database.rows("FROM t") == [("b", ["x", "y"], None, None), ("a", [], 0.5, None)]
    database.fill("t", {"id": []})
    assert len(database.rows("FROM t")) == 2


def test_names_with_quotes_are_written_as_sql_writes_them(tmp_path: Path) -> None:
    folder = tmp_path / "it's [odd] *"
    folder.mkdir()
    with written_tables(new_database(), folder) as database:
        database.run(f"CREATE TABLE {name_of('a b')} AS SELECT {quoted('l’x ' + chr(39))} AS word")
    opened = open_tables_in(folder)
    assert opened is not None and opened.rows('FROM "a b"') == [("l’x '",)]
    assert (folder / FILE).is_file() and (folder / "tables" / "a b.parquet").is_file()


def test_tables_of_any_size_are_written_in_their_order(tmp_path: Path) -> None:
    with written_tables(new_database(tmp_path), tmp_path) as database:
        database.run(
            "CREATE TABLE t AS SELECT hash(range)::VARCHAR AS id FROM range(400000) ORDER BY id"
        )
    for rows in (quoted(tmp_path / "tables" / "t.parquet"), "t"):
        opened = open_tables_in(tmp_path)
        assert opened is not None
        ids = [key for (key,) in opened.rows(f"FROM {rows}")]
        assert len(ids) == 400_000 and ids == sorted(ids)


def test_what_does_not_fit_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    database = new_database()
    database.run("SET memory_limit = '20MB'")
    with pytest.raises(MemoryError):
        database.rows(
            "SELECT word, count(*) FROM (SELECT hash(range) || 'x' AS word FROM range(9000000)) "
            "GROUP BY word"
        )
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_as_python_tells_it() -> None:
    class Full:
        def extract_statements(self, script: str) -> list[duckdb.Statement]:
            return duckdb.extract_statements(script)

        def execute(self, *_: object) -> None:
            raise duckdb.TransactionException("Failed to commit: No space left on device")

    database = DuckDatabase(cast(duckdb.DuckDBPyConnection, Full()))
    with pytest.raises(OSError, match="No space left on device") as caught:
        database.run("SELECT 1")
    assert caught.value.errno == errno.ENOSPC
