"""Writes the generated parts of the documentation; a test holds them current.

python docs/generate.py           writes them
python docs/generate.py --check   ends with 1 where one is out of date
"""

import re
import sys
import tomllib
from collections import Counter
from pathlib import Path

from pyoxigraph import Literal, NamedNode, parse

from ecograph.base.namespaces import ECO_BASE, PREFIXES, RDF_TYPE, RDFS_LABEL, VOC_BASE
from ecograph.base.resources import ontology_dir
from ecograph.tables.schema import table_specs

ROOT = Path(__file__).resolve().parents[1]
COMMENT = NamedNode(PREFIXES["rdfs"] + "comment")
OWL = PREFIXES["owl"]


def read(folder: str) -> dict[str, dict[str, dict[str, str]]]:
    """Labels and comments of the terms of each file in a folder of the ontology."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for path in sorted((ontology_dir() / folder).glob("*.ttl")):
        terms = found.setdefault(path.stem, {})
        for triple in parse(path=str(path)):
            about = terms.setdefault(triple.subject.value, {})
            if triple.predicate == RDF_TYPE:
                about["type"] = triple.object.value.rsplit("#", 1)[-1]
            elif isinstance(triple.object, Literal):
                name = {RDFS_LABEL: "label", COMMENT: "comment"}.get(triple.predicate)
                if name:
                    about[f"{name}_{triple.object.language}"] = triple.object.value
    return found


def modules_table() -> str:
    """The modules of the ontology: what each is about, how many terms."""
    lines = [
        "| module | classes | object properties | datatype properties |",
        "| --- | --- | --- | --- |",
    ]
    for name, terms in read("core").items():
        kinds = [t.get("type", "") for iri, t in terms.items() if iri.startswith(ECO_BASE)]
        classes = ", ".join(
            f"{t['label_zh']} {iri.removeprefix(ECO_BASE)}"
            for iri, t in sorted(terms.items())
            if t.get("type") == "Class" and iri.startswith(ECO_BASE)
        )
        objects = sum(k == "ObjectProperty" for k in kinds)
        lines.append(f"| `{name}` | {classes} | {objects} | {kinds.count('DatatypeProperty')} |")
    return "\n".join(lines)


def tables_table() -> str:
    """The tables: what a row means, its columns, what may be left empty."""
    about = {iri: t for terms in read("core").values() for iri, t in terms.items()}
    lines = ["| table | a row is | its own columns (**required**) |", "| --- | --- | --- |"]
    common = {"id", "label_zh", "label_en", "alt_zh", "alt_en", "valid_from", "valid_to"}
    common |= {"modality", "evidence", "said_by", "basis_zh", "basis_en"}
    common |= {"source", "paragraph", "span", "locator"}
    for spec in table_specs().values():
        term = about.get(ECO_BASE + spec.class_name, {})
        own = [
            f"**{c.name}**" if c.required else c.name
            for c in spec.columns.values()
            if c.name not in common
        ]
        label = f"{term.get('label_zh', '')} {term.get('label_en', spec.class_name)}"
        lines.append(f"| `{spec.name}.csv` | {label} | {', '.join(own)} |")
    return "\n".join(lines)


def glossary() -> str:
    """The terms of the field in both languages: classes, relations, code lists."""
    lines = ["| 中文 | English | in IRIs and tables |", "| --- | --- | --- |"]
    rows = [
        (t["label_zh"], t["label_en"], f"`eco:{iri.removeprefix(ECO_BASE)}`")
        for terms in read("core").values()
        for iri, t in terms.items()
        if "label_zh" in t and iri.startswith(ECO_BASE)
    ]
    rows += [
        (t["label_zh"], t["label_en"], f"`voc:{iri.removeprefix(VOC_BASE)}`")
        for terms in read("vocab").values()
        for iri, t in terms.items()
        if "label_zh" in t
    ]
    lines += [f"| {zh} | {en} | {key} |" for zh, en, key in sorted(rows, key=lambda r: r[2])]
    return "\n".join(lines)


def words() -> str:
    """The program's own words, from docs/words.toml."""
    held = tomllib.loads((ROOT / "docs" / "words.toml").read_text(encoding="utf-8"))
    lines = ["| word | 中文 | what it means |", "| --- | --- | --- |"]
    lines += [f"| {word} | {w['zh']} | {w['en']} |" for word, w in sorted(held.items())]
    return "\n".join(lines)


def import_graph() -> str:
    """The rooms of the program and who imports whom, as import-linter's reader finds it."""
    import grimp

    graph = grimp.build_graph("ecograph")
    arrows = Counter()
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            ends = [".".join(name.split(".")[1:2]) for name in (importer, imported)]
            if all(ends) and ends[0] != ends[1]:
                arrows[ends[0], ends[1]] += 1
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = contract["tool"]["importlinter"]["contracts"][0]["layers"]
    lines = ["```mermaid", "flowchart TD"]
    for number, layer in enumerate(layers):
        rooms = [room.strip().removeprefix("ecograph.") for room in layer.split("|")]
        boxes = [f"    in_{room}[{room}]" for room in rooms]  # `graph` alone means something there
        lines += [f"  subgraph floor{number}[ ]", *boxes, "  end"]
    lines += [f"  in_{a} -->|{n}| in_{b}" for (a, b), n in sorted(arrows.items())]
    return "\n".join([*lines, "```"])


PARTS = (
    ("ontology/README.md", "modules", modules_table),
    ("graph_data/README.md", "tables", tables_table),
    ("docs/glossary.md", "words", words),
    ("docs/glossary.md", "glossary", glossary),
    ("docs/architecture.md", "imports", import_graph),
)


def main() -> int:
    """Writes each part, or tells which is out of date."""
    stale = []
    for name, marker, make in PARTS:
        path = ROOT / name
        old = path.read_text(encoding="utf-8")
        block = f"<!-- {marker}:begin -->\n{make()}\n<!-- {marker}:end -->"
        pattern = rf"<!-- {marker}:begin -->.*<!-- {marker}:end -->"
        new = re.sub(pattern, lambda _, b=block: b, old, flags=re.DOTALL)
        if new != old:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(new, encoding="utf-8")
    said = "out of date" if "--check" in sys.argv else "written"
    print("\n".join(f"{name}: {said}" for name in stale))
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
