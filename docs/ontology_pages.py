"""Writes the ontology's documentation for people: one page a language, from its own files.

python docs/ontology_pages.py FOLDER
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from pyoxigraph import Literal, NamedNode, parse

from ecograph.base.files import write_text
from ecograph.base.namespaces import ECO_BASE, PREFIXES, RDF_TYPE
from ecograph.base.resources import ontology_dir
from ecograph.tables.schema import TableSpec, table_specs

MODULES = (
    ("place", "地方", "Place"),
    ("actor", "行动者", "Actor"),
    ("chain", "产业链", "Chain"),
    ("product", "产品", "Product"),
    ("flow", "流动", "Flow"),
    ("policy", "政策", "Policy"),
    ("finance", "金融", "Finance"),
    ("talent", "人才", "Talent"),
    ("indicator", "指标", "Indicator"),
    ("provenance", "出处", "Provenance"),
    ("identifier", "标识代码", "Identifier"),
    ("modality", "现实状态", "Modality"),
)
WORDS = {
    "zh": {
        "title": "ecograph 本体",
        "other": "English",
        "class": "类",
        "property": "属性",
        "below": "上位类",
        "same": "对应",
        "table": "数据表",
        "domain": "定义域",
        "range": "值域",
        "codes": "代码表",
        "shortcut": "派生关系",
        "key": "代码",
        "intro": "由本体文件生成；每一术语都有中英文名称与说明。",
        "contents": "目录",
    },
    "en": {
        "title": "The ecograph ontology",
        "other": "中文",
        "class": "class",
        "property": "property",
        "below": "below",
        "same": "aligned with",
        "table": "table",
        "domain": "domain",
        "range": "range",
        "codes": "Code lists",
        "shortcut": "derived relation",
        "key": "key",
        "intro": "Generated from the files of the ontology; each term is explained in both.",
        "contents": "Contents",
    },
}


@dataclass
class Term:
    """A term as its page shows it."""

    name: str
    kind: str = ""
    label: dict[str, str] = field(default_factory=dict)
    comment: dict[str, str] = field(default_factory=dict)
    below: list[str] = field(default_factory=list)
    domain: str = ""
    range: str = ""
    aligned: list[str] = field(default_factory=list)
    spec: TableSpec | None = None


def short(iri: str) -> str:
    """An IRI with its prefix, where one is known."""
    for prefix, base in PREFIXES.items():
        if iri.startswith(base):
            return f"{prefix}:{iri.removeprefix(base)}"
    return iri


def read_terms(path: Path) -> list[Term]:
    """The terms that a file declares, classes first, by name."""
    terms: dict[str, Term] = {}
    for triple in parse(path=str(path)):
        subject, link, value = triple.subject, triple.predicate.value, triple.object
        if not isinstance(subject, NamedNode):
            continue
        term = terms.setdefault(subject.value, Term(short(subject.value)))
        local = link.rsplit("#", 1)[-1]
        if triple.predicate == RDF_TYPE and isinstance(value, NamedNode):
            kind = value.value.rsplit("#", 1)[-1]
            if kind in ("Class", "Datatype") or kind.endswith("Property"):
                said = term.kind == "Class" or term.kind in ("ObjectProperty", "DatatypeProperty")
                term.kind = term.kind if said else kind
        elif isinstance(value, Literal) and local in ("label", "comment"):
            getattr(term, local)[value.language or ""] = value.value
        elif isinstance(value, NamedNode) and local in ("subClassOf", "subPropertyOf"):
            term.below.append(short(value.value))
        elif isinstance(value, NamedNode) and local in ("domain", "range"):
            setattr(term, local, short(value.value))
    ours = [t for iri, t in terms.items() if iri.startswith(ECO_BASE) and t.label]
    return sorted(ours, key=lambda t: (t.kind != "Class", t.name))


def alignments() -> dict[str, list[str]]:
    """For each term of ours the terms of other vocabularies that it is tied to."""
    found: dict[str, list[str]] = {}
    for path in sorted((ontology_dir() / "alignments").glob("*.ttl")):
        for triple in parse(path=str(path)):
            value = triple.object
            if not isinstance(triple.subject, NamedNode) or not isinstance(value, NamedNode):
                continue
            if triple.subject.value.startswith(ECO_BASE) and triple.predicate != RDF_TYPE:
                found.setdefault(short(triple.subject.value), []).append(short(value.value))
    return found


def read_codes() -> Iterator[tuple[str, dict[str, str], list[tuple[str, dict[str, str]]]]]:
    """Each code list: its name, its labels, and its keys with their labels."""
    for path in sorted((ontology_dir() / "vocab").glob("*.ttl")):
        labels: dict[str, dict[str, str]] = {}
        for triple in parse(path=str(path)):
            if isinstance(triple.object, Literal) and triple.predicate.value.endswith("#label"):
                name = triple.subject.value.rsplit("/", 1)[-1]
                labels.setdefault(name, {})[triple.object.language or ""] = triple.object.value
        keys = [(k.removeprefix(f"{path.stem}-"), v) for k, v in labels.items() if k != path.stem]
        yield path.stem, labels[path.stem], keys


def main(folder: Path) -> None:
    """Writes ontology-zh.html and ontology-en.html into a folder."""
    tied = alignments()
    specs = {f"eco:{s.class_name}": s for s in table_specs().values()}
    modules = []
    for name, zh, en in MODULES:
        terms = read_terms(ontology_dir() / "core" / f"{name}.ttl")
        for term in terms:
            term.aligned = sorted(set(tied.get(term.name, [])))
            term.spec = specs.get(term.name)
        modules.append((name, {"zh": zh, "en": en}, terms))
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
    template = environment.get_template("ontology.html.j2")
    for language in ("zh", "en"):
        text = template.render(
            lang=language,
            words=WORDS[language],
            other="en" if language == "zh" else "zh",
            modules=modules,
            codes=list(read_codes()),
        )
        write_text(folder / f"ontology-{language}.html", text)
        print(folder / f"ontology-{language}.html")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
