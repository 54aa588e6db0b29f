"""Faxes that are to be sent: made of what people have, sealed, handed to the engine, and laid out for Asterisk."""

import asyncio
import logging
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from appliance.clock import uuid7
from appliance.contact.fax.errors import FaxPagesGone
from appliance.contact.fax.model import OPEN, OUT, UNDER_WAY, fax_of, sent_name
from appliance.contact.fax.service import Faxes
from appliance.contact.recording.folders import PageFolders
from appliance.contact.recording.model import Recording, SpooledAudio
from appliance.contact.recording.policy import Case
from appliance.contact.recording.ports import Calls
from appliance.contact.recording.service import Recorder
from appliance.contact.recording.story import Party, Story
from appliance.control.client import ControlClient
from appliance.control.commands import CALLER, Handler
from appliance.daemons.jobs import pages
from appliance.daemons.jobs.uploads import Uploads
from appliance.errors import Refusal
from appliance.events import Event
from appliance.telephony.config.render.fax import PAGES

SENDER = "sent"
LINGERS = timedelta(minutes=10)
"""How long pages may lie there that nobody has taken yet."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NoCalls:
    """Calls port of the recorder for pages that came in no call."""

    calls: Calls

    def story(self, channel: str) -> Story:
        return Story(ended=True, case=Case(fax=True))

    def class_of(self, contact: UUID) -> str | None:
        return None

    def parties(self, recording: UUID, parties: Sequence[Party]) -> None:
        """Nobody speaks on a page."""

    def sealed(self, recording: Recording) -> None:
        """Whoever sealed it waits for it."""

    def note(self, event: Event) -> None:
        self.calls.note(event)


@dataclass(frozen=True, slots=True)
class Outbox:
    """`folder` is where pages lie in clear until they are sealed, `spool` what Asterisk sees."""

    faxes: Faxes
    recorder: Recorder
    folder: Path
    spool: Path
    engine: Callable[[], ControlClient]

    async def send(self, document: bytes, number: str, priority: int, by: str) -> Any:
        """Hand a document over to be sent; the fax as the engine shows it."""
        async with self.engine() as engine:
            await engine.call("fax.check", number=number)
        tiff = await asyncio.to_thread(pages.as_fax, document)
        count, identity = pages.count(tiff), uuid7(self.recorder.clock.now())
        recording = await asyncio.to_thread(self._sealed, identity, tiff)
        fax = {"id": str(identity), "number": number, "recording": str(recording.id), "pages": count}
        async with self.engine() as engine:
            return await engine.call("fax.queue", **fax, priority=priority, by=by)

    async def lay_out(self, identity: UUID, attempt: UUID, recording: UUID) -> Any:
        """Put the pages where Asterisk finds them; raises FaxPagesGone."""
        return await asyncio.to_thread(self._lay_out, identity, attempt, recording)

    async def tidy(self) -> None:
        """Take away what is no longer being sent."""
        await asyncio.to_thread(self._tidy)

    def sweep(self) -> None:
        """At the start: of what was sealed in part the command has failed, and whoever gave it knows."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in self.folder.iterdir():
            left.unlink()

    def _sealed(self, identity: UUID, tiff: bytes) -> Recording:
        name = f"{SENDER}.{identity}{PAGES}"
        _write(self.folder / name, tiff)
        sealed = self.recorder.seal(SpooledAudio(name, f"{SENDER}.{identity}"))
        assert sealed is not None  # noqa: S101 - there are pages in it; tells the type checker
        return sealed

    def _lay_out(self, identity: UUID, attempt: UUID, recording: UUID) -> Any:
        try:
            tiff = b"".join(self.faxes.vault.pages(recording, SENDER, "sent by fax"))
        except Refusal as fault:
            logger.warning("the fax %s cannot be laid out: %s", identity, fault.code)
            raise FaxPagesGone(fax=str(identity), why=fault.code) from fault
        name = sent_name(attempt, identity)
        _write(self.spool / (name + PAGES), tiff)
        return {"name": name}

    def _tidy(self) -> None:
        folder = self.spool / OUT
        for file in folder.glob(f"*{PAGES}") if folder.is_dir() else ():
            fax = fax_of(file.name.removesuffix(PAGES))
            known = self.faxes.store.find(fax) if fax else None
            if known and known.state in UNDER_WAY and file.name.startswith(f"{known.contact}."):
                continue
            fresh = self.recorder.clock.now() - datetime.fromtimestamp(file.stat().st_mtime).astimezone() < LINGERS
            if not (known and known.state in OPEN and fresh):
                file.unlink(missing_ok=True)


def outbox(faxes: Faxes, recorder: Recorder, spool: Path, others: tuple[Path, ...], engine: Any) -> Outbox:
    """The outbox on these folders; what it seals goes where everything else does."""
    folder = spool / "in-hand"
    sealed, *spools = others
    audio = PageFolders(folder, sealed, *spools, spool)
    return Outbox(faxes, replace(recorder, audio=audio, calls=NoCalls(recorder.calls)), folder, spool, engine)


def handlers(out: Outbox, uploads: Uploads) -> Mapping[str, Handler]:
    async def send(*, number: str, upload: str, priority: int = 0) -> Any:
        """Send an uploaded PDF or TIFF."""
        document = await asyncio.to_thread(uploads.take, upload)
        return await out.send(document, number, max(-9, min(priority, 9)), CALLER.get().user)

    async def lay_out(*, id: UUID, attempt: UUID, recording: UUID) -> Any:
        return await out.lay_out(id, attempt, recording)

    return {"fax.send": send, "fax.lay_out": lay_out}


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = file.with_name(f".{file.name}.part")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as output:
        output.write(data)
        os.fsync(output.fileno())
    partial.replace(file)
