"""The configuration over time, by command: history, any state of it, differences, undo, export and import."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from appliance.contact.prompts.errors import SoundGone
from appliance.contact.prompts.repository import SoundArchive
from appliance.control.commands import Final, Handler
from appliance.daemons import sounds
from appliance.daemons.engine import versions
from appliance.daemons.engine.commands.changes import author
from appliance.daemons.engine.drafts import Drafts, by_place
from appliance.daemons.engine.errors import (
    ChangedAgain,
    ChangeUnknown,
    ConfigurationInvalid,
    ConfigurationMoved,
    ForeignPassword,
    LinesApart,
)
from appliance.daemons.engine.process import Engine
from appliance.daemons.engine.verification import Problem, problems
from appliance.daemons.passwords import Passage, foreign
from appliance.store.documents import Change, Documents
from appliance.store.history import History, State, Step
from appliance.system.keyring import Keyring
from appliance.system.paths import Paths

logger = logging.getLogger(__name__)

MOST = 1000
MOST_PROBLEMS = 200


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _Versions(engine)
    return {
        "config.history": commands.history,
        "config.reread": commands.reread,
        "config.show": commands.show,
        "config.compare": commands.compare,
        "config.undo": commands.undo,
        "config.restore": commands.restore,
        "config.export": commands.export,
        "config.import": commands.import_,
        "config.draft": commands.draft,
    }


class Changes:
    """Makes a change of any documents: all is verified first, one problem stops all."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._documents = engine, Documents(engine.database)

    async def become(
        self,
        bodies: versions.Bodies,
        now: State,
        head: int,
        reason: str,
        *,
        by: str,
        dry_run: bool = False,
        lenient: bool = False,
    ) -> AsyncIterator[Any]:
        """The differences, one document after the other, and what was done; `lines_stay` if they would have changed.

        When `lenient`, what is wrong already and stays so refuses nothing.
        """
        bodies, lines_stay = versions.without_lines(versions.numbered(bodies, now))
        wanted = versions.applied(now, bodies)
        if found := await asyncio.to_thread(self._problems, wanted, now, lenient):
            shown = [asdict(problem) for problem in found[:MOST_PROBLEMS]]
            raise ConfigurationInvalid(count=len(found), problems=shown)
        change = head
        if not dry_run:
            change_by = Change(by, reason, self._engine.clock.now())
            done = await self._engine.upkeep.change(lambda: self._made(bodies, head, change_by))
            if done is None:
                raise ConfigurationMoved(change=head)
            change = done
        for difference in versions.difference(now, wanted):
            yield difference
        yield Final({"change": change, "done": change != head, "lines_stay": lines_stay})

    def _made(self, bodies: versions.Bodies, head: int, by: Change) -> int | None:
        """The number of the change; None if somebody else has changed something."""
        done = self._documents.become(bodies, after=head, by=by)
        if done is not None:
            try:
                sounds.follow(self._engine.settings, self._engine.database, bodies)
            except OSError:
                # The change is made: what cannot be laid out now is at the next start, and missed with an alarm.
                logger.exception("prompts and music are not as change %s has them", done)
        return done

    def _problems(self, wanted: State, now: State, lenient: bool) -> list[Problem]:
        found = self._all_problems(wanted, now)
        if not found or not lenient:
            return found
        before = self._all_problems(now, now)
        return [problem for problem in found if problem not in before]

    def _all_problems(self, wanted: State, now: State) -> list[Problem]:
        keys = Keyring.load(Paths(self._engine.settings.state).keys)
        if closed := [Problem(ForeignPassword.code, place) for place in foreign(wanted, now, keys)]:
            return closed
        # Only what can be read says which sounds it has.
        return problems(wanted, {kind for kind, _ in now}, self._engine.settings, keys) or self._silent(wanted, now)

    def _silent(self, wanted: State, now: State) -> list[Problem]:
        new = {at: body for at, body in wanted.items() if now.get(at) != body}
        lacking = SoundArchive(self._engine.database).lacks(new, self._engine.clock.now())
        return [Problem(SoundGone.code, ".".join(at)) for at in lacking]


class _Versions:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._history, self._changes = History(engine.database), Changes(engine)
        self._drafts = Drafts()

    async def reread(self) -> Any:
        """Take the configuration as the database holds it, after its passwords were closed anew there."""
        await self._engine.upkeep.take_up()
        return {}

    async def history(self, *, kind: str = "", key: str = "", change: int = 0, limit: int = 50) -> Any:
        """The newest steps first, without what they wrote."""
        limit = max(1, min(limit, MOST))
        found = await asyncio.to_thread(self._history.steps, kind=kind, key=key, change=change, limit=limit)
        return [_told(step) for step in found]

    async def show(self, *, at: str = "", kind: str = "", key: str = "") -> AsyncIterator[Any]:
        """The documents as of a change or a moment, one by one; secrets are not shown. `change` is the last one."""
        head = await asyncio.to_thread(self._history.head)
        state = await asyncio.to_thread(self._state, at)
        for (of_kind, name), body in state.items():
            if kind in ("", of_kind) and key in ("", name):
                yield {"kind": of_kind, "key": name, "body": versions.masked(of_kind, body)}
        yield Final({"change": head})

    async def compare(self, *, since: str, until: str = "") -> AsyncIterator[Any]:
        """What differs between two states, one document after the other."""
        before, after = await asyncio.to_thread(lambda: (self._state(since), self._state(until)))
        for difference in versions.difference(before, after):
            yield difference
        yield Final({})

    async def undo(self, *, change: int, reason: str, by: str = "", dry_run: bool = False) -> AsyncIterator[Any]:
        """Take one change back, as a new change, verified before."""
        head = await asyncio.to_thread(self._known, change)
        steps = await asyncio.to_thread(self._history.steps, change=change, limit=MOST * 100)
        now, before, after = await asyncio.to_thread(
            lambda: (self._history.state(), self._history.state(change - 1), self._history.state(change))
        )
        if any(step.kind == versions.LINES for step in steps):
            raise LinesApart(change=change)
        bodies, again = versions.undone(steps, before, after, now)
        if again:
            raise ChangedAgain(change=change, documents=", ".join(again))
        async for part in self._changes.become(bodies, now, head, reason, by=by or author(), dry_run=dry_run):
            yield part

    async def restore(self, *, change: int, reason: str, by: str = "", dry_run: bool = False) -> AsyncIterator[Any]:
        """Make everything as it was after a change, as a new change, verified before."""
        head = await asyncio.to_thread(self._known, change)
        now, wanted = await asyncio.to_thread(lambda: (self._history.state(), self._history.state(change)))
        bodies = versions.towards(now, wanted)
        async for part in self._changes.become(bodies, now, head, reason, by=by or author(), dry_run=dry_run):
            yield part

    async def export(self, *, at: str = "", secrets: bool = True, passphrase: str = "") -> AsyncIterator[Any]:
        """Every document; secrets sealed by the key of this box, or by a passphrase, or left out."""
        state = await asyncio.to_thread(self._state, at)
        passage = Passage(self._keys(), passphrase)
        for (kind, key), body in state.items():
            shown = await asyncio.to_thread(passage.outward, kind, key, body) if passphrase else body
            yield {"kind": kind, "key": key, "body": shown if secrets else versions.without_secrets(kind, body)}

    async def draft(self, *, documents: dict[str, dict[str, Any]], draft: str = "") -> Any:
        """Add to a draft, "" begins one: what is to be imported may be larger than one message. Its name."""
        return {"draft": self._drafts.add(draft, documents)}

    async def import_(
        self,
        *,
        reason: str,
        documents: dict[str, dict[str, Any]] | None = None,
        draft: str = "",
        keep: bool = False,
        dry_run: bool = False,
        passphrase: str = "",
    ) -> AsyncIterator[Any]:
        """Make everything as `documents`, or a draft, has it; all is verified first, one problem stops all.

        With `keep` what it does not name stays. `passphrase` opens the passwords of another box.
        """
        wanted_now = self._drafts.take(draft) if draft else by_place(documents or {})
        head = await asyncio.to_thread(self._history.head)
        now = await asyncio.to_thread(self._history.state)
        opened = await asyncio.to_thread(Passage(self._keys(), passphrase).inward, wanted_now, now)
        wanted = versions.with_secrets(opened, now)
        bodies = versions.towards(now, wanted, keep=keep)
        async for part in self._changes.become(bodies, now, head, reason, by=author(), dry_run=dry_run):
            yield part

    def _keys(self) -> Keyring:
        return Keyring.load(Paths(self._engine.settings.state).keys)

    def _known(self, change: int) -> int:
        """The last change; refuses one that has not been made."""
        head = self._history.head()
        if not 1 <= change <= head:
            raise ChangeUnknown(change=change, last=head)
        return head

    def _state(self, at: str) -> State:
        """As of a change's number or a moment (ISO 8601 with zone); now without either."""
        if not at:
            return self._history.state()
        if at.isascii() and at.isdigit():
            self._known(int(at))
            return self._history.state(int(at))
        try:
            moment = datetime.fromisoformat(at)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise ChangeUnknown(change=at, last=self._history.head())
        return self._history.state(self._history.at(moment))


def _told(step: Step) -> dict[str, Any]:
    return {
        "change": step.change,
        "at": step.at.isoformat(),
        "author": step.author,
        "reason": step.reason,
        "kind": step.kind,
        "key": step.key,
        "version": step.version,
        "removed": step.removed,
    }
