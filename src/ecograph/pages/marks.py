"""What pictures mark wherever it stands: gaps, chokepoints, leading firms, who could mend a gap."""

from collections.abc import Iterable
from dataclasses import replace

from ecograph.base.results import Both
from ecograph.base.words import word as text
from ecograph.pages.chain_products import state_of
from ecograph.pages.findings import origin_text
from ecograph.pages.helper_page import helped
from ecograph.pages.picture import Marked, Picture, documents_of
from ecograph.pages.site_data import SiteData
from ecograph.supplychain.gaps import Gap
from ecograph.supplychain.known_gaps import SETTLED, is_known

_NAMED = 3  # names in a sentence
_LEADING = ("leading", "representative")  # roles in a chain that are marked


def marked(site_data: SiteData, picture: Picture) -> Picture:
    """A picture with what is marked on its entities, their chains, and where its sources are."""
    keys = {entity.key for entity in picture.entities}
    found = _marks(site_data, keys)
    chains = {
        key: tuple(map(site_data.label, held))
        for key, held in site_data.chains_of.items()
        if key in keys
    }
    cited = {edge.document for edge in picture.edges} | documents_of(picture.said)
    addresses = {key: url for key, url in site_data.addresses.items() if key in cited}
    labels = site_data.tables.labels
    return replace(picture, marked=found, chains=chains, addresses=addresses, labels=labels)


def _marks(site_data: SiteData, keys: set[str]) -> dict[str, Marked]:
    """The marks of those of these entities that have one, and what they mean in a sentence."""
    found: dict[str, Marked] = {}
    for gap in site_data.all_gaps.gaps if site_data.all_gaps else ():
        if gap.product in keys and gap.kind not in SETTLED:
            found[gap.product] = _of_gap(site_data, gap)
    leading, helpers = _leading(site_data), _helpers(site_data)
    for key in sorted(keys & leading.keys()):
        told = text("mark.leads", chains=_listed(site_data, leading[key]))
        _add(found, key, "leading", told)
    for key in sorted(keys & helpers.keys()):
        told = text("mark.mends", products=_listed(site_data, helpers[key]))
        _add(found, key, "helper", told)
    return found


def _of_gap(site_data: SiteData, gap: Gap) -> Marked:
    """A product that has a gap: who needs it, from where it comes, who here could mend it."""
    state = state_of(site_data, gap.product, gap)
    marks = (state,) if state in ("lacking", "elsewhere", "broken", "unknown") else ()
    told = [site_data.code("gap-kind", gap.kind)]
    if gap.users:
        told.append(text("mark.needed", users=_listed(site_data, gap.users)))
    if gap.origins:
        origins = [origin_text(site_data, gap.product, o) for o in gap.origins]
        told.append(text("mark.from", origins=_joined(origins)))
    if is_known(gap) and (local := site_data.remedies_for(gap.product, "local")):
        firms = dict.fromkeys(remedy.who for remedy in local)
        told.append(text("mark.local", firms=_listed(site_data, firms)))
    choke = ("chokepoint",) if any(gap.tests.values()) else ()
    return Marked(marks + choke, _sentence(told))


def _add(found: dict[str, Marked], key: str, mark: str, told: Both) -> None:
    before = found.get(key, Marked((), ("", "")))
    sentence = _sentence([before.told, told]) if any(before.told) else told
    found[key] = Marked((*before.marks, mark), sentence)


def _leading(site_data: SiteData) -> dict[str, dict[str, None]]:
    """The chains that each firm leads or is named as representative of."""
    found: dict[str, dict[str, None]] = {}
    for row in site_data.rows("participation"):
        if row["role"] in _LEADING and (row["modality"] or "exists") == "exists":
            found.setdefault(row["participant"], {})[row["chain"]] = None
    return found


def _helpers(site_data: SiteData) -> dict[str, dict[str, None]]:
    """The known gaps that each actor in the place could mend, the nearest first."""
    pairs_of = helped(site_data, site_data.known_gaps).get("local", {})
    return {key: dict.fromkeys(gap.product for gap, _ in pairs) for key, pairs in pairs_of.items()}


def _listed(site_data: SiteData, keys: Iterable[str]) -> Both:
    return _joined([site_data.label(key) for key in keys])


def _joined(names: list[Both]) -> Both:
    """Names with commas; beyond a few only how many there are."""
    zh, en = ([n[i] for n in names[:_NAMED]] for i in (0, 1))
    more = len(names) - _NAMED
    told = text("mark.more", n=len(names)) if more > 0 else ("", "")
    return "、".join(zh) + told[0], ", ".join(en) + told[1]


def _sentence(told: list[Both]) -> Both:
    return "；".join(zh for zh, _ in told), "; ".join(en for _, en in told)
