"""What a remedy has to offer, as sources write it, and what is not known of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ecograph.base.results import Both
from ecograph.base.words import word
from ecograph.supplychain.statements import statement_rows
from ecograph.supplychain.supply_use import SupplyUse
from ecograph.tables.schema import WHOLE_POLICY

# What somebody would have to ask, by kind of remedy, for a graph never knows it; what this one may
# know (a capacity, an amount, an award, until when it is in force) is asked else.
_ALWAYS = {
    "local": ("relation",),
    "knowledge": ("readiness", "terms"),
    "money": ("stage",),
    "outside": ("interest",),
    "first-use": ("acceptance",),
}
_MOST = 3  # how many awards of a policy, or amounts of a fund, are written out


@dataclass(frozen=True)
class Offers:
    """Capacities by statement, with their periods, amounts by fund, awards by policy.

    `productions` are by maker and product what is made of it and the statements, `awards` in zh and
    en by policy and award, `of_award` the award of each condition, `until` the last day of what has
    one.
    """

    capacities: dict[str, tuple[str, str]]
    productions: dict[tuple[str, str], tuple[str, tuple[str, ...]]]
    amounts: dict[str, tuple[Both, ...]]
    awards: dict[tuple[str, str], tuple[Both, ...]]
    of_award: dict[str, str]
    conditions: frozenset[str]
    until: dict[str, str]

    def of(
        self, kind: str, who: str, statements: Sequence[str], modality: str
    ) -> tuple[Both, tuple[str, ...]]:
        """What it offers, in zh and en, and the names of what is not known of it.

        Of a policy the awards of the conditions among the statements, else all.
        """
        if kind == "policy":
            offer = self._awards(who, statements)
            missing = {
                "amount": not offer[0],
                "conditions": who not in self.conditions,
                "in-force": modality == "exists" and who not in self.until,
            }
            return self._with_end(offer, who), tuple(k for k, open_ in missing.items() if open_)
        if kind == "knowledge":
            return ("", ""), _ALWAYS[kind]
        if kind == "money":
            amounts = self.amounts.get(who, ())
            return _listed(amounts), (*_ALWAYS[kind], *(() if amounts else ("size",)))
        held = [self.capacities[s] for s in statements if s in self.capacities]
        written = max(held, default=("", ""))[1]
        built = ("built",) if modality in ("planned", "underway") and kind == "local" else ()
        return (written, written), (*built, *_ALWAYS[kind], *(() if written else ("capacity",)))

    def _with_end(self, offer: Both, who: str) -> Both:
        """An offer with the last day that it is in force, where that is known."""
        if who not in self.until:
            return offer
        zh, en = word("remedy.until", date=self.until[who])
        return "；".join(filter(None, (offer[0], zh))), "; ".join(filter(None, (offer[1], en)))

    def _awards(self, policy: str, statements: Iterable[str]) -> Both:
        wanted = {self.of_award[s] for s in statements if s in self.of_award} - {WHOLE_POLICY}
        held = [
            text
            for (of, award), texts in sorted(self.awards.items())
            if of == policy and (not wanted or award in wanted)
            for text in texts
        ]
        return _listed(held)

    def made(self, who: str, product: str) -> tuple[str, tuple[str, ...]]:
        """What somebody makes or supplies of a product, itself or a narrower one; who says so."""
        return self.productions.get((who, product), (product, ()))


def offers_of(supply_use: SupplyUse) -> Offers:
    """What makers, funds and policies are stated to have."""
    awards: dict[tuple[str, str], tuple[Both, ...]] = {}
    columns = ("policy", "award", "label_zh", "label_en", "value_written")
    for policy, award, zh, en, written in statement_rows(supply_use, "award", *columns):
        text = (_with(zh, written), _with(en, written))
        awards[policy, award] = (*awards.get((policy, award), ()), text)
    amounts: dict[str, tuple[Both, ...]] = {}
    for about, zh, en, written in supply_use.ask(_AMOUNTS):
        amounts[about] = (*amounts.get(about, ()), (_with(zh, written), _with(en, written)))
    asked = statement_rows(supply_use, "criterion", "id", "policy", "award")
    return Offers(
        capacities={
            key: (period or "", written)
            for key, period, written in statement_rows(
                supply_use, "production", "id", "period", "value_written"
            )
            if written
        },
        productions={
            (who, wide): (product, tuple(statements))
            for who, wide, product, statements in supply_use.ask(_PRODUCTIONS)
        },
        amounts=amounts,
        awards=awards,
        of_award={key: award for key, _, award in asked},
        conditions=frozenset(policy for _, policy, _ in asked),
        until={
            existing: end
            for existing, end in statement_rows(supply_use, "existence", "existing", "valid_to")
            if end
        },
    )


def _listed(held: Sequence[Both]) -> Both:
    """The first few in one line, and how many more there are."""
    shown = held[:_MOST]
    more = f" +{len(held) - len(shown)}" if len(held) > len(shown) else ""
    return ("；".join(zh for zh, _ in shown) + more, "; ".join(en for _, en in shown) + more)


def _with(label: str, written: str) -> str:
    """An award and how much it is, where its name does not say so already."""
    return label if written in label else f"{label} {written}"


# What each makes, masters or supplies of a product or of narrower ones: the product itself, else
# the first narrower one by id, and all statements that say so.
_PRODUCTIONS = """
WITH does AS (
    SELECT id, maker AS who, product, modality, evidence, source FROM production
    UNION ALL SELECT id, holder, mastered, modality, evidence, source FROM mastery
    UNION ALL SELECT id, supplier, product, modality, evidence, source FROM supply
)
SELECT who, wide, arg_min(product, (product <> wide, product)), list(id ORDER BY id)
FROM does JOIN wider USING (product)
WHERE who IS NOT NULL AND modality = 'exists' AND is_firm(evidence, source)
GROUP BY ALL ORDER BY ALL
"""

# The last stated amount of money of each that is about somebody, by its indicator.
_AMOUNTS = """
SELECT o.about, coalesce(i.label_zh, i.label_en), coalesce(i.label_en, i.label_zh),
       arg_max(o.value_written, (coalesce(o.period, ''), o.id)) AS written
FROM observation o JOIN indicator i ON i.id = o.indicator
LEFT JOIN (SELECT key, base_unit FROM concept WHERE scheme = 'unit') u ON u.key = o.unit
WHERE list_contains(getvariable('currencies'), coalesce(u.base_unit, o.unit))
  AND o.modality <> 'lacking' AND is_firm(o.evidence, o.source)
GROUP BY ALL ORDER BY ALL
"""
