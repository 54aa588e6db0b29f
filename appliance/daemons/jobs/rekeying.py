"""The change of box keys in the jobs process: what waits is wrapped anew, also after a start, and all is told."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any

from appliance.clock import Clock
from appliance.contact.recording import events as facts
from appliance.contact.recording.custody import Deed
from appliance.contact.recording.model import KeyState
from appliance.contact.recording.ports import Calls
from appliance.contact.recording.rotation import SYSTEM, UNNEEDED, Rotation, passes
from appliance.control.client import ControlClient
from appliance.control.commands import CALLER, Handler
from appliance.control.errors import ControlUnreachable
from appliance.daemons.jobs.passwords import SealedPasswords
from appliance.daemons.jobs.telling import tell
from appliance.daemons.lingering import linger
from appliance.events import Event
from appliance.node.alarms.ports import Alarms

AGAIN = 60.0

logger = logging.getLogger(__name__)


@dataclass
class Rekeying:
    """One per node; `work` is to be run until cancelled."""

    rotation: Rotation
    passwords: SealedPasswords
    calls: Calls
    clock: Clock
    publish: Callable[[Event], None]
    engine: Callable[[], ControlClient]
    alarms: Alarms
    again: float = AGAIN
    due: asyncio.Event = field(default_factory=asyncio.Event)
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def work(self) -> None:
        """End what was cut short; then wrap anew whenever a key was changed."""
        finished = False
        while True:
            self.due.clear()
            try:
                if not finished:
                    await asyncio.to_thread(self.rotation.finish)
                    finished = True
                await self.wrap_all()
            except Exception as fault:
                logger.exception("recordings are not wrapped under the new box key yet")
                self.alarms.raise_("rekeying-failed", "", str(fault))
                await linger(self.due, self.again)
            else:
                self.alarms.clear("rekeying-failed")
                await linger(self.due, None)

    async def wrap_all(self) -> None:
        """Wrap everything that waits under the key in force, and note the old keys that nothing needs any more."""
        async with self.one_at_a_time:
            await asyncio.to_thread(self.passwords.reseal)
            await self._let_engine_read()
            await asyncio.to_thread(self._wrap_all)

    async def rotate(self, deed: Deed) -> tuple[str, str]:
        """Put a new key into force; recordings follow in the background."""
        old, new = await asyncio.to_thread(self.rotation.rotate, deed)
        self._tell("rotated", f"{old}>{new}", deed)
        self.due.set()
        return old, new

    async def destroy(self, key: str, deed: Deed) -> None:
        async with self.one_at_a_time:
            await asyncio.to_thread(self.rotation.destroy, key, deed)
        self._tell("destroyed", key, deed)

    async def _let_engine_read(self) -> None:
        """The engine may hold, and write again, what the old key closed; one that is away reads when it starts."""
        with suppress(ControlUnreachable):
            async with self.engine() as engine:
                await engine.call("config.reread")

    def _wrap_all(self) -> None:
        self.passwords.reseal()
        lost = [item.id for batch in passes(self.rotation, self.clock.now()) for item in batch.lost]
        if lost:
            self.alarms.raise_("recording-key-lost", str(lost[0]), str(len(lost)))
        for key in self.rotation.retire(now := self.clock.now()):
            self._tell("retired", key, Deed(SYSTEM, UNNEEDED, now))

    def _tell(self, what: str, keys: str, deed: Deed) -> None:
        event = facts.key(self.rotation.changes.node, what, keys, deed.who, deed.reason, deed.at)
        tell(event, self.calls, self.publish)


def handlers(rekeying: Rekeying) -> Mapping[str, Handler]:
    commands = _KeyCommands(rekeying)
    return {
        "recording.keys.list": commands.list,
        "recording.keys.rotate": commands.rotate,
        "recording.keys.destroy": commands.destroy,
    }


class _KeyCommands:
    def __init__(self, rekeying: Rekeying) -> None:
        self._rekeying = rekeying

    async def list(self) -> Any:
        """The key in force first, destroyed ones last."""
        return [_shown(state) for state in await asyncio.to_thread(self._rekeying.rotation.states)]

    async def rotate(self, *, reason: str) -> Any:
        old, new = await self._rekeying.rotate(self._deed(reason))
        return {"old": old, "new": new}

    async def destroy(self, *, key: str, reason: str) -> Any:
        await self._rekeying.destroy(key, self._deed(reason))
        return {"key": key}

    def _deed(self, reason: str) -> Deed:
        return Deed(CALLER.get().user, reason, self._rekeying.clock.now())


def _shown(state: KeyState) -> dict[str, Any]:
    return asdict(state) | {"at": state.at.isoformat() if state.at else None}
