"""Who is meant by a name: an id, a label, an alias or a code, in either language and script."""

import json
import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.namespaces import ECO_BASE, RDFS_LABEL, SKOS_NOTATION, VOC_BASE, key_of
from ecograph.base.pinyin import sound
from ecograph.graph.cited_graph import CitedGraph, require_ecograph
from ecograph.graph.codes import code_of, found_by
from ecograph.graph.labels import in_language
from ecograph.tables.identifiers import spelled
from ecograph.tables.schema import own_classes, superclasses

FILE = "names.json"
LEAST_LETTERS = 3  # of pinyin that is looked for
MOST_NEAR = 5  # names that are offered for one that nothing has


@dataclass(frozen=True)
class Named:
    """An entity that has names: its id, its class, its labels by language, its aliases, its codes.

    `codes` are its own, `mapped` those of other schemes that mean the same or more, each as
    `scheme:code`; `modality` says whether what may only be planned exists; `folded` are its names
    as `fold` makes them, where they are known beforehand; `publishers` are those of a source.
    """

    key: str
    class_name: str
    labels: dict[str, str]
    aliases: tuple[str, ...]
    modality: str | None = None
    codes: tuple[str, ...] = ()
    mapped: tuple[str, ...] = ()
    folded: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    publishers: tuple[str, ...] = ()

    def fold(self, name: str) -> str:
        """One of its names, folded."""
        return self.folded.get(name) or fold(name)

    def label(self, language: str) -> str:
        """The label in a language, by the rule of `labels.in_language`."""
        return in_language(self.labels, language, self.key)


def all_named(graph: CitedGraph) -> dict[str, Named]:
    """Everything in the graph that is cited and has a name, by id, sorted.

    Raises Unreadable where the graph holds nothing of the ontology.
    """
    require_ecograph(graph)
    if graph.path is not None and (beside := _read_beside(graph.path)) is not None:
        return beside
    labels: dict[str, dict[str, str]] = {}
    aliases: dict[str, set[str]] = {}
    codes: dict[str, set[str]] = {}
    classes: dict[str, set[str]] = {}
    modalities: dict[str, str] = {}
    for entity, class_, name_kind, name, modality in graph.ask_for("names"):
        if not class_.value.startswith(ECO_BASE):
            continue
        key = key_of(entity.value)
        classes.setdefault(key, set()).add(class_.value)
        if modality is not None:
            modalities[key] = modality.value.removeprefix(f"{VOC_BASE}modality-")
        if name_kind == RDFS_LABEL:
            labels.setdefault(key, {})[name.language or ""] = name.value
        elif name_kind == SKOS_NOTATION:
            codes.setdefault(key, set()).add(code_of(name))
        else:
            aliases.setdefault(key, set()).add(name.value)
    class_of = {key: max(own_classes(iris) or iris) for key, iris in classes.items()}
    mapped = _mapped(codes, graph)
    return {
        key: Named(
            key=key,
            class_name=class_of[key].removeprefix(ECO_BASE),
            labels=labels.get(key, {}),
            aliases=tuple(sorted(aliases.get(key, ()))),
            modality=modalities.get(key),
            codes=tuple(sorted(codes.get(key, ()))),
            mapped=tuple(sorted(mapped.get(key, ()))),
        )
        for key in sorted(class_of)
    }


def named_sources(graph: CitedGraph) -> dict[str, Named]:
    """The sources by id, sorted; their titles are labels."""
    labels: dict[str, dict[str, str]] = {}
    publishers: dict[str, set[str]] = {}
    for source, name, publisher in graph.ask_for("named_sources"):
        key = key_of(source.value)
        labels.setdefault(key, {})[name.language or ""] = name.value
        if publisher is not None:
            publishers.setdefault(key, set()).add(publisher.value)
    return {
        key: Named(key, "Source", known, (), publishers=tuple(sorted(publishers.get(key, ()))))
        for key, known in sorted(labels.items())
    }


def _mapped(codes: Mapping[str, set[str]], graph: CitedGraph) -> dict[str, set[str]]:
    """For each entity the codes of other schemes that its own lead to."""
    others = found_by(graph.ask_for("crosswalks")) if codes else {}
    return {
        key: {other for code in own for other in others.get(code, ())} - own
        for key, own in codes.items()
    }


def write_names(named: Mapping[str, Named], folder: Path) -> None:
    """Writes the names of a graph beside its store, folded too: to fold all takes longest."""
    rows = []
    for one in named.values():
        folded = {name: fold(name) for name in (*one.labels.values(), *one.aliases)}
        known = [one.labels, one.aliases, one.modality, one.codes, one.mapped]
        rows.append([one.key, one.class_name, *known, folded])
    (folder / FILE).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def _read_beside(folder: Path) -> dict[str, Named] | None:
    """The names beside a store; None where there are none, or where they are no good."""
    with suppress(OSError, ValueError, TypeError, RecursionError):
        rows: Any = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return {
            str(key): Named(
                *(str(key), str(class_), dict(labels), tuple(aliases), kept),
                *(tuple(codes), tuple(mapped), dict(folded)),
            )
            for key, class_, labels, aliases, kept, codes, mapped, folded in rows
        }
    return None


def fold(name: str) -> str:
    """A name without what does not tell names apart: width, case, spaces, script, unseen marks."""
    whole = name.encode("utf-8", "replace").decode()  # a name from the shell may be no text
    seen = "".join(c for c in whole if unicodedata.category(c) != "Cf")  # zero width among them
    plain = unicodedata.normalize("NFKC", seen).casefold()
    plain = unicodedata.normalize("NFKC", "".join(plain.split()))
    if plain.isascii():
        return plain
    from ecograph.tables.documents import normalise

    return normalise(plain)


def find_entity(graph: CitedGraph, name: str, class_: str | None = None) -> str:
    """The id of the entity that a name means; `class_` says of what class it must be.

    Raises UnknownName with near names, UsageError where several entities have the name.
    """
    return find_named(all_named(graph), name, class_).key


def find_named(named: dict[str, Named], name: str, class_: str | None = None) -> Named:
    """As find_entity, among entities already read."""
    pool = named
    if class_ is not None:
        above = superclasses()
        pool = {k: n for k, n in named.items() if class_ in above.get(n.class_name, ())}
    key = name.removeprefix("id:")
    if key in pool:
        return pool[key]
    known = (n.folded.get(name) for n in pool.values())
    wanted = next(filter(None, known), None) or fold(name)
    for exact in (True, False):
        hits = [
            n
            for n in pool.values()
            if wanted in {n.fold(x) for x in (n.labels.values() if exact else n.aliases)}
        ]
        if hits:
            return _only(hits, name)
    coded = spelled(name)
    for own in (True, False):
        if hits := [n for n in pool.values() if coded & {*(n.codes if own else n.mapped)}]:
            return _only(hits, name)
    names = {x for n in pool.values() for x in (n.key, *n.labels.values(), *n.aliases)}
    advice = f"ecograph find {name} looks for parts of names"
    kind = class_ or "entity in this graph"
    raise UnknownName(kind, name, names, advice, _sounding(pool, name) or _holding(pool, wanted))


def _sounding(pool: Mapping[str, Named], name: str) -> list[str]:
    """Chinese names whose pinyin or initials begin with what was typed in Latin letters."""
    typed = "".join(name.lower().split())
    if not typed.isascii() or not typed.isalpha() or len(typed) < LEAST_LETTERS:
        return []
    found: dict[str, tuple[bool, int]] = {}
    for one in pool.values():
        for label in (*one.labels.values(), *one.aliases):
            for form in sound(label)[:2]:
                if form.startswith(typed):
                    found[label] = min(found.get(label, (True, 999)), (form != typed, len(label)))
    return sorted(found, key=lambda label: (found[label], label))[:MOST_NEAR]


def _holding(pool: Mapping[str, Named], wanted: str) -> list[str]:
    """Names that hold what was typed, the shortest first."""
    if len(wanted) < 2:
        return []
    names = {
        x for n in pool.values() for x in (*n.labels.values(), *n.aliases) if wanted in n.fold(x)
    }
    return sorted(names, key=lambda x: (len(x), x))[:MOST_NEAR]


def _only(hits: list[Named], name: str) -> Named:
    """The one that is meant.  Raises UsageError where there are several."""
    if len(hits) == 1:
        return hits[0]
    listed = ", ".join(f"{n.key} ({n.label('en')}, {n.class_name})" for n in hits)
    raise UsageError(f"{name} names {len(hits)} entities: {listed}; give the id of one")


def search_names(
    named: dict[str, Named], words: str, class_: str | None = None
) -> tuple[Named, ...]:
    """Those of which a name holds each of the words, or whose code they are.

    Exact ones come first, then those with the words as such, not inside of others, then those that
    hold the words as they stand, one behind the other.

    Raises UnknownName for a class that is none.
    """
    above = superclasses() if class_ is not None else {}
    if class_ is not None and class_ not in above:
        raise UnknownName("class", class_, above)
    wanted, coded = fold(words), spelled(words)
    each = [fold(word) for word in words.split()] or [wanted]
    found = []
    for key, one in named.items():
        if class_ is not None and class_ not in above.get(one.class_name, ()):
            continue
        texts = (*one.labels.values(), *one.aliases, *one.publishers)
        names = [one.fold(n) for n in (key, *texts)]
        exact = wanted in names or bool(coded & {*one.codes, *one.mapped})
        if exact or any(all(word in n for word in each) for n in names):
            apart = not any(wanted in n for n in names)
            inside = not any(_has_words(n, words) for n in texts)
            found.append(((not exact, inside, apart, key), one))
    return tuple(one for _, one in sorted(found, key=lambda f: f[0]))


def _has_words(name: str, words: str) -> bool:
    """Whether a name has each of the words as one of its own: CRO is no word of micro."""
    each = (rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])" for word in words.casefold().split())
    return all(re.search(word, name.casefold()) for word in each)
