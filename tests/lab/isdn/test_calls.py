"""Calls over an E1 span with ISDN PRI between the carrier's exchange and a whole box: in, out, and their results."""

import asyncio
from contextlib import AsyncExitStack
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from appliance.node.lines import capture
from drivers.simulated.sip.phone import Phone
from tests.integration.test_main_job import AGENT_TONE, exported, tone
from tests.lab import exchange, site
from tests.lab.exchange import TONE
from tests.lab.pace import Pace
from tests.lab.site import LONG, MAIN, Site
from tests.servers import audio, box, desk_phone
from tests.servers.live import facts, run

pytestmark = pytest.mark.timeout(600)

CALLER = "2061234567"
"""The carrier tells a number in China without its 0, as a national one."""
AT_ONCE = 30
RARELY = 1.0
"""Seconds between two packets of a phone: thirty that talk all the time are too much for one that is emulated."""
PHONES = tuple(f"800{place}" for place in range(1, 7))
TALK = 8.0


async def shown(ours: box.Box, contact: str) -> dict[str, Any]:
    """The record of a call that was sealed: by then its books are written too."""
    async with ours.engine() as engine:
        record: dict[str, Any] = await engine.call("call.show", id=contact)
        return record


def test_a_call_from_the_carrier_reaches_an_agent_and_is_recorded_whole(lines: Site, tmp_path: Path) -> None:
    ours, _ = lines

    pace = Pace()

    async def scene() -> tuple[dict[str, Any], Path]:
        phone = Phone(ring=0.2, audio=tone(ours.network(tmp_path / "phones"), AGENT_TONE))
        async with (
            box.seated(ours, tmp_path / "phones", phone, ("8001",)),
            facts(ours.engine(), "contact", "bridge") as seen,
            ours.engine() as engine,
        ):
            await exchange.call(MAIN, CALLER, key="1")
            opened = await seen.until("contact.opened", LONG)
            await seen.until("bridge.joined", LONG)
            await pace.talk(TALK)
            await engine.call("call.hangup", id=opened["contact"])
            await seen.until("contact.closed", LONG)
        recording = await exported(ours, opened["contact"], site.RESULTS / "call.wav", LONG)
        return await shown(ours, opened["contact"]), recording

    record, recording = run(scene(), 300.0)
    assert (record["caller"], record["dialled"], record["trunk"]) == (f"0{CALLER}", MAIN, site.TRUNK)
    assert (record["queue"], record["agent"], record["result"]) == ("sales", "8001", "answered")
    left, right = audio.two_channels(recording)
    length = len(left) / audio.RATE
    heard = [audio.presence(audio.window(left, length - 7, 6), AGENT_TONE)]
    heard.append(audio.presence(audio.window(right, length - 7, 6), TONE))
    print("heard", heard, "late", pace.late, "busy", pace.busy)
    assert pace.crowded or min(heard) >= pace.least, heard


def test_all_channels_of_a_span_at_once(lines: Site, tmp_path: Path) -> None:
    ours, carrier = lines
    answered, pace = carrier.said("ANSWERED"), Pace()

    async def scene() -> tuple[list[dict[str, Any]], list[Path]]:
        async with facts(ours.engine(), "contact", "queue") as seen, ours.engine() as engine:
            for number in range(AT_ONCE):
                await exchange.call(MAIN, f"20612300{number:02}", key="1")
            await asyncio.to_thread(carrier.until, "ANSWERED", answered + AT_ONCE, LONG)
            await pace.talk(TALK)
            opened = [fact["contact"] for fact in seen.seen if fact["kind"] == "contact.opened"]
            while len(opened) < AT_ONCE:
                opened.append((await seen.until("contact.opened", LONG))["contact"])
            for contact in opened:
                await engine.call("call.hangup", id=contact)
            await seen.times("contact.closed", AT_ONCE, 2 * LONG)
        paths = [await exported(ours, contact, tmp_path / f"{contact}.wav", LONG) for contact in opened]
        return [await shown(ours, contact) for contact in opened], paths

    try:
        records, paths = run(scene(), 400.0)
    finally:
        carrier.on_hook()
    assert sorted(one["caller"] for one in records) == [f"020612300{number:02}" for number in range(AT_ONCE)]
    assert {one["trunk"] for one in records} == {site.TRUNK}
    shares = []
    for path in paths:
        _, right = audio.two_channels(path)
        shares.append(audio.presence(audio.window(right, len(right) / audio.RATE - 8, 6), TONE))
    judge(shares, pace)


def test_all_channels_of_a_span_at_once_out(lines: Site, tmp_path: Path) -> None:
    """Six phones, each with several calls: what the network says is whole in every recording."""
    ours, carrier = lines
    called, pace = carrier.said("CALLED 139"), Pace()
    numbers = [f"139{place:06}16" for place in range(AT_ONCE)]

    async def scene() -> tuple[list[dict[str, Any]], list[Path]]:
        async with AsyncExitStack() as stack, facts(ours.engine(), "contact") as seen:
            engine = await stack.enter_async_context(ours.engine())
            phones = [await stack.enter_async_context(desk_phone.plugged_in(ours, name)) for name in PHONES]
            for phone, number in zip(cycle(phones), numbers, strict=False):
                phone.every = RARELY
                await phone.dial(number, LONG)
            await asyncio.to_thread(carrier.until, "CALLED 139", called + AT_ONCE)
            await pace.talk(TALK)
            opened = [(await seen.until("contact.opened", LONG))["contact"] for _ in numbers]
            for contact in opened:
                await engine.call("call.hangup", id=contact)
            await seen.times("contact.closed", AT_ONCE, 2 * LONG)
        paths = [await exported(ours, contact, tmp_path / f"{contact}.wav", LONG) for contact in opened]
        return [await shown(ours, contact) for contact in opened], paths

    try:
        records, paths = run(scene(), 400.0)
    finally:
        carrier.on_hook()
    assert sorted(one["dialled"] for one in records) == numbers
    assert {(one["trunk"], one["result"]) for one in records} == {(site.TRUNK, "answered")}
    shares = [whole(path) for path in paths]
    judge(shares, pace)


def judge(shares: list[float], pace: Pace) -> None:
    """All calls together lack no more than the machine came late for."""
    print("shares", sorted(shares), "late", pace.late, "busy", pace.busy)
    assert pace.crowded or sum(shares) / len(shares) >= pace.least, sorted(shares)


def whole(path: Path) -> float:
    """How much of six seconds in the middle the network's tone is there for: the end may be the box's alone."""
    _, right = audio.two_channels(path)
    seconds = len(right) / audio.RATE
    return audio.presence(audio.window(right, max(0.0, seconds / 2 - 3), 6), TONE)


@pytest.mark.parametrize(
    ("cause", "status"), [(17, 486), (19, 480), (21, 403), (1, 480), (34, 480), (42, 480), (27, 480)]
)
def test_what_the_network_says_to_a_call_out_is_in_the_books(lines: Site, cause: int, status: int) -> None:
    ours, carrier = lines

    async def scene() -> list[dict[str, Any]]:
        async with desk_phone.plugged_in(ours, "8002") as phone, facts(ours.engine(), "contact", "leg") as seen:
            _, refused = await phone.place(f"139000011{cause:02}", LONG)
            await seen.until("contact.closed", LONG)
            assert refused == status
            return seen.seen

    told = run(scene(), 400.0)
    carrier.until(f"CALLED 139000011{cause:02} by ")
    opened, closed = site.data(told, "contact.opened")[0], site.data(told, "contact.closed")[0]
    assert (opened["direction"], opened["trunk"], closed["result"]) == ("outbound", site.TRUNK, "unanswered")
    assert cause in [ended["cause"] for ended in site.data(told, "leg.ended")]


def test_a_call_out_is_answered_shows_our_number_and_is_heard(lines: Site) -> None:
    ours, carrier = lines

    async def scene() -> tuple[list[dict[str, Any]], bytes]:
        async with (
            desk_phone.plugged_in(ours, "8002") as phone,
            facts(ours.engine(), "contact", "bridge") as seen,
            ours.engine() as engine,
        ):
            await engine.call("trunk.add", trunk=site.TRUNK, group=site.GROUP, outbound_number="02161230000")
            line = await phone.dial("13900001116", LONG)
            await seen.until("bridge.joined", LONG)
            await asyncio.sleep(TALK)
            await line.hang_up()
            await seen.until("contact.closed", LONG)
            return seen.seen, line.heard

    told, heard = run(scene(), 400.0)
    carrier.until("CALLED 13900001116 by 02161230000")
    assert site.data(told, "contact.closed")[0]["result"] == "answered"
    said = audio.from_a_law(heard)
    assert abs(audio.dominant(audio.window(said, len(said) / audio.RATE - 4, 3)) - TONE) < 5


def test_what_comes_back_over_the_line_is_in_the_books(lines: Site, tmp_path: Path) -> None:
    """The network gives back all that it hears; measured when the recording is sealed.

    How exactly, unit tests show: here the phone's time goes by fits and starts, and the echo's delay with it.
    """
    ours, _ = lines

    async def scene() -> dict[str, Any]:
        async with (
            desk_phone.plugged_in(ours, "8002", sound=desk_phone.noise()) as phone,
            facts(ours.engine(), "bridge", "contact") as seen,
        ):
            line = await phone.dial("13900001172", LONG)
            joined = await seen.until("bridge.joined", LONG)
            await asyncio.sleep(TALK)
            await line.hang_up()
            await seen.until("contact.closed", LONG)
        await exported(ours, joined["contact"], tmp_path / "call.wav", LONG)
        return await shown(ours, joined["contact"])

    (echo,) = site.data(run(scene(), 400.0)["events"], "recording.echo")
    assert -3 < echo["loss_db"] < 20


def test_what_passes_on_the_d_channel_is_written_down(lines: Site, tmp_path: Path) -> None:
    ours, _ = lines
    file = tmp_path / "d-channel.pcap"

    with site.captured(ours, 1, file):
        run(site.brief_call(ours, CALLER), 400.0)
    whole = file.read_bytes()
    assert whole.startswith(capture.head(capture.LINUX_LAPD))
    assert MAIN.encode() in whole
    assert CALLER.encode() in whole
    assert not [*(ours.paths.asterisk / "log").glob("capture-*")], "the log of the capture is still there"


def test_a_number_that_comes_digit_by_digit_is_waited_for(lines: Site) -> None:
    ours, carrier = lines
    opened = run(site.overlapping(ours, carrier, CALLER), 400.0)
    assert (opened["dialled"], opened["trunk"]) == (MAIN, "lines-3"), "nobody has named that group"
