"""A box heard at a real phone: the message, the keys, the PIN, the lamp that goes off, the way back to the caller."""

import asyncio
from pathlib import Path

import pytest
from asyncinotify import Inotify, Mask

from appliance.contact.voicemail.listening import PIN_TRIES
from appliance.contact.voicemail.pin import TRIES
from tests.integration.test_message_lamps import empty, lit
from tests.integration.test_voicemail import BOX, TONE, left
from tests.servers import audio, box
from tests.servers.desk_phone import Line, plugged_in
from tests.servers.live import LIMIT, facts, ready_again, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(180)]

LISTENER, OTHER = "8004", "8002"
CODE = "*979000"
SAID = 60.0
"""Seconds in which a message with all that is said before it has been heard."""


def tone_seconds(line: Line) -> float:
    """How long the message's tone was heard."""
    samples = audio.from_a_law(line.heard)
    return audio.presence(samples, TONE) * len(samples) / audio.RATE


def test_a_message_is_heard_and_the_next_one_deleted(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        await empty(centre)
        first = await left(centre, tmp_path / "one")
        second = await left(centre, tmp_path / "two")
        async with plugged_in(centre, LISTENER) as phone, facts(centre.jobs(), "voicemail") as seen:
            line = await phone.dial(CODE)
            await seen.until("voicemail.heard", SAID, message=first["id"])
            assert tone_seconds(line) > 2
            await line.press("2")
            async with facts(centre.jobs(), "voicemail") as more:
                await line.press("3")
                gone = await more.until("voicemail.deleted", message=second["id"])
            assert gone["data"]["by"] == f"agent {LISTENER}"
            await line.gone()
        async with centre.jobs() as jobs:
            rows = await jobs.call("voicemail.list", box=BOX)
        assert [(row["id"], row["standing"], row["heard_by"]) for row in rows] == [
            (first["id"], "saved", f"agent {LISTENER}")
        ]
        assert not list(centre.paths.dictated.glob("heard-*")), "nothing stays in clear"

    run(scene())


def test_a_message_is_new_after_a_hang_up_in_its_midst(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        await empty(centre)
        message = await left(centre, tmp_path / "one")
        async with plugged_in(centre, LISTENER) as phone, facts(centre.jobs(), "voicemail") as seen:
            with Inotify() as watch:
                watch.add_watch(centre.paths.dictated, Mask.ACCESS | Mask.DELETE)
                line = await phone.dial(CODE)
                await happens(watch, Mask.ACCESS)
                await line.hang_up()
                await happens(watch, Mask.DELETE)
            async with centre.jobs() as jobs:
                assert (await jobs.call("voicemail.show", id=message["id"]))["standing"] == "new"
                await jobs.call("voicemail.mark", id=message["id"], standing="saved")
            await seen.until("voicemail.marked", message=message["id"])
        assert "voicemail.heard" not in [fact["kind"] for fact in seen.seen]

    run(scene())


async def happens(watch: Inotify, mask: Mask) -> None:
    async with asyncio.timeout(LIMIT):
        async for event in watch:
            if event.mask & mask:
                return


def test_the_lamp_goes_off_when_the_message_was_heard(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        await empty(centre)
        async with lit(centre, tmp_path / "lamp", OTHER) as lamps:
            await lamps.begins(OTHER, "0/0")
            await left(centre, tmp_path / "message")
            await lamps.until(OTHER, "1/0")
            async with plugged_in(centre, LISTENER) as phone:
                line = await phone.dial(CODE)
                await lamps.until(OTHER, "0/1")
                await line.hang_up()

    run(scene())


def test_elsewhere_the_box_wants_its_pin_and_locks_after_wrong_ones(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        await empty(centre)
        message = await left(centre, tmp_path)
        async with centre.engine() as engine:
            await engine.call("voicemail.box_set", box=BOX, changes={"pin": "4711"})
        async with (
            plugged_in(centre, "8003") as phone,
            facts(centre.engine(), "voicemail") as seen,
            facts(centre.jobs(), "voicemail") as heard,
        ):
            line = await phone.dial(CODE)
            await line.press("4711#")
            await heard.until("voicemail.heard", SAID, message=message["id"], by="agent 8003")
            await line.hang_up()
            wrong = 0
            while wrong < TRIES:
                line = await phone.dial(CODE)
                while wrong < TRIES and not line.ended.is_set():
                    await line.press("1111#")
                    await seen.until("voicemail.pin-refused", box=BOX)
                    wrong += 1
                    if wrong == PIN_TRIES:
                        await line.gone()
                        break
            await line.gone()
            locked = await phone.dial(CODE)
            await locked.gone()
            centre.kill("engine")
            await ready_again(centre)
            still = await phone.dial(CODE)
            await still.gone()
        async with centre.jobs() as jobs:
            assert (await jobs.call("voicemail.show", id=message["id"]))["standing"] == "saved"
        async with centre.engine() as engine:
            await engine.call("voicemail.box_set", box=BOX, changes={"pin": ""})

    run(scene())


def test_a_colleague_who_was_not_there_calls_back(centre: box.Box, tmp_path: Path) -> None:
    """A phone calls an agent who is not signed in, leaves a message, and is called back by a key."""

    async def scene() -> None:
        async with centre.engine() as engine:
            await engine.call("voicemail.box_set", box="8003", changes={"listeners": [LISTENER]})
        async with plugged_in(centre, OTHER) as asked, plugged_in(centre, LISTENER) as phone:
            async with facts(centre.jobs(), "voicemail") as sealed:
                async with facts(centre.engine(), "voicemail") as seen:
                    asking = await asked.dial("8003")
                    await seen.until("voicemail.started", box="8003")
                await written(centre.paths.messages, 1.5)
                await asking.hang_up()
                message = (await sealed.until("voicemail.left", box="8003"))["data"]
            assert message["caller"] == OTHER
            async with facts(centre.jobs(), "voicemail") as told, facts(centre.engine(), "bridge") as talk:
                line = await phone.dial("*978003")
                await told.until("voicemail.heard", SAID, message=message["message"])
                await line.press("4")
                rung = await asked.rung()
                await rung.answer()
                await talk.until("bridge.joined")
                await line.hang_up()

    run(scene())


async def written(folder: Path, seconds: float) -> None:
    """Return once so much of a message has been taken down."""
    with Inotify() as watch:
        watch.add_watch(folder, Mask.MODIFY | Mask.CREATE)
        async with asyncio.timeout(LIMIT):
            async for _ in watch:
                if any(file.stat().st_size > 16000 * seconds for file in folder.glob("*.sln")):
                    return
