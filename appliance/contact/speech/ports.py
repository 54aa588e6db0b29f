"""What recognition needs from the rest of the box."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from appliance.contact.speech.model import Line, Mark, SpeechModel, State, Task
from appliance.events import Event


class Tasks(Protocol):
    """The recordings that wait and those that are done; what a method wrote is durable."""

    def find(self, recording: UUID) -> Task | None: ...

    def put(self, task: Task) -> None: ...

    def next(self) -> Task | None:
        """The one that a person wants, else the one that waits longest."""
        ...

    def begin_anew(self) -> None:
        """After a start: what ran is waiting again."""
        ...

    def look_again(self) -> None:
        """What found no model waits again."""
        ...

    def counts(self) -> dict[State, int]: ...

    def done(self, limit: int) -> Sequence[Task]:
        """Those that have a transcript, the newest first."""
        ...


class Marks(Protocol):
    def replace(self, recording: UUID, marks: Sequence[Mark], at: datetime) -> None: ...


class Models(Protocol):
    """The models that are there."""

    def all(self) -> Sequence[SpeechModel]: ...


@dataclass(frozen=True, slots=True)
class Heard:
    """A recording as it is given to the engine: the WAV of both sides, the language, and its pauses (ms)."""

    wav: bytes
    language: str
    contact: UUID | None
    duration_ms: int
    pauses: tuple[tuple[int, int], ...]


class Vault(Protocol):
    """Audio and transcripts, sealed alike; raises the refusal of a recording that is gone."""

    def audio(self, recording: UUID, model: str) -> Heard:
        """On record like any other access."""
        ...

    def language(self, recording: UUID) -> str: ...

    def keep(self, recording: UUID, plain: bytes) -> None:
        """In place of an older one; durable on return."""
        ...


class Recogniser(Protocol):
    """An engine, somewhere beside us."""

    async def lines(self, model: str, heard: Heard) -> Iterable[Line]:
        """Raises SpeechEngineFailed."""
        ...


class Notes(Protocol):
    def note(self, event: Event) -> None:
        """A fact for the ledger."""
        ...
