"""What a page shows of a part of the graph: its entities, the edges between them, what is said."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from ecograph.base.evidence import WEAKEST
from ecograph.base.namespaces import ECO_BASE, ID_BASE, PREFIXES, RDF_TYPE
from ecograph.base.results import Both, Method
from ecograph.base.words import word as text
from ecograph.graph.amounts import amount
from ecograph.graph.citation import Citation
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.columns import Tables
from ecograph.graph.facts import Doubt, Fact, FactIndex, fact_index, facts_of
from ecograph.graph.facts_text import fact_row, is_bare
from ecograph.graph.labels import Labels, in_both
from ecograph.networks.subgraph import Subgraph, end_columns
from ecograph.pages.names import search_key
from ecograph.tables.schema import TableSpec, table_specs

# What a picture marks on entities, the gravest first: how a product stands in the place (its
# outline), then what has a sign: chokepoints, firms that lead a chain, firms that could mend a gap.
MARKS = ("lacking", "broken", "elsewhere", "unknown", "chokepoint", "leading", "helper")
_NOT_EDGES = frozenset({"observation", "ranking", "distinction", "composition", "inquiry"})
_NAMES = (PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "altLabel")
_NO_NEWS = frozenset((RDF_TYPE.value, ECO_BASE + "citation", *_NAMES))


@dataclass(frozen=True)
class Entity:
    """A node: its id, class and label, and all names that it has.

    `fallback` names the language that stands in for another in the label.
    """

    key: str
    class_name: str
    label: Both
    names: tuple[str, ...] = ()
    fallback: str = ""
    measures: dict[str, float] = field(default_factory=dict)

    @property
    def search(self) -> str:
        """Under which letters it is found; made when asked for, as pinyin takes its time."""
        return search_key(self.key, self.names)


@dataclass(frozen=True)
class Edge:
    """An edge: the two entities, the statement it comes from, how real it is, where it is said.

    `role` is the code list and the key of the role that one of them has in it; `doubt` is why
    the statement is doubted, if it is.
    """

    source: str
    target: str
    relation: str
    statement: str
    modality: str = "exists"
    evidence: str = "stated"
    document: str = ""
    paragraph: int | None = None
    span: str = ""
    note: Both = ("", "")
    role: tuple[str, str] | None = None
    locator: str = ""
    doubt: Both = ("", "")


@dataclass(frozen=True)
class Said:
    """A fact that is no line: what it is of, its value, how sure it is, and where it is said."""

    about: Both
    value: Both
    modality: str
    evidence: str
    places: tuple[Citation, ...]
    doubt: Both


@dataclass(frozen=True)
class Marked:
    """What is marked on an entity: marks of `MARKS`, and what they mean of it in a sentence."""

    marks: tuple[str, ...]
    told: Both


@dataclass(frozen=True)
class Picture:
    """All that one page shows; `title`, `note`, `names` (of classes, relations, …) in zh and en.

    `licences` and `addresses` are those of the sources that it cites, `marked` and `chains` what is
    marked on entities and the chains they belong to, by id; `centre` is the entity that it is drawn
    around, so many hops far; `labels` name what its method speaks of.
    """

    title: Both
    note: Both
    entities: tuple[Entity, ...]
    edges: tuple[Edge, ...]
    said: dict[str, tuple[Said, ...]]
    names: dict[str, Both]
    method: Method
    measures: dict[str, Both] = field(default_factory=dict)
    directed: bool = True
    groups: dict[str, int] | None = None
    licences: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    marked: dict[str, Marked] = field(default_factory=dict)
    chains: dict[str, tuple[Both, ...]] = field(default_factory=dict)
    centre: str | None = None
    hops: int = 1
    labels: Labels | None = None


LONGEST_LABEL = 200  # characters; a check warns of longer ones


def shortened(label: Both) -> Both:
    """A name that a page can show: one without end would push all else off it."""
    zh, en = (t if len(t) <= LONGEST_LABEL else f"{t[: LONGEST_LABEL - 1]}…" for t in label)
    return zh, en


def entities_of(tables: Tables, keys: frozenset[str]) -> tuple[Entity, ...]:
    """The entities with these ids, sorted by id."""
    aliases: dict[str, list[str]] = {}
    for spec in table_specs().values():
        if spec.kind == "entity":
            for key, zh, en in tables.rows(spec.name, "id", "alt_zh", "alt_en"):
                if key in keys:
                    aliases[key] = [*(zh or ()), *(en or ())]
    return tuple(
        Entity(
            key,
            class_name,
            shortened(in_both({"zh": zh, "en": en}, key)),
            tuple(filter(None, (zh, en, *aliases.get(key, ())))),
            "" if zh and en else ("zh" if zh else "en" if en else "id"),
        )
        for key, class_name, zh, en in tables.entities
        if key in keys
    )


def edges_of(tables: Tables, part: Subgraph, index: FactIndex) -> Iterator[Edge]:
    """The lines that the statements of a part of the graph draw, in the order of the tables."""
    for spec in table_specs().values():
        if spec.name in _NOT_EDGES or spec.kind not in ("statement", "entity"):
            continue
        for row in tables.records(spec.name):
            if spec.kind == "statement":
                if row["id"] in part.statements:
                    yield from _statement_edges(spec, row, part.entities, index)
            elif row["id"] in part.entities:
                yield from _entity_edges(spec, row, part.entities, index)


def _statement_edges(
    spec: TableSpec, row: dict[str, Any], kept: frozenset[str], index: FactIndex
) -> Iterator[Edge]:
    """One line from the first to the second entity; a supply also runs through its product."""
    outside = row.get("origin_outside")
    about: dict[str, Any] = {"modality": row["modality"] or "exists", "evidence": row["evidence"]}
    about |= _cited(row) | {"relation": spec.class_name, "statement": row["id"]}
    about["doubt"] = doubt_on([row["id"]], index)
    if row.get("role"):
        about["role"] = (spec.columns["role"].argument[0], row["role"])
    ends = [row[c] for c in end_columns(spec) if row[c] not in (None, outside)]
    pairs = [(ends[0], ends[1])] if len(ends) > 1 else []
    if spec.name == "supply":
        giver, user = row["supplier"] or row["origin"], row["buyer"] or row["used_in"]
        through = [(giver, row["product"]), (row["product"], user)] if row["product"] else []
        pairs = [*through, (giver, user)]
    for source, target in pairs:
        if source in kept and target in kept and source != target:
            yield Edge(source, target, **about, note=_written(row, index))


def _entity_edges(
    spec: TableSpec, row: dict[str, Any], kept: frozenset[str], index: FactIndex
) -> Iterator[Edge]:
    for column in spec.columns.values():
        if column.type != "ref" or column.name == "source":
            continue
        held = row[column.name]
        for other in held if isinstance(held, list) else [held]:
            if other in kept and other != row["id"]:
                yield Edge(
                    row["id"], other, column.iri.removeprefix(ECO_BASE), row["id"],
                    evidence=row["evidence"], doubt=doubt_on([row["id"]], index), **_cited(row),
                )  # fmt: skip


def _cited(row: dict[str, Any]) -> dict[str, Any]:
    held = {column: row[column] or "" for column in ("span", "locator")}
    return {"document": row["source"], "paragraph": row["paragraph"], **held}


def _written(row: dict[str, Any], index: FactIndex) -> Both:
    """A number as the source writes it, or the number and its unit."""
    written = row.get("value_written") or ""
    if row.get("value") is None or (written and not is_bare(written)):
        share = row.get("share")
        return (written, written) if written or share is None else (f"{100 * share:.10g} %",) * 2
    value, unit, labels = row["value"], row["unit"], index.labels
    return amount(value, unit, labels, "zh"), amount(value, unit, labels, "en")


@dataclass(frozen=True, eq=False)
class Told:
    """What a graph says of its entities, read once for however many pages tell it."""

    graph: CitedGraph
    index: FactIndex
    _facts: dict[str, list[Fact]] = field(default_factory=dict, repr=False)
    _said: dict[str, list[Said]] = field(default_factory=dict, repr=False)

    def facts(self, keys: Iterable[str]) -> dict[str, list[Fact]]:
        """The facts of each of these entities."""
        wanted = sorted(keys)
        self._facts.update(
            facts_of(self.graph, (k for k in wanted if k not in self._facts), self.index)
        )
        return {key: self._facts[key] for key in wanted}

    def said(self, keys: Iterable[str], drawn: frozenset[str]) -> dict[str, tuple[Said, ...]]:
        """For each entity what is said of it, without the statements that are drawn as lines."""
        found = {}
        for key, facts in self.facts(keys).items():
            worth = [i for i, fact in enumerate(facts) if _worth_saying(fact, drawn)]
            if worth and key not in self._said:
                self._said[key] = [said(fact, self.index) for fact in facts]
            if worth:
                found[key] = tuple(self._said[key][i] for i in worth)
        return found


def cut_text(graph: CitedGraph) -> Both:
    """What a page of a part of the graph says it holds; empty of the whole graph."""
    cut = graph.cut
    told = [text(f"page.cut_{cut.evidence}")] if cut.evidence != WEAKEST else []
    told += [text(f"page.cut_{cut.sources}")] if cut.sources != "all" else []
    told += [text("page.left_out", n=graph.left_out)] if told else []
    return "；".join(zh for zh, _ in told), "; ".join(en for _, en in told)


def noted(note: Both, graph: CitedGraph) -> Both:
    """The note of a page, after what the page holds where that is not the whole graph."""
    told = cut_text(graph)
    return (f"{told[0]} · {note[0]}", f"{told[1]} · {note[1]}") if any(told) else note


def tell(graph: CitedGraph) -> Told:
    """What a graph says, of which the places, doubts and labels are read at once."""
    return Told(graph, fact_index(graph))


def _worth_saying(fact: Fact, drawn: frozenset[str]) -> bool:
    if fact.statement is None:
        return fact.role not in _NO_NEWS or bool(fact.doubts)
    return fact.statement not in drawn or bool(fact.doubts)


def said(fact: Fact, index: FactIndex) -> Said:
    """A fact in both languages."""
    zh, en = (fact_row(fact, index, language) for language in ("zh", "en"))
    return Said(
        about=(zh[0] or "", en[0] or ""),
        value=(zh[1] or "", en[1] or ""),
        modality=fact.modality or "",
        evidence=fact.evidence or WEAKEST,
        places=fact.places,
        doubt=doubt_text(fact.doubts, index),
    )


def documents_of(said: dict[str, tuple[Said, ...]]) -> set[str]:
    """The documents in which entities are said."""
    return {place.document for held in said.values() for one in held for place in one.places}


def licences_among(index: FactIndex, sources: Iterable[str]) -> dict[str, str]:
    """The licence of each of some sources, and of what is ours: English names are."""
    cited = {*sources, "editorial"}
    return {key: name for key, name in sorted(index.licences.items()) if key in cited}


def doubt_text(doubts: Iterable[Doubt], index: FactIndex) -> Both:
    """Doubts in words: the kind, the reason and what is suggested of each; empty without any."""
    told: list[Both] = []
    for doubt in doubts:
        then = f" → {doubt.suggested}" if doubt.suggested else ""
        zh, en = index.labels.code_both("doubt-kind", doubt.kind)
        told.append((f"{zh}：{doubt.basis[0]}{then}", f"{en}: {doubt.basis[1]}{then}"))
    return ("；".join(zh for zh, _ in told), "; ".join(en for _, en in told))


def doubt_on(statements: Iterable[str], index: FactIndex) -> Both:
    """Why statements, or entities themselves, are doubted; empty where they are not."""
    held = (index.doubts.get(ID_BASE + key, ()) for key in sorted(set(statements)))
    return doubt_text(chain.from_iterable(held), index)


def names_of(
    index: FactIndex, *, classes: set[str], relations: set[str], sources: set[str]
) -> dict[str, Both]:
    """The labels of classes, relations, sources, modalities and evidence, in zh and en."""
    labels = index.labels
    names = {f"class:{c}": labels.term_both(c) for c in sorted(classes)}
    for relation in sorted(relations):
        zh, en = labels.term_both(relation)
        names[f"relation:{relation}"] = (zh, en[:1].upper() + en[1:])
    names |= {f"source:{s}": labels.both(s) for s in sorted(sources) if s}
    for scheme in ("modality", "evidence", "stage", "gap-kind", "need-state"):
        keys = labels.codes(scheme)
        names |= {f"{scheme}:{key}": labels.code_both(scheme, key) for key in keys}
    return names
