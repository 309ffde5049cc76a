"""Answers as rows of tables: each cites who answered and when, so that all can be taken back.

    maker      yes, planned: a production of who is named; no: a making that is lacking in the place
    supplier   here, country, abroad: a supply, of what comes from elsewhere that it does; own: a
               production of the user itself; a technology is mastered instead
    place      a location;  origin: a share of the supply for each country that is named
What is only a remark, not needed or not known makes no row.  A name that the graph does not have is
a new firm; what is no name, or is known to be something or somewhere else, is refused.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ecograph.base.errors import DataError, Finding, UnknownName, UsageError
from ecograph.base.periods import read_period, respelled
from ecograph.base.words import word
from ecograph.export.answer_sheet import Answer, Answers

Row = dict[str, str]
Find = Callable[[str, str | None], str]  # the id of a name, of a class; raises UsageError
_LICENCE = "rights with the respondent; not to be published without consent"
_NO_NAMES = frozenset(("none", "no", "nobody", "n/a", "unknown", "无", "没有", "不知道", "不清楚"))
_FIGURE = re.compile(
    r"(?P<year>(19|20)\d\d)[\s年度:：;；]*"
    r"(?P<written>(?P<value>\d+(\.\d+)?)\s*"
    r"(?P<unit>亿元|万元|元|yuan|%|％|人|件|项|个)?)\s*$",
    re.IGNORECASE,
)
_UNITS = {
    **{"亿元": "cny-100m", "万元": "cny-10k", "元": "cny", "yuan": "cny"},
    **{"%": "percent", "％": "percent"},
    **dict.fromkeys(("人", "件", "项", "个"), "count"),
}
_WITHOUT_UNIT = {
    **dict.fromkeys(("staff", "rd-staff", "patents"), "count"),
    **dict.fromkeys(("rd-intensity", "rd-staff-share"), "percent"),
}
_SHARE = re.compile(r"^(?P<who>.+?)\s*[:：]?\s*(?P<part>\d+(\.\d+)?)\s*[%％]$")


@dataclass
class AnswerRows:
    """Rows by table, the sources that they cite, and how many answers made no row."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    new_firms: list[str] = field(default_factory=list)
    sources: dict[str, Row] = field(default_factory=dict)
    without: int = 0

    def add(self, table: str, row: Row) -> None:
        """Adds a row, once."""
        held = self.rows.setdefault(table, [])
        if all(other["id"] != row["id"] for other in held):
            held.append(row)

    @property
    def count(self) -> int:
        """How many rows there are, the sources besides."""
        return sum(map(len, self.rows.values()))


@dataclass(frozen=True)
class Known:
    """What a graph knows of those that answers name.

    `find` gives the id of a name, `places_of` where each is, `country` is that of the place, where
    it is known; `added` are the ids of the firms that this very workbook has added before.
    """

    find: Find
    places_of: Mapping[str, frozenset[str]]
    country: str | None
    added: frozenset[str] = frozenset()
    measured_by: Mapping[str, str] = field(default_factory=dict)


def rows_of_answers(answers: Answers, known: Known) -> AnswerRows:
    """The rows that answers make.  Raises DataError with what cannot be understood."""
    made = AnswerRows()
    findings: list[Finding] = []
    for answer in answers.answers:
        before = made.count
        _Making(made, answer, answers.place, known, findings).make()
        if made.count == before:
            made.without += 1
    if findings:
        raise DataError(findings)
    return made


def source_of(answer: Answer) -> str:
    """The id of the source that an answer is: who answered which workbook."""
    return f"answer-{_hash(answer.respondent)}-{answer.workbook}"


def firm_of(name: str) -> str:
    """The id of a firm that only an answer names."""
    return f"firm-{_hash(name)}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


@dataclass
class _Making:
    """Makes the rows of one answer."""

    made: AnswerRows
    answer: Answer
    place: str
    known: Known
    findings: list[Finding]

    def make(self) -> None:
        """Adds what the answer says, if it says anything."""
        act = {
            ("maker", "yes"): lambda: self._made_by("exists"),
            ("maker", "planned"): lambda: self._made_by("planned"),
            ("maker", "no"): self._lacking,
            ("supplier", "here"): lambda: self._supplied(self.place),
            ("supplier", "country"): lambda: self._supplied(self.known.country),
            ("supplier", "abroad"): lambda: self._supplied(None),
            ("supplier", "own"): self._own,
            ("place", "given"): self._placed,
            ("origin", "given"): self._shares,
            ("status", "yes"): self._certified,
            ("status", "no"): lambda: self._certification("lacking"),
            ("figure", "given"): self._measured,
            ("district", "given"): self._placed,
        }.get((self.answer.kind, self.answer.choice))
        if act is not None:
            act()

    def _statement(self, table: str, key: str, **cells: str) -> None:
        """A statement that the respondent makes."""
        source = source_of(self.answer)
        self._source(source)
        row = {"id": f"{source}-{key}"[:200], **cells}
        row |= {"modality": cells.get("modality", "exists"), "evidence": "stated"}
        row |= {"source": source, "locator": f"{self.answer.sheet}: {self.answer.key}"[:120]}
        self.made.add(table, row)

    def _source(self, key: str) -> None:
        who, date = self.answer.respondent, self.answer.date
        zh, en = word("sheet.source", who=who, date=date, workbook=self.answer.workbook[:6])
        self.made.sources[key] = {
            "id": key,
            "label_zh": zh,
            "label_en": en,
            "kind": "answer",
            "date": date,
            "publisher": who,
            "licence": _LICENCE,
        }

    def _made_by(self, modality: str) -> None:
        names = self._names()
        if self.answer.about and not self.answer.who:
            self._production(self.answer.about, modality)
        for firm in (self._firm(name, self.place) for name in names):
            if firm is not None:
                self._production(firm, modality)

    def _production(self, firm: str, modality: str = "exists") -> None:
        product = self.answer.product
        if self._is_technology():
            self._mastery(firm, modality)
            return
        self._statement(
            "production", f"{firm}-{product}", maker=firm, product=product, modality=modality
        )

    def _mastery(self, holder: str, modality: str) -> None:
        product = self.answer.product
        key = f"{holder}-{product}" + ("-lacking" if modality == "lacking" else "")
        self._statement("mastery", key, holder=holder, mastered=product, modality=modality)

    def _lacking(self) -> None:
        self._mastery(self.place, "lacking")

    def _own(self) -> None:
        self._production(str(self.answer.about))

    def _supplied(self, where: str | None) -> None:
        """A supply from who or where is named; from elsewhere, that none comes from here."""
        buyer, product = str(self.answer.about), self.answer.product
        users = {"used_in" if self._is_industry(buyer) else "buyer": buyer}
        names = self._names()
        if self._is_technology():
            self._mastered_elsewhere(names, where)
            return
        if where != self.place:
            abroad = where is None and self.known.country is not None
            outside = str(self.known.country) if abroad else self.place
            key = f"{outside}-{buyer}-{product}-outside"
            self._statement(
                "supply", key, product=product, origin_outside=outside, extent="all", **users
            )
        for name in names:
            who = self._who(name, where)
            if who is not None:
                column, found = who
                key = f"{found}-{buyer}-{product}"
                self._statement("supply", key, product=product, **{column: found}, **users)

    def _mastered_elsewhere(self, names: list[str], where: str | None) -> None:
        """Who has a technology: those that are named, else nobody in the place."""
        if not names and where != self.place:
            self._lacking()
        for name in names:
            who = self._who(name, where)
            if who is not None:
                self._mastery(who[1], "exists")

    def _who(self, name: str, where: str | None) -> tuple[str, str] | None:
        """Who or where is named: the column of a supply and the id; None where it is neither."""
        place = self._known(name, "Place")
        if place is None:
            firm = self._firm(name, where)
            return None if firm is None else ("supplier", firm)
        within = self.known.places_of.get(place, frozenset()) | {place}
        if (where == self.place) is not (self.place in within):
            self._wrong(name, "is not there", "choose the answer that fits, or name a firm")
            return None
        return "origin", place

    def _is_technology(self) -> bool:
        return self._known(self.answer.product, "Technology") is not None

    def _is_industry(self, key: str) -> bool:
        return self._known(key, "IndustryChain") is not None

    def _placed(self) -> None:
        firm, name = str(self.answer.about), self.answer.who
        place = self._known(name, "Place")
        if place is None:
            self._wrong(name, "is no place that the graph has", (
                "write a country or city of country.csv, city.csv …, or add it there first"
            ))  # fmt: skip
            return
        self._statement("location", f"{firm}-{place}", located=firm, place=place)

    def _shares(self) -> None:
        shares: dict[str, tuple[str, float]] = {}
        for part in self._names():
            read = _SHARE.match(part)
            if read is None:
                mend = "write each country with its share, such as 日本 60%; 韩国 40%"
                self._wrong(part, "is no country with its share in per cent", mend)
                continue
            place = self._known(read["who"], "Place")
            if place is None:
                mend = "write a country that the graph has, or add it to country.csv first"
                self._wrong(read["who"], "is no country or place that the graph has", mend)
            elif place in shares:
                self._wrong(part, "names a country twice", "write each country once")
            else:
                shares[place] = part, float(read["part"])
        total = sum(share for _, share in shares.values())
        if total > 100:
            self._wrong(self.answer.who, f"comes to {total:g} %", "write shares of 100 % together")
            return
        for place, (part, share) in shares.items():
            self._statement(
                "supply_share",
                f"{place}-{self.answer.product}",
                origin=place,
                product=self.answer.product,
                **{"market": self.place},
                value_written=part,
                share=f"{share / 100:.6g}",
                qualifier="exact",
                period=self.answer.date[:4],
            )

    def _certified(self) -> None:
        day = respelled(self.answer.who)
        if read_period(day) is None or "/" in day:
            mend = "write the day, month or year from which it holds, such as 2024-11"
            self._wrong(self.answer.who, "is no date", mend)
            return
        self._certification("exists", valid_from=day)

    def _certification(self, modality: str, **cells: str) -> None:
        holder, status = str(self.answer.about), self.answer.product
        key = f"{holder}-{status}" + ("-lacking" if modality == "lacking" else "")
        self._statement(
            "certification", key, holder=holder, status=status, modality=modality, **cells
        )

    def _measured(self) -> None:
        """A figure of a year; what is money needs its unit."""
        firm, property_ = str(self.answer.about), self.answer.product
        written = self.answer.who.replace(",", "").replace("，", "")
        read = _FIGURE.search(written)
        indicator = self.known.measured_by.get(property_)
        unit = _UNITS.get((read["unit"] or "").lower()) if read else None
        if property_ in _WITHOUT_UNIT and read and not read["unit"]:
            unit = _WITHOUT_UNIT[property_]
        if read is None or unit is None or indicator is None:
            mend = "write the year, the value and its unit, such as 2025 4.11亿元, or 2025 320人"
            self._wrong(self.answer.who, "is no figure with its year", mend)
            return
        self._statement(
            "observation",
            f"{firm}-{property_}-{read['year']}",
            indicator=indicator,
            about=firm,
            period=read["year"],
            period_basis="stated",
            value_written=read["written"].strip(),
            value=read["value"],
            unit=unit,
            qualifier="exact",
        )

    def _names(self) -> list[str]:
        """The names that are written; that nothing is one is said."""
        names = [n.strip() for n in re.split(r"[;；、，\n]", self.answer.who) if n.strip()]
        if self.answer.who and not names:
            self._wrong(self.answer.who, "is no name", "write who it is, or choose another answer")
        return names

    def _firm(self, name: str, where: str | None) -> str | None:
        """The firm of this name, else a new one, in the place where that is known."""
        known = self._known(name, "Organization")
        if known is not None and known not in self.known.added:
            around = self.known.places_of.get(known, frozenset())
            if where == self.place and around and where not in around:
                self._wrong(name, f"is not known to be in {where}", (
                    "write the name of its company there, or add the place to location.csv first"
                ))  # fmt: skip
                return None
            return known
        if known is None and not self._may_be_new(name):
            return None
        key = firm_of(name)
        source = source_of(self.answer)
        self._source(source)
        zh = bool(re.search("[\u4e00-\u9fff]", name))
        label = {"label_zh": name, "label_en": ""} if zh else {"label_zh": "", "label_en": name}
        cited = {"source": source, "locator": f"{self.answer.sheet}: {self.answer.key}"[:120]}
        if name not in self.made.new_firms:
            self.made.new_firms.append(name)
        self.made.add("firm", {"id": key, **label, **cited})
        if where is not None:
            self._statement("location", f"{key}-{where}", located=key, place=where)
        return key

    def _may_be_new(self, name: str) -> bool:
        """Whether a name can be that of a firm that the graph does not have."""
        if name.casefold() in _NO_NAMES or not re.search(r"[^\W\d_]", name):
            self._wrong(name, "is no name", "write who it is, or choose another answer")
            return False
        if self._known(name, None) is not None:
            mend = "write the name of a firm or another organisation"
            self._wrong(name, "is no organisation in the graph", mend)
            return False
        return True

    def _known(self, name: str, kind: str | None) -> str | None:
        try:
            return self.known.find(name, kind)
        except UnknownName:
            return None
        except UsageError as error:  # several have the name
            self._wrong(name, f"is not clear: {error}", "write the id of the one that is meant")
            return None

    def _wrong(self, value: str, problem: str, mend: str) -> None:
        a = self.answer
        short = value if len(value) <= 80 else f"{value[:80]}…"
        found = Finding(f"{a.file}, sheet {a.sheet}", a.row, "F", short, problem, mend)
        if found not in self.findings:
            self.findings.append(found)


def summary(made: AnswerRows, answers: Answers) -> Iterable[tuple[str, str]]:
    """What was read, in zh and en."""
    yield word(
        "sheet.taken",
        answers=len(answers.answers),
        rows=made.count,
        without=made.without,
        blank=answers.blank,
    )
    if remarks := sum(bool(a.remark) for a in answers.answers):
        yield word("sheet.remarks", count=remarks)
    if made.new_firms:
        yield word("sheet.new_firms", names="; ".join(made.new_firms))
