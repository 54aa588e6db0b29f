"""Requests for recordings, by command: asked for, listed, answered, and used by the console's people."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from appliance.clock import uuid7
from appliance.contact.recording.approval import Asked
from appliance.contact.recording.asking import Asking
from appliance.contact.recording.custody import Deed
from appliance.contact.recording.service import Recorder
from appliance.control.commands import CALLER, Handler
from appliance.daemons.jobs.keeping import Keeping


def handlers(keeper: Keeping, recorder: Recorder) -> Mapping[str, Handler]:
    """The console names who asks: only processes of the box's own user reach these commands."""
    commands = _Requests(keeper, recorder)
    return {
        "recording.requests": commands.listed,
        "recording.ask_export": commands.ask_export,
        "recording.answer": commands.answer,
        "recording.use": commands.use,
    }


class _Requests:
    def __init__(self, keeper: Keeping, recorder: Recorder) -> None:
        self._keeper, self._recorder, self._asking = keeper, recorder, Asking(keeper.custody)

    async def listed(self) -> Any:
        """Every request of the last 90 days, the newest first."""
        return [_shown(one) for one in await asyncio.to_thread(self._asking.all, self._keeper.clock.now())]

    async def ask_export(self, *, ids: list[UUID], reason: str, by: str = "") -> Any:
        """Ask to take recordings away, once, if somebody else agrees."""
        deed = self._deed(reason, by)
        name = await self._one_at_a_time(self._asking.export, ids, str(uuid7(deed.at)), deed)
        return {"request": name, "recordings": len(ids)}

    async def answer(self, *, request: str, agree: bool, reason: str, by: str = "") -> Any:
        """Agree to somebody else's request, or refuse it."""
        deed = self._deed(reason, by)
        return _shown(await self._one_at_a_time(lambda: self._asking.answer(request, deed, agree=agree)))

    async def use(self, *, request: str, who: str) -> Any:
        """Open, once, what somebody else agreed to; the recordings that are there."""
        one = await self._one_at_a_time(self._asking.use, request, who, self._keeper.clock.now())
        for identity in one.recordings:
            await asyncio.to_thread(self._recorder.grant, identity, one.reason, who)
        return _shown(one)

    async def _one_at_a_time(self, step: Callable[..., Any], *about: Any) -> Any:
        async with self._keeper.one_at_a_time:
            return await asyncio.to_thread(step, *about)

    def _deed(self, reason: str, by: str) -> Deed:
        return Deed(by or CALLER.get().user, reason, self._keeper.clock.now())


def _shown(one: Asked) -> dict[str, Any]:
    return {
        "request": one.name,
        "who": one.who,
        "reason": one.reason,
        "at": one.at.isoformat(),
        "export": one.export,
        "recordings": [str(identity) for identity in one.recordings],
        "stage": one.stage.value,
        "by": one.by,
        "answer": one.answer,
        "answered_at": one.answered_at.isoformat() if one.answered_at else None,
    }
