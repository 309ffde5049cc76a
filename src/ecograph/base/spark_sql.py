"""SQL as DuckDB speaks it, put into what Spark speaks: one definition of an analysis for both.

Macros and variables, which Spark has not, are put in as trees; names of tables are those that they
have there; a recursive part is told apart, for its rounds are run one after the other.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlglot
from sqlglot import exp

Tree = exp.Expr
_WITH = "with_"  # where a query keeps its common table expressions


@dataclass(frozen=True)
class Macro:
    """A macro: the names of its arguments, and what stands for it."""

    arguments: tuple[str, ...]
    body: Tree


@dataclass(frozen=True)
class Part:
    """A named part of a query, and how often the rest of it asks for that.

    Of one that refers to itself `first` is what it begins with and `again` what each round adds;
    of another they are empty.
    """

    name: str
    query: Tree
    uses: int
    first: tuple[Tree, ...] = ()
    again: tuple[Tree, ...] = ()


def parsed(script: str) -> list[Tree]:
    """The statements of a script in DuckDB's SQL."""
    return [tree for tree in sqlglot.parse(script, read="duckdb") if tree is not None]


def in_spark(tree: Tree) -> str:
    """A query as Spark speaks it."""
    for part in tree.find_all(exp.CTE):
        part.set("materialized", None)  # a word that Spark has not
    return tree.sql(dialect="spark")


def macro_of(create: Tree) -> tuple[str, Macro]:
    """The name of a macro that a statement makes, and the macro."""
    function = create.this
    arguments = tuple(argument.name for argument in function.expressions)
    return function.this.name.lower(), Macro(arguments, create.expression)


def literal(value: Any) -> Tree:
    """A value as SQL writes it: a text, a number, a truth value, nothing, or a list of texts."""
    if value is None:
        return exp.null()
    if isinstance(value, bool):
        return exp.true() if value else exp.false()
    if isinstance(value, list | tuple):
        held = exp.Array(expressions=[literal(v) for v in value])
        return held if value else exp.cast(held, "array<varchar>", dialect="duckdb")
    if isinstance(value, int | float):
        return exp.Literal.number(value)
    return exp.Literal.string(str(value))


def filled(
    tree: Tree,
    macros: Mapping[str, Macro],
    variables: Mapping[str, Any],
    asked: Mapping[str, Any],
) -> Tree:
    """A copy with macros put in, and the values of variables and of $names."""

    def put(node: Tree) -> Tree:
        if isinstance(node, exp.Parameter | exp.Placeholder):
            return literal(asked[node.name or node.this.name])
        if not isinstance(node, exp.Anonymous):
            return node
        name = node.name.lower()
        if name == "getvariable":
            return literal(variables[node.expressions[0].name])
        given = [argument.transform(put) for argument in node.expressions]
        if name == "list_position":  # 0 stands for nothing in Spark
            position = exp.Anonymous(this="array_position", expressions=given)
            return exp.Nullif(this=position, expression=exp.Literal.number(0))
        if name in macros:
            return exp.paren(_applied(macros[name], given).transform(put), copy=False)
        return node

    return tree.transform(put)


def _applied(macro: Macro, given: list[Tree]) -> Tree:
    held = dict(zip(macro.arguments, given, strict=True))

    def put(node: Tree) -> Tree:
        named = isinstance(node, exp.Column) and not node.table and node.name in held
        return held[node.name].copy() if named else node

    return macro.body.copy().transform(put)


def with_tables(tree: Tree, name_there: Callable[[str], str]) -> Tree:
    """The same with tables under the names that they have there; parts of the query keep theirs."""
    for table in list(tree.find_all(exp.Table)):
        if isinstance(table.this, exp.Identifier) and not _is_part(table):
            alias = table.alias or table.name
            renamed = exp.to_identifier(name_there(table.name), quoted=True)
            table.set("this", renamed)
            if not table.alias:
                table.set("alias", exp.TableAlias(this=exp.to_identifier(alias)))
    return tree


def _is_part(table: Tree) -> bool:
    """Whether a name means a part of the query that it stands in, as SQL looks it up."""
    inside: Tree = table
    while (above := inside.parent) is not None:
        parts = above.args.get(_WITH) if isinstance(above, exp.Query) else None
        if parts is not None:
            held = list(parts.expressions)
            if inside is parts:  # it stands in one of the parts, and sees those before it
                own = next(i for i, part in enumerate(held) if _holds(part, table))
                held = held[: own + 1 if parts.args.get("recursive") else own]
            if any(part.alias == table.name for part in held):
                return True
        inside = above
    return False


def _holds(tree: Tree, node: Tree) -> bool:
    while node is not tree and node.parent is not None:
        node = node.parent
    return node is tree


def parts_of(tree: Tree) -> tuple[list[Part], Tree]:
    """The named parts of a query in their order, and what asks them, each by itself."""
    held = tree.args.get(_WITH)
    if held is None:
        return [], tree
    rest = tree.copy()
    rest.set(_WITH, None)
    queries = [(part.alias, part.this.copy()) for part in held.expressions]
    return [_part(name, query, [*dict(queries).values(), rest]) for name, query in queries], rest


def _part(name: str, query: Tree, all_: Sequence[Tree]) -> Part:
    uses = sum(_asks(other, name) for other in all_ if other is not query)
    pieces = tuple(piece.copy() for piece in _united(query))
    again = tuple(piece for piece in pieces if _asks(piece, name))
    if not again:
        return Part(name, query, uses)
    return Part(name, query, uses, tuple(p for p in pieces if p not in again), again)


def _united(query: Tree) -> Iterator[Tree]:
    """The queries that a UNION puts together."""
    if isinstance(query, exp.Union):
        yield from _united(query.this)
        yield from _united(query.expression)
    else:
        yield query


def _asks(query: Tree, name: str) -> int:
    """How often a query asks for a part."""
    return sum(table.name == name for table in query.find_all(exp.Table))
