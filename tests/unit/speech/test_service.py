"""From a recording that waits to its transcript, whatever goes wrong on the way."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import pytest

from appliance.contact.recording.errors import RecordingDeleted
from appliance.contact.speech.document import decode
from appliance.contact.speech.errors import SpeechEngineFailed, SpeechModelUnknown
from appliance.contact.speech.model import Line, Mark, PhraseList, Side, SpeechModel, State, Task, Word
from appliance.contact.speech.ports import Heard
from appliance.contact.speech.service import Transcription
from appliance.events import Event

RECORDING = UUID(int=7)
AT = datetime(2026, 5, 4, tzinfo=UTC)
SAID = (
    Line(Side.CUSTOMER, (Word(" stupid", 2000, 2400),)),
    Line(Side.AGENT, (Word(" hello", 100, 400), Word(" secret", 900, 1100))),
)
BASE, ENGLISH = SpeechModel("base", ("zh", "en")), SpeechModel("english", ("en",))


class Still:
    def now(self) -> datetime:
        return AT


@dataclass
class World:
    """All ports in one, in memory."""

    brought: Sequence[SpeechModel] = (BASE,)
    spoken: str = "en"
    faults: list[Exception] = field(default_factory=list)
    rows: dict[UUID, Task] = field(default_factory=dict)
    kept: dict[UUID, bytes] = field(default_factory=dict)
    found: tuple[Mark, ...] = ()
    noted: list[Event] = field(default_factory=list)
    used: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        lists = (PhraseList("rude", ("stupid",)), PhraseList("secrets", ("secret",)))
        self.work = Transcription(self, self, self, self, self, lambda: lists, self, Still())

    def find(self, recording: UUID) -> Task | None:
        return self.rows.get(recording)

    def put(self, task: Task) -> None:
        self.rows[task.recording] = task

    def next(self) -> Task | None:
        return next((task for task in self.rows.values() if task.state is State.WAITING), None)

    def begin_anew(self) -> None:
        raise NotImplementedError

    def look_again(self) -> None:
        raise NotImplementedError

    def counts(self) -> dict[State, int]:
        raise NotImplementedError

    def done(self, limit: int) -> Sequence[Task]:
        raise NotImplementedError

    def replace(self, recording: UUID, marks: Sequence[Mark], at: datetime) -> None:
        self.found = tuple(marks)

    def all(self) -> Sequence[SpeechModel]:
        return self.brought

    def audio(self, recording: UUID, model: str) -> Heard:
        return Heard(b"wav", "", None, 3000, ((800, 1200),))

    def language(self, recording: UUID) -> str:
        return self.spoken

    def keep(self, recording: UUID, plain: bytes) -> None:
        self.kept[recording] = plain

    async def lines(self, model: str, heard: Heard) -> Iterable[Line]:
        self.used.append((model, heard.language))
        if self.faults:
            raise self.faults.pop(0)
        return SAID

    def note(self, event: Event) -> None:
        self.noted.append(event)

    def steps(self) -> int:
        """Until nothing waits; how many there were."""
        count = 0
        while asyncio.run(self.work.step()):
            count += 1
            assert count < 10, "it never comes to rest"
        return count


def test_what_was_said_is_kept_in_order_without_the_pauses_and_its_phrases_are_marked() -> None:
    world = World()
    world.work.sealed(RECORDING)
    assert world.steps() == 1
    transcript = decode(world.kept[RECORDING])
    assert [(line.side, line.text) for line in transcript.lines] == [(Side.AGENT, "hello"), (Side.CUSTOMER, "stupid")]
    assert [(mark.list, mark.side, mark.from_ms) for mark in world.found] == [("rude", Side.CUSTOMER, 2000)]
    assert [event.kind for event in world.noted] == ["recording.transcribed", "recording.marked"]
    assert "hello" not in str(world.noted), "what was said is in no event"
    task = world.rows[RECORDING]
    assert (task.state, task.model, task.language, task.words) == (State.DONE, "base", "en", 2)


def test_without_a_model_it_waits_and_says_for_what() -> None:
    world = World(brought=(ENGLISH,), spoken="zh")
    world.work.sealed(RECORDING)
    world.steps()
    assert (world.rows[RECORDING].state, world.rows[RECORDING].reason) == (State.NO_MODEL, "zh")
    assert not world.used


def test_an_engine_that_fails_is_tried_three_times_and_a_person_can_try_again() -> None:
    world = World(faults=[SpeechEngineFailed(reason="x"), OSError("pipe"), ValueError("json")])
    world.work.sealed(RECORDING)
    assert world.steps() == 3
    assert world.rows[RECORDING].state is State.FAILED
    assert not world.kept
    world.work.want(RECORDING)
    assert world.steps() == 1
    assert world.rows[RECORDING].state is State.DONE


def test_once_failed_is_not_lost() -> None:
    world = World(faults=[SpeechEngineFailed(reason="x")])
    world.work.sealed(RECORDING)
    assert world.steps() == 2
    assert world.rows[RECORDING].state is State.DONE


def test_audio_that_is_gone_is_let_go_at_once() -> None:
    world = World(faults=[RecordingDeleted(recording="x", at="", reason="")])
    world.work.sealed(RECORDING)
    assert world.steps() == 1
    assert world.rows[RECORDING].state is State.GONE


@pytest.mark.parametrize(("model", "used"), [("", "english"), ("base", "base"), ("english", "english")])
def test_the_model_is_the_wanted_one_else_the_newest(model: str, used: str) -> None:
    world = World(brought=(ENGLISH, BASE))
    world.work.want(RECORDING, model)
    world.steps()
    assert world.used == [(used, "en")]


def test_a_person_may_know_the_language_better() -> None:
    world = World(spoken="zh")
    world.work.want(RECORDING, language="en")
    world.steps()
    assert world.used == [("base", "en")]


def test_a_model_that_is_not_there_is_refused() -> None:
    with pytest.raises(SpeechModelUnknown):
        World().work.want(RECORDING, "other")


def test_one_that_is_known_is_not_queued_again() -> None:
    world = World()
    world.work.sealed(RECORDING)
    world.steps()
    world.work.sealed(RECORDING)
    assert world.steps() == 0
