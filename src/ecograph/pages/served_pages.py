"""Pages that a server gives: the one that asks, and one of what is said of a resource."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from ecograph.base.namespaces import PREFIXES, key_of
from ecograph.base.results import Both, Table
from ecograph.base.words import column_heads, words
from ecograph.base.words import word as text
from ecograph.graph.naming import Named
from ecograph.operations.catalogue import answer
from ecograph.operations.every import operation
from ecograph.pages.page import asset, page_texts, render, vis_network
from ecograph.pages.scripts import joined
from ecograph.sparql.competency import questions
from ecograph.sparql.rows import short_iri

if TYPE_CHECKING:
    from ecograph.graph.data import Data

_STYLES = ("page.css", "atlas.css", "query.css")
MOST_COLUMNS = 6  # of a table; what more there are stand together in one
_PATHS = {"id": "ecograph/id/", "voc": "ecograph/vocab/"}
_LINKED = ("value", "statement", "property", "label", "term")  # columns whose cells name resources
_BETWEEN = re.compile(
    r"(; |；|、|, |，| \+\d+|[()（）]|: |：)"
)  # what stands between names in a cell


@dataclass(frozen=True)
class Around:
    """What stands around a page: the way to the root of the service, and what else it has.

    `root` is relative, as `../../`.
    """

    root: str = ""
    atlas: bool = False
    editor: bool = False


def query_page(data: "Data", around: Around) -> str:
    """The page that asks in SPARQL, with the shipped questions as examples."""
    held = [
        {
            "number": one.number,
            "text": [one.text["zh"], one.text["en"]],
            "query": [one.asked_in("zh"), one.asked_in("en")],
        }
        for one in questions()
    ]
    used = ("query.", "hint.place", "column.cited_")
    told = {key: both for key, both in words().items() if key.startswith(used)}
    return render(
        "query.html.j2",
        language=None,
        style=["".join(map(asset, _STYLES))],
        scripts=[vis_network(), joined("query")],
        data={"examples": held, "texts": page_texts() | told},
        asks=True,
        **_shared(data, around, text("query.title")),
    )


def editor_page(data: "Data", around: Around) -> str:
    """The page with YASGUI, an editor of queries, whose files the server gives."""
    return render(
        "editor.html.j2",
        language=None,
        style=["".join(map(asset, _STYLES))],
        scripts=[joined("editor")],
        data={"prefixes": dict(PREFIXES)},
        asks=True,
        beside=True,
        **_shared(data, around, text("query.editor")),
    )


def resource_page(data: "Data", iri: str, around: Around, forms: Sequence[tuple[str, str]]) -> str:
    """What is said of a resource, in both languages, with links to what it names.

    `forms` are the other forms in which it is given, each with its name.
    Raises UnknownName where nothing is said of it.
    """
    key = key_of(iri)
    named = data.names.get(key)
    found = answer(operation("show"), data, {"name": key if named else iri})
    label = data.labels.both(key) if named else _term_label(data, iri)
    tables = [
        (lang, *_linked(data, _filled(found.table(lang, brief=True)), lang, around))
        for lang in ("zh", "en")
    ]
    return render(
        "resource.html.j2",
        language=None,
        style=["".join(map(asset, _STYLES))],
        scripts=[joined("plain")],
        data={},
        iri=iri,
        forms=forms,
        kind=data.labels.term_both(named.class_name) if named else ("", ""),
        tables=tables,
        most_columns=MOST_COLUMNS,
        **_shared(data, around, label),
    )


def _term_label(data: "Data", iri: str) -> Both:
    """What a term, a code or anything else with an IRI is called."""
    zh, en = (data.labels.of_term(NamedNode(iri), language) for language in ("zh", "en"))
    return zh, en


def _shared(data: "Data", around: Around, title: Both) -> dict[str, Any]:
    nav = [("query", text("query.title"))]
    nav += [("editor", text("query.editor"))] if around.editor else []
    nav += [("atlas/index.html", text("query.atlas"))] if around.atlas else []
    nav += [("api", text("query.api")), (".well-known/void", text("query.void"))]
    return {
        "title": title,
        "site": (data.name, data.name),
        "nav": nav,
        "root": around.root,
        "synthetic": any(f.value == "true" for (f,) in data.graph.ask_for("view_synthetic")),
        "licences": (),
    }


def _linked(
    data: "Data", told: Table, language: str, around: Around
) -> tuple[list[str], list[list[list[tuple[str, str | None]]]]]:
    """Heads and rows, each cell in pieces with the address of what each names."""
    keys = data.kept(("keys", language), lambda: _by_label(data.names, language))
    rows = [
        [
            _pieces(column, cell, keys, around.root)
            for column, cell in zip(told.columns, row, strict=True)
        ]
        for row in told.rows
    ]
    return column_heads(told.columns, language), rows


def _filled(table: Table) -> Table:
    """A table without the columns that no row fills."""
    kept = [i for i in range(len(table.columns)) if any(row[i] for row in table.rows)]
    rows = tuple(tuple(row[i] for i in kept) for row in table.rows)
    return replace(table, columns=tuple(table.columns[i] for i in kept), rows=rows)


def _pieces(
    column: str, cell: object, keys: dict[str, str], root: str
) -> list[tuple[str, str | None]]:
    """What stands in a cell, piece by piece, each with the address of what it names."""
    if cell is None:
        return []
    shown = str(cell)
    if column == "statement" and re.fullmatch(r"[\w-]+", shown):
        return [(shown, f"{root}{_PATHS['id']}{shown}")]
    if column not in _LINKED:
        return [(shown, _address(shown, {}, root))]
    return [(piece, _address(piece, keys, root)) for piece in _BETWEEN.split(shown) if piece]


def _by_label(names: dict[str, Named], language: str) -> dict[str, str]:
    """The id of each entity by its label, where no other is called so."""
    found: dict[str, str] = {}
    for key, named in names.items():
        label = named.label(language)
        found[label] = "" if label in found else key
    return found


def _address(cell: object, keys: dict[str, str], root: str) -> str | None:
    """The address of the page of what a cell names; None where it names nothing."""
    if not isinstance(cell, str):
        return None
    prefix, _, key = short_iri(cell).partition(":")
    if prefix in _PATHS and key and " " not in key:
        return f"{root}{_PATHS[prefix]}{key}"
    if cell.startswith(("http://", "https://")) and " " not in cell:
        return cell
    return f"{root}{_PATHS['id']}{keys[cell]}" if keys.get(cell) else None
