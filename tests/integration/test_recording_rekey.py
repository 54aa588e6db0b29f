"""The box key changes while processes are killed: no audio changes, nothing is lost, and who did it is on record."""

import hashlib
import itertools
import random
import subprocess
import sys
from pathlib import Path

import pytest

from appliance.clock import SystemClock
from appliance.contact.recording.custody import Deed
from appliance.contact.recording.errors import RecordingKeyNeeded
from appliance.contact.recording.model import KEYS, Recording
from appliance.contact.recording.rotation import passes
from tests.unit.recording.station import Station

pytestmark = pytest.mark.wire

FILES, KILLS = 60, 20
SEED = 7


def raw(number: int) -> bytes:
    return bytes((number, 0, number, 1)) * 5_000


def audio(station: Station) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in station.sealed.rglob("*.sealed")}


def deed() -> Deed:
    return Deed("li", "yearly", SystemClock().now())


def whole(station: Station, recordings: list[Recording]) -> None:
    assert station.recorder.verify() == ()
    for recording in recordings:
        assert station.samples(recording) == raw(int(recording.channel[2:]))


def change_keys(folder: Path, patience: int) -> int:
    """Change the key, wrap and destroy in another process, killed after `patience` of its steps; steps it named."""
    with subprocess.Popen([sys.executable, "-m", __name__, str(folder)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for step in range(patience):
            if not process.stdout.readline():
                assert process.wait() == 0
                return step
        process.kill()
    return patience


@pytest.mark.timeout(500)
def test_twenty_kills_while_the_key_changes(tmp_path: Path) -> None:
    station, chance = Station(tmp_path), random.Random(SEED)
    for number in range(FILES):
        (station.spool / f"1.{number:02}.raw").write_bytes(raw(number))
    recordings = [item for item in station.sweep() if item]
    before, first = audio(station), station.keys.current.key_id
    assert len(before) == FILES
    killed = 0
    while killed < KILLS:
        patience = chance.choice((1, 2, 3, 2 + chance.randrange(FILES), FILES + 3, FILES + 4))
        killed += change_keys(tmp_path, patience) == patience
        station = Station(tmp_path)
        whole(station, recordings)
    station = Station(tmp_path)
    station.rotation.finish()
    station.rotation.rotate(deed())
    for _ in passes(station.rotation, SystemClock().now()):
        pass
    for key in station.keys.ids()[1:]:
        station.rotation.destroy(key, deed())
    whole(Station(tmp_path), recordings)
    assert audio(station) == before
    assert len(station.keys.ids()) == 1
    facts = station.changes.of(KEYS)
    rotated = [fact.value.split(">") for fact in facts if fact.kind == "key-rotated"]
    assert rotated[0][0] == first
    assert all(old[1] == new[0] for old, new in itertools.pairwise(rotated)), "a change is not on record"
    assert {fact.value for fact in facts if fact.kind == "key-destroyed"} == {old for old, _ in rotated}
    assert {(fact.who, fact.reason) for fact in facts if fact.kind == "key-rotated"} == {("li", "yearly")}
    assert sorted(path.name for path in (tmp_path / "keys").glob("*.key")) == ["box.key"]


def work(folder: Path) -> None:
    """One whole change of keys, naming each step as it begins."""
    rotation, after = Station(folder).rotation, 0

    def said(step: str) -> None:
        print(step, flush=True)

    said("finish")
    rotation.finish()
    said("rotate")
    rotation.rotate(deed())
    said("wrap")
    while batch := rotation.rewrap(after, SystemClock().now(), limit=1):
        after = batch.seq
        said("wrap")
    said("retire")
    rotation.retire(SystemClock().now())
    for key in rotation.keys.ids()[1:]:
        said("destroy")
        try:
            rotation.destroy(key, deed())
        except RecordingKeyNeeded as refusal:
            sys.exit(f"{refusal.details}")


if __name__ == "__main__":
    work(Path(sys.argv[1]))
