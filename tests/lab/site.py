"""A box on spans 1 and 3 of two loops, the carrier's exchange on 2 and 4; both run for the tests of a module."""

import asyncio
import shutil
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from asyncinotify import Inotify, Mask

from appliance.control.client import ControlClient
from tests.lab import exchange, spans
from tests.lab.exchange import CARRIER, Exchange
from tests.servers import box, desk_phone
from tests.servers.live import facts

Site = tuple[box.Box, Exchange]
MAIN = "4008001000"
LONG, SOON, ATTEMPTS = 120.0, 10.0, 6
RESULTS = Path("/tmp/results")
"""What is left there comes out of the machine."""
READY = Path("/tmp/box")
"""Where the box is that was made ready beforehand."""
TRUNK, GROUP = "telecom", 1
FIRST, SECOND, FAR = "DYN/loc/1:0#1", "DYN/loc/2:0#1", ("DYN/loc/1:1#1", "DYN/loc/2:1#1")
DOCUMENT = f"""
[spans."{FIRST}"]
name = "Telecom"
signalling = "pri"
group = {GROUP}
echo_cancel = false

[spans."{SECOND}"]
signalling = "pri"
group = 3
echo_cancel = false
%s

[spans."{FAR[0]}"]
signalling = "unused"

[spans."{FAR[1]}"]
signalling = "unused"
"""
APPLY_SECONDS = 300.0
OVERLAP = 'isdn = { overlap = "incoming" }'


def document(second: str = "") -> str:
    """What the box wants of its two spans, of the second more; nothing of the carrier's."""
    return DOCUMENT % (second if "isdn" in second else f"{second}\n{OVERLAP}")


@contextmanager
def _box(folder: Path) -> Iterator[box.Box]:
    """The box that is up already in a machine made ready (`tests.lab.ready`), or another; killed at the end."""
    ours = box.Box(READY, calls=True)
    if not ours.paths.state.exists():
        ours = box.called(folder)
    try:
        yield ours
    finally:
        ours.power_cut()
        shutil.rmtree(ours.paths.state)


@contextmanager
def running(
    folder: Path, *configurations: Path, wires: str = spans.ONE + spans.TWO, far: str = spans.FAR
) -> Iterator[Site]:
    """The lines are not yet the box's: `apply` brings them into force; `configurations` add to the carrier's."""
    with (
        spans.bare(wires, far),
        Exchange(folder / "carrier", CARRIER, *configurations) as carrier,
        _box(folder / "box") as ours,
    ):
        try:
            yield ours, carrier
        finally:
            told = RESULTS / folder.name
            shutil.copytree(ours.paths.logs, told)
            (told / "carrier.log").write_text(carrier.all(), "utf-8")


async def apply(ours: box.Box, text: str, **more: Any) -> dict[str, Any]:
    """`callstead lines apply`, however slow the machine is."""
    async with ControlClient(ours.paths.jobs_socket, limit=APPLY_SECONDS) as jobs:
        done: dict[str, Any] = await jobs.call("lines.apply", document=text, reason="a test", **more)
        return done


async def name_trunk(ours: box.Box, trunk: str = TRUNK, group: int = GROUP, **more: Any) -> None:
    """The group of lines is a trunk, in force."""
    async with ours.engine() as engine, ours.jobs() as jobs:
        await engine.call("trunk.add", trunk=trunk, group=group, **more)
        await jobs.call("config.apply", reason="a test")


async def arrived(ours: box.Box, bring: Callable[[], Awaitable[None]]) -> dict[str, Any]:
    """The fact that opens the call which `bring` has the carrier bring; again while the line is still coming up."""
    for _ in range(ATTEMPTS):
        async with facts(ours.engine(), "contact") as seen:
            await bring()
            with suppress(TimeoutError):
                return await seen.until("contact.opened", SOON)
    raise AssertionError(f"no call arrived in {ATTEMPTS} times {SOON} s")


async def brief_call(ours: box.Box, caller: str, within: float = LONG) -> None:
    """A call from the carrier that is hung up as soon as it is there."""
    async with facts(ours.engine(), "contact") as seen, ours.engine() as engine:
        await exchange.call(MAIN, caller)
        opened = await seen.until("contact.opened", within)
        await engine.call("call.hangup", id=opened["contact"])
        await seen.until("contact.closed", LONG)


async def overlapping(ours: box.Box, carrier: Exchange, caller: str) -> dict[str, Any]:
    """What the box knows of a call whose number came digit by digit, on the second line."""

    async def bring() -> None:
        called = carrier.said("Called g2")
        await exchange.call(MAIN[:4], caller, group=2)
        with suppress(AssertionError):
            await asyncio.to_thread(carrier.until, "Called g2", called + 1, SOON)
            await exchange.dial_on(await asyncio.to_thread(carrier.channel, "DAHDI/i4/"), MAIN[4:])

    opened = await arrived(ours, bring)
    async with facts(ours.engine(), "contact") as seen, ours.engine() as engine:
        await engine.call("call.hangup", id=opened["contact"])
        await seen.until("contact.closed", LONG)
    return dict(opened["data"])


@contextmanager
def captured(ours: box.Box, span: int, file: Path) -> Iterator[None]:
    """What passes on the signalling of a span during the block is in `file`, by `callstead lines capture`."""
    words = ["--state", str(ours.paths.state), "lines", "capture", str(span), "--to", str(file), "--seconds", "600"]
    with Inotify(sync_timeout=LONG) as changes:
        changes.add_watch(file.parent, Mask.CREATE)
        capturing = subprocess.Popen([sys.executable, "-m", "appliance.cli", *words])
        assert next(iter(changes), None), "no capture was begun"
    try:
        yield
    finally:
        capturing.send_signal(signal.SIGINT)
        assert capturing.wait(LONG) == 0


async def answered_out(ours: box.Box, number: str) -> list[dict[str, Any]]:
    """What is told of a call of a phone that somebody outside answers, and that the phone hangs up."""
    async with desk_phone.plugged_in(ours, "8002") as phone, facts(ours.engine(), "contact", "bridge") as seen:
        line = await phone.dial(number, LONG)
        await seen.until("bridge.joined", LONG)
        await line.hang_up()
        await seen.until("contact.closed", LONG)
        return seen.seen


async def refused_out(ours: box.Box, number: str) -> tuple[int, list[dict[str, Any]]]:
    """The status of SIP that a phone gets to a call that is refused outside, and what is told of it."""
    async with desk_phone.plugged_in(ours, "8002") as phone, facts(ours.engine(), "contact", "leg") as seen:
        _, status = await phone.place(number, LONG)
        await seen.until("contact.closed", LONG)
        return status, seen.seen


def data(told: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """The data of all facts of a kind."""
    return [fact["data"] for fact in told if fact["kind"] == kind]


def cause_outside(told: list[dict[str, Any]]) -> int:
    """The cause (Q.850) with which the one leg ended that went outside; the phone's own may end before it."""
    (leg,) = (fact["leg"] for fact in told if fact["kind"] == "leg.opened" and fact["data"]["role"] == "outside")
    (ended,) = (fact["data"] for fact in told if fact["kind"] == "leg.ended" and fact["leg"] == leg)
    return int(ended["cause"])
