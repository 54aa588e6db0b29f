"""From a recording that waits to its transcript and its marks."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from appliance.clock import Clock
from appliance.contact.speech import events as facts
from appliance.contact.speech import phrases
from appliance.contact.speech.document import encode
from appliance.contact.speech.errors import SpeechModelUnknown
from appliance.contact.speech.model import Line, PhraseList, State, Task, Transcript
from appliance.contact.speech.pausing import without
from appliance.contact.speech.ports import Heard, Marks, Models, Notes, Recogniser, Tasks, Vault
from appliance.errors import Refusal

ATTEMPTS = 3
ANY = "any"
"""Wanted by a person, whatever the model."""
LONGEST_REASON = 500
GONE = ("recording-deleted", "recording-unknown")


@dataclass
class Transcription:
    """One at a time; whatever goes wrong, the recording waits on or says why not."""

    tasks: Tasks
    marks: Marks
    models: Models
    vault: Vault
    engine: Recogniser
    lists: Callable[[], Iterable[PhraseList]]
    notes: Notes
    clock: Clock

    def want(self, recording: UUID, model: str = "", language: str = "") -> Task:
        """Somebody wants this one, before those that nobody asked for, perhaps by a certain model or in a language."""
        if model and model not in (known := {one.name for one in self.models.all()}):
            raise SpeechModelUnknown(model=model, known=", ".join(sorted(known)) or "-")
        task = Task(recording, State.WAITING, self.clock.now(), language, model or ANY)
        self.tasks.put(task)
        return task

    def sealed(self, recording: UUID) -> None:
        """A new one, unless it is known."""
        if self.tasks.find(recording) is None:
            self.tasks.put(Task(recording, State.WAITING, self.clock.now()))

    async def step(self) -> bool:
        """The next one that waits; whether there was one."""
        task = await asyncio.to_thread(self.tasks.next)
        if task is None:
            return False
        try:
            await self._do(task)
        except Refusal as refusal:
            gone = refusal.code in GONE
            reason = f"{refusal.code}: {refusal.details}"
            await asyncio.to_thread(self.tasks.put, self._failed(task, reason, gone=gone))
        except (OSError, ValueError) as fault:
            await asyncio.to_thread(self.tasks.put, self._failed(task, repr(fault)))
        return True

    async def _do(self, task: Task) -> None:
        language = task.language or await asyncio.to_thread(self.vault.language, task.recording)
        model = self._model(task, language)
        if not model:
            waits = replace(task, state=State.NO_MODEL, reason=language)
            await asyncio.to_thread(self.tasks.put, waits)
            return
        running = replace(task, state=State.RUNNING, language=language, model=model)
        await asyncio.to_thread(self.tasks.put, running)
        began = self.clock.now()
        heard = await asyncio.to_thread(self.vault.audio, task.recording, model)
        lines = tuple(sorted(await self.engine.lines(model, replace(heard, language=language)), key=_place))
        took = int((self.clock.now() - began).total_seconds() * 1000)
        await asyncio.to_thread(self._keep, running, heard, lines, took)

    def _model(self, task: Task, language: str) -> str:
        """The wanted one, else the newest that was brought for the language."""
        fitting = [one.name for one in self.models.all() if language in one.languages]
        return task.wanted if task.wanted in fitting else next(iter(fitting), "")

    def _keep(self, task: Task, heard: Heard, lines: tuple[Line, ...], took: int) -> None:
        now, recording = self.clock.now(), task.recording
        kept = tuple(without(lines, heard.pauses))
        transcript = Transcript(recording, task.model, task.language, now, kept)
        found = phrases.marks(transcript, self.lists())
        self.vault.keep(recording, encode(transcript))
        self.marks.replace(recording, found, now)
        words = sum(len(line.words) for line in kept)
        done = replace(task, state=State.DONE, done_at=now, reason="", wanted="", took_ms=took, words=words)
        self.tasks.put(replace(done, duration_ms=heard.duration_ms))
        self.notes.note(facts.transcribed(heard.contact, transcript, heard.duration_ms, took, now))
        for mark in found:
            self.notes.note(facts.marked(heard.contact, mark, now))

    def _failed(self, task: Task, reason: str, *, gone: bool = False) -> Task:
        attempts = task.attempts + 1
        state = State.GONE if gone else State.FAILED if attempts >= ATTEMPTS else State.WAITING
        now: datetime = self.clock.now()
        return replace(task, state=state, attempts=attempts, reason=reason[:LONGEST_REASON], queued_at=now)


def _place(line: Line) -> tuple[int, str]:
    return line.from_ms, line.side.value
