"""A prompt recorded at a real phone, from the ring to the caller who hears it; and all the ways not to keep it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from asyncinotify import Inotify, Mask

from appliance.contact.prompts.judgement import samples
from appliance.control.errors import RemoteRefusal
from drivers.simulated.sip import speech
from drivers.simulated.sip.network import Phones
from drivers.simulated.sip.note import Kind, Note
from drivers.simulated.sip.phone import Behaviour, Phone
from drivers.simulated.sip.scenario import Audio
from tests.integration.test_demo import told
from tests.servers import audio, box, sipp
from tests.servers.live import run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(180)]

VOICE = 700
ASKED = {"phone": "8001", "language": "zh"}


class Person:
    """Somebody at phone 8001 who presses keys at the stages of a dictation; keys wait for their cue in order."""

    def __init__(self, notes: list[Note], phones: Phones, recordings: Path) -> None:
        self.phones, self._notes, self._recordings = phones, notes, recordings

    def press(self, cue: str) -> None:
        self.phones.sipp.cue([note.call for note in self._notes if note.kind is Kind.RINGING][-1], cue)

    async def spoken(self, seconds: float = 1.5) -> None:
        """Return once so much has been written of what is said."""
        with Inotify() as watch:
            watch.add_watch(self._recordings, Mask.MODIFY | Mask.CREATE)
            async with asyncio.timeout(15):
                async for _ in watch:
                    if any(file.stat().st_size > 16000 * seconds for file in self._recordings.glob("*.wav")):
                        return


@asynccontextmanager
async def person(centre: box.Box, folder: Path, *keys: tuple[str, str], **more: Any) -> AsyncIterator[Person]:
    notes: list[Note] = []
    network = centre.network(folder)
    phone = Phone(ring=0.2, audio=Audio(network.sound("voice", speech.tone(float(VOICE)))), keys=keys, **more)
    accounts = [account for account in await centre.accounts() if account.user == "8001"]
    async with sipp.phones(network, phone, accounts, hear=notes.append) as phones:
        yield Person(notes, phones, centre.paths.dictated)


async def in_use(centre: box.Box) -> bool:
    async with centre.engine() as engine:
        return next(bool(row["in_use"]) for row in await engine.call("phone.list") if row["phone"] == "8001")


def left(centre: box.Box) -> list[Path]:
    return list(centre.paths.dictated.glob("*.wav"))


def test_a_prompt_is_recorded_played_back_recorded_again_and_kept(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        keys = (("spoken", "#"), ("again", "2"), ("spoken again", "#"), ("keep", "1"))
        async with person(centre, tmp_path / "phone", *keys) as at_phone:
            seen, reviews = [], iter(("again", "keep"))
            said = iter(("spoken", "spoken again"))
            async with centre.engine().stream("prompt.record", **ASKED) as stream:
                async for part in stream:
                    seen.append(part["stage"])
                    if part["stage"] == "recording":
                        await at_phone.spoken()
                        assert await in_use(centre), "no queue rings a phone at which somebody records"
                        at_phone.press(next(said))
                    elif part["stage"] == "reviewing":
                        at_phone.press(next(reviews))
            once = ["instructed", "recording", "reviewing"]
            assert seen == ["ringing", *once, *once]
            async with centre.jobs() as jobs:
                kept = await jobs.call("prompt.take", prompt="my-voice", language="zh", **stream.result)
        assert (kept["source"], kept["phone"]) == ("phone", "8001")
        assert 1200 < kept["duration_ms"] < 8000
        assert left(centre) == []

    run(scene())
    file = tmp_path / "heard.wav"
    told(centre, "prompt", "export", "my-voice", "--language", "zh", "--to", str(file))
    found, rate = samples(file.read_bytes())
    assert rate == 8000
    assert audio.dominant(found[:, 0]) == pytest.approx(VOICE, abs=3)
    assert audio.presence(found[1600:-2400, 0], VOICE) > 0.95, "neither the instruction nor the tone before it is in it"
    assert audio.level(found[1600:-2400, 0]) == pytest.approx(-21, abs=1.5)


async def followed(centre: box.Box, hear: Callable[[str], Awaitable[None]] | None = None, **more: Any) -> Any:
    """The end of a dictation, whose stages are told to `hear`."""
    async with centre.engine().stream("prompt.record", **ASKED | more) as stream:
        async for part in stream:
            if hear:
                await hear(part["stage"])
    return stream.result


async def refused(
    centre: box.Box, code: str, hear: Callable[[str], Awaitable[None]] | None = None, **more: Any
) -> None:
    with pytest.raises(RemoteRefusal) as refusal:
        await followed(centre, hear, **more)
    assert refusal.value.code == code


def test_a_phone_that_is_not_there_or_nobody_knows_is_refused(centre: box.Box) -> None:
    run(refused(centre, "prompt-phone-unanswered"))
    run(refused(centre, "phone-unknown", phone="9999"))
    run(refused(centre, "prompt-language-unknown", language="fr"))


def test_nobody_answers(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with person(centre, tmp_path, behaviour=Behaviour.REJECTS):
            await refused(centre, "prompt-phone-unanswered")
        assert not await in_use(centre)

    run(scene())


def test_who_hangs_up_before_keeping_keeps_nothing(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with person(centre, tmp_path, talk=0.5):
            await refused(centre, "prompt-recording-abandoned")
        assert left(centre) == []

    run(scene())


def test_hanging_up_while_speaking_leaves_nothing_behind(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with person(centre, tmp_path, ("go", ""), talk=0.1) as at_phone:

            async def speaks(stage: str) -> None:
                if stage == "recording":
                    await at_phone.spoken(0.5)
                    at_phone.press("go")

            await refused(centre, "prompt-recording-abandoned", speaks)
            async with centre.engine() as engine:
                await engine.call("status")
        assert left(centre) == []

    run(scene())


def test_who_asked_and_went_away_hangs_the_phone_up(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with person(centre, tmp_path, ("never", "")) as at_phone:
            async with centre.engine().stream("prompt.record", **ASKED) as stream:
                async for part in stream:
                    if part["stage"] == "instructed":
                        break
            await at_phone.phones.sipp.until(lambda notes: any(note.kind is Kind.CLEARED for note in notes), 10)
        assert left(centre) == []

    run(scene())
