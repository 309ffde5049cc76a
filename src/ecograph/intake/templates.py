"""The folder that a region begins with: tables with comments, an example row or two, and lists."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecograph.base.errors import UsageError
from ecograph.base.files import kind_of, read_toml, write_text
from ecograph.base.namespaces import ECO_BASE, VOC_BASE
from ecograph.base.results import Both
from ecograph.base.words import word
from ecograph.graph.terms import ontology_terms
from ecograph.tables.schema import Column, TableSpec, code_lists, table_specs

EXAMPLES = ("city", "chain", "supply")
SOURCE = "example"
MOST_LISTED = 14  # keys that a comment names
_ABOUT_SOURCE = {
    "id": SOURCE,
    "label_zh": "示例数据，换成您自己的来源",
    "label_en": "example rows, to be replaced by a source of your own",
    "kind": "synthetic",
    "date": "2026",
    "licence": "CC0 1.0",
}
_HIDDEN = ("repair", "left_out", "supplement", "naming")  # tables that few begin with


@dataclass(frozen=True)
class Template:
    """A table to be filled in: what it holds, its columns, its example rows."""

    spec: TableSpec
    columns: tuple[Column, ...]
    rows: tuple[dict[str, str], ...]


def begin_region(folder: Path, example: str = EXAMPLES[0], *, workbook: bool = False) -> list[str]:
    """Writes the folder of a new region, whose example rows make a graph at once.

    Gives the names of the files.  Raises UsageError where there is something already, Unwritable,
    MissingExtra for a workbook without `pip install 'ecograph[xlsx]'`.
    """
    if kind_of(folder) == "file" or (kind_of(folder) == "folder" and any(folder.iterdir())):
        raise UsageError(f"{folder}: there is something already; name a new folder")
    place, templates = read_example(example)
    name = re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-") or "region"
    texts = {
        "region.toml": _region(name, place),
        "README.md": _readme(templates, workbook=workbook),
        "lists.md": _lists(templates),
    }
    if not workbook:
        texts |= {f"{t.spec.name}.csv": _as_csv(t) for t in templates}
    for file, text in texts.items():
        write_text(folder / file, text)
    if workbook:
        from ecograph.intake.template_workbook import write_templates

        write_templates(folder / "tables.xlsx", templates)
        return [*texts, "tables.xlsx"]
    return [*texts]


def read_example(name: str) -> tuple[str, list[Template]]:
    """The place of an example, and its tables with their rows, whole as a region's tables are."""
    held = read_toml(Path(__file__).with_name("examples") / f"{name}.toml")
    rows: dict[str, list[dict[str, Any]]] = {**held["rows"], "sources": [_ABOUT_SOURCE]}
    found = []
    for table, spec in table_specs().items():
        if table in rows:
            whole = tuple(_whole(spec, dict(row)) for row in rows[table])
            found.append(Template(spec, tuple(spec.columns.values()), whole))
    return held["place"], found


def _whole(spec: TableSpec, row: dict[str, str]) -> dict[str, str]:
    """A row with what every row has: an id, a source; of a statement how real, how sure it is."""
    if spec.kind == "statement":
        ends = [row[c.name] for c in spec.columns.values() if c.type == "ref" and c.name in row]
        row.setdefault("id", "-".join([spec.name.replace("_", "-"), *ends[:3]]))
        row = {"modality": "exists", "evidence": "stated"} | row
    if spec.kind != "registry":
        row["source"] = SOURCE
    return row


# ------------------------------------------------------------------ comments


def about_table(spec: TableSpec) -> Both:
    """What a table holds, in zh and en: the name of its class and what the ontology says of it."""
    term = ontology_terms().get(ECO_BASE + spec.class_name)
    zh, en = (
        (term.labels.get(tag, ""), term.comments.get(tag, "")) if term else ("", "")
        for tag in ("zh", "en")
    )
    return f"{zh[0]}：{zh[1]}", f"{en[0]}: {en[1]}"


def about_column(column: Column) -> Both:
    """What a column holds, in zh and en, how it is written, whether it must be filled in."""
    term = ontology_terms().get(column.iri)
    zh, en = ((term.comments.get(tag) or "") if term else "" for tag in ("zh", "en"))
    of = " / ".join(column.argument) if column.type == "ref" else _keys(column)
    more = [word(f"template.{column.type}", of=of)] if column.type not in ("text", "code") else []
    if column.name in ("label_zh", "label_en"):
        more = [word("template.name")]
    elif column.required:
        more.append(word("template.required"))
    more += [word("template.many")] if column.many else []
    told_zh = "".join(f"（{m[0]}）" for m in more)
    told_en = "".join(f" ({m[1]})" for m in more)
    return (zh.rstrip("。") + told_zh, (en.rstrip(".") + told_en).strip())


def _keys(column: Column) -> str:
    """The keys that a column takes, the first where they are many."""
    if column.type != "concept":
        return ""
    keys = code_lists()[column.argument[0]]
    few = ", ".join(keys[:MOST_LISTED])
    return few if len(keys) <= MOST_LISTED else f"{few}, … (lists.md: {column.argument[0]})"


def comments_of(template: Template) -> Iterator[str]:
    """The lines above the header of a table."""
    zh, en = about_table(template.spec)
    yield f"{template.spec.name}.csv — {zh} {en}"
    yield " ".join(word("template.table"))
    for column in template.columns:
        zh, en = about_column(column)
        yield f"{column.name}: {zh} {en}".rstrip()


def _as_csv(template: Template) -> str:
    """A table with its comments, in a form that spreadsheets keep: one cell a line."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([f"# {line}"] for line in comments_of(template))
    names = [column.name for column in template.columns]
    writer.writerow(names)
    writer.writerows([row.get(name, "") for name in names] for row in template.rows)
    return out.getvalue()


# ------------------------------------------------------------------ the other files


def _region(name: str, place: str) -> str:
    zh, en = word("template.region")
    return (
        f'# {zh}\n# {en}\nid = "{name}"\nlabel_zh = "{name}"\nlabel_en = "{name}"\n'
        f'place = "{place}"\nsynthetic = true\n'
    )


def _readme(templates: list[Template], *, workbook: bool) -> str:
    """What to do, and a line a table."""
    steps = word("template.steps", file="tables.xlsx" if workbook else "*.csv")
    lines = [f"# {word('template.title')[0]} / {word('template.title')[1]}", "", *steps[:1], ""]
    lines += [*steps[1:], "", "| table | |", "| --- | --- |"]
    for template in templates:
        zh, en = about_table(template.spec)
        lines.append(f"| `{template.spec.name}` | {zh} {en} |")
    others = [n for n in table_specs() if n not in {t.spec.name for t in templates}]
    more = ", ".join(f"`{n}`" for n in others if n not in _HIDDEN)
    lines += ["", *(line + more for line in word("template.others")), ""]
    return "\n".join(lines)


def lists_of(templates: list[Template]) -> list[str]:
    """The code lists that the columns of some tables take their keys from, sorted."""
    columns = (column for t in templates for column in t.columns)
    return sorted({c.argument[0] for c in columns if c.type == "concept"})


def keys_of(name: str) -> list[tuple[str, str, str, str, str]]:
    """The keys of a code list, each with its labels and definitions in zh and en."""
    terms = ontology_terms()
    found = []
    for key in code_lists()[name]:
        term = terms[f"{VOC_BASE}{name}-{key}"]
        labels, texts = term.labels, term.comments
        zh, en = ((labels.get(tag, ""), texts.get(tag, "")) for tag in ("zh", "en"))
        found.append((key, zh[0], en[0], zh[1], en[1]))
    return found


def _lists(templates: list[Template]) -> str:
    """The keys of the code lists as a page to read."""
    lines = [f"# {' / '.join(word('template.lists'))}", ""]
    for name in lists_of(templates):
        lines += [f"## {name}", "", "| key | | |", "| --- | --- | --- |"]
        lines += [
            f"| `{key}` | {zh} {en} | {told_zh} {told_en} |"
            for key, zh, en, told_zh, told_en in keys_of(name)
        ]
        lines.append("")
    return "\n".join(lines)
