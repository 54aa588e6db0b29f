"""What the engine sees go wrong and come right again, told as alarms."""

from collections.abc import Iterable, Mapping
from typing import Any

from appliance.contact.calls import events as calls
from appliance.contact.fax import events as faxes
from appliance.contact.fax.model import State
from appliance.contact.ivr.events import ALARM
from appliance.contact.routes import events as routes
from appliance.events import Event
from appliance.node.alarms.ports import Alarms

LOOK_UP = "lookup-"
CAP, FREED = "cap-reached", "line-freed"
FAX_ALARMS = {State.FAILED: "fax-failed", State.UNSURE: "fax-unsure"}


class Watch:
    """Tells the alarms of the ledger, of Asterisk and of flows."""

    def __init__(self, alarms: Alarms, node: str) -> None:
        self._alarms, self._node = alarms, node
        self._freed: dict[str, str] = {}

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
        """Alarms of flows and of the guard; those of look-ups are told by host, where the answers are heard."""
        for event in events:
            self._guard(event)
            self._faxes(event)
            if event.kind == ALARM and not event.data["reason"].startswith(LOOK_UP):
                detail = f"{event.data['reason']} {event.data['about']}".strip()
                self._alarms.raise_("flow-trouble", event.data["node"], detail)

    def _faxes(self, event: Event) -> None:
        """Faxes that somebody must look after, until they are sent anew."""
        data = event.data
        if event.kind == faxes.DONE and (code := FAX_ALARMS.get(data["state"])):
            self._alarms.raise_(code, data["fax"], f"{data['number']}: {data['why']}")
        elif event.kind in (faxes.RESUMED, faxes.DELETED):
            for code in FAX_ALARMS.values():
                self._alarms.clear(code, data["fax"])

    def _guard(self, event: Event) -> None:
        """Caps that are reached, until their period ends, and calls that gave an emergency call their line."""
        data = event.data
        match event.kind:
            case routes.REACHED:
                self._alarms.raise_(CAP, _subject(data), f"{data['detail']}; {data['until']}")
            case routes.AGAIN:
                self._alarms.clear(CAP, _subject(data))
            case routes.LINE_FREED:
                self._freed[data["for"]] = data["trunk"]
                self._alarms.raise_(FREED, data["trunk"], str(event.contact))
            case calls.CLOSED if trunk := self._freed.pop(str(event.contact), ""):
                self._alarms.clear(FREED, trunk)


def _subject(data: Mapping[str, Any]) -> str:
    return " ".join(filter(None, [data["cap"], data["subject"]]))


def _said(error: Exception) -> str:
    reason = getattr(error, "details", {}).get("reason")
    return str(reason or error)
