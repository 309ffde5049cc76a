"""Who is meant by a name: an id, a label or an alias, in either language and script."""

import json
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.namespaces import ECO_BASE, RDFS_LABEL, VOC_BASE, key_of
from ecograph.graph.cited_graph import CitedGraph, require_ecograph
from ecograph.graph.labels import in_language
from ecograph.tables.schema import own_classes, superclasses

FILE = "names.json"


@dataclass(frozen=True)
class Named:
    """An entity that has names: its id, its class, its labels by language, its aliases.

    `modality` says whether what may only be planned exists; `folded` are its names as `fold` makes
    them, where they are known beforehand.
    """

    key: str
    class_name: str
    labels: dict[str, str]
    aliases: tuple[str, ...]
    modality: str | None = None
    folded: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

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
            labels.setdefault(key, {})[name.language] = name.value
        else:
            aliases.setdefault(key, set()).add(name.value)
    class_of = {key: max(own_classes(iris) or iris) for key, iris in classes.items()}
    return {
        key: Named(
            key=key,
            class_name=class_of[key].removeprefix(ECO_BASE),
            labels=labels.get(key, {}),
            aliases=tuple(sorted(aliases.get(key, ()))),
            modality=modalities.get(key),
        )
        for key in sorted(class_of)
    }


def write_names(named: Mapping[str, Named], folder: Path) -> None:
    """Writes the names of a graph beside its store, folded too: to fold all takes longest."""
    rows = []
    for one in named.values():
        folded = {name: fold(name) for name in (*one.labels.values(), *one.aliases)}
        rows.append([one.key, one.class_name, one.labels, one.aliases, one.modality, folded])
    (folder / FILE).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def _read_beside(folder: Path) -> dict[str, Named] | None:
    """The names beside a store; None where there are none, or where they are no good."""
    with suppress(OSError, ValueError, TypeError, RecursionError):
        rows: Any = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return {
            str(key): Named(str(key), str(class_), dict(labels), tuple(aliases), kept, dict(folded))
            for key, class_, labels, aliases, kept, folded in rows
        }
    return None


def fold(name: str) -> str:
    """A name without what does not tell names apart: width, case, white space, script."""
    whole = name.encode("utf-8", "replace").decode()  # a name from the shell may be no text
    plain = unicodedata.normalize("NFKC", whole).casefold()
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
        if len(hits) == 1:
            return hits[0]
        if hits:
            listed = ", ".join(f"{n.key} ({n.label('en')}, {n.class_name})" for n in hits)
            raise UsageError(f"{name} names {len(hits)} entities: {listed}; give the id of one")
    names = {x for n in pool.values() for x in (n.key, *n.labels.values(), *n.aliases)}
    raise UnknownName(
        class_ or "entity in this graph", name, names, "ecograph query lists what there is"
    )


def search_names(
    named: dict[str, Named], words: str, class_: str | None = None
) -> tuple[Named, ...]:
    """Those whose id, label or alias holds the words, exact names first, then by id.

    Raises UnknownName for a class that is none.
    """
    above = superclasses() if class_ is not None else {}
    if class_ is not None and class_ not in above:
        raise UnknownName("class", class_, above)
    wanted = fold(words)
    found = []
    for key, one in named.items():
        if class_ is not None and class_ not in above.get(one.class_name, ()):
            continue
        names = [one.fold(n) for n in (key, *one.labels.values(), *one.aliases)]
        if any(wanted in n for n in names):
            found.append((wanted not in names, key, one))
    return tuple(one for *_, one in sorted(found, key=lambda f: f[:2]))
