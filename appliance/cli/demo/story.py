"""What happens to one call, told from the live events: each becomes a sentence of the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

SERVED = ("answered", "voicemail")
MENU, ANSWERED = "menu", "answered"
KINDS = ("contact", "flow", "queue", "offer", "bridge", "recording")


@dataclass(frozen=True, slots=True)
class Told:
    """One step: the sentence `key` with its `values`, `after` so many seconds since the call came in."""

    key: str
    after: float
    values: Mapping[str, Any] = field(default_factory=dict)


class Story:
    """Follows the first contact from `caller`. Cues say what the caller may do now: `menu`, then `answered`."""

    def __init__(self, caller: str) -> None:
        self.caller = caller
        self.contact = ""
        self.agent = ""
        self.result = ""
        self.talking = False
        self._cues: list[str] = []
        self._opened: datetime | None = None
        self._last = ""

    @property
    def over(self) -> bool:
        return bool(self.result)

    @property
    def served(self) -> bool:
        """Whether an agent or the voicemail took the call."""
        return self.result in SERVED

    def take_cues(self) -> list[str]:
        """The cues since the last time."""
        cues, self._cues = self._cues, []
        return cues

    def hear(self, fact: Mapping[str, Any]) -> Told | None:
        """The step that `fact` (`{kind, data}` of the live feed) is for this call; None where it says nothing new."""
        event = fact["data"]
        if fact["kind"] == "contact.opened" and not self.contact and event["data"].get("caller") == self.caller:
            self.contact, self._opened = event["contact"], datetime.fromisoformat(event["at"])
        if not self.contact or event.get("contact") != self.contact:
            return None
        key, values = self._step(fact["kind"], event["data"])
        again, self._last = key == self._last == "greeted", key or self._last
        return Told(key, self._seconds(event["at"]), values) if key and not again else None

    def _step(self, kind: str, data: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
        match kind:
            case "flow.node":
                return self._node(data["type"])
            case "flow.key":
                said = "key" if data["accepted"] else "key-wrong"
                return said if data["key"] else "key-none", {"pressed": data["key"]}
            case "offer.made":
                self.agent = data["agent"]
                return "offered", data
            case "offer.ended":
                return ("", data) if data["outcome"] in ("answered", "withdrawn") else ("declined", data)
            case "bridge.joined":
                self.talking = True
                self._cues += [MENU, ANSWERED]
                return "joined", {"agent": self.agent}
            case "contact.closed":
                self.result = data["result"]
                return "ended", data
        return _SAID.get(kind, ""), data

    def _node(self, kind: str) -> tuple[str, Mapping[str, Any]]:
        if kind == "menu":
            self._cues.append(MENU)
        if kind == "message":
            self._cues += [MENU, ANSWERED]
        return {"play": "greeted", "menu": "asked", "message": "voicemail"}.get(kind, ""), {}

    def _seconds(self, at: str) -> float:
        return (datetime.fromisoformat(at) - self._opened).total_seconds() if self._opened else 0.0


_SAID = {
    "contact.opened": "opened",
    "contact.adopted": "adopted",
    "queue.entered": "queued",
    "queue.overflowed": "overflowed",
    "recording.started": "recording",
}
