"""What to ask next: each kind of question, what an answer narrows, and that it does."""

from typing import Any

import pytest

from ecograph.supplychain.asking import OFFICES, Question, questions_of
from ecograph.supplychain.needs import needs_of
from supply_use_help import golden, ids, rows

# b1 and b2 each need a, b and c: a is made here, b by nobody known, c by somebody of no known place
WORLD: dict[str, Any] = {
    "product": ids("e", "a", "b", "c"),
    "firm": ids("b1", "b2", "s1", "s2", "s3"),
    "production": rows("maker product", ("b1", "e"), ("b2", "e"), ("s1", "a"), ("s3", "c")),
    "requirement": rows("requirer input", ("e", "a"), ("e", "b"), ("e", "c")),
    "supply": rows("supplier buyer product", ("s1", "b1", "a")),
}


def asked(**more: Any) -> dict[str, Question]:
    return {q.key: q for q in questions_of(golden(**WORLD | more), "r").questions}


def test_the_most_telling_question_is_first_and_says_what_it_narrows() -> None:
    result = questions_of(golden(**WORLD), "r")
    assert result.width == {"lmr.links": 4 / 6, "lmr.potential": 4 / 6}
    first = result.questions[0]
    assert (first.key, first.linked, first.potential, first.needs) == (
        "place-s3-c",
        2 / 6,
        2 / 6,
        2,
    )
    assert [q.narrows for q in result.questions] == sorted(
        (q.narrows for q in result.questions), reverse=True
    )


def test_who_would_know() -> None:
    by_key = asked()
    assert by_key["maker-b"].addressee == "industry"
    assert by_key["supplier-b1-b"].addressee == "b1"
    assert by_key["place-s3-c"].addressee == "register"
    assert by_key["origin-b"].addressee == "industry"  # b1 and b2 have it
    alone = {"production": WORLD["production"][1:]}
    assert asked(**alone)["origin-b"].addressee == "b2"
    chains = {"industry_chain": ids("chain"), "requirement": rows("requirer input", ("chain", "b"))}
    by_key = asked(**chains)
    assert by_key["supplier-chain-b"].addressee == "industry"
    assert by_key["supplier-chain-b"].wording == "ask_supplier_industry"
    assert by_key["origin-b"].addressee == "customs"
    assert set(OFFICES) >= {"industry", "customs", "register"}


def test_who_announced_a_plant_is_named_in_the_question() -> None:
    planned = rows("maker product modality", ("s1", "b", "planned"))
    question = asked(production=[*WORLD["production"], *planned])["maker-b"]
    assert (question.addressee, question.about) == ("industry", "s1")
    assert question.wording == "ask_maker_announced"


def test_a_technology_is_mastered_not_made() -> None:
    needed = rows("requirer input", ("e", "tech"))
    by_key = asked(technology=ids("tech"), requirement=needed)
    assert by_key["maker-tech"].wording == "ask_maker_technology"
    assert by_key["supplier-b1-tech"].wording == "ask_supplier_technology"


def narrowed(question: str, **answer: Any) -> tuple[float, float]:
    """By how much the bounds of both rates come together once a question is answered."""

    def widths(**more: Any) -> tuple[float, float]:
        rates = {r.definition: r.interval for r in needs_of(golden(**WORLD | more), "r").rates}
        links, potential = rates["lmr.links"], rates["lmr.potential"]
        assert links is not None and potential is not None
        return links.high - links.low, potential.high - potential.low

    before, after = widths(), widths(**answer)
    question_ = asked()[question]
    found = before[0] - after[0], before[1] - after[1]
    assert found[0] >= question_.linked - 1e-9 and found[1] >= question_.potential - 1e-9
    return found


def test_an_answer_narrows_at_least_what_was_said() -> None:
    nobody = rows("holder mastered modality", ("r", "b", "lacking"))
    assert narrowed("maker-b", mastery=nobody) == pytest.approx((2 / 6, 2 / 6))
    made = [*WORLD["production"], *rows("maker product", ("s2", "b"))]
    elsewhere = rows("located place", ("b1", "r"), ("b2", "r"), ("s1", "r"), ("s2", "r"))
    assert narrowed("maker-b", production=made, location=elsewhere)[1] == pytest.approx(2 / 6)
    sold = [*WORLD["supply"], *rows("supplier buyer product", ("s2", "b1", "b"))]
    assert narrowed("supplier-b1-b", supply=sold)[0] >= 1 / 6 - 1e-9
    spots = (("b1", "r"), ("b2", "r"), ("s1", "r"), ("s2", "other"), ("s3", "far"))
    placed = rows("located place", *spots)
    assert narrowed("place-s3-c", location=placed) == pytest.approx((2 / 6, 2 / 6))


def test_who_makes_it_itself_is_not_asked_who_supplies_it() -> None:
    own = asked(production=[*WORLD["production"], *rows("maker product", ("b1", "b"))])
    assert "supplier-b1-b" in asked() and "supplier-b1-b" not in own


def test_what_is_known_is_not_asked() -> None:
    assert not [key for key in asked() if key.endswith("-a") and not key.startswith("origin")]
    nothing = questions_of(golden(production=[], requirement=[], supply=[]), "r")
    assert nothing.questions == ()
    assert nothing.width == {"lmr.links": 0.0, "lmr.potential": 0.0}
