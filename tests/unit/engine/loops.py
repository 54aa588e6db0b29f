"""Coroutine tests, each in a loop of its own and bounded."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec

P = ParamSpec("P")
LIMIT = 30.0


def in_a_loop(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Run a coroutine test to its end within `LIMIT` seconds."""

    @wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        asyncio.run(asyncio.wait_for(test(*args, **kwargs), LIMIT))

    return run


async def turns(count: int = 3) -> None:
    """Let everything run that waits for nothing but its turn."""
    for _ in range(count):
        await asyncio.sleep(0)
