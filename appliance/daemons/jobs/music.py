"""Music on hold, by command."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict
from typing import Any

from appliance.clock import Clock
from appliance.contact.prompts.errors import MusicUnknown
from appliance.contact.prompts.model import Change, Track
from appliance.contact.prompts.music import Music
from appliance.control.commands import CALLER, Final, Handler
from appliance.daemons.jobs.prompts import pieces, version_row
from appliance.daemons.jobs.uploads import Uploads


def handlers(music: Music, uploads: Uploads, clock: Clock) -> Mapping[str, Handler]:
    commands = _MusicCommands(music, uploads, clock)
    return {
        "music.list": commands.listed,
        "music.show": commands.show,
        "music.add": commands.add,
        "music.export": commands.export,
        "music.remove": commands.remove,
        "music.history": commands.history,
        "music.undo": commands.undo,
    }


class _MusicCommands:
    """Changes take effect with the next `config.apply`."""

    def __init__(self, music: Music, uploads: Uploads, clock: Clock) -> None:
        self._music, self._uploads, self._clock = music, uploads, clock
        self._one_at_a_time = asyncio.Lock()

    async def listed(self) -> Any:
        found = await asyncio.to_thread(self._music.listed)
        return [await self._row(name, tracks) for name, tracks in found.items()]

    async def show(self, *, music: str) -> Any:
        found = await asyncio.to_thread(self._music.listed)
        if music not in found:
            raise MusicUnknown(music=music)
        return {**await self._row(music, found[music]), "contents": [_track(track) for track in found[music]]}

    async def add(self, *, music: str, track: str, upload: str, file: str = "", reason: str = "") -> Any:
        data = self._uploads.take(upload)
        async with self._one_at_a_time:
            change = self._change(reason, music)
            made = await asyncio.to_thread(self._music.add, music, track, data, file, change)
        return {"music": music, **_track(made)}

    async def export(self, *, music: str, track: str) -> AsyncIterator[Any]:
        """The track as parts of base64."""
        data = await asyncio.to_thread(self._music.export, music, track)
        for piece in pieces(data):
            yield piece
        yield Final({"music": music, "track": track, "bytes": len(data)})

    async def remove(self, *, music: str, track: str = "", reason: str = "") -> Any:
        async with self._one_at_a_time:
            left = await asyncio.to_thread(self._music.remove, music, track, self._change(reason, music))
        return {"music": music, "track": track, "left": left}

    async def history(self, *, music: str) -> Any:
        return [version_row(item) for item in await asyncio.to_thread(self._music.history, music)]

    async def undo(self, *, music: str, version: int | None = None, reason: str = "") -> Any:
        async with self._one_at_a_time:
            left = await asyncio.to_thread(self._music.undo, music, version, self._change(reason, music))
        return {"music": music, "left": left}

    async def _row(self, name: str, tracks: tuple[Track, ...]) -> dict[str, Any]:
        queues = await asyncio.to_thread(self._music.uses, name)
        length = sum(track.sound.duration_ms for track in tracks)
        return {"music": name, "tracks": len(tracks), "duration_ms": length, "queues": list(queues)}

    def _change(self, reason: str, music: str) -> Change:
        return Change(CALLER.get().user, reason or f"music {music} changed", self._clock.now())


def _track(track: Track) -> dict[str, Any]:
    return {"track": track.name, "file": track.file, **asdict(track.sound)}
