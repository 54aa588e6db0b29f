"""The notes that running scenarios send back: one line per step of a call, written at the moment it happens."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a simulated caller or phone did or saw."""

    PLACED = "placed"
    RINGING = "ringing"
    ANSWERED = "answered"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    UNANSWERED = "unanswered"
    AWAITING = "awaiting"
    HELD = "held"
    RESUMED = "resumed"
    HUNG_UP = "hung-up"
    CLEARED = "cleared"
    HEARD = "heard"
    REGISTERED = "registered"
    UNREGISTERED = "unregistered"
    LAMP = "lamp"


@dataclass(frozen=True, slots=True)
class Note:
    """One step of the SIP call `call`: `who` is the number or account, `detail` a status or packets and keys.

    `hung-up` is our own BYE, `cleared` the far end's; `awaiting` a cue, named in `detail`; `ringing` an INVITE that
    has just come, whose From header is the detail; `lamp` a message lamp, whose detail is `new/saved`. `at` is in
    Unix seconds.
    """

    kind: Kind
    call: str
    who: str
    detail: str
    at: float

    @property
    def packets_heard(self) -> int:
        """RTP packets received in the call; in a `heard` note only."""
        return int(float(self.detail.partition(" ")[0]))

    @property
    def keys_heard(self) -> str:
        """Keys received as RTP events; in a `heard` note only."""
        return self.detail.partition(" ")[2].strip()


def line(kind: Kind, who: str, detail: str = "") -> str:
    """The log message of a scenario that `parse` reads back."""
    return f"{kind}|[call_id]|{who}|{detail}|[timestamp]"


def parse(text: str) -> Note:
    """One logged line; raises ValueError on anything else. SIPp's [timestamp] ends in Unix seconds."""
    kind, call, who, detail, stamp = text.rstrip("\n").split("|")
    return Note(Kind(kind), call, who.strip(), detail.strip(), float(stamp.split()[-1]))


def tally(notes: Iterable[Note]) -> Counter[Kind]:
    """How many notes there are of each kind."""
    return Counter(note.kind for note in notes)


def between(notes: Iterable[Note], first: Kind, last: Kind) -> list[float]:
    """Seconds from each call's earliest `first` to its next `last`, sorted; calls without both are left out."""
    began: dict[str, float] = {}
    spans: list[float] = []
    for note in notes:
        if note.kind is first:
            began.setdefault(note.call, note.at)
        elif note.kind is last and note.call in began:
            spans.append(note.at - began.pop(note.call))
    return sorted(spans)


def percentile(ordered: Sequence[float], share: float) -> float | None:
    """The value that `share` (0 to 1) of the sorted values do not exceed (nearest rank); None of nothing."""
    if not ordered:
        return None
    return ordered[min(len(ordered) - 1, max(0, -int(-share * len(ordered) // 1) - 1))]
