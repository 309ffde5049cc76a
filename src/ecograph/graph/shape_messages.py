"""What a shape that is made from the tables says: what is wrong, and what to write where."""

from collections.abc import Sequence

from ecograph.base.namespaces import ECO_BASE
from ecograph.base.results import Both
from ecograph.base.words import words
from ecograph.graph.labels import ontology_labels
from ecograph.tables.schema import Column, code_lists, open_lists

# As many keys of a code list are written out; of a longer one its file is named.
_KEYS_SHOWN = 8


def message(class_name: str, columns: tuple[Column, ...], file: str | None) -> Both:
    """How many values the columns of a property must hold, and of what form.

    Without a file it speaks of every table of the class and of those below it.
    """
    column = columns[0]
    required = any(c.required for c in columns)
    if column.many:
        key = "one_or_more" if required else "any_number"
    else:
        key = "one" if required else "at_most_one"
        key += "_a_language" if len(columns) > 1 else ""
    return _filled(
        key,
        kind=_class(class_name),
        property=_label(column.iri),
        value=_value(columns),
        languages=_languages(columns, "and"),
        where=_where(class_name, columns, file),
    )


def none_message(class_name: str, column: Column) -> Both:
    """That a class has no code of a list that is for the class above it."""
    zh, en = _class(class_name)
    said = _one(en)
    named = zh, said[0].upper() + said[1:]
    return _filled("none", kind=named, property=_label(column.iri))


def _filled(key: str, **values: Both) -> Both:
    """A text of shapes.toml, each language with the values in that language."""
    zh, en = words()[f"shape.{key}"]
    return (
        zh.format(**{k: v[0] for k, v in values.items()}),
        en.format(**{k: v[1] for k, v in values.items()}),
    )


def _label(iri: str) -> Both:
    known = ontology_labels()[iri]
    return known["zh"], known["en"]


def _class(name: str) -> Both:
    """What a class is called inside a sentence."""
    zh, en = _label(ECO_BASE + name)
    return zh, en[0].lower() + en[1:]


def _one(noun: str) -> str:
    """An English noun with its article; the classes that begin with u sound like you."""
    return f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"


def _joined(parts: Sequence[Both], last: str) -> Both:
    """a, b or c; a, b and c."""
    comma, link = words()["shape.comma"], words()[f"shape.{last}"]
    zh, en = (
        link[n].join(filter(None, [comma[n].join(p[n] for p in parts[:-1]), parts[-1][n]]))
        for n in (0, 1)
    )
    return zh, en


def _languages(columns: tuple[Column, ...], last: str) -> Both:
    return _joined([words()[f"shape.{c.tag}"] for c in columns if c.tag] or [("", "")], last)


def _where(class_name: str, columns: tuple[Column, ...], file: str | None) -> Both:
    names = _joined([(c.name, c.name) for c in columns], "and_name")
    held = _filled("columns" if len(columns) > 1 else "column", names=names)
    if file is None:
        return _filled("in_tables", kind=_class(class_name), columns=held)
    return _filled("in_table", file=(file, file), columns=held)


def _value(columns: tuple[Column, ...]) -> Both:
    """What one value must be."""
    column = columns[0]
    match column.type:
        case "ref":
            classes = [(zh, _one(en)) for zh, en in map(_class, column.argument)]
            return _filled("ref", classes=_joined(classes, "or"))
        case "concept":
            return _code(column.argument[0])
        case "decimal" | "integer" | "boolean" | "period":
            return words()[f"shape.{column.type}"]
        case "text" if column.tag:
            return _filled("tagged", languages=_languages(columns, "or"))
        case _:
            return words()["shape.string"]


def _code(scheme: str) -> Both:
    """A key of a code list; a class above takes those of the classes below it, which say so."""
    keys = code_lists()[scheme]
    named = (scheme, scheme)
    shown = _joined([(k, k) for k in keys], "or_key")
    if len(keys) > _KEYS_SHOWN:
        shown = _filled("code_file", scheme=named)
    if scheme in open_lists():
        shown = _filled("or_own", keys=shown)
    return _filled("concept", scheme=named, keys=shown)
