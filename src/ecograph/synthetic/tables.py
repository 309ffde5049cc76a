"""All tables of an invented nation as cells of text, the same for the same size and seed."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

import numpy as np

from ecograph.base.errors import UsageError
from ecograph.synthetic import entities, relations, supply
from ecograph.synthetic.cells import SOURCES, fill
from ecograph.synthetic.counts import LEAST_FIRMS, MOST_FIRMS
from ecograph.synthetic.draws import Cells, texts
from ecograph.synthetic.nation import Columns, Nation, nation_of
from ecograph.tables.schema import TableSpec, both_ends, table_specs

_DATE = "2026-01-01"
_LEFT_OUT = "crosswalk"  # codes of public schemes mean what they mean: nothing is invented of them
_MANY_TIMES = frozenset({"supply", "investment", "financing", "observation", "ranking", "criterion",
                         "award", "call", "inquiry", "identifier", "distinction"})  # fmt: skip

_PARTICULAR: Mapping[str, Callable[[Nation], Columns]] = dict(entities.PARTICULAR) | {
    of.__name__: of
    for of in (
        supply.location, supply.industry_output,
        relations.investment, relations.shareholding, relations.financing, relations.supply_share,
        relations.operation, relations.appointment, relations.certification, relations.targeting,
        relations.award, relations.criterion, relations.call, relations.composition,
        relations.observation, relations.ranking, relations.distinction, relations.inquiry,
        relations.existence, relations.possible_identity, relations.endowment,
        relations.naming, relations.supplement, relations.identifier, relations.response,
        relations.implementation,
    )
}  # fmt: skip
_OF_TRADE = (supply.participation, supply.production, supply.requirement, supply.supply,
             relations.doubt, relations.support)  # fmt: skip


def invented_tables(firms: int, seed: int) -> Iterator[tuple[TableSpec, Columns]]:
    """The tables of a nation with so many firms, each with its columns of cells.

    Raises UsageError for less than 100 firms or more than five million.
    """
    if not LEAST_FIRMS <= firms <= MOST_FIRMS:
        raise UsageError(f"{firms} firms: give {LEAST_FIRMS} to {MOST_FIRMS:,}")
    nation = nation_of(firms, seed)
    trade = supply.trade_of(nation)
    particular = dict(_PARTICULAR) | {of.__name__: partial(of, trade=trade) for of in _OF_TRADE}
    for spec in table_specs().values():
        if spec.name == "sources":
            yield spec, _sources()
        elif spec.name != _LEFT_OUT:
            made = particular.get(spec.name)
            yield spec, _table(nation, spec, dict(made(nation)) if made else {})


def _table(nation: Nation, spec: TableSpec, held: dict[str, Cells | str]) -> Columns:
    sizes = [len(cells) for cells in held.values() if not isinstance(cells, str)]
    fill(nation, spec, sizes[0] if sizes else nation.counts[spec.name], held)
    columns = {c: held[c] for c in spec.columns if c in held}
    return _once(spec, columns)


def _once(spec: TableSpec, columns: dict[str, Cells | str]) -> Columns:
    """Rows of which none says what another says, or something of one thing and itself."""
    ends = [columns[c] for side in both_ends(spec) for c in side if c in columns]
    cells = [end for end in ends if not isinstance(end, str)]
    if spec.name in _MANY_TIMES or len(cells) != 2:
        return columns
    numbers = [np.unique(end.astype(str), return_inverse=True)[1] for end in cells]
    pairs = numbers[0].astype(np.int64) * (int(numbers[1].max()) + 1) + numbers[1]
    kept = np.zeros(len(pairs), dtype=bool)
    kept[np.unique(pairs, return_index=True)[1]] = True
    kept &= cells[0] != cells[1]
    return {n: c if isinstance(c, str) else c[kept] for n, c in columns.items()}


def _sources() -> Columns:
    keys = (*SOURCES, relations.SECOND)
    return {
        "id": texts(keys),
        "label_zh": texts([f"虚构来源{n}" for n in range(1, len(keys) + 1)]),
        "label_en": texts([f"invented source {n}" for n in range(1, len(keys) + 1)]),
        "kind": "synthetic",
        "date": _DATE,
        "licence": "CC0-1.0",
    }
