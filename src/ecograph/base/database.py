"""Databases that hold tables, and the embedded one: DuckDB, which reaches nothing unasked."""

import errno
import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecograph.base.errors import UsageError

if TYPE_CHECKING:
    import duckdb

Rows = list[tuple[Any, ...]]
_ALONE: dict[str, str | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "temp_directory": "",  # else what does not fit into memory goes into the user's folder
}
MOST_MEMORY = "1GB"  # of a database that may write what does not fit into a folder
_FULL = "No space left on device"
_number = count(1)


class Database(ABC):
    """Tables that are asked in SQL as DuckDB speaks it, wherever they lie.

    What is asked of several engines is written once, and only with what is here.
    """

    @abstractmethod
    def rows(self, query: str, asked: Mapping[str, Any] | None = None) -> Rows:
        """The rows of a query; `asked` are the values of its $names.  Raises MemoryError."""

    @abstractmethod
    def records(self, query: str, asked: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The rows of a query as dictionaries by its columns.  Raises MemoryError."""

    @abstractmethod
    def run(self, script: str, asked: Mapping[str, Any] | None = None) -> None:
        """Runs statements, each with those of the values of `asked` that it names.

        Raises MemoryError, and OSError where the disk is full.
        """

    @abstractmethod
    def layer(self) -> "Database":
        """The same tables, with room in front of them: what is made there hides what is behind.

        Variables have the values that they have here.
        """

    @abstractmethod
    def drop(self) -> None:
        """Drops what stands in front: a layer, or a file, which is detached."""

    @abstractmethod
    def let(self, variables: Mapping[str, str | int | list[str]]) -> None:
        """Gives variables their values, which getvariable('…') reads."""

    @abstractmethod
    def make(
        self, table: str, types: Mapping[str, str], rows: Iterable[Sequence[Any]] = ()
    ) -> None:
        """A new table of columns of these types, with rows where they are given."""

    @abstractmethod
    def fill(self, table: str, columns: Mapping[str, Sequence[Any]]) -> None:
        """Adds rows to a table, given as columns by their names."""

    @abstractmethod
    def number(self, table: str, query: str, by: str) -> None:
        """A new table of the rows of a query and their `number`, which rises with the column `by`.

        Numbers are whole, none negative and no two the same.
        """


@dataclass(frozen=True, eq=False)
class DuckDatabase(Database):
    """One in memory, and the schemas in which its tables are looked up, the nearest first."""

    connection: "duckdb.DuckDBPyConnection"
    path: tuple[str, ...] = ("memory.main",)

    def rows(self, query: str, asked: Mapping[str, Any] | None = None) -> Rows:
        """The rows of a query; `asked` are the values of its $names.  Raises MemoryError."""
        with _told():
            return self.connection.execute(query, asked).fetchall()

    def records(self, query: str, asked: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The rows of a query as dictionaries by its columns.  Raises MemoryError."""
        with _told():
            found = self.connection.execute(query, asked)
            names = [column[0] for column in found.description or ()]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def run(self, script: str, asked: Mapping[str, Any] | None = None) -> None:
        """Runs statements, each with those of the values of `asked` that it names.

        Raises MemoryError, and OSError where the disk is full.
        """
        for statement in self.connection.extract_statements(script):
            given = {k: v for k, v in (asked or {}).items() if k in statement.named_parameters}
            with _told():
                self.connection.execute(statement, given or None)

    def layer(self) -> "DuckDatabase":
        """The same tables, with room in front of them: what is made there hides what is behind.

        Variables have the values that they have here.
        """
        name = f"memory.layer_{next(_number)}"
        self.connection.execute(f"CREATE SCHEMA {name}")
        layer = self._seen_from((name, *self.path))
        for variable, kind in self.rows("SELECT name, type FROM duckdb_variables() ORDER BY name"):
            [(value,)] = self.rows(f"SELECT getvariable('{variable}')")
            set_ = f"SET VARIABLE {name_of(variable)} = $value::{kind}"
            layer.connection.execute(set_, {"value": value})
        return layer

    def attach(self, file: Path) -> "DuckDatabase":
        """The same with the tables of a database file behind it, which is only read."""
        name = f"file_{next(_number)}"
        self.connection.execute(f"ATTACH {quoted(file)} AS {name} (READ_ONLY)")
        return self._seen_from((*self.path, f"{name}.main"))

    def create(self, file: Path, *, block: int | None = None) -> "DuckDatabase":
        """The same with a new database file in front of it, of blocks of so many bytes."""
        name = f"file_{next(_number)}"
        of = "" if block is None else f" (BLOCK_SIZE {block})"
        self.run(f"ATTACH {quoted(file)} AS {name}{of}")
        return self._seen_from((f"{name}.main", *self.path))

    def drop(self) -> None:
        """Drops what stands in front, a layer or a file, which is detached."""
        name, _, schema = self.path[0].partition(".")
        self.run("USE memory.main")
        self.run(f"DROP SCHEMA {name}.{schema} CASCADE" if name == "memory" else f"DETACH {name}")

    def _seen_from(self, path: tuple[str, ...]) -> "DuckDatabase":
        connection = self.connection.cursor()
        connection.execute(f"SET search_path = '{','.join(path)}'")
        return DuckDatabase(connection, path)

    def let(self, variables: Mapping[str, str | int | list[str]]) -> None:
        """Gives variables their values, which getvariable('…') reads."""
        for name, value in variables.items():
            kind = {list: "VARCHAR[]", str: "VARCHAR", int: "INTEGER"}[type(value)]
            set_ = f"SET VARIABLE {name_of(name)} = $value::{kind}"
            self.connection.execute(set_, {"value": value})

    def number(self, table: str, query: str, by: str) -> None:
        """A new table of the rows of a query and their `number`, from 0, in the order of `by`."""
        number = f"row_number() OVER (ORDER BY {name_of(by)}) - 1 AS number"
        self.run(f"CREATE TABLE {name_of(table)} AS SELECT *, {number} FROM ({query})")

    def make(
        self, table: str, types: Mapping[str, str], rows: Iterable[Sequence[Any]] = ()
    ) -> None:
        """A new table of columns of these types, with rows where they are given."""
        columns = ", ".join(f"{name_of(c)} {kind}" for c, kind in types.items())
        self.run(f"CREATE TABLE {name_of(table)} ({columns})")
        if cells := list(zip(*rows, strict=True)):
            self.fill(table, dict(zip(types, map(list, cells), strict=True)))

    def fill(self, table: str, columns: Mapping[str, Sequence[Any]]) -> None:
        """Adds rows to a table, given as columns by their names."""
        kinds: dict[str, str] = dict(
            self.rows(f"SELECT column_name, column_type FROM (DESCRIBE {name_of(table)})")
        )
        names = ", ".join(map(name_of, columns))
        cells = ", ".join(f"unnest(${i}::{kinds[c]}[])" for i, c in enumerate(columns, 1))
        values = {str(i): held for i, held in enumerate(columns.values(), 1)}
        with _told():
            self.connection.execute(
                f"INSERT INTO {name_of(table)} ({names}) SELECT {cells}", values
            )


def embedded(database: Database) -> DuckDatabase:
    """The same, for what only the embedded database can do.  Raises UsageError for another."""
    if not isinstance(database, DuckDatabase):
        raise UsageError("this is asked of the embedded database alone; leave out --engine spark")
    return database


@contextmanager
def _told() -> Iterator[None]:
    """What does not fit into memory or on the disk is told as Python tells it."""
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise MemoryError(str(error)) from None
    except duckdb.Error as error:  # of a kind that says what was going on, not what was wrong
        if _FULL not in str(error):
            raise
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from None


def new_database(spill: Path | None = None) -> DuckDatabase:
    """An empty database in memory.

    With `spill`, a folder, it takes no more than MOST_MEMORY, and what does not fit goes there.
    """
    import duckdb

    config = dict(_ALONE)
    if spill is not None:
        config |= {"temp_directory": str(spill), "memory_limit": MOST_MEMORY}
        config |= {"preserve_insertion_order": False}  # which takes memory, and says nothing here
    return DuckDatabase(duckdb.connect(config=config))


def name_of(table: str) -> str:
    """A name as SQL writes it."""
    return '"' + table.replace('"', '""') + '"'


def quoted(text: str | Path) -> str:
    """A text as SQL writes it."""
    return "'" + str(text).replace("'", "''") + "'"
