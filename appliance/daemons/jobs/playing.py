"""A recording heard at a phone, by command: who may, why, and how long is on record."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from appliance.contact.fax.model import NAMED
from appliance.contact.recording.errors import RecordingSilent
from appliance.contact.recording.service import Recorder
from appliance.control.commands import CALLER, Final, Handler
from appliance.daemons.jobs.at_phone import AtPhone
from appliance.daemons.jobs.fax_outbox import SENDER
from appliance.daemons.jobs.messages import both_sides

PAGES = (f"{NAMED}.", f"{SENDER}.")
"""Begins the channels of what is pages of faxes, received and sent."""


def handlers(recorder: Recorder, phones: AtPhone) -> Mapping[str, Handler]:
    return {"recording.play": _Playing(recorder, phones).play}


class _Playing:
    def __init__(self, recorder: Recorder, phones: AtPhone) -> None:
        self._recorder, self._phones = recorder, phones

    async def play(self, *, id: UUID, phone: str, reason: str) -> AsyncIterator[Any]:
        """Ring `phone` and play the recording there, both sides in one; parts say what happens, the end how long.

        The access is on record before anything is heard, and what lay in clear for the phone is gone afterwards.
        """
        who = CALLER.get().user
        found = await asyncio.to_thread(self._recorder.register.find, id)
        if found and found.channel.startswith(PAGES):
            raise RecordingSilent(recording=str(id))
        async with self._phones.playing(phone, partial(self._wav, id, reason, who)) as stages:
            async for stage in stages:
                yield stage
        recording = await asyncio.to_thread(self._recorder.register.find, id)
        heard_ms = stages.result["heard_ms"]
        await self._phones.note(recording.contact if recording else None, id, who, phone, heard_ms)
        yield Final({"id": str(id), "phone": phone, "heard_ms": heard_ms})

    def _wav(self, identity: UUID, reason: str, who: str) -> bytes:
        return both_sides(self._recorder.export(identity, reason, who))
