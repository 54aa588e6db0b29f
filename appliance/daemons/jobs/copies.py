"""The second copy in the jobs process: made in its hours, caught up after a failure, and followed by retention."""

import asyncio
import logging
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta, tzinfo
from pathlib import Path
from threading import Event as Flag
from typing import Any
from uuid import UUID

from appliance.clock import Clock
from appliance.contact.recording.copies import Copies, CopyRule, opens_in, pause
from appliance.contact.recording.custody import Deed
from appliance.contact.recording.errors import (
    RecordingCopyAway,
    RecordingCopyNowhere,
    RecordingPolicyInvalid,
    RecordingReasonMissing,
)
from appliance.contact.recording.folders import StoreFolder
from appliance.contact.recording.repository import RecordingRules
from appliance.control.commands import CALLER, Handler
from appliance.daemons.lingering import linger
from appliance.node.alarms.ports import Alarms

AGAIN, EVERY = 60.0, 3600.0
"""Seconds until a failure is tried again; and until what went by plan is looked for in the store."""

FAILING = "copy-failing"
_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)

logger = logging.getLogger(__name__)


@dataclass
class Copying:
    """One per node; `work` is to be run until cancelled, and `due` set when there may be something to copy."""

    copies: Copies
    rules: RecordingRules
    clock: Clock
    zone: tzinfo
    alarms: Alarms
    again: float = AGAIN
    due: asyncio.Event = field(default_factory=asyncio.Event)
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)
    _ending: Flag = field(default_factory=Flag)
    _finished: bool = False
    _failing: str = ""

    async def work(self) -> None:
        """End what was cut short, then copy what waits, whenever it may be."""
        try:
            while True:
                self.due.clear()
                wait = await self._round()
                await linger(self.due, wait)
        finally:
            self._ending.set()

    async def run(self) -> int:
        """Copy everything that waits now, whatever the hour; how many."""
        rule = await asyncio.to_thread(self.rules.copy)
        async with self.one_at_a_time:
            return await asyncio.to_thread(self._copy_all, rule, lambda: True)

    def store(self, rule: CopyRule) -> StoreFolder:
        """Refused when there is none."""
        if not rule.folder:
            raise RecordingCopyNowhere
        return StoreFolder(Path(rule.folder), self.copies.register.node)

    def open_now(self, rule: CopyRule) -> timedelta:
        return opens_in(rule, self.clock.now().astimezone(self.zone))

    async def _round(self) -> float | None:
        """Seconds until there is more to do; None until somebody says so."""
        subject = "-"
        try:
            rule = await asyncio.to_thread(self._begun)
            self._clear(unless=rule.folder)
            if not rule.folder:
                return None
            subject = rule.folder
            if closed := self.open_now(rule):
                return closed.total_seconds()
            async with self.one_at_a_time:
                await asyncio.to_thread(self._copy_all, rule, lambda: not self.open_now(rule))
        except Exception as fault:
            logger.exception("recordings are not copied")
            self._clear(unless=subject)
            self._failing = subject
            self.alarms.raise_(FAILING, subject, str(fault))
            return self.again
        self._clear()
        return EVERY

    def _begun(self) -> CopyRule:
        """What was cut short is ended before anything else; the rule."""
        if not self._finished:
            self.copies.finish()
            self._finished = True
        return self.rules.copy()

    def _clear(self, unless: str = "") -> None:
        """What is told of another place than `unless` is over."""
        if self._failing and self._failing != unless:
            self.alarms.clear(FAILING, self._failing)
            self._failing = ""

    def _copy_all(self, rule: CopyRule, may: Callable[[], bool]) -> int:
        store, count = self.store(rule), 0
        self.copies.remove_deleted(store)
        for identity in self.copies.waiting(store):
            if self._ending.is_set() or not may():
                return count
            self.copies.copy(identity, store, self._paced(rule.rate))
            count += 1
        if rule.local_days:
            self.copies.move(rule.local_days, self.clock.now(), store)
        return count

    def _paced(self, rate: int) -> Callable[[int], None]:
        began, done = time.monotonic(), 0

        def paced(count: int) -> None:
            nonlocal done
            done += count
            self._ending.wait(pause(done, time.monotonic() - began, rate))

        return paced


def handlers(copying: Copying) -> Mapping[str, Handler]:
    commands = _CopyCommands(copying)
    return {
        "recording.copy.status": commands.status,
        "recording.copy.set": commands.set,
        "recording.copy.run": commands.run,
        "recording.copy.verify": commands.verify,
        "recording.copy.recall": commands.recall,
    }


class _CopyCommands:
    def __init__(self, copying: Copying) -> None:
        self._copying, self._copies = copying, copying.copies

    async def status(self) -> Any:
        """The rule, and how far the store is."""
        rule = await self._rule()
        if not rule.folder:
            return {**asdict(rule), "state": "off", "copied": 0, "waiting": 0, "bytes_waiting": 0, "moved": 0}
        try:
            counts = await asyncio.to_thread(self._copies.status, self._copying.store(rule))
        except OSError as fault:
            return {**asdict(rule), "state": "away", "problem": str(fault)}
        closed = bool(self._copying.open_now(rule))
        state = "copied" if not counts["waiting"] else "closed" if closed else "copying"
        return {**asdict(rule), "state": state, **counts}

    async def set(
        self,
        *,
        reason: str,
        folder: str | None = None,
        start: str | None = None,
        end: str | None = None,
        rate: int | None = None,
        local_days: int | None = None,
    ) -> Any:
        """Change what is given; a new folder is made the store of this box."""
        given = {"folder": folder, "start": start, "end": end, "rate": rate, "local_days": local_days}
        rule = replace(await self._rule(), **{key: value for key, value in given.items() if value is not None})  # type: ignore[arg-type] # the names are its fields
        _refuse_wrong(rule, reason)
        if folder:
            await asyncio.to_thread(self._made, rule)
        by = {"author": CALLER.get().user, "reason": reason, "at": self._copying.clock.now()}
        await asyncio.to_thread(lambda: self._copying.rules.put_copy(rule, **by))
        self._copying.due.set()
        return asdict(rule)

    async def run(self) -> Any:
        try:
            return {"copied": await self._copying.run()}
        except OSError as fault:
            raise RecordingCopyAway(problem=str(fault)) from fault

    async def verify(self) -> Any:
        """Every copy is read."""
        store = self._copying.store(await self._rule())
        try:
            findings = await asyncio.to_thread(lambda: list(self._copies.verify(store)))
        except OSError as fault:
            raise RecordingCopyAway(problem=str(fault)) from fault
        return {"findings": [asdict(finding) for finding in findings]}

    async def recall(self, *, id: UUID, reason: str) -> Any:
        """Bring audio back that lies in the store only."""
        store, deed = (
            self._copying.store(await self._rule()),
            Deed(CALLER.get().user, reason, self._copying.clock.now()),
        )
        try:
            async with self._copying.one_at_a_time:
                await asyncio.to_thread(self._copies.recall, id, deed, store)
        except OSError as fault:
            raise RecordingCopyAway(problem=str(fault)) from fault
        return {"id": str(id)}

    async def _rule(self) -> CopyRule:
        return await asyncio.to_thread(self._copying.rules.copy)

    def _made(self, rule: CopyRule) -> None:
        try:
            self._copying.store(rule).make()
        except OSError as fault:
            raise RecordingCopyAway(problem=str(fault)) from fault


def _refuse_wrong(rule: CopyRule, reason: str) -> None:
    if not reason.strip():
        raise RecordingReasonMissing(recording="-")
    for place, text in (("start", rule.start), ("end", rule.end)):
        if not _HOUR.fullmatch(text):
            raise RecordingPolicyInvalid(place=place)
    if rule.folder and not rule.folder.startswith("/"):
        raise RecordingPolicyInvalid(place="folder")
    if rule.rate < 0 or rule.local_days < 0:
        raise RecordingPolicyInvalid(place="rate, local_days")
