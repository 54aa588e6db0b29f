"""One voice to many phones, on the real Asterisk: who hears it, who is left alone, and how it ends."""

import asyncio
import re
import socket
import struct
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest

from appliance.control.errors import RemoteRefusal
from tests.integration.test_calling_phones import connected
from tests.integration.test_demo import callstead
from tests.integration.test_desk_phones import hears
from tests.servers import audio, box
from tests.servers.desk_phone import SECOND, DeskPhone, Line, plugged_in
from tests.servers.live import Facts, facts, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(180)]

SPEAKER, FIRST, SECOND_PHONE, THIRD = "8004", "8001", "8003", "8005"
TONES = {SPEAKER: 1150.0, FIRST: 1450.0, SECOND_PHONE: 1750.0, THIRD: 2050.0}
KINDS = ("page", "agent", "code", "contact", "bridge")
ADDRESS = "239.255.77.7"
RTP_HEAD = 12


@pytest.fixture(scope="module")
def paging(centre: box.Box) -> Iterator[tuple[box.Box, socket.socket]]:
    """A centre with page groups, and what arrives by multicast."""
    with listening() as loudspeaker:
        port = loudspeaker.getsockname()[1]
        phones = ("--phone", FIRST, "--phone", SECOND_PHONE, "--phone", THIRD)
        for words in (
            ("shop", "--number", "1", *phones, "--caller", SPEAKER),
            ("yard", "--number", "2", "--phone", FIRST, "--multicast", f"{ADDRESS}:{port}", "--source", "127.0.0.1"),
            ("alarm", "--number", "9", *phones, "--emergency", "true"),
        ):
            done = callstead(centre, "page-group", "set", *words, "--caller", SPEAKER)
            assert done.returncode == 0, done.stderr
        yield centre, loudspeaker


@contextmanager
def listening() -> Iterator[socket.socket]:
    """A loudspeaker on loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind((ADDRESS, 0))
        member = struct.pack("4s4s", socket.inet_aton(ADDRESS), socket.inet_aton("127.0.0.1"))
        receiver.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member)
        receiver.setblocking(False)
        yield receiver


@asynccontextmanager
async def phones(centre: box.Box, *users: str) -> AsyncIterator[dict[str, DeskPhone]]:
    """Registered phones, each with a tone of its own."""
    if not users:
        yield {}
        return
    async with plugged_in(centre, users[0], TONES[users[0]]) as first, phones(centre, *users[1:]) as others:
        yield {users[0]: first, **others}


def header(line: Line, name: str) -> str:
    found = re.search(rf"^{name}: *(.*?)\r?$", line.invite[0], re.MULTILINE | re.IGNORECASE)
    return found[1] if found else ""


async def picked_up(phone: DeskPhone) -> Line:
    """A phone that picks up by itself, as it is asked to in every way there is."""
    line = await phone.rung()
    assert header(line, "Call-Info").endswith(";answer-after=0")
    assert "alert-autoanswer" in header(line, "Alert-Info")
    assert header(line, "Answer-Mode") == "Auto" or header(line, "Priv-Answer-Mode") == "Auto"
    await line.answer()
    return line


async def said_by_loudspeaker(receiver: socket.socket, hertz: float) -> None:
    """Until a second of it is heard."""
    heard, loop = dict[int, bytes](), asyncio.get_running_loop()
    async with asyncio.timeout(20):
        while True:
            packet = await loop.sock_recv(receiver, 2048)
            assert packet[1] & 0x7F == 8, "A-law, as the group says"
            # On loopback each packet may come twice.
            heard[int.from_bytes(packet[2:4], "big")] = packet[RTP_HEAD:]
            sound = b"".join(heard[number] for number in sorted(heard))[-SECOND:]
            if len(sound) == SECOND and audio.presence(audio.from_a_law(sound), hertz) > 0.9:
                return


async def ended(seen: Facts, group: str, end: str = "hung-up") -> dict[str, Any]:
    told = await seen.until("page.ended", group=group, end=end)
    return dict(told["data"])


def test_the_voice_of_who_pages_is_heard_by_every_phone_and_nobody_hears_a_phone(
    paging: tuple[box.Box, socket.socket],
) -> None:
    async def scene(centre: box.Box) -> None:
        async with phones(centre, *TONES) as at, facts(centre.engine(), *KINDS) as seen:
            speaking = await at[SPEAKER].dial("*31")
            lines = [await picked_up(at[user]) for user in (FIRST, SECOND_PHONE, THIRD)]
            for line in lines:
                await hears(line, TONES[SPEAKER])
            for user in (FIRST, SECOND_PHONE, THIRD):
                assert audio.presence(audio.from_a_law(speaking.heard), TONES[user]) == 0
            async with centre.engine() as engine:
                (running,) = await engine.call("page.list")
                assert (running["group"], running["phone"]) == ("shop", SPEAKER)
                assert sorted(running["reached"]) == [FIRST, SECOND_PHONE, THIRD]
            await speaking.hang_up()
            for line in lines:
                await line.gone()
            told = await ended(seen, "shop", end="hung-up")
            assert sorted(told["reached"]) == [FIRST, SECOND_PHONE, THIRD]
            kinds = {fact["kind"].partition(".")[0] for fact in seen.seen}
            assert not kinds & {"contact", "bridge"}, "a page is no call"
            states = {fact["data"]["state"] for fact in seen.seen if fact["kind"] == "agent.state"}
            assert states <= {"ready"}

    run(scene(paging[0]))


def test_it_goes_out_by_multicast(paging: tuple[box.Box, socket.socket]) -> None:
    async def scene(centre: box.Box, loudspeaker: socket.socket) -> None:
        async with phones(centre, SPEAKER, FIRST) as at, facts(centre.engine(), *KINDS) as seen:
            speaking = await at[SPEAKER].dial("*32")
            line = await picked_up(at[FIRST])
            await said_by_loudspeaker(loudspeaker, TONES[SPEAKER])
            await hears(line, TONES[SPEAKER])
            await speaking.hang_up()
            told = await ended(seen, "yard", end="hung-up")
            assert f"{ADDRESS}:{loudspeaker.getsockname()[1]}" in told["reached"]

    run(scene(*paging))


def test_a_prompt_is_paged_by_command_to_its_end_and_a_second_page_is_refused(
    paging: tuple[box.Box, socket.socket],
) -> None:
    async def scene(centre: box.Box) -> None:
        async with phones(centre, FIRST, SECOND_PHONE) as at, facts(centre.engine(), *KINDS) as seen:
            async with centre.engine() as engine:
                await engine.call("page.start", group="shop", prompts=["welcome", "beep"], language="en")
                with pytest.raises(RemoteRefusal) as refused:
                    await engine.call("page.start", group="shop", prompts=["beep"])
                assert refused.value.code == "page-running"
            lines = [await picked_up(at[user]) for user in (FIRST, SECOND_PHONE)]
            for line in lines:
                await line.gone()
                assert audio.presence(audio.from_a_law(line.heard), 1000.0) * len(line.heard) > 0.3 * SECOND
            told = await ended(seen, "shop", end="spoken")
            assert sorted(told["reached"]) == [FIRST, SECOND_PHONE]

    run(scene(paging[0]))


def test_a_phone_in_a_call_is_left_alone_and_an_emergency_is_heard_in_the_call_by_that_phone_only(
    paging: tuple[box.Box, socket.socket],
) -> None:
    async def scene(centre: box.Box) -> None:
        async with (
            phones(centre, SPEAKER, SECOND_PHONE, THIRD, FIRST) as at,
            plugged_in(centre, "8006", 850.0) as outsider,
            facts(centre.engine(), *KINDS) as seen,
        ):
            line, other = await connected(at[SECOND_PHONE], outsider, "8006")
            speaking = await at[SPEAKER].dial("*31")
            paged = [await picked_up(at[FIRST]), await picked_up(at[THIRD])]
            started = await seen.until("page.started", group="shop")
            assert started["data"]["left"] == {SECOND_PHONE: "in-call"}
            await speaking.hang_up()
            for one in paged:
                await one.gone()
            await ended(seen, "shop")
            assert audio.presence(audio.from_a_law(line.heard), TONES[SPEAKER]) == 0

            alarm = await at[SPEAKER].dial("*39")
            idle = await picked_up(at[THIRD])
            assert header(idle, "Priv-Answer-Mode") == "Auto"
            await seen.until("page.reached", who=SECOND_PHONE, how="broken-into")
            await tone_in(line, TONES[SPEAKER])
            await tone_in(line, outsider.hertz)
            assert not any(audio.frames_with(audio.from_a_law(other.heard), TONES[SPEAKER]))
            await alarm.hang_up()
            await ended(seen, "alarm", end="hung-up")
            other.sound.heard.clear()
            await hears(other, TONES[SECOND_PHONE])
            await line.hang_up()
            await seen.until("contact.closed", result="answered")

    run(scene(paging[0]))


async def tone_in(line: Line, hertz: float) -> None:
    """Until half a second of the tone was heard, whatever else is."""
    line.sound.heard.clear()
    async with asyncio.timeout(20):
        while sum(audio.frames_with(audio.from_a_law(line.heard), hertz)) < 25:
            await line.sound.next_packet()


def test_a_phone_rung_by_command_speaks_and_a_command_stops_it(paging: tuple[box.Box, socket.socket]) -> None:
    async def scene(centre: box.Box) -> None:
        async with phones(centre, SPEAKER, FIRST) as at, facts(centre.engine(), *KINDS) as seen:
            async with centre.engine() as engine:
                await engine.call("page.start", group="shop", phone=SPEAKER)
                speaking = await at[SPEAKER].rung()
                assert not header(speaking, "Answer-Mode"), "who is to speak is asked as for any call"
                await speaking.answer()
                line = await picked_up(at[FIRST])
                await hears(line, TONES[SPEAKER])
                await engine.call("page.stop", group="shop")
            await speaking.gone()
            await line.gone()
            await ended(seen, "shop", end="stopped")

    run(scene(paging[0]))


def test_a_killed_engine_leaves_no_page_behind(paging: tuple[box.Box, socket.socket]) -> None:
    async def scene(centre: box.Box) -> None:
        async with phones(centre, SPEAKER, FIRST) as at:
            async with facts(centre.engine(), *KINDS) as seen:
                speaking = await at[SPEAKER].dial("*31")
                line = await picked_up(at[FIRST])
                await seen.until("page.reached", who=FIRST)
                await hears(line, TONES[SPEAKER])
            await asyncio.to_thread(centre.kill, "engine")
            await speaking.gone()
            await line.gone()
            again = await at[SPEAKER].dial("*31")
            other = await picked_up(at[FIRST])
            await hears(other, TONES[SPEAKER])
            await again.hang_up()
            await other.gone()

    run(scene(paging[0]))
