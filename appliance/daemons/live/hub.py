"""Everybody who watches: changes go out to each at its own pace, and nobody waits for anybody."""

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from appliance.contact.notices.model import Notice
from appliance.daemons.live import messages
from appliance.daemons.live.messages import AGENT, PLURAL, QUEUE, WAITING, Entry, Key
from appliance.daemons.live.scope import Scope
from appliance.daemons.live.tickets import of

DEPTH = 500
"""Changes that may wait for one browser; beyond, it gets a snapshot instead of all of them."""
DISMISSED = 4403
"""Close code of WebSocket for whose session is over (of the range for applications, RFC 6455 section 7.4.2)."""


class Watcher:
    """One browser. `next` gives its messages in order; entries that changed twice meanwhile are told once."""

    def __init__(self, scope: Scope, hub: "Hub") -> None:
        self.scope, self._hub = scope, hub
        self._number = 0
        self._behind = True
        self._changed: dict[Key, None] = {}
        self._extra: list[dict[str, Any]] = []
        self._shown: set[Key] = set()
        self._something = asyncio.Event()
        self._something.set()
        self.over = False

    def tell(self, keys: Iterable[Key]) -> None:
        """These entries have changed."""
        self._changed.update(dict.fromkeys(keys))
        if len(self._changed) > DEPTH:
            self.anew()
        self._something.set()

    def say(self, message: dict[str, Any]) -> None:
        """Something that is no entry; the oldest of too many are lost."""
        self._extra = [*self._extra, message][-DEPTH:]
        self._something.set()

    def stir(self, what: str) -> None:
        """This has changed; told once however often it did meanwhile."""
        message = {"kind": "stirred", "what": what}
        if self.scope.minds(what) and message not in self._extra:
            self.say(message)

    def anew(self) -> None:
        """What comes next is a snapshot."""
        self._behind = True
        self._changed.clear()
        self._something.set()

    def leave(self) -> None:
        """Nothing more will come."""
        self.over = True
        self._something.set()

    async def next(self) -> list[str]:
        """The messages since the last call, as JSON; waits until there are some, empty at the end."""
        while not self.over:
            await self._something.wait()
            self._something.clear()
            if found := self._messages():
                return found
        return []

    def _messages(self) -> list[str]:
        if self.over:
            return []
        found = [self._snapshot()] if self._behind else [*filter(None, map(self._change, self._changed))]
        self._behind = False
        self._changed.clear()
        extra, self._extra = self._extra, []
        return [self._numbered(message) for message in (*found, *extra)]

    def _numbered(self, message: Mapping[str, Any]) -> str:
        number, self._number = self._number, self._number + 1
        return json.dumps({"n": number, **message}, ensure_ascii=False, separators=(",", ":"))

    def _snapshot(self) -> dict[str, Any]:
        rows: dict[str, list[Entry]] = {AGENT: [], QUEUE: [], WAITING: []}
        self._shown = set()
        for key, entry in self._hub.entries.items():
            if (seen := self.scope.sees(key, entry)) is not None:
                self._shown.add(key)
                rows[key[0]].append(seen)
        lists = {PLURAL[what]: found for what, found in rows.items()}
        return {"kind": "snapshot", "at": self._hub.now().isoformat(), "engine": self._hub.engine_up, **lists}

    def _change(self, key: Key) -> dict[str, Any] | None:
        entry = self._hub.entries.get(key)
        seen = None if entry is None else self.scope.sees(key, entry)
        if seen is not None:
            self._shown.add(key)
            return {"kind": key[0], "value": seen}
        if key not in self._shown:
            return None
        self._shown.discard(key)
        return {"kind": "gone", "what": key[0], "id": key[1]}


class Hub:
    """What there is to be seen, and by whom. `now` is asked for the moment that a snapshot names."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.entries: Mapping[Key, Entry] = {}
        self.engine_up = False
        self._watchers: set[Watcher] = set()

    @property
    def watchers(self) -> int:
        return len(self._watchers)

    def join(self, scope: Scope) -> Watcher:
        """One more; its first message is a snapshot."""
        watcher = Watcher(scope, self)
        self._watchers.add(watcher)
        return watcher

    def part(self, watcher: Watcher) -> None:
        self._watchers.discard(watcher)

    def dismiss(self, person: str, session: str) -> int:
        """Send away whoever is meant; how many."""
        meant = [watcher for watcher in self._watchers if of(watcher.scope, person, session)]
        for watcher in meant:
            watcher.leave()
        return len(meant)

    def changed(self, keys: Iterable[Key]) -> None:
        """These entries are others than before."""
        if found := [*keys]:
            for watcher in self._watchers:
                watcher.tell(found)

    def replace(self, entries: Mapping[Key, Entry]) -> None:
        """Another picture holds; only what differs is told."""
        before, self.entries = self.entries, entries
        self.changed(key for key in {**before, **entries} if before.get(key) != entries.get(key))

    def engine(self, up: bool) -> None:
        """The engine is there, or is away and what is shown was its last word."""
        if up is not self.engine_up:
            self.engine_up = up
            for watcher in self._watchers:
                watcher.say({"kind": "engine", "up": up})

    def stir(self, what: str) -> None:
        """Whoever shows this may want to ask for it anew."""
        for watcher in self._watchers:
            watcher.stir(what)

    def notice(self, notice: Notice) -> None:
        """A message of a supervisor, to whom it is for."""
        for watcher in self._watchers:
            if watcher.scope.hears(notice):
                watcher.say({"kind": "notice", "value": told(notice)})


def told(notice: Notice) -> messages.Notice:
    """A notice as browsers get it."""
    at = notice.at.isoformat()
    return {"id": str(notice.id), "text": notice.text, "by": notice.by, "at": at, "urgent": notice.urgent}
