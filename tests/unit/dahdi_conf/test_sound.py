"""What is measured of sound: levels, tones, laws, cadences, echo and bits; and what a test call comes to."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dahdi_conf.diagnosis.g711 import A_LAW, CLIP, FULL, MU_LAW, Samples, coded, linear
from dahdi_conf.diagnosis.signal import Signal, measured, rendered
from dahdi_conf.diagnosis.sound import RATE, SILENCE, bits, cadence, echo, level, other_law, tone

QUIET = b"\xd5"
SIGNAL = rendered(Signal())
CHANCE = np.random.default_rng(7)


def sine(hertz: float, dbm0: float, seconds: float = 2.0) -> Samples:
    peak = 10 ** ((dbm0 - CLIP) / 20) * FULL
    return np.asarray(peak * np.sin(2 * np.pi * hertz / RATE * np.arange(round(seconds * RATE))))


def keyed(on: int, off: int, times: int, hertz: float = 450) -> bytes:
    """A tone that is keyed, in ms."""
    one = np.concatenate([sine(hertz, -15, on / 1000), np.zeros(round(off * RATE / 1000))])
    return coded(np.tile(one, times))


def delayed(sound: bytes, samples: int) -> bytes:
    return (QUIET * samples + sound)[: len(sound)]


def mu_law(samples: Samples) -> bytes:
    nearest = np.abs(MU_LAW[:, None] - samples[None, :]).argmin(axis=0)
    return bytes(nearest.astype(np.uint8))


@given(st.binary(min_size=1))
def test_octets_are_kept(data: bytes) -> None:
    assert coded(linear(data)) == data


@pytest.mark.parametrize("dbm0", [0.0, -10.0, -40.0])
@pytest.mark.parametrize("hertz", [404.0, 1004.0, 2804.0])
def test_a_tone_is_measured(hertz: float, dbm0: float) -> None:
    heard = tone(linear(coded(sine(hertz, dbm0))))
    assert heard is not None
    assert abs(heard.hertz - hertz) < 1
    assert abs(heard.level - dbm0) < 0.5
    assert heard.purity > 20


def test_what_is_no_tone() -> None:
    assert tone(linear(QUIET * RATE)) is None
    assert tone(CHANCE.normal(size=RATE) * 1000) is None
    assert level(np.zeros(10)) == SILENCE


def test_the_other_law_is_told_from_ours() -> None:
    assert not other_law(coded(sine(1004, -10)))
    assert other_law(mu_law(sine(1004, -10)))
    assert not other_law(coded(CHANCE.normal(size=RATE) * 1000))
    assert A_LAW.max() == 32256


@pytest.mark.parametrize("gap", [40, 160])
def test_the_other_law_is_told_in_spite_of_gaps(gap: int) -> None:
    """20 ms of silence, or a slip, now and then."""
    whole = [mu_law(sine(1062.5, -10)), coded(sine(1062.5, -10))]
    broken = [
        b"".join(sound[at : at + 2000 - gap] + QUIET * (gap - 8) for at in range(0, 16000, 2000)) for sound in whole
    ]
    assert [other_law(sound) for sound in broken] == [True, False]


@pytest.mark.parametrize(("on", "off"), [(350, 350), (500, 500), (250, 250), (200, 400)])
def test_a_busy_tone_is_measured(on: int, off: int) -> None:
    times = [int(part) for part in cadence(keyed(on, off, 7)).split(",")]
    assert [abs(one - other) <= 20 for one, other in zip(times, (on, off), strict=True)] == [True, True]


def test_clicks_and_gaps_hide_no_busy_tone() -> None:
    """A gap of 20 ms in every beat, a click in every pause, and one pause that is cut short."""
    heard = bytearray(keyed(500, 500, 7))
    second = RATE
    for start in range(0, len(heard) - second, second):
        heard[start + 1600 : start + 1760] = QUIET * 160
        heard[start + 6000 : start + 6080] = heard[start + 800 : start + 880]
    del heard[3 * second + 5000 : 3 * second + 7000]
    assert [abs(int(part) - 500) <= 20 for part in cadence(bytes(heard)).split(",")] == [True, True]


def test_what_is_no_busy_tone() -> None:
    assert cadence(coded(sine(450, -10, 5))) == ""
    assert cadence(QUIET * 5 * RATE) == ""
    assert cadence(coded(CHANCE.normal(size=5 * RATE) * 2000)) == ""
    assert cadence(keyed(1000, 4000, 1)) == ""


@given(st.integers(-300, 4000), st.floats(-30, 0))
def test_what_comes_back_is_found(samples: int, gain: float) -> None:
    sent = SIGNAL[-3 * RATE :]
    back = delayed(sent, samples) if samples >= 0 else sent[-samples:] + QUIET * -samples
    found = echo(sent, coded(linear(back) * 10 ** (gain / 20)))
    assert found is not None
    assert abs(found.delay - samples * 1000 / RATE) < 0.2
    assert abs(found.loss + gain) < 1.5


def test_what_does_not_come_back() -> None:
    noise = coded(CHANCE.normal(size=3 * RATE) * 1000)
    assert echo(SIGNAL[-3 * RATE :], noise) is None
    assert echo(QUIET * RATE, noise) is None
    assert echo(SIGNAL[-3 * RATE :], QUIET * 3 * RATE) is None


def test_bits_over_a_loop() -> None:
    back = bytearray(delayed(SIGNAL, 240))
    assert bits(SIGNAL, bytes(back), 30).wrong == 0
    back[5 * RATE] ^= 0b11
    assert bits(SIGNAL, bytes(back), 30).wrong == 2
    assert bits(SIGNAL[40:] + QUIET * 40, SIGNAL, 5).wrong == 0
    assert bits(QUIET * 9, QUIET * 9, 0).compared == 0


def test_a_call_to_somebody_silent() -> None:
    heard = measured("1", 4, SIGNAL, QUIET * len(SIGNAL))
    assert (heard.channel, heard.tone, heard.echo_loss, heard.bits) == (4, None, None, 0)


def test_a_call_to_a_tone() -> None:
    heard = measured("1", 4, SIGNAL, coded(sine(1000, -40, 8))[: len(SIGNAL)])
    assert (heard.hertz, heard.echo_loss, heard.other_law) == (1000.0, None, False)
    assert heard.tone is not None
    assert abs(heard.tone + 40) < 0.5


def test_a_call_to_a_loop() -> None:
    heard = measured("1", 4, SIGNAL, delayed(SIGNAL, 400), looped=True)
    assert (heard.tone, heard.echo_loss, heard.echo_delay, heard.wrong_bits) == (None, 0.0, 50.0, 0)
    assert heard.bits > 8 * RATE
    assert measured("1", 4, SIGNAL, delayed(SIGNAL, 400)).bits == 0


def test_a_call_of_which_nothing_was_sent() -> None:
    assert measured("1", 4, QUIET * RATE, QUIET * RATE).echo_loss is None
