"""What a remedy has to offer, as sources write it, and what is not known of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ecograph.base.results import Both
from ecograph.base.words import word
from ecograph.supplychain.statements import statement_rows
from ecograph.supplychain.supply_use import SupplyUse

# What somebody would have to ask, by kind of remedy, for a graph never knows it; what this one may
# know (a capacity, the size of a fund, an award, until when it is in force) is asked else.
_ALWAYS = {
    "local": ("relation",),
    "knowledge": ("readiness", "terms"),
    "money": ("stage",),
    "outside": ("interest",),
    "first-use": ("acceptance",),
}


_MOST_AWARDS = 3  # how many awards of a policy are written out


@dataclass(frozen=True)
class Offers:
    """Capacities by statement, with their periods, sizes by fund, awards and conditions by policy.

    `awards` are in zh and en by policy and award, `of_award` the award of each condition, `until`
    the last day of what has one.
    """

    capacities: dict[str, tuple[str, str]]
    productions: dict[tuple[str, str], tuple[str, ...]]
    sizes: dict[str, str]
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
            written, what = self.sizes.get(who, ""), "size"
        else:
            held = [self.capacities[s] for s in statements if s in self.capacities]
            written, what = max(held, default=("", ""))[1], "capacity"
        built = ("built",) if modality in ("planned", "underway") and kind == "local" else ()
        return (written, written), (*built, *_ALWAYS[kind], *(() if written else (what,)))

    def _with_end(self, offer: Both, who: str) -> Both:
        """An offer with the last day that it is in force, where that is known."""
        if who not in self.until:
            return offer
        zh, en = word("remedy.until", date=self.until[who])
        return "；".join(filter(None, (offer[0], zh))), "; ".join(filter(None, (offer[1], en)))

    def _awards(self, policy: str, statements: Iterable[str]) -> Both:
        wanted = {self.of_award[s] for s in statements if s in self.of_award} - {"scope"}
        held = [
            text
            for (of, award), texts in sorted(self.awards.items())
            if of == policy and (not wanted or award in wanted)
            for text in texts
        ]
        shown = held[:_MOST_AWARDS]
        more = f" +{len(held) - len(shown)}" if len(held) > len(shown) else ""
        return ("；".join(zh for zh, _ in shown) + more, "; ".join(en for _, en in shown) + more)

    def made(self, who: str, product: str) -> tuple[str, ...]:
        """The statements that say that somebody makes or supplies a product."""
        return self.productions.get((who, product), ())


def offers_of(supply_use: SupplyUse) -> Offers:
    """What makers, funds and policies are stated to have."""
    awards: dict[tuple[str, str], tuple[Both, ...]] = {}
    columns = ("policy", "award", "label_zh", "label_en", "value_written")
    for policy, award, zh, en, written in statement_rows(supply_use, "award", *columns):
        text = (_with(zh, written), _with(en, written))
        awards[policy, award] = (*awards.get((policy, award), ()), text)
    asked = statement_rows(supply_use, "criterion", "id", "policy", "award", "property")
    return Offers(
        capacities={
            key: (period or "", written)
            for key, period, written in statement_rows(
                supply_use, "production", "id", "period", "value_written"
            )
            if written
        },
        productions=_productions(supply_use),
        sizes=_sizes(supply_use),
        awards=awards,
        of_award={key: award for key, _, award, _ in asked},
        conditions=frozenset(policy for _, policy, _, _ in asked),
        until={
            existing: end
            for existing, end in statement_rows(supply_use, "existence", "existing", "valid_to")
            if end
        },
    )


def _with(label: str, written: str) -> str:
    """An award and how much it is, where its name does not say so already."""
    return label if written in label else f"{label} {written}"


def _productions(supply_use: SupplyUse) -> dict[tuple[str, str], tuple[str, ...]]:
    """The statements that somebody makes, masters or supplies a product or a narrower one."""
    wider: dict[str, list[str]] = {}
    for product, wide in supply_use.ask("SELECT product, wide FROM wider ORDER BY ALL"):
        wider.setdefault(product, []).append(wide)
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for table, who, what in (
        ("production", "maker", "product"),
        ("mastery", "holder", "mastered"),
        ("supply", "supplier", "product"),
    ):
        for key, maker, product, modality in statement_rows(
            supply_use, table, "id", who, what, "modality"
        ):
            if maker is not None and modality == "exists":
                for wide in wider.get(product, [product]):
                    found[maker, wide] = (*found.get((maker, wide), ()), key)
    return found


def _sizes(supply_use: SupplyUse) -> dict[str, str]:
    """The last stated size of each fund, as it is written."""
    found: dict[str, tuple[str, str]] = {}
    for about, indicator, written, period in statement_rows(
        supply_use, "observation", "about", "indicator", "value_written", "period"
    ):
        if indicator == "ind-fund-size":
            found[about] = max(found.get(about, ("", "")), (period or "", written))
    return {about: written for about, (_, written) in found.items()}
