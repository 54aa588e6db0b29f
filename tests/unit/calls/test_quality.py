"""How a leg sounded, as the books tell it."""

from typing import Any

import pytest

from appliance.contact.calls import events as facts
from appliance.contact.calls.quality import Audio, Counted, Medium, told
from appliance.contact.calls.record import summarise
from tests.unit.calls.stories import CALLER, CONTACT, arrival, at, closed

GOOD = Counted(1000, 0, 0.4)


def streamed(received: Counted, sent: Counted, round_trip_ms: float | None = 20.0) -> Audio:
    return Audio(Medium.RTP, "alaw", received, sent, round_trip_ms)


@pytest.mark.parametrize(
    ("audio", "loss_from", "loss_to", "score"),
    [
        (streamed(GOOD, GOOD), 0.0, 0.0, 4.41),
        (streamed(Counted(950, 50, 0.4), GOOD), 0.05, 0.0, 3.91),
        (streamed(GOOD, Counted(1000, 50, 0.4)), 0.0, 0.05, 3.91),
        (streamed(GOOD, Counted(1000)), 0.0, None, 4.41),
        (streamed(Counted(120), Counted(120)), None, None, None),
        (streamed(Counted(), Counted(500)), None, None, None),
        (streamed(Counted(0, 0, 0.0), GOOD), None, 0.0, 4.41),
        (streamed(GOOD, Counted(100, 300, 0.0)), 0.0, 1.0, 1.18),
    ],
    ids=["healthy", "lossy from", "lossy to", "far end silent", "too short", "one way", "nothing came", "all lost"],
)
def test_the_worse_direction_is_the_leg_s_score(
    audio: Audio, loss_from: float | None, loss_to: float | None, score: float | None
) -> None:
    found = told(audio)
    assert (found["received"]["loss"], found["sent"]["loss"]) == (loss_from, loss_to)
    assert found["mos"] == (None if score is None else pytest.approx(score, abs=0.02))


def test_delay_and_jitter_count() -> None:
    slow = told(streamed(GOOD, GOOD, 600.0))
    shaky = told(streamed(Counted(1000, 0, 150.0), GOOD, None))
    assert slow["mos"] < 4.0
    assert shaky["received"]["mos"] < shaky["sent"]["mos"]
    assert shaky["round_trip_ms"] is None


def test_a_line_says_that_nothing_is_counted() -> None:
    assert told(Audio(Medium.TDM)) == {"medium": "tdm"}


@pytest.mark.parametrize("audio", [None, Audio(Medium.TDM), streamed(GOOD, GOOD)], ids=["unseen", "line", "network"])
def test_the_record_of_a_call_has_it_with_each_leg(audio: Audio | None) -> None:
    story = [*arrival(), facts.leg_ended(CONTACT, CALLER, 16, "caller", at(30), audio), closed(30)]
    record = summarise(story)
    assert record is not None
    expected: dict[str, Any] | None = told(audio) if audio else None
    assert record.call.legs[CALLER].audio == expected
    assert ("audio" in story[-2].data) is bool(audio)
