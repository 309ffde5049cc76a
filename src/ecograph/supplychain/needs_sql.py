"""Needs and their six states, written once as ibis expressions over the supply–use relations.

The expressions run for any number of places at once, here on DuckDB and unchanged on any other
engine that ibis speaks to.  Definitions (indicators `lmr.*`): a need is a pair of a buyer in
the place and a product; see `STATES` for what each state means.  The nearest exact concept in
the literature is the Regional Purchase Coefficient.

The expressions here take and give tables with these columns
    at       place, country                       the places that are asked about
    pairs    buyer, product, input_class, level     every need, wherever it is
    states   place, buyer, product, input_class, state, and the counts of sources behind it
"""

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
import ibis
import pyarrow as pa

from ecograph.base.errors import UsageError
from ecograph.supplychain.supply_use import SupplyUse

Expr = Any  # an ibis table or column; ibis has no types of its own
Relations = dict[str, Expr]

STATES = (
    "linked-local",  # a supply relation to the buyer from a seller in the place is known
    "latent-local",  # no such link, but somebody else in the place makes or sells it
    "external-domestic",  # known sources are outside the place, some of them in its country
    "external-foreign",  # known sources are abroad only
    "no-known-maker",  # nobody is known, and a source says so or says that it is not from here
    "unknown",  # no supplier information, or none that tells where they are
)
INPUTS = ("product", "technology", "all")


def open_relations(supply_use: SupplyUse, backend: Expr = None) -> Relations:
    """The relations inside an engine: DuckDB in memory, or any ibis backend given."""
    if backend is not None:
        for name, table in supply_use.relations.items():
            backend.create_table(f"relation_{name}", table, temp=True)
        return {name: backend.table(f"relation_{name}") for name in supply_use.relations}
    connection = duckdb.connect()
    for name, table in supply_use.relations.items():
        connection.register("arriving", table)
        connection.execute(f"CREATE TABLE relation_{name} AS FROM arriving")
    connection.unregister("arriving")
    engine = ibis.duckdb.from_connection(connection)
    with _quiet():
        return {name: engine.table(f"relation_{name}") for name in supply_use.relations}


def at_places(
    relations: Relations, places: Iterable[str] | None = None, kind: str | None = None
) -> Expr:
    """The places asked about: those named, or all of a class such as City."""
    place = relations["place"]
    if places is not None:
        place = place.filter(place["place"].isin(sorted(places)))
    if kind is not None:
        place = place.filter(place["class"] == kind)
    return place.select("place", country=place["country"].fill_null(""))


def need_pairs(relations: Relations, inputs: str = "product") -> Expr:
    """All needs: who makes something needs its direct inputs; who is stated to buy needs that.

    `inputs` says whether products, technologies or all that is required counts.
    """
    if inputs not in INPUTS:
        raise UsageError(f"inputs: {inputs} is none of {', '.join(INPUTS)}")
    makes, requires = relations["makes"], relations["requires"]
    made = makes.join(requires, makes["product"] == requires["requirer"]).select(
        buyer="maker",
        product="input",
        input_class="input_class",
        level=ibis.greatest(makes["level"], requires["level"]),
    )
    of_chains = relations["chain_requires"].select("buyer", "input_class", "level", product="input")
    bought = relations["consumes"].mutate(input_class=ibis.literal("product"))
    columns = ("buyer", "product", "input_class", "level")
    parts = [part.select(*columns) for part in (made, of_chains, bought)]
    every = ibis.union(*parts)
    if inputs != "all":
        every = every.filter(every["input_class"] == inputs)
    return every.group_by("buyer", "product").agg(
        input_class=every["input_class"].max(), level=every["level"].min()
    )


def needs_in(relations: Relations, at: Expr, pairs: Expr) -> Expr:
    """The needs of each place: place, country, buyer, product, input_class, level."""
    where = relations["buyer_location"].rename(location_level="level").inner_join(at, "place")
    held = pairs.inner_join(where, "buyer")
    level = ibis.greatest(held["level"], held["location_level"])
    return held.mutate(level=level).drop("location_level")


def source_counts(relations: Relations, at: Expr) -> Expr:
    """How many sources of each product each place has, and what else is known of them.

    Columns: place, product, n_local, n_local_chains, local_level, n_local_domestic.
    """
    here = _located_sides(relations, at)
    source = relations["source"]
    local = source.join(here, source["maker"] == here["entity"])
    return local.group_by("place", "product").agg(
        n_local=local.count(),
        n_local_chains=local["chain_maker"].cast("int64").sum(),
        n_local_domestic=local["domestic"].cast("int64").sum(),
        local_level=ibis.greatest(local["level"], local["location_level"]).min(),
    )


def states(relations: Relations, at: Expr, pairs: Expr) -> Expr:
    """Each need of each place with its state and the counts that decide it.

    `n_domestic` and `n_foreign` count sources known to be outside the place, `n_unplaced` those
    whose place is not known or not narrow enough; `level` is the evidence that the row rests on.
    """
    held = needs_in(relations, at, pairs)
    joined = _beside(held, _supplies(relations, at), ["place", "buyer", "product"])
    joined = _beside(joined, _own(relations), ["buyer", "product"])
    joined = _beside(joined, source_counts(relations, at), ["place", "product"])
    joined = _beside(joined, _outside(relations, at), ["product", "country"])
    joined = _beside(joined, _possible(relations, at), ["place", "product"])
    joined = _beside(joined, _stated_absent(relations, at), ["place", "product"])
    n = {name: joined[name].fill_null(0) for name in _COUNTS}
    settled = (n["stated_absent"] > 0).ifelse(0, n["n_possible"])
    counted = joined.select(
        *("place", "buyer", "product", "input_class", "level"),
        *(name for name in joined.columns if name.endswith("_level")),
        *(n[name].name(name) for name in ("own", "n_local", "n_local_chains", "stated_absent")),
        n_unplaced=n["n_all"] - n["n_domestic"] - n["n_foreign"] + settled,
        n_domestic=ibis.greatest(n["n_domestic"] - n["n_local_domestic"] - settled, 0),
        n_foreign=ibis.greatest(n["n_foreign"] - (n["n_local"] - n["n_local_domestic"]), 0),
    )
    coded = counted.mutate(code=_code(counted))
    return coded.select(
        *(name for name in STATE_COLUMNS if name not in ("level", "state")),
        level=_level(coded),
        state=coded["code"].cases(*enumerate(STATES)),
    )


_COUNTS = (
    "own",
    "n_local",
    "n_local_chains",
    "n_local_domestic",
    "n_all",
    "n_domestic",
    "n_foreign",
    "n_possible",
    "stated_absent",
)
STATE_COLUMNS = (
    "place",
    "buyer",
    "product",
    "input_class",
    "code",
    "state",
    "level",
    "n_local",
    "n_local_chains",
    "n_domestic",
    "n_foreign",
    "n_unplaced",
    "stated_absent",
    "own",
)


def _beside(left: Expr, right: Expr, keys: list[str]) -> Expr:
    """A left join that stays one chain of joins, which is what keeps the making of SQL short."""
    marked = {f"{right.columns[-1]}_{key}": key for key in keys}
    right = right.rename(marked)
    return left.left_join(right, [left[key] == right[mark] for mark, key in marked.items()])


def _code(held: Expr) -> Expr:
    """The state as its position in STATES: numbers are several times faster to count."""
    return ibis.cases(
        (held["supply_level"].notnull(), 0),
        (held["n_local"] > held["own"], 1),
        (held["n_domestic"] > 0, 2),
        (held["n_foreign"] > 0, 3),
        (held["n_unplaced"] > 0, 5),
        (held["stated_absent"] > 0, 4),
        else_=5,
    )


def _level(held: Expr) -> Expr:
    """The level of the need, or of what its state rests on where that is higher."""
    bases = (
        "supply_level",
        "local_level",
        "domestic_level",
        "foreign_level",
        "stated_absent_level",
    )
    basis = held["code"].cases(*((code, held[name]) for code, name in enumerate(bases)))
    return ibis.greatest(held["level"], basis.fill_null(0))


def _sides(relations: Relations, at: Expr) -> Expr:
    """For each located entity and each country asked about: is it in that country?

    What has no recorded country is taken as being in the country, as a region's own places are
    unless they say otherwise; see the notes of a result.
    """
    countries = at.select("country").distinct()
    home = relations["country_of"].cross_join(countries)
    domestic = home["origin"].isnull() | (home["origin"] == home["country"])
    return home.group_by("entity", "country").agg(domestic=domestic.max())


def _located_sides(relations: Relations, at: Expr) -> Expr:
    """Who is in each place asked about: entity, place, location_level, domestic."""
    located = relations["located"].rename(location_level="level").inner_join(at, "place")
    sides = _sides(relations, at).rename(side_entity="entity", side_country="country")
    return located.inner_join(
        sides,
        [located["entity"] == sides["side_entity"], located["country"] == sides["side_country"]],
    )


def _supplies(relations: Relations, at: Expr) -> Expr:
    """The known supply relations from sellers in each place."""
    here = relations["located"].rename(location_level="level").inner_join(at, "place")
    link = relations["supplies"].filter(
        relations["supplies"]["seller"] != relations["supplies"]["buyer"]
    )
    local = link.join(here, link["seller"] == here["entity"])
    return local.group_by("place", "buyer", "product").agg(
        supply_level=ibis.greatest(local["level"], local["location_level"]).min()
    )


def _own(relations: Relations) -> Expr:
    """Who makes a product itself, and so is no new supplier to itself: buyer, product, own."""
    source = relations["source"].filter(~relations["source"]["chain_maker"])
    return source.select("product", buyer="maker", own=ibis.literal(1, "int64"))


def _outside(relations: Relations, at: Expr) -> Expr:
    """The sources of each product by country: n_all, n_domestic, n_foreign and their levels."""
    countries = at.select("country").distinct()
    sides = _sides(relations, at)
    every = relations["source"].cross_join(countries)
    every = every.left_join(
        sides, [every["maker"] == sides["entity"], every["country"] == sides["country"]]
    )
    at_home, abroad = every["domestic"], ~every["domestic"]
    return every.group_by("product", "country").agg(
        n_all=every.count(),
        n_domestic=at_home.cast("int64").sum(),
        n_foreign=abroad.cast("int64").sum(),
        domestic_level=every["level"].min(where=at_home),
        foreign_level=every["level"].min(where=abroad),
    )


def _possible(relations: Relations, at: Expr) -> Expr:
    """Sources known only to be somewhere around a place: place, product, n_possible."""
    here = relations["possible_location"].semi_join(at, "place")
    source = relations["source"]
    around = source.join(here, source["maker"] == here["entity"])
    return around.group_by("place", "product").agg(n_possible=around.count())


def _stated_absent(relations: Relations, at: Expr) -> Expr:
    """What documents say is not made in a place, or in one around it."""
    located = relations["located"].select(inside="entity", around="place")
    inside = located.join(at, located["inside"] == at["place"]).select("around", "place")
    stated_absent = relations["stated_absent"].select("product", "level", said="place")
    held = stated_absent.join(inside, stated_absent["said"] == inside["around"])
    return held.group_by("place", "product").agg(
        stated_absent=held.count(), stated_absent_level=held["level"].min()
    )


def run(expression: Expr) -> pa.Table:
    """The rows of an expression, sorted by its string columns, which hold its key."""
    keys = [name for name, kind in expression.schema().items() if kind.is_string()]
    with _quiet():
        return expression.order_by(keys).to_pyarrow()


@contextmanager
def _quiet() -> Iterator[None]:
    """Hides that ibis calls DuckDB by a name that DuckDB is about to drop."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "fetch_arrow_table", DeprecationWarning)
        yield
