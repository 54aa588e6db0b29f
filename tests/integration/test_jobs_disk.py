"""The running jobs process on a small disk of its own: plan, guard, alarms, and what must not go stays.

The scenario runs in a mount namespace of its own: `python -m` this module inside `unshare`.
"""

import asyncio
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from appliance.clock import SystemClock, uuid7
from appliance.contact.ledger.repository import LedgerRepository
from appliance.contact.recording.custody import Custody, Deed
from appliance.contact.recording.folders import AudioFolders, HeadFile
from appliance.contact.recording.model import Recording, SpooledAudio
from appliance.contact.recording.policy import Policy
from appliance.contact.recording.repository import (
    ChangeRepository,
    RecordingRepository,
    RetentionRuns,
    WrapRepository,
)
from appliance.contact.recording.retention import CLASSES
from appliance.contact.recording.service import Recorder
from appliance.control.client import ControlClient
from appliance.daemons.jobs.calls import LedgerCalls
from appliance.store import schema
from appliance.store.engine import open_engine
from appliance.system.keyring import Keyring
from appliance.system.paths import Paths
from tests.servers import private
from tests.servers.jobs import LIMIT, JobsNews, running

pytestmark = pytest.mark.wire

DISK = 8 << 20
SIZE = 400_000


@pytest.mark.timeout(240)
@pytest.mark.parametrize("scene", ["fills_and_empties", "is_looked_at_again"])
def test_the_disk_under_the_running_jobs(tmp_path: Path, scene: str) -> None:
    private.scene(__name__, scene, tmp_path / "state", limit=2 * LIMIT)


class Site:
    """A state folder whose recordings lie on a disk of 8 MiB, with one recording of each fate."""

    def __init__(self, state: Path, pace: int = 60) -> None:
        self.paths, self.clock = Paths(state), SystemClock()
        for folder in (self.paths.spool, self.paths.recordings, self.paths.run, self.paths.messages):
            folder.mkdir(parents=True, mode=0o700)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(self.paths.recordings)], check=True)
        self.paths.settings.write_text(f'state = "{state}"\n[jobs]\npace = {pace}\n')
        self.url = f"sqlite:///{state / 'callstead.db'}"
        schema.upgrade(self.url)
        engine, keys = open_engine(self.url), self.paths.keys
        register, changes = RecordingRepository(engine), ChangeRepository(engine)
        audio = AudioFolders(self.paths.spool, self.paths.recordings)
        heads = HeadFile(keys / "register.head"), HeadFile(keys / "changes.head")
        ring, calls = Keyring.ensure(keys), LedgerCalls(engine)
        self.recorder = Recorder(
            register, changes, audio, *heads, ring, WrapRepository(engine), calls, Policy, self.clock
        )
        self.custody = Custody(register, changes, heads[1], audio, lambda: CLASSES, self.recorder.books)
        self.runs = RetentionRuns(engine)

    def record(self, name: str, days: float, hold: bool = False) -> Recording:
        spooled = self.spool(name, days)
        recording = self.recorder.seal(spooled)
        assert recording
        if hold:
            self.custody.hold(recording.id, Deed("li", "court 12", self.clock.now()))
        return recording

    def spool(self, name: str, days: float) -> SpooledAudio:
        path = self.paths.spool / f"{name}.1.raw"
        path.write_bytes(os.urandom(SIZE))
        if days:
            at = (self.clock.now() - timedelta(days=days)).timestamp()
            os.utime(path, (at, at))
        return SpooledAudio(path.name, f"{name}.1")

    def missed_a_day(self) -> None:
        numbers = dict.fromkeys(("deleted", "bytes", "held", "unknown", "failed"), 0)
        at = self.clock.now() - timedelta(days=2)
        self.runs.add({"id": uuid7(at), "at": at, "who": "system", "cause": "age", **numbers})

    def fill(self, percent: float) -> None:
        """Other things take the disk to so many percent."""
        filler = self.paths.recordings.parent / "recordings" / ".filler.part"
        filler.unlink(missing_ok=True)
        status = os.statvfs(self.paths.recordings)
        free = status.f_bavail * status.f_frsize - int(DISK * (1 - percent / 100))
        filler.write_bytes(bytes(max(0, free)))

    def there(self, recording: Recording) -> bool:
        return (self.paths.recordings / recording.file).exists()


class News(JobsNews):
    """What the jobs tell, and what they are asked here besides."""

    async def until_run(self, cause: str, other: Recording) -> dict[str, Any]:
        """The report of a run; an order about another recording is carried out after the run that lasts."""
        async with asyncio.timeout(LIMIT):
            while True:
                for order in ("recording.hold", "recording.release"):
                    await self.client.call(order, id=str(other.id), reason="a turn")
                report = await self.client.call("retention.report")
                if found := [row for row in report if row["cause"] == cause and row["deleted"]]:
                    return dict(found[0])
                await anext(self.stream)

    async def level(self) -> str:
        return str((await self.client.call("retention.disk"))["level"])


async def fills_and_empties(state: Path) -> None:
    site = Site(state)
    old, held = site.record("old", 100), site.record("held", 100, hold=True)
    early, early_held = site.record("early", 40), site.record("early-held", 40, hold=True)
    young = site.record("young", 5)
    site.missed_a_day()
    site.fill(93)
    async with (
        running(site.paths) as client,
        client,
        client.stream("events", kinds=["feed", "recording", "alarm"]) as stream,
    ):
        news = News(client, aiter(stream))
        await news.until_alarms("disk-filling")
        run = await news.until_run("age", young)
        assert (run["who"], run["deleted"], run["held"], run["failed"]) == ("system", 1, 1, 0)
        assert [site.there(item) for item in (old, held, early, early_held, young)] == [False, True, True, True, True]

        site.fill(97)
        assert await news.level() == "full"
        run = await news.until_run("disk-full", young)
        assert (run["who"], run["deleted"]) == ("system", 1)
        protected = (held, early_held, young)
        assert not site.there(early)
        assert all(map(site.there, protected))

        site.fill(99.9)
        assert await news.level() == "full"
        await news.until_alarms("disk-full")
        waiting = site.spool("call", 0)
        await news.until_alarms("disk-full", "recording-unsealed")
        assert all(map(site.there, protected)), "nothing that is protected goes, however full it is"
        assert [path.name.startswith("call.1.") for path in site.paths.spool.iterdir()] == [True], (
            "the call's audio waits"
        )

        site.fill(94)
        assert await news.level() == "full", "not clearly over"
        site.fill(60)
        assert await news.level() == "fine"
        site.spool("next", 0)
        await news.until_alarms()
        sealed = await _sealed(news, client, {waiting.channel, "next.1"})
        assert len(sealed) == 2
        assert (await client.call("recording.verify"))["findings"] == []
        assert _levels(site)[-1] == "fine"


async def is_looked_at_again(state: Path) -> None:
    """Nobody asks and nothing is sealed: only the guard's own look, and the one after, can see the disk change."""
    site = Site(state, pace=1)
    async with (
        running(site.paths) as client,
        client,
        client.stream("events", kinds=["feed", "recording", "alarm"]) as stream,
    ):
        news = News(client, aiter(stream))
        told: list[str] = []
        for _ in range(2):
            site.fill(93)
            await news.until_alarms("disk-filling")
            await _told(news, site, told := [*told, "warning"])
            site.fill(60)
            await news.until_alarms()
            await _told(news, site, told := [*told, "fine"])


async def _told(news: News, site: Site, levels: list[str]) -> None:
    """Until the ledger has these; the alarm comes before."""
    async with asyncio.timeout(LIMIT):
        while (told := _levels(site)) != levels:
            assert told == levels[:-1]
            await anext(news.stream)


async def _sealed(news: News, client: ControlClient, channels: set[str]) -> list[UUID]:
    while True:
        rows = [row for row in await client.call("recording.list") if row["channel"] in channels]
        if len(rows) == len(channels):
            return [UUID(row["id"]) for row in rows]
        await anext(news.stream)


def _levels(site: Site) -> list[str]:
    ledger = LedgerRepository(open_engine(site.url))
    return [str(entry.event.data["level"]) for entry in ledger.read(0, 1000, kinds=("recording.disk",))]


if __name__ == "__main__":
    scenes = {scene.__name__: scene for scene in (fills_and_empties, is_looked_at_again)}
    asyncio.run(asyncio.wait_for(scenes[sys.argv[1]](Path(sys.argv[2])), LIMIT))
