"""What the process that serves browsers asks: the centre as it is, and then every fact."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import aclosing
from datetime import datetime
from typing import Any

from appliance.contact.agents import events as agent_facts
from appliance.control.commands import Handler
from appliance.control.feed import OPENED
from appliance.daemons.engine.centre import Centre
from appliance.daemons.engine.process import Engine
from appliance.daemons.live import snapshot


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _LiveCommands(engine)
    return {"live.follow": commands.follow, "live.configuration": commands.configuration}


def beginning(centre: Centre, now: datetime, unpublished: int) -> Iterator[dict[str, Any]]:
    """The centre in parts; of the facts that are told from now on the first `unpublished` are in them already."""
    yield from configured(centre)
    people = [agent_facts.state(person, now).to_json() for _, person in centre.roster.everybody()]
    yield from snapshot.pieces(snapshot.PRESENCES, people)
    yield from snapshot.pieces(snapshot.CALLS, [snapshot.told_call(call) for call in centre.book.calls()])
    yield from snapshot.pieces(snapshot.CALLBACKS, [snapshot.told_callback(one) for one in centre.callbacks.open()])
    yield from snapshot.pieces(snapshot.MONITORS, snapshot.told_monitors(centre.monitoring.running()))
    yield {"kind": snapshot.WHOLE, "data": {"unpublished": unpublished}}


def configured(centre: Centre) -> Iterator[dict[str, Any]]:
    """Agents and queues as they are configured, in parts."""
    now = centre.directory.now
    yield from snapshot.pieces(snapshot.AGENTS, [snapshot.told_agent(agent) for agent in now.agents.values()])
    yield from snapshot.pieces(snapshot.QUEUES, [snapshot.told_queue(queue) for queue in now.queues.values()])


class _LiveCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def follow(self) -> AsyncIterator[Any]:
        """The centre as parts of a beginning, then facts as `events` tells them."""
        async with aclosing(self._engine.feed.events()) as facts:
            async for fact in facts:
                if fact["kind"] != OPENED:
                    yield fact
                    continue
                # All of it in one step with the subscription: the centre goes on while parts are sent.
                for part in [*self._whole()]:
                    yield part

    async def configuration(self) -> AsyncIterator[Any]:
        """Agents and queues as configured, as parts of a beginning."""
        for part in [*configured(self._engine.centre)]:
            yield part

    def _whole(self) -> Iterator[dict[str, Any]]:
        engine = self._engine
        return beginning(engine.centre, engine.clock.now(), engine.outbox.unpublished)
