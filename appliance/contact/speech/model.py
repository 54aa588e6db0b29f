"""Transcripts, the recordings that wait for one, phrases that are listened for, and where they were heard."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Side(StrEnum):
    """Who speaks: a recording has the agent on the left and the customer on the right."""

    AGENT = "agent"
    CUSTOMER = "customer"


SIDES = (Side.AGENT, Side.CUSTOMER)


@dataclass(frozen=True, slots=True)
class Word:
    """One word as the engine writes it, in milliseconds from the beginning; `sure` is from 0 to 1."""

    text: str
    from_ms: int
    to_ms: int
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """What a side says in one breath; there is at least one word."""

    side: Side
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words).strip()

    @property
    def from_ms(self) -> int:
        return self.words[0].from_ms

    @property
    def to_ms(self) -> int:
        return self.words[-1].to_ms


@dataclass(frozen=True, slots=True)
class Transcript:
    """Lines by their beginning."""

    recording: UUID
    model: str
    language: str
    at: datetime
    lines: tuple[Line, ...]


class State(StrEnum):
    """NO_MODEL waits until a model for the language is there."""

    WAITING = "waiting"
    NO_MODEL = "no-model"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    GONE = "gone"


OPEN = (State.WAITING, State.NO_MODEL, State.RUNNING)


@dataclass(frozen=True, slots=True)
class Task:
    """One recording that is to be, or was, transcribed; `wanted` names a model that a person chose."""

    recording: UUID
    state: State
    queued_at: datetime
    language: str = ""
    wanted: str = ""
    model: str = ""
    attempts: int = 0
    reason: str = ""
    done_at: datetime | None = None
    duration_ms: int = 0
    took_ms: int = 0
    words: int = 0


class Listening(StrEnum):
    """FORBIDDEN phrases are marked where they are heard, REQUIRED ones where they are not."""

    FORBIDDEN = "forbidden"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class PhraseList:
    """Phrases of one language ("" for any) on one side (None for both).

    A required list wants one of its phrases within the first `within` seconds, 0 for anywhere.
    """

    name: str
    phrases: tuple[str, ...] = ()
    kind: Listening = Listening.FORBIDDEN
    side: Side | None = None
    language: str = ""
    within: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """A phrase that was heard; of a required list that was not kept to, `heard` is false and there are no words."""

    recording: UUID
    list: str
    phrase: str
    side: Side
    from_ms: int
    to_ms: int
    heard: bool = True


@dataclass(frozen=True, slots=True)
class SpeechRule:
    """Whether every new recording is transcribed, one at a time, on `threads` cores that nobody else wants.

    It pauses while the machine's load, without its own, is above `most_load` for each core.
    """

    automatic: bool = False
    threads: int = 1
    most_load: float = 0.7


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """A model that was brought: the folder of that name; `languages` are those it is used for."""

    name: str
    languages: tuple[str, ...]
    bytes: int = 0
