"""Published flows, and what they name, in the database."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from appliance.contact.ivr.calendar import Calendar
from appliance.contact.ivr.calendar_document import parse_calendar
from appliance.contact.ivr.callers import CallerList, caller_list
from appliance.contact.ivr.document import parse
from appliance.contact.ivr.errors import CalendarFaulty, FlowFaulty, FlowVersionUnknown
from appliance.contact.ivr.model import SWITCHES, Flow
from appliance.store.documents import Documents

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Publication:
    """One version of a flow: what it was, who published it, why and when."""

    version: int
    document: Mapping[str, Any]
    author: str
    reason: str
    at: datetime


class Flows:
    """Flow documents; the version of a flow counts its publications."""

    KIND = "flow"

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def all(self) -> dict[str, Flow]:
        """Every published flow."""
        return {name: parse(name, body["document"], body["version"]) for name, body in self.bodies().items()}

    def bodies(self) -> dict[str, Mapping[str, Any]]:
        """Each flow's `document` as it was written, and its `version`."""
        return self._documents.all(self.KIND)

    def publish(self, name: str, document: Mapping[str, Any], *, author: str, reason: str, at: datetime) -> int:
        """Make a document the flow of that name; the version it got, the present one if nothing differs."""
        present = self._documents.get(self.KIND, name)
        if present and present["document"] == document:
            return int(present["version"])
        version = 1 + max((item.version for item in self.history(name)), default=0)
        body = {"document": dict(document), "version": version}
        self._documents.put(self.KIND, name, body, author=author, reason=reason, at=at)
        return version

    def history(self, name: str) -> Sequence[Publication]:
        """Every publication, the oldest first."""
        return [
            Publication(int(item.body["version"]), item.body["document"], item.author, item.reason, item.at)
            for item in self._documents.history(self.KIND, name)
            if not item.removed
        ]

    def version(self, name: str, version: int) -> Publication:
        """One publication; raises FlowVersionUnknown."""
        found = next((item for item in self.history(name) if item.version == version), None)
        if found is None:
            raise FlowVersionUnknown(flow=name, version=version)
        return found

    def older(self, name: str, version: int) -> Flow | None:
        """An older version for the callers who are still in it; None if it is not there or cannot be read any more."""
        try:
            return parse(name, self.version(name, version).document, version)
        except (FlowVersionUnknown, FlowFaulty):
            logger.warning("version %s of flow %s cannot be taken up again", version, name)
            return None


@dataclass(frozen=True, slots=True)
class LookUpHost:
    """A host that flows may ask: everything they ask begins with `url`. `token` is sealed by the box key."""

    name: str
    url: str
    token: str = ""


class FlowSettings:
    """What flows name: calendars, lists of callers, switches and look-up hosts."""

    CALENDAR, LIST, SWITCH, HOST = "calendar", "caller-list", "switch", "lookup-host"

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def calendars(self) -> dict[str, Calendar]:
        """Every calendar that can be read; one that cannot is left out, and flows that need it raise an alarm."""
        found: dict[str, Calendar] = {}
        for name, body in self._documents.all(self.CALENDAR).items():
            try:
                found[name] = parse_calendar(name, body)
            except CalendarFaulty:
                logger.exception("calendar %s cannot be read", name)
        return found

    def lists(self) -> dict[str, CallerList]:
        return {name: caller_list(body["entries"]) for name, body in self._documents.all(self.LIST).items()}

    def switches(self) -> dict[str, bool]:
        turned = {name: bool(body["on"]) for name, body in self._documents.all(self.SWITCH).items()}
        return {**dict.fromkeys(SWITCHES, False), **turned}

    def hosts(self) -> dict[str, LookUpHost]:
        return {
            name: LookUpHost(name, body["url"], body.get("token", ""))
            for name, body in self._documents.all(self.HOST).items()
        }

    def body(self, kind: str, name: str) -> Mapping[str, Any] | None:
        """The document as it was written."""
        return self._documents.get(kind, name)

    def put(self, kind: str, name: str, body: Mapping[str, Any], *, author: str, reason: str, at: datetime) -> None:
        self._documents.put(kind, name, body, author=author, reason=reason, at=at)

    def remove(self, kind: str, name: str, *, author: str, reason: str, at: datetime) -> bool:
        return self._documents.remove(kind, name, author=author, reason=reason, at=at)

    def turned(self, name: str) -> tuple[str, str, datetime] | None:
        """Who turned a switch last, why and when; None if nobody ever did."""
        history = self._documents.history(self.SWITCH, name)
        return (history[-1].author, history[-1].reason, history[-1].at) if history else None
