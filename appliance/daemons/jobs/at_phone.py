"""Sealed audio that is heard at a phone: laid out in clear for as long as it plays, and on record."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID, uuid4

from appliance.clock import Clock
from appliance.contact.recording import events as facts
from appliance.contact.recording.ports import Calls
from appliance.control.client import ControlClient, Stream
from appliance.daemons.jobs.telling import tell
from appliance.events import Event

HEARD = "heard-"
"""What files begin with that a phone plays now."""


class AtPhone:
    """`folder` is where Asterisk finds what is to be played at a phone; what an earlier life laid out is removed."""

    def __init__(
        self,
        folder: Path,
        engine: Callable[[], ControlClient],
        calls: Calls,
        clock: Clock,
        publish: Callable[[Event], None],
    ) -> None:
        self._folder, self._engine = folder, engine
        self._calls, self._clock, self._publish = calls, clock, publish
        for left in folder.glob(f"{HEARD}*.wav"):
            left.unlink(missing_ok=True)

    def lay_out(self, wav: bytes) -> str:
        """The name under which Asterisk plays it; only our own processes may read it: it is clear audio."""
        name = f"{HEARD}{uuid4()}"
        file = self._file(name)
        file.touch(mode=0o600)
        try:
            file.write_bytes(wav)
        except OSError:
            file.unlink()
            raise
        return name

    @asynccontextmanager
    async def playing(self, phone: str, wav: Callable[[], bytes]) -> AsyncIterator[Stream]:
        """Ring `phone` and play what `wav` gives: the stages, as they come. Nothing stays in clear afterwards."""
        name = await asyncio.to_thread(lambda: self.lay_out(wav()))
        try:
            async with self._engine().stream("phone.play", phone=phone, file=name) as stages:
                yield stages
        finally:
            self._file(name).unlink(missing_ok=True)

    async def note(self, contact: UUID | None, recording: UUID, who: str, phone: str, heard_ms: int) -> None:
        """Put on record how long a recording was heard."""
        played = facts.played(contact, recording, who, phone, heard_ms, self._clock.now())
        await asyncio.to_thread(tell, played, self._calls, self._publish)

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.wav"
