"""Real data that nobody here made: listed firms, their industries, what is upstream of what."""

import json
import re
from pathlib import Path

import pytest

from ecograph.supplychain.needs import needs_of
from ecograph.supplychain.supply_use import build_supply_use
from supply_use_help import ids, invented_tables

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "real" / "a-share-chain"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="needs shared/real/a-share-chain"),
]
CITIES = ("厦门", "深圳", "上海", "北京", "广州", "杭州", "宁波", "苏州", "无锡", "青岛")


def lines(name: str) -> list[dict[str, object]]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def city_in(full_name: str) -> str | None:
    """The city that a full name says: one of the large ones, else what stands before 市."""
    large = next((c for c in CITIES if c in full_name), None)
    named = re.match(r"(?:[^省]{2,3}省)?([^市省]{2,4})市", full_name)
    return large or (named[1] if named else None)


def test_matching_of_xiamen() -> None:
    """Each firm makes its finest industries; what is upstream of an industry is needed for it."""
    companies = {c["name"]: c for c in lines("company.json")}
    city_of = {name: city_in(str(held["fullname"])) for name, held in companies.items()}
    makes = [(r["company_name"], r["industry_name"]) for r in lines("company_industry.json")]
    upstream = [(r["industry"], up) for r in lines("industry_up.json") for up in r["ups"]]  # type: ignore[attr-defined]
    firms = sorted({str(f) for f, _ in makes} | {str(c) for c in companies})
    industries = sorted({str(i) for _, i in makes} | {str(x) for pair in upstream for x in pair})
    cities = {*CITIES, *(c for c in city_of.values() if c)}
    tables = invented_tables(
        country=ids("中国"),
        city=[{"id": c, "part_of": ["中国"]} for c in sorted(cities)],
        firm=ids(*firms),
        product=ids(*industries),
        location=[{"located": f, "place": city_of.get(f) or "中国"} for f in firms],
        production=[{"maker": f, "product": i} for f, i in makes],
        requirement=[{"requirer": a, "input": b} for a, b in upstream if a != b],
    )
    result = needs_of(build_supply_use(tables), "厦门")
    print({r.definition: (r.interval, r.count, r.total) for r in result.rates}, result.counts)  # noqa: T201
    links, potential, value = result.rates
    assert sum(result.counts.values()) == len(result.needs) > 0
    assert value.interval is None  # the data state no value
    assert links.interval is not None
    assert potential.interval is not None
    assert links.interval.low == 0  # nor any link
    assert 0 < potential.interval.low <= potential.interval.high <= 1
