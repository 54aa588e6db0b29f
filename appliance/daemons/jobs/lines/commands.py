"""The lines, by command: what is in force, apply, history, undo."""

import asyncio
import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from appliance.clock import Clock
from appliance.contact.calls.repository import Lines as SipPhones
from appliance.control.client import ControlClient
from appliance.control.commands import CALLER, Handler
from appliance.control.errors import ControlUnreachable
from appliance.daemons.engine.configuration import read as configured
from appliance.daemons.jobs.lines import views
from appliance.daemons.jobs.lines.errors import LinesEdited, LinesInvalid, LinesRenumbered, LinesVersionUnknown
from appliance.daemons.jobs.lines.exchange import Exchange
from appliance.daemons.jobs.lines.kernel import Kernel
from appliance.daemons.jobs.lines.progress import Works
from appliance.daemons.jobs.lines.work import Told, Work
from appliance.daemons.jobs.requests import Requests, asterisk
from appliance.daemons.lines import KEY, KIND, InForce, in_force, read, taken
from appliance.daemons.site import site
from appliance.settings import Settings
from appliance.store.documents import Documents
from appliance.system.files import write_atomic
from appliance.system.keyring import Keyring
from appliance.system.paths import Paths
from appliance.telephony.ami.client import AmiClient
from appliance.telephony.config.apply import apply
from appliance.telephony.config.reload_over_ari import AriReloader
from dahdi_conf.intent import Intent
from dahdi_conf.intent_document import body, parse
from dahdi_conf.intent_document import read as read_intent
from dahdi_conf.outline import comparison, rows
from dahdi_conf.plan import Plan, pinned, plan
from dahdi_conf.problem import Problem
from dahdi_conf.render import render
from dahdi_conf.survey import survey
from dahdi_conf.verify import verify
from dahdi_conf.written import diff

WITHIN = 30.0
MANAGER_LIMIT = 20.0


@dataclass(frozen=True, slots=True)
class Wish:
    """How a change is to be made: for whom and why, how long (seconds) lines may take to come up, who hears of it."""

    reason: str
    by: str
    within: float
    overwrite: bool = False
    told: Told = lambda step: None


def handlers(settings: Settings, database: Engine, key: Keyring, clock: Clock) -> Mapping[str, Handler]:
    commands = _LineCommands(settings, database, key, clock)
    return {
        **views.handlers(Documents(database)),
        "lines.apply": commands.apply,
        "lines.versions": commands.versions,
        "lines.undo": commands.undo,
        "lines.begin": commands.begin,
        "lines.progress": commands.works.progress,
    }


class _LineCommands:
    def __init__(self, settings: Settings, database: Engine, key: Keyring, clock: Clock) -> None:
        self._settings, self._database, self._key, self._clock = settings, database, key, clock
        self._documents, self._paths = Documents(database), Paths(settings.state)
        self._one_at_a_time = asyncio.Lock()
        self._kernel, self.works = Kernel(), Works(clock)

    async def versions(self) -> Any:
        versions = await asyncio.to_thread(self._documents.history, KIND, KEY)
        return [
            {
                "version": one.version,
                "at": one.at.isoformat(),
                "author": one.author,
                "reason": one.reason,
                "lines": len(read(one.body).rows),
            }
            for one in reversed(versions)
        ]

    async def apply(self, *, document: str, reason: str, overwrite_edits: bool = False, seconds: float = WITHIN) -> Any:
        """Bring a document into force; calls on lines that it does not change stay up."""
        return await self._bring(*parse(document), Wish(reason, author(), seconds, overwrite=overwrite_edits))

    async def undo(
        self, *, reason: str, version: int = 0, overwrite_edits: bool = False, seconds: float = WITHIN
    ) -> Any:
        """Bring an earlier version into force, the one before the present if none is named."""
        wish = Wish(reason, author(), seconds, overwrite=overwrite_edits)
        return await self._bring(*await self._earlier(version), wish)

    async def begin(
        self,
        *,
        reason: str,
        document: str = "",
        version: int = 0,
        by: str = "",
        overwrite_edits: bool = False,
        seconds: float = WITHIN,
    ) -> Any:
        """Begin what `apply` does, or `undo` where no document is given, for `by`; `lines.progress` tells how it goes.

        It goes on when whoever began it is gone: a change of lines that is broken off would end calls for nothing.
        """
        intent, form = parse(document) if document else await self._earlier(version)
        wish = Wish(reason, by or author(), seconds, overwrite=overwrite_edits)
        turn = await self.works.begin(
            lambda told: self._bring(intent, form, replace(wish, told=told)), wish.by, reason, seconds
        )
        return {"turn": turn}

    async def _earlier(self, version: int) -> tuple[Intent, tuple[Problem, ...]]:
        """What a version of the document says, the one before the present if none is named."""
        versions = await asyncio.to_thread(self._documents.history, KIND, KEY)
        wanted = version or len(versions) - 1
        found = next((one for one in versions if one.version == wanted), None)
        if found is None:
            raise LinesVersionUnknown(version=wanted)
        return read_intent(read(found.body).intent)

    async def _bring(self, intent: Intent, form: Iterable[Problem], wish: Wish) -> Any:
        async with self._one_at_a_time, asterisk(self._settings) as requests:
            phones = await asyncio.to_thread(SipPhones(self._documents).phones)
            made, files = await asyncio.to_thread(_planned, intent, (*form, *taken(intent, phones)))
            before, present = await asyncio.to_thread(in_force, self._documents), await self._kernel.read()
            compared = comparison(present, {name: files[name] for name in files if name in present})
            kept = self._kept(before, present, compared, overwrite=wish.overwrite)
            work = Work(self._kernel, self._exchange(requests), lambda text: self._adopt(requests, text), wish.told)
            done = await work.bring(before.files, files, present, wish.within)
            new = InForce(body(pinned(intent, made)), files, tuple(rows(made)))
            version = await asyncio.to_thread(self._keep, new, wish)
            await self._let_engine_read()
        changed = sorted(name for name in files if before.files.get(name) != files[name])
        touched = sorted({line.place for line in (*done.gone, *done.come)})
        return {"version": version, "changed": changed, "lines": touched, "kept_aside": kept}

    def _kept(
        self, before: InForce, present: Mapping[str, str], compared: Mapping[str, Any], *, overwrite: bool
    ) -> str | None:
        """Where files lie now that somebody else has written; refuses to overwrite what was ours before."""
        strange = [*compared["edited"], *compared["foreign"]]
        if not strange:
            return None
        if (before.files or compared["edited"]) and not overwrite:
            raise LinesEdited(files=", ".join(strange), diff=_edits(before.files, present, strange))
        return str(self._keep_aside({name: present[name] for name in strange}))

    def _keep_aside(self, files: Mapping[str, str]) -> Path:
        digest = hashlib.sha256("".join(files.values()).encode()).hexdigest()[:12]
        for name, text in files.items():
            write_atomic(self._paths.lines_kept / digest / name, text, mode=0o600)
        return self._paths.lines_kept / digest

    def _exchange(self, requests: Requests) -> Exchange:
        return Exchange(requests, AmiClient(self._settings.asterisk, MANAGER_LIMIT))

    async def _adopt(self, requests: Requests, text: str) -> None:
        now = await asyncio.to_thread(configured, self._database)
        wanted = site(self._settings, replace(now, lines=text), self._key)
        await apply(wanted, self._paths.asterisk_config, AriReloader(requests))

    async def _let_engine_read(self) -> None:
        """Telephones on ports have come or gone; an engine that is away reads when it starts."""
        with suppress(ControlUnreachable):
            async with ControlClient(self._paths.engine_socket) as engine:
                await engine.call("config.reread")

    def _keep(self, new: InForce, wish: Wish) -> int:
        return self._documents.put(KIND, KEY, new.body(), author=wish.by, reason=wish.reason, at=self._clock.now())


def author() -> str:
    """Who sent the command that is being carried out."""
    return CALLER.get().user


def _planned(intent: Intent, form: Iterable[Problem]) -> tuple[Plan, dict[str, str]]:
    """The plan for the hardware as it is now, and its files. Raises LinesInvalid, LinesRenumbered."""
    seen = survey()
    made = plan(seen.hardware, intent, seen.cancellers)
    found = [*form, *verify(seen.hardware, intent, made, seen.cancellers)]
    if blocking := [problem for problem in found if problem.blocks]:
        places = ", ".join(problem.where for problem in blocking)
        problems = [problem.to_json() for problem in blocking]
        raise LinesInvalid(count=len(blocking), places=places, problems=problems)
    for _, span in seen.hardware.spans():
        pin = made.pins.get(span.identity)
        if pin and (span.number, span.base) not in ((None, None), (pin.number, pin.base)):
            raise LinesRenumbered(line=span.identity, now=span.number, wanted=pin.number)
    return made, render(made)


def _edits(written: Mapping[str, str], found: Mapping[str, str], names: Iterable[str]) -> str:
    return diff({name: written.get(name, "") for name in names}, {name: found[name] for name in names})
