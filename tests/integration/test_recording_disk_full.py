"""A full disk loses no audio: raw files wait and are sealed as soon as there is room.

The scenario runs in a process with a mount namespace of its own: `python -m` this module inside `unshare`.
"""

import asyncio
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from appliance.contact.recording.model import Recording
from appliance.daemons.jobs.recorder import SpoolWatcher
from tests.fakes.alarms import SeenAlarms
from tests.servers import private
from tests.unit.recording.station import Station

pytestmark = pytest.mark.wire

LIMIT = 30
RAW = bytes(range(250)) * 1200


@pytest.mark.parametrize("wake", ["close", "timer"])
def test_sealing_goes_on_when_there_is_room_again(tmp_path: Path, wake: str) -> None:
    assert "No space left on device" in private.scene(__name__, tmp_path, wake, limit=2 * LIMIT)


async def scenario(folder: Path, wake: str) -> None:
    disk = folder / "disk"
    (disk / "filler").write_bytes(bytes(1_000_000))
    station = Station(folder, disk / "sealed")
    for number in range(2):
        (station.spool / f"1.{number}.raw").write_bytes(RAW)
    sealed: asyncio.Queue[Recording] = asyncio.Queue()
    retry_after = timedelta(hours=1) if wake == "close" else timedelta(milliseconds=300)
    watcher = SpoolWatcher(station.spool, station.recorder.seal, sealed.put_nowait, SeenAlarms(), retry_after)
    task = asyncio.create_task(watcher.run())
    while len([name for name in station.waiting() if name.endswith(".sealing")]) < 2:
        await asyncio.wait([task], timeout=0.02)
    assert station.recorder.list() == ()
    assert sum((station.spool / name).stat().st_size for name in station.waiting()) == 2 * len(RAW)
    (disk / "filler").unlink()
    expected = 2
    if wake == "close":
        (station.spool / "1.2.raw").write_bytes(RAW)
        expected = 3
    recordings = [await sealed.get() for _ in range(expected)]
    assert station.waiting() == []
    assert {recording.channel for recording in recordings} == {f"1.{number}" for number in range(expected)}
    assert all(station.samples(recording) == RAW for recording in recordings)
    assert station.recorder.verify() == ()
    task.cancel()
    await asyncio.wait([task])


def mount_small_disk(folder: Path) -> None:
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1200k", "tmpfs", str(folder)], check=True)


if __name__ == "__main__":
    mount_small_disk(Path(sys.argv[1], "disk"))
    asyncio.run(asyncio.wait_for(scenario(Path(sys.argv[1]), sys.argv[2]), LIMIT))
