"""Coroutines run by tests, which may share a process with a browser that keeps its own loop."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def run_apart(coroutine: Coroutine[Any, Any, Any], seconds: float) -> Any:
    """What a coroutine gives, run by a thread of its own, in so many seconds at most."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asyncio.wait_for(coroutine, seconds)).result()
