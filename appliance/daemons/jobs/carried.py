"""Sounds on their way from box to box, by command: given out and taken in by their digests, as they are."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping
from typing import Any

from appliance.contact.prompts.errors import SoundDamaged, SoundGone
from appliance.contact.prompts.judgement import samples
from appliance.contact.prompts.ports import Store
from appliance.control.commands import Final, Handler
from appliance.daemons.jobs.prompts import pieces
from appliance.daemons.jobs.uploads import Uploads


def handlers(store: Store, uploads: Uploads) -> Mapping[str, Handler]:
    commands = _Carried(store, uploads)
    return {"sound.lacking": commands.lacking, "sound.export": commands.export, "sound.keep": commands.keep}


class _Carried:
    """What no document names when the daily plan is made is let go by it."""

    def __init__(self, store: Store, uploads: Uploads) -> None:
        self._store, self._uploads = store, uploads

    async def lacking(self, *, sounds: list[str]) -> Any:
        """Those of the digests that are not here."""
        there = await asyncio.to_thread(self._store.want, sounds)
        return {"sounds": sorted(set(sounds) - set(there))}

    async def export(self, *, sound: str) -> AsyncIterator[Any]:
        """The WAV of a digest, as parts of base64."""
        if not await asyncio.to_thread(self._store.want, [sound]):
            raise SoundGone(where=sound)
        data = await asyncio.to_thread(self._store.audio, sound)
        for piece in pieces(data):
            yield piece
        yield Final({"sound": sound, "bytes": len(data)})

    async def keep(self, *, sound: str, upload: str) -> Any:
        """Take what was uploaded if it is the sound of that digest."""
        data = self._uploads.take(upload)
        if hashlib.sha256(data).hexdigest() != sound:
            raise SoundDamaged(problem=f"SHA-256 is not {sound}")
        samples(data)
        await asyncio.to_thread(self._store.keep_audio, data)
        return {"sound": sound, "bytes": len(data)}
