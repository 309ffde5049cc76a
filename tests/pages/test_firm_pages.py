"""Pages of firms say what the commands say: needs, introductions, awards, who to bring here."""

from collections import Counter
from pathlib import Path

import pytest

import ecograph
from ecograph.base.results import Method
from ecograph.base.words import word
from ecograph.graph.opening import open_graph
from ecograph.pages.atlas import write_atlas
from ecograph.pages.award_rows import award_sheet
from ecograph.pages.business import Business, read_business
from ecograph.pages.chain_products import gaps_in_picture, products_of, state_of
from ecograph.pages.check_page import check_context
from ecograph.pages.entity_page import entity_context, ranks_of
from ecograph.pages.findings import COLUMNS
from ecograph.pages.firm_page import cited_numbers, firm_sheet
from ecograph.pages.firms_page import firms_context
from ecograph.pages.picture import Entity, Picture
from ecograph.pages.site_data import SiteData, read_site_data
from ecograph.pages.start import start_context
from ecograph.supplychain.asking import OFFICES, questions_of
from ecograph.supplychain.known_gaps import NEAR, remedy_counts

TIANMA = "tianma-microelectronics-xiamen"


@pytest.fixture(scope="module")
def site_data() -> SiteData:
    return read_site_data(open_graph("xiamen"))


@pytest.fixture(scope="module")
def business(site_data: SiteData) -> Business:
    return read_business(site_data)


def test_a_firm_needs_and_meets_what_the_commands_say(site_data, business) -> None:
    d = ecograph.open("xiamen")
    told = [r for r in d.needs(each=True, inputs="all").rows() if r["needed_by"] == TIANMA]
    sheet = firm_sheet(site_data, business, TIANMA)
    assert sheet is not None and len(told) == len(sheet["needs"]) >= 15
    states = Counter(r["state"] for r in told)
    assert Counter(n["known"] for n in sheet["needs"])[False] == states["unknown"]
    pairs = d.introduce(top=0).rows()
    of_firm = [r for r in pairs if TIANMA in (r["buyer"], r["supplier"])]
    assert len(of_firm) == len(sheet["meetings"])


def test_when_something_was_supplied_stands_apart_from_how_much(site_data, business) -> None:
    rows = [(key, row) for key, held in business.supplies.items() for row in held]
    dated = [(key, row) for key, row in rows if row["period"] or row["valid_from"]]
    assert dated
    sheets = {key: firm_sheet(site_data, business, key) for key, _ in dated}
    firms = {key: sheet for key, sheet in sheets.items() if sheet is not None}
    assert len(firms) > 50
    for key, sheet in firms.items():
        told = Counter((s["written"], s["when"]) for s in sheet["supplies"])
        assert told == Counter(
            (
                row["value_written"] or "",
                row["period"] or " – ".join(filter(None, (row["valid_from"], row["valid_to"]))),
            )
            for row in business.supplies[key]
        )


def test_a_firm_has_the_awards_of_the_command(site_data, business) -> None:
    result = ecograph.open("xiamen").eligible(firm=TIANMA, top=0)
    told = result.rows()
    sheet = firm_sheet(site_data, business, TIANMA)
    assert sheet is not None
    awards = sheet["awards"]
    assert awards["all"] == len(told)
    assert any(n[1].endswith(f" met: {len(awards['open'])}") for n in result.notes)
    assert len(awards["failed"]) == sum(r["verdict"] == "not" for r in told)
    assert {"undecidable"} == {row["verdict"] for row in awards["open"]}
    for row in awards["open"]:
        assert row["met"][0] and row["met"][1] and row["facts"]
    for row in awards["failed"]:
        assert row["failed"][0], row


def test_targets_are_ranked_as_by_the_command(site_data, business) -> None:
    told = {
        r["who"]: r["rank"] for r in ecograph.open("xiamen").attract(top=0, inputs="all").rows()
    }
    _, targets = firms_context(site_data, business)["tables"]
    assert len(targets["rows"]) > 50
    for row in targets["rows"]:
        assert told[row["key"]] == row["rank"]
        sheet = firm_sheet(site_data, business, row["key"])
        assert sheet is not None and sheet["target"] is not None


def test_every_row_of_a_firm_cites_a_source(site_data, business) -> None:
    sheet = firm_sheet(site_data, business, TIANMA)
    assert sheet is not None
    numbers = cited_numbers(sheet)
    assert numbers and 0 not in numbers
    assert sheet["parts"][0] == "needs" and "offers" in sheet["parts"]


def test_what_is_no_firm_has_no_sheet(site_data, business) -> None:
    assert firm_sheet(site_data, business, "xiamen") is None


def test_no_rank_where_all_are_alike_and_ties_say_so() -> None:
    def entity(key: str, **measures: float) -> Entity:
        return Entity(key, "Firm", (key, key), measures=measures)

    picture = Picture(
        ("", ""),
        ("", ""),
        (
            entity("a", degree=2, flat=0),
            entity("b", degree=1, flat=0),
            entity("c", degree=1, flat=0),
        ),
        (),
        {},
        {},
        Method("view"),
        {"degree": ("度", "degree"), "flat": ("零", "flat")},
    )
    ranks = ranks_of(picture)
    assert list(ranks.by_measure) == ["degree"]
    places = ranks.by_measure["degree"]
    assert (places["a"].rank, places["a"].tied) == (1, 1)
    assert (places["b"].rank, places["b"].tied, places["c"].rank) == (2, 2, 2)


@pytest.mark.page
def test_firms_are_filtered_and_the_address_keeps_it(show, tmp_path: Path) -> None:
    write_atlas(open_graph("tiny"), tmp_path / "atlas")
    page = show(tmp_path / "atlas" / "firms.html", "#lang=en").page
    rows = page.locator("table[data-name=local] tbody tr")
    every = rows.count()
    assert every >= 3
    page.fill("form[data-of=local] [name=words]", "beta")
    assert page.locator("table[data-name=local] tbody tr:visible").count() == 1
    assert page.locator("[data-count=local]").inner_text() == f"1 / {every}"
    page.reload()
    assert page.locator("table[data-name=local] tbody tr:visible").count() == 1
    page.fill("form[data-of=local] [name=words]", "nobody at all")
    assert page.locator("[data-none=local]").is_visible()
    page.click("form[data-of=local] button")
    page.wait_for_function("!location.hash.includes('local-words')")
    assert page.locator("table[data-name=local] tbody tr:visible").count() == every
    options = page.locator("form[data-of=local] [name=chain] option").all_inner_texts()
    assert any(option.startswith("pump chain") for option in options)
    page.click("#lang")
    options = page.locator("form[data-of=local] [name=chain] option").all_inner_texts()
    assert options[0] == "全部"


def test_a_product_and_a_laboratory_tell_what_could_be_closed(site_data, business) -> None:
    context = entity_context(site_data, "driver-ic", {}, business)
    (found,) = context["finding"]
    assert [cell["kind"] for cell in found["cells"]] == list(COLUMNS)
    assert found["cells"][-1]["remedies"] and found["cells"][0]["none"] == word(
        "finding.searched_local", n=178
    )
    told = ecograph.open("xiamen").remedies(gap="driver-ic", most=0, top=0).rows()
    outside = {r["who"] for r in told if r["remedy"] == "outside"}
    assert {r["label"] for r in found["cells"][-1]["remedies"]} == {
        site_data.label(who) for who in outside
    }
    lab = entity_context(site_data, "tan-kah-kee-laboratory", {}, business)
    assert lab["firm"] is None and len(lab["helps"]) >= 5
    assert all(row["way"][0] and row["way"][1] for row in lab["helps"])


def test_a_search_that_found_nothing_is_no_line(site_data) -> None:
    found = {e.relation for e in site_data.edges}
    assert site_data.rows("inquiry") and "Inquiry" not in found


def test_a_call_that_has_closed_stands_last(site_data, business) -> None:
    awards = business.awards
    assert awards is not None
    for firm in awards.by_firm:
        sheet = award_sheet(site_data, awards, firm)
        assert sheet is not None
        over = ["已截止" in row["apply"][0] for row in sheet["open"]]
        assert over == sorted(over), firm


def test_what_a_firm_makes_itself_stands_beside_its_need(site_data, business) -> None:
    sheet = firm_sheet(site_data, business, TIANMA)
    assert sheet is not None
    (need,) = [n for n in sheet["needs"] if n["label"] == site_data.label("colour-filter")]
    assert need["gap"] and need["own"]["modality"] == "underway" and need["own"]["place"]
    assert not next(n for n in sheet["needs"] if n["label"] == site_data.label("ito-target"))["own"]


def test_firms_to_attract_are_counted_alike_everywhere(site_data, business) -> None:
    start = start_context(site_data, business, ("", ""))
    (_, targets) = firms_context(site_data, business)["tables"]
    assert start["asked"]["outside"] == len(targets["rows"]) == len(business.to_attract)


def test_a_product_stands_alike_in_every_chain(site_data) -> None:
    for product, (gap, *_) in site_data.gaps_by_product.items():
        found = gaps_in_picture(site_data, [product])
        assert found[product] is gap
    shared = gaps_in_picture(site_data, products_of(site_data, "flat-panel-display-chain"))
    assert {p for p in shared if state_of(site_data, p, shared[p]) == "made"} == {
        p for p in shared if shared[p].kind in ("strong", "extension")
    }


def test_nobody_is_said_not_to_be_found_who_was_not_looked_for(site_data) -> None:
    cells = entity_context(site_data, "display-glass-substrate", {}, None)["finding"][0]["cells"]
    assert cells[-1]["kind"] == "outside" and cells[-1]["none"] == word("remedy.made_here")
    local = [s for s in site_data.remedies["driver-ic"].searches if s.kind == "local"]
    outside = [s for s in site_data.remedies["driver-ic"].searches if s.kind == "outside"]
    firms = len(site_data.rows("firm"))
    assert local[0].looked_at < outside[0].looked_at
    assert local[0].looked_at + outside[0].looked_at == firms


def test_what_is_of_the_industry_alone_is_told_apart(site_data) -> None:
    (found,) = entity_context(site_data, "oled-emitter", {}, None)["finding"]
    cells = {cell["kind"]: cell for cell in found["cells"]}
    for kind in ("knowledge", "policy"):
        held = site_data.remedies_for("oled-emitter", kind)
        near = [r for r in held if r.distance <= NEAR]
        assert len(cells[kind]["remedies"]) == len(near)
        assert cells[kind]["of_industry"] == len(held) - len(near) == len(cells[kind]["industry"])
    counts = remedy_counts(site_data.remedies.values())
    assert 0 < counts.near < counts.helped
    past = {
        r.who
        for g in site_data.remedies.values()
        for r in g.of_kind("local")
        if r.modality == "past"
    }
    assert past and counts.firms < len(
        {r.who for g in site_data.remedies.values() for r in g.of_kind("local")}
    )


def test_a_question_says_who_works_on_it_and_only_bodies_are_asked(site_data) -> None:
    groups = check_context(site_data)["groups"]
    asked = [q["asked"] for g in groups for q in g["questions"]]
    assert any("已知在研" in zh and "known to work on it" in en for zh, en in asked)
    for question in questions_of(site_data.supply_use, site_data.place).questions:
        assert question.addressee in OFFICES or site_data.is_a(question.addressee, "Organization")
