"""Real recordings and real speech: transcribed by side and time, phrases found, and all of it kept as the audio is."""

import asyncio
import io
import os
import wave
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from appliance.contact.recording.repository import RecordingRepository
from appliance.contact.speech.model import Line, Side
from appliance.contact.speech.phrases import heard
from appliance.contact.speech.ports import Heard
from appliance.daemons.jobs.speech.engine import EngineProcess
from appliance.store.engine import open_engine
from drivers.simulated.sip import g711
from image import sounds
from tests.integration.test_demo import callstead
from tests.servers import audio, box, speech_model
from tests.servers.asterisk import runtime_root
from tests.servers.desk_phone import SECOND, DeskPhone, plugged_in
from tests.servers.desk_phone import Line as PhoneLine
from tests.servers.live import Facts, facts, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(400)]

AGENT, CUSTOMER = "8001", "8003"
GREETING, COMPLAINT = "thank you for calling", "did not receive your choice"
LIMIT = 150.0


def prompt(language: str, name: str) -> audio.Samples:
    """What the built-in voice says."""
    with wave.open(str(sounds.ready(runtime_root()) / "sounds" / language / f"{name}.wav")) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.int16)


def says(phone: DeskPhone, samples: audio.Samples) -> None:
    """The phone says it again and again, with a second of silence between."""
    phone._tone = g711.encode([*map(int, samples), *[0] * SECOND])


async def listens(line: PhoneLine, seconds: float) -> None:
    async with asyncio.timeout(LIMIT):
        while len(line.heard) < seconds * SECOND:
            await line.sound.next_packet()


async def recorded(centre: box.Box, seen: Facts) -> str:
    """A call between two phones, one of which speaks for the agent and one for the customer; its recording."""
    async with plugged_in(centre, CUSTOMER, 0) as customer, plugged_in(centre, AGENT, 0) as agent:
        says(customer, prompt("en", "no-input"))
        says(agent, prompt("en", "welcome"))
        placing = asyncio.create_task(customer.dial(AGENT))
        rung = await agent.rung()
        await rung.answer()
        line = await placing
        await listens(line, 9)
        await line.hang_up()
        await rung.gone()
    async with asyncio.timeout(LIMIT):
        async for fact in seen._stream:
            if fact["kind"] == "recording.sealed":
                return str(fact["data"]["id"])
    raise AssertionError("nothing was sealed")


def ok(centre: box.Box, *words: str) -> str:
    done = callstead(centre, *words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def accesses(centre: box.Box, recording: str) -> list[tuple[str, str]]:
    database = open_engine(centre.settings.database_url)
    try:
        found = RecordingRepository(database, "").accesses(UUID(recording))
        return [(access.who, access.reason) for access in found]
    finally:
        database.dispose()


def test_a_call_waits_for_a_model_is_transcribed_by_side_and_its_phrases_are_found(centre: box.Box) -> None:
    ok(centre, "speech", "set", "--automatic", "true", "--most-load", "1000")
    lists: dict[str, tuple[str, ...]] = {
        "greeting": ("--kind", "required", "--side", "agent", "--phrase", GREETING, "--within", "20"),
        "complaint": ("--kind", "forbidden", "--phrase", COMPLAINT),
        "farewell": ("--kind", "required", "--side", "agent", "--phrase", "have a nice day", "--language", "en"),
    }
    for name, words in lists.items():
        ok(centre, "speech", "phrases", "set", name, *words)

    async def scene() -> None:
        async with facts(centre.jobs(), "recording", "alarm") as seen, centre.jobs() as jobs:
            recording = await recorded(centre, seen)
            await seen.until("alarm.raised", LIMIT, code="speech-no-model")
            (task,) = [one for one in await jobs.call("speech.list") if one["recording"] == recording]
            assert task["state"] == "no-model"
            await asyncio.to_thread(bring, centre, "--language", "zh", "--language", "en")
            waited = await seen.until("recording.transcribed", LIMIT, recording=recording)
            assert waited["data"]["language"] == "zh", "the language of the site, as nobody chose one"
            await asyncio.to_thread(ok, centre, "recording", "transcribe", recording, "--language", "en")
            done = await seen.until("recording.transcribed", LIMIT, recording=recording, language="en")
            assert done["data"]["words"] > 10
            await seen.until("recording.marked", recording=recording, list="complaint", side="customer", heard=True)
            told = await jobs.call("recording.transcript", id=recording, reason="a check")
            await asyncio.to_thread(check, centre, recording, told)

    run(scene(), limit=390)


def bring(centre: box.Box, *words: str) -> None:
    ok(centre, "speech", "model", "add", str(speech_model.folder()), "--name", "base", *words)


def check(centre: box.Box, recording: str, told: dict[str, Any]) -> None:
    """Each side said what it said, the marks are right, and nothing of it lies about."""
    spoken = {side: " ".join(line["text"] for line in told["lines"] if line["side"] == side) for side in Side}
    assert "calling customer service" in spoken[Side.AGENT].lower()
    assert "your choice" in spoken[Side.CUSTOMER].lower()
    assert "choice" not in spoken[Side.AGENT].lower()
    marks = {(mark["list"], mark["side"], mark["heard"]) for mark in told["marks"]}
    assert marks == {("complaint", "customer", True), ("farewell", "agent", False)}
    assert all(0 <= mark["from_ms"] < mark["to_ms"] for mark in told["marks"] if mark["heard"])

    reasons = [reason for _, reason in accesses(centre, recording)]
    assert reasons[-1] == "a check"
    assert "speech recognition by base" in reasons
    files = list(centre.paths.transcripts.glob(f"*/{recording}.sealed"))
    assert len(files) == 1
    assert b"choice" not in files[0].read_bytes()
    found = ok(centre, "recording", "search", "--list", "complaint")
    assert recording in found
    refused = callstead(centre, "recording", "search", "--text", "customer service")
    assert (refused.returncode, "reason" in refused.stderr) == (3, True)
    assert recording in ok(centre, "recording", "search", "--text", "Customer Service", "--reason", "quality")
    assert accesses(centre, recording)[-1][1] == "quality"
    ok(centre, "recording", "verify")


def test_a_folder_that_is_no_model_is_refused(centre: box.Box, tmp_path: Path) -> None:
    empty = callstead(centre, "speech", "model", "add", str(tmp_path), "--language", "zh")
    assert (empty.returncode, "model.bin" in empty.stderr) == (3, True)
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        (tmp_path / name).write_text("{}")
    (tmp_path / "model.bin").write_bytes(b"no model at all")
    broken = callstead(centre, "speech", "model", "add", str(tmp_path), "--language", "zh", "--name", "broken")
    assert broken.returncode == 3, broken.stderr
    assert "broken" not in ok(centre, "speech", "model", "list")


@pytest.mark.parametrize(
    ("language", "agent", "customer", "phrase", "side"),
    [
        ("en", "welcome", "no-input", "thank you for calling", Side.AGENT),
        ("zh", "no-input", "position-2", "前面还有一位", Side.CUSTOMER),
    ],
)
def test_the_engine_hears_each_side_in_chinese_and_english(
    language: str, agent: str, customer: str, phrase: str, side: Side
) -> None:
    async def scene() -> list[Line]:
        engine = EngineProcess(lambda _: speech_model.folder(), lambda: 1)
        try:
            wav = both(prompt(language, agent), prompt(language, customer))
            return await engine.lines("base", Heard(wav, language, None, 0, ()))
        finally:
            await engine.close()

    lines = run(scene())
    assert [place[0] for place in heard(lines, phrase)] == [side], [line.text for line in lines]


def test_the_engine_stands_still_while_others_need_the_machine_and_goes_on() -> None:
    async def scene() -> list[Line]:
        engine = EngineProcess(lambda _: speech_model.folder(), lambda: 1)
        wav = both(prompt("en", "welcome"), prompt("en", "no-input"))
        try:
            await engine.lines("base", Heard(wav, "en", None, 0, ()))
            engine.pause(True)
            process = engine._process
            assert process
            await asyncio.to_thread(os.waitid, os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)
            asked = asyncio.create_task(engine.lines("base", Heard(wav, "en", None, 0, ())))
            done, _ = await asyncio.wait([asked], timeout=3)
            assert not done
            engine.pause(False)
            return await asked
        finally:
            await engine.close()

    assert run(scene())


def both(left: audio.Samples, right: audio.Samples) -> bytes:
    """A recording of two sides as it is exported."""
    samples = np.zeros((max(len(left), len(right)), 2), "<i2")
    samples[: len(left), 0], samples[: len(right), 1] = left, right
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(audio.RATE)
        file.writeframes(samples.tobytes())
    return made.getvalue()
