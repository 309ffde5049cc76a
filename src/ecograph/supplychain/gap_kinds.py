"""Gap kinds of every product that a place needs, as ibis expressions over the states of needs.

Kinds (the practice of 补链 强链 延链): *missing*, sources are known and none is local; *broken*,
local sources and local users but no known link between any of them; *weak*, linked, but a single
known local maker or a location quotient below 1; *strong*, linked otherwise.  *extension* is no
gap of a present need and comes from `relatedness`.  Where the graph knows no source of any kind
for any need of the product, the kind is *unknown*: that nobody local makes it cannot be told
from that nobody wrote down who does.
"""

from typing import Any

import ibis

from ecograph.supplychain.needs_sql import STATES

Expr = Any

KINDS = ("missing", "broken", "weak", "extension", "strong", "unknown")
WEAK_MAKERS = 1  # this many known local makers, or fewer, is weak
WEAK_QUOTIENT = 1.0  # a location quotient below this is weak


def gap_kinds(states: Expr, quotients: Expr | None = None) -> Expr:
    """The gap of each pair of place and product that has a need there.

    `states` is `matching.states`; `quotients` has place, product, lq.  Columns: place, product,
    input_class, kind, needs, one count a state (n_linked_local, ...), stated, implied and
    editorial (needs by the evidence they rest on), n_local, n_local_chains, n_domestic, n_foreign,
    n_unplaced, stated_absent, lq.
    """
    counted = {
        f"n_{name.replace('-', '_')}": (states["code"] == code).sum()
        for code, name in enumerate(STATES)
    }
    evidence = {
        name: (states["level"] == level).sum()
        for level, name in enumerate(("stated", "implied", "editorial"))
    }
    kept = ("n_local", "n_local_chains", "n_domestic", "n_foreign", "n_unplaced", "stated_absent")
    gaps = states.group_by("place", "product").agg(
        input_class=states["input_class"].max(),
        needs=states.count(),
        **counted,
        **evidence,
        **{name: states[name].max() for name in kept},
    )
    if quotients is None:
        gaps = gaps.mutate(lq=ibis.null("float64"))
    else:
        joined = gaps.left_join(quotients, ["place", "product"])
        gaps = joined.drop("place_right", "product_right")
    firms = gaps["n_local"] - gaps["n_local_chains"]
    single = (firms <= WEAK_MAKERS) & (firms > 0)
    weak = single | (gaps["lq"].fill_null(WEAK_QUOTIENT) < WEAK_QUOTIENT)
    kind = ibis.cases(
        (gaps["n_unknown"] == gaps["needs"], "unknown"),
        (gaps["n_local"] == 0, "missing"),
        (gaps["n_linked_local"] == 0, "broken"),
        (weak, "weak"),
        else_="strong",
    )
    return gaps.mutate(kind=kind)


def location_quotients(relations: dict[str, Expr], at: Expr) -> Expr:
    """Location quotients of the makers of each product among the places `at`: place, product, lq.

    LQ = (X_rp / Σ_p X_rp) / (Σ_r X_rp / Σ X) (Balassa 1965), X_rp being the organisations known
    to make p in r.  With fewer than two places that make anything it is null: it would be 1.
    """
    makes = relations["makes"].filter(~relations["makes"]["chain_maker"])
    here = relations["located"].select("entity", "place").semi_join(at, "place")
    made = makes.join(here, makes["maker"] == here["entity"])
    held = made.group_by("place", "product").agg(made=made.count())
    window = held.mutate(
        of_place=held["made"].sum().over(ibis.window(group_by="place")),
        of_product=held["made"].sum().over(ibis.window(group_by="product")),
        of_all=held["made"].sum().over(ibis.window()),
        places=held["place"].nunique().over(ibis.window()),
    )
    lq = (window["made"] / window["of_place"]) / (window["of_product"] / window["of_all"])
    return window.select(
        "place", "product", lq=(window["places"] > 1).ifelse(lq, ibis.null("float64"))
    )
