"""A box that is at work when its power is cut: callers who talk and wait, and changes of its configuration."""

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from asyncinotify import Inotify, Mask

from appliance.contact.recording.model import SpooledAudio
from appliance.control.errors import ControlLost, ControlUnreachable, RemoteRefusal
from drivers.simulated.sip import speech
from drivers.simulated.sip.caller import Caller, Cue
from drivers.simulated.sip.network import Load
from drivers.simulated.sip.phone import Phone
from drivers.simulated.sip.scenario import Audio
from tests.servers import box
from tests.servers.live import facts

CALLS = 6
GONE = (ControlLost, ControlUnreachable, RemoteRefusal)
"""What a box answers whose power is cut, or that of its database."""
QUEUES = ("sales", "support")
AGENTS = ("8003", "8004")


@dataclass
class Life:
    """What is known of one life of the box: facts told, changes promised, bytes of audio by channel at its end."""

    audio: dict[str, int] = field(default_factory=dict)
    facts: list[dict[str, Any]] = field(default_factory=list)
    tried: int = 0
    promised: int = 0


async def prepare(centre: box.Box) -> None:
    """Callers come to the queue at once."""
    nodes = {"help": {"type": "queue", "queue": "support", "timed_out": "bye"}, "bye": {"type": "hangup"}}
    async with centre.engine() as engine:
        await engine.call("flow.publish", flow="main", document={"start": "help", "nodes": nodes})


async def live_and_die(
    centre: box.Box, folder: Path, chance: random.Random, first: int, cut: Callable[[], None], *, spoken: bool
) -> Life:
    """Calls and changes until a random fact is heard, then `cut`, which leaves nothing of the box.

    Changes count from `first`; `spoken`: not before there is audio on the disk.
    """
    life = Life(tried=first, promised=first)
    last = chance.randrange(1, 70)
    accounts = [account for account in await centre.accounts() if account.user in AGENTS]
    inside, outside = centre.network(folder / "phones"), centre.network(folder / "network")
    phones = inside.phones(Phone(ring=0.1, audio=Audio(inside.sound("agent", speech.tone(1000.0)))), accounts)
    voice = Audio(outside.sound("caller", speech.tone(600.0)))
    caller = Caller("4008001000", "13900000001", voice, steps=(Cue("go", 60),), talk=0)
    calling = outside.callers(caller, Load(CALLS, rate=8, at_once=CALLS))
    async with centre.engine() as engine:
        bodies = {name: await _queue(engine, name) for name in QUEUES}
    try:
        await phones.start()
        changing = asyncio.create_task(_change(centre, life, bodies))
        async with facts(centre.engine(), *KINDS) as seen:
            await calling.start()
            with suppress(TimeoutError):
                async with asyncio.timeout(4):
                    await seen.more(last)
            if spoken:
                await _audible(centre)
        life.facts = seen.seen
        cut()
        life.audio = _audio(centre)
        with suppress(*GONE):
            await changing
    finally:
        for sipp in (calling, phones.sipp):
            await sipp.stop(limit=0.1)
    return life


KINDS = ("contact", "leg", "flow", "queue", "offer", "bridge", "agent")


async def _audible(centre: box.Box) -> None:
    """Return once there is audio of some call in the spool."""
    async with asyncio.timeout(60):
        with Inotify() as changes:
            changes.add_watch(centre.paths.spool, Mask.MODIFY)
            while not _audio(centre):
                await changes.get()


def _audio(centre: box.Box) -> dict[str, int]:
    files = ((SpooledAudio.parse(path.name), path.stat().st_size) for path in centre.paths.spool.iterdir())
    return {spooled.channel: size for spooled, size in files if spooled and size}


async def _queue(engine: Any, name: str) -> dict[str, Any]:
    async with engine.stream("config.show", kind="queue", key=name) as found:
        async for document in found:
            return dict(document["body"])
    raise AssertionError(f"no queue {name}")


async def _change(centre: box.Box, life: Life, bodies: dict[str, dict[str, Any]]) -> None:
    """One change after the other, each of two documents that belong together."""
    async with centre.engine() as engine:
        while True:
            life.tried += 1
            queues = {name: body | {"priority": life.tried % 100} for name, body in bodies.items()}
            await engine.call("config.import", documents={"queue": queues}, reason="test", keep=True)
            life.promised = life.tried


async def priorities(centre: box.Box) -> set[int]:
    """What the two queues are configured with."""
    async with centre.engine() as engine:
        return {(await _queue(engine, name))["priority"] for name in QUEUES}
