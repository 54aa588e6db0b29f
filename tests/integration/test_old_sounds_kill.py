"""The process that lets old sounds go is killed again and again: what can be come back to is whole, the rest goes."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from appliance.contact.prompts.clearing import Stored, doomed
from appliance.contact.prompts.model import Change
from appliance.contact.prompts.repository import PROMPT, SoundArchive, SoundStore
from appliance.store.engine import open_engine
from appliance.store.tables.base import Base
from appliance.store.tables.configuration import ConfigRow
from appliance.store.tables.sounds import SoundRow

pytestmark = pytest.mark.wire

PROMPTS, VERSIONS, KEPT = 20, 6, 3
NOW = datetime(2026, 10, 1, tzinfo=UTC)


class Long:
    """A clock that stands, a year ago."""

    def now(self) -> datetime:
        return NOW - timedelta(days=365)


def archive(file: Path) -> SoundArchive:
    return SoundArchive(open_engine(f"sqlite:///{file}"))


def plan(sounds: SoundArchive) -> tuple[Stored, ...]:
    owners = {key: versions for (_, key), versions in sounds.histories((PROMPT,)).items()}
    return doomed(sounds.stored(), owners, (), NOW)


def fill(file: Path) -> None:
    engine = open_engine(f"sqlite:///{file}")
    tables = [Base.metadata.tables[row.__tablename__] for row in (SoundRow, ConfigRow)]
    Base.metadata.create_all(engine, tables=tables)
    store = SoundStore(engine, PROMPT, Long())
    for number in range(PROMPTS * VERSIONS):
        digest = store.keep_audio(b"%d" % number * 20_000)
        store.put(f"zh/p{number % PROMPTS}", {"audio": digest}, Change("li", "r", Long().now()))


def killed(file: Path, survived: int) -> None:
    """Let them go in another process, which is killed when it has named `survived` of them."""
    with subprocess.Popen([sys.executable, "-m", __name__, str(file)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for _ in range(survived):
            process.stdout.readline()
        process.kill()


def test_kills_leave_what_is_needed_and_take_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "sounds.db"
    fill(file)
    sounds = archive(file)
    for survived in range(1, 5):
        killed(file, survived)
    assert plan(sounds), "nothing was left: kill earlier"
    assert len(sounds.stored()) < PROMPTS * VERSIONS
    for sound in plan(sounds):
        assert sounds.forget(sound, NOW)
    there = {sound.digest for sound in sounds.stored()}
    newest = [version for versions in sounds.histories((PROMPT,)).values() for version in versions[-KEPT:]]
    assert there == {version.body["audio"] for version in newest if version.body}


if __name__ == "__main__":
    child = archive(Path(sys.argv[1]))
    for one in plan(child):
        print(one.digest, flush=True)
        child.forget(one, NOW)
