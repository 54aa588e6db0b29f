"""Messages of supervisors to agents, by command."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from appliance.clock import uuid7
from appliance.contact.acd.demands import serves
from appliance.contact.agents.errors import AgentUnknown
from appliance.contact.notices.errors import NoticeEmpty, NoticeReachesNobody, NoticeTooLong, TeamUnknown
from appliance.contact.notices.events import sent
from appliance.contact.notices.model import LONGEST, Notice
from appliance.control.commands import Handler
from appliance.daemons.engine.commands.changes import author
from appliance.daemons.engine.errors import QueueUnknown
from appliance.daemons.engine.process import Engine


def handlers(engine: Engine) -> Mapping[str, Handler]:
    return {"notice.send": _NoticeCommands(engine).send}


class _NoticeCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def send(
        self,
        *,
        text: str,
        agents: list[str] | None = None,
        teams: list[str] | None = None,
        queues: list[str] | None = None,
        urgent: bool = False,
        by: str = "",
    ) -> Any:
        """To these agents, teams and all who serve these queues, or without any of them to everybody."""
        if not (words := text.strip()):
            raise NoticeEmpty()
        if len(words) > LONGEST:
            raise NoticeTooLong(length=len(words), longest=LONGEST)
        meant = frozenset(self._meant(agents or (), teams or (), queues or ()))
        everybody = not (agents or teams or queues)
        if not (meant or everybody):
            raise NoticeReachesNobody()
        now = self._engine.clock.now()
        notice = Notice(uuid7(now), words, by or author(), now, meant, urgent)
        self._engine.book(sent(notice))
        return {"notice": str(notice.id), "agents": sorted(meant), "everybody": everybody}

    def _meant(self, agents: Sequence[str], teams: Sequence[str], queues: Sequence[str]) -> Iterator[str]:
        known = self._engine.centre.directory.now
        people = known.agents.values()
        for number in agents:
            if number not in known.agents:
                raise AgentUnknown(agent=number)
            yield number
        for team in teams:
            if not (members := [agent.number for agent in people if agent.team == team]):
                raise TeamUnknown(team=team)
            yield from members
        for name in queues:
            if (queue := known.queues.get(name)) is None:
                raise QueueUnknown(queue=name)
            yield from (agent.number for agent in people if serves(agent, queue))
