"""What a recording learns from the ledger: who was heard when, what was paused, which rule it falls under."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from appliance.contact.recording import audio, envelope
from appliance.contact.recording.model import SpooledAudio
from appliance.contact.recording.policy import Case
from appliance.contact.recording.service import PATIENCE, StoryUnfinishedError
from appliance.contact.recording.story import Story, marks, parties, tell
from appliance.events import Event
from tests.unit.recording.fakes import START, World

CONTACT, CALLER, AGENT, SECOND = (UUID(int=number) for number in range(1, 5))
RAW = bytes(range(100)) * 3200  # ten seconds


def fact(second: float, kind: str, leg: UUID | None = None, **data: Any) -> Event:
    return Event(kind, START + timedelta(seconds=second), CONTACT, leg, data)


OPENING = (
    fact(0, "contact.opened", direction="inbound", dialled="400", caller="139", trunk="t"),
    fact(0, "leg.opened", CALLER, role="caller", channel="1.1", node="box", phone="", agent=""),
    fact(1, "queue.entered", queue="sales", priority=0),
    fact(2, "leg.opened", AGENT, role="agent", channel="a1", node="box", phone="p1", agent="8001"),
    fact(2, "leg.opened", SECOND, role="agent", channel="a2", node="box", phone="p2", agent="8002"),
)
JOINED = fact(3, "bridge.joined", legs=[str(CALLER), str(AGENT)])
ENDED = fact(10, "leg.ended", CALLER, cause=16, by="caller")


def story(*events: Event) -> Story:
    return tell("1.1", (*OPENING, *events))


def heard(told: Story, started: float = 0) -> list[tuple[str, str, int, int]]:
    found = parties(told, START + timedelta(seconds=started), 10_000)
    return [(item.role, item.party, item.from_ms, item.to_ms) for item in found]


def test_a_channel_of_no_leg_has_no_story() -> None:
    assert tell("9.9", OPENING) == Story()
    assert tell("1.1", ()) == Story()


def test_the_index_says_who_is_heard_when() -> None:
    told = story(JOINED, fact(7, "leg.ended", AGENT, cause=16, by="agent"), ENDED)
    assert heard(told) == [("caller", "", 3000, 10_000), ("agent", "8001", 3000, 7000)]
    assert told.case == Case("inbound", frozenset({"sales"}), frozenset({"8001"}))


def test_after_a_transfer_each_agent_has_a_time_of_their_own() -> None:
    told = story(
        JOINED,
        fact(5, "bridge.parted", AGENT),
        fact(6, "bridge.joined", legs=[str(CALLER), str(SECOND)]),
        ENDED,
        fact(10, "contact.closed", result="answered", by="caller"),
    )
    assert [row for row in heard(told) if row[0] == "agent"] == [
        ("agent", "8001", 3000, 5000),
        ("agent", "8002", 6000, 10_000),
    ]
    assert told.case.agents == {"8001", "8002"}


def test_who_is_asked_aside_is_not_heard_nor_who_holds() -> None:
    told = story(
        JOINED,
        fact(4, "bridge.joined", bridge="consult", legs=[str(AGENT), str(SECOND)]),
        fact(5, "bridge.joined", legs=[str(CALLER), str(AGENT), str(SECOND)]),
        fact(6, "leg.held", AGENT),
        fact(7, "leg.resumed", AGENT),
        ENDED,
    )
    assert [row for row in heard(told) if row[0] == "agent"] == [
        ("agent", "8001", 3000, 4000),
        ("agent", "8001", 5000, 6000),
        ("agent", "8002", 5000, 10_000),
        ("agent", "8001", 7000, 10_000),
    ]
    assert [row for row in heard(told) if row[0] == "caller"] == [("caller", "", 3000, 10_000)]


def test_whoever_comes_back_after_an_enquiry_is_heard_again() -> None:
    """An enquiry begins with a hold; what ends that is being brought together with the customer, with whomever else."""
    told = story(
        JOINED,
        fact(4, "leg.held", AGENT, by="consult"),
        fact(5, "bridge.joined", bridge="consult", legs=[str(AGENT), str(SECOND)]),
        fact(6, "bridge.joined", legs=[str(CALLER), str(AGENT)]),
        fact(7, "leg.held", AGENT, by="consult"),
        fact(8, "bridge.joined", legs=[str(CALLER), str(AGENT), str(SECOND)]),
        ENDED,
    )
    assert [row for row in heard(told) if row[0] == "agent"] == [
        ("agent", "8001", 3000, 4000),
        ("agent", "8001", 6000, 7000),
        ("agent", "8001", 8000, 10_000),
        ("agent", "8002", 8000, 10_000),
    ]
    assert told.case.agents == {"8001", "8002"}


def test_who_is_recorded_and_holds_hears_nobody() -> None:
    told = story(JOINED, fact(5, "leg.held", CALLER), fact(7, "leg.resumed", CALLER), ENDED)
    assert [row for row in heard(told) if row[0] == "agent"] == [
        ("agent", "8001", 3000, 5000),
        ("agent", "8001", 7000, 10_000),
    ]


def test_the_index_lies_within_the_recording() -> None:
    told = story(JOINED)
    assert heard(told, started=4) == [("caller", "", 0, 10_000), ("agent", "8001", 0, 10_000)]
    assert heard(told, started=-20) == []


@pytest.mark.parametrize(
    ("events", "found"),
    [
        ((fact(4, "recording.paused", by="li", until="x"), fact(6, "recording.resumed", by="li")), ((4000, 6000),)),
        ((fact(4, "recording.paused", by="li", until="x"),), ((4000, 10_000),)),
        ((fact(4, "recording.paused", by="li", until="x"), fact(4.1, "recording.resumed", by="failed")), ()),
        (
            (
                fact(1, "recording.paused", by="li", until="x"),
                fact(2, "recording.paused", by="li", until="x"),
                fact(3, "recording.resumed", by="limit"),
                fact(8, "recording.paused", by="li", until="x"),
                fact(9, "recording.resumed", by="li"),
            ),
            ((1000, 3000), (8000, 9000)),
        ),
    ],
)
def test_pauses_are_marked(events: Sequence[Event], found: tuple[tuple[int, int], ...]) -> None:
    assert marks(story(*events, ENDED), START, 10_000) == found


def test_pauses_are_marked_in_the_sealed_file_and_cannot_be_edited_out_of_it() -> None:
    world = World()
    world.calls.stories["1.1"] = story(fact(-6, "recording.paused", by="li"), fact(-4, "recording.resumed"), ENDED)
    recording = world.record("1.1", RAW)
    assert recording
    header, _ = envelope.read_header(world.audio.open_sealed(recording.file))
    assert header.pauses == ((4000, 6000),)
    sealed = world.audio.sealed[recording.file]
    world.audio.sealed[recording.file] = sealed.replace(b"[4000,6000]", b"[4000,4001]")
    with pytest.raises(Exception, match="recording-damaged"):
        world.exported(recording)


def test_a_recording_waits_for_the_end_of_its_story_but_not_for_ever() -> None:
    world = World()
    world.calls.stories["1.1"] = story(JOINED)
    world.clock.at = world.audio.ended_at = START + timedelta(seconds=12)
    with pytest.raises(StoryUnfinishedError):
        world.record("1.1", RAW)
    assert world.register.rows == []
    (waiting,) = world.audio.spool
    world.clock.at += PATIENCE
    spooled = SpooledAudio.parse(waiting)
    assert spooled
    recording = world.recorder.seal(spooled)
    assert recording
    assert recording.contact == CONTACT
    assert world.calls.index[recording.id]


@pytest.mark.parametrize("role", ["caller", "agent"])
def test_the_agent_is_left_whoever_was_recorded(role: str) -> None:
    world = World()
    opened = fact(0, "leg.opened", CALLER, role=role, channel="1.1", node="box", phone="p1", agent="8001")
    world.calls.stories["1.1"] = tell("1.1", (OPENING[0], opened, ENDED))
    recording = world.record("1.1", RAW)
    assert recording
    assert world.exported(recording)[44:] == (RAW if role == "agent" else audio.swap_sides(RAW))


@pytest.mark.parametrize(("result", "cut"), [("media-lost", True), ("answered", False)])
def test_a_call_that_was_broken_off_is_known_as_such(result: str, cut: bool) -> None:
    assert story(JOINED, ENDED, fact(10, "contact.closed", result=result, by="nobody")).cut is cut


def test_what_is_left_of_a_call_that_was_broken_off_is_kept_and_marked() -> None:
    world = World()
    world.calls.stories["1.1"] = story(JOINED, ENDED, fact(10, "contact.closed", result="media-lost", by="nobody"))
    recording = world.record("1.1", RAW)
    assert recording
    (noted,) = world.calls.booked
    assert (noted.kind, noted.data["recording"]) == ("recording.cut", str(recording.id))


@pytest.mark.parametrize(
    ("leg", "audio", "line"),
    [
        (CALLER, {"medium": "tdm"}, CALLER),
        (CALLER, {"medium": "rtp"}, None),
        (CALLER, None, None),
        (AGENT, {"medium": "tdm"}, None),
    ],
    ids=["a line", "a trunk over IP", "not known", "an analog phone of ours"],
)
def test_a_party_outside_may_be_on_a_line(leg: UUID, audio: dict[str, Any] | None, line: UUID | None) -> None:
    more = {"audio": audio} if audio else {}
    assert story(JOINED, fact(10, "leg.ended", leg, cause=16, by="caller", **more)).line == line


@pytest.mark.parametrize(
    ("recorded", "role", "left"),
    [("1.1", "agent", False), ("1.1", "caller", True), ("o1", "agent", False), ("o1", "caller", False)],
    ids=["agent's own", "phone's own", "the line's, agent", "the line's, phone"],
)
def test_a_call_out_is_told_whole_when_the_line_has_ended_too(recorded: str, role: str, left: bool) -> None:
    """The phone hangs up first; the end of the line is on record a moment later, and says that it was one."""
    opened = (
        fact(0, "contact.opened", direction="outbound", dialled="139", caller="8002", trunk="t"),
        fact(0, "leg.opened", CALLER, role=role, channel="1.1", node="box", phone="8002", agent=""),
        fact(1, "leg.opened", AGENT, role="outside", channel="o1", node="box", phone="", agent=""),
        fact(3, "bridge.joined", legs=[str(CALLER), str(AGENT)]),
        fact(9, "leg.ended", CALLER, cause=16, by="caller"),
    )
    over = fact(9.1, "leg.ended", AGENT, cause=16, by="caller", audio={"medium": "tdm"})
    assert not tell(recorded, opened).ended
    told = tell(recorded, (*opened, over))
    assert (told.ended, told.line) == (True, AGENT)
    assert told.line_left is left


def test_who_is_led_to_somebody_else_is_not_waited_for() -> None:
    told = story(
        JOINED,
        fact(4, "leg.opened", SECOND, role="outside", channel="o1", node="box", phone="", agent=""),
        fact(5, "bridge.joined", legs=[str(AGENT), str(SECOND)]),
        fact(6, "leg.ended", CALLER, cause=16, by="caller"),
    )
    assert told.ended
