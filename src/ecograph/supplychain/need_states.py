"""Needs with their states, and the gap kind of every product that a place needs.

Both are SQL over the relations of supply and use, in sql/, for any number of places at once.
Definitions (indicators `lmr.*`): a need is a pair of a user in the place (a firm or an
industry) and a product; see `STATES` for what each state means.  The nearest exact concept in the
literature is the Regional Purchase Coefficient.

Kinds (the practice of 补链 强链 延链): *missing*, sources are known and none is local; *lack*, a
source says that the place lacks it (a facility, a service, a kind of firm); *outside*, the main
supply is said to be from elsewhere, and whether some is local is not known; *elsewhere*, makers
elsewhere are on the public record, and nobody recorded that one here was looked for; *broken*,
local sources and local users but no known link between any of them; *weak*, linked, but a single
known local maker or a location quotient below 1; *strong*, linked otherwise.  *extension* is no
gap of a present need and comes from `relatedness`.  Where the graph knows no source of any kind
for any need of the product, the kind is *unknown*: that nobody local makes it cannot be told
from that nobody wrote down who does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ecograph.base.database import Database
from ecograph.base.errors import UsageError
from ecograph.supplychain.supply_use import SupplyUse, sql_text

STATES = (
    "linked-local",  # a supply relation to the user from a seller in the place is known
    "latent-local",  # no such link, but somebody else in the place makes or sells it
    "external-domestic",  # known sources are outside the place, some of them in its country
    "external-foreign",  # known sources are abroad only
    "mainly-outside",  # it, or the main part of it, is said to come from elsewhere, and not whence
    "no-known-maker",  # nobody is known, and a source says so or says that it is not from here
    "stated-lack",  # a source says that the place lacks it, or has too little of it
    "unknown",  # no supplier information, or none that tells where they are
)
INPUTS = ("product", "technology", "all")
KINDS = (
    *("missing", "lack", "outside", "elsewhere", "broken", "weak", "extension", "strong"),
    "unknown",
)
WEAK_MAKERS = 1  # this many known local makers, or fewer, is weak
WEAK_QUOTIENT = 1.0  # a location quotient below this is weak

_QUOTIENT = {"place": "VARCHAR", "product": "VARCHAR", "lq": "DOUBLE"}

Records = list[dict[str, Any]]  # rows by their columns


@dataclass(frozen=True)
class Need:
    """One need: who needs it in the place (a firm, an industry), the product, its state.

    `evidence` is the least certain evidence that the need and its state rest on; the counts are of
    known sources in the place, elsewhere in its country, abroad, and of unknown place;
    `stated_absent` counts documents saying that the product is not from here; `own` says
    that who needs it makes it too; `doubts` are the ids of those on what it rests on.
    `linked_part` and `met_part` are 1 where somebody in the place is known to supply it, and to
    make it (a part where that is known of some of the users who may be one); `may_link` and
    `may_meet` say whether, for all that is known, somebody may.
    """

    needed_by: str
    product: str
    input_class: str
    state: str
    evidence: str
    n_local: int
    n_domestic: int
    n_foreign: int
    n_unplaced: int
    stated_absent: int
    own: bool
    doubts: tuple[str, ...] = ()
    linked_part: float = 0.0
    met_part: float = 0.0
    may_link: bool = False
    may_meet: bool = False


def of_products(needs: Iterable[Need]) -> list[Need]:
    """The needs that somebody can supply: for products and technologies, not for a facility."""
    return [need for need in needs if need.input_class != "asset"]


def need_states(
    supply_use: SupplyUse,
    places: Iterable[str] | None = None,
    *,
    kind: str | None = None,
    inputs: str = "product",
) -> Records:
    """Each need of each place with its state, sorted by place, needed_by and product.

    The places are those named, or all of a class (`kind`, such as City); `inputs` says whether
    products, technologies or all that is required counts.  Columns: place, needed_by, product,
    input_class, code (the state's position in STATES), level (that of the evidence the row rests
    on), n_local, n_local_industries, n_domestic and n_foreign (sources known outside the place),
    n_unplaced (whose place is not known or not narrow enough), stated_absent, own.
    Raises UsageError for inputs that are none.
    """
    asked = _asked(places, kind, inputs)
    order = "place, needed_by, product"
    return _run(supply_use.database, "state", ["need_states"], order, asked)


def gap_kinds(
    supply_use: SupplyUse,
    places: Iterable[str] | None = None,
    *,
    kind: str | None = None,
    inputs: str = "product",
    quotients: Mapping[tuple[str, str], float] | None = None,
    possible: bool = False,
) -> Records:
    """The gap of each pair of place and product that has a need there, sorted by both.

    `quotients` are location quotients by place and product, see known_counts.place_quotients.
    Columns: place, product, needs, one count a state (n_linked_local, …), n_local and
    n_local_industries of `need_states`, lq, kind; with `possible` also how many of the needs may
    be met there for all that is known: may_link (supplied from the place), may_meet (made in it).
    """
    asked = _asked(places, kind, inputs) | {"weak_makers": WEAK_MAKERS}
    asked |= {"weak_quotient": WEAK_QUOTIENT}
    what, parts = "kind", ["need_states", "gap_kinds"]
    if possible:
        what += " JOIN possible_match USING (place, product)"
        parts.append("possible_matches")
    database = supply_use.database.layer()
    held = [(place, product, lq) for (place, product), lq in (quotients or {}).items()]
    database.make("quotient", _QUOTIENT, held)
    found = _run(database, what, parts, "place, product", asked)
    database.drop()
    return found


def _asked(places: Iterable[str] | None, kind: str | None, inputs: str) -> dict[str, Any]:
    if inputs not in INPUTS:
        raise UsageError(f"inputs: {inputs} is none of {', '.join(INPUTS)}")
    named = None if places is None else sorted(places)
    return {"places": named, "class": kind, "inputs": inputs}


def _run(
    database: Database, what: str, parts: list[str], order: str, asked: dict[str, Any]
) -> Records:
    query = f"WITH {', '.join(map(sql_text, parts))} FROM {what} ORDER BY {order}"
    return database.records(query, asked)
