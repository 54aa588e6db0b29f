"""Exact gain, and peaks that stay below full scale."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra import numpy as arrays

from appliance.contact.prompts.judgement import Samples, samples
from appliance.contact.prompts.levelling import CEILING, amplified
from tests.unit.prompts.tones import sine, wav

SOUNDS = arrays.arrays(np.int16, some.integers(1, 600))


@given(SOUNDS, some.floats(-60, 40))
def test_nothing_goes_over_the_ceiling(found: Samples, decibels: float) -> None:
    louder = amplified(found, decibels)
    assert len(louder) == len(found)
    assert np.abs(louder.astype(int)).max() <= round(CEILING)


def test_what_stays_below_is_multiplied_exactly() -> None:
    found = samples(wav(sine(440, 1, -20)))[0][:, 0]
    assert np.abs(amplified(found, 6.0206) - 2.0 * found).max() <= 1


def test_only_the_surroundings_of_a_peak_are_held() -> None:
    sound = sine(440, 1, -30)
    sound[4000] = 0.9
    found = samples(wav(sound))[0][:, 0]
    louder = amplified(found, 12)
    far = np.abs(np.arange(8000) - 4000) > 85
    assert louder[far] == pytest.approx(found[far] * 10 ** (12 / 20), abs=1)
    assert louder[4000] == pytest.approx(CEILING, rel=0.01)
