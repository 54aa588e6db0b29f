"""Which trunks cannot carry calls now, since when, and why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from appliance.contact.calls import events as facts
from appliance.contact.calls.ports import Ledger


class Reason(StrEnum):
    """`silent`: nobody answers at its address; `lines`: none of its lines can carry a call."""

    SILENT = "silent"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Outage:
    """One reason for which a trunk is out; `detail` is for people."""

    trunk: str
    reason: Reason
    detail: str
    since: datetime


class Outages:
    """The trunks that are out; one comes back when no reason is left."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._out: dict[str, dict[Reason, Outage]] = {}

    def begin(self, trunk: str, reason: Reason, detail: str, now: datetime) -> None:
        """The trunk leaves the routes; what is known already keeps its beginning."""
        reasons = self._out.setdefault(trunk, {})
        if reason in reasons:
            return
        reasons[reason] = outage = Outage(trunk, reason, detail, now)
        self._ledger.record(facts.trunk_out(trunk, reason, detail, outage.since))

    def end(self, trunk: str, reason: Reason, now: datetime) -> None:
        """That reason is gone."""
        reasons = self._out.get(trunk, {})
        if outage := reasons.pop(reason, None):
            self._ledger.record(facts.trunk_back(trunk, reason, outage.since, now, usable=not reasons))

    def of(self, trunk: str) -> Outage | None:
        """Why the trunk is out, the oldest reason first; None when it is usable."""
        return min(self._out.get(trunk, {}).values(), key=lambda outage: outage.since, default=None)
