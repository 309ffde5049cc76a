"""What to ask next: unknown facts by how much settling each would narrow what is known of a place.

    maker      who in the place makes a product, or whether a plant that is announced works by now:
               settles for all its users whether one could be met here, and what kind of gap it is
    supplier   from whom somebody has a product: settles one need, linked or not, met here or not
    place      where a maker is of which nobody says so: settles the needs that have no other source
    origin     where a product comes from, by shares: decides tests of chokepoints; who alone needs
               it would know, of several the bureau, else customs
Questions are ranked by what an answer narrows for certain: first the bounds of `lmr.links` and
`lmr.potential` together, then kinds of gaps, then tests of chokepoints, then how many needs it is
about and who is exposed.
"""

from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass

from ecograph.base.results import Both, Measurement, Method, Parameter
from ecograph.graph.labels import Labels
from ecograph.supplychain.chokepoints import Chokepoint, chokepoints_of
from ecograph.supplychain.counting import count_needs
from ecograph.supplychain.gaps import Gap, gaps_of
from ecograph.supplychain.need_states import Need
from ecograph.supplychain.needs import of_chain, place_needs, require_place
from ecograph.supplychain.supply_use import SupplyUse, method_of
from ecograph.tables.schema import superclasses

OF_POLICIES = ("status", "figure", "district")
# Who would know, where it is not the firm that is asked about.
OFFICES = ("industry", "customs", "register")
_OFFICE = {"maker": "industry", "place": "register"}


@dataclass(frozen=True)
class Question:
    """A fact that is not known, and what knowing it would settle.

    `about` is the firm that the question is about (of a maker who announced it), else None;
    `addressee` is the id of who would know, or one of OFFICES.  `linked` and `potential` are how
    much narrower the bounds of the matching rates would be, as parts of all needs; `needs` how many
    needs it is about, `gaps` how many kinds of gaps and `tests` how many tests of chokepoints it
    would decide; `exposed` how many local products and chains are downstream.  `technology` says
    that what is asked for is one, `by_industry` that no organisation but an industry, a facility
    or a product needs it.
    """

    key: str
    kind: str
    product: str
    about: str | None
    addressee: str
    linked: float
    potential: float
    needs: int
    gaps: int
    tests: int
    exposed: int
    technology: bool = False
    by_industry: bool = False
    settles: int = 0
    awards: int = 0

    @property
    def wording(self) -> str:
        """The name of the words that ask it, among those of the questionnaire."""
        special = {
            "maker": "announced" if self.about else "technology" if self.technology else "",
            "supplier": "industry" if self.by_industry else "technology" if self.technology else "",
        }.get(self.kind, "")
        return f"ask_{self.kind}" + (f"_{special}" if special else "")

    @property
    def narrows(self) -> float:
        """By how much it narrows both rates together."""
        return self.linked + self.potential


@dataclass(frozen=True)
class AskingResult:
    """The questions, the most telling first; `width` is that of each rate before any answer."""

    method: Method
    questions: tuple[Question, ...]
    width: dict[str, float]

    def measurements(self) -> list[Measurement]:
        """What each question would narrow, about its product."""
        best: dict[str, float] = {}
        for q in self.questions:
            if q.kind in OF_POLICIES:
                continue
            best[q.product] = max(q.narrows, best.get(q.product, 0.0))
        return [Measurement("question.narrows", p, v) for p, v in sorted(best.items())]


def what_is_asked(question: Question, labels: Labels) -> Both:
    """What a question is about, in zh and en: a product or technology, a status, or a property."""
    scheme = {"status": "firm-ladder", "figure": "criterion-property"}.get(question.kind)
    if scheme is not None:
        return labels.code_both(scheme, question.product)
    return labels.both(question.product) if question.product else ("", "")


def questions_of(
    supply_use: SupplyUse,
    place: str,
    *,
    chain: str | None = None,
    of_place: list[Need] | None = None,
) -> AskingResult:
    """What to ask next about a place, or about a chain in it.

    `of_place` are all needs of the place where they were read before.
    Raises UnknownName.
    """
    require_place(supply_use, place)
    needs = place_needs(supply_use, place, "all") if of_place is None else of_place
    held = of_chain(supply_use, needs, chain)
    every = count_needs(supply_use, held).needs
    counted = tuple(n for n in every if not n.own)  # who makes it itself has said from whom it is
    gaps = {g.product: g for g in gaps_of(supply_use, place, chain=chain).gaps} if held else {}
    judged = chokepoints_of(supply_use, place, chain=chain).chokepoints if held else ()
    total = len(every)
    bodies = _bodies(supply_use, held)
    found = [
        *_makers(counted, gaps, total, _announced(supply_use, place)),
        *_suppliers(counted, gaps, total, bodies),
        *_places(supply_use, counted, gaps, total),
        *_origins(judged, gaps, bodies),
    ]
    found.sort(key=lambda q: (-q.narrows, -q.gaps, -q.tests, -q.needs, -q.exposed, q.key))
    known = sum(1 for n in held if n.state != "unknown")
    parameters: dict[str, Parameter] = {"inputs": "all", "chain": chain}
    method = method_of(supply_use, "question", place, parameters, (known, len(held)))
    width = {
        "lmr.links": sum(map(_open_link, every)) / total if total else 0.0,
        "lmr.potential": sum(map(_open_meeting, every)) / total if total else 0.0,
    }
    return AskingResult(method, tuple(found), width)


def _open_link(need: Need) -> bool:
    return need.may_link and not need.linked_part


def _open_meeting(need: Need) -> bool:
    return need.may_meet and not need.met_part


def _exposed(gaps: dict[str, Gap], product: str) -> int:
    return gaps[product].exposure.size if product in gaps else 0


def _announced(supply_use: SupplyUse, place: str) -> dict[str, str]:
    """By product who in the place is to make it or builds a plant for it, the first by id."""
    return dict(
        supply_use.ask(
            "SELECT coalesce(wide, product), min(maker) FROM production "
            "LEFT JOIN wider USING (product) "
            "WHERE modality IN ('planned', 'underway') AND is_firm(evidence, production.source) "
            "AND maker IN (SELECT entity FROM relation_located WHERE place = $place) "
            "GROUP BY ALL ORDER BY ALL",
            place=place,
        )
    )


def _makers(
    counted: Collection[Need], gaps: dict[str, Gap], total: int, announced: dict[str, str]
) -> list[Question]:
    """Who here makes what nobody is known to make, for all who need it."""
    open_: dict[str, int] = {}
    technologies = {n.product for n in counted if n.input_class == "technology"}
    for need in counted:
        if need.input_class != "asset" and _open_meeting(need):
            open_[need.product] = open_.get(need.product, 0) + 1
    return [
        Question(
            key=f"maker-{product}",
            kind="maker",
            product=product,
            about=announced.get(product),
            addressee=_OFFICE["maker"],
            linked=0.0,
            potential=number / total,
            needs=number,
            gaps=int(product in gaps and gaps[product].kind == "unknown"),
            tests=0,
            exposed=_exposed(gaps, product),
            technology=product in technologies,
        )
        for product, number in open_.items()
    ]


def _bodies(supply_use: SupplyUse, needs: Iterable[Need]) -> frozenset[str]:
    """Who of those that need something is an organisation, which can be asked."""
    above, of = superclasses(), supply_use.tables.class_of
    users = {n.needed_by for n in needs}
    return frozenset(u for u in users if "Organization" in above[of[u]])


def _suppliers(
    counted: Iterable[Need], gaps: dict[str, Gap], total: int, bodies: Container[str]
) -> list[Question]:
    """From whom each user has what nobody is known to supply it; only an organisation is asked."""
    return [
        Question(
            key=f"supplier-{need.needed_by}-{need.product}",
            kind="supplier",
            product=need.product,
            about=need.needed_by,
            addressee=need.needed_by if need.needed_by in bodies else _OFFICE["maker"],
            linked=_open_link(need) / total,
            potential=_open_meeting(need) / total,
            needs=1,
            gaps=0,
            tests=0,
            exposed=_exposed(gaps, need.product),
            technology=need.input_class == "technology",
            by_industry=need.needed_by not in bodies,
        )
        for need in counted
        if need.input_class != "asset" and (_open_link(need) or _open_meeting(need))
    ]


def _places(
    supply_use: SupplyUse, counted: Iterable[Need], gaps: dict[str, Gap], total: int
) -> list[Question]:
    """Where the makers are of needs that have no source whose place is known."""
    makers: dict[str, set[str]] = {}
    for product, maker in supply_use.ask(
        "SELECT DISTINCT product, maker FROM relation_source WHERE NOT by_industry "
        "AND maker NOT IN (SELECT entity FROM relation_located) ORDER BY ALL"
    ):
        makers.setdefault(product, set()).add(maker)
    settles: dict[tuple[str, str], int] = {}
    for need in counted:
        if need.state == "unknown":
            for maker in makers.get(need.product, set()) - {need.needed_by}:
                settles[maker, need.product] = settles.get((maker, need.product), 0) + 1
    return [
        Question(
            key=f"place-{maker}-{product}",
            kind="place",
            product=product,
            about=maker,
            addressee=_OFFICE["place"],
            linked=number / total,
            potential=number / total,
            needs=number,
            gaps=int(product in gaps and gaps[product].kind == "unknown"),
            tests=0,
            exposed=_exposed(gaps, product),
        )
        for (maker, product), number in sorted(settles.items())
    ]


def _origins(
    judged: Iterable[Chokepoint], gaps: dict[str, Gap], bodies: Container[str]
) -> list[Question]:
    """Where a product comes from, which decides tests that nothing decides yet."""
    found = []
    for chokepoint in judged:
        tests = [t for t, verdict in chokepoint.tests.items() if verdict is None and t != "stated"]
        product = chokepoint.sourcing.product
        users = gaps[product].users if product in gaps else ()
        if tests and not chokepoint.external:
            found.append(
                Question(
                    key=f"origin-{product}",
                    kind="origin",
                    product=product,
                    about=None,
                    addressee=_of_users([u for u in users if u in bodies]),
                    linked=0.0,
                    potential=0.0,
                    needs=chokepoint.needs,
                    gaps=0,
                    tests=len(tests),
                    exposed=_exposed(gaps, product),
                )
            )
    return found


def _of_users(users: list[str]) -> str:
    """Who would know where something comes from that these have in the place."""
    if not users:
        return "customs"
    return users[0] if len(users) == 1 else _OFFICE["maker"]
