"""The sealing process is killed again and again: each call ends up as one entry with all its audio."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.recording.station import Station

pytestmark = pytest.mark.wire

FILES = 40
LIMIT = 60


def raw(number: int) -> bytes:
    return bytes((number, 0, number, 1)) * 20_000


def sweep(folder: Path, survived: int) -> None:
    """Seal what waits in another process, which is killed when it has named `survived` files."""
    command = [sys.executable, "-m", __name__, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for _ in range(survived):
            process.stdout.readline()
        process.kill()


def test_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    station = Station(tmp_path)
    for number in range(FILES):
        (station.spool / f"1.{number:02}.raw").write_bytes(raw(number))
    for survived in range(1, 8):
        sweep(tmp_path, survived)
    assert station.waiting(), "nothing was left for the repair: kill earlier"
    station.sweep()
    recordings = station.recorder.list(limit=1000)
    assert station.waiting() == []
    assert sorted(recording.channel for recording in recordings) == [f"1.{number:02}" for number in range(FILES)]
    assert station.recorder.verify() == ()
    for recording in recordings:
        assert station.samples(recording) == raw(int(recording.channel[2:]))


if __name__ == "__main__":
    from appliance.contact.recording.model import SpooledAudio

    child = Station(Path(sys.argv[1]))
    for name in child.waiting():
        audio = SpooledAudio.parse(name)
        if audio:
            print(name, flush=True)
            child.recorder.seal(audio)
