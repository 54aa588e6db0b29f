"""A recording or a message heard at a real phone: rung, played, on record, and nothing of it left in clear."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from appliance.contact.recording.repository import RecordingRepository
from appliance.control.client import Stream
from appliance.control.errors import RemoteRefusal
from appliance.store.engine import open_engine
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


def why_heard(centre: box.Box, recording: str) -> list[str]:
    """The reasons on record of those who were given a recording."""
    database = open_engine(centre.settings.database_url)
    try:
        return [access.reason for access in RecordingRepository(database, "").accesses(UUID(recording))]
    finally:
        database.dispose()


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
        assert why_heard(centre, recording) == [WHY]

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


@pytest.mark.parametrize(("whole", "standing"), [(True, "saved"), (False, "new")])
def test_a_message_counts_as_heard_only_when_it_was_played_to_its_end(
    centre: box.Box, tmp_path: Path, whole: bool, standing: str
) -> None:
    async def scene() -> None:
        await empty(centre)
        message = await left(centre, tmp_path / "message")
        async with (
            plugged_in(centre, SUPERVISOR) as phone,
            facts(centre.jobs(), "recording", "voicemail") as seen,
            centre.jobs() as jobs,
            jobs.stream("voicemail.play", id=message["id"], phone=SUPERVISOR, reason=WHY) as stages,
        ):
            assert await anext(stages) == {"stage": "ringing"}
            line = await phone.rung()
            await line.answer()
            assert await anext(stages) == {"stage": "playing"}
            await (line.gone() if whole else line.hang_up())
            assert [stage async for stage in stages] == []
            assert stages.result["heard"] is whole
            played = await seen.until("recording.played", recording=message["recording"])
            if whole:
                await seen.until("voicemail.heard", message=message["id"], by=played["data"]["by"])
            now = await jobs.call("voicemail.show", id=message["id"])
        assert (now["standing"], now["heard_by"]) == (standing, played["data"]["by"] if whole else "")
        if whole:
            samples = audio.from_a_law(line.heard)
            assert audio.presence(samples, TONE) * len(samples) / audio.RATE > 1
        assert why_heard(centre, message["recording"]) == [WHY]
        assert not list(centre.paths.dictated.glob("heard-*")), "nothing stays in clear"

    run(scene())


def test_a_message_is_not_played_without_a_reason(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        await empty(centre)
        message = await left(centre, tmp_path / "message")
        async with centre.jobs() as jobs:
            with pytest.raises(RemoteRefusal) as refused:
                await to_its_end(jobs.stream("voicemail.play", id=message["id"], phone=SUPERVISOR, reason=" "))
        assert refused.value.code == "recording-reason-missing"

    run(scene())
