"""Music of our own: chosen by a queue, heard by its waiting callers, changed while they wait."""

import os
from pathlib import Path

import pytest

from appliance.control.errors import RemoteRefusal
from drivers.simulated.sip.caller import Caller, Cue, Press, Wait
from drivers.simulated.sip.note import Kind
from tests.integration.test_demo import callstead
from tests.integration.test_main_job import exported
from tests.servers import audio, box
from tests.servers.live import facts, run
from tests.unit.prompts.tones import tone

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(180)]

MAIN = "4008001000"
OLD_TUNE, NEW_TUNE = 500, 800


def done(centre: box.Box, *words: str) -> None:
    told = callstead(centre, *words)
    assert told.returncode == 0, told.stderr


def tune(centre: box.Box, folder: Path, hertz: int) -> None:
    file = folder / f"{hertz}.wav"
    file.write_bytes(tone(hertz, 20))
    done(centre, "music", "add", "jazz", "tune", str(file))
    done(centre, "config", "apply", "--reason", "music")


def old(centre: box.Box) -> set[Path]:
    """All music on the disk, as if it and the configuration had been there for days."""
    folders = set(centre.paths.music.glob("jazz/*"))
    for folder in folders:
        os.utime(folder, (0, 0))
    current = centre.paths.asterisk_config / "current"
    before = current.lstat().st_mtime - 120
    os.utime(current, (before, before), follow_symlinks=False)
    return folders


def cleaned(centre: box.Box) -> set[Path]:
    """The music on the disk after a run."""
    done(centre, "prompt", "clean")
    return set(centre.paths.music.glob("jazz/*"))


async def waited(centre: box.Box, folder: Path, hertz: int = 0) -> audio.Samples:
    """What a caller hears who waits for an agent; meanwhile the music may become another."""
    folder.mkdir()
    async with facts(centre.engine(), "contact", "queue") as seen:
        steps = (Wait(1), Press("2"), Cue("go", 60))
        calling = centre.network(folder).callers(Caller(MAIN, "13900000001", steps=steps, talk=2))
        await calling.start()
        opened = await seen.until("contact.opened")
        await seen.until("queue.entered")
        if hertz:
            tune(centre, folder, hertz)
            there = old(centre)
            os.utime(centre.paths.asterisk_config / "current", follow_symlinks=False)
            assert cleaned(centre) == there, "what a call may hear stays"
        assert not [note for note in calling.notes if note.kind in (Kind.CLEARED, Kind.HUNG_UP)], "a call was dropped"
        await calling.cue_first("go")
        await seen.until("contact.closed")
        await calling.wait(20)
    left, _ = audio.two_channels(await exported(centre, opened["contact"], folder / "call.wav"))
    return left[-2 * audio.RATE :]


def test_a_queue_plays_its_own_music_and_a_change_drops_nobody(centre: box.Box, tmp_path: Path) -> None:
    done(centre, "queue", "set", "support", "--music", "jazz")
    tune(centre, tmp_path, OLD_TUNE)

    async def scene() -> None:
        first = await waited(centre, tmp_path / "first", NEW_TUNE)
        assert audio.presence(first, OLD_TUNE) > 0.9, "who waits goes on hearing what was there"
        before = old(centre)
        after = cleaned(centre)
        assert (len(before), len(after)) == (2, 1), "nobody hears the old one any more"
        second = await waited(centre, tmp_path / "second")
        assert audio.presence(second, NEW_TUNE) > 0.9

    run(scene())
    refused = callstead(centre, "music", "remove", "jazz")
    assert refused.returncode == 3
    assert "support" in refused.stderr


def test_a_configuration_whose_sounds_are_not_here_is_refused(centre: box.Box) -> None:
    sound = {"audio": "0" * 64, "duration_ms": 1000, "loudness_before": -21.0, "loudness": -21.0}

    async def scene() -> None:
        documents = {"music": {"lost": {"tracks": {"tune": {"file": "tune.wav", **sound}}}}}
        async with centre.engine() as engine:
            parts = engine.stream("config.import", reason="from another box", documents=documents, keep=True)
            with pytest.raises(RemoteRefusal) as refused:
                [part async for part in parts]
        assert refused.value.code == "configuration-invalid"
        assert [(one["code"], one["where"]) for one in refused.value.details["problems"]] == [
            ("sound-gone", "music.lost")
        ]

    run(scene())
