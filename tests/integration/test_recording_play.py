"""A recording heard at a real phone: rung, played, on record, and nothing of it left in clear."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from appliance.control.client import Stream
from appliance.control.errors import RemoteRefusal
from tests.integration.test_message_lamps import empty
from tests.integration.test_voicemail import TONE, left
from tests.servers import audio, box
from tests.servers.desk_phone import plugged_in
from tests.servers.live import facts, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(180)]

SUPERVISOR = "8004"
WHY = "a complaint of 12 May"


async def to_its_end(stream: Stream) -> list[Any]:
    async with stream as parts:
        return [part async for part in parts]


def test_it_rings_plays_and_is_on_record(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        await empty(centre)
        recording = (await left(centre, tmp_path / "message"))["recording"]
        async with plugged_in(centre, SUPERVISOR) as phone, facts(centre.jobs(), "recording") as seen:
            async with centre.jobs() as jobs:
                stream = jobs.stream("recording.play", id=recording, phone=SUPERVISOR, reason=WHY)
                async with stream as stages:
                    assert await anext(stages) == {"stage": "ringing"}
                    line = await phone.rung()
                    await line.answer()
                    assert await anext(stages) == {"stage": "playing"}
                    await line.gone()
                    assert [stage async for stage in stages] == []
            samples = audio.from_a_law(line.heard)
            assert audio.presence(samples, TONE) * len(samples) / audio.RATE > 1
            assert stream.result["heard_ms"] > 1000
            played = await seen.until("recording.played", recording=recording)
        assert played["data"]["phone"] == SUPERVISOR
        assert not list(centre.paths.dictated.glob("heard-*")), "nothing stays in clear"

    run(scene())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"reason": " "}, "recording-reason-missing"),
        ({"phone": "nowhere"}, "phone-unknown"),
        ({}, "recording-phone-unanswered"),
    ],
)
def test_what_cannot_be_heard_is_refused_and_leaves_nothing(
    centre: box.Box, tmp_path: Path, change: dict[str, str], code: str
) -> None:
    async def scene() -> None:
        await empty(centre)
        recording = (await left(centre, tmp_path / "message"))["recording"]
        about = {"id": recording, "phone": SUPERVISOR, "reason": WHY, **change}
        async with centre.jobs() as jobs, asyncio.timeout(45):
            with pytest.raises(RemoteRefusal) as refused:
                await to_its_end(jobs.stream("recording.play", **about))
        assert refused.value.code == code
        assert not list(centre.paths.dictated.glob("heard-*"))

    run(scene())
