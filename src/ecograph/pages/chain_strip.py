"""A chain as a small map: a square for each product, in bands from upstream to downstream."""

from collections import Counter
from typing import Any

from markupsafe import Markup

from ecograph.pages.chain_products import (
    STATES,
    band_label,
    gaps_in_picture,
    in_bands,
    products_of,
    state_label,
    state_of,
)
from ecograph.pages.site_data import SiteData, href_to
from ecograph.pages.svg import filled, title, words

SIDE, STEP, LEFT, WIDE = 13, 17, 84, 460
_EACH = (WIDE - LEFT) // STEP  # squares in a row


def chain_strip(site_data: SiteData, key: str) -> dict[str, Any]:
    """The map of a chain and the states that it draws, each with how many."""
    products = [
        p
        for p in products_of(site_data, key)
        if site_data.is_a(p, "Product") or site_data.is_a(p, "Technology")
    ]
    gaps = gaps_in_picture(site_data, products)
    counts: Counter[str] = Counter()
    parts: list[Markup] = []
    y = 4
    for band, held in in_bands(site_data, products, gaps):
        parts.append(words(band_label(site_data, band), 0, y + 11, LEFT / 12, kind="head"))
        for i, product in enumerate(held):
            state = state_of(site_data, product, gaps.get(product))
            counts[state] += 1
            x, row = LEFT + i % _EACH * STEP, i // _EACH
            label, said = site_data.label(product), state_label(state)
            square = title((f"{label[0]}：{said[0]}", f"{label[1]}: {said[1]}"))
            form = '<rect class="square {}" x="{}" y="{}" width="{}" height="{}" rx="2"/>'
            square += filled(form, state, x, y + row * STEP, SIDE, SIDE)
            parts.append(_linked(href_to(site_data, product, ""), square))
        y += ((len(held) - 1) // _EACH + 1) * STEP + 5
    head = Markup('<svg class="figure strip" viewBox="0 0 {} {}" width="{}" height="{}"')
    # A picture of what the page says in words: it is passed over by keyboards and readers.
    head = head.format(WIDE, y, WIDE, y) + Markup(' aria-hidden="true">')
    return {
        "svg": head + Markup("").join(parts) + Markup("</svg>"),
        "states": [(s, state_label(s), counts[s]) for s in STATES if counts[s]],
    }


def _linked(href: str | None, inner: Markup) -> Markup:
    return filled('<a href="{}" tabindex="-1">{}</a>', href, inner) if href else inner
