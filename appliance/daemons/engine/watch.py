"""What the engine sees go wrong and come right again, told as alarms."""

from collections.abc import Iterable

from appliance.contact.ivr.events import ALARM
from appliance.events import Event
from appliance.node.alarms.ports import Alarms

LOOK_UP = "lookup-"


class Watch:
    """Tells the alarms of the ledger, of Asterisk and of flows."""

    def __init__(self, alarms: Alarms, node: str) -> None:
        self._alarms, self._node = alarms, node

    def ledger_trouble(self, error: Exception) -> None:
        """The ledger's store does not keep up, or (an OSError) the journal beside it fails too."""
        code = "journal-failing" if isinstance(error, OSError) else "ledger-behind"
        self._alarms.raise_(code, "", _said(error))

    def ledger_recovered(self) -> None:
        for code in ("ledger-behind", "journal-failing"):
            self._alarms.clear(code)

    def ledger_refused(self, error: Exception) -> None:
        self._alarms.raise_("ledger-refused", "", _said(error))

    def asterisk_away(self, reason: str) -> None:
        self._alarms.raise_("asterisk-away", self._node, reason)

    def asterisk_back(self) -> None:
        self._alarms.clear("asterisk-away", self._node)

    def input_failed(self, step: str, error: Exception) -> None:
        self._alarms.raise_("input-failed", step, repr(error))

    def take(self, events: Iterable[Event]) -> None:
        """Alarms of flows; those of look-ups are told by host, where the answers are heard."""
        for event in events:
            if event.kind == ALARM and not event.data["reason"].startswith(LOOK_UP):
                detail = f"{event.data['reason']} {event.data['about']}".strip()
                self._alarms.raise_("flow-trouble", event.data["node"], detail)


def _said(error: Exception) -> str:
    reason = getattr(error, "details", {}).get("reason")
    return str(reason or error)
