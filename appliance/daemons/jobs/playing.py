"""A recording heard at a phone, by command: who may, why, and how long is on record."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from appliance.contact.recording import events as facts
from appliance.contact.recording.service import Recorder
from appliance.control.client import ControlClient
from appliance.control.commands import CALLER, Final, Handler
from appliance.daemons.jobs.messages import both_sides
from appliance.daemons.jobs.telling import tell
from appliance.daemons.jobs.voicemail import HEARD, lay_out
from appliance.events import Event


def handlers(
    recorder: Recorder, folder: Path, engine: Callable[[], ControlClient], publish: Callable[[Event], None]
) -> Mapping[str, Handler]:
    """`folder` is where Asterisk finds what is to be played at a phone."""
    return {"recording.play": _Playing(recorder, folder, engine, publish).play}


class _Playing:
    def __init__(
        self, recorder: Recorder, folder: Path, engine: Callable[[], ControlClient], publish: Callable[[Event], None]
    ) -> None:
        self._recorder, self._folder, self._engine, self._publish = recorder, folder, engine, publish

    async def play(self, *, id: UUID, phone: str, reason: str) -> AsyncIterator[Any]:
        """Ring `phone` and play the recording there, both sides in one; parts say what happens, the end how long.

        The access is on record before anything is heard, and what lay in clear for the phone is gone afterwards.
        """
        who, name = CALLER.get().user, f"{HEARD}{uuid4()}"
        file = self._folder / f"{name}.wav"
        heard_ms = 0
        try:
            await asyncio.to_thread(self._lay_out, file, id, reason, who)
            stream = self._engine().stream("phone.play", phone=phone, file=name)
            async with stream as stages:
                async for stage in stages:
                    yield stage
            heard_ms = stream.result["heard_ms"]
        finally:
            file.unlink(missing_ok=True)
        await asyncio.to_thread(self._note, id, who, phone, heard_ms)
        yield Final({"id": str(id), "phone": phone, "heard_ms": heard_ms})

    def _lay_out(self, file: Path, identity: UUID, reason: str, who: str) -> None:
        lay_out(file, both_sides(self._recorder.export(identity, reason, who)))

    def _note(self, identity: UUID, who: str, phone: str, heard_ms: int) -> None:
        recording = self._recorder.register.find(identity)
        contact = recording.contact if recording else None
        now = self._recorder.clock.now()
        played = facts.played(contact, identity, who, phone, heard_ms, now)
        tell(played, self._recorder.calls, self._publish)
