"""What was said, by command: the rule, models, phrase lists; a transcript for a reason, and the search."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from appliance.contact.recording.errors import RecordingNotApproved, RecordingReasonMissing
from appliance.contact.speech.document import list_body, rule_body
from appliance.contact.speech.errors import (
    PhraseListInvalid,
    PhraseListUnknown,
    SpeechModelInvalid,
    SpeechModelUnknown,
)
from appliance.contact.speech.model import Line, Mark, PhraseList, Side, Task
from appliance.contact.speech.phrases import texts
from appliance.contact.speech.repository import MarkRepository
from appliance.control.commands import CALLER, Handler
from appliance.daemons.jobs.speech.models import ModelFolders
from appliance.daemons.jobs.speech.work import Transcribing
from appliance.errors import Refusal

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
MOST = 1000


def handlers(work: Transcribing, models: ModelFolders, marks: MarkRepository) -> Mapping[str, Handler]:
    said, settings = _SaidCommands(work, marks), _SpeechCommands(work, models)
    return {
        "recording.transcribe": said.transcribe,
        "recording.transcript": said.transcript,
        "recording.search": said.search,
        "speech.show": settings.show,
        "speech.set": settings.set,
        "speech.list": settings.listed,
        "speech.model_list": settings.models,
        "speech.model_add": settings.add,
        "speech.model_remove": settings.remove,
        "speech.phrases_list": settings.lists,
        "speech.phrases_set": settings.set_list,
        "speech.phrases_remove": settings.remove_list,
    }


class _SaidCommands:
    def __init__(self, work: Transcribing, marks: MarkRepository) -> None:
        self._work, self._marks = work, marks

    async def transcribe(self, *, id: UUID, model: str = "", language: str = "") -> Any:
        """Put one before those that nobody asked for; an older transcript stays until the new one is there."""
        await asyncio.to_thread(self._work.vault.recorder.beside, id)
        task = await asyncio.to_thread(self._work.transcription.want, id, model, language)
        self._work.due.set()
        return _task(task)

    async def transcript(self, *, id: UUID, reason: str) -> Any:
        """What was said and what was found in it; on record like the audio."""
        task = await asyncio.to_thread(self._work.tasks.find, id)
        transcript = await asyncio.to_thread(self._work.vault.read, id)
        await asyncio.to_thread(self._work.vault.recorder.permit, id, reason, CALLER.get().user)
        found = await asyncio.to_thread(partial(self._marks.select, recording=id, limit=MOST))
        return {
            "id": str(id),
            "model": transcript.model,
            "language": transcript.language,
            "at": transcript.at.isoformat(),
            "state": task.state.value if task else "done",
            "lines": [_line(line) for line in transcript.lines],
            "marks": [_mark(mark) for mark in found],
        }

    async def search(
        self, *, list: str = "", side: str = "", text: str = "", reason: str = "", limit: int = 100
    ) -> Any:
        """Marks of the phrase lists; or a text in the newest transcripts, for a reason, each hit on record."""
        most = max(1, min(limit, MOST))
        if not text:
            wanted = partial(self._marks.select, list_=list, side=Side(side) if side else None, limit=most)
            return {"marks": [_mark(mark) for mark in await asyncio.to_thread(wanted)], "withheld": 0}
        if not reason.strip():
            raise RecordingReasonMissing(recording="-")
        return await asyncio.to_thread(
            self._search, text, Side(side) if side else None, reason, CALLER.get().user, most
        )

    def _search(self, text: str, side: Side | None, reason: str, who: str, most: int) -> Any:
        found: list[Mark] = []
        withheld = 0
        for task in self._work.tasks.done(MOST):
            try:
                lines = self._work.vault.read(task.recording).lines
                here = [mark for mark in texts(task.recording, lines, text) if side in (None, mark.side)]
                if here:
                    self._work.vault.recorder.permit(task.recording, reason, who)
                found += here
            except RecordingNotApproved:
                withheld += 1
            except Refusal:
                continue
            if len(found) >= most:
                break
        return {"marks": [_mark(mark) for mark in found[:most]], "withheld": withheld}


class _SpeechCommands:
    def __init__(self, work: Transcribing, models: ModelFolders) -> None:
        self._work, self._models, self._rules = work, models, work.rules

    async def show(self) -> Any:
        """The rule, and how many recordings are where."""
        rule = await asyncio.to_thread(self._rules.rule)
        counts = await asyncio.to_thread(self._work.tasks.counts)
        paused = self._work.engine.paused
        return {**rule_body(rule), "paused": paused, "recordings": {state.value: n for state, n in counts.items()}}

    async def set(self, *, changes: dict[str, Any], reason: str = "") -> Any:
        await asyncio.to_thread(partial(self._rules.set_rule, changes, **self._by(reason, "speech")))
        self._work.due.set()
        return await self.show()

    async def listed(self, *, limit: int = 50) -> Any:
        """The recordings that came last, with what became of their transcripts."""
        return [_task(task) for task in await asyncio.to_thread(self._work.tasks.latest, max(1, min(limit, MOST)))]

    async def models(self) -> Any:
        return [_model(one) for one in await asyncio.to_thread(self._models.all)]

    async def add(self, *, folder: str, languages: list[str], name: str = "") -> Any:
        """Copy a model, try it, and use it for those languages; what waited for one is looked at again."""
        called = name or Path(folder).name
        if not NAME.fullmatch(called):
            raise SpeechModelInvalid(folder=folder, problem=f"a name like {called!r}; give another with --name")
        waiting = await asyncio.to_thread(self._models.bring, Path(folder), called)
        try:
            multilingual = await self._work.engine.check(waiting)
        except Refusal as fault:
            raise SpeechModelInvalid(folder=folder, problem=str(fault.details.get("reason", fault.code))) from fault
        if not multilingual and languages != ["en"]:
            raise SpeechModelInvalid(folder=folder, problem="the model knows English only")
        added = await asyncio.to_thread(self._models.use, waiting, called, languages)
        await asyncio.to_thread(self._work.tasks.look_again)
        self._work.due.set()
        return _model(added)

    async def remove(self, *, model: str) -> Any:
        if model not in (known := [one.name for one in await asyncio.to_thread(self._models.all)]):
            raise SpeechModelUnknown(model=model, known=", ".join(known) or "-")
        await asyncio.to_thread(self._models.remove, model)
        return {"model": model, "removed": True}

    async def lists(self) -> Any:
        return [_list(one) for _, one in sorted((await asyncio.to_thread(self._rules.lists)).items())]

    async def set_list(self, *, list: str, changes: dict[str, Any], reason: str = "") -> Any:
        """For what is transcribed from now on; `recording transcribe` marks an older one anew."""
        if not NAME.fullmatch(list):
            raise PhraseListInvalid(list=list, rule="name", value=list)
        by = self._by(reason, f"phrase list {list}")
        return _list(await asyncio.to_thread(partial(self._rules.set_list, list, changes, **by)))

    async def remove_list(self, *, list: str, reason: str = "") -> Any:
        if list not in (known := await asyncio.to_thread(self._rules.lists)):
            raise PhraseListUnknown(list=list, known=", ".join(sorted(known)) or "-")
        by = self._by(reason, f"phrase list {list} removed")
        await asyncio.to_thread(partial(self._rules.remove_list, list, **by))
        return {"list": list, "removed": True}

    def _by(self, reason: str, otherwise: str) -> dict[str, Any]:
        now = self._work.transcription.clock.now()
        return {"author": CALLER.get().user, "reason": reason or otherwise, "at": now}


def _line(line: Line) -> dict[str, Any]:
    sure = sum(word.sure for word in line.words) / len(line.words)
    times = {"from_ms": line.from_ms, "to_ms": line.to_ms}
    return {"side": line.side.value, **times, "text": line.text, "sure_percent": round(100 * sure)}


def _mark(mark: Mark) -> dict[str, Any]:
    return {**asdict(mark), "recording": str(mark.recording), "side": mark.side.value}


def _task(task: Task) -> dict[str, Any]:
    times = {"queued_at": task.queued_at.isoformat(), "done_at": task.done_at.isoformat() if task.done_at else None}
    return {**asdict(task), "recording": str(task.recording), "state": task.state.value, **times}


def _model(one: Any) -> dict[str, Any]:
    return {"model": one.name, "languages": list(one.languages), "bytes": one.bytes}


def _list(one: PhraseList) -> dict[str, Any]:
    return {"list": one.name, **list_body(one)}
