"""The figures of a channel's audio, held against what a real Asterisk 22.10 sent."""

import pytest

from appliance.telephony.ari.events import AudioStream, Reported
from appliance.telephony.ari.streams import CODEC, FIGURES, stream

SHORT = (
    "ssrc=2130702767;themssrc=3390111744;lp=0;rxjitter=0.000000;rxcount=6;txjitter=0.000000;txcount=31;rlp=0;"
    "rtt=0.000000;rxmes=0.000000;txmes=0.000000"
)
TOLD = (
    "ssrc=2072937307;themssrc=1751353775;lp={lp};rxjitter=0.002000;rxcount=950;txjitter=0.000120;txcount=1000;rlp=7;"
    "rtt=0.200729;rxmes=83.414994;txmes=83.430496"
)
DEAF = (
    "ssrc=1937512316;themssrc=1950878155;lp=47;rxjitter=0.000000;rxcount=429;txjitter=0.001125;txcount=474;rlp=0;"
    "rtt=0.000000;rxmes=0.000000;txmes=47.279764"
)


def shown(figures: str, codec: str = "(alaw)") -> dict[str, str]:
    return {FIGURES: figures, CODEC: codec}


def test_a_call_too_short_for_a_report_has_packets_only() -> None:
    assert stream(shown(SHORT)) == AudioStream("alaw", 6, 31, None, None, 0.0)


def test_both_ends_report() -> None:
    found = stream(shown(TOLD.format(lp=50), "(ulaw|alaw)"))
    assert found == AudioStream("ulaw", 950, 1000, Reported(50, 0.00012), Reported(7, 0.002), 0.200729)


def test_a_far_end_that_reports_nothing() -> None:
    assert stream(shown(DEAF)) == AudioStream("alaw", 429, 474, Reported(47, 0.001125), None, 0.0)


def test_more_packets_than_expected_are_no_loss() -> None:
    found = stream(shown(TOLD.format(lp=2**32 - 3)))
    assert found is not None
    assert found.received_report == Reported(0, 0.00012)


@pytest.mark.parametrize("variables", [{}, {FIGURES: ""}, {FIGURES: "", CODEC: "(alaw)"}])
def test_a_channel_without_rtp_has_none(variables: dict[str, str]) -> None:
    assert stream(variables) is None
