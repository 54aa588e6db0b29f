"""Recordings of running calls, by command: pause and resume for what must not be kept, and calls kept on demand."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from appliance.contact.recording.policy import Policy
from appliance.contact.recording.repository import RecordingRules
from appliance.control.commands import Handler
from appliance.daemons.engine.commands.changes import author
from appliance.daemons.engine.process import Engine
from appliance.errors import Refusal
from appliance.store.documents import Documents

LONGEST = 3600


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _RecordingCommands(engine)
    return {
        "call.pause_recording": commands.pause,
        "call.resume_recording": commands.resume,
        "call.keep_recording": commands.keep,
        "call.drop_recording": commands.drop,
    }


class _RecordingCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine, self._rules = engine, RecordingRules(Documents(engine.database))

    async def pause(self, *, id: UUID, seconds: int | None = None) -> Any:
        """Answers when nothing that is said is kept any more, and that this is so is on record."""
        engine, limit = self._engine, seconds or (await self._policy()).pause_limit
        channel = engine.ask(engine.centre.pauses.pause, id, author(), max(1, min(limit, LONGEST)))
        try:
            await engine.node.monitors.mute(channel)
        except Refusal:
            engine.ask(engine.centre.pauses.failed, id)
            raise
        await engine.outbox.settled()
        call = engine.centre.book.call(id)
        until = call.paused_until if call else None
        return {"id": str(id), "paused_until": until.isoformat() if until else None}

    async def resume(self, *, id: UUID) -> Any:
        self._engine.ask(self._engine.centre.pauses.resume, id, author())
        return {"id": str(id), "paused_until": None}

    async def keep(self, *, id: UUID) -> Any:
        """Keep the recording of a call that is recorded on demand, from its beginning."""
        return await self._demand(id, True)

    async def drop(self, *, id: UUID) -> Any:
        """Let the recording go after all."""
        return await self._demand(id, False)

    async def _demand(self, id: UUID, wanted: bool) -> Any:
        policy = await self._policy()
        self._engine.ask(self._engine.centre.pauses.demand, id, author(), wanted, policy)
        await self._engine.outbox.settled()
        return {"id": str(id), "kept": wanted}

    async def _policy(self) -> Policy:
        return await asyncio.to_thread(self._rules.policy)
