"""Old recordings go by plan, every day; a disk that fills up is told, and given room where the rules allow it."""

import asyncio
import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, tzinfo
from pathlib import Path
from typing import Any
from uuid import UUID

from appliance.clock import Clock, uuid7
from appliance.contact.recording import events as facts
from appliance.contact.recording.custody import Custody
from appliance.contact.recording.ports import Calls
from appliance.contact.recording.repository import RecordingRules, RetentionRuns
from appliance.contact.recording.retention import Cause, DiskLevel, Doomed, Plan, disk_level, next_run, room_wanted
from appliance.daemons.jobs.telling import tell
from appliance.errors import Refusal
from appliance.events import Event
from appliance.node.alarms.ports import Alarms

AT = time(3, 30)
LOOK = 60.0
SYSTEM = "system"
DISK = "recordings"

logger = logging.getLogger(__name__)


@dataclass
class Keeping:
    """One per node. `used` gives bytes in use and in all of the disk that holds the sealed files.

    `pace` seconds lie between two looks at it, and until a plan that failed is tried again.
    """

    custody: Custody
    rules: RecordingRules
    runs: RetentionRuns
    calls: Calls
    clock: Clock
    zone: tzinfo
    used: Callable[[], tuple[int, int]]
    publish: Callable[[Event], None]
    alarms: Alarms
    pace: float = LOOK
    level: DiskLevel = DiskLevel.FINE
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def daily(self) -> None:
        """Go by the plan once a day, and at once if a day was missed; until cancelled."""
        while True:
            try:
                if (wait := await self._until_due()) > 0:
                    self.alarms.clear("retention-failed")
                    await asyncio.sleep(wait)
                await self.go_by_plan(SYSTEM)
                self.alarms.clear("retention-failed")
            except Exception as fault:
                logger.exception("the retention plan was not carried out")
                self.alarms.raise_("retention-failed", "", str(fault))
                await asyncio.sleep(self.pace)

    async def guard(self) -> None:
        """Look at the disk again and again, until cancelled; what is sealed in between is looked at at once."""
        while True:
            try:
                await self.look()
                self.alarms.clear("disk-unknown")
            except Exception as fault:
                logger.exception("nobody knows how full the disk of the recordings is")
                self.alarms.raise_("disk-unknown", "", str(fault))
            await asyncio.sleep(self.pace)

    async def _until_due(self) -> float:
        """Seconds until the plan is due."""
        last = await asyncio.to_thread(self.runs.last_by_age)
        now = self.clock.now().astimezone(self.zone)
        return (next_run(last, now, AT) - now).total_seconds()

    async def go_by_plan(self, who: str) -> dict[str, Any]:
        """Delete what has passed its maximum; the row of the report."""
        async with self.one_at_a_time:
            now = self.clock.now()
            plan = await asyncio.to_thread(self.custody.plan, now)
            return await asyncio.to_thread(self._carry_out, plan, Cause.AGE, who, now)

    async def look(self) -> DiskLevel:
        """Tell when the disk has come to another level; when it is full, let go early what may go."""
        used, total = await asyncio.to_thread(self.used)
        rule = await asyncio.to_thread(self.rules.disk)
        level = disk_level(used, total, rule, self.level)
        self._raise(level, round(100 * used / total, 1))
        if level is not self.level:
            self.level = level
            await asyncio.to_thread(self._tell, facts.disk(self._node, level, round(100 * used / total, 1), self._now))
        if wanted := room_wanted(used, total, rule):
            await self._make_room(wanted)
        return level

    def _raise(self, level: DiskLevel, percent: float) -> None:
        for code, of in (("disk-filling", DiskLevel.WARNING), ("disk-full", DiskLevel.FULL)):
            if level is of:
                self.alarms.raise_(code, DISK, f"{percent} %")
            else:
                self.alarms.clear(code, DISK)

    @property
    def _node(self) -> str:
        return self.custody.changes.node

    @property
    def _now(self) -> datetime:
        return self.clock.now()

    async def _make_room(self, wanted: int) -> None:
        async with self.one_at_a_time:
            now = self.clock.now()
            doomed = await asyncio.to_thread(self.custody.relief, now, wanted)
            if doomed:
                await asyncio.to_thread(self._carry_out, Plan(doomed), Cause.DISK_FULL, SYSTEM, now)
            else:
                logger.error("the disk is full and no recording may go early")

    def _carry_out(self, plan: Plan, cause: Cause, who: str, now: datetime) -> dict[str, Any]:
        self.custody.finish()
        gone = [item for item in plan.doomed if self._delete(item, who, now)]
        run = {
            "id": uuid7(now),
            "at": now,
            "who": who,
            "cause": cause.value,
            "deleted": len(gone),
            "bytes": sum(item.kept.bytes for item in gone),
            "held": len(plan.held),
            "unknown": len(plan.unknown),
            "failed": len(plan.doomed) - len(gone),
        }
        self.runs.add(run)
        return run

    def _delete(self, doomed: Doomed, who: str, now: datetime) -> bool:
        identity = doomed.kept.recording
        try:
            self.custody.delete(doomed, who, now)
        except (Refusal, OSError) as fault:
            self.alarms.raise_("recording-not-deleted", str(identity), str(fault))
            return False
        self.alarms.clear("recording-not-deleted", str(identity))
        self._tell(facts.deleted(self._contact(identity), identity, f"{doomed.cause}, {doomed.days} days", now))
        return True

    def _contact(self, identity: UUID) -> UUID | None:
        recording = self.custody.register.find(identity)
        return recording.contact if recording else None

    def _tell(self, event: Event) -> None:
        tell(event, self.calls, self.publish)


def disk_of(folder: Path) -> Callable[[], tuple[int, int]]:
    """Bytes in use and in all of the disk that `folder` lies on; what only root may use counts as in use."""

    def used() -> tuple[int, int]:
        usage = shutil.disk_usage(folder)
        return usage.total - usage.free, usage.total

    return used


def shown(plan: Plan) -> dict[str, Any]:
    """A plan as JSON values."""
    rows = [
        {
            "recording": str(item.kept.recording),
            "started_at": item.kept.started_at.isoformat(),
            "retention": item.kept.retention,
            "bytes": item.kept.bytes,
            "cause": item.cause.value,
            "days": item.days,
        }
        for item in plan.doomed
    ]
    return {"delete": rows, "bytes": plan.bytes, "held": len(plan.held), "unknown": len(plan.unknown)}
