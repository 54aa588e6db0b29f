"""What the centre has and what holds it this instant: lines, fax sessions, agents and queues in one view."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from appliance.contact.calls.model import Call
from appliance.contact.fax.model import OUT, Direction, State, fax_of
from appliance.control.commands import Handler
from appliance.daemons.engine.commands.queues import QueueCommands
from appliance.daemons.engine.process import Engine


def handlers(engine: Engine) -> Mapping[str, Handler]:
    return {"resources": _Resources(engine).resources}


class _Resources:
    def __init__(self, engine: Engine) -> None:
        self._engine, self._queues = engine, QueueCommands(engine)

    async def resources(self) -> Any:
        sessions = self._sessions()
        return {
            "lines": self._lines(sessions),
            "faxes": self._faxes(sessions),
            "fax_sessions": sessions,
            "agents": self._agents(),
            "queues": await self._queues.listed(),
        }

    def _lines(self, sessions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Every trunk: calls that hold a line, of which faxes; `most` 0 is as many as come."""
        centre, faxes = self._engine.centre, Counter(one["trunk"] for one in sessions)
        taken, kept = centre.site_lines.taken(), centre.directory.now.faxes.kept
        return [
            {
                "trunk": trunk.name,
                "calls": taken[trunk.name],
                "faxes": faxes[trunk.name],
                "most": trunk.most,
                "free": max(0, trunk.most - taken[trunk.name]) if trunk.most else None,
                "kept": kept,
                "state": "out" if centre.outages.of(trunk.name) else "working",
            }
            for trunk in sorted(centre.directory.trunks(), key=lambda trunk: trunk.name)
        ]

    def _faxes(self, sessions: list[dict[str, Any]]) -> dict[str, int]:
        centre = self._engine.centre
        states = Counter(fax.state for fax in centre.faxes.open())
        receiving = sum(one["direction"] == Direction.IN for one in sessions)
        return {
            "receiving": receiving,
            "dialling": states[State.DIALLING],
            "sending": states[State.SENDING],
            "waiting": states[State.WAITING],
            "most": centre.directory.now.faxes.most,
        }

    def _sessions(self) -> list[dict[str, Any]]:
        """Calls that carry a fax now, or are placed for one."""
        centre = self._engine.centre
        dialled = {fax.contact: fax for fax in centre.faxes.open() if fax.state is State.DIALLING}
        found = [_session(call, str(fax_of(call.fax))) for call in centre.book.calls() if call.faxing]
        return found + [_session(call, str(dialled[call.id].id)) for call in centre.book.calls() if call.id in dialled]

    def _agents(self) -> list[dict[str, Any]]:
        """Everybody who is signed in, and what holds them."""
        return [
            {
                "agent": agent.number,
                "state": person.state.value,
                "phone": person.phone,
                "since": person.since.isoformat() if person.since else None,
                "calls": [str(contact) for contact in person.in_hand if contact],
            }
            for agent, person in self._engine.centre.roster.everybody()
            if person.phone
        ]


def _session(call: Call, fax: str) -> dict[str, Any]:
    out = call.direction.value == "outbound"
    leg = call.customer
    return {
        "fax": fax,
        "direction": (Direction.OUT if out or call.fax.startswith(OUT) else Direction.IN).value,
        "state": (State.SENDING if out else State.RECEIVING).value if call.faxing else State.DIALLING.value,
        "number": call.dialled if out else call.caller,
        "trunk": (leg.trunk if leg and out else call.trunk) or call.trunk,
        "since": call.opened_at.isoformat(),
    }
