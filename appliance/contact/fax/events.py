"""Facts about faxes for the ledger."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from appliance.contact.fax.model import Fax, Outcome, State
from appliance.events import Event

STARTED = "fax.started"
HEARD = "fax.heard"
ENDED = "fax.ended"
LEFT = "fax.left"
EMPTY = "fax.empty"
DELETED = "fax.deleted"
QUEUED = "fax.queued"
TRIED = "fax.tried"
CONNECTED = "fax.connected"
RESTED = "fax.rested"
DONE = "fax.done"
RESUMED = "fax.resumed"


def started(contact: UUID, leg: UUID, fax: UUID, box: str, number: str, name: str, at: datetime) -> Event:
    """A fax is received from now on; its pages gather under `name`."""
    data = {"fax": str(fax), "direction": "in", "box": box, "number": number, "name": name}
    return Event(STARTED, at, contact, leg, data)


def heard(contact: UUID, at: datetime) -> Event:
    """The calling tone of a fax was heard on a flow that also serves people."""
    return Event(HEARD, at, contact)


def ended(contact: UUID, leg: UUID | None, fax: UUID, outcome: Outcome, at: datetime) -> Event:
    """The transmission is over, for better or worse."""
    return Event(ENDED, at, contact, leg, {"fax": str(fax), **asdict(outcome)})


def left(contact: UUID, fax: UUID, box: str, recording: UUID, pages: int, at: datetime) -> Event:
    """A received fax is in its box, and its pages are sealed; `pages` were counted in what came."""
    data = {"fax": str(fax), "box": box, "recording": str(recording), "pages": pages}
    return Event(LEFT, at, contact, data=data)


def empty(contact: UUID, fax: UUID, box: str, at: datetime) -> Event:
    """Not one page has come."""
    return Event(EMPTY, at, contact, data={"fax": str(fax), "box": box})


def deleted(fax: UUID, box: str, who: str, pages: str, at: datetime) -> Event:
    """It is out of its box; `pages` says what became of them: deleted, kept or held."""
    return Event(DELETED, at, data={"fax": str(fax), "box": box, "by": who, "pages": pages})


def queued(fax: Fax, at: datetime) -> Event:
    """Somebody wants it sent; its pages are sealed."""
    data = {"fax": str(fax.id), "direction": "out", "number": fax.number, "recording": str(fax.recording)}
    return Event(QUEUED, at, data=data | {"pages": fax.pages, "priority": fax.priority, "by": fax.by})


def tried(fax: UUID, contact: UUID, at: datetime) -> Event:
    """The number is dialled, in the call `contact`."""
    return Event(TRIED, at, contact, data={"fax": str(fax)})


def connected(fax: UUID, contact: UUID, leg: UUID, name: str, at: datetime) -> Event:
    """Something has answered: pages may leave from now on, from the file `name`."""
    return Event(CONNECTED, at, contact, leg, {"fax": str(fax), "name": name})


def rested(fax: UUID, why: str, until: datetime, at: datetime) -> Event:
    """It could not be sent, and is tried again."""
    return Event(RESTED, at, data={"fax": str(fax), "why": why, "until": until.isoformat()})


def done(fax: Fax, state: State, why: str, by: str, at: datetime) -> Event:
    """Sent, failed, cancelled, or nobody knows; `by` is who decided."""
    data = {"fax": str(fax.id), "state": state.value, "why": why, "by": by, "number": fax.number}
    return Event(DONE, at, data=data)


def resumed(fax: UUID, by: str, at: datetime) -> Event:
    """Somebody wants it tried anew, from its first page and with all its tries."""
    return Event(RESUMED, at, data={"fax": str(fax), "by": by})
