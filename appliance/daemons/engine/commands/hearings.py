"""A recording heard at a phone, by command of the jobs, which hold the audio and the right to it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from typing import Any

from appliance.contact.agents.errors import PhoneUnknown
from appliance.contact.recording.errors import RecordingPhoneBusy, RecordingPhoneUnanswered
from appliance.contact.recording.hearing import Stage
from appliance.control.commands import Final, Handler
from appliance.daemons.engine.process import Engine


def handlers(engine: Engine) -> Mapping[str, Handler]:
    return {"phone.play": _HearingCommands(engine).play}


class _HearingCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def play(self, *, phone: str, file: str) -> AsyncIterator[Any]:
        """Ring a phone and play a file of Asterisk's recordings there; the end says how long, and if all was heard."""
        centre = self._engine.centre
        if not centre.directory.phone(phone):
            raise PhoneUnknown(phone=phone)
        if centre.phones.in_use(phone) or centre.book.phones.in_use(phone):
            raise RecordingPhoneBusy(phone=phone)
        picked_up = False
        # Closed here and now when the one who asked goes away: the phone is then hung up.
        async with aclosing(self._engine.node.hearings.play(phone, file)) as stages:
            async for now, heard_ms in stages:
                picked_up |= now.stage is Stage.PLAYING
                if now.stage is not Stage.OVER:
                    yield {"stage": now.stage.value}
                elif not picked_up:
                    raise RecordingPhoneUnanswered(phone=phone)
                else:
                    yield Final({"phone": phone, "heard_ms": heard_ms, "whole": now.whole})
