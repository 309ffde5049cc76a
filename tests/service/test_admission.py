"""Places: each client in its turn, none with all of them, none waiting for ever."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from ecograph.service.admission import Admission
from ecograph.service.problems_told import Problem
from loop_help import run_apart


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    return run_apart(coroutine, 20)


def test_a_client_never_has_all_places() -> None:
    async def story() -> list[str]:
        places, done = Admission(4), []

        async def ask(client: str, seconds: float) -> None:
            async with places.place(client):
                await asyncio.sleep(seconds)
            done.append(client)

        greedy = [asyncio.create_task(ask("greedy", 0.3)) for _ in range(8)]
        await asyncio.sleep(0.02)
        assert places.taken == 2 and places.waiting == 6
        await ask("other", 0.01)
        assert done == ["other"]
        await asyncio.gather(*greedy)
        return done

    assert run(story()).count("greedy") == 8


def test_those_who_wait_are_called_in_turn() -> None:
    async def story() -> list[str]:
        places, order = Admission(1), []

        async def ask(client: str) -> None:
            async with places.place(client):
                order.append(client)
                await asyncio.sleep(0.01)

        asked = ["a", "a", "a", "b", "c"]
        await asyncio.gather(*(ask(client) for client in asked))
        assert places.taken == places.waiting == 0
        return order

    assert run(story()) == ["a", "a", "b", "c", "a"]


def test_who_would_wait_too_long_is_told_to_come_back() -> None:
    async def story() -> tuple[int, int, int]:
        places = Admission(1, most_waiting=4, patience=0.1)
        async with places.place("a"):
            refused = []
            for client in ("b", "b"):
                refused.append(asyncio.create_task(_status(places, client)))
            await asyncio.sleep(0.02)
            late, many = [await task for task in refused]
            assert places.waiting == 0
        return late, many, places.taken

    assert sorted(run(story())) == [0, 503, 503]


async def _status(places: Admission, client: str) -> int:
    try:
        async with places.place(client):
            return 200
    except Problem as problem:
        return problem.status


def test_a_place_whose_turn_comes_as_its_client_leaves_is_not_lost() -> None:
    async def story() -> int:
        places = Admission(1)
        async with places.place("a"):
            waiting = asyncio.create_task(_status(places, "b"))
            await asyncio.sleep(0)
        waiting.cancel()  # its turn has come, and it has not noticed yet
        with suppress(asyncio.CancelledError):  # Python 3.11 lets it have its turn
            await waiting
        return places.taken

    assert run(story()) == 0
