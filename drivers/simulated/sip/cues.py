"""Cues from outside to calls that wait for one: a SIP MESSAGE with the call's Call-ID, which SIPp takes as its own."""

import secrets
from collections.abc import Callable

from drivers.simulated.sip.note import Kind, Note

_OVER = (Kind.HUNG_UP, Kind.CLEARED, Kind.REFUSED, Kind.CANCELLED)


class Cues:
    """Holds a cue back until its call awaits it: none is lost, and none meets a call that does something else."""

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self._send = send
        self._awaited: dict[str, str] = {}
        self._given: dict[str, set[str]] = {}

    def give(self, call: str, name: str) -> None:
        """The cue `name` for the SIP call `call`, once."""
        self._given.setdefault(call, set()).add(name)
        self._match(call)

    def hear(self, note: Note) -> None:
        """Learn from a call's notes what it waits for."""
        if note.kind is Kind.AWAITING:
            self._awaited[note.call] = note.detail
            self._match(note.call)
        elif note.kind in _OVER:
            self._awaited.pop(note.call, None)
            self._given.pop(note.call, None)

    def _match(self, call: str) -> None:
        name = self._awaited.get(call)
        if name is not None and name in self._given.get(call, ()):
            self._given[call].discard(name)
            del self._awaited[call]
            self._send(message(call))


def message(call: str) -> bytes:
    """The request that reaches the waiting call (RFC 3428); nobody answers it."""
    lines = (
        "MESSAGE sip:cue@localhost SIP/2.0",
        f"Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK{secrets.token_hex(8)}",
        "From: <sip:cue@localhost>;tag=cue",
        "To: <sip:caller@localhost>",
        f"Call-ID: {call}",
        "CSeq: 1 MESSAGE",
        "Max-Forwards: 70",
        "Content-Length: 0",
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
