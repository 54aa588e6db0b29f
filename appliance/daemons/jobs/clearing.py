"""Sounds that nobody can come back to go by plan, every day; music that no call can hear goes off the disk."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from appliance.clock import Clock, SystemClock
from appliance.contact.ledger.repository import LedgerRepository
from appliance.contact.prompts import clearing as rule
from appliance.contact.prompts import events as facts
from appliance.contact.prompts.clearing import GRACE, Stored
from appliance.contact.prompts.music import folder_of
from appliance.contact.prompts.repository import MUSIC, NAMING, PROMPT, SoundArchive, sounds_of
from appliance.contact.prompts.shelf import MusicFolder
from appliance.contact.recording.retention import next_run
from appliance.control.client import ControlClient
from appliance.control.commands import CALLER, Handler
from appliance.control.errors import ControlLost, ControlUnreachable
from appliance.daemons.jobs.calls import LedgerCalls
from appliance.events import Event
from appliance.settings import Settings
from appliance.system.paths import Paths

AT, SYSTEM = time(3, 45), "system"
PATIENCE = timedelta(hours=1)
RELOAD = timedelta(minutes=1)
"""Within that Asterisk has read what was written for it."""
MOST_CALLS = 1000
REPORTED = timedelta(days=400)

logger = logging.getLogger(__name__)


@dataclass
class Clearing:
    """`applied` is the link to the configuration that Asterisk has now."""

    archive: SoundArchive
    racks: MusicFolder
    applied: Path
    ledger: LedgerRepository
    note: Callable[[Event], None]
    engine: Callable[[], ControlClient]
    clock: Clock
    zone: tzinfo
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def commands(self) -> dict[str, Handler]:
        return {"prompt.plan": self.planned, "prompt.clean": self.clean, "prompt.report": self.report}

    async def daily(self) -> None:
        """Once a day, and at once if a day was missed; until cancelled."""
        while True:
            try:
                await asyncio.sleep(await asyncio.to_thread(self._seconds_left))
                await self.clear(SYSTEM)
            except Exception:
                logger.exception("old sounds were not cleared")
                await asyncio.sleep(PATIENCE.total_seconds())

    def _seconds_left(self) -> float:
        last, now = self._last(), self.clock.now().astimezone(self.zone)
        return (next_run(last, now, AT) - now).total_seconds()

    async def planned(self) -> Any:
        """What the next run would let go; nothing is changed."""
        return await asyncio.to_thread(lambda: list(self._shown(self.clock.now())))

    async def clean(self) -> Any:
        """Carry the plan out now."""
        return _row(await self.clear(CALLER.get().user))

    async def report(self, *, limit: int = 50) -> Any:
        """What each run did, newest first."""
        runs = await asyncio.to_thread(self._runs, REPORTED)
        return [_row(run) for run in runs[::-1][: max(1, min(limit, 1000))]]

    async def clear(self, who: str) -> Event:
        """Each sound goes in a step of its own: one that is cut short leaves nothing that names what is gone."""
        async with self.one_at_a_time:
            now = self.clock.now()
            gone = await asyncio.to_thread(self._forget, now)
            folders = await self._clear_folders(now)
            done = facts.cleared(who, len(gone), sum(sound.bytes for sound in gone), folders, now)
            await asyncio.to_thread(self.note, done)
            return done

    def _forget(self, now: datetime) -> list[Stored]:
        return [sound for sound in self._doomed(now) if self.archive.forget(sound, now)]

    def _doomed(self, now: datetime) -> tuple[Stored, ...]:
        owners = {key: versions for (_, key), versions in self.archive.histories((PROMPT, MUSIC)).items()}
        others = self.archive.histories(NAMING).values()
        return rule.doomed(self.archive.stored(), owners, others, now)

    def _shown(self, now: datetime) -> Iterator[dict[str, Any]]:
        doomed = {sound.digest: sound for sound in self._doomed(now)}
        for (kind, key), versions in self.archive.histories((PROMPT, MUSIC)).items():
            for version in versions:
                for digest in sorted(sounds_of(kind, key, version.body or {}) & doomed.keys()):
                    about = {"kind": kind, "name": key, "version": version.version}
                    yield {**about, "at": version.at.isoformat(), "bytes": doomed[digest].bytes, "sound": digest}

    async def _clear_folders(self, now: datetime) -> int:
        """Folders of music that are neither in force nor wanted, once no call is up that began when they were."""
        applied, since = await asyncio.to_thread(self._in_force)
        if not await self._all_began_after(since + RELOAD):
            return 0
        present = self.archive.histories((MUSIC,))
        bodies = {key: versions[-1].body for (_, key), versions in present.items()}
        wanted = {folder_of(key, body) for key, body in bodies.items() if body}
        return await asyncio.to_thread(
            self.racks.clear, lambda folder: folder not in wanted and folder not in applied, (now - GRACE).timestamp()
        )

    def _in_force(self) -> tuple[str, datetime]:
        switched = self.applied.lstat().st_mtime
        return (self.applied / "musiconhold.conf").read_text(), datetime.fromtimestamp(switched, UTC)

    async def _all_began_after(self, moment: datetime) -> bool:
        """Whether that is known of all calls."""
        try:
            async with self.engine() as engine:
                calls = await engine.call("call.list", open=True, limit=MOST_CALLS)
        except (ControlUnreachable, ControlLost):
            return False
        return len(calls) < MOST_CALLS and all(datetime.fromisoformat(call["opened_at"]) > moment for call in calls)

    def _last(self) -> datetime | None:
        runs = self._runs(timedelta(days=2))
        return runs[-1].at if runs else None

    def _runs(self, back: timedelta) -> list[Event]:
        return list(self.ledger.each((facts.CLEARED,), self.clock.now() - back))


def clearing(settings: Settings, database: Engine) -> Clearing:
    """That of this box."""
    paths = Paths(settings.state)
    return Clearing(
        SoundArchive(database),
        MusicFolder(paths.music),
        paths.asterisk_config / "current",
        LedgerRepository(database),
        LedgerCalls(database).note,
        lambda: ControlClient(paths.engine_socket),
        SystemClock(),
        ZoneInfo(settings.time_zone),
    )


def _row(run: Event) -> dict[str, Any]:
    return {"at": run.at.isoformat(), **run.data}
