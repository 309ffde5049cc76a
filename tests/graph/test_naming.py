"""Who is meant by a name: ids, labels, aliases, in either language, script and width."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.namespaces import VOC_BASE
from ecograph.export.graph_files import build_to
from ecograph.graph import naming
from ecograph.graph.labels import Labels
from ecograph.graph.naming import (
    FILE,
    Named,
    all_named,
    find_entity,
    find_named,
    fold,
    named_sources,
    search_names,
    write_names,
)
from ecograph.graph.opening import CitedGraph, open_graph
from ecograph.supplychain.need_states import STATES

NAMES = {"a": "Micro Chips", "b": "CRO Services", "c": "Contract research (CRO)"}


@pytest.mark.parametrize(
    "name",
    [
        "b1",
        "id:b1",
        "虚构甲泵业",
        "虛構甲泵業",
        "甲泵业",
        "Alpha Pumps",
        "alpha  pumps",
        "ＡＬＰＨＡ ＰＵＭＰＳ",
    ],
)
def test_a_thing_is_found_by_any_of_its_names(tiny: CitedGraph, name: str) -> None:
    assert find_entity(tiny, name) == "b1"


def test_an_unknown_name_suggests_near_ones(tiny: CitedGraph) -> None:
    with pytest.raises(UnknownName, match="did you mean Alpha Pumps") as caught:
        find_entity(tiny, "Alpha Pump")
    assert caught.value.near[0] == "Alpha Pumps"
    with pytest.raises(UnknownName, match="ecograph find qqqqqq looks for parts of names"):
        find_entity(tiny, "qqqqqq")


@pytest.mark.parametrize("words", ["Jimei Fund", "基金 集美", "fund  jimei industry"])
def test_words_are_found_wherever_they_stand_in_a_name(xiamen: CitedGraph, words: str) -> None:
    found = [n.key for n in search_names(all_named(xiamen), words)]
    assert "jimei-industry-guidance-fund" in found and len(found) < 5


def test_a_word_of_its_own_comes_before_one_inside_of_another(xiamen: CitedGraph) -> None:
    found = search_names(all_named(xiamen), "AMEC")
    assert found[0].key == "amec"
    named = {key: Named(key, "Firm", {"en": name}, ()) for key, name in NAMES.items()}
    assert [n.key for n in search_names(named, "CRO")] == ["b", "c", "a"]


def test_sources_are_found_by_title_and_publisher(xiamen: CitedGraph) -> None:
    sources = named_sources(xiamen)
    by_publisher = {n.key for n in search_names(sources, "厦门市科学技术局")}
    assert "web-bio-measures-2023-text" in by_publisher and len(by_publisher) > 5
    assert [n.key for n in search_names(sources, "paper-2023")] == ["paper-2023"]


def test_a_class_narrows_what_is_meant(tiny: CitedGraph) -> None:
    assert find_entity(tiny, "b1", class_="Firm") == "b1"
    assert find_entity(tiny, "b1", class_="Organization") == "b1"
    assert find_entity(tiny, "rivermouth", class_="Place") == "rivermouth"
    with pytest.raises(UnknownName, match="no Place is called b1"):
        find_entity(tiny, "b1", class_="Place")


def named(*named: tuple[str, str, str]) -> dict[str, Named]:
    return {k: Named(k, "Firm", {"zh": zh}, (alias,)) for k, zh, alias in named}


def test_a_name_of_two_things_is_asked_back() -> None:
    pool = named(("a", "甲", "x"), ("b", "甲", "y"))
    with pytest.raises(
        UsageError, match=r"甲 names 2 entities: a \(.*\), b \(.*\); give the id of one"
    ):
        find_named(pool, "甲")


def test_a_label_goes_before_an_alias_and_an_id_before_both() -> None:
    pool = named(("a", "甲", "乙"), ("b", "乙", "a"))
    assert find_named(pool, "乙").key == "b"
    assert find_named(pool, "a").key == "a"


def test_two_banks_are_two(xiamen: CitedGraph) -> None:
    """厦门银行 and 厦门国际银行 are never taken for one another."""
    assert find_entity(xiamen, "厦门国际银行") == "xiamen-international-bank"
    assert find_entity(xiamen, "厦门银行") == "xiamen-bank"


def test_labels_fall_back_to_the_other_language_then_to_the_id() -> None:
    assert Named("a", "Firm", {"zh": "甲"}, ()).label("zh") == "甲"
    assert Named("a", "Firm", {"zh": "甲"}, ()).label("en") == "甲 [zh]"
    assert Named("a", "Firm", {}, ()).label("en") == "a"


def test_every_thing_of_a_region_is_found_by_its_labels(tiny: CitedGraph) -> None:
    pool = all_named(tiny)
    assert list(pool) == sorted(pool) and len(pool) == 14
    for key, one in pool.items():
        for name in (key, *one.labels.values(), *one.aliases):
            assert find_named(pool, name).key == key


@given(st.text(max_size=20))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(st.text("厦廈门門abcABC ａＢ", max_size=12))
def test_script_width_and_case_do_not_tell_names_apart(name: str) -> None:
    assert fold(name.upper()) == fold(name.lower()) == fold(f" {name} ")


def test_the_keys_of_a_code_list_are_its_own_and_those_a_graph_adds() -> None:
    own = Labels({})
    assert own.codes("evidence-none") == []
    assert own.codes("need-state") == sorted(STATES)
    assert own.code("need-state", "linked-local", "en") == "linked locally"
    assert own.code("need-state", None, "en") == ""
    more = Labels({f"{VOC_BASE}need-state-zz": {"en": "new"}, f"{VOC_BASE}tier-zz": {"en": "t"}})
    assert more.codes("need-state") == [*sorted(STATES), "zz"]


def test_names_beside_a_store_are_those_of_its_statements(tiny: CitedGraph, tmp_path: Path) -> None:
    build_to(tiny, tmp_path / "store")
    built = open_graph(str(tmp_path / "store"))
    assert built.path is not None
    beside = all_named(built)
    assert beside == all_named(tiny)
    for one in beside.values():
        names = {*one.labels.values(), *one.aliases}
        assert dict(one.folded) == {name: fold(name) for name in names}
    path = built.path / FILE
    rows = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(rows[:1]), encoding="utf-8")
    assert len(all_named(built)) == 1  # the file is what was read
    for broken in ("", "[", "{}1", "[1]", "[[1, 2]]", '[["a", "Firm", 1, [], {}]]', "[" * 100_000):
        path.write_text(broken, encoding="utf-8")
        assert all_named(built) == all_named(tiny), broken


def test_a_name_is_found_whether_it_was_folded_before_or_not(tmp_path: Path) -> None:
    plain = named(("a", "甲", "虛構"), ("b", "乙", "Beta"))
    write_names(plain, tmp_path)
    kept = naming._read_beside(tmp_path)
    assert kept == plain
    for name in ("甲", "虛構", "虚构", "beta", "ＢＥＴＡ"):
        assert find_named(kept, name) == find_named(plain, name), name
