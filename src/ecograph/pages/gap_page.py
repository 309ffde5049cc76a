"""The page of all known gaps of a place: where its chains are broken, and who could mend that."""

from typing import Any

from ecograph.base.words import word as text
from ecograph.pages.filter_fields import filter_fields
from ecograph.pages.findings import chain_href, chains_by_gap, cited_by, finding
from ecograph.pages.gaps import named
from ecograph.pages.site_data import SiteData
from ecograph.supplychain.known_gaps import UNKNOWN


def gap_context(site_data: SiteData) -> dict[str, Any]:
    """What the template of the page shows: those that documents are behind, then those of ours."""
    chains, gaps = chains_by_gap(site_data), site_data.known_gaps
    rows = [
        {
            **finding(site_data, g, ""),
            "chains": [
                {"label": site_data.label(c), "href": chain_href(c, "")}
                for c in chains.get(g.product, ())
            ],
            "documented": bool(g.documented),
            "chain": chains.get(g.product, []),
        }
        for g in gaps
    ]
    parts = {
        "documented": [r for r in rows if r["documented"]],
        "editorial": [r for r in rows if not r["documented"]],
    }
    every = site_data.all_gaps.gaps if site_data.all_gaps else ()
    unknown = [g for g in every if g.kind == UNKNOWN]
    return {
        "title": text("atlas.gap_page"),
        "parts_of": [
            {"key": key, "rows": held, "fields": filter_fields(site_data, held, ("chain", "kind"))}
            for key, held in parts.items()
            if held
        ],
        "unknown": [named(site_data, g.product, "") for g in unknown],
        "references": site_data.references(cited_by(rows)),
    }
