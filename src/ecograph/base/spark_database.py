"""Tables on Spark, asked in the SQL that the embedded database is asked in (spark_sql.py).

What a script makes is computed at once and kept by Spark (a local checkpoint), so that nothing is
computed twice and no plan grows with what was made before it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from ecograph.base.database import Database, Rows, name_of
from ecograph.base.spark_session import told

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from ecograph.base.spark_sql import Macro, Part, Tree

_number = count(1)
_HELD = "_held"  # behind the name of the view that holds what another shows
_KINDS = {
    "VARCHAR": "string", "BIGINT": "bigint", "INTEGER": "int", "TINYINT": "tinyint",
    "DOUBLE": "double", "BOOLEAN": "boolean", "DATE": "date", "VARCHAR[]": "array<string>",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class SparkDatabase(Database):
    """Tables of a session on Spark; `read` gives those that nobody made, by their name.

    `engine` is what it is called in messages.
    """

    session: "SparkSession"
    engine: str
    read: "Callable[[str], DataFrame]"
    behind: "SparkDatabase | None" = None
    _views: dict[str, str] = field(default_factory=dict)
    _macros: "dict[str, Macro]" = field(default_factory=dict)
    _variables: dict[str, Any] = field(default_factory=dict)
    _rounds: "list[SparkDatabase]" = field(default_factory=list)

    def rows(self, query: str, asked: Mapping[str, Any] | None = None) -> Rows:
        """The rows of a query; `asked` are the values of its $names.  Raises CannotDo, TooLarge."""
        with told(self.engine):
            return [tuple(row) for row in self.select(query, asked).collect()]

    def records(self, query: str, asked: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The rows of a query as dictionaries by its columns.  Raises CannotDo, TooLarge."""
        with told(self.engine):
            return [row.asDict() for row in self.select(query, asked).collect()]

    def select(self, query: str, asked: Mapping[str, Any] | None = None) -> "DataFrame":
        """What a query gives, as Spark's own DataFrame: nothing is computed yet."""
        from ecograph.base.spark_sql import parsed

        [tree] = parsed(query)
        return self._selected(self._filled(tree, asked))

    def run(self, script: str, asked: Mapping[str, Any] | None = None) -> None:
        """Runs statements that make tables and macros, or drop tables.

        Raises CannotDo, TooLarge.
        """
        from sqlglot import exp

        from ecograph.base.spark_sql import macro_of, parsed

        for tree in parsed(script):
            if isinstance(tree, exp.Drop):
                for table in tree.find_all(exp.Table):
                    self._forget(table.name)
            elif tree.args["kind"] == "MACRO":
                name, macro = macro_of(tree)
                self._macros[name] = macro
            else:
                with told(self.engine):
                    made = self._selected(self._filled(_unsorted(tree.expression), asked))
                    self.keep(tree.this.name, made)

    def keep(self, table: str, rows: "DataFrame") -> None:
        """A new table of what a DataFrame gives, computed now."""
        self._show(table, _computed(rows))

    def layer(self) -> "SparkDatabase":
        """The same tables, with room in front of them: what is made there hides what is behind."""
        held = (dict(self._macros), dict(self._variables))
        return SparkDatabase(self.session, self.engine, self.read, self, {}, *held)

    def drop(self) -> None:
        """Drops what was made here."""
        while self._rounds:
            self._rounds.pop().drop()
        for table in list(self._views):
            self._forget(table)

    def let(self, variables: Mapping[str, str | int | list[str]]) -> None:
        """Gives variables their values, which getvariable('…') reads."""
        self._variables.update(variables)

    def make(
        self, table: str, types: Mapping[str, str], rows: Iterable[Sequence[Any]] = ()
    ) -> None:
        """A new table of columns of these types, with rows where they are given."""
        kinds = ", ".join(f"`{c}` {_KINDS[kind]}" for c, kind in types.items())
        with told(self.engine):
            self.keep(table, self.session.createDataFrame([tuple(row) for row in rows], kinds))

    def fill(self, table: str, columns: Mapping[str, Sequence[Any]]) -> None:
        """Adds rows to a table, given as columns by their names."""
        with told(self.engine):
            held = self.select(f"FROM {name_of(table)}")
            names = [name for name in held.columns if name in columns]
            rows = list(zip(*(columns[name] for name in names), strict=True))
            more = self.session.createDataFrame(rows, held.select(*names).schema)
            self.keep(table, held.unionByName(more, allowMissingColumns=True))

    def number(self, table: str, query: str, by: str) -> None:
        """A new table of the rows of a query and their `number`, in the order of `by`, with gaps.

        Each part of the sorted rows counts its own from where no other comes.
        """
        from pyspark.sql.functions import monotonically_increasing_id

        with told(self.engine):
            ordered = self.select(query).orderBy(by)
            self.keep(table, ordered.withColumn("number", monotonically_increasing_id()))

    # ----------------------------------------------------------------- names

    def _name_there(self, table: str) -> str:
        """The view that a table is, here or behind; one that nobody made is read."""
        held: SparkDatabase | None = self
        while held is not None:
            if table in held._views:
                return held._views[table]
            first, held = held, held.behind
        first._show(table, self.read(table))
        return first._views[table]

    def _show(self, table: str, rows: "DataFrame") -> None:
        """A table of a DataFrame, by way of a view in SQL, of which each use is one of its own.

        What was computed keeps the marks of the columns that it came from, and in a join of both
        Spark takes the ones for the others.
        """
        self._forget(table)
        view = f"ecograph_{next(_number)}_{table}"
        rows.createOrReplaceTempView(f"{view}{_HELD}")
        self.session.sql(f"CREATE TEMPORARY VIEW `{view}` AS SELECT * FROM `{view}{_HELD}`")
        self._views[table] = view

    def _forget(self, table: str) -> None:
        if table in self._views:
            view = self._views.pop(table)
            self.session.catalog.dropTempView(view)
            self.session.catalog.dropTempView(f"{view}{_HELD}")

    # --------------------------------------------------------------- queries

    def _filled(self, tree: "Tree", asked: Mapping[str, Any] | None) -> "Tree":
        from ecograph.base.spark_sql import filled

        return filled(tree, self._macros, self._variables, asked or {})

    def _selected(self, tree: "Tree") -> "DataFrame":
        from ecograph.base.spark_sql import in_spark, parts_of, with_tables

        parts, rest = parts_of(tree)
        here = self.layer() if parts else self
        if parts:
            self._rounds.append(here)
        for part in parts:
            here._add(part)
        return self.session.sql(in_spark(with_tables(rest, here._name_there)))

    def _add(self, part: "Part") -> None:
        """A part of a query as a table; of one that refers to itself, round by round.

        A round adds what the last one newly gave leads to, until that is nothing (UNION's way, in
        which rows are told apart).  What is asked for more than once is computed once.
        """
        if not part.again:
            made = self._selected(part.query)
            self.keep(part.name, made) if part.uses > 1 else self._show(part.name, made)
            return
        found = _computed(self._united(part.first).distinct())
        new, names = found, found.columns
        while True:
            self._show(part.name, new)
            reached = self._united(part.again).toDF(*names).distinct()
            new = _computed(_without(reached, found))
            if new.isEmpty():
                break
            found = _computed(found.unionAll(new))
        self._show(part.name, found)

    def _united(self, queries: "Sequence[Tree]") -> "DataFrame":
        first, *others = (self._selected(query.copy()) for query in queries)
        for other in others:
            first = first.unionAll(other)
        return first


def _computed(rows: "DataFrame") -> "DataFrame":
    """The same rows, computed, and without what Spark remembers of how they came about.

    It takes the size of a join to be the product of both sides, and a checkpoint keeps that: after
    some rounds these are numbers of millions of digits.  Connect has no way to forget it.
    """
    held = rows.localCheckpoint()
    java = getattr(rows.sparkSession, "_jsparkSession", None)
    if java is None:
        return held
    from pyspark.sql import DataFrame

    plain = held._jdf.queryExecution().toRdd()
    made = java.internalCreateDataFrame(plain, held._jdf.schema(), False)
    return DataFrame(made, rows.sparkSession)


def _without(rows: "DataFrame", others: "DataFrame") -> "DataFrame":
    """The rows that others are not, two empty cells being the same."""
    from pyspark.sql.functions import expr

    same = [expr(f"r.`{name}` <=> o.`{name}`") for name in rows.columns]
    return rows.alias("r").join(others.alias("o"), same, "left_anti")


def _unsorted(query: "Tree") -> "Tree":
    """What a table is made of: the order in which it is kept says nothing on Spark."""
    if query.args.get("limit"):
        return query
    unsorted = query.copy()
    unsorted.set("order", None)
    return unsorted
