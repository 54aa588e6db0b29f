"""Frames of a D-channel, as libpri writes them, taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.node.lines.dss1 import MESSAGES, SUPERVISORY, UNNUMBERED, Message, message

SETUP = (
    "00 01 00 00 08 02 00 01 05 a1 04 03 80 90 a3 18 03 a9 83 81 1e 02 80 83 6c 0c 21 81 32 30 36 31 32 33 34 35 36 37 "
    "70 0b a1 34 30 30 38 30 30 31 30 30 30"
)


@pytest.mark.parametrize(
    ("octets", "expected"),
    [
        ("02 01 7f", Message("sabme")),
        ("02 01 73", Message("ua")),
        ("02 01 1f", Message("dm")),
        ("02 01 01 06", Message("rr")),
        (SETUP, Message("setup", 1, "4008001000", "2061234567", 1)),
        ("02 01 00 02 08 02 80 01 02 18 03 a9 83 8b", Message("call-proceeding", 1, channel=11)),
        ("02 01 02 02 08 02 80 01 07", Message("connect", 1)),
        ("00 01 02 04 08 02 00 01 45 08 02 81 90", Message("disconnect", 1, cause=16)),
        ("00 01 02 04 08 02 81 2c 5a 08 03 01 80 9c", Message("release-complete", 300, cause=28)),
        ("00 01 02 04 08 02 00 01 99", Message("", 1)),
        ("00 01 02 04 03 02 00 01 05", Message("")),
        ("00 01", Message("")),
    ],
)
def test_what_a_frame_says(octets: str, expected: Message) -> None:
    assert message(bytes.fromhex(octets)) == expected


@given(st.binary(max_size=64), st.binary(max_size=64))
def test_whatever_comes_is_taken(frame: bytes, call: bytes) -> None:
    for octets in (frame, bytes.fromhex("00010000") + b"\x08\x02" + call):
        said = message(octets)
        assert said.name in {"", *MESSAGES.values(), *SUPERVISORY.values(), *UNNUMBERED.values()}
        assert said.cause is None or said.cause < 128
