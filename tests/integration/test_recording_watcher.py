"""The watcher on a real folder, with other processes that write into it."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest

from appliance.contact.recording.model import Recording, SpooledAudio
from appliance.daemons.jobs.recorder import SpoolWatcher
from tests.fakes.alarms import SeenAlarms
from tests.unit.recording.station import Station

pytestmark = pytest.mark.wire

LIMIT = 20
NEVER = timedelta(hours=1)
RAW = bytes(range(250)) * 40
WRITER = """
import sys
with open(sys.argv[1], "wb") as file:
    file.write(bytes.fromhex(sys.argv[2]))
    file.flush()
    print("open", flush=True)
    sys.stdin.read()
    file.write(bytes.fromhex(sys.argv[2]))
"""

Next = Callable[[], Awaitable[Recording]]
Seal = Callable[[SpooledAudio], Recording | None]


@asynccontextmanager
async def watching(folder: Path, seal: Seal, retry_after: timedelta = NEVER) -> AsyncIterator[Next]:
    """A running watcher; gives a function that waits for the next recording."""
    sealed: asyncio.Queue[Recording] = asyncio.Queue()
    task = asyncio.create_task(SpoolWatcher(folder, seal, sealed.put_nowait, SeenAlarms(), retry_after).run())
    try:
        yield lambda: asyncio.wait_for(sealed.get(), LIMIT)
        assert not task.done()
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def spooled(station: Station, channel: str, raw: bytes = RAW) -> None:
    (station.spool / f"{channel}.raw").write_bytes(raw)


def appeared(folder: Path) -> None:
    deadline = monotonic() + LIMIT
    while not folder.is_dir():
        assert monotonic() < deadline
        os.sched_yield()


@contextmanager
def writer(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that holds `path` open until its input ends, and writes once more before it closes."""
    command = [sys.executable, "-c", WRITER, str(path), RAW.hex()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"open\n"
        yield process
        assert process.stdin
        process.stdin.close()
        assert process.wait(LIMIT) == 0


def test_what_was_left_behind_is_sealed_and_what_is_open_is_left_to_its_writer(tmp_path: Path) -> None:
    async def scenario() -> None:
        station = Station(tmp_path)
        spooled(station, "2.2")
        with writer(station.spool / "1.1.raw") as process:
            async with watching(station.spool, station.recorder.seal) as sealed:
                assert (await sealed()).channel == "2.2"
                assert station.waiting() == ["1.1.raw"]
                assert process.stdin
                process.stdin.close()
                recording = await sealed()
                assert recording.channel == "1.1"
                assert station.samples(recording) == RAW * 2
        assert station.waiting() == []
        assert station.recorder.verify() == ()

    asyncio.run(scenario())


def test_files_closed_while_others_are_sealed_are_all_sealed_once(tmp_path: Path) -> None:
    async def scenario() -> None:
        station = Station(tmp_path)
        spooled(station, "0.0")
        async with watching(station.spool, station.recorder.seal) as sealed:
            for number in range(1, 60):
                await asyncio.to_thread(spooled, station, f"1.{number}")
            channels = {(await sealed()).channel for _ in range(60)}
        assert channels == {"0.0"} | {f"1.{number}" for number in range(1, 60)}
        assert len(station.recorder.list(limit=1000)) == 60
        assert station.recorder.verify() == ()

    asyncio.run(scenario())


def test_an_empty_file_is_removed_and_other_names_are_left_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        station = Station(tmp_path)
        spooled(station, "1.1", b"")
        (station.spool / "notes.txt").write_text("not audio")
        spooled(station, "2.2")
        async with watching(station.spool, station.recorder.seal) as sealed:
            assert (await sealed()).channel == "2.2"
        assert station.waiting() == ["notes.txt"]
        assert "nothing is kept of channel 1.1" in caplog.text

    asyncio.run(scenario())


def test_a_file_that_cannot_be_sealed_blocks_no_other_and_is_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        station = Station(tmp_path)
        attempts: list[str] = []

        def seal(audio: SpooledAudio) -> Recording | None:
            attempts.append(audio.channel)
            if attempts.count("1.1") < 3 and audio.channel == "1.1":
                raise ValueError("torn")
            return station.recorder.seal(audio)

        spooled(station, "1.1")
        spooled(station, "2.2")
        async with watching(station.spool, seal, timedelta(milliseconds=50)) as sealed:
            assert [(await sealed()).channel for _ in range(2)] == ["2.2", "1.1"]
        assert attempts.count("1.1") == 3
        assert caplog.text.count("1.1.raw is not sealed and stays in the spool") == 2

    asyncio.run(scenario())


def test_a_file_that_failed_after_its_claim_is_found_under_its_new_name(tmp_path: Path) -> None:
    async def scenario() -> None:
        station = Station(tmp_path)
        station.sealed.write_bytes(b"in the way")
        names: list[str] = []

        def seal(audio: SpooledAudio) -> Recording | None:
            names.append(audio.name)
            try:
                return station.recorder.seal(audio)
            finally:
                if station.sealed.is_file():
                    station.sealed.unlink()

        spooled(station, "1.1")
        async with watching(station.spool, seal, timedelta(milliseconds=50)) as sealed:
            recording = await sealed()
        assert names == ["1.1.raw", f"1.1.{recording.id}.sealing"]
        assert station.waiting() == []

    asyncio.run(scenario())


def test_a_listener_that_fails_stops_nothing(tmp_path: Path) -> None:
    async def scenario() -> None:
        station = Station(tmp_path)
        told: asyncio.Queue[str] = asyncio.Queue()

        def tell(recording: Recording) -> None:
            told.put_nowait(recording.channel)
            raise ValueError("nobody listens")

        spooled(station, "1.1")
        spooled(station, "2.2")
        task = asyncio.create_task(SpoolWatcher(station.spool, station.recorder.seal, tell, SeenAlarms(), NEVER).run())
        assert [await asyncio.wait_for(told.get(), LIMIT) for _ in range(2)] == ["1.1", "2.2"]
        task.cancel()
        await asyncio.wait([task], timeout=LIMIT)
        assert station.waiting() == []

    asyncio.run(scenario())


@pytest.mark.parametrize("vanish", [shutil.rmtree, lambda folder: folder.rename(folder.with_name("elsewhere"))])
def test_a_spool_that_vanishes_is_made_again_and_watched(tmp_path: Path, vanish: Callable[[Path], object]) -> None:
    async def scenario() -> None:
        station = Station(tmp_path)
        spooled(station, "1.1")
        async with watching(station.spool, station.recorder.seal) as sealed:
            await sealed()
            vanish(station.spool)
            await asyncio.to_thread(appeared, station.spool)
            spooled(station, "2.2")
            assert (await sealed()).channel == "2.2"

    asyncio.run(scenario())


def test_a_writer_that_opens_the_file_while_it_is_examined_kills_nobody(tmp_path: Path) -> None:
    """Opening for writing breaks a read lease by a signal; many rounds make the two meet."""

    async def scenario() -> None:
        station = Station(tmp_path)
        path = station.spool / "1.1.raw"

        def examined(audio: SpooledAudio) -> Recording | None:
            raise ValueError("only looked at")

        def rewrite() -> None:
            for _ in range(3000):
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))

        async with watching(station.spool, examined, timedelta(milliseconds=1)):
            await asyncio.to_thread(rewrite)

    asyncio.run(scenario())
