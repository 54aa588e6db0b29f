"""Recordings that people hear in the console, by command: admitted for a reason, given in parts, and noted how long."""

import asyncio
import base64
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from appliance.contact.recording import events as facts
from appliance.contact.recording.service import LASTS, Recorder
from appliance.control.commands import Handler
from appliance.daemons.jobs.telling import tell
from appliance.errors import Refusal
from appliance.events import Event

LARGEST = 1 << 18
BROWSER = "browser"


def handlers(recorder: Recorder, publish: Callable[[Event], None]) -> Mapping[str, Handler]:
    """The console names who asks: only processes of the box's own user reach these commands."""
    hearing = _Hearing(recorder, publish)
    return {
        "recording.admit": hearing.admit,
        "recording.take": hearing.take,
        "recording.part": hearing.part,
        "recording.shape": hearing.shape,
        "recording.heard": hearing.heard,
    }


class _Hearing:
    def __init__(self, recorder: Recorder, publish: Callable[[Event], None]) -> None:
        self._recorder, self._publish = recorder, publish

    async def admit(self, *, id: UUID, reason: str, who: str) -> Any:
        """On record from now on; what can be had then, and for how many seconds."""
        await asyncio.to_thread(self._recorder.permit, id, reason, who)
        return {"id": str(id), "seconds": int(LASTS.total_seconds())}

    async def take(self, *, ids: list[UUID], reason: str, who: str) -> Any:
        """Open recordings for whoever may take them away; what of each, `refused` being "" or a code, why not."""
        return [await asyncio.to_thread(self._taken, id, reason, who) for id in ids]

    def _taken(self, id: UUID, reason: str, who: str) -> dict[str, str]:
        try:
            self._recorder.permit(id, reason, who)
        except Refusal as refusal:
            return {"id": str(id), "refused": refusal.code}
        return {"id": str(id), "refused": ""}

    async def part(self, *, id: UUID, who: str, start: int, length: int) -> Any:
        """Some bytes of the WAV as base64, and how many there are in all."""
        place = range(max(0, start), max(0, start) + max(1, min(length, LARGEST)))
        data, size = await asyncio.to_thread(self._recorder.part, id, who, place)
        return {"data": base64.b64encode(data).decode(), "size": size}

    async def shape(self, *, id: UUID, who: str) -> Any:
        return asdict(await asyncio.to_thread(self._recorder.shape, id, who))

    async def heard(self, *, id: UUID, who: str, heard_ms: int) -> Any:
        """Put on record how long somebody listened."""
        recording = await asyncio.to_thread(self._recorder.register.find, id)
        if recording:
            now = self._recorder.clock.now()
            played = facts.played(recording.contact, id, who, BROWSER, max(0, heard_ms), now)
            await asyncio.to_thread(tell, played, self._recorder.calls, self._publish)
        return {"id": str(id), "heard_ms": heard_ms}
