"""An agent's day at a real phone: codes dialled, heard what came of it, calls parked and picked up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from drivers.simulated.sip import speech
from drivers.simulated.sip.caller import Caller, Cue, Press, Wait
from drivers.simulated.sip.scenario import Audio
from tests.integration.test_demo import callstead
from tests.integration.test_main_job import CALLER_TONE, exported
from tests.servers import audio, box
from tests.servers.desk_phone import SECOND, DeskPhone, Line, plugged_in, samples
from tests.servers.live import Facts, facts, ready_again, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(180)]

MAIN, SUPPORT = "4008001000", "2"
FIRST_TONE, SECOND_TONE, THIRD_TONE = 1750.0, 2050.0, 1450.0
A_LAW_SILENCE = b"\xd5\x55"


def spoken(heard: bytes) -> bool:
    """Whether a sentence was said, not silence."""
    return sum(byte not in A_LAW_SILENCE for byte in heard) > SECOND / 4


def test_a_day_at_a_desk_phone(centre: box.Box) -> None:
    async def scene() -> None:
        async with plugged_in(centre, "8006") as phone, facts(centre.engine(), "agent", "code", "contact") as seen:
            for dialled, keys, state, reason in (
                ("*82", "", "signed-out", ""),
                ("*81", "8003#", "ready", ""),
                ("*842", "", "paused", "lunch"),
                ("*83", "", "ready", ""),
                ("*82", "", "signed-out", ""),
            ):
                line = await phone.dial(dialled)
                if keys:
                    await line.press(keys)
                told = await seen.until("agent.state", state=state)
                assert told["data"].get("reason", "") == reason
                used = await seen.until("code.used")
                assert used["data"]["outcome"] == "done"
                await line.gone()
                assert spoken(line.heard), dialled
            refused = await phone.dial("*83")
            used = await seen.until("code.used", outcome="nobody-at-phone")
            await refused.gone()
            assert spoken(refused.heard)
            assert not [fact for fact in seen.seen if fact["kind"].startswith("contact.")], "a code is no contact"

    run(scene())


def test_a_call_is_held_parked_and_taken_at_another_phone_and_a_ringing_one_is_picked_up(
    centre: box.Box, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with (
            plugged_in(centre, "8003") as first,
            plugged_in(centre, "8004") as second,
            facts(centre.engine(), "agent", "code", "contact", "call", "bridge", "offer", "leg") as seen,
        ):
            caller = Caller(MAIN, "13900000001", steps=(Wait(1), Press(SUPPORT)), talk=None)
            calling = centre.network(tmp_path / "network").callers(caller)
            await calling.start()
            offered = await seen.until("offer.made")
            rung, other = (first, second) if offered["data"]["agent"] == "8003" else (second, first)
            await rung.rung()
            taken = await other.dial("*8")
            await seen.until("bridge.joined")
            picker = await seen.until("agent.state", state="talking")
            assert picker["data"]["agent"] != offered["data"]["agent"]

            await taken.hold()
            await seen.until("leg.held")
            parking = await other.dial("*7")
            parked = await seen.until("call.parked")
            await taken.gone()
            await parking.gone()
            assert spoken(parking.heard)

            fetched = await rung.dial(f"*7{parked['data']['slot']}")
            await seen.until("bridge.joined")
            await fetched.hang_up()
            closed = await seen.until("contact.closed")
            assert closed["data"]["result"] == "answered"
            await calling.wait(20)

    run(scene())


def test_a_pin_of_an_agent_and_the_table_of_codes_by_command(centre: box.Box, tmp_path: Path) -> None:
    pin = tmp_path / "pin"
    pin.write_text("4711\n")
    assert callstead(centre, "agent", "set", "8005", "--pin-file", str(pin)).returncode == 0
    assert callstead(centre, "codes", "set", "sign-in", "*55").returncode == 0
    clash = callstead(centre, "codes", "set", "sign-in", "*8")
    assert clash.returncode == 3
    assert "code-ambiguous" in clash.stderr
    assert "4711" not in callstead(centre, "config", "show").stdout

    async def scene() -> None:
        async with plugged_in(centre, "8006") as phone, facts(centre.engine(), "agent", "code") as seen:
            await (await phone.dial("*82")).gone()
            wrong = await phone.dial("*558005")
            await wrong.press("1111#")
            await seen.until("code.pin-wrong", agent="8005")
            await wrong.gone()
            right = await phone.dial("*558005")
            await right.press("4711#")
            await seen.until("agent.state", agent="8005", state="ready", phone="8006")
            await right.gone()

    run(scene())


def test_without_the_engine_a_code_is_a_sentence_and_the_busy_tone(centre: box.Box) -> None:
    async def scene() -> None:
        async with plugged_in(centre, "8006") as phone:
            centre.stop("engine")
            try:
                line, status = await phone.place("*83")
                assert status == 486
                assert spoken(line.heard)
            finally:
                centre.start("engine")
                await ready_again(centre)

    run(scene())


@asynccontextmanager
async def talking(centre: box.Box, folder: Path, seen: Facts, agent: DeskPhone) -> AsyncIterator[tuple[Line, str]]:
    """A caller with a tone of their own who talks with the phone; gone after the block."""
    network = centre.network(folder)
    steps = (Wait(1), Press(SUPPORT), Cue("go", 60))
    caller = Caller(MAIN, "13900000001", Audio(network.sound("caller", speech.tone(CALLER_TONE))), steps, talk=0)
    calling = network.callers(caller)
    await calling.start()
    line = await agent.rung()
    await line.answer()
    joined = await seen.until("bridge.joined")
    yield line, joined["contact"]
    await calling.cue_first("go")
    closed = await seen.until("contact.closed")
    assert closed["contact"] == joined["contact"]
    assert closed["data"]["result"] == "answered"
    await calling.wait(20)


async def hears(line: Line, hertz: float) -> None:
    """Until a tone is what the line hears for half a second."""
    async with asyncio.timeout(20):
        while len(line.heard) < SECOND // 2 or audio.presence(samples(line.heard[-SECOND // 2 :]), hertz) < 0.9:
            await line.sound.next_packet()


def test_the_transfer_button_does_what_the_order_does(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            plugged_in(centre, "8003", 1750.0) as first,
            plugged_in(centre, "8001", 2050.0) as second,
            facts(centre.engine(), "agent", "contact", "bridge", "transfer", "leg") as seen,
            talking(centre, tmp_path / "network", seen, first) as (line, contact),
        ):
            await hears(line, CALLER_TONE)
            await line.hold()
            await seen.until("leg.held")
            assert await line.refer("8009") == 202
            assert (await line.transferred()).startswith("SIP/2.0 603"), "there is no 8009"
            line.progress.clear()
            assert await line.refer("8001") == 202
            made = await seen.until("transfer.made", how="blind", to="agent:8001")
            assert made["contact"] == contact
            assert await line.transferred() == "SIP/2.0 200 OK"
            await line.gone()
            to = await second.rung()
            await to.answer()
            await hears(to, CALLER_TONE)

    run(scene())


def test_a_phone_asks_on_its_second_line_and_brings_both_together(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            plugged_in(centre, "8003", 1750.0) as first,
            plugged_in(centre, "8001", 2050.0) as second,
            facts(centre.engine(), "agent", "contact", "bridge", "transfer", "leg") as seen,
            talking(centre, tmp_path / "network", seen, first) as (line, contact),
        ):
            await line.hold()
            await seen.until("leg.held")
            placing = asyncio.create_task(first.dial("8001"))
            asked = await second.rung()
            await asked.answer()
            enquiry = await placing
            await hears(asked, 1750.0)
            assert await line.refer_to(enquiry) == 202
            made = await seen.until("transfer.made", how="consult", to="agent:8001")
            assert made["contact"] == contact
            assert await line.transferred() == "SIP/2.0 200 OK"
            await line.gone()
            await enquiry.gone()
            await hears(asked, CALLER_TONE)

    run(scene())


async def called(centre: box.Box, first: DeskPhone, second: DeskPhone, to: str, seen: Facts) -> str:
    """A call from one phone to the other in which both hear each other; the contact."""
    placing = asyncio.create_task(first.dial(to))
    rung = await second.rung()
    await rung.answer()
    line = await placing
    joined = await seen.until("bridge.joined")
    for _ in range(2):
        await hears(line, second.hertz)
        await hears(rung, first.hertz)
        line.sound.heard.clear()
        rung.sound.heard.clear()
    await line.hang_up()
    closed = await seen.until("contact.closed")
    assert closed["contact"] == joined["contact"]
    return str(closed["contact"])


def test_a_call_between_phones_is_recorded_by_policy(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            plugged_in(centre, "8001", FIRST_TONE) as first,
            plugged_in(centre, "8002", SECOND_TONE) as second,
            plugged_in(centre, "8004", THIRD_TONE) as third,
            facts(centre.engine(), "contact", "bridge") as seen,
        ):
            contact = await called(centre, first, second, "8002", seen)
            left, right = audio.two_channels(await exported(centre, contact, tmp_path / "call.wav"))
            assert audio.presence(left, SECOND_TONE) > 0.8, "the phone that was called is on the left"
            assert audio.presence(right, FIRST_TONE) > 0.8, "the phone that called is on the right"

            rules = {"rules": [{"agents": ["8002"], "directions": ["internal"], "record": "never"}]}
            async with centre.jobs() as jobs, centre.engine() as engine:
                await jobs.call("recording.policy_set", document=rules, reason="a test")
                unwanted = await called(centre, first, second, "8002", seen)
                by_them = await called(centre, second, first, "8001", seen)
                wanted = await called(centre, third, first, "8001", seen)
                # Recordings are sealed one after another: what came before this one has been decided.
                await exported(centre, wanted, tmp_path / "wanted.wav")
                for contact in (unwanted, by_them):
                    assert await jobs.call("recording.list", contact=contact) == []
                    shown = await engine.call("call.show", id=contact)
                    assert "recording.discarded" in [event["kind"] for event in shown["events"]]

    run(scene())
