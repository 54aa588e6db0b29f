"""What each key does for somebody who hears a recording at a phone."""

from dataclasses import replace

import numpy as np
import pytest

from appliance.contact.recording import hearing as steps
from appliance.contact.recording.audio import WAV_HEADER
from appliance.contact.recording.hearing import Control, HangUp, Hearing, Order, Play, Stage
from appliance.daemons.jobs.messages import both_sides

PLAYING, PAUSED = Hearing(Stage.PLAYING), Hearing(Stage.PLAYING, paused=True)
OVER = Hearing(Stage.OVER)


@pytest.mark.parametrize(
    ("before", "key", "after", "orders"),
    [
        (PLAYING, "1", PLAYING, (Control("restart"),)),
        (PLAYING, "4", PLAYING, (Control("reverse"),)),
        (PLAYING, "6", PLAYING, (Control("forward"),)),
        (PLAYING, "5", PAUSED, (Control("pause"),)),
        (PAUSED, "5", PLAYING, (Control("unpause"),)),
        (PAUSED, "4", PLAYING, (Control("unpause"), Control("reverse"))),
        (PLAYING, "0", OVER, (HangUp(),)),
        (PAUSED, "#", Hearing(Stage.OVER, paused=True), (HangUp(),)),
        (PLAYING, "9", PLAYING, ()),
        (Hearing(), "5", Hearing(), ()),
        (OVER, "1", OVER, ()),
    ],
)
def test_keys(before: Hearing, key: str, after: Hearing, orders: tuple[Order, ...]) -> None:
    assert steps.pressed(before, key) == (after, orders)


def test_it_plays_when_it_is_picked_up_and_ends_once() -> None:
    assert steps.answered(Hearing()) == (PLAYING, (Play(),))
    assert steps.answered(PLAYING) == (PLAYING, ())
    assert steps.played(PLAYING) == (replace(OVER, whole=True), (HangUp(),))
    assert steps.played(OVER) == (OVER, ())
    assert steps.gone(PLAYING) == (OVER, ()), "not heard to its end"
    assert steps.gone(replace(OVER, whole=True)) == (replace(OVER, whole=True), ())


def test_both_sides_are_one_and_what_is_too_loud_is_clipped() -> None:
    frames = np.array([[100, 20], [-7, 7], [30000, 30000], [-30000, -30000]], dtype="<i2")
    wav = both_sides([bytes(WAV_HEADER), frames.tobytes()])
    assert np.frombuffer(wav[44:], "<i2").tolist() == [120, 0, 32767, -32768]
