"""Every place of a class at once: what each place says when it is asked alone."""

from pathlib import Path

import pytest

from ecograph.base.errors import UnknownName, UsageError
from ecograph.export.nation_files import write_nation
from ecograph.graph.columns import Tables, read_tables
from ecograph.graph.opening import open_graph
from ecograph.supplychain.gaps import gaps_of
from ecograph.supplychain.matching import matching_of
from ecograph.supplychain.needs import place_needs
from ecograph.supplychain.supply_use import SupplyUse, build_supply_use


@pytest.fixture(scope="module")
def city(xiamen_tables: Tables) -> SupplyUse:
    return build_supply_use(xiamen_tables)


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> SupplyUse:
    path = tmp_path_factory.mktemp("matching") / "nation.nq"
    write_nation(path, 600, seed=11, form="nq")
    return build_supply_use(read_tables(open_graph(path)))


def test_the_invented_city_by_hand(tiny_tables: Tables) -> None:
    [of] = matching_of(build_supply_use(tiny_tables)).places
    assert (of.place, of.pairs, of.products) == ("rivermouth", 4, 2)
    counted = {state: n for state, n in of.states.items() if n}
    assert counted == {"linked-local": 1, "latent-local": 1, "external-domestic": 2}
    assert {kind: n for kind, n in of.kinds.items() if n} == {"missing": 1, "weak": 1}
    needs = place_needs(build_supply_use(tiny_tables), of.place)
    assert counted == {s: sum(n.state == s for n in needs) for s in {n.state for n in needs}}


@pytest.mark.parametrize(
    ("data", "class_"),
    [("city", "City"), ("city", "District"), ("nation", "City"), ("nation", "District")],
)
def test_each_place_says_what_it_says_alone(
    data: str, class_: str, request: pytest.FixtureRequest
) -> None:
    supply_use: SupplyUse = request.getfixturevalue(data)
    result = matching_of(supply_use, class_)
    assert len(result.places) > 2
    assert [(-of.pairs, of.place) for of in result.places] == sorted(
        (-of.pairs, of.place) for of in result.places
    )
    for of in (*result.places[:3], result.places[-1]):
        needs = place_needs(supply_use, of.place, "product")
        assert of.pairs == len(needs)
        assert dict(of.states) == {s: sum(n.state == s for n in needs) for s in of.states}
        assert of.linked.high == pytest.approx(sum(n.may_link for n in needs) / len(needs))
        assert of.potential.high == pytest.approx(sum(n.may_meet for n in needs) / len(needs))
        assert of.linked.low <= of.potential.low <= of.potential.high
        alone = gaps_of(supply_use, of.place, inputs="product").gaps
        kinds = {g.product: (g.kind, g.lq, g.local_makers) for g in alone if g.needs}
        here = {
            g.product: (g.kind, g.lq, g.local_makers) for g in result.gaps if g.place == of.place
        }
        # `gaps` names but one of inputs that stand for each other
        assert {product: here[product] for product in kinds} == kinds
        assert len(kinds) > 0.8 * len(here)


def test_only_places_within_one(city: SupplyUse) -> None:
    inside = matching_of(city, "District", within="xiamen").places
    assert {of.place for of in inside} == {of.place for of in matching_of(city, "District").places}
    assert matching_of(city, within="fujian").places[0].place == "xiamen"
    assert "beijing" not in {of.place for of in matching_of(city, within="fujian").places}


def test_one_product_in_all_places(city: SupplyUse) -> None:
    whole = matching_of(city)
    product = whole.gaps[0].product
    of_one = matching_of(city, product=product)
    assert of_one.gaps == tuple(g for g in whole.gaps if g.product == product)
    assert sum(of.products for of in of_one.places) == len(of_one.gaps)


def test_what_there_is_not(city: SupplyUse, tiny_tables: Tables) -> None:
    with pytest.raises(UnknownName, match="City"):
        matching_of(city, "Town")
    with pytest.raises(UnknownName, match="place"):
        matching_of(city, within="nowhere")
    with pytest.raises(UsageError, match="no need is known in any District"):
        matching_of(build_supply_use(tiny_tables), "District")


def test_measurements_are_the_rates(city: SupplyUse) -> None:
    result = matching_of(city)
    told = {(m.definition, m.about): (m.low, m.high) for m in result.measurements()}
    first = result.places[0]
    assert told["matching.linked", first.place] == (first.linked.low, first.linked.high)
    assert len(told) == 2 * len(result.places)


def test_it_is_for_sizes_that_one_place_at_a_time_is_not(tmp_path: Path) -> None:
    path = tmp_path / "nation.nq"
    write_nation(path, 3000, seed=2, form="nq")
    result = matching_of(build_supply_use(read_tables(open_graph(path))))
    assert len(result.places) > 40
    assert len(result.gaps) > 3000
