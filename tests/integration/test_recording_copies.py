"""A store on another mount: it fills, goes away, comes back, is caught up, and follows what goes by plan."""

import asyncio
import hashlib
import subprocess
import sys
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from appliance.clock import SystemClock
from appliance.contact.recording.copies import Copies, CopyRule
from appliance.contact.recording.custody import Custody
from appliance.contact.recording.folders import AudioFolders, HeadFile, StoreFolder
from appliance.contact.recording.repository import RecordingRules
from appliance.contact.recording.retention import CLASSES
from appliance.daemons.jobs.copies import FAILING, Copying
from appliance.store import schema
from appliance.store.documents import Documents
from appliance.store.engine import open_engine
from tests.fakes.alarms import SeenAlarms
from tests.servers import private
from tests.unit.recording.station import Station

pytestmark = pytest.mark.wire

LIMIT = 60
ROUND = "round"


class Heard(SeenAlarms):
    """Says when an alarm begins and ends."""

    def __init__(self) -> None:
        super().__init__()
        self.news = asyncio.Queue[tuple[str, str]]()

    def raise_(self, code: str, subject: str = "", detail: str = "") -> None:
        super().raise_(code, subject, detail)
        self.news.put_nowait(("raised", subject))

    def clear(self, code: str, subject: str = "") -> None:
        super().clear(code, subject)
        self.news.put_nowait(("cleared", subject))


class Rounds(Copying):
    """Says when a round is over, whatever came of it."""

    async def _round(self) -> float | None:
        wait = await super()._round()
        assert isinstance(self.alarms, Heard)
        self.alarms.news.put_nowait((ROUND, self.rules.copy().folder))
        return wait


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*.sealed")}


def mount(folder: Path) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], check=True)


def test_a_store_that_comes_and_goes(tmp_path: Path) -> None:
    private.scene(__name__, tmp_path, limit=2 * LIMIT)


class Site:
    """A recorder, and a central store on a small disk of its own, mounted at `place`."""

    def __init__(self, folder: Path) -> None:
        url = f"sqlite:///{folder / 'register.db'}"
        schema.upgrade(url)
        self.station, self.place, self.disk = Station(folder), folder / "store", folder / "disk"
        for made in (self.place, self.disk):
            made.mkdir()
        mount(self.disk)
        self.rules, self.alarms = RecordingRules(Documents(open_engine(url))), Heard()
        audio = AudioFolders(self.station.spool, self.station.sealed)
        parts = (self.station.repository, self.station.changes, HeadFile(folder / "keys" / "changes.head"), audio)
        books = self.station.recorder.books
        self.copies, self.custody = Copies(*parts, books), Custody(*parts, lambda: CLASSES, books)
        self.copying = Rounds(self.copies, self.rules, SystemClock(), UTC, self.alarms)

    def plug(self) -> None:
        subprocess.run(["mount", "--bind", str(self.disk), str(self.place)], check=True)

    def pull(self) -> None:
        subprocess.run(["umount", str(self.place)], check=True)

    def set_store(self) -> None:
        StoreFolder(self.place, "box").make()
        self.rules.put_copy(CopyRule(str(self.place)), author="li", reason="r", at=SystemClock().now())

    async def until(self, what: str) -> None:
        """An alarm begins, or a round ends."""
        self.copying.due.set()
        while await self.alarms.news.get() != (what, str(self.place)):
            self.copying.due.set()

    async def until_equal(self) -> None:
        while self.alarms.now or hashes(self.place / "box") != hashes(self.station.sealed):
            await self.until(ROUND)

    def delete_oldest(self) -> None:
        first = self.station.recorder.list(limit=1000)[-1]
        doomed = self.custody.plan(first.started_at + timedelta(days=400)).doomed
        self.custody.delete(
            next(item for item in doomed if item.kept.recording == first.id), "system", first.started_at
        )


async def scenario(folder: Path) -> None:
    site = Site(folder)
    site.plug()
    site.set_store()
    task = asyncio.create_task(site.copying.work())
    try:
        record(site.station, 3)
        await site.until_equal()
        await comes_back(site)
        await has_room_again(site)
    finally:
        task.cancel()
        await asyncio.wait([task])
    assert list(site.copies.verify(site.copying.store(site.rules.copy()))) == []
    assert site.station.recorder.verify() == ()


async def comes_back(site: Site) -> None:
    site.pull()
    site.delete_oldest()
    record(site.station, 2)
    await site.until("raised")
    assert list(site.alarms.now) == [(FAILING, str(site.place))]
    assert list(site.place.iterdir()) == [], "nothing is written where the store is not mounted"
    assert len(hashes(site.disk / "box")) == 3
    site.plug()
    await site.until_equal()
    assert len(hashes(site.place / "box")) == 4


async def has_room_again(site: Site) -> None:
    filler = site.disk / "filler"
    filler.write_bytes(bytes(2_500_000))
    record(site.station, 3)
    await site.until("raised")
    assert "No space left" in site.alarms.now[FAILING, str(site.place)]
    filler.unlink()
    await site.until_equal()


def record(station: Station, count: int) -> None:
    before = len(station.recorder.list(limit=1000))
    for number in range(count):
        (station.spool / f"{before + number}.1.raw").write_bytes(bytes(range(250)) * 1200)
    assert len(station.sweep()) == count


if __name__ == "__main__":
    asyncio.run(asyncio.wait_for(scenario(Path(sys.argv[1])), LIMIT))
