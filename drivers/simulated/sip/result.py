"""What SIPp says of a run at its end: its statistics file and its error log."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass

from drivers.simulated.sip.note import Kind, Note, between, tally

_ROUTINE = (
    "receive timeout on message",
    "connecting without a certificate",
    "Aborted call with Call-ID",
    "Overload warning",
)


@dataclass(frozen=True, slots=True)
class Statistics:
    """SIPp's own count of its outgoing scenario; `unexpected` calls met a message the scenario does not know."""

    placed: int = 0
    successful: int = 0
    failed: int = 0
    unexpected: int = 0
    retransmissions: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """A run that is over. `status` is SIPp's exit status: 0 all calls well, 1 some failed, 99 no calls."""

    status: int
    statistics: Statistics
    notes: Sequence[Note]
    errors: Sequence[str]

    def count(self, kind: Kind) -> int:
        return tally(self.notes)[kind]

    def spans(self, first: Kind, last: Kind) -> list[float]:
        """Seconds between two steps of each call, sorted."""
        return between(self.notes, first, last)


def statistics(text: str) -> Statistics:
    """The last snapshot of a statistics file; zeros if there is none yet."""
    rows = list(csv.DictReader(text.splitlines(), delimiter=";"))
    if not rows:
        return Statistics()
    last = rows[-1]
    names = (
        "TotalCallCreated",
        "SuccessfulCall(C)",
        "FailedCall(C)",
        "FailedUnexpectedMessage(C)",
        "Retransmissions(C)",
    )
    return Statistics(*(int(last.get(name) or 0) for name in names))


def errors(text: str) -> list[str]:
    """The first line of each error SIPp logged, without its timestamps; awaited time-outs and our own end are none."""
    lines = (line.split("\t")[-1].strip() for line in text.splitlines() if line[:2] == "20" and "\t" in line)
    plain = (line.partition(": ")[2] for line in lines)
    return [line for line in plain if line and not any(word in line for word in _ROUTINE)]
