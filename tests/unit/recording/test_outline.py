"""How loud a recording is when: the sides stay apart, and silence is silence of both."""

import numpy as np

from appliance.contact.recording import audio
from appliance.contact.recording.outline import POINTS, outline


def wav(*spans: tuple[float, int, int]) -> list[bytes]:
    """Seconds with these levels of agent and caller, in pieces that end anywhere."""
    parts = [
        np.tile(np.array([agent, caller], "<i2"), (int(seconds * audio.RATE), 1)) for seconds, agent, caller in spans
    ]
    samples = np.concatenate(parts).tobytes()
    whole = audio.wav_header(len(samples)) + samples
    return [whole[at : at + 1001] for at in range(0, len(whole), 1001)]


def test_the_sides_are_drawn_apart() -> None:
    drawn = outline(wav((6, 16384, 0), (6, 0, -32768)))
    assert len(drawn.agent) == len(drawn.caller) == POINTS
    assert set(drawn.agent[: POINTS // 2]) == {50}
    assert set(drawn.agent[POINTS // 2 :]) == {0}
    assert set(drawn.caller[POINTS // 2 :]) == {100}


def test_only_what_is_quiet_on_both_sides_for_long_is_silence() -> None:
    assert outline(wav((2, 5000, 0), (4, 0, 0), (1, 0, 5000), (1, 0, 0), (1, 9, 9000))).silences == ((2300, 5700),)
    assert outline(wav((3, 300, 300))).silences == ((300, 2700),)


def test_a_moment_and_nothing_at_all_have_an_outline() -> None:
    assert outline(wav((0.001, 16384, 0))).agent == (50,)
    assert outline([]) == outline([audio.wav_header(0)])
