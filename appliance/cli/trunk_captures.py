"""`callstead trunk capture`: the SIP messages of a trunk, in a file that Wireshark reads."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from appliance.cli.captures import write_packets
from appliance.cli.session import Session
from appliance.cli.sockets import ENGINE
from appliance.cli.trunks import trunk
from appliance.node.lines import capture
from appliance.node.lines.sip import SipMessage, recorded


@trunk.command("capture")
@click.argument("trunk")
@click.option("--to", "file", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="FILE")
@click.option("--seconds", type=click.FloatRange(1, 3600), default=60.0, metavar="1-3600")
@click.pass_obj
def capture_trunk(session: Session, trunk: str, file: Path, seconds: float) -> None:
    """Writes what `trunk.capture` gives to a file, until the time is over or it is interrupted."""
    parts = session.follow(ENGINE, "trunk.capture", trunk=trunk, seconds=seconds)
    next(parts)
    result = {"trunk": trunk, "file": str(file), "captured": write_packets(file, _packets(parts))}
    session.done(result, "trunk.capture", **result)


def _packets(parts: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    yield capture.head(capture.UPPER_PDU)
    for part in parts:
        at = datetime.fromisoformat(part["at"])
        yield recorded(SipMessage(at, part["sent"], part["transport"], part["host"], part["port"], part["text"]))
