"""The frames of a D-channel taken apart, as far as people ask: ITU-T Q.921 and Q.931, causes of Q.850. Pure."""

from dataclasses import dataclass

UNNUMBERED = {0x6F: "sabme", 0x63: "ua", 0x43: "disc", 0x0F: "dm", 0x87: "frmr", 0x03: "ui", 0xAF: "xid"}
SUPERVISORY = {0x01: "rr", 0x05: "rnr", 0x09: "rej"}
POLL = 0x10
MESSAGES = {
    0x01: "alerting",
    0x02: "call-proceeding",
    0x03: "progress",
    0x05: "setup",
    0x07: "connect",
    0x0D: "setup-acknowledge",
    0x0F: "connect-acknowledge",
    0x45: "disconnect",
    0x46: "restart",
    0x4D: "release",
    0x4E: "restart-acknowledge",
    0x5A: "release-complete",
    0x62: "facility",
    0x6E: "notify",
    0x75: "status-enquiry",
    0x79: "congestion-control",
    0x7B: "information",
    0x7D: "status",
}
CALL_CONTROL = 0x08
CAUSE, CHANNEL, CALLING, CALLED = 0x08, 0x18, 0x6C, 0x70
SINGLE, MORE = 0x80, 0x80
"""The top bit: an information element of one octet; an octet that is the last of its group."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a frame says: `name` of Q.921 for the link, of Q.931 for calls, empty for what neither knows.

    `call` is the reference, told alike by both ends; the rest is empty where the message does not have it.
    """

    name: str
    call: int | None = None
    called: str = ""
    calling: str = ""
    channel: int | None = None
    cause: int | None = None


def message(octets: bytes) -> Message:
    """What a frame with its address, and without its check sequence, says."""
    if len(octets) < 3:
        return Message("")
    control = octets[2]
    if control & 3 == 3:
        return Message(UNNUMBERED.get(control & ~POLL, ""))
    if control & 3 == 1:
        return Message(SUPERVISORY.get(control, ""))
    return _call(octets[4:])


def _call(octets: bytes) -> Message:
    """Q.931: discriminator, reference, type, information elements."""
    if len(octets) < 3 or octets[0] != CALL_CONTROL or len(octets) < 3 + (size := octets[1] & 15):
        return Message("")
    reference = int.from_bytes(octets[2 : 2 + size], "big") & ~(0x80 << 8 * (size - 1) if size else 0)
    elements = _elements(octets[3 + size :])
    return Message(
        MESSAGES.get(octets[2 + size], ""),
        reference,
        _number(elements.get(CALLED, b"")),
        _number(elements.get(CALLING, b"")),
        _channel(elements.get(CHANNEL, b"")),
        _cause(elements.get(CAUSE, b"")),
    )


def _elements(octets: bytes) -> dict[int, bytes]:
    """The information elements of the first code set; the first of each kind."""
    found: dict[int, bytes] = {}
    at = 0
    while at < len(octets):
        if octets[at] & SINGLE:
            at += 1
            continue
        if at + 1 >= len(octets):
            break
        end = at + 2 + octets[at + 1]
        found.setdefault(octets[at], octets[at + 2 : end])
        at = end
    return found


def _after_group(content: bytes) -> bytes:
    """What follows a group of octets, of which the last has its top bit set."""
    last = next((at for at, octet in enumerate(content) if octet & MORE), len(content))
    return content[last + 1 :]


def _number(content: bytes) -> str:
    return _after_group(content).decode("ascii", "replace")


def _cause(content: bytes) -> int | None:
    return rest[0] & 0x7F if (rest := _after_group(content)) else None


def _channel(content: bytes) -> int | None:
    """The channel by its number (Q.931, 4.5.13): the last octet of the element for one interface."""
    return content[-1] & 0x7F if len(content) >= 3 else None
