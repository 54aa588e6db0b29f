"""Messages on a real box: what callers say is sealed, listed, given out, and goes by rule."""

import base64
import io
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from appliance.control.client import ControlClient
from appliance.control.errors import RemoteRefusal
from drivers.simulated.sip import speech
from drivers.simulated.sip.caller import Caller, Cue, Press, Wait
from drivers.simulated.sip.scenario import Audio
from tests.servers import audio, box
from tests.servers.live import LIMIT, Facts, answering, facts, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(180)]

TONE = 440.0
MAIN, BOX, CALLER = "4008001000", "operator", "13800001111"
SPOKEN_SECONDS = 3.0


@asynccontextmanager
async def speaking(centre: box.Box, folder: Path, talk: float = SPOKEN_SECONDS) -> AsyncIterator[Facts]:
    """A caller who chooses the voicemail and speaks after the tone; the engine's facts of it."""
    network = centre.network(folder)
    sound = Audio(network.sound("tone", speech.tone(TONE)))
    caller = Caller(MAIN, CALLER, sound, (Wait(1), Press("9"), Cue("go", LIMIT)), talk)
    async with facts(centre.engine(), "voicemail", "contact") as seen:
        calling = network.callers(caller)
        await calling.start()
        await seen.until("voicemail.started")
        await calling.cue_first("go")
        yield seen
        await calling.wait(LIMIT)


async def left(centre: box.Box, folder: Path, talk: float = SPOKEN_SECONDS) -> dict[str, Any]:
    """A message, as the box lists it once it is sealed."""
    async with facts(centre.jobs(), "voicemail") as sealed:
        async with speaking(centre, folder, talk) as seen:
            await seen.until("contact.closed", result="voicemail")
        told = await sealed.until("voicemail.left")
    async with centre.jobs() as jobs:
        found: dict[str, Any] = await jobs.call("voicemail.show", id=told["data"]["message"])
    return found


async def exported(centre: box.Box, message: str) -> audio.Samples:
    why = "a test of the test suite"
    async with centre.jobs() as jobs, jobs.stream("voicemail.export", id=message, reason=why) as parts:
        return mono(b"".join([base64.b64decode(part["data"]) async for part in parts]))


def mono(wav: bytes) -> audio.Samples:
    with wave.open(io.BytesIO(wav)) as file:
        assert (file.getnchannels(), file.getframerate()) == (1, audio.RATE)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


def test_a_message_is_sealed_in_its_box_and_holds_what_was_said(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        message = await left(centre, tmp_path)
        assert (message["box"], message["caller"], message["standing"]) == (BOX, CALLER, "new")
        heard = await exported(centre, message["id"])
        assert len(heard) / audio.RATE * 1000 == pytest.approx(message["duration_ms"], abs=20)
        assert SPOKEN_SECONDS - 0.5 < len(heard) / audio.RATE < SPOKEN_SECONDS + 2
        assert audio.presence(heard[: 2 * audio.RATE], TONE) > 0.9
        async with centre.jobs() as jobs:
            recording = await jobs.call("recording.show", id=message["recording"])
            assert (recording["retention"], recording["contact"]) == ("voicemail", message["contact"])
            assert (await jobs.call("recording.verify"))["findings"] == []
        assert not list(centre.paths.messages.iterdir()), "nothing stays in clear"

    run(scene())


def test_a_message_is_marked_and_deleted_and_its_audio_kept_by_rule(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        message = await left(centre, tmp_path)
        async with centre.jobs() as jobs:
            assert (await jobs.call("voicemail.mark", id=message["id"], standing="saved"))["standing"] == "saved"
            await jobs.call("recording.hold", id=message["recording"], reason="a claim")
            gone = await jobs.call("voicemail.delete", id=message["id"], reason="done")
            assert gone["audio"] == "held"
            assert message["id"] not in [row["id"] for row in await jobs.call("voicemail.list", box=BOX)]
            with pytest.raises(RemoteRefusal) as refused:
                await jobs.call("voicemail.show", id=message["id"])
            assert refused.value.code == "voicemail-message-unknown"
            shown = await jobs.call("recording.show", id=message["recording"])
            assert shown["deleted_at"] is None
            assert [change["kind"] for change in shown["changes"]] == ["hold", "discarded"], "it goes when it may"

    run(scene())


def test_a_message_outlives_the_engine_and_the_jobs(centre: box.Box, tmp_path: Path) -> None:
    """Both die while the caller speaks; what was said until the hang-up is sealed when they are back."""

    async def scene() -> None:
        async with speaking(centre, tmp_path, talk=4.0) as seen:
            started = seen.seen[-1]
            centre.stop("jobs")
            centre.kill("engine")
        centre.start("jobs")
        await answering(centre.jobs, centre.paths.run, "voicemail.counts")
        async with facts(centre.jobs(), "voicemail") as sealed, centre.jobs() as jobs:
            if not (found := await _of(jobs, started)):
                await sealed.until("voicemail.left")
                found = await _of(jobs, started)
        assert found[0]["caller"] == CALLER
        heard = await exported(centre, found[0]["id"])
        assert audio.presence(heard[: audio.RATE], TONE) > 0.8

    run(scene())


async def _of(jobs: ControlClient, started: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for row in await _listed(jobs) if row["id"] == started["data"]["message"]]


async def _listed(jobs: ControlClient) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await jobs.call("voicemail.list", box=BOX)
    return rows


def test_hanging_up_at_the_tone_leaves_no_message(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with centre.jobs() as jobs:
            before = await _listed(jobs)
        async with speaking(centre, tmp_path, talk=0) as seen:
            await seen.until("contact.closed")
        message = await left(centre, tmp_path / "next")
        async with centre.jobs() as jobs:
            after = await _listed(jobs)
        assert [row["id"] for row in after] == [message["id"], *(row["id"] for row in before)]

    run(scene())
