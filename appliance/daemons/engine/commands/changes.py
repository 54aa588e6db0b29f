"""Changes of the configuration: written beside the event loop, then taken up by the running centre."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypedDict

from appliance.control.commands import CALLER
from appliance.daemons.engine.process import Engine


class Change(TypedDict):
    """Who changes something, why and when, as every repository wants to know it."""

    author: str
    reason: str
    at: datetime


async def write(engine: Engine, reason: str, change: Callable[[Change], Any]) -> Any:
    """Run a database change and let the centre take it up; its result.

    The author is whoever sent the command that is being carried out.
    """
    by = Change(author=author(), reason=reason, at=engine.clock.now())
    return await engine.upkeep.change(lambda: change(by))


def author() -> str:
    """The account of the machine that the running command came from."""
    return CALLER.get().user
