"""Do-not-disturb and longer wrap-ups, by command."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from appliance.control.commands import Handler
from appliance.daemons.engine.commands.agents import shown
from appliance.daemons.engine.process import Engine

LONGEST_WRAP_UP = 3600


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _DutyCommands(engine)
    return {"agent.dnd": commands.undisturbed, "agent.extend": commands.extend}


class _DutyCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def undisturbed(self, *, agent: str, on: bool) -> Any:
        person = self._engine.ask(self._engine.centre.agents.undisturbed, agent, on)
        return shown(self._engine.centre.roster.known(agent), person)

    async def extend(self, *, agent: str, seconds: int, call: UUID | None = None) -> Any:
        """The wrap-up of a call, of every one without, ends so many seconds from now."""
        bounded = max(1, min(seconds, LONGEST_WRAP_UP))
        person = self._engine.ask(partial(self._engine.centre.agents.extend_wrap_up, contact=call), agent, bounded)
        return shown(self._engine.centre.roster.known(agent), person)
