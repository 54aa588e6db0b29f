"""A capture of signalling, as it is told over the control socket, into the pieces of a file for Wireshark: pure."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from appliance.node.lines import capture

Part = Mapping[str, Any]


def begun(first: Part) -> bytes:
    """The head of the file, from the first part."""
    links = {"r2": capture.UPPER_PDU, "ss7": capture.MTP2}
    return capture.head(links.get(first["kind"], capture.LINUX_LAPD))


def packets(first: Part) -> Callable[[Part], bytes]:
    """What makes a record of each later part."""
    if first["kind"] == "r2":
        return lambda part: capture.line(capture.Said(_moment(part), part["channel"], part["text"]))
    if first["kind"] == "ss7":
        return lambda part: capture.mtp2(_frame(part))
    return lambda part: capture.lapd(_frame(part), first["network"])


def _frame(part: Part) -> capture.Frame:
    return capture.Frame(_moment(part), part["sent"], bytes.fromhex(part["octets"]))


def _moment(part: Part) -> datetime:
    return datetime.fromisoformat(part["at"])
