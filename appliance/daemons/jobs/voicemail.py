"""Voicemail, by command: messages listed, heard, marked, taken out."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

from appliance.contact.recording.errors import RecordingReasonMissing
from appliance.contact.voicemail.model import Message, Standing
from appliance.contact.voicemail.service import Voicemail
from appliance.control.commands import CALLER, Final, Handler
from appliance.daemons.jobs.messages import caller_side
from appliance.daemons.jobs.prompts import pieces

T = TypeVar("T")
HEARD = "heard-"
"""What files begin with that a phone plays now."""


def handlers(voicemail: Voicemail, folder: Path) -> Mapping[str, Handler]:
    """`folder` is where Asterisk finds what is to be played at a phone."""
    commands = _VoicemailCommands(voicemail, folder)
    return {
        "voicemail.list": commands.listed,
        "voicemail.show": commands.show,
        "voicemail.counts": commands.counts,
        "voicemail.export": commands.export,
        "voicemail.fetch": commands.fetch,
        "voicemail.heard": commands.heard,
        "voicemail.mark": commands.mark,
        "voicemail.delete": commands.delete,
    }


class _VoicemailCommands:
    def __init__(self, voicemail: Voicemail, folder: Path) -> None:
        self._voicemail, self._folder = voicemail, folder
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

    async def fetch(self, *, id: UUID, agent: str) -> Any:
        """Lay the message out for Asterisk to play; whoever asked removes it when it has been played."""
        wav = await asyncio.to_thread(self._wav, id, _agent(agent), "heard at a phone")
        name = f"{HEARD}{uuid4()}"
        await asyncio.to_thread(lay_out, self._folder / f"{name}.wav", wav)
        return {"id": str(id), "name": name}

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


def sweep(folder: Path) -> None:
    """Remove what was laid out for phones that are gone."""
    for left in folder.glob(f"{HEARD}*.wav"):
        left.unlink(missing_ok=True)


def _agent(agent: str) -> str:
    """Who does it: an agent at a phone, else whoever sent the command."""
    return f"agent {agent}" if agent else CALLER.get().user


def _needs_reason(identity: UUID, reason: str) -> None:
    if not reason.strip():
        raise RecordingReasonMissing(recording=str(identity))


def lay_out(file: Path, wav: bytes) -> None:
    """Only our own processes may read it: it is clear audio."""
    file.touch(mode=0o600)
    file.write_bytes(wav)
