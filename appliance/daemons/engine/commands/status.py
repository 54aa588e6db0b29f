"""The state of the centre on one page."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from appliance import __version__
from appliance.contact.agents.model import State
from appliance.contact.calls.ending import WAITING
from appliance.contact.calls.model import CallState
from appliance.control.commands import Handler
from appliance.daemons.alarms import shown
from appliance.daemons.engine.commands.queues import QueueCommands
from appliance.daemons.engine.process import Engine


def handlers(engine: Engine) -> Mapping[str, Handler]:
    return {"status": _Status(engine).status}


class _Status:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queues = QueueCommands(engine)

    async def status(self) -> Any:
        engine = self._engine
        return {
            "ready": engine.media_up is not None,
            "version": __version__,
            "node": engine.settings.asterisk.node,
            "started_at": engine.started_at.isoformat(),
            "asterisk": self._asterisk(),
            "calls": self._calls(),
            "agents": self._agents(),
            "queues": await self._queues.listed(),
            "ledger": self._ledger(),
            "alarms": [shown(alarm) for alarm in engine.alarms.standing()],
        }

    def _asterisk(self) -> dict[str, Any]:
        engine = self._engine
        started = engine.media_started_at
        return {
            "connected": engine.media_up is not None,
            "started_at": started.isoformat() if started else None,
        }

    def _calls(self) -> dict[str, int]:
        calls = self._engine.centre.book.calls()
        return {
            "open": len(calls),
            "waiting": sum(call.state in WAITING for call in calls),
            "talking": sum(call.state in (CallState.TALKING, CallState.HELD) for call in calls),
        }

    def _agents(self) -> dict[str, int]:
        states = Counter(person.state for _, person in self._engine.centre.roster.everybody())
        return {
            "signed_in": states.total() - states[State.SIGNED_OUT],
            "ready": states[State.READY],
            "preview": states[State.PREVIEW],
            "ringing": states[State.RINGING],
            "talking": states[State.TALKING] + states[State.HOLD],
            "paused": states[State.PAUSED],
            "wrap_up": states[State.WRAP_UP],
        }

    def _ledger(self) -> dict[str, Any]:
        writer, now = self._engine.writer, self._engine.clock.now()
        behind = writer.behind_since
        return {"pending": writer.pending, "behind_s": round((now - behind).total_seconds(), 1) if behind else 0.0}
