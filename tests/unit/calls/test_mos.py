"""The E-model (ITU-T G.107) at points that its literature gives, and what must hold everywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.contact.calls.mos import CODECS, mos, score

LOSSES, DELAYS = st.floats(0, 1), st.floats(0, 2000)


@pytest.mark.parametrize(
    ("rating", "expected"),
    [(93.2, 4.41), (90, 4.34), (80, 4.03), (70, 3.60), (60, 3.10), (50, 2.58), (0, 1.0), (-5, 1.0), (100, 4.5)],
)
def test_ratings_are_scored_as_in_table_b1(rating: float, expected: float) -> None:
    assert score(rating) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(
    ("codec", "loss", "delay", "expected"),
    [
        ("alaw", 0.0, 0, 4.41),
        ("ulaw", 0.0, 100, 4.41),
        ("alaw", 0.01, 50, 4.32),
        ("alaw", 0.05, 50, 3.92),
        ("alaw", 0.20, 50, 2.63),
        ("g729", 0.0, 50, 4.10),
        ("g729", 0.02, 50, 3.78),
        ("g723", 0.0, 50, 3.95),
        ("alaw", 0.0, 200, 4.34),
        ("alaw", 0.0, 400, 3.56),
        ("opus", 0.0, 50, 4.41),
        ("alaw", 1.0, 0, 1.18),
    ],
)
def test_codec_loss_and_delay_make_the_score(codec: str, loss: float, delay: float, expected: float) -> None:
    assert mos(codec, loss, delay) == pytest.approx(expected, abs=0.02)


def test_a_codec_without_values_has_no_score() -> None:
    assert mos("slin", 0, 0) is None


@given(st.sampled_from(sorted(CODECS)), LOSSES, LOSSES, DELAYS, DELAYS)
def test_more_loss_or_delay_is_never_better(codec: str, loss: float, more: float, delay: float, late: float) -> None:
    best, worst = (min(loss, more), min(delay, late)), (max(loss, more), max(delay, late))
    good, bad = mos(codec, *best), mos(codec, *worst)
    assert good is not None
    assert bad is not None
    assert 1 <= bad <= good <= 4.5
