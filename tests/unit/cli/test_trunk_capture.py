"""The SIP messages of a trunk, in a file."""

from pathlib import Path

from appliance.node.lines.capture import UPPER_PDU, head
from tests.unit.cli.scripted import ScriptedLink, run

PART = {
    "at": "2026-11-22T10:15:02.113000+00:00",
    "sent": True,
    "transport": "udp",
    "host": "192.0.2.9",
    "port": 5060,
    "text": "OPTIONS sip:192.0.2.9 SIP/2.0\r\n\r\n",
}


def test_messages_are_written_to_a_new_file(tmp_path: Path) -> None:
    file = tmp_path / "trunk.pcap"
    link = ScriptedLink(streams={"trunk.capture": ([{"kind": "sip", "trunk": "way-out"}, PART], {"captured": 1})})
    words = ("trunk", "capture", "way-out", "--to", str(file), "--seconds", "5")
    result = run(link, *words)
    assert result.stdout == f"1 messages of trunk way-out are in {file}.\n"
    assert file.read_bytes().startswith(head(UPPER_PDU))
    assert b"OPTIONS sip:192.0.2.9" in file.read_bytes()
    assert link.asked == [("engine", "trunk.capture", {"trunk": "way-out", "seconds": 5.0})]
    assert run(link, *words).exit_code == 3
