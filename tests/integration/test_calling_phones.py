"""Calls that begin at a phone of the centre: what the caller's transfer button does on the real Asterisk."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.integration.test_desk_phones import hears
from tests.servers import audio, box
from tests.servers.desk_phone import DeskPhone, Line, plugged_in
from tests.servers.live import LIMIT, Facts, facts, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(180)]

CALLING, CALLED, THIRD = "8003", "8001", "8005"
KINDS = ("agent", "contact", "bridge", "transfer", "leg")
TONES = {CALLING: 1750.0, CALLED: 2050.0, THIRD: 1450.0}


@asynccontextmanager
async def three_phones(centre: box.Box) -> AsyncIterator[tuple[DeskPhone, DeskPhone, DeskPhone]]:
    async with (
        plugged_in(centre, CALLING, TONES[CALLING]) as first,
        plugged_in(centre, CALLED, TONES[CALLED]) as second,
        plugged_in(centre, THIRD, TONES[THIRD]) as third,
    ):
        yield first, second, third


async def connected(first: DeskPhone, second: DeskPhone, number: str) -> tuple[Line, Line]:
    """The first has called the second, and both hear each other."""
    placing = asyncio.create_task(first.dial(number))
    rung = await second.rung()
    await rung.answer()
    line = await placing
    await hears(line, second.hertz)
    await hears(rung, first.hertz)
    return line, rung


async def recordings(centre: box.Box, contact: str, number: int, folder: Path) -> list[Path]:
    """So many recordings of the call, the one that began first in front, once they are sealed."""
    async with centre.jobs() as jobs:
        async with asyncio.timeout(LIMIT), jobs.stream("events", kinds=["feed", "recording"]) as seals:
            async for _ in seals:
                if len(listed := await jobs.call("recording.list", contact=contact)) == number:
                    break
        files = []
        for one in sorted(listed, key=lambda row: row["started_at"]):
            files.append(folder / f"{one['id']}.wav")
            async with jobs.stream("recording.export", id=one["id"], reason="a test of the test suite") as parts:
                files[-1].write_bytes(b"".join([base64.b64decode(part["data"]) async for part in parts]))
    return files


async def check_recordings(centre: box.Box, contact: str, folder: Path) -> None:
    """The first part has who called and who was called, the second who was called and who came after."""
    files = await recordings(centre, contact, 2, folder)
    before, after = map(audio.two_channels, files)
    assert [await heard_in(centre, file.stem) for file in files] == [{CALLING, CALLED}, {CALLED, THIRD}]
    assert audio.presence(before[0], TONES[CALLED]) > 0.3, "the phone that was called is on the left"
    assert audio.presence(before[1], TONES[CALLING]) > 0.8, "the phone that called is on the right"
    assert audio.presence(after[0], TONES[CALLED]) > 0.8, "who stays is heard from the first moment to the last"
    assert audio.presence(after[1], TONES[THIRD]) > 0.1, "and so is who came"


async def heard_in(centre: box.Box, recording: str) -> set[str]:
    """Whom its index names, each for a time of some length."""
    async with centre.jobs() as jobs:
        parties = (await jobs.call("recording.show", id=recording))["parties"]
    return {party["party"] for party in parties if party["to_ms"] - party["from_ms"] > 200}


async def ended(second: Line, third: Line, contact: str, seen: Facts) -> None:
    await second.hang_up()
    await third.gone()
    closed = await seen.until("contact.closed", result="answered")
    assert closed["contact"] == contact


def test_the_caller_passes_a_colleague_on_with_the_button_and_the_recording_goes_on(
    centre: box.Box, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with three_phones(centre) as (first, second, third), facts(centre.engine(), *KINDS) as seen:
            line, rung = await connected(first, second, CALLED)
            contact = (await seen.until("agent.state", agent=CALLING, state="talking"))["contact"]
            assert await line.refer("8009") == 202
            assert (await line.transferred()).startswith("SIP/2.0 603"), "there is no 8009"
            line.progress.clear()
            assert await line.refer(THIRD) == 202
            made = await seen.until("transfer.made", how="blind", to=f"agent:{THIRD}", agent=CALLING)
            assert made["contact"] == contact
            assert await line.transferred() == "SIP/2.0 200 OK"
            await line.gone()
            await seen.until("agent.state", agent=CALLING, state="ready")
            to = await third.rung()
            await to.answer()
            await hears(to, TONES[CALLED])
            rung.sound.heard.clear()
            await hears(rung, TONES[THIRD])
            await ended(rung, to, contact, seen)
            await check_recordings(centre, contact, tmp_path)

    run(scene())


def test_the_caller_asks_on_the_second_line_and_brings_both_colleagues_together(
    centre: box.Box, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with three_phones(centre) as (first, second, third), facts(centre.engine(), *KINDS) as seen:
            line, rung = await connected(first, second, CALLED)
            contact = (await seen.until("agent.state", agent=CALLING, state="talking"))["contact"]
            await line.hold()
            await seen.until("agent.state", agent=CALLING, state="hold")
            enquiry, asked = await connected(first, third, THIRD)
            assert await line.refer_to(enquiry) == 202
            made = await seen.until("transfer.made", how="consult", to=f"agent:{THIRD}", agent=CALLING)
            assert made["contact"] == contact
            assert await line.transferred() == "SIP/2.0 200 OK"
            await line.gone()
            await enquiry.gone()
            await hears(asked, TONES[CALLED])
            rung.sound.heard.clear()
            await hears(rung, TONES[THIRD])
            await ended(rung, asked, contact, seen)
            await check_recordings(centre, contact, tmp_path)

    run(scene())
