"""Anchors taken when they are due, told to every place until it takes them, and compared with the chains."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from appliance.clock import Clock
from appliance.contact.recording import anchor as anchors
from appliance.contact.recording import events as facts
from appliance.contact.recording.anchor import Anchor
from appliance.contact.recording.anchor_rule import AnchorRule, Place, PlaceKind, parse_place, wanted
from appliance.contact.recording.errors import AnchorNowhere
from appliance.contact.recording.model import Finding, FindingKind
from appliance.contact.recording.ports import Calls, ChangeStore, HeadStore, RegisterStore
from appliance.contact.recording.repository import RecordingRules
from appliance.daemons.jobs.anchoring.places import TELL, stamped
from appliance.daemons.jobs.anchoring.shelf import Shelf, read_all
from appliance.daemons.jobs.telling import tell
from appliance.daemons.lingering import linger
from appliance.events import Event
from appliance.node.alarms.ports import Alarms

AGAIN = 60.0
FAILING = "anchor-failing"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Chains:
    """Both chains of a node and their heads; inside `books` nobody writes them."""

    register: RegisterStore
    changes: ChangeStore
    head: HeadStore
    changes_head: HeadStore
    books: AbstractContextManager[Any]


@dataclass
class Anchoring:
    """One per node; `work` is to be run until cancelled."""

    chains: Chains
    rules: RecordingRules
    shelf: Shelf
    calls: Calls
    clock: Clock
    alarms: Alarms
    publish: Callable[[Event], None]
    again: float = AGAIN
    due: asyncio.Event = field(default_factory=asyncio.Event)
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def work(self) -> None:
        """Take an anchor when it is due, and tell again whoever did not take the last ones."""
        while True:
            self.due.clear()
            try:
                wait = await self._round()
                self.alarms.clear(FAILING, "-")
            except Exception as fault:
                logger.exception("no anchor was taken")
                self.alarms.raise_(FAILING, "-", str(fault))
                wait = self.again
            await linger(self.due, wait)

    async def now(self) -> tuple[Anchor, dict[str, str]]:
        """Take one and tell it; what went wrong, by place. Refused where no place is configured."""
        async with self.one_at_a_time:
            rule = await asyncio.to_thread(self.rules.anchor)
            if not rule.places:
                raise AnchorNowhere
            taken = await asyncio.to_thread(self._take)
            return taken, await asyncio.to_thread(self._tell_all, rule)

    def check(self, line: str = "") -> tuple[int, tuple[Finding, ...]]:
        """How many anchors the chains were compared with, and what was found; `line` is one out of a log or a mail."""
        rule = self.rules.anchor()
        known, findings = self._known(rule)
        if line:
            known.append(anchors.read_statement(line))
        ours = [item for item in known if item.node == self.chains.register.node]
        with self.chains.books:
            last, change = self.chains.register.last(), self.chains.changes.last()
        entries = self.chains.register.entries(last.seq if last else 0)
        changes = self.chains.changes.entries(change.seq if change else 0)
        return len(ours), (*findings, *anchors.check(ours, entries, changes))

    async def _round(self) -> float | None:
        """Seconds until the next; None when nothing is to be told to anybody."""
        async with self.one_at_a_time:
            rule = await asyncio.to_thread(self.rules.anchor)
            if not rule.places:
                return None
            if not await asyncio.to_thread(self._pause, rule):
                await asyncio.to_thread(self._take)
            if await asyncio.to_thread(self._tell_all, rule):
                return self.again
            pause = await asyncio.to_thread(self._pause, rule)
            return min(pause.total_seconds(), rule.every * 60.0) or self.again

    def _pause(self, rule: AnchorRule) -> timedelta:
        last, chains = self.shelf.last(), self.chains
        moved = last is None or (last.register, last.changes) != (chains.head.read(), chains.changes_head.read())
        return wanted(last.at if last else None, moved, self.clock.now(), rule.every)

    def _take(self) -> Anchor:
        before, chains = self.shelf.last(), self.chains
        told = (before.register.seq, before.changes.seq) if before else (0, 0)
        with chains.books:
            head, changes_head = chains.head.read(), chains.changes_head.read()
        entries = (item for item in chains.register.entries(head.seq) if item.seq > told[0])
        later = (item for item in chains.changes.entries(changes_head.seq) if item.seq > told[1])
        marks = tuple(map(anchors.mark, entries)), tuple(map(anchors.mark, later))
        taken = Anchor(chains.register.node, self.clock.now(), head, changes_head, *marks)
        self.shelf.put(taken)
        return taken

    def _tell_all(self, rule: AnchorRule) -> dict[str, str]:
        """What went wrong, by place; each place on its own."""
        wrong = {text: fault for text in rule.places if (fault := self._tell(text, rule.ca))}
        for text in rule.places:
            if text in wrong:
                self.alarms.raise_(FAILING, text, wrong[text])
            else:
                self.alarms.clear(FAILING, text)
        return wrong

    def _tell(self, text: str, ca: str) -> str:
        try:
            place = parse_place(text)
            for anchor in self._untold(place):
                receipt = TELL[place.kind](place, anchor, ca)
                now = self.clock.now()
                self.shelf.note(anchor, text, now.isoformat(), receipt)
                tell(facts.anchored(anchor.node, anchor.name, text, now), self.calls, self.publish)
        except (OSError, ValueError) as fault:
            return str(fault) or repr(fault)
        return ""

    def _untold(self, place: Place) -> Iterator[Anchor]:
        """A folder is told of all, others of the newest."""
        told = self.shelf.told()
        untold = [item for item in self.shelf.newest_first() if place.text not in told.get(item.name, {})]
        if place.kind is PlaceKind.FOLDER:
            return reversed(untold)
        last = self.shelf.last()
        return iter(untold[:1] if untold and last and untold[0].name == last.name else ())

    def _known(self, rule: AnchorRule) -> tuple[list[Anchor], list[Finding]]:
        """Every anchor that is still somewhere, and what is wrong with the anchors themselves."""
        known = {item.name: item for item in self.shelf.newest_first()}
        told, findings = self.shelf.told(), list[Finding]()
        found = list(known.values())
        for text in rule.places:
            place = parse_place(text)
            if place.kind is PlaceKind.FOLDER:
                outside = read_all(Path(place.address))
                found += outside.values()
                findings += _missing(place, outside.keys(), told)
            elif place.kind is PlaceKind.TIME_STAMP:
                findings += self._unstamped(place, known, told, rule.ca)
        return found, findings

    def _unstamped(self, place: Place, known: dict[str, Anchor], told: Any, ca: str) -> Iterator[Finding]:
        for name in sorted(name for name, places in told.items() if place.text in places):
            receipt = self.shelf.receipt(name)
            if receipt is None or name not in known:
                yield Finding(FindingKind.ANCHOR_MISSING, name, f"{place.text} has stamped it")
            elif not stamped(known[name], receipt, ca):
                yield Finding(FindingKind.ANCHOR_WRONG, name, f"not what {place.text} has stamped")


def _missing(place: Place, there: Any, told: Any) -> Iterator[Finding]:
    for name in sorted(name for name, places in told.items() if place.text in places and name not in there):
        yield Finding(FindingKind.ANCHOR_MISSING, name, f"not in {place.text} any more")


def shown(anchor: Anchor, told: dict[str, str]) -> dict[str, Any]:
    """An anchor as JSON values, without its marks."""
    at: datetime = anchor.at
    return {
        "anchor": anchor.name,
        "at": at.isoformat(),
        "register": anchor.register.seq,
        "changes": anchor.changes.seq,
        "places": sorted(told),
        "statement": anchor.statement,
    }
