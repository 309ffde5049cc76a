"""Places are known by their names, in names of firms and in addresses; what is not sure is none."""

import pytest

from ecograph.intake.gazetteer import (
    around,
    gazetteer,
    place_in_address,
    place_in_name,
    place_named,
    without_place,
)

XIAMEN = "350200"


def label(code: str | None) -> str | None:
    return None if code is None else gazetteer()[code].label_en


def test_every_place_is_part_of_one_that_is_there() -> None:
    held = gazetteer()
    assert all(p.part_of is None or p.part_of in held for p in held.values())
    assert [p.label_en for p in around("350203")] == ["Siming", "Xiamen", "Fujian", "China"]
    counts = [sum(p.table == t for p in held.values()) for t in ("province", "area", "city")]
    assert counts == [27, 3, 337]  # four cities are as wide as a province
    assert len({(p.label_zh, p.part_of) for p in held.values()}) == len(held)


@pytest.mark.parametrize(
    ("name", "of_xiamen", "of_none"),
    [
        ("思明区", "Siming", "Siming"),
        ("思明", "Siming", "Siming"),
        ("厦门", "Xiamen", "Xiamen"),
        ("XIAMEN", "Xiamen", "Xiamen"),
        ("鼓楼区", None, None),  # there are four
        ("PT", "Portugal", "Portugal"),
        ("U.S.A.", "United States", "United States"),
        ("台灣", "Taiwan", "Taiwan"),
        ("火炬高新区", None, None),
        ("Eindhoven", None, None),
    ],
)
def test_a_name_means_one_place_or_none(
    name: str, of_xiamen: str | None, of_none: str | None
) -> None:
    assert label(place_named(name, XIAMEN)) == of_xiamen
    assert label(place_named(name)) == of_none


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("联芯集成电路制造(厦门)有限公司", "Xiamen"),
        ("上海虚构（厦门）科技有限公司", "Xiamen"),
        ("深圳市虚构股份有限公司", "Shenzhen"),
        ("江苏昆山虚构有限公司", "Kunshan"),
        ("湖南虚构瓷业股份有限公司", "Hunan"),
        ("中国虚构股份有限公司", None),
        ("虚构电气装备股份有限公司", None),
        ("中山大学虚构基因", None),
        ("Alpha Ltd.", None),
    ],
)
def test_a_firm_is_where_its_name_says(name: str, place: str | None) -> None:
    assert label(place_in_name(name)) == place


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("No. 1 A Road, Nanshan District, Shenzhen, Guangdong, China", "Shenzhen"),
        ("1 B Road, Suzhou 215021, Jiangsu Province, China", "Suzhou"),
        ("No 1 C Road Jimei Xiamen Fujian China", "Xiamen"),
        ("福建省厦门市集美区某路1号", "Jimei"),
        ("集美区某路1号", "Jimei"),
        ("Rua D 7, Trofa, PT", "Portugal"),
        ("somewhere", None),
        ("", None),
    ],
)
def test_the_narrowest_place_of_an_address(address: str, place: str | None) -> None:
    assert label(place_in_address(address, XIAMEN)) == place


def test_a_name_without_its_place() -> None:
    assert without_place("福建省厦门虚构有限公司") == "虚构有限公司"
    assert without_place("虚构有限公司") == "虚构有限公司"
