"""recording.pause: how long after an order to pause a running recording something is still kept of either side."""

import asyncio
import base64
import statistics
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from appliance.contact.recording.audio import WAV_HEADER
from drivers.simulated.sip import speech
from drivers.simulated.sip.caller import Caller
from drivers.simulated.sip.note import Kind, Note
from drivers.simulated.sip.phone import Phone
from drivers.simulated.sip.scenario import Audio
from tests.bench import ours
from tests.bench.figure import Figure, Goal
from tests.bench.stand import NUMBER, seated, until
from tests.servers import audio, box

PAUSES = 12
PAUSE_S, BETWEEN_S = 1.0, 1.0
TALK_S, CLEAR_S = 10.0, 30.0
LOUD, LAG_S = 200, 0.5


def measure(folder: Path) -> list[Figure]:
    """Milliseconds on the later of both sides, the worst of twelve pauses of one call.

    A sample's time is reckoned back from the end of the raw file, which lags behind the clock by an unknown constant:
    the earliest pause is taken to have lasted no time at all, so that the figure is rather too high than too low.
    """
    with ours.running(folder / "ours", 1) as stand:
        orders, answers, (began, sides) = asyncio.run(_paused(stand))
    late = [max(_kept_after(side, order - began) for side in sides) for order in orders]
    lag = min(0, *late)
    details = {
        "each_ms": [kept - lag for kept in late],
        "median_ms": statistics.median(late) - lag,
        "lag_ms": -lag,
        "order_answered_ms": [round(1000 * (answer - order)) for order, answer in zip(orders, answers, strict=True)],
    }
    return [Figure("recording.pause", max(late) - lag, "ms", Goal(most=300), details=details)]


async def _paused(stand: ours.OurBox) -> tuple[list[float], list[float], tuple[float, tuple[audio.Samples, ...]]]:
    network = stand.network()
    caller, agent = (
        Audio(network.sound(name, speech.tone(hertz))) for name, hertz in (("caller", 440), ("agent", 620))
    )
    notes: list[Note] = []
    async with seated(stand, network, Phone(ring=0, audio=agent)), stand.box.engine() as engine:
        callers = network.callers(Caller(NUMBER, "13900000000", caller, talk=None), hear=notes.append)
        await callers.start()
        await callers.until(lambda seen: any(note.kind is Kind.ANSWERED for note in seen), TALK_S)
        await until(lambda: _talking(stand), TALK_S, "one call talking")
        (call,) = await engine.call("call.list", open=True)
        orders, answers = list[float](), list[float]()
        for _ in range(PAUSES):
            await asyncio.sleep(BETWEEN_S)
            orders.append(time.time())
            await engine.call("call.pause_recording", id=call["id"], seconds=60)
            answers.append(time.time())
            await asyncio.sleep(PAUSE_S)
            await engine.call("call.resume_recording", id=call["id"])
        await asyncio.sleep(BETWEEN_S)
        await callers.stop()
        await until(stand.settled, CLEAR_S, "the recording sealed")
    return orders, answers, await _recorded(stand.box, str(call["id"]))


async def _talking(stand: ours.OurBox) -> bool:
    return bool((await stand.status())["agents"]["talking"])


async def _recorded(running: box.Box, contact: str) -> tuple[float, tuple[audio.Samples, ...]]:
    """When the recording began, as a time of the wall clock, and its sides."""
    async with running.jobs() as jobs:
        (listed,) = await jobs.call("recording.list", contact=contact)
        parts: list[Any] = []
        async with jobs.stream("recording.export", id=listed["id"], reason="a bench") as stream:
            parts = [base64.b64decode(part["data"]) async for part in stream]
    began = datetime.fromisoformat(listed["started_at"]).timestamp()
    return began, audio.split(b"".join(parts)[WAV_HEADER:])


def _kept_after(side: audio.Samples, order: float) -> int:
    """Milliseconds from `order`, in seconds of the recording, until the last sample that is not silent; below 0 where
    the recording lags behind the clock by more than the pause took. Raises ValueError where nothing was heard before.
    """
    heard = np.flatnonzero(np.abs(audio.window(side, order - LAG_S, LAG_S + PAUSE_S * 0.9).astype(np.int32)) > LOUD)
    if not len(heard):
        raise ValueError("nothing was heard before the pause")
    return round(1000 * (int(heard[-1]) / audio.RATE - LAG_S))
