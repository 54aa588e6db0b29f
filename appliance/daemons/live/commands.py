"""What the console asks of this process: tickets for browsers, and to send readers away."""

from collections.abc import Callable, Mapping
from typing import Any

from appliance.control.commands import Handler
from appliance.daemons.live.hub import Hub
from appliance.daemons.live.scope import Scope
from appliance.daemons.live.tickets import LIFE, Tickets


def handlers(hub: Hub, tickets: Tickets, clock: Callable[[], float]) -> Mapping[str, Handler]:
    commands = _LiveCommands(hub, tickets, clock)
    return {"live.admit": commands.admit, "live.dismiss": commands.dismiss, "live.status": commands.status}


class _LiveCommands:
    def __init__(self, hub: Hub, tickets: Tickets, clock: Callable[[], float]) -> None:
        self._hub, self._tickets, self._clock = hub, tickets, clock

    async def admit(
        self,
        *,
        person: str,
        session: str = "",
        agent: str = "",
        rights: list[str] | None = None,
        queues: list[str] | None = None,
        teams: list[str] | None = None,
        masked: bool = True,
        language: str = "zh",
    ) -> Any:
        """A ticket with which one browser may come in once; no queues or teams given means all of them."""
        scope = Scope(
            person,
            session,
            agent,
            frozenset(rights or ()),
            None if queues is None else frozenset(queues),
            None if teams is None else frozenset(teams),
            masked,
            language,
        )
        return {"ticket": self._tickets.give(scope, self._clock()), "seconds": LIFE}

    async def dismiss(self, *, person: str = "", session: str = "") -> Any:
        """Close what that session, or without one every session of that person, has open here."""
        self._tickets.dismiss(person, session)
        return {"closed": self._hub.dismiss(person, session)}

    async def status(self) -> Any:
        """Whether the engine is there, how many entries the picture has and how many watch."""
        hub = self._hub
        return {"engine": hub.engine_up, "entries": len(hub.entries), "watchers": hub.watchers}
