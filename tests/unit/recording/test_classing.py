"""The class of a whole call: of what is sealed, of what will be, and never of what is gone."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest

from appliance.contact.recording import events as facts
from appliance.contact.recording.classing import Classing
from appliance.contact.recording.custody import Deed
from appliance.contact.recording.errors import RecordingCallUnknown, RecordingReasonMissing, RetentionClassUnknown
from appliance.contact.recording.model import Recording, SpooledAudio
from appliance.contact.recording.policy import Mode, Policy
from appliance.contact.recording.story import Story, tell
from appliance.events import Event
from tests.unit.recording.fakes import START, MemoryCalls, World
from tests.unit.recording.test_story import CONTACT, ENDED, JOINED, OPENING, RAW, fact

DEED = Deed("li", "ticket 7", START)
CLASSED = facts.classed(CONTACT, "li", "complaint", "ticket 7", START + timedelta(seconds=4))


def world() -> tuple[World, Classing]:
    made = World()
    made.calls.known.add(CONTACT)
    return made, Classing(made.custody, made.calls)


def recorded(world: World, channel: str, *more: Event) -> Recording | None:
    opened = fact(0, "leg.opened", UUID(int=77), role="caller", channel=channel, node="box", phone="", agent="")
    ended = fact(10, "leg.ended", UUID(int=77), cause=16, by="caller")
    world.calls.stories[channel] = tell(channel, (*OPENING, opened, JOINED, *more, ENDED, ended))
    return world.record(channel, RAW)


def retention(world: World, recording: Recording | None) -> str:
    assert recording
    return world.custody.standing(recording.id)[1].retention


def test_what_is_sealed_moves_at_once_and_what_is_sealed_later_follows() -> None:
    made, classing = world()
    first = recorded(made, "9.1")
    told, moved = classing.classify(CONTACT, "complaint", DEED)
    second = recorded(made, "9.2")
    assert first
    assert moved == (first.id,)
    assert told.data == {"by": "li", "class": "complaint", "reason": "ticket 7"}
    assert made.calls.booked == [told]
    assert [retention(made, one) for one in (first, second)] == ["complaint", "complaint"]
    assert made.recorder.verify() == ()
    old = START + timedelta(days=100)
    assert made.custody.plan(old).doomed == ()


def test_the_last_word_holds_and_what_is_so_already_stays() -> None:
    made, classing = world()
    first = recorded(made, "9.1")
    assert classing.classify(CONTACT, "standard", DEED)[1] == ()
    classing.classify(CONTACT, "complaint", DEED)
    assert classing.classify(CONTACT, "complaint", DEED)[1] == ()
    assert first
    assert classing.classify(CONTACT, "standard", DEED)[1] == (first.id,)
    assert retention(made, recorded(made, "9.2")) == "standard"


def test_other_calls_and_what_is_deleted_stay_as_they_are() -> None:
    made, classing = world()
    other, gone = made.record("nobody", RAW), recorded(made, "9.1")
    assert gone
    doomed = next(
        item for item in made.custody.plan(START + timedelta(days=400)).doomed if item.kept.recording == gone.id
    )
    made.custody.delete(doomed, "system", START)
    assert classing.classify(CONTACT, "complaint", DEED)[1] == ()
    assert retention(made, other) == "standard"


def test_a_call_that_is_recorded_on_demand_is_kept_for_it_whatever_else_is_said() -> None:
    made, _ = world()
    made.policy = Policy(record=Mode.ON_DEMAND)
    dropped = fact(5, "recording.demanded", by="agent", wanted=False)
    assert recorded(made, "9.1", CLASSED, dropped)
    assert recorded(made, "9.2", dropped) is None


@dataclass
class Sudden(MemoryCalls):
    """A call becomes a complaint while its recording is being entered, right before anybody looks."""

    classing: Classing | None = None

    def story(self, channel: str) -> Story:
        told = super().story(channel)
        if self.classing:
            self.classing.classify(CONTACT, "complaint", DEED)
        return told


def test_between_the_story_and_the_entry_is_early_enough() -> None:
    made, _ = world()
    calls = Sudden(known={CONTACT})
    recorder = type(made.recorder)(
        made.register,
        made.changes,
        made.audio,
        made.head,
        made.changes_head,
        made.keys,
        made.wraps,
        calls,
        lambda: made.policy,
        made.clock,
        books=made.recorder.books,
    )
    calls.stories["9.1"] = tell("9.1", (OPENING[0], fact(0, "leg.opened", UUID(int=77), role="caller", channel="9.1")))
    calls.classing = Classing(made.custody, calls)
    made.audio.spool["9.1.raw"] = RAW
    made.clock.at = START + timedelta(days=1)
    assert retention(made, recorder.seal(SpooledAudio("9.1.raw", "9.1"))) == "complaint"


@pytest.mark.parametrize(
    ("contact", "name", "deed", "refusal"),
    [
        (CONTACT, "none", DEED, RetentionClassUnknown),
        (CONTACT, "complaint", Deed("li", " ", START), RecordingReasonMissing),
        (CONTACT, "complaint", Deed("", "why", START), RecordingReasonMissing),
        (UUID(int=99), "complaint", DEED, RecordingCallUnknown),
    ],
)
def test_what_is_refused_leaves_nothing(contact: UUID, name: str, deed: Deed, refusal: type[Exception]) -> None:
    made, classing = world()
    recording = recorded(made, "9.1")
    with pytest.raises(refusal):
        classing.classify(contact, name, deed)
    assert made.calls.booked == []
    assert retention(made, recording) == "standard"
