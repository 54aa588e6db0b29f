"""Anchors of the recordings, by command."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from appliance.contact.recording.anchor_rule import AnchorRule, parse_place
from appliance.contact.recording.errors import AnchorLineInvalid, AnchorPlaceInvalid, RecordingReasonMissing
from appliance.control.commands import CALLER, Handler
from appliance.daemons.jobs.anchoring.service import FAILING, Anchoring, shown


def handlers(anchoring: Anchoring) -> Mapping[str, Handler]:
    commands = _AnchorCommands(anchoring)
    return {
        "recording.anchor.list": commands.listed,
        "recording.anchor.now": commands.now,
        "recording.anchor.check": commands.check,
        "recording.anchor.show": commands.show,
        "recording.anchor.set": commands.set,
    }


class _AnchorCommands:
    def __init__(self, anchoring: Anchoring) -> None:
        self._anchoring = anchoring

    async def listed(self, *, limit: int = 50) -> Any:
        """The newest first."""
        return await asyncio.to_thread(self._listed, max(1, min(limit, 1000)))

    async def now(self) -> Any:
        """Take one and tell it; `failed` says what went wrong, by place."""
        taken, failed = await self._anchoring.now()
        told = await asyncio.to_thread(self._anchoring.shelf.told)
        return {**shown(taken, told.get(taken.name, {})), "failed": failed}

    async def check(self, *, line: str = "") -> Any:
        """Compare both chains with every anchor."""
        try:
            checked, findings = await asyncio.to_thread(self._anchoring.check, line)
        except ValueError as fault:
            raise AnchorLineInvalid(line=line[:80]) from fault
        return {"checked": checked, "findings": [asdict(finding) for finding in findings]}

    async def show(self) -> Any:
        """Where anchors go."""
        return _rule(await asyncio.to_thread(self._anchoring.rules.anchor))

    async def set(
        self, *, reason: str, places: list[str] | None = None, every: int | None = None, ca: str | None = None
    ) -> Any:
        """Change what is given."""
        if not reason.strip():
            raise RecordingReasonMissing(recording="-")
        present = await asyncio.to_thread(self._anchoring.rules.anchor)
        rule = AnchorRule(
            present.every if every is None else max(1, min(every, 1440)),
            present.places if places is None else tuple(places),
            present.ca if ca is None else ca,
        )
        _refuse_wrong(rule)
        by = {"author": CALLER.get().user, "reason": reason, "at": self._anchoring.clock.now()}
        await asyncio.to_thread(lambda: self._anchoring.rules.put_anchor(rule, **by))
        for gone in set(present.places) - set(rule.places):
            self._anchoring.alarms.clear(FAILING, gone)
        self._anchoring.due.set()
        return _rule(rule)

    def _listed(self, limit: int) -> Any:
        told = self._anchoring.shelf.told()
        found = islice(self._anchoring.shelf.newest_first(), limit)
        return [shown(anchor, told.get(anchor.name, {})) for anchor in found]


def _refuse_wrong(rule: AnchorRule) -> None:
    for text in rule.places:
        try:
            parse_place(text)
        except ValueError as fault:
            raise AnchorPlaceInvalid(place=text) from fault
    if rule.ca and not Path(rule.ca).is_file():
        raise AnchorPlaceInvalid(place=rule.ca)


def _rule(rule: AnchorRule) -> dict[str, Any]:
    return {"every": rule.every, "places": list(rule.places), "ca": rule.ca}
