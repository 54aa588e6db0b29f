"""Voicemail, by command: messages listed, heard, marked, taken out."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from appliance.contact.recording.errors import RecordingReasonMissing
from appliance.contact.voicemail.errors import MessageUnknown
from appliance.contact.voicemail.model import Message, Standing
from appliance.contact.voicemail.service import Voicemail
from appliance.control.commands import CALLER, Final, Handler
from appliance.daemons.jobs.at_phone import AtPhone
from appliance.daemons.jobs.messages import caller_side
from appliance.daemons.jobs.prompts import pieces

T = TypeVar("T")


def handlers(voicemail: Voicemail, phones: AtPhone) -> Mapping[str, Handler]:
    commands = _VoicemailCommands(voicemail, phones)
    return {
        "voicemail.list": commands.listed,
        "voicemail.show": commands.show,
        "voicemail.counts": commands.counts,
        "voicemail.export": commands.export,
        "voicemail.play": commands.play,
        "voicemail.fetch": commands.fetch,
        "voicemail.heard": commands.heard,
        "voicemail.mark": commands.mark,
        "voicemail.delete": commands.delete,
    }


class _VoicemailCommands:
    def __init__(self, voicemail: Voicemail, phones: AtPhone) -> None:
        self._voicemail, self._phones = voicemail, phones
        self._one_at_a_time = asyncio.Lock()

    async def listed(self, *, box: str = "", standing: str = "", limit: int = 50) -> Any:
        wanted, most = Standing(standing) if standing else None, max(1, min(limit, 1000))
        return [shown(message) for message in await asyncio.to_thread(self._voicemail.list, box, wanted, most)]

    async def show(self, *, id: UUID) -> Any:
        return shown(await asyncio.to_thread(self._voicemail.find, id))

    async def counts(self) -> Any:
        counted = await asyncio.to_thread(self._voicemail.counts)
        return [{"box": box, **asdict(count)} for box, count in sorted(counted.items())]

    async def export(self, *, id: UUID, reason: str) -> AsyncIterator[Any]:
        """What the caller said, as a WAV in parts of base64."""
        _needs_reason(id, reason)
        wav = await asyncio.to_thread(self._wav, id, CALLER.get().user, reason)
        for piece in pieces(wav):
            yield piece
        yield Final({"id": str(id), "bytes": len(wav)})

    async def play(self, *, id: UUID, phone: str, reason: str) -> AsyncIterator[Any]:
        """Ring `phone` and play what the caller said; only one that was played to its end counts as heard."""
        _needs_reason(id, reason)
        who = CALLER.get().user
        message = await asyncio.to_thread(self._voicemail.find, id)
        async with self._phones.playing(phone, partial(self._wav, id, who, reason)) as stages:
            async for stage in stages:
                yield stage
        heard_ms, whole = stages.result["heard_ms"], stages.result["whole"]
        await self._phones.note(message.contact, message.recording, who, phone, heard_ms)
        if whole:
            # Somebody else may have deleted it while it played.
            with suppress(MessageUnknown):
                await self._alone(self._voicemail.heard, id, who)
        yield Final({"id": str(id), "phone": phone, "heard_ms": heard_ms, "heard": whole})

    async def fetch(self, *, id: UUID, agent: str) -> Any:
        """Lay the message out for Asterisk to play; whoever asked removes it when it has been played."""
        wav = await asyncio.to_thread(self._wav, id, _agent(agent), "heard at a phone")
        return {"id": str(id), "name": await asyncio.to_thread(self._phones.lay_out, wav)}

    async def heard(self, *, id: UUID, agent: str = "") -> Any:
        return shown(await self._alone(self._voicemail.heard, id, _agent(agent)))

    async def mark(self, *, id: UUID, standing: str, agent: str = "") -> Any:
        wanted = Standing.NEW if standing == Standing.NEW else Standing.SAVED
        return shown(await self._alone(self._voicemail.mark, id, wanted, _agent(agent)))

    async def delete(self, *, id: UUID, reason: str, agent: str = "") -> Any:
        """Out of the box; a hold and the class's minimum keep the audio all the same."""
        _needs_reason(id, reason)
        audio = await self._alone(self._voicemail.delete, id, _agent(agent), reason)
        return {"id": str(id), "audio": audio}

    def _wav(self, identity: UUID, who: str, reason: str) -> bytes:
        return caller_side(self._voicemail.audio(identity, who, reason))

    async def _alone(self, step: Callable[..., T], *about: Any) -> T:
        async with self._one_at_a_time:
            return await asyncio.to_thread(step, *about)


def shown(message: Message) -> dict[str, Any]:
    """A message as JSON values."""
    return {
        "id": str(message.id),
        "box": message.box,
        "caller": message.caller,
        "left_at": message.left_at.isoformat(),
        "duration_ms": message.duration_ms,
        "standing": message.standing.value,
        "heard_at": message.heard_at.isoformat() if message.heard_at else None,
        "heard_by": message.heard_by,
        "contact": str(message.contact),
        "recording": str(message.recording),
    }


def _agent(agent: str) -> str:
    """Who does it: an agent at a phone, else whoever sent the command."""
    return f"agent {agent}" if agent else CALLER.get().user


def _needs_reason(identity: UUID, reason: str) -> None:
    if not reason.strip():
        raise RecordingReasonMissing(recording=str(identity))
