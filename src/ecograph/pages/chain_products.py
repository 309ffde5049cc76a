"""The products of a chain: which they are, in which band and segment, and how each stands."""

from typing import Any

from ecograph.base.results import Both
from ecograph.base.words import word as text
from ecograph.pages.site_data import SiteData
from ecograph.supplychain.gaps import Gap

# The bands of a chain from upstream to downstream; what it requires to know; what has no band.
BANDS = ("upstream", "midstream", "downstream", "service", "technology", "")
# How a product stands in the place, the gravest first: nobody is known to make what is needed;
# it is made elsewhere; made here without a known supply; where it comes from is unknown; made
# here; no need of it is known.  It stands so in every chain.
STATES = ("lacking", "elsewhere", "broken", "unknown", "made", "plain")
_OF_KIND = {
    "missing": "lacking",
    "lack": "lacking",
    "outside": "elsewhere",
    "elsewhere": "elsewhere",
    "unknown": "unknown",
}


def products_of(site_data: SiteData, key: str) -> list[str]:
    """The products and technologies of a chain and its sub-chains, with what they require."""
    chains = site_data.tables.chains_below[key]
    own = {r["id"] for r in site_data.rows("product") if chains & set(r["chain"] or ())}
    own |= {
        r["input"]
        for r in site_data.rows("requirement")
        if r["requirer"] in own | chains and site_data.is_a(r["input"], "Product")
    }
    own |= {r["product"] for r in site_data.rows("supply") if r["used_in"] in chains}
    own |= {g.product for g in site_data.gaps_in(key)}
    return sorted(own & set(site_data.entities))


def state_of(site_data: SiteData, product: str, gap: Gap | None) -> str:
    """How a product stands: one of STATES."""
    kind = gap.kind if gap else ""
    if kind in ("broken", "weak"):
        return "broken"
    if kind in _OF_KIND:
        return _OF_KIND[kind]
    made = site_data.makers.get(product) or product in site_data.made_here
    return "made" if made else "plain"


def gaps_in_picture(site_data: SiteData, products: list[str]) -> dict[str, Gap]:
    """The gap of each product that has one, whoever in the place needs it."""
    return {p: site_data.gaps_by_product[p][0] for p in products if p in site_data.gaps_by_product}


def state_label(state: str) -> Both:
    """What a state is called."""
    return text(f"chain.{state}")


def band_of(site_data: SiteData, product: str) -> str:
    """The band of a product: its stage, else that of its segment; of a technology its own."""
    if site_data.is_a(product, "Technology"):
        return "technology"
    stage = site_data.stages.get(product)
    if stage is None:
        segment = site_data.segments.get(product)
        stage = _segment_stages(site_data).get(segment or "")
    return stage if stage in BANDS else ""


def _segment_stages(site_data: SiteData) -> dict[str, str | None]:
    return {r["id"]: r["stage"] for r in site_data.rows("chain_segment")}


def band_label(site_data: SiteData, band: str) -> Both:
    """What a band is called."""
    if band == "technology":
        return text("atlas.technology")
    return site_data.code("stage", band) if band else text("atlas.no_stage")


def in_bands(
    site_data: SiteData, products: list[str], gaps: dict[str, Gap]
) -> list[tuple[str, list[str]]]:
    """The bands that hold something, each with its products, the gravest state first."""
    found: dict[str, list[str]] = {}
    for product in products:
        found.setdefault(band_of(site_data, product), []).append(product)

    def order(product: str) -> tuple[Any, ...]:
        state = state_of(site_data, product, gaps.get(product))
        return (STATES.index(state), site_data.label(product)[1].lower(), product)

    return [(band, sorted(found[band], key=order)) for band in BANDS if band in found]
