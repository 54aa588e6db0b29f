"""What is done with sealed recordings, by command: classes, holds, requests, and the retention plan."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from appliance.contact.recording import approval, retention
from appliance.contact.recording.classing import Classing
from appliance.contact.recording.custody import Deed
from appliance.contact.recording.errors import RecordingPolicyInvalid, RecordingReasonMissing, RetentionClassInvalid
from appliance.contact.recording.model import Change
from appliance.contact.recording.policy import body
from appliance.contact.recording.repository import Parties
from appliance.contact.recording.retention import DiskRule, RetentionClass
from appliance.contact.recording.story import marks
from appliance.control.commands import CALLER, Handler
from appliance.daemons.jobs import keeping
from appliance.daemons.jobs.keeping import Keeping


def handlers(keeper: Keeping, parties: Parties) -> Mapping[str, Handler]:
    custody, plans = _CustodyCommands(keeper, parties), _RetentionCommands(keeper)
    return {
        "recording.show": custody.show,
        "recording.class": custody.classify,
        "recording.class_call": custody.classify_call,
        "recording.hold": custody.hold,
        "recording.release": custody.release,
        "recording.request": custody.request,
        "recording.approve": custody.approve,
        "recording.policy": plans.policy,
        "recording.policy_set": plans.policy_set,
        "retention.list": plans.classes,
        "retention.set": plans.set,
        "retention.plan": plans.plan,
        "retention.run": plans.run,
        "retention.report": plans.report,
        "retention.disk": plans.disk,
        "retention.disk_set": plans.disk_set,
    }


class _CustodyCommands:
    def __init__(self, keeper: Keeping, parties: Parties) -> None:
        self._keeper, self._custody, self._parties = keeper, keeper.custody, parties
        self._classing = Classing(keeper.custody, keeper.calls)

    async def show(self, *, id: UUID) -> Any:
        """A recording as it stands now, who is heard in it, and what was done with it."""
        recording, now = await asyncio.to_thread(self._custody.standing, id)
        heard = await asyncio.to_thread(self._parties.of, id)
        changes = await asyncio.to_thread(self._custody.changes.of, id)
        told = await asyncio.to_thread(self._keeper.calls.story, recording.channel)
        paused = marks(told, recording.started_at, recording.duration_ms)
        return {
            "id": str(id),
            "contact": str(recording.contact) if recording.contact else None,
            "node": recording.node,
            "channel": recording.channel,
            "started_at": recording.started_at.isoformat(),
            "duration_ms": recording.duration_ms,
            "bytes": recording.bytes,
            "cut": told.cut,
            "retention": now.retention,
            "hold": now.hold,
            "deleted_at": now.deleted_at.isoformat() if now.deleted_at else None,
            "deletion": now.deletion,
            "pauses": [{"from_ms": start, "to_ms": end} for start, end in paused],
            "parties": [{**asdict(party), "leg": str(party.leg)} for party in heard],
            "requests": [approval.name(item) for item in approval.open_requests(changes)],
            "changes": [_change(item) for item in changes],
        }

    async def classify(self, *, id: UUID, retention: str, reason: str) -> Any:
        await self._change(self._custody.classify, id, retention, self._deed(reason))
        return {"id": str(id), "retention": retention}

    async def classify_call(self, *, id: UUID, retention: str, reason: str) -> Any:
        """All audio of a call, also what is not sealed yet; `moved` are the recordings that changed at once."""
        fact, moved = await self._change(self._classing.classify, id, retention, self._deed(reason))
        self._keeper.publish(fact)
        return {"id": str(id), "retention": retention, "moved": [str(recording) for recording in moved]}

    async def hold(self, *, id: UUID, reason: str) -> Any:
        await self._change(self._custody.hold, id, self._deed(reason))
        return {"id": str(id), "hold": reason}

    async def release(self, *, id: UUID, reason: str) -> Any:
        await self._change(self._custody.release, id, self._deed(reason))
        return {"id": str(id), "hold": ""}

    async def request(self, *, id: UUID, reason: str, by: str = "") -> Any:
        """Ask for a recording where two people must agree; the console says for which person it asks."""
        deed = self._deed(reason)
        request = await self._change(self._custody.request, id, replace(deed, who=by or deed.who))
        return {"id": str(id), "request": request}

    async def approve(self, *, id: UUID, request: str, reason: str) -> Any:
        await self._change(self._custody.approve, id, request, self._deed(reason))
        return {"id": str(id), "request": request}

    async def _change(self, step: Callable[..., Any], *about: Any) -> Any:
        async with self._keeper.one_at_a_time:
            return await asyncio.to_thread(step, *about)

    def _deed(self, reason: str) -> Deed:
        return Deed(CALLER.get().user, reason, self._keeper.clock.now())


class _RetentionCommands:
    def __init__(self, keeper: Keeping) -> None:
        self._keeper, self._rules = keeper, keeper.rules

    async def classes(self) -> Any:
        known = await asyncio.to_thread(self._rules.classes)
        return [
            {"retention": name, "minimum_days": rule.minimum, "maximum_days": rule.maximum}
            for name, rule in sorted(known.items())
        ]

    async def set(self, *, retention: str, reason: str, minimum: int | None = None, maximum: int | None = None) -> Any:
        """Change a class or add one; a recording already in it follows at once."""
        present = (await asyncio.to_thread(self._rules.classes)).get(retention, RetentionClass(30, 90))
        rule = RetentionClass(
            present.minimum if minimum is None else minimum, present.maximum if maximum is None else maximum
        )
        _refuse_wrong(retention, rule)
        await asyncio.to_thread(self._rules.put_class, retention, rule, **self._by(reason))
        return {"retention": retention, "minimum_days": rule.minimum, "maximum_days": rule.maximum}

    async def plan(self) -> Any:
        """What the next run would delete; nothing is changed."""
        return keeping.shown(await asyncio.to_thread(self._keeper.custody.plan, self._keeper.clock.now()))

    async def run(self) -> Any:
        """Carry the plan out now."""
        return _run(await self._keeper.go_by_plan(CALLER.get().user))

    async def report(self, *, limit: int = 50) -> Any:
        """What each run did, newest first."""
        found = await asyncio.to_thread(self._keeper.runs.latest, max(1, min(limit, 1000)))
        return [_run(row) for row in found]

    async def disk(self) -> Any:
        """How full the disk of the recordings is, and what follows from it."""
        used, total = await asyncio.to_thread(self._keeper.used)
        level = await self._keeper.look()
        rule = await asyncio.to_thread(self._rules.disk)
        return {"level": level.value, "used_percent": round(100 * used / total, 1), **asdict(rule)}

    async def disk_set(
        self, *, reason: str, warn: int | None = None, full: int | None = None, make_room: bool | None = None
    ) -> Any:
        present = await asyncio.to_thread(self._rules.disk)
        rule = DiskRule(
            present.warn if warn is None else warn,
            present.full if full is None else full,
            present.make_room if make_room is None else make_room,
        )
        if not 0 < rule.warn < rule.full <= 100:
            raise RecordingPolicyInvalid(place="warn, full")
        await asyncio.to_thread(self._rules.put_disk, rule, **self._by(reason))
        return asdict(rule)

    async def policy(self) -> Any:
        return body(await asyncio.to_thread(self._rules.policy))

    async def policy_set(self, *, document: dict[str, Any], reason: str) -> Any:
        """Replace the policy as a whole; calls that end from now on follow it."""
        known = await asyncio.to_thread(self._rules.classes)
        named = {rule.get("retention") for rule in document.get("rules", ()) if isinstance(rule, dict)}
        if wrong := {*named, document.get("retention")} - {None} - known.keys():
            raise RecordingPolicyInvalid(place=f"retention {sorted(map(str, wrong))}")
        try:
            await asyncio.to_thread(self._rules.put_policy, document, **self._by(reason))
        except (ValueError, TypeError) as fault:
            raise RecordingPolicyInvalid(place=str(fault)) from fault
        return await self.policy()

    def _by(self, reason: str) -> dict[str, Any]:
        if not reason.strip():
            raise RecordingReasonMissing(recording="-")
        return {"author": CALLER.get().user, "reason": reason, "at": self._keeper.clock.now()}


def _refuse_wrong(name: str, rule: RetentionClass) -> None:
    if next(retention.problems(name, rule), ""):
        raise RetentionClassInvalid(name=name, minimum=rule.minimum, maximum=rule.maximum)


def _run(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _plain(value) for key, value in row.items() if key not in ("id", "node")}


def _change(change: Change) -> dict[str, Any]:
    shown = {key: _plain(value) for key, value in asdict(change).items()}
    return {key: shown[key] for key in ("at", "kind", "who", "reason", "value")}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
