"""Call-backs that nobody wants and appointments that were not kept, told as alarms until somebody sees to them."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from appliance.contact.callback import events as facts
from appliance.contact.callback.model import CallBack
from appliance.events import Event
from appliance.node.alarms.ports import Alarms

UNWANTED, LATE = "callback-unwanted", "callback-late"
MENDED: Mapping[str, tuple[str, ...]] = {
    facts.ACCEPTED: (UNWANTED,),
    facts.DIALLED: (UNWANTED, LATE),
    facts.POSTPONED: (UNWANTED, LATE),
    facts.ENDED: (UNWANTED, LATE),
}


class Promises:
    """Reads the facts of call-backs; alarms are by call-back."""

    def __init__(self, alarms: Alarms) -> None:
        self._alarms = alarms

    def begin(self, callbacks: Iterable[CallBack]) -> None:
        """What stood before a restart stands again."""
        for callback in callbacks:
            about = {"number": callback.number, "queue": callback.queue}
            if callback.unwanted:
                self._raise(UNWANTED, callback.id, {**about, "refusals": callback.refusals})
            if callback.late:
                self._raise(LATE, callback.id, {**about, "due_at": callback.due_at})

    def take(self, events: Iterable[Event]) -> None:
        for event in events:
            data = event.data
            if event.kind == facts.RETURNED and data.get("alarming"):
                self._raise(UNWANTED, data["callback"], data)
            elif event.kind == facts.LATE:
                self._raise(LATE, data["callback"], data)
            for code in MENDED.get(event.kind, ()):
                self._alarms.clear(code, data["callback"])

    def _raise(self, code: str, callback: UUID | str, data: Mapping[str, object]) -> None:
        told = ("number", "queue", "refusals", "due_at", "reason")
        detail = ", ".join(str(data[name]) for name in told if data.get(name))
        self._alarms.raise_(code, str(callback), detail)
