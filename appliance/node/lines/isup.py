"""The signal units of SS7's link taken apart, as far as people ask: ITU-T Q.703, Q.704, Q.763. Pure."""

from dataclasses import dataclass

MESSAGES = {
    0x01: "initial-address",
    0x02: "subsequent-address",
    0x05: "continuity",
    0x06: "address-complete",
    0x07: "connect",
    0x09: "answer",
    0x0C: "release",
    0x0D: "suspend",
    0x0E: "resume",
    0x10: "release-complete",
    0x12: "reset-circuit",
    0x13: "blocking",
    0x14: "unblocking",
    0x15: "blocking-acknowledgement",
    0x16: "unblocking-acknowledgement",
    0x17: "reset-group",
    0x18: "blocking-group",
    0x19: "unblocking-group",
    0x1A: "blocking-group-acknowledgement",
    0x1B: "unblocking-group-acknowledgement",
    0x29: "reset-group-acknowledgement",
    0x2C: "call-progress",
}
LINK_STATES = {
    0: "out-of-alignment",
    1: "normal-alignment",
    2: "emergency-alignment",
    3: "out-of-service",
    4: "processor-outage",
    5: "busy",
}
FILL_IN, LONGEST_STATUS = 0, 2
"""Lengths of units that say nothing, and of those that tell the link's state."""
MANAGEMENT, TEST, CALLS = 0, 1, 5
SERVICES = {MANAGEMENT: "network-management", TEST: "link-test"}
LABEL = 4
"""Octets of ITU's routing label; ANSI's has 7."""
INITIAL, RELEASE = "initial-address", "release"
CALLING, END = 0x0A, 0
DIGITS = "0123456789*#ABC"


@dataclass(frozen=True, slots=True)
class Message:
    """What a unit says; `name` is empty for what is not known, "fill-in" for what only keeps the link alive."""

    name: str
    circuit: int | None = None
    called: str = ""
    calling: str = ""
    cause: int | None = None


def message(octets: bytes, label: int = LABEL) -> Message:
    """What a unit without its check sequence says."""
    if len(octets) < 3:
        return Message("")
    length, content = octets[2] & 0x3F, octets[3:]
    if length == FILL_IN or not content:
        return Message("fill-in")
    if length <= LONGEST_STATUS:
        return Message(LINK_STATES.get(content[0] & 7, ""))
    service, told = content[0] & 0xF, content[1 + label :]
    if service != CALLS or len(told) < 3:
        return Message(SERVICES.get(service, ""))
    name, circuit = MESSAGES.get(told[2], ""), int.from_bytes(told[:2], "little")
    parameters = told[3:]
    if name == INITIAL:
        return Message(name, circuit, _number(_variable(parameters, 5)), _number(_optional(parameters, 6, CALLING)))
    if name == RELEASE:
        return Message(name, circuit, cause=_cause(_variable(parameters, 0)))
    return Message(name, circuit)


def _variable(parameters: bytes, pointer: int) -> bytes:
    """The mandatory parameter that the octet at `pointer` points to, counted from itself."""
    if len(parameters) <= pointer:
        return b""
    at = pointer + parameters[pointer]
    return parameters[at + 1 : at + 1 + parameters[at]] if at < len(parameters) else b""


def _optional(parameters: bytes, pointer: int, wanted: int) -> bytes:
    if len(parameters) <= pointer or not parameters[pointer]:
        return b""
    at = pointer + parameters[pointer]
    while at + 1 < len(parameters) and parameters[at] != END:
        length = parameters[at + 1]
        if parameters[at] == wanted:
            return parameters[at + 2 : at + 2 + length]
        at += 2 + length
    return b""


def _number(content: bytes) -> str:
    """Two digits an octet, the first in its lower half; the highest bit says that the last half is empty (3.9)."""
    if len(content) < 2:
        return ""
    halves = [half for octet in content[2:] for half in (octet & 0xF, octet >> 4)]
    if content[0] & 0x80:
        halves = halves[:-1]
    return "".join(DIGITS[half] for half in halves if half < len(DIGITS))


def _cause(content: bytes) -> int | None:
    return content[1] & 0x7F if len(content) > 1 else None
