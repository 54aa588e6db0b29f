"""Captures are read by Wireshark itself (tshark): who sent what, decoded, and nothing malformed."""

import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from appliance.node.lines import capture
from appliance.node.lines.capture import Frame, Said
from appliance.node.lines.sip import Messages, recorded
from tests.unit.lines.test_dss1 import SETUP
from tests.unit.lines.test_isup import ANM, IAM, REL
from tests.unit.lines.test_sip import INVITE, OK, log

pytestmark = pytest.mark.wire

AT = datetime(2026, 11, 22, 11, 49, 11, 935_000, UTC)
SABME, DISCONNECT = "02 01 7f", "00 01 02 04 08 02 00 01 45 08 02 81 90"


def read(folder: Path, link: int, packets: Sequence[bytes], *fields: str) -> list[list[str]]:
    """The fields of each packet as Wireshark reads them, without the F that ends a number; none is malformed."""
    file = folder / "line.pcap"
    file.write_bytes(capture.head(link) + b"".join(packets))
    wanted = [word for name in ("_ws.malformed", *fields) for word in ("-e", name)]
    words = ["tshark", "-n", "-r", str(file), "-T", "fields", "-E", "separator=;", *wanted]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    rows = [line.split(";") for line in said.splitlines()]
    assert [row[0] for row in rows] == [""] * len(packets)
    return [[value.rstrip("F") for value in row[1:]] for row in rows]


def test_a_d_channel(tmp_path: Path) -> None:
    sent = [(True, SABME), (False, SETUP), (True, DISCONNECT)]
    packets = [capture.lapd(Frame(AT, ours, bytes.fromhex(octets)), network=False) for ours, octets in sent]
    numbers = ("q931.called_party_number.digits", "q931.calling_party_number.digits", "q931.cause_value")
    assert read(tmp_path, capture.LINUX_LAPD, packets, "lapd.direction", "q931.message_type", *numbers) == [
        ["0", "", "", "", ""],
        ["1", "0x05", "4008001000", "2061234567", ""],
        ["0", "0x45", "", "", "16"],
    ]


def test_a_link_of_ss7(tmp_path: Path) -> None:
    packets = [capture.mtp2(Frame(AT, ours, octets)) for ours, octets in ((False, IAM), (True, ANM), (True, REL))]
    numbers = ("isup.called", "isup.calling", "isup.cause_indicator")
    assert read(tmp_path, capture.MTP2, packets, "mtp3.opc", "isup.message_type", *numbers) == [
        ["4098", "1", "4008001000", "13900001111", ""],
        ["4097", "9", "", "", ""],
        ["4097", "12", "", "", "16"],
    ]


def test_registers_of_r2(tmp_path: Path) -> None:
    packets = [capture.line(Said(AT, 7, "MF Tx >> 1 [ON]"))]
    assert read(tmp_path, capture.UPPER_PDU, packets, "data-text-lines") == [["Line-based text data (1 lines)"]]


def test_sip_of_a_trunk(tmp_path: Path) -> None:
    received = f"Received SIP request ({len(INVITE)} bytes) from UDP:192.0.2.9:5062"
    sent = f"Transmitting SIP response ({len(OK)} bytes) to TCP:192.0.2.9:5061"
    taking = Messages()
    packets = [recorded(one) for line in log((received, INVITE), (sent, OK)) if (one := taking.take(line))]
    assert read(tmp_path, capture.UPPER_PDU, packets, "sip.Method", "sip.Status-Code", "sip.r-uri") == [
        ["INVITE", "", "sip:4008001000@192.0.2.9"],
        ["", "200", ""],
    ]
