"""What stands in a column where nothing particular is known of it: by its type, or nothing."""

import numpy as np

from ecograph.base.namespaces import ECO_BASE
from ecograph.graph.labels import ontology_labels
from ecograph.synthetic.draws import Cells, Numbers, Stream, numbered, texts
from ecograph.synthetic.nation import Nation
from ecograph.tables.schema import Column, TableSpec, code_lists

SOURCES = ("synthetic-register", "synthetic-survey", "synthetic-news", "synthetic-filings")
FIRST_YEAR, LAST_YEAR = 2015, 2025
_KNOWN = (("stated", 0.85), ("implied", 0.1), ("editorial", 0.05))
_MEANT = (("exists", 0.95), ("underway", 0.02), ("planned", 0.015), ("past", 0.01),
          ("recommended", 0.005))  # fmt: skip
# Who usually stands in a role that others may have too.
_LIKELY = {
    ("mastery", "holder"): ("Firm", "Lab", "University"),
    ("development", "developer"): ("Firm", "Lab", "Consortium"),
    ("research", "researcher"): ("Lab", "University"),
    ("research", "topic"): ("Technology", "Product"),
    ("incubation", "incubator"): ("Park", "Platform"),
    ("incubation", "incubated"): ("Firm",),
    ("collaboration", "partner"): ("Firm",),
    ("collaboration", "other_partner"): ("Lab", "University", "Firm"),
    ("membership", "member"): ("Firm", "Lab"),
    ("membership", "body"): ("Consortium", "Park", "Platform"),
    ("operation", "operator"): ("Firm", "GovernmentBody"),
    ("investment", "investor"): ("Fund", "Bank"),
    ("offering", "provider"): ("Bank",),
    ("response", "measure"): ("Measure", "Policy"),
    ("realisation", "realiser"): ("Policy", "Platform"),
    ("concern", "concerned"): ("IndustryChain", "City", "Firm"),
    ("endowment", "holder"): ("City",),
    ("involvement", "participant"): ("Firm", "GovernmentBody", "Lab"),
}
_USUAL = ("kind", "ladder", "level", "tier", "stage", "aspect")
_GIVEN = 0.6  # the part of rows in which a cell that may be empty is not


def fill(nation: Nation, spec: TableSpec, size: int, held: dict[str, Cells | str]) -> None:
    """Fills in the columns of a table that are not held yet."""
    if "id" not in held:
        given = nation.ids.get(spec.name)
        held["id"] = numbered(spec.name.replace("_", "-"), size) if given is None else given
    for column in spec.columns.values():
        if column.name not in held and column.name != "source":
            made = _cells(nation.stream(spec.name, column.name), nation, spec, column, size)
            if made is not None:
                held[column.name] = made
    if "source" in spec.columns and "source" not in held:
        held["source"] = _sources(nation, spec, size, held.get("evidence"))


def _cells(
    stream: Stream, nation: Nation, spec: TableSpec, column: Column, size: int
) -> Cells | str | None:
    match column.type:
        case "concept" if column.name == "evidence":
            return evidence(nation, spec.name, size)
        case "concept" if column.name == "modality":
            return weighted(stream, size, _MEANT)
        case "concept" if column.required or column.name in _USUAL:
            return keys(stream, size, column, 1 if column.required else _GIVEN)
        case "ref" if column.required:
            classes = _LIKELY.get((spec.name, column.name), column.argument)
            return nation.some_of(stream, size, *classes)
        case "period" if column.required or column.name in ("founded", "issued", "date", "period"):
            return stream.some(years(stream, size), 1 if column.required else _GIVEN)
        case "text" if column.name in ("label_zh", "label_en"):
            return names(spec, column, size)
        case "text" if column.required and column.tag:
            return invented(column.iri, column.tag)
    return None


def _sources(nation: Nation, spec: TableSpec, size: int, evidence: Cells | str | None) -> Cells:
    """A source of each row, our own knowledge where it says so."""
    stream = nation.stream(spec.name, "source")
    found = texts(SOURCES)[stream.ranks(size, len(SOURCES))]
    if isinstance(evidence, np.ndarray):
        found[evidence == "editorial"] = "editorial"
    return found


def names(spec: TableSpec, column: Column, size: int) -> Cells:
    """Names that say what class of thing is invented, and its number."""
    before = invented(ECO_BASE + spec.class_name, str(column.tag)).capitalize()
    gap = " " if column.tag == "en" else ""
    return texts([f"{before}{gap}{n:05d}" for n in range(size)])


def invented(iri: str, tag: str) -> str:
    """What a term of the ontology is called, as invented."""
    label = ontology_labels()[iri][tag]
    return f"虚构{label}" if tag == "zh" else f"invented {label.lower()}"


def keys(stream: Stream, size: int, column: Column, part: float = 1) -> Cells:
    """Keys of the code list of a column, the first ones more often, in a part of the rows."""
    listed = texts(list(code_lists()[column.argument[0]]))
    found = listed[stream.ranks(size, len(listed))]
    return found if part == 1 else stream.some(found, part)


def in_turn(nation: Nation, table: str, of: str) -> Cells:
    """To each row of a table one of another, each as often."""
    return nation.ids[of][np.arange(nation.counts[table]) % nation.counts[of]]


def weighted(stream: Stream, size: int, shares: tuple[tuple[str, float], ...]) -> Cells:
    """Each of these texts in its share of the rows."""
    up_to = np.cumsum([share for _, share in shares])
    up_to[-1] = 1.0
    picked: Numbers = np.searchsorted(up_to, stream.uniform(size), side="right")
    return texts([key for key, _ in shares])[picked]


def evidence(nation: Nation, table: str, size: int) -> Cells:
    """How sure each statement of a table is."""
    return weighted(nation.stream(table, "evidence"), size, _KNOWN)


def years(stream: Stream, size: int) -> Cells:
    """Years of the last ten, each as likely."""
    all_ = texts([str(y) for y in range(FIRST_YEAR, LAST_YEAR + 1)])
    return all_[stream.numbers(size, len(all_))]
