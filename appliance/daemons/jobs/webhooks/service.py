"""Messages made of the ledger and sent: each webhook by itself, so that one that is away holds up no other."""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from appliance.clock import Clock, uuid7
from appliance.contact.ledger.repository import LedgerRepository
from appliance.daemons.lingering import linger
from appliance.desk.people.masking import shown
from appliance.desk.telling.document import message
from appliance.desk.telling.errors import WebhookInvalid
from appliance.desk.telling.events import TOLD, told
from appliance.desk.telling.model import Answer, Message, Trouble, Webhook
from appliance.desk.telling.repository import MessageLog, Outbox, Webhooks
from appliance.desk.telling.retrying import AGAIN, after
from appliance.desk.telling.signing import headers
from appliance.errors import Refusal
from appliance.node.alarms.ports import Alarms

FAILING = "webhook-failing"
AT_ONCE = 8
"""Messages on their way to one webhook at the same time; to one that fails, one."""
IN_A_ROW = 25
"""Times so many are sent before the configuration is looked at again."""
MOST_WAITING = 10_000
"""Messages that wait for one webhook; the rest stays in the ledger until there is room."""
PAGE = 500
HORIZON = timedelta(days=3)
"""What nobody has taken for so long is given up."""
KEPT = timedelta(days=30)
"""How long it is told what became of a message."""
LONGEST_REST = 300.0
IDLE = 60.0
TRIAL = "test"
TROUBLED = 3
"""Failed tries in a row after which an alarm is raised."""

logger = logging.getLogger(__name__)


class Post(Protocol):
    """The way to the other side."""

    async def post(self, hook: Webhook, body: bytes, headers: Mapping[str, str]) -> Answer: ...

    async def keep(self, hooks: Mapping[str, Webhook]) -> None: ...


@dataclass
class Health:
    """How one webhook does: tries that failed in a row, and until when it is left alone."""

    failed: int = 0
    until: datetime | None = None


@dataclass
class Telling:
    """One per box; `secret` opens the sealed one: raises Refusal when no key does, ValueError where there is none.

    `tried` hears the name of a webhook after each try.
    """

    hooks: Webhooks
    outbox: Outbox
    log: MessageLog
    ledger: LedgerRepository
    secret: Callable[[Webhook], bytes]
    wire: Post
    clock: Clock
    alarms: Alarms
    tried: Callable[[str], None]
    pace: float = IDLE
    news: asyncio.Event = field(default_factory=asyncio.Event)
    _working: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _health: dict[str, Health] = field(default_factory=dict)
    _cleared: datetime | None = None

    async def work(self) -> None:
        """Until cancelled; `news` wakes it."""
        try:
            while True:
                self.news.clear()
                next_at = await self._round()
                left = (next_at - self.clock.now()).total_seconds() if next_at else self.pace
                await linger(self.news, max(0.0, min(left, self.pace)))
        finally:
            for task in self._working.values():
                task.cancel()
            await asyncio.gather(*self._working.values(), return_exceptions=True)
            await self.wire.keep({})

    async def wake(self) -> None:
        """Something has happened."""
        self.news.set()

    def rested(self, name: str) -> None:
        """Somebody has reason to believe that the other side is well: it is tried at once."""
        if health := self._health.get(name):
            health.until = None
        self.news.set()

    def begin(self, name: str) -> None:
        """From now on whatever happens is told to a webhook, if it was not before."""
        self.outbox.begin(name, self.ledger.last_seq())

    async def trial(self, hook: Webhook) -> Answer:
        """A message without a fact, sent now."""
        now = self.clock.now()
        body = {"type": TRIAL, "timestamp": now.isoformat(), "data": {}}
        return await self._posted(hook, Message(uuid7(now), hook.name, 0, TRIAL, now, now), body)

    async def _round(self) -> datetime | None:
        """Set everybody to work who has something to do; when the next one has."""
        try:
            await asyncio.to_thread(self._clear)
            hooks = await asyncio.to_thread(self._standing)
            if not self._working:
                await self.wire.keep(hooks)
            next_at = None
            for name, hook in hooks.items():
                if name in self._working:
                    continue
                due = await self._due(hook)
                if due and due <= self.clock.now():
                    self._begin(hook)
                elif due:
                    next_at = min(due, next_at or due)
            return next_at
        except Exception:
            logger.exception("webhooks cannot be worked off now")
            return None

    def _standing(self) -> Mapping[str, Webhook]:
        """Those that are on, each with its place in the ledger; of the others nothing is kept waiting."""
        try:
            hooks = {name: hook for name, hook in self.hooks.all().items() if hook.on}
        except WebhookInvalid:
            logger.exception("a webhook cannot be read: none is told anything")
            return {}
        places = self.outbox.places()
        for name in places.keys() - hooks.keys():
            self.outbox.forget(name, self.clock.now())
            self._well(name)
        for name in hooks.keys() - places.keys():
            self.begin(name)
        return hooks

    def _clear(self) -> None:
        """Give up, once an hour, what nobody has taken, and drop what is told of no longer."""
        now = self.clock.now()
        if self._cleared is None or now - self._cleared >= timedelta(hours=1):
            self.outbox.give_up(now - HORIZON, now)
            self.log.clear(now - KEPT)
            self._cleared = now

    async def _due(self, hook: Webhook) -> datetime | None:
        """When there is something to do for a webhook."""
        await asyncio.to_thread(self._fill, hook)
        if (due := await asyncio.to_thread(self.outbox.next_at, hook.name)) is None:
            return None
        until = self._health.get(hook.name, Health()).until
        return max(due, until) if until else due

    def _fill(self, hook: Webhook) -> None:
        """Make messages of what has come into the ledger since, as far as there is room."""
        now, room = self.clock.now(), MOST_WAITING - self.outbox.waiting(hook.name)
        kinds = [kind for kind in TOLD if hook.wants(kind)]
        place = self.outbox.places().get(hook.name)
        while room > 0 and place is not None:
            last, limit = self.ledger.last_seq(), min(PAGE, room)
            if last == place:
                return
            entries = self.ledger.read(place, limit, kinds=kinds, since=now - HORIZON)
            made = [Message(uuid7(now), hook.name, one.seq, one.event.kind, now, now) for one in entries]
            if not made and last - place < PAGE:
                return
            further = entries[-1].seq if len(entries) == limit else max([last, *(one.seq for one in entries)])
            if not self.outbox.put_in(hook.name, place, further, made) or len(entries) < limit:
                return
            place, room = further, room - len(entries)

    def _begin(self, hook: Webhook) -> None:
        task = asyncio.get_running_loop().create_task(self._serve(hook))
        self._working[hook.name] = task

        def ended(_: asyncio.Task[None]) -> None:
            self._working.pop(hook.name, None)
            self.news.set()

        task.add_done_callback(ended)

    async def _serve(self, hook: Webhook) -> None:
        """Send what is due until there is nothing more, the other side fails, or its set-up is to be looked at anew."""
        try:
            for _ in range(IN_A_ROW):
                if not (due := await self._next(hook)):
                    return
                answers = await asyncio.gather(*(self._send(hook, one) for one in due))
                now = self.clock.now()
                left = [after(one, answer, now) for one, answer in zip(due, answers, strict=True)]
                await asyncio.to_thread(self.outbox.keep, left)
                self.tried(hook.name)
                if not self._judged(hook, answers, now):
                    return
                await asyncio.to_thread(self._fill, hook)
        except Exception as fault:
            logger.exception("webhook %s", hook.name)
            self._failed(hook.name, str(fault), self.clock.now())

    async def _next(self, hook: Webhook) -> tuple[Message, ...]:
        at_once = 1 if self._health.get(hook.name, Health()).failed else AT_ONCE
        return await asyncio.to_thread(self.outbox.due, hook.name, self.clock.now(), at_once)

    async def _send(self, hook: Webhook, one: Message) -> Answer:
        entries = await asyncio.to_thread(self.ledger.read, one.seq - 1, 1)
        if not entries or entries[0].seq != one.seq or one.kind not in TOLD:
            return Answer(Trouble.RECORD)
        event = told(entries[0].event, lambda number: shown(number, hook.numbers))
        return await self._posted(hook, one, message(event, one.seq))

    async def _posted(self, hook: Webhook, one: Message, body: Mapping[str, Any]) -> Answer:
        data = json.dumps(body, ensure_ascii=False).encode()
        try:
            signed = headers(str(one.id), self.clock.now(), data, self.secret(hook))
        except (Refusal, ValueError) as fault:
            logger.warning("webhook %s: its secret cannot be used: %r", hook.name, fault)
            return Answer(Trouble.KEY)
        return await self.wire.post(hook, data, signed)

    def _judged(self, hook: Webhook, answers: list[Answer], now: datetime) -> bool:
        """Whether the other side may be given the next ones at once."""
        if any(not answer.trouble for answer in answers):
            self._well(hook.name)
            return True
        self._failed(hook.name, answers[0].trouble, now)
        return False

    def _failed(self, name: str, why: str, now: datetime) -> None:
        health = self._health.setdefault(name, Health())
        health.failed += 1
        health.until = now + min(timedelta(seconds=LONGEST_REST), AGAIN[0] * 2 ** min(health.failed - 1, 10))
        if health.failed >= TROUBLED:
            self.alarms.raise_(FAILING, name, why)

    def _well(self, name: str) -> None:
        self._health.pop(name, None)
        self.alarms.clear(FAILING, name)
