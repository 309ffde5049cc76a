"""The question of regional science: what places are specialised in, from a graph or a table."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from ecograph.base.errors import UsageError
from ecograph.base.evidence import EVIDENCE, SOURCES, WEAKEST
from ecograph.base.places import PLACES
from ecograph.base.results import Both, Cell, Method, Parameter, Table, table
from ecograph.base.words import word
from ecograph.operations.catalogue import Operation, param
from ecograph.operations.result import Found
from ecograph.operations.shown import Shown
from ecograph.operations.supply_chain import GROUP, supply_use_of

if TYPE_CHECKING:
    from ecograph.graph.data import Data
    from ecograph.measures.amounts import Amounts
    from ecograph.regional.specialisation import SpecialisationResult, Value

OF = {"product": "Product", "chain": "IndustryChain"}  # its class
# The columns of each measure before its value.
COLUMNS = {
    "lq": ("place", "activity", "amount"),
    "hhi": ("place", "activities", "amount"),
    "entropy": ("place", "activities", "amount"),
    "krugman": ("place", "activities", "amount"),
    "proximity": ("activity", "near_to", "places"),
    "density": ("place", "activity", "present"),
    "eci": ("place", "activities"),
    "pci": ("activity", "places"),
}
MEASURES = tuple(COLUMNS)


@dataclass(frozen=True)
class SpecialisationParams:
    """What `specialisation` asks."""

    measure: str = param(
        "指标：区位商、HHI、熵、克鲁格曼指数、邻近度、关联密度、经济复杂度（eci 地方，pci 产品）",
        "Location quotient, HHI, entropy, Krugman, proximity, density, complexity (eci, pci).",
        "lq",
        choices=MEASURES,
    )
    of: str = param(
        "比较什么：已知组织所生产的产品，或所参与的产业链",
        "Of what: products that known organisations make, or chains that they take part in.",
        "product",
        choices=tuple(OF),
    )
    place: str | None = param("只看这一地方", "Only this place.", None)
    class_: str | None = param(
        "比较哪一级地方；不填为该地方的一级，否则为 City",
        "Which class of places is compared; else that of the place, else City.",
        None,
        choices=PLACES,
    )
    table: str | None = param(
        "不用图谱，用 .csv、.xlsx 或 .parquet 表：place、activity、amount 三列，可加 year、unit",
        "A .csv, .xlsx or .parquet instead of the graph: place, activity, amount (year, unit).",
        None,
        file="must",
    )
    year: int | None = param(
        "表中的哪一年；不填为最近一年",
        "Which year of the table; else the latest.",
        None,
        low=1000,
        high=9999,
    )
    evidence: str = param(
        "至少多可靠：stated 原文明示，implied 含由原文推得，editorial 含编辑补充",
        "How sure at least: stated in a document, also implied by one, or also editorial.",
        WEAKEST,
        choices=EVIDENCE,
    )
    sources: str = param(
        "谁说的算数：documents 收录全文的文献，public 公开资料，all 两者；编辑补充不受此限",
        "Whose word counts: documents of which the text is held, the public record, or all.",
        "all",
        choices=SOURCES,
    )
    top: int = param(
        "显示多少行，0 为全部", "How many rows; 0 is all.", 30, low=0, high=10**9, unit="rows"
    )


def _specialisation(data: "Data", p: SpecialisationParams) -> Found:
    return _of_graph(data, p) if p.table is None else _of_table(p, Path(p.table))


def _of_graph(data: "Data", p: SpecialisationParams) -> Found:
    from ecograph.regional.specialisation import OF_STRUCTURE, without_amount
    from ecograph.supplychain.known_counts import known_counts

    if p.year is not None:
        raise UsageError("--year is of a table; give --table too, or leave it out")
    place = None if p.place is None else data.find(p.place, "Place")
    kind = p.class_ or ("City" if place is None else data.tables.class_of[place])
    wider = p.measure not in OF_STRUCTURE
    supply_use = supply_use_of(data, p)
    amounts = known_counts(supply_use, kind, p.of, wider=wider)
    parameters: dict[str, Parameter] = {"of": p.of, "class": kind, "wider": wider}
    more = _more_of_graph(kind, p)
    if amounts.places and place is not None and place not in amounts.places:
        raise without_amount(place, p.measure, more)
    result = _measured(p, amounts, parameters, place, more)
    return Found(
        result,
        lambda shown: _rows(result, shown, shown.ids, shown.heads),
        result.method,
        (*_counted(data, amounts, kind, p.of), *result.notes),
        measurements=result.measurements,
    )


def _counted(data: "Data", amounts: "Amounts", kind: str, of: str) -> list[Both]:
    """How many places and how many activities of the graph have a known organisation."""
    notes = []
    for note, ids, class_ in (
        ("known_counts", amounts.places, kind),
        ("unmade", amounts.activities, OF[of]),
    ):
        known = sum(data.tables.class_of[key] == class_ for key in ids)
        total = sum(held == class_ for held in data.tables.class_of.values())
        named = data.labels.term_both(class_)
        notes.append(word(f"note.{note}", known=known, total=total, kind=named))
    return notes if known < total else notes[:1]


def _more_of_graph(kind: str, p: SpecialisationParams) -> str:
    """How to know of more places in a graph."""
    stated = {"product": "production", "chain": "participation"}[p.of]
    let_in = "" if p.evidence == WEAKEST else f"let in more evidence (--evidence {WEAKEST}), "
    return (
        f"{let_in}write down organisations of other places of the class {kind} ({stated}.csv, and "
        "where they are in location.csv), compare another class (--class), or give amounts of "
        "several places in a table (--table)"
    )


def _of_table(p: SpecialisationParams, path: Path) -> Found:
    from ecograph.regional.amount_tables import read_amounts

    of_graph = {"of": "product", "class_": None, "evidence": WEAKEST, "sources": "all"}
    if given := [n for n, default in of_graph.items() if getattr(p, n) != default]:
        named = ", ".join(f"--{n.rstrip('_')}" for n in given)
        raise UsageError(f"{named}: asks about the graph, and a table is given; leave one out")
    held = read_amounts(path, p.year)
    parameters: dict[str, Parameter] = {"table": held.file, "year": held.year}
    parameters["unit"] = held.unit or None
    of = f" of {held.year}" if held.year else ""
    more = f"write amounts above 0{of} of several places in {held.file}"
    result = _measured(p, held.amounts, parameters, p.place, more)
    years = ", ".join(map(str, held.years))
    of_year = [word("note.of_year", file=held.file, year=held.year, years=years)]

    def nothing() -> NoReturn:
        raise UsageError("what a table tells of is no entity of a graph; take csv or json")

    return Found(
        result,
        lambda shown: _rows(result, shown, lambda key: [key], lambda *names: [*names]),
        result.method,
        (
            *result.notes,
            *(of_year if len(held.years) > 1 else ()),
            *((str(told), str(told)) for told in held.warnings),
        ),
        measurements=nothing,
        cited=frozenset(),
    )


def _measured(
    p: SpecialisationParams,
    amounts: "Amounts",
    parameters: dict[str, Parameter],
    place: str | None,
    more: str,
) -> "SpecialisationResult":
    from ecograph.regional.specialisation import MEASURES as DEFINITIONS
    from ecograph.regional.specialisation import OF_ACTIVITIES, specialisation_of

    if place is not None and p.measure in OF_ACTIVITIES:
        raise UsageError(f"{p.measure} is of activities, whatever the place; leave out --place")
    method = Method(
        DEFINITIONS[p.measure], parameters=parameters, evidence=p.evidence, sources=p.sources
    )
    return specialisation_of(amounts, p.measure, method, more=more, place=place)


def _rows(
    result: "SpecialisationResult",
    shown: Shown,
    named: Callable[[str], list[Cell]],
    heads: Callable[..., list[str]],
) -> Table:
    """The values; `named` are the cells of an id, under `heads`."""
    names = COLUMNS[result.measure]
    entities = ("place", "activity", "near_to")
    columns = [h for n in names for h in (heads(n) if n in entities else [n])]

    def cells(v: "Value") -> list[Cell]:
        held: dict[str, str | None] = {"place": v.place, "activity": v.activity}
        held["near_to"] = v.near
        plain: dict[str, Cell] = {"amount": v.amount, "activities": v.count, "places": v.count}
        plain["present"] = _present(v.present, shown)
        found: list[Cell] = []
        for name in names:
            found += named(str(held[name])) if name in entities else [plain[name]]
        return [*found, v.value]

    return table([*columns, result.measure], (cells(v) for v in result.values))


def _present(present: bool | None, shown: Shown) -> Cell:
    if present is None or not shown.brief:
        return present
    return shown.text(word(f"verdict.{present}".lower()))


OPERATIONS = (
    Operation(
        "specialisation",
        GROUP,
        (
            "区域专业化：各地专于什么、结构多集中、与什么相近、有多复杂，来自图谱或一个表",
            "What places are specialised in, how varied, near to what, how complex.",
        ),
        SpecialisationParams,
        _specialisation,
        "ecograph specialisation --graph tiny",
        (
            "图谱中数的是已知组织，是下限；未知不当作零。生产较窄产品的也算生产较宽的产品，"
            "而 hhi、entropy、krugman 只按所述计。eci 和 pci 少于 10 个地方时仅供参考。",
            "Of a graph, known organisations are counted, the least that is there; what is unknown "
            "is not 0. Who makes a narrower product makes the wider one, but for hhi, entropy and "
            "krugman, whose activities must be parts of one whole. With fewer than 10 places, eci "
            "and pci are no more than a hint.",
        ),
        definition="lq",
    ),
)
