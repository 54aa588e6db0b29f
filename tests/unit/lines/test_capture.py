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
SS7_LOG = """\
[2026-11-22 14:48:21.310] VERBOSE[254] chan_dahdi.c: [1] Len = 3 [ ff ff 00 ]
[2026-11-22 14:48:21.310] VERBOSE[254] chan_dahdi.c: [1] FSN: 127 FIB 1
[1] BSN: 127 BIB 1
[1] >[131073:0] FISU
[2026-11-22 14:48:21.311] VERBOSE[254] chan_dahdi.c: [2] Len = 3 [ ff ff 01 ]
[2026-11-22 14:48:21.311] VERBOSE[254] chan_dahdi.c: [2] >[131073:0] FISU
[2026-11-22 14:48:21.312] VERBOSE[254] chan_dahdi.c: [1] Len = 8 [ 80 80 11 81 02 40 00 00 ]
[2026-11-22 14:48:21.312] VERBOSE[254] chan_dahdi.c: [1] FSN: 0 FIB 1
[2026-11-22 14:48:21.312] VERBOSE[254] chan_dahdi.c: [1] <[131073:0] MSU
""".splitlines()
AT = datetime(2026, 11, 22, 11, 49, 11, 935_000, UTC)
FILE, RECORD = 24, 16


def test_frames_of_one_span_with_who_sent_them() -> None:
    found = [*capture.frames(LOG, 1)]
    assert [(frame.sent, frame.octets.hex()) for frame in found] == [(True, "02017f"), (False, "020173")]
    assert [frame.at.strftime("%H:%M:%S.%f")[:-3] for frame in found] == ["11:49:11.935", "11:49:11.940"]
    assert found[0].at.tzinfo


def test_signal_units_of_a_linkset_with_who_sent_them() -> None:
    """Octets as Asterisk 22.10.1 with libss7 2.0.1 wrote them; whose they are comes three lines later."""
    units = capture.Units(1)
    assert [(one.sent, one.octets.hex()) for line in SS7_LOG for one in units.take(line)] == [
        (True, "ffff00"),
        (False, "8080118102400000"),
    ]
    packet = capture.mtp2(Frame(AT, True, bytes.fromhex("ffff00")))[RECORD:]
    assert packet.hex() == "01000000ffff00"


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
