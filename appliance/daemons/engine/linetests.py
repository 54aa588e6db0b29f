"""Test calls over a line: a free channel dials, plays a signal, and is listened to both ways meanwhile."""

import asyncio
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from appliance.daemons.engine.errors import (
    CallDeaf,
    CallUnanswered,
    LineNotReady,
    LineTestRunning,
    NoFreeChannel,
)
from appliance.daemons.engine.resting import BOUND, PACE
from appliance.events import Event
from appliance.node.lines import events as facts
from appliance.node.lines.model import Condition, State
from appliance.telephony.ami.errors import AmiRefused
from appliance.telephony.config import places
from dahdi_conf.diagnosis.evidence import Sound
from dahdi_conf.diagnosis.signal import Signal, measured, rendered
from drivers.dahdi.listening import DeafError, Heard, listen

RING, LIMIT = 30.0, 40.0
"""Seconds that the other end has to answer, and that the manager may take for that."""
ANALOG_WAIT = 6.0
"""Seconds more on an analog line: it counts as answered as soon as it has dialled."""
KEPT = timedelta(hours=1)
"""How long what a test heard is evidence."""
READY = (State.UP, State.SETTLING)


class Manager(Protocol):
    async def do(self, action: str, **headers: str) -> object: ...

    async def rows(self, action: str, **headers: str) -> list[dict[str, str]]: ...


Ears = Callable[[int, float], Heard]


class LineTests:
    """The `manager` may take LIMIT; `spool` is Asterisk's; `book` takes facts; what is heard is kept a while."""

    def __init__(self, manager: Manager, spool: Path, book: Callable[[Event], None], ears: Ears = listen) -> None:
        self._manager, self._spool, self._book, self._ears = manager, spool, book, ears
        self._running = set[int]()
        self._heard: dict[str, tuple[datetime, Sound]] = {}

    def latest(self, span: str, now: datetime) -> Sound | None:
        """What the last test of a span heard, while it says anything about it."""
        at, sound = self._heard.get(span, (None, None))
        return sound if at and now - at <= KEPT else None

    async def call(
        self, condition: Condition, number: str, signal: Signal, now: datetime, *, looped: bool = False
    ) -> Sound:
        """Call `number` by the line and measure; raises a Refusal where that cannot be."""
        reading = condition.reading
        channel = _channel(condition, self._running)
        file = self._spool / f"line-test-{channel}.alaw"
        self._running.add(channel)
        try:
            await asyncio.to_thread(_write, file, rendered(signal))
            self._book(facts.tested(condition, channel, number, now))
            patience = 0.0 if reading.digital else BOUND
            taken = await self._answered(channel, number, file, patience)
            heard = await asyncio.to_thread(self._ears, taken, signal.seconds)
        except DeafError as fault:
            raise CallDeaf(span=reading.number, channel=channel, problem=str(fault)) from fault
        finally:
            self._running.discard(channel)
            file.unlink(missing_ok=True)
        sound = measured(number, taken, heard.sent, heard.received, looped=looped)
        self._heard[reading.name] = now, sound
        return sound

    async def _answered(self, channel: int, number: str, file: Path, patience: float) -> int:
        """The channel that the call came to have; an exchange may choose another than was asked for.

        `patience` is for how many seconds a line that is not there yet is asked for again.
        """
        identity = f"line-test-{uuid4()}"
        call = {
            "Channel": f"DAHDI/{channel}/{number}",
            "Application": "Playback",
            "Data": f"{places.SPOOL}/{file.stem}",
            "ChannelId": identity,
            "Timeout": str(round(RING * 1000)),
            "Async": "false",
        }
        loop = asyncio.get_running_loop()
        until = loop.time() + patience
        while True:
            try:
                await self._manager.do("Originate", **call)
                break
            except AmiRefused as refused:
                if loop.time() >= until:
                    raise CallUnanswered(number=number, channel=channel) from refused
            await asyncio.sleep(PACE)
        rows = await self._manager.rows("DAHDIShowChannels")
        taken = (row["DAHDIChannel"] for row in rows if row.get("Uniqueid") == identity)
        return int(next(taken, channel))


def _channel(condition: Condition, running: AbstractSet[int]) -> int:
    """The lowest free channel: carriers hunt from the other end."""
    reading = condition.reading
    if condition.state not in READY:
        raise LineNotReady(span=reading.number, state=condition.state.value)
    channels = sorted(number for group in reading.groups.values() for number in group)
    if not running.isdisjoint(channels):
        raise LineTestRunning(span=reading.number)
    away = {*(reading.busy or ()), *reading.blocked, *reading.ports_out}
    for channel in channels:
        if channel not in away:
            return channel
    raise NoFreeChannel(span=reading.number, channels=len(channels))


def _write(file: Path, sound: bytes) -> None:
    file.write_bytes(sound)
    file.chmod(0o644)
