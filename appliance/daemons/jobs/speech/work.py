"""The recordings that wait, one after another, whenever the machine has time."""

import asyncio
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

from appliance.contact.recording.model import Recording, Retention
from appliance.contact.speech.model import State
from appliance.contact.speech.pacing import may
from appliance.contact.speech.repository import SpeechDocuments, TaskRepository
from appliance.contact.speech.service import Transcription
from appliance.daemons.jobs.speech.engine import EngineProcess
from appliance.daemons.jobs.speech.vault import SealedTranscripts
from appliance.node.alarms.ports import Alarms

NO_MODEL = "speech-no-model"

logger = logging.getLogger(__name__)


@dataclass
class Transcribing:
    """One per node. `load` is the machine's (the mean of the last minute), `pace` seconds lie between two looks."""

    transcription: Transcription
    tasks: TaskRepository
    vault: SealedTranscripts
    engine: EngineProcess
    rules: SpeechDocuments
    alarms: Alarms
    pace: float
    load: Callable[[], float] = lambda: os.getloadavg()[0]
    due: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def work(self) -> None:
        """Until cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._one_after_another())
                group.create_task(self._watch())
        finally:
            self.over.set()
            await self.engine.close()

    def sealed(self, recording: Recording) -> None:
        """A new recording, unless it is pages; in a thread of its own, for the database may be slow."""
        if recording.retention == Retention.FAX:
            return
        waiting = asyncio.get_running_loop().run_in_executor(None, self._sealed, recording.id)
        waiting.add_done_callback(lambda _: self.due.set())

    def forget(self, recording: UUID) -> None:
        """Its audio is gone."""
        self.vault.forget(recording)
        self.tasks.forget(recording)

    def _begin(self) -> None:
        """What a former run left half done, and what should have gone with its audio."""
        self.tasks.begin_anew()
        self.tasks.look_again()
        deleted = self.vault.recorder.changes.deleted()
        for recording in deleted:
            if (task := self.tasks.find(recording)) and task.state is not State.GONE:
                self.forget(recording)

    def _sealed(self, recording: UUID) -> None:
        try:
            if self.rules.rule().automatic:
                self.transcription.sealed(recording)
        except Exception:
            logger.exception("%s does not wait for its transcript", recording)

    async def _one_after_another(self) -> None:
        begun = False
        while True:
            try:
                if not begun:
                    await asyncio.to_thread(self._begin)
                    begun = True
                more = await self._calm() and await self.transcription.step()
                await self._tell()
                if more:
                    continue
                await self.engine.close()
            except Exception:
                logger.exception("a recording was not transcribed")
                await self.engine.close()
            await self._rest()

    async def _tell(self) -> None:
        """Languages for which no model is there are an alarm, while something waits for one."""
        if lacking := await asyncio.to_thread(self.tasks.lacking):
            self.alarms.raise_(NO_MODEL, "", ", ".join(lacking))
        else:
            self.alarms.clear(NO_MODEL)

    async def _rest(self) -> None:
        """Until there is news, `pace` seconds at most."""
        try:
            await asyncio.wait_for(self.due.wait(), self.pace)
        except TimeoutError:
            return
        finally:
            self.due.clear()

    async def _watch(self) -> None:
        """Whoever works is held up while others need the machine."""
        while not self.over.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self.over.wait(), self.pace)
            try:
                if self.engine.running:
                    self.engine.pause(not await self._calm())
            except Exception:
                logger.exception("whether others need the machine is not known")

    async def _calm(self) -> bool:
        rule = await asyncio.to_thread(self.rules.rule)
        own = rule.threads if self.engine.running and not self.engine.paused else 0
        return may(self.load(), own, os.cpu_count() or 1, rule.most_load, paused=self.engine.paused)
