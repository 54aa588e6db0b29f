"""Signalling out of Asterisk's log, and files of it as their formats have it."""

import struct
from datetime import UTC, datetime

from appliance.node.lines import capture
from appliance.node.lines.capture import Frame, Said

LOG = """\
[2026-11-22 11:49:11.935] VERBOSE[50] chan_dahdi.c: PRI Span: 1 > [ 02 01 7f ]
[2026-11-22 11:49:11.936] VERBOSE[50] chan_dahdi.c: PRI Span: 2 < [ 02 01 7f ]
[2026-11-22 11:49:11.940] VERBOSE[50] chan_dahdi.c: PRI Span: 1 < [ 02 01 73 ]
[2026-11-22 11:49:12.000] VERBOSE[50] chan_dahdi.c: PRI Span: 1 Setting local-busy
[2026-11-22 11:49:12.170] DEBUG[51] chan_dahdi.c: Chan 7 - MF Tx >> 1 [ON]
[2026-11-22 11:49:12.171] DEBUG[51] chan_dahdi.c: Chan 40 - CAS Rx << [SEIZE] 0x00
[2026-11-22 11:49:12.171] DEBUG[51] chan_dahdi.c: Chan 7
""".splitlines()
AT = datetime(2026, 11, 22, 11, 49, 11, 935_000, UTC)
FILE, RECORD = 24, 16


def test_frames_of_one_span_with_who_sent_them() -> None:
    found = [*capture.frames(LOG, 1)]
    assert [(frame.sent, frame.octets.hex()) for frame in found] == [(True, "02017f"), (False, "020173")]
    assert [frame.at.strftime("%H:%M:%S.%f")[:-3] for frame in found] == ["11:49:11.935", "11:49:11.940"]
    assert found[0].at.tzinfo


def test_what_openr2_says_of_some_channels() -> None:
    assert [(one.channel, one.text) for one in capture.said(LOG, range(1, 32))] == [(7, "MF Tx >> 1 [ON]")]


def test_a_file_of_lapd_frames() -> None:
    """Offsets as the description of LINKTYPE_LINUX_LAPD has them."""
    file = capture.head(capture.LINUX_LAPD) + capture.lapd(Frame(AT, True, bytes.fromhex("02017f")), network=False)
    assert struct.unpack_from("<IHH", file) == (0xA1B2C3D4, 2, 4)
    assert struct.unpack_from("<I", file, 20) == (177,)
    seconds, micros, kept, length = struct.unpack_from("<IIII", file, FILE)
    assert (seconds + micros / 1e6, kept, length) == (AT.timestamp(), 19, 19)
    assert file[FILE + RECORD :].hex() == "000420fd00010000000000000000003002017f"


def test_who_sent_a_frame_and_which_side_we_are() -> None:
    """Wireshark makes commands and answers of the two."""
    ways = [(sent, network) for sent in (True, False) for network in (True, False)]
    heads = [capture.lapd(Frame(AT, sent, b"\x02"), network)[RECORD:] for sent, network in ways]
    assert [(head[1], head[6]) for head in heads] == [(4, 1), (4, 0), (0, 1), (0, 0)]


def test_a_file_of_text_names_its_dissector() -> None:
    packet = capture.line(Said(AT, 7, "MF Tx >> 1 [ON]"))[RECORD:]
    assert packet == b"\x00\x0c\x00\x10data-text-lines\x00\x00\x00\x00\x00channel 7: MF Tx >> 1 [ON]\n"
