"""Recordings, by command."""

import asyncio
import base64
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from appliance.contact.recording.errors import RecordingDayInvalid
from appliance.contact.recording.model import Recording
from appliance.contact.recording.service import Recorder
from appliance.contact.recording.standing import standing
from appliance.control.commands import CALLER, Final, Handler

PIECE = 256 * 1024


def handlers(recorder: Recorder) -> Mapping[str, Handler]:
    commands = _RecordingCommands(recorder)
    return {
        "recording.list": commands.listed,
        "recording.export": commands.export,
        "recording.verify": commands.verify,
    }


class _RecordingCommands:
    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    async def listed(self, *, contact: UUID | None = None, day: str = "", limit: int = 50) -> Any:
        found = await asyncio.to_thread(
            self._recorder.list, contact=contact, day=_day(day) if day else None, limit=max(1, min(limit, 1000))
        )
        return await asyncio.to_thread(lambda: [self._standing(recording) for recording in found])

    def _standing(self, recording: Recording) -> dict[str, Any]:
        now = standing(recording, self._recorder.changes.of(recording.id))
        state = "deleted" if now.deleted_at else "held" if now.hold else "moved" if now.moved else "kept"
        return {**shown(recording), "retention": now.retention, "standing": state}

    async def export(self, *, id: UUID, reason: str) -> AsyncIterator[Any]:
        """The WAV as parts of base64, each authenticated before it is sent."""
        pieces = await asyncio.to_thread(self._recorder.export, id, reason, CALLER.get().user)
        size = 0
        while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
            for start in range(0, len(piece), PIECE):
                yield {"data": base64.b64encode(piece[start : start + PIECE]).decode()}
            size += len(piece)
        yield Final({"id": str(id), "bytes": size})

    async def verify(self) -> Any:
        findings = await asyncio.to_thread(self._recorder.verify)
        last = await asyncio.to_thread(self._recorder.register.last)
        return {"checked": last.seq if last else 0, "findings": [asdict(finding) for finding in findings]}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise RecordingDayInvalid(day=text) from fault


def shown(recording: Recording) -> dict[str, Any]:
    """A recording as JSON values, without its key."""
    return {key: _plain(value) for key, value in asdict(recording).items() if key != "wrapped_key"}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value
