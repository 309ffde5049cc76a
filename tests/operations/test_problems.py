"""Problems of Xiamen as they are asked for, and the page that shows them."""

from pathlib import Path

import pytest

import ecograph
from ecograph.base.errors import UnknownName
from ecograph.pages.atlas import write_atlas


@pytest.fixture(scope="module")
def xiamen() -> ecograph.Dataset:
    return ecograph.open("xiamen")


def test_what_exists_since_is_told_with_its_source(xiamen: ecograph.Dataset) -> None:
    rows = xiamen.problems(problem="problem-drug-device-approval", top=0).rows("zh")
    assert {r["state"] for r in rows} == {"exists"}
    assert all(r["said_in"] == "公开资料" and r["evidence"] == "implied" for r in rows)
    assert all(r["statements"] for r in rows)


def test_what_nothing_is_known_of_is_said(xiamen: ecograph.Dataset) -> None:
    rows = xiamen.problems(concerning="生物医药", top=0).rows("zh")
    none = {r["problem_label"] for r in rows if r["state"] == "none"}
    assert "缺300kV冷冻电镜" in none
    only = xiamen.problems(without=["measure"], top=0).rows("zh")
    assert none <= {r["problem_label"] for r in only}
    assert all(r["response"] is None for r in only)


def test_documents_alone_know_less(xiamen: ecograph.Dataset) -> None:
    whole = xiamen.problems(top=0).value.problems
    alone = xiamen.problems(sources="documents", top=0).value.problems
    assert sum(p.state == "exists" for p in alone) == 13
    assert sum(p.state == "exists" for p in whole) > 35


def test_measures_that_stand_alone(xiamen: ecograph.Dataset) -> None:
    rows = xiamen.problems(without=["problem", "actor", "realisation"], top=0).rows("zh")
    assert rows
    assert all(not r["problems"] and not r["actors"] and not r["since"] for r in rows)


def test_what_is_not_there_is_said(xiamen: ecograph.Dataset) -> None:
    with pytest.raises(UnknownName):
        xiamen.problems(problem="no such problem")
    with pytest.raises(UnknownName):
        xiamen.problems(without=["hope"])


def test_a_region_without_problems_has_no_page(tmp_path: Path) -> None:
    tiny = ecograph.open("tiny")
    write_atlas(tiny.data.graph, tmp_path / "atlas")
    assert bool(tiny.problems().rows()) is (tmp_path / "atlas" / "problems.html").exists()
